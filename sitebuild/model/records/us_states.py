"""`us-states.yml`: laws, bills and task forces of US states, one record each."""

from __future__ import annotations

from pydantic import Field

from sitebuild.model.records.common import CitedText, Id, PastDate, PastYear, Record, Text, Value


class StateKind(Value):
    """What kind of law, bill or body it is."""

    WAITS = "waits", "Waits for a federal change"
    PILOT = "pilot", "Pilot program"
    RESEARCH = "research", "Research, or money for it"
    TASK_FORCE = "task-force", "Task force"
    PAYMENT = "payment", "Who pays"
    CLINICS = "clinics", "Rules for clinics"
    OTHER_DRUG = "other-drug", "Another psychedelic"


class StateStage(Value):
    """How far it had come when last seen."""

    LAW = "law", "Law"
    DATE_PASSED = "date-passed", "Law whose date passed"
    PASSED = "passed", "Passed both chambers"
    SET_UP = "set-up", "Set up"
    BILL = "bill", "Bill"
    REPORTED = "reported", "Report made"
    NOT_PASSED = "not-passed", "Did not pass"


class StateMeasure(Record):
    """A law, bill or task force of a US state."""

    id: Id
    state: Text
    kind: StateKind
    year: PastYear = Field(description="Of the law; else of the bill or the report.")
    bill: CitedText | None = Field(
        None, description="Number of the bill or act, and its place in the code, where seen."
    )
    does: CitedText = Field(description="What it does or would do.")
    stage: StateStage
    fate: CitedText | None = Field(None, description="What was seen of it last.")
    money: CitedText | None = Field(None, description="Sums in it, or in a note on its cost.")
    as_of: PastDate = Field(description="When this state of things was last seen.")
