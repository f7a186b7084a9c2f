"""`course.yml`: the course of treatment as a trial planned it, step by step."""

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
    Text,
    Value,
    in_order,
)


class StepKind(Value):
    """What is done in a step of the course."""

    SCREENING = "screening"
    ASSESSMENT = "assessment", "score taken"
    PREPARATION = "preparation", "talk before"
    DOSING = "dosing", "day with MDMA or placebo"
    INTEGRATION = "integration", "talk after"


class CourseStep(Record):
    """A step of the course of treatment."""

    id: Id
    order: Count = Field(description="Its place, from 1.")
    kind: StepKind
    label: Text
    text: CitedText
    week_from: Number | None = Field(None, description="Left out where not seen.")
    week_to: Number | None = Field(None, description="Left out where not seen.")
    sessions: Count | None = Field(None, description="How many.")
    hours: Number | None = Field(None, ge=0, description="Of all its sessions together.")
    cites: Keys

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        in_order("week_to", self.week_from, self.week_to)
        return self
