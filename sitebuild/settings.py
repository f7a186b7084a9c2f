"""Names, places, the clock and the addresses: what several parts must agree on, once."""

from __future__ import annotations

import os
import re
import subprocess
import time
import tomllib
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

# ---- names that readers see
BRIEF_TITLE = "In brief"  # over the box `!!! brief` that opens a page
ARCHIVE = "mdma-assisted-psychotherapy"  # name of the zip for reading from disk, and of its folder
FEED_LENGTH = 60  # events in the feed and on the page that shows the same

# ---- places in the repository
DOCS = "docs"
DATA = "docs/data"
SCHEMAS = "docs/data/schema"
BIBLIOGRAPHY = "references.bib"
CONFIGURATION = "mkdocs.yml"
CHECKS = "checks/statements.yml"
SYNONYMS = "docs/data/search-synonyms.yml"
DRAWINGS = "theme/drawings"
ASSETS = "theme/assets"


def newest_day() -> date:
    """The latest date on earth (UTC+14): a contributor's today is never in the future."""
    return datetime.now(timezone(timedelta(hours=14))).date()


def today() -> date:
    """The day where this runs, for what a contributor is shown to write."""
    return datetime.now().astimezone().date()


def git(root: Path, *arguments: str) -> str:
    """What git says of this repository; '' without git, or where root is not the top of one."""
    try:
        top = _run(root, "rev-parse", "--show-toplevel")
        if not top or Path(top).resolve() != root.resolve():
            return ""
        return _run(root, *arguments)
    except OSError:
        return ""


def _run(root: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(root), *arguments], capture_output=True, text=True, check=False
    )
    return done.stdout.strip()


def epoch(root: Path) -> int:
    """SOURCE_DATE_EPOCH, else the time of the last commit, else now: the one clock of a build."""
    if os.environ.get("SOURCE_DATE_EPOCH", "").isdigit():
        return int(os.environ["SOURCE_DATE_EPOCH"])
    found = git(root, "log", "-1", "--format=%ct")
    return int(found) if found.isdigit() else int(time.time())


def build_day(root: Path) -> date:
    """The day that a page without a date of its own takes: that of the build's one clock."""
    return datetime.fromtimestamp(epoch(root), UTC).date()


def version(root: Path) -> str:
    """The site's version, from pyproject.toml; '0' where it gives none."""
    try:
        project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError):
        return "0"
    return str(project.get("project", {}).get("version", "0"))


def repository_address(root: Path) -> str:
    """https://github.com/owner/name from the environment or git's remote; '' where none tells."""
    environment = os.environ
    if environment.get("REPO_URL"):
        return environment["REPO_URL"].rstrip("/")
    if environment.get("GITHUB_REPOSITORY"):
        server = environment.get("GITHUB_SERVER_URL", "https://github.com")
        return f"{server}/{environment['GITHUB_REPOSITORY']}"
    remote = git(root, "remote", "get-url", "origin")
    found = re.fullmatch(
        r"(?:https://|ssh://git@|git@)([\w.-]+\.[a-z]+)[/:]([\w./-]+?)(?:\.git)?/?", remote
    )
    return f"https://{found.group(1)}/{found.group(2)}" if found else ""


def site_address(repository: str) -> str:
    """The published address from the environment, or GitHub Pages'; '' where neither tells.

    >>> site_address("https://github.com/Owner/name")
    'https://owner.github.io/name/'
    """
    if os.environ.get("SITE_URL"):
        return os.environ["SITE_URL"].rstrip("/") + "/"
    found = re.fullmatch(r"https://github\.com/([\w.-]+)/([\w.-]+)", repository)
    if not found:
        return ""
    owner, name = found.groups()
    host = f"{owner.lower()}.github.io"
    return f"https://{host}/" + ("" if name.lower() == host else f"{name}/")
