"""What readers stumbled over when they walked the site: dead titles, sources read in part, lists
of ways back, boxes on an article that nobody named, a page whose result stood at its foot.
"""

from __future__ import annotations

import re


def test_an_entry_leads_somewhere_or_says_that_it_does_not(soups):
    page = soups["references/index.html"]
    entries = page.select("ul.references > li")
    dead = 0
    for entry in entries:
        leads = entry.find("a", href=re.compile("^https?:"))
        assert bool(leads) != ("No link:" in entry.get_text()), entry["id"]
        dead += not leads
    assert dead
    assert f"{dead} entries have none" in " ".join(page.article.get_text().split())


def test_what_was_read_in_part_says_so(soups):
    said = soups["evidence/index.html"].find(id="fn:mitchell2021").get_text()
    assert "Checked: read in part" in said
    said = soups["references/index.html"].find(id="ref-mitchell2023").get_text()
    assert "Checked: read in part, in the source’s own text" in said


def test_few_ways_back_stand_in_the_line_of_a_source(soups):
    for path, page in soups.items():
        for line in page.select("section.footnote > ol > li > p"):
            assert len(line.select(".footnote-backref")) <= 7, path
    folded = soups["adverse-effects/index.html"].select("details.ref-back")
    assert folded and all(one.summary.get_text().startswith("and ") for one in folded)


def test_a_box_on_the_older_article_leads_to_what_traces_it(soups):
    boxes = [box for page in soups.values() for box in page.select("details.correction")]
    assert len(boxes) > 10
    for box in boxes:
        assert "encyclopedia article" in box.summary.get_text()
        assert box.select("a[href$='about/source-statements/']")


def test_a_page_of_disputes_begins_with_what_is_settled(soups):
    heads = soups["society/controversy/index.html"].article.find_all("h2")
    assert heads[0]["id"] == "what-is-settled-and-what-is-not"


def test_a_reader_is_told_how_to_copy_a_sentence(soups):
    for path in ("index.html", "evidence/index.html", "about/use/index.html"):
        assert "Copy with its source" in soups[path].get_text(), path
