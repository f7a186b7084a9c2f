"""What opens a page is read by somebody of fourteen."""

from __future__ import annotations

from support import ROOT

from sitebuild.model import site
from sitebuild.rules.reading import HIGHEST_GRADE, grades


def test_no_box_that_opens_a_page_is_above_the_grade():
    hard = {path: round(grade, 1) for path, grade in grades(site.read(ROOT)).items()}
    hard = {path: grade for path, grade in hard.items() if grade > HIGHEST_GRADE}
    assert not hard, f"shorten the sentences, take plainer words: {hard}"
