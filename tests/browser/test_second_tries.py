"""What a reader does twice or half: words being composed, a script that failed to load, going
back, a result in a new tab, a mark tapped again.
"""

from __future__ import annotations

import pytest

FIELD, DIALOG, PREVIEW = "#search-input", "dialog.search-dialog[open]", "#preview:not([hidden])"
PRESS = """key => document.activeElement.dispatchEvent(new KeyboardEvent(
  "keydown", {key, isComposing: true, bubbles: true, cancelable: true}))"""
TAP_OF_AN_OLD_PHONE = """mark => {
  mark.dispatchEvent(new PointerEvent("pointerdown", {pointerType: "touch", bubbles: true}));
  mark.dispatchEvent(new MouseEvent("click", {bubbles: true, cancelable: true, detail: 1}));
}"""


def search(page, words: str) -> None:
    page.keyboard.press("Control+K")
    page.wait_for_selector(DIALOG)
    page.fill(FIELD, words)


def test_search_tries_again_after_a_script_failed_to_load(open_page, server):
    page = open_page(server)
    page.route("**/search-index.js*", lambda route: route.abort())
    search(page, "oxytocin")
    page.locator(".search-status", has_text="could not be loaded").wait_for()
    page.unroute("**/search-index.js*")
    page.fill(FIELD, "oxytocin ")
    page.fill(FIELD, "oxytoci")
    page.wait_for_selector(".search-results a")


def test_previews_try_again_after_a_script_failed_to_load(open_page, server):
    page = open_page(server + "evidence/")
    page.route("**/terms.js*", lambda route: route.abort())
    link = page.locator("a.term").first
    with page.expect_event("requestfailed"):
        link.focus()
    page.wait_for_timeout(100)
    assert not page.locator(PREVIEW).count()
    assert [one for one in page.complaints if "ERR_FAILED" not in one] == []
    page.unroute("**/terms.js*")
    link.blur()
    page.locator("h1").click()
    link.focus()
    page.wait_for_selector(PREVIEW)


@pytest.mark.parametrize("key", ["Enter", "Escape", "ArrowDown"])
def test_a_key_of_a_word_being_composed_does_nothing_else(open_page, server, key):
    page = open_page(server)
    search(page, "oxytocin")
    page.wait_for_selector(".search-results a")
    before = page.url
    page.evaluate(PRESS, key)
    page.wait_for_timeout(200)
    assert page.locator(DIALOG).count() == 1
    assert page.url == before
    assert page.evaluate("document.activeElement.id") == "search-input"


def test_going_back_brings_the_chosen_rows_back(open_page, server):
    page = open_page(server + "about/source-statements/")
    page.locator(".filter input[value=corrected]").check(force=True)
    shown = page.locator("tr[data-verdict]:visible")
    chosen = page.locator("tr[data-verdict=corrected]").count()
    assert shown.count() == chosen
    page.goto(server + "ptsd/")
    page.go_back()
    page.wait_for_load_state()
    assert page.locator(".filter input:checked").get_attribute("value") == "corrected"
    assert shown.count() == chosen


def test_a_result_in_a_new_tab_leaves_the_list_open(open_page, server):
    page = open_page(server)
    search(page, "oxytocin")
    with page.context.expect_page():
        page.locator(".search-results a").first.click(modifiers=["Control"])
    assert page.locator(DIALOG).count() == 1
    page.locator(".search-results a").first.click()
    page.wait_for_selector(".search-dialog", state="hidden")


@pytest.mark.parametrize("old", [False, True], ids=["tap", "a click that names no pointer"])
def test_a_mark_tapped_again_after_its_preview_closed_shows_it_again(open_page, server, old):
    page = open_page(server + "evidence/", width=390, height=800, has_touch=True, is_mobile=True)
    mark = page.locator("a.footnote-ref").first
    mark.scroll_into_view_if_needed()
    for _ in range(2):
        if old:
            mark.evaluate(TAP_OF_AN_OLD_PHONE)
        else:
            mark.tap()
        page.wait_for_selector(PREVIEW)
        assert "#fn:" not in page.url
        page.locator("article p").first.tap(position={"x": 2, "y": 2})
        page.wait_for_selector("#preview", state="hidden")
    mark.tap()
    page.wait_for_selector(PREVIEW)
    mark.tap()
    page.wait_for_url("**#fn:*")
