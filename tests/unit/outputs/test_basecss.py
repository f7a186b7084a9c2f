"""What is taken of the theme's stylesheet, and that it is still what the theme gives."""

from __future__ import annotations

import pytest
import tinycss2
from support import ROOT

from sitebuild.outputs import basecss


def picked(css: str) -> str:
    """The rules that are kept, in one text."""
    return "\n".join(basecss.picked(css))


def test_the_file_is_what_the_installed_theme_gives():
    kept = (ROOT / "theme" / "assets" / basecss.FILE).read_text(encoding="utf-8")
    assert kept == basecss.made(), (
        "theme/assets/base.css is not what the installed theme gives; "
        "run `make base-css`, read what changed, and commit it"
    )


def test_the_file_holds_a_declaration_a_line_that_a_person_can_read():
    lines = basecss.made().split("\n")
    assert max(map(len, lines)) <= basecss.WIDEST
    assert [line for line in lines if line.count(";") > 1 or line.count("{") > 1] == []


@pytest.mark.parametrize(
    "selector",
    [
        "html",
        "*",
        ".md-typeset table:not([class])",
        ".md-typeset ul>li",
        ".md-typeset h2+h3",
        ".md-typeset a:hover",
        ".md-typeset pre>code",
        ".md-typeset ol[type]",
        ".md-typeset mark",
        ".md-typeset .admonition",
        "a:not(.md-nowhere)",
    ],
)
def test_rules_for_what_a_page_can_hold_are_kept(selector):
    assert selector in picked(f"{selector}{{color:red}}")


@pytest.mark.parametrize(
    "selector",
    [
        ".md-nav",
        ".md-typeset .md-button",
        ".md-typeset video",
        "#__drawer",
        "[dir=rtl] .md-typeset ul",
        ".md-typeset th[role=columnheader]",
        "[data-md-color-scheme=slate]",
        ".md-typeset .admonition-title:before",
    ],
)
def test_rules_for_what_no_page_holds_are_left(selector):
    assert picked(f"{selector}{{color:red}}") == ""


def test_of_a_list_of_selectors_those_are_kept_that_a_page_needs():
    assert picked(".md-nav,p,.md-tabs{x:y}") == "p {\n  x: y;\n}\n"


def test_a_condition_is_kept_with_what_is_in_it():
    css = "@media print{p{x:y}.md-nav{x:y}}@media screen{.md-nav{x:y}}@font-face{x:y}"
    assert picked(css) == "@media print {\n  p {\n    x: y;\n  }\n}\n"


def test_names_of_values_are_kept_where_a_kept_rule_needs_them():
    css = (
        ":root{--a:var(--b);--b:1px;--c:2px;--d:3px}"
        "p{margin:calc(2*var(--a))}.md-nav{margin:var(--c)}"
    )
    assert picked(css) == (
        ":root {\n  --a: var(--b);\n  --b: 1px;\n}\n\np {\n  margin: calc(2*var(--a));\n}\n"
    )


def test_a_list_too_long_for_a_line_has_a_line_for_each_part():
    parts = [f"0 0 {number}px var(--shadow-of-some-length)" for number in range(3)]
    text = picked(f"p{{box-shadow:{','.join(parts)}}}")
    assert text == "p {\n  box-shadow:\n    " + ",\n    ".join(parts) + ";\n}\n"


def test_what_is_important_stays_so():
    assert picked("p{x:y!important}") == "p {\n  x: y !important;\n}\n"


def test_what_is_made_says_the_same_as_the_theme():
    """Every kept rule stands in the theme's own file, in the same order."""
    theirs = list(_rules(basecss.installed()))
    at = 0
    for head, body in _rules(basecss.made()):
        while not (set(head) <= set(theirs[at][0]) and body <= theirs[at][1]):
            at += 1  # an IndexError: a rule that is not theirs
        at += 1


def _rules(css: str) -> list[tuple[tuple[str, ...], set[str]]]:
    """(selectors, declarations) of each rule, in the order of the file."""
    found = []
    for rule in tinycss2.parse_stylesheet(css, True, True):
        if rule.type == "qualified-rule":
            heads = basecss.split(rule.prelude)
            names = tuple("".join(tinycss2.serialize(one).split()) for one in heads)
            body = {
                f"{one.name}:{''.join(tinycss2.serialize(one.value).split())}"
                for one in tinycss2.parse_blocks_contents(rule.content, True, True)
                if one.type == "declaration"
            }
            found.append((names, body))
        elif rule.content is not None and rule.lower_at_keyword in basecss.AT_RULES:
            found += _rules(tinycss2.serialize(rule.content))
    return found
