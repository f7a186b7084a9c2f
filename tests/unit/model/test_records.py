"""Records: what each field takes, what is said where it does not, and words for readers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from support import harm, trial

from sitebuild import settings
from sitebuild.model import records
from sitebuild.model.records import FILES, Record, Value
from sitebuild.model.records.slips import model_at, shown, slips, takes

TRIAL = trial(name="One")
ARM: dict[str, Any] = {"id": "mdma", "label": "MDMA", "role": "mdma"}
HARM = harm()
EVENT: dict[str, Any] = {
    "id": "one",
    "date": "2024-08-09",
    "event": "Something is decided.",
    "kind": "law",
    "place": "Canada",
    "seen": "primary",
    "cites": ["roe2020"],
}
REVIEW: dict[str, Any] = {
    "id": "one",
    "name": "One",
    "year": 2026,
    "outcome": "PTSD symptoms",
    "outcome_kind": "ptsd-symptoms",
    "compares": "one with another",
    "controlled": True,
    "statistic": "Hedges' g",
    "estimate": -0.7,
    "favors_mdma_when": "negative",
    "ci": [-0.9, -0.5],
    "seen": "primary",
    "cites": ["roe2020"],
}
STATEMENT: dict[str, Any] = {
    "id": "P1",
    "says": "Something.",
    "verdict": "corrected",
    "finding": "What is so, and since when.",
    "cites": ["roe2020"],
    "where": "a.md#b",
}
CRISIS: dict[str, Any] = {
    "id": "xx-line",
    "country": "Canada",
    "service": "A line",
    "contact": "call 988",
    "phone": "988",
    "official_url": "https://example.org/",
    "seen": "primary",
    "as_of": "2026-11-23",
}
TERM: dict[str, Any] = {"id": "one", "term": "One", "short": "A sentence that explains."}
KINDS: dict[str, tuple[type[Record], dict[str, Any]]] = {
    "trial": (records.Trial, TRIAL),
    "harm": (records.AdverseEvent, HARM),
    "event": (records.TimelineEvent, EVENT),
    "review": (records.MetaAnalysis, REVIEW),
    "statement": (records.SourceStatement, STATEMENT),
    "crisis": (records.CrisisService, CRISIS),
    "term": (records.Term, TERM),
}


def told(kind: str, /, **changes: Any) -> list[str]:
    """What is said of a record with some fields changed; "-" takes one away."""
    model, whole = KINDS[kind]
    item = {name: value for name, value in (whole | changes).items() if value != "-"}
    return [f"{one.message} — {one.mend}" for one in slips(item, model)[1]]


@pytest.mark.parametrize("kind", KINDS)
def test_whole_records_are_read(kind: str) -> None:
    model, item = KINDS[kind]
    record, found = slips(item, model)
    assert not found
    assert isinstance(record, model)


# kind of record, what is changed, a part of what is wrong, a part of the mend
SLIPS: list[tuple[str, Mapping[str, Any], str, str]] = [
    # fields
    ("event", {"knid": "law", "kind": "-"}, "unknown field 'knid'", "did you mean 'kind'?"),
    ("event", {"xyzzy": 1}, "unknown field 'xyzzy'", "take it out"),
    ("trial", {"sd": 1}, "unknown field 'sd'", "it belongs to the fields of 'Mean'"),
    ("event", {"place": "-"}, "the field 'place' is missing", "add it"),
    ("event", {"place": "-", "kind": "-"}, "the fields 'kind', 'place' are missing", "add them"),
    ("event", {"place": None}, "'place' has no value", "after the colon"),
    ("event", {"note": None}, "'note' has no value", "take the field out"),
    ("event", {"cites": ["roe2020", None]}, "'cites' has no value", "take the field out"),
    # text
    ("event", {"place": 1}, "'place' must be text, not the number 1", "in quotation marks"),
    ("event", {"date": 2024}, "'date' must be text, not the number 2024", "in quotation marks"),
    ("event", {"place": True}, "'place' must be text, not true", "in quotation marks"),
    ("event", {"event": ["a", "b"]}, "'event' must be text, not a list", "without brackets"),
    ("event", {"event": {"a": "b"}}, "'event' must be text; a colon", "in quotation marks"),
    ("event", {"event": ""}, "'event' is empty", "take the field out"),
    ("event", {"event": "  "}, "'event' is empty", "take the field out"),
    ("term", {"short": "Short."}, "'short' has 6 characters", "write a sentence"),
    ("event", {"event": "x" * 2001}, "'event' has 2,001 characters", "shorten it"),
    # forms of text
    ("event", {"id": "One Two"}, "'id' is 'One Two', which is not an id", "write one-two"),
    ("event", {"id": "two_words"}, "which is not an id", "write two-words"),
    ("event", {"cites": ["@Roe2020"]}, "not a key of references.bib", "write roe2020"),
    ("event", {"cites": ["[@roe2020]"]}, "not a key of references.bib", "write roe2020"),
    ("event", {"cites": ["Roe 2020"]}, "not a key of references.bib", "surname and year"),
    ("crisis", {"phone": "call 988"}, "not a number to dial", "digits and spaces"),
    ("crisis", {"official_url": "www.example.org"}, "not a web address", "https://"),
    ("crisis", {"official_url": "http://a.b"}, "not a web address", "https://"),
    ("statement", {"id": "17"}, "not the number of a statement", "P17"),
    ("statement", {"where": "therapy.md"}, "not a page and an anchor", "folder/page.md#a-heading"),
    # numbers
    ("harm", {"n": True}, "'n' must be a number, not true", "write one number"),
    ("harm", {"n": "yes"}, "'n' must be a number, not 'yes'", "digits alone"),
    ("harm", {"n": "3"}, "'n' must be a number, not the text '3'", "quotation marks off"),
    ("harm", {"n": "about 3"}, "not 'about 3'", "digits alone"),
    ("harm", {"n": 3.5}, "'n' must be a whole number, not 3.5", "whole people"),
    ("harm", {"n": 3.0}, "'n' must be a whole number, not 3.0", "write 3"),
    ("harm", {"of": "1,033"}, "not '1,033'", "write 1033"),
    ("harm", {"of": "1 033"}, "not '1 033'", "write 1033"),
    ("harm", {"of": "4_6"}, "not '4_6'", "write 46"),
    ("harm", {"n": [3]}, "'n' must be a number, not a list", "write one number"),
    ("harm", {"n": -3}, "'n' is -3, and cannot be below 0", "check"),
    ("harm", {"of": 10**9}, "cannot be above 1,000,000", "check"),
    ("harm", {"percent": "6,5"}, "'percent' must be a number, not '6,5'", "write 6.5"),
    ("harm", {"percent": "6%"}, "not '6%'", "write 6"),
    ("harm", {"percent": 130}, "'percent' is 130, and cannot be above 100", "check"),
    ("review", {"estimate": "−0.7"}, "not '−0.7'", "write -0.7"),
    ("review", {"estimate": "<0.1"}, "not '<0.1'", "digits alone"),
    ("review", {"year": 3000}, "3000 lies in the future", "leave the field out"),
    # true or false
    ("review", {"controlled": "yes"}, "'controlled' must be true or false", "write true, without"),
    ("review", {"controlled": "No"}, "must be true or false, not 'No'", "write false, without"),
    ("review", {"controlled": 1}, "must be true or false, not the number 1", "true or false"),
    # one of several
    ("event", {"kind": "gossip"}, "'kind' cannot be 'gossip'", "use one of: 'science', 'trial'"),
    ("event", {"kind": "Law"}, "'kind' cannot be 'Law'", "write 'law'"),
    ("trial", {"status": "stopped early"}, "cannot be 'stopped early'", "write 'stopped-early'"),
    ("trial", {"phase": 3}, "'phase' must be text, not the number 3", 'quotation marks: "3"'),
    ("review", {"statistic": "g"}, "'statistic' cannot be 'g'", "'Hedges' g', 'Cohen's d'"),
    # lists
    ("event", {"cites": "roe2020"}, "'cites' must be a list", "brackets: [roe2020]"),
    ("event", {"cites": "roe2020, doe2021"}, "must be a list", "[roe2020, doe2021]"),
    ("event", {"cites": 1}, "'cites' must be a list, not the number 1", "[one, two]"),
    ("event", {"cites": []}, "'cites' is empty", "name at least one"),
    ("event", {"cites": ["roe2020", EVENT]}, "a record inside the field 'cites'", "same column"),
    # fields inside fields
    ("trial", {"arms": [ARM | {"change": -24}]}, "'arms.mdma.change' must have fields", "mean: …"),
    ("trial", {"arms": [ARM | {"chnge": {}}]}, "unknown field 'arms.mdma.chnge'", "'change'"),
    ("trial", {"arms": [ARM | {"n_analyzed": "x"}]}, "'arms.mdma.n_analyzed' must", "digits"),
    ("trial", {"blinding": "broken"}, "'blinding' must have fields of its own", "text: …"),
    ("trial", {"effects": [{"statistic": "d"}]}, "'effects.value', 'effects.cites' are", "add"),
    # intervals
    ("review", {"ci": [-0.5, -0.9]}, "'ci': the ends of the interval are swapped", "[-0.9, -0.5]"),
    ("review", {"ci": [-0.5]}, "'ci' must have two numbers", "[lower, upper]"),
    ("review", {"ci": [0, 9534, 0, 4704]}, "'ci' has 4 values, and 2 are wanted", "check"),
    ("review", {"ci": "-0.9 to -0.5"}, "'ci' must be two numbers", "[lower, upper]"),
    ("review", {"estimate": -0.2}, "-0.2 lies outside its interval [-0.9, -0.5]", "check both"),
    # dates
    ("event", {"date": "2026-02-30"}, "not a day of the calendar", "year-month-day"),
    ("event", {"date": "2026-13"}, "not a day of the calendar", "year-month-day"),
    ("event", {"date": "2999-01-01"}, "lies in the future", "on which it happened"),
    ("event", {"date": "soon"}, "'soon' is not a date", "2024-08-09"),
    ("event", {"date": "9 August 2024"}, "is not a date", "2024-08-09"),
    ("event", {"date": "2026-11-23 10:00:00"}, "is not a date", "2024-08-09"),
    ("trial", {"start": "2026-02-30"}, "not a day of the calendar", "year-month-day"),
    # figures that cannot be
    ("harm", {"n": 50}, "n is 50 of 46", "check both"),
    ("harm", {"percent": 60}, "3 of 46 is 6.5%, not 60%", "check the three"),
    ("harm", {"n": "-"}, "a share without its figures", "give n and of, or percent"),
    ("trial", {"n_randomized": 10, "n_analyzed": 12}, "n_analyzed 12 is above", "check both"),
    ("trial", {"arms": [ARM, ARM]}, "two arms share an id", "give each its own"),
    (
        "trial",
        {"measure": "CAPS-5", "arms": [ARM | {"baseline": {"mean": 92.1}}]},
        "arm mdma: baseline 92.1 is outside CAPS-5's 0 to 80",
        "check the mean",
    ),
    # registry numbers
    (
        "trial",
        {"registry": ["NCT0407743"]},
        "'NCT0407743' is no registry number: NCT and 8 digits (here 7)",
        "copy it from the registry",
    ),
    ("trial", {"registry": ["nct04077437"]}, "NCT and 8 digits", "like NCT04077437"),
    ("trial", {"registry": ["ACTRN1261200021988"]}, "14 digits (here 13)", "ACTRN"),
    ("trial", {"registry": ["12345"]}, "'12345' is no registry number", "EudraCT"),
    # a statement with a verdict
    ("statement", {"cites": []}, "P1 is 'corrected' without a source", "make it 'unsupported'"),
]


@pytest.mark.parametrize(
    ("kind", "changes", "wrong", "mend"), SLIPS, ids=[f"{row[0]} {row[1]}"[:60] for row in SLIPS]
)
def test_a_slip_is_said_once_in_own_words(
    kind: str, changes: Mapping[str, Any], wrong: str, mend: str
) -> None:
    (said,) = told(kind, **changes)
    message, mending = said.split(" — ", 1)
    assert wrong in message
    assert mend in mending
    for theirs in ("Input should", "valid", "pattern", "NoneType", "str", "int", "dict", r"\d"):
        assert theirs not in said.split()


@pytest.mark.parametrize("written", [None, 3, "text", ["a", "list"], {}])
def test_a_record_that_is_none(written: object) -> None:
    record, found = slips(written, records.Term)
    assert record is None
    assert len(found) == 1


def test_every_slip_of_a_record_is_said() -> None:
    assert len(told("event", place=1, kind="gossip", date="soon")) == 3


RIGHT: list[tuple[str, Mapping[str, Any]]] = [
    ("event", {"date": "2024"}),
    ("event", {"date": "2024-08"}),
    ("event", {"date": settings.newest_day().isoformat()}),
    ("trial", {"start": "2999-01"}),  # planned
    ("trial", {"registry": ["NCT04077437", "ACTRN12612000219886p", "2019-000265-23"]}),
    ("trial", {"registry": ["EUCTR2019-000265-23-NL", "ISRCTN12345678", "jRCT1031230001"]}),
    ("review", {"estimate": -1, "ci": [-2, 0]}),
    ("review", {"ci": "-"}),
    ("harm", {"n": "-", "of": "-", "percent": 6.5}),
    ("harm", {"n": 29, "of": 46, "percent": 63}),
    ("statement", {"verdict": "unsupported", "cites": []}),
    ("crisis", {"phone": "+61 13 11 14", "contact": "call 13 11 14"}),
    ("term", {"term": "no", "also": ["yes", "off"]}),
]


@pytest.mark.parametrize(("kind", "changes"), RIGHT)
def test_what_is_right_is_not_told(kind: str, changes: Mapping[str, Any]) -> None:
    assert told(kind, **changes) == []


def test_the_latest_day_on_earth_is_asked_when_it_is_needed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert told("event", date="2998-01-01")
    monkeypatch.setattr(settings, "newest_day", lambda: date(2999, 1, 1))
    assert not told("event", date="2998-01-01")


# ---- words for readers


def _values() -> list[type[Value]]:
    found = [one for one in Value.__subclasses__() if one.__module__.startswith("sitebuild")]
    assert len(found) > 10
    return found


@pytest.mark.parametrize("kind", _values(), ids=lambda kind: kind.__name__)
def test_every_allowed_value_has_its_word(kind: type[Value]) -> None:
    for member in kind:
        assert member.word.strip()
        assert kind(str(member)) is member
        assert f"{member}" == member.value == member


@pytest.mark.parametrize(
    ("member", "word"),
    [
        (records.Status.STOPPED_EARLY, "stopped early"),
        (records.Condition.PTSD, "PTSD"),
        (records.Phase.TWO_THREE, "phase 2/3"),
        (records.Phase.PILOT, "pilot"),
        (records.Phase.NOT_GIVEN, "phase not given"),
        (records.Allocation.SINGLE_GROUP, "single group"),
        (records.Allocation.NOT_GIVEN, "design not given"),
        (records.Access.PRESCRIBING_SCHEME, "Authorized prescribers"),
        (records.Seen.SECONDARY, "read second-hand"),
        (records.Section.B, "Breakthrough therapy designation"),
        (records.Region.NORTH_AMERICA, "North America"),
        (records.CertaintyRating.VERY_LOW, "very low"),
    ],
)
def test_words(member: Value, word: str) -> None:
    assert member.word == word


def test_more_words_of_some_values() -> None:
    assert records.Allocation.RANDOMIZED.people == "randomized"
    assert records.Allocation.SINGLE_GROUP.people == "enrolled"
    assert [one.noted for one in records.Verdict] == [
        "Confirmed",
        "Corrected",
        "Updated",
        "No support found",
    ]
    assert records.Verdict.SUPPORTED.counted == "hold as worded"
    assert sorted(records.Phase, key=lambda one: one.rank)[0] is records.Phase.THREE_B
    assert {one.rank for one in records.Phase} == set(range(len(records.Phase)))
    assert records.Statistic.SMD.standardized
    assert not records.Statistic.RR.standardized
    assert records.Status.RECRUITING.goes_on
    assert not records.Status.COMPLETED.goes_on


def test_a_record_gives_members_and_prints_text() -> None:
    trial = records.Trial.model_validate(TRIAL)
    assert trial.status is records.Status.COMPLETED
    assert trial.model_dump()["status"] == "completed"
    assert '"status":"completed"' in trial.model_dump_json()
    statement = records.SourceStatement.model_validate(STATEMENT)
    assert statement.section is records.Section.P
    assert statement.verdict.word == "Corrected"


def test_shares() -> None:
    assert records.Share(n=29, of=46).as_percent == pytest.approx(63.04, abs=0.01)
    assert records.Share(percent=63).as_percent == 63
    assert records.AdverseEvent.model_validate(HARM).as_percent == pytest.approx(6.52, abs=0.01)


def test_arms_by_id() -> None:
    trial = records.Trial.model_validate(TRIAL | {"arms": [ARM]})
    arm = trial.arm("mdma")
    assert arm is not None
    assert arm.role is records.Role.MDMA
    assert trial.arm("sugar") is None


# ---- classes inside classes


def test_the_class_at_a_path() -> None:
    assert model_at(records.Trial, ("arms", 0, "change")) is records.Mean
    assert model_at(records.Trial, ("name",)) is records.Trial
    assert takes(records.Trial, ("arms", 1, "initial_mg", 0)) == "number"
    assert takes(records.Trial, ("status",)) == "text"
    assert takes(records.MetaAnalysis, ("controlled",)) == ""
    assert takes(records.Trial, ("nothing",)) == ""
    assert takes(records.Trial, ()) == ""


def test_a_path_in_words() -> None:
    item = {"arms": [{"id": "mdma", "change": {"mean": 1}}, {"label": "x"}], "cites": ["a"]}
    assert shown(item, ("arms", 0, "change", "mean")) == "arms.mdma.change.mean"
    assert shown(item, ("arms", 1, "label")) == "arms.label"
    assert shown(item, ("cites", 0)) == "cites"


@pytest.mark.parametrize("name", FILES)
def test_every_field_has_a_type_that_is_known(name: str) -> None:
    for field in FILES[name][1].model_fields:
        assert takes(FILES[name][1], (field,)) in ("text", "number", "")
