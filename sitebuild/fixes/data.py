"""`make fix` for YAML files: order and form are mended, words and figures stay.

    text, done = fix("timeline.yml", text)

    # date: 1912 → date: '1912', ['timeline.yml: put 1 value in quotation marks']

Line by line, so that remarks and the way a file is laid out stay as they are. Each step is kept
only if the file then says what it said before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sitebuild import settings
from sitebuild.model import textfile, yamlfile
from sitebuild.model.data import says_sorted_by_id
from sitebuild.model.findings import many
from sitebuild.model.records import FILES, Record
from sitebuild.model.records.slips import slips, takes
from sitebuild.model.statements import Checked
from sitebuild.model.yamlfile import Scalar

SHAPES: dict[str, tuple[str, type[Record]]] = {**FILES, "statements.yml": ("checks", Checked)}
_DASH = re.compile(r"( *)- +([\w-]+) *:")
_MINUS = re.compile(r"[−–](?=[.0-9])")


def fix(name: str, text: str) -> tuple[str, list[str]]:
    """A YAML file mended in what has one right answer, and what was done.

    `name` is the file's own ('trials.yml'), by which the shape of its records is known.

    >>> fix("timeline.yml", "timeline:\\n- id: one\\n  date: 1912  \\n")
    ("timeline:\\n- id: one\\n  date: '1912'\\n", ['took spaces from the end of 1 line', \
'put 1 value in quotation marks'])
    """
    done: list[str] = []
    for _ in range(3):  # what one step mends may let another see more
        before = text
        for step in _STEPS:
            text = step(name, text, done)
        if text == before:
            break
    return text, done


def everything(root: Path) -> list[str]:
    """Mends every YAML file of docs/data and the record of checks, and says what was done."""
    said: list[str] = []
    folder = root / settings.DATA
    for path in (*sorted(folder.glob("*.yml")), root / settings.CHECKS):
        try:
            text = path.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError):
            continue  # a finding tells of it; which letters were meant is not for us to say
        mended, done = fix(path.name, text)
        if mended != text:
            path.write_bytes(mended.encode("utf-8"))
            said += [f"{path.relative_to(root).as_posix()}: {one}" for one in done]
    return said


def _content(text: str) -> object:
    """What a text says; None where it cannot be read."""
    return yamlfile.parse(text, "").content


# ---------------------------------------------------------------- steps


def _ends(_name: str, text: str, done: list[str]) -> str:
    mended = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if mended != text:
        done.append("wrote the ends of lines and the beginning of the file as others are")
    return mended


def _characters(_name: str, text: str, done: list[str]) -> str:
    mended = textfile.cleaned(text)
    if mended != text:
        done.append("took out characters that nobody sees, and wrote ﬁ and its like as letters")
    return mended


def _tabs(_name: str, text: str, done: list[str]) -> str:
    """Tabs at the beginning of lines, in the first way in which the file can then be read."""
    lines = text.split("\n")
    tabbed = [number for number, line in enumerate(lines) if re.match(r" *\t", line)]
    if not tabbed or _content(text) is not None:
        return text
    ways: tuple[Callable[[str, int], str], ...] = (
        lambda line, column: " " * column + line.lstrip(),
        lambda line, _: _leading(line).replace("\t", "  ") + line.lstrip(),
        lambda line, _: _leading(line).replace("\t", "    ") + line.lstrip(),
    )
    for way in ways:
        tried = list(lines)
        for number in tabbed:
            tried[number] = way(lines[number], _column_above(tried, number))
        mended = "\n".join(tried)
        if _content(mended) is not None:
            done.append(f"wrote spaces for tabs at the beginning of {many(len(tabbed), 'line')}")
            return mended
    return text


def _leading(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _column_above(lines: list[str], number: int) -> int:
    """Where the fields of the nearest line above begin, behind its dash."""
    for line in reversed(lines[:number]):
        if line.strip() and not line.lstrip().startswith("#"):
            found = re.match(r"\s*(?:- +)*", line)
            return len(found.group()) if found else 0
    return 0


def _indentation(name: str, text: str, done: list[str]) -> str:
    """Records that begin in another column than the first are moved there."""
    if name not in SHAPES:
        return text
    lines = text.split("\n")
    first = next((match for line in lines if (match := _DASH.match(line))), None)
    column = len(first[1]) if first else 0
    moved = 0
    for number, line in enumerate(lines):
        begins = _DASH.match(line)
        if not begins or len(begins[1]) == column or not first or begins[2] != first[2]:
            continue
        end = _end(lines, number)
        if not _is_record(name, lines[number:end]):
            continue
        shift = column - len(begins[1])
        for inside in range(number, end):
            row = lines[inside]
            lines[inside] = " " * (len(_leading(row)) + shift) + row.lstrip() if row.strip() else ""
        moved += 1
    if moved:
        done.append(f"moved {many(moved, 'record')} to where the others begin")
    return "\n".join(lines)


def _end(lines: list[str], begin: int) -> int:
    """The line after an item of a list: the next that stands no deeper than its dash."""
    depth = len(_leading(lines[begin]))
    for number in range(begin + 1, len(lines)):
        line = lines[number]
        if line.strip() and len(_leading(line)) <= depth:
            return number
    return len(lines)


def _is_record(name: str, rows: list[str]) -> bool:
    """Whether an item of a list is by itself a whole record of a file."""
    items = _content("\n".join(rows))
    model = SHAPES[name][1]
    return isinstance(items, list) and len(items) == 1 and slips(items[0], model)[0] is not None


def _fields(name: str, text: str, done: list[str]) -> str:
    """A field of a record that stands a space or two beside the others is lined up."""
    if name not in SHAPES or _content(text) is not None:
        return text
    known = SHAPES[name][1].model_fields
    lines = text.split("\n")
    moved = 0
    for _ in range(20):
        parsed = yamlfile.parse("\n".join(lines), "")
        if parsed.content is not None or not parsed.findings:
            break
        number = parsed.findings[0].line - 1
        line = lines[number]
        field = re.match(r" *([\w-]+) *:( |$)", line)
        begins = [match for one in lines[:number] if (match := _DASH.match(one))]
        if not field or field[1] not in known or not begins:
            return text
        column = len(begins[-1][1]) + 2
        lines[number] = " " * column + line.lstrip(" ")
        if lines[number] == line:
            return text
        moved += 1
    mended = "\n".join(lines)
    if moved and _reads(name, mended):
        done.append(f"lined up {many(moved, 'field')} with the others of its record")
        return mended
    return text


def _reads(name: str, text: str) -> bool:
    """Whether a text is a file of that name, with records that are all right."""
    top, model = SHAPES[name]
    content = _content(text)
    items = content.get(top) if isinstance(content, dict) and len(content) == 1 else None
    return isinstance(items, list) and not any(slips(item, model)[1] for item in items)


def _trailing(_name: str, text: str, done: list[str]) -> str:
    """Spaces at the ends of lines, but for those inside a text that keeps its lines (after |)."""
    kept: set[int] = set()
    for one in yamlfile.scalars(text):
        if one.style and one.end_line > one.line:
            kept.update(range(one.line, one.end_line))
    lines = text.split("\n")
    mended = [line if number in kept else line.rstrip() for number, line in enumerate(lines)]
    whole = "\n".join(mended).rstrip("\n") + "\n" if text.strip() else text
    if repr(_content(whole)) != repr(_content(text)):
        return text
    changed = sum(one != other for one, other in zip(lines, mended, strict=True))
    if changed:
        done.append(f"took spaces from the end of {many(changed, 'line')}")
    elif whole != text:
        done.append("ended the file with one end of line")
    return whole


def _quotes(name: str, text: str, done: list[str]) -> str:
    """A number where text belongs is put in quotation marks, curly ones are made straight."""
    return _replaced(text, lambda one: _quoted(name, one), "put", "in quotation marks", done)


def _quoted(name: str, one: Scalar) -> str | None:
    value = one.value
    if one.style or one.line != one.end_line or name not in SHAPES:
        return None
    inner = yamlfile.inside_curly(value)
    if inner:
        return None if re.search(r"[\"\\]", inner) else f'"{inner}"'
    model = SHAPES[name][1]
    is_number = isinstance(yamlfile.plain(value), int | float) and value[0] not in "tTfF"
    is_day = re.fullmatch(r"\d{4}-\d{2}-\d{2}", value)  # to many programs no text, but a day
    if (is_number or is_day) and takes(model, one.path[2:]) == "text":
        return f"'{value}'"
    return None


def _minus(name: str, text: str, done: list[str]) -> str:
    """A minus sign before a number is the hyphen that YAML knows."""

    def written(one: Scalar) -> str | None:
        if one.style or name not in SHAPES or takes(SHAPES[name][1], one.path[2:]) != "number":
            return None
        mended = _MINUS.sub("-", one.value, count=1)
        is_number = isinstance(yamlfile.plain(mended), int | float)
        return mended if mended != one.value and is_number else None

    return _replaced(text, written, "wrote", "with a hyphen for its minus sign", done)


def _replaced(
    text: str, written: Callable[[Scalar], str | None], did: str, how: str, done: list[str]
) -> str:
    """The text with some values written otherwise."""
    lines = text.split("\n")
    count = 0
    for one in reversed(yamlfile.scalars(text)):
        mended = written(one)
        if mended is not None:
            line = lines[one.line]
            lines[one.line] = line[: one.column] + mended + line[one.end_column :]
            count += 1
    if count:
        done.append(f"{did} {many(count, 'value')} {how}")
    return "\n".join(lines)


def _order(name: str, text: str, done: list[str]) -> str:
    """The records of a file that says it is sorted by id, each with the remarks above it."""
    if name not in SHAPES or not says_sorted_by_id(text):
        return text
    content, lines, findings = yamlfile.parse(text, "")
    top = SHAPES[name][0]
    items = _with_ids(content, top)
    ids = [item["id"] for item in items]
    if findings or ids == sorted(ids):
        return text
    head, *blocks = _blocks(text.split("\n"), [lines[top, at] - 1 for at in range(len(items))])
    by_id = sorted(range(len(items)), key=ids.__getitem__)
    mended = "\n".join([*head, *(row for at in by_id for row in blocks[at])]).rstrip() + "\n"
    if _with_ids(_content(mended), top) != [items[at] for at in by_id]:
        return text
    done.append("sorted the records by id")
    return mended


def _with_ids(content: object, top: str) -> list[dict[str, Any]]:
    """The records of a file; none of them where one has no id."""
    items = content.get(top) if isinstance(content, dict) else None
    if not isinstance(items, list):
        return []
    records = [one for one in items if isinstance(one, dict) and isinstance(one.get("id"), str)]
    return records if len(records) == len(items) else []


def _blocks(rows: list[str], starts: list[int]) -> Iterator[list[str]]:
    """What stands before the first record, then each record with the remarks straight above it.

    The last block takes no empty lines at the end of the file, and each as many as parted the
    first two.
    """
    begins = []
    for start in starts:
        begin = start
        while begin and rows[begin - 1].lstrip().startswith("#") and begin - 1 > _top(rows):
            begin -= 1
        begins.append(begin)
    yield rows[: begins[0]]
    parted = "\n".join(rows[begins[0] : begins[1]]).rstrip("\n").count("\n") + 1
    gap = [""] * (begins[1] - begins[0] - parted)
    for index, begin in enumerate(begins):
        block = rows[begin : begins[index + 1]] if index + 1 < len(begins) else rows[begin:]
        while block and not block[-1].strip():
            block.pop()
        yield [*block, *gap]


def _top(rows: list[str]) -> int:
    """The line of the list's own name."""
    return next((number for number, row in enumerate(rows) if re.match(r"[\w-]+:", row)), 0)


_STEPS = (
    _ends,
    _characters,
    _tabs,
    _indentation,
    _fields,
    _trailing,
    _quotes,
    _minus,
    _order,
)
