"""How a page is laid out: its measure, its contents list, its face, the first screen."""

from __future__ import annotations

import pytest
from support import DISK

MANY = ["evidence/", "questions/", "evidence/trials/", "society/legality/", "get-help/"]
MEASURE = """
() => {
  const counts = [...document.querySelectorAll('main article > p')]
    .filter(p => p.innerText.length > 300)
    .map(p => {
      const style = getComputedStyle(p);
      return p.innerText.length / Math.round(p.clientHeight / parseFloat(style.lineHeight));
    })
    .sort((a, b) => a - b);
  return counts[counts.length >> 1];
}
"""
BOTTOM = "node => node.getBoundingClientRect().bottom"
SHIFT = """
() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => list.getEntries().forEach(entry => { sum += entry.value; }))
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(sum), 500);
})
"""
STOPS = """
() => {
  const stops = [...document.querySelectorAll('a[href], button, summary, input, select')]
    .filter(node => node.checkVisibility());
  return stops.indexOf(document.querySelector('.page-toc a'));
}
"""


@pytest.mark.parametrize("family", ["literata", "Liberation Serif", "DejaVu Serif"])
@pytest.mark.parametrize("kind", ["", "evidence/", "therapy/"])
def test_a_line_has_62_to_75_letters_in_whatever_font_a_reader_has(open_page, server, kind, family):
    page = open_page(server + kind, width=1440)
    page.evaluate(
        "name => { document.documentElement.style.setProperty('--serif', `'${name}', serif`);"
        " return document.fonts.load(`18px '${name}'`); }",
        family,
    )
    assert 62 <= page.evaluate(MEASURE) <= 75


@pytest.mark.parametrize("width", [390, 1024])
@pytest.mark.parametrize("kind", MANY)
def test_what_a_page_holds_is_listed_above_its_title_on_narrow_screens(
    open_page, server, kind, width
):
    page = open_page(server + kind, width=width, height=844)
    listed = page.locator(".contents-list")
    assert listed.bounding_box()["y"] < 200
    assert not listed.locator("a").first.is_visible()
    listed.locator("summary").click()
    listed.locator("a").last.click()
    assert page.evaluate("location.hash") != ""
    assert not page.locator(".page-toc").is_visible()


@pytest.mark.parametrize("kind", MANY)
def test_the_contents_list_comes_before_the_text_by_keyboard(open_page, server, kind):
    page = open_page(server + kind, width=1440)
    assert 0 < page.evaluate(STOPS) <= 70
    assert not page.locator(".contents-list").is_visible()


def test_the_front_page_is_seen_at_a_glance_on_a_desk(open_page, server):
    page = open_page(server, width=1440, height=900)
    for name in ("h1", ".answer >> nth=-1", ".crowd-small", "article > ul", ".trust"):
        assert page.locator(name).first.evaluate(BOTTOM) <= 900, name


def test_the_front_page_answers_on_the_first_screen_of_a_phone(open_page, server):
    page = open_page(server, width=390, height=844)
    for name in ("h1 + p", ".answer h2 >> nth=-1"):
        assert page.locator(name).first.evaluate(BOTTOM) <= 844, name
    assert page.locator("article > ul").first.bounding_box()["y"] <= 3 * 844


@pytest.mark.parametrize("place", ["server", "disk"])
def test_the_face_arrives_and_moves_nothing(open_page, server, place):
    start = server if place == "server" else (DISK / "index.html").as_uri()
    page = open_page(start)
    assert page.evaluate(SHIFT) == 0
    assert page.evaluate("document.fonts.load('18px literata').then(found => found.length)") == 1
    assert not page.complaints
