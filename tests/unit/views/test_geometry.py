"""Geometry: a drawn position equals its value, a count of dots its number."""

from __future__ import annotations

import doctest
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitebuild.views import geometry
from sitebuild.views.geometry import Scale, dots, spread


def test_the_examples_hold():
    assert doctest.testmod(geometry).failed == 0


@given(st.integers(0, 40), st.integers(0, 40))
def test_there_are_as_many_dots_as_people(filled: int, others: int):
    found = dots(filled, filled + others)
    assert sum(dot.filled for dot in found) == filled
    assert len(found) == filled + others
    places = [float(dot.x) for dot in found]
    assert places == sorted(set(places))
    assert all(0 < at < 100 for at in places)


@given(st.floats(0, 100))
def test_a_place_says_its_value(value: float):
    assert float(Scale(0, 100).at(value)) == pytest.approx(value, abs=0.006)
    scale = Scale(2, 365, log=True)
    inside = min(max(value, 2), 365)
    back = 2 * math.exp(scale.share(value) / 100 * math.log(365 / 2))
    assert back == pytest.approx(inside)


def test_what_lies_outside_is_held_at_the_edge():
    assert (Scale(0, 8).at(-1), Scale(0, 8).at(9)) == ("0.00", "100.00")


@pytest.mark.parametrize(
    ("first", "last", "wanted"),
    [
        (2, 4, ("20.00", "20.00", False)),
        (None, 4, ("30.00", "10.00", True)),
        (4, None, ("40.00", "10.00", True)),
        (None, 0, ("0.00", "0.00", True)),
        (0, None, ("0.00", "10.00", True)),
    ],
)
def test_a_bar_begins_and_ends_where_its_values_are(first, last, wanted):
    bar = Scale(0, 10).bar(first, last, 1)
    assert bar
    assert (bar.x, bar.width, bar.open) == wanted


def test_a_bar_of_nothing_is_not_drawn():
    assert Scale(0, 10).bar(None, None, 1) is None


def test_a_bar_knows_its_end():
    bar = Scale(0, 10).bar(2, 5, 1)
    assert bar
    assert bar.end == "50.00"


def test_words_near_an_edge_are_set_from_it():
    marks = Scale(0, 100).ticks([(0, "a"), (50, "b"), (100, "c")])
    assert [(mark.text, mark.anchor) for mark in marks] == [
        ("a", "start"),
        ("b", "middle"),
        ("c", "end"),
    ]


@given(st.integers(0, 20))
def test_what_is_spread_lies_inside(count: int):
    found = spread(count, 1, 5)
    assert len(found) == count
    assert all(1 < value < 5 for value in found)
