"""The record of checks: each statement beside each source it cites, read by somebody who did not write it.

`checks/statements.yml` holds one record for each pair of a statement and a key: page (or data file), a fingerprint of the
statement, key, verdict, what was seen, date. A statement that has changed since has another fingerprint, so `make check` can say so.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import Field, ValidationError

from sitebuild.model import data

from sitebuild.model import yamlfile
from sitebuild.model.citations import CITATION_BLOCK, KEY, mask
from sitebuild.model.findings import Finding
from sitebuild.model.records import Key, PastDate, Record, Text
from sitebuild.model.unread import Unread

FILE = "checks/statements.yml"
CITED_SENTENCE = re.compile(r"(.+?)((?:\[@[^\]]*\])+)", re.S)
CHANGED = "changed since"
ON_NOTES = "earlier reading"  # in `seen`: the source was not opened again
LISTED = 20  # more would hide the rest of what make check says
Verdict = Literal["supported", "supported in part", "not supported", "not reachable"]


class Checked(Record):
    """One statement beside one source."""

    page: Text
    fingerprint: Annotated[str, Field(pattern=r"^[0-9a-f]{12}$")]
    key: Key
    verdict: Verdict
    first: Annotated[Verdict | None, Field(description="The verdict of the first reading, where the sentence or its source was mended since.")] = None
    seen: Text
    date: PastDate


def fingerprint(sentence: str) -> str:
    """Twelve hex digits that stay while the words stay (spaces, marks and citations do not count)."""
    bare = re.sub(r"\[@[^\]]*\]|[*_`\s]+", " ", sentence)
    return hashlib.sha256(re.sub(r"\s+", " ", bare).strip().encode()).hexdigest()[:12]


def pairs(site) -> Iterator[tuple[str, int, str, str]]:
    """(page, line, statement, key) for every citation: one sentence a line in pages, a record or a cited sentence in data."""
    for page in site.pages:
        raw = page.text.split("\n")
        for number, line in enumerate(mask(page.text).split("\n"), 1):
            if number < page.body_line:
                continue
            for block in CITATION_BLOCK.finditer(line):
                for key in KEY.findall(block.group()):
                    yield page.path, number, raw[number - 1].strip(), key
    for name, rows in site.data.records.items():
        for index, row in enumerate(rows):
            for path, statement, keys in _stated(row.model_dump(exclude_none=True, exclude_defaults=True)):
                for key in keys:
                    yield f"data/{name}", site.data.line(name, index, *path), statement, key


NOT_STATED = ("id", "cites", "seen", "where", "page")  # how a record is found and shown, not what it says


def _stated(value, path: tuple = ()) -> Iterator[tuple[tuple, str, list[str]]]:
    """(path, statement, keys): each cited sentence of a text, and the fields of each record that has `cites`."""
    if isinstance(value, str):
        for sentence in CITED_SENTENCE.finditer(value):
            yield path, sentence.group().strip(), KEY.findall(sentence.group(2))
    elif isinstance(value, dict):
        if value.get("cites"):
            rest = {name: inner for name, inner in value.items() if name not in NOT_STATED and not any(_stated(inner))}
            yield path, json.dumps(rest, ensure_ascii=False, default=str), list(value["cites"])
        for name, inner in value.items():
            yield from _stated(inner, (*path, name))
    elif isinstance(value, (list, tuple)):
        for index, inner in enumerate(value):
            yield from _stated(inner, (*path, index))


def read(root: Path) -> tuple[list[Checked], list[Finding], Unread]:
    """The record of checks, what is wrong with the file, and whether it could be read."""
    rows, findings = load(root)
    return rows, findings, Unread(files={FILE} if findings else set())


def load(root: Path) -> tuple[list[Checked], list[Finding]]:
    """The record of checks, and what is wrong with the file."""
    content, lines, findings = yamlfile.load(root / FILE, FILE)
    if findings:
        return [], findings
    if not isinstance(content, dict) or list(content) != ["checks"] or not isinstance(content["checks"], list):
        return [], [Finding(FILE, 1, "the file must hold one list called 'checks'", "begin it with 'checks:'")]
    rows = []
    for index, item in enumerate(content["checks"]):
        try:
            rows.append(Checked.model_validate(item))
        except ValidationError as error:
            findings += (data.finding(FILE, lines, ("checks", index), problem, Checked) for problem in error.errors())
    return rows, findings


def standing(site) -> dict[str, tuple[int, int]]:
    """verdict → (pairs at the first reading, pairs now); 'changed since' for those not read since they last changed."""
    found = {(row.page, row.fingerprint, row.key): row for row in site.checked}
    first, now = Counter(), Counter()
    for page, _, statement, key in pairs(site):
        row = found.get((page, fingerprint(statement), key))
        first[(row.first or row.verdict) if row else CHANGED] += 1
        now[row.verdict if row else CHANGED] += 1
    return {verdict: (first[verdict], now[verdict]) for verdict in (*get_args(Verdict), CHANGED)}


def on_notes(site) -> int:
    """Pairs whose reader could not open the source, and went by the notes of an earlier reading; their `seen` says so."""
    live = {(page, fingerprint(statement), key) for page, _, statement, key in pairs(site)}
    return sum(ON_NOTES in row.seen for row in site.checked if (row.page, row.fingerprint, row.key) in live)


def report(site) -> str:
    """For `make check`: how the pairs stand, and which were not read since they last changed."""
    count = {verdict: now for verdict, (_, now) in standing(site).items() if now}
    known = {(row.page, row.fingerprint, row.key) for row in site.checked}
    changed = [
        f"  docs/{page}:{line}: {{page: {page}, fingerprint: {mark}, key: {key}}}"
        for page, line, statement, key in pairs(site)
        if (page, mark := fingerprint(statement), key) not in known
    ]
    more = [f"  … and {len(changed) - LISTED} more"] if len(changed) > LISTED else []
    shown = ["Not read beside their source since they last changed:", *changed[:LISTED], *more] if changed else []
    return "\n".join([f"Statements beside their sources: {sum(count.values())} pairs; " + ", ".join(f"{number} {verdict}" for verdict, number in count.items()), *shown])
