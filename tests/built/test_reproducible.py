"""One commit gives one site, byte for byte: on another day, in another folder, time zone and
order of sets.

What was built for the other tests is set beside a second build, of a copy without the repository's
history, in a world of its own, and the other way round: the copy for disk first.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from support import DISK, ENVIRONMENT, PUBLISHED, ROOT, tree

from sitebuild import settings
from sitebuild.outputs.archive import zip_site

EPOCH = settings.epoch(ROOT)  # now: tests of commands set it in this process
BUILD = """
import os, sys
from mkdocs.__main__ import cli
for offline, target in zip("10", sys.argv[1:]):
    os.environ["OFFLINE"] = offline
    cli.main(["build", "--clean", "--site-dir", target], standalone_mode=False)
"""
# date.today() asks time.time(), so one shift moves every clock that Python code reads without
# naming UTC
CLOCK = "import time\n_now = time.time\ntime.time = lambda: _now() + 400 * 86400\n"


def differences(first: Path, second: Path) -> list[str]:
    one, two = tree(first), tree(second)
    return sorted(name for name in one.keys() | two.keys() if one.get(name) != two.get(name))


def test_both_sites_are_the_same_elsewhere_and_later(built, copy, tmp_path):
    clock, place = tmp_path / "clock", tmp_path / "another place"
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
        [sys.executable, "-c", BUILD, str(place / "disk"), str(place / "published")],
        cwd=copy,
        env=ENVIRONMENT | world,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
    assert len(tree(PUBLISHED)) > 10
    assert differences(PUBLISHED, place / "published") == []
    assert differences(DISK, place / "disk") == []
    name = f"{settings.ARCHIVE}.zip"  # the folder inside is called like it
    zip_site(place / "disk", tmp_path / name, EPOCH)
    assert (ROOT / "dist" / name).read_bytes() == (tmp_path / name).read_bytes()
