"""Reads `docs/data/`: every record of the site, with the line of every field.

What one file says about another is a rule (`sitebuild/rules/data.py`); here it is read or not.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import takewhile
from pathlib import Path
from typing import Any, cast

from sitebuild import settings
from sitebuild.model import yamlfile
from sitebuild.model.citations import keys_in
from sitebuild.model.findings import Finding
from sitebuild.model.records import (
    FILES,
    Record,
    Trial,
)
from sitebuild.model.records.slips import slips
from sitebuild.model.unread import Unread
from sitebuild.model.yamlfile import Lines, Place

# Fields whose value is a key of references.bib, or a list of keys.
KEY_FIELDS = frozenset({"cites", "rests_on_retracted", "by", "key"})


@dataclass
class DataFile:
    """What one file says, read once for as long as its text stays the same."""

    name: str  # 'trials.yml'
    records: list[Record] = field(default_factory=list)
    items: list[dict[str, Any]] = field(default_factory=list)  # the same as YAML gives them
    places: list[int] = field(default_factory=list)  # which item of the file each record is
    lines: Lines = field(default_factory=dict)
    sorted_by_id: bool = False  # whether a remark at its head says so
    findings: list[Finding] = field(default_factory=list)
    unread_ids: set[str] = field(default_factory=set)

    @property
    def file(self) -> str:
        """'docs/data/trials.yml'."""
        return f"{settings.DATA}/{self.name}"

    @property
    def whole(self) -> bool:
        """Whether all of it could be read."""
        return not self.findings

    def line(self, index: int, *path: str | int) -> int:
        """The line of a field of the index-th record (of those that could be read)."""
        place = self.places[index] if index < len(self.places) else index
        return yamlfile.line_of(self.lines, (FILES[self.name][0], place, *path))


@dataclass
class Data:
    """Every record of the site, by file: `data["trials.yml"]` is a list of `Trial`."""

    records: dict[str, list[Record]] = field(default_factory=dict)
    files: dict[str, DataFile] = field(default_factory=dict)

    def __getitem__(self, name: str) -> list[Any]:
        return cast(list[Any], self.records.get(name, []))

    @property
    def trials(self) -> list[Trial]:
        """The records of trials.yml, in its order."""
        return self["trials.yml"]

    def trial(self, trial_id: str) -> Trial | None:
        """The trial of that id, or None."""
        return next((trial for trial in self.trials if trial.id == trial_id), None)

    def line(self, name: str, index: int, *path: str | int) -> int:
        """The line of a field of the index-th record of a file, or 1."""
        found = self.files.get(name)
        return found.line(index, *path) if found else 1


def read(root: Path) -> tuple[Data, list[Finding], Unread]:
    """All data files, what is wrong with each record, and what of them could not be read.

    A file with a record that could not be read stands in `unread.files`, so that nothing is said to
    be cited nowhere; the record's id stands in `unread.ids`, so that others may name it.
    """
    data, findings, unread = Data(), list[Finding](), Unread()
    for name in FILES:
        found = read_file(root, name)
        data.files[name] = found
        data.records[name] = found.records
        findings += found.findings
        if not found.whole:
            unread.files.add(found.file)
            unread.ids[name] |= found.unread_ids
    return data, findings, unread


def says_sorted_by_id(text: str) -> bool:
    """Whether the remarks that a data file begins with say that it is sorted by id.

    >>> says_sorted_by_id("# Terms. Sorted by id.\\nterms:\\n")
    True
    """
    head = takewhile(lambda line: line.startswith("#") or not line.strip(), text.splitlines())
    return "sorted by id" in " ".join(line.lstrip("# ") for line in head).lower()


_read: dict[Path, tuple[bytes, date, DataFile]] = {}


def read_file(root: Path, name: str) -> DataFile:
    """One data file; read again only when its bytes, or the day, have changed."""
    path = root / settings.DATA / name
    try:
        raw = path.read_bytes()
    except OSError:
        return _parse(path, name)
    today = settings.newest_day()  # what lay in the future yesterday may not today
    known = _read.get(path)
    if known and known[:2] == (raw, today):
        return known[2]
    found = _parse(path, name)
    found.sorted_by_id = says_sorted_by_id(raw.decode("utf-8", errors="replace"))
    _read[path] = (raw, today, found)
    return found


def _parse(path: Path, name: str) -> DataFile:
    found = DataFile(name)
    top, model = FILES[name]
    content, found.lines, problems = yamlfile.load(path, found.file)
    found.findings += problems
    items = None
    if content is not None or not problems:
        items = _items(content, found, top)
    if items is None:
        found.unread_ids = _ids_in_text(path)
        return found
    told = defaultdict(list)  # a record in which YAML itself was told of is not looked at further
    begins = [found.lines.get((top, index), 0) for index in range(len(items))]
    for problem in problems:
        told[sum(begin <= problem.line for begin in begins) - 1].append(problem)
    for index, item in enumerate(items):
        record, wrong = (None, []) if told[index] else slips(item, model)
        if record is not None and isinstance(item, dict):
            found.records.append(record)
            found.items.append(item)
            found.places.append(index)
            continue
        if "id" in model.model_fields:
            found.unread_ids |= _ids(item)
        found.findings += (
            Finding(
                found.file,
                yamlfile.line_of(found.lines, (top, index, *slip.path)),
                slip.message,
                slip.mend,
            )
            for slip in wrong
        )
    return found


def _items(content: object, found: DataFile, top: str) -> list[object] | None:
    """The records inside a file, or None and a finding."""
    if isinstance(content, dict) and isinstance(content.get(top), list):
        others = [key for key in content if key != top]
        for key in others:
            found.findings.append(
                Finding(
                    found.file,
                    yamlfile.line_of(found.lines, (key,)),
                    yamlfile.in_one_line(f"'{key}' stands at the margin, outside '{top}'"),
                    "indent it like the fields of the records, or take it out",
                )
            )
        return None if others else cast(list[object], content[top])
    message = f"the file must hold one list called '{top}'"
    mend = f"begin it with '{top}:' and a record as '- id: …'"
    found.findings.append(Finding(found.file, 1, message, mend))
    return None


# In a file that is no YAML an id can only be looked for.
_ID_LINE = re.compile(r"(?m)^[ \t]*(?:- +)?(?:\{ *)?id *: *[\"'“]?([^\s\"'”,}#]+)")


def _ids_in_text(path: Path) -> set[str]:
    try:
        return set(_ID_LINE.findall(path.read_text(encoding="utf-8", errors="replace")))
    except OSError:
        return set()


def _ids(item: object) -> set[str]:
    """What may be the id of a record that could not be read.

    That is what its field `id` says, as it was meant if that has not the form of one; and where the
    field itself is misspelt, any word of the record that could be an id.
    """
    if isinstance(item, list):
        return set().union(*map(_ids, item))
    if not isinstance(item, dict):
        return set()
    given = item.get("id")
    words = [given] if given is not None else [v for v in item.values() if isinstance(v, str)]
    found = {str(word).strip() for word in words if len(str(word)) <= 60}
    found |= {re.sub(r"[^a-z0-9]+", "-", word.casefold()).strip("-") for word in found}
    found |= {word.replace("-", "") for word in found}
    inner = (_ids(value) for value in item.values() if isinstance(value, list))
    return found.union(*inner) - {""}


# ---------------------------------------------------------------- what records say of sources


def strings(data: Data) -> Iterator[tuple[str, int, Place, str]]:
    """(file name, index, path, value) of every text of every record that could be read."""
    for name, found in data.files.items():
        for index, item in enumerate(found.items):
            for path, value in texts(item):
                yield name, index, path, value


def texts(value: object, path: Place = ()) -> Iterator[tuple[Place, str]]:
    """(path, text) of every text inside a value."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from texts(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from texts(inner, (*path, index))


def keys_named(data: Data) -> Iterator[tuple[str, str, int]]:
    """(key, file, line) for every source that a record names in a field."""
    for name, index, path, value in strings(data):
        if next((part for part in reversed(path) if isinstance(part, str)), "") in KEY_FIELDS:
            yield value.strip(), f"{settings.DATA}/{name}", data.line(name, index, *path)


def keys_used(data: Data) -> Iterator[tuple[str, str, int]]:
    """(key, file, line) for every source that a record names, in a field or in its cited text."""
    yield from keys_named(data)
    for text, file, line in cited_texts(data):
        for key in keys_in(text):
            yield key, file, line


def cited_texts(data: Data) -> Iterator[tuple[str, str, int]]:
    """(text, file, line) of every field whose text may carry citations."""
    for name, index, path, value in strings(data):
        if "@" in value:
            yield value, f"{settings.DATA}/{name}", data.line(name, index, *path)
