"""The data package: each table opens as its description says, and holds what the records hold."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from support import ROOT, SMALL

from sitebuild import settings
from sitebuild.model import site as model
from sitebuild.model.citations import keys_in
from sitebuild.outputs import bibliography, datapackage
from sitebuild.outputs.downloads import JSON_FILES, PUBLISHED, TABLES
from sitebuild.outputs.tables import as_csv

# What the Tabular Data Package asks of a descriptor, in the words of JSON Schema.
NAME = r"^[a-z0-9._/-]+$"
FIELD = {
    "type": "object",
    "required": ["name", "type"],
    "properties": {"type": {"enum": ["string", "integer", "number", "boolean"]}},
}
PACKAGE = {
    "type": "object",
    "required": ["name", "title", "version", "profile", "licenses", "resources"],
    "properties": {
        "name": {"pattern": NAME},
        "profile": {"const": "tabular-data-package"},
        "licenses": {"minItems": 1, "items": {"required": ["name", "path"]}},
        "resources": {
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["name", "path", "profile", "schema"],
                "properties": {
                    "name": {"pattern": NAME},
                    "path": {"pattern": r"^[a-z-]+\.csv$"},
                    "profile": {"const": "tabular-data-resource"},
                    "encoding": {"const": "utf-8"},
                    "schema": {
                        "required": ["fields"],
                        "properties": {"fields": {"minItems": 1, "items": FIELD}},
                    },
                },
            },
        },
    },
}
# Of the small site: no such thing is known of its trials.
MAY_BE_EMPTY = ("effects.csv", "bias-by-domain.csv", "meta-analyses-trials.csv")
READ = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": {"True": True, "False": False}.__getitem__,
}


@pytest.fixture(scope="module", params=[SMALL, ROOT], ids=["small", "whole"])
def site(request):
    return model.read(request.param)


@pytest.fixture(scope="module")
def files(site):
    own = datapackage.files(site, settings.ARCHIVE, "A title", "1.0")
    return own | {
        f"data/{name.removesuffix('.yml')}.csv": as_csv(rows)
        for name, rows in site.data.records.items()
    }


def test_the_description_has_the_form_of_a_package(files):
    import jsonschema

    jsonschema.validate(json.loads(files["data/datapackage.json"]), PACKAGE)


def test_each_table_reads_as_its_description_says(files):
    for resource in json.loads(files["data/datapackage.json"])["resources"]:
        text = files[f"data/{resource['path']}"].removeprefix("\ufeff")
        rows = list(csv.DictReader(io.StringIO(text)))
        fields = {field["name"]: field for field in resource["schema"]["fields"]}
        assert rows or resource["path"] in MAY_BE_EMPTY
        if rows:
            assert list(rows[0]) == list(fields)
        for row in rows:
            for name, value in row.items():
                if value != "":
                    READ[fields[name]["type"]](value)
                    allowed = fields[name].get("constraints", {}).get("enum")
                    assert not allowed or value in allowed, (resource["path"], name, value)
        key = resource["schema"].get("primaryKey")
        if key:
            keys = [tuple(row[name] for name in key) for row in rows]
            assert len(set(keys)) == len(keys) and all(all(one) for one in keys)


def test_a_table_has_a_row_for_each_thing(site, files):
    def rows(name):
        return list(csv.DictReader(io.StringIO(files[f"data/{name}.csv"].removeprefix("\ufeff"))))

    trials = site.data.trials
    assert len(rows("trials-list")) == len(trials)
    assert len(rows("arms")) == sum(len(trial.arms) for trial in trials)
    assert len(rows("effects")) == sum(len(trial.effects) for trial in trials)
    given = {(row["trial"], row["arm"], row["outcome"]): row for row in rows("outcomes")}
    for trial in trials:
        for arm in trial.arms:
            row = given.get((trial.id, arm.id, "response"))
            assert (row is None) == (arm.response is None)
            if row and arm.response.n is not None:
                assert (int(row["n"]), row["cites"]) == (arm.response.n, "; ".join(trial.cites))


def test_the_package_holds_every_table_that_is_published(site, files):
    resources = {one["path"] for one in json.loads(files["data/datapackage.json"])["resources"]}
    split = {"trials.csv", "bias-reviews.csv"}  # tables of their own hold what these do
    given = {f"{name.removesuffix('.yml')}.csv" for name, rows in site.data.records.items() if rows}
    assert given - split <= resources
    assert {f"{name}.csv" for name in TABLES} <= resources


def test_no_cell_holds_a_mark_of_a_citation_and_its_key_stands_in_a_column(site, files):
    for path, text in files.items():
        assert not path.endswith(".csv") or "[@" not in text, path
    rows = csv.DictReader(io.StringIO(files["data/medicines.csv"].removeprefix("\ufeff")))
    for row, record in zip(rows, site.data["medicines.yml"], strict=True):
        assert set(keys_in(record.seen)) <= set(row["cites"].split("; "))


def test_bias_has_a_row_a_review_trial_and_domain(site, files):
    rows = list(csv.DictReader(io.StringIO(files["data/bias-by-domain.csv"].strip("\ufeff"))))
    given = {(row["review"], row["trial"], row["domain"]): row["rating"] for row in rows}
    assert len(given) == len(rows)
    for review in site.data["bias-reviews.yml"]:
        for one in review.trials:
            assert given[review.id, one.trial, "overall"] == one.overall
            assert given.get((review.id, one.trial, "d2")) == one.d2
        if review.majority:
            assert given[review.id, "", "overall"] == review.majority


def test_units_and_meaning_stand_in_the_description(files):
    resources = json.loads(files["data/datapackage.json"])["resources"]
    fields = {
        (one["name"], field["name"]): field
        for one in resources
        for field in one["schema"]["fields"]
    }
    assert "mg" in fields["arms", "initial_mg_lowest"]["description"]
    assert fields["outcomes", "n"]["type"] == "integer"
    assert fields["adverse-events", "of"]["description"] == "People in the arm."
    assert "randomized" in fields["trials-list", "allocation"]["constraints"]["enum"]


def test_json_holds_the_records_and_their_version(site, files):
    for name in JSON_FILES:
        said = json.loads(files[f"data/{name.removesuffix('.yml')}.json"])
        records = next(value for value in said.values() if isinstance(value, list))
        assert len(records) == len(site.data[name])
        assert (said["version"], said["license"]) == ("1.0", "CC0-1.0")


def test_addresses_stay():
    """Others link to these: take none away."""
    assert {f"data/{name}.csv" for name in TABLES} <= PUBLISHED
    assert {
        "data/datapackage.json",
        "data/trials.json",
        "data/adverse-events.json",
        "data/timeline.json",
        "data/legal-status.json",
        "data/us-states.json",
        "downloads/references.bib",
        "downloads/references.json",
        "downloads/references.ris",
    } <= PUBLISHED


def test_ris(site):
    entries = site.bibliography.entries
    text = bibliography.ris(site.bibliography, entries)
    assert text.count("TY  - ") == text.count("ER  - ") == len(entries)
    for line in text.splitlines():
        assert line == "" or re.match(r"[A-Z][A-Z0-9]  - ", line), line
    assert text.count("\nAU  - ") == sum(
        len(one.csl().get("author", [])) for one in entries.values()
    )
    some = bibliography.csl_json(site.bibliography, list(entries)[:1])
    assert [item["id"] for item in json.loads(some)] == list(entries)[:1]


def test_the_lines_for_python_run_as_they_are_printed(files, tmp_path):
    """On whichever page they stand; R and Excel are not at hand here, so their address is tried."""
    pages = [page.body for page in model.read(ROOT).pages if "```python" in page.body]
    for path, content in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(content, encoding="utf-8")
    assert pages
    for body in pages:
        for code in re.findall(r"```python\n(.*?)```", body, re.S):
            said: dict[str, object] = {}
            exec(code.replace("https://site.example", tmp_path.as_uri()), said)
            assert said["trials"]
        for name in re.findall(r"https://site\.example/(\S+\.\w+)", body):
            assert (tmp_path / name).is_file(), name
