"""The course of treatment by week, and one dosing day by the hour."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sitebuild.model.records import CourseStep, DosingHours, StepKind
from sitebuild.model.site import Site
from sitebuild.style.numbers import counted, number
from sitebuild.views import drawing
from sitebuild.views.geometry import Bar, Mark, Scale, ends, spread
from sitebuild.views.parts import Cited, Run, given, unseen

COURSE, DAY = "course.yml", "dosing-day.yml"
TALKS = (StepKind.PREPARATION, StepKind.INTEGRATION)
STUB = 4.0  # weeks that are drawn of a span whose beginning or end was not seen
HOUR_STUB = 1.2  # hours, the same


# ---------------------------------------------------------------- by week


@dataclass(frozen=True)
class Talks:
    """A span in which talks lie, and a dot a talk: their days were not seen."""

    bar: Bar
    dots: list[str]


@dataclass(frozen=True)
class Line:
    """A step in the table under the strip."""

    label: str
    when: Run
    length: str
    text: Cited


@dataclass(frozen=True)
class Course:
    """The strip and its table."""

    sessions: int
    hours: str
    weeks: str
    days: list[Mark]  # with drug or placebo; the text is their length
    talks: list[Talks]
    scores: list[Mark]
    ticks: list[Mark]
    lines: list[Line]


def when(first: float | None, last: float | None, one: str) -> Run:
    """'week 1', 'weeks 1 to 5', 'to week 1; the beginning was not seen'."""
    if first is None and last is None:
        return unseen("time not seen")
    if first is None:
        return given(f"to {one} {number(last)}; its beginning was not seen")
    if last is None:
        return given(f"from {one} {number(first)}; its end was not seen")
    if first == last:
        return given(f"{one} {number(first)}")
    return given(f"{one}s {number(first)} to {number(last)}")


def _ticks(scale: Scale, one: str, at: Iterable[float]) -> list[Mark]:
    """'week 0' at zero, '3', '18': the name of the unit stands once."""
    return scale.ticks((value, number(value) if value else f"{one} 0") for value in at)


def _length(row: CourseStep) -> str:
    """'3 sessions, 4.5 hours in all'."""
    if not row.sessions:
        return ""
    hours = f"{number(row.hours)} hours" if row.hours is not None else ""
    many = counted(row.sessions, "session")
    return f"{many}, {hours}{' in all' if row.sessions > 1 else ''}" if hours else many


def _talks(scale: Scale, row: CourseStep) -> Talks | None:
    bar = scale.bar(row.week_from, row.week_to, STUB)
    span = ends(row.week_from, row.week_to, STUB)
    if bar is None or span is None:
        return None
    return Talks(bar, [scale.at(week) for week in spread(row.sessions or 0, *span)])


def _span(rows: list[CourseStep]) -> Scale:
    """A scale that holds every week that was seen, and the open ends of talks."""
    weeks = [week for row in rows for week in (row.week_from, row.week_to) if week is not None]
    for row in rows:
        if row.sessions and row.kind in TALKS:
            weeks += ends(row.week_from, row.week_to, STUB) or ()
    return Scale(min(weeks, default=0), max(weeks, default=1) + 0.5)


def _days(scale: Scale, rows: list[CourseStep]) -> list[Mark]:
    return [
        Mark(scale.at(row.week_from), f"{number(row.hours)} h" if row.hours else "")
        for row in rows
        if row.kind is StepKind.DOSING and row.week_from is not None
    ]


def _scored(rows: list[CourseStep]) -> list[float]:
    """The weeks in which a score was taken."""
    last = (row.week_to for row in rows if row.kind is StepKind.ASSESSMENT)
    return [week for week in last if week is not None]


def _line(row: CourseStep) -> Line:
    weeks = when(row.week_from, row.week_to, "week")
    return Line(row.label, weeks, _length(row), Cited(row.text))


@drawing("course-of-treatment", data=COURSE, picture="course-of-treatment")
def course_of_treatment(site: Site) -> Course:
    """Every step in its order."""
    rows: list[CourseStep] = sorted(site.data[COURSE], key=lambda row: row.order)
    scale = _span(rows)
    held = [row for row in rows if row.sessions]
    talks = [_talks(scale, row) for row in held if row.kind in TALKS]
    scored = _scored(rows)
    return Course(
        sum(row.sessions or 0 for row in held),
        number(sum(row.hours or 0 for row in held)),
        number(max(scored, default=0)),
        days=_days(scale, held),
        talks=[one for one in talks if one],
        scores=[Mark(scale.at(week)) for week in scored],
        ticks=_ticks(scale, "week", scored),
        lines=[_line(row) for row in rows],
    )


# ---------------------------------------------------------------- by the hour


@dataclass(frozen=True)
class Lane:
    """A row: its words, and a bar or a point; neither where no hour was seen."""

    label: str
    when: Run
    bar: Bar | None
    point: str
    text: Cited
    note: str
    account: str


@dataclass(frozen=True)
class Day:
    """The lanes and the hours under them."""

    lanes: list[Lane]
    ticks: list[Mark]


def _lane(scale: Scale, row: DosingHours) -> Lane:
    first, last = row.hour_from, row.hour_to
    is_point = first is not None and first == last
    return Lane(
        row.label,
        when(first, last, "hour"),
        bar=None if is_point else scale.bar(first, last, HOUR_STUB),
        point=scale.at(first) if first is not None and is_point else "",
        text=Cited(row.text),
        note=row.note or "",
        account=row.seen.account,
    )


@drawing("dosing-day", data=DAY, picture="dosing-day")
def dosing_day(site: Site) -> Day:
    """What happens on a dosing day, in its order."""
    rows: list[DosingHours] = sorted(site.data[DAY], key=lambda row: row.order)
    hours = [at for row in rows for at in (row.hour_from, row.hour_to) if at is not None]
    first, last = min(hours, default=0), max(hours, default=1)
    scale = Scale(first - HOUR_STUB, last + HOUR_STUB)
    ticks = _ticks(scale, "hour", range(0, int(last) + 1, 2))
    return Day([_lane(scale, row) for row in rows], ticks)
