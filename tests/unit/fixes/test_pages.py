"""`make fix` mends a page's form, says what it did, does it once, and changes no word."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from unit.rules.made_up import text_of, told

from sitebuild.fixes.pages import everything, fix
from sitebuild.settings import BRIEF_TITLE

# the body as it is typed, as it is mended
MENDED = [
    ("It was so.  \nAnd so.\t\n", "It was so.\nAnd so.\n"),
    ("It was “so”, it wasn’t.\n", 'It was "so", it wasn\'t.\n'),
    ("It fell by -24.4 (−26 to -20).[@roe2020]\n", "It fell by −24.4 (−26 to −20).[@roe2020]\n"),
    ("It was 67 % and 8\u00a0%.[@roe2020]\n", "It was 67% and 8%.[@roe2020]\n"),
    ("So. [@roe2020]\n", "So.[@roe2020]\n"),
    ("So.[@roe2020;@doe2021]\n", "So.[@roe2020; @doe2021]\n"),
    ("So.[@roe2020, @doe2021]\n", "So.[@roe2020; @doe2021]\n"),
    ("So.[ @roe2020 ]\n", "So.[@roe2020]\n"),
    ("So.[@roe2020; @roe2020]\n", "So.[@roe2020]\n"),
    ("A treat\u00adment\u200b.\n", "A treatment.\n"),
    ("It was de\ufb01ned.\n", "It was defined.\n"),
    ("<!— draw: timeline —>\n", "<!-- draw: timeline -->\n"),
    ("<!--draw:timeline-->\n", "<!-- draw: timeline -->\n"),
    ("  <!-- Draw: timeline -->\n", "<!-- draw: timeline -->\n"),
    (f'!!! brief "{BRIEF_TITLE}"\n\n    So.\n', "!!! brief\n\n    So.\n"),
    (f"!!! brief “{BRIEF_TITLE}”\n\n    So.\n", "!!! brief\n\n    So.\n"),
    ("So.", "So.\n"),
    ("So.\n\n\n\n", "So.\n"),
]


@pytest.mark.parametrize(("typed", "mended"), MENDED, ids=[repr(row[0]) for row in MENDED])
def test_form_is_mended_and_said(typed, mended):
    text, done = fix(text_of(typed))
    assert text == text_of(mended)
    assert done
    assert fix(text) == (text, [])


@pytest.mark.parametrize(
    ("typed", "mended"), MENDED[:-2], ids=[repr(row[0]) for row in MENDED[:-2]]
)
def test_what_was_mended_is_right(typed, mended):
    assert told(mended) == []


UNTOUCHED = [
    "`“a” -5 67 %`  and so.\n".replace("  and", " and"),
    "```\n“a” -5 67 %  \n[@a;@b]\n```\n",
    "<!-- “a” -5 67 % -->\n",
    'See [it](a-5.md#-5 "“t”") and <https://a.b/-5>.\n',
    "See https://a.b/-5?x=67%20.\n",
    '[x]: a-5.md "“t”"\n',
    "On 2020-05-06, pages 3-4, the 5-HT of it, MP-8.\n",
    "-5 is a list to some.\n",
    "Alpha—beta – gamma − delta -- epsilon.\n",
    "[a.person@example.org;b@example.org]\n",
    "`<!--draw:timeline-->`\n",
    '"So," he said; it\'s so.\n',
    "A\u00a0no-break space, 5\u00a0mg.\n",
]


@pytest.mark.parametrize("typed", UNTOUCHED)
def test_code_remarks_addresses_and_words_stay(typed):
    assert fix(text_of(typed)) == (text_of(typed), [])


def test_ends_of_lines_and_the_beginning_of_the_file():
    text, done = fix("\ufeff" + text_of("So.\n").replace("\n", "\r\n"))
    assert text == text_of("So.\n")
    assert done == ["wrote the ends of lines and the beginning of the file as others are"]


@pytest.mark.parametrize(
    "value",
    [
        "2026/11/23",
        "2026.11.23",
        "23 November 2026",
        "November 23, 2026",
        "2026-11-23 10:00:00",
        "2026-11-23T10:00:00Z",
        '"2026/11/23"',
        "23 Nov 2026",
    ],
)
def test_a_day_beyond_doubt_is_written_as_days_are(value):
    text, done = fix(text_of("So.\n", reviewed=value))
    assert text == text_of("So.\n", reviewed="2026-11-23")
    assert done == ["wrote the day of review as year-month-day"]


@pytest.mark.parametrize("value", ["2026-11-23", '"2026-11-23"', "11/10/2026", "soon", "2026"])
def test_other_days_stay(value):
    assert fix(text_of("So.\n", reviewed=value))[1] == []


def test_no_other_field_of_front_matter_is_touched():
    text = text_of("So.\n", title="“A” -5 67 %")
    assert fix(text) == (text, [])


def test_every_page_is_mended_and_named(tmp_path):
    docs = tmp_path / "docs"
    (docs / "society").mkdir(parents=True)
    (docs / "a.md").write_bytes(text_of("So.\r\n").encode())
    (docs / "society" / "b.md").write_text(text_of("So.\n"), encoding="utf-8")
    (docs / "c.md").write_bytes(b"Caf\xe9  \n")
    (docs / ".d.md").write_text("So.  \n", encoding="utf-8")
    assert everything(tmp_path) == [
        "docs/a.md: wrote the ends of lines and the beginning of the file as others are"
    ]
    assert (docs / "a.md").read_bytes() == text_of("So.\n").encode()
    assert (docs / "c.md").read_bytes() == b"Caf\xe9  \n"
    assert everything(tmp_path) == []


PIECES = st.sampled_from(
    [
        "“",
        "”",
        "’",
        "-5",
        " %",
        "67 %",
        "  \n",
        "\n",
        "\r\n",
        "`",
        "```\n",
        "<!--",
        "-->",
        "[@a",
        "; @b]",
        "[@a;@b]",
        ". [@a]",
        "](",
        ")",
        "<",
        ">",
        "word ",
        "\u200b",
        "\xad",
        "ﬁ",
        "<!— draw: x —>\n",
        f'!!! brief "{BRIEF_TITLE}"\n',
        "    ",
        "https://a.b/-5",
        "---\n",
        "reviewed: 2026/1/2\n",
        "\ufeff",
    ]
)


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(pieces=st.lists(PIECES, max_size=12))
def test_what_is_mended_stays_and_no_word_is_lost(pieces):
    text = text_of("".join(pieces))
    mended, _ = fix(text)
    assert fix(mended)[0] == mended

    def words(of: str) -> list[str]:
        return re.findall(
            r"[a-z]+", of.translate(str.maketrans({"\u200b": "", "\u00ad": "", "ﬁ": "fi"}))
        )

    assert [word for word in words(text) if word not in ("a", "b")] == [
        word for word in words(mended) if word not in ("a", "b")
    ] or BRIEF_TITLE in text
