"""Reads `docs/data/`, checks it record by record and across files."""

from __future__ import annotations

import csv
import difflib
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import BaseModel, ValidationError

from sitebuild.model import yamlfile
from sitebuild.model.citations import CITATION_BLOCK, KEY
from sitebuild.model.findings import Finding
from sitebuild.model.records import FILES, Record
from sitebuild.model.unread import Unread


@dataclass
class Data:
    """Every record of the site, by file: `data["trials.yml"]` is a list of `Trial`."""

    records: dict[str, list[Record]] = field(default_factory=dict)
    lines: dict[str, dict[tuple, int]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> list:
        return self.records.get(name, [])

    def trial(self, trial_id: str):
        """The trial of that id, or None."""
        return next((trial for trial in self["trials.yml"] if trial.id == trial_id), None)

    def line(self, name: str, index: int, *path) -> int:
        """The line of a field of the index-th record of a file."""
        top = FILES[name][0]
        return yamlfile.line_of(self.lines.get(name, {}), (top, index, *path))


def read(root: Path) -> tuple[Data, list[Finding], Unread]:
    """All data files, what is wrong with them, and what of them could not be read."""
    data, findings = load(root)
    unread = Unread(files={finding.file for finding in findings})
    return data, findings, unread


def load(root: Path) -> tuple[Data, list[Finding]]:
    """All data files and everything wrong with them that can be told without the bibliography or the pages."""
    data, findings = Data(), []
    for name, (top, model) in FILES.items():
        shown = f"docs/data/{name}"
        content, lines, problems = yamlfile.load(root / shown, shown)
        data.lines[name] = lines
        findings += problems
        if problems:
            continue
        if not isinstance(content, dict) or list(content) != [top] or not isinstance(content[top], list):
            findings.append(Finding(shown, 1, f"the file must hold one list called '{top}'", f"begin it with '{top}:' and a record as '- id: …'"))
            continue
        rows = []
        for index, item in enumerate(content[top]):
            try:
                rows.append(model.model_validate(item))
            except ValidationError as error:
                findings += (finding(shown, lines, (top, index), problem, model) for problem in error.errors())
        data.records[name] = rows
        ids = [getattr(row, "id", None) for row in rows]
        for index, record_id in enumerate(ids):
            if record_id is not None and record_id in ids[:index] and len(rows) == len(content[top]):
                findings.append(Finding(shown, data.line(name, index, "id"), f"the id '{record_id}' is used twice", "give one of the two another id"))
    findings += _across(data)
    return data, findings


def finding(shown: str, lines: dict, where: tuple, problem: dict, model: type[BaseModel]) -> Finding:
    """A pydantic error in a contributor's words."""
    path = tuple(part for part in problem["loc"] if not (isinstance(part, str) and part.startswith("function-")))
    field_name = ".".join(map(str, path)) or "record"
    line = yamlfile.line_of(lines, (*where, *path))
    kind = problem["type"]
    if kind == "extra_forbidden":
        close = difflib.get_close_matches(str(path[-1]), _known_fields(model, path[:-1]), 1)
        mend = f"did you mean '{close[0]}'?" if close else "take it out; the allowed fields stand in docs/about/data.md"
        return Finding(shown, line, f"unknown field '{field_name}'", mend)
    if kind == "missing":
        return Finding(shown, line, f"the field '{field_name}' is missing", "add it; its meaning stands in docs/about/data.md")
    if kind == "literal_error":
        return Finding(shown, line, f"'{field_name}' cannot be {problem['input']!r}", f"use one of: {problem['ctx']['expected']}")
    if kind == "string_type" and isinstance(problem["input"], (int, float)):
        return Finding(shown, line, f"'{field_name}' must be text, not the number {problem['input']}", "put it in quotation marks")
    message = problem["msg"].removeprefix("Value error, ")
    if ";" in message:
        what, mend = message.split(";", 1)
        return Finding(shown, line, f"'{field_name}': {what.strip()}", mend.strip())
    return Finding(shown, line, f"'{field_name}': {message} (found {str(problem['input'])[:60]!r})", "write a value of the kind that docs/about/data.md gives for this field")


def _known_fields(model: type[BaseModel], path: tuple) -> list[str]:
    """Names of the fields at a path inside a model, for 'did you mean'."""
    for part in path:
        if isinstance(part, int):
            continue
        annotation = str(model.model_fields[part].annotation) if part in model.model_fields else ""
        inner = [cls for cls in Record.__subclasses__() if re.search(rf"\b{cls.__name__}\b", annotation)]
        if inner:
            model = inner[0]
    return list(model.model_fields)


def _across(data: Data) -> Iterator[Finding]:
    """What one file says about another: ids of trials and arms."""
    trials = {trial.id: {arm.id for arm in trial.arms} for trial in data["trials.yml"]}
    if not trials:
        return
    for index, row in enumerate(data["adverse-events.yml"]):
        shown = "docs/data/adverse-events.yml"
        if row.trial not in trials:
            yield Finding(shown, data.line("adverse-events.yml", index, "trial"), f"no trial '{row.trial}' in trials.yml", _near(row.trial, trials))
        elif row.arm not in trials[row.trial]:
            yield Finding(shown, data.line("adverse-events.yml", index, "arm"), f"trial {row.trial} has no arm '{row.arm}'", f"use one of: {', '.join(sorted(trials[row.trial]))}")
    for index, row in enumerate(data["meta-analyses.yml"]):
        for number, effect in enumerate(row.trials):
            if effect.trial not in trials:
                yield Finding("docs/data/meta-analyses.yml", data.line("meta-analyses.yml", index, "trials", number), f"no trial '{effect.trial}' in trials.yml", _near(effect.trial, trials))


def _near(word: str, words) -> str:
    close = difflib.get_close_matches(word, list(words), 1)
    return f"did you mean '{close[0]}'?" if close else f"use one of: {', '.join(sorted(words))}"


def keys_used(data: Data) -> Iterator[tuple[str, str, int]]:
    """(key, file, line) for every source that a data record names, in a field or in its cited text."""
    for name, rows in data.records.items():
        for index, row in enumerate(rows):
            for path, value in _strings(row.model_dump(exclude_none=True)):
                line = data.line(name, index, *path)
                last = next((part for part in reversed(path) if isinstance(part, str)), "")
                if last in ("cites", "rests_on_retracted") or (last in ("by", "key")):
                    yield value, f"docs/data/{name}", line
                else:
                    for block in CITATION_BLOCK.finditer(value):
                        for key in KEY.findall(block.group()):
                            yield key, f"docs/data/{name}", line


def cited_texts(data: Data) -> Iterator[tuple[str, str, int]]:
    """(text, file, line) of every field whose text may carry citations."""
    for name, rows in data.records.items():
        for index, row in enumerate(rows):
            for path, value in _strings(row.model_dump(exclude_none=True)):
                if "[@" in value or "@" in value:
                    yield value, f"docs/data/{name}", data.line(name, index, *path)


def _strings(value, path: tuple = ()) -> Iterator[tuple[tuple, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _strings(inner, (*path, key))
    elif isinstance(value, (list, tuple)):
        for index, inner in enumerate(value):
            yield from _strings(inner, (*path, index))
    elif isinstance(value, str):
        yield path, value


def unknown_keys(data: Data, known: set[str]) -> Iterator[Finding]:
    """A source that no entry of references.bib has."""
    for key, shown, line in keys_used(data):
        if key not in known:
            close = difflib.get_close_matches(key, known, 1)
            yield Finding(shown, line, f"unknown source '{key}'", f"did you mean '{close[0]}'?" if close else "add it to references.bib first")


def as_csv(rows: list[Record]) -> str:
    """A data file as a table: one row a record, nested fields as `arms.0.change.mean`, lists of words joined by '; '."""
    flat = [dict(_flatten(row.model_dump(exclude_none=True))) for row in rows]
    columns = list(dict.fromkeys(column for row in flat for column in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(flat)
    return out.getvalue()


def _flatten(value: dict, prefix: str = "") -> Iterator[tuple[str, object]]:
    for key, inner in value.items():
        name = f"{prefix}{key}"
        if isinstance(inner, dict):
            yield from _flatten(inner, f"{name}.")
        elif isinstance(inner, (list, tuple)) and inner and isinstance(inner[0], dict):
            for index, item in enumerate(inner):
                yield from _flatten(item, f"{name}.{item.get('id', index)}.")
        elif isinstance(inner, (list, tuple)):
            yield name, "; ".join(map(str, inner))
        else:
            yield name, inner


def schema(name: str) -> str:
    """The JSON Schema of a data file, for editors."""
    top, model = FILES[name]
    record = model.model_json_schema()
    definitions = record.pop("$defs", {})
    definitions[model.__name__] = record
    return json.dumps(
        {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": name,
            "type": "object",
            "additionalProperties": False,
            "required": [top],
            "properties": {top: {"type": "array", "items": {"$ref": f"#/$defs/{model.__name__}"}}},
            "$defs": definitions,
        },
        indent=1,
        ensure_ascii=False,
    ) + "\n"
