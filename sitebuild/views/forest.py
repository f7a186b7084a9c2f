"""The forest plot: trials and published pooled estimates on one axis, a row each.

A plot is a table whose middle column holds one small SVG a row, placed in percent of the column.
So its text is real text (selectable, read aloud, as large as the reader wants), rows can hold
links, it narrows to a phone without shrinking, and colors come from the page. A plotting library
would give one large picture with none of that.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sitebuild.model.records import Favors, MetaAnalysis, OutcomeKind, Statistic
from sitebuild.model.site import Site
from sitebuild.style.numbers import counted, interval, number, place, width
from sitebuild.views import drawing
from sitebuild.views.geometry import side
from sitebuild.views.parts import Keys, joined

FILE = "meta-analyses.yml"
MARGIN = 0.1  # standard deviations between the outermost interval and the edge
REACH = 4.0  # standard deviations: what lies further from zero is cut, and gets an arrow
NEAR_EDGE = 8.0  # percent: a label nearer to an edge is set from that edge
LONGEST, SHORTEST = 16.0, 4.0  # pixels: the side of the heaviest trial's square, and the least
NOT_RATED = "no rating seen"


@dataclass(frozen=True)
class Tick:
    """A number under the axis."""

    x: str
    text: str
    anchor: str  # start, middle, end


@dataclass(frozen=True)
class Axis:
    """The scale of a plot: its ends in standard deviations, and where zero lies in percent."""

    low: float
    high: float

    @property
    def zero(self) -> str:
        """Where no difference is, in percent."""
        return place(0, self.low, self.high)

    @property
    def ticks(self) -> list[Tick]:
        """A number at each whole standard deviation."""
        return [self._tick(at) for at in range(math.ceil(self.low), math.floor(self.high) + 1)]

    def _tick(self, at: int) -> Tick:
        x = place(at, self.low, self.high)
        if float(x) < NEAR_EDGE:
            return Tick(x, number(at), "start")
        return Tick(x, number(at), "end" if float(x) > 100 - NEAR_EDGE else "middle")


@dataclass(frozen=True)
class Prediction:
    """Where a review expects the effect of a new trial, in percent of the column."""

    start: str
    end: str
    interval: str
    says: str
    more_before: bool
    more_after: bool


@dataclass(frozen=True)
class Estimate:
    """One row: words, and where its marks lie in percent of the column."""

    name: str
    anchor: str  # of the trial, or of the review in the table of reviews
    details: str  # '2021, n = 90'
    estimate: str
    interval: str
    says: str  # the mark in words
    start: str
    end: str
    at: str
    width: str
    peak: float  # where in the diamond the estimate lies, in percent of its width
    more_before: bool  # the interval goes on beyond the left edge
    more_after: bool
    side: float = LONGEST / 2  # of a trial's square, in pixels: its area is the trial's weight
    weight: str = ""  # '33%'
    certainty: str = ""  # of a review, in GRADE's words
    prediction: Prediction | None = None


@dataclass(frozen=True)
class ForestPlot:
    """`full`: every pooled estimate that may stand there; else only the one of the trials."""

    axis: Axis
    trials: list[Estimate]
    pooled: list[Estimate]
    cites: Keys
    certainty: str
    full: bool


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


def axis_of(values: Iterable[float]) -> Axis:
    """A scale that holds all values and zero, with a margin, and a whole number near each end.

    >>> axis_of([-2.25, 0.71])
    Axis(low=-2.35, high=1.1)
    """
    held = [0.0, *(value for value in values if abs(value) <= REACH)]
    low, high = min(held), max(held)
    if low - math.floor(low) <= 0.5:
        low = math.floor(low)
    if math.ceil(high) - high <= 0.5:
        high = math.ceil(high)
    return Axis(round(low - MARGIN, 2), round(high + MARGIN, 2))


def _row(
    axis: Axis, name: str, anchor: str, details: str, values: Sequence[float], says: str
) -> Estimate:
    estimate, low, high = values
    return Estimate(
        name,
        anchor,
        details,
        estimate=number(estimate, 2),
        interval=interval((low, high), 2),
        says=f"{name}: {says}{number(estimate, 2)}, from {interval((low, high), 2)}",
        start=place(low, axis.low, axis.high),
        end=place(high, axis.low, axis.high),
        at=place(estimate, axis.low, axis.high),
        width=width(low, high, axis.low, axis.high),
        peak=_peak(estimate, max(low, axis.low), min(high, axis.high)),
        more_before=low < axis.low,
        more_after=high > axis.high,
    )


def _peak(estimate: float, low: float, high: float) -> float:
    """Where the estimate lies in what is drawn of its interval, in percent."""
    if high <= low:
        return 50.0
    return round(100 * (min(max(estimate, low), high) - low) / (high - low), 1)


def _prediction(axis: Axis, row: MetaAnalysis) -> Prediction | None:
    """The prediction interval of a review, where it prints one."""
    if row.prediction_interval is None:
        return None
    low, high = row.prediction_interval
    if row.favors_mdma_when is Favors.POSITIVE:
        low, high = -high, -low
    text = interval((low, high), 2)
    return Prediction(
        place(low, axis.low, axis.high),
        place(high, axis.low, axis.high),
        text,
        says=f"{row.name}: a new trial is expected from {text}",
        more_before=low < axis.low,
        more_after=high > axis.high,
    )


def _pooled_details(row: MetaAnalysis) -> str:
    """'6 trials, n = 286', and the statistic where it is not the plot's own."""
    return joined(
        [
            *([counted(row.k, "trial")] if row.k else []),
            *([f"n = {row.n}"] if row.n else []),
            *([row.statistic.word] if row.statistic is not Statistic.HEDGES_G else []),
        ]
    )


def plot(site: Site, full: bool) -> ForestPlot:
    """The rows of a forest plot; one without rows where no review prints its trials."""
    main = with_trials(site)
    if main is None:
        return ForestPlot(Axis(-1, 1), [], [], Keys(), "", full)
    reviews = comparable(site) if full else [main]
    ends = [end for effect in main.trials for end in (effect.estimate, *effect.ci)]
    heaviest = max((effect.weight or 0 for effect in main.trials), default=0)
    axis = axis_of([*ends, *(value for row in reviews for value in oriented(row))])
    trials = []
    for effect in main.trials:
        trial = site.data.trial(effect.trial)
        if trial is None:  # its record could not be read
            continue
        analyzed = [f"n = {trial.n_analyzed}"] if trial.n_analyzed else []
        details = joined([*([str(trial.published)] if trial.published else []), *analyzed])
        values = (effect.estimate, *effect.ci)
        row = _row(axis, trial.name, trial.id, details, values, "g ")
        trials.append(
            replace(
                row,
                side=side(effect.weight, heaviest, LONGEST, SHORTEST),
                weight="" if effect.weight is None else f"{effect.weight:.0f}%",
            )
        )
    pooled = [
        replace(
            _row(axis, row.name, row.id if full else "", _pooled_details(row), oriented(row), ""),
            certainty=row.certainty.rating.word if row.certainty else NOT_RATED,
            prediction=_prediction(axis, row),
        )
        for row in reviews
    ]
    certainty = main.certainty.rating.word if main.certainty else ""
    return ForestPlot(axis, trials, pooled, Keys(main.cites), certainty, full)


@drawing("forest-plot", template="_forest.html")
def forest_plot(site: Site) -> ForestPlot:
    """The trials of one review, and every comparable pooled estimate."""
    return plot(site, full=True)


@drawing("forest-plot-small", template="_forest.html")
def forest_plot_small(site: Site) -> ForestPlot:
    """The trials of one review, and its own pooled estimate."""
    return plot(site, full=False)
