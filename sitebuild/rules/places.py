"""Places that data name, a page and an anchor, are there; a corrected statement has its note."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sitebuild import settings
from sitebuild.model.findings import Finding, some, suggest
from sitebuild.model.pages import Page
from sitebuild.model.records import Verdict
from sitebuild.model.site import Site
from sitebuild.rules import rule
from sitebuild.rules.certain import doubts
from sitebuild.rules.links import Anchors, anchors
from sitebuild.rules.pages import STATEMENTS

# data file → its field that names a place: 'past/events.md#the-1980s'
PLACES = ((STATEMENTS, "where"), ("timeline.yml", "page"))


@dataclass(frozen=True)
class Place:
    """A place that a record names."""

    ident: str  # of the record
    file: str
    line: int
    name: str  # of the field
    path: str
    anchor: str


def places(site: Site) -> Iterator[Place]:
    """Every place that a record names."""
    for name, field in PLACES:
        for index, row in enumerate(site.data[name]):
            where = getattr(row, field)
            if where:
                path, _, anchor = where.partition("#")
                line = site.data.line(name, index, field)
                yield Place(row.id, f"{settings.DATA}/{name}", line, field, path, anchor)


@rule("places-there")
def places_there(site: Site) -> Iterator[Finding]:
    """A place that a record names is a page, and an anchor in it."""
    known = anchors(site)
    lost: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for place in places(site):
        if not known.has(place.path):
            lost[place.file, place.path].append(place)
        elif not known.has(place.path, place.anchor):
            yield _no_anchor(place, known)
    for (file, path), (first, *others) in lost.items():  # a page renamed is told of once
        also = f" (also in line {some([str(one.line) for one in others])})" if others else ""
        message = f"{first.ident}: {first.name} leads to docs/{path}, which does not exist{also}"
        yield Finding(file, first.line, message, suggest(path, known.pages, "name a page of docs/"))


def _no_anchor(place: Place, known: Anchors) -> Finding:
    there = [f"#{anchor}" for anchor in known.headings.get(place.path, ())]
    mend = suggest(f"#{place.anchor}", there, "use the anchor of a heading there")
    message = f"{place.ident}: docs/{place.path} has no anchor #{place.anchor}"
    return Finding(place.file, place.line, message, mend)


@rule("statements-noted")
def statements_noted(site: Site) -> Iterator[Finding]:
    """A statement that is not simply right has a note on the page that deals with it."""
    named = {place.ident: place for place in places(site) if place.file.endswith(f"/{STATEMENTS}")}
    for row in site.data[STATEMENTS]:
        place = named[row.id]
        page = site.by_path.get(place.path)
        if row.verdict is Verdict.SUPPORTED or page is None or doubts(page):
            continue
        if row.id not in _noted(page):
            message = f"{row.id} is '{row.verdict}', and docs/{place.path} has no note of it"
            mend = f"put <!-- source-statement: {row.id} --> on a line of its own there"
            yield Finding(place.file, place.line, message, mend)


def _noted(page: Page) -> set[str]:
    """The statements of which a page has a note."""
    return {
        ident for one in page.directives if one.kind == "source-statement" for ident in one.names
    }
