"""Every page that was ever published with its headings' addresses, and where the address of a page
that is gone leads on.

`checks/addresses.yml` holds all three:

    pages:
    - society/history.md
    moved:
      past.md: society/history.md
      asked/index.md#old-topic: asked/risks.md
    anchors:
      society/history.md:
      - the-first-years

An anchor stands there for a list of links that keeps it (see sitebuild/views/questions.py).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sitebuild.model import yamlfile
from sitebuild.model.findings import Finding
from sitebuild.model.yamlfile import Lines, line_of

FILE = "checks/addresses.yml"
ANCHORS = "anchors"


@dataclass
class Published:
    """The file; `line(…)` is where a page stands in it."""

    pages: list[str] = field(default_factory=list)
    moved: dict[str, str] = field(default_factory=dict)
    anchors: dict[str, list[str]] = field(default_factory=dict)  # page → of its headings
    lines: Lines = field(default_factory=dict)

    def line(self, page: str) -> int:
        """The line of a page, or the first."""
        if page in self.moved:
            return line_of(self.lines, ("moved", page))
        return line_of(self.lines, ("pages", self.pages.index(page))) if page in self.pages else 1


def led(old: str, anchor: str, moved: dict[str, str]) -> str:
    """Where a link to a page that has moved leads now; its anchor goes along, if none is named.

    >>> led("a.md", "#x", {"a.md": "b.md"}), led("a.md", "#x", {"a.md": "b.md#y"})
    ('b.md#x', 'b.md#y')
    """
    to = moved[old]
    return to if "#" in to else to + anchor


def read(root: Path) -> tuple[Published, list[Finding]]:
    """The list; empty where there is no such file."""
    if not (root / FILE).is_file():
        return Published(), []
    content, lines, findings = yamlfile.load(root / FILE, FILE)
    if findings:
        return Published(), findings
    given = content if isinstance(content, dict) else {}
    pages = given.get("pages")
    moved: Any = given.get("moved") or {}
    anchors: Any = given.get(ANCHORS) or {}
    fits = isinstance(moved, dict) and isinstance(anchors, dict)
    fits = fits and isinstance(pages, list)
    fits = fits and all(isinstance(one or [], list) for one in anchors.values())
    if not fits or set(given) - {"pages", "moved", ANCHORS}:
        mend = "write a list under pages:, 'old.md: new.md' under moved:, lists under anchors:"
        return Published(), [Finding(FILE, 1, "the file holds something else than addresses", mend)]
    return Published(
        [str(page) for page in pages or ()],
        {str(old): str(new) for old, new in moved.items()},
        {str(page): [str(name) for name in names] for page, names in anchors.items() if names},
        lines,
    ), []
