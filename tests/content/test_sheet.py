"""The clinician's sheet, as the data stand."""

from __future__ import annotations

import re

import pytest
from support import ROOT

from sitebuild.model.site import read
from sitebuild.views import sheet
from sitebuild.views.dots import both, pairs_of_people
from sitebuild.views.findings_table import difference


def test_every_medicine_is_named_or_counted():
    site = read(ROOT)
    lines = [(one.label, one.text) for one in sheet.interactions(site).lines]
    *named, (_, counted) = lines
    names = [row.name for row in site.data["medicines.yml"]]
    said = sum(len(re.findall(r"\[@[^\]]*\]", text)) for _, text in named)
    rest, everything = map(int, re.findall(r"\d+", counted))
    assert said + rest == everything == len(names)
    left_off = [row for row in site.data["medicines.yml"] if not row.on_sheet]
    assert not [row for row in left_off if row.evidence.value != "mechanism"]
    assert any("only how" in label and "Lithium" in text for label, text in named)


WORDED = {
    ("mapp1", "remission"): "from 2 to 10 in the first trial",
    ("mapp2", "remission"): "from 2 to 19 in the second",
    ("mapp1", "response"): "for response from 2 to 14",
    ("mapp2", "response"): "and from 3 to 136;",
    ("mapp1", "loss_of_diagnosis"): "without the diagnosis from 2 to 8",
    ("mapp2", "loss_of_diagnosis"): "and from 2 to 27.",
}


def test_the_numbers_to_treat_in_prose_have_the_intervals_of_the_sheet():
    site = read(ROOT)
    answer = site.by_path["questions/clinicians.md"].body
    for (ident, field), words in WORDED.items():
        arms = both(site.data.trial(ident))
        between = sheet.treated_between(*[getattr(arm, field) for arm in arms])
        assert between in words and words in answer, (ident, field, between)


@pytest.mark.parametrize(
    ("event", "between"), [("Muscle tightness", "2 to 3"), ("Nausea", "3 to 48")]
)
def test_so_have_those_of_harm(event, between):
    site = read(ROOT)
    pairs = pairs_of_people(site, site.data.trial("mapp1"))
    [pair] = [one for one in pairs if one.event == event]
    low, high = difference(pair.mdma.n, pair.mdma.of, pair.control.n, pair.control.of)
    assert f"{round(100 / high)} to {round(100 / low)}" == between
    for page in ("questions/clinicians.md", "evidence/methods.md"):
        assert between in site.by_path[page].body.partition(event.split()[0].lower()[:4])[2]


def test_the_page_of_figures_has_the_same_intervals():
    said = read(ROOT).by_path["ptsd-in-numbers.md"].body.partition("## How many have to be")[2]
    for words in (
        "from 2 to 14 in the first trial, and from 3 to 136 in the second",
        "from 2 to 10 in the first trial, and from 2 to 19 in the second",
        "95% interval 2 to 8)",
        "47.6%; 2 to 27)",
    ):
        assert words in said, words
