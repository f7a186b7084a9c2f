"""What would be printed as text although it was meant as a mark is told once, at its line."""

from __future__ import annotations

import pytest
from unit.rules.made_up import told

# the body, the line, a part of what is wrong, a part of what to do
PRINTED = [
    ("So.\n\n&lt;!-- draw: forest-plot --&gt;", 3, "a directive that will not be", "of its own"),
    ("!!! unknown\n\n    Text.", 1, "a box of the kind 'unknown'", "answer, brief, danger, note"),
    ("!!! warnin\n\n    Text.", 1, "a box of the kind 'warnin'", "did you mean 'warning'"),
    ("*[HTML]: a language\n\nSo.", 1, "the line of an abbreviation", "glossary.yml"),
    ("So.\\[@roe2020]", 1, "a backslash keeps [@roe2020]", "take the backslash away: [@roe2020]"),
    ("So.\\\\[@roe2020]", 1, "a backslash is printed before", "take the backslash away: [@"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "line", "message", "mend"), PRINTED)
def test_what_would_be_printed(body: str, line: int, message: str, mend: str) -> None:
    (found,) = told(body)
    assert found[0] == line
    assert message in found[1]
    assert mend in found[2]


@pytest.mark.parametrize(
    "body",
    [
        "A remark is &lt;!-- this --&gt; here.",
        "It is written `<!-- draw: forest-plot -->`.",
        '!!! note "Wait"\n\n    Text.',
        '!!! answer ""\n\n    Text.',
        "*[what]* it is.",
    ],
)
def test_what_was_meant(body: str) -> None:
    assert told(body) == []
