"""How a page is laid out: its measure, its contents list, its face, the first screen."""

from __future__ import annotations

import pytest
from support import DISK
from tools import browsers

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


def test_the_front_page_is_no_wider_than_a_phone_with_letters_of_twice_the_size(open_page, server):
    page = open_page(server, width=390, height=844)
    page.evaluate("document.documentElement.style.fontSize = '250%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("place", ["server", "disk"])
def test_the_face_arrives_and_moves_nothing(open_page, server, place):
    start = server if place == "server" else (DISK / "index.html").as_uri()
    page = open_page(start)
    assert page.evaluate(SHIFT) == 0
    assert page.evaluate("document.fonts.load('18px literata').then(found => found.length)") == 1
    assert not page.complaints


# ---- whom to call


@pytest.mark.parametrize(
    ("zone", "first"),
    [
        ("America/Denver", "United States"),
        ("Australia/Perth", "Australia"),
        ("Asia/Tokyo", "Any country"),
    ],
)
def test_the_reader_s_country_comes_first_by_the_device_s_clock(open_page, server, zone, first):
    page = open_page(server + "get-help/", width=390, height=844, timezone_id=zone)
    assert page.locator("[data-here] tbody th").first.inner_text() == first
    assert page.locator("[data-here] tbody tr").first.bounding_box()["y"] < 2 * 844


def test_letters_of_twice_the_size_leave_the_numbers_on_the_screen_and_paper_has_no_buttons(
    open_page, server
):
    page = open_page(server + "get-help/", width=390, height=844)
    page.evaluate("document.documentElement.style.fontSize = '250%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.emulate_media(media="print")
    button = "one => [getComputedStyle(one).backgroundColor, getComputedStyle(one).borderTopWidth]"
    number = page.locator("main a[href^='tel:']").first
    assert number.evaluate(button) == ["rgba(0, 0, 0, 0)", "0px"]
    assert not page.locator(".countries").is_visible()


def test_a_us_reader_has_988_right_below_911(soups):
    numbers = [link["href"] for link in soups["get-help/index.html"].select("article li > a")]
    assert numbers[:2] == ["tel:911", "tel:988"]


@pytest.mark.parametrize("width", [360, 390])
def test_large_letters_leave_the_bar_in_one_row_on_top(chromium, server, width):
    """Letters of 24 px that a reader has set for the whole device."""
    options = [*browsers.arguments(), "--blink-settings=defaultFontSize=24"]
    large = chromium.browser_type.launch(executable_path=browsers.chromium(), args=options)
    page = large.new_page(viewport={"width": width, "height": 844})
    page.goto(server + "society/work-and-law/")
    page.evaluate("scrollTo(0, 3000)")
    boxes = [one.bounding_box() for one in page.locator(".top-inner > :visible").all()]
    bar = page.locator(".top").bounding_box()
    wide = page.evaluate("document.documentElement.scrollWidth")
    large.close()
    assert len(boxes) == 4
    middles = [box["y"] + box["height"] / 2 for box in boxes]
    assert max(middles) - min(middles) < 8
    assert max(box["x"] + box["width"] for box in boxes) <= width >= wide
    assert bar["y"] == 0 and bar["height"] <= 90  # below it the menu opens


def test_each_number_stands_once_as_large_as_a_thumb(open_page, server):
    page = open_page(server + "get-help/", width=390, height=844)
    numbers = page.locator("main a[href^='tel:'], main a[href^='sms:']")
    assert numbers.count() > 25
    assert min(box["height"] for box in (one.bounding_box() for one in numbers.all())) >= 44
    for told in page.evaluate(
        "[...document.querySelectorAll('[data-here] .ways')].map(cell => [...cell.querySelectorAll"
        "('a')].map(link => link.href))"
    ):
        assert len(set(told)) == len(told), told
    page.locator(".countries a", has_text="New Zealand").click()
    assert page.evaluate("location.hash") == "#nz-1737"


# ---- tables and boxes


@pytest.mark.parametrize(
    ("kind", "width"),
    [("adverse-effects/", 320), ("adverse-effects/", 390), ("evidence/", 320), ("therapy/", 390)],
)
def test_tables_need_no_scrolling_sideways_on_a_phone(open_page, server, kind, width):
    page = open_page(server + kind, width=width, height=844)
    wide = page.evaluate(
        "[...document.querySelectorAll('.table-box')]"
        ".filter(box => box.scrollWidth > box.clientWidth + 1).map(box => box.ariaLabel)"
    )
    assert not wide


CUT = """
() => {
  for (const box of document.querySelectorAll('details')) box.open = true;
  return [...document.querySelectorAll('.table-box')]
    .filter(box => box.scrollWidth > box.clientWidth + 1).map(box => box.ariaLabel);
}
"""


@pytest.mark.parametrize("letters", [24, 32])
def test_letters_that_a_reader_made_large_cut_no_table(chromium, server, soups, letters):
    options = [*browsers.arguments(), f"--blink-settings=defaultFontSize={letters}"]
    large = chromium.browser_type.launch(executable_path=browsers.chromium(), args=options)
    page = large.new_page(viewport={"width": 390, "height": 844})
    cut = {}
    for path, soup in soups.items():
        if soup.select_one(".table-box"):
            page.goto(server + path.removesuffix("index.html"))
            if found := page.evaluate(CUT):
                cut[path] = found
    large.close()
    assert not cut


def test_what_was_measured_is_said_once_on_a_phone_and_rows_stand_in_line_on_a_desk(
    open_page, server
):
    address = server + "evidence/meta-analyses/#summary-of-findings"
    page = open_page(address, width=390, height=844)
    assert page.locator(".findings .wide-only:visible").count() == 0
    page = open_page(address, width=1280, height=900)
    edges = page.evaluate(
        "[...document.querySelectorAll('.findings td[data-label=Effect]')].map(cell => {"
        " const range = document.createRange(); range.selectNodeContents(cell);"
        " return Math.round(range.getClientRects()[0].left) })"
    )
    assert len(edges) > 5 and len(set(edges)) == 1, edges


@pytest.mark.parametrize(
    ("kind", "plot"),
    [
        ("adverse-effects/", ".harms"),
        ("evidence/trials/", ".across"),
        ("evidence/limits/", ".across"),
    ],
)
def test_a_plot_is_as_wide_as_a_phone(open_page, server, kind, plot):
    page = open_page(server + kind, width=390, height=844)
    assert page.locator(f"{plot} tbody svg").first.bounding_box()["width"] > 300


@pytest.mark.parametrize("kind", ["about/data/", "about/use/"])
def test_a_card_names_no_column_that_says_nothing(open_page, server, kind):
    page = open_page(server + kind, width=390, height=844)
    assert not page.evaluate(
        "[...document.querySelectorAll('.stack td')].some(e => !e.innerText && e.checkVisibility())"
    )


@pytest.mark.parametrize("kind", ["evidence/trials/", "get-help/", "society/getting-treatment/"])
def test_what_a_thumb_presses_is_44_px_high(open_page, server, kind):
    page = open_page(server + kind, width=390, height=844, has_touch=True)
    low = page.evaluate(
        "[...document.querySelectorAll('summary, select, .filter label, .countries a, .tiles a,"
        " .help-now a')].filter(one => one.checkVisibility()"
        " && one.getBoundingClientRect().height < 44).map(one => one.outerHTML.slice(0, 90))"
    )
    assert not low


def test_contents_and_the_way_to_help_stand_on_one_line(open_page, server):
    for touch in (True, False):
        page = open_page(server + "evidence/trials/", width=390, height=844, has_touch=touch)
        middles = page.evaluate(
            "['.contents-list summary', '.help-now a'].map(name =>"
            " (box => box.y + box.height / 2)(document.querySelector(name)"
            ".getBoundingClientRect()))"
        )
        assert abs(middles[0] - middles[1]) <= 1, middles


def test_no_key_stops_at_what_a_phone_does_not_show(open_page, server):
    page = open_page(server + "society/legality/", width=390, height=844)
    assert page.evaluate(
        "[...document.querySelectorAll('.stack .sort-button')]"
        ".every(one => !one.checkVisibility({visibilityProperty: true}))"
    )


def test_what_was_not_seen_is_sorted_last_and_a_third_press_brings_the_first_order_back(
    open_page, server
):
    page = open_page(server + "society/legality/", width=1440)
    rows = page.locator("table[data-sortable] tbody tr")
    button = page.locator(".sort-button", has_text="Class in law")
    written = rows.all_inner_texts()
    for _ in range(2):
        button.click()
        column = page.locator("table[data-sortable] tbody tr td:nth-child(2)").all_inner_texts()
        seen = [text != "not seen" for text in column]
        assert any(seen) and seen == sorted(seen, reverse=True)
    button.click()
    assert rows.all_inner_texts() == written


def test_what_an_older_article_said_is_one_line_that_opens(open_page, server):
    page = open_page(server + "society/history/")
    box = page.locator("details.correction").first
    assert box.bounding_box()["height"] < 40
    box.locator("summary").click()
    assert box.locator("a").first.is_visible()
    page = open_page(server)
    assert page.locator(".correction").count() == 0


# ---- the menu and the contents list


def test_what_lies_behind_the_menu_is_still(open_page, server):
    page = open_page(server + "evidence/", width=390, height=844)
    page.locator(".menu-button").click()
    assert page.evaluate("document.querySelector('main').inert")
    assert page.evaluate("getComputedStyle(document.documentElement).overflow") == "hidden"
    page.keyboard.press("Escape")
    assert not page.evaluate("document.querySelector('main').inert")


def test_the_menu_shows_the_page_one_is_on(open_page, server):
    page = open_page(server + "about/licenses/", width=1440, height=900)
    assert page.locator(".site-nav [aria-current]").evaluate(BOTTOM) <= 900


def test_the_contents_list_follows_a_jump(open_page, server):
    page = open_page(server + "evidence/", width=1440, height=900)
    page.locator(".page-toc a", has_text="Long-term follow-up").click()
    page.locator(".page-toc [aria-current]", has_text="Long-term follow-up").wait_for()


def test_what_was_closed_before_printing_is_closed_after_it(open_page, server):
    page = open_page(server + "evidence/")
    closed = page.locator("details:not([open])").count()
    assert closed
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details:not([open]):not(.cite-page)").count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details:not([open])").count() == closed


def test_on_paper_the_name_of_a_group_of_rows_stays_with_them(open_page, server):
    page = open_page(server + "evidence/")
    page.emulate_media(media="print")
    after = "one => getComputedStyle(one.parentNode).breakAfter"
    assert page.locator("main tbody [scope='rowgroup']").first.evaluate(after) == "avoid"


def test_paper_has_the_site_s_name_and_how_to_cite_it(open_page, server):
    page = open_page(server)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 718, "height": 1040})
    assert page.locator("h1").is_visible() and page.locator(".on-paper").is_visible()
    assert not page.locator(".page-bar").is_visible()
    assert page.locator(".bottom a").first.is_visible()  # to the crisis lines


# ---- letters of twice the size, and the narrowest phones


AXES = """
() => [...document.querySelectorAll('.plot svg')].flatMap(svg => {
  const boxes = [...svg.querySelectorAll('text')].filter(one => one.checkVisibility())
    .map(one => one.getBoundingClientRect()).sort((a, b) => a.left - b.left);
  return boxes.slice(1).filter((box, index) => box.left < boxes[index].right
    && Math.abs(box.top - boxes[index].top) < 4).map(() => svg.outerHTML.slice(0, 90));
})
"""


@pytest.mark.parametrize(
    "kind", ["society/history/", "adverse-effects/", "evidence/", "therapy/", "time-course/"]
)
def test_no_word_of_an_axis_runs_into_the_next_at_320_px(open_page, server, kind):
    page = open_page(server + kind, width=320, height=640)
    assert not page.evaluate(AXES)


@pytest.mark.parametrize("kind", ["adverse-effects/counts/", "clinicians/", "adverse-effects/"])
def test_an_event_takes_two_lines_on_a_phone(open_page, server, kind):
    """Its name, and the counts of all arms side by side; a plot has a strip between them."""
    page = open_page(server + kind, width=390, height=844)
    rows = page.locator(":is(.by-arm, .sheet, .harms) tbody tr:has(> th[scope=row]):visible")
    heights = sorted(row.bounding_box()["height"] for row in rows.all()[:60])
    assert heights[len(heights) // 2] <= 66
