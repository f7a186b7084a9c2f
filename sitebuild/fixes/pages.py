"""`make fix` for pages: what has one right answer is mended; words, code and addresses stay.

text, done = fix(text)    # 'It is “so” .', [] → 'It is "so".', ['straightened 2 …']
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

from sitebuild import settings
from sitebuild.model import textfile
from sitebuild.model.citations import mask
from sitebuild.model.findings import many
from sitebuild.model.pages import FRONT, SUFFIXES

Replace = str | Callable[[re.Match[str]], str]

# Addresses and elements, in which no sign is touched. Written by hand: the tree has no positions.
_ADDRESS = re.compile(
    r"\]\([^)\n]*\)|<[a-z/!][^>\n]*>|\w+://[^\s)>\]]+|^ {0,3}\[[^\]\n]+\]:.*$", re.M | re.I
)
_STRAIGHT = str.maketrans("“”„‟‘’‚‛", "\"\"\"\"''''")
_CITED_LIST = re.compile(r"\[\s*(@[a-z0-9]+(?:\s*[;,]?\s*@[a-z0-9]+)*)\s*;?\s*\]")
_DIRECTIVE = re.compile(
    r"^[ \t]*<[!¡]\s*(?:-{2,}|[–—]-*|-)\s*(draw|repeat|source-statement)\s*:\s*"
    r"([A-Za-z0-9][A-Za-z0-9 -]*?)\s*(?:-{1,}|[–—]-*)>[ \t]*$",
    re.M | re.I,
)
_BRIEF = re.compile(rf'^!!! ?brief +["“”]{re.escape(settings.BRIEF_TITLE)}["“”][ \t]*$', re.M)


def fix(text: str) -> tuple[str, list[str]]:
    """A page mended in what has one right answer, and what was done.

    >>> fix("---\\ntitle: A\\n---\\n\\n# A\\n\\nIt fell by -3 points , 67 %.  \\n")[1]
    ['took spaces from the end of 1 line', 'wrote − for 1 hyphen', 'took 1 space from before %']
    """
    done: list[str] = []
    whole = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if whole != text:
        done.append("wrote the ends of lines and the beginning of the file as others are")
    front, body = _parts(whole)
    front = _dates(front, done)
    for step in (_ends, _characters, _signs, _citations, _forms):
        body = step(body, done)
    mended = front + body
    if mended.strip() and mended.rstrip() + "\n" != mended:
        mended = mended.rstrip() + "\n"
        done.append("ended the file with one end of line")
    return mended, done


def everything(root: Path) -> list[str]:
    """Mends every page of docs/, and says what was done: 'docs/topic.md: wrote − for 1 hyphen'."""
    said: list[str] = []
    docs = root / settings.DOCS
    for path in sorted(docs.rglob("*")):
        name = path.relative_to(docs)
        hidden = any(part.startswith(".") for part in name.parts)
        if hidden or path.suffix not in SUFFIXES or not path.is_file():
            continue
        raw = path.read_bytes()
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            continue  # a finding tells of it; which letters were meant is not for us to say
        mended, done = fix(text)
        if mended != text:
            path.write_bytes(mended.encode("utf-8"))
            said += [f"{settings.DOCS}/{name.as_posix()}: {one}" for one in done]
    return said


def _parts(text: str) -> tuple[str, str]:
    """Front matter with its lines of dashes, and what follows."""
    match = FRONT.match(text)
    return (match.group(), text[match.end() :]) if match else ("", text)


# ---- what may be touched


def _kept(text: str) -> Iterator[tuple[int, int]]:
    """Where code, remarks and addresses stand."""
    seen = mask(text)
    start = None
    for at, (was, now) in enumerate(zip(text, seen, strict=True)):
        if was != now and start is None:
            start = at
        elif (was == now and was not in " \n\t") and start is not None:
            yield start, at
            start = None
    if start is not None:
        yield start, len(text)
    for match in _ADDRESS.finditer(seen):
        yield match.span()


def _swap(pattern: re.Pattern[str], instead: Replace, text: str) -> tuple[str, int]:
    """Replaces outside code, remarks and addresses; the text, and how often."""
    if not pattern.search(text):
        return text, 0
    kept = list(_kept(text))
    out, last, number = [], 0, 0
    for match in pattern.finditer(text):
        if any(start < match.end() and match.start() < end for start, end in kept):
            continue
        new = match.expand(instead) if isinstance(instead, str) else instead(match)
        if new != match.group():
            out += [text[last : match.start()], new]
            last = match.end()
            number += 1
    return "".join(out) + text[last:], number


# ---- steps


def _ends(body: str, done: list[str]) -> str:
    """No white space at the ends of lines, code left as it is."""
    seen = mask(body, comments=False).split("\n")
    lines = body.split("\n")
    number = 0
    for index, (line, masked) in enumerate(zip(lines, seen, strict=True)):
        in_code = line.strip() and not masked.strip()
        if not in_code and line != line.rstrip():
            lines[index] = line.rstrip()
            number += 1
    if number:
        done.append(f"took spaces from the end of {many(number, 'line')}")
    return "\n".join(lines)


def _characters(body: str, done: list[str]) -> str:
    """Characters that nobody sees are taken out."""
    out, last = [], 0
    for start, end in sorted(_kept(body)):
        out += [textfile.cleaned(body[last:start]), body[max(last, start) : end]]
        last = max(last, end)
    cleaned = "".join(out) + textfile.cleaned(body[last:])
    if cleaned != body:
        done.append("took out characters that nobody sees")
    return cleaned


def _signs(body: str, done: list[str]) -> str:
    """Straight quotation marks, minus signs, no space before %."""
    body, number = _swap(re.compile("[“”„‟‘’‚‛]"), lambda m: m.group().translate(_STRAIGHT), body)
    if number:
        done.append(f"straightened {many(number, 'quotation mark')}")
    # where the house style asks for it (sitebuild/rules/style.py), but not at a line's beginning
    body, number = _swap(re.compile(r"(?<![\w.–-])(?<!^)-(?=\d)", re.M), "−", body)
    if number:
        done.append(f"wrote − for {many(number, 'hyphen')}")
    body, number = _swap(re.compile(r"(?<=\d)[ \u00a0\u202f]+(?=%)"), "", body)
    if number:
        done.append(f"took {many(number, 'space')} from before %")
    return body


def _citations(body: str, done: list[str]) -> str:
    """[@a;@b] → [@a; @b], straight after the punctuation."""

    def settled(match: re.Match[str]) -> str:
        return f"[{'; '.join(dict.fromkeys(re.findall(r'@[a-z0-9]+', match[1])))}]"

    body, spaced = _swap(_CITED_LIST, settled, body)
    body, closer = _swap(re.compile(r"(?<=[.,;:!?)\"'])[ \t]+(?=\[@[a-z0-9]+[;\]])"), "", body)
    if spaced or closer:
        done.append(f"set {many(spaced + closer, 'citation')} in the usual form")
    return body


def _forms(body: str, done: list[str]) -> str:
    """What is asked to be drawn, and the box that opens a page, in their one form."""
    code = mask(body, comments=False)

    def outside(match: re.Match[str]) -> bool:
        return code[match.start() : match.end()] == match.group()

    def directive(match: re.Match[str]) -> str:
        return f"<!-- {match[1].lower()}: {match[2]} -->" if outside(match) else match.group()

    drawn = _DIRECTIVE.sub(directive, body)
    if drawn != body:
        done.append("wrote what is to be drawn in the usual form")
    code = mask(drawn, comments=False)
    brief = _BRIEF.sub(lambda match: "!!! brief" if outside(match) else match.group(), drawn)
    if brief != drawn:
        done.append("took out the title of the box, which the site sets")
    return brief


# ---- the one field of front matter that is mended

_REVIEWED = re.compile(r"^(reviewed:[ \t]*)([\"']?)([^\n\"'#]+?)\2([ \t]*(?:#.*)?)$", re.M)
_WRITTEN = ("%Y/%m/%d", "%Y.%m.%d", "%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%d %b %Y", "%b %d, %Y")


def _dates(front: str, done: list[str]) -> str:
    """`reviewed` as year-month-day, where it is a day beyond doubt."""

    def settled(match: re.Match[str]) -> str:
        day = _day(match[3].strip())
        return f"{match[1]}{day}{match[4].rstrip()}" if day else match.group()

    mended = _REVIEWED.sub(settled, front)
    if mended != front:
        done.append("wrote the day of review as year-month-day")
    return mended


def _day(value: str) -> str:
    """'2026/11/3', '3 November 2026', '2026-11-03T10:00' → '2026-11-03'; '' where that is right."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return ""
    value = re.sub(r"^(\d{4}-\d\d-\d\d)[T ]\d\d:\d\d.*$", r"\1", value)
    for form in _WRITTEN:
        try:
            found: date = datetime.strptime(value, form).date()
        except ValueError:
            continue
        return found.isoformat()
    return ""
