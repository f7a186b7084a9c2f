"""What a page says of a trial that takes people is what the trial's record says."""

from __future__ import annotations

import re

import pytest
from support import ROOT

from sitebuild.model import site as model
from sitebuild.model.citations import CITATION_BLOCK
from sitebuild.style.numbers import day
from sitebuild.views.trials import may_have_closed

OPEN = re.compile(r"taking people|takes? people|\brecruiting\b")
MONTH = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October"
    r"|November|December) 20\d\d"
)
SITE = model.read(ROOT)
RECRUITING = [one for one in SITE.data["trials.yml"] if one.status.value == "recruiting"]


def lines(text: str):
    """Each line that says of a source that a trial takes people, with the sources it names."""
    for line in text.split("\n"):
        keys = set(re.findall(r"@([\w-]+)", " ".join(CITATION_BLOCK.findall(line))))
        if keys and OPEN.search(line):
            yield line, keys


@pytest.mark.parametrize("page", SITE.pages, ids=lambda page: page.path)
def test_no_section_counts_as_open_what_may_have_closed(page):
    shut = {key for one in RECRUITING if may_have_closed(SITE, one) for key in one.cites}
    for section in re.split(r"(?m)^#+ ", page.body):
        if OPEN.search(section) and any(f"@{key}" in section for key in shut):
            assert "closed" in section, section


@pytest.mark.parametrize("page", SITE.pages, ids=lambda page: page.path)
def test_a_trial_was_last_seen_as_taking_people_when_its_record_says(page):
    for line, keys in lines(page.body):
        told = set(MONTH.findall(line))
        for one in RECRUITING:
            if told and one.status_as_of and keys & set(one.cites):
                assert day(one.status_as_of[:7]) in told, line
