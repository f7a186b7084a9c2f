"""What tests of several kinds share: places, addresses, the small site, and how a copy is
checked.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
TESTS = ROOT / "tests"
TOOLS = TESTS / "tools"  # what only npm and the browsers have
SMALL = TESTS / "site"  # a site of made-up pages, sources and data
PUBLISHED, DISK = ROOT / "site", ROOT / "dist" / "offline"
ADDRESS = "https://example.org/"  # so that canonical links, the sitemap and the feed are built
REPOSITORY = "https://github.com/example/reference"
ENVIRONMENT = os.environ | {"SITE_URL": ADDRESS, "REPO_URL": REPOSITORY}
COPIED = ("docs", "theme", "checks")
COPIED_FILES = (
    "mkdocs.yml",
    "references.bib",
    "pyproject.toml",
    "typos.toml",
    "requirements.txt",
)


# a data file of two records
TIMELINE = """\
# yaml-language-server: $schema=schema/timeline.schema.json
timeline:

- id: one
  date: '2024-08-09'
  event: Somebody decides.
  kind: law
  place: Canada
  seen: primary
  cites: [doe2021]
- id: two
  date: '2025-01'
  event: >-
    Something else happens,
    and goes on.[@roe2020]
  kind: regulator
  place: United States
  seen: secondary
  cites:
  - doe2021
  - roe2020
"""


def named(rows):
    """Rows for parametrize: the name that stands first in each becomes its id."""
    return [pytest.param(*row[1:], id=row[0]) for row in rows]


def told_once(found, wrong, mend, line=None):
    """Fails unless one thing is told: (line, what is wrong, what to do)."""
    assert len(found) == 1, found
    at, message, advice = found[0]
    assert line in (None, at), found
    assert wrong in message, found
    assert mend in advice, found


def address_of(page: str) -> str:
    """'society/history.md' → 'society/history/', '' for the home page."""
    stem = page.removesuffix(".md")
    return stem.removesuffix("index") if stem.split("/")[-1] == "index" else stem + "/"


def file_of(page: str) -> str:
    """'society/history.md' → 'society/history/index.html'."""
    return address_of(page) + "index.html"


PAGES = sorted(path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md"))
# one page of each kind: `make test` looks at these in a browser, `make audit` at all
KINDS = [
    "",
    "ptsd/",
    "questions/",
    "questions/risks/",
    "evidence/",
    "evidence/trials/",
    "evidence/meta-analyses/",
    "adverse-effects/",
    "society/history/",
    "society/legality/",
    "references/",
    "glossary/",
    "get-help/",
    "about/source-statements/",
    "about/data/",
]
ADDRESSES = [address_of(page) for page in PAGES]


def copy_to(target: Path, source: Path = ROOT) -> Path:
    """A copy of what a repository says, to plant mistakes in."""
    target.mkdir(parents=True)
    for name in COPIED:
        shutil.copytree(source / name, target / name)
    for name in COPIED_FILES:
        if (source / name).exists():
            shutil.copy(source / name, target / name)
    return target


def small_site(target: Path) -> Path:
    """The site of made-up pages, with the real theme, configuration and schemas."""
    shutil.copytree(SMALL, target, ignore=shutil.ignore_patterns("nav.yml"))
    for name in ("theme", "docs/data/schema"):
        shutil.copytree(ROOT / name, target / name)
    for name in ("pyproject.toml", "requirements.txt"):
        shutil.copy(ROOT / name, target / name)
    settings, _, _ = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:")
    nav = (SMALL / "nav.yml").read_text(encoding="utf-8")
    (target / "mkdocs.yml").write_text(f"{settings}\n{nav}", encoding="utf-8")
    return target


def tree(root: Path) -> dict[str, str]:
    """Path → hash of every file."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def findings(root: Path) -> list[str]:
    """What `make check` says of a copy, a line each."""
    from sitebuild.model import site
    from sitebuild.rules import run

    return [str(finding) for finding in run(site.read(root))]


def mkdocs_build(root: Path, target: str = "out", **environment: str):
    """`mkdocs build` in a copy, with its output."""
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--site-dir", target],
        cwd=root,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


# ---- records of made-up trials


def trial(ident: str = "one", **fields: Any) -> dict[str, Any]:
    """The fewest fields that a trial's record needs, and these."""
    return {
        "id": ident,
        "name": ident.upper(),
        "condition": "ptsd",
        "status": "completed",
        "phase": "3",
        "allocation": "randomized",
        "design": "A design",
        "population": "Adults",
        "seen": "primary",
        "cites": ["roe2020"],
    } | fields


def harm(**fields: Any) -> dict[str, Any]:
    """The fewest fields that a row of harms needs, and these."""
    return {
        "trial": "one",
        "arm": "mdma",
        "event": "Nausea",
        "kind": "common",
        "n": 3,
        "of": 46,
        "basis": "18 weeks",
        "seen": "primary",
        "cites": ["roe2020"],
    } | fields
