"""The list of all sources: each in full, how it was checked, and the pages that cite it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sitebuild.model.compared import Compared
from sitebuild.model.site import Site
from sitebuild.model.sources import NO_LINK, NOTICES, Entry
from sitebuild.views import drawing, keys_on, nothing
from sitebuild.views.trust import IN_PART, OWN_TEXT

NAME = "references"
KINDS = {
    "article": "journal article",
    "registry": "trial registry",
    "techreport": "report",
    "legislation": "law",
    "jurisdiction": "court ruling",
    "patent": "patent",
    "book": "book",
    "incollection": "chapter of a book",
    "inproceedings": "talk",
    "thesis": "thesis",
    "online": "web page, news",
    "misc": "other",
}


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
    notices: list[str]  # 'Corrected 2025-03-01: what'
    study: str
    registered: str
    pmid: str
    funding: str
    checked: str
    compared: str  # 'Compared with Crossref and PubMed, 2026-12-01'
    unseen: str
    read_at: str  # where the copy that was read stands; shown, never linked
    archived: str  # the address of a kept copy
    label: str  # 'Mitchell et al. 2021', to tell links apart
    kind: str
    followed: bool  # whether it leads to the work or to a kept copy
    full: bool  # read in its own text, whole or in part
    cited_on: list[CitingPage]


@dataclass(frozen=True)
class References:
    """All entries by author; how many lack some detail, and how many lead nowhere."""

    entries: list[Reference]
    unseen: int
    dead: int  # that lead nowhere
    no_link: str  # how a reader is told
    kinds: list[tuple[str, str]]  # those that occur, with their words


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


def _notices(entry: Entry) -> list[str]:
    """What became of it but for a retraction, which is told by itself."""
    found = ((word, entry.notice(name)) for name, word in NOTICES.items() if name != "retracted")
    return [f"{word} {notice[0]}: {notice[1]}" for word, notice in found if notice]


def _compared(records: list[Compared]) -> str:
    """With which registries it was compared, when, and what differs there."""
    if not records:
        return ""
    names = " and ".join(dict.fromkeys(record.by for record in records))
    text = f"Compared with {names}, {max(record.date for record in records)}"
    differs = list(dict.fromkeys(name for record in records for name in record.differs))
    words = [FIELD_WORDS.get(name, name) for name in differs]
    return f"{text}; there another {', '.join(words)}" if words else text


FIELD_WORDS = {
    "author": "list of authors",
    "number": "issue",
    "doi": "DOI",
    "pmid": "PubMed number",
}


@drawing(NAME, anchors=_anchors, cites=nothing)  # the list of sources cites none of them
def references(site: Site) -> References:
    """All entries, sorted by author and year."""
    pages = cited_by(site)
    entries = []
    for entry in site.bibliography.sorted():
        day, why = entry.retracted or ("", "")
        compared = site.compared.of(entry)
        entries.append(
            Reference(
                entry.key,
                text=site.bibliography.formatted[entry.key],
                retracted=day,
                why=why,
                notices=_notices(entry),
                study=entry.get("study"),
                registered=entry.get("registered"),
                pmid=entry.get("pmid"),
                funding=entry.get("funding"),
                checked=entry.checked_text,
                compared=_compared(compared),
                unseen=entry.unseen_but({name for one in compared for name in one.agrees}),
                read_at=entry.get("seenat"),
                archived=entry.get("archived"),
                label=entry.label,
                kind=entry.kind,
                followed=entry.followed,
                full=entry.checked[1] in (OWN_TEXT, IN_PART),
                cited_on=pages.get(entry.key, []),
            )
        )
    found = {entry.kind for entry in entries}
    kinds = [(kind, word) for kind, word in KINDS.items() if kind in found]
    unseen = sum(bool(entry.unseen) for entry in entries)
    dead = sum(not one.followed for one in entries)
    return References(entries, unseen, dead, NO_LINK, kinds)
