"""Marks, sources, terms, tables, quotation marks and the box that opens a page, on small trees."""

from __future__ import annotations

from xml.etree import ElementTree

import markdown
import pytest
from markdown.serializers import to_xhtml_string as to_html

from sitebuild import settings
from sitebuild.markup import brief, drawings, folds, sentences, sources, tables, terms
from sitebuild.markup.footnotes import as_footnotes
from sitebuild.markup.quotes import Quotes
from sitebuild.model.records import Term
from sitebuild.model.sources import Bibliography, Entry
from sitebuild.model.statements import fingerprint


def tree(text: str) -> ElementTree.Element:
    """The element of a fragment."""
    return ElementTree.fromstring(f"<div>{text}</div>")


def html(root: ElementTree.Element) -> str:
    """What is inside, as HTML."""
    return to_html(root).removeprefix("<div>").removesuffix("</div>")


def entry(key: str, **fields: str) -> Entry:
    """A source."""
    given = {"author": "Roe, Jane", "title": "A study", "year": "2020"}
    return Entry(key, "misc", 1, given | {"checked": "2026-01-02 abstract"} | fields)


BIBLIOGRAPHY = Bibliography(
    [entry("roe2020"), entry("doe2021"), entry("moe2019", retracted="2024-08-10, why")]
)


class Keep(markdown.treeprocessors.Treeprocessor):
    """Keeps the tree that Python-Markdown made."""

    def run(self, root: ElementTree.Element) -> None:
        self.root = root


def cited(text: str) -> ElementTree.Element:
    """The finished tree of a text with citations."""
    md = markdown.Markdown(extensions=["footnotes", "tables", "admonition"])
    keep = Keep(md)
    md.treeprocessors.register(keep, "keep", -10)
    md.convert(as_footnotes(text))
    sources.settle(keep.root, BIBLIOGRAPHY, "refs/")
    return keep.root


# ---- marks and sources


def test_marks_are_numbered_as_they_are_read_and_told_apart():
    root = cited("One.[@roe2020; @doe2021]\n\nTwo.[@roe2020]\n")
    marks = [mark for mark in root.iter("a") if mark.get("class") == "footnote-ref"]
    assert [mark.text for mark in marks] == ["1", "2", "1"]
    assert [mark.get("aria-label") for mark in marks][:2] == [
        "Source 1: Roe 2020",
        "Source 2: Roe 2020",
    ]
    assert '</sup><span class="cite-and">,</span><sup' in to_html(root)
    assert [sup.get("id") for sup in root.iter("sup")] == [
        "m1-1",
        "m2-1",
        "m1-2",
    ]


def test_a_table_adds_no_way_back_but_to_its_first_mark_of_a_source():
    drawn = '<sup class="drawn"><a class="footnote-ref" href="#fn:{}"/></sup>'
    row = f"<td>{drawn.format('doe2021')}{drawn.format('roe2020')}</td>"
    text = '<p>One.<sup><a class="footnote-ref" href="#fn:roe2020"/></sup></p>'
    root = tree(f"{text}<table><tr>{row}</tr><tr>{row}</tr></table>")
    assert sources.settle(root, BIBLIOGRAPHY, "refs/")
    marks = [mark.text for mark in root.iter("a") if mark.get("class") == "footnote-ref"]
    assert marks == ["1", "2", "1", "2", "1"]
    assert html(root).count("footnote-backref") == 2
    assert [one.get("id") for one in root.iter("sup") if one.get("id")] == [
        "m1-1",
        "m2-1",
    ]


def test_the_list_of_a_sheet_gives_each_source_in_short():
    mark = '<p>One.<sup><a class="footnote-ref" href="#fn:roe2020"/></sup></p>'
    root, other = tree(mark), tree(mark)
    sources.settle(root, BIBLIOGRAPHY, "refs/", named=True)
    sources.settle(other, BIBLIOGRAPHY, "refs/")
    assert [li.get("data-name") for li in root.iter("li")] == ["Roe 2020"]
    assert [li.get("data-name") for li in other.iter("li")] == [None]


def test_a_retracted_source_is_marked():
    root = cited("One.[@moe2019]\n")
    assert next(root.iter("sup")).get("class") == "cite cite-retracted"
    assert "Source 1 retracted: Roe 2020" in to_html(root)
    assert "<strong" in to_html(root)


def test_ways_back_are_told_apart():
    root = cited("One.[@roe2020]\n\nTwo.[@roe2020; @doe2021]\n")
    backs = [link for link in root.iter("a") if link.get("class") == "footnote-backref"]
    assert [(link.text, link.get("href")) for link in backs] == [
        ("a", "#m1-1"),
        ("b", "#m1-2"),
        ("", "#m2-1"),
    ]
    assert len({link.get("aria-label") for link in backs}) == 3


def test_many_ways_back_are_folded_after_the_first_few():
    root = cited("One.[@roe2020]\n\n" * 9)
    (item,) = [one for one in root.iter("li") if one.get("id") == "fn:roe2020"]
    line, more = item
    assert len(line.findall("span/a")) == 5
    assert more.findtext("summary") == "and 4 more places"
    assert [link.get("href") for link in more.iter("a")] == [f"#m1-{n}" for n in (6, 7, 8, 9)]
    assert "<details" not in to_html(cited("One.[@roe2020]\n\n" * 7))


def test_a_source_that_leads_nowhere_says_so():
    linked = Bibliography([entry("roe2020", url="https://example.org/a")])
    said = ["".join(sources.source_line(b["roe2020"], b, "refs/")[-1].itertext()) for b in (
        BIBLIOGRAPHY, linked)]  # fmt: skip
    assert ["No link" in one for one in said] == [True, False]


def test_a_source_that_was_read_in_a_copy_says_so():
    said = []
    for given in (
        {"checked": "2026-01-02 part", "seenat": "a copy"},
        {"checked": "2026-01-02 part"},
        {"checked": "2026-01-02 secondary", "seenat": "a copy"},
    ):
        one = Bibliography([entry("roe2020", **given)])
        meta = sources.source_line(one["roe2020"], one, "refs/")[-1]
        said.append((meta.text or "").partition("Checked: ")[2])
    assert said == ["read in part, from a copy", "read in part", "second-hand"]


# ---- parts that may be closed


def test_what_is_folded_ends_at_the_next_heading_of_its_rank_or_at_the_sources():
    place = f"<p>{drawings.place('fold', 'More')}</p>"
    inner = f"<p>{drawings.place('fold', 'In it')}</p>"
    root = tree(
        f"<h2>A</h2><p>1</p>{place}<p>2</p><h3>B</h3>{inner}<p>3</p><h2>C</h2>{place}<p>4</p>"
        "<section class='footnote'/>"
    )
    folds.fold(root)
    assert html(root).replace("\n", "") == (
        '<h2>A</h2><p>1</p><details class="fold" open=""><summary>More</summary><p>2</p><h3>B</h3>'
        '<details class="fold" open=""><summary>In it</summary><p>3</p></details></details>'
        '<h2>C</h2><details class="fold" open=""><summary>More</summary><p>4</p></details>'
        '<section class="footnote"></section>'
    )


def test_a_box_is_numbered_where_it_stands():
    """Python-Markdown reads boxes last; a reader counts from the top."""
    root = cited("!!! brief\n\n    One.[@roe2020]\n\nTwo.[@doe2021]\n")
    marks = [mark.text for mark in root.iter("a") if mark.get("class") == "footnote-ref"]
    assert marks == ["1", "2"]


def test_a_page_without_sources_has_no_list():
    root = cited("Nothing.\n")
    assert not [section for section in root.iter("section")]


def test_letters_go_on_after_z():
    assert [sources._letters(index) for index in (0, 25, 26, 51, 52)] == [
        "a",
        "z",
        "aa",
        "az",
        "ba",
    ]


def test_keys_in_code_and_comments_are_no_footnotes():
    text = "One.[@roe2020] `[@roe2020]` <!-- [@doe2021] -->"
    assert (
        as_footnotes(text)
        == text.replace("[@roe2020]", "[^roe2020]", 1) + "\n\n[^roe2020]: roe2020"
    )


# ---- terms

TERMS = [
    Term(id="caps-5", term="CAPS-5", short="A scale of symptoms."),
    Term(id="placebo", term="Placebo", also=["placebo"], short="A pill without drug."),
]

EXPLAINED = [
    (
        "<p>The CAPS-5 fell, and CAPS-5 again.</p>",
        '<p>The <a class="term" href="g/#caps-5">CAPS-5</a> fell, and CAPS-5 again.</p>',
    ),
    ("<h2>CAPS-5</h2>", "<h2>CAPS-5</h2>"),
    ("<p><code>CAPS-5</code></p>", "<p><code>CAPS-5</code></p>"),
    ("<p><a href='x'>CAPS-5</a></p>", '<p><a href="x">CAPS-5</a></p>'),
    ("<p>pre-CAPS-5</p>", "<p>pre-CAPS-5</p>"),
    (
        "<p><em>x</em> placebo and CAPS-5</p>",
        (
            '<p><em>x</em> <a class="term" href="g/#placebo">placebo</a> and '
            '<a class="term" href="g/#caps-5">CAPS-5</a></p>'
        ),
    ),
]


@pytest.mark.parametrize(("before", "after"), EXPLAINED, ids=[before for before, _ in EXPLAINED])
def test_terms(before, after):
    root = tree(before)
    terms.Explainer(TERMS, "g/").explain(root)
    assert html(root) == after


# ---- tables


def test_a_wide_table_by_hand_becomes_cards_on_a_phone():
    head = "<thead><tr><th>A</th><th>B</th><th>C</th><th>D</th></tr></thead>"
    body = "<tbody><tr><td>a</td><td>b</td><td>c</td><td>d</td></tr></tbody>"
    root = tree(
        f"<table>{head}{body}</table><table class='plain'>{head}{body}</table>"
        "<table><thead><tr><th>A</th></tr></thead><tbody><tr><td>a</td></tr></tbody></table>"
    )
    tables.box(root)
    assert [table.get("class") for table in root.iter("table")] == ["stack", "plain", None]
    cells = root.findall(".//table[@class='stack']/tbody/tr/td")
    assert [cell.get("data-label") for cell in cells] == [None, "B", "C", "D"]
    assert not root.findall(".//table[@class='plain']//td[@data-label]")


def test_each_table_has_one_named_box():
    root = tree(
        "<table><caption>Cap</caption><tr><th></th><th>A</th></tr></table>"
        "<table><tr><th>B</th></tr></table><table data-region='Plot: x'><tr><td>1</td></tr></table>"
    )
    tables.box(root)
    boxes = [box for box in root.iter("div") if box.get("class") == "table-box"]
    assert [box.get("aria-label") for box in boxes] == ["Cap", "Table 1", "Plot: x"]
    assert all(box.get("tabindex") == "0" and len(box) == 1 for box in boxes)
    assert html(root).count("<th></th>") == 0
    assert "data-region" not in html(root)


def test_a_table_says_once_what_its_dashes_mean():
    cell = "<td><span class='unseen'>–</span></td>"
    root = tree(f"<table><tr>{cell}{cell}</tr></table><table><tr><td>–</td></tr></table>")
    tables.box(root)
    assert html(root).count("– or a missing line means: not seen.") == 1


@pytest.mark.parametrize(
    ("heads", "cell", "stacked"),
    [
        (4, "short", True),
        (3, "short", False),
        (3, "a long answer " * 5, True),
        (2, "a long answer " * 15, False),
        (2, "3,4-methylenedioxymethamphetamine", True),
    ],
)
def test_a_table_of_many_columns_or_letters_becomes_cards_on_a_phone(heads, cell, stacked):
    row = f"<tr>{f'<td>{cell}</td>' * heads}</tr>"
    head = "".join(f"<th>H{n}</th>" for n in range(heads))
    root = tree(f"<table><thead><tr>{head}</tr></thead><tbody>{row}</tbody></table>")
    tables.box(root)
    assert ("stack" in html(root)) == stacked
    assert html(root).count('data-label="H1"') == stacked


# ---- the box that opens a page


def test_brief_has_its_title_and_a_point_a_line():
    md = markdown.Markdown(extensions=["admonition"])
    md.treeprocessors.register(brief.Brief(md), "brief", 25)
    shown = md.convert("!!! brief\n\n    One *point*.\n    Two.\n")
    assert f">{settings.BRIEF_TITLE}</p>" in shown
    assert "<li>One <em>point</em>.</li>\n<li>Two.</li>" in shown


# ---- places


def test_a_directive_on_its_own_line_becomes_a_place_and_no_other():
    md = markdown.Markdown()
    lines = drawings.Places(md).run(["<!-- draw: x -->", "a <!-- draw: y -->", "<!-- remark -->"])
    assert lines == ["", drawings.place("draw", "x"), "", "a <!-- draw: y -->", "<!-- remark -->"]


# ---- quotation marks

QUOTED = [
    ('<p>"So" it\'s</p>', "<p>“So” it’s</p>"),
    ('<p>"<em>word</em>" she said</p>', "<p>“<em>word</em>” she said</p>"),
    ("<p>(\"a 'b' c\")</p>", "<p>(“a ‘b’ c”)</p>"),
    ("<p>the '90s</p>", "<p>the ’90s</p>"),
    ("<p>by '3' or '&lt;0.1'</p>", "<p>by ‘3’ or ‘&lt;0.1’</p>"),
    ('<p>joined by "; "</p>', "<p>joined by “; ”</p>"),
    ('<p><code>"x"</code> it\'s</p>', '<p><code>"x"</code> it’s</p>'),
    ('<p>end</p><p>"new"</p>', "<p>end</p><p>“new”</p>"),
    ("<p>trials' end, <a href='x'>\"a\"</a></p>", '<p>trials’ end, <a href="x">“a”</a></p>'),
]


@pytest.mark.parametrize(("before", "after"), QUOTED, ids=[before for before, _ in QUOTED])
def test_quotation_marks(before, after):
    root = tree(before)
    Quotes().set(root)
    assert html(root) == after


# ---- sentences


def addressed(text: str) -> ElementTree.Element:
    """The tree of a text whose cited sentences have ids."""
    root = cited(text)
    sentences.address(root)
    return root


def test_a_word_that_leads_a_point_is_no_part_of_the_statement():
    root = tree(
        '<ul><li><strong class="lead">Harm.</strong> It was.'
        '<sup><a class="footnote-ref" href="#fn:roe2020">1</a></sup></li></ul>'
    )
    sentences.address(root)
    assert ids(root) == [of(" It was.")] == [of("It was.")]


def ids(root: ElementTree.Element) -> list[str]:
    """The ids of sentences, in order."""
    found = (element.get("id") or "" for element in root.iter())
    return [name for name in found if name.startswith("s-")]


def of(statement: str) -> str:
    """The id that a statement has."""
    return f"s-{fingerprint(statement)[:6]}"


def test_each_cited_sentence_of_a_paragraph_has_an_id_and_no_word_is_lost():
    text = "It *was*.[@roe2020]\nNobody knows.\nIt fell, [so](a.md),[@doe2021] much.[@roe2020]"
    root, before = addressed(text), cited(text)
    assert ids(root) == [of("It was."), of("It fell, so, much.")]
    assert "".join(root.itertext()) == "".join(before.itertext())
    assert root.find(".//p").find("span").tail == "\nNobody knows.\n"


def test_a_sentence_that_stands_alone_lends_its_id_to_what_holds_it():
    root = addressed("So.[@roe2020]\n\n- One.[@roe2020]\n- Two.\n")
    assert [one.tag for one in root.iter() if one.get("id") in ids(root)] == ["p", "li"]


def test_a_sentence_that_leads_a_list_has_an_id_and_so_has_each_of_the_list():
    mark = '<sup><a class="footnote-ref" href="#fn:roe2020"/></sup>'
    root = tree(f"<ul><li>Guns.{mark}<ul><li>One.{mark}</li><li>Two.</li></ul></li></ul>")
    sentences.address(root)
    assert [one.tag for one in root.iter() if one.get("id")] == ["span", "li"]
    assert "".join(root.itertext()) == "Guns.One.Two."


def test_marks_that_end_a_sentence_cut_a_line_and_others_do_not():
    root = addressed("One.[@roe2020][@doe2021] Two, they say,[@doe2021] MDMA.[@roe2020] Three.")
    assert ids(root) == [of("One."), of("Two, they say, MDMA.")]


def test_a_row_of_a_table_is_a_statement():
    root = addressed("| A | B |\n|---|---|\n| x | 1[@roe2020] |\n| y | 2 |\n")
    rows = [row.get("id") for row in root.iter("tr")]
    assert rows == [None, of("| x | 1[@roe2020] |"), None]


def test_an_id_stays_under_form_and_stands_once():
    first = ids(addressed("It was “so” – *there*.[@roe2020]"))
    assert first == ids(addressed('It was "so" - there.[@doe2021]'))
    assert ids(addressed("So.[@roe2020]\n\nSo.[@roe2020]")) == [of("So."), of("So.") + "-2"]


def test_words_lead_the_points_of_the_box():
    box = tree("<p>One fell.\nTwo rose.</p>")
    brief.Brief.settle(box, ["Fall", "Rise"])
    assert ["".join(point.itertext()) for point in box.iter("li")] == [
        "Fall. One fell.",
        "Rise. Two rose.",
    ]
    assert [word.get("class") for word in box.iter("strong")] == ["lead", "lead"]
