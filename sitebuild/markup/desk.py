"""What lies ready while pages are rendered: the site, the printer of drawings, the addresses,
and what is finished.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import Element

from sitebuild.model import site as model
from sitebuild.model.site import Site
from sitebuild.views.printer import Printer

Address = Callable[[str, str], str]  # (path below docs/, page that links) → relative address


@dataclass
class Finished:
    """A page as it was rendered: its tree, the anchors in it, whether it ends in sources."""

    root: Element
    anchors: set[str]
    has_sources: bool


@dataclass
class Desk:
    """`page` is the path below docs/ of the page that is being rendered; '' where nobody said."""

    site: Site
    address: Address
    page: str = ""
    composed: bool = False  # drawings in Markdown are in, and keys are footnotes already
    repository: str = ""  # its address, where that is known
    finished: dict[str, Finished] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.printer = Printer(self.site, self.address, repository=self.repository)

    def page_of(self, lines: Iterable[str]) -> str:
        """The page that begins with the same heading of level 1; titles differ by rule."""
        head = next((line for line in lines if line.startswith("# ")), "")
        pages = (page.path for page in self.site.pages if head and head in page.text.split("\n"))
        return next(pages, "")


current: Desk | None = None  # put here by the plugin of a generator that has one


def address_of(path: str) -> str:
    """The published address of a path below docs/.

    >>> address_of("past/events.md"), address_of("past/index.md"), address_of("data/trials.csv")
    ('past/events/', 'past/', 'data/trials.csv')
    """
    if not path.endswith(".md"):
        return path
    stem = path.removesuffix(".md")
    folder = posixpath.dirname(stem) if posixpath.basename(stem) == "index" else stem
    return f"{folder}/" if folder else "./"


def addresses(relative_to: str) -> Address:
    """Relative addresses with no generator's help.

    From the page as it is published, or from the file it is written in ('file'), where a generator
    rewrites every link from there, as Zensical does.
    """

    def address(target: str, page: str) -> str:
        there = address_of(target)
        here = posixpath.dirname(page) if relative_to == "file" else address_of(page)
        relative = posixpath.relpath(there, here or ".")
        return relative + "/" if there.endswith("/") else relative

    return address


@cache
def alone(root: str, relative_to: str) -> Desk:
    """A desk for a generator that runs the extension and no plugin."""
    return Desk(model.read(Path(root).resolve()), addresses(relative_to))
