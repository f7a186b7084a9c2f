"""How a page is quoted, found and followed: citation texts, metadata, feed, robots, downloads."""

from __future__ import annotations

import json
import re
from datetime import date
from xml.etree import ElementTree

import bibtexparser
import jinja2
import pytest
from support import ROOT
from unit.views.made_up import site

from sitebuild.model.site import Site
from sitebuild.outputs import feed
from sitebuild.outputs.citepage import CitePage, cite_page, tex
from sitebuild.outputs.downloads import bib_path
from sitebuild.outputs.jsonld import is_medical, json_ld
from sitebuild.style.reference import STYLE

ENV = jinja2.Environment(loader=jinja2.FileSystemLoader(ROOT / "theme"))  # as MkDocs makes it
ADDRESS = "https://example.org/society/history/"
DAY = date(2026, 8, 9)


def cite(title: str = "History", address: str = ADDRESS) -> CitePage:
    """A page to be cited."""
    return cite_page(title, "A site", address, DAY, "1.2", "society/history.md")


def form(ending: str, page: CitePage) -> str:
    """One of the texts under "Cite this page"."""
    return ENV.get_template(f"partials/cite-this-page.{ending}").render(cite=page)


# ---- citation texts


def test_the_page_as_a_reference():
    facts = ("History", "A site", "1.2", "9 August 2026", ADDRESS)  # the rest is the style's
    assert re.search(".*".join(map(re.escape, facts)), form("txt", cite()))
    assert "://" not in form("txt", cite(address=""))


def test_the_page_in_the_style_of_psychology():
    assert form("apa", cite()) == (
        "History. (2026, August 9). A site (Version 1.2). "
        f"Retrieved (the day you read it), from {ADDRESS}"
    )


def test_the_page_as_an_entry_of_a_bib_file():
    (entry,) = bibtexparser.parse_string(form("bib", cite())).entries
    assert (entry.entry_type, entry.key) == ("online", "mdmatherapy2026societyhistory")
    assert {name: entry[name] for name in entry.fields_dict if name != "organization"} == {
        "author": "{Contributors to A site}",
        "title": "{History}",
        "year": "2026",
        "date": "2026-08-09",
        "url": ADDRESS,
        "version": "1.2",
    }
    assert "url = {(address of the copy you read)}" in form("bib", cite(address=""))


def test_signs_that_tex_would_take_for_its_own_are_written_for_it():
    assert r"title = {{Access \& cost: 5\%}}," in form("bib", cite("Access & cost: 5%"))
    assert tex("a_b#c$") == r"a\_b\#c\$"


def test_the_page_as_ris():
    assert form("ris", cite()).split("\n") == [
        "TY  - ELEC",
        "AU  - Contributors to A site",
        "TI  - History",
        "T2  - A site",
        "PY  - 2026",
        "DA  - 2026/08/09",
        "ET  - 1.2",
        f"UR  - {ADDRESS}",
        "Y2  - (the day you read it)",
        "ER  - ",
    ]
    assert "UR  - (address of the copy you read)" in form("ris", cite(address=""))


def test_the_texts_stand_in_the_page_letter_by_letter():
    shown = ENV.get_template("partials/cite-this-page.html").render(cite=cite("A < B & C"))
    assert ">A &lt; B &amp; C" in shown
    assert f"{ADDRESS}</pre>" in shown
    assert "}</pre>" in shown
    assert "ER  - </pre>" in shown
    assert [name in shown for name in (STYLE, "APA", "BibTeX", "RIS")] == [True] * 4


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("index.md", "mdmatherapy2026home"),
        ("society/index.md", "mdmatherapy2026society"),
        ("evidence/meta-analyses.md", "mdmatherapy2026evidencemetaanalyses"),
    ],
)
def test_a_page_has_one_key_wherever_it_is_read(path, key):
    for address in ("", ADDRESS):
        assert cite_page("T", "S", address, DAY, "1", path).key == key


# ---- metadata


def metadata(**given: object) -> dict[str, object]:
    """A page's metadata."""
    page = {
        "title": "History",
        "description": "What happened.",
        "site": "A site",
        "address": ADDRESS,
        "reviewed": DAY,
        "cited": ["https://doi.org/10.1000/x"],
        "medical": True,
    }
    return json.loads(json_ld(**(page | given)))  # type: ignore[arg-type]


def test_a_page_on_the_subject_is_a_medical_one():
    found = metadata()
    assert found["@type"] == ["MedicalWebPage", "Article"]
    assert found["lastReviewed"] == found["dateModified"] == "2026-08-09"
    assert found["url"] == found["mainEntityOfPage"] == ADDRESS
    assert found["citation"] == ["https://doi.org/10.1000/x"]


def test_a_page_about_the_site_is_none():
    found = metadata(medical=False, address="", cited=[])
    assert found["@type"] == ["WebPage", "Article"]
    assert not {"lastReviewed", "url", "mainEntityOfPage", "citation"} & set(found)


def test_nothing_in_the_metadata_can_end_its_script():
    text = json_ld(
        title="</script><b>",
        description="",
        site="S",
        address="",
        reviewed=DAY,
        cited=[],
        medical=True,
    )
    assert "<" not in text
    assert json.loads(text)["name"] == "</script><b>"


@pytest.mark.parametrize(
    ("kind", "drawn", "medical"),
    [
        ("subject", [], True),
        ("home", [], True),
        ("help", ["crisis-help"], True),
        ("lookup", ["glossary"], True),
        ("lookup", ["references"], False),
        ("links", [], False),
        ("about", ["timeline"], False),
    ],
)
def test_which_pages_are_about_the_subject(kind, drawn, medical):
    assert is_medical(kind, drawn) is medical


# ---- feed, robots, downloads


class Config:
    """What MkDocs gives templates."""

    site_name = "A & B"
    site_url: str | None = "https://example.org/"


def link(anchor: str) -> str:
    """Where an event stands."""
    return f"https://example.org/history/#{anchor}"


def events() -> Site:
    """A site with two events."""
    return site(
        timeline=[
            {"id": "old", "date": "1985"},
            {"id": "new", "date": "2024-08", "event": "A < B & “C”."},
        ]
    )


def test_the_feed_tells_the_newest_first():
    items = feed.items(events(), link)
    assert [(one.id, one.title) for one in items] == [
        ("new", "August 2024: A < B & “C”."),
        ("old", "1985: Somebody decides."),
    ]
    assert items[0].link == "https://example.org/history/#event-new"
    assert [one.published for one in items] == [
        "Thu, 01 Aug 2024 00:00:00 +0000",
        "Tue, 01 Jan 1985 00:00:00 +0000",
    ]


def test_the_feed_is_well_formed():
    text = ENV.get_template("feed.xml").render(config=Config, feed_items=feed.items(events(), link))
    assert text.startswith("<?xml")
    channel = ElementTree.fromstring(text.encode()).find("channel")
    assert channel is not None
    assert channel.findtext("title") == "A & B: changes in the field"
    assert [one.findtext("title") for one in channel.findall("item")] == [
        "August 2024: A < B & “C”.",
        "1985: Somebody decides.",
    ]


def test_a_site_without_an_address_has_no_robots_txt():
    template = ENV.get_template("robots.txt")
    allowed = "User-agent: *\nAllow: /\nSitemap: https://example.org/sitemap.xml\n"
    assert template.render(config=Config) == allowed

    class Unknown(Config):
        site_url = None

    assert template.render(config=Unknown).strip() == ""


def test_a_page_s_sources_have_a_file_of_their_own():
    assert bib_path("society/history.md") == "downloads/society-history.bib"
    assert bib_path("index.md") == "downloads/index.bib"
