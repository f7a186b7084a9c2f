"""Misspellings, found by typos; its words to leave alone, with reasons, stand in `typos.toml`."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sitebuild import settings
from sitebuild.model.findings import Finding

LEFT_ALONE = "typos.toml"
PLACES = (
    settings.DOCS,
    settings.BIBLIOGRAPHY,
    "README.md",
    ".github",
    "theme/main.html",
    settings.DRAWINGS,
)


@contextmanager
def started(root: Path) -> Iterator[Callable[[], list[Finding]]]:
    """Starts the spelling checker, so that it runs beside other work; what is yielded waits for it.

    with started(root) as misspelt:
        …
        findings = misspelt()
    """
    program = shutil.which("typos", path=str(Path(sys.executable).parent)) or shutil.which("typos")
    if not program:
        message = "the spelling checker is not installed"
        yield lambda: [Finding("pyproject.toml", 1, message, "run make check, which installs it")]
        return
    places = [place for place in PLACES if (root / place).exists()]
    running = subprocess.Popen(
        [program, "--format", "json", "--config", LEFT_ALONE, *places],
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield lambda: list(_told(running))
    finally:
        if running.poll() is None:
            running.kill()
        running.wait()


def findings(root: Path) -> list[Finding]:
    """One finding a misspelling in docs/, references.bib, README and .github."""
    with started(root) as misspelt:
        return misspelt()


def _told(running: subprocess.Popen[str]) -> Iterator[Finding]:
    out, errors = running.communicate()
    for line in out.splitlines():
        finding = _finding(json.loads(line))
        if finding:
            yield finding
    # typos ends with 2 where it found misspellings, and with another number where it could not run
    if running.returncode not in (0, 2):
        said = errors.strip().splitlines()
        reason = said[-1] if said else f"it ended with {running.returncode}"
        message = f"the spelling checker stopped: {reason}"
        yield Finding(LEFT_ALONE, 1, message, "mend the file or its entry there")


def _finding(row: dict[str, Any]) -> Finding | None:
    """What one line of the checker's report says; None for a line that reports no misspelling."""
    where = str(row.get("path") or LEFT_ALONE).removeprefix("./")
    if row.get("type") == "typo":
        words = " or ".join(row["corrections"]) or "another word"
        mend = f"write {words}; a name that is right goes into {LEFT_ALONE}"
        return Finding(where, row.get("line_num", 1), f"misspelt: {row['typo']}", mend)
    if row.get("type") == "error":
        message = f"the spelling checker stopped: {row.get('message', '')}"
        return Finding(where, 1, message, f"mend the file or its entry in {LEFT_ALONE}")
    return None
