"""Dots along a scale, a lane a kind: what happened along the years, what was counted per 100.

All are printed by one template, `theme/drawings/lanes.html`.
"""

from __future__ import annotations

from dataclasses import dataclass

from sitebuild.model.records import Role, TimelineKind
from sitebuild.model.site import Site
from sitebuild.style.numbers import counted, per100
from sitebuild.views import drawing
from sitebuild.views.geometry import Mark, Scale
from sitebuild.views.trials import in_order

TEMPLATE = "lanes.html"
YEARS = (1912, 2000, 2024)  # under the axis: no more have room on a phone
WITH_MDMA = (Role.MDMA, Role.OPEN_LABEL)
MONTHS, DAYS = 12, 30.5


@dataclass(frozen=True)
class Point:
    """A dot, and its color: mdma or control."""

    x: str
    color: str = "mdma"


@dataclass(frozen=True)
class Lane:
    """The dots of one kind, and the same in words."""

    label: str
    number: int
    says: str
    points: list[Point]


@dataclass(frozen=True)
class Lanes:
    """All lanes over one axis; `key` is what the two colors are, if there are two."""

    title: str
    kind: str
    axis: str
    lanes: list[Lane]
    ticks: list[Mark]
    note: str
    stem: str
    key: dict[str, str]


def year(date: str) -> float:
    """A date as a year with its part; one without a month or a day lies in the middle.

    >>> year("2024"), year("2024-01"), year("2024-07-01")
    (2024.5, 2024.0416666666667, 2024.5)
    """
    first, *rest = (int(part) for part in date.split("-"))
    if not rest:
        return first + 0.5
    months = rest[0] - 1 + ((rest[1] - 1) / DAYS if rest[1:] else 0.5)
    return first + months / MONTHS


@drawing("events-by-year", template=TEMPLATE)
def events_by_year(site: Site) -> Lanes:
    """All events by kind; a year takes the more room the nearer it is to the newest event."""
    rows = site.data["timeline.yml"]
    found = sorted(year(row.date) for row in rows) or [0.0, 1.0]
    end = int(found[-1]) + 2
    ago = Scale(end - int(found[0]), 1, log=True)
    lanes = []
    for kind in TimelineKind:
        dates = sorted(row.date for row in rows if row.kind is kind)
        if dates:
            says = f"{kind.word}: {counted(len(dates), 'event')}, {dates[0][:4]} to {dates[-1][:4]}"
            points = [Point(ago.at(end - year(date))) for date in dates]
            lanes.append(Lane(kind.word.capitalize(), len(dates), says, points))
    return Lanes(
        f"{len(rows)} events of the timeline, by kind and year",
        "Kind",
        "Year",
        lanes,
        ago.ticks((end - one, str(one)) for one in YEARS if found[0] - 1 < one < end),
        "One dot is one event. The scale is closer the longer ago it is, for most is recent.",
        "timeline",
        key={},
    )


@drawing("counts-by-trial", template=TEMPLATE)
def counts_by_trial(site: Site) -> Lanes:
    """How often each event was counted per 100 people, in each trial's groups."""
    scale = Scale(0, 100)
    lanes = []
    for trial in in_order(site):
        rows = [row for row in site.data["adverse-events.yml"] if row.trial == trial.id]
        if not rows:
            continue
        roles = {arm.id: arm.role for arm in trial.arms}
        shares = [row.as_percent for row in rows]
        says = (
            f"{trial.name}: {counted(len(rows), 'count')}, "
            f"from {per100(min(shares))} to {per100(max(shares))} per 100"
        )
        points = [
            Point(
                scale.at(row.as_percent),
                "mdma" if roles.get(row.arm) in WITH_MDMA else "control",
            )
            for row in rows
        ]
        lanes.append(Lane(trial.name, len(rows), says, points))
    return Lanes(
        f"{sum(lane.number for lane in lanes)} counts of unwanted events, by trial",
        "Trial",
        "Of 100 people, how many had it",
        lanes,
        scale.ticks([(0, "0"), (50, "50"), (100, "100")]),
        "One dot is one row of the table: one kind of event in one group of a trial. "
        "Dots at one place cover each other.",
        "adverse-events",
        key={"mdma": "with MDMA", "control": "placebo or a low dose"},
    )
