"""`participants.yml`: who took part in trials, beside people who live with PTSD."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from sitebuild.model.records.common import (
    Count,
    Id,
    Keys,
    Number,
    Percent,
    Record,
    Seen,
    Text,
    Value,
    as_percent,
    possible,
    slip,
)

# What `group` may name besides a trial: some groups are several trials taken together, and the
# people whom trials stand for are in none.
NO_TRIALS = frozenset(
    {
        "phase-3",
        "sypres-six",
        "us-adults-ptsd",
        "us-adults-moderate-mental-illness",
        "us-adults-severe-mental-illness",
    }
)


class Measure(Value):
    """What of people was counted or measured."""

    SEX = "sex-female", "Sex"
    HISPANIC = "ethnicity-hispanic", "Ethnicity"
    NOT_WHITE = "race-other-than-white", "Race"
    BLACK = "race-black", "Race: Black"
    AGE = "age-mean", "Age"
    EARLIER_MDMA = "earlier-mdma", "Earlier MDMA use"
    TRAUMA = "trauma-kind", "Kind of trauma"
    YEARS = "ptsd-years", "Years with PTSD"
    SEVERITY = "severity", "Severity"
    OTHER_CONDITION = "other-condition", "Other conditions"


class Figure(Record):
    """So many of so many people, or a mean."""

    n: Count | None = None
    of: Count | None = None
    percent: Percent | None = Field(None, description="As printed.")
    mean: Number | None = None
    sd: Number | None = Field(None, ge=0, description="Standard deviation of the mean's people.")
    unit: Text | None = Field(None, description="Of the mean.")

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if self.mean is None:
            possible(self.n, self.of, self.percent)
        elif self.unit is None:
            raise slip("a mean without its unit", "say of what, as 'years'", "mean")
        return self

    @property
    def as_percent(self) -> float | None:
        """Per 100 people; None for a mean."""
        return None if self.mean is not None else as_percent(self.n, self.of, self.percent)


class Participants(Record):
    """One thing that is known of the people in a group."""

    id: Id
    group: Id = Field(
        description="An id of trials.yml; or phase-3 (MAPP1 and MAPP2 together), sypres-six (the "
        "six pooled trials), or people outside of trials: us-…"
    )
    arm: Id | None = Field(None, description="An arm of that trial, where only it was counted.")
    group_name: Text = Field(description="As shown.")
    n: Count | None = Field(None, description="People in the group.")
    measure: Measure
    label: Text = Field(description="As shown: 'Women'.")
    value: Figure
    note: Text | None = None
    seen: Seen
    cites: Keys
