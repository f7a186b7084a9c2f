"""`medicines.yml`: other medicines by name, and what was seen of them together with MDMA."""

from __future__ import annotations

from pydantic import Field

from sitebuild.model.records.common import CitedText, Id, Key, Record, Text, Value


class Evidence(Value):
    """What kind of evidence there is of two things together."""

    HUMAN_STUDY = "human-study", "a study in people"
    CASE_REPORTS = "case-reports", "reports of cases"
    MECHANISM = "mechanism", "how the drugs work, or animals"
    NONE_FOUND = "none-found", "nothing found"


class TrialsRule(Value):
    """What trials of the therapy did with people who took or had it."""

    EXCLUDED = "excluded", "left out"
    TAPERED = "tapered", "tapered off first"
    ALLOWED = "allowed", "let in"
    ALLOWED_WITH_LIMITS = "allowed-with-limits", "let in with limits"
    NOT_STATED = "not-stated", "not stated"


class MixRisk(Value):
    """What was seen of the mixture."""

    DANGER_REPORTED = "danger-reported", "Danger reported"
    EFFECT_WEAKENED = "effect-weakened", "Effects weakened"
    EFFECT_STRENGTHENED = "effect-strengthened", "Effects strengthened"
    NO_CLEAR_EFFECT = "no-clear-effect", "No change seen in what was measured"
    NOT_KNOWN = "not-known", "Not known"


class MedicineGroup(Value):
    """A part of the table."""

    ANTIDEPRESSANT = "antidepressant", "Antidepressants"
    ANTIPSYCHOTIC = "antipsychotic", "Antipsychotics"
    MOOD_STABILIZER = "mood-stabilizer", "Mood stabilizers"
    STIMULANT = "stimulant", "Stimulants"
    SEDATIVE = "sedative", "Medicines for anxiety and sleep"
    MIGRAINE = "migraine", "Migraine medicines"
    INFECTION = "infection", "Medicines against infections"
    PAIN = "pain", "Painkillers"
    HEART_AND_PRESSURE = "heart-and-pressure", "Heart and blood pressure medicines"
    HORMONE = "hormone", "Hormones"
    SUPPLEMENT = "supplement", "Supplements"
    ALCOHOL_AND_DRUGS = "alcohol-and-drugs", "Alcohol and other drugs"
    OTHER = "other", "Other medicines"


class Medicine(Record):
    """A medicine or a class of medicines beside MDMA."""

    id: Id
    name: Text
    brands: list[Text] = Field(default_factory=list, description="Names on the box.")
    also: list[Text] = Field(default_factory=list, description="Other words people type.")
    group: MedicineGroup
    seen: CitedText = Field(description="What was seen together with MDMA.")
    in_whom: Text | None = Field(None, description="'16 healthy people', 'case reports'.")
    evidence: Evidence
    see: list[Id] = Field(default_factory=list, description="Rows to be read beside this one.")
    remark: Text | None = Field(None, description="Said in brackets on the clinician's sheet.")
    on_sheet: bool = Field(True, description="Named on the clinician's sheet; else counted there.")
    trials: CitedText | None = Field(None, description="What trials of the therapy did.")
    trials_rule: TrialsRule
    risk: MixRisk
    verdict: Text | None = Field(
        None, description="What changed, in a few words, where `risk` would say too little."
    )
    cites: list[Key] = Field(default_factory=list)
