"""The forest plot: its axis, its order, what is cut, which review gives the trials."""

from __future__ import annotations

from typing import Any

import pytest
from unit.views.made_up import record, site, tree, words

from sitebuild.views import forest
from sitebuild.views.geometry import Scale


def effect(trial: str, estimate: float = -0.7, low: float = -1.2, high: float = -0.2) -> Any:
    """A trial's share in a review."""
    return {"trial": trial, "estimate": estimate, "ci": [low, high]}


TRIALS = [{"id": "one", "name": "ONE", "published": 2021, "n_analyzed": 40}]


@pytest.mark.parametrize(
    ("values", "low", "high"),
    [
        ([-2.25, 0.71], -2.35, 1.1),  # no whole number near the left end, one near the right
        ([-0.2, -0.1], -0.3, 0.1),  # zero belongs to it
        ([0.3, 0.6], -0.1, 1.1),
        ([-0.95], -1.1, 0.1),
        ([], -0.1, 0.1),
        ([-9.0, -1.0], -1.1, 0.1),  # what nobody could believe does not squeeze the rest
        ([-4.0], -4.1, 0.1),
    ],
)
def test_the_axis_holds_all_rows_with_a_margin(values, low, high):
    axis = forest.axis_of(values)
    assert (axis.low, axis.high) == (pytest.approx(low), pytest.approx(high))


def test_numbers_stand_at_whole_standard_deviations():
    ticks = forest.ticks(Scale(-2.35, 1.1))
    assert [tick.text for tick in ticks] == ["−2", "−1", "0", "1"]
    assert [tick.anchor for tick in ticks] == ["middle", "middle", "middle", "end"]
    assert forest.ticks(Scale(-2.02, 2.02))[0].anchor == "start"
    assert ticks[2].x == "68.12"


def test_a_sign_is_turned_so_that_left_is_fewer_symptoms():
    row = record("meta-analyses.yml", estimate=1.46, ci=[0.67, 2.25], favors_mdma_when="positive")
    assert forest.oriented(row) == (-1.46, -2.25, -0.67)
    assert forest.oriented(record("meta-analyses.yml")) == (-0.7, -1.2, -0.2)


@pytest.mark.parametrize(
    "other",
    [
        {"outcome_kind": "response"},
        {"controlled": False},
        {"ci": None},
        {"statistic": "MD"},
    ],
)
def test_only_comparable_estimates_stand_together(other):
    found = site(meta_analyses=[{"id": "a"}, {"id": "b"} | other])
    assert [row.id for row in forest.comparable(found)] == ["a"]


def test_the_newest_comes_first_and_ids_settle_a_year():
    rows = [{"id": "a", "year": 2020}, {"id": "c", "year": 2024}, {"id": "b", "year": 2024}]
    found = site(meta_analyses=rows)
    assert [row.id for row in forest.comparable(found)] == ["b", "c", "a"]


@pytest.mark.parametrize("turned", [False, True])
def test_the_order_in_the_file_does_not_choose_the_review_whose_trials_are_drawn(turned):
    rows = [
        {"id": "old", "year": 2010, "trials": [effect("one"), effect("two")]},
        {"id": "new", "year": 2016, "trials": [effect("one"), effect("two")]},
        {"id": "part", "year": 2016, "trials": [effect("one")]},
        {"id": "none", "year": 2017},
        {"id": "other", "year": 2017, "outcome_kind": "response", "trials": [effect("one")]},
    ]
    found = forest.with_trials(site(meta_analyses=rows[::-1] if turned else rows))
    assert found is not None
    assert found.id == "new"


def test_rows_say_in_words_what_they_show():
    found = site(trials=TRIALS, meta_analyses=[{"k": 1, "n": 40, "trials": [effect("one")]}])
    plot = forest.plot(found, full=True)
    assert plot.trials[0].says == "ONE: g −0.70, from −1.20 to −0.20"
    assert plot.trials[0].details == "2021, n = 40"
    assert plot.pooled[0].says == "REVIEW 2021: −0.70, from −1.20 to −0.20"
    assert plot.pooled[0].details == "1 trial, n = 40"
    assert plot.cites == ("doe2021",)


@pytest.mark.parametrize(
    ("given", "details"),
    [
        ({"k": 6, "n": 286}, "6 trials, n = 286"),
        ({"n": 286}, "n = 286"),
        ({"k": 6, "statistic": "SMD"}, "6 trials, SMD"),
        ({}, ""),
    ],
)
def test_what_is_missing_leaves_no_comma(given, details):
    found = site(trials=TRIALS, meta_analyses=[{"trials": [effect("one")]} | given])
    assert forest.plot(found, full=True).pooled[0].details == details


def test_the_small_plot_holds_one_pooled_estimate_and_leads_nowhere():
    rows = [{"id": "a", "trials": [effect("one")]}, {"id": "b"}]
    found = site(trials=TRIALS, meta_analyses=rows)
    assert [row.anchor for row in forest.plot(found, full=False).pooled] == [""]
    assert [row.anchor for row in forest.plot(found, full=True).pooled] == ["a", "b"]


def wide(low: float, high: float) -> list[dict[str, Any]]:
    """A review whose own interval goes this far."""
    return [{"ci": [low, high], "trials": [effect("one")]}]


@pytest.mark.parametrize(
    ("low", "high", "before", "after"),
    [(-1.2, -0.2, 0, 0), (-9.0, -0.2, 1, 0), (-1.2, 9.0, 0, 1), (-9.0, 9.0, 1, 1)],
)
def test_a_diamond_that_is_cut_has_an_arrow_where_it_goes_on(low, high, before, after):
    found = site(trials=TRIALS, meta_analyses=wide(low, high))
    row = forest.plot(found, full=False).pooled[0]
    assert (row.line.more_before, row.line.more_after) == (bool(before), bool(after))
    drawn = tree(found, "forest-plot-small")
    diamond = drawn.findall(".//tbody/tr")[2].find(".//svg")
    assert diamond is not None
    assert len(diamond.findall("svg/path[@class='line']")) == before + after


def test_the_peak_of_a_cut_diamond_stands_at_the_estimate():
    found = site(trials=TRIALS, meta_analyses=wide(-9.0, -0.2))
    plot = forest.plot(found, full=False)
    row = plot.pooled[0]
    drawn = float(row.line.start) + row.peak * row.line.width / 100
    assert drawn == pytest.approx(float(row.at), abs=0.05)


def test_a_trial_that_could_not_be_read_is_left_out():
    found = site(trials=TRIALS, meta_analyses=[{"trials": [effect("one"), effect("gone")]}])
    assert [row.name for row in forest.plot(found, full=True).trials] == ["ONE"]


def test_without_a_review_that_prints_its_trials_there_is_an_empty_plot():
    plot = forest.plot(site(meta_analyses=[{}]), full=True)
    assert (plot.trials, plot.pooled, plot.cites) == ([], [], ())


def test_the_certainty_of_reviewers_stands_under_the_plot():
    rated = [{"trials": [effect("one")], "certainty": {"rating": "low"}}]
    said = words(
        tree(site(trials=TRIALS, meta_analyses=rated), "forest-plot").find(".//figcaption")
    )
    assert "which rates the certainty as low. The diamonds overlap" in said
    assert "Many participants could tell" not in said  # that review gave no such reason
    rated[0]["certainty"]["why"] = "Two levels down: functional unblinding"
    drawn = tree(site(trials=TRIALS, meta_analyses=rated), "forest-plot").find(".//figcaption")
    said = words(drawn)
    assert "Many participants could tell what they had been given, a main reason for that" in said
    assert len(drawn.findall(".//sup")) == 1  # behind the caveat
    bare = [{"trials": [effect("one")]}]
    said = words(tree(site(trials=TRIALS, meta_analyses=bare), "forest-plot").find(".//figcaption"))
    assert "as printed by Doe and Poe 2021. The diamonds overlap" in said
