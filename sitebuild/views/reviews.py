"""Published meta-analyses: every pooled estimate, with minus for fewer symptoms with MDMA."""

from __future__ import annotations

from dataclasses import dataclass

from sitebuild.model.records import MetaAnalysis, OutcomeKind
from sitebuild.model.site import Site
from sitebuild.style.numbers import interval, number, p_value
from sitebuild.views import drawing
from sitebuild.views.forest import oriented
from sitebuild.views.parts import Cited, Keys, Run, Runs, plain, small, unseen

FILE = "meta-analyses.yml"
DIGITS = 2  # of an estimate: more tell nothing, and some reviews print four
TINY = 0.001  # what lies below is said to lie below
# Less of these is better: the page announces that minus is lower with MDMA, whatever is printed.
SYMPTOMS = (OutcomeKind.PTSD_SYMPTOMS, OutcomeKind.DEPRESSION)


@dataclass(frozen=True)
class Review:
    """A row of the table."""

    id: str
    name: str
    cites: Keys
    pooled: str
    note: Cited
    size: Runs
    estimate: Runs
    heterogeneity: Run
    certainty: Run
    retracted: Keys


def _size(row: MetaAnalysis) -> Runs:
    trials = unseen("trials not seen") if row.k is None else plain(f"{row.k} trials")
    people = unseen("n not seen") if row.n is None else plain(f"n = {row.n}")
    return trials, plain(", "), people


def _estimate(row: MetaAnalysis) -> Runs:
    """'Hedges' g −0.71 (−0.95 to −0.47); p = 0.0006', and the model; minus is fewer symptoms."""
    as_printed = (row.estimate, *(row.ci or ()))
    value, *found = oriented(row) if row.outcome_kind in SYMPTOMS else as_printed
    first = f"{row.statistic.word} {number(round(value, DIGITS))}"
    ends = [round(end, DIGITS) for end in found]
    runs = [plain(f"{first} ({interval(ends)})")] if row.ci else [plain(f"{first} ")]
    if not row.ci:
        runs.append(unseen("interval not seen"))
    if row.p:
        runs.append(plain(f"; {p_value(row.p)}"))
    if row.model:
        runs += [plain(" "), small(row.model)]
    return tuple(runs)


def _heterogeneity(row: MetaAnalysis) -> Run:
    """'I² 34%; τ² 0.05; Q 7.6'."""
    if not row.heterogeneity:
        return unseen()
    found = row.heterogeneity
    parts = [
        *([f"I² {number(found.i2)}%"] if found.i2 is not None else []),
        *([_tau2(found.tau2)] if found.tau2 is not None else []),
        *([f"Q {number(found.q)}"] if found.q is not None else []),
    ]
    return plain("; ".join(parts)) if parts else unseen()


def _tau2(value: float) -> str:
    return f"τ² <{TINY}" if 0 < value < TINY else f"τ² {number(value)}"


def _anchors(site: Site) -> list[str]:
    return [row.id for row in site.data[FILE]]


@drawing("meta-analyses-table", anchors=_anchors, data=FILE)
def meta_analyses_table(site: Site) -> dict[str, list[Review]]:
    """Every pooled estimate, the newest review first."""
    rows: list[MetaAnalysis] = site.data[FILE]
    return {
        "rows": [
            Review(
                row.id,
                row.name,
                Keys(row.cites),
                pooled=f"{row.outcome}: {row.compares}"
                + ("" if row.controlled else " (before against after, no control)"),
                note=Cited(row.note or ""),
                size=_size(row),
                estimate=_estimate(row),
                heterogeneity=_heterogeneity(row),
                certainty=plain(f"{row.certainty.rating.word} ({row.certainty.tool})")
                if row.certainty
                else unseen(),
                retracted=Keys(row.rests_on_retracted),
            )
            for row in sorted(rows, key=lambda row: -row.year)
        ]
    }
