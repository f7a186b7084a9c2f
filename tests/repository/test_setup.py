"""Set-up mends itself: whatever stopped it, the same command begins the step anew.

The Makefile runs in a folder of its own with a stand-in for Python, so nothing is installed.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest
from support import ROOT

# what it does is written in the file `mode`: 'fine', 'no venv', 'slow venv', 'no pip', 'old'
PYTHON = """#!/bin/sh
here={here}
mode=$(cat $here/mode)
echo "$*" >> $here/calls
case "$*" in
  --version) echo "Python 3.2.1" ;;
  "-c import sys"*) [ "$mode" != old ] ;;
  "-m venv"*)
    for last; do :; done
    rm -rf $last
    mkdir -p $last/bin
    cp $here/python $last/bin/python
    [ "$mode" = "slow venv" ] && sleep 60
    [ "$mode" != "no venv" ] ;;
  "-m pip"*) [ "$mode" != "no pip" ] ;;
  "-c print"*) echo 1 ;;
  "-m sitebuild check") echo "checked" ;;
esac
"""


@pytest.fixture
def here(tmp_path) -> Path:
    """A folder with the Makefile, what it reads, and the stand-in."""
    for name in ("Makefile", ".python-version", "requirements.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    python = tmp_path / "python"
    python.write_text(PYTHON.format(here=tmp_path), encoding="utf-8")
    python.chmod(0o755)
    return tmp_path


def start(here: Path, mode: str) -> subprocess.Popen[str]:
    (here / "mode").write_text(mode, encoding="utf-8")
    return subprocess.Popen(
        ["make", "check", f"PYTHON={here}/python"],
        cwd=here,
        # a `make` of its own, also where the tests run from one
        env={name: value for name, value in os.environ.items() if not name.startswith("MAKE")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def check(here: Path, mode: str = "fine") -> tuple[int, str]:
    process = start(here, mode)
    said, _ = process.communicate(timeout=300)
    return process.returncode, said


def test_without_the_package_for_environments_it_is_named_and_nothing_is_left(here):
    code, said = check(here, "no venv")
    assert code and "sudo apt-get install python3-venv" in said
    assert not (here / ".venv").exists()
    assert check(here)[1].endswith("checked\n")


def test_stopped_by_hand_it_begins_anew(here):
    process = start(here, "slow venv")
    while not (here / ".venv/bin/python").exists():
        assert process.poll() is None
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    process.communicate(timeout=300)
    code, said = check(here)
    assert (code, said.splitlines()[-1]) == (0, "checked")
    assert (here / "calls").read_text(encoding="utf-8").count("-m venv --clear") == 2


def test_packages_that_could_not_be_fetched_are_fetched_the_next_time(here):
    assert check(here, "no pip")[0]
    assert check(here)[1].endswith("checked\n")
    asked = (here / "calls").read_text(encoding="utf-8")
    assert asked.count("-m venv") == 1, "the environment was whole"


def test_what_is_set_up_stays(here):
    check(here)
    (here / "calls").unlink()
    assert check(here) == (0, "checked\n")
    assert "pip" not in (here / "calls").read_text(encoding="utf-8")


def test_a_python_that_was_replaced_is_set_up_anew(here):
    check(here)
    (here / ".venv/bin/python").unlink()
    (here / ".venv/bin/python").symlink_to("/nowhere/python3.12")
    assert check(here)[1].endswith("checked\n")


def test_a_python_that_is_too_old_is_refused_with_both_versions(here):
    code, said = check(here, "old")
    least = (ROOT / ".python-version").read_text(encoding="utf-8").strip()
    assert code and f"Python {least} or newer is needed" in said and "Python 3.2.1" in said
    assert not (here / ".venv").exists()
