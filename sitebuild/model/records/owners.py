"""`owners.yml`: who ran the trials, who paid, and who came from whom."""

from __future__ import annotations

from pydantic import Field

from sitebuild.model.records.common import (
    CitedText,
    Id,
    Keys,
    PastDate,
    Record,
    Seen,
    Text,
    Value,
)


class OwnerKind(Value):
    """What kind of body runs or pays."""

    CHARITY = "charity"
    COMPANY = "company"
    GOVERNMENT = "government"


class Owner(Record):
    """A body that runs trials or pays for them."""

    id: Id
    name: Text = Field(description="Short name.")
    full_name: Text
    kind: OwnerKind
    parent: Id | None = Field(None, description="The record that this one came from.")
    since: PastDate = Field(description="From when it bore this name, or paid.")
    until: PastDate | None = Field(None, description="Until when it bore this name.")
    what: CitedText
    money: CitedText
    trials: list[Id] = Field(description="Ids of trials.yml whose sponsor it was.")
    note: Text | None = None
    seen: Seen
    cites: Keys
