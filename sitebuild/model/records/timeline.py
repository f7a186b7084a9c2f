"""`timeline.yml`: what happened, when, and who says so."""

from __future__ import annotations

from pydantic import Field

from sitebuild.model.records.common import Id, Keys, PastDate, Record, Seen, Text, Value


class TimelineKind(Value):
    """The part of the story that an event belongs to."""

    SCIENCE = "science"
    TRIAL = "trial"
    LAW = "law"
    REGULATOR = "regulator"
    COMPANY = "company"
    COURT = "court"
    GUIDELINE = "guideline"
    CONTROVERSY = "controversy"
    SOCIETY = "society"


class TimelineEvent(Record):
    """Something that happened, on a date that a source gives."""

    id: Id
    date: PastDate
    date_end: PastDate | None = None
    event: Text = Field(description="One sentence, present tense, plain text.")
    kind: TimelineKind
    place: Text = Field(description="Country, or 'International'.")
    page: Text | None = Field(
        None, description="Where the site says more: folder/page.md#a-heading"
    )
    seen: Seen
    note: Text | None = None
    cites: Keys
