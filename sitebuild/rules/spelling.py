"""Misspellings, found by typos (its words to leave alone, with reasons, stand in `typos.toml`)."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from sitebuild.model.findings import Finding


def findings(root: Path) -> Iterator[Finding]:
    """One finding a misspelling in docs/, references.bib, README and .github."""
    program = shutil.which("typos", path=str(Path(sys.executable).parent)) or shutil.which("typos")
    if not program:
        yield Finding("pyproject.toml", 1, "the spelling checker is not installed", "run make check, which installs it")
        return
    places = [place for place in ("docs", "references.bib", "README.md", ".github", "theme/main.html", "theme/drawings") if (root / place).exists()]
    done = subprocess.run([program, "--format", "json", "--config", "typos.toml", *places], cwd=root, capture_output=True, text=True, check=False)
    for line in done.stdout.splitlines():
        row = json.loads(line)
        if row.get("type") == "typo":
            yield Finding(row["path"].removeprefix("./"), row.get("line_num", 1), f"misspelt: {row['typo']}", f"write {' or '.join(row['corrections']) or 'another word'}; a name that is right goes into typos.toml")
        elif row.get("type") == "error":
            yield Finding(row.get("path") or "typos.toml", 1, f"the spelling checker stopped: {row.get('message', '')}", "mend the file or its entry in typos.toml")
