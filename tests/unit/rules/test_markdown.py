"""What the renderer would lose or garble is told once, at its line; what is right is not."""

from __future__ import annotations

import pytest
from support import named, told_once
from unit.rules.made_up import told

from sitebuild.settings import BRIEF_TITLE

# what it is, the body, the line, a part of what is wrong, a part of what to do
SLIPS = [
    # tables
    (
        "a cell too many",
        "| a | b |\n|---|---|\n| c | d | e |",
        3,
        "a row of 3 cells under a head of 2",
        r"\|",
    ),
    ("a pipe in a sentence", "| a | b |\n|---|---|\n| c | d|e |", 3, "a row of 3 cells", r"\|"),
    (
        "a cell too few",
        "| a | b | c |\n|---|---|---|\n| d | e |",
        3,
        "a row of 2 cells",
        "add the cells",
    ),
    (
        "text below a table",
        "| a | b |\n|---|---|\n| c | d |\nText follows.",
        4,
        "a row of 1 cells",
        "leave a line empty",
    ),
    (
        "no line above a table",
        "Text.\n| a | b |\n|---|---|\n| c | d |",
        2,
        "printed as text",
        "line empty above",
    ),
    ("dashes too short", "| a | b |\n|-|\n| c | d |", 2, "printed as text", "for each cell"),
    ("no dashes", "| a | b |\n| c | d |", 1, "printed as text", "|---|---|"),
    # headings
    (
        "a number sign",
        "The reason is fear.\n#1 cause is stress.",
        2,
        "becomes a heading: #1 cause",
        "No. 1",
    ),
    ("no space after ##", "##Harms\n\nText.", 1, "without a space after its ##", "## Harms"),
    (
        "a sentence over dashes",
        "It was so.\n---\n\nText.",
        1,
        "a line straight above ---",
        "leave a line empty",
    ),
    (
        "a cited sentence over dashes",
        "It was so.[@roe2020]\n---",
        1,
        "a line straight above ---",
        "line empty",
    ),
    (
        "dashes under two lines",
        "It was so.\nAnd so.\n---\n\nText.",
        3,
        "--- straight under text",
        "empty above",
    ),
    (
        "a heading behind a space",
        "Text.\n\n ## Harms",
        3,
        "a heading that stays text",
        "begin its line with #",
    ),
    # lists
    (
        "no line above a list",
        "There are:\n- alpha\n- beta",
        2,
        "run into the text",
        "leave a line empty",
    ),
    (
        "no line above numbers",
        "There are:\n1. alpha\n2. beta",
        2,
        "run into the text",
        "leave a line empty",
    ),
    ("nested by two", "- alpha\n  - beta", 2, "by 2 spaces is not nested", "4 spaces"),
    ("nested by three", "1. alpha\n   - beta", 2, "by 3 spaces is not nested", "4 spaces"),
    (
        "a year with a stop",
        "In\n\n1985. The drug was listed.",
        3,
        "1985 is lost",
        "In 1985",
    ),
    ("a list from 3", "3. alpha\n4. beta", 1, "begins with 3.", "begin it with 1."),
    ("brackets for numbers", "1) alpha\n2) beta", 1, "1) makes no list", "1."),
    ("bullets of a word processor", "• alpha\n• beta", 1, "• makes no list", "- and a space"),
    ("dashes for a list", "– alpha\n– beta", 1, "– makes no list", "- and a space"),
    ("two kinds of list", "- alpha\n\n1. beta", 3, "become one list", "between the two"),
    (
        "a paragraph of an item",
        "1. alpha\n\n  More of it.\n\n2. beta",
        3,
        "ends the list",
        "4 spaces",
    ),
    ("nested and back", "- a\n- b\n  - c\n- d", 3, "by 2 spaces is not nested", "4 spaces"),
    ("an empty item", "- one\n-", 1, "becomes a heading", "line empty"),
    ("an item without words", "Text.\n\n-\n\nText.", 3, "without words", "take it out"),
    ("a list over dashes", "1. one\n---", 1, "becomes a heading: 1. one", "line empty"),
    ("a quotation under a list", "- one\n> - two", 2, "takes in", "line empty above"),
    # lines and code
    (
        "a fence behind text",
        "Text:\n    ```\n    code\n    ```",
        2,
        "straight under or above text",
        "line empty",
    ),
    ("two spaces at the end", "It was so.  \nAnd so.", 1, "spaces at the end", "make fix"),
    (
        "a backslash at the end",
        "It was so.\\\nAnd so.",
        1,
        "a backslash at the end",
        "take it away",
    ),
    ("four spaces", "Text.\n\n    It was so.", 3, "shown as code", "spaces before it"),
    (
        "a citation in code by spaces",
        "Text.\n\n    So.[@roe2020]",
        3,
        "shown as code",
        "spaces before it",
    ),
    (
        "an open fence",
        "```\ncode\n\nThere are 12.\n- a\n- b",
        1,
        "a code fence that is never closed",
        "```",
    ),
    ("an open fence of tildes", "~~~ text\ncode", 1, "a code fence that is never closed", "~~~"),
    ("an open remark", "<!-- a remark\n\nThere are 12.", 1, "a remark that is never closed", "-->"),
    (
        "an open remark in a line",
        "Text <!-- a remark\n\n12.",
        1,
        "a remark that is never closed",
        "-->",
    ),
    # HTML
    ("a script", "<script>alert(1)</script>", 1, "an HTML element: <script>", "Markdown"),
    (
        "an element with a handler",
        '<img src="x" onerror="alert(1)">',
        1,
        "an HTML element",
        "Markdown",
    ),
    ("an element left open", "<div>text", 1, "an HTML element: <div>", "Markdown"),
    ("an element in a line", "It is <b>so</b>, and so.", 1, "an HTML element: <b>", "Markdown"),
    ("a break", "It is so.<br>And so.", 1, "an HTML element: <br>", "Markdown"),
    ("a citation in HTML", '<p title="[@roe2020]">x</p>', 1, "an HTML element", "Markdown"),
    ("PHP", "<?php x ?>", 1, "no reader would see: <?php x ?>", "take it out"),
    ("CDATA", "<![CDATA[ x ]]>", 1, "no reader would see: <![CDATA[", "take it out"),
    ("a doctype", "<!DOCTYPE html>", 1, "no reader would see: <!DOCTYPE", "take it out"),
    # braces
    (
        "an address in braces",
        'See [x](page.md){ href="https://evil.example/" onclick="a" }.',
        1,
        "set href, onclick",
        "plain Markdown",
    ),
    ("a class in braces", "It was so. {: .x }", 1, "template or attribute", "plain Markdown"),
    (
        "braces below a paragraph",
        "It was so.\n{: .x }",
        1,
        "braces that set class",
        "plain Markdown",
    ),
    ("braces without a colon", "It was *so*{ .x }.", 1, "braces that set class", "plain Markdown"),
    ("a template", "{{ page.title }}", 1, "template or attribute syntax: {{", "plain Markdown"),
    (
        "a statement of a template",
        "{% if x %}",
        1,
        "template or attribute syntax: {%",
        "plain Markdown",
    ),
    # boxes
    ("a box without a body", "!!! brief\n\nText.", 1, "without a body", "four spaces"),
    (
        "a box with an open title",
        f'!!! brief "{BRIEF_TITLE}\n\n    Text.',
        1,
        "will not be seen",
        "!!! brief",
    ),
    ("a box that folds", '??? note "x"\n\n    Text.', 1, "will not be seen", "!!! note"),
    (
        "a misspelt box",
        "!!! breif\n\n    Text.",
        1,
        "a box of the kind 'breif'",
        "did you mean 'brief'",
    ),
    (
        "a title of one's own",
        '!!! brief "Summary"\n\n    Text.',
        1,
        f"is '{BRIEF_TITLE}' on every page",
        "!!! brief",
    ),
    # signs of other programs
    ("struck out", "It was ~~never~~ so.", 1, "~~never~~ is printed as typed", "delete"),
    ("struck out by one", "It was ~never~ so.", 1, "~never~ is printed as typed", "the marks away"),
    ("a letter below", "H~2~O is water.[@roe2020]", 1, "is printed as typed", "H₂O"),
    ("an alert", "> [!WARNING]\n> Care.", 1, "[!WARNING] is printed as typed", "plain paragraph"),
    ("a box to tick", "- [ ] alpha\n- beta", 1, "[ ] is printed as typed", "plain list"),
    ("a box that is ticked", "- [x] alpha", 1, "[x] is printed as typed", "plain list"),
    ("an emoji by name", "It is :warning: so.", 1, ":warning: is printed as typed", "in words"),
    ("a definition", "Term\n: what it means.", 2, "a list of definitions", "**Term:**"),
    (
        "a colon behind a space",
        "Term : what it means.",
        1,
        "a colon with a space before it",
        "no space",
    ),
    ("a formula", "Let $E=mc^2$ be.", 1, "a formula is printed as typed: $E=mc^2$", "signs"),
    ("a formula apart", "$$x + y$$", 1, "a formula is printed as typed", "signs"),
    ("TeX", "The \\alpha of it.", 1, "a formula is printed as typed: \\alpha", "signs"),
    ("bold left open", "It is **so and so.", 1, "** is printed as typed", "close it"),
    ("italics left open", "It is *so and so.", 1, "* is printed as typed", "close it"),
    ("italics left open by _", "It is _so and so.", 1, "_ is printed as typed", "close it"),
    ("bold with spaces", "It is ** so ** and so.", 1, "** is printed as typed", "close it"),
    ("marked", "It is ==so== and so.", 1, "==so== is printed as typed", "**words**"),
    ("a wiki link", "See [[Page]].", 1, "[[Page]] is printed as typed", "(page.md)"),
    ("a note in place", "So.^[A note.]", 1, "a footnote is printed as typed", "in the text"),
    ("smart dashes", "<!— draw: forest-plot —>", 1, "dashes are not two hyphens", "<!--"),
    ("short dashes", "<!– draw: forest-plot –>", 1, "dashes are not two hyphens", "<!--"),
    ("one hyphen", "<!- draw: forest-plot ->", 1, "dashes are not two hyphens", "<!--"),
    (
        "an escaped sign",
        "It cost \\$5.[@roe2020]",
        1,
        "a backslash is printed as typed: \\$",
        "away",
    ),
    ("an escaped element", "Write \\<b> so.", 1, "an HTML element", "&lt;"),
    # merges
    (
        "a merge",
        "<<<<<<< HEAD\n## Same\n=======\n## Same\n>>>>>>> branch\n\nText.",
        1,
        "unfinished merge",
        "keep one",
    ),
    ("what is left of a merge", "Text.\n\n=======\n\nText.", 3, "unfinished merge", "keep one"),
    ("the end of a merge", "Text.\n\n>>>>>>> branch", 3, "unfinished merge", "keep one"),
    # characters
    ("turned text", "Text\u202e here.", 1, "turns the direction", "type them anew"),
    ("a soft hyphen", "A treat\u00adment.", 1, "a soft hyphen", "type it anew"),
    ("an isolate", "Some\u2067thing.", 1, "turns the direction", "type them anew"),
    ("a ligature", "It was de\ufb01ned.", 1, "melted", "one by one"),
    ("a Cyrillic letter", "МDMA is a drug.", 1, "Cyrillic", ""),
]


@pytest.mark.parametrize(("body", "line", "wrong", "mend"), named(SLIPS))
def test_a_slip_is_told_once_at_its_line(body, line, wrong, mend):
    told_once(told(body + "\n"), wrong, mend, line)


RIGHT = [
    "1. First, ask.\n2. Then, wait 20 minutes.[@roe2020]\n3. Last, write.",
    "1. One.\n1. Two.",
    "## Harms\n\nText.",
    "Harms\n-----\n\nText.",
    "## The C# of it\n\nText.",
    "Text.\n\n---\n\nText.",
    "Text.\n\n***\n\nText.",
    "- one\n    - two\n        - three\n- four",
    "- one\n\n    More of one.\n\n- two",
    "  - one\n  - two",
    "- one\n - two",
    "* one\n* two",
    "+ one\n+ two",
    "| a | b |\n|---|---|\n| `c | d` | e \\| f |",
    "a | b\n--|--\nc | d",
    "| a | b |\n|:--|--:|\n| c |  |",
    "It is \\*so\\*, and 2 * 3, and a*b, and snake_case.[@roe2020]",
    "It cost $5 million to $10 million, or US$5–US$10, or $740m/$50m.[@roe2020]",
    "At ~5 to ~10 of them.[@roe2020]",
    "It is so: a ratio of 3:1:2, at 10:30.[@roe2020]",
    "`~~a~~ $x$ :y: [ ] **` are code.",
    "```\n~~a~~\n#1\n<b>\n{{ x }}\n```",
    "~~~text\n- a\n~~~",
    "- one\n\n    ```\n    code\n    ```\n\n- two",
    "p < .05 and a<b and 3 <4 > 2.[@roe2020]",
    "Fish &amp; chips &lt;b&gt; here.",
    "<!-- a remark -->\n\nText <!-- another --> goes on.",
    "<!-- draw attention to this -->",
    "## A heading { #its-address }\n\nText.",
    "!!! brief\n\n    It was so.\n    And so.",
    f'!!! brief "{BRIEF_TITLE}"\n\n    It was so.',
    "> A quotation.\n> — Somebody",
    "The price [in 2020](#a-page) of it.",
    "*Psychopharmacology* and **bold**, ***both***, __bold__ and _it_.",
    "It was 67%.[@roe2020]\n**Bold.** Next.",
    "Text ends in `code`\nand goes on.",
    "A line\u00a0with a no-break space, and 👩\u200d🔬.",
]


@pytest.mark.parametrize("body", RIGHT)
def test_what_people_rightly_write_passes(body):
    assert told(body + "\n") == []


def test_a_heading_over_equal_signs_is_a_title_and_no_merge():
    assert told("Text.\n", head="\nA page\n=======\n\n") == []


def test_a_second_list_of_headings_is_told_at_its_line():
    assert told("A.\n\n[TOC]\n") == [
        (3, "[TOC] becomes a second list of the page's headings", "take it out")
    ]
    assert told("`[TOC]` is a mark.\n") == []


def test_a_remark_with_a_space_in_its_mark_is_told_once():
    (found,) = told("< !-- draw: timeline -->\n")
    assert "a remark whose dashes are not two hyphens" in found[1]
