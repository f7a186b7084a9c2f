"""How the text of references.bib is read: entries with the line of each field, and what cannot be.

bibtexparser splits the file and finds its feet again after a slip; pybtex, with which mkdocs-bibtex
reads the same file, says what a value holds wherever it is more than one pair of braces, so that
nothing passes here that stops there. TeX becomes text by pylatexenc.
"""

from __future__ import annotations

import html
import json
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from bibtexparser import model as bib
from bibtexparser.splitter import Splitter
from pybtex.database.input.bibtex import (  # type: ignore[import-untyped]
    LowLevelParser,
    UndefinedMacro,
    month_names,
)
from pybtex.exceptions import PybtexError  # type: ignore[import-untyped]
from pylatexenc import latex2text  # type: ignore[import-untyped]

from sitebuild.model.findings import Finding, line_at

# ---------------------------------------------------------------- entries


@dataclass(frozen=True)
class Raw:
    """One entry as it stands in the file.

    `fields` have small letters in their names, and values without outer braces or quotation marks,
    with single spaces; `lines` is the line of each field, `spelled` how its name is written;
    `text` is the whole entry.
    """

    kind: str
    key: str
    line: int
    fields: dict[str, str] = field(hash=False)
    lines: dict[str, int] = field(hash=False, compare=False, default_factory=dict)
    spelled: dict[str, str] = field(hash=False, compare=False, default_factory=dict)
    text: str = field(hash=False, compare=False, default="")

    @property
    def given(self) -> dict[str, str]:
        """The fields that have a value."""
        return {name: value for name, value in self.fields.items() if value}


@dataclass
class Parsed:
    """What a .bib file holds."""

    entries: list[Raw] = field(default_factory=list)
    pieces: list[Raw | str] = field(default_factory=list)  # entries and all else, in file order
    findings: list[Finding] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)  # keys of entries that could not be read


# A key as it stands after '@type{', for entries that cannot be read.
_HEAD = re.compile(
    r"^[ \t]*@[ \t]*(?!(?:comment|string|preamble)\b)\w+[ \t]*[{(]\s*([^\s,{}()=\"]+)", re.M | re.I
)
# An entry that begins with a field where its key belongs.
_KEYLESS = re.compile(
    r"^([ \t]*@[ \t]*(?!(?:comment|string|preamble)\b)\w+[ \t]*[{(])"
    r"(?=\s*(?:author|title|editor|journal|year|date|doi|url|publisher)\s*=\s*[{\"\d])",
    re.M | re.I,
)
_NO_SIGN = re.compile(r"\w+[ \t]*[{(]\s*([^\s,{}()=\"]+)\s*,")  # 'article{roe2020,'
_COMMENTED = re.compile(r"\s*([^\s,{}()=\"]+)\s*,\s*\w+\s*=")
_FIELD_NAME = re.compile(r"[A-Za-z_][\w:.+/-]*", re.ASCII)
_FIELD_START = re.compile(r"([A-Za-z_][\w:.+/-]*)[ \t]*=(?=\s*[{\"\w])", re.ASCII)


def keys_in(text: str) -> set[str]:
    """Every key that stands after '@type{', whether its entry can be read or not.

    >>> sorted(keys_in("@article{roe2020,\\n@book{doe2021 title = {"))
    ['doe2021', 'roe2020']
    """
    return set(_HEAD.findall(text))


def parse(text: str, name: str) -> Parsed:
    """The entries of a .bib file, and one finding for each slip that keeps a part from being read.

    Lines of `text` end in "\\n"; `name` is the file's name in findings.
    """
    parsed = Parsed()
    text, torn = _one_side(text)
    blocks = _split(_KEYLESS.sub(r"\1,", _without_foreign(text, name, parsed)))
    macros = dict(month_names)
    macros |= {b.key: b.value.strip('{}"') for b in blocks if isinstance(b, bib.String)}
    seen: dict[str, int] = {}
    failed = False  # text that follows an entry that cannot be read belongs to it
    for block in blocks:
        raw, line = block.raw or "", (block.start_line or 0) + 1
        if isinstance(block, bib.ImplicitComment):
            if not failed:
                _between(block.comment, line, name, parsed)
            parsed.pieces.append(raw)
            parsed.unread |= keys_in(raw)
            continue
        entry, problem = _read(block, line, name, macros)
        failed = type(block) is bib.ParsingFailedBlock or problem is not None
        if problem:
            parsed.findings.append(problem)
            parsed.unread |= keys_in(raw)
            if isinstance(block, bib.ExplicitComment):
                parsed.unread.update(_COMMENTED.findall(block.comment)[:1])
        elif entry:
            is_torn = not torn.isdisjoint(range(line, line + raw.count("\n") + 1))
            entry = _taken(entry, is_torn, seen, name, parsed)
        parsed.pieces.append(entry or raw)
    return parsed


def _taken(
    entry: Raw, is_torn: bool, seen: dict[str, int], name: str, parsed: Parsed
) -> Raw | None:
    """The entry, counted among those read unless a merge tears it; none if its key stands twice."""
    folded = entry.key.casefold()
    if folded in seen:
        what = f"the key '{entry.key}' stands twice (see line {seen[folded]})"
        mend = "rename one, or merge the two entries"
        parsed.findings.append(Finding(name, entry.line, what, mend))
        return None
    if is_torn:
        parsed.unread.add(entry.key)
    else:
        seen[folded] = entry.line
        parsed.entries.append(entry)
    return entry


def written(kind: str, key: str, fields: Mapping[str, str]) -> str:
    """An entry with one field a line.

    >>> written("misc", "roe2020", {"title": "Word"})
    '@misc{roe2020,\\n  title = {Word},\\n}'
    """
    body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@{kind}{{{key},\n{body}}}"


def _split(text: str) -> list[bib.Block]:
    """The blocks of the file, without what the library prints to the log."""
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # its complaints become findings
    return Splitter(text).split().blocks


def _without_foreign(text: str, name: str, parsed: Parsed) -> str:
    """The text with each paste of another form told, and blanked out."""
    for part in foreign_parts(text):
        parsed.findings.append(part.finding(text, name))
        blank = re.sub(r"[^\n]", " ", part.text)
        text = text[: part.start] + blank + text[part.end :]
    return text


def _one_side(text: str) -> tuple[str, set[int]]:
    """The text with one side of each unfinished merge blanked out, and the lines of those merges.

    That a merge is unfinished is told elsewhere, for all files; here nothing is concluded from it.
    """
    out: list[str] = []
    torn: set[int] = set()
    other, first = False, 0
    for number, line in enumerate(text.split("\n"), 1):
        mark = (
            line[:7] if line[:7] in ("<" * 7, "=" * 7, ">" * 7) and line[7:8] in (" ", "") else ""
        )
        if mark == "<" * 7:
            first = number
        elif mark == "=" * 7 and first:
            other = True
        elif mark == ">" * 7 and first:
            torn.update(range(first, number + 1))
            first, other = 0, False
            out.append("")
            continue
        out.append("" if other or (mark and first) else line)
    return ("\n".join(out) if torn else text), torn


def _between(comment: str, line: int, name: str, parsed: Parsed) -> None:
    """What stands between entries: only remarks, each line of which begins with %.

    BibTeX's own rule is to skip all of it in silence.
    """
    lines = comment.splitlines()
    stray = [at for at, one in enumerate(lines) if one.strip() and not one.lstrip().startswith("%")]
    if stray:
        first = lines[stray[0]].strip()
        last = parsed.pieces[-1] if parsed.pieces else None
        if isinstance(last, Raw) and _FIELD_START.match(comment.lstrip(" \t\n,")):
            # The entry before it ended too early: one closing brace too many.
            closed = last.line + last.text.count("\n")
            parsed.findings.append(_braces(name, closed))
            parsed.entries = [entry for entry in parsed.entries if entry is not last]
            parsed.unread.add(last.key)
            parsed.pieces[-1] = last.text
        elif set(first) <= set("}, "):
            what, mend = f"a '{first}' that closes nothing", "delete it (make fix does it)"
            parsed.findings.append(Finding(name, line + stray[0], what, mend))
        elif head := _NO_SIGN.match(first):
            parsed.unread.add(head[1])
            what, mend = f"an entry without its @: '{first[:40]}'", "write @ before it"
            parsed.findings.append(Finding(name, line + stray[0], what, mend))
        else:
            what = f"text between entries: '{first[:40]}'"
            mend = (
                "write it as an entry, or put % before it (make fix reads RIS and PubMed exports)"
            )
            parsed.findings.append(Finding(name, line + stray[0], what, mend))
        return
    for at, one in enumerate(lines):
        if "@" in one:  # programs that read .bib know no remarks: an @ begins an entry for them
            what = "an @ in a remark, which begins an entry for programs that read this file"
            parsed.findings.append(Finding(name, line + at, what, "write the remark without @"))


def _braces(name: str, line: int) -> Finding:
    mend = "count { and }; each field ends in '},' and the entry in '}'"
    return Finding(name, line, "braces that do not match in this entry", mend)


def _read(
    block: bib.Block, line: int, name: str, macros: dict[str, str]
) -> tuple[Raw | None, Finding | None]:
    """The entry that a block is, or the finding that it is none; neither for a remark."""
    if isinstance(block, (bib.DuplicateBlockKeyBlock, bib.DuplicateFieldKeyBlock)):
        inner = block.ignore_error_block
        return _read(inner, line, name, macros) if inner is not None else (None, None)
    if isinstance(block, bib.ParsingFailedBlock):
        return None, _failed(block, line, name)
    if isinstance(block, (bib.String, bib.Preamble)):
        mend = "write the text out in each entry (make fix does it)"
        return None, Finding(name, line, "@string and @preamble are not used here", mend)
    if isinstance(block, bib.ExplicitComment) and (
        "@" in block.comment or _COMMENTED.match(block.comment)
    ):
        mend = "take it out; the repository's history keeps it"
        return None, Finding(name, line, "an entry or an @ inside @comment", mend)
    if not isinstance(block, bib.Entry):
        return None, None
    return _entry(block, line, name, macros)


def _entry(
    block: bib.Entry, line: int, name: str, macros: dict[str, str]
) -> tuple[Raw | None, Finding | None]:
    fields: dict[str, str] = {}
    lines: dict[str, int] = {}
    spelled: dict[str, str] = {}
    twice: dict[str, bool] = {}  # fields that stand twice, and whether with another value
    for item in block.fields:
        at = (item.start_line or 0) + 1
        if not _FIELD_NAME.fullmatch(item.key):
            what = f"a field cannot be read: '{' '.join(item.key.split())[:40]}'"
            mend = "write name = {value}, and put remarks above the entry"
            return None, Finding(name, at, what, mend)
        value, problem = _value(item.value, item.key, macros)
        if problem:
            return None, Finding(name, at, *problem)
        lower = item.key.lower()
        if lower in fields:
            twice[lower] = twice.get(lower, False) or fields[lower] != value
        fields[lower], lines[lower], spelled[lower] = value, at, item.key
    entry = Raw(block.entry_type.lower(), block.key, line, fields, lines, spelled, block.raw or "")
    if twice:
        what = f"an entry gives the same field twice: {', '.join(twice)}"
        told = Finding(name, lines[next(iter(twice))], what, "keep one")
        return (None if any(twice.values()) else entry), told
    if not block.key:
        mend = "write the first author's surname and the year after the brace: @article{roe2020,"
        return entry, Finding(name, line, "an entry without a key", mend)
    return entry, None


def _value(raw: str, name: str, macros: dict[str, str]) -> tuple[str, tuple[str, str] | None]:
    """A field's value without its braces or quotation marks, or what is wrong and what to do.

    >>> _value('"J. " # {Tests}', "journal", {})
    ('J. Tests', None)
    """
    raw = raw.strip()
    if raw.isascii() and raw.isdigit():
        return raw, None
    if in_braces(raw):
        return _spaced(raw[1:-1]), None
    try:
        match list(LowLevelParser(f"@x{{k, f = {raw}}}", macros=macros)):
            case [(_, (_, [(_, [*parts])]))]:
                return _spaced("".join(parts)), None
    except UndefinedMacro:
        mend = f"write {name} = {{{raw}}}"
        return "", (f"the value of '{name}' stands without braces", mend)
    except (PybtexError, RecursionError):
        pass
    return "", _unreadable(raw, name)


def _unreadable(raw: str, name: str) -> tuple[str, str]:
    """Why a value cannot be read, and what to do."""
    if run_on := _FIELD_START.search(raw, _closes(raw) + 1):
        after = run_on.group(1)
        what = f"an entry cannot be read: the field '{name}' runs into '{after}'"
        return what, f"look for a missing comma before '{after}' (make fix puts it in)"
    if raw.count("{") != raw.count("}"):
        mend = "count { and }; each field ends in '},' and the entry in '}'"
        return f"braces that do not match in the field '{name}'", mend
    what = f"the value of '{name}' cannot be read"
    return what, f"write {name} = {{…}}, with a comma after it"


def in_braces(text: str) -> bool:
    """Whether one pair of braces holds the whole text.

    >>> in_braces("{A {and} B}"), in_braces("{A} and {B}")
    (True, False)
    """
    return text.startswith("{") and _closes(text) == len(text) - 1


def _closes(text: str) -> int:
    """Where the brace or quotation mark closes that the text begins with; -1 if it does not.

    A brace counts even behind a backslash: so do BibTeX and pybtex.
    """
    depth = 0
    for at, character in enumerate(text):
        if character == "{":
            depth += 1
        elif character == "}":
            depth -= 1
        elif not (character == '"' and at and depth == 0 and text[0] == '"'):
            continue
        if depth == 0 and at:
            return at
    return -1


def _spaced(text: str) -> str:
    """Every run of white space as one space; no-break spaces stay."""
    return re.sub(r"[ \t\n\r\f\v]+", " ", text).strip(" ")


def _failed(block: bib.ParsingFailedBlock, line: int, name: str) -> Finding:
    """Why an entry could not be split into fields, told at the field where it went wrong."""
    raw = block.raw or ""
    reason = getattr(block.error, "abort_reason", "")
    if "comma after entry key" in reason:
        return Finding(
            name, line, "no comma after an entry's key", "write a comma after it: @article{roe2020,"
        )
    if reason.startswith("Expected a `=`") and "`@" not in reason:
        start = max(raw.rfind(",", 0, len(raw.rstrip())), 0)
        words = " ".join(raw[start + 1 :].split())
        what = f"an entry cannot be read: no '=' after '{words[:40].rstrip('}')}'"
        at = line_at(raw, len(raw[: start + 1]) + 1, line)
        return Finding(name, at, what, "write name = {value}, with a comma after each field")
    depth, before = 0, line  # the field before the first that does not begin at depth 1
    for number, one in enumerate(raw.split("\n"), line):
        if _FIELD_START.match(one.strip()):
            if depth != 1:
                return _braces(name, before)
            before = number
        depth += one.count("{") - one.count("}")
    if depth == 1 and raw.count('"') % 2 == 0:
        mend = "put } on a line of its own after its last field"
        return Finding(name, line, "braces that do not match: an entry is never closed", mend)
    return _braces(name, before)


# ---------------------------------------------------------------- exports of another form

# Line-based forms that no installed library reads: a tag of fixed width, then the value.
_RIS = re.compile(r"^TY {0,2}-", re.M)
_NBIB = re.compile(r"^PMID- ?\d", re.M)
_ENW = re.compile(r"^%0 \w", re.M)
_JSON = re.compile(r"^[ \t]*[\[{](?=\s*[\"{\[])", re.M)
_LINES = {
    "RIS": re.compile(r"[A-Z][A-Z0-9] {0,2}-(?: |$)|\s+\S|\s*$"),
    "PubMed": re.compile(r"[A-Z]{2,4} *-(?: |$)|\s{4,}\S|\s*$"),
    "EndNote": re.compile(r"%[0-9A-Z@!\[\]~^&*+<>?(){}|:;\"']? ?|\s*$"),
}


@dataclass(frozen=True)
class Foreign:
    """A paste that is not BibTeX: its form, and where it stands in the text."""

    form: str  # 'RIS', 'PubMed', 'EndNote' or 'CSL-JSON'
    text: str
    start: int
    end: int

    def finding(self, text: str, name: str) -> Finding:
        """That it is here, and which export to take instead."""
        what = f"an export in the form of {self.form}, which this file does not hold"
        mend = "run make fix, which makes an entry of it, or paste the BibTeX export instead"
        return Finding(name, line_at(text, self.start), what, mend)


def foreign_parts(text: str) -> list[Foreign]:
    """Every paste of RIS, PubMed's, EndNote's or CSL-JSON's form, in the order of the text."""
    found: list[Foreign] = []
    for form, begins in (("RIS", _RIS), ("PubMed", _NBIB), ("EndNote", _ENW)):
        end = 0
        for match in begins.finditer(text):
            if match.start() >= end:
                end = _while(text, match.start(), _LINES[form])
                found.append(Foreign(form, text[match.start() : end], match.start(), end))
    end = 0
    for match in _JSON.finditer(text):
        if match.start() < end:
            continue
        start = match.end() - 1
        try:
            value, end = json.JSONDecoder().raw_decode(text, start)
        except (ValueError, RecursionError):
            continue
        if _is_csl(value):
            found.append(Foreign("CSL-JSON", text[start:end], start, end))
    return sorted(found, key=lambda part: part.start)


def _while(text: str, start: int, line: re.Pattern[str]) -> int:
    """Where the last line ends that fits, from `start` on; empty lines at the end left out."""
    end = at = start
    while at < len(text):
        stop = text.find("\n", at)
        stop = len(text) if stop < 0 else stop
        one = text[at:stop]
        if not line.match(one):
            break
        if one.strip():
            end = stop
        at = stop + 1
    return end


def _is_csl(value: Any) -> bool:
    items = value if isinstance(value, list) else [value]
    return bool(items) and all(isinstance(item, dict) and "title" in item for item in items)


# ---------------------------------------------------------------- TeX to text

_SIMPLE_ESCAPE = re.compile(r"\\([&_%$#])")
COMMAND = re.compile(r"\\[^&_%$#]")
# $…$ is mathematics where it holds a command, a subscript or a superscript; "$10M and $20M" is not.
MATHS = re.compile(r"(?<!\\)\$(?=\S)([^$]*?(?:[_^\\]|[<>=])[^$]*?)(?<=\S)\$")
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_SINGLE_QUOTED = re.compile(r"(?<!\w)`(?=\S)([^`]*?\S)'(?!\w)")  # TeX's `so'
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_RAISED = str.maketrans("0123456789+-=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾")


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """TeX and HTML's entities to text.

    >>> plain(r"{MDMA} \\& more -- ``x'' and `y'")
    'MDMA & more – “x” and ‘y’'
    >>> plain(r"5-{HT}$_{2A}$ and H$_2$O, for \\$10M by Caf\\'e")
    '5-HT2A and H₂O, for $10M by Café'
    """
    if COMMAND.search(text) or MATHS.search(text):
        text = _by_latex(text)
    else:
        text = _SIMPLE_ESCAPE.sub(r"\1", text.replace("~", "\u00a0"))
        text = text.replace("{", "").replace("}", "")
        text = text.replace("---", "—").replace("--", "–").replace("``", "“").replace("''", "”")
    if "`" in text:
        text = _SINGLE_QUOTED.sub(r"‘\1’", text)
    if "&" in text:
        text = ENTITY.sub(lambda match: html.unescape(match.group()), text)
    return _spaced(text)


@lru_cache(maxsize=65536)
def verbatim(text: str) -> str:
    """An address or a number: the escapes of TeX gone, nothing else changed.

    >>> verbatim(r"https://example.org/a{\\_}b--c~d?e=1\\&f=2")
    'https://example.org/a_b--c~d?e=1&f=2'
    """
    text = re.sub(r"\{\\([&_%$#])\}", r"\1", text)
    text = re.sub(r"\\([&_%$#~])(?:\{\})?", r"\1", text)
    for name, character in (("less", "<"), ("greater", ">"), ("asciitilde", "~")):
        text = re.sub(rf"\{{?\\text{name}(?:\{{\}}|\}}| |\b)", character, text)
    text = re.sub(r"\\url\{(.*)\}", r"\1", text)
    return _spaced(ENTITY.sub(_sign, text).replace("{", "").replace("}", ""))


def _sign(match: re.Match[str]) -> str:
    """What '&amp;', '&lt;' and '&gt;' stand for; '&copy;' may be a part of an address."""
    return html.unescape(match[0]) if match[0] in ("&amp;", "&lt;", "&gt;") else match[0]


def _by_latex(text: str) -> str:
    # In .bib files people write % and & and a lone $ as they are; in TeX these have a meaning.
    maths: list[str] = []

    def aside(match: re.Match[str]) -> str:
        maths.append(match.group(1))
        return f"\ue000{len(maths) - 1}\ue001"

    text = MATHS.sub(aside, text)
    text = re.sub(
        r"\\.|[%#&$_^]", lambda m: m[0] if len(m[0]) > 1 else _ESCAPED[m[0]], text, flags=re.S
    )
    text = latex().latex_to_text(text)
    return re.sub(r"\ue000(\d+)\ue001", lambda match: formula(maths[int(match.group(1))]), text)


_ESCAPED = {one: "\\" + one for one in "%#&$_"} | {"^": r"\textasciicircum{}"}


def formula(tex: str) -> str:
    """What stands between dollar signs, as text: '_{2A}' becomes '2A', 'H_2' becomes 'H₂'."""
    text: str = latex().latex_to_text(tex)
    marks = {"_": _LOWERED, "^": _RAISED}

    def moved(match: re.Match[str]) -> str:
        table = marks[match.group(1)]
        part = match.group(2)
        return part.translate(table) if all(ord(one) in table for one in part) else part

    return re.sub(r"([_^])(\w+|.)", moved, text)


@cache
def latex() -> Any:
    """What turns TeX into text, with the signs that the library does not know."""
    context = latex2text.get_default_latex_context_db()
    context.add_context_category(
        "text symbols",
        prepend=True,
        macros=[
            latex2text.MacroTextSpec("textless", "<"),
            latex2text.MacroTextSpec("textgreater", ">"),
            latex2text.MacroTextSpec("url", "%s"),
            latex2text.MacroTextSpec("href", "%(2)s"),
        ],
    )
    return latex2text.LatexNodes2Text(latex_context=context, strict_latex_spaces=True)
