"""The shape of every record in `docs/data/`: one class a file, one attribute a field.

Each description below is what the page "The data, field by field" prints and what an editor shows as one types
(the JSON Schemas in `docs/data/schema/` are made from these classes with `make schema`).
A field that was not seen in any source is left out; it is never written as 0 or as an empty string.

Check a file by hand: `make check`, or `python -m sitebuild.records docs/data/trials.yml`.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

TODAY = date.today()

# ---------------------------------------------------------------- small types


def _partial_date(value: str) -> str:
    if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", value):
        raise ValueError(f"'{value}' is not a date; write 2024, 2024-08 or 2024-08-09, in quotation marks")
    try:
        moment = date.fromisoformat((value + "-01-01")[:10])
    except ValueError:
        raise ValueError(f"'{value}' is not a day of the calendar; write year-month-day") from None
    if moment > TODAY:
        raise ValueError(f"'{value}' lies in the future; write the date on which it happened, or leave the field out")
    return value


def _known_or_planned_date(value: str) -> str:
    if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", value):
        raise ValueError(f"'{value}' is not a date; write 2024, 2024-08 or 2024-08-09, in quotation marks")
    return value


def _ordered(pair: tuple[float, float]) -> tuple[float, float]:
    if pair[0] > pair[1]:
        raise ValueError(f"the ends of the interval are swapped; write [{pair[1]}, {pair[0]}]")
    return pair


def _past_year(value: int) -> int:
    # not a bound of the field: the JSON Schema would then change every New Year
    if value > TODAY.year:
        raise ValueError(f"{value} lies in the future; write the year of publication, or leave the field out")
    return value


PastYear = Annotated[int, Field(ge=1970), AfterValidator(_past_year)]
Key = Annotated[str, Field(pattern=r"^[a-z]+(\d{4}|nd)[a-z0-9]*$", description="A key of `references.bib`.")]
Keys = Annotated[list[Key], Field(min_length=1, description="Keys of `references.bib` that support this record.")]
Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", description="Short, unique, never changed: it is an address.")]
PastDate = Annotated[str, AfterValidator(_partial_date), Field(description="Year, year-month or full date; not in the future.")]
AnyDate = Annotated[str, AfterValidator(_known_or_planned_date)]
Interval = Annotated[tuple[float, float], AfterValidator(_ordered), Field(description="Lower and upper end.")]
Count = Annotated[int, Field(ge=0, le=1_000_000)]
Percent = Annotated[float, Field(ge=0, le=100)]
Text = Annotated[str, Field(min_length=1, max_length=2000)]
CitedText = Annotated[str, Field(min_length=1, max_length=4000, description="Markdown; each statement of fact ends in its citation.")]
Seen = Literal["primary", "secondary"]


class Record(BaseModel):
    """A record refuses fields that it does not know, so a misspelt one cannot vanish."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, strict=False)


# ---------------------------------------------------------------- trials.yml


class Mean(Record):
    """A mean with the spread that the report printed (one of SD, SE or CI)."""

    mean: float = Field(description="In points of the trial's measure.")
    sd: float | None = Field(None, ge=0, description="Standard deviation, as printed or as `note` says.")
    se: float | None = Field(None, ge=0, description="Standard error, as printed.")
    ci: Interval | None = Field(None, description="95% confidence interval, as printed.")
    n: Count | None = Field(None, description="People behind this mean, where it differs from the arm's `n_analyzed`.")
    note: Text | None = None

    @model_validator(mode="after")
    def _inside(self):
        if self.ci and not self.ci[0] <= self.mean <= self.ci[1]:
            raise ValueError(f"the mean {self.mean} lies outside its interval {list(self.ci)}; check both")
        return self


class Share(Record):
    """So many of so many people."""

    n: Count | None = Field(None, description="People with the outcome.")
    of: Count | None = Field(None, description="People looked at.")
    percent: Percent | None = Field(None, description="As printed; leave out where n and of are given and nothing was printed.")
    note: Text | None = None

    @model_validator(mode="after")
    def _possible(self):
        if self.n is not None and self.of is not None:
            if self.n > self.of:
                raise ValueError(f"n is {self.n} of {self.of}; n cannot exceed the people looked at")
            if self.percent is not None and self.of and abs(100 * self.n / self.of - self.percent) > 1.01:
                raise ValueError(f"{self.n} of {self.of} is {100 * self.n / self.of:.1f}%, not {self.percent}%")
        elif self.percent is None:
            raise ValueError("needs n and of, or percent")
        return self

    @property
    def as_percent(self) -> float:
        """Per 100 people: computed from the counts where there are counts, else as printed."""
        return 100 * self.n / self.of if self.n is not None and self.of else float(self.percent)


class Arm(Record):
    """One group of a trial."""

    id: Id = Field(description="Unique inside the trial: mdma, placebo, low-dose …")
    label: Text = Field(description="As shown: 'MDMA with therapy'.")
    role: Literal["mdma", "low-dose", "placebo", "other-control", "open-label"] = Field(
        description="mdma: full dose under blinding; low-dose: MDMA as active control; open-label: everybody knows."
    )
    initial_mg: list[float] | None = Field(None, description="First dose in each session, mg; two numbers are a range.")
    supplemental_mg: list[float] | None = Field(None, description="Second dose some 1.5 to 2.5 hours later, mg.")
    dose_note: Text | None = None
    n_randomized: Count | None = None
    n_analyzed: Count | None = None
    baseline: Mean | None = None
    endpoint: Mean | None = None
    change: Mean | None = Field(None, description="Change from baseline to the primary time point; negative is improvement on CAPS.")
    response: Share | None = Field(None, description="Response as the report defines it (say how in note).")
    remission: Share | None = Field(None, description="Remission as the report defines it (say how in note).")
    loss_of_diagnosis: Share | None = Field(None, description="No longer meets the criteria for the disorder.")
    dropouts: Share | None = Field(None, description="Left the trial or its treatment before the primary outcome (say which in note).")

    @model_validator(mode="after")
    def _counts(self):
        if self.n_analyzed is not None and self.n_randomized is not None and self.n_analyzed > self.n_randomized:
            raise ValueError(f"n_analyzed {self.n_analyzed} is above n_randomized {self.n_randomized}; check both")
        return self


class Effect(Record):
    """A difference between arms, as the report prints it."""

    statistic: Text = Field(description="Cohen's d, mean difference, Hedges' g …")
    value: float
    ci: Interval | None = None
    p: Text | None = Field(None, description="As printed: '<0.0001'.")
    compares: Text | None = Field(None, description="Which arms or doses.")
    cites: Keys
    note: Text | None = None

    @model_validator(mode="after")
    def _inside(self):
        if self.ci and not self.ci[0] <= self.value <= self.ci[1]:
            raise ValueError(f"the value {self.value} lies outside its interval {list(self.ci)}; check both")
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


class Trial(Record):
    """A trial of MDMA-assisted therapy."""

    id: Id
    name: Text = Field(description="Short name readers know: MAPP1, MP-8, Bouso 2008.")
    title: Text | None = Field(None, description="One line in plain words: what was compared in whom.")
    registry: list[Annotated[str, Field(pattern=r"^(NCT\d{8}|ACTRN\d{14}p?|EUCTR\S+|\d{4}-\d{6}-\d{2}(-\d{2})?|ISRCTN\d+|CTIS\S+|NL\S+|jRCT\S+|NTR\d+)$")]] = Field(
        default_factory=list, description="Registry numbers."
    )
    condition: Literal[
        "ptsd", "alcohol-use-disorder", "social-anxiety-autism", "life-threatening-illness", "eating-disorders",
        "couples-ptsd", "healthy-volunteers", "other",
    ]
    condition_note: Text | None = None
    status: Literal["completed", "stopped-early", "running", "recruiting", "planned", "withdrawn", "unknown"]
    status_as_of: PastDate | None = Field(None, description="When the status was last seen.")
    countries: list[Text] = Field(default_factory=list)
    start: AnyDate | None = None
    end: AnyDate | None = None
    published: PastYear | None = Field(None, description="Year of the main report.")
    phase: Literal["1", "1/2", "2", "2/3", "3", "3b", "4", "pilot", "extension", "not-given"]
    allocation: Literal["randomized", "single-group", "non-randomized", "not-given"]
    design: Text
    control: Text | None = None
    population: Text
    n_planned: Count | None = None
    n_randomized: Count | None = Field(None, description="People randomized (or enrolled, in a single-group trial).")
    n_analyzed: Count | None = Field(None, description="People in the primary analysis.")
    n_note: Text | None = None
    dosing_sessions: Text | None = Field(None, description="Number of sessions with drug, blinded part: '3'.")
    therapy_sessions: Text | None = Field(None, description="Preparation and integration sessions.")
    measure: Text | None = Field(None, description="CAPS-IV (0 to 136) and CAPS-5 (0 to 80) are different scales.")
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
        description="Fields that the report was seen not to give, by path: 'blinding', 'arms.placebo.change'. The rest that is absent is 'not seen'.",
    )
    adds: CitedText | None = Field(None, description="What this trial adds.")
    limits: CitedText | None = Field(None, description="What is wrong with it.")
    seen: Seen = Field(description="primary: in the report, its abstract or the registry; secondary: in another's account.")
    note: Text | None = None
    cites: Keys

    @model_validator(mode="after")
    def _counts(self):
        if self.n_analyzed is not None and self.n_randomized is not None and self.n_analyzed > self.n_randomized:
            raise ValueError(f"n_analyzed {self.n_analyzed} is above n_randomized {self.n_randomized}; check both")
        arms = [arm.id for arm in self.arms]
        if len(arms) != len(set(arms)):
            raise ValueError("two arms share an id; give each its own")
        if self.measure in ("CAPS-5", "CAPS-IV"):
            top = {"CAPS-5": 80, "CAPS-IV": 136}[self.measure]
            for arm in self.arms:
                for name in ("baseline", "endpoint"):
                    score = getattr(arm, name)
                    if score and not 0 <= score.mean <= top:
                        raise ValueError(f"arm {arm.id}: {name} {score.mean} is outside {self.measure}'s 0 to {top}")
        return self


# ---------------------------------------------------------------- meta-analyses.yml


class Heterogeneity(Record):
    """How far the trials disagree."""

    i2: Percent | None = Field(None, description="I², %.")
    tau2: float | None = Field(None, ge=0, description="τ², in squared units of the statistic.")
    q: float | None = Field(None, ge=0, description="Cochran's Q.")
    df: Count | None = None
    p: Text | None = None


class Certainty(Record):
    """How sure the reviewers are."""

    rating: Literal["high", "moderate", "low", "very low"]
    tool: Text = "GRADE"
    why: Text | None = None


class TrialEffect(Record):
    """One trial's share in a pooled estimate, as that review prints it."""

    trial: Id = Field(description="An id of trials.yml.")
    estimate: float
    ci: Interval
    weight: Percent | None = Field(None, description="% of the pooled estimate.")


class MetaAnalysis(Record):
    """One pooled estimate of a published meta-analysis; a paper with several has several records."""

    id: Id
    name: Text = Field(description="As shown: 'SYPRES 2026'.")
    year: PastYear
    outcome: Text = Field(description="What was pooled: 'PTSD symptoms (CAPS)', 'response' …")
    outcome_kind: Literal["ptsd-symptoms", "response", "remission", "depression", "dropout", "adverse-events", "other"]
    compares: Text = Field(description="Which groups: 'MDMA with therapy against placebo or low dose with therapy'.")
    controlled: bool = Field(description="True where the estimate is between groups; false where it is before against after.")
    k: Count | None = Field(None, description="Trials pooled.")
    n: Count | None = Field(None, description="People pooled.")
    model: Text | None = Field(None, description="'random effects, REML, Hartung-Knapp'.")
    statistic: Literal["Hedges' g", "Cohen's d", "SMD", "MD", "RR", "OR", "d (unspecified)", "other"]
    statistic_note: Text | None = None
    estimate: float = Field(description="Sign as printed.")
    favors_mdma_when: Literal["negative", "positive", "above-1", "below-1", "neither"] = Field(
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
    rests_on_retracted: list[Key] = Field(default_factory=list, description="Retracted papers among its inputs.")
    note: CitedText | None = None
    seen: Seen
    cites: Keys

    @model_validator(mode="after")
    def _inside(self):
        if self.ci and not self.ci[0] <= self.estimate <= self.ci[1]:
            raise ValueError(f"the estimate {self.estimate} lies outside its interval {list(self.ci)}; check both")
        return self


# ---------------------------------------------------------------- adverse-events.yml


class AdverseEvent(Record):
    """How many people of one arm of one trial had one kind of event."""

    trial: Id = Field(description="An id of trials.yml (or 'phase-2-pooled').")
    arm: Id = Field(description="An arm id of that trial: mdma, placebo, low-dose, open-label.")
    event: Text = Field(description="The report's word (MedDRA term), sentence case, the same in both arms: 'Muscle tightness'.")
    kind: Literal["common", "psychiatric", "cardiovascular", "serious", "severe", "suicidality", "dropout", "other"]
    n: Count | None = None
    of: Count | None = Field(None, description="People in the arm.")
    percent: Percent | None = Field(None, description="As printed.")
    basis: Text = Field(description="What was counted, over how long: 'TEAE over 18 weeks'.")
    locator: Text | None = Field(None, description="Table or page.")
    seen: Seen
    note: Text | None = None
    cites: Keys

    @model_validator(mode="after")
    def _possible(self):
        Share(n=self.n, of=self.of, percent=self.percent)
        return self

    @property
    def as_percent(self) -> float:
        """Per 100 people of the arm."""
        return Share(n=self.n, of=self.of, percent=self.percent).as_percent


# ---------------------------------------------------------------- timeline.yml


class TimelineEvent(Record):
    """Something that happened, on a date that a source gives."""

    id: Id
    date: PastDate
    date_end: PastDate | None = None
    event: Text = Field(description="One sentence, present tense, plain text.")
    kind: Literal["science", "trial", "law", "regulator", "company", "court", "guideline", "controversy", "society"]
    place: Text = Field(description="Country, or 'International'.")
    page: Text | None = Field(None, description="Where the site says more: society/history.md#anchor")
    seen: Seen
    note: Text | None = None
    cites: Keys


# ---------------------------------------------------------------- legal-status.yml


class LegalStatus(Record):
    """Where MDMA stands in law, and whether a patient can be treated with it."""

    id: Id
    place: Text
    region: Literal["international", "north-america", "europe", "oceania", "asia", "south-america", "africa"]
    within: Text | None = Field(None, description="For a state or province: the country.")
    schedule: Text | None = Field(None, description="Name of the class in that law.")
    statute: Text | None = None
    access: Literal["none", "trials-only", "exceptional", "prescribing-scheme", "mixed", "not-seen"] = Field(
        description="exceptional: single patients by permission; prescribing-scheme: authorized prescribers outside trials."
    )
    medical_access: Text = Field(description="One or two sentences.")
    since: PastDate | None = None
    since_means: Text | None = Field(None, description="What the date dates.")
    authority: Text | None = None
    detail: Text | None = None
    as_of: PastDate = Field(description="The state of things on this date, as far as seen.")
    seen: Seen
    cites: Keys


# ---------------------------------------------------------------- crisis-help.yml


class CrisisService(Record):
    """A crisis line."""

    id: Id
    country: Text
    service: Text
    for_whom: Text | None = None
    contact: Text = Field(description="How to reach it: 'call or text 988'.")
    phone: Annotated[str, Field(pattern=r"^[+0-9][0-9 ]*$")] | None = Field(None, description="Digits to dial, for the phone link.")
    hours: Text | None = None
    official_url: Annotated[str, Field(pattern=r"^https://[^\s<>\"]+$")]
    seen: Seen
    seen_where: Text | None = Field(None, description="For secondary: whose account.")
    as_of: PastDate
    cites: list[Key] = Field(default_factory=list)


# ---------------------------------------------------------------- source-statements.yml


class SourceStatement(Record):
    """One numbered statement of the older article, and what became of it."""

    id: Annotated[str, Field(pattern=r"^[LPRBSGCAX]\d{1,2}$")]
    says: Text = Field(description="The statement in our words.")
    verdict: Literal["supported", "corrected", "updated", "unsupported"]
    finding: Annotated[str, Field(min_length=20, max_length=900)] = Field(description="What is so, and since when.")
    cites: list[Key] = Field(default_factory=list)
    where: Annotated[str, Field(pattern=r"^[a-z0-9/-]+\.md#[a-z0-9-]+$")] = Field(description="Page and anchor that deal with it.")

    @model_validator(mode="after")
    def _sourced(self):
        if self.verdict != "unsupported" and not self.cites:
            raise ValueError(f"{self.id} is '{self.verdict}' without a source; add cites, or make it 'unsupported'")
        return self


# ---------------------------------------------------------------- glossary.yml


class Term(Record):
    """A term explained."""

    id: Id
    term: Text
    also: list[Text] = Field(default_factory=list, description="Other forms that stand in the prose: plurals, abbreviations.")
    short: Annotated[str, Field(min_length=10, max_length=420)] = Field(description="One or two sentences, plain text.")
    cites: list[Key] = Field(default_factory=list)


# file name → (key of the list inside, class)
FILES: dict[str, tuple[str, type[Record]]] = {
    "trials.yml": ("trials", Trial),
    "meta-analyses.yml": ("meta_analyses", MetaAnalysis),
    "adverse-events.yml": ("adverse_events", AdverseEvent),
    "timeline.yml": ("timeline", TimelineEvent),
    "legal-status.yml": ("places", LegalStatus),
    "crisis-help.yml": ("services", CrisisService),
    "source-statements.yml": ("statements", SourceStatement),
    "glossary.yml": ("terms", Term),
}


if __name__ == "__main__":
    import sys

    import yaml
    from pydantic import ValidationError

    bad = 0
    for path in sys.argv[1:]:
        top, model = FILES[path.rsplit("/", 1)[-1]]
        for index, item in enumerate(yaml.safe_load(open(path, encoding="utf-8"))[top]):
            try:
                model.model_validate(item)
            except ValidationError as error:
                for problem in error.errors():
                    bad += 1
                    print(path, item.get("id", index), ".".join(map(str, problem["loc"])), problem["msg"])
    print("problems:", bad)
    sys.exit(bool(bad))
