"""Squares, bars and dots along a scale: as many as there are, and where their values lie."""

from __future__ import annotations

import re

import pytest
from unit.views.made_up import entry, site, tree, words

from sitebuild.views import load
from sitebuild.views.geometry import squares
from sitebuild.views.lanes import counts_by_trial, events_by_year, year
from sitebuild.views.tallies import (
    TEMPLATE,
    lines,
    medicines_by_risk,
    sources_by_reading,
    trials_by_condition,
    trials_by_country,
    trials_pooled,
)


def drawn_squares(path: str) -> int:
    """How many pieces the broken lines of a path have."""
    lengths = [int(found) for found in re.findall(r"h(\d+)", path)]
    assert all(length % 10 == 0 for length in lengths)
    return sum(lengths) // 10


@pytest.mark.parametrize("number", [1, 29, 30, 31, 98])
def test_there_are_as_many_squares_as_things(number):
    found = squares(number)
    assert drawn_squares(found.path) == number
    assert found.height == 10 * found.path.count("M")


def test_the_longest_bar_is_the_largest_number_and_a_kind_without_any_has_no_line():
    assert [
        (line.label, line.number, line.bar) for line in lines({"a": 5, "b": 0, "c": 20}, bars=True)
    ] == [
        ("a", "5", "25.00"),
        ("c", "20", "100.00"),
    ]


def test_every_record_is_in_one_line():
    rows = [{"id": "a"}, {"id": "b", "risk": "danger-reported"}, {"id": "c"}]
    found = medicines_by_risk(site(medicines=rows))
    assert sum(int(line.number) for line in found.lines) == 3
    assert ("Danger reported", "1") in [(line.label, line.number) for line in found.lines]
    drawn = tree(site(medicines=rows), "medicines-by-risk")
    paths = [path.get("d") or "" for path in drawn.findall(".//dd/svg/path")]
    numbers = [int(words(one)) for one in drawn.findall(".//dd/span")]
    assert [drawn_squares(path) for path in paths] == numbers
    assert "3 medicines and drugs" in words(drawn)


def test_a_trial_in_two_countries_stands_in_each_and_a_finished_one_in_none():
    rows = [
        {"id": "a", "status": "recruiting", "countries": ["Israel", "Canada"]},
        {"id": "b", "status": "planned", "countries": ["Israel"]},
        {"id": "c", "status": "completed", "countries": ["Norway"]},
    ]
    found = trials_by_country(site(trials=rows))
    assert [(line.label, line.number) for line in found.lines] == [("Israel", "2"), ("Canada", "1")]
    assert found.title.startswith("2 trials")
    assert sum(int(line.number) for line in trials_by_condition(site(trials=rows)).lines) == 3


def test_a_review_is_there_once_with_its_first_estimate():
    rows = [
        {"id": "a", "name": "A", "k": 6, "outcome_kind": "ptsd-symptoms"},
        {"id": "b", "name": "A again", "k": 5, "outcome_kind": "ptsd-symptoms"},
    ]
    found = trials_pooled(site(meta_analyses=rows))
    assert [(line.label, line.number) for line in found.lines] == [("A", "6")]


def test_sources_stand_by_what_was_read():
    entries = [entry("roe2020"), entry("doe2021", checked="2026-01-02 fulltext")]
    found = sources_by_reading(site(entries=entries))
    assert [line.number for line in found.lines] == ["1", "1"]
    assert tree(site(entries=entries), "sources-by-reading").find(".//rect") is not None


@pytest.mark.parametrize(
    "name", sorted(one.name for one in load().values() if one.template == TEMPLATE)
)
def test_what_holds_nothing_is_still_drawn(name):
    assert tree(site(), name).find(".//figcaption") is not None


def test_events_lie_by_their_dates_the_newest_at_the_right():
    rows = [
        {"id": "a", "date": "1912", "kind": "science"},
        {"id": "b", "date": "2026-02", "kind": "law"},
        {"id": "c", "date": "2000-01-01", "kind": "law"},
    ]
    found = events_by_year(site(timeline=rows))
    assert [(lane.label, lane.number) for lane in found.lanes] == [("Science", 1), ("Law", 2)]
    (old,), (middle, new) = ([float(one.x) for one in lane.points] for lane in found.lanes)
    assert 0 <= old < middle < new <= 100
    ticks = {tick.text: float(tick.x) for tick in found.ticks}
    assert ticks["2000"] == pytest.approx(middle)
    assert len(tree(site(timeline=rows), "events-by-year").findall(".//tbody//circle")) == 3


def test_a_date_is_a_year_with_its_part():
    assert year("2020-01-01") == 2020
    assert year("2020") == 2020.5
    assert 2020.9 < year("2020-12-31") < 2021


def test_a_count_lies_at_its_share_in_the_color_of_its_group():
    arms = [{"id": name, "label": name, "role": name} for name in ("mdma", "placebo", "open-label")]
    rows = [{"arm": "mdma", "percent": 40}, {"arm": "placebo", "percent": 5}]
    rows.append({"arm": "open-label", "percent": 50})
    (lane,) = counts_by_trial(site(trials=[{"arms": arms}], adverse_events=rows)).lanes
    assert [(one.x, one.color) for one in lane.points] == [
        ("40.00", "mdma"),
        ("5.00", "control"),
        ("50.00", "mdma"),
    ]
    assert lane.says == "ONE: 3 counts, from 5 to 50 per 100"
