"""`bias-reviews.yml`: how each review judged the risk of bias of the trials."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from sitebuild.model.records.common import (
    CitedText,
    Id,
    Keys,
    PastYear,
    Percent,
    Record,
    Seen,
    Text,
    Truth,
    Value,
    slip,
)


class Risk(Value):
    """A judgment of the risk of bias: its word, and the letter that stands for it."""

    LOW = "low", "low", "L"
    SOME = "some concerns", "some concerns", "S"
    HIGH = "high", "high", "H"

    @property
    def letter(self) -> str:
        """What stands in a cell, since color alone says nothing to some."""
        return self.words[1]


class TrialRisk(Record):
    """A review's ratings of one trial, in the domains of RoB 2."""

    trial: Id
    d1: Risk | None = Field(None, description="Randomization.")
    d2: Risk | None = Field(None, description="Deviations from the planned treatment.")
    d3: Risk | None = Field(None, description="Missing data.")
    d4: Risk | None = Field(None, description="Measurement of the outcome.")
    d5: Risk | None = Field(None, description="Selection of the reported result.")
    overall: Risk


class RiskShare(Record):
    """The share of a review's trials at high risk."""

    percent: Percent


class BiasReview(Record):
    """How one review judged the risk of bias of its trials."""

    id: Id
    name: Text
    year: PastYear
    tool: Text | None = None
    scope: Text = Field(description="Which trials it judged.")
    says: CitedText
    per_trial: Truth = Field(description="Whether its ratings trial by trial could be read.")
    trials: list[TrialRisk] = Field(default_factory=list)
    majority: Risk | None = Field(None, description="What it says of most of its trials.")
    share: RiskShare | None = None
    note: Text | None = None
    seen: Seen
    cites: Keys

    @model_validator(mode="after")
    def _ratings(self) -> Self:
        if self.per_trial != bool(self.trials):
            what = "per_trial and trials do not agree"
            raise slip(what, "give the ratings trial by trial, or write per_trial: false", "trials")
        return self
