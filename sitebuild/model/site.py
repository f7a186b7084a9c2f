"""All that the repository says, read once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from sitebuild.model import data, navigation, pages, sources, statements, synonyms
from sitebuild.model.findings import Finding
from sitebuild.model.unread import Unread


T = TypeVar("T")


@dataclass
class Site:
    """The model that rules, drawings and outputs work on. Nothing in it is HTML."""

    root: Path
    pages: list[pages.Page] = field(default_factory=list)
    bibliography: sources.Bibliography = field(default_factory=lambda: sources.Bibliography([]))
    data: data.Data = field(default_factory=data.Data)
    synonyms: dict[str, list[str]] = field(default_factory=dict)
    navigation: list[str] = field(default_factory=list)
    checked: list[statements.Checked] = field(default_factory=list)
    unread: Unread = field(default_factory=Unread)
    findings: list[Finding] = field(default_factory=list)  # what reading itself found

    @cached_property
    def by_path(self) -> dict[str, pages.Page]:
        """'society/history.md' → its page."""
        return {page.path: page for page in self.pages}

    @property
    def keys(self) -> set[str]:
        """Every key that may be cited, those of unreadable entries included."""
        return set(self.bibliography.entries) | self.unread.keys

    def ids(self, name: str) -> set[str]:
        """Every id of a data file, those of unreadable records included."""
        rows: Iterable[object] = self.data[name]
        return {row.id for row in rows if hasattr(row, "id")} | self.unread.ids[name]


def read(root: Path) -> Site:
    """Reads everything; what cannot be read is a finding, and stands in `unread`."""
    site = Site(root)

    def take(result: tuple[T, list[Finding], Unread]) -> T:
        thing, findings, unread = result
        site.findings += findings
        site.unread.merge(unread)
        return thing

    site.pages = take(pages.read(root))
    site.bibliography = take(sources.read(root))
    site.data = take(data.read(root))
    site.checked = take(statements.read(root))
    site.synonyms = take(synonyms.read(root))
    site.navigation = take(navigation.read(root))
    return site
