"""Data files as other programs want them: CSV for spreadsheets, JSON Schema for editors."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from sitebuild.model.citations import CITATION_BLOCK, keys_in
from sitebuild.model.records import FILES, Record

# Excel takes a file without it for the encoding of its own country, and prints "â€“" for a dash.
BYTE_ORDER_MARK = "\ufeff"
# What makes a spreadsheet run a cell as a formula (OWASP, "CSV injection"), and what only begins
# like one: numbers, a telephone number.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_HARMLESS = re.compile(r"[-+][0-9.]+(; [-+]?[0-9.]+)*|\+[0-9][0-9 ]*")


def as_csv(rows: Iterable[Record]) -> str:
    """A data file as a table: one row a record, nested fields as `arms.mdma.change.mean`.

    Lists of words are joined by '; '. A text that a spreadsheet would run as a formula begins with
    an apostrophe, which says that it is text. The file is to be written as UTF-8; its first
    character is a byte order mark.

    >>> from sitebuild.model.records import Term
    >>> as_csv([Term(id="a", term="=A", also=["b", "c"], short="Ten letters at least.")])
    "\\ufeffid,term,also,short,cites\\na,'=A,b; c,Ten letters at least.,\\n"
    """
    flat = [cells(row) for row in rows]
    columns = list(dict.fromkeys(column for row in flat for column in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: as_text(value) for name, value in row.items()} for row in flat)
    return BYTE_ORDER_MARK + out.getvalue()


def cells(row: Record) -> dict[str, object]:
    """A record as one line of a table: what its texts cite leaves them for the column `cites`."""
    found = dict(flatten(row.model_dump(exclude_none=True)))
    keys = [key for key in str(found.get("cites", "")).split("; ") if key]
    for name, value in found.items():
        if isinstance(value, str) and CITATION_BLOCK.search(value):
            keys += keys_in(value)
            found[name] = CITATION_BLOCK.sub("", value)
    return found | ({"cites": "; ".join(dict.fromkeys(keys))} if keys else {})


def as_text(value: object) -> object:
    """A value that no spreadsheet runs: text that begins like a formula gets an apostrophe."""
    if isinstance(value, str) and value.startswith(_FORMULA) and not _HARMLESS.fullmatch(value):
        return "'" + value
    return value


def flatten(value: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, object]]:
    """(column, cell) of a record: {'arms': [{'id': 'mdma', 'n': 1}]} → ('arms.mdma.n', 1)."""
    for key, inner in value.items():
        name = f"{prefix}{key}"
        if isinstance(inner, dict):
            yield from flatten(inner, f"{name}.")
        elif isinstance(inner, list | tuple) and inner and isinstance(inner[0], dict):
            for index, item in enumerate(inner):
                yield from flatten(item, f"{name}.{item.get('id', index)}.")
        elif isinstance(inner, list | tuple):
            yield name, "; ".join(map(str, inner))
        else:
            yield name, inner


def schema(name: str) -> str:
    """The JSON Schema of a data file ('trials.yml'), for editors and for whoever uses the data."""
    top, model = FILES[name]
    record = model.model_json_schema()
    definitions = record.pop("$defs", {})
    definitions[model.__name__] = record
    items = {"$ref": f"#/$defs/{model.__name__}"}
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": name,
        "type": "object",
        "additionalProperties": False,
        "required": [top],
        "properties": {top: {"type": "array", "items": items}},
        "$defs": definitions,
    }
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def schema_file(name: str) -> str:
    """'trials.yml' → 'trials.schema.json'."""
    return f"{name.removesuffix('.yml')}.schema.json"
