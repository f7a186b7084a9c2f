"""Addresses, the clock, and a repository without git or inside another one."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime, timedelta

import pytest

from sitebuild import settings

NAMES = ("REPO_URL", "SITE_URL", "GITHUB_REPOSITORY", "SOURCE_DATE_EPOCH")


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing in the environment says where the site is."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def repository(path, remote="https://github.com/Owner/name.git"):
    """A git repository with a remote and a commit."""
    path.mkdir(parents=True, exist_ok=True)
    for command in (
        ["init", "-q"],
        ["remote", "add", "origin", remote],
        ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "--allow-empty", "-m", "x"],
    ):
        subprocess.run(["git", "-C", str(path), *command], check=True)
    return path


REMOTES = [
    ("https://github.com/Owner/name.git", "https://github.com/Owner/name"),
    ("git@github.com:Owner/name.git", "https://github.com/Owner/name"),
    ("ssh://git@codeberg.org/owner/name", "https://codeberg.org/owner/name"),
    ("/some/folder", ""),
]


@pytest.mark.parametrize(("remote", "address"), REMOTES)
def test_repository_from_the_remote(tmp_path, remote, address):
    assert settings.repository_address(repository(tmp_path / "r", remote)) == address


def test_a_copy_inside_another_repository_takes_nothing_from_it(tmp_path):
    inside = repository(tmp_path / "other") / "vendored"
    inside.mkdir()
    assert settings.repository_address(inside) == ""
    assert settings.git(inside, "log", "-1", "--format=%ct") == ""


def test_no_git_is_as_no_repository(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert settings.repository_address(tmp_path) == ""
    assert abs(settings.epoch(tmp_path) - datetime.now(UTC).timestamp()) < 60


def test_no_address_gives_none_rather_than_a_wrong_one(tmp_path, monkeypatch):
    assert settings.repository_address(tmp_path) == ""
    assert settings.site_address("") == ""
    monkeypatch.setenv("GITHUB_REPOSITORY", "Owner/name")
    assert settings.repository_address(tmp_path) == "https://github.com/Owner/name"


ADDRESSES = [
    ("https://github.com/Owner/name", "https://owner.github.io/name/"),
    ("https://github.com/Owner/owner.github.io", "https://owner.github.io/"),
    ("https://git.example.org/a/b", ""),
]


@pytest.mark.parametrize(("of", "address"), ADDRESSES)
def test_site_address(of, address):
    assert settings.site_address(of) == address


def test_the_newest_day_is_that_of_the_east():
    """A contributor in Sydney or Kiribati writes today's date there while it is yesterday in
    UTC.
    """
    east = (datetime.now(UTC) + timedelta(hours=14)).date()
    assert settings.newest_day() == east


def test_epoch_comes_from_the_environment_then_from_the_last_commit(tmp_path, monkeypatch):
    root = repository(tmp_path / "r")
    told = int(settings.git(root, "log", "-1", "--format=%ct"))
    assert settings.epoch(root) == told
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795000000")
    assert settings.epoch(root) == 1_795_000_000
    assert settings.build_day(root).isoformat() == "2026-11-18"
