"""How far each trial has come: one square a trial, those that take people first."""

from __future__ import annotations

from dataclasses import dataclass

from sitebuild.model.records import Condition, Status, Trial
from sitebuild.model.site import Site
from sitebuild.views import drawing, nothing
from sitebuild.views.parts import Group, Keys, grouped, joined
from sitebuild.views.trials import BETWEEN, NO_COUNTRY, in_order

PTSD = (Condition.PTSD, Condition.COUPLES_PTSD)
# What goes on or may begin is of most use to a reader; then in the order of the record.
GROUPS = list(dict.fromkeys((Status.RECRUITING, Status.RUNNING, Status.PLANNED, *Status)))
TITLES = {status: status.word.capitalize() for status in Status} | {
    Status.RECRUITING: "Took people when last seen",
    Status.WITHDRAWN: "Withdrawn before it began",
    Status.UNKNOWN: "Not known",
}


@dataclass(frozen=True)
class Square:
    """One trial."""

    id: str
    name: str
    ptsd: bool
    condition: str
    countries: str  # with BETWEEN between them
    where: str
    cites: Keys  # a file of the picture names them, the page has them at each entry


@dataclass(frozen=True)
class TrialsByStatus:
    """The groups that have trials, and what one may filter by."""

    total: int
    groups: list[Group[Square]]
    conditions: list[str]
    countries: list[str]


def _square(trial: Trial) -> Square:
    return Square(
        trial.id,
        trial.name,
        ptsd=trial.condition in PTSD,
        condition=trial.condition.word,
        countries=BETWEEN.join(trial.countries),
        where=joined(trial.countries) or NO_COUNTRY,
        cites=Keys(trial.cites),
    )


@drawing("trials-by-status", cites=nothing, picture="trials-by-status")
def trials_by_status(site: Site) -> TrialsByStatus:
    """Every trial once; within a status in reading order."""
    trials = in_order(site)
    return TrialsByStatus(
        len(trials),
        grouped(((trial.status, _square(trial)) for trial in trials), GROUPS, TITLES),
        list(dict.fromkeys(trial.condition.word for trial in trials)),
        sorted({country for trial in trials for country in trial.countries}),
    )
