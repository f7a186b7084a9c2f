"""Before and after by arm: the score at the start and at the end, each scale by itself."""

from __future__ import annotations

from dataclasses import dataclass

from sitebuild.model.records import SCALES, Allocation, Arm, Condition, Role, Trial
from sitebuild.model.site import Site
from sitebuild.style.numbers import number
from sitebuild.views import drawing
from sitebuild.views.geometry import Mark, Scale
from sitebuild.views.parts import Keys
from sitebuild.views.trials import in_order

COLORS = {Role.MDMA: "mdma", Role.PLACEBO: "control", Role.LOW_DOSE: "control"}
STEPS = 2  # numbers under an axis, beside zero


@dataclass(frozen=True)
class Line:
    """An arm: where its mean began and ended, in percent of the width."""

    arm: str
    color: str
    people: str
    start_at: str
    end_at: str
    start: str
    end: str
    fell: bool


@dataclass(frozen=True)
class TrialLines:
    """A trial's arms."""

    name: str
    id: str
    when: str
    lines: list[Line]


@dataclass(frozen=True)
class OnScale:
    """The trials of one scale."""

    name: str
    top: int
    ticks: list[Mark]
    trials: list[TrialLines]
    cites: Keys


def _line(arm: Arm, scale: Scale) -> Line | None:
    if arm.role not in COLORS or arm.baseline is None or arm.endpoint is None:
        return None
    first, last = arm.baseline.mean, arm.endpoint.mean
    return Line(
        arm.label,
        COLORS[arm.role],
        people=f"n = {arm.n_analyzed}" if arm.n_analyzed else "",
        start_at=scale.at(first),
        end_at=scale.at(last),
        start=number(first, 1),
        end=number(last, 1),
        fell=last < first,
    )


def _trial(trial: Trial, scale: Scale) -> TrialLines:
    lines = [line for arm in trial.arms if (line := _line(arm, scale))]
    return TrialLines(trial.name, trial.id, trial.primary_timepoint or "", lines)


def _on_scale(trials: list[Trial], name: str, top: int) -> OnScale | None:
    """The trials of a scale of which two arms are drawn; None where there are none."""
    scale = Scale(0, top)
    drawn = [
        (trial, lines)
        for trial in trials
        if trial.measure == name and len((lines := _trial(trial, scale)).lines) > 1
    ]
    if not drawn:
        return None
    at = [top * step / STEPS for step in range(STEPS + 1)]
    keys = dict.fromkeys(key for trial, _ in drawn for key in trial.cites)
    ticks = scale.ticks((value, number(round(value))) for value in at)
    return OnScale(name, top, ticks, [lines for _, lines in drawn], Keys(keys))


@drawing("before-and-after", picture="before-and-after")
def before_and_after(site: Site) -> dict[str, object]:
    """Randomized trials in PTSD of which two arms give both means, by scale, the newest first."""
    trials = [
        trial
        for trial in in_order(site)
        if trial.condition is Condition.PTSD and trial.allocation is Allocation.RANDOMIZED
    ]
    scales = [one for name, top in SCALES.items() if (one := _on_scale(trials, name, top))]
    lines = (line for one in scales for trial in one.trials for line in trial.lines)
    controls = [line for line in lines if line.color == "control"]
    return {
        "scales": scales,
        "fell": sum(line.fell for line in controls),
        "controls": len(controls),
    }
