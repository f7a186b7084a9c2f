"""`time-course.yml`: how MDMA acts in time, as studies under supervision measured it."""

from __future__ import annotations

from pydantic import Field

from sitebuild.model.records.common import (
    CitedText,
    Id,
    Keys,
    Number,
    Record,
    Seen,
    Text,
    Truth,
    Value,
)


class Measured(Value):
    """What was measured."""

    ONSET = "onset", "Effects begin"
    PEAK_EFFECT = "peak-effect", "Effects are strongest"
    PEAK_BLOOD = "peak-blood", "Most in the blood"
    FELT = "felt-effect-lasts", "Felt effect lasts"
    HALF_LIFE = "half-life", "Half of it gone from the blood"
    METABOLITE_HALF_LIFE = "metabolite-half-life", "Half of its active form gone"
    ENZYME = "enzyme-recovery", "The enzyme works again"
    PRESSURE = "blood-pressure-peak", "Blood pressure"
    PULSE = "pulse-peak", "Pulse"
    TEMPERATURE = "temperature-peak", "Temperature"
    AFTER = "after-effects", "After-effects"


class Unit(Value):
    """The unit of a value."""

    HOURS = "hours", "hours"
    MINUTES = "minutes", "minutes"
    DAYS = "days", "days"
    MMHG = "mmHg", "mmHg"
    BEATS = "beats-per-minute", "beats a minute"
    DEGREES = "degrees-celsius", "°C"


class TimeValue(Record):
    """One measured value."""

    id: Id
    what: Measured
    label: Text
    low: Number | None = None
    high: Number | None = None
    typical: Number | None = Field(None, description="A mean as printed, or the one value given.")
    unit: Unit
    rise: Truth = Field(False, description="A rise over placebo or the start, not a reading.")
    in_whom: CitedText | None = None
    setting: CitedText | None = Field(None, description="The study; its own dose, if it says one.")
    note: CitedText | None = None
    seen: Seen
    cites: Keys
