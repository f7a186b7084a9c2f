"""`treatments.yml`: treatments of PTSD, each with what its own trials or reviews print."""

from __future__ import annotations

from pydantic import Field

from sitebuild.model.records.common import CitedText, Id, Keys, Record, Seen, Text, Value
from sitebuild.model.records.trials import Share


class TreatmentKind(Value):
    """A kind of treatment."""

    PSYCHOTHERAPY = "psychotherapy", "Talking therapies"
    MEDICINE = "medicine", "Medicines"
    DRUG_ASSISTED = "drug-assisted", "A drug within therapy"
    OTHER = "other", "Other"


class SourceKind(Value):
    """Where the figures come from."""

    META_ANALYSIS = "meta-analysis", "a pooled analysis"
    TRIAL = "trial", "one trial"


class Treatment(Record):
    """One treatment in its own trials."""

    id: Id
    name: Text
    kind: TreatmentKind
    response: Share | None = None
    loss_of_diagnosis: Share | None = None
    dropout: Share | None = None
    compared_with: CitedText | None = None
    source_kind: SourceKind | None = None
    people: CitedText | None = Field(None, description="Who, and how many.")
    note: CitedText | None = None
    seen: Seen
    cites: Keys
