"""Links lead somewhere, and out only where a page may; what is offered instead is near."""

from __future__ import annotations

from pathlib import Path

import pytest
from unit.rules.made_up import page, site, told, told_of

from sitebuild import settings
from sitebuild.model.site import Site
from sitebuild.model.unread import Unread
from sitebuild.rules.links import (
    Anchors,
    anchors,
    links_of,
    nearest,
    nearest_page,
    search_sections,
)

OTHER = page(
    "## A heading\n\nText.\n",
    "evidence/trials.md",
    title="Another page",
    head="\n# Another page\n\n",
)
THERAPY = page("Text.\n", "therapy.md", title="Therapy", head="\n# Therapy\n\n")


def found(body: str, path: str = "page.md", unread: Unread | None = None, **meta: str) -> list[str]:
    """What is said of a page's body in a site of three pages."""
    one = page(body + "\n", path, **meta)
    whole = site(one, OTHER, THERAPY, unread=unread)
    return [f"{f.message} — {f.mend}" for f in told_of(whole) if f.file == one.file]


# the body, a part of what is wrong, a part of what to do
SLIPS = [
    ("See [there](theraby.md).", "leads to no page", "did you mean therapy.md"),
    ("See [there](trials.md).", "leads to no page", "did you mean evidence/trials.md"),
    ("See [there](therapy/).", "leads to no page", "did you mean therapy.md"),
    ("See [there](therapy.html).", "is not there", "did you mean therapy.md"),
    ("See [there](nothing-of-that-kind.md).", "leads to no page", "see the list of pages"),
    (
        "See [there](evidence/trials.md#a-hedding).",
        "no heading with the anchor #a-hedding",
        "#a-heading",
    ),
    (
        "See [there](evidence/trials.md#other-things).",
        "no heading with the anchor",
        "use the anchor of",
    ),
    ("See [above](#nowhere-at-all).", "no heading with the anchor", "use the anchor"),
    ("See [there]().", "leads nowhere", "address"),
    ("- [Call 911](tel:912)", "says 'Call 911' and calls tel:912", "write tel:911"),
    ("- [Text START to 88788](sms:88878?body=START)", "calls sms:88878", "write sms:88788"),
    ("See [](therapy.md).", "a link without words", "where it leads"),
    ("See [there](/therapy/).", "an address from the root", "relative"),
    ("See [there](javascript:alert(1)).", "kind 'javascript:'", "https://"),
    ("See [there](data:text/html,x).", "kind 'data:'", "https://"),
    ("See [there](http://example.org).", "without https", "https://"),
    ("See [there](//evil.example).", "without https", "https://"),
    ("See [there](https://example.org/x).", "a link to another site", "references.bib"),
    ("See https://example.org/x for more.", "a bare address", "cite the source"),
    ("See http://example.org/x for more.", "a bare address", "cite the source"),
    ("See www.example.org/x for more.", "a bare address", "cite the source"),
    ("See <https://example.org/x> for more.", "a bare address", "cite the source"),
    ("See [https://example.org/x](https://example.org/x).", "a bare address", "cite the source"),
    ("See [there](therapy.md", "a link that is not closed", ")"),
    ("See [there] (therapy.md).", "a link that stays text", "no space"),
    ("See (there)[therapy.md].", "a link that stays text", "[words](address)"),
    # each way of writing a link
    ("See [there](no where.md).", "leads to no page", "see the list"),
    ("See [there](theraby.md 'A title').", "leads to no page", "therapy.md"),
    ('See [there](theraby.md "A title").', "leads to no page", "therapy.md"),
    ("See [there](<theraby.md>).", "leads to no page", "therapy.md"),
    ("See [there].\n\n[there]: theraby.md", "leads to no page", "therapy.md"),
    ("See [there][x].\n\n[x]: javascript:alert(1)", "kind 'javascript:'", "https://"),
    ("See [there][x].\n\n[x]: //evil.example", "without https", "https://"),
    ("See [there][x].", "whose address is not given", "[words](address)"),
    ("Text.\n\n[x]: //evil.example", "no link uses the address of [x]", "take the line out"),
    ("Text.\n\n[y]: nowhere.md", "no link uses the address of [y]", "take the line out"),
    # images
    ("![](therapy.md)", "without alternative text", "say in the brackets"),
    ("![image](therapy.md)", "says nothing: image", "say what it shows"),
    ("![plot-1.png](therapy.md)", "says nothing", "say what it shows"),
    ("![A plot](https://example.org/a.png)", "an image from outside", "docs/assets"),
    (
        "![A plot](assets/a.png)",
        "the image assets/a.png is not there",
        "put it at docs/assets/a.png",
    ),
    ("![A plot](assets/a b.png)", "the image assets/a b.png is not there", "put it at"),
    (
        "See [the data](data/trails.csv).",
        "the file data/trails.csv is not there",
        "data/trials.csv",
    ),
    ("See [the data](data/trials.csv#x).", "is not a page and has no anchors", "leave #x out"),
]


@pytest.mark.parametrize(("body", "wrong", "mend"), SLIPS, ids=[row[0] for row in SLIPS])
def test_a_slip_is_told_once(body, wrong, mend):
    said = found(body)
    assert len(said) == 1, said
    assert wrong in said[0].split(" — ")[0]
    assert mend in said[0].split(" — ")[1]


RIGHT = [
    "See [there](therapy.md), [there](evidence/trials.md#a-heading) and [here](#a-page).",
    "See [there](evidence/trials.md#a-heading 'A title') and [the data](data/trials.csv).",
    "See [there][x] and [x].\n\n[x]: therapy.md",
    "## The snake_case field\n\nSee [it](#the-snake_case-field).",
    "## Fish &amp; chips\n\nSee [it](#fish-chips).",
    "## Тест\n\nText.\n\n## Тост\n\nText.",
    "## A name { #its-own }\n\nSee [it](#its-own).",
    "## `code` and *words*\n\nSee [it](#code-and-words).",
    "Write to [us](mailto:us@example.org) or [call](tel:+1-800).",
    "The [feed](feed.xml), the [list](downloads/references.bib).",
]


@pytest.mark.parametrize("body", RIGHT)
def test_what_leads_somewhere_passes(body):
    assert found(body) == []


def test_an_address_of_another_folder():
    assert found("See [there](../therapy.md#therapy).", "society/law.md") == []
    assert "did you mean ../therapy.md" in found("See [there](../theraby.md).", "society/law.md")[0]


@pytest.mark.parametrize("kind", ["about", "links"])
def test_some_kinds_of_page_may_link_out(kind):
    assert found("See [there](https://example.org/x_(y)).", kind=kind) == []


def test_accents_of_a_file_name_are_spoken_of_when_names_look_alike():
    accented = page("Text.\n", "cafe\u0301.md", title="Café", head="\n# Café\n\n")
    one = page("See [there](caf\u00e9.md).\n")
    said = [finding for finding in told_of(site(one, accented)) if finding.file == one.file]
    assert [finding.message for finding in said] == [
        "the link caf\u00e9.md writes its accents otherwise than the file's name"
    ]
    assert "name the file anew" in said[0].mend


def test_of_what_is_unread_nothing_is_said():
    body = "See [it](lost.md#x), [there](therapy.md)."
    assert found(body, unread=Unread(files={"docs/lost.md"})) == []
    assert len(found(body)) == 1


def test_anchors_of_unread_data_may_be_there():
    drawn = page("<!-- draw: timeline -->\n", "history.md", title="History", head="\n# History\n\n")
    one = page("See [it](history.md#event-1985).\n")
    unread = Unread(files={"docs/data/timeline.yml"})
    assert [f for f in told_of(site(one, drawn, unread=unread)) if f.file == one.file] == []
    assert [f.message for f in told_of(site(one, drawn)) if f.file == one.file] == [
        "docs/history.md has no heading with the anchor #event-1985"
    ]


def test_anchors_below_an_open_fence_may_be_there():
    broken = page(
        "```\n\n## Below\n\nText.\n", "history.md", title="History", head="\n# History\n\n"
    )
    one = page("See [it](history.md#below).\n")
    said = told_of(site(one, broken))
    assert [finding.message for finding in said] == ["a code fence that is never closed"]


@pytest.mark.parametrize(
    "asked",
    ["<!-- draw: timelin -->", "<!-- darw: timeline -->", "<!— draw: timeline —>"],
)
def test_anchors_of_a_drawing_that_a_slip_keeps_away_may_be_there(asked):
    drawn = page(f"{asked}\n", "history.md", title="History", head="\n# History\n\n")
    one = page("See [it](history.md#event-1985).\n")
    assert [f for f in told_of(site(one, drawn)) if f.file == one.file] == []


def test_a_section_that_words_lead_to_is_there(tmp_path: Path):
    (tmp_path / "docs" / "data").mkdir(parents=True)
    (tmp_path / settings.SYNONYMS).write_text(
        "a: [b]\nevidence/trials.md#a-hedding: [c]\n", "utf-8"
    )
    whole = site(OTHER, THERAPY)
    whole.root = tmp_path
    whole.led_to = {"evidence/trials.md": {"a-hedding": ["c"], "a-heading": ["d"]}}
    assert [(one.line, one.message, one.mend) for one in search_sections(whole)] == [
        (2, "no section 'evidence/trials.md#a-hedding'", "write evidence/trials.md#a-heading")
    ]


def test_published_files_are_those_of_docs_and_those_that_are_made(tmp_path: Path):
    docs = tmp_path / "docs"
    (docs / "assets").mkdir(parents=True)
    (docs / "assets" / "plot.png").touch()
    (docs / ".DS_Store").touch()
    known = anchors(Site(tmp_path))
    assert {"assets/plot.png", "data/trials.csv", "feed.xml"} <= known.files
    assert ".DS_Store" not in known.files


def test_links_have_their_words_and_lines():
    one = page("A [*b* `c`](therapy.md) and\n![d](e.png)\n")
    assert [
        (link.target, link.words, link.line - one.body_line - 2, link.image)
        for link in links_of(one)
    ] == [
        ("therapy.md", "b c", 1, False),
        ("e.png", "d", 2, True),
    ]


def test_only_near_names_are_offered():
    assert nearest_page("theraby.md", ["therapy.md", "evidence/trials.md"]) == "therapy.md"
    assert nearest_page("trials/", ["therapy.md", "evidence/trials.md"]) == "evidence/trials.md"
    assert nearest_page("society", ["society/index.md", "therapy.md"]) == "society/index.md"
    assert nearest_page("rationale.md", ["evidence/trials.md", "therapy.md"]) == ""
    assert nearest("doses", {"the-dose", "sources", "x"}) == ""


def test_a_link_without_words_to_nowhere_is_one_slip():
    assert len(told("See []().\n")) == 1


def test_an_address_of_electronic_mail_is_read_as_it_is_meant():
    assert told("Write to <me@example.org> so.\n") == []
    (found,) = told("See [x](java&#115;cript:alert(1)).\n")
    assert found[1] == "a link of the kind 'javascript:'"


def test_what_differs_in_its_number_is_not_offered():
    assert nearest("mapp2", ["mapp1", "mapp3"]) == ""
    assert nearest("mpap2", ["mapp1", "mapp2"]) == "mapp2"


def test_a_record_is_never_offered_for_another():
    known = Anchors(
        pages={"a.md": {"mp2", "why-mapp"}}, headings={"a.md": {"why-mapp"}}, gone={"mapp2"}
    )
    assert known.nearest("a.md", "mapp2") == ""
    assert known.nearest("a.md", "why-map") == "why-mapp"
    assert known.has("a.md", "mapp2")
    assert not known.has("a.md", "map2")
