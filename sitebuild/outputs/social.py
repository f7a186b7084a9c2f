"""The plain picture that a link to the site shows elsewhere."""

from __future__ import annotations

import textwrap
from pathlib import Path

import tinycss2
from PIL import Image, ImageDraw, ImageFont

SIZE = (1200, 630)  # pixels, as Open Graph readers expect


def palette(css: str) -> dict[str, str]:
    """The site's colors by name, as the first `:root` of its stylesheet gives them.

    >>> palette(":root { --paper: #fdfdfb; }")
    {'paper': '#fdfdfb'}
    """
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if rule.type != "qualified-rule" or tinycss2.serialize(rule.prelude).strip() != ":root":
            continue
        nodes = tinycss2.parse_blocks_contents(rule.content, True, True)
        return {
            node.name.removeprefix("--"): tinycss2.serialize(node.value).strip()
            for node in nodes
            if node.type == "declaration" and node.name.startswith("--")
        }
    return {}


def draw(target: Path, name: str, description: str, colors: dict[str, str]) -> None:
    """Writes a PNG with the site's name and description; `colors`: see `palette`."""
    image = Image.new("RGB", SIZE, colors["paper"])
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, 24, SIZE[1]), fill=colors["mdma"])
    large, small = ImageFont.load_default(76), ImageFont.load_default(36)
    pen.multiline_text((90, 150), textwrap.fill(name, 24), colors["ink"], large, spacing=18)
    text = textwrap.fill(description, 58)
    pen.multiline_text((90, 370), text, colors["ink-soft"], small, spacing=14)
    target.parent.mkdir(parents=True, exist_ok=True)
    image.save(target, optimize=True)
