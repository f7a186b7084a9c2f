"""What is in doubt on a page, and that rules are silent about it; what was found is kept."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from unit.rules.made_up import page, site, told

from sitebuild.model.findings import Finding
from sitebuild.model.pages import Page
from sitebuild.model.site import Site
from sitebuild.rules.certain import certain, doubts, kept

# the body, what is in doubt: kind, first and last line of the body
DOUBTS = [
    ("Text.\n\n```\ncode\n\nmore\n", [("fence", 3, 7)]),
    ("Text.\n\n~~~~ x\n~~~\n", [("fence", 3, 5)]),
    ("Text <!-- so\n\nmore\n", [("comment", 1, 4)]),
    ("Text <!-- so\n\nmore --> x\n\nText.\n", [("remark", 1, 3)]),
    ("<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n\nText.\n", [("merge", 1, 5)]),
    ("<<<<<<< a\nx\n<<<<<<< b\ny\n", [("merge", 1, 2), ("merge", 3, 5)]),
    ("Text.\n\n=======\n\nText.\n", [("merge", 3, 3)]),
    (">>>>>>> b\n", [("merge", 1, 1)]),
    ("A title\n=======\n", []),
    ("```\n<<<<<<< a\n<!--\n```\n", []),
    ("`<!--` and ```x``` so\n", []),
]


@pytest.mark.parametrize(("body", "found"), DOUBTS, ids=[row[0] for row in DOUBTS])
def test_what_is_in_doubt(body, found):
    one = Page.of("a.md", f"---\n---\n{body}")
    assert [(doubt.kind, doubt.line, doubt.last) for doubt in doubts(one)] == found


def test_lines_in_doubt_are_not_spoken_of():
    one = page("Text.\n\n```\ncode\n")
    lines = [one.body_line, one.body_line + 3 + 2, one.body_line + 6]
    findings = [Finding(one.file, line, "x", "y") for line in lines]
    assert [finding.line for finding in certain(one, findings)] == lines[:1]


def test_one_open_fence_above_many_slips_is_one_finding():
    assert len(told("```\n[@nokey]\n\n## A\n\n## A\n\n| a |\n|---|\n\nIn 2020 <b>so</b>.\n")) == 1


def test_a_rule_is_asked_again_only_of_a_page_that_changed():
    asked = []

    @kept
    def rule(one: Page, _: Site) -> Iterator[Finding]:
        asked.append(one.path)
        yield Finding(one.file, 1, "x", "y")

    whole = site(page("One.\n"))
    for text in ("One.\n", "One.\n", "Two.\n"):
        assert len(list(rule(page(text), whole))) == 1
    assert len(asked) == 2
