"""YAML with the line of every field, and without YAML's traps.

Values are those of YAML 1.2's core: `no` is a word, `1:30` and `0x1F` are text. Dates stay text:
`2024-08` and `2024-08-09` are both dates to us. What YAML would drop or turn into something else in
silence (text after ` #`, `046`, `.nan`, a field twice) is told.

The grammar is PyYAML's, libyaml's where it is there; both give the same. Only what is told of a
file that the grammar refuses goes by the look of the line, since a parser knows the place of a slip
and not what the hand wanted (`sitebuild/model/yamlslips.py`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, cast

import yaml

from sitebuild.model import textfile, yamlslips
from sitebuild.model.findings import Finding

LARGEST = 2_000_000  # bytes; more than the largest file of 2026, that of the readings
DEEPEST = 40
# YAML takes these for ends of lines or refuses them; `textfile.garbled` tells of each.
_REFUSED = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]"
_NOT_YAML = re.compile(_REFUSED)
_NOT_YAML_FIRST = re.compile(f"^{_REFUSED}+", re.M)
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Place = tuple[str | int, ...]  # ('trials', 0, 'id')
Lines = dict[Place, int]


class Parsed(NamedTuple):
    """What a YAML text says: its content, the line of each path in it, and what is wrong with it.

    Content is None where there are findings that keep the text from being read.
    """

    content: object
    lines: Lines
    findings: list[Finding]


def load(path: Path, name: str, *, tags: bool = False) -> Parsed:
    """The content of a YAML file; `tags` as in `parse`.

    {'trials': [{'id': 'mapp1'}]}, {('trials', 0, 'id'): 2, …}, []
    """
    if path.is_file() and (size := path.stat().st_size) > LARGEST:
        message = f"the file has {size:,} bytes"
        mend = f"keep it under {LARGEST:,}; split it or shorten it"
        return Parsed(None, {}, [Finding(name, 0, message, mend)])
    text = textfile.read(path, name)
    if isinstance(text, Finding):
        return Parsed(None, {}, [text])
    content, lines, findings = parse(text, name, tags=tags)
    return Parsed(content, lines, [*textfile.garbled(text, name), *findings])


def parse(text: str, name: str, first_line: int = 1, *, tags: bool = False) -> Parsed:
    """The same of a text that begins at a line of a file, such as a page's front matter.

    Lines are those of the file. With `tags`, tags are passed over and remarks after a value are
    not asked about: MkDocs' own configuration has both.

    >>> parse("id: no\\nn: 46\\n", "a.yml").content
    {'id': 'no', 'n': 46}
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    # what is told of as garbled has no other consequence
    text = _NOT_YAML.sub(" ", _NOT_YAML_FIRST.sub("", textfile.cleaned(text)))
    reader = _Reader(text, name, first_line, tags)
    try:
        return Parsed(reader.read(), reader.lines, reader.findings)
    except _Refused as refused:
        return Parsed(None, {}, [refused.finding])
    except yaml.YAMLError as error:
        problem = yamlslips.explain(error, text.split("\n"), reader.quoted)
        line = problem.line + first_line
        return Parsed(None, {}, [Finding(name, line, problem.message, problem.mend)])


class Scalar(NamedTuple):
    """Where a value stands: lines and columns count from 0; `style` is '' for an unquoted one."""

    path: Place
    value: str
    style: str
    line: int
    column: int
    end_line: int
    end_column: int


def scalars(text: str) -> list[Scalar]:
    """Every value of a text with its place, for who mends its form; [] where it cannot be read."""
    reader = _Marking(text, "", 1, False)
    try:
        reader.read()
    except (_Refused, yaml.YAMLError):
        return []
    return reader.scalars


class _Refused(Exception):
    """The file is YAML, and not of the kind that we take."""

    def __init__(self, finding: Finding):
        super().__init__(finding.message)
        self.finding = finding


class _Reader:
    """Builds content and lines from the parser's events, in one pass."""

    def __init__(self, text: str, name: str, first_line: int, tags: bool):
        self.text, self.name, self.first, self.tags = text, name, first_line, tags
        self.rows = text.split("\n")
        self.lines: Lines = {}
        self.findings: list[Finding] = []
        self.quoted: tuple[int, int] | None = None  # lines, from 0, of the last text in quotes
        self.events: Iterator[Any] = iter(())

    def read(self) -> object:
        """The content of the one document; None where there is none."""
        self.events = iter(yaml.parse(self.text, Loader=_LOADER))
        content, documents = None, 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    message = "a line of three dashes begins the file anew"
                    self._refuse(event, message, "take the line out")
                content = self._value(next(self.events), (), self._line(event))
        return content

    def _line(self, event: Any) -> int:
        return int(event.start_mark.line) + self.first

    def _tell(self, line: int, message: str, mend: str) -> None:
        self.findings.append(Finding(self.name, line, in_one_line(message), in_one_line(mend)))

    def _refuse(self, event: Any, message: str, mend: str) -> None:
        raise _Refused(Finding(self.name, self._line(event), message, mend))

    def _value(self, event: Any, path: Place, line: int) -> object:
        """The value that begins with this event; `line` is where its field or item begins."""
        self.lines[path] = line
        kind = type(event)
        if kind is yaml.ScalarEvent:
            return self._scalar(event)
        if kind is yaml.AliasEvent or event.anchor:
            self._anchor(event)
        if event.tag and not self.tags:
            self._tag(event)
        if len(path) >= DEEPEST:
            self._refuse(event, "nested too deeply", f"nest at most {DEEPEST} deep")
        if kind is yaml.MappingStartEvent:
            return self._mapping(path)
        items: list[object] = []
        while type(event := next(self.events)) is not yaml.SequenceEndEvent:
            items.append(self._value(event, (*path, len(items)), self._line(event)))
        return items

    def _mapping(self, path: Place) -> dict[str, object]:
        found: dict[str, object] = {}
        while type(event := next(self.events)) is not yaml.MappingEndEvent:
            line = self._line(event)
            if type(event) is not yaml.ScalarEvent:
                self._refuse(
                    event,
                    "brackets where the name of a field belongs",
                    "put a text that begins with { or [ in quotation marks",
                )
            if event.anchor:
                self._anchor(event)
            key = str(event.value)
            if key != key.strip():  # a no-break space: YAML's own blanks are gone already
                message = f"a no-break space beside the name of the field '{key.strip()}'"
                self._tell(line, message, "delete it and type a plain space")
                key = key.strip()
            value = self._value(next(self.events), (*path, key), line)
            if key in found:
                message = f"the field '{key}' stands twice in one record"
                self._tell(line, message, "keep one of the two")
            else:
                found[key] = value
        return found

    def _anchor(self, event: Any) -> None:
        """Aliases make a small file expand without end, and an anchor takes a word of the text."""
        self._refuse(
            event,
            "a YAML anchor or alias (& or *)",
            "write the value out, or put the text in quotation marks",
        )

    def _tag(self, event: Any) -> None:
        self._refuse(
            event,
            "text that begins with ! (to YAML, a tag)",
            "put the text in quotation marks",
        )

    def _scalar(self, event: Any) -> object:
        if event.anchor:
            self._anchor(event)
        value = str(event.value)
        if event.tag and (event.tag != "!" or not event.style):
            if not self.tags:
                self._tag(event)
            return value
        if event.style:  # in quotation marks, or a block: text as it stands
            if event.style in "'\"":
                self.quoted = (event.start_mark.line, event.end_mark.line)
            return value
        if not self.tags:
            self._remark(event, value)
            self._look(event, value)
        return plain(value)

    def _remark(self, event: Any, value: str) -> None:
        """Text that YAML drops, because it takes ` #` for the beginning of a remark.

        A remark that is meant as one stands after two spaces and has a space after #, or follows a
        number.
        """
        line = event.end_mark.line  # libyaml puts the end of a text below its last line
        rest = self.rows[line][event.end_mark.column :] if line < len(self.rows) else ""
        found = re.match(r"([ \t]*)#(.?)", rest)
        if not found or (isinstance(plain(value), float | int) and value):
            return
        spaces, after = found.groups()
        if (len(spaces) > 1 or not value) and after in ("", " "):
            return
        self._tell(
            event.end_mark.line + self.first,
            f"the text after # would be lost: '{rest.strip()[:40]}'",
            "put the whole value in quotation marks (a remark: two spaces before #, one after)",
        )

    def _look(self, event: Any, value: str) -> None:
        """What YAML reads without complaint, and nobody means."""
        line = self._line(event)
        number = plain(value)
        if isinstance(number, float) and not math.isfinite(number):
            self._tell(line, f"'{value}' is not a number", "leave the field out, or write a number")
        elif not isinstance(number, str) and _LEADING_ZERO.fullmatch(value):
            mend = f'write {number}, or "{value}" if it is text'
            self._tell(line, f"'{value}' is a number with a leading zero", mend)
        elif inside_curly(value):
            message = f"curly quotation marks around {value[:40]}"
            self._tell(line, message, "write straight ones (\" or '); curly ones are printed too")
        elif event.start_mark.line != event.end_mark.line:
            rows = self.rows[event.start_mark.line + 1 : event.end_mark.line + 1]
            for number_of_row, row in enumerate(rows, 1):
                if row.lstrip(" ").startswith("- "):
                    self._tell(
                        line + number_of_row,
                        "a list item that goes on with the text above",
                        "leave the field's own line empty after the colon, or take the dash away",
                    )
                    return


class _Marking(_Reader):
    """Keeps the place of every value."""

    def __init__(self, text: str, name: str, first_line: int, tags: bool):
        super().__init__(text, name, first_line, tags)
        self.scalars: list[Scalar] = []

    def _value(self, event: Any, path: Place, line: int) -> object:
        if isinstance(event, yaml.ScalarEvent):
            start, end = cast(Any, event.start_mark), cast(Any, event.end_mark)
            marks = (start.line, start.column, end.line, end.column)
            self.scalars.append(Scalar(path, str(event.value), event.style or "", *marks))
        return super()._value(event, path, line)


_CURLY = {"“": "”“", "„": "“”", "‘": "’", "‚": "‘’", "«": "»", "»": "«"}
_LEADING_ZERO = re.compile(r"[-+]?0[0-9]+(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?")
# YAML 1.2.2, 10.3.2 (core schema), without octal and hexadecimal numbers, and with a sign or a
# point beside an exponent: 807e62682429 is a fingerprint.
_INTEGER = re.compile(r"[-+]?[0-9]{1,40}")
_FLOAT = re.compile(
    r"[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)(?:[eE][-+]?[0-9]+)?|[-+]?[0-9]+[eE][-+][0-9]+"
    r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
)
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_MAY_BE_NO_TEXT = frozenset("~nNtTfF+-.0123456789")


def inside_curly(value: str) -> str:
    """What stands in the curly quotation marks around a value; '' where there are none around it.

    >>> inside_curly("“so”"), inside_curly("“so” and “so”")
    ('so', '')
    """
    inner = value[1:-1]
    around = value[:1] in _CURLY and value[-1] in _CURLY[value[0]]
    return inner if around and not set(inner) & set(_CURLY) - {"’"} else ""


@lru_cache(maxsize=20_000)
def plain(value: str) -> str | int | float | bool | None:
    """What an unquoted value means.

    >>> plain("46"), plain("-0.71"), plain("yes"), plain("1:30"), plain("2024-08-09"), plain("~")
    (46, -0.71, 'yes', '1:30', '2024-08-09', None)
    """
    if value and value[0] not in _MAY_BE_NO_TEXT:
        return value
    if value in _WORDS:
        return _WORDS[value]
    if _INTEGER.fullmatch(value):
        return int(value)
    if _FLOAT.fullmatch(value):
        word = value.lower().replace(".inf", "inf").replace(".nan", "nan")
        return float(word)
    return value


def in_one_line(text: str) -> str:
    """A message is one line, whatever it quotes.

    >>> in_one_line("'two\\nlines' is no id")
    "'two lines' is no id"
    """
    return " ".join(text.split())


def line_of(lines: Lines, path: Place) -> int:
    """The line of a path, or of the nearest thing around it."""
    while path not in lines and path:
        path = path[:-1]
    return lines.get(path, 1)
