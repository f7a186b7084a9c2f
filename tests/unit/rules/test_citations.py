"""Each slip in a citation is told once, with its line and a mend that does no harm."""

from __future__ import annotations

import re

import pytest
from mkdocs_bibtex.citation import CitationBlock
from support import named, told_once
from unit.rules.made_up import KEYS, page, site, told, told_of

from sitebuild.model.citations import keys_in, mask, shield
from sitebuild.model.unread import Unread
from sitebuild.rules import run
from sitebuild.rules.citations import guard, near_key, plain_key

KNOWN = set(KEYS)

# what stands in the text, the line the finding names, a part of what is wrong, a part of the mend
SLIPS = [
    ("One.[@nokey]", 1, "unknown citation key 'nokey'", "references.bib"),
    ("One.[@roe2002]", 1, "unknown citation key 'roe2002'", "did you mean 'roe2020'"),
    ("One.[@roe2020, @doe2021]", 1, "no semicolon", "[@roe2020; @doe2021]"),
    ("One.[@roe2020 @doe2021]", 1, "no semicolon", "[@roe2020; @doe2021]"),
    ("One.[@roe2020 and @doe2021]", 1, "no semicolon", "[@roe2020; @doe2021]"),
    ("One.[@roe2020;@doe2021]", 1, "not spaced", "[@roe2020; @doe2021]"),
    ("One.[ @roe2020 ]", 1, "not spaced", "[@roe2020]"),
    ("One.[@ roe2020]", 1, "not spaced", "[@roe2020]"),
    ("One.[@ roe2020; @ doe2021]", 1, "not spaced", "[@roe2020; @doe2021]"),
    ("One.[@roe–2020]\nTwo.", 1, "it holds an en dash (–)", "'roe2020'"),
    ("One.[@roe2020;]", 1, "not spaced", "[@roe2020]"),
    ("One.[@roe2020 p. 5]", 1, "the rest would be lost", "in the sentence"),
    ("One.[@roe2020, p. 5]", 1, "the rest would be lost", "in the sentence"),
    ("One.[@roe2020; see also others]", 1, "the rest would be lost", "in the sentence"),
    ("One.[see @roe2020]", 1, "words before its key", "in the sentence"),
    ("Text.\n\nOne.[@roe2020;\n@doe2021]", 3, "broken over two lines", "one line"),
    ("One.[@Roe2020]", 1, "another case", "'roe2020'"),
    ("One.[@ROE2020; @doe2021]", 1, "'ROE2020' is written in another case", "'roe2020'"),
    ("One.[@roe.2020]", 1, "'roe.2020' is not a citation key: it holds a stop", "'roe2020'"),
    ("One.[@roe:2020]", 1, "'roe:2020' is not a citation key: it holds a colon", "'roe2020'"),
    ("One.[@roe-2020]", 1, "it holds a hyphen", "'roe2020'"),
    ("One.[@roe–2020]", 1, "it holds an en dash (–)", "'roe2020'"),
    ("One.[@rоe2020]", 1, "it holds the Cyrillic letter о", "'roe2020'"),
    ("One.[@müller2020]", 1, "it holds the letter ü", "'muller2020'"),
    ("One.[@roe\u200b2020]", 1, "it holds a zero width space", "'roe2020'"),
    (
        "One.[@koenen2017; @Tester_2025]",
        1,
        "'Tester_2025' is not a citation key: it holds a capital letter and _",
        "small letters and digits only",
    ),
    ("[text @roe2020](page.md)", 1, "inside a link", "after it"),
    ("[It was so.[@roe2020]](page.md)", 1, "inside a link", "after it"),
    ("[see 5][@roe2020]", 1, "straight after a bracket", "first brackets away"),
    ("One.[@roe2020][@doe2021]", 1, "side by side", "[@first; @second]"),
    ("One [two.[@roe2020]", 1, "an open bracket before", "close the bracket"),
    ("One.[@roe2020; @roe2020]", 1, "twice in one place", "once"),
    ("One, as @roe2020 says.", 1, "without brackets", "[@roe2020]"),
    ("One (@roe2020).", 1, "without brackets", "[@roe2020]"),
    ("One, as @Roe2020 says.", 1, "without brackets", "[@roe2020]"),
    ("One.[roe2020]", 1, "[roe2020] without @", "[@roe2020]"),
    ("One.[@roe2020\n\nTwo.", 1, "never closed", "]"),
    ("One.[^1]", 1, "a footnote", "[@key]"),
    ("One.\n\n[^1]: Two.", 3, "a footnote", "[@key]"),
    ("\\full_bibliography", 1, "not used here", "take it out"),
    ("One.\\cite{roe2020,doe2021}", 1, "not used here", "[@roe2020; @doe2021]"),
    ("One.\\citep[p. 5]{roe2020}", 1, "not used here", "[@roe2020]"),
    # what converters and editors escape
    ("One.\\[@roe2020]", 1, "a backslash keeps [@roe2020]", "away: [@roe2020]"),
    ("One\\[@roe2020; @doe2021]", 1, "a backslash keeps", "[@roe2020; @doe2021]"),
    ("One.\\[@roe2020\\]", 1, "a backslash keeps", "[@roe2020]"),
    ("One.[\\@roe2020]", 1, "a backslash keeps", "[@roe2020]"),
    ("One.\\[\\@roe2020\\]", 1, "a backslash keeps", "[@roe2020]"),
    ("One ` two.", 1, "a backtick without its partner", "close the code"),
]


@pytest.mark.parametrize(("text", "line", "wrong", "mend"), SLIPS, ids=[text for text, *_ in SLIPS])
def test_a_slip_is_told(text, line, wrong, mend):
    found = list(guard(text, "docs/page.md", KNOWN))
    assert [one.file for one in found] == ["docs/page.md"]
    told_once([(one.line, one.message, one.mend) for one in found], wrong, mend, line)


@pytest.mark.parametrize(("text", "line", "wrong", "mend"), SLIPS, ids=[text for text, *_ in SLIPS])
def test_a_slip_in_a_page_is_told_once_by_all_rules(text, line, wrong, mend):
    found = told(text + "\n")
    assert len(found) == 1, found
    assert found[0][0] == line
    assert wrong in found[0][1]


def test_two_slips_in_one_bracket_are_two():
    found = list(guard("One.[@nokey; @mokey]", "docs/page.md", KNOWN))
    assert [one.message for one in found] == [
        "unknown citation key 'nokey'",
        "unknown citation key 'mokey'",
    ]


def test_a_key_that_is_gone_is_told_once_with_its_other_places():
    whole = site(page("One.[@nokey]\n", "a.md"), page("Two.[@nokey]\n\nThree.[@nokey]\n", "b.md"))
    (found,) = (one for one in run(whole) if one.cause)
    assert found.file == "docs/a.md"
    assert re.search(r"'nokey'; also in docs/b\.md:\d+, docs/b\.md:\d+$", found.message)


def test_line_counts_from_the_top_of_the_file():
    found = list(guard("One.\n\nTwo.[@nokey]", "docs/page.md", KNOWN, first_line=7))
    assert found[0].line == 9


RIGHT = [
    "One.[@roe2020]",
    "One.[@roe2020; @doe2021] Two.",
    "Write to a [desk](mailto:desk@example.org).",
    "`[@nokey]`",
    "<!-- [@nokey] -->",
    "```\n[@nokey]\n```",
    "~~~\n@roe2020\n~~~",
    "A [link](page.md) and [x].",
    "[a.person@example.org]",
    "See [the page](page.md).[@roe2020]",
    "One (and two).[@roe2020]",
    "In 2020 \\[sic\\] it was so.[@roe2020]",
]


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_passes(text):
    assert not list(guard(text, "docs/page.md", KNOWN))


def test_nothing_is_unknown_while_the_bibliography_is_unread():
    one = page("One.[@nokey]\n\nTwo.[@roe2020, @doe2021]\n")
    found = told_of(site(one, unread=Unread(files={"references.bib"})))
    assert [finding.message for finding in found] == [
        "[@roe2020, @doe2021] has no semicolon between its keys"
    ]


def test_the_key_of_an_entry_that_could_not_be_read_is_known():
    one = page("One.[@nokey]\n")
    assert told_of(site(one, unread=Unread(keys={"nokey"}))) == []


NEAR = [
    ("mitchel2021", "mitchell2021"),
    ("mithcell2021", "mitchell2021"),
    ("mitchell2012", "mitchell2021"),
    ("roe2020", "roe2020b"),
    ("mitchell2022", ""),
    ("tester2025", ""),
    ("koenen2017", ""),
    ("nokey", ""),
    ("", ""),
]


@pytest.mark.parametrize(("key", "meant"), NEAR)
def test_only_a_slip_of_the_hand_is_offered(key, meant):
    keys = ["mitchell2021", "mitchell2023", "listener2025", "oehen2013", "roe2020b"]
    assert near_key(key, keys) == meant


def test_a_citation_in_a_heading_is_told():
    found = told("## A finding[@roe2020]\n\nText.\n")
    assert [(line, what) for line, what, _ in found] == [(1, "a citation in a heading: A finding")]


def test_keys_as_they_were_meant():
    assert plain_key("Müller–2020") == "muller2020"
    assert plain_key("kоenen_2017") == "koenen2017"


# ---- what a reader sees

UNSEEN = [
    ("in the words of an image", "![A plot.[@roe2020]](plot.png)", "inside a link"),
    (
        "in code over two lines",
        "It is ` so.\nAnd[@roe2020] ` so.",
        "a backtick without its partner",
    ),
    ("in code by spaces", "Text.\n\n    It was so.[@roe2020]", "shown as code"),
    ("in HTML", '<img alt="[@roe2020]">', "an HTML element"),
    ("in a cell that is lost", "| a | b |\n|---|---|\n| c | d | e[@roe2020] |", "a row of 3 cells"),
]


@pytest.mark.parametrize(("body", "wrong"), named(UNSEEN))
def test_a_citation_that_nobody_would_see_is_told(body, wrong):
    assert any(wrong in what for _, what, _ in told(body + "\n"))


def test_a_citation_that_only_looks_like_code_is_told():
    found = told("It was \\`[@roe2020]` so.\n")
    assert [what for _, what, _ in found] == ["[@roe2020] would be printed as typed"]


# ---- sources named in other ways

IN_WORDS = [
    ("It was so (Roe, 2020).", "(Roe, 2020)", "write [@roe2020]"),
    ("It was so (Roe et al., 2020).", "(Roe et al., 2020)", "write [@roe2020]"),
    ("It was so (Tester & Doe, 2025).", "(Tester & Doe, 2025)", "add it to references.bib"),
    ("It was so (see Tester and Doe 2025, p. 3).", "(see Tester and Doe 2025", "add it to"),
    ("Tester et al. (2025) found so.", "Tester et al. (2025)", "add it to references.bib"),
    ("It was so.[1]", "a source by number: [1]", "[@key]"),
    ("It was so [1, 2].", "a source by number: [1, 2]", "[@key]"),
    ("It was so [3–5].", "a source by number: [3–5]", "[@key]"),
]


@pytest.mark.parametrize(("body", "wrong", "mend"), IN_WORDS, ids=[row[0] for row in IN_WORDS])
def test_a_source_named_in_words_is_told_once(body, wrong, mend):
    told_once(told(body + "\n"), wrong, mend)


@pytest.mark.parametrize(
    "body",
    [
        "The law changed (May 2020).[@roe2020]",
        "The law changed (Oregon, 2020).[@roe2020]",
        "It was 0.5 (95% CI 0.1 to 0.9).[@roe2020]",
        "Roe and colleagues, 2020, found so.[@roe2020]",
    ],
)
def test_brackets_that_name_no_source_pass(body):
    assert told(body + "\n") == []


# ---- figures

UNCITED = [
    (
        "a sentence among cited ones",
        "It was so.[@roe2020]\nAbout 45 in 100 nurses have it.\nAnd so.[@doe2021]",
        2,
    ),
    ("a paragraph", "In that group 46 people were treated.", 1),
    ("an item", "- One.[@roe2020]\n- Of 46 people, 5 fell ill.", 2),
    ("a row of a table", "| Who | Share |\n|---|---|\n| Veterans | 44% |", 3),
    ("a row among cited ones", "| Who | Share |\n|---|---|\n| A | 4%[@roe2020] |\n| B | 44% |", 4),
    (
        "a table after cited text",
        "It was so.[@roe2020]\n\n| Who | Share |\n|---|---|\n| Veterans | 44% |",
        5,
    ),
    ("a claim behind 'we found'", "We found that 45 in 100 nurses have it.", 1),
    ("a year", "The treatment was banned in 1985.", 1),
]


@pytest.mark.parametrize(("body", "line"), named(UNCITED))
def test_a_figure_needs_a_citation_on_its_own_line(body, line):
    found = told(body + "\n")
    assert [(at, what.split(":")[0]) for at, what, _ in found] == [
        (line, "a figure and no citation")
    ]
    assert "[@key]" in found[0][2]


CITED = [
    ("names with numbers", "CAPS-5, MAPP1 and DSM-5 in phase 3, by the 95% CI."),
    ("our own sum", "That is 5 in 100 (our arithmetic)."),
    ("our own count", "By our count 5 of them were so."),
    ("our own search", "We found no trial by 23 November 2026."),
    ("a search of pages", "Stored pages were searched on 23 and 27 November 2026."),
    ("what was not found", "We did not see results for people over 65."),
    ("a sign to another place", "The permission of 1988 to 1993 is told [there](#a-page)."),
    ("an item that goes on", "- Roe and colleagues, 2020: low.\n    It fell by 5.[@roe2020]"),
    ("instructions", "1. First, ask.\n2. Then, wait."),
    ("code", "Write `make 12` so."),
    ("a heading", "## The 12 of them\n\nText."),
    (
        "a table under a cited line",
        "The table gives 2 trials.[@roe2020]\n\n| a | b |\n|---|---|\n| c | 44% |",
    ),
    (
        "a table over its sources",
        "| a | b |\n|---|---|\n| c | 44% |\n\nThe figures are from a paper.[@roe2020]",
    ),
    (
        "a table whose sources stand below",
        "| a | b |\n|---|---|\n| c | 4 |\n\nThe sources stand in the sections below.",
    ),
    (
        "a table within one source",
        "A study has it.[@roe2020]\n\n| a | b |\n|---|---|\n| c | 4 |\n\nIt goes on.[@roe2020]",
    ),
    ("a line over a plot", "The plot shows 100 people.\n\n<!-- draw: forest-plot -->"),
]


@pytest.mark.parametrize("body", named(CITED))
def test_a_figure_that_needs_no_citation_passes(body):
    assert told(body + "\n") == []


@pytest.mark.parametrize("kind", ["about", "help", "lookup"])
def test_pages_about_the_site_and_pages_of_help_need_no_citation(kind):
    assert told("Call 112, or 46 others.\n", kind=kind) == []


def test_on_a_page_of_links_the_link_is_the_source():
    body = "- [A page](https://example.org/), of 2020.\n- Another, of 2021.\n"
    assert [line for line, *_ in told(body, kind="links")] == [2]


# ---- the stock plugin, for which the text is hidden


def test_code_and_comments_are_hidden_from_the_plugin():
    text = "One.[@roe2020]\n\n`[@roe2020]`\n\n<!-- [@doe2021] -->\n\n```\n[@doe2021]\n```\n"
    stock = {one.key for block in CitationBlock.from_markdown(text) for one in block.citations}
    assert stock == {"roe2020", "doe2021"}, "the plugin alone cites what stands in code and remarks"
    ours = {
        one.key for block in CitationBlock.from_markdown(shield(text)) for one in block.citations
    }
    assert ours == {"roe2020"}
    assert keys_in(text) == ["roe2020"]


def test_mask_keeps_every_place():
    text = "a `b` c\n<!-- d\ne -->f\n```\ng\n```\nh"
    masked = mask(text)
    assert len(masked) == len(text)
    assert masked.count("\n") == text.count("\n")
    assert masked.index("f") == text.index("f")
    assert masked.index("h") == text.index("h")
    assert not set("bdeg") & set(masked)


@pytest.mark.parametrize("mark", ["¹", "¹²"])
def test_a_source_by_a_raised_number_is_told_once(mark):
    (found,) = told(f"It was so.{mark}\n")
    assert found[1] == f"a source by number: {mark}"
    assert told(f"A power of ten, 10{mark}, is no source.[@roe2020]\n") == []
