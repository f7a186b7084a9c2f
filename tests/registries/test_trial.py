"""`make trial`: a record as the registry has it, each field to be confirmed by a person."""

from __future__ import annotations

import re

import pytest
from support import findings, named

from sitebuild.model import site as model
from sitebuild.registries import trial

NUMBER = "NCT01234567"
DRAFTED = """\
status status_as_of countries start end phase allocation design population n_randomized measure
primary_timepoint sponsor condition""".split()


def arm(label, kind, description="", drug="Drug: MDMA"):
    return {"label": label, "type": kind, "description": description, "interventionNames": [drug]}


def study(results=True, **protocol) -> dict:
    """A record in the registry's shape (made up)."""
    modules = {
        "identificationModule": {"nctId": NUMBER, "acronym": "SLEEP-1",
                                 "briefTitle": "A Study of MDMA-Assisted Therapy for PTSD"},
        "statusModule": {
            "overallStatus": "COMPLETED",
            "startDateStruct": {"date": "2021-11-07", "type": "ACTUAL"},
            "completionDateStruct": {"date": "2023-08", "type": "ACTUAL"},
            "lastUpdatePostDateStruct": {"date": "2024-05-06", "type": "ACTUAL"},
        },
        "sponsorCollaboratorsModule": {"leadSponsor": {"name": "A Sponsor", "class": "OTHER"},
                                       "collaborators": [{"name": "A University"}]},
        "conditionsModule": {"conditions": ["Posttraumatic Stress Disorder"]},
        "designModule": {
            "studyType": "INTERVENTIONAL", "phases": ["PHASE2", "PHASE3"],
            "designInfo": {"allocation": "RANDOMIZED", "interventionModel": "PARALLEL",
                           "maskingInfo": {"masking": "DOUBLE",
                                           "whoMasked": ["PARTICIPANT", "OUTCOMES_ASSESSOR"]}},
            "enrollmentInfo": {"count": 100, "type": "ACTUAL"},
        },
        "armsInterventionsModule": {"armGroups": [
            arm("MDMA with therapy", "EXPERIMENTAL",
                "80 mg or 120 mg MDMA, then a supplemental dose of 40 or 60 mg."),
            arm("Placebo with therapy", "PLACEBO_COMPARATOR", drug="Drug: Placebo"),
        ]},
        "outcomesModule": {"primaryOutcomes": [
            {"measure": "Change in CAPS-5 Total Severity", "timeFrame": "18 weeks"}]},
        "eligibilityModule": {"minimumAge": "18 Years", "sex": "ALL"},
        "contactsLocationsModule": {"locations": [{"country": "Canada"}, {"country": "Israel"},
                                                  {"country": "Canada"}]},
    } | protocol  # fmt: skip
    record: dict = {"protocolSection": modules, "hasResults": results}
    if results:
        record["resultsSection"] = {
            "participantFlowModule": {
                "groups": [{"id": "FG000", "title": "MDMA With Therapy"},
                           {"id": "FG001", "title": "Placebo With Therapy"}],
                "periods": [{"title": "Overall", "milestones": [
                    {"type": "STARTED", "achievements": [
                        {"groupId": "FG000", "numSubjects": "53"},
                        {"groupId": "FG001", "numSubjects": "51"}]},
                    {"type": "COMPLETED", "achievements": []}]}],
            },
            "adverseEventsModule": {
                "timeFrame": "18 Weeks",
                "eventGroups": [{"id": "EG000", "title": "MDMA with therapy"},
                                {"id": "EG001", "title": "Placebo with therapy"},
                                {"id": "EG002", "title": "Everybody"}],
                "seriousEvents": [event("Suicide attempt", "Psychiatric disorders", 0, 2)],
                "otherEvents": [event("Nausea", "Gastrointestinal disorders", 16, 6),
                                event("Palpitations", "Cardiac disorders", 3, 1),
                                event("Hiccups", "Respiratory disorders", 1, 0)],
            },
        }  # fmt: skip
    return record


def event(term, organs, *numbers):
    stats = [{"groupId": f"EG00{at}", "numAffected": n, "numAtRisk": 53 - 2 * at}
             for at, n in enumerate(numbers)]  # fmt: skip
    stats.append({"groupId": "EG002", "numAffected": 1, "numAtRisk": 104})
    return {"term": term, "organSystem": organs, "stats": stats}


@pytest.fixture
def add(world, small, monkeypatch, capsys):
    def add_(asked=NUMBER):
        monkeypatch.setenv("ID", asked)
        code = trial.run(small, world.client())
        return code, capsys.readouterr().out.strip()

    add_.root = small
    files = [small / "references.bib", *small.glob("docs/data/*.yml")]
    add_.texts = lambda: {path.relative_to(small): path.read_text("utf-8") for path in files}
    return add_


def test_a_trial_with_results(world, add):
    world.studies[NUMBER] = study()
    before = add.texts()
    code, said = add()
    assert code == 0 and "added 'sleep-1'" in said
    assert "harms of the group 'Everybody' are left out" in said
    site = model.read(add.root)
    found = site.data.trial("sleep-1")
    expected = {
        "registry": [NUMBER], "condition": "ptsd", "status": "completed", "phase": "2/3",
        "start": "2021-11-07", "end": "2023-08", "status_as_of": "2024-05-06",
        "countries": ["Canada", "Israel"], "allocation": "randomized", "measure": "CAPS-5",
        "design": "randomized; parallel groups; not told the arm: participant, outcomes assessor",
        "population": "people of 18 years or more with Posttraumatic Stress Disorder",
        "n_randomized": 104, "primary_timepoint": "18 weeks", "cites": ["nct01234567"],
        "sponsor": "A Sponsor, with A University",
    }  # fmt: skip
    assert {name: getattr(found, name) for name in expected} == expected
    mdma, placebo = found.arms
    assert (mdma.id, mdma.initial_mg, mdma.supplemental_mg) == ("mdma", [80, 120], [40, 60])
    assert (placebo.id, placebo.initial_mg, placebo.n_randomized) == ("placebo", [0], 51)
    # every field that was drafted is named, and no other
    assert set(DRAFTED) <= set(found.drafted)
    assert "arms.mdma.initial_mg" in found.drafted and "id" not in found.drafted
    rows = [row for row in site.data["adverse-events.yml"] if row.trial == "sleep-1"]
    assert len(rows) == 8 and all(row.drafted for row in rows)
    kinds = {row.event: row.kind for row in rows}
    assert kinds == {"Suicide attempt": "serious", "Nausea": "common", "Hiccups": "other",
                     "Palpitations": "cardiovascular"}  # fmt: skip
    # its source, and two findings besides: nothing of it can be published unread
    told = [re.sub(r"^\S+ ", "", line.split(" — ")[0]) for line in findings(add.root)]
    assert told[-1] == "nct01234567 has no checked"
    assert told[0] == "sleep-1: 8 rows not confirmed yet"
    assert re.fullmatch(r"sleep-1: \d\d fields not confirmed yet", told[1])
    assert len(told) == 3
    for path, text in before.items():  # what was there stands as it stood
        assert add.texts()[path].startswith(text.rstrip("\n").replace(": []", ":")[:200])


def test_when_all_is_confirmed_nothing_is_told(world, add):
    world.studies[NUMBER] = study()
    add()
    for path in [add.root / "references.bib", *add.root.glob("docs/data/*.yml")]:
        text = re.sub(r"^ *drafted: .*\n", "", path.read_text(encoding="utf-8"), flags=re.M)
        text = re.sub(r"(?<=clinicaltrials.gov/study/NCT01234567\},\n)",
                      "  checked = {2026-01-02 fulltext},\n", text)  # fmt: skip
        path.write_text(text, encoding="utf-8")
    assert findings(add.root) == []


def test_a_planned_trial_without_results(world, add):
    planned = {"overallStatus": "NOT_YET_RECRUITING"}
    info = {"allocation": "NA", "maskingInfo": {"masking": "NONE"}}
    people = {"count": 20, "type": "ESTIMATED"}
    design = {"phases": ["NA"], "designInfo": info, "enrollmentInfo": people}
    arms = {"armGroups": [arm("MDMA", "EXPERIMENTAL", "one dose of 75mg"),
                          arm("MDMA again", "EXPERIMENTAL"),
                          arm("Talk", "ACTIVE_COMPARATOR", drug="Behavioral: Talk")]}  # fmt: skip
    world.studies[NUMBER] = study(
        False, statusModule=planned, designModule=design, armsInterventionsModule=arms,
        identificationModule={"nctId": NUMBER, "briefTitle": "A Study"},
        conditionsModule={"conditions": ["Fibromyalgia"]},
    )  # fmt: skip
    assert add()[0] == 0
    found = model.read(add.root).data.trial("nct01234567")
    assert (found.status, found.phase, found.allocation) == ("planned", "not-given", "single-group")
    assert (found.n_planned, found.n_randomized) == (20, None)
    assert (found.condition, found.condition_note) == ("other", "Fibromyalgia")
    assert [one.id for one in found.arms] == ["open-label", "open-label-2", "other-control"]
    assert found.arms[0].initial_mg == [75]
    assert "everybody knows the arm" in found.design


WEATHER = [
    ("no number", {}, "", "say which trial"),
    ("a DOI", {}, "10.1000/a", "say which trial"),
    ("another registry", {}, "ISRCTN12345678", "say which trial"),
    ("unknown", {}, "NCT09999999", "ClinicalTrials.gov has no NCT09999999"),
    ("429", {"status": 429}, NUMBER, "fewer questions (429)"),
    ("half", {"cut": 30}, NUMBER, "cannot be reached"),
    ("another shape", {"body": b'{"studies": []}'}, NUMBER, "another shape than it did"),
]


@pytest.mark.parametrize(("fault", "asked", "told"), named(WEATHER))
def test_bad_weather(world, add, fault, asked, told):
    world.studies[NUMBER] = study()
    if fault:
        world.fault("/clinicaltrials", **fault)
    before = add.texts()
    code, said = add(asked)
    assert code == 1 and told in said and "\n" not in said
    assert add.texts() == before


def test_a_trial_that_is_there_is_told(world, add):
    world.studies[NUMBER] = study()
    add()
    before = add.texts()
    assert add() == (0, f"{NUMBER} is there already: the trial 'sleep-1' in trials.yml")
    assert add.texts() == before


def test_what_the_model_refuses_is_told_and_nothing_written(world, add):
    bad = study()
    bad["protocolSection"]["statusModule"]["startDateStruct"]["date"] = "soon"
    world.studies[NUMBER] = bad
    before = add.texts()
    code, said = add()
    assert code == 1 and "'soon' is not a date; write the record by hand" in said
    assert add.texts() == before


@pytest.mark.parametrize(("text", "doses"), [
    ("125 mg MDMA, 1.5 to 2.5 hours later an optional supplemental dose of 62.5 mg",
     ([125], [62.5])),
    ("80 to 120 mg midomafetamine followed by a supplemental half-dose (40 or 60 mg)",
     ([80, 120], [40, 60])),
    ("75mg, then 100 mg, then 125 mg", ([75, 125], [])),
    ("therapy alone", ([], [])),
])  # fmt: skip
def test_doses_in_words(text, doses):
    assert trial._doses(text) == doses
