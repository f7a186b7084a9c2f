"""Pictures as files of their own: what they hold, and that they are the same each time."""

from __future__ import annotations

import io
from xml.etree import ElementTree

import pytest
from PIL import Image
from support import ROOT

from sitebuild.model import site as model
from sitebuild.outputs import pictures, social
from sitebuild.outputs.paper import WIDTH, _font, length, wrapped
from sitebuild.views import forest, load

SVG = "{http://www.w3.org/2000/svg}"
ORIGIN = "The site, version 9 https://example.org/ (CC BY 4.0)"


@pytest.fixture(scope="module")
def site():
    return model.read(ROOT)


@pytest.fixture(scope="module")
def colors():
    return social.palette((ROOT / "theme/assets/site.css").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", pictures.PICTURES)
def test_a_picture_says_where_it_is_from_and_stays_the_same(site, colors, name):
    svg, png = pictures.draw(site, name, colors, ORIGIN)
    root = ElementTree.fromstring(svg)
    texts = ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]
    assert texts[0] == pictures.PICTURES[name][0][: len(texts[0])]
    assert texts[-1] == ORIGIN
    assert any(text.startswith("Sources: ") for text in texts)
    width, height = Image.open(io.BytesIO(png)).size
    assert (width, f"0 0 {width} {height}") == (WIDTH, root.get("viewBox"))
    for text in root.iter(f"{SVG}text"):
        if text.get("text-anchor") is None:
            bold = text.get("font-weight") is not None
            wide = length(text.text or "", float(text.get("font-size", 0)), bold)
            assert float(text.get("x", 0)) + wide <= WIDTH, text.text
    pictures._drawn.clear()
    assert pictures.draw(site, name, colors, ORIGIN) == (svg, png)


def test_the_forest_plot_credits_each_review_that_it_shows_and_keeps_its_caveats(site, colors):
    rows = load()["forest-plot"].rows(site)
    svg, _ = pictures.draw(site, "forest-plot", colors, ORIGIN)
    said = " ".join("".join(text.itertext()) for text in ElementTree.fromstring(svg).iter())
    said = " ".join(said.split())
    assert len(rows.pooled) > 3
    for row in rows.pooled:
        assert site.bibliography[row.cites[0]].label in pictures.sources(site, rows)
    assert len(rows.caveats) == 2
    assert rows.unblinded == rows.caveats[0]  # the page cites the review behind it
    for caveat in rows.caveats:
        assert caveat.split(";")[0] in said
    assert load()["forest-plot"].keys(site) == list(forest.with_trials(site).cites)


def test_every_picture_names_a_source(site):
    for name in pictures.PICTURES:
        assert "see the data" not in pictures.sources(site, load()[name].rows(site)), name


def test_every_letter_of_a_picture_is_in_its_font(site, colors):
    for name in pictures.PICTURES:
        svg, _ = pictures.draw(site, name, colors, ORIGIN)
        for sign in set("".join(ElementTree.fromstring(svg).itertext())) - {"\n", " "}:
            assert _mask(sign) != _mask("\ue000"), f"{name}: {sign!r}"


def _mask(sign: str) -> bytes:
    return bytes(_font(24, False).getmask(sign))


def test_a_dot_is_a_person_and_a_vote(site, colors):
    def dots(name: str) -> int:
        svg, _ = pictures.draw(site, name, colors, ORIGIN)
        return len(list(ElementTree.fromstring(svg).iter(f"{SVG}circle")))

    rows = load()["people-as-dots"].rows(site)
    people = sum(
        len(side.crowd.had) + len(side.crowd.had_not) + len(side.crowd.unscored)
        for group in rows["groups"]
        for block in group.blocks
        for row in block.rows
        for side in row.sides
    )
    assert dots("people-as-dots") == people + 4  # and the key
    steps = load()["fda-path"].rows(site)["steps"]
    votes = sum(len(vote.dots) for step in steps for vote in step.votes)
    assert dots("fda-path") == len(steps) + votes


def test_each_drawing_with_a_picture_has_a_layout_and_each_layout_a_drawing():
    named = {one.picture for one in load().values()} - {""}
    assert named == set(pictures.PICTURES)


def test_words_are_cut_where_the_width_ends():
    assert wrapped("one two three", 20, length("one two", 20)) == ["one two", "three"]
    assert wrapped("", 20, 100) == []
