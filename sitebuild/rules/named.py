"""What records name, and where: which trials other files speak of, and which of them are there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Any

from sitebuild import settings
from sitebuild.model.findings import some
from sitebuild.model.records import NO_TRIALS, POOLED, Allocation, Condition, Phase
from sitebuild.model.site import Site

TRIALS, HARMS, REVIEWS = "trials.yml", "adverse-events.yml", "meta-analyses.yml"


def file_of(name: str) -> str:
    """'docs/data/trials.yml' of 'trials.yml'."""
    return f"{settings.DATA}/{name}"


def knows(site: Site, name: str, ident: str) -> bool:
    """Whether a data file has a record of that id, as far as it can be told."""
    known = site.ids(name)
    wholly_unread = file_of(name) in site.unread.files and not site.unread.ids[name]
    return ident in known or wholly_unread


def each(name: str, site: Site) -> Iterator[tuple[Any, Callable[..., int]]]:
    """(record, its line of a field) for each record of a file."""
    for index, record in enumerate(site.data[name]):
        yield record, lambda *path, at=index: site.data.line(name, at, *path)


def large_trials(site: Site) -> list[str]:
    """The randomized phase 3 trials in PTSD that were published, the first one first."""
    rows = [
        trial
        for trial in site.data.trials
        if trial.phase is Phase.THREE
        and trial.condition is Condition.PTSD
        and trial.allocation is Allocation.RANDOMIZED
        and trial.published
    ]
    return [trial.id for trial in sorted(rows, key=lambda trial: trial.published or 0)]


def together(
    places: Iterable[tuple[Hashable, str, int]],
) -> Iterator[tuple[Any, str, int, str]]:
    """(what, file, first line, ', also in line 8, 12') of the same thing in several places."""
    found: dict[tuple[Hashable, str], list[int]] = defaultdict(list)
    for what, file, line in places:
        if line not in found[what, file]:
            found[what, file].append(line)
    for (what, file), (first, *others) in found.items():
        also = f" (also in line {some([str(line) for line in others])})" if others else ""
        yield what, file, first, also


# file → (the field that names a trial, what else it may name)
NAMED: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("dosing-day.yml", "trial", frozenset()),
    ("guesses.yml", "trial", frozenset()),
    ("follow-ups.yml", "trial", frozenset({POOLED})),
    ("participants.yml", "group", NO_TRIALS),
)


def trials_named(site: Site) -> Iterator[tuple[str, str, int]]:
    """(id, file, line) of each trial that a record of another file names."""
    for row, line in each(HARMS, site):
        yield row.trial, file_of(HARMS), line("trial")
    for name in (REVIEWS, "bias-reviews.yml"):
        for row, line in each(name, site):
            for index, one in enumerate(row.trials):
                yield one.trial, file_of(name), line("trials", index)
    for row, line in each("owners.yml", site):
        for index, ident in enumerate(row.trials):
            yield ident, file_of("owners.yml"), line("trials", index)
    for name, part, others in NAMED:
        for row, line in each(name, site):
            ident = getattr(row, part)
            if ident is not None and ident not in others:
                yield ident, file_of(name), line(part)


def unknown_trials(site: Site) -> dict[str, list[tuple[str, int, str]]]:
    """Trials that records name and that are not there → (file, line, its other lines) of each."""
    unknown: dict[str, list[tuple[str, int, str]]] = defaultdict(list)
    for ident, file, line, also in together(trials_named(site)):
        if not knows(site, TRIALS, ident):
            unknown[ident].append((file, line, also))
    return dict(unknown)
