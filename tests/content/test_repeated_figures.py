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


def test_a_total_is_told_though_another_event_was_counted_in_as_many():
    site = model.read(ROOT)
    whose = {"trial": "mapp2", "arm": "mdma", "event": "Any severe event"}
    rows = site.data.files[named.HARMS]
    index = next(at for at, item in enumerate(rows.items) if whose.items() <= item.items())
    site.data[named.HARMS][index].n = 6
    rows.items[index]["n"] = 6
    told = [
        found.file
        for found in figures.of_trial(site)
        if "5 of 53 with any severe event" in found.message
        or "1 in 11 with any severe event" in found.message
    ]
    assert sorted(told) == [
        "docs/adverse-effects/index.md",
        "docs/adverse-effects/index.md",
        "docs/evidence/index.md",
        "docs/evidence/index.md",
        "docs/index.md",
        "docs/lawmakers.md",
        "docs/questions/clinicians.md",
        "docs/questions/lawmakers.md",
        "docs/questions/risks.md",
    ]
