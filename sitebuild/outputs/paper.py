"""A picture on its own, drawn once and written as SVG and as PNG: words, lines, dots and boxes.

The two are drawn from the same marks, and words are measured in one font that stands beside this
module, so that a picture is the same on every machine.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from markupsafe import escape
from PIL import Image, ImageDraw, ImageFont

WIDTH, EDGE = 1200, 40  # units of a picture, which are pixels of its PNG
TWICE = 2  # a PNG is drawn so much larger and then reduced: soft edges
FONTS = Path(__file__).parent / "fonts"
FAMILY = "DejaVu Sans Condensed, Arial, Helvetica, sans-serif"
COLORS_IN_PNG = 64


@lru_cache(maxsize=64)
def _font(size: float, bold: bool) -> ImageFont.FreeTypeFont:
    name = f"DejaVuSansCondensed{'-Bold' if bold else ''}.ttf"
    return ImageFont.truetype(FONTS / name, size, layout_engine=ImageFont.Layout.BASIC)


def length(text: str, size: float, bold: bool = False) -> float:
    """How wide words are."""
    return _font(size, bold).getlength(text)


def wrapped(text: str, size: float, width: float, bold: bool = False) -> list[str]:
    """Words in lines of at most that width; a longer word stands on a line of its own."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and length(longer, size, bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@dataclass(frozen=True)
class Words:
    """A line of text; `y` is its base line."""

    x: float
    y: float
    text: str
    size: float
    color: str
    bold: bool
    anchor: str  # start, middle, end


@dataclass(frozen=True)
class Shape:
    """Corners that are joined, and a surface where `fill` names its color."""

    points: tuple[tuple[float, float], ...]
    fill: str
    stroke: str
    width: float
    dashed: bool = False


@dataclass(frozen=True)
class Round:
    """A dot."""

    x: float
    y: float
    r: float
    fill: str
    stroke: str
    width: float


@dataclass
class Paper:
    """Marks from top to bottom; `y` is how far the paper is used."""

    colors: Mapping[str, str]  # the site's, by name
    y: float = EDGE
    marks: list[Words | Shape | Round] = field(default_factory=list)

    # ---- drawing

    def words(
        self,
        text: str,
        size: float = 24,
        *,
        x: float = EDGE,
        width: float = WIDTH - 2 * EDGE,
        bold: bool = False,
        color: str = "ink",
    ) -> None:
        """Text in lines, from where the paper is free."""
        for line in wrapped(text, size, width, bold):
            self.y += size * 1.3
            self.say(x, self.y - size * 0.3, line, size, bold=bold, color=color)

    def say(
        self,
        x: float,
        y: float,
        text: str,
        size: float = 22,
        *,
        anchor: str = "start",
        bold: bool = False,
        color: str = "ink",
    ) -> None:
        """One line of text, somewhere."""
        self.marks.append(Words(x, y, text, size, color, bold, anchor))

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        color: str = "line-strong",
        width: float = 2,
        dashed: bool = False,
    ) -> None:
        """A straight line."""
        self.marks.append(Shape(((x1, y1), (x2, y2)), "", color, width, dashed))

    def area(
        self,
        points: Iterable[tuple[float, float]],
        fill: str,
        stroke: str = "",
        width: float = 2,
    ) -> None:
        """A surface."""
        self.marks.append(Shape(tuple(points), fill, stroke or fill, width))

    def box(
        self, x: float, y: float, width: float, height: float, fill: str, stroke: str = ""
    ) -> None:
        """A rectangle."""
        corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
        self.area(corners, fill, stroke)

    def dot(
        self, x: float, y: float, r: float, fill: str, stroke: str = "", width: float = 2
    ) -> None:
        """A round mark."""
        self.marks.append(Round(x, y, r, fill, stroke or fill, width))

    def space(self, height: float) -> None:
        """Nothing."""
        self.y += height

    # ---- writing

    @property
    def height(self) -> int:
        """Of the whole picture."""
        return round(self.y + EDGE)

    def svg(self, title: str) -> str:
        """As SVG, with real text."""
        box = f'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {self.height}" role="img"'
        parts = [
            f'<svg {box} font-family="{FAMILY}"><title>{escape(title)}</title>',
            f'<path fill="{self.colors["paper"]}" d="M0 0h{WIDTH}v{self.height}H0z"/>',
            *map(self._element, self.marks),
            "</svg>\n",
        ]
        return "\n".join(parts)

    def _element(self, mark: Words | Shape | Round) -> str:
        if isinstance(mark, Words):
            weight = ' font-weight="700"' if mark.bold else ""
            anchor = "" if mark.anchor == "start" else f' text-anchor="{mark.anchor}"'
            return (
                f'<text x="{mark.x:g}" y="{mark.y:g}" font-size="{mark.size:g}" '
                f'fill="{self.colors[mark.color]}"{weight}{anchor}>{escape(mark.text)}</text>'
            )
        fill = self.colors[mark.fill] if mark.fill else "none"
        look = f'fill="{fill}" stroke="{self.colors[mark.stroke]}" stroke-width="{mark.width:g}"'
        if isinstance(mark, Round):
            return f'<circle cx="{mark.x:g}" cy="{mark.y:g}" r="{mark.r:g}" {look}/>'
        dashes = ' stroke-dasharray="8 6"' if mark.dashed else ""
        path = "L".join(f"{x:g} {y:g}" for x, y in mark.points)
        return f'<path d="M{path}{"z" if mark.fill else ""}" {look}{dashes}/>'

    def png(self) -> bytes:
        """As PNG."""
        image = Image.new("RGB", (WIDTH * TWICE, self.height * TWICE), self.colors["paper"])
        pen = ImageDraw.Draw(image)
        for mark in self.marks:
            if isinstance(mark, Words):
                font = _font(mark.size * TWICE, mark.bold)
                place = {"start": "ls", "middle": "ms", "end": "rs"}[mark.anchor]
                at = (mark.x * TWICE, mark.y * TWICE)
                pen.text(at, mark.text, self.colors[mark.color], font, place)
            elif isinstance(mark, Round):
                self._dot(pen, mark)
            else:
                self._shape(pen, mark)
        out = io.BytesIO()
        small = image.reduce(TWICE)
        plain = Image.Dither.NONE
        octree = Image.Quantize.FASTOCTREE  # a sixth of the time of the others
        small.quantize(COLORS_IN_PNG, octree, dither=plain).save(out, "PNG")
        return out.getvalue()

    def _dot(self, pen: ImageDraw.ImageDraw, mark: Round) -> None:
        reach = (mark.r + mark.width / 2) * TWICE
        x, y = mark.x * TWICE, mark.y * TWICE
        edges = (x - reach, y - reach, x + reach, y + reach)
        fill = self.colors[mark.fill] if mark.fill else None
        pen.ellipse(edges, fill, self.colors[mark.stroke], round(mark.width * TWICE))

    def _shape(self, pen: ImageDraw.ImageDraw, mark: Shape) -> None:
        points = [(x * TWICE, y * TWICE) for x, y in mark.points]
        width = max(round(mark.width * TWICE), 1)
        if mark.fill:
            pen.polygon(points, self.colors[mark.fill], self.colors[mark.stroke], width)
            return
        for (x1, y1), (x2, y2) in pairwise(points):
            whole = max(((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5, 1)
            on, step = (8 * TWICE, 14 * TWICE) if mark.dashed else (whole, whole)
            at = 0.0
            while at < whole:
                first, last = at / whole, min(at + on, whole) / whole
                pen.line(
                    [
                        (x1 + (x2 - x1) * first, y1 + (y2 - y1) * first),
                        (x1 + (x2 - x1) * last, y1 + (y2 - y1) * last),
                    ],
                    self.colors[mark.stroke],
                    width,
                )
                at += step
