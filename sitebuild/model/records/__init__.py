"""The shape of every record in `docs/data/`: a module a file, a class a record, a line a field.

Each description is what the page on the data prints and what an editor shows as one types; allowed
values carry their words for readers (`Status.STOPPED_EARLY.word`). A field that was not seen in any
source is left out; it is never written as 0 or as an empty string.
"""

from __future__ import annotations

from sitebuild.model.records.access_by_country import CountryAccess
from sitebuild.model.records.adverse_events import AdverseEvent, EventKind
from sitebuild.model.records.bias_reviews import BiasReview, Risk, TrialRisk
from sitebuild.model.records.clinicians import SheetLine, SheetPart
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
    Truth,
    Value,
)
from sitebuild.model.records.conditions import ConditionGroup, HealthCondition
from sitebuild.model.records.course import CourseStep, StepKind
from sitebuild.model.records.crisis_help import CrisisService
from sitebuild.model.records.dosing_day import DosingHours
from sitebuild.model.records.fda_path import Actor, FdaStep, Vote
from sitebuild.model.records.follow_ups import POOLED, FollowUp
from sitebuild.model.records.glossary import Term
from sitebuild.model.records.guesses import Guess, GuessGroup
from sitebuild.model.records.legal_status import Access, LegalStatus, Region
from sitebuild.model.records.medicines import Evidence, Medicine, MedicineGroup, MixRisk, TrialsRule
from sitebuild.model.records.meta_analyses import (
    Certainty,
    CertaintyRating,
    Favors,
    Heterogeneity,
    MetaAnalysis,
    OutcomeKind,
    Statistic,
    TrialEffect,
)
from sitebuild.model.records.owners import Owner, OwnerKind
from sitebuild.model.records.participants import NO_TRIALS, Measure, Participants
from sitebuild.model.records.source_statements import Section, SourceStatement, Verdict
from sitebuild.model.records.time_course import Measured, TimeValue, Unit
from sitebuild.model.records.timeline import TimelineEvent, TimelineKind
from sitebuild.model.records.treatments import SourceKind, Treatment, TreatmentKind
from sitebuild.model.records.trials import (
    SCALES,
    Allocation,
    Arm,
    Blinding,
    Condition,
    Effect,
    Mean,
    Phase,
    Retraction,
    RiskOfBias,
    Role,
    Share,
    Status,
    Trial,
)
from sitebuild.model.records.us_states import StateKind, StateMeasure, StateStage

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
    "fda-path.yml": ("fda_path", FdaStep),
    "owners.yml": ("owners", Owner),
    "participants.yml": ("participants", Participants),
    "follow-ups.yml": ("follow_ups", FollowUp),
    "course.yml": ("course", CourseStep),
    "dosing-day.yml": ("dosing_day", DosingHours),
    "guesses.yml": ("guesses", Guess),
    "bias-reviews.yml": ("bias_reviews", BiasReview),
    "medicines.yml": ("medicines", Medicine),
    "conditions.yml": ("conditions", HealthCondition),
    "access-by-country.yml": ("countries", CountryAccess),
    "treatments.yml": ("treatments", Treatment),
    "time-course.yml": ("time_course", TimeValue),
    "clinicians.yml": ("clinicians", SheetLine),
    "us-states.yml": ("us_states", StateMeasure),
}

__all__ = [
    "FILES",
    "NO_TRIALS",
    "POOLED",
    "SCALES",
    "Access",
    "Actor",
    "AdverseEvent",
    "Allocation",
    "AnyDate",
    "Arm",
    "BiasReview",
    "Blinding",
    "Certainty",
    "CertaintyRating",
    "CitedText",
    "Condition",
    "ConditionGroup",
    "Count",
    "CountryAccess",
    "CourseStep",
    "CrisisService",
    "DosingHours",
    "Effect",
    "EventKind",
    "Evidence",
    "Favors",
    "FdaStep",
    "FollowUp",
    "Guess",
    "GuessGroup",
    "HealthCondition",
    "Heterogeneity",
    "Id",
    "Interval",
    "Key",
    "Keys",
    "LegalStatus",
    "Mean",
    "Measure",
    "Measured",
    "Medicine",
    "MedicineGroup",
    "MetaAnalysis",
    "MixRisk",
    "Number",
    "OutcomeKind",
    "Owner",
    "OwnerKind",
    "Participants",
    "PastDate",
    "PastYear",
    "Percent",
    "Phase",
    "Record",
    "Region",
    "Retraction",
    "Risk",
    "RiskOfBias",
    "Role",
    "Section",
    "Seen",
    "Share",
    "SheetLine",
    "SheetPart",
    "SourceKind",
    "SourceStatement",
    "StateKind",
    "StateMeasure",
    "StateStage",
    "Statistic",
    "Status",
    "StepKind",
    "Term",
    "Text",
    "TimeValue",
    "TimelineEvent",
    "TimelineKind",
    "Treatment",
    "TreatmentKind",
    "Trial",
    "TrialEffect",
    "TrialRisk",
    "TrialsRule",
    "Truth",
    "Unit",
    "Value",
    "Verdict",
    "Vote",
]
