"""`adverse-events.yml`: how many people of one arm of one trial had one kind of event."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from sitebuild.model.records.common import (
    Count,
    Id,
    Keys,
    Percent,
    Record,
    Seen,
    Text,
    Truth,
    Value,
    as_percent,
    possible,
)

# ends the basis of a count of events, in which one person may stand more than once
MORE_THAN_ONCE = "a person may count more than once"


class EventKind(Value):
    """The group of harms that an event belongs to."""

    COMMON = "common"
    PSYCHIATRIC = "psychiatric"
    CARDIOVASCULAR = "cardiovascular", "heart and circulation"
    SERIOUS = "serious"
    SEVERE = "severe"
    SUICIDALITY = "suicidality", "suicidal thoughts or acts"
    DROPOUT = "dropout", "left the trial"
    OTHER = "other"


class AdverseEvent(Record):
    """How many people of one arm of one trial had one kind of event."""

    trial: Id = Field(description="An id of trials.yml (or 'phase-2-pooled').")
    arm: Id = Field(description="An arm id of that trial: mdma, placebo, low-dose, open-label.")
    event: Text = Field(
        description="The report's word (MedDRA term), sentence case, the same in both arms: "
        "'Muscle tightness'."
    )
    kind: EventKind
    n: Count | None = None
    of: Count | None = Field(None, description="People in the arm.")
    percent: Percent | None = Field(None, description="As printed.")
    basis: Text = Field(
        description="What was counted, over how long: 'New or worse after treatment began, over "
        f"18 weeks'; a count of events and not of people ends in '{MORE_THAN_ONCE}'."
    )
    locator: Text | None = Field(None, description="Table or page.")
    drafted: Truth | None = Field(
        None,
        description="true while nobody has set the row that `make trial` wrote beside the "
        "registry's page.",
    )
    seen: Seen
    note: Text | None = None
    cites: Keys

    @model_validator(mode="after")
    def _possible(self) -> Self:
        possible(self.n, self.of, self.percent)
        return self

    @property
    def as_percent(self) -> float:
        """Per 100 people of the arm."""
        return as_percent(self.n, self.of, self.percent)

    @property
    def counts_people(self) -> bool:
        """Whether `n` is a number of people, so that one dot can be one person."""
        return self.n is not None and self.of is not None and MORE_THAN_ONCE not in self.basis
