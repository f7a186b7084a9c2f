"""An address that was shared while all questions stood on one page leads to its question still."""

from __future__ import annotations

from support import ROOT, file_of

from sitebuild.model import site as model
from sitebuild.model.pages import homes
from sitebuild.views.questions import NAME, questions

# The anchors of that page, until version 1.2.0; none is ever taken out.
BEFORE = (ROOT / "tests" / "built" / "questions-before.txt").read_text("utf-8").split()


def test_each_anchor_of_the_old_page_stands_once_in_the_list_and_leads_to_its_answer(
    soups, anchors
):
    site = model.read(ROOT)
    page = file_of(homes(site.pages)[NAME])
    ids = [str(one["id"]) for one in soups[page].find_all(id=True)]
    assert not [anchor for anchor in BEFORE if ids.count(anchor) != 1]
    headings = {"find-your-question", *(topic.id for topic in questions(site)["topics"])}
    for anchor in sorted({*BEFORE} - headings):
        link = anchors[page][anchor]
        assert link.name == "a", anchor
        to, _, there = str(link["href"]).partition("#")
        target = page.removesuffix("index.html") + to + "index.html"
        assert target in soups, (anchor, target)
        assert not there or anchors[target][there].name == "h2", anchor


def test_the_page_s_own_address_is_the_list_s(soups):
    heading = soups[file_of("questions.md")].find("h1")
    assert heading.get_text().startswith("Questions people ask")
