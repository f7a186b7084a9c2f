"""The list of questions: which pages it shows, in which order, and where its links lead."""

from __future__ import annotations

from unit.views.made_up import page, printer, site

from sitebuild.views import anchors_on
from sitebuild.views.questions import questions


def made(root, moved=""):
    """A list in a folder, pages of questions beside it and above, and a page of another kind."""
    (root / "checks").mkdir()
    text = f"pages: []\nmoved:\n  gone.md: ask/index.md\n{moved}"
    (root / "checks" / "addresses.yml").write_text(text, encoding="utf-8")
    of = site(
        page("ask/index.md", "<!-- draw: questions -->"),
        page("ask/harm.md", "## Is it safe?\n\nYes.\n\n## What of *sleep*?\n", kind="questions"),
        page("law.md", "## Is it legal?\n", kind="questions"),
        page("topic.md", "## A part\n"),
        root=root,
    )
    of.navigation = ["ask/index.md", "law.md", "ask/harm.md", "topic.md"]
    return of


def test_each_page_of_questions_is_a_topic_in_the_order_of_the_navigation(tmp_path):
    found = questions(made(tmp_path))["topics"]
    assert [(one.id, one.title, one.page) for one in found] == [
        ("law", "law.md", "../law.md"),
        ("harm", "ask/harm.md", "harm.md"),
    ]
    assert [(one.text, one.anchor) for one in found[1].questions] == [
        ("Is it safe?", "is-it-safe"),
        ("What of sleep?", "what-of-sleep"),
    ]


def test_the_list_owns_an_anchor_for_each_topic_and_question(tmp_path):
    of = made(tmp_path, "  ask/index.md#risks: ask/harm.md\n")
    assert anchors_on(of, of.pages[0]) == [
        *("law", "harm", "risks", "is-it-legal", "is-it-safe", "what-of-sleep"),
    ]


def test_what_is_printed_leads_to_the_answers(tmp_path):
    of = made(tmp_path, "  ask/index.md#risks: ask/harm.md\n")
    text = printer(of).print("questions", "ask/index.md")
    assert "## ask/harm.md { #harm }" in text
    assert "[All 2 answers](harm.md){ #risks }\n\n- [Is it safe?](harm.md#is-it-safe)" in text
    assert "- [Is it legal?](../law.md#is-it-legal){ #is-it-legal }" in text
    assert "[All 1 answers]" not in text
