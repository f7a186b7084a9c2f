"""The pages in the order of the navigation, from `nav` in mkdocs.yml."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sitebuild import settings
from sitebuild.model import yamlfile
from sitebuild.model.findings import Finding
from sitebuild.model.unread import Unread

FILE = settings.CONFIGURATION


def read(root: Path) -> tuple[list[str], list[Finding], Unread]:
    """Paths of pages relative to docs/, in their order; ['index.md', 'ptsd.md', …]."""
    content, lines, found = yamlfile.load(root / FILE, FILE)
    if found:
        return [], found, Unread(files={FILE})
    listed: list[str] = []

    def walk(item: object, path: tuple[str | int, ...]) -> Iterator[Finding]:
        if isinstance(item, str):
            listed.append(item)
            if not (root / settings.DOCS / item).is_file():
                yield Finding(
                    FILE,
                    yamlfile.line_of(lines, path),
                    f"the navigation names docs/{item}, and there is no such file",
                    "correct the name, or add the page",
                )
        elif isinstance(item, dict):
            for key, inner in item.items():
                yield from walk(inner, (*path, key))
        elif isinstance(item, list):
            for index, inner in enumerate(item):
                yield from walk(inner, (*path, index))

    nav = content.get("nav") if isinstance(content, dict) else None
    if not nav:
        found = [Finding(FILE, 1, "no nav", "list the pages under nav:")]
        return [], found, Unread(files={FILE})
    return listed, list(walk(nav, ("nav",))), Unread()
