"""How MDMA acts in time: hours on one axis, what the body did on its own, and all values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sitebuild.model.records import Measured, TimeValue, Unit
from sitebuild.model.site import Site
from sitebuild.style.numbers import number
from sitebuild.views import drawing
from sitebuild.views.geometry import Bar, Mark, Scale
from sitebuild.views.parts import Cited, Group, Keys, grouped

FILE = "time-course.yml"
IN_HOURS = {Unit.HOURS: 1.0, Unit.MINUTES: 1 / 60}
# How long something takes; what else is in hours says when, counted from the dose.
LENGTHS = {Measured.FELT, Measured.HALF_LIFE, Measured.METABOLITE_HALF_LIFE}
TOO_LONG = {Measured.ENZYME, Measured.AFTER}  # days: they stand in the table alone
AXIS, STEP = 12, 4  # hours
# What a body did, from the left edge to the right one, and a number at every so many.
BODY = {
    Unit.MMHG: ("Upper blood pressure, mmHg", 200, 100),
    Unit.BEATS: ("Pulse, beats a minute", 150, 50),
}


@dataclass(frozen=True)
class Lane:
    """A value as it is drawn.

    A time or a reading is a point, or a bar from its lowest to its highest; a length or a rise is a
    bar from the left edge, with a line over its range.
    """

    label: str
    value: str
    bar: Bar | None
    span: Bar | None
    point: str
    length: bool


@dataclass(frozen=True)
class Panel:
    """Lanes over one axis."""

    title: str
    lanes: list[Lane]
    ticks: list[Mark]


@dataclass(frozen=True)
class Value:
    """A value as it is printed: '1 to 2 hours'."""

    label: str
    value: str
    in_whom: Cited
    setting: Cited
    note: Cited
    account: str
    cites: Keys


@dataclass(frozen=True)
class TimeCourse:
    """The picture, and every value, kind by kind."""

    panels: list[Panel]
    kinds: list[Group[Value]]


def spoken(row: TimeValue) -> str:
    """'2.5 hours', '1 to 2 hours', '8 (6 to 10) hours'."""
    ends = [end for end in (row.low, row.high) if end is not None]
    span = " to ".join(number(end) for end in ends)
    typical = number(row.typical) if row.typical is not None else ""
    said = f"{typical} ({span})" if typical and len(ends) == 2 else typical or span
    return f"{said} {row.unit.word}"


def lane(row: TimeValue, scale: Scale, factor: float = 1) -> Lane:
    """What is drawn of a value; `factor` turns its unit into the scale's."""
    low, typical, high = (
        None if value is None else value * factor for value in (row.low, row.typical, row.high)
    )
    length = row.rise or row.what in LENGTHS
    whole = low is not None and high is not None
    span = scale.bar(low, high, 0) if whole else None
    first = next((end for end in (typical, low, high) if end is not None), None)
    if length:
        return Lane(row.label, spoken(row), scale.bar(0, first or 0, 0), span, "", length)
    point = "" if first is None or (whole and typical is None) else scale.at(first)
    return Lane(row.label, spoken(row), span, None, point, length)


def _panel(title: str, rows: Sequence[tuple[TimeValue, float]], most: float, step: int) -> Panel:
    """One axis from zero to `most`, or on to the greatest value."""
    values = [
        value * factor
        for row, factor in rows
        for value in (row.low, row.typical, row.high)
        if value is not None
    ]
    scale = Scale(0, max([most, *values]))
    ticks = [(at, str(at)) for at in range(0, int(scale.high) + 1, step)]
    return Panel(title, [lane(row, scale, factor) for row, factor in rows], scale.ticks(ticks))


@drawing("time-course", data=FILE, picture="time-course")
def time_course(site: Site) -> TimeCourse:
    """All values, kind by kind, in the order in which things happen."""
    rows: list[TimeValue] = [
        row for kind in Measured for row in site.data[FILE] if row.what is kind
    ]
    timed = [
        (row, IN_HOURS[row.unit])
        for row in rows
        if row.unit in IN_HOURS and row.what not in TOO_LONG
    ]
    panels = [_panel("Hours since the dose", timed, AXIS, STEP)]
    for unit, (title, most, step) in BODY.items():
        panels.append(_panel(title, [(row, 1) for row in rows if row.unit is unit], most, step))
    return TimeCourse(
        [panel for panel in panels if panel.lanes],
        grouped(((row.what, _value(row)) for row in rows), Measured),
    )


def _value(row: TimeValue) -> Value:
    return Value(
        row.label,
        spoken(row),
        in_whom=Cited(row.in_whom or ""),
        setting=Cited(row.setting or ""),
        note=Cited(row.note or ""),
        account=row.seen.account,
        cites=Keys(row.cites),
    )
