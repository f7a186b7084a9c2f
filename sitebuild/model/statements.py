"""The record of checks: each statement beside each source it cites, read by somebody else.

`checks/statements.yml` holds one row for each pair of a statement and a key: the page (or data
file), a fingerprint of the statement, the key, the verdict, what was seen, the date. A statement
whose words have changed since has another fingerprint, so `make check` can say so.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from pydantic import Field

from sitebuild import settings
from sitebuild.model import yamlfile
from sitebuild.model.citations import CITATION_BLOCK, KEY, mask
from sitebuild.model.findings import Finding
from sitebuild.model.records.common import FORMS, Key, PastDate, Record, Text, Value
from sitebuild.model.records.slips import slips
from sitebuild.model.unread import Unread

if TYPE_CHECKING:
    from sitebuild.model.data import DataFile
    from sitebuild.model.site import Site

FILE = settings.CHECKS
FINGERPRINT = r"^[0-9a-f]{12}$"
FORMS[FINGERPRINT] = ("a fingerprint", "copy the line that make check prints")
CHANGED = "changed since"
# In `seen`: the source was not opened again.
ON_NOTES = ("earlier reading", "wording compared", "words compared", "meaning compared")


class Reading(Value):
    """What a reader found in the source."""

    SUPPORTED = "supported"
    IN_PART = "supported in part"
    NOT_SUPPORTED = "not supported"
    NOT_REACHABLE = "not reachable", "source not reachable"


# verdict of `standing` → its word, in the order in which they are shown
WORDS = {
    **{reading.value: reading.word for reading in Reading},
    CHANGED: "not read since the statement was last changed",
}


class Checked(Record):
    """One statement beside one source."""

    page: Text
    fingerprint: Annotated[str, Field(pattern=FINGERPRINT)]
    key: Key
    verdict: Reading
    first: Reading | None = Field(
        None,
        description="The verdict of the first reading, where the sentence or its source was "
        "mended since.",
    )
    seen: Text
    date: PastDate
    _line: int = 0

    @property
    def line(self) -> int:
        """The line of checks/statements.yml on which it stands; 0 where it was made otherwise."""
        return self._line


class Pair(NamedTuple):
    """One statement that cites one source."""

    page: str  # 'topic.md', 'data/timeline.yml'
    line: int
    statement: str
    key: str


# ---------------------------------------------------------------- fingerprints

# What says the same in another form: kinds of quotation marks, of dashes and minus signs.
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛‹›′ʼ", "'"),
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "…": "...",
    }
)
_SINGLE = re.compile(r"(?<![\w'])'(?=\w)(.+?)'(?!\w)")  # 'so', not the apostrophe of "Merck's"
# A statement is one line, so Markdown's grammar is not needed to take its form away: remarks and
# citations, where links lead, what makes the line an item or a heading, emphasis and brackets.
_REMARK = re.compile(r"<!--.*?-->|\[@[^\]]*\]")
_TARGET = re.compile(r"(?<=\])\((?:[^()]|\([^()]*\))*\)")
_LINE_MARK = re.compile(r"\s*(?:(?:[-+*>|]|#{1,6}|\d{1,3}[.)])\s+)+")
_EMPHASIS = re.compile(r"[*_`~\\\[\]]+|!(?=\[)")


@lru_cache(maxsize=20_000)
def fingerprint(statement: str) -> str:
    """Twelve hex digits that stay while the words stay.

    Where links lead, emphasis, citations, white space, kinds of quotation marks and dashes and the
    form of Unicode do not count.

    >>> fingerprint("It was *so* – [there](a.md).[@roe2020]") == fingerprint("It was so - there.")
    True
    """
    said = _record_words(statement) if statement.startswith("{") else words(statement)
    digest = hashlib.sha256(said.encode()).hexdigest()
    # never one that a YAML file would take for a number
    parts = (digest[start : start + 12] for start in range(len(digest) - 11))
    return next((part for part in parts if not part.isdecimal()), digest[:12])


def words(statement: str) -> str:
    """What a statement says, without its form.

    >>> words('- It was **so**: “yes” – ([there](a.md#b)).[@roe2020]')
    'It was so: "yes"-(there).'
    """
    text = unicodedata.normalize("NFC", html.unescape(statement))
    text = _TARGET.sub("", _REMARK.sub(" ", text)).translate(_ALIKE)
    if mark := _LINE_MARK.match(text):
        text = text[mark.end() :]
    text = _SINGLE.sub(r'"\1"', re.sub(r"\s+", " ", _EMPHASIS.sub("", text)).strip(" |"))
    return re.sub(r" ?-[- ]*| ?\| ?| (?=[.,;:!?%)])|(?<=\() ", lambda at: at[0].strip()[:1], text)


def _record_words(statement: str) -> str:
    """The same of a record of a data file, whose texts are looked at one by one."""

    def plain(value: object) -> object:
        if isinstance(value, str):
            return words(value)
        if isinstance(value, list):
            return [plain(inner) for inner in value]
        if isinstance(value, dict):
            return {name.replace("_", " "): plain(inner) for name, inner in value.items()}
        return value

    try:
        return json.dumps(plain(json.loads(statement)), ensure_ascii=False)
    except json.JSONDecodeError:  # a sentence that begins with a brace
        return words(statement)


# ---------------------------------------------------------------- pairs


def pairs(site: Site) -> Iterator[Pair]:
    """Every citation: one sentence a line in pages, a record or a cited sentence in data.

    What a text says is worked out once for as long as it stays the same.
    """
    for page in site.pages:
        for line, statement, key in _cited(page.text, page.body_line):
            yield Pair(page.path, line, statement, key)
    for name, found in site.data.files.items():
        for line, statement, key in _said(found):
            yield Pair(f"data/{name}", line, statement, key)


@lru_cache(maxsize=1_000)
def _cited(text: str, body_line: int) -> tuple[tuple[int, str, str], ...]:
    """(line, statement, key) of a page."""
    raw = text.split("\n")
    return tuple(
        (number, raw[number - 1].strip(), key)
        for number, line in enumerate(mask(text).split("\n"), 1)
        if number >= body_line and "[@" in line
        for block in CITATION_BLOCK.finditer(line)
        for key in KEY.findall(block.group())
    )


_said_before: dict[str, tuple[DataFile, tuple[tuple[int, str, str], ...]]] = {}


def _said(found: DataFile) -> tuple[tuple[int, str, str], ...]:
    """(line, statement, key) of a data file."""
    known = _said_before.get(found.file)
    if known and known[0] is found:
        return known[1]
    said = tuple(
        (found.line(index, *path), statement, key)
        for index, record in enumerate(found.records)
        for path, statement, keys in _stated(
            record.model_dump(exclude_none=True, exclude_defaults=True)
        )
        for key in keys
    )
    _said_before[found.file] = (found, said)
    return said


NOT_STATED = ("id", "cites", "seen", "where", "page", "on_sheet")  # how it is found and shown
_CITED_SENTENCE = re.compile(r"(.+?)((?:\[@[^\]]*\])+)", re.S)


def _stated(
    value: Any, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], str, list[str]]]:
    """(path, statement, keys): each cited sentence of a text, each record that has `cites`."""
    if isinstance(value, str):
        for sentence in _CITED_SENTENCE.finditer(value):
            statement = re.sub(r"\s+", " ", sentence.group()).strip()
            yield path, statement, KEY.findall(sentence.group(2))
    elif isinstance(value, dict):
        if value.get("cites"):
            rest = {
                name: inner
                for name, inner in value.items()
                if name not in NOT_STATED and not any(_stated(inner))
            }
            yield path, json.dumps(rest, ensure_ascii=False, default=str), list(value["cites"])
        for name, inner in value.items():
            yield from _stated(inner, (*path, name))
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            yield from _stated(inner, (*path, index))


# ---------------------------------------------------------------- the file

_read: dict[Path, tuple[bytes, date, tuple[list[Checked], list[Finding]]]] = {}


def read(root: Path) -> tuple[list[Checked], list[Finding], Unread]:
    """The record of checks, what is wrong with its rows, and whether all could be read.

    The file is read again only when its bytes, or the day, have changed.
    """
    path = root / FILE
    today = settings.newest_day()
    raw = path.read_bytes() if path.is_file() else b""
    known = _read.get(path)
    if raw and known and known[:2] == (raw, today):
        rows, findings = known[2]
    else:
        rows, findings = _rows(path)
        _read[path] = (raw, today, (rows, findings))
    return rows, findings, Unread(files={FILE} if findings else set())


def _rows(path: Path) -> tuple[list[Checked], list[Finding]]:
    content, lines, findings = yamlfile.load(path, FILE)
    if content is None and findings:
        return [], findings
    if (
        not isinstance(content, dict)
        or list(content) != ["checks"]
        or not isinstance(content["checks"], list)
    ):
        message = "the file must hold one list called 'checks'"
        return [], [*findings, Finding(FILE, 1, message, "begin it with 'checks:'")]
    told = {finding.line for finding in findings}
    rows: list[Checked] = []
    for index, item in enumerate(content["checks"]):
        line = yamlfile.line_of(lines, ("checks", index))
        if line in told:
            continue
        row, wrong = slips(item, Checked)
        if isinstance(row, Checked):
            row._line = line
            rows.append(row)
        findings = [
            *findings,
            *(
                Finding(
                    FILE,
                    yamlfile.line_of(lines, ("checks", index, *slip.path)),
                    slip.message,
                    slip.mend,
                )
                for slip in wrong
            ),
        ]
    return rows, findings


def row_for(pair: Pair, verdict: str = "", seen: str = "") -> str:
    """The row of the file for a pair, read today; what is left empty is for its reader to fill in.

    '- {page: topic.md, fingerprint: f3b6f50c0c61, key: roe2020, verdict: , seen: , date: '2026-…'}'
    """
    mark = fingerprint(pair.statement)
    return (
        f"- {{page: {pair.page}, fingerprint: {mark}, key: {pair.key}, "
        f"verdict: {verdict}, seen: {seen}, date: '{date.today()}'}}"
    )


# ---------------------------------------------------------------- how the pairs stand

Identity = tuple[str, str, str]


def identity(pair: Pair) -> Identity:
    """What a row of the file has in common with its pair: page, fingerprint, key."""
    return pair.page, fingerprint(pair.statement), pair.key


def by_identity(rows: Iterable[Checked]) -> dict[Identity, Checked]:
    """The rows by page, fingerprint and key; of several the last counts."""
    return {(row.page, row.fingerprint, row.key): row for row in rows}


def standing(site: Site) -> dict[str, tuple[int, int]]:
    """verdict → (pairs at the first reading, pairs now); CHANGED for those to be read again."""
    found = by_identity(site.checked)
    first: Counter[str] = Counter()
    now: Counter[str] = Counter()
    for pair in pairs(site):
        row = found.get(identity(pair))
        first[(row.first or row.verdict) if row else CHANGED] += 1
        now[row.verdict if row else CHANGED] += 1
    return {verdict: (first[verdict], now[verdict]) for verdict in WORDS}


def on_notes(site: Site) -> int:
    """Rows whose reader went by an earlier reading: by its notes, or setting words beside words."""
    live = set(map(identity, pairs(site)))
    return sum(
        any(words in row.seen for words in ON_NOTES)
        for row in site.checked
        if (row.page, row.fingerprint, row.key) in live
    )


def unread_pairs(site: Site) -> list[Pair]:
    """Pairs that nobody has read since they last changed."""
    known = by_identity(site.checked)
    return [pair for pair in pairs(site) if identity(pair) not in known]


def report(site: Site) -> str:
    """For `make check`, on one line: how the pairs stand, and what lists those to be read again."""
    count = {verdict: now for verdict, (_, now) in standing(site).items() if now}
    total = f"{sum(count.values()):,} pairs"
    parts = ", ".join(f"{number:,} {verdict}" for verdict, number in count.items())
    line = f"Statements beside their sources: {total}; {parts}"
    return line + (" (listed by: make checked ALL=1)" if CHANGED in count else "")
