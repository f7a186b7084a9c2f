"""One commit gives one site, byte for byte: on another day, in another folder, time zone and
order of sets.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support import ENVIRONMENT

from sitebuild.outputs.archive import zip_site

EPOCH = 1_795_000_000
# date.today() asks time.time(), so one shift moves every clock that Python code reads without
# naming UTC
CLOCK = "import time\n_now = time.time\ntime.time = lambda: _now() + {days} * 86400\n"
WORLDS = [
    {"days": 0, "PYTHONHASHSEED": "1", "TZ": "UTC"},
    {"days": 400, "PYTHONHASHSEED": "2", "TZ": "Pacific/Kiritimati"},
]


def start(root: Path, target: Path, world: dict, **environment: str) -> subprocess.Popen:
    """A build as `make build` does it, in a world of its own."""
    clock = root.parent / f"clock-{world['days']}"
    clock.mkdir(exist_ok=True)
    (clock / "sitecustomize.py").write_text(CLOCK.format(**world), encoding="utf-8")
    settings = {name: value for name, value in world.items() if name != "days"} | {
        "PYTHONPATH": str(clock),
        "SOURCE_DATE_EPOCH": str(EPOCH),
        "NO_MKDOCS_2_WARNING": "1",
        "DISABLE_MKDOCS_2_WARNING": "true",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "build", "--clean", "--site-dir", str(target)],
        cwd=root,
        env=ENVIRONMENT | settings | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def tree(root: Path) -> dict[str, str]:
    """Path → hash of every file."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def two_builds(copy, tmp_path):
    """two_builds(OFFLINE="1") → the folders of two builds of one content."""

    def build(**environment: str) -> list[Path]:
        again = tmp_path / "another place" / "again"
        shutil.copytree(copy, again)
        for path in again.rglob("*"):
            os.utime(path, (1, 1))
        targets = [tmp_path / "first", tmp_path / "another place" / "second"]
        running = [
            start(root, target, world, **environment)
            for root, target, world in zip((copy, again), targets, WORLDS, strict=True)
        ]
        for process in running:
            told, _ = process.communicate()
            assert process.returncode == 0, told[-3000:]
        return targets

    return build


def differences(first: Path, second: Path) -> list[str]:
    one, two = tree(first), tree(second)
    return sorted(name for name in one.keys() | two.keys() if one.get(name) != two.get(name))


def test_published_site(two_builds):
    first, second = two_builds()
    assert len(tree(first)) > 10
    assert differences(first, second) == []


def test_zip_for_reading_offline(two_builds, tmp_path):
    first, second = two_builds(OFFLINE="1")
    assert differences(first, second) == []
    zips = [tmp_path / "one" / "site.zip", tmp_path / "two" / "site.zip"]
    for folder, archive in zip((first, second), zips, strict=True):
        zip_site(folder, archive, EPOCH)
    assert zips[0].read_bytes() == zips[1].read_bytes()
