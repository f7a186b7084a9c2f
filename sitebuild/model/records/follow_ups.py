"""`follow-ups.yml`: what each PTSD trial measured, when, and whether there was a comparison."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from sitebuild.model.records.common import (
    CitedText,
    Count,
    Id,
    Keys,
    Number,
    Record,
    Seen,
    Text,
    Truth,
    Value,
    in_order,
    slip,
)

# A paper that pooled trials, some of them unpublished, and that a journal has retracted: it is of
# no one trial, and has to stand among the follow-ups as what it is.
POOLED = "phase-2-pooled"


class CountedFrom(Value):
    """Where the counting of weeks begins."""

    BASELINE = "baseline", "the first score"
    LAST_SESSION = "last-session", "the last dosing day"


class FollowUp(Record):
    """One point in time at which a trial measured symptoms."""

    id: Id
    trial: Id = Field(description="An id of trials.yml, or phase-2-pooled.")
    timepoint: Text = Field(description="When, in words.")
    weeks: Number | None = Field(None, ge=0, description="Weeks from `counted_from`.")
    weeks_to: Number | None = Field(None, ge=0, description="The end, where it is a span.")
    counted_from: CountedFrom
    since_dose: Number | None = Field(None, ge=0, description="Weeks since the last dose.")
    compared: Truth = Field(description="Whether there still was a group to compare with.")
    main: Truth = Field(False, description="Whether it is the trial's main result.")
    retracted: Truth = Field(False, description="Whether the paper that says so was retracted.")
    n: Count | None = Field(None, description="People with a score.")
    of: Count | None = Field(None, description="Of those randomized (or treated).")
    result: CitedText
    note: Text | None = None
    seen: Seen
    cites: Keys

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.n is not None and self.of is not None and self.n > self.of:
            raise slip(f"n is {self.n} of {self.of}", "check both", "n")
        in_order("weeks_to", self.weeks, self.weeks_to)
        return self

    @property
    def span(self) -> tuple[float, float] | None:
        """First and last week since the last dose; None where that was not seen."""
        if self.counted_from is CountedFrom.BASELINE:
            return None if self.since_dose is None else (self.since_dose, self.since_dose)
        if self.weeks is None:
            return None
        return self.weeks, self.weeks if self.weeks_to is None else self.weeks_to
