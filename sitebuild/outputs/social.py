"""The plain picture that a link to the site shows elsewhere: 1200 × 630 px, the size Open Graph readers expect."""

from __future__ import annotations

import textwrap
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

SIZE = (1200, 630)
PAPER, INK, ACCENT, SOFT = "#fdfdfb", "#1c2226", "#0f6a70", "#4d575d"  # as in theme/assets/site.css


def draw(target: Path, name: str, description: str) -> None:
    """Writes a PNG with the site's name and description."""
    image = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, 24, SIZE[1]), fill=ACCENT)
    pen.multiline_text((90, 150), textwrap.fill(name, 24), fill=INK, font=ImageFont.load_default(76), spacing=18)
    pen.multiline_text((90, 370), textwrap.fill(description, 58), fill=SOFT, font=ImageFont.load_default(36), spacing=14)
    target.parent.mkdir(parents=True, exist_ok=True)
    image.save(target, optimize=True)
