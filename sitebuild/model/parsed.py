"""A page as its own renderer reads it: Python-Markdown's tree, and for each part of it its line.

Python-Markdown keeps no source positions. So before it reads, each line gets a mark after its first
letter: one letter of a script (Tangut) that no page here is written in. To the parser a mark is a
letter inside a word, so it changes nothing in how the line is read (a test compares both);
afterwards the marks tell where a piece of the tree came from, and are taken out. A citation becomes
one character too, so that one can ask where it ended up.
"""

from __future__ import annotations

import html
import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.preprocessors import HtmlBlockPreprocessor
from markdown.util import AMP_SUBSTITUTE, ETX, STX

from sitebuild import settings
from sitebuild.model import textfile, yamlfile
from sitebuild.model.citations import CITATION_BLOCK, KEY, mask
from sitebuild.model.findings import Finding

OBJECT = "\ufffc"  # stands in a run's text for code, an element of HTML, an escaped character
_FIRST_MARK, _MARKS = 0x17000, 6000  # Tangut letters; a page of more lines has the rest unmarked
_FIRST_TOKEN, _TOKENS = 0xF0000, 60000  # private-use characters of plane 15: one a citation
_MARK = re.compile(f"[{chr(_FIRST_MARK)}-{chr(_FIRST_MARK + _MARKS)}]")
TOKEN = re.compile(f"[{chr(_FIRST_TOKEN)}-{chr(_FIRST_TOKEN + _TOKENS)}]")
_OURS = re.compile(f"{_MARK.pattern}|{TOKEN.pattern}|[{STX}{ETX}]")
_NOT_AS_TYPED = re.compile(f"{OBJECT}|{_OURS.pattern}")
_ESCAPED = re.compile(f"{STX}(\\d+){ETX}")
# a letter written by its number, as the renderer writes addresses of electronic mail
_BY_NUMBER = re.compile(f"(?:{AMP_SUBSTITUTE}|&)#(\\d{{2,6}});")
_ANY_PLACEHOLDER = re.compile(f"{STX}(?:wzxhzdk:)?(?:\\d+|amp){ETX}")
# Where a line's mark must not stand, because it would be no mere letter there: in a link's brackets
# or address, an element, an entity, behind a backslash, in braces, an emoji's name, an address.
_NO_PLACE = re.compile(
    r"\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])?|<[^>]*>?|&#?\w+;|\\.|\{[^}]*\}|:[\w+-]+:"
    r"|\S+://\S*|[\w.+-]+@[\w-]+\.\w+"
)
_NO_TEXT = ("!!!", "???", "```", "~~~", ":::", "===")
_LETTER = re.compile(r"[^\W\d_]")
HEADINGS = {f"h{level}": level for level in range(1, 7)}
_IN_LISTS = ("ul", "ol", "li", "dl", "dt", "dd")
_IN_TABLES = ("table", "thead", "tbody", "tr", "td", "th")
_OTHERS = ("p", "pre", "hr", "blockquote", "div", "details", "summary")
BLOCKS = frozenset((*HEADINGS, *_IN_LISTS, *_IN_TABLES, *_OTHERS))


@dataclass(frozen=True)
class Renderer:
    """What reads the pages: the extensions of mkdocs.yml by name, and their options as JSON."""

    names: tuple[str, ...] = (
        "toc",
        "tables",
        "fenced_code",
        "admonition",
        "attr_list",
        "footnotes",
        "pymdownx.superfences",
    )
    options: str = "{}"


@dataclass(frozen=True)
class Citation:
    """`[@roe2020; @doe2021]` in a page, outside code and comments."""

    keys: tuple[str, ...]
    line: int
    start: int  # where in the text it begins and ends
    end: int


@dataclass
class Run:
    """The words of one block (a paragraph, a list item, a cell) as a reader sees them.

    `text` has a line for each line of the page; `bare` is the same with every escaped character
    and entity as OBJECT, so that what is found in it was not meant.
    """

    element: Element
    text: str
    bare: str
    words: str  # on one line, code in it, citations out
    lines: list[int]  # line of the page for each line of the text

    def line(self, position: int) -> int:
        """The page's line of a position in the text."""
        return self.lines[min(self.text.count("\n", 0, position), len(self.lines) - 1)]


@dataclass
class Heading:
    """A heading as the table of contents has it."""

    level: int
    text: str
    anchor: str
    line: int


@dataclass
class Raw:
    """A piece that is handed to the browser as it stands: an element, a comment, a declaration."""

    text: str
    line: int

    @property
    def comment(self) -> bool:
        """True for `<!-- … -->`."""
        return self.text.startswith("<!--")


@dataclass
class Parsed:
    """What the renderer makes of a text. Lines count from the text's own first line."""

    root: Element
    runs: list[Run] = field(default_factory=list)
    raws: list[Raw] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)  # numbers of the citations that a reader sees
    told_by_others: set[int] = field(default_factory=set)
    # numbers of those in HTML, in code by spaces or in a lost cell, of which other rules tell
    attributes: list[tuple[Element, dict[str, str]]] = field(default_factory=list)
    # what braces in the text added to an element
    definitions: dict[str, str] = field(default_factory=dict)  # "[id]: address"
    cells: dict[Element, int] = field(default_factory=dict)  # table row → cells written in it
    parents: dict[Element, Element] = field(default_factory=dict)
    _lines: dict[Element, int] = field(default_factory=dict)

    def place(self, element: Element, line: int) -> None:
        """Notes the line on which an element begins."""
        self._lines.setdefault(element, line)

    def placed(self, element: Element) -> bool:
        """Whether the line of an element is known."""
        return element in self._lines

    def line(self, element: Element) -> int:
        """The line on which an element begins, or one near it."""
        while element not in self._lines and element in self.parents:
            element = self.parents[element]
        return self._lines.get(element, 1)

    def inside(self, element: Element, *tags: str) -> bool:
        """True where the element, or one around it, has one of these tags."""
        while element.tag not in tags and element in self.parents:
            element = self.parents[element]
        return element.tag in tags

    def words(self, element: Element) -> str:
        """All text in an element, its lines and citations (as tokens) kept."""
        within = set(element.iter())
        return "\n".join(run.text for run in self.runs if run.element in within)

    def keys_of(self, words: str) -> list[str]:
        """The keys cited in some words of the tree or of a run."""
        return [
            key
            for n in _numbers(words)
            if n < len(self.citations)
            for key in self.citations[n].keys
        ]

    @property
    def headings(self) -> list[Heading]:
        """All headings, in order."""
        return [
            Heading(
                HEADINGS[run.element.tag],
                run.words,
                clean(run.element.get("id") or ""),
                self.line(run.element),
            )
            for run in self.runs
            if run.element.tag in HEADINGS
        ]

    @property
    def anchors(self) -> set[str]:
        """Every address inside the page that its own text gives."""
        return {clean(one.get("id") or "") for one in self.root.iter()} - {""}


def clean(text: str) -> str:
    """Without our marks, and with the parser's placeholders as what they stand for."""
    text = by_number(text).replace(AMP_SUBSTITUTE, "&")
    return _OURS.sub("", _ESCAPED.sub(lambda match: chr(int(match[1])), text))


def by_number(text: str) -> str:
    """'&#109;e' → 'me'."""
    return _BY_NUMBER.sub(lambda match: chr(int(match[1])), text)


# ---- what reads


def renderer(root: Path) -> tuple[Renderer, list[Finding]]:
    """The extensions of mkdocs.yml, as MkDocs would load them, without our own.

    Ours (`sitebuild.…`) needs the whole site; what it does, tokens and `Page.directives` stand for.
    A file that cannot be read gives the default list and no finding: the navigation's reader tells.
    """
    text = textfile.read(root / settings.CONFIGURATION, settings.CONFIGURATION)
    if isinstance(text, Finding):
        return Renderer(), []
    content, lines, found = yamlfile.parse(text, settings.CONFIGURATION, tags=True)
    listed = content.get("markdown_extensions") if isinstance(content, dict) else None
    if found or not isinstance(listed, list):
        return Renderer(), []
    names = ["toc", "tables", "fenced_code"]  # MkDocs puts these first
    options: dict[str, Any] = {}
    findings = []
    for index, item in enumerate(listed):
        name, option = next(iter(item.items())) if isinstance(item, dict) and item else (item, None)
        if not isinstance(name, str) or name.startswith("sitebuild"):
            continue
        if not _loads(name, json.dumps(option or {}, default=str)):
            line = yamlfile.line_of(lines, ("markdown_extensions", index))
            message = f"the Markdown extension '{name}' cannot be loaded"
            mend = "correct its name or options, or add its package to pyproject.toml"
            findings.append(Finding(settings.CONFIGURATION, line, message, mend))
            continue
        names.append(name)
        if option:
            options[name] = option
    return Renderer(tuple(dict.fromkeys(names)), json.dumps(options, default=str)), findings


@cache
def _loads(name: str, options: str) -> bool:
    try:
        Markdown(extensions=[name], extension_configs={name: json.loads(options)})
    except Exception:  # whatever an extension does on being loaded, the build would stop with it
        return False
    return True


@cache
def _markdown(chosen: Renderer) -> Any:
    """Python-Markdown (typed loosely: its stubs lack what an instance gets while it runs)."""
    reader: Any = Markdown(
        extensions=list(chosen.names), extension_configs=json.loads(chosen.options or "{}")
    )
    # unescape: an escaped character is to be told from one that was meant as a mark
    for name in ("prettify", "unescape"):
        reader.treeprocessors.deregister(name)
    reader.cells = {}
    if "table" in reader.parser.blockprocessors:
        _count_cells(reader, reader.parser.blockprocessors["table"])
    return reader


def _count_cells(reader: Any, table: Any) -> None:
    """Notes how many cells were written in each row: the tree has as many as the head, always."""
    build = table._build_row

    def build_row(row: str, parent: Element, align: Any) -> None:
        build(row, parent, align)
        reader.cells[parent[-1]] = len(table._split_row(row))

    table._build_row = build_row


@lru_cache(maxsize=1024)
def parse(text: str, chosen: Renderer = Renderer()) -> Parsed:
    """The tree of a text, and where everything in it came from.

    A text is parsed once in the life of a process, so a server parses only the page that changed.

    >>> parse("# A\\n\\nB.\\n").headings[0]
    Heading(level=1, text='A', anchor='a', line=1)
    """
    reader = _markdown(chosen)
    reader.reset()
    reader.cells = {}
    marked, citations = _mark(text)
    lines = reader.lines = marked.split("\n")
    code: set[int] = set()
    for step in reader.preprocessors:
        before = reader.htmlStash.html_counter
        lines = reader.lines = step.run(lines)
        if not isinstance(step, HtmlBlockPreprocessor):  # the others put away fenced code
            code.update(range(before, reader.htmlStash.html_counter))
    root: Element = reader.parser.parseDocument(lines).getroot()
    parsed = Parsed(root, citations=citations, cells=reader.cells)
    for processor in reader.treeprocessors:
        if isinstance(processor, AttrListTreeprocessor):
            parsed.attributes = list(_added(processor, root))
            continue
        changed = processor.run(root)
        root = root if changed is None else changed
    parsed.root = root
    parsed.definitions = {
        clean(name): clean(target)
        for name, (target, _) in getattr(reader, "references", {}).items()
    }
    _Reading(parsed, text, list(reader.htmlStash.rawHtmlBlocks), code).run()
    return parsed


def _added(
    processor: AttrListTreeprocessor, root: Element
) -> Iterator[tuple[Element, dict[str, str]]]:
    """Runs the step that reads braces; yields each element with the attributes that it got."""
    before = {element: dict(element.attrib) for element in root.iter()}
    processor.run(root)
    for element in root.iter():
        new = {
            name: clean(value or "")
            for name, value in element.attrib.items()
            if before.get(element, {}).get(name) != value
        }
        if new:
            yield element, new


def _mark(text: str) -> tuple[str, list[Citation]]:
    """The text with each line marked and each citation as one character, and the citations."""
    text = _OURS.sub("\ufffd", text)
    masked = mask(text)
    starts = [0, *(match.end() for match in re.finditer("\n", masked))]
    edits: list[tuple[int, int, str]] = []
    citations: list[Citation] = []
    words = CITATION_BLOCK.sub(lambda match: " " * len(match.group()), masked)
    for match in list(CITATION_BLOCK.finditer(masked))[:_TOKENS]:
        line = bisect_right(starts, match.start())
        keys = tuple(KEY.findall(match.group()))
        edits.append((*match.span(), chr(_FIRST_TOKEN + len(citations))))
        citations.append(Citation(keys, line, *match.span()))
    for number, line_text in enumerate(words.split("\n")[:_MARKS]):
        if line_text.lstrip(" >").startswith(_NO_TEXT):
            continue
        free = _NO_PLACE.sub(lambda match: " " * len(match.group()), line_text)
        letter = _LETTER.search(free)
        if letter:
            at = starts[number] + letter.end()
            edits.append((at, at, chr(_FIRST_MARK + number)))
    out, last = [], 0
    for start, end, instead in sorted(edits):
        out += [text[last:start], instead]
        last = end
    return "".join(out) + text[last:], citations


# ---- from the tree back to lines


class _Reading:
    """Walks the tree once, and fills in what `Parsed` promises."""

    def __init__(self, parsed: Parsed, text: str, stash: list[Any], code: set[int]) -> None:
        self.parsed, self.text, self.stash, self.code = parsed, text, stash, code
        self.found = 0  # where in the text the last raw piece was found
        self.last = 1  # the line that was read last
        self.free = 1  # the first line of which nothing was read

    def run(self) -> None:
        """Fills runs, raws, lines, parents and what is seen."""
        root, parsed = self.parsed.root, self.parsed
        parsed.parents = {child: parent for parent in root.iter() for child in parent}
        self.block(root)
        for run in parsed.runs:
            parsed.seen.update(_numbers(run.text))
        lost = {parsed.line(row) for row, written in parsed.cells.items() if written > len(row)}
        parsed.told_by_others.update(
            number for number, one in enumerate(parsed.citations) if one.line in lost
        )

    def block(self, element: Element) -> None:
        """One block: its own words first, then the blocks in it."""
        if element.tag == "tr":
            self.row(element)
            return
        if element.tag == "pre":
            code = code_of(element)
            self.parsed.told_by_others.update(_numbers(code))
            lines = _marks(code) or [self.look_for(code.strip("\n").split("\n"))]
            self.last, self.free = lines[-1], lines[-1] + 1
            self.parsed.place(element, lines[0])
            return
        collected = self.collect(element)
        if collected.text.strip() or element.tag in HEADINGS:
            self.resolve(element, collected)
        elif collected.places:  # links without words
            self.place_unread(element, collected)
        for child in element:
            if child.tag in BLOCKS:
                self.block(child)
        first = next((child for child in element if self.parsed.placed(child)), None)
        if first is not None and not self.parsed.placed(element):
            self.parsed.place(element, self.parsed.line(first))

    def row(self, element: Element) -> None:
        """A row of a table is one line: a cell without letters has the line of its neighbors."""
        cells = [(cell, self.collect(cell)) for cell in element]
        marks = [line for _, words in cells for line in _marks(words.text)]
        parent = self.parsed.parents.get(element)
        first_in_body = parent is not None and parent.tag == "tbody" and parent[0] is element
        line = marks[0] if marks else self.last + 1 + first_in_body
        self.parsed.place(element, line)
        for cell, words in cells:
            self.last = line
            self.resolve(cell, words)

    def collect(self, element: Element) -> _Words:
        """The inline words of a block, those of blocks in it left out."""
        out = _Words()
        self.gather(element, out)
        return out

    def gather(self, element: Element, out: _Words) -> None:
        self.add(element.text, out)
        for child in element:
            if child.tag not in BLOCKS and child.get("class") != "headerlink":
                out.places.append((child, out.length))
                if child.tag == "code":
                    out.put(OBJECT, OBJECT, code_of(child))
                elif child.tag == "img":
                    out.put(OBJECT, OBJECT, "")
                elif child.tag == "br":
                    out.put("\n")
                else:
                    self.gather(child, out)
            self.add(child.tail, out)

    def add(self, text: str | None, out: _Words) -> None:
        """A piece of text, its placeholders resolved."""
        text, last = by_number(text or ""), 0
        for match in _ANY_PLACEHOLDER.finditer(text):
            out.put(text[last : match.start()])
            last = match.end()
            escaped = _ESCAPED.fullmatch(match.group())
            if escaped:
                out.put(chr(int(escaped[1])), OBJECT)
            elif match.group() == AMP_SUBSTITUTE:
                out.put("&", OBJECT)
            else:
                self.stashed(int(match.group().strip(STX + ETX).partition(":")[2]), out)
        out.put(text[last:])

    def stashed(self, number: int, out: _Words) -> None:
        """What the parser put away: code, an entity, or HTML."""
        raw = self.stash[number] if number < len(self.stash) else ""
        if number in self.code or not isinstance(raw, str):
            out.put(OBJECT, OBJECT, "")
            return
        self.parsed.told_by_others.update(_numbers(raw))
        head = max(_NOT_AS_TYPED.split(raw.strip().split("\n")[0]), key=len)
        raw = clean(raw).strip()
        if re.fullmatch(r"&#?\w+;", raw):
            char = html.unescape(raw)
            out.put(char, OBJECT * len(char))
            return
        at = self.text.find(head, self.found)
        if at >= 0:
            self.found = at + len(head)
            self.last = max(self.last, self.text.count("\n", 0, at) + 1)
        self.parsed.raws.append(Raw(raw, self.last))
        if not raw.startswith("<!--"):
            out.put(OBJECT, OBJECT, "")

    def resolve(self, element: Element, words: _Words) -> None:
        """Adds the run of a block, its marks read and taken out; lines of inline elements too."""
        rows = words.text.split("\n")
        known = [_marks(row) for row in rows]
        marked = next((index for index, marks in enumerate(known) if marks), None)
        lines: list[int] = []
        if marked is not None:
            first = known[marked][0] - marked
        elif words.bare.replace(OBJECT, "").strip() or element.tag in ("td", "th"):
            first = self.look_for(words.bare.split("\n"))
        else:
            first = self.line_of_objects(words)
        for index, marks in enumerate(known):
            before = first + index
            lines.append(marks[0] if marks else lines[-1] + 1 if lines else max(1, before))
        self.last, self.free = lines[-1], lines[-1] + 1
        starts = [0]
        for row in rows[:-1]:
            starts.append(starts[-1] + len(row) + 1)
        for child, offset in words.places:
            self.parsed.place(child, lines[bisect_right(starts, offset) - 1])
        if element.tag not in ("td", "th"):
            filled = (line for line, row in zip(lines, rows, strict=True) if row.strip())
            self.parsed.place(element, next(filled, lines[0]))
        plain = re.sub(r"\s+", " ", _OURS.sub("", words.plain)).strip()
        run = Run(element, _MARK.sub("", words.text), _MARK.sub("", words.bare), plain, lines)
        self.parsed.runs.append(run)

    def place_unread(self, element: Element, words: _Words) -> None:
        """Notes the line of a block that holds nothing to be read."""
        self.last = self.line_of_objects(words)
        self.free = self.last + 1
        for one in (element, *(child for child, _ in words.places)):
            self.parsed.place(one, self.last)

    def line_of_objects(self, words: _Words) -> int:
        """The line of a block that is only images, code or links: the next that names one."""
        children = [child for child, _ in words.places]
        named = [child.get("src") or child.get("href") or "" for child in children]
        named += [code_of(child) for child in children if child.tag == "code"]
        names = [clean(name) for name in named if name]
        lines = self.text.split("\n")
        for number in range(self.free, len(lines) + 1):
            if any(name in lines[number - 1] for name in names):
                return number
        return self.last

    def look_for(self, rows: list[str]) -> int:
        """The line of words in which no letter could be marked: the next that holds them."""
        index, wanted = next(
            ((n, row.strip()) for n, row in enumerate(rows) if row.strip()), (0, "")
        )
        wanted = max(_NOT_AS_TYPED.split(wanted), key=len)
        lines = self.text.split("\n")
        for number in range(self.last - 1, len(lines)):
            if wanted and wanted in lines[number]:
                return max(1, number + 1 - index)
        return self.last


class _Words:
    """Words being gathered: as shown, with what was escaped as OBJECT, and with code as text."""

    def __init__(self) -> None:
        self.text, self.bare, self.plain = "", "", ""
        self.places: list[tuple[Element, int]] = []  # where inline elements begin

    @property
    def length(self) -> int:
        """So many characters are gathered."""
        return len(self.text)

    def put(self, text: str, bare: str | None = None, plain: str | None = None) -> None:
        """Adds a piece; `bare` has the length of `text`."""
        self.text += text
        self.bare += text if bare is None else bare
        self.plain += text if plain is None else plain


def _numbers(text: str) -> list[int]:
    return [ord(token) - _FIRST_TOKEN for token in TOKEN.findall(text)]


def _marks(text: str) -> list[int]:
    return [ord(mark) - _FIRST_MARK + 1 for mark in _MARK.findall(text)]


def code_of(element: Element) -> str:
    """The text of code, marks of lines still in it."""
    return html.unescape("".join(element.itertext()))
