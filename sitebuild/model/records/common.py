"""What records share: small types, dates, counts, and allowed values with their words for readers.

A description here is what the page on the data prints and what an editor shows as one types: the
JSON Schemas in `docs/data/schema/` are made from these classes (`make schema`).
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, GetCoreSchemaHandler, Strict
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from sitebuild import settings

# ---------------------------------------------------------------- slips and allowed values


def slip(what: str, mend: str, *field: str | int) -> PydanticCustomError:
    """A fault of a value in a contributor's words, to be raised by a validator.

    `what` is said after the name of the field or record; `field` is the path, inside the record,
    of the value that is wrong, where the validator looks at several.

    >>> slip("n is 50 of 46", "check both", "n").type
    'slip'
    """
    # passed whole: pydantic would take a brace in the message for a place to fill in
    context = {"what": what, "mend": mend, "field": list(field)}
    return PydanticCustomError("slip", "{what}", context)


class Value(StrEnum):
    """One of the values a field may have: the text in the file, and `.word`, what readers read.

    A member is a `str`: it compares and prints as the text in the file.

        class Status(Value):
            STOPPED_EARLY = "stopped-early", "stopped early"

        Status("stopped-early").word == "stopped early"
    """

    words: tuple[str, ...]

    def __new__(cls, value: str, *words: str) -> Self:
        """Takes the text in the file, then its word (the text itself, if none is given)."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.words = words or (value,)
        return member

    @property
    def word(self) -> str:
        """What readers read."""
        return self.words[0]

    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: type[Any], _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Checked as a literal, so that the JSON Schema lists the values where they are allowed."""
        return core_schema.no_info_after_validator_function(
            cls,
            core_schema.literal_schema([member.value for member in cls]),
            serialization=core_schema.plain_serializer_function_ser_schema(
                lambda member: member, info_arg=False, return_schema=core_schema.any_schema()
            ),
        )


class Seen(Value):
    """How a value was seen."""

    PRIMARY = "primary", "read in the report, its abstract or the registry"
    SECONDARY = "secondary", "read second-hand"

    @property
    def account(self) -> str:
        """Its word where another's account was read; '' else."""
        return self.word if self is Seen.SECONDARY else ""


# ---------------------------------------------------------------- forms of text
# Each pattern stands in the published JSON Schema too; FORMS says it in words.

KEY = r"^[a-z]+(\d{4}|nd)[a-z0-9]*$"
ID = r"^[a-z0-9]+(-[a-z0-9]+)*$"
PHONE = r"^[+0-9][0-9 ]*$"
ADDRESS = r"^https://[^\s<>\"]+$"
# pattern → (what a value that does not fit is not, how it is written)
FORMS: dict[str, tuple[str, str]] = {
    KEY: ("a key of references.bib", "write surname and year in small letters: mitchell2021"),
    ID: ("an id", "write small letters and digits, with single hyphens between: mapp-1"),
    PHONE: ("a number to dial", "write digits and spaces, + in front if need be: +61 13 11 14"),
    ADDRESS: ("a web address", "write it in full, beginning with https:// and without spaces"),
}

# ---------------------------------------------------------------- dates

_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


def _any_date(value: str) -> str:
    if not _DATE.fullmatch(value):
        raise slip(
            f"'{value}' is not a date", "write 2024, 2024-08 or 2024-08-09, in quotation marks"
        )
    try:
        date.fromisoformat((value + "-01-01")[:10])
    except ValueError:
        what = f"'{value}' is not a day of the calendar"
        raise slip(what, "write year-month-day") from None
    return value


def _past_date(value: str) -> str:
    if date.fromisoformat((_any_date(value) + "-01-01")[:10]) > settings.newest_day():
        raise slip(
            f"'{value}' lies in the future",
            "write the date on which it happened, or leave the field out",
        )
    return value


def _past_year(value: int) -> int:
    # not a bound of the field: the JSON Schema would then change every New Year
    if value > settings.newest_day().year:
        raise slip(
            f"{value} lies in the future", "write the year of publication, or leave the field out"
        )
    return value


def _ordered(pair: tuple[float, float]) -> tuple[float, float]:
    if pair[0] > pair[1]:
        low, high = f"{pair[1]:g}", f"{pair[0]:g}"
        raise slip("the ends of the interval are swapped", f"write [{low}, {high}]")
    return pair


# ---------------------------------------------------------------- small types

# Strict: `n: yes` is no 1, and `n: "46"` no 46 to whoever reads the file with another program.
Whole = Annotated[int, Strict()]
Number = Annotated[float, Strict()]
Truth = Annotated[bool, Strict()]

PastYear = Annotated[Whole, Field(ge=1970), AfterValidator(_past_year)]
Key = Annotated[str, Field(pattern=KEY, description="A key of `references.bib`.")]
Keys = Annotated[
    list[Key],
    Field(min_length=1, description="Keys of `references.bib` that support this record."),
]
Id = Annotated[
    str, Field(pattern=ID, description="Short, unique, never changed: it is an address.")
]
PastDate = Annotated[
    str,
    AfterValidator(_past_date),
    Field(description="Year, year-month or full date; not in the future."),
]
AnyDate = Annotated[str, AfterValidator(_any_date)]
Interval = Annotated[
    tuple[Number, Number],
    AfterValidator(_ordered),
    Field(description="Lower and upper end."),
]
Count = Annotated[Whole, Field(ge=0, le=1_000_000)]
Percent = Annotated[Number, Field(ge=0, le=100)]
Text = Annotated[str, Field(min_length=1, max_length=2000)]
CitedText = Annotated[
    str,
    Field(
        min_length=1,
        max_length=4000,
        description="Markdown; each statement of fact ends in its citation.",
    ),
]


class Record(BaseModel):
    """A record refuses fields that it does not know, so a misspelt one cannot vanish."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


# ---------------------------------------------------------------- rules that several records keep


def inside(name: str, value: float, ends: tuple[float, float] | None) -> None:
    """Refuses an estimate outside its interval; `name` is its field."""
    if ends and not ends[0] <= value <= ends[1]:
        what = f"the {name} {value:g} lies outside its interval [{ends[0]:g}, {ends[1]:g}]"
        raise slip(what, "check both", name)


def possible(n: int | None, of: int | None, percent: float | None) -> None:
    """Refuses a share that cannot be: more people than were looked at, a percentage of others."""
    if n is not None and of is not None:
        if n > of:
            raise slip(f"n is {n} of {of}", "n cannot exceed the people looked at; check both", "n")
        if percent is not None and of and not rounds_to(100 * n / of, f"{percent:g}"):
            what = f"{n} of {of} is {100 * n / of:.1f}%, not {percent:g}%"
            raise slip(what, "check the three, or leave percent out", "percent")
    elif percent is None:
        raise slip("a share without its figures", "give n and of, or percent")


def rounds_to(value: float, printed: str) -> bool:
    """Whether a figure is printed so, rounded or cut to as many digits.

    >>> rounds_to(78.46, "78.5"), rounds_to(78.46, "78"), rounds_to(78.46, "79")
    (True, True, False)
    """
    unit = 10.0 ** -len(printed.partition(".")[2])
    return -1e-9 <= value - float(printed) < unit or abs(value - float(printed)) <= unit / 2 + 1e-9


def in_order(name: str, first: float | None, last: float | None) -> None:
    """Refuses a span that ends before it begins; `name` is the field of its end."""
    if first is not None and last is not None and last < first:
        raise slip(f"{name} {last:g} lies before the beginning, {first:g}", "check both", name)


def analyzed(n_analyzed: int | None, n_randomized: int | None) -> None:
    """Refuses more people analyzed than randomized."""
    if n_analyzed is not None and n_randomized is not None and n_analyzed > n_randomized:
        what = f"n_analyzed {n_analyzed} is above n_randomized {n_randomized}"
        raise slip(what, "check both", "n_analyzed")


def as_percent(n: int | None, of: int | None, percent: float | None) -> float:
    """Per 100 people: computed from the counts where there are counts, else as printed.

    >>> as_percent(29, 46, 63)
    63.04347826086956
    """
    if n is not None and of:
        return 100 * n / of
    if percent is None:
        raise ValueError("neither n and of nor percent")  # `possible` has refused this before
    return float(percent)
