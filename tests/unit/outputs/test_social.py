"""The picture that a link to the site shows elsewhere: in the site's colors, of the right size."""

from __future__ import annotations

from PIL import Image
from support import ROOT

from sitebuild.outputs import social

COLORS = {"paper": "#ffffff", "mdma": "#ff0000", "ink": "#000000", "ink-soft": "#444444"}


def test_colors_are_those_of_the_first_root():
    css = "p{x:y} :root{--paper: #fff; --ink: #000; x: y} :root{--paper: #000}"
    assert social.palette(css) == {"paper": "#fff", "ink": "#000"}
    assert social.palette("p{x:y}") == {}


def test_the_site_s_stylesheet_gives_the_colors_that_the_picture_needs():
    css = (ROOT / "theme" / "assets" / "site.css").read_text(encoding="utf-8")
    assert set(COLORS) <= set(social.palette(css))


def test_the_picture_is_drawn_in_these_colors(tmp_path):
    target = tmp_path / "deep" / "social.png"
    social.draw(target, "A site", "What it is about.", COLORS)
    with Image.open(target) as image:
        assert image.size == social.SIZE
        assert image.getpixel((5, 5)) == (255, 0, 0)
        assert image.getpixel((1190, 5)) == (255, 255, 255)
