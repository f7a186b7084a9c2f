"""All that the repository says, read once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from sitebuild import settings
from sitebuild.model import (
    compared,
    data,
    figures,
    navigation,
    pages,
    sources,
    statements,
    synonyms,
    watched,
)
from sitebuild.model.compared import Comparisons
from sitebuild.model.data import Data
from sitebuild.model.figures import Figures
from sitebuild.model.findings import Finding
from sitebuild.model.pages import Page
from sitebuild.model.sources import Bibliography
from sitebuild.model.statements import Checked
from sitebuild.model.unread import Unread
from sitebuild.model.watched import Watched

T = TypeVar("T")
Part = tuple[T, list[Finding], Unread]
Signature = tuple[tuple[str, int, int], ...]
_read: dict[tuple[Path, str], tuple[Signature, Any]] = {}  # what a server need not read again


@dataclass(eq=False)  # one reading is itself: what is derived from it can be kept by it
class Site:
    """The model that rules, drawings and outputs work on. Nothing in it is HTML."""

    root: Path
    pages: list[Page] = field(default_factory=list)
    bibliography: Bibliography = field(default_factory=lambda: Bibliography([]))
    data: Data = field(default_factory=Data)
    synonyms: dict[str, list[str]] = field(default_factory=dict)
    led_to: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    navigation: list[str] = field(default_factory=list)
    checked: list[Checked] = field(default_factory=list)
    compared: Comparisons = field(default_factory=Comparisons)
    figures: Figures = field(default_factory=Figures)
    watched: Watched = field(default_factory=Watched)
    unread: Unread = field(default_factory=Unread)
    findings: list[Finding] = field(default_factory=list)  # what reading itself found
    world: Signature = ()  # tells whether anything but pages has changed since another reading

    @cached_property
    def by_path(self) -> dict[str, Page]:
        """'past/events.md' → its page."""
        return {page.path: page for page in self.pages}

    @cached_property
    def keys(self) -> frozenset[str]:
        """Every key that may be cited, those of unreadable entries included, and those that entries
        with a slip in their key were meant to have.
        """
        odd = {re.sub(r"[\W_]", "", key).casefold() for key in self.bibliography.entries}
        return frozenset(odd.union(self.bibliography.entries, self.unread.keys))

    def ids(self, name: str) -> set[str]:
        """Every id of a data file, those of unreadable records included."""
        rows: Iterable[object] = self.data[name]
        return {row.id for row in rows if hasattr(row, "id")} | self.unread.ids[name]


def signature(root: Path, *patterns: str) -> Signature:
    """(path, time of the last change, size) of the files that some patterns name."""
    found = sorted({path for pattern in patterns for path in root.glob(pattern)})
    stats = ((path, path.stat()) for path in found if path.is_file())
    return tuple((str(path), stat.st_mtime_ns, stat.st_size) for path, stat in stats)


def _once(root: Path, reader: Callable[[Path], Part[T]], *patterns: str) -> Part[T]:
    """What a reader reads, or what it read before from the same files."""
    now = signature(root, *patterns)
    key = (root, reader.__module__)
    if key not in _read or _read[key][0] != now:
        _read[key] = (now, reader(root))
    part: Part[T] = _read[key][1]
    return part


def read(root: Path) -> Site:
    """Reads everything; what cannot be read is a finding, and stands in `unread`."""
    site = Site(root)

    def take(part: Part[T]) -> T:
        thing, findings, unread = part
        site.findings += findings
        site.unread.merge(unread)
        return thing

    site.pages = take(pages.read(root))
    site.bibliography = take(_once(root, sources.read, settings.BIBLIOGRAPHY))
    site.data = take(_once(root, data.read, f"{settings.DATA}/*"))
    site.checked = take(_once(root, statements.read, settings.CHECKS))
    site.compared = take(_once(root, compared.read, compared.FILE))
    site.figures = take(_once(root, figures.read, figures.FILE))
    typed = take(_once(root, synonyms.read, settings.SYNONYMS))
    site.synonyms, site.led_to = synonyms.parted(typed)
    site.watched = take(_once(root, watched.read, watched.FILE))
    site.navigation = take(_once(root, navigation.read, settings.CONFIGURATION, "docs/**/*.md"))
    site.world = signature(
        root,
        settings.BIBLIOGRAPHY,
        settings.CHECKS,
        compared.FILE,
        watched.FILE,
        settings.CONFIGURATION,
        f"{settings.DATA}/**/*",
        f"{settings.DRAWINGS}/*",
    )
    return site
