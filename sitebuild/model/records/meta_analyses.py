"""`meta-analyses.yml`: pooled estimates, as each review prints them."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from sitebuild.model.records.common import (
    AnyDate,
    CitedText,
    Count,
    Id,
    Interval,
    Key,
    Keys,
    Number,
    PastYear,
    Percent,
    Record,
    Seen,
    Text,
    Truth,
    Value,
    inside,
)


class OutcomeKind(Value):
    """What was pooled, as a kind."""

    PTSD_SYMPTOMS = "ptsd-symptoms", "PTSD symptoms"
    RESPONSE = "response"
    REMISSION = "remission"
    DEPRESSION = "depression"
    DROPOUT = "dropout"
    ADVERSE_EVENTS = "adverse-events", "adverse events"
    OTHER = "other"


class Statistic(Value):
    """The measure in which an estimate is printed."""

    HEDGES_G = "Hedges' g"
    COHENS_D = "Cohen's d"
    SMD = "SMD"
    MD = "MD"
    RR = "RR"
    OR = "OR"
    D_UNSPECIFIED = "d (unspecified)"
    OTHER = "other"

    @property
    def standardized(self) -> bool:
        """Whether it counts in standard deviations, so that it may stand beside others."""
        return self in (Statistic.HEDGES_G, Statistic.SMD, Statistic.COHENS_D)


class Favors(Value):
    """Which sign, or side of 1, means that MDMA did better."""

    NEGATIVE = "negative", "below 0"
    POSITIVE = "positive", "above 0"
    ABOVE_1 = "above-1", "above 1"
    BELOW_1 = "below-1", "below 1"
    NEITHER = "neither", "neither side"


class CertaintyRating(Value):
    """How sure reviewers are, in GRADE's words."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    VERY_LOW = "very low"


class Heterogeneity(Record):
    """How far the trials disagree."""

    i2: Percent | None = Field(None, description="I², %.")
    tau2: Number | None = Field(None, ge=0, description="τ², in squared units of the statistic.")
    q: Number | None = Field(None, ge=0, description="Cochran's Q.")
    df: Count | None = None
    p: Text | None = None


class Certainty(Record):
    """How sure the reviewers are."""

    rating: CertaintyRating
    tool: Text = "GRADE"
    why: Text | None = None


class TrialEffect(Record):
    """One trial's share in a pooled estimate, as that review prints it."""

    trial: Id = Field(description="An id of trials.yml.")
    estimate: Number
    ci: Interval
    weight: Percent | None = Field(None, description="% of the pooled estimate.")


class MetaAnalysis(Record):
    """One pooled estimate of a published meta-analysis; a paper with more has more records."""

    id: Id
    name: Text = Field(description="As shown: 'SYPRES 2026'.")
    year: PastYear
    outcome: Text = Field(description="What was pooled: 'PTSD symptoms (CAPS)', 'response' …")
    outcome_kind: OutcomeKind
    compares: Text = Field(
        description="Which groups: 'MDMA with therapy against placebo or low dose with therapy'."
    )
    population: Text | None = Field(
        None,
        description="Whom it pools, where these are not people with PTSD alone: "
        "'all disorders together'.",
    )
    controlled: Truth = Field(
        description="True where the estimate is between groups; false where it is before "
        "against after."
    )
    k: Count | None = Field(None, description="Trials pooled.")
    n: Count | None = Field(None, description="People pooled.")
    model: Text | None = Field(None, description="'random effects, REML, Hartung-Knapp'.")
    statistic: Statistic
    statistic_note: Text | None = None
    estimate: Number = Field(description="Sign as printed.")
    favors_mdma_when: Favors = Field(
        description="How to read the sign: negative = a lower symptom score with MDMA."
    )
    ci: Interval | None = None
    ci_level: Percent = 95
    p: Text | None = None
    prediction_interval: Interval | None = None
    heterogeneity: Heterogeneity | None = None
    certainty: Certainty | None = None
    searched_to: AnyDate | None = None
    trials: list[TrialEffect] = Field(default_factory=list)
    funding: Text | None = None
    rests_on_retracted: list[Key] = Field(
        default_factory=list, description="Retracted papers among its inputs."
    )
    note: CitedText | None = None
    seen: Seen
    cites: Keys

    @model_validator(mode="after")
    def _inside(self) -> Self:
        inside("estimate", self.estimate, self.ci)
        return self
