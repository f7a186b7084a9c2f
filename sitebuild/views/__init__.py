"""What is drawn from data: for each drawing a function turns records into rows.

    @drawing("timeline", anchors=lambda site: [f"event-{one.id}" for one in site.data[FILE]])
    def timeline(site: Site) -> Timeline:
        '''What happened, oldest first.'''

The function sorts, selects, rounds, words and measures, and is tested without HTML. Its template,
of the same name in `theme/drawings/`, prints what the function returns and decides nothing.
"""

from __future__ import annotations

import dataclasses
import importlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sitebuild.model.citations import keys_in
from sitebuild.model.pages import Directive, Page
from sitebuild.model.site import Site
from sitebuild.views.parts import Cited, Keys

MODULES = (
    "access",
    "before_after",
    "bias",
    "checks",
    "course",
    "crisis",
    "dots",
    "facts",
    "fda",
    "fields",
    "findings_table",
    "forest",
    "glossary",
    "guesses",
    "harms",
    "lanes",
    "lasting",
    "law",
    "medicines",
    "owners",
    "packages",
    "people",
    "questions",
    "references",
    "reviews",
    "sheet",
    "statements",
    "states",
    "status",
    "tallies",
    "time_course",
    "timeline",
    "treatments",
    "trials",
    "trust",
)
NOTE = "source-statement"  # the drawing behind the directive of that name

Rows = Callable[..., object]
Names = Callable[..., list[str]]


def nothing(site: Site, *arguments: str) -> list[str]:
    """For a drawing to which nothing links, or that cites no source."""
    return []


@dataclass(frozen=True)
class Drawing:
    """One kind of drawing.

    `rows(site, *arguments)` gives a dataclass or a mapping; its fields are the template's
    variables. `anchors(site, *arguments)` are the ids in what is printed, to check links by.
    A drawing that takes arguments is printed by others ("trial-facts mapp1"); pages do not name it.
    """

    name: str
    template: str
    rows: Rows
    anchors: Names
    cites: Names | None = None
    takes_arguments: bool = False
    data: str = ""  # the data file whose statements are all printed, if there is one
    picture: str = ""  # its name as a file of its own: see sitebuild/outputs/pictures.py

    @property
    def markdown(self) -> bool:
        """True for one that yields Markdown, which is put into the page before Markdown is read."""
        return self.template.endswith(".md")

    def keys(self, site: Site, *arguments: str) -> list[str]:
        """The sources that it cites, in the order in which they are printed, each once."""
        found = self.cites(site, *arguments) if self.cites else keys_of(self.rows(site, *arguments))
        return list(dict.fromkeys(found))


DRAWINGS: dict[str, Drawing] = {}


def drawing(
    name: str,
    *,
    template: str = "",
    anchors: Names = nothing,
    cites: Names | None = None,
    takes_arguments: bool = False,
    data: str = "",
    picture: str = "",
) -> Callable[[Rows], Any]:
    """Registers a function that gives a drawing's rows.

    `cites` is needed only where the sources cannot be told from the rows.
    """

    def register(rows: Rows) -> Rows:
        if name in DRAWINGS:
            raise ValueError(f"two drawings are called {name}")
        file = template or f"{name}.html"
        DRAWINGS[name] = Drawing(name, file, rows, anchors, cites, takes_arguments, data, picture)
        return rows

    return register


@cache
def load() -> dict[str, Drawing]:
    """All drawings, by name."""
    for name in MODULES:
        importlib.import_module(f"sitebuild.views.{name}")
    return DRAWINGS


def names() -> list[str]:
    """The names that a page may give in `<!-- draw: … -->`."""
    return sorted(name for name, one in load().items() if not one.takes_arguments)


def keys_of(rows: object) -> Iterator[str]:
    """Every key that stands in rows, in a `Keys` or in a `Cited` text, in order.

    >>> list(keys_of([{"cites": Keys(["roe2020"]), "note": Cited("So.[@doe2021]")}]))
    ['roe2020', 'doe2021']
    """
    if isinstance(rows, Keys):
        yield from rows
    elif isinstance(rows, Cited):
        yield from keys_in(rows)
    elif isinstance(rows, str):
        return
    elif isinstance(rows, Mapping):
        for value in rows.values():
            yield from keys_of(value)
    elif dataclasses.is_dataclass(rows):
        for one in dataclasses.fields(rows):
            yield from keys_of(getattr(rows, one.name))
    elif isinstance(rows, list | tuple):
        for value in rows:
            yield from keys_of(value)


def called(directive: Directive) -> tuple[Drawing | None, tuple[str, ...]]:
    """The drawing that a directive asks for, and with what; None where no drawing has the name.

    A page names drawings that take no arguments; what it writes behind a name makes another name.
    """
    if directive.kind == NOTE:
        return load().get(NOTE), directive.names
    name, *arguments = directive.name.split()
    found = load().get(name)
    fits = found is None or found.takes_arguments == bool(arguments)
    return (found if fits else None), tuple(arguments)


def keys_on(site: Site, page: Page) -> list[str]:
    """The sources that a page and its drawings cite, in the order in which they are read."""
    found: list[str] = []
    end = 0
    for directive in page.directives:
        found += keys_in(page.body[end : directive.start])
        end = directive.end
        one, arguments = called(directive)
        if one:
            found += one.keys(site, *arguments)
    found += keys_in(page.body[end:])
    return list(dict.fromkeys(found))


def anchors_on(site: Site, page: Page) -> list[str]:
    """The anchors that a page owns because it draws them; a repeated drawing owns none."""
    found: list[str] = []
    for directive in page.directives:
        one, arguments = called(directive)
        if one and directive.kind != "repeat":
            found += one.anchors(site, *arguments)
    return found
