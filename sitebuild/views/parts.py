"""Pieces that several drawings share: keys, cited texts, runs of words, shares and means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from sitebuild.model.records import Mean, Share, Value
from sitebuild.style.numbers import interval, number

NOT_SEEN = "not seen"


class Keys(tuple[str, ...]):
    """Keys of sources that a drawing prints; a class of their own, so that they can be gathered."""

    __slots__ = ()


class Cited(str):
    """Text of a record in which `[@key]` may stand."""

    __slots__ = ()


NO_KEYS = Keys()
_Kind = TypeVar("_Kind", bound=Value)
_Row = TypeVar("_Row")


@dataclass(frozen=True)
class Group(Generic[_Row]):
    """The rows of one kind, under its name."""

    title: str
    rows: list[_Row]


def grouped(
    rows: Iterable[tuple[_Kind, _Row]],
    kinds: Iterable[_Kind],
    titles: Mapping[_Kind, str] | None = None,
) -> list[Group[_Row]]:
    """Rows by their kind, in the order of the kinds; a kind without rows is left out.

    `titles` are the names of the kinds, where these are not their words.
    """
    known = list(rows)
    groups = (
        Group(titles[kind] if titles else kind.word, [row for of, row in known if of is kind])
        for kind in kinds
    )
    return [group for group in groups if group.rows]


@dataclass(frozen=True)
class Run:
    """Words in one manner: '' as around them, 'unseen', 'small', or 'break' (a new line)."""

    text: str = ""  # a Cited text may hold [@key]
    kind: str = ""
    cites: Keys = NO_KEYS  # printed after the text
    address: str = ""  # where the text leads


Runs = tuple[Run, ...]
BREAK = Run(kind="break")


def plain(text: object) -> Run:
    """Words as the text around them."""
    return Run(Cited(text))


def unseen(text: str = NOT_SEEN) -> Run:
    """Words that say that a value was not seen."""
    return Run(text, "unseen")


def small(text: object, cites: Iterable[str] = ()) -> Run:
    """Words that say more about what stands before them."""
    return Run(Cited(text), "small", Keys(cites))


def cited(keys: Iterable[str]) -> Run:
    """Sources, named."""
    return Run(cites=Keys(keys))


def given(value: object, otherwise: str = NOT_SEEN) -> Run:
    """A value, or the word that says that it was not seen: None, '' and [] are not values, 0 is."""
    return unseen(otherwise) if value is None or value in ("", []) else plain(value)


def share(value: Share) -> str:
    """'12 of 40 (30%)', or the percentage where the counts were not seen."""
    if value.n is not None and value.of is not None:
        return f"{value.n} of {value.of} ({round(value.as_percent)}%)"
    return f"{number(value.percent)}%"


def mean(value: Mean) -> str:
    """'44.0 (SD 6.1), n = 42', with the spread that was printed."""
    text = number(value.mean, 1)
    if value.sd is not None:
        text += f" (SD {number(value.sd, 1)})"
    elif value.se is not None:
        text += f" (SE {number(value.se, 1)})"
    elif value.ci:
        text += f" (95% CI {interval(value.ci)})"
    return text if value.n is None else f"{text}, n = {value.n}"


def joined(words: Iterable[str]) -> str:
    """'Canada, Israel'."""
    return ", ".join(words)
