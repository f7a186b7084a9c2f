"""Fields that choose among rows: what they hide, what they say, and the address that they make."""

from __future__ import annotations

import pytest

# page, field, value, its mark on a row, rows
CASES = [
    ("references/", "kind", "registry", "kind", "ul.references > li"),
    ("evidence/trials/", "status", "recruiting", "status", "table tbody tr[data-row]"),
    ("society/history/", "place", "Canada", "place", "ol.timeline > li"),
]


@pytest.mark.parametrize(("kind", "field", "value", "mark", "rows"), CASES)
def test_a_choice_hides_rows_says_how_many_and_can_be_shared(
    open_page, server, kind, field, value, mark, rows
):
    page = open_page(server + kind)
    everything = page.locator(rows).count()
    box = page.locator(f".filter:has([name={field}])")
    box.locator(f"[name={field}]").select_option(value)
    shown = page.locator(f"{rows}:visible")
    left = shown.count()
    assert 0 < left < everything
    assert {value} == {value for row in shown.all() if value in row.get_attribute(f"data-{mark}")}
    assert box.locator("[role=status]").inner_text() == f"{left} of {everything}"
    assert f"?{field}={value}" in page.url
    shared = open_page(page.url)
    assert shared.locator(f"{rows}:visible").count() == left
    assert not page.complaints + shared.complaints


def test_words_and_ticks_choose_among_sources(open_page, server):
    page = open_page(server + "references/")
    page.locator(".filter [name=retracted]").check()
    shown = page.locator("ul.references > li:visible")
    assert shown.count() == page.locator(".references > li .ref-retracted").count() > 0
    page.locator(".filter [name=text]").fill("jerome 2020")
    assert all("Jerome" in row.inner_text() for row in shown.all())
    assert "retracted=yes" in page.url and "text=jerome+2020" in page.url


def test_a_link_to_a_hidden_row_shows_it(open_page, server):
    page = open_page(server + "references/?kind=registry")
    hidden = page.locator("ul.references > li[data-kind=article]").first
    name = hidden.get_attribute("id")
    assert not hidden.is_visible()
    page.evaluate("name => { location.hash = name }", name)
    page.wait_for_function(f"document.getElementById('{name}').checkVisibility()")


def test_tables_without_rows_are_not_shown(open_page, server):
    page = open_page(server + "about/source-statements/?verdict=unsupported")
    for table in page.locator("article table:visible").all():
        assert table.locator("tbody tr:visible").count()
    boxes = page.locator(".table-box:visible")
    assert boxes.count() == page.locator("article table:visible").count()


def test_filters_work_from_disk(open_page, disk):
    page = open_page(disk + "society/history.html", offline=True)
    page.locator(".filter [name=place]").select_option("Canada")
    shown = page.locator("ol.timeline > li:visible")
    assert {row.get_attribute("data-place") for row in shown.all()} == {"Canada"}
    assert not page.complaints


@pytest.mark.parametrize("kind", ["references/", "evidence/trials/", "society/history/"])
def test_without_script_every_row_stands_there_and_no_field(open_page, server, kind):
    page = open_page(server + kind, java_script_enabled=False)
    assert page.locator(".filter:visible").count() == 0
    rows = page.locator("[data-row]")
    assert rows.count() == page.locator("[data-row]:visible").count() > 50
