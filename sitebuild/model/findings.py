"""What a check reports: where, what is wrong, what to do."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from sitebuild import settings


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that is wrong, and what to do about it.

    `file` is relative to the repository, `line` counts from 1 (0: the file as a whole).
    `rule` is the id of the rule that found it; the runner of the rules fills it in. What has one
    `cause` with others is told once, where it stands first.
    """

    file: str
    line: int
    message: str
    mend: str
    rule: str = field(default="", compare=False)
    cause: str = field(default="", compare=False)

    def __str__(self) -> str:
        # one line, whatever stands in what is quoted
        said = " ".join(f"{self.message} — {self.mend}".split())
        return f"{self.file}:{max(self.line, 1)}: {said}"

    def annotation(self) -> str:
        """The same as a GitHub workflow command, which shows it on the line in a pull request."""

        def escape(text: str, also: str = "") -> str:
            for char in "%\r\n" + also:
                text = text.replace(char, f"%{ord(char):02X}")
            return text

        place = f"file={escape(self.file, ':,')},line={max(self.line, 1)}"
        return f"::error {place}::{escape(self.message)} — {escape(self.mend)}"


def suggest(word: str, known: Iterable[str], otherwise: str = "", cutoff: float = 0.6) -> str:
    """ "did you mean 'trial'?" where one known word is near, else `otherwise` or the whole list.

    >>> suggest("trail", ["trial", "event"])
    "did you mean 'trial'?"
    """
    words = sorted(known)
    alike = [one for one in words if same_numbers(word, one)]
    close = difflib.get_close_matches(word, alike, 1, cutoff)
    if close:
        return f"did you mean '{close[0]}'?"
    return otherwise or f"use one of: {', '.join(words)}"


def same_numbers(word: str, other: str) -> bool:
    """Whether two names may mean the same: 'mapp1' is never offered for 'mapp2'.

    >>> same_numbers("mapp2", "mapp1"), same_numbers("mpap2", "mapp2"), same_numbers("2012", "2021")
    (False, True, True)
    """
    return sorted(filter(str.isdigit, word)) == sorted(filter(str.isdigit, other))


def once_a_cause(findings: Iterable[Finding]) -> list[Finding]:
    """The findings in order, of those with one cause only the first, with the others' places.

    A page or a record comes before the record of checks, which follows from it.

    >>> one, two = (Finding(f"{name}.md", 3, "unknown", "add it", cause="x") for name in "ab")
    >>> [str(told) for told in once_a_cause([two, one])]
    ['a.md:3: unknown; also in b.md:3 — add it']
    """
    ordered = sorted(findings, key=lambda one: (one.file == settings.CHECKS, one))
    alike: dict[str, list[Finding]] = {}
    for finding in ordered:
        alike.setdefault(finding.cause, []).append(finding)
    told = alike.pop("", [])
    for first, *others in alike.values():
        places = [f"{other.file}:{max(other.line, 1)}" for other in others]
        also = f"; also in {some(places, 3)}" if places else ""
        told.append(replace(first, message=first.message + also))
    return sorted(told)


def line_at(text: str, position: int, first: int = 1) -> int:
    """The line of a position in a text whose first line has the number `first`."""
    return text.count("\n", 0, position) + first


def some(words: Sequence[str], most: int = 5) -> str:
    """'a, b, c and 4 more'."""
    more = len(words) - most
    return ", ".join(words[:most]) + (f" and {more} more" if more > 0 else "")


def many(number: int, one: str) -> str:
    """'1 line', '1,204 lines'."""
    return f"{number:,} {one}" if number == 1 else f"{number:,} {one}s"


def show(findings: Iterable[Finding]) -> str:
    """All findings, one a line; on GitHub each once more as an annotation."""
    ordered = sorted(set(findings))
    lines = [str(finding) for finding in ordered]
    if os.environ.get("GITHUB_ACTIONS") == "true":
        lines += [finding.annotation() for finding in ordered]
    return "\n".join(lines)
