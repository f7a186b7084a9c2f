"""How many there are of each kind: one square each, or a bar a kind where they are too many.

All are printed by one template, `theme/drawings/tally.html`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sitebuild.model import statements
from sitebuild.model.records import (
    FILES,
    Condition,
    Evidence,
    MixRisk,
    OutcomeKind,
    Status,
    TimelineKind,
    TrialsRule,
    Value,
    Verdict,
)
from sitebuild.model.site import Site
from sitebuild.model.sources import CHECKED_LEVELS
from sitebuild.style.numbers import count
from sitebuild.views import drawing, nothing
from sitebuild.views.access import ORDER
from sitebuild.views.geometry import Scale, Squares, squares
from sitebuild.views.packages import packages
from sitebuild.views.timeline import newest

TEMPLATE = "tally.html"


@dataclass(frozen=True)
class Line:
    """A kind, how many there are, and how that is drawn: as squares or as a bar."""

    label: str
    number: str
    squares: Squares | None
    bar: str  # its length in percent


@dataclass(frozen=True)
class Tally:
    """Kinds in order; `note` says what a square or a bar is."""

    title: str
    lines: list[Line]
    note: str
    stem: str = ""  # the data file


def lines(found: Mapping[str, int], *, bars: bool = False) -> list[Line]:
    """A line a kind that occurs, in the order given; the longest bar is the largest number."""
    scale = Scale(0, max(found.values(), default=0) or 1)
    return [
        Line(
            label,
            count(number),
            None if bars else squares(number),
            scale.at(number) if bars else "",
        )
        for label, number in found.items()
        if number
    ]


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def _by(kinds: Iterable[Value], of: Iterable[Value]) -> list[Line]:
    """The kinds in their order, under their words."""
    found = Counter(of)
    return lines({_capital(kind.word): found[kind] for kind in kinds})


def _by_number(of: Iterable[str]) -> list[Line]:
    """The kinds by how many there are, the most first."""
    return lines(dict(Counter(sorted(of)).most_common()))


@drawing("medicines-by-evidence", template=TEMPLATE)
def medicines_by_evidence(site: Site) -> Tally:
    """On what it rests what is known of each medicine together with MDMA."""
    rows = site.data["medicines.yml"]
    return Tally(
        f"{len(rows)} medicines and drugs, by what the knowledge of the mix rests on",
        _by(Evidence, [row.evidence for row in rows]),
        "One square is one row of the table. No evidence is no sign of safety.",
        "medicines",
    )


@drawing("medicines-by-risk", template=TEMPLATE)
def medicines_by_risk(site: Site) -> Tally:
    """What was seen when each medicine met MDMA."""
    rows = site.data["medicines.yml"]
    return Tally(
        f"{len(rows)} medicines and drugs, by what was seen when they met MDMA",
        _by(MixRisk, [row.risk for row in rows]),
        "One square is one medicine or drug. Not known does not mean safe.",
        "medicines",
    )


@drawing("conditions-by-rule", template=TEMPLATE)
def conditions_by_rule(site: Site) -> Tally:
    """What the two large trials did about each condition."""
    rows = site.data["conditions.yml"]
    return Tally(
        f"{len(rows)} conditions, by what at least one of the two large trials did",
        _by(TrialsRule, [row.trials_rule for row in rows]),
        "One square is one row of the table.",
        "conditions",
    )


@drawing("statements-by-verdict", template=TEMPLATE)
def statements_by_verdict(site: Site) -> Tally:
    """What became of the older article's statements."""
    rows = site.data["source-statements.yml"]
    return Tally(
        f"{len(rows)} statements, by what became of them",
        _by(Verdict, [row.verdict for row in rows]),
        "One square is one statement of the list.",
        "source-statements",
    )


@drawing("places-by-access", template=TEMPLATE)
def places_by_access(site: Site) -> Tally:
    """Whether patients can be treated, by place."""
    rows = site.data["legal-status.yml"]
    return Tally(
        f"{len(rows)} places, by how a patient can be treated there",
        _by(ORDER, [row.access for row in rows]),
        "One square is one row of the table.",
        "legal-status",
    )


@drawing("countries-by-access", template=TEMPLATE)
def countries_by_access(site: Site) -> Tally:
    """The widest way to treatment, by country."""
    rows = site.data["access-by-country.yml"]
    return Tally(
        f"{len(rows)} countries, by the widest way to treatment there",
        _by(ORDER, [row.kind for row in rows]),
        "One square is one country, as it was last seen.",
        "access-by-country",
    )


@drawing("trials-by-condition", template=TEMPLATE)
def trials_by_condition(site: Site) -> Tally:
    """All trials by what they treat."""
    rows = site.data["trials.yml"]
    return Tally(
        f"{len(rows)} trials of MDMA with therapy, by whom they treat",
        _by(Condition, [row.condition for row in rows]),
        "One square is one trial: finished, stopped, running or planned.",
        "trials",
    )


@drawing("trials-by-country", template=TEMPLATE)
def trials_by_country(site: Site) -> Tally:
    """Where trials take people, or may soon."""
    rows = [
        row
        for row in site.data["trials.yml"]
        if row.status in (Status.RECRUITING, Status.RUNNING, Status.PLANNED)
    ]
    return Tally(
        f"{len(rows)} trials that were taking people, running or planned when last seen",
        _by_number(country for row in rows for country in row.countries),
        "One square is one trial; a trial in several countries stands in each.",
        "trials",
    )


@drawing("trials-pooled", template=TEMPLATE, cites=nothing)
def trials_pooled(site: Site) -> Tally:
    """How many trials each review pools for symptoms of PTSD; the first estimate of each review."""
    found: dict[str, tuple[str, int]] = {}
    for row in site.data["meta-analyses.yml"]:
        if row.outcome_kind is OutcomeKind.PTSD_SYMPTOMS and row.controlled and row.k:
            found.setdefault(row.cites[0], (row.name, row.k))
    return Tally(
        "How many trials an estimate for symptoms of PTSD rests on",
        lines(dict(found.values())),
        "One square is one trial, or one comparison, as the review counts them. "
        "Most of the trials are the same ones.",
        "meta-analyses",
    )


@drawing("newest-by-kind", template=TEMPLATE)
def newest_by_kind(site: Site) -> Tally:
    """What the newest events are about."""
    rows = newest(site)
    return Tally(
        f"The {len(rows)} newest events, by kind",
        _by(TimelineKind, [row.kind for row in rows]),
        "One square is one event of the list.",
        "timeline",
    )


@drawing("packages-by-license", template=TEMPLATE)
def packages_by_license(site: Site) -> Tally:
    """Under which licenses the packages stand."""
    rows = packages(site)["rows"]
    return Tally(
        f"{len(rows)} packages, by license",
        _by_number(row.license for row in rows),
        "One square is one package; licenses are named as the packages name them.",
    )


@drawing("pairs-by-verdict", template=TEMPLATE, cites=nothing)
def pairs_by_verdict(site: Site) -> Tally:
    """How the statements stand beside their sources now."""
    found = {verdict: now for verdict, (_, now) in statements.standing(site).items()}
    return Tally(
        f"{count(sum(found.values()))} pairs of a statement and a source, as they stand now",
        lines(
            {_capital(word): found[verdict] for verdict, word in statements.WORDS.items()},
            bars=True,
        ),
        "A bar stands for the pairs of one verdict; the longest is as long as its row.",
    )


@drawing("sources-by-reading", template=TEMPLATE, cites=nothing)
def sources_by_reading(site: Site) -> Tally:
    """How much of each source was read."""
    entries = site.bibliography.entries
    found = Counter(entry.checked[1] for entry in entries.values())
    return Tally(
        f"{count(len(entries))} sources, by what was read of them",
        lines({_capital(word): found[level] for level, word in CHECKED_LEVELS.items()}, bars=True),
        "A bar stands for the sources of one kind of reading.",
    )


@drawing("records-by-file", template=TEMPLATE, cites=nothing)
def records_by_file(site: Site) -> Tally:
    """How much each data file holds."""
    return Tally(
        f"{len(FILES)} data files, by how many records they hold",
        lines({file: len(site.data[file]) for file in FILES}, bars=True),
        "A bar stands for the records of one file.",
    )
