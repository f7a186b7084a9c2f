"""How MDMA acts in time, value by value."""

from __future__ import annotations

from dataclasses import dataclass

from sitebuild.model.records import Measured, Seen, TimeValue
from sitebuild.model.site import Site
from sitebuild.style.numbers import number
from sitebuild.views import drawing
from sitebuild.views.parts import Cited, Group, Keys, grouped

FILE = "time-course.yml"


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


def spoken(row: TimeValue) -> str:
    """'2.5 hours', '1 to 2 hours', '8 (6 to 10) hours'."""
    ends = [end for end in (row.low, row.high) if end is not None]
    span = " to ".join(number(end) for end in ends)
    typical = number(row.typical) if row.typical is not None else ""
    said = f"{typical} ({span})" if typical and len(ends) == 2 else typical or span
    return f"{said} {row.unit.word}"


@drawing("time-course", data=FILE)
def time_course(site: Site) -> dict[str, list[Group[Value]]]:
    """All values, kind by kind, in the order in which things happen."""
    rows: list[TimeValue] = site.data[FILE]
    return {"kinds": grouped(((row.what, _value(row)) for row in rows), Measured)}


def _value(row: TimeValue) -> Value:
    return Value(
        row.label,
        spoken(row),
        in_whom=Cited(row.in_whom or ""),
        setting=Cited(row.setting or ""),
        note=Cited(row.note or ""),
        account=row.seen.word if row.seen is Seen.SECONDARY else "",
        cites=Keys(row.cites),
    )
