"""Does it last: what each trial measured after the last dose, and where the comparison stops."""

from __future__ import annotations

from dataclasses import dataclass

from sitebuild.model.records import FollowUp
from sitebuild.model.site import Site
from sitebuild.style.numbers import counted, number
from sitebuild.views import drawing
from sitebuild.views.geometry import Bar, Mark, Scale
from sitebuild.views.parts import Cited, Run, given, unseen

FILE = "follow-ups.yml"
# Weeks since the last dose, on a scale of ratios: two weeks to seven years.
SCALE = Scale(2, 365, log=True)
TICKS = ((4.345, "1 mo"), (52, "1 yr"), (261, "5 yr"))
POOLED_NAME = "Six phase 2 trials together"


@dataclass(frozen=True)
class Point:
    """A measurement: a point, or a span where people were seen at different times."""

    x: str
    bar: Bar | None
    kind: str  # compared, alone, retracted


@dataclass(frozen=True)
class Lane:
    """A trial: what is drawn of it, and the same in words."""

    id: str
    name: str
    points: list[Point]
    says: str
    people: list[str]
    retracted: bool


@dataclass(frozen=True)
class Line:
    """A measurement in the table."""

    name: str
    timepoint: str
    compared: str
    people: Run
    result: Cited
    note: str


@dataclass(frozen=True)
class Lasting:
    """Lanes by trial; `end` is where the last comparison stands."""

    lanes: list[Lane]
    ticks: list[Mark]
    end: str
    end_words: str
    lines: list[Line]


def _name(site: Site, row: FollowUp) -> str:
    trial = site.data.trial(row.trial)
    return trial.name if trial else POOLED_NAME


def _anchor(site: Site, row: FollowUp) -> str:
    return row.trial if site.data.trial(row.trial) else ""


def is_after_the_course(row: FollowUp) -> bool:
    """Whether it tells of lasting: the main result and what came later, no score in between."""
    return row.main or not row.compared


def _kind(row: FollowUp) -> str:
    if row.retracted:
        return "retracted"
    return "compared" if row.compared else "alone"


def _point(row: FollowUp) -> Point | None:
    span = row.span
    if span is None:
        return None
    first, last = span
    bar = SCALE.bar(first, last, 0) if last > first else None
    return Point(SCALE.at(first), bar, _kind(row))


def _weeks(row: FollowUp) -> str:
    """'9 weeks', '26 to 104 weeks', 'time not seen'."""
    span = row.span
    if span is None:
        return "at a time not seen"
    first, last = (round(week) for week in span)
    return f"at {first} to {last} weeks" if last > first else f"at {counted(first, 'week')}"


SAYS = {
    "compared": "with a comparison",
    "alone": "without a comparison",
    "retracted": "in a retracted paper",
}


def _people(row: FollowUp) -> str:
    """'79 of 90', '186', or that it was not seen."""
    if row.n is None:
        return "not seen"
    return f"{row.n} of {row.of}" if row.of is not None else number(row.n)


def _lane(site: Site, rows: list[FollowUp]) -> Lane:
    drawn = [row for row in rows if is_after_the_course(row)]
    return Lane(
        _anchor(site, rows[0]),
        _name(site, rows[0]),
        points=[point for row in drawn if (point := _point(row))],
        says="; ".join(f"{SAYS[_kind(row)]} {_weeks(row)}" for row in drawn),
        people=[_people(row) for row in drawn],
        retracted=any(row.retracted for row in rows),
    )


@drawing("does-it-last", data=FILE, picture="does-it-last")
def does_it_last(site: Site) -> Lasting:
    """Trials in the order of the file."""
    rows: list[FollowUp] = site.data[FILE]
    trials = dict.fromkeys(row.trial for row in rows)
    ends = [row.span[1] for row in rows if row.compared and row.span]
    end = max(ends, default=0.0)
    return Lasting(
        [_lane(site, [row for row in rows if row.trial == trial]) for trial in trials],
        SCALE.ticks(TICKS),
        end=SCALE.at(end) if ends else "",
        end_words=counted(round(end), "week"),
        lines=[
            Line(
                _name(site, row),
                row.timepoint,
                compared="yes" if row.compared else "no",
                people=unseen() if row.n is None else given(_people(row)),
                result=Cited(row.result),
                note=row.note or "",
            )
            for row in rows
        ],
    )
