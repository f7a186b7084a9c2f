"""Front matter, titles, headings, the navigation, and what a page asks to be drawn."""

from __future__ import annotations

from datetime import date

import pytest
from support import told_once
from unit.rules.made_up import page, site, text_of, told, told_of

from sitebuild import settings
from sitebuild.model.pages import Page
from sitebuild.model.unread import Unread

# the fields, a part of what is wrong, a part of what to do
FRONT = [
    ({"title": None}, "has no title", "add title"),
    ({"description": None}, "has no description", "add description"),
    ({"reviewed": None}, "has no reviewed", "add reviewed"),
    ({"reviewed": "2999-01-01"}, "lies in the future", "the day on which you checked"),
    ({"reviewed": "soon"}, "is not a date", "year-month-day"),
    ({"reviewed": "2026-02-30"}, "is not a day of the calendar", "year-month-day"),
    ({"reviewed": "2026-11-23 10:00:00"}, "is not a date", "without the time: 2026-11-23"),
    ({"reviewed": "2026-11-23T10:00:00Z"}, "is not a date", "without the time: 2026-11-23"),
    ({"reviewed": "2026"}, "is not a date", "year-month-day"),
    ({"reviwed": "2026-01-02"}, "unknown field 'reviwed'", "did you mean 'reviewed'"),
    (
        {"reviewed": None, "reviwed": "2026-01-02"},
        "unknown field 'reviwed'",
        "did you mean 'reviewed'",
    ),
    ({"author": "Roe"}, "unknown field 'author'", "take it out"),
    ({"kind": "abuot"}, "no page is of the kind 'abuot'", "did you mean 'about'"),
    ({"description": "Short."}, "the description has 6 characters", "50 to 170"),
    ({"search_terms": "comedown"}, "search_terms is not a list", "[comedown"),
    ({"search_terms": "[988, x]"}, "search_terms holds '988'", '"988"'),
    ({"title": "[A page]"}, "the title is not a text", "quotation marks"),
]


@pytest.mark.parametrize(("meta", "wrong", "mend"), FRONT, ids=[str(row[0]) for row in FRONT])
def test_a_slip_in_front_matter_is_told_once(meta, wrong, mend):
    told_once(told("Text.\n", **meta), wrong, mend)


def test_a_long_title_is_told():
    title = "A title that goes on and on, and does not end before it is too long"
    found = told("Text.\n", head=f"\n# {title}\n\n", title=f'"{title}"')
    assert [what for _, what, _ in found] == [f"the title has {len(title)} characters"]


@pytest.mark.parametrize("value", ["2026-11-23", '"2026-11-23"', "'2026-11-23'"])
def test_a_day_may_stand_in_quotation_marks(value):
    assert told("Text.\n", reviewed=value) == []


def test_the_day_that_has_begun_somewhere_on_earth_is_not_in_the_future():
    assert told("Text.\n", reviewed=settings.newest_day().isoformat()) == []
    assert settings.newest_day() >= date.today()


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("# A page\n\nText.\n", "no front matter"),
        (
            "---\ntitle: A page\n\n# A page\n\nIn 2020 it was so.\n",
            "the front matter is never closed",
        ),
        (
            "---\n---\ntitle: A page\nreviewed: 2026-01-02\n---\n\n# A page\n\nText.\n",
            "the front matter ends before its first field",
        ),
        (
            "title: A page\nreviewed: 2026-01-02\n---\n\n# A page\n\nText.\n",
            "no --- on the first line, above the front matter",
        ),
        (
            "[---\ntitle: A page\nsearch_terms:\n- one\n---\n\n# A page\n\nText.\n",
            "no --- on the first line, above the front matter",
        ),
        (
            "---\ntitle: A page\nreviewed: 2026-01-02\n----\n\n# A page\n\nText.\n",
            "the front matter is never closed",
        ),
        ("---\n- a\n---\n\n# A page\n\nText.\n", "front matter that is not 'name: value'"),
        ("", "no front matter"),
    ],
)
def test_a_page_without_front_matter_is_told_once(text, wrong):
    one = Page.of("page.md", text)
    found = [finding.message for finding in told_of(site(one))]
    assert found[0] == wrong
    assert len(found) == 1 or (text == "" and "no heading" in found[1])


def test_front_matter_that_cannot_be_read_is_told_once():
    one = Page.of(
        "page.md",
        text_of("See [there](https://example.org/). In 2020.\n").replace(
            "title: A page", "title: a: b: c"
        ),
    )
    found = told_of(site(one))
    assert len(found) == 1
    assert found[0].line == 2


@pytest.mark.parametrize("meta", [{"kind": "abuot"}, {"knid": "about"}])
def test_of_a_page_whose_kind_is_misspelt_nothing_is_said_that_its_kind_decides(meta):
    assert len(told("See [there](https://example.org/).\nIn 2020 it was so.\n", **meta)) == 1


def test_a_field_that_stands_twice_is_told():
    one = Page.of(
        "page.md", text_of("Text.\n").replace("reviewed:", "reviewed: 2026-01-01\nreviewed:")
    )
    found = told_of(site(one))
    assert len(found) == 1
    assert found[0].line == 5
    assert "twice" in found[0].message


# ---- headings

HEADINGS = [
    ("#### Too deep\n\nText.", 1, "skips a level", "write ##"),
    ("# Another\n\nText.", 1, "second heading of level 1", "##"),
    ("## Same words\n\nText.\n\n## Same words\n\nText.", 5, "same address as line", "differ"),
    ("## Same words\n\nText.\n\n## *Same* words!\n\nText.", 5, "same address as line", "differ"),
    ("## A { #x }\n\nText.\n\n## B { #x }\n\nText.", 5, "same address as line", "differ"),
]


@pytest.mark.parametrize(
    ("body", "line", "wrong", "mend"), HEADINGS, ids=[row[0] for row in HEADINGS]
)
def test_a_slip_in_headings_is_told_once(body, line, wrong, mend):
    told_once(told(body + "\n"), wrong, mend, line)


def test_a_heading_that_is_not_the_title():
    found = told("Text.\n", head="\n# Another\n\n")
    assert [what for _, what, _ in found] == ["the heading 'Another' is not the title 'A page'"]


def test_the_home_page_may_have_a_heading_of_its_own():
    assert told("Text.\n", head="\n# Another\n\n", kind="home") == []


def test_a_title_with_code_and_marks_is_the_same_heading():
    assert told("Text.\n", head="\n# The `make` *command*\n\n", title="The make command") == []


def test_a_page_without_a_heading():
    found = told("Text.\n", head="\n")
    assert [(what, mend) for _, what, mend in found] == [
        ("the page has no heading", "write # A page after the front matter")
    ]


@pytest.mark.parametrize("head", ["\n#A page\n\n", "\n#\n\n"])
def test_a_first_heading_with_a_slip_is_told_once(head):
    assert len(told("Text.\n\n## More\n\nText.\n", head=head)) == 1


def test_headings_that_only_look_alike_pass():
    body = "## Step\n\nText.\n\n## Step_1\n\nText.\n\n## Тест\n\nText.\n\n## Тост\n\nText.\n"
    assert told(body) == []


# ---- the site


def other(body: str = "Text.\n", path: str = "other.md", title: str = "Other") -> Page:
    """A second page."""
    return page(body, path, title=title, head=f"\n# {title}\n\n")


def test_two_pages_with_one_title():
    one, two = page("Text.\n"), page("Text.\n", "other.md")
    found = told_of(site(one, two))
    assert [(f.file, f.message) for f in found] == [
        ("docs/other.md", "the title 'A page' is also that of docs/page.md")
    ]


def test_a_page_that_the_navigation_lacks():
    found = told_of(site(page("Text.\n"), other(), navigation=["page.md"]))
    assert [(f.file, f.mend) for f in found] == [("docs/other.md", "add it to nav in mkdocs.yml")]


def test_a_navigation_that_could_not_be_read_lacks_nothing():
    whole = site(page("Text.\n"), navigation=["else.md"], unread=Unread(files={"mkdocs.yml"}))
    assert told_of(whole) == []


def test_a_page_of_another_ending():
    found = told_of(site(page("Text.\n", "page.markdown")))
    assert [f.mend for f in found] == ["call it docs/page.md"]


# ---- what is drawn

DIRECTIVES = [
    ("<!-- draws: forest-plot -->", "a directive that will not be seen", "a line of its own"),
    ("<!-- Draw: forest-plot -->", "a directive that will not be seen", "a line of its own"),
    ("<!--draw: forest-plot-->", "a directive that will not be seen", "a line of its own"),
    ("<!-- draw forest-plot -->", "a directive that will not be seen", "a line of its own"),
    ("<!-- repeats: forest-plot -->", "a directive that will not be seen", "a line of its own"),
    ("<!-- source statement: P17 -->", "a directive that will not be seen", "a line of its own"),
    ("<!-- source-statements: P17 -->", "a directive that will not be seen", "a line of its own"),
    ("Text <!-- draw: forest-plot --> text.", "a directive that will not be seen", "a line of its"),
    ("- One.\n\n    <!-- draw: forest-plot -->", "a directive that will not be seen", "a line of"),
    ("<!-- Fold: more -->", "a directive that will not be seen", "a line of its own"),
    ("<!-- draw: forrest-plot -->", "no drawing is called 'forrest-plot'", "forest-plot"),
    ("<!-- source-statement: Z9 -->", "no source statement 'Z9'", "P17"),
    ("<!-- repeat: forest-plot -->", "repeated, and no page draws it", "draw: forest-plot"),
    ("<!-- draw: timeline -->\n\n<!-- draw: timeline -->", "drawn on this page already", "repeat"),
]


@pytest.mark.parametrize(("body", "wrong", "mend"), DIRECTIVES, ids=[row[0] for row in DIRECTIVES])
def test_a_slip_in_a_directive_is_told_once(body, wrong, mend):
    told_once(told(body + "\n"), wrong, mend)


@pytest.mark.parametrize(
    "body",
    [
        "<!-- draw: timeline -->",
        "<!-- draw: timeline -->\n\n<!-- repeat: timeline -->",
        "Text.\n<!-- draw: timeline -->\nText.",
        "<!-- draw attention to what is said -->",
        "<!-- a repeat of what was said: so -->",
        "`<!-- draw: nothing -->`",
        "```\n<!-- draw: nothing -->\n```",
    ],
)
def test_what_is_asked_for_rightly_passes(body):
    assert told(body + "\n") == []


def test_a_drawing_has_one_home():
    one = page("<!-- draw: timeline -->\n")
    two = other("<!-- draw: timeline -->\n")
    found = told_of(site(one, two))
    assert [(f.file, f.message, f.mend) for f in found] == [
        (
            "docs/other.md",
            "'timeline' is drawn on docs/page.md already",
            "write <!-- repeat: timeline -->, which gives no anchors",
        )
    ]


def test_statements_that_could_not_be_read_are_known():
    one = page("<!-- source-statement: Z9 -->\n")
    unread = Unread(files={"docs/data/source-statements.yml"})
    assert told_of(site(one, unread=unread)) == []
    some = Unread()
    some.ids["source-statements.yml"].add("Z9")
    assert told_of(site(one, unread=some)) == []


def test_a_name_misspelt_in_the_navigation_is_told_there_alone():
    whole = site(page("Text.\n"), other(), navigation=["page.md", "ohter.md"])
    assert not any("not in the navigation" in found.message for found in told_of(whole))


@pytest.mark.parametrize(("leads", "fits"), [("[One, Two]", True), ("[One]", False)])
def test_each_point_of_the_summary_has_its_word(leads, fits):
    found = told("!!! brief\n\n    So.\n    And so.\n", leads=leads)
    wrong = [message for _, message, _ in found if "leads has" in message]
    assert wrong == ([] if fits else ["leads has 1 words, and !!! brief 2 lines"])
