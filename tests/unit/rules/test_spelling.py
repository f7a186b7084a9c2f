"""Misspellings are told with their line, and what stops the checker is told too."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sitebuild.rules import spelling

pytestmark = pytest.mark.skipif(
    not shutil.which("typos") and not (Path(spelling.sys.executable).parent / "typos").exists(),
    reason="the spelling checker is not installed",
)


def repository(root: Path, text: str, leave: str = "") -> Path:
    """A repository with one page."""
    (root / "docs").mkdir()
    (root / "docs" / "page.md").write_text(text, encoding="utf-8")
    (root / "typos.toml").write_text(leave, encoding="utf-8")
    return root


def test_a_misspelling_is_told_with_its_line_and_the_right_word(tmp_path):
    found = spelling.findings(repository(tmp_path, "One.\n\nIt was recieved.\n"))
    assert [(one.file, one.line, one.message) for one in found] == [
        ("docs/page.md", 3, "misspelt: recieved")
    ]
    assert found[0].mend.startswith("write received; a name that is right goes into typos.toml")


def test_a_name_that_is_right_passes(tmp_path):
    leave = '[default.extend-words]\nrecieved = "recieved"\n'
    assert spelling.findings(repository(tmp_path, "It was recieved.\n", leave)) == []


def test_the_checker_runs_beside_other_work(tmp_path):
    with spelling.started(repository(tmp_path, "It was recieved.\n")) as misspelt:
        assert len(misspelt()) == 1


def test_work_that_fails_ends_the_checker(tmp_path):
    with pytest.raises(ValueError, match="other work"), spelling.started(repository(tmp_path, "x")):
        raise ValueError("other work")


def test_a_broken_list_of_words_is_told(tmp_path):
    found = spelling.findings(repository(tmp_path, "One.\n", "[default\n"))
    assert [one.file for one in found] == ["typos.toml"]
    assert "stopped" in found[0].message


def test_a_checker_that_is_not_installed_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(spelling.shutil, "which", lambda *_, **__: None)
    found = spelling.findings(repository(tmp_path, "One.\n"))
    assert [one.mend for one in found] == ["run make check, which installs it"]
