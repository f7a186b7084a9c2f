"""The clinician's sheet: one leaf of A4 or Letter, whole on a phone, each line with its sources."""

from __future__ import annotations

import re

SHEET = "clinicians/"
# The smallest letters that are seen, in px, and what they say.
SMALLEST = """() => [...document.querySelectorAll('main *')]
  .filter(one => one.getClientRects().length && [...one.childNodes].some(
    child => child.nodeType === 3 && child.data.trim()) &&
    !one.closest('sup.cite, .visually-hidden'))
  .map(one => [parseFloat(getComputedStyle(one).fontSize), one.outerHTML.slice(0, 120)])
  .concat([...document.querySelectorAll('.sheet sup.cite a')].map(one =>
    [parseFloat(getComputedStyle(one, '::after').fontSize), 'name of a source']))
  .sort((one, other) => one[0] - other[0])[0]"""
WITHOUT_SOURCE = {"Not known", "Getting worse", "Crisis lines"}  # counts, a search, numbers


def test_the_sheet_prints_on_both_sides_of_one_leaf(open_page, server):
    page = open_page(server + SHEET)
    for paper in ("A4", "Letter"):
        printed = page.pdf(format=paper)
        assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 2, paper
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 718, "height": 1040})
    text = page.inner_text("main")
    for said in ("This is no advice", "Do not stop or change a medicine", "988", "Events by arm"):
        assert said in text
    of_page = page.inner_text(".on-paper")
    assert re.search(r"Version \d.* Reviewed \d+ \w+ \d{4}\. \S", of_page), of_page
    cut = page.evaluate(
        "[...document.querySelectorAll('.sheet td, .sheet dd')]"
        ".filter(one => one.scrollWidth > one.clientWidth + 1 && one.clientWidth).length"
    )
    assert cut == 0
    smallest = page.evaluate(SMALLEST)
    assert smallest[0] * 72 / 96 >= 7.5, smallest


def test_the_sheet_has_small_numbers_on_a_screen_and_names_on_paper(open_page, server):
    page = open_page(server + SHEET)
    shown = "one => [getComputedStyle(one, '::after').content, one.getBoundingClientRect().width]"
    mark = page.locator(".sheet a.footnote-ref").first
    name, width = mark.evaluate(shown)
    assert name == "none" and width < 30
    mark.focus()
    page.wait_for_selector("#preview:not([hidden]) .ref-text")
    assert page.locator(".footnote li").count() > 50
    page.emulate_media(media="print")
    name, width = mark.evaluate(shown)
    assert "20" in name and width > 40
    assert not page.locator(".footnote").is_visible()


def test_the_sheet_is_no_wider_than_a_phone(open_page, server):
    for width in (320, 390):
        page = open_page(server + SHEET, width=width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        box = page.locator(".table-box").bounding_box()
        assert (
            page.evaluate(
                "(box => box.scrollWidth - box.clientWidth)(document.querySelector('.table-box'))"
            )
            <= 1
        ), box


def test_each_line_of_the_sheet_names_its_source(soups):
    page = soups[SHEET + "index.html"]
    lines = page.select("dl.sheet dt")
    assert len(lines) > 25
    for line in lines:
        told = line.find_next_sibling("dd")
        assert told.select("a.footnote-ref") or line.get_text() in WITHOUT_SOURCE, line
    for row in page.select("table.sheet tbody tr"):
        assert row.select("a.footnote-ref"), row


def test_those_who_treat_are_led_to_the_sheet(soups):
    for page in ("index.html", "therapy/index.html", "adverse-effects/interactions/index.html"):
        assert soups[page].select("article a[href$='clinicians/']"), page
