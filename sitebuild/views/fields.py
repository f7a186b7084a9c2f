"""The data, field by field: what the classes of the records say of themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from sitebuild.model.records import FILES
from sitebuild.model.site import Site
from sitebuild.style.numbers import counted
from sitebuild.views import drawing

KINDS = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
}
Schema = Mapping[str, Any]


@dataclass(frozen=True)
class Field:
    """A field: its kind in words ('list of text, optional'), and what it means."""

    name: str
    kind: str
    meaning: str


@dataclass(frozen=True)
class Class:
    """A record of a file, or a part of one."""

    title: str
    fields: list[Field]


@dataclass(frozen=True)
class DataFile:
    """A file of docs/data and its classes."""

    file: str
    stem: str
    anchor: str
    top: str  # the name of the list that holds the records
    records: str
    classes: list[Class]


def kind(spec: Schema, parts: Mapping[str, Schema]) -> str:
    """A JSON Schema type in words: 'number', 'text', 'one of: …', 'list of text', 'Arm'.

    `parts` are the schema's definitions, by name.
    """
    if "anyOf" in spec:
        choices = (kind(part, parts) for part in spec["anyOf"] if part.get("type") != "null")
        return next(choices, "")
    if "$ref" in spec:
        name = str(spec["$ref"]).rsplit("/", 1)[-1]
        part = parts.get(name, {})
        return kind(part, parts) if "enum" in part else name
    if "enum" in spec:
        return "one of: " + ", ".join(map(str, spec["enum"]))
    if spec.get("type") == "array":
        inner = spec.get("items") or (spec.get("prefixItems") or [{}])[0]
        return "list of " + kind(inner, parts)
    return KINDS.get(spec.get("type", ""), "")


def classes(model: type[BaseModel]) -> list[Class]:
    """A record and its parts; lists of allowed values are told where they are used."""
    schema = model.model_json_schema()
    parts: dict[str, Schema] = schema.get("$defs", {})
    named: list[tuple[str, Schema]] = [("A record", schema)]
    for title, part in parts.items():
        if "properties" in part:
            named.append(
                (f"{title}: {str(part.get('description', '')).partition(chr(10))[0]}", part)
            )
    found = []
    for title, part in named:
        required = part.get("required", [])
        fields = [
            Field(
                name,
                kind(spec, parts) + ("" if name in required else ", optional"),
                spec.get("description", ""),
            )
            for name, spec in part["properties"].items()
        ]
        found.append(Class(title, fields))
    return found


def _anchor(file: str) -> str:
    return file.replace(".", "-")


def _anchors(site: Site) -> list[str]:
    return [_anchor(file) for file in FILES]


@drawing("data-fields", anchors=_anchors)
def data_fields(site: Site) -> dict[str, list[DataFile]]:
    """All data files, in the order in which they are read."""
    return {
        "files": [
            DataFile(
                file,
                file.removesuffix(".yml"),
                _anchor(file),
                top,
                counted(len(site.data[file]), "record"),
                classes(model),
            )
            for file, (top, model) in FILES.items()
        ]
    }
