"""What the dots and the summary of findings show is what the data say."""

from __future__ import annotations

import pytest
from support import ROOT

from sitebuild.model import site as model
from sitebuild.views import before_after, dots, findings_table


@pytest.fixture(scope="module")
def site() -> model.Site:
    return model.read(ROOT)


def test_one_dot_is_one_person(site):
    trials = {trial.name: trial for trial in dots.large(site)}
    assert list(trials) == ["MAPP1", "MAPP2"]
    rows = [
        row
        for group in dots.people_as_dots(site)["groups"]
        for one in group.blocks
        for row in one.rows
    ]
    assert len(rows) >= 16
    for row in rows:
        for arm, side in zip(dots.both(trials[row.trial]), row.sides, strict=False):
            crowd = side.crowd
            drawn = len(crowd.had) + len(crowd.had_not) + len(crowd.unscored)
            assert drawn == arm.n_randomized, row
            assert side.share.startswith(f"{len(crowd.had)} of ")
            assert side.had.count("M") + side.had_not.count("M") + len(crowd.unscored) == drawn


def test_what_counts_events_is_not_drawn_as_people(site):
    (mapp1, _) = dots.large(site)
    pairs = dots.pairs_of_people(site, mapp1)
    assert "Headache" not in [pair.event for pair in pairs]  # one person may stand in it twice
    assert "Muscle tightness" in [pair.event for pair in pairs]


def test_both_scales_are_drawn_apart(site):
    found = before_after.before_and_after(site)
    assert [(one.name, len(one.trials)) for one in found["scales"]] == [
        ("CAPS-5", 2),
        ("CAPS-IV", 4),
    ]
    assert 0 < found["fell"] <= found["controls"]


def test_benefit_and_harm_are_summed_up(site):
    benefit, harm = findings_table.summary_of_findings(site)["halves"]
    assert len(benefit.findings) == 4
    assert len(harm.findings) >= 5
    assert all(one.plain for half in (benefit, harm) for one in half.findings)
