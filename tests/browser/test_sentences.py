"""A link to a sentence, and a sentence copied with its source: by mouse, keyboard and touch,
published and from disk.
"""

from __future__ import annotations

import re

import pytest

PAGE, DISK_PAGE = "evidence/limits/", "evidence/limits.html"
SHOWN = "#preview:not([hidden])"


@pytest.fixture(params=["published", "disk"])
def limits(request, server, disk):
    """Address of one page, and the options to open it with."""
    if request.param == "published":
        return server + PAGE, {"permissions": ["clipboard-read", "clipboard-write"]}
    return disk + DISK_PAGE, {"offline": True}


KEEP = (
    "document.addEventListener('copy', "
    "event => { window.kept = event.clipboardData.getData('text/plain') })"
)


SAYS = "MDMA-assisted psychotherapy, “Limits of the evidence”, says: "
HOW_READ = (
    r"\((retracted [^)]*, )?(the passage itself was read|its abstract was read|read in part"
    r"|read second-hand)(, from a copy)?\)$"
)


def in_whose_words(copied: str) -> None:
    """The sentence is told as this site's, not as its source's, and how far each was read."""
    said, place, cites, *sources = copied.split("\n")
    assert said.startswith(SAYS), copied
    assert not re.search("^“|”$", said.removeprefix(SAYS)), copied
    assert re.search(r"#s-[0-9a-f]{6}(-\d)?~[\w-]+ \(\d{4}-\d\d-\d\d\)$", place), copied
    assert cites == "It cites:" and sources
    for source in sources:
        assert re.search(HOW_READ, source), source


def test_a_mark_in_focus_is_copied_with_its_source_by_keyboard(open_page, limits):
    address, options = limits
    page = open_page(address, **options)
    page.evaluate(KEEP)
    page.locator("article > p a.footnote-ref").first.focus()
    page.wait_for_selector(SHOWN)
    page.keyboard.press("Control+c")
    kept = page.evaluate("window.kept")
    in_whose_words(kept)
    assert re.search(r"https?:|doi:", kept.partition("It cites:")[2]), kept
    assert page.inner_text(".quote-button") == "Copied"
    assert not page.complaints


def test_the_preview_has_a_button_that_copies(open_page, server):
    page = open_page(server + PAGE, permissions=["clipboard-read", "clipboard-write"])
    mark = page.locator("article > p a.footnote-ref").first
    mark.scroll_into_view_if_needed()
    mark.hover()
    page.wait_for_selector(SHOWN)
    page.click(".quote-button")
    page.locator(".quote-button", has_text="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    in_whose_words(copied)
    assert "https://example.org/evidence/limits/#s-" in copied


def test_the_button_answers_a_finger(open_page, server):
    options = {"has_touch": True, "is_mobile": True}
    page = open_page(server + PAGE, 390, 800, permissions=["clipboard-write"], **options)
    mark = page.locator("article > p a.footnote-ref").first
    mark.scroll_into_view_if_needed()
    mark.tap()
    page.wait_for_selector(SHOWN)
    page.tap(".quote-button")
    page.locator(".quote-button", has_text="Copied").wait_for()


def test_a_link_leads_to_its_sentence_and_else_to_its_heading(open_page, limits):
    address, options = limits
    page = open_page(address, **options)
    sentence = page.evaluate("document.querySelectorAll('article [id^=s-]')[9].id")
    page = open_page(f"{address}#{sentence}~sources", **options)
    page.wait_for_function(f"location.hash === '#{sentence}'")
    assert page.locator(":target").get_attribute("id") == sentence
    page = open_page(f"{address}#s-gone00~sources", **options)
    page.wait_for_function("location.hash === '#sources'")


def test_the_address_of_a_sentence_adds_no_tab_stop(soups):
    page = soups[PAGE + "index.html"]
    addressed = page.select("article [id^='s-']")
    assert len(addressed) > 50
    assert all(one.name in ("p", "li", "dd", "tr", "span") for one in addressed)
    assert not [one for one in addressed if one.has_attr("tabindex")]


def test_every_mark_of_a_page_stands_in_a_sentence_with_an_address(soups):
    for path, page in soups.items():
        for mark in page.select("article sup.cite"):
            if mark.find_parent(class_=["figure", "sheet"]):
                continue  # what is drawn has addresses of its own, or its heading's
            assert mark.find_parent(id=re.compile("^s-")), f"{path}: {mark.parent}"


# ---- the mark behind a heading


def test_the_mark_behind_a_heading_copies_its_address_and_says_so(open_page, server):
    page = open_page(server + PAGE, permissions=["clipboard-read", "clipboard-write"])
    said = page.locator(".notice[role=status]")
    assert said.text_content() == ""
    mark = page.locator("article h2 .headerlink").first
    mark.focus()
    page.keyboard.press("Enter")
    page.locator(".notice", has_text="Link copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.url == server + PAGE + mark.get_attribute("href")
    page.locator(".notice:empty").wait_for(state="attached")
    assert not page.complaints


def test_on_a_phone_the_mark_behind_a_heading_is_sent(open_page, server):
    page = open_page(server + PAGE, 390, 800, has_touch=True, is_mobile=True)
    page.evaluate("navigator.share = async given => { window.sent = given }")
    mark = page.locator("article h2 .headerlink").first
    mark.scroll_into_view_if_needed()
    mark.tap()
    page.wait_for_function("window.sent")
    assert page.evaluate("window.sent.url").endswith(mark.get_attribute("href"))
    assert page.locator(".notice").text_content() == ""


# ---- sentences that are selected


SELECT = """
id => {
  const sentence = document.getElementById(id);
  getSelection().selectAllChildren(sentence);
  sentence.scrollIntoView({block: 'center'});
}
"""


def test_a_selected_sentence_is_offered_with_its_source(open_page, server):
    page = open_page(server + PAGE, permissions=["clipboard-read", "clipboard-write"])
    height = page.evaluate("document.documentElement.scrollHeight")
    sentence = page.locator("article > p [id^='s-']").first
    name = sentence.get_attribute("id")
    page.evaluate(SELECT, name)
    page.keyboard.press("Shift")
    offer = page.locator(".quote-offer")
    box, said = offer.bounding_box(), sentence.bounding_box()
    assert abs(box["y"] - said["y"] - said["height"]) < 30
    assert page.evaluate("document.documentElement.scrollHeight") == height
    assert offer.get_attribute("tabindex") == "-1"
    offer.click()
    page.locator(".quote-offer", has_text="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    in_whose_words(copied)
    assert copied.split("\n")[1].split("#")[1].startswith(name)
    page.evaluate("getSelection().removeAllRanges()")
    page.keyboard.press("Shift")
    offer.wait_for(state="hidden")
    assert not page.complaints


def test_no_words_without_a_source_are_offered(open_page, server):
    page = open_page(server + PAGE, permissions=["clipboard-write"])
    page.evaluate("getSelection().selectAllChildren(document.querySelector('h1'))")
    page.keyboard.press("Shift")
    assert page.locator(".quote-offer:visible").count() == 0
