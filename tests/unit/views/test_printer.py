"""Printing: homes and addresses, what is repeated, how sources are named, escaping."""

from __future__ import annotations

from xml.etree import ElementTree

import jinja2
import pytest
from unit.views.made_up import TEMPLATES, address, entry, page, printer, site, tree, words

from sitebuild import views
from sitebuild.views.parts import Cited, Keys
from sitebuild.views.printer import Printer

EVENTS = [{"id": "first", "date": "1985"}, {"id": "second", "date": "2024-08-09"}]
DRAWS = "<!-- draw: timeline -->"


# ---- homes and addresses


def test_a_page_is_the_home_of_what_it_draws():
    found = printer(site(page("society/history.md", DRAWS), page("a.md", "Text.")))
    assert found.home("timeline", page="a.md") == "society/history.md"
    assert found.home("timeline", "event-first", page="a.md") == "society/history.md#event-first"


def test_on_its_own_page_an_anchor_is_enough():
    found = printer(site(page("society/history.md", DRAWS)))
    assert found.home("timeline", "event-first", page="society/history.md") == "#event-first"


def test_what_no_page_draws_has_no_address():
    assert printer(site(page("a.md"))).home("timeline", "event-first", page="a.md") == ""


def test_a_page_that_repeats_a_drawing_draws_it_and_is_not_its_home():
    found = printer(site(page("a.md", "<!-- repeat: timeline -->"), page("b.md", DRAWS)))
    assert found.home("timeline", page="a.md") == "b.md"
    assert found.draws("timeline", "a.md")
    assert found.draws("timeline", "b.md")
    assert not found.draws("glossary", "a.md")
    assert not found.draws("timeline", "gone.md")


def test_a_repeated_drawing_has_no_ids():
    found = site(timeline=EVENTS)
    ids = [one.get("id") for one in tree(found, "timeline").iter("li")]
    assert ids == ["event-first", "event-second"]
    assert not [one for one in tree(found, "timeline", repeated=True).iter() if one.get("id")]


def test_files_and_places_have_relative_addresses():
    found = printer(site())
    assert found.to("data/trials.csv", page="about/data.md") == "../data/trials.csv"
    assert found.to("a.md#there", page="b.md") == "a.md#there"


def test_only_a_drawing_that_is_markdown_has_to_come_before_markdown():
    found = printer(site())
    assert found.is_markdown("trial-entries")
    assert not found.is_markdown("trial-facts one")
    assert not found.is_markdown("no such drawing")


# ---- sources


def test_sources_are_named_lead_to_their_entries_and_say_that_they_were_retracted():
    entries = [entry("roe2020"), entry("moe2019", author="Moe, Max", retracted="2024-08-10, why")]
    found = printer(site(page("refs.md", "<!-- draw: references -->"), entries=entries))
    named = ElementTree.fromstring(f"<p>{found.cite(['roe2020', 'moe2019'], 'a.md')}</p>")
    assert words(named) == "Roe 2020; Moe 2019 retracted"
    assert [link.get("href") for link in named.iter("a")] == [
        "refs.md#ref-roe2020",
        "refs.md#ref-moe2019",
    ]
    assert [link.get("data-key") for link in named.iter("a")] == ["roe2020", "moe2019"]


def test_a_source_whose_entry_could_not_be_read_stands_for_itself():
    assert "gone2020" in printer(site()).cite(["gone2020"], "a.md")


def test_no_source_is_nothing():
    assert printer(site()).cite([], "a.md") == ""

    text = "A < B.[@roe2020; @doe2021]  C & D\n"
    shown = ElementTree.fromstring(f"<p>{printer(site()).cited(text, 'a.md')}</p>")
    assert words(shown) == "A < B. (Roe 2020; Doe and Poe 2021) C & D"


def test_a_mark_is_left_for_the_page_to_number():
    text = "A < B.[@roe2020; @gone2020] C"
    shown = ElementTree.fromstring(f"<p>{printer(site()).marked(text)}</p>")
    assert [one.get("href") for one in shown.iter("a")] == ["#fn:roe2020"]
    assert words(shown) == "A < B.gone2020 C"


def test_the_way_to_edit_leads_to_a_data_file_or_to_one_beside_them():
    found = printer(site())
    assert found.edit("trials") == ""
    found.repository = "https://example.org/r"
    assert found.edit("trials") == "https://example.org/r/edit/main/docs/data/trials.yml"
    assert found.edit("references.bib") == "https://example.org/r/edit/main/references.bib"


# ---- what cites what


def test_keys_are_gathered_from_rows_in_order():
    rows = {"a": [Keys(["roe2020"]), "doe2021"], "b": Cited("So.[@moe2019]")}
    assert list(views.keys_of(rows)) == ["roe2020", "moe2019"]


def test_a_page_cites_what_its_text_and_its_drawings_cite_in_the_order_of_reading():
    body = f"One.[@doe2021]\n\n{DRAWS}\n\nTwo.[@moe2019; @doe2021]"
    found = site(page("a.md", body), timeline=[{"cites": ["roe2020", "poe2001"]}])
    assert views.keys_on(found, found.pages[0]) == ["doe2021", "roe2020", "poe2001", "moe2019"]


def test_a_note_on_a_statement_brings_its_sources():
    found = site(page("a.md", "<!-- source-statement: P1 -->"), source_statements=[{}])
    assert views.keys_on(found, found.pages[0]) == ["doe2021"]


def test_a_page_owns_the_anchors_of_what_it_draws_and_none_of_what_it_repeats():
    body = f"{DRAWS}\n\n<!-- repeat: glossary -->\n\n<!-- source-statement: P1 -->"
    found = site(
        page("a.md", body), timeline=EVENTS, glossary=[{}], source_statements=[{"id": "P1"}]
    )
    anchors = views.anchors_on(found, found.pages[0])
    assert anchors == ["event-first", "event-second", "note-P1"]


@pytest.mark.parametrize("name", views.names())
def test_anchors_are_the_ids_that_are_printed(name):
    everything = {
        file.removesuffix(".yml").replace("-", "_"): [{}]
        for file in ("trials.yml", "timeline.yml", "glossary.yml", "source-statements.yml")
    } | {"legal_status": [{}], "meta_analyses": [{}], "crisis_help": [{}]}
    found = site(**everything)
    anchors = views.DRAWINGS[name].anchors(found)
    if views.DRAWINGS[name].markdown:
        text = printer(found).print(name, "a.md")
        assert all(f"{{ #{anchor} }}" in text for anchor in anchors)
        return
    printed = [one.get("id") for one in tree(found, name).iter() if one.get("id")]
    assert sorted(map(str, printed)) == sorted(anchors)


@pytest.mark.parametrize("name", views.names())
def test_keys_are_those_that_are_printed(name):
    trial = {
        "arms": [{"id": "mdma", "label": "M", "role": "mdma"}],
        "adds": "So.[@doe2021]",
        "risk_of_bias": [{"tool": "T", "rating": "low", "by": "poe2001"}],
    }
    found = site(
        trials=[trial],
        meta_analyses=[{"note": "So.[@moe2019]", "rests_on_retracted": ["poe2001"]}],
        adverse_events=[{"n": 1, "of": 2}],
        timeline=[{}],
        legal_status=[{}],
        glossary=[{"cites": ["doe2021"]}],
        source_statements=[{}],
        entries=[entry(key) for key in ("roe2020", "doe2021", "moe2019", "poe2001")],
    )
    kind = views.DRAWINGS[name]
    keys = kind.keys(found)
    if kind.markdown:
        assert keys == (["poe2001", "roe2020", "doe2021"] if kind.data else [])
        return
    printed = [
        one.get("data-key") or str(one.get("href")).partition("#fn:")[2]
        for one in tree(found, name).iter("a")
    ]
    assert list(dict.fromkeys(key for key in printed if key)) == keys


# ---- templates


def test_two_drawings_of_one_name_are_an_error():
    with pytest.raises(ValueError, match="two drawings"):
        views.drawing("timeline")(lambda of: {})


def test_text_of_a_record_is_escaped():
    event = "A <b> & “c”, 'd' in {{ braces }}."
    drawn = tree(site(timeline=[{"event": event}]), "timeline")
    assert event in words(drawn)


def test_a_name_without_a_value_is_an_error():
    found = printer(site())
    with pytest.raises(jinja2.UndefinedError):
        found.env.from_string("{{ nothing }}").render()


@pytest.mark.parametrize("path", sorted(TEMPLATES.iterdir()), ids=lambda path: path.name)
def test_templates_hold_no_line_over_100_columns_and_no_name_of_a_page(path):
    text = path.read_text(encoding="utf-8")
    assert [line for line in text.split("\n") if len(line) > 100] == []
    assert ".md'" not in text
    assert '.md"' not in text


def test_every_template_belongs_to_a_drawing():
    used = {one.template for one in views.load().values()}
    found = {path.name for path in TEMPLATES.iterdir() if not path.name.startswith("_")}
    assert found <= used
    assert {name for name in used if not name.startswith("_")} == found


def test_where_data_are_edited_is_told_where_the_repository_is_known():
    known = Printer(site(), address, TEMPLATES, "https://example.org/a/b")
    assert known.edit("trials") == "https://example.org/a/b/edit/main/docs/data/trials.yml"
    assert printer(site()).edit("trials") == ""
