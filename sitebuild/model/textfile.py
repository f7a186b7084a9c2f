"""Reads a text file, and tells of characters in it that nobody sees or that garble a word.

Pages, sources and data are read with `read`; what they say is looked at with `garbled`, so that one
list of such characters holds for all three. `cleaned` takes out those whose mend has one right
answer (`make fix` uses it).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sitebuild.model.findings import Finding, line_at, some


def read(path: Path, name: str) -> str | Finding:
    """The text of a file, or what is wrong with it.

    UTF-8 with or without a byte order mark; lines end in "\\n" whatever they end in on disk.

    >>> read(Path("no/such/file"), "topic.md").message
    'the file is missing'
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        mend = "restore it from the repository's history"
        return Finding(name, 0, "the file is missing", mend)
    except OSError:  # a folder of that name, or no right to read
        return Finding(
            name, 0, "this is not a file that can be read", "put a text file in its place"
        )
    return decode(raw, name)


def replace(path: Path, text: str) -> None:
    """Writes a file whole or not at all, whatever happens meanwhile."""
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_bytes(text.encode("utf-8"))
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def decode(raw: bytes, name: str) -> str | Finding:
    """The text of these bytes, or the finding that they are not UTF-8.

    >>> decode(b"\\xef\\xbb\\xbfone\\r\\ntwo\\r\\n", "a.md")
    'one\\ntwo\\n'
    >>> decode(b"one\\ncaf\\xe9\\n", "a.md").line
    2
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Finding(name, 1, "the file is saved as UTF-16", "save it as UTF-8")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = len(_lines(raw[: error.start].decode("latin-1"))[:-1]) + 1
        return Finding(name, line, "letters that are not saved as UTF-8", "save the file as UTF-8")
    return "\n".join(_lines(text))


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


@dataclass(frozen=True)
class _Kind:
    """A kind of character that does not belong in a text, and what to do about it."""

    what: str
    mend: str
    characters: str  # as they stand between [ and ] of a regular expression
    removed: bool = False  # taking it out is always right


_RETYPE = "type the word anew in its place"
# Not in the list, because people rightly write them: no-break and thin spaces, combining accents,
# the joiners inside an emoji and the marks of direction inside Arabic or Hebrew (see `_rightly`).
KINDS = (
    _Kind(
        "a character of no width",
        "delete the word and type it anew",
        "\u034f\u180b-\u180e\u200b-\u200d\u2060-\u2064\ufeff\u115f\u1160\u3164\uffa0\u2800",
        removed=True,
    ),
    _Kind("a soft hyphen", "delete the word and type it anew", "\u00ad", removed=True),
    _Kind(
        "a character that turns the direction of text",
        "delete the words around it and type them anew",
        "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u206a-\u206f",
        removed=True,
    ),
    _Kind(
        "an invisible tag", "delete the words around it and type them anew", "\U000e0000-\U000e007f"
    ),
    _Kind(
        "an invisible variant mark",
        "delete the letter before it and type it anew",
        "\ufe00-\ufe0f\U000e0100-\U000e01ef",
    ),
    _Kind(
        "letters melted into one (as a PDF has them)",
        "type them one by one",
        "\ufb00-\ufb06",
        removed=True,
    ),
    _Kind(
        "an end of line that editors do not show",
        "break the line with Enter in its place",
        "\u2028\u2029\x0b\x0c\x1c-\x1e\x85",
    ),
    _Kind("a control character", "delete it", "\x00-\x08\x0e-\x1b\x1f\x7f"),
    _Kind("a letter read in the wrong encoding", _RETYPE, "\x80-\x84\x86-\x9f\ufffd"),
    _Kind(
        "a character that only one font knows",
        _RETYPE,
        "\ue000-\uf8ff\ufdd0-\ufdef\ufff9-\ufffc\ufffe\uffff\U000f0000-\U0010ffff",
    ),
)
_LIGATURES = dict(zip("ﬀﬁﬂﬃﬄﬅﬆ", ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True))
_ANY = re.compile("[" + "".join(kind.characters for kind in KINDS) + "]")
_EACH = [(kind, re.compile(f"[{kind.characters}]")) for kind in KINDS]
# UTF-8 that a program took for Windows' own encoding: "Ã©" was "é", "â€“" was a dash
_MOJIBAKE = re.compile("â€[\x80-\x9f“”™œ˜¦¢¡žŸ–—]|Ã[\x80-\xbf]|Â[\xa0-\xbf]")
# A Latin word with a letter of another alphabet that looks the same: "МDMA" with a Cyrillic М.
# Greek letters that stand in the names of science (α β γ δ κ μ Δ …) are left alone.
_LATIN = "A-Za-zÀ-ÖØ-öø-ɏ"
_ALIKE = "\u0400-\u052fΑΒΕΖΗΙΚΜΝΟΡΤΥΧο"
_MIXED = re.compile(f"[{_LATIN}]*(?:[{_LATIN}][{_ALIKE}]|[{_ALIKE}][{_LATIN}])[{_LATIN}{_ALIKE}]*")
# where a joiner, a mark of direction or a variant mark has its work to do
_JOINERS = "\u200c\u200d\u200e\u200f\u061c\u180b\u180c\u180d\u180e\ufe0e\ufe0f"
_SCRIPTS = re.compile(
    "[\u0590-\u0fff\u1780-\u18af\u2190-\u2bff\u3030\u303d\ua800-\uabff\ufb1d-\ufdcf"
    "\ufe70-\ufefc\U0001f000-\U0001faff©®™#*0-9]"
)
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def _rightly(text: str, at: int) -> bool:
    """Whether the character at this place is one that a script or an emoji there needs."""
    character = text[at]
    before = text[:at][-1:] if at < 2 else text[at - 1]
    if character in "\ufe0e\ufe0f":
        return bool(_SCRIPTS.match(before))
    if character in _JOINERS:
        around = text[max(at - 2, 0) : at] + text[at + 1 : at + 3]
        return any(_SCRIPTS.match(one) and not one.isascii() for one in around)
    if "\U000e0020" <= character <= "\U000e007f":  # the flags of England, Scotland and Wales
        return "\U0001f3f4" in text[max(at - 8, 0) : at]
    if "\U000e0100" <= character <= "\U000e01ef":
        return bool(_HAN.match(before))
    return False


def garbled(text: str, file: str, first: int = 1) -> Iterator[Finding]:
    """No character that nobody sees, that garbles a word, or that only looks like its neighbours.

    One finding a kind, at the first line that has it; `first` is the number of the text's own
    first line.

    >>> [str(one) for one in garbled("A treat\\u00adment", "topic.md")]
    ["topic.md:1: a soft hyphen (U+00AD) in 'treat·ment' — delete the word and type it anew"]
    """
    for kind, pattern in _EACH if _ANY.search(text) else ():
        places = [at.start() for at in pattern.finditer(text) if not _rightly(text, at.start())]
        if places:
            what = f"{kind.what} (U+{ord(text[places[0]]):04X})"
            yield _told(what, kind.mend, text, places, (file, first))
    if places := [at.start() for at in _MOJIBAKE.finditer(text)]:
        yield _told("letters read in the wrong encoding", _RETYPE, text, places, (file, first))
    for match in _MIXED.finditer(text):
        other = next(one for one in match.group() if re.match(f"[{_ALIKE}]", one))
        script = "Cyrillic" if "\u0400" <= other <= "\u052f" else "Greek"
        what = f"a {script} letter (U+{ord(other):04X}) that looks like a Latin one"
        yield _told(what, _RETYPE, text, [match.start()], (file, first))


def _told(what: str, mend: str, text: str, places: list[int], where: tuple[str, int]) -> Finding:
    file, first = where
    lines = list(dict.fromkeys(line_at(text, at, first) for at in places))
    start, end = places[0], places[0] + 1
    while start > 0 and not text[start - 1].isspace() and end - start < 30:
        start -= 1
    while end < len(text) and not text[end].isspace() and end - start < 30:
        end += 1
    word = _ANY.sub("·", text[start:end])
    also = f", also in line {some([str(line) for line in lines[1:]])}" if lines[1:] else ""
    return Finding(file, lines[0], f"{what} in '{word}'{also}", mend)


def cleaned(text: str) -> str:
    """The text without what is never right: no widths, soft hyphens, turns of direction, ligatures.

    >>> cleaned("A treat\\u00adment of ﬁve.\\u200b")
    'A treatment of five.'
    """
    for kind, pattern in _EACH if _ANY.search(text) else ():
        if kind.removed:
            text = pattern.sub(
                lambda at: at[0] if _rightly(at.string, at.start()) else _LIGATURES.get(at[0], ""),
                text,
            )
    return text
