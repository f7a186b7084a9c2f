"""The grade of the box that opens a page, and the line that tells of it."""

from __future__ import annotations

import pytest
from unit.rules.made_up import page, site

from sitebuild.rules.reading import brief_of, grade, grades, report
from sitebuild.settings import BRIEF_TITLE

BOX = (
    "    It was *so*.[@roe2020]\n    And [so](page.md) it was, `here`.\n\n    - Last.\n\nNo more.\n"
)


@pytest.mark.parametrize("head", ["!!! brief", f'!!! brief "{BRIEF_TITLE}"'])
def test_the_words_of_the_box(head):
    assert brief_of(page(f"{head}\n\n{BOX}")) == "It was so. And so it was, \ufffc. Last."


def test_a_page_without_a_box():
    assert brief_of(page("Text.\n")) == ""


def test_the_grade_is_that_of_flesch_and_kincaid():
    # 6 words, 2 sentences, 6 syllables: 0.39 × 3 + 11.8 × 1 − 15.59
    assert grade("We found a cat. It sat.") == pytest.approx(0.39 * 3 + 11.8 - 15.59)
    assert grade("") == 0.0


def test_names_count_as_short_words():
    assert grade("The MDMA sat.") == grade("The cat sat.")


def test_the_report_names_the_hardest_pages():
    easy, hard = (
        page(f"!!! brief\n\n{BOX}", "easy.md"),
        page("!!! brief\n\n    Considerable international disagreement persisted.\n", "hard.md"),
    )
    whole = site(easy, hard, page("Text.\n", "none.md"))
    assert set(grades(whole)) == {"easy.md", "hard.md"}
    assert "hardest hard.md" in report(whole)
    assert report(site()) == f"{BRIEF_TITLE}: none"
