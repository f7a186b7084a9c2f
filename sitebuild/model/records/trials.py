"""`trials.yml`: every trial of MDMA with therapy, its arms, effects and what reviewers said."""

from __future__ import annotations

import re
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from sitebuild.model.records.common import (
    AnyDate,
    CitedText,
    Count,
    Id,
    Interval,
    Key,
    Keys,
    Number,
    PastDate,
    PastYear,
    Percent,
    Record,
    Seen,
    Text,
    Value,
    analyzed,
    as_percent,
    inside,
    possible,
    slip,
)

# scales of the clinician's interview: name in `measure` → its highest score (the lowest is 0)
SCALES = {"CAPS-5": 80, "CAPS-IV": 136}


class Condition(Value):
    """What a trial treats."""

    PTSD = "ptsd", "PTSD"
    ALCOHOL_USE_DISORDER = "alcohol-use-disorder", "Alcohol use disorder"
    SOCIAL_ANXIETY_AUTISM = "social-anxiety-autism", "Social anxiety in autistic adults"
    LIFE_THREATENING_ILLNESS = "life-threatening-illness", "Anxiety with life-threatening illness"
    EATING_DISORDERS = "eating-disorders", "Eating disorders"
    COUPLES_PTSD = "couples-ptsd", "PTSD, in couples"
    HEALTHY_VOLUNTEERS = "healthy-volunteers", "Healthy volunteers"
    OTHER = "other", "Other"


class Status(Value):
    """How far a trial has come."""

    COMPLETED = "completed"
    STOPPED_EARLY = "stopped-early", "stopped early"
    RUNNING = "running"
    RECRUITING = "recruiting"
    PLANNED = "planned"
    WITHDRAWN = "withdrawn"
    UNKNOWN = "unknown"

    @property
    def goes_on(self) -> bool:
        """Whether people are treated now."""
        return self in (Status.RUNNING, Status.RECRUITING)


class Phase(Value):
    """The phase of development, as the registry gives it."""

    ONE = "1", "phase 1"
    ONE_TWO = "1/2", "phase 1/2"
    TWO = "2", "phase 2"
    TWO_THREE = "2/3", "phase 2/3"
    THREE = "3", "phase 3"
    THREE_B = "3b", "phase 3b"
    FOUR = "4", "phase 4"
    PILOT = "pilot"
    EXTENSION = "extension"
    NOT_GIVEN = "not-given", "phase not given"

    @property
    def rank(self) -> int:
        """The place in a list that begins with what is nearest to a decision; 0 comes first."""
        return _NEAREST_FIRST.index(self.value)


_NEAREST_FIRST = ["3b", "4", "3", "2/3", "2", "1/2", "1", "pilot", "extension", "not-given"]


class Allocation(Value):
    """How people came into an arm; `.people` is what they are called."""

    RANDOMIZED = "randomized"
    SINGLE_GROUP = "single-group", "single group"
    NON_RANDOMIZED = "non-randomized", "non randomized"
    NOT_GIVEN = "not-given", "design not given"

    @property
    def people(self) -> str:
        """'randomized' or 'enrolled', after a number of people."""
        return "randomized" if self is Allocation.RANDOMIZED else "enrolled"


class Role(Value):
    """What an arm was given."""

    MDMA = "mdma", "MDMA"
    LOW_DOSE = "low-dose", "low-dose MDMA"
    PLACEBO = "placebo"
    OTHER_CONTROL = "other-control", "another control"
    OPEN_LABEL = "open-label", "MDMA, known to all"


# ---------------------------------------------------------------- numbers in registries

REGISTRY = (
    r"^(NCT\d{8}|ACTRN\d{14}p?|EUCTR\S+|\d{4}-\d{6}-\d{2}(-\d{2})?|ISRCTN\d+|CTIS\S+|NL\S+"
    r"|jRCT\S+|NTR\d+)$"
)
_REGISTRY = re.compile(REGISTRY, re.ASCII)
# registry → (digits, an example)
_DIGITS = {"NCT": (8, "NCT04077437"), "ACTRN": (14, "ACTRN12612000219886")}
_OTHERS = "NCT04077437, ACTRN12612000219886, 2019-000265-23 (EudraCT) or ISRCTN12345678"


def registry_slip(value: str) -> tuple[str, str] | None:
    """What is wrong with a registry number, and what to do; None where nothing is.

    >>> registry_slip("NCT0407743")[0]
    "'NCT0407743' is no registry number: NCT and 8 digits (here 7)"
    """
    if _REGISTRY.fullmatch(value):
        return None
    letters = re.match("[A-Za-z]*", value)
    name = letters.group().upper() if letters else ""
    if name in _DIGITS:
        digits, example = _DIGITS[name]
        here = sum(character.isdigit() for character in value)
        count = f" (here {here})" if here != digits else ""
        what = f"'{value}' is no registry number: {name} and {digits} digits{count}"
        return what, f"copy it from the registry, like {example}"
    return f"'{value}' is no registry number", f"write it as {_OTHERS}"


def _registry(value: str) -> str:
    if wrong := registry_slip(value):
        raise slip(*wrong)
    return value


Registry = Annotated[str, AfterValidator(_registry), Field(json_schema_extra={"pattern": REGISTRY})]

# ---------------------------------------------------------------- parts of a trial


class Mean(Record):
    """A mean with the spread that the report printed (one of SD, SE or CI)."""

    mean: Number = Field(description="In points of the trial's measure.")
    sd: Number | None = Field(
        None, ge=0, description="Standard deviation, as printed or as `note` says."
    )
    se: Number | None = Field(None, ge=0, description="Standard error, as printed.")
    ci: Interval | None = Field(None, description="95% confidence interval, as printed.")
    n: Count | None = Field(
        None, description="People behind this mean, where it differs from the arm's `n_analyzed`."
    )
    note: Text | None = None

    @model_validator(mode="after")
    def _inside(self) -> Self:
        inside("mean", self.mean, self.ci)
        return self


class Share(Record):
    """So many of so many people."""

    n: Count | None = Field(None, description="People with the outcome.")
    of: Count | None = Field(None, description="People looked at.")
    percent: Percent | None = Field(
        None,
        description="As printed; leave out where n and of are given and nothing was printed.",
    )
    note: Text | None = None

    @model_validator(mode="after")
    def _possible(self) -> Self:
        possible(self.n, self.of, self.percent)
        return self

    @property
    def as_percent(self) -> float:
        """Per 100 people: computed from the counts where there are counts, else as printed."""
        return as_percent(self.n, self.of, self.percent)


class Arm(Record):
    """One group of a trial."""

    id: Id = Field(description="Unique inside the trial: mdma, placebo, low-dose …")
    label: Text = Field(description="As shown: 'MDMA with therapy'.")
    role: Role = Field(
        description="mdma: full dose under blinding; low-dose: MDMA as active control; "
        "open-label: everybody knows."
    )
    initial_mg: list[Number] | None = Field(
        None, description="First dose in each session, mg; two numbers are a range."
    )
    supplemental_mg: list[Number] | None = Field(
        None, description="Second dose some 1.5 to 2.5 hours later, mg."
    )
    dose_note: Text | None = None
    n_randomized: Count | None = None
    n_analyzed: Count | None = None
    baseline: Mean | None = None
    endpoint: Mean | None = None
    change: Mean | None = Field(
        None,
        description="Change from baseline to the primary time point; negative is improvement "
        "on CAPS.",
    )
    response: Share | None = Field(
        None, description="Response as the report defines it (say how in note)."
    )
    remission: Share | None = Field(
        None, description="Remission as the report defines it (say how in note)."
    )
    loss_of_diagnosis: Share | None = Field(
        None, description="No longer meets the criteria for the disorder."
    )
    dropouts: Share | None = Field(
        None,
        description="Left the trial or its treatment before the primary outcome "
        "(say which in note).",
    )

    @model_validator(mode="after")
    def _counts(self) -> Self:
        analyzed(self.n_analyzed, self.n_randomized)
        return self


class Effect(Record):
    """A difference between arms, as the report prints it."""

    statistic: Text = Field(description="Cohen's d, mean difference, Hedges' g …")
    value: Number
    ci: Interval | None = None
    p: Text | None = Field(None, description="As printed: '<0.0001'.")
    compares: Text | None = Field(None, description="Which arms or doses.")
    cites: Keys
    note: Text | None = None

    @model_validator(mode="after")
    def _inside(self) -> Self:
        inside("value", self.value, self.ci)
        return self


class Blinding(Record):
    """Who guessed what they had been given."""

    text: CitedText
    mdma_guessed_right: Share | None = None
    control_guessed_right: Share | None = None


class RiskOfBias(Record):
    """A judgement by reviewers; never ours."""

    tool: Text = Field(description="RoB 2, …")
    rating: Text
    by: Key = Field(description="Who judged.")


class Retraction(Record):
    """A retracted paper that reports this trial."""

    key: Key
    note: Text


# ---------------------------------------------------------------- the trial


class Trial(Record):
    """A trial of MDMA-assisted therapy."""

    id: Id
    name: Text = Field(description="Short name readers know: MAPP1, MP-8, Bouso 2008.")
    title: Text | None = Field(
        None, description="One line in plain words: what was compared in whom."
    )
    registry: list[Registry] = Field(default_factory=list, description="Registry numbers.")
    condition: Condition
    condition_note: Text | None = None
    status: Status
    status_as_of: PastDate | None = Field(None, description="When the status was last seen.")
    countries: list[Text] = Field(default_factory=list)
    start: AnyDate | None = None
    end: AnyDate | None = None
    published: PastYear | None = Field(None, description="Year of the main report.")
    phase: Phase
    allocation: Allocation
    design: Text
    control: Text | None = None
    population: Text
    n_planned: Count | None = None
    n_randomized: Count | None = Field(
        None, description="People randomized (or enrolled, in a single-group trial)."
    )
    n_analyzed: Count | None = Field(None, description="People in the primary analysis.")
    n_note: Text | None = None
    dosing_sessions: Text | None = Field(
        None, description="Number of sessions with drug, blinded part: '3'."
    )
    therapy_sessions: Text | None = Field(None, description="Preparation and integration sessions.")
    measure: Text | None = Field(
        None, description="CAPS-IV (0 to 136) and CAPS-5 (0 to 80) are different scales."
    )
    primary_timepoint: Text | None = None
    arms: list[Arm] = Field(default_factory=list)
    effects: list[Effect] = Field(default_factory=list)
    blinding: Blinding | None = None
    prior_mdma_use: Share | None = Field(None, description="Participants who had used MDMA before.")
    followup: CitedText | None = None
    sponsor: Text | None = None
    funding: Text | None = None
    risk_of_bias: list[RiskOfBias] = Field(default_factory=list)
    retractions: list[Retraction] = Field(default_factory=list)
    not_reported: list[Text] = Field(
        default_factory=list,
        description="Fields that the report was seen not to give, by path: 'blinding', "
        "'arms.placebo.change'. The rest that is absent is 'not seen'.",
    )
    drafted: list[Text] = Field(
        default_factory=list,
        description="Fields that `make trial` took from the registry and nobody has set beside "
        "its page yet, by path: 'status', 'arms.mdma.initial_mg'. Each goes out as it is "
        "confirmed.",
    )
    adds: CitedText | None = Field(None, description="What this trial adds.")
    limits: CitedText | None = Field(None, description="What is wrong with it.")
    seen: Seen = Field(
        description="primary: in the report, its abstract or the registry; secondary: in "
        "another's account."
    )
    note: Text | None = None
    cites: Keys

    @model_validator(mode="after")
    def _counts(self) -> Self:
        analyzed(self.n_analyzed, self.n_randomized)
        seen: set[str] = set()
        for index, arm in enumerate(self.arms):
            if arm.id in seen:
                raise slip("two arms share an id", "give each its own", "arms", index, "id")
            seen.add(arm.id)
        return self

    @model_validator(mode="after")
    def _on_the_scale(self) -> Self:
        top = SCALES.get(self.measure or "")
        for index, arm in enumerate(self.arms if top else []):
            for name in ("baseline", "endpoint"):
                score: Mean | None = getattr(arm, name)
                if score and top and not 0 <= score.mean <= top:
                    raise slip(
                        f"arm {arm.id}: {name} {score.mean:g} is outside {self.measure}'s "
                        f"0 to {top}",
                        "check the mean, and the measure of the trial",
                        *("arms", index, name, "mean"),
                    )
        return self

    def arm(self, ident: str) -> Arm | None:
        """The arm of that id, or None."""
        return next((arm for arm in self.arms if arm.id == ident), None)
