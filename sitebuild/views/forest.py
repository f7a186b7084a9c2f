"""The forest plot: trials and published pooled estimates on one axis, a row each.

A plot is a table whose middle column holds one small SVG a row, placed in percent of the column.
So its text is real text (selectable, read aloud, as large as the reader wants), rows can hold
links, it narrows to a phone without shrinking, and colors come from the page. A plotting library
would give one large picture with none of that.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from sitebuild.model.records import Favors, MetaAnalysis, OutcomeKind, Statistic
from sitebuild.model.site import Site
from sitebuild.style.numbers import counted, interval, number
from sitebuild.views import drawing
from sitebuild.views.geometry import Mark, Scale, side
from sitebuild.views.parts import Keys, joined

FILE = "meta-analyses.yml"
MARGIN = 0.1  # standard deviations between the outermost interval and the edge
REACH = 4.0  # standard deviations: what lies further from zero is cut, and gets an arrow
LONGEST, SHORTEST = 16.0, 4.0  # pixels: the side of the heaviest trial's square, and the least
NOT_RATED = "no rating seen"
UNBLINDED = "Many participants could tell what they had been given, a main reason for that rating."
OVERLAP = (
    "The diamonds overlap in trials, so they are not independent; this site pools nothing itself."
)


@dataclass(frozen=True)
class Line:
    """What is drawn of an interval, in percent of the column."""

    start: str
    end: str
    more_before: bool  # it goes on beyond the left edge
    more_after: bool

    @property
    def width(self) -> float:
        """From its start to its end."""
        return round(float(self.end) - float(self.start), 2)


@dataclass(frozen=True)
class Prediction:
    """Where a review expects the effect of a new trial."""

    line: Line
    interval: str
    says: str


@dataclass(frozen=True)
class Estimate:
    """One row: words, and where its marks lie in percent of the column."""

    name: str
    anchor: str  # of the trial, or of the review in the table of reviews
    details: str  # '2021, n = 90'
    estimate: str
    interval: str
    says: str  # the mark in words
    line: Line
    at: str
    peak: float  # where in the diamond the estimate lies, in percent of its width
    side: float = LONGEST / 2  # of a trial's square, in pixels: its area is the trial's weight
    weight: str = ""  # '33%'
    certainty: str = ""  # of a review, in GRADE's words
    prediction: Prediction | None = None
    # of a review: a file of the picture names all, the page links to them
    cites: Keys = field(default_factory=Keys)


@dataclass(frozen=True)
class ForestPlot:
    """`full`: every pooled estimate that may stand there; else only the one of the trials."""

    zero: str  # where no difference lies, in percent
    ticks: list[Mark]
    trials: list[Estimate]
    pooled: list[Estimate]
    cites: Keys
    certainty: str
    full: bool
    printed_by: str = ""  # the review that prints the figures of each trial
    # what must be said wherever the plot is shown; what that review says stands first
    caveats: tuple[str, ...] = ()
    unblinded: str = ""


def comparable(site: Site) -> list[MetaAnalysis]:
    """Pooled differences between groups in PTSD symptoms, in standard units, newest first."""
    rows: list[MetaAnalysis] = site.data[FILE]
    found = [
        row
        for row in rows
        if row.outcome_kind is OutcomeKind.PTSD_SYMPTOMS
        and row.controlled
        and row.ci
        and row.statistic.standardized
    ]
    return sorted(found, key=lambda row: (-row.year, row.id))


def with_trials(site: Site) -> MetaAnalysis | None:
    """The review whose trials are drawn: the newest that prints them; of one year, the fullest."""
    found = [row for row in comparable(site) if row.trials]
    return max(found, key=lambda row: (row.year, len(row.trials)), default=None)


def oriented(row: MetaAnalysis) -> tuple[float, float, float]:
    """(estimate, low, high), negative for fewer symptoms with MDMA, whatever sign is printed."""
    low, high = row.ci or (row.estimate, row.estimate)
    if row.favors_mdma_when is Favors.POSITIVE:
        return -row.estimate, -high, -low
    return row.estimate, low, high


def axis_of(values: Iterable[float]) -> Scale:
    """A scale that holds all values and zero, with a margin, and a whole number near each end.

    >>> axis_of([-2.25, 0.71])
    Scale(low=-2.35, high=1.1, log=False)
    """
    held = [0.0, *(value for value in values if abs(value) <= REACH)]
    low, high = min(held), max(held)
    if low - math.floor(low) <= 0.5:
        low = math.floor(low)
    if math.ceil(high) - high <= 0.5:
        high = math.ceil(high)
    return Scale(round(low - MARGIN, 2), round(high + MARGIN, 2))


def ticks(axis: Scale) -> list[Mark]:
    """A number at each whole standard deviation."""
    whole = range(math.ceil(axis.low), math.floor(axis.high) + 1)
    return axis.ticks((at, number(at)) for at in whole)


def _line(axis: Scale, low: float, high: float) -> Line:
    return Line(axis.at(low), axis.at(high), low < axis.low, high > axis.high)


def _row(
    axis: Scale, name: str, anchor: str, details: str, values: Sequence[float], says: str
) -> Estimate:
    estimate, low, high = values
    return Estimate(
        name,
        anchor,
        details,
        estimate=number(estimate, 2),
        interval=interval((low, high), 2),
        says=f"{name}: {says}{number(estimate, 2)}, from {interval((low, high), 2)}",
        line=_line(axis, low, high),
        at=axis.at(estimate),
        peak=_peak(estimate, max(low, axis.low), min(high, axis.high)),
    )


def _peak(estimate: float, low: float, high: float) -> float:
    """Where the estimate lies in what is drawn of its interval, in percent."""
    if high <= low:
        return 50.0
    return round(100 * (min(max(estimate, low), high) - low) / (high - low), 1)


def _prediction(axis: Scale, row: MetaAnalysis) -> Prediction | None:
    """The prediction interval of a review, where it prints one."""
    if row.prediction_interval is None:
        return None
    low, high = row.prediction_interval
    if row.favors_mdma_when is Favors.POSITIVE:
        low, high = -high, -low
    text = interval((low, high), 2)
    says = f"{row.name}: a new trial is expected from {text}"
    return Prediction(_line(axis, low, high), text, says)


def _pooled_details(row: MetaAnalysis) -> str:
    """'6 trials, n = 286', and the statistic where it is not the plot's own."""
    return joined(
        [
            *([counted(row.k, "trial")] if row.k else []),
            *([f"n = {row.n}"] if row.n else []),
            *([row.statistic.word] if row.statistic is not Statistic.HEDGES_G else []),
        ]
    )


def _trials(site: Site, axis: Scale, review: MetaAnalysis) -> list[Estimate]:
    """The trials of a review; one whose record could not be read is left out."""
    heaviest = max((effect.weight or 0 for effect in review.trials), default=0)
    found = []
    for effect in review.trials:
        trial = site.data.trial(effect.trial)
        if trial is None:
            continue
        published = [str(trial.published)] if trial.published else []
        analyzed = [f"n = {trial.n_analyzed}"] if trial.n_analyzed else []
        details = joined([*published, *analyzed])
        values = (effect.estimate, *effect.ci)
        found.append(
            replace(
                _row(axis, trial.name, trial.id, details, values, "g "),
                side=side(effect.weight, heaviest, LONGEST, SHORTEST),
                weight="" if effect.weight is None else f"{effect.weight:.0f}%",
            )
        )
    return found


def _pooled(axis: Scale, row: MetaAnalysis, anchor: str) -> Estimate:
    return replace(
        _row(axis, row.name, anchor, _pooled_details(row), oriented(row), ""),
        certainty=row.certainty.rating.word if row.certainty else NOT_RATED,
        prediction=_prediction(axis, row),
        cites=Keys(row.cites),
    )


def _unblinded(review: MetaAnalysis) -> str:
    """That people could tell, where the review gives it as a reason for its rating."""
    why = (review.certainty.why or "") if review.certainty else ""
    return UNBLINDED if "unblinding" in why else ""


def plot(site: Site, full: bool) -> ForestPlot:
    """The rows of a forest plot; one without rows where no review prints its trials."""
    main = with_trials(site)
    if main is None:
        return ForestPlot("50.00", [], [], [], Keys(), "", full)
    reviews = comparable(site) if full else [main]
    ends = [end for effect in main.trials for end in (effect.estimate, *effect.ci)]
    axis = axis_of([*ends, *(value for row in reviews for value in oriented(row))])
    return ForestPlot(
        axis.at(0),
        ticks(axis),
        _trials(site, axis, main),
        [_pooled(axis, row, row.id if full else "") for row in reviews],
        Keys(main.cites),
        certainty=main.certainty.rating.word if main.certainty else "",
        full=full,
        printed_by=main.name,
        caveats=tuple(one for one in (_unblinded(main), OVERLAP if full else "") if one),
        unblinded=_unblinded(main),
    )


def _printed(site: Site, *_: str) -> list[str]:
    """The source that the page names under the plot: that of the trials."""
    main = with_trials(site)
    return list(main.cites) if main else []


@drawing("forest-plot", template="_forest.html", cites=_printed, picture="forest-plot")
def forest_plot(site: Site) -> ForestPlot:
    """The trials of one review, and every comparable pooled estimate."""
    return plot(site, full=True)


@drawing("forest-plot-small", template="_forest.html", cites=_printed, picture="forest-plot")
def forest_plot_small(site: Site) -> ForestPlot:
    """The trials of one review, and its own pooled estimate."""
    return plot(site, full=False)
