"""The shape of every record in `docs/data/`: a module a file, a class a record, a line a field.

Each description is what the page on the data prints and what an editor shows as one types; allowed
values carry their words for readers (`Status.STOPPED_EARLY.word`). A field that was not seen in any
source is left out; it is never written as 0 or as an empty string.
"""

from __future__ import annotations

from sitebuild.model.records.adverse_events import AdverseEvent, EventKind
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
from sitebuild.model.records.crisis_help import CrisisService
from sitebuild.model.records.glossary import Term
from sitebuild.model.records.legal_status import Access, LegalStatus, Region
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
from sitebuild.model.records.source_statements import Section, SourceStatement, Verdict
from sitebuild.model.records.timeline import TimelineEvent, TimelineKind
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

__all__ = [
    "FILES",
    "SCALES",
    "Access",
    "AdverseEvent",
    "Allocation",
    "AnyDate",
    "Arm",
    "Blinding",
    "Certainty",
    "CertaintyRating",
    "CitedText",
    "Condition",
    "Count",
    "CrisisService",
    "Effect",
    "EventKind",
    "Favors",
    "Heterogeneity",
    "Id",
    "Interval",
    "Key",
    "Keys",
    "LegalStatus",
    "Mean",
    "MetaAnalysis",
    "Number",
    "OutcomeKind",
    "PastDate",
    "PastYear",
    "Percent",
    "Phase",
    "Record",
    "Region",
    "Retraction",
    "RiskOfBias",
    "Role",
    "Section",
    "Seen",
    "Share",
    "SourceStatement",
    "Statistic",
    "Status",
    "Term",
    "Text",
    "TimelineEvent",
    "TimelineKind",
    "Trial",
    "TrialEffect",
    "Truth",
    "Value",
    "Verdict",
]
