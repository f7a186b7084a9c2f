"""`guesses.yml`: who could tell what they had been given."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from sitebuild.model.records.common import Id, Keys, Percent, Record, Seen, Text, Value, slip


class GuessGroup(Value):
    """Of whom it is told."""

    MDMA = "mdma", "People given MDMA"
    CONTROL = "control", "People given placebo"
    BOTH = "both", "Both groups"


class Guesser(Value):
    """Who guessed."""

    PARTICIPANT = "participant", "participants"
    THERAPIST = "therapist", "therapists"


class ReadLevel(Value):
    """How much of a trial's report was read."""

    ABSTRACT = "abstract", "abstract read"
    PART = "part", "report read in part"
    WHOLE = "whole", "report read whole"


class Guess(Record):
    """What is known of who guessed right, in a trial or in a program of trials."""

    id: Id
    trial: Id | None = Field(None, description="An id of trials.yml.")
    program: Id | None = Field(None, description="Where it is told of several trials together.")
    group: GuessGroup
    percent: Percent | None = Field(
        None, description="Share who named their group rightly; only where a source prints it."
    )
    guesser: Guesser
    told_by: Text = Field(description="What kind of account says so.")
    level: ReadLevel | None = None
    note: Text
    seen: Seen
    cites: Keys

    @model_validator(mode="after")
    def _of_one(self) -> Self:
        if (self.trial is None) == (self.program is None):
            raise slip("it must be of a trial or of a program", "give one of the two", "trial")
        return self
