"""A figure that is changed in its record is told on each page that repeats it."""

from __future__ import annotations

from support import ROOT

from sitebuild.model import site as model
from sitebuild.rules import figures, named


def test_a_count_of_an_event_is_told_wherever_it_is_repeated():
    site = model.read(ROOT)
    assert not list(figures.of_trial(site))
    whose = {"trial": "mapp1", "arm": "mdma", "event": "Muscle tightness"}
    [record] = [
        item
        for item in site.data.files[named.HARMS].items
        if whose.items() <= item.items() and item["n"] == 29
    ]
    record["n"] = 28
    told = {found.file for found in figures.of_trial(site) if "29 of 46" in found.message}
    assert {
        "docs/index.md",
        "docs/adverse-effects/index.md",
        "docs/questions/risks.md",
        "docs/evidence/meta-analyses.md",
    } <= told
