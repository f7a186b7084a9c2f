"""`dosing-day.yml`: one day with MDMA or placebo in a trial, by the hour."""

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
    in_order,
)


class DosingHours(Record):
    """Something that happens on a dosing day."""

    id: Id
    order: Count = Field(description="Its place, from 1.")
    hour_from: Number | None = Field(
        None, description="Hours from the first capsule; left out where not seen."
    )
    hour_to: Number | None = Field(None, description="The same.")
    label: Text
    text: CitedText
    trial: Id | None = Field(None, description="The trial of trials.yml of which it is told.")
    note: Text | None = None
    seen: Seen
    cites: Keys

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        in_order("hour_to", self.hour_from, self.hour_to)
        return self
