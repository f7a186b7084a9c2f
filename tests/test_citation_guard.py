"""Each slip that mkdocs-bibtex lets pass or answers with a traceback becomes a finding with file, line and mend."""

from __future__ import annotations

import pytest
from mkdocs_bibtex.citation import CitationBlock

from sitebuild.markup.citations import guard, keys_in, mask, shield

KNOWN = {"roe2020", "doe2021", "roe2020b"}

# what stands in the page, the line the finding names, a part of what is wrong, a part of what to do
SLIPS = [
    ("One.[@nokey]", 1, "unknown citation key 'nokey'", "references.bib"),
    ("One.[@roe2002]", 1, "unknown citation key 'roe2002'", "did you mean 'roe2020'"),
    ("One.[@roe2020, @doe2021]", 1, "no semicolon", "[@roe2020; @doe2021]"),
    ("One.[@roe2020 @doe2021]", 1, "no semicolon", "[@roe2020; @doe2021]"),
    ("One.[@roe2020;@doe2021]", 1, "not spaced", "[@roe2020; @doe2021]"),
    ("One.[@roe2020 p. 5]", 1, "the rest would be lost", "in the sentence"),
    ("One.[@roe2020, p. 5]", 1, "the rest would be lost", "in the sentence"),
    ("One.[see @roe2020]", 1, "words before its key", "in the sentence"),
    ("Text.\n\nOne.[@roe2020;\n@doe2021]", 3, "broken over two lines", "one line"),
    ("One.[@Roe2020]", 1, "another case", "'roe2020'"),
    ("One.[@roe.2020]", 1, "not a citation", "roe2020"),
    ("One.[@roe:2020]", 1, "not a citation", "roe2020"),
    ("[text @roe2020](other.md)", 1, "inside a link", "after it"),
    ("[see 5][@roe2020]", 1, "straight after a bracket", "first brackets away"),
    ("One.[@roe2020][@doe2021]", 1, "side by side", "[@first; @second]"),
    ("One.[@roe2020; @roe2020]", 1, "twice in one place", "once"),
    ("One, as @roe2020 says.", 1, "without brackets", "[@roe2020]"),
    ("One.[@roe2020\n\nTwo.", 1, "never closed", "]"),
    ("One.[^1]", 1, "a footnote", "[@key]"),
    ("\\full_bibliography", 1, "not used here", "take it out"),
]


@pytest.mark.parametrize(("text", "line", "wrong", "mend"), SLIPS, ids=[text[:24] for text, *_ in SLIPS])
def test_slip_is_told(text, line, wrong, mend):
    found = list(guard(text, "docs/page.md", KNOWN))
    assert len(found) == 1, found
    assert (found[0].file, found[0].line) == ("docs/page.md", line)
    assert wrong in found[0].message
    assert mend in found[0].mend


def test_line_counts_from_the_top_of_the_file():
    found = list(guard("One.\n\nTwo.[@nokey]", "docs/page.md", KNOWN, first_line=7))
    assert found[0].line == 9


GOOD = ["One.[@roe2020]", "One.[@roe2020; @doe2021] Two.", "Write to a [desk](mailto:desk@example.org).", "`[@nokey]`", "<!-- [@nokey] -->", "```\n[@nokey]\n```", "~~~\n@roe2020\n~~~", "A [link](other.md) and [x].", "[a.person@example.org]"]


@pytest.mark.parametrize("text", GOOD)
def test_what_is_right_passes(text):
    assert not list(guard(text, "docs/page.md", KNOWN))


def test_code_and_comments_are_hidden_from_the_plugin():
    text = "One.[@roe2020]\n\n`[@roe2020]`\n\n<!-- [@doe2021] -->\n\n```\n[@doe2021]\n```\n"
    stock = {citation.key for block in CitationBlock.from_markdown(text) for citation in block.citations}
    assert stock == {"roe2020", "doe2021"}, "the plugin alone cites what stands in code and comments"
    ours = {citation.key for block in CitationBlock.from_markdown(shield(text)) for citation in block.citations}
    assert ours == {"roe2020"}
    assert keys_in(text) == ["roe2020"]


def test_mask_keeps_every_place():
    text = "a `b` c\n<!-- d\ne -->f\n```\ng\n```\nh"
    masked = mask(text)
    assert len(masked) == len(text) and masked.count("\n") == text.count("\n")
    assert masked.index("f") == text.index("f") and masked.index("h") == text.index("h")
    assert not set("bdeg") & set(masked)
