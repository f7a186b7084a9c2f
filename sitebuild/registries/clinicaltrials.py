"""ClinicalTrials.gov: the registry's record of a trial, and its posted results.

Asked at `/studies/{NCT number}`, described at https://clinicaltrials.gov/data-api/api and
https://clinicaltrials.gov/data-api/about-api/study-data-structure:

    {"protocolSection": {
       "identificationModule": {"nctId": "NCT01234567", "briefTitle": "…", "acronym": "MAPP1"},
       "statusModule": {"overallStatus": "COMPLETED", "startDateStruct": {"date": "2018-11-07"},
                        "completionDateStruct": {"date": "2020-08-21", "type": "ACTUAL"}},
       "designModule": {"phases": ["PHASE3"], "enrollmentInfo": {"count": 100, "type": "ACTUAL"},
                        "designInfo": {"allocation": "RANDOMIZED"}},
       "armsInterventionsModule": {"armGroups": [{"label": "…", "type": "EXPERIMENTAL"}]}},
     "resultsSection": {"adverseEventsModule": {"eventGroups": […], "seriousEvents": […]}},
     "hasResults": true}
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from sitebuild.registries import web

NAME = web.SERVICES["clinicaltrials"].name


class _Part(BaseModel):
    """A part of a record; its fields are named in the registry's own camelCase."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)


class Identification(_Part):
    """What the trial is called."""

    nct_id: str
    brief_title: str
    official_title: str = ""
    acronym: str = ""


class Day(_Part):
    """A date, and whether it is past (`ACTUAL`) or planned (`ESTIMATED`)."""

    date: str
    type: str = ""


class Status(_Part):
    """How far it has come."""

    overall_status: str
    why_stopped: str = ""
    start_date_struct: Day | None = None
    completion_date_struct: Day | None = None
    last_update_post_date_struct: Day | None = None


class Named(_Part):
    """A sponsor, or one who works with it."""

    name: str


class Sponsors(_Part):
    """Who answers for the trial."""

    lead_sponsor: Named
    collaborators: list[Named] = []


class Conditions(_Part):
    """What is treated."""

    conditions: list[str] = []


class Masking(_Part):
    """Who does not know the arm."""

    masking: str = ""
    who_masked: list[str] = []


class DesignInfo(_Part):
    """How people come into arms."""

    allocation: str = ""
    intervention_model: str = ""
    masking_info: Masking = Masking()


class Enrollment(_Part):
    """How many people, and whether they are in (`ACTUAL`) or planned (`ESTIMATED`)."""

    count: int
    type: str = ""


class Design(_Part):
    """How the trial is built."""

    study_type: str = ""
    phases: list[str] = []
    design_info: DesignInfo = DesignInfo()
    enrollment_info: Enrollment | None = None


class ArmGroup(_Part):
    """One arm, as the registry describes it."""

    label: str
    type: str = ""
    description: str = ""
    intervention_names: list[str] = []


class Arms(_Part):
    """The arms."""

    arm_groups: list[ArmGroup] = []


class Outcome(_Part):
    """What is measured, and when."""

    measure: str
    time_frame: str = ""


class Outcomes(_Part):
    """The main outcomes."""

    primary_outcomes: list[Outcome] = []


class Eligibility(_Part):
    """Who may take part."""

    minimum_age: str = ""
    maximum_age: str = ""
    sex: str = ""


class Location(_Part):
    """One place of the trial."""

    country: str = ""


class Locations(_Part):
    """Its places."""

    locations: list[Location] = []


class Protocol(_Part):
    """What was planned."""

    identification_module: Identification
    status_module: Status
    sponsor_collaborators_module: Sponsors
    conditions_module: Conditions = Conditions()
    design_module: Design = Design()
    arms_interventions_module: Arms = Arms()
    outcomes_module: Outcomes = Outcomes()
    eligibility_module: Eligibility = Eligibility()
    contacts_locations_module: Locations = Locations()


class FlowGroup(_Part):
    """An arm, as the posted results name it."""

    id: str
    title: str


class FlowNumber(_Part):
    """How many of a group came so far."""

    group_id: str
    num_subjects: str = ""


class Milestone(_Part):
    """A step on the way: STARTED, COMPLETED."""

    type: str
    achievements: list[FlowNumber] = []


class Period(_Part):
    """A part of the trial's time."""

    title: str = ""
    milestones: list[Milestone] = []


class Flow(_Part):
    """Who began and who went through to the end."""

    groups: list[FlowGroup] = []
    periods: list[Period] = []


class EventGroup(_Part):
    """People whose harms were counted together."""

    id: str
    title: str
    description: str = ""


class EventCount(_Part):
    """So many people of a group had an event."""

    group_id: str
    num_affected: int | None = None
    num_at_risk: int | None = None


class Event(_Part):
    """One kind of harm."""

    term: str
    organ_system: str = ""
    stats: list[EventCount] = []


class AdverseEvents(_Part):
    """The harms, by group."""

    time_frame: str = ""
    event_groups: list[EventGroup] = []
    serious_events: list[Event] = []
    other_events: list[Event] = []


class Results(_Part):
    """What was posted."""

    participant_flow_module: Flow = Flow()
    adverse_events_module: AdverseEvents = AdverseEvents()


class Study(_Part):
    """A trial."""

    protocol: Protocol = Field(alias="protocolSection")
    results: Results = Field(Results(), alias="resultsSection")
    has_results: bool = False

    @property
    def number(self) -> str:
        """'NCT01234567'."""
        return self.protocol.identification_module.nct_id

    @property
    def address(self) -> str:
        """The record's page, for people."""
        return f"https://clinicaltrials.gov/study/{self.number}"

    @property
    def updated(self) -> str:
        """The day of the version that was read."""
        day = self.protocol.status_module.last_update_post_date_struct
        return day.date if day else ""


def by_number(client: web.Client, number: str) -> Study:
    """The registry's record of a trial."""
    return client.read(Study, "clinicaltrials", f"/studies/{number}")
