"""Tables and schemas: what a spreadsheet and an editor get."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import jsonschema
import pytest

from sitebuild.model.records import FILES, AdverseEvent, Status, Term, Trial
from sitebuild.outputs.tables import as_csv, flatten, schema, schema_file

TRIAL: dict[str, Any] = {
    "id": "one",
    "name": "One",
    "condition": "ptsd",
    "status": "stopped-early",
    "phase": "3",
    "allocation": "randomized",
    "design": "A – design",
    "population": "Adults",
    "countries": ["Canada", "Israel"],
    "arms": [{"id": "mdma", "label": "MDMA", "role": "mdma", "change": {"mean": -24.4}}],
    "effects": [{"statistic": "d", "value": 0.9, "ci": [-1.5, 2], "cites": ["roe2020"]}],
    "seen": "primary",
    "cites": ["roe2020", "doe2021"],
}


def rows(*records: Any) -> list[dict[str, str]]:
    """The table, read as a program would."""
    text = as_csv(records)
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_a_record_is_a_row() -> None:
    (row,) = rows(Trial.model_validate(TRIAL))
    assert row["status"] == "stopped-early"
    assert row["countries"] == "Canada; Israel"
    assert row["arms.mdma.change.mean"] == "-24.4"
    assert row["effects.0.ci"] == "-1.5; 2.0"
    assert row["cites"] == "roe2020; doe2021"
    assert "published" not in row


def test_a_spreadsheet_sees_dashes_as_dashes() -> None:
    assert as_csv([Trial.model_validate(TRIAL)]).encode("utf-8").startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ('=HYPERLINK("https://evil.example")', '\'=HYPERLINK("https://evil.example")'),
        ("+1+cmd", "'+1+cmd"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-2+3", "'-2+3"),
        ("- a list", "'- a list"),
        ("-0.71", "-0.71"),
        ("-0.95; -0.47", "-0.95; -0.47"),
        ("+61 13 11 14", "+61 13 11 14"),
        ("<0.001", "<0.001"),
        ("A – dash", "A – dash"),
    ],
)
def test_no_cell_runs_as_a_formula(text: str, cell: str) -> None:
    (row,) = rows(Term(id="one", term=text, short="Ten letters at least."))
    assert row["term"] == cell


def test_a_table_of_nothing() -> None:
    assert as_csv([]) == "\ufeff\n"


def test_columns_of_all_rows() -> None:
    harm = {
        "trial": "one",
        "arm": "mdma",
        "event": "Nausea",
        "kind": "common",
        "basis": "18 weeks",
        "seen": "primary",
        "cites": ["roe2020"],
    }
    first, second = rows(
        AdverseEvent.model_validate(harm | {"percent": 6.5}),
        AdverseEvent.model_validate(harm | {"n": 3, "of": 46}),
    )
    assert (first["percent"], first["n"]) == ("6.5", "")
    assert (second["percent"], second["n"]) == ("", "3")


def test_flatten() -> None:
    assert list(flatten({"a": {"b": 1}, "c": [{"d": 2}, {"id": "x", "d": 3}], "e": [1, 2]})) == [
        ("a.b", 1),
        ("c.0.d", 2),
        ("c.x.id", "x"),
        ("c.x.d", 3),
        ("e", "1; 2"),
    ]


# ---- schemas


@pytest.mark.parametrize("name", FILES)
def test_a_schema_is_one_and_says_what_each_field_means(name: str) -> None:
    text = schema(name)
    whole = json.loads(text)
    jsonschema.Draft202012Validator.check_schema(whole)
    assert whole["title"] == name
    assert text.endswith("}\n")
    assert schema_file(name) == name.replace(".yml", ".schema.json")


def test_allowed_values_stand_where_they_are_allowed() -> None:
    fields = json.loads(schema("trials.yml"))["$defs"]["Trial"]["properties"]
    assert fields["status"]["enum"] == [str(one) for one in Status]
    assert fields["registry"]["items"]["pattern"].startswith("^(NCT")


def test_a_schema_takes_what_is_right_and_nothing_else() -> None:
    whole = json.loads(schema("trials.yml"))
    jsonschema.validate({"trials": [TRIAL]}, whole)
    for wrong in ({"status": "finished"}, {"n_randomized": "46"}, {"xyzzy": 1}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({"trials": [TRIAL | wrong]}, whole)
