"""One commit gives one site, byte for byte: on another day, in another folder, time zone and
order of sets.

What was built for the other tests is set beside a second build, of a copy without the repository's
history, in a world of its own.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from support import DISK, ENVIRONMENT, PUBLISHED, ROOT

from sitebuild import settings
from sitebuild.outputs.archive import zip_site

EPOCH = settings.epoch(ROOT)  # now: tests of commands set it in this process
# date.today() asks time.time(), so one shift moves every clock that Python code reads without
# naming UTC
CLOCK = "import time\n_now = time.time\ntime.time = lambda: _now() + 400 * 86400\n"


@pytest.fixture
def again(built, copy, tmp_path):
    """again(OFFLINE="1") → the folder of a build elsewhere and later."""

    def build(**environment: str) -> Path:
        clock, target = tmp_path / "clock", tmp_path / "another place" / "second"
        clock.mkdir()
        (clock / "sitecustomize.py").write_text(CLOCK, encoding="utf-8")
        for path in copy.rglob("*"):
            os.utime(path, (1, 1))
        world = {
            "PYTHONHASHSEED": "2",
            "TZ": "Pacific/Kiritimati",
            "PYTHONPATH": os.pathsep.join([str(clock), str(ROOT)]),
            "SOURCE_DATE_EPOCH": str(EPOCH),
            "NO_MKDOCS_2_WARNING": "1",
            "DISABLE_MKDOCS_2_WARNING": "true",
        }
        done = subprocess.run(
            [sys.executable, "-m", "mkdocs", "build", "--clean", "--site-dir", str(target)],
            cwd=copy,
            env=ENVIRONMENT | world | environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
        return target

    return build


def tree(root: Path) -> dict[str, str]:
    """Path → hash of every file."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def differences(first: Path, second: Path) -> list[str]:
    one, two = tree(first), tree(second)
    return sorted(name for name in one.keys() | two.keys() if one.get(name) != two.get(name))


def test_published_site(again):
    second = again()
    assert len(tree(PUBLISHED)) > 10
    assert differences(PUBLISHED, second) == []


def test_zip_for_reading_offline(again, tmp_path):
    second = again(OFFLINE="1")
    assert differences(DISK, second) == []
    name = f"{settings.ARCHIVE}.zip"  # the folder inside is called like it
    zip_site(second, tmp_path / name, EPOCH)
    assert (ROOT / "dist" / name).read_bytes() == (tmp_path / name).read_bytes()
