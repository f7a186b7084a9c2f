"""`conditions.yml`: conditions and stages of life by name, and who was left out of trials."""

from __future__ import annotations

from pydantic import Field

from sitebuild.model.records.common import CitedText, Id, Key, Record, Text, Value
from sitebuild.model.records.medicines import Evidence, TrialsRule


class ConditionGroup(Value):
    """A part of the table."""

    BRAIN = "brain", "Brain and nerves"
    HEART_AND_VESSELS = "heart-and-vessels", "Heart and blood vessels"
    OTHER_ORGANS = "other-organs", "Other organs"
    MENTAL_HEALTH = "mental-health", "Mental health"
    LIFE_STAGE = "life-stage", "Stages of life, and what came before"


class HealthCondition(Record):
    """A condition beside MDMA-assisted therapy."""

    id: Id
    name: Text
    also: list[Text] = Field(default_factory=list, description="Other words people type.")
    group: ConditionGroup
    left_out: CitedText | None = Field(None, description="Which trials left it out, and why.")
    let_in: CitedText | None = None
    known: CitedText | None = Field(None, description="What is known.")
    trials_rule: TrialsRule
    evidence: Evidence
    cites: list[Key] = Field(default_factory=list)
