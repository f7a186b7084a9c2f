"""Parts that may be closed: short on a phone, whole on paper and without a script, and open where
a link leads.
"""

from __future__ import annotations

import pytest

FOLDED = ["society/getting-treatment/", "evidence/trials/"]
OPEN = "[...document.querySelectorAll('.fold')].map(one => one.open)"
SCREENS = "document.querySelector('.footnote').getBoundingClientRect().top / innerHeight"


@pytest.mark.parametrize(("kind", "most"), [(FOLDED[0], 6), (FOLDED[1], 18)])
def test_a_long_page_is_short_on_a_phone(open_page, server, kind, most):
    page = open_page(server + kind, width=390, height=844)
    assert page.evaluate(SCREENS) <= most
    assert not any(page.evaluate(OPEN))
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert all(page.evaluate(OPEN))


@pytest.mark.parametrize("kind", FOLDED)
def test_without_script_nothing_is_closed(open_page, server, kind):
    page = open_page(server + kind, width=390, height=844, java_script_enabled=False)
    assert page.locator(".fold:not([open])").count() == 0
    assert page.locator(".fold").count() > 5


def test_what_a_reader_can_do_leads_the_page_and_jumps(open_page, server):
    page = open_page(server + FOLDED[0], width=390, height=844)
    links = page.locator("#what-you-can-do-this-month + ul a[href^='#']")
    assert links.first.bounding_box()["y"] < 3 * 844
    for link in links.all():
        link.click()
        # The part is opened on hashchange, which a browser sends after the click has returned.
        page.wait_for_function(
            "() => { const here = document.getElementById(location.hash.slice(1));"
            " const after = here.nextElementSibling;"
            " return here.checkVisibility() && (!after.matches('.fold') || after.open)"
            " && here.getBoundingClientRect().top >= 40; }"
        )


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("name", ["mapp1", "danforth2018"])
def test_a_link_to_a_trial_opens_its_entry(open_page, server, width, name):
    page = open_page(f"{server}evidence/trials/#{name}", width=width, height=844)
    page.wait_for_function(f"document.querySelector('#{name} + .fold').open")
    assert 0 <= page.locator(f"#{name}").bounding_box()["y"] < 844
    assert page.evaluate(OPEN).count(True) == 1


def test_what_is_chosen_among_trials_is_chosen_among_their_entries(open_page, server):
    page = open_page(server + "evidence/trials/", width=390, height=844)
    box = page.locator(".listed-below .filter")
    box.locator("[name=condition]").select_option("Eating disorders")
    shown = page.locator("h3:has(+ .fold):visible")
    assert [one.get_attribute("id") for one in shown.all()] == ["med1"]
    assert box.locator("[role=status]").inner_text().startswith("1 of ")
    page.evaluate("location.hash = 'mapp2'")
    page.wait_for_function("document.querySelector('#mapp2').checkVisibility()")
    assert page.locator("#mapp2 + .fold").evaluate("one => one.open")


def test_many_ways_back_are_folded_after_the_first_few(open_page, server):
    page = open_page(server + "adverse-effects/", java_script_enabled=False)
    more = page.locator("details.ref-back").first
    assert page.locator("li:has(> details.ref-back) > p .footnote-backref").count() % 5 == 0
    more.locator("summary").click()
    more.locator("a").last.click()
    assert "#m" in page.url
