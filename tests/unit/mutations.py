"""Slips of the hand and of a merge, a few at a time: for tests that none ends in a traceback."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

FORM = re.compile(r"[^\n:]+:[1-9]\d*: [^\n]+ — [^\n]+")
MARKS = (
    "[ ] [@ @ [@doe2021] [@nokey] ; , { } {{ ( ) ]( ][ \" ' ` `[` <!-- --> < > </ & * ** _ # \\ | "
    ": - % = == ! ![ !!! ??? [^1] ^ $ ~ ? null 0x1F 1e999 -.inf .nan 2026-02-30 &a *a <<: |- "
    "{% x %} {{ x }} http:// https://a.b ⟪ ⟫ − “ 9999999999999999999999 !!python/object:os.system "
    "@article{ @string{a = {b}} @comment"
)
PIECES = [
    *MARKS.split(" "),
    *["```\n", "~~~\n", "~\n", "; ", "# ", ": ", "- ", "---\n", "\n", "\n\n", "    ", "\t", " "],
    *["\r", "\r\n", "\x00", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\ufeff", "\u202e", "\u200b"],
    *[
        "\ue000",
        "\u0301",
        "\U0001f600",
        "\u00df",
        "\u0130",
        "\U00017000",
        "\U000f0000",
        "\x02",
        "\x03",
    ],
]
KINDS = ["insert", "insert", "delete", "double", "swap", "delete line", "double line"]
KINDS += ["swap lines", "cut"]
_PIECE = st.sampled_from(PIECES) | st.text(
    st.characters(exclude_categories=["Cs"]), min_size=1, max_size=3
)
_PLACE = st.floats(0, 1, exclude_max=True)
_SLIP = st.tuples(st.sampled_from(KINDS), _PLACE, _PLACE, _PIECE)


def slip(text: str, kind: str, where: float, other: float, piece: str) -> str:
    """One slip of the hand or of a merge."""
    if kind == "cut" and where < 0.8:  # losing the rest of the file hides what else could go wrong
        kind = "delete"
    if "line" in kind:
        lines = text.split("\n")
        at, to = int(where * len(lines)), int(other * len(lines))
        if kind == "delete line":
            del lines[at]
        elif kind == "double line":
            lines.insert(at, lines[at])
        else:
            lines[at], lines[to] = lines[to], lines[at]
        return "\n".join(lines)
    at = int(where * len(text))
    size = 1 + int(other * 6)
    return {
        "insert": text[:at] + piece + text[at:],
        "delete": text[:at] + text[at + size :],
        "double": text[:at] + text[at : at + size] + text[at:],
        "swap": text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :],
        "cut": text[:at],
    }[kind]


@st.composite
def mutated(draw: Callable[[Any], Any], text: str) -> str:
    """The text with one to four slips in it."""
    for step in draw(st.lists(_SLIP, min_size=1, max_size=4)):
        text = slip(text, *step)
    return text


def many(number: int) -> Any:
    """So many examples, the same ones at each run."""
    return settings(
        max_examples=number,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


def shown(findings: Iterable[object]) -> list[str]:
    """Findings as a contributor sees them, each of the one form."""
    lines = [str(finding) for finding in findings]
    assert [line for line in lines if not FORM.fullmatch(line)] == []
    return lines
