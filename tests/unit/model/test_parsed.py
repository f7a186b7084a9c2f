"""A page as its renderer reads it: our marks change nothing, and every line is right."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from markdown import Markdown

from sitebuild.model.parsed import TOKEN, Renderer, clean, parse

TEXT = """\
# A *title* with `code` &amp; [a link](b.md)

Alpha[@roe2020] is **bold**.
[Linked](b.md) words and
`code` first, then words.[@doe2021; @roe2020]

- one
- 2

    more of it

## Second { #its-own }

| a | b |
|---|---|
| 1 | 2 |
| three | four | five |

> quoted
> again

!!! brief "In brief"

    First point.
    Second point.

Text <!-- remark --> and \\*escaped\\* &lt;b&gt;.

<!-- draw: timeline -->

```
fenced [@nokey]
```

    code by spaces

![alt words](pic.png)
[ref]: other.md
Last line.
"""
RENDERER = Renderer()


def at(text: str, part: str) -> int:
    """The line of a part of a text."""
    return text[: text.index(part)].count("\n") + 1


def test_headings_have_their_words_anchors_and_lines():
    found = parse(TEXT).headings
    assert [(one.level, one.text, one.anchor, one.line) for one in found] == [
        (1, "A title with code & a link", "a-title-with-code-a-link", 1),
        (2, "Second", "its-own", at(TEXT, "## Second")),
    ]


@pytest.mark.parametrize(
    "part",
    [
        "Alpha",
        "words and",
        "then words",
        "one",
        "2",
        "more of it",
        "three",
        "quoted",
        "again",
        "First point",
        "Second point",
        "Last line",
        "escaped",
    ],
)
def test_every_line_of_words_has_its_line(part):
    for run in parse(TEXT).runs:
        for row, line in zip(run.text.split("\n"), run.lines, strict=True):
            if part == row.strip() or (len(part) > 3 and part in row):
                assert part in TEXT.split("\n")[line - 1]
                return
    pytest.fail(f"{part} is in no run")


@pytest.mark.parametrize(
    "block",
    [
        "![x](pic.png)",
        "[](pic.png)",
        "> [](pic.png)",
        "- [](pic.png)",
        "**![x](pic.png)**",
        "# ![x](pic.png)",
        "[![x](pic.png)](b.md)",
    ],
)
def test_a_block_of_images_or_links_alone_has_its_line(block: str) -> None:
    text = f"One.\n\n![x](pic.png)\n\n<!-- a\n\nb -->\n\nTwo\nand three.\n\n{block}\n\nFour.\n"
    parsed = parse(text)
    lines = [parsed.line(one) for one in parsed.root.iter() if one.tag in ("img", "a")]
    assert lines[0] == 3
    assert set(lines[1:]) == {12}


def test_what_was_escaped_is_told_from_what_was_meant():
    run = next(run for run in parse(TEXT).runs if "escaped" in run.text)
    assert run.text == "Text  and *escaped* <b>."
    assert run.bare == "Text  and \ufffcescaped\ufffc \ufffcb\ufffc."


def test_citations_have_keys_and_lines_and_are_seen():
    parsed = parse(TEXT)
    assert [(one.keys, one.line) for one in parsed.citations] == [
        (("roe2020",), 3),
        (("doe2021", "roe2020"), 5),
    ]
    assert parsed.seen == {0, 1}
    run = next(run for run in parsed.runs if "Alpha" in run.text)
    assert parsed.keys_of(run.text) == ["roe2020", "doe2021", "roe2020"]
    assert TOKEN.sub("", run.text).startswith("Alpha is bold.")


def test_cells_that_were_written_are_counted():
    parsed = parse(TEXT)
    assert [(parsed.line(row), written, len(row)) for row, written in parsed.cells.items()] == [
        (at(TEXT, "| a | b"), 2, 2),
        (at(TEXT, "| 1 | 2"), 2, 2),
        (at(TEXT, "| three"), 3, 2),
    ]


def test_html_and_remarks_are_kept_with_their_lines():
    parsed = parse(TEXT + "\n<div>\nraw\n</div>\n\nIt is <b>so</b>.\n")
    assert [(raw.text.split("\n")[0], raw.line) for raw in parsed.raws] == [
        ("<!-- remark -->", at(TEXT, "<!-- remark")),
        ("<!-- draw: timeline -->", at(TEXT, "<!-- draw")),
        ("<div>", TEXT.count("\n") + 2),
        ("<b>", TEXT.count("\n") + 6),
        ("</b>", TEXT.count("\n") + 6),
    ]
    assert [raw.comment for raw in parsed.raws][:3] == [True, True, False]


def test_what_braces_add_is_kept_apart():
    parsed = parse('[x](y.md){ href="https://e.example" onclick="a" }\n\n## H { #own }\n')
    assert [(element.tag, new) for element, new in parsed.attributes] == [
        ("a", {"href": "https://e.example", "onclick": "a"}),
        ("h2", {"id": "own"}),
    ]


def test_addresses_given_apart():
    assert parse("[x]: y.md\n[Z w]: https://e.example 'T'\n").definitions == {
        "x": "y.md",
        "z w": "https://e.example",
    }


def test_anchors_are_those_of_the_renderer():
    text = "# A_b\n\n## C &amp; d\n\n## C &amp; d\n\n## Тест\n\n## Тост\n"
    parsed = parse(text)
    assert parsed.anchors == {"a_b", "c-d", "c-d_1", "_1", "_2"}


def test_a_text_is_parsed_once():
    assert parse("One text.\n") is parse("One text.\n")
    assert parse("One text.\n") is not parse("One text.\n", Renderer(options='{"toc": {}}'))


# ---- our marks change nothing


def reference(text: str) -> Element:
    """The tree without our marks, by the renderer's own steps."""
    reader = Markdown(extensions=list(RENDERER.names))
    for name in ("prettify", "unescape"):
        reader.treeprocessors.deregister(name)
    lines = reader.lines = text.split("\n")
    for step in reader.preprocessors:
        lines = reader.lines = step.run(lines)
    root = reader.parser.parseDocument(lines).getroot()
    for processor in reader.treeprocessors:
        changed = processor.run(root)
        root = root if changed is None else changed
    return root


def shape(element: Element) -> list[object]:
    """An element with all in it, our marks and tokens out; keys of citations are no words."""
    own = [
        element.tag,
        clean(element.text or "").strip(),
        {name: clean(value or "") for name, value in element.attrib.items()},
    ]
    return [*own, *[[*shape(child), clean(child.tail or "").strip()] for child in element]]


PIECES = [
    "# ",
    "## H",
    "\n",
    "\n\n",
    "    ",
    "  ",
    "- ",
    "1. ",
    "1985. ",
    "| a | b |\n|---|---|\n| c |",
    "*",
    "**",
    "_",
    "`",
    "```\n",
    "~~~\n",
    "[",
    "](x.md)",
    "[x]",
    "[x]: y.md\n",
    "!",
    "<b>",
    "-->",
    "<!--",
    "<",
    ">",
    "&amp;",
    "&",
    "\\",
    "{: .x }",
    "{ #y }",
    "!!! brief\n\n    ",
    "---\n",
    "===",
    "> ",
    "word",
    "A b c.",
    "é",
    "https://a.b/c",
    "<https://a.b>",
    "a@b.c",
    ":x:",
    "$x$",
    "~~a~~",
]


@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@example(pieces=["word\n", "[x]", "\n\n[x]: y.md\n"])
@example(pieces=["_word_ ", "*a*b ", "__c__"])
@example(pieces=["Term\n---\n", "a | b\n--|--\nc | d"])
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=14))
def test_the_tree_is_that_of_the_renderer(pieces):
    text = "".join(pieces)
    assert shape(parse(text).root) == shape(reference(text))


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_text_is_read_and_every_line_is_in_it(text):
    parsed = parse(text)
    most = text.count("\n") + 1
    for element in parsed.root.iter():
        assert 1 <= parsed.line(element) <= most + 1
    for run in parsed.runs:
        assert len(run.lines) == run.text.count("\n") + 1
        assert len(run.text) == len(run.bare)
