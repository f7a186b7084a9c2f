"""Our entry beside a registry's record, field by field.

    agrees, differs = compare(entry, of_crossref(work))
    # ['title', 'year'], {'volume': '13'}

A field that one of the two does not give is neither. What is written otherwise and says the same
agrees: capitals, accents, initials, an abbreviated journal, the last page in short.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest

from sitebuild.fixes.exports import raw_of_csl
from sitebuild.model.compared import FIELDS
from sitebuild.model.names import Person, read_names
from sitebuild.model.records import Status, Trial
from sitebuild.model.sources import Entry, written_pages
from sitebuild.registries.clinicaltrials import Study
from sitebuild.registries.crossref import Work, bare_title
from sitebuild.registries.pubmed import Paper

# How ClinicalTrials.gov calls what we call otherwise.
STATUSES = {
    "COMPLETED": {Status.COMPLETED},
    "TERMINATED": {Status.STOPPED_EARLY},
    "SUSPENDED": {Status.STOPPED_EARLY, Status.RUNNING},
    "WITHDRAWN": {Status.WITHDRAWN},
    "RECRUITING": {Status.RECRUITING},
    "ENROLLING_BY_INVITATION": {Status.RECRUITING},
    "ACTIVE_NOT_RECRUITING": {Status.RUNNING},
    "NOT_YET_RECRUITING": {Status.PLANNED},
    "UNKNOWN": {Status.UNKNOWN},
}


@dataclass
class Said:
    """What a registry gives: field → its values, any of which may be ours; and the authors."""

    fields: Mapping[str, list[str]]
    people: list[Person] = field(default_factory=list)


def of_crossref(work: Work) -> Said:
    """What Crossref gives."""
    titles = [work.whole_title, (work.title or [""])[0]]
    pages = [work.page, work.article]
    names = read_names(raw_of_csl(work.item).fields.get("author", ""))
    return Said(
        {
            "title": titles,
            "journal": [*work.journal, *work.short_journal],
            "year": sorted(work.years),
            "volume": [work.volume],
            "number": [work.number],
            "pages": pages,
            "doi": [work.doi],
        },
        list(names.people),
    )


def of_pubmed(paper: Paper) -> Said:
    """What PubMed gives."""
    fields = paper.raw.fields
    single = {name: [fields.get(name, "")] for name in ("volume", "number", "pages", "doi", "pmid")}
    years = {"year": [fields.get("year", ""), *paper.online_years]}
    titles = {"title": [paper.title, *paper.titles], "journal": paper.journals}
    names = read_names(fields.get("author", ""))
    return Said({**titles, **years, **single}, list(names.people))


def of_registry(study: Study) -> Said:
    """What ClinicalTrials.gov gives that an entry gives too."""
    named = study.protocol.identification_module
    titles = [named.brief_title, named.official_title]
    return Said({"title": [*titles, *(f"{one} ({study.number})" for one in titles if one)]})


def compare(entry: Entry, said: Said) -> tuple[list[str], dict[str, str]]:
    """Fields that agree, and those that differ with the registry's value."""
    agrees: list[str] = []
    differs: dict[str, str] = {}
    for name in FIELDS:
        if name == "author":
            ours, other = bool(entry.people and said.people), _other_person(entry, said.people)
        else:
            theirs = [" ".join(one.split()) for one in said.fields.get(name, []) if one.strip()]
            alike = _ALIKE.get(name, _same)
            ours = bool(entry.get(name) and theirs)
            agree = ours and any(alike(entry.get(name), one) for one in theirs)
            other = "" if agree or not theirs else theirs[0]
        if ours and other:
            differs[name] = other
        elif ours:
            agrees.append(name)
    return agrees, differs


# ---------------------------------------------------------------- when two values say the same


def _same(one: str, other: str) -> bool:
    return plain(one) == plain(other)


def plain(text: str) -> str:
    """What a text says, without capitals, accents, tags and signs.

    >>> plain("The <i>Journal</i> of Café &amp; Tests")
    'journal of cafe and tests'
    """
    text = re.sub(r"<[^<>]*>", "", text).replace("&amp;", "&").replace("&", " and ")
    folded = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(one for one in folded if not unicodedata.combining(one))
    return re.sub(r"^the ", "", re.sub(r"[\W_]+", " ", letters).strip())


def _journals(one: str, other: str) -> bool:
    one, other = (plain(re.sub(r"\s*[(:=].*", "", name)) for name in (one, other))
    if one == other:
        return True
    mine, theirs = one.split(), other.split()
    small = {"of", "and", "the", "in", "for", "on", "de", "der"}
    long, short = sorted(([w for w in words if w not in small] for words in (mine, theirs)),
                         key=lambda words: sum(map(len, words)), reverse=True)  # fmt: skip
    abbreviated = any(len(a) > len(b) for a, b in zip(long, short, strict=False))
    begin = all(a.startswith(b) for a, b in zip(long, short, strict=False))
    return len(long) == len(short) and begin and abbreviated and len(short) > 1


def _pages(one: str, other: str) -> bool:
    """The same first page; the same last, where both give one; 'e123' and '123' are one."""
    pair = []
    for value in (one, other):
        parts = re.split(r"\s*(?:-{1,3}|[‐-―])\s*", written_pages(value))
        pair.append([re.sub(r"^[a-z]+(?=\d)|^0+", "", part.strip().lower()) for part in parts])
    return all(a == b for a, b in zip(*pair, strict=False))


def _titles(one: str, other: str) -> bool:
    """The same, whether the mark of a retraction stands before it or not."""
    return plain(bare_title(one)) == plain(bare_title(other))


_ALIKE: dict[str, Callable[[str, str], bool]] = {
    "title": _titles,
    "journal": _journals,
    "pages": _pages,
}


def _other_person(entry: Entry, theirs: list[Person]) -> str:
    """The first author that differs, as the registry has it, with the place; '' where none does."""
    ours = list(entry.names.people)
    if any(one.family for one in ours) and any(one.family for one in theirs):
        # a group that signs beside its members is left out by one registry or the other
        ours = [one for one in ours if one.family]
        theirs = [one for one in theirs if one.family]
    if entry.more_authors:
        theirs = theirs[: len(ours)]
    for place, (mine, other) in enumerate(zip_longest(ours, theirs), 1):
        if not (mine and other and _same_person(mine, other)):
            return f"{place}: {_called(other) if other else 'nobody'}"
    return ""


def _called(person: Person) -> str:
    return person.literal or f"{person.family}, {person.given}"


def _same_person(one: Person, other: Person) -> bool:
    if one.literal or other.literal:
        mine, theirs = plain(_called(one)), plain(_called(other))
        return mine == theirs or mine in theirs or theirs in mine
    short, long = sorted((plain(one.family).split(), plain(other.family).split()), key=len)
    joined = "".join(short) == "".join(long)
    if not joined and long[len(long) - len(short) :] != short:
        return False
    first, second = plain(one.given)[:1], plain(other.given)[:1]
    return not (first and second) or first == second


# ---------------------------------------------------------------- trials


def compare_trial(trial: Trial, study: Study) -> tuple[list[str], dict[str, str]]:
    """The same of a record of trials.yml: status, dates, people planned."""
    status, design = study.protocol.status_module, study.protocol.design_module
    agrees: list[str] = []
    differs: dict[str, str] = {}

    def tell(name: str, same: bool, theirs: object) -> None:
        if same:
            agrees.append(name)
        else:
            differs[name] = str(theirs)

    known = STATUSES.get(status.overall_status)
    if known:
        tell("status", trial.status in known, status.overall_status.lower().replace("_", " "))
    for name, ours, day in (
        ("start", trial.start, status.start_date_struct),
        ("end", trial.end, status.completion_date_struct),
    ):
        if ours and day:
            precision = min(len(ours), len(day.date))
            tell(name, ours[:precision] == day.date[:precision], day.date)
    people = design.enrollment_info
    if people and people.type == "ESTIMATED" and trial.n_planned is not None:
        tell("n_planned", trial.n_planned == people.count, people.count)
    return agrees, differs
