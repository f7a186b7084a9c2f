"""Says what is wrong with a text that is no YAML, in a contributor's words.

PyYAML and libyaml know where reading stopped, not what the hand wanted: "mapping values are not
allowed here" is a colon in a text, a wrong indentation or a missing space. So this goes by the look
of the line, which no grammar can give; nothing but the words of a finding depends on it.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import yaml


class Problem(NamedTuple):
    """What is wrong and what to do; `line` counts from 0."""

    line: int
    message: str
    mend: str


MERGE_MESSAGE = "a mark of an unfinished merge"
MERGE_MEND = "keep one of the two versions and delete the mark"
_MERGE = re.compile(r"(<{7}|>{7}|={7})(\s|$)")
_FIELD = re.compile(r"\s*(?:- +)*[\w-]+ *:(?:\s|$)")
_COMPARE = "compare its indentation and quotation marks with the record above it"


def is_merge_mark(row: str) -> bool:
    """Whether a line is one that git leaves where it could not merge.

    >>> is_merge_mark("<<<<<<< HEAD"), is_merge_mark("=======")
    (True, True)
    """
    return bool(_MERGE.match(row))


def explain(error: yaml.YAMLError, rows: list[str], quoted: tuple[int, int] | None) -> Problem:
    """What the parser stumbled over; `quoted` are the lines of the last text in quotation marks.

    >>> explain(yaml.YAMLError(), ["<<<<<<< HEAD"], None).message
    'a mark of an unfinished merge'
    """
    for number, row in enumerate(rows):
        if is_merge_mark(row):  # word for word what the rule on files says, so that it is said once
            return Problem(number, MERGE_MESSAGE, MERGE_MEND)
    found = _explain(_Stop.of(error, rows, quoted))
    return Problem(found.line, f"broken YAML: {found.message}", found.mend)


class _Stop(NamedTuple):
    """Where reading stopped (line and column count from 0), and what the parser says of it."""

    rows: list[str]
    line: int
    column: int
    began: int  # the line on which began what was being read
    problem: str
    context: str
    quoted: tuple[int, int] | None  # the lines of the last text in quotation marks

    @classmethod
    def of(cls, error: Any, rows: list[str], quoted: tuple[int, int] | None) -> _Stop:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        context = getattr(error, "context_mark", None) or mark
        last = len(rows) - 1
        return cls(
            rows,
            min(mark.line, last) if mark else 0,
            mark.column if mark else 0,
            min(context.line, last) if context else 0,
            str(getattr(error, "problem", None) or error),
            str(getattr(error, "context", None) or ""),
            quoted,
        )

    @property
    def row(self) -> str:
        """The line itself."""
        return self.rows[self.line]

    def above(self, number: int | None = None) -> int:
        """The nearest line above (this one, or another) that says something."""
        number = (self.line if number is None else number) - 1
        while number > 0 and self.rows[number].strip()[:1] in ("", "#"):
            number -= 1
        return max(number, 0)


def _explain(stop: _Stop) -> Problem:
    for number in (stop.line, stop.began, stop.above()):
        blank = re.match(r"[^\S\n]*", stop.rows[number])
        indentation = blank.group() if blank else ""
        if "\t" in indentation:
            return Problem(
                number, "a tab at the beginning of the line", "write spaces, as in the lines above"
            )
        if indentation.strip(" "):
            message = "a no-break space at the beginning of the line"
            return Problem(number, message, "write plain spaces, as in the lines above")
    for says, said in _SAYINGS:
        if says in stop.problem or says in stop.context:
            return said(stop)
    return _layout(stop)


def _colon(stop: _Stop) -> Problem:
    """'mapping values are not allowed': a colon where no field can begin."""
    before = stop.row[: stop.column]
    if re.search(r":\s", before):
        return Problem(
            stop.line,
            f"a colon inside a text: '{_short(stop.row)}'",
            "put the text in quotation marks",
        )
    above = stop.above()
    text = stop.rows[above]
    if not _FIELD.match(text):
        unspaced = re.match(r"\s*(?:- +)*[\w-]+:(?=\S)", text)
        if unspaced:
            return Problem(
                above,
                f"no space after the colon of '{unspaced.group().strip(' -:')}'",
                "write a space there",
            )
        if _column(text) == _column(stop.row):
            return _no_colon(stop._replace(began=above))
    return _indented(stop)


def _no_colon(stop: _Stop) -> Problem:
    return Problem(
        stop.began,
        f"a line without a colon: '{_short(stop.rows[stop.began])}'",
        "write 'field: value', or indent the line so that it goes on with the text above",
    )


def _unclosed_quote(stop: _Stop) -> Problem:
    return Problem(
        stop.began,
        "a quotation mark that is never closed",
        "close it at the end of the text; inside '…' an apostrophe is written twice ('')",
    )


def _unclosed_bracket(stop: _Stop) -> Problem:
    row = stop.rows[stop.began]
    if (at := row.find(" #")) >= 0 and stop.line >= stop.began:
        return _lost(stop.began, row[at:])
    sequence = "sequence" in stop.context or row.rfind("[") > row.rfind("{")
    closing = "]" if sequence and "mapping" not in stop.context else "}"
    opening = "{" if closing == "}" else "["
    if stop.line == stop.began and closing in row[stop.column :]:
        return Problem(
            stop.line,
            f"a comma is missing, or a text that needs quotation marks, between {opening} and "
            f"{closing}",
            "put commas between the values, and texts with a colon or comma in quotation marks",
        )
    return Problem(
        stop.began,
        f"a bracket {opening} that is never closed",
        f"close it with {closing}, or put the text in quotation marks; or {_COMPARE}",
    )


def _first_character(stop: _Stop) -> Problem:
    character = stop.row[stop.column : stop.column + 1] or stop.row.strip()[:1]
    if not character:  # the end of the file
        opened = [n for n, row in enumerate(stop.rows) if _opens(row)]
        return _unclosed_bracket(stop._replace(began=opened[-1] if opened else stop.line))
    if character == "\t":
        return Problem(stop.line, "a tab where a space belongs", "write spaces")
    return Problem(
        stop.line,
        f"text that begins with {character}",
        "put the text in quotation marks",
    )


def _opens(row: str) -> bool:
    return row.count("[") + row.count("{") > row.count("]") + row.count("}")


def _anchor(stop: _Stop) -> Problem:
    return Problem(stop.line, "text that begins with & or *", "put the text in quotation marks")


def _backslash(stop: _Stop) -> Problem:
    return Problem(
        stop.line,
        'a backslash inside "…"',
        "write '…' around the text instead, or two backslashes",
    )


def _block(stop: _Stop) -> Problem:
    return Problem(
        stop.began,
        "text that begins with > or |",
        "put the text in quotation marks; after > or | alone it begins on the next line",
    )


def _dash(stop: _Stop) -> Problem:
    return Problem(
        stop.line,
        "a list item on the line of its field",
        "begin the list on the next line, or put a text that begins with a dash in quotation marks",
    )


def _question(stop: _Stop) -> Problem:
    return Problem(stop.line, "text that begins with ?", "put the text in quotation marks")


def _document(stop: _Stop) -> Problem:
    if re.match(r"(\.\.\.|%)", stop.rows[stop.above()]):
        return Problem(stop.above(), "a line that ends or begins a document", "take the line out")
    return _layout(stop)


def _layout(stop: _Stop) -> Problem:
    """'expected <block end>' and its like: text after a closing mark, or wrong indentation."""
    if stop.quoted and stop.quoted[0] < stop.quoted[1] == stop.line:
        return _unclosed_quote(stop._replace(began=stop.quoted[0]))
    before = stop.row[: stop.column]
    value = re.match(r"\s*(?:- +)*(?:[\w-]+ *:\s+)?([\"'\[{])", before)
    if value and stop.column > value.start(1):
        mark = value[1]
        closing = {"[": "]", "{": "}"}.get(mark, mark)
        return Problem(
            stop.line,
            f"text goes on after the closing {closing}",
            "put the whole value in \"…\" (or in '…', with each ' inside written twice)",
        )
    above = stop.rows[stop.above()]
    deeper = _indentation(stop.row) > _indentation(above)
    if deeper and not _FIELD.match(stop.row) and (at := above.find(" #")) >= 0:
        return _lost(stop.above(), above[at:])
    return _indented(stop)


def _indented(stop: _Stop) -> Problem:
    here, number = _indentation(stop.row), stop.above()
    over = stop.rows[number]
    # a record's fields line up behind its dash
    above = _indentation(over) if stop.row.lstrip().startswith("-") else _column(over)
    if here == above:
        message = f"this line cannot be read: '{_short(stop.row)}'"
        return Problem(stop.line, message, _COMPARE)
    if number and _column(stop.rows[stop.above(number)]) == here and _FIELD.match(over):
        # the lines around the one above stand where this one does: that one is out of place
        around = f"{_spaces(_indentation(over))} before it, {_spaces(here)} in the lines around it"
        return Problem(number, f"wrong indentation: {around}", _COMPARE)
    message = f"wrong indentation: {_spaces(here)} before it, {_spaces(above)} in the line above"
    return Problem(stop.line, message, _COMPARE)


def _lost(line: int, rest: str) -> Problem:
    return Problem(
        line,
        f"the text after # would be lost: '{_short(rest)}'",
        "put the whole value in quotation marks",
    )


def _indentation(row: str) -> int:
    return len(row) - len(row.lstrip(" "))


def _column(row: str) -> int:
    """Where a line's text begins, behind its dashes."""
    dashes = re.match(r" *(?:- +)*", row)
    return len(dashes.group()) if dashes else 0


def _spaces(number: int) -> str:
    return "1 space" if number == 1 else f"{number or 'no'} spaces"


def _short(row: str) -> str:
    text = row.strip()
    return text if len(text) <= 50 else text[:49] + "…"


# What PyYAML or libyaml says (the same words in both, but for "did not find expected" and
# "expected", "in this context" and "here") → who explains it. The first that fits counts.
_SAYINGS = (
    ("mapping values are not allowed", _colon),
    ("could not find expected ':'", _no_colon),
    ("unexpected end of stream", _unclosed_quote),
    ("unexpected document separator", _unclosed_quote),
    ("block scalar", _block),
    ("unknown escape character", _backslash),
    ("escape sequence", _backslash),
    ("scanning an anchor", _anchor),
    ("scanning an alias", _anchor),
    ("scanning a tag", _first_character),
    ("parsing a tag", _first_character),
    ("scanning a directive", _first_character),
    ("cannot start any token", _first_character),
    ("sequence entries are not allowed", _dash),
    ("mapping keys are not allowed", _question),
    ("flow sequence", _unclosed_bracket),
    ("flow mapping", _unclosed_bracket),
    ("node content", _first_character),
    ("<document start>", _document),
)
