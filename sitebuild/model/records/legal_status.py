"""`legal-status.yml`: where MDMA stands in law, and whether a patient can be treated with it."""

from __future__ import annotations

from pydantic import Field

from sitebuild.model.records.common import Id, Keys, PastDate, Record, Seen, Text, Value


class Region(Value):
    """A part of the world."""

    INTERNATIONAL = "international", "International"
    NORTH_AMERICA = "north-america", "North America"
    EUROPE = "europe", "Europe"
    OCEANIA = "oceania", "Oceania"
    ASIA = "asia", "Asia"
    SOUTH_AMERICA = "south-america", "South America"
    AFRICA = "africa", "Africa"


class Access(Value):
    """How a patient can be treated there."""

    NONE = "none", "None found"
    TRIALS_ONLY = "trials-only", "Trials only"
    EXCEPTIONAL = "exceptional", "Single patients, by permission"
    PRESCRIBING_SCHEME = "prescribing-scheme", "Authorized prescribers"
    MIXED = "mixed", "Differs"
    NOT_SEEN = "not-seen", "Not seen"


class LegalStatus(Record):
    """Where MDMA stands in law, and whether a patient can be treated with it."""

    id: Id
    place: Text
    region: Region
    within: Text | None = Field(None, description="For a state or province: the country.")
    schedule: Text | None = Field(None, description="Name of the class in that law.")
    statute: Text | None = None
    access: Access = Field(
        description="exceptional: single patients by permission; prescribing-scheme: authorized "
        "prescribers outside trials."
    )
    medical_access: Text = Field(description="One or two sentences.")
    since: PastDate | None = None
    since_means: Text | None = Field(None, description="What the date dates.")
    authority: Text | None = None
    detail: Text | None = None
    as_of: PastDate = Field(description="The state of things on this date, as far as seen.")
    seen: Seen
    cites: Keys
