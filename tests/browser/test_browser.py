"""What a reader does, in a real Chromium: search, previews, palette, menu, keyboard; published
and from disk with no network.
"""

from __future__ import annotations

import zipfile
from urllib.parse import urljoin

import pytest
import yaml
from support import DISK, KINDS, PUBLISHED, ROOT

from sitebuild.settings import ARCHIVE


@pytest.fixture(scope="module")
def disk(tmp_path_factory) -> str:
    """The offline zip, unpacked, as a file: address."""
    target = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(ROOT / "dist" / f"{ARCHIVE}.zip") as archive:
        archive.extractall(target)
    return (target / ARCHIVE).as_uri() + "/"


def search(page, words: str) -> list[str]:
    page.keyboard.press("Control+K")
    page.wait_for_selector("dialog.search-dialog[open]")
    page.fill("#search-input", words)
    page.wait_for_selector(".search-results a")
    return [link.get_attribute("href") for link in page.query_selector_all(".search-results a")]


def test_search_answers_and_leads_there_when_published(open_page, server):
    page = open_page(server)
    found = search(page, "complete response letter")
    assert any("breakthrough-therapy" in address for address in found[:3])
    page.keyboard.press("Enter")
    page.wait_for_url(urljoin(page.url, found[0]))
    assert not page.complaints


@pytest.mark.parametrize("start", ["index.html", "society/history.html"], ids=["home", "nested"])
def test_search_answers_from_disk_with_the_network_off(open_page, disk, start):
    page = open_page(disk + start, offline=True)
    found = search(page, "complete response letter")
    assert any("breakthrough-therapy.html" in address for address in found[:3])
    page.keyboard.press("Enter")
    page.wait_for_url(urljoin(page.url, found[0]))
    assert not page.complaints
    assert all(address.startswith(("file:", "data:")) for address in page.requests), page.requests


def test_search_code_is_not_loaded_before_it_is_wanted(open_page, server):
    page = open_page(server)
    page.wait_for_timeout(500)
    assert not [
        address for address in page.requests if "search" in address or "minisearch" in address
    ]


def test_search_by_keyboard_alone(open_page, server):
    page = open_page(server)
    page.keyboard.press("Control+K")
    page.keyboard.type("oxytocin")
    page.wait_for_selector(".search-results a")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('.search-results') !== null")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "search-input"
    page.keyboard.press("Escape")
    assert page.query_selector("dialog.search-dialog[open]") is None


@pytest.mark.parametrize("where", ["published", "disk"])
def test_preview_of_a_source_by_mouse(open_page, server, disk, where):
    base = server + "evidence/" if where == "published" else disk + "evidence/index.html"
    page = open_page(base, offline=where == "disk")
    mark = page.locator("a.footnote-ref").nth(3)
    mark.scroll_into_view_if_needed()
    mark.hover()
    page.wait_for_selector("#preview:not([hidden])")
    text = page.inner_text("#preview")
    assert "Checked:" in text and len(text) > 60
    page.mouse.move(5, 5)
    page.wait_for_selector("#preview", state="hidden")
    assert not page.complaints


def test_preview_of_a_source_by_keyboard(open_page, server):
    page = open_page(server + "evidence/")
    page.locator("a.footnote-ref").first.focus()
    page.wait_for_selector("#preview:not([hidden])")
    assert page.evaluate("document.activeElement.getAttribute('aria-describedby')") == "preview"
    page.keyboard.press("Escape")
    page.wait_for_selector("#preview", state="hidden")
    page.keyboard.press("Enter")
    assert "#fn:" in page.url


def test_preview_of_a_source_by_touch(open_page, server):
    page = open_page(server + "evidence/", width=390, height=800, has_touch=True, is_mobile=True)
    mark = page.locator("a.footnote-ref").first
    mark.scroll_into_view_if_needed()
    mark.tap()
    page.wait_for_selector("#preview:not([hidden])")
    assert "#fn:" not in page.url
    box = page.locator("#preview").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390


@pytest.mark.parametrize("where", ["published", "disk"])
def test_preview_of_a_source_named_in_a_table(open_page, server, disk, where):
    base = server + "society/history/" if where == "published" else disk + "society/history.html"
    page = open_page(base, offline=where == "disk")
    link = page.locator(".timeline a.cite-link").first
    link.scroll_into_view_if_needed()
    link.hover()
    page.wait_for_selector("#preview:not([hidden])")
    assert "Checked:" in page.inner_text("#preview")
    assert not page.complaints


OUTSIDE = (195, 90)  # a place on a phone that no sheet reaches


@pytest.mark.parametrize("way", ["button", "Escape", "outside"])
def test_on_a_phone_a_preview_comes_from_below_and_gives_the_focus_back(open_page, server, way):
    page = open_page(server + "society/legality/", 390, 700, has_touch=True, is_mobile=True)
    mark = page.locator("tr[id^=place-] a.footnote-ref").nth(8)
    mark.scroll_into_view_if_needed()
    mark.tap()
    page.wait_for_selector("#preview:not([hidden])")
    sheet = page.locator("#preview").bounding_box()
    assert (round(sheet["x"]), round(sheet["width"])) == (0, 390)
    assert round(sheet["y"] + sheet["height"]) == 700
    assert sheet["height"] <= 0.7 * 700 + 1
    at = mark.bounding_box()
    assert at["y"] + at["height"] <= sheet["y"], "the mark stays in sight"
    button = page.locator(".preview-close").bounding_box()
    assert min(button["width"], button["height"]) >= 44
    if way == "button":
        page.locator(".preview-close").tap()
    elif way == "Escape":
        page.keyboard.press("Escape")
    else:
        page.touchscreen.tap(*OUTSIDE)
    page.wait_for_selector("#preview", state="hidden")
    assert mark.evaluate("mark => mark === document.activeElement")
    assert not page.complaints


def test_term_is_explained_by_focus(open_page, server):
    page = open_page(server + "evidence/")
    term = page.locator("a.term").first
    term.focus()
    page.wait_for_selector("#preview:not([hidden])")
    explained = {
        row["id"]: row["short"]
        for row in yaml.safe_load((ROOT / "docs/data/glossary.yml").read_text(encoding="utf-8"))[
            "terms"
        ]
    }
    assert (
        page.inner_text("#preview").strip()
        == explained[term.get_attribute("href").partition("#")[2]].strip() + " Glossary"
    )


def test_a_finger_finds_all_sources_of_a_group_and_a_way_out(open_page, server):
    page = open_page(server + "evidence/", width=390, height=800, has_touch=True, is_mobile=True)
    comma = page.locator("p .cite-and").first
    comma.scroll_into_view_if_needed()
    comma.tap()
    page.wait_for_selector("#preview:not([hidden])")
    marks = comma.evaluate(
        "c => [c.previousElementSibling, c.nextElementSibling].map(one => one.textContent)"
    )
    numbers = page.locator("#preview .preview-number").all_inner_texts()
    assert [f"{mark}." for mark in marks] == [one.strip() for one in numbers][:2], numbers
    assert page.locator("#preview .ref-text").count() == len(numbers)
    assert not [one for one in page.requests if "sources-" in one]  # the page has them itself
    page.locator(".preview-close").tap()
    page.wait_for_selector("#preview", state="hidden")
    page.locator("a.term").first.tap()
    page.wait_for_selector("#preview:not([hidden])")
    page.locator("#preview a", has_text="Glossary").tap()
    page.wait_for_url("**/glossary/#*")


def test_no_tap_loads_a_big_file():
    assets = ROOT / "site" / "assets"
    big = [one.name for one in assets.glob("sources-*.js") if one.stat().st_size > 90_000]
    assert list(assets.glob("sources-*.js")) and not big


def test_palette_switches_and_is_kept(open_page, server):
    page = open_page(server)
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    button = page.locator(".scheme-button")
    button.click()
    button.click()
    assert button.get_attribute("aria-label") == "Colors: Dark"
    dark = page.evaluate(paper)
    assert dark != light
    page.goto(server + "ptsd/")
    assert page.evaluate(paper) == dark
    page.locator(".scheme-button").click()
    assert page.evaluate(paper) == light


def test_palette_follows_the_system(open_page, server):
    paper = "getComputedStyle(document.body).backgroundColor"
    assert open_page(server, scheme="dark").evaluate(paper) != open_page(
        server, scheme="light"
    ).evaluate(paper)


def test_menu_on_a_phone_by_keyboard(open_page, server):
    page = open_page(server, width=390, height=800)
    assert not page.locator("#site-nav").is_visible()
    page.locator(".menu-button").focus()
    page.keyboard.press("Enter")
    assert page.locator("#site-nav").is_visible()
    assert page.locator(".menu-button").get_attribute("aria-expanded") == "true"
    page.keyboard.press("Escape")
    assert not page.locator("#site-nav").is_visible()
    assert page.evaluate("document.activeElement.className").startswith("icon-button menu-button")


def test_first_tab_stop_skips_to_the_text(open_page, server):
    page = open_page(server + "ptsd/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_cut_off(open_page, server, kind):
    page = open_page(server + kind, width=320, height=800)
    for width in (320, 390, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("kind", KINDS)
def test_policy_is_met_and_nothing_complains(open_page, server, kind):
    page = open_page(server + kind)
    page.keyboard.press("Control+K")
    page.keyboard.type("heart")
    page.wait_for_selector(".search-results a")
    assert not page.complaints
    assert all(address.startswith((server, "data:")) for address in page.requests)


def test_filter_of_statements(open_page, server):
    page = open_page(server + "about/source-statements/")
    everything = page.locator("tr[data-verdict]:visible").count()
    assert everything == 57
    page.get_by_label("corrected", exact=True).check()
    shown = page.locator("tr[data-verdict]:visible")
    assert 0 < shown.count() < everything
    assert {row.get_attribute("data-verdict") for row in shown.all()} == {"corrected"}


def test_medicine_is_found_by_its_brand_and_one_that_is_not_there_is_not_called_safe(
    open_page, server
):
    page = open_page(server + "adverse-effects/medicines/")
    field, said = page.locator(".by-name input"), page.locator(".by-name [role=status]")
    rows = page.locator("tr[data-words]:visible")
    everything = rows.count()
    field.fill("ZOLOFT 50 mg")
    assert [row.get_attribute("id") for row in rows.all()] == ["medicine-sertraline"]
    field.fill("5htp")
    assert rows.count() == 1
    field.fill("out")  # stands within words, and begins none
    assert rows.count() == 0
    assert "Not in our table. That does not mean it is safe." in said.inner_text()
    page.evaluate("location.hash = 'medicine-lithium'")
    page.wait_for_function("document.querySelector('#medicine-lithium').checkVisibility()")
    assert (rows.count(), field.input_value()) == (everything, "")
    page = open_page(server + "adverse-effects/medicines/", java_script_enabled=False)
    assert not page.locator(".by-name").is_visible()
    assert page.locator("tr[data-words]:visible").count() == everything


MEDICINES, CONDITIONS = "adverse-effects/medicines/", "adverse-effects/conditions/"


@pytest.mark.parametrize(
    ("kind", "typed", "rows", "unknown"),
    [
        (MEDICINES, "Zoloft, Seroquel; lithium", ["sertraline", "quetiapine", "lithium"], ""),
        (MEDICINES, "sertraline and lithium", ["sertraline", "lithium"], ""),
        (MEDICINES, "zoloft 50 mg + lithium 300mg", ["sertraline", "lithium"], ""),
        (MEDICINES, "zoloft lithium", ["sertraline", "lithium"], ""),
        (MEDICINES, "zoloft, xqzzy and yqzzx", ["sertraline"], "xqzzy, yqzzx"),
        (MEDICINES, "xqzzy, yqzzx", [], "xqzzy, yqzzx"),
        (CONDITIONS, "asthma, glaucoma and xqzzy", ["asthma", "glaucoma"], "xqzzy"),
    ],
)
def test_a_list_of_names_brings_the_rows_of_each_and_tells_which_are_not_there(
    open_page, server, kind, typed, rows, unknown
):
    page = open_page(server + kind)
    field, said = page.locator(".by-name input"), page.locator(".by-name [role=status]")
    field.fill(typed)
    shown = page.locator("tr[data-words]:visible")
    found = [one.get_attribute("id").partition("-")[2] for one in shown.all()]
    assert all(any(row in one for one in found) for row in rows), found
    assert len(found) <= len(rows) + 2, found
    told = said.inner_text()
    missing = f"{unknown}: Not in our table. That does not mean it is safe."
    assert (missing in told) if unknown else ("Not in our table" not in told), told
    assert ("several together" in told) == (len(rows) > 1), told


@pytest.mark.parametrize(
    ("kind", "typed", "near"),
    [
        (MEDICINES, "mirtazepine", "Did you mean Mirtazapine?"),
        (MEDICINES, "zoloft, lithum 300 mg", "Did you mean Lithium?"),
        (CONDITIONS, "glaucomma", "Did you mean Glaucoma?"),
        (MEDICINES, "xqzzyq", ""),
        (MEDICINES, "mirt", ""),  # it begins a name, so nothing is to be asked
    ],
)
def test_the_nearest_name_is_offered_for_one_with_a_slip(open_page, server, kind, typed, near):
    page = open_page(server + kind)
    page.locator(".by-name input").fill(typed)
    told = page.inner_text(".by-name [role=status]")
    assert (near in told) if near else ("Did you mean" not in told), told
    assert not near or "That does not mean it is safe." in told


def test_what_is_typed_brings_the_rows_in_sight(open_page, server):
    page = open_page(server + MEDICINES, 390, 844)
    field = page.locator(".by-name input")
    field.scroll_into_view_if_needed()
    field.press_sequentially("zoloft")
    row = page.locator("#medicine-sertraline")
    box, head = row.bounding_box(), page.locator("header").first.bounding_box()
    assert box["y"] < 700, box
    assert field.bounding_box()["y"] >= head["y"] + head["height"] - 1


def test_statements_and_plots_without_script(open_page, server):
    page = open_page(server + "about/source-statements/", java_script_enabled=False)
    assert page.locator("tr[data-verdict]:visible").count() == 57
    assert not page.locator(".filter").is_visible()
    page.goto(server + "evidence/")
    assert page.locator(".plot svg").first.is_visible()
    assert page.locator("#site-nav a").first.is_visible()


def test_table_sorts_by_keyboard(open_page, server):
    page = open_page(server + "society/legality/")
    button = page.locator("table[data-sortable] .sort-button").first
    before = page.locator("table[data-sortable] tbody th").all_inner_texts()
    button.focus()
    page.keyboard.press("Enter")
    after = page.locator("table[data-sortable] tbody th").all_inner_texts()
    assert after == sorted(before, key=str.casefold) or after != before
    assert (
        page.locator("table[data-sortable] thead th").first.get_attribute("aria-sort")
        == "ascending"
    )


def test_paper_has_the_sources_and_not_the_buttons(open_page, server):
    page = open_page(server + "evidence/")
    page.emulate_media(media="print")
    assert not page.locator(".top").is_visible()
    assert not page.locator(".site-nav").is_visible()
    assert page.locator("section.footnote").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_missing_page_helps(open_page, server):
    page = open_page(server + "no-such-page/")
    assert page.locator("h1").inner_text() == "This page does not exist"
    assert page.locator("article a").count() > 4


def test_whole_disk_copy_has_the_pages():
    # a page that became the first of a folder has another address on disk alone
    disk, published = (
        [path for path in folder.rglob("*.html") if "This page has moved" not in path.read_text()]
        for folder in (DISK, PUBLISHED)
    )
    assert len(disk) == len(published)


@pytest.mark.parametrize("kind", ["", "questions/", "evidence/trials/"])
def test_help_in_a_crisis_is_on_the_first_screen_of_a_phone_and_in_search(open_page, server, kind):
    page = open_page(server + kind, width=390, height=844)
    link = page.locator(".help-now a")
    assert link.is_visible() and link.bounding_box()["y"] < 200
    page.keyboard.press("Control+K")
    page.wait_for_selector("dialog.search-dialog[open]")
    assert page.locator(".search-dialog .search-help a").is_visible()
    page.fill("#search-input", "xqzzy")
    page.locator(".search-status", has_text="Nothing found").wait_for()
    assert (
        page.locator(".search-dialog .search-help a")
        .get_attribute("href")
        .rstrip("/")
        .endswith("get-help")
    )


def test_a_copy_without_an_address_tells_where_it_is_served(open_page, server):
    here = server + "about/use/"
    page = open_page(server)
    text = (PUBLISHED / "about/use/index.html").read_text(encoding="utf-8")
    own = page.locator("link[rel=canonical]").get_attribute("href") + "about/use/"
    bare = text.replace(own, "(address of the copy you read)")
    page.route(here, lambda route: route.fulfill(body=bare, content_type="text/html"))
    page.goto(here)
    assert page.locator(".page-end .on-paper").text_content().strip().endswith(here)
    forms = page.locator(".cite-form pre").all_text_contents()
    assert [form.count(here) for form in forms] == [1, 1, 1, 1]
    assert not page.get_by_text("in these lines, write the address of this site").is_visible()
    code = "".join(page.locator("pre code").all_inner_texts())
    assert f'urlopen("{server}data/trials.json")' in code
