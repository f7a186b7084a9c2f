"""`fda-path.yml`: what happened between the FDA and those who asked it to allow MDMA for PTSD."""

from __future__ import annotations

from pydantic import Field

from sitebuild.model.records.common import Count, Id, Keys, PastDate, Record, Seen, Text, Value


class Actor(Value):
    """Who took a step."""

    FDA = "FDA", "the FDA"
    SPONSOR = "sponsor", "the sponsor"
    COMMITTEE = "committee", "the FDA’s advisers"
    OTHER = "other", "another body"


class Vote(Record):
    """A vote of the FDA's advisers."""

    question: Text = Field(description="As it was put.")
    short: Text = Field(description="The same in a few plain words.")
    yes: Count
    no: Count
    cites: Keys


class FdaStep(Record):
    """A step between the FDA and those who asked it to allow MDMA for PTSD."""

    id: Id
    date: PastDate
    date_end: PastDate | None = Field(None, description="For what lasted: its last day.")
    step: Text = Field(description="What it was called, in a few words.")
    text: Text = Field(description="One sentence, plain text.")
    actor: Actor
    votes: list[Vote] = Field(default_factory=list)
    note: Text | None = None
    seen: Seen
    cites: Keys
