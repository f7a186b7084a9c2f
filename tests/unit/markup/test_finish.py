"""The last step on a page's tree, as a whole, on the small site."""

from __future__ import annotations

import markdown
import pytest
from support import small_site

from sitebuild.markup import desk as desks
from sitebuild.markup.finish import Finish
from sitebuild.model import site as model


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    site = model.read(small_site(tmp_path_factory.mktemp("finish") / "small"))
    return desks.Desk(site, desks.addresses("page"))


def finished(desk: desks.Desk, path: str) -> desks.Finished:
    """A page, as the extension leaves it on the desk."""
    before, desks.current = desks.current, desk
    try:
        names = ["admonition", "tables", "footnotes", "toc", "sitebuild.markup"]
        md = markdown.Markdown(extensions=names)
        assert any(isinstance(step, Finish) for step in md.treeprocessors)
        md.convert(desk.site.by_path[path].body)
    finally:
        desks.current = before
    return desk.finished[path]


def test_a_page_is_known_by_its_heading_and_finished_whole(desk):
    page = finished(desk, "topic.md")
    assert page.has_sources
    assert {"a-heading", "sources", "note-P1"} <= page.anchors
    assert [table.get("class") for table in page.root.iter("div")].count("table-box") == 1


def test_a_term_is_explained_once_and_not_where_it_is_explained(desk):
    links = [a for a in finished(desk, "index.md").root.iter("a") if a.get("class") == "term"]
    assert [link.text for link in links] == ["Scale-5"]
    links = [a for a in finished(desk, "words.md").root.iter("a") if a.get("class") == "term"]
    assert links == []


def test_a_repeated_drawing_owns_no_anchor(desk):
    assert "event-one" not in finished(desk, "index.md").anchors
    assert "event-one" in finished(desk, "harms-and-law.md").anchors


def test_quotation_marks_are_set(desk):
    text = "".join(finished(desk, "index.md").root.itertext())
    assert "“Quoted words”" in text
