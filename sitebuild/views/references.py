"""The list of all sources: each in full, how it was checked, and the pages that cite it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sitebuild.model.site import Site
from sitebuild.views import drawing, keys_on, nothing

NAME = "references"


@dataclass(frozen=True)
class CitingPage:
    """A page that cites a source."""

    path: str
    title: str


@dataclass(frozen=True)
class Reference:
    """An entry. `text` is the formatted reference: HTML, made by the style."""

    key: str
    text: str
    retracted: str  # the day; '' where it was not
    why: str
    pmid: str
    funding: str
    checked: str
    unseen: str
    read_at: str  # where the copy that was read stands; shown, never linked
    archived: str  # the address of a kept copy
    label: str  # 'Mitchell et al. 2021', to tell links apart
    cited_on: list[CitingPage]


@dataclass(frozen=True)
class References:
    """All entries by author, and how many lack some detail."""

    entries: list[Reference]
    unseen: int


def cited_by(site: Site) -> dict[str, list[CitingPage]]:
    """key → the pages that cite it, in the order of their paths; the list itself does not count."""
    found: dict[str, list[CitingPage]] = defaultdict(list)
    for page in sorted(site.pages, key=lambda page: page.path):
        if NAME in page.draws:
            continue
        for key in keys_on(site, page):
            found[key].append(CitingPage(page.path, page.title))
    return found


def _anchors(site: Site) -> list[str]:
    return [f"ref-{key}" for key in site.bibliography.entries]


@drawing(NAME, anchors=_anchors, cites=nothing)  # the list of sources cites none of them
def references(site: Site) -> References:
    """All entries, sorted by author and year."""
    pages = cited_by(site)
    entries = []
    for entry in site.bibliography.sorted():
        day, why = entry.retracted or ("", "")
        entries.append(
            Reference(
                entry.key,
                text=site.bibliography.formatted[entry.key],
                retracted=day,
                why=why,
                pmid=entry.get("pmid"),
                funding=entry.get("funding"),
                checked=entry.checked_text,
                unseen=entry.unseen_text,
                read_at=entry.get("seenat"),
                archived=entry.get("archived"),
                label=entry.label,
                cited_on=pages.get(entry.key, []),
            )
        )
    return References(entries, sum(bool(entry.unseen) for entry in entries))
