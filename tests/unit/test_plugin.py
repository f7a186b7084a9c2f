"""What alone knows MkDocs: the registry handed to mkdocs-bibtex, and pages that are not rendered
twice.
"""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from mkdocs_bibtex.citation import Citation, CitationBlock

from sitebuild.mkdocs_plugin import KeyRegistry, Stopped, keep_render
from sitebuild.model.findings import Finding


def test_a_block_of_keys_becomes_marks():
    registry = KeyRegistry()
    block = CitationBlock([Citation("roe2020"), Citation("doe2021")])
    assert registry.inline_text(block) == "[^roe2020][^doe2021]"
    assert registry.reference_text(Citation("roe2020")) == "roe2020"
    assert registry.validate_inline_references([]) == set()
    registry.validate_citation_blocks([block])


@pytest.mark.parametrize(("many", "says"), [(1, "1 finding; "), (2, "2 findings; ")])
def test_a_stop_says_how_many(many, says):
    stop = Stopped([Finding("a.md", line, "x", "y") for line in range(many)])
    assert str(stop).startswith(says)
    assert stop.code == 1


def page(text: str) -> SimpleNamespace:
    """What is used of MkDocs' page."""

    def render(config, files):
        one.rendered += 1
        one.content = f"<p>{one.markdown}</p>"

    one = SimpleNamespace(
        file=SimpleNamespace(src_uri="a.md"),
        markdown=text,
        content=None,
        toc=[],
        _title_from_render=None,
        present_anchor_ids={"x"},
        links_to_anchors={},
        rendered=0,
        render=render,
    )
    return one


RENDERED_AGAIN = [("same", "same", 0), ("other text", "same", 1), ("same", "other world", 1)]


@pytest.mark.parametrize(("text", "world", "times"), RENDERED_AGAIN)
def test_a_page_is_rendered_again_only_when_it_or_its_world_changed(text, world, times):
    known = {}
    first = page("same")
    keep_render(first, known, "same")
    first.render(None, None)
    known["a.md"].finished = "tree"
    again = page(text)
    keep_render(again, known, world)
    again.render(None, SimpleNamespace(get_file_from_path=lambda path: None))
    assert again.rendered == times
    assert again.content == f"<p>{text}</p>"
    assert again.present_anchor_ids == {"x"}
