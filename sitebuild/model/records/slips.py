"""Says what is wrong with a record, in a contributor's words.

pydantic tells where a value does not fit and why; here that becomes what is wrong and what to do.
One slip is said once: a misspelt field is not missing as well, and fields that all are missing are
said together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from types import UnionType
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from sitebuild.model.findings import some, suggest
from sitebuild.model.records.common import FORMS, ID, KEY, Record
from sitebuild.model.yamlfile import in_one_line

Path = tuple[str | int, ...]
Words = tuple[str, str]  # what is wrong, what to do
_FIELDS = "the allowed fields stand in docs/data/schema"


class Slip(NamedTuple):
    """What is wrong at a path inside a record, and what to do."""

    path: Path
    message: str
    mend: str


def slips(item: object, model: type[Record]) -> tuple[Record | None, list[Slip]]:
    """The record that a mapping is, or what keeps it from being one.

    >>> from sitebuild.model.records import Term
    >>> slips({"id": "a", "term": "A", "shrot": "Ten letters at least."}, Term)[1]
    [Slip(path=('shrot',), message="unknown field 'shrot'", mend="did you mean 'short'?")]
    """
    empty = list(_empty(item))
    try:
        record = model.model_validate(item)
    except ValidationError as error:
        problems = [problem for problem in error.errors() if _path(problem) not in empty]
        found = [*map(_without_value(item), empty), *_all(problems, item, model)]
        found = [Slip(one.path, *map(in_one_line, one[1:])) for one in found]
        return None, sorted(found, key=lambda one: [str(part) for part in one.path])
    return (None, list(map(_without_value(item), empty))) if empty else (record, [])


# ---------------------------------------------------------------- a value that is not there


def _empty(item: object, path: Path = ()) -> Iterator[Path]:
    """Paths of fields and list items with nothing after the colon or the dash."""
    if item is None and path:
        yield path
    elif isinstance(item, dict):
        for name, inner in item.items():
            yield from _empty(inner, (*path, str(name)))
    elif isinstance(item, list):
        for index, inner in enumerate(item):
            yield from _empty(inner, (*path, index))


def _without_value(item: object) -> Callable[[Path], Slip]:
    def said(path: Path) -> Slip:
        mend = "write it after the colon, or take the field out; a word null needs quotation marks"
        return Slip(path, f"'{shown(item, path)}' has no value", mend)

    return said


# ---------------------------------------------------------------- pydantic's problems


def _path(problem: Any) -> Path:
    return tuple(
        part for part in problem["loc"] if not (isinstance(part, str) and "function-" in part)
    )


def shown(item: object, path: Path) -> str:
    """A path as a contributor thinks of it: 'arms.mdma.change.mean'.

    An item of a list goes by its id; where it has none its line is enough.
    """
    words: list[str] = []
    for part in path:
        inner: object = None
        if isinstance(item, dict):
            inner = item.get(part)
        elif isinstance(item, list) and isinstance(part, int) and part < len(item):
            inner = item[part]
        if isinstance(part, str):
            words.append(part)
        elif isinstance(inner, dict) and isinstance(inner.get("id"), str):
            words.append(inner["id"])
        item = inner
    return ".".join(words)


def _all(problems: list[Any], item: object, model: type[Record]) -> Iterator[Slip]:
    missing: dict[Path, list[str]] = {}
    unknown: list[Any] = []
    for problem in problems:
        path = _path(problem)
        if problem["type"] == "missing" and path and isinstance(path[-1], str):
            missing.setdefault(path[:-1], []).append(path[-1])
        elif problem["type"] == "extra_forbidden":
            unknown.append(problem)
        else:
            yield _one(problem, path, item, model)
    for problem in unknown:
        path = _path(problem)
        mend = _unknown(path, item, model)
        meant = re.fullmatch(r"did you mean '(.+)'\?", mend)
        lacking = missing.get(path[:-1], [])
        if meant and meant[1] in lacking:
            lacking.remove(meant[1])
        yield Slip(path, f"unknown field '{shown(item, path)}'", mend)
    for path, names in missing.items():
        full = [f"'{'.'.join(filter(None, (shown(item, path), name)))}'" for name in names]
        if len(names) == 1:
            mend = "add it; its meaning stands in docs/data/schema"
            yield Slip(path, f"the field {full[0]} is missing", mend)
        elif names:
            mend = "add them; their meaning stands in docs/data/schema"
            yield Slip(path, f"the fields {some(full, 8)} are missing", mend)


def _unknown(path: Path, item: object, model: type[Record]) -> str:
    """What to do with a field that its record does not have."""
    name = str(path[-1])
    mend = suggest(name, fields_at(model, path[:-1]), "-")
    if mend != "-":
        return mend
    owners = [part for part in _parts(model) if part != model_at(model, path[:-1])]
    owner = next((part for part in owners if name in part.model_fields), None)
    if owner:
        return f"it belongs to the fields of '{owner.__name__}'; compare the indentation"
    return f"take it out; {_FIELDS}"


def _one(problem: Any, path: Path, item: object, model: type[Record]) -> Slip:
    kind, value, context = problem["type"], problem["input"], problem.get("ctx", {})
    if kind == "slip":
        inner = (*path, *context["field"])
        message = context["what"]
        if path:
            message = f"'{shown(item, path)}': {message}"
        return Slip(inner, message, context["mend"])
    return Slip(path, *_misplaced(path, value, model) or _unfit(problem, path, item, model))


def _misplaced(path: Path, value: object, model: type[Record]) -> Words | None:
    """Text where a record belongs, or a record where text does."""
    if not path:
        return f"a record that is {_kind(value)}", "write it as fields: '- id: …'"
    if isinstance(value, dict) and len(set(value) & set(model.model_fields)) > 2:
        message = f"a record inside the field '{path[0]}' of the record above it"
        return message, "begin it in the same column as the other records"
    return None


def _unfit(problem: Any, path: Path, item: object, model: type[Record]) -> Words:
    kind, value = problem["type"], problem["input"]
    name = shown(item, path)
    if kind in _SAYINGS:
        message, mend = _SAYINGS[kind](value, problem.get("ctx", {}))
        return f"'{name}' {message}", mend
    if kind in ("model_type", "model_attributes_type", "dict_type"):
        names = some([f"{field}: …" for field in model_at(model, path).model_fields], 4)
        message = f"'{name}' must have fields of its own, and is {_kind(value)}"
        return message, f"write them below it, deeper by two spaces: {names}"
    if isinstance(path[-1], int):  # one end of an interval
        return f"'{name}' must have two numbers", "write [lower, upper]"
    mend = "compare it with the same field of another record, and with docs/data/schema"
    return f"'{name}' cannot be {_said(value)}", mend


# ---------------------------------------------------------------- each kind of problem in words

_DIGITS_ALONE = "write digits alone; what else there is to say belongs in a note"


def _kind(value: object) -> str:
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"the number {value}"
    if isinstance(value, str):
        return f"the text {_said(value)}"
    return "a list" if isinstance(value, list | tuple) else "fields (name: value)"


def _said(value: object) -> str:
    if isinstance(value, str):
        return f"'{value if len(value) <= 40 else value[:39] + '…'}'"
    return _kind(value)


def _text(value: Any, _context: Any) -> Words:
    if isinstance(value, list | tuple):
        mend = "write it without brackets and dashes, or put the whole in quotation marks"
        return "must be text, not a list", mend
    if isinstance(value, dict):
        return (
            "must be text; a colon makes it fields",
            "put text with a colon, or in braces, in quotation marks",
        )
    return f"must be text, not {_kind(value)}", "put it in quotation marks"


def _whole(value: Any, _context: Any) -> Words:
    if isinstance(value, float):
        mend = f"write {int(value)}" if value.is_integer() else "write whole people or things"
        return f"must be a whole number, not {value}", mend
    message, mend = _number(value, _context)
    return message, _DIGITS_ALONE if "." in mend else mend


def _number(value: Any, _context: Any) -> Words:
    if not isinstance(value, str):
        return f"must be a number, not {_kind(value)}", "write one number"
    if re.fullmatch(r"[-+]?\d+(\.\d*)?", value):
        return f"must be a number, not the text '{value}'", "take the quotation marks off"
    message = f"must be a number, not {_said(value)}"
    bare = re.sub(r"[\s%_]", "", value).replace("−", "-").replace("–", "-")
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", bare):
        return message, f"write {bare.replace(',', '')}"
    bare = bare.replace(",", ".") if bare.count(",") == 1 else bare
    if re.fullmatch(r"-?\d*\.?\d+", bare):
        return message, f"write {bare}"
    return message, _DIGITS_ALONE


def _truth(value: Any, _context: Any) -> Words:
    meant = {"yes": "true", "on": "true", "no": "false", "off": "false"}
    word = meant.get(str(value).lower()) or str(value).lower()
    mend = f"write {word}" if word in ("true", "false") else "write true or false"
    return f"must be true or false, not {_said(value)}", f"{mend}, without quotation marks"


def _list(value: Any, _context: Any) -> Words:
    if isinstance(value, str):
        parts = [part.strip() for part in re.split(r"[;,]", value) if part.strip()]
        short = ", ".join(parts) if len(value) <= 60 and parts else "…"
        return f"must be a list, not {_said(value)}", f"write it in brackets: [{short}]"
    return f"must be a list, not {_kind(value)}", "write [one, two], or one item a line after '- '"


def _interval(value: Any, _context: Any) -> Words:
    return f"must be two numbers, not {_said(value)}", "write [lower, upper]"


def _allowed(value: Any, context: Any) -> Words:
    words = re.findall(r"'((?:[^'\\]|\\.)*)'|\"([^\"]*)\"", context["expected"])
    allowed = [first or second for first, second in words]
    if not isinstance(value, str) and str(value) in allowed:
        return f"must be text, not the number {value}", f'put it in quotation marks: "{value}"'
    listed = "use one of: " + ", ".join(f"'{word}'" for word in allowed)
    bare = re.sub(r"[\s_–—-]+", "-", str(value).strip().lower())
    for word in allowed:
        if bare == re.sub(r"[\s_–—-]+", "-", word.lower()):
            return f"cannot be {_said(value)}", f"write '{word}'"
    return f"cannot be {_said(value)}", listed


def _pattern(value: Any, context: Any) -> Words:
    pattern = context["pattern"]
    what, mend = FORMS.get(pattern, ("of the form that is wanted here", f"compare {_FIELDS}"))
    if pattern == KEY:
        bare = value.strip(" []@").casefold()
    else:
        bare = re.sub(r"[^a-z0-9]+", "-", value.casefold()).strip("-")
    if pattern in (KEY, ID) and bare != value and re.fullmatch(pattern, bare):
        mend = f"write {bare}"
    return f"is {_said(value)}, which is not {what}", mend


def _short(value: Any, context: Any) -> Words:
    length = len(value.strip())
    if not length:
        return "is empty", "write it, or take the field out"
    least = context["min_length"]
    return f"has {length} characters, and at least {least} are wanted", "write a sentence"


def _too_few(_value: Any, _context: Any) -> Words:
    return "is empty", "name at least one"


def _long(value: Any, context: Any) -> Words:
    most = context["max_length"]
    return f"has {len(value):,} characters, and at most {most:,} are wanted", "shorten it"


def _too_many(_value: Any, context: Any) -> Words:
    most = context["max_length"]
    return f"has {context['actual_length']} values, and {most} are wanted", "check them"


def _low(value: Any, context: Any) -> Words:
    return f"is {value}, and cannot be below {context['ge']:,.10g}", "check the figure"


def _high(value: Any, context: Any) -> Words:
    return f"is {value}, and cannot be above {context['le']:,.10g}", "check the figure"


# pydantic's type of error → what is said after the field's name
_SAYINGS: dict[str, Callable[[Any, Any], Words]] = {
    "string_type": _text,
    "int_type": _whole,
    "int_from_float": _whole,
    "float_type": _number,
    "finite_number": _number,
    "bool_type": _truth,
    "list_type": _list,
    "tuple_type": _interval,
    "literal_error": _allowed,
    "string_pattern_mismatch": _pattern,
    "string_too_short": _short,
    "string_too_long": _long,
    "too_short": _too_few,
    "too_long": _too_many,
    "greater_than_equal": _low,
    "less_than_equal": _high,
}

# ---------------------------------------------------------------- classes inside classes


def _inner(annotation: Any) -> type[Record] | None:
    """The class of records in an annotation: that of `list[Arm]`, of `Share | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation if issubclass(annotation, Record) else None
    if get_origin(annotation) in (list, Union, UnionType):
        return next(filter(None, map(_inner, get_args(annotation))), None)
    return None


def model_at(model: type[Record], path: Path) -> type[Record]:
    """The class at a path inside a record."""
    for part in path:
        field = model.model_fields.get(part) if isinstance(part, str) else None
        model = (_inner(field.annotation) if field else None) or model
    return model


def fields_at(model: type[Record], path: Path) -> list[str]:
    """Names of the fields at a path inside a record."""
    return list(model_at(model, path).model_fields)


def _parts(model: type[Record]) -> list[type[Record]]:
    """A class and all classes inside it."""
    found = [model]
    for part in found:
        inner = (_inner(field.annotation) for field in part.model_fields.values())
        found += [one for one in inner if one and one not in found]
    return found


def takes(model: type[Record], path: Path) -> str:
    """What a field takes: 'text', 'number', or '' for anything else and for what is not known.

    >>> from sitebuild.model.records import Trial
    >>> takes(Trial, ("phase",)), takes(Trial, ("arms", 0, "n_analyzed")), takes(Trial, ("arms",))
    ('text', 'number', '')
    """
    names = [part for part in path if isinstance(part, str)]
    if not names:
        return ""
    field = model_at(model, tuple(names[:-1])).model_fields.get(names[-1])
    kinds = set(_leaves(field.annotation)) - {type(None)} if field else set()
    if kinds and all(issubclass(kind, str) for kind in kinds):
        return "text"
    return "number" if kinds and kinds <= {int, float} else ""


def _leaves(annotation: Any) -> Iterator[type]:
    inner = get_args(annotation)
    if get_origin(annotation) is Annotated:
        yield from _leaves(inner[0])
    elif inner:
        for one in inner:
            yield from _leaves(one)
    elif isinstance(annotation, type):
        yield annotation
