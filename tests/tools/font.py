"""Cuts the site's typeface to what its pages need: `make font` writes theme/assets/fonts/.

Literata comes as a package of npm with all its letters, weights and sizes; kept are one size, the
weights from text to bold, and the letters below. What is not among them is set in the next font of
the stack, as theme/assets/site.css says by its unicode-range.
"""

from __future__ import annotations

import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

PACKAGE, VERSION = "@fontsource-variable/literata", "5.3.0"
SOURCE = "package/files/literata-latin-opsz-normal.woff2"
TARGET = Path(__file__).parents[2] / "theme" / "assets" / "fonts"
ACCENTED = "àáâäçèéêíñóôöøüÅÉÖÜ"
SIGNS = "\u00a0£§°±²µ×–—‘’“”…−"  # the first is the space that does not break
LETTERS = {*map(chr, range(0x20, 0x7F)), *ACCENTED, *SIGNS}
AXES = {"opsz": 14, "wght": (400, 700)}
FEATURES = ["kern", "liga"]


def source(folder: Path) -> Path:
    """The package, unpacked below a folder."""
    command = ["npm", "pack", "--silent", f"{PACKAGE}@{VERSION}"]
    packed = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    with tarfile.open(folder / packed.stdout.strip()) as archive:
        archive.extractall(folder, filter="data")
    return folder


def cut(path: Path) -> TTFont:
    """The font with one size, some weights and the letters that are wanted."""
    font = instancer.instantiateVariableFont(TTFont(path), AXES)
    variations = font["gvar"].variations
    for glyph in font.getGlyphOrder():
        variations.setdefault(glyph, [])  # a space has none
    wanted = subset.Options(layout_features=FEATURES, hinting=False, notdef_outline=True)
    cutter = subset.Subsetter(wanted)
    cutter.populate(unicodes=map(ord, LETTERS))
    cutter.subset(font)
    font.flavor = "woff2"
    return font


def main() -> None:
    """Writes the font and its license."""
    TARGET.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = source(Path(name))
        font = cut(folder / SOURCE)
        font.save(TARGET / "literata.woff2")
        shutil.copy(folder / "package" / "LICENSE", TARGET / "literata.LICENSE.txt")
    held = sorted(font.getBestCmap())
    spans: list[list[int]] = []
    for code in held:
        if spans and code == spans[-1][1] + 1:
            spans[-1][1] = code
        else:
            spans.append([code, code])
    ranges = ", ".join(f"U+{a:X}" + (f"-{b:X}" if b > a else "") for a, b in spans)
    size = (TARGET / "literata.woff2").stat().st_size
    print(f"{size:,} bytes; unicode-range: {ranges}")


if __name__ == "__main__":
    main()
