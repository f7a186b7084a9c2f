"""The index of the search: which documents a page gives, and what stands in them."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest

from sitebuild.model.sources import Bibliography, Entry
from sitebuild.outputs import search


def documents(html: str, terms: list[str] | None = None, kind: str = "") -> list[search.Document]:
    """The documents of a page's article."""
    tree = ElementTree.fromstring(f"<article>{html}</article>")
    return search.sections("Page", "page/", tree, {"": terms or [], "course": ["plan"]}, kind)


PAGE = """
<p>Before the heading.</p>
<h1 id="page">Page<a class="headerlink" href="#page">¶</a></h1>
<p>First words.<sup class="cite"><a href="#fn:a">1</a></sup><span class="cite-and">,</span><sup
 class="cite"><a href="#fn:b">2</a></sup> More.</p>
<h2 id="course">The <em>course</em><a class="headerlink" href="#course">¶</a></h2>
<ul><li>One</li><li>Two</li></ul>
<table><tr><th>A</th><td>B</td></tr></table>
<h5 id="deep">Deep</h5>
<section class="footnote"><h2 id="sources">Sources</h2><ol><li>Roe.</li></ol></section>
"""


def test_the_head_and_each_heading_is_a_document():
    found = documents(PAGE, ["first", "second"])
    assert [(one["u"], one["t"], one["x"]) for one in found] == [
        ("page/", "Page", "First words. More."),
        ("page/#course", "The course", "One Two A B Deep"),
    ]
    assert [one["s"] for one in found] == ["first ; second", "plan"]
    assert {one["p"] for one in found} == {"Page"}


def test_a_page_keeps_its_own_title_whatever_its_heading_says():
    assert documents('<h1 id="x">Another</h1>')[0]["t"] == "Page"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<script>x</script>y", "y"),
        ("a<style>x</style>b", "a b"),
        ("a<svg><text>x</text></svg>b", "a b"),
        ("<nav><ul><li>x</li></ul></nav>y", "y"),
        ("a<br/>b", "a b"),
        ("<p>a</p><p>b</p>", "a b"),
        ("un<em>divid</em>ed", "undivided"),
        ("<dl><dt>a</dt><dd>b</dd></dl>", "a b"),
        ("a &lt; b &amp; c", "a < b & c"),
        ("a\n\n   b", "a b"),
        ("a<!-- x -->b", "ab"),
    ],
)
def test_what_is_read_of_a_section(html, text):
    assert documents(f'<h1 id="page">Page</h1>{html}')[0]["x"] == text


def test_a_term_is_a_document_and_one_without_an_address_is_text():
    found = documents(
        '<h1 id="w">Words</h1><dl><dt id="scale">Scale</dt><dd>It measures.</dd>'
        "<dt>Who</dt><dd>Adults</dd></dl>"
    )
    assert [(one["u"], one["t"], one["x"]) for one in found[1:]] == [
        ("page/#scale", "Scale", "It measures. Who Adults")
    ]


def test_attributes_may_stand_in_any_order():
    html = '<h2 class="x" id="a">A</h2><p>b</p><section id="s" class="x footnote">c</section>'
    assert [(one["u"], one["x"]) for one in documents(html)] == [("page/#a", "b")]


def test_a_heading_in_a_box_opens_a_section_too():
    html = '<div class="box"><h3 id="a">A</h3><p>b</p></div><p>c</p>'
    assert [(one["t"], one["x"]) for one in documents(html)] == [("A", "b c")]


@pytest.mark.parametrize(
    ("kind", "kinds"),
    [("", [None, None]), ("site", ["site"] * 2), ("help", ["help", None])],
)
def test_in_distress_the_head_of_the_page_of_help_comes_first(kind, kinds):
    found = documents('<h1 id="a">A</h1><h2 id="b">B</h2>', kind=kind)
    assert [one.get("k") for one in found] == kinds


def test_of_a_list_of_links_to_answers_the_head_alone_is_told():
    found = documents(PAGE, kind="list")
    assert [(one["u"], one["x"]) for one in found] == [("page/", "First words. More.")]


def test_a_page_s_kind_follows_from_what_it_draws():
    assert search.kind_of(["crisis-help"]) == "help"
    assert search.kind_of(["timeline", "source-statements"]) == "site"
    assert search.kind_of(["timeline"], "about") == "site"
    assert search.kind_of(["questions"], "lookup") == "list"
    assert search.kind_of([]) == ""


def test_a_source_is_found_by_its_author_its_title_and_its_numbers():
    fields = {
        "author": "Roe, Jane",
        "title": "A study",
        "year": "2020",
        "doi": "10.1/a",
        "pmid": "7",
    }
    found = search.sources("Sources", "refs/", Bibliography([Entry("roe2020", "misc", 1, fields)]))
    wanted = {
        "u": "refs/#ref-roe2020",
        "p": "Sources",
        "t": "Roe 2020",
        "x": "A study",
        "s": "10.1/a ; 7",
    }
    assert found == [wanted | {"k": "source"}]


def test_a_source_leads_to_the_sections_that_cite_it():
    found = search.cited(ElementTree.fromstring(f"<article>{PAGE}</article>"))
    assert found == [["a", "b"], []]
    entry = Entry("roe2020", "misc", 1, {"author": "Roe, Jane", "title": "A", "year": "2020"})
    one, other = (
        search.sources("Sources", "refs/", Bibliography([entry]), citing)[0]
        for citing in ({"roe2020": [3, 5]}, {})
    )
    assert one.get("c") == [3, 5] and "c" not in other


def test_a_row_keeps_its_own_names_beside_the_words_that_lead_to_it():
    rows = [("row-a", "A", "Text.", "Brand"), ("row-b", "B", "Text.", "")]
    found = search.by_name("Rows", "rows/", rows, {"row-a": ["typed"], "row-b": ["typed too"]})
    assert [one["s"] for one in found] == ["Brand ; typed", "typed too"]


def test_the_numbers_to_call_are_those_that_the_help_page_lists():
    page = """<article><ul><li><a href="a/">A</a></li></ul><ul>
<li><a href="tel:1">Call <b>1</b></a> in A &amp; B</li><li><a href="sms:2">Text 2</a></li></ul>
<ul><li><a href="tel:3">Call 3</a></li></ul></article>"""
    assert search.numbers(ElementTree.fromstring(page)) == (
        '<li><a href="tel:1">Call 1</a> in A &amp; B</li><li><a href="sms:2">Text 2</a></li>'
    )
    assert search.numbers(ElementTree.fromstring("<article><ul><li>1</li></ul></article>")) == ""


def test_the_index_is_a_script_that_sets_one_name():
    script = search.as_script(documents('<h1 id="a">Ä “b”</h1>'), {"molly": ["mdma"]})
    assert script.startswith("window.siteIndex={")
    content = json.loads(script.removeprefix("window.siteIndex=").removesuffix(";\n"))
    assert content["synonyms"] == {"molly": ["mdma"]}
    assert [one["u"] for one in content["documents"]] == ["page/"]
