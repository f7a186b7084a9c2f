"""YAML with the line of every field, and without YAML's traps."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import yaml

from sitebuild.model.findings import Finding

LARGEST = 2_000_000  # bytes; ten times the largest data file of 2026
DEEPEST = 40


class _Loader(yaml.SafeLoader):
    """Dates stay text: `2024-08` and `2024-08-09` are both dates to us, and YAML knows only the second."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


class Parsed(NamedTuple):
    """What a YAML text says: its content, the line of each path in it, and what is wrong with it."""

    content: object
    lines: dict[tuple, int]
    findings: list[Finding]


def parse(text: str, name: str, first_line: int = 1, *, tags: bool = False) -> Parsed:
    """The same of a text that begins at a line of a file, such as a page's front matter.

    Lines are those of the file. With `tags`, unknown tags are ignored (MkDocs' own configuration).
    """
    content, lines, findings = _parse(text, name)
    later = first_line - 1
    return Parsed(
        content,
        {path: line + later for path, line in lines.items()},
        [Finding(name, one.line + later, one.message, one.mend) for one in findings],
    )


def _parse(text: str, name: str) -> tuple[object, dict[tuple, int], list[Finding]]:
    try:
        # Aliases make a small file expand without end, so they are refused before anything is built.
        for token in yaml.scan(text, Loader=_Loader):
            if isinstance(token, (yaml.AnchorToken, yaml.AliasToken)):
                line = token.start_mark.line + 1
                return None, {}, [Finding(name, line, "a YAML anchor or alias (& or *)", "write the value out, or put the text in quotation marks")]
        node = yaml.compose(text, Loader=_Loader)
        lines: dict[tuple, int] = {}
        findings: list[Finding] = []
        if node is not None:
            _walk(node, (), lines, findings, name)
        if findings:
            return None, lines, findings
        return yaml.load(text, Loader=_Loader), lines, []
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        what = getattr(error, "problem", None) or str(error).splitlines()[0]
        return None, {}, [Finding(name, mark.line + 1 if mark else 1, f"broken YAML: {what}", "compare the indentation and quotation marks with the record above it")]


def load(path: Path, name: str) -> tuple[object, dict[tuple, int], list[Finding]]:
    """The content of a YAML file, the line of each path in it, and what is wrong with it.

    {'trials': [{'id': 'mapp1'}]}, {('trials', 0, 'id'): 2, …}, []
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return None, {}, [Finding(name, 0, "the file is missing", "restore it from the repository's history")]
    if len(raw) > LARGEST:
        return None, {}, [Finding(name, 0, f"the file has {len(raw):,} bytes", f"keep it under {LARGEST:,}; split it or shorten it")]
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return None, {}, [Finding(name, line, "bytes that are not UTF-8", "save the file as UTF-8")]
    return parse(text, name)


def _walk(node: yaml.Node, path: tuple, lines: dict, findings: list, name: str) -> None:
    lines[path] = node.start_mark.line + 1
    if len(path) > DEEPEST:
        raise ValueError("nested too deeply")
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in seen:
                findings.append(Finding(name, key_node.start_mark.line + 1, f"the field '{key}' stands twice in one record", "keep one of the two"))
            seen.add(key)
            _walk(value_node, (*path, key), lines, findings, name)
            lines[(*path, key)] = key_node.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            _walk(item, (*path, index), lines, findings, name)


def line_of(lines: dict[tuple, int], path: tuple) -> int:
    """The line of a path, or of the nearest thing around it."""
    while path not in lines and path:
        path = path[:-1]
    return lines.get(path, 1)
