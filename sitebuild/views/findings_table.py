"""A summary of findings in the form that GRADE gives it, for benefit and for harm.

Nothing is pooled here: relative effects and ratings are those of published reviews, people per 100
those of the large trials. The plain line follows GRADE's wording: with low certainty "may lead to".
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from sitebuild.model.records import (
    CertaintyRating,
    EventKind,
    Favors,
    MetaAnalysis,
    OutcomeKind,
    Share,
    Trial,
)
from sitebuild.model.site import Site
from sitebuild.style.numbers import counted, interval, number, per100
from sitebuild.views import drawing
from sitebuild.views.dots import both, commonest, large, pairs_of_people
from sitebuild.views.harms import Pair
from sitebuild.views.parts import Cited, Keys

FILE = "meta-analyses.yml"
Z = 1.959964  # of a 95% interval
# outcome → its name, the arms' field, what it is with MDMA where MDMA does better, and else
OUTCOMES = {
    OutcomeKind.PTSD_SYMPTOMS: (
        "PTSD symptoms",
        "change",
        "fewer PTSD symptoms",
        "more PTSD symptoms",
    ),
    OutcomeKind.REMISSION: (
        "Remission",
        "remission",
        "more people in remission",
        "fewer people in remission",
    ),
    OutcomeKind.RESPONSE: (
        "Response",
        "response",
        "more people with a response",
        "fewer people with a response",
    ),
    OutcomeKind.DEPRESSION: ("Depression", "", "less depression", "more depression"),
    OutcomeKind.ADVERSE_EVENTS: (
        "Any unwanted event",
        "",
        "fewer unwanted events",
        "more unwanted events",
    ),
    OutcomeKind.DROPOUT: (
        "Leaving the trial",
        "dropouts",
        "fewer people leaving",
        "more people leaving",
    ),
}
BENEFITS = (
    OutcomeKind.PTSD_SYMPTOMS,
    OutcomeKind.REMISSION,
    OutcomeKind.RESPONSE,
    OutcomeKind.DEPRESSION,
)
HARMS = (OutcomeKind.ADVERSE_EVENTS, OutcomeKind.DROPOUT)
RATIOS = (Favors.ABOVE_1, Favors.BELOW_1)
LEADS = {
    CertaintyRating.HIGH: "leads to",
    CertaintyRating.MODERATE: "probably leads to",
    CertaintyRating.LOW: "may lead to",
    CertaintyRating.VERY_LOW: "may lead to",
}
PER_100, POINTS = "per 100 people", "points, end minus start"
UNRATED = "no rating of this outcome seen"


@dataclass(frozen=True)
class Rated:
    """What one review gives: its trials and people, its effect, its certainty and why."""

    name: str
    told: str  # whom it pools, or what was counted, where that is not as in the rows beside it
    size: str
    effect: str
    certainty: str
    why: str
    note: Cited
    cites: Keys


@dataclass(frozen=True)
class Per100:
    """A trial's people per 100, with MDMA and without it."""

    trial: str
    with_mdma: str
    without: str
    people: str  # how many, and what was counted where that is not what the row is called
    account: str
    cites: Keys  # of an account


@dataclass(frozen=True)
class Finding:
    """One outcome."""

    outcome: str
    plain: str
    unit: str  # 'per 100 people', 'points'
    trials: list[Per100]
    reviews: list[Rated]
    unrated: str


@dataclass(frozen=True)
class Half:
    """Benefit, or harm."""

    label: str
    findings: list[Finding]


# ---------------------------------------------------------------- what reviews give


def reviews_of(site: Site, kind: OutcomeKind) -> list[MetaAnalysis]:
    """Those that rate the outcome, the newest first; where none does, all of the newest year."""
    rows: list[MetaAnalysis] = site.data[FILE]
    found = [
        row
        for row in rows
        if row.outcome_kind is kind and row.controlled and not row.rests_on_retracted
    ]
    rated = [row for row in found if row.certainty]
    newest = max((row.year for row in found), default=0)
    chosen = rated or [row for row in found if row.year == newest]
    return sorted(chosen, key=lambda row: (-row.year, row.id))


def favors(row: MetaAnalysis) -> bool | None:
    """Whether MDMA did better; None where the interval holds no difference too, or is not there."""
    null = 1.0 if row.favors_mdma_when in RATIOS else 0.0
    if row.ci is None or row.ci[0] <= null <= row.ci[1]:
        return None
    above = row.estimate > null
    return above == (row.favors_mdma_when in (Favors.ABOVE_1, Favors.POSITIVE))


def _either(words: Iterable[str]) -> str:
    """'low', 'low or very low'."""
    return " or ".join(dict.fromkeys(words))


def plain(kind: OutcomeKind, rows: list[MetaAnalysis]) -> str:
    """One line for everybody, in GRADE's words, and whom it is about if not people with PTSD."""
    wider = _either(row.population for row in rows if row.population)
    return _effect(kind, rows) + (f" ({wider})" if wider else "")


def _effect(kind: OutcomeKind, rows: list[MetaAnalysis]) -> str:
    _, _, better, worse = OUTCOMES[kind]
    found = {favors(row) for row in rows}
    ratings = [row.certainty.rating for row in rows if row.certainty]
    if len(found) > 1 or None in found:
        return f"MDMA may lead to {better} or to {worse}; this is not settled"
    effect = better if True in found else worse
    if not ratings:
        return f"With MDMA {effect} in what was pooled"
    order = list(CertaintyRating)
    verb = LEADS[max(ratings, key=order.index)]
    words = _either(rating.word for rating in sorted(ratings, key=order.index))
    return f"MDMA {verb} {effect}; certainty {words}"


def _told(row: MetaAnalysis, rows: list[MetaAnalysis]) -> str:
    """Whom an estimate pools if not people with PTSD alone, and the outcome in its own words where
    the same paper has another one here.
    """
    outcomes = {other.outcome for other in rows if other.cites == row.cites}
    parts = [row.outcome if len(outcomes) > 1 else "", row.population or ""]
    return ", ".join(part for part in parts if part)


def _rated(row: MetaAnalysis, rows: list[MetaAnalysis]) -> Rated:
    size = [
        *([counted(row.k, "trial")] if row.k else []),
        *([f"{row.n} people"] if row.n else []),
    ]
    ci = f" ({interval(row.ci, 2)})" if row.ci else ""
    return Rated(
        row.name,
        _told(row, rows),
        ", ".join(size) or "number not seen",
        f"{row.statistic.word} {number(row.estimate, 2)}{ci}",
        certainty=row.certainty.rating.word if row.certainty else "",
        why=(row.certainty.why or "") if row.certainty else "",
        note=Cited("" if row.certainty else row.note or ""),
        cites=Keys(row.cites),
    )


def _noted_once(reviews: list[Rated]) -> list[Rated]:
    """Of estimates of one paper in a row, the last keeps the note."""
    return [
        replace(one, note=Cited("")) if one.cites == after.cites else one
        for one, after in pairwise(reviews)
    ] + reviews[-1:]


# ---------------------------------------------------------------- what the large trials give


def _share(value: Share | None) -> str:
    return per100(value.as_percent) if value else ""


def _of_trial(trial: Trial, field: str) -> Per100 | None:
    arms = both(trial)
    if not field or any(getattr(arm, field) is None for arm in arms):
        return None
    if field == "change":
        values = [number(arm.change.mean, 1) if arm.change else "" for arm in arms]
        people = sum(arm.n_analyzed or 0 for arm in arms)
    else:
        shares = [getattr(arm, field) for arm in arms]
        values = [_share(one) for one in shares]
        people = sum(one.of or 0 for one in shares)
    # a missing score is not the same as leaving, and the note says which was counted
    notes = [getattr(arm, field).note for arm in arms] if field == "dropouts" else []
    told = [f"{people} people"] * bool(people) + [note for note in notes if note]
    return Per100(
        trial.name,
        values[0],
        values[1],
        "; ".join(dict.fromkeys(told)),
        "",
        Keys(),
    )


def _of_pair(trial: Trial, pair: Pair) -> Per100:
    people = f"{sum(event.of or 0 for event in pair.sides)} people"
    with_mdma, without = (per100(event.as_percent) for event in pair.sides)
    keys = pair.keys if pair.account else Keys()
    return Per100(trial.name, with_mdma, without, people, pair.account, keys)


# ---------------------------------------------------------------- what chance leaves


def _wilson(n: int, of: int) -> tuple[float, float]:
    share, square = n / of, Z * Z
    middle = share + square / (2 * of)
    half = Z * math.sqrt(share * (1 - share) / of + square / (4 * of * of))
    return (middle - half) / (1 + square / of), (middle + half) / (1 + square / of)


def difference(n1: int, of1: int, n2: int, of2: int) -> tuple[float, float]:
    """The 95% interval of a difference of two shares, per 100 (Newcombe's method 10).

    >>> [round(end) for end in difference(5, 53, 2, 51)]
    [-5, 17]
    """
    (low1, high1), (low2, high2) = _wilson(n1, of1), _wilson(n2, of2)
    share1, share2 = n1 / of1, n2 / of2
    gap = share1 - share2
    below = math.hypot(share1 - low1, high2 - share2)
    above = math.hypot(high1 - share1, share2 - low2)
    return 100 * (gap - below), 100 * (gap + above)


def says(pairs: list[Pair]) -> str:
    """In whom it was seen more, and whether that can be chance."""
    ends = [
        difference(pair.mdma.n or 0, pair.mdma.of or 1, pair.control.n or 0, pair.control.of or 1)
        for pair in pairs
    ]
    sides = {pair.difference > 0 for pair in pairs if pair.difference}
    if len(sides) != 1:
        return "No clear difference between the groups"
    more = "more" if True in sides else "fewer"
    chance = any(low <= 0 <= high for low, high in ends)
    return f"Seen in {more} people with MDMA" + (
        "; with so few people this can be chance" if chance else ""
    )


# ---------------------------------------------------------------- the table


def _pooled(site: Site, trials: list[Trial], kind: OutcomeKind) -> Finding | None:
    rows = reviews_of(site, kind)
    if not rows:
        return None
    name, field, _, _ = OUTCOMES[kind]
    return Finding(
        name,
        plain(kind, rows),
        unit=POINTS if field == "change" else PER_100,
        trials=[found for trial in trials if (found := _of_trial(trial, field))],
        reviews=_noted_once([_rated(row, rows) for row in rows]),
        unrated="" if any(row.certainty for row in rows) else UNRATED,
    )


def _events(trials: list[Trial], name: str, found: dict[str, list[Pair]]) -> Finding:
    lines = [_of_pair(trial, pair) for trial in trials for pair in found[trial.id]]
    pairs = [pair for trial in trials for pair in found[trial.id]]
    return Finding(name, says(pairs), PER_100, lines, [], UNRATED)


def _harms(site: Site, trials: list[Trial]) -> list[Finding]:
    pairs = {trial.id: pairs_of_people(site, trial) for trial in trials}
    findings = []
    for name, kind in (
        ("A severe unwanted event", EventKind.SEVERE),
        ("Suicidal thoughts or acts", EventKind.SUICIDALITY),
    ):
        found = {
            ident: [pair for pair in ours if pair.mdma.kind is kind]
            for ident, ours in pairs.items()
        }
        if any(found.values()):
            findings.append(_events(trials, name, found))
    for event in commonest(site, trials):
        found = {
            ident: [pair for pair in ours if pair.event == event] for ident, ours in pairs.items()
        }
        findings.append(_events(trials, event, found))
    return findings


@drawing("summary-of-findings")
def summary_of_findings(site: Site) -> dict[str, object]:
    """Benefit, then harm."""
    trials = large(site)
    benefits = [found for kind in BENEFITS if (found := _pooled(site, trials, kind))]
    pooled = [found for kind in HARMS if (found := _pooled(site, trials, kind))]
    halves = [Half("Benefit", benefits), Half("Harm", [*_harms(site, trials), *pooled])]
    sources = [
        *(key for trial in trials for key in trial.cites),
        *(
            key
            for trial in trials
            for pair in pairs_of_people(site, trial)
            if pair.mdma.kind is EventKind.SEVERE
            for key in pair.mdma.cites
        ),
    ]
    return {
        "halves": [half for half in halves if half.findings],
        "cites": Keys(dict.fromkeys(sources)),
        "per_100": PER_100,
    }
