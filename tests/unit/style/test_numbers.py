"""How figures, dates and shares are written."""

from __future__ import annotations

import doctest

import pytest

from sitebuild.model.records import Mean, Share
from sitebuild.style import numbers
from sitebuild.views import parts


def test_the_examples_are_true():
    assert doctest.testmod(numbers).failed == 0


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [
        (-0.7, 2, "−0.70"),
        (0.7, None, "0.7"),
        (12, None, "12"),
        (12.0, None, "12"),
        (-0.001, 2, "0.00"),
        (-0.0, None, "0"),
        (None, 2, ""),
        (1e-7, None, "0.0000001"),
    ],
)
def test_a_number_has_a_real_minus_sign_and_zero_has_none(value, digits, shown):
    assert numbers.number(value, digits) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [(52.4, "+52"), (-3.2, "−3"), (0.4, "0"), (-0.4, "0"), (0.6, "+1")]
)
def test_a_difference_has_its_sign(value, shown):
    assert numbers.signed(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [(0, "0"), (0.1, "<1"), (0.5, "<1"), (0.6, "1"), (62.6, "63"), (100, "100")]
)
def test_more_than_none_of_100_is_never_shown_as_none(value, shown):
    assert numbers.per100(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [("2024-08-09", "9 August 2024"), ("2024-08", "August 2024"), ("2024", "2024")],
)
def test_a_date_is_as_exact_as_it_was_seen(value, shown):
    assert numbers.day(value) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [("0.03", "p = 0.03"), ("<0.001", "p <0.001"), ("= 0.5", "p = 0.5"), (">0.05", "p >0.05")],
)
def test_a_p_value_has_one_sign(text, shown):
    assert numbers.p_value(text) == shown


def test_a_text_is_cut_between_words_and_only_where_it_helps():
    assert numbers.cut("short enough", 40) == "short enough"
    assert numbers.cut("a" * 44, 40) == "a" * 44
    assert numbers.cut("word " * 20, 40).endswith("word...")


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({"n": 28, "of": 42}, "28 of 42 (67%)"),
        ({"n": 0, "of": 42}, "0 of 42 (0%)"),
        ({"percent": 9.5}, "9.5%"),
        ({"percent": 9.5, "n": 4}, "9.5%"),
    ],
)
def test_a_share_says_its_counts_where_there_are_counts(given, shown):
    assert parts.share(Share.model_validate(given)) == shown


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({"mean": 44}, "44.0"),
        ({"mean": -24.44, "sd": 11.6}, "−24.4 (SD 11.6)"),
        ({"mean": 1, "se": 0, "n": 20}, "1.0 (SE 0.0), n = 20"),
        ({"mean": 1, "ci": [-2, 4]}, "1.0 (95% CI −2 to 4)"),
    ],
)
def test_a_mean_says_the_spread_that_was_printed(given, shown):
    assert parts.mean(Mean.model_validate(given)) == shown


@pytest.mark.parametrize(
    ("value", "shown", "kind"),
    [(0, "0", ""), ("", "not seen", "unseen"), (None, "not seen", "unseen"), ("x", "x", "")],
)
def test_zero_is_a_value_and_nothing_is_none(value, shown, kind):
    assert (parts.given(value).text, parts.given(value).kind) == (shown, kind)
