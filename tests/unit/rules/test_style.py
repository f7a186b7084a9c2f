"""House style: each entry is told where a page breaks it, and not where it looks like it."""

from __future__ import annotations

import pytest
from support import told_once
from unit.rules.made_up import told

SLIPS = [
    ("The change was -24.4 points.[@roe2020]", "a hyphen as a minus", "−"),
    ("| a | b |\n|---|---|\n| c[@roe2020] | -5 |", "a hyphen as a minus", "−"),
    ("It was 67 % of people.[@roe2020]", "a space before %", "67%"),
    ("It was 0.5 (95% CI [0.1, 0.9]).[@roe2020]", "brackets around an interval", "95% CI −0.95"),
    ("It was 0.5 (95% CI 0.1–0.9).[@roe2020]", "a dash in an interval", "with 'to'"),
    ("It was so. [@roe2020]", "a space before a citation", "straight after"),
    ("It was “so”.[@roe2020]", "a curly quotation mark", "make fix"),
    ("It wasn’t so.[@roe2020]", "a curly quotation mark", "make fix"),
    ("It was so -- and so.", "two hyphens", "–"),
    ("Coming soon.", "a placeholder", "leave the place out"),
    ("TODO: more.", "a placeholder", "leave the place out"),
    ("Text.\n\n<!-- TODO -->", "a placeholder in a remark", "take the remark out"),
    ("You should take it.", "advice", "recommends nothing"),
    ("We recommend it.", "advice", "recommends nothing"),
    ("It goes on" + " and on" * 50 + ".", "a line of 103 words", "several sentences"),
    (
        "It was so in a study of nurses.\nNext.\nIt was so in a study of nurses.",
        "the same sentence as in line",
        "take one of the two out",
    ),
    ("It was a long sentence,\nbroken by hand.", "broken over two lines", "on one line"),
]


@pytest.mark.parametrize(("body", "wrong", "mend"), SLIPS, ids=[row[0] for row in SLIPS])
def test_a_slip_of_style_is_told_once(body, wrong, mend):
    told_once(told(body + "\n"), wrong, mend)


@pytest.mark.parametrize(
    "body",
    [
        "The change was −24.4 points (95% CI −26.94 to −20.44).[@roe2020]",
        "On 2020-05-06, phase 2-3, a 5-HT drug.[@roe2020]",
        "It was so.\nIt was so.",
        "See `-5`, `67 %` and `“x”`.",
        '"So," he said; it\'s so.',
        "What is so? This.\nHow: so!\n**Bold.**\nIt ends (here).\nSo it is.",
    ],
)
def test_what_is_right_passes(body):
    assert told(body + "\n") == []
