"""Every page that was ever published, and where the address of one that is gone leads on.

`checks/addresses.yml` holds both:

    pages:
    - society/history.md
    moved:
      past.md: society/history.md
      asked/index.md#old-topic: asked/risks.md

An anchor stands there for a list of links that keeps it (see sitebuild/views/questions.py).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from sitebuild.model import yamlfile
from sitebuild.model.findings import Finding
from sitebuild.model.yamlfile import Lines, line_of

FILE = "checks/addresses.yml"


@dataclass
class Published:
    """The file; `line(…)` is where a page stands in it."""

    pages: list[str] = field(default_factory=list)
    moved: dict[str, str] = field(default_factory=dict)
    lines: Lines = field(default_factory=dict)

    def line(self, page: str) -> int:
        """The line of a page, or the first."""
        if page in self.moved:
            return line_of(self.lines, ("moved", page))
        return line_of(self.lines, ("pages", self.pages.index(page))) if page in self.pages else 1


def read(root: Path) -> tuple[Published, list[Finding]]:
    """The list; empty where there is no such file."""
    if not (root / FILE).is_file():
        return Published(), []
    content, lines, findings = yamlfile.load(root / FILE, FILE)
    if findings:
        return Published(), findings
    given = content if isinstance(content, dict) else {}
    pages, moved = given.get("pages"), given.get("moved") or {}
    if (
        not isinstance(pages, list)
        or not isinstance(moved, dict)
        or set(given) - {"pages", "moved"}
    ):
        mend = "write a list under pages: and 'old.md: new.md' under moved:"
        return Published(), [Finding(FILE, 1, "the file holds something else than addresses", mend)]
    return Published(
        [str(page) for page in pages],
        {str(old): str(new) for old, new in moved.items()},
        lines,
    ), []
