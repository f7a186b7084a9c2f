"""Figures in prose: they say what the data say, and agree with each other.

A figure that prose repeats from a record lives twice, so that one of the two can be corrected and
the other forgotten.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sitebuild import settings
from sitebuild.model import data
from sitebuild.model.citations import CITATION_BLOCK, KEY, mask
from sitebuild.model.figures import FILE
from sitebuild.model.findings import Finding, some
from sitebuild.model.pages import Page
from sitebuild.model.records import AdverseEvent
from sitebuild.model.records.common import rounds_to
from sitebuild.model.site import Site
from sitebuild.rules import rule
from sitebuild.rules.certain import certain
from sitebuild.rules.named import HARMS, TRIALS, file_of, large_trials

# ---------------------------------------------------------------- what a figure is

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
# Figures that are part of a citation, a link, a date or a name: MAPP1, CAPS-5, 95% CI. And what
# only says how a count was rounded: '1 in 22', '16 in 100' but for the 16.
_NO_FIGURE = re.compile(
    rf"{CITATION_BLOCK.pattern}|\]\([^)]*\)|\b(?:\d{{1,2}} )?{_MONTH}\b|\b(?:19|20)\d\d\b"
    r"|\b[A-Z][A-Za-z]*-?\d+\b|\bphase \d|\b95% CI|\b1 in \d+\b|(?<=\d )in 100?\b"
)
_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
# '37 of 42', '37 people of the 42'; '1 in 11' and '67 in 100' are rounded, and no counts.
_PAIR = re.compile(
    r"(?<![\d.,–−-])(\d[\d,]*)(?: people| women| men)? of (?:the |its |these |those |all |whom )?"
    r"(\d[\d,]*)(?![\d.,]*[\d%])(?!-)"
)


def _number(text: str) -> float:
    return float(text.replace(",", "").strip("−"))


def _figures(text: str) -> list[float]:
    return [_number(found) for found in _FIGURE.findall(_NO_FIGURE.sub(" ", text))]


def _pairs(text: str) -> list[tuple[float, float]]:
    text = _NO_FIGURE.sub(" ", text)
    return [(_number(one), _number(other)) for one, other in _PAIR.findall(text)]


# ---------------------------------------------------------------- totals of harms in prose

_ANY = "any "  # begins the name of a total: 'Any severe event'
_ONE_IN = re.compile(r"\b1 in (\d+)\b")
_CLAUSE = re.compile(r"(?<=[.;])(?:\[@[^\]]*\])*\s+")


def _total(event: str) -> re.Pattern[str] | None:
    """How prose names a total: 'Any severe event' is 'a severe unwanted event' too."""
    if not event.casefold().startswith(_ANY):
        return None
    *first, last = map(re.escape, event[len(_ANY) :].split())
    words = " ".join([*first, rf"(?:adverse |unwanted )?{last}s?"])
    return re.compile(rf"\b{words}\b", re.I)


# ---------------------------------------------------------------- what the data say of a trial


@dataclass
class _Known:
    """Every figure of the records about a trial, sign aside, and every count of so many."""

    figures: set[float] = field(default_factory=set)
    pairs: set[tuple[float, float]] = field(default_factory=set)

    def take(self, value: Any) -> None:
        """Adds what stands in a value of a record."""
        if isinstance(value, dict):
            if isinstance(value.get("n"), int) and isinstance(value.get("of"), int):
                self.count(value["n"], value["of"])
            for inner in value.values():
                self.take(inner)
        elif isinstance(value, list | tuple):
            for inner in value:
                self.take(inner)
        elif isinstance(value, int | float):
            self.figures.add(abs(float(value)))
        elif isinstance(value, str):
            self.figures.update(map(_number, _FIGURE.findall(value)))
            self.pairs.update(_pairs(value))

    def count(self, n: int, of: int) -> None:
        """Adds so many of so many, and the percentage that this is."""
        self.pairs.add((n, of))
        if of:
            self.figures.update({round(100 * n / of), round(100 * n / of, 1)})


def _known(site: Site) -> dict[str, _Known]:
    """Trial → what its own record and every record that names it say."""
    found = {trial.id: _Known() for trial in site.data.trials}
    for name, read in site.data.files.items():
        for item in read.items:
            named = [item.get("id")] if name == TRIALS else [text for _, text in data.texts(item)]
            for ident in found.keys() & set(named):
                found[ident].take(item)
    return found


def _by_source(site: Site) -> dict[str, _Known]:
    """Source → what every record that cites it says."""
    found: dict[str, _Known] = defaultdict(_Known)
    for read in site.data.files.values():
        for item in read.items:
            for key in item.get("cites") or ():
                found[key].take(item)
    return found


def _names(site: Site) -> dict[str, str]:
    """Name as prose gives it → trial: 'MP2 (Swiss trial)' is called MP2."""
    return {trial.name.partition(" (")[0]: trial.id for trial in site.data.trials}


_LARGE = "(?:large|largest|big|biggest)"
_PHASE = "(?:phase 3 )?(?:trial|study)"
_ORDER = ("first", "second")


def _nicknames(site: Site) -> list[tuple[re.Pattern[str], str]]:
    """How prose calls the large trials, and which each is: 'the first of the two largest trials'.

    A line that so names one of them speaks of the other one where it goes on 'in the second'.
    """
    found = []
    for word, ident in zip(_ORDER, large_trials(site), strict=False):
        [other] = set(_ORDER) - {word}
        named = rf"{_LARGE} {_PHASE}|of the (?:two )?{_LARGE} (?:phase 3 )?(?:trials|studies)"
        after = rf"\b{other} {_LARGE} {_PHASE}\b.*\bin the {word}\b"
        found.append((re.compile(rf"\b{word} (?:{named})\b|{after}", re.I), ident))
    return found


def _lines(page: Page) -> Iterator[tuple[int, str]]:
    """(line of the file, text) of each cited line of a page."""
    for number, text in enumerate(mask(page.body).split("\n"), page.body_line):
        if "[@" in text:
            yield number, text.strip()


@dataclass
class _Records:
    """What a line of prose is set beside."""

    site: Site

    def __post_init__(self) -> None:
        """Reads the records once for all pages."""
        names = _names(self.site)
        longest_first = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
        self.of_name = names
        self.name = re.compile(rf"\b(?:{longest_first})\b" if names else "(?!)")
        self.nicknames = _nicknames(self.site)
        self.known, self.by_source = _known(self.site), _by_source(self.site)
        self.reported: dict[str, set[str]] = defaultdict(set)
        for trial in self.site.data.trials:
            for key in trial.cites:
                self.reported[key].add(trial.id)
        self.harms = [row for row in self.site.data[HARMS] if row.n is not None and row.of]
        self.totals: dict[re.Pattern[str], list[AdverseEvent]] = defaultdict(list)
        for row in self.harms:
            if called := _total(row.event):
                self.totals[called].append(row)

    def named(self, text: str) -> set[str]:
        """Trials that a line names."""
        by_nickname = {ident for called, ident in self.nicknames if called.search(text)}
        return by_nickname | {self.of_name[found] for found in self.name.findall(text)}

    def odd(self, text: str, allowed: set[float]) -> tuple[list[str], list[str]]:
        """Figures of a line that no record about its trials has, and these trials."""
        keys = set(KEY.findall(text))
        named = self.named(text)
        cited = {ident for key in keys for ident in self.reported.get(key, ())}
        about = [self.known[ident] for ident in named | cited]
        odd = _odd(text, [self.known[ident] for ident in named], about, allowed)
        trials = named or cited
        if not odd and not trials:
            odd, trials = self._odd_harms(text, keys, allowed)
        totals, counted = self._odd_totals(text, allowed)
        return list(dict.fromkeys([*odd, *totals])), sorted(set(trials) | counted)

    def _odd_totals(self, text: str, allowed: set[float]) -> tuple[list[str], set[str]]:
        """What a clause says of a total, as 'severe events', that no record of this total has.

        Another event of the same trial may have been counted in as many people.
        """
        odd: list[str] = []
        trials: set[str] = set()
        for clause in _CLAUSE.split(text):
            named = [row for one, of in self.totals.items() if one.search(clause) for row in of]
            known = {(row.n, row.of) for row in named}
            sizes = {of for _, of in known}
            event = " or ".join(dict.fromkeys(row.event.casefold() for row in named))
            for n, of in _pairs(clause):
                if of in sizes and (n, of) not in known and not {n, of} <= allowed:
                    odd.append(f"{n:g} of {of:g} with {event}")
                    trials |= {row.trial for row in named if row.of == of}
            shares = [row.of / row.n for row in named if row.n and row.of]
            for many in _ONE_IN.findall(clause) if shares else ():
                if not any(rounds_to(share, many) for share in shares):
                    odd.append(f"1 in {many} with {event}")
                    trials |= {row.trial for row in named}
        return odd, trials

    def _odd_harms(
        self, text: str, keys: set[str], allowed: set[float]
    ) -> tuple[list[str], set[str]]:
        """Counts of as many people as an event was counted in, where the line cites that record's
        source or has the event's name, and that no record about that trial or source has.
        """
        pairs = _pairs(text)
        low = text.casefold()
        rows = [
            row
            for row in self.harms
            if pairs and (keys & set(row.cites) or row.event.casefold() in low)
        ]
        sizes = {row.of for row in rows}
        trials = {row.trial for row in rows if row.of in {of for _, of in pairs}}
        known = [self.known[ident] for ident in trials if ident in self.known]
        known += [self.by_source[key] for key in keys if key in self.by_source]
        counted = [f"{n:g} of {of:g}" for n, of in pairs if of in sizes]
        return [one for one in _odd(text, [], known, allowed) if one in counted], trials


@rule("figure-of-trial")
def of_trial(site: Site) -> Iterator[Finding]:
    """A figure beside a trial's name stands in the records about it, or in the list of exceptions.

    So does each 'n of N' in a line that cites a trial's own source, or an event's; a total of
    harms, as 'severe events', is set beside the records of this total alone.
    """
    if any(file_of(name) in site.unread.files for name in site.data.files):
        return
    records = _Records(site)
    for page in site.pages:
        found = []
        for line, text in _lines(page):
            odd, trials = records.odd(text, _allowed(site, page, text))
            if odd:
                found.append(_not_known(page, line, trials, odd, text))
        yield from certain(page, found)


def _allowed(site: Site, page: Page, text: str) -> set[float]:
    """Figures that checks/prose-figures.yml lists for a line of a page."""
    rows = (row for row in site.figures.only_in_prose if row.page == page.path)
    return {abs(figure) for row in rows if row.sentence in text for figure in row.figures}


def _not_known(page: Page, line: int, trials: list[str], odd: list[str], text: str) -> Finding:
    what = f"{some(odd)} in no record about {some(trials, 3)}: {text[:60]}…"
    mend = f"correct the figure here or in {settings.DATA}, or list it with the reason in {FILE}"
    return Finding(page.file, line, what, mend)


def _odd(text: str, named: list[_Known], about: list[_Known], allowed: set[float]) -> list[str]:
    """Figures that a line gives of the trials it names, and counts of those it cites, not known."""
    odd = []
    if named:
        known = allowed.union(*(one.figures for one in named))
        odd += [f"{figure:g}" for figure in _figures(text) if figure not in known]
    if about:
        known_pairs = set().union(*(one.pairs for one in about))
        odd += [
            f"{one:g} of {other:g}"
            for one, other in _pairs(text)
            if (one, other) not in known_pairs and not {one, other} <= allowed
        ]
    return list(dict.fromkeys(odd))


@rule("figure-listed")
def listed(site: Site) -> Iterator[Finding]:
    """What checks/prose-figures.yml names stands on its page, and its figures are the data's."""
    pages = {page.path: [text for _, text in _lines(page)] for page in site.pages}
    for row in site.figures.only_in_prose:
        if not any(row.sentence in text for text in pages.get(row.page, ())):
            what = f"no cited line of {row.page} holds '{row.sentence}'"
            yield Finding(FILE, row._line, what, "write it as it stands there, or take it out")
    for tie in site.figures.tied:
        page = site.by_path.get(tie.page)
        if page is None or tie.text not in page.body:
            what = f"{tie.page} does not hold '{tie.text[:50]}'"
            yield Finding(FILE, tie._line, what, "write it as it stands there, or take it out")
            continue
        shown = iter(re.findall(r"−?\d[\d,]*(?:\.\d+)?", tie.text))
        for path in tie.data:
            value = _value_at(site, path)
            if value is None and _is_unread(site, path):
                break
            if value is None:
                what = f"{path} is no figure of {settings.DATA}"
                yield Finding(FILE, tie._line, what, "write an id, then the path to a number")
                break
            if not any(_same(value, text) for text in shown):  # in the order of the text
                line = page.body[: page.body.index(tie.text)].count("\n") + page.body_line
                what = f"{path} is {value:g}, and the page says otherwise: {tie.text[:50]}…"
                yield Finding(page.file, line, what, f"correct the page, or {settings.DATA}")
                break


def _same(value: float, text: str) -> bool:
    places = len(text.partition(".")[2])
    return round(abs(value), places) == _number(text)


_HARM = ("trial", "arm", "event")


def _value_at(site: Site, path: str) -> float | None:
    """'mapp1.arms.mdma.change.mean' → −24.4; None where there is no such number.

    Harms have no id: 'adverse-events.mapp1.mdma.Nausea.n' goes by trial, arm and event.
    """
    name, *steps = path.split(".")
    if f"{name}.yml" == HARMS:
        harms = site.data.files[HARMS].items
        of, steps = steps[:3], steps[3:]
        value: Any = next((row for row in harms if [row[part] for part in _HARM] == of), None)
    else:
        value = _of_id([item for read in site.data.files.values() for item in read.items], name)
    for step in steps:
        value = _inside(value, step)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _is_unread(site: Site, path: str) -> bool:
    """True where a path leads into a record that could not be read, or may do so."""
    name = path.split(".", maxsplit=1)[0]
    if f"{name}.yml" == HARMS:
        return f"{settings.DATA}/{HARMS}" in site.unread.files
    return any(name in ids for ids in site.unread.ids.values())


def _of_id(items: list[Any], ident: str) -> Any:
    return next((one for one in items if isinstance(one, dict) and one.get("id") == ident), None)


def _inside(value: Any, step: str) -> Any:
    """What a step of a path leads to: a field, the nth of a list, or the one with that id."""
    if isinstance(value, dict):
        return value.get(step)
    if not isinstance(value, list):
        return None
    if step.isdigit():
        return value[int(step)] if int(step) < len(value) else None
    return _of_id(value, step)


# ---------------------------------------------------------------- figures that belong together

_WORDS = "no one two three four five six seven eight nine ten eleven twelve".split()
_COUNT = rf"(?:\d[\d,]*|{'|'.join(_WORDS)})"
_SHARE = re.compile(rf"(?<![\d.,–−-])\b({_COUNT}) of (?:the |its )?({_COUNT})\b(?![.,]\d|%)", re.I)
_PERCENTS = re.compile(
    r"\(((?:about |around )?\d+(?:\.\d+)?\s?(?:%|percent)"
    r"(?:(?:,| and|, and) \d+(?:\.\d+)?\s?(?:%|percent))*)\)"
)


def _counted(text: str) -> float:
    word = text.casefold()
    return float(_WORDS.index(word)) if word in _WORDS else _number(text)


def disagreeing(text: str) -> Iterator[str]:
    """What of shares and percentages in a sentence cannot be.

    >>> list(disagreeing("37 of 42 people and 23 of 37 (88% and 26%)"))
    ['23 of 37 is 62.2%, not 26%']
    >>> list(disagreeing("44 of the 42 people"))
    ['44 of the 42']
    """
    begin = 0
    for match in _SHARE.finditer(text):
        one, other = map(_counted, match.groups())
        year = any(re.fullmatch(r"(?:19|20)\d\d", part) for part in match.groups())
        if one > other and not year and not text[: match.start()].rstrip().endswith(("#", "№")):
            yield match.group()
    for said in _PERCENTS.finditer(text):
        shares = [found for found in _SHARE.finditer(text, begin, said.start())]
        percents = re.findall(r"\d+(?:\.\d+)?", said[1])
        begin = said.end()
        near = shares and said.start() - shares[-1].end() < 60
        if not near or len(percents) not in (1, len(shares)) or "about" in said[1]:
            continue
        for share, percent in zip(shares[-len(percents) :], percents, strict=True):
            one, other = map(_counted, share.groups())
            if other and not rounds_to(100 * one / other, percent):
                yield f"{share[1]} of {share[2]} is {100 * one / other:.1f}%, not {percent}%"


@rule("figure-percent")
def percent(site: Site) -> Iterator[Finding]:
    """A share in words holds: no more than there are, and the percentage behind it is its own."""
    mend = "count again, in the source"
    for page in site.pages:
        found = [
            Finding(page.file, line, odd, mend)
            for line, text in enumerate(mask(page.body).split("\n"), page.body_line)
            if " of " in text
            for odd in disagreeing(text)
        ]
        yield from certain(page, found)
    for name, index, path, text in data.strings(site.data):
        if " of " in text:
            for odd in disagreeing(text):
                yield Finding(file_of(name), site.data.line(name, index, *path), odd, mend)
