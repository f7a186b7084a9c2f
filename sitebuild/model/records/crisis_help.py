"""`crisis-help.yml`: whom to call."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sitebuild.model.records.common import ADDRESS, PHONE, Id, Key, PastDate, Record, Seen, Text


class CrisisService(Record):
    """A crisis line."""

    id: Id
    country: Text
    service: Text
    for_whom: Text | None = None
    contact: Text = Field(description="How to reach it: 'call or text 988'.")
    phone: Annotated[str, Field(pattern=PHONE)] | None = Field(
        None, description="Digits to dial, for the phone link."
    )
    hours: Text | None = None
    official_url: Annotated[str, Field(pattern=ADDRESS)]
    seen: Seen
    seen_where: Text | None = Field(None, description="For secondary: whose account.")
    as_of: PastDate
    cites: list[Key] = Field(default_factory=list)
