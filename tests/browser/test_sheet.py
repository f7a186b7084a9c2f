"""Sheets for those who treat and those who make law: one page of A4 or Letter, whole on a phone,
each line with its sources.
"""

from __future__ import annotations

import re

import pytest

SHEET = "clinicians/"
SAID = {
    SHEET: (
        "not advice",
        "without asking whoever prescribes it",
        "988",
        "Events by arm",
        "24/52",
        "NNT",
        "certainty low",
    ),
    "lawmakers/": (
        "neither for nor against",
        "refused it in August 2024",
        "Patients treated",
        "24 of 52 and 9 of 42",
        "5 of 53",
        "low or very low",
    ),
}
LEAST = 7.2  # pt
# The smallest letters that are seen, in pt, and where.
SMALLEST = """() => [...document.querySelectorAll('main *')]
  .filter(one => one.getClientRects().length && !one.closest('.visually-hidden') &&
    [...one.childNodes].some(child => child.nodeType === 3 && child.data.trim()))
  .map(one => [parseFloat(getComputedStyle(one).fontSize) * 72 / 96, one.outerHTML.slice(0, 120)])
  .concat([...document.querySelectorAll('.footnote li')].map(one =>
    [parseFloat(getComputedStyle(one, '::before').fontSize) * 72 / 96, 'name of a source']))
  .sort((one, other) => one[0] - other[0])[0]"""
# counts, numbers, and what was not found
WITHOUT_SOURCE = {"Not known", "Trials only", "Danger of life", "Crisis lines"}
WITHOUT_SOURCE |= {"Anesthesia", "Getting worse"}


@pytest.mark.parametrize("sheet", SAID)
def test_a_sheet_prints_on_one_page_in_letters_that_can_be_read(open_page, server, sheet):
    page = open_page(server + sheet)
    page.evaluate("document.fonts.ready")
    for paper in ("A4", "Letter"):
        printed = page.pdf(format=paper)
        assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1, paper
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 718, "height": 1040})
    text = page.inner_text("main")
    for said in SAID[sheet]:
        assert said in text
    if sheet == SHEET:
        assert "MDMA\nof 46" in text and "29 of 46" not in text
    of_page = page.inner_text(".on-paper")
    assert re.search(r"Version \d.* Reviewed \d+ \w+ \d{4}\. \S", of_page), of_page
    cut = page.evaluate(
        "[...document.querySelectorAll('.sheet td, .sheet dd')]"
        ".filter(one => one.scrollWidth > one.clientWidth + 1 && one.clientWidth).length"
    )
    assert cut == 0
    smallest = page.evaluate(SMALLEST)
    assert round(smallest[0], 2) >= LEAST, smallest


@pytest.mark.parametrize("sheet", SAID)
def test_a_sheet_has_a_button_that_prints_it(open_page, server, sheet):
    page = open_page(server + sheet)
    page.evaluate("window.print = () => { document.title = 'printed' }")
    button = page.get_by_role("button", name="Print this sheet")
    assert button.bounding_box()["height"] >= 44
    button.click()
    assert page.title() == "printed"
    page.emulate_media(media="print")
    assert not button.is_visible()


@pytest.mark.parametrize("sheet", SAID)
def test_a_sheet_numbers_its_sources_and_names_them_in_short_on_paper(open_page, server, sheet):
    page = open_page(server + sheet)
    shown = "one => getComputedStyle(one, '::before').content"
    mark, source = page.locator(".one-page sup.cite").first, page.locator(".footnote li").first
    assert mark.evaluate(shown) == source.evaluate(shown) == "none"
    mark.locator("a").focus()
    page.wait_for_selector("#preview:not([hidden]) .ref-text")
    page.emulate_media(media="print")
    assert mark.evaluate(shown) == '" ["'
    assert not page.locator(".ref-text").first.is_visible()
    names = page.evaluate(
        "[...document.querySelectorAll('.footnote li')].map(li => li.dataset.name)"
    )
    assert len(names) > 40 and all(names)
    assert re.fullmatch(r"[^\d]+ \d{4}(, .+)?", names[0]), names[0]
    assert "attr(data-name)" in source.evaluate(shown) or names[0] in source.evaluate(shown)


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


def test_each_line_of_the_sheet_for_lawmakers_names_its_source(soups):
    lines = soups["lawmakers/index.html"].select(".one-page > ul > li")
    assert len(lines) > 35
    for line in lines:
        assert line.select("a.footnote-ref") or "we found no" in line.get_text(), line


def test_those_who_make_law_are_led_to_their_sheet(soups):
    for page in ("questions/lawmakers/index.html", "society/legality/index.html"):
        assert soups[page].select("article a[href$='../lawmakers/']"), page


def test_those_who_treat_are_led_to_the_sheet(soups):
    for page in ("index.html", "therapy/index.html", "adverse-effects/interactions/index.html"):
        assert soups[page].select("article a[href$='clinicians/']"), page


def test_of_the_questions_for_a_clinic_paper_has_the_lists_alone(open_page, server):
    page = open_page(server + "society/ask-a-clinic/")
    page.evaluate("document.fonts.ready")
    for paper in ("A4", "Letter"):
        assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format=paper))) <= 3, paper
    page.emulate_media(media="print")
    text = page.inner_text("main")
    for said in (
        "A list of every medicine",
        "not advice to take or to avoid",
        "Do not stop or change a medicine on your own",
        "Will you touch me?",
        "They cannot show a permit",
    ):
        assert said in text, said
    assert "If you use it underground" not in text and "Sources" not in text
    assert not page.locator("article sup.cite:visible").count()
