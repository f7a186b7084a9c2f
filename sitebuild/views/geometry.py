"""Where the marks of pictures lie: in percent of the width, so that a picture has any size.

A view measures with these, and a template prints what they give.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

NEAR_EDGE = 8.0  # percent: a label nearer to an edge is set from that edge


@dataclass(frozen=True)
class Mark:
    """A point; `anchor` is how a text there is set: start, middle or end."""

    x: str
    text: str = ""
    anchor: str = "middle"


@dataclass(frozen=True)
class Bar:
    """A span; an open one has a beginning or an end that was not seen."""

    x: str
    width: str
    open: bool = False

    @property
    def end(self) -> str:
        """Its right end, in percent."""
        return f"{float(self.x) + float(self.width):.2f}"


@dataclass(frozen=True)
class Dot:
    """One of so many: its center in percent of their width."""

    x: str
    filled: bool


@dataclass(frozen=True)
class Scale:
    """What the left edge and the right edge stand for.

    On a `log` scale equal steps are equal ratios, so that weeks and years fit into one picture.
    """

    low: float
    high: float
    log: bool = False

    def share(self, value: float) -> float:
        """Where a value lies, in percent, held inside the edges.

        >>> Scale(0, 8).share(2), Scale(1, 100, log=True).share(10), Scale(0, 8).share(9)
        (25.0, 50.0, 100.0)
        >>> Scale(100, 1, log=True).share(10), Scale(100, 1, log=True).share(0.5)
        (50.0, 100.0)
        """
        least, most = sorted((self.low, self.high))
        low, high, at = self.low, self.high, min(max(value, least), most)
        if self.log:
            low, high, at = math.log(low), math.log(high), math.log(at)
        return 100 * (at - low) / (high - low)

    def at(self, value: float) -> str:
        """The same as text.

        >>> Scale(0, 8).at(2)
        '25.00'
        """
        return f"{self.share(value):.2f}"

    def bar(self, first: float | None, last: float | None, stub: float) -> Bar | None:
        """From the first value to the last; of `stub` length where one of them was not seen.

        >>> Scale(0, 8).bar(2, 4, 1), Scale(0, 8).bar(4, None, 1)
        (Bar(x='25.00', width='25.00', open=False), Bar(x='50.00', width='12.50', open=True))
        """
        span = ends(first, last, stub)
        if span is None:
            return None
        length = self.share(span[1]) - self.share(span[0])
        return Bar(self.at(span[0]), f"{length:.2f}", first is None or last is None)

    def ticks(self, named: Iterable[tuple[float, str]]) -> list[Mark]:
        """Words under the axis; those near an edge are set from it."""
        return [Mark(self.at(value), text, _anchor(self.share(value))) for value, text in named]


def ends(first: float | None, last: float | None, stub: float) -> tuple[float, float] | None:
    """Where a span begins and ends, `stub` apart where one of the two was not seen.

    >>> ends(2, 4, 1), ends(None, 4, 1), ends(None, None, 1)
    ((2, 4), (3, 4), None)
    """
    if first is not None:
        return first, first + stub if last is None else last
    return None if last is None else (last - stub, last)


def _anchor(x: float) -> str:
    if x < NEAR_EDGE:
        return "start"
    return "end" if x > 100 - NEAR_EDGE else "middle"


def dots(filled: int, of: int) -> list[Dot]:
    """So many filled dots, then the others hollow: as many as there are people.

    >>> dots(1, 2)
    [Dot(x='25.00', filled=True), Dot(x='75.00', filled=False)]
    """
    return [Dot(f"{100 * (index + 0.5) / of:.2f}", index < filled) for index in range(of)]


def spread(count: int, first: float, last: float) -> list[float]:
    """So many values between two, at equal distances, none at an end.

    >>> spread(3, 1, 5)
    [2.0, 3.0, 4.0]
    """
    return [first + (last - first) * (index + 1) / (count + 1) for index in range(count)]


COLUMNS, PITCH, GAP = 20, 10, 6  # dots in a row of a crowd; their distance; the gap after ten


@dataclass(frozen=True)
class Spot:
    """The center of a dot, in units of the crowd's own box."""

    x: int
    y: int


@dataclass(frozen=True)
class Crowd:
    """People as dots, ten and ten a row: those who had it, those who had not, those not scored."""

    had: list[Spot]
    had_not: list[Spot]
    unscored: list[Spot]
    width: int
    height: int

    @staticmethod
    def path(spots: list[Spot]) -> str:
        """Dots as one path of points, to be drawn with round ends.

        >>> Crowd.path([Spot(5, 5), Spot(15, 5)])
        'M5 5h0M15 5h0'
        """
        return "".join(f"M{spot.x} {spot.y}h0" for spot in spots)


def crowd(had: int, scored: int, everybody: int) -> Crowd:
    """As many dots as there are people, in that order.

    >>> [len(spots) for spots in (crowd(2, 5, 6).had, crowd(2, 5, 6).had_not)]
    [2, 3]
    """
    spots = [
        Spot(
            PITCH // 2 + PITCH * (at % COLUMNS) + (GAP if at % COLUMNS >= COLUMNS // 2 else 0),
            PITCH // 2 + PITCH * (at // COLUMNS),
        )
        for at in range(max(everybody, scored))
    ]
    return Crowd(
        spots[:had],
        spots[had:scored],
        spots[scored:],
        width=PITCH * COLUMNS + GAP,
        height=PITCH * math.ceil(len(spots) / COLUMNS),
    )


IN_A_ROW = 30  # squares; the line that draws them is broken into pieces as long as a square


@dataclass(frozen=True)
class Squares:
    """So many squares, as one path of broken lines, in units of its own box."""

    path: str
    height: int
    width: int = PITCH * IN_A_ROW


def squares(number: int) -> Squares:
    """A line ten long for each square, thirty a row.

    >>> squares(32)
    Squares(path='M0 5h300M0 15h20', height=20, width=300)
    """
    rows = [min(IN_A_ROW, number - first) for first in range(0, number, IN_A_ROW)]
    path = "".join(
        f"M0 {PITCH * at + PITCH // 2}h{PITCH * length}" for at, length in enumerate(rows)
    )
    return Squares(path, PITCH * max(len(rows), 1))


def side(weight: float | None, heaviest: float, longest: float, shortest: float) -> float:
    """The side of a square whose area stands for a weight; `shortest` is still to be seen.

    >>> side(10, 40, 16, 4), side(0.1, 40, 16, 4)
    (8.0, 4)
    """
    if weight is None or heaviest <= 0:
        return longest / 2
    return max(round(longest * math.sqrt(weight / heaviest), 1), shortest)
