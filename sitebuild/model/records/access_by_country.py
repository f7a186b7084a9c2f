"""`access-by-country.yml`: how a patient can be treated, country by country."""

from __future__ import annotations

from pydantic import Field

from sitebuild.model.records.common import CitedText, Id, Key, PastDate, Record, Text
from sitebuild.model.records.legal_status import Access


class CountryAccess(Record):
    """The way to treatment in one country."""

    id: Id
    place: Text
    legal: Id | None = Field(None, description="The id of its record in legal-status.yml.")
    kind: Access
    route: CitedText
    who_may_prescribe: CitedText | None = None
    cost: CitedText | None = None
    who_pays: CitedText | None = None
    treated: CitedText | None = Field(None, description="How many people, until when.")
    as_of: PastDate
    cites: list[Key] = Field(default_factory=list)
