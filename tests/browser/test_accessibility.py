"""axe-core on the built pages: WCAG 2.0 to 2.2 A and AA, and axe's best practices, in each
palette and width.

`make test` takes one page of each kind, and of a list of many alike the first; `make audit` takes
every page, whole.
"""

from __future__ import annotations

import os

import pytest
from support import ADDRESSES, KINDS, TOOLS

AXE = TOOLS / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AUDIT = os.environ.get("AUDIT") == "all"
PAGES = ADDRESSES if AUDIT else KINDS
# Items of one template that follow many of their like: sources, and the records of trials.
ALIKE = (
    []
    if AUDIT
    else [
        "ul.references > li:nth-child(n+60)",
        ".footnote li:nth-child(n+30)",
        ":nth-child(40 of dl.facts) ~ *",
    ]
)


# What axe can say differently of one page in another palette; the other rules look at structure.
OF_COLOR = ["color-contrast", "link-in-text-block", "target-size"]
ALL_RULES = {"type": "tag", "values": TAGS}
COLOR_RULES = {"type": "rule", "values": OF_COLOR}
# Taken out, not excluded: axe compares each element with each that it shall leave out.
RUN = """([only, alike]) => {
  for (const one of alike) document.querySelectorAll(one).forEach(node => node.remove());
  return axe.run(document, {runOnly: only, resultTypes: ["violations"]});
}"""


def violations(page, only: dict = ALL_RULES) -> list[str]:
    """What axe finds, at most four places a rule."""
    # The page's own policy forbids injected scripts, which is as it should be; evaluating in the
    # page's world is not injecting.
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE.read_text(encoding="utf-8"))
    result = page.evaluate(RUN, [only, ALIKE])
    return [
        f"{row['id']}: {node['target']} {node.get('failureSummary', '')[:160]}"
        for row in result["violations"]
        for node in row["nodes"][:4]
    ]


@pytest.mark.parametrize("kind", PAGES)
def test_axe_finds_nothing(open_page, server, kind):
    page = open_page(server + kind, width=390)
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme, rules in (("light", ALL_RULES), ("dark", COLOR_RULES)):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            found = violations(page, rules)
            assert not found, f"at {width} px, {scheme}\n" + "\n".join(found)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_an_open_search_and_preview(open_page, server, scheme):
    page = open_page(server + "questions/on-my-own/", scheme=scheme)  # a short page with sources
    page.locator("a.footnote-ref").first.focus()
    page.wait_for_selector("#preview:not([hidden])")
    assert not violations(page)
    page.keyboard.press("Escape")
    page.keyboard.press("Control+K")
    page.keyboard.type("heart")
    page.wait_for_selector(".search-results a")
    found = violations(page)
    assert not found, "\n".join(found)


def test_axe_finds_nothing_in_an_open_menu(open_page, server):
    page = open_page(server, width=390)
    page.locator(".menu-button").click()
    assert not violations(page)


REACHABLE = """
[...document.querySelectorAll('a[href], button, input, summary, [tabindex="0"]')]
  .filter(e => e.checkVisibility({visibilityProperty: true}))
  .filter(e => !e.closest('dialog:not([open])') && e.tabIndex >= 0)
  .slice(0, 40).length
"""
RECORD = """
window.outlines = [];
addEventListener('focusin', ({target}) => {
  const {outlineStyle, outlineWidth} = getComputedStyle(target);
  outlines.push([outlineStyle, outlineWidth, target.outerHTML.slice(0, 120)]);
});
"""


@pytest.mark.parametrize("kind", KINDS)
def test_everything_is_reached_by_keyboard_and_focus_is_seen(open_page, server, kind):
    page = open_page(server + kind)
    wanted = page.evaluate(REACHABLE)
    page.evaluate(RECORD)
    for _ in range(wanted):
        page.keyboard.press("Tab")
    outlines = page.evaluate("outlines")
    assert len(outlines) >= wanted - 1
    for style, width, element in outlines:
        assert style != "none" and width != "0px", element


@pytest.mark.parametrize("kind", KINDS)
def test_text_at_twice_its_size_loses_nothing(open_page, server, kind):
    page = open_page(server + kind, width=640, height=700)  # a window of 1,280 px at 200 % zoom
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
    page.evaluate("document.documentElement.style.fontSize = '250%'")
    assert page.evaluate("document.querySelector('article').getBoundingClientRect().right") <= 640


def test_motion_and_contrast_wishes_are_honoured(open_page, server):
    page = open_page(server, reduced_motion="reduce")
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    plain = open_page(server).evaluate(
        "getComputedStyle(document.documentElement).getPropertyValue('--line')"
    )
    more = open_page(server, contrast="more").evaluate(
        "getComputedStyle(document.documentElement).getPropertyValue('--line')"
    )
    assert plain != more


def test_letters_of_twice_the_size_keep_the_bar_on_a_phone(open_page, server):
    page = open_page(server, width=390, height=800)
    page.evaluate("document.documentElement.style.fontSize = '250%'")
    edges = "[...document.querySelectorAll('.top *')].map(e => e.getBoundingClientRect().right)"
    assert max(page.evaluate(edges)) <= 390
    lines = "e => [e.scrollHeight, e.clientHeight]"
    for name in (".help-now a",):
        needed, given = page.locator(name).first.evaluate(lines)
        assert needed <= given or not given, name
