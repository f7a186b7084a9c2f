"""What the renderer would lose, garble or print as typed, and GitHub's preview shows otherwise.

All of it is asked of the page as its own renderer reads it (`sitebuild/model/parsed.py`): what is
left in the words of a paragraph after reading is what a reader would see. So the patterns below
look at what was *not* understood; none of them reads Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html.parser import HTMLParser
from typing import NamedTuple
from xml.etree.ElementTree import Element

from sitebuild import settings
from sitebuild.model import textfile
from sitebuild.model.citations import mask
from sitebuild.model.findings import Finding, line_at, suggest
from sitebuild.model.pages import Page
from sitebuild.model.parsed import HEADINGS, OBJECT, TOKEN, Parsed, Renderer, Run, parse
from sitebuild.model.site import Site
from sitebuild.rules import rule
from sitebuild.rules.certain import Doubt, doubts, kept, page_rule

SHOWN = 50  # so many characters of a line stand in a message


def shown(text: str) -> str:
    """Some words as a message quotes them: on one line, and not too many."""
    text = re.sub(r"\s+", " ", TOKEN.sub("", text).replace(OBJECT, "…")).strip()
    return text if len(text) <= SHOWN else text[:SHOWN].rstrip() + "…"


def source_line(page: Page, line: int) -> str:
    """A line of the body as it is written; '' where there is none."""
    lines = page.body.split("\n")
    return lines[line - 1] if 0 < line <= len(lines) else ""


def rows(run: Run) -> Iterator[tuple[int, int, str]]:
    """(place in the run, line of the body, words not understood) for each line of a block."""
    for index, (row, line) in enumerate(zip(run.bare.split("\n"), run.lines, strict=True)):
        yield index, line, row


def misread(page: Page) -> set[int]:
    """Lines of the body that the renderer took for something else, of which a rule here tells.

    Whether a sentence in them is whole or cited is not asked: that would tell one slip twice.
    """
    return _misread(page.body, page.renderer)


@lru_cache(maxsize=1024)
def _misread(body: str, renderer: Renderer) -> set[int]:
    found: set[int] = set()
    for run in parse(body, renderer).runs:
        listed = list(rows(run))
        whole = (
            _raw_table(run) is not None
            or any(_raw_item(index, row) for index, _, row in listed)
            or _UNSEEN_BOX.match(run.bare) is not None
        )
        found.update(line for _, line, row in listed if whole or _habit(run, row))
    return found


# ---- tables

_DELIMITER = re.compile(r"\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*")
_PIPED = re.compile(r"\s*\|.*\|\s*")


@page_rule("table-cells", alone=True)
def table_cells(page: Page, _: Site) -> Iterator[Finding]:
    """Each row of a table has as many cells as its head: what is over is lost, and cells shift."""
    for row, written in page.parsed.cells.items():
        wanted = len(row)
        if written == wanted:
            continue
        if written > wanted:
            mend = r"write \| for a | inside a cell, or take a cell away; what is over is not shown"
        elif written == 1 and "|" not in page.body.split("\n")[page.parsed.line(row) - 1]:
            mend = "leave a line empty below the table"
        else:
            mend = "add the cells that are missing; an empty one is |  |"
        line = page.at(page.parsed.line(row))
        yield Finding(page.file, line, f"a row of {written} cells under a head of {wanted}", mend)


@page_rule("table-as-text", alone=True)
def table_as_text(page: Page, _: Site) -> Iterator[Finding]:
    """A table is read as one: an empty line above it, and a line of dashes as long as its head."""
    for run in page.parsed.runs:
        found = _raw_table(run)
        if found:
            line, mend = found
            yield Finding(page.file, page.at(line), "a table that would be printed as text", mend)


def _raw_table(run: Run) -> tuple[int, str] | None:
    """(line, mend) of the first row that stayed text."""
    listed = list(rows(run))
    for index, line, row in listed:
        if "|" not in row:
            continue
        if index and _DELIMITER.fullmatch(row):
            head = listed[index - 1]
            if head[2].strip("| ").count("|") != row.strip("| ").count("|"):
                return line, "write a |---| for each cell of the head"
            return head[1], "leave a line empty above the table"
        if _PIPED.fullmatch(row) and not any(_DELIMITER.fullmatch(r) for _, _, r in listed[index:]):
            return line, "write |---|---| below its head, a |---| for each cell"
    return None


# ---- headings

_MARKED_HEADING = re.compile(r"(#{1,6})([^#\s].*)")
_SENTENCE = re.compile(r"[.!?:;,][\"')\]]*$")
_UNDERLINE = re.compile(r" {0,3}(-+|=+)[ \t]*")
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
_OTHER_BLOCK = re.compile(r"[-*+>|]\s|\d+[.)]\s")  # a list, a quotation, a table
LONGEST_HEADING = 90  # a longer line over dashes is a sentence


def odd_heading(page: Page, line: int) -> tuple[str, str] | None:
    """(what is wrong, what to do) where a line became a heading by a slip; None where it was meant.

    `#1 cause is stress.` → ('a line that begins with # becomes a heading: …', …)
    """
    written = source_line(page, line)
    match = _MARKED_HEADING.match(written)
    if match:
        marks, words = match.groups()
        if words[0].isdigit():
            message = f"a line that begins with # becomes a heading: {shown(written)}"
            return message, f"write 'No. {words.split()[0]}', or begin the line with another word"
        message = f"a heading without a space after its {marks}: {shown(written)}"
        return message, f"write {marks} {shown(words)}"
    below = source_line(page, line + 1)
    if written.startswith("#") or not _UNDERLINE.fullmatch(below):
        return None
    words, line_below = written.strip(), below.strip()
    sentence = _SENTENCE.search(re.sub(r"\[@[^\]]*\]", "", words)) or len(words) > LONGEST_HEADING
    other = _OTHER_BLOCK.match(words) or not _LETTER_OR_DIGIT.search(words)
    if sentence or other or len(line_below) < 3:
        message = f"a line straight above {line_below[:7]} becomes a heading: {shown(words)}"
        return message, "leave a line empty between the two, or write ## before a heading"
    return None


@page_rule("heading-by-slip", alone=True)
def heading_by_slip(page: Page, _: Site) -> Iterator[Finding]:
    """What becomes a heading was meant as one, and what was meant as one becomes one."""
    parsed = page.parsed
    for run in parsed.runs:
        if run.element.tag not in HEADINGS:
            continue
        line = parsed.line(run.element)
        odd = odd_heading(page, line)
        if not odd and parsed.inside(run.element, "li"):
            odd = f"a heading inside a list: {shown(run.words)}", "leave a line empty above it"
        if odd:
            yield Finding(page.file, page.at(line), *odd)
    for run in page.parsed.runs:
        if run.element.tag in HEADINGS:
            continue
        for _index, line, row in rows(run):
            if re.match(r"\s*#{1,6}(\s+\S|\s*$)", row):
                message = f"a heading that stays text: {shown(row)}"
                mend = "begin its line with #, with no space or mark before it"
                yield Finding(page.file, page.at(line), message, mend)


@page_rule("dashes-under-text", alone=True)
def dashes_under_text(page: Page, _: Site) -> Iterator[Finding]:
    """A line of dashes stands between empty lines: under text GitHub makes it a heading."""
    lines = mask(page.body).split("\n")
    headings = {heading.line for heading in page.parsed.headings}
    for number, line in enumerate(lines[1:], 2):
        above = lines[number - 2]
        if not _UNDERLINE.fullmatch(line) or len(line.strip()) < 3 or number - 1 in headings:
            continue
        if above.strip() and not _UNDERLINE.fullmatch(above):
            message = f"{line.strip()[:7]} straight under text"
            mend = "leave a line empty above it, or take it out"
            yield Finding(page.file, page.at(number), message, mend)


# ---- lists

_LIST_MARK = re.compile(r"( *)(?:([-*+])|(\d+)[.)])\s")
_GLUED = re.compile(r"\s*([-*+]\s+\S|1[.)]\s+\S)")
_NUMBERED = re.compile(r"\s*\d+\)\s+\S")
_EMPTY_ITEM = re.compile(r"\s*([-*+]|\d+[.)])\s*")
_NO_MARK = re.compile(r"\s*([•·●◦▪‣])\s*\S|\s*(–)\s+\S")


@page_rule("list-as-text", alone=True)
def list_as_text(page: Page, _: Site) -> Iterator[Finding]:
    """A list is read as one: an empty line above it, and marks that make a list here."""
    for run in page.parsed.runs:
        if run.element.tag in HEADINGS:
            continue
        for index, line, row in rows(run):
            found = _raw_item(index, row)
            if found:
                yield Finding(page.file, page.at(line), *found)
                break


def _raw_item(index: int, row: str) -> tuple[str, str] | None:
    if _NUMBERED.match(row):
        number = row.strip().partition(")")[0]
        return f"{number}) makes no list here: {shown(row)}", f"write {number}. with a stop"
    if _EMPTY_ITEM.fullmatch(row):
        message = f"an item of a list without words: {shown(row)}"
        return message, "write its words, or take it out"
    if index and _GLUED.match(row):
        message = f"a list run into the text above it: {shown(row)}"
        return message, "leave a line empty above the list"
    mark = _NO_MARK.match(row)
    if mark:
        return f"{mark[1] or mark[2]} makes no list here: {shown(row)}", "write - and a space"
    return None


@page_rule("list-form", alone=True)
def list_form(page: Page, _: Site) -> Iterator[Finding]:
    """A list comes out as it is written: nested by four spaces, numbered from 1, of one kind."""
    for quotation in page.parsed.root.iter("blockquote"):
        line = page.parsed.line(quotation)
        if page.parsed.inside(quotation, "li") and source_line(page, line).startswith(">"):
            message = f"a quotation that the list above takes in: {shown(source_line(page, line))}"
            yield Finding(page.file, page.at(line), message, "leave a line empty above it")
    loose = _loose_paragraphs(page)
    for paragraph, spaces in loose.items():
        line = page.parsed.line(paragraph)
        message = f"a paragraph of a list item ends the list here: {shown(source_line(page, line))}"
        yield Finding(page.file, page.at(line), message, f"begin its lines with {spaces} spaces")
    for element in page.parsed.root.iter():
        if element.tag in ("ul", "ol"):
            yield from _list_slips(page, element, goes_on=_before(page.parsed, element) in loose)


def _before(parsed: Parsed, element: Element) -> Element | None:
    """The element straight before another."""
    siblings = list(parsed.parents.get(element, parsed.root))
    at = siblings.index(element) if element in siblings else 0
    return siblings[at - 1] if at else None


def _items(page: Page, element: Element) -> Iterator[tuple[int, int, str, int]]:
    """(line, spaces before it, mark, number) of each item whose line is known for sure."""
    for item in element:
        line = page.parsed.line(item)
        match = _LIST_MARK.match(source_line(page, line))
        if match:
            yield line, len(match[1]), "-" if match[2] else "1.", int(match[3] or 0)


def _list_slips(page: Page, element: Element, goes_on: bool) -> Iterator[Finding]:
    """The first slip of each kind in a list; `goes_on`: a loose paragraph cut it in two."""
    items = list(_items(page, element))
    told: set[str] = {"start"} if goes_on else set()
    above = items[0][1] if items else 0
    for line, spaces, mark, number in items:
        slip = _item_slip(element, items, spaces, mark, number, above)
        above = spaces
        if slip and slip[0] not in told:
            told.add(slip[0])
            yield Finding(page.file, page.at(line), slip[1], slip[2])


def _item_slip(
    element: Element,
    items: list[tuple[int, int, str, int]],
    spaces: int,
    mark: str,
    number: int,
    above: int,
) -> tuple[str, str, str] | None:
    """(kind, what is wrong, what to do) with one item; `above`: spaces of the one above it."""
    _, _, first_mark, first = items[0]
    if number >= 1000:
        message = f"'{number}.' at the beginning of a line becomes a list, and {number} is lost"
        mend = rf"begin the line with another word (In {number}, …), or write {number}\."
        return "year", message, mend
    if spaces > above + 1:  # GitHub nests by two or three
        message = f"a list inside a list by {spaces - above} spaces is not nested here"
        return "nested", message, f"begin the line with {above + 4} spaces"
    if mark != first_mark:
        message = "a list with numbers and one with dots become one list"
        return "mixed", message, "write a line of text between the two, or use one kind of mark"
    if number == first != 1 and element.tag == "ol" and "start" not in element.attrib:
        message = f"a list that begins with {first}. is numbered from 1"
        return "start", message, "begin it with 1."
    return None


def _loose_paragraphs(page: Page) -> dict[Element, int]:
    """Paragraphs that on GitHub belong to a list item, and the spaces that each of them needs."""
    found: dict[Element, int] = {}
    for child in page.parsed.root.iter("p"):
        before = _before(page.parsed, child)
        if before is None or before.tag not in ("ul", "ol"):
            continue
        written = source_line(page, page.parsed.line(child))
        spaces = len(written) - len(written.lstrip(" "))
        base = next((item[1] for item in _items(page, before)), spaces)
        if 0 < spaces - base < 4:
            found[child] = base + 4
    return found


# ---- lines, code


@page_rule("line-break", alone=True)
def line_break(page: Page, _: Site) -> Iterator[Finding]:
    """A line ends where its words end: two spaces after them break it, a backslash is printed."""
    for element in page.parsed.root.iter("br"):
        line = page.parsed.line(element)
        message = "spaces at the end of a line break it on the page"
        yield Finding(page.file, page.at(line), message, "take them away (make fix does)")
    for run in page.parsed.runs:
        for _index, line, row in rows(run):
            if row.endswith("\\"):
                message = "a backslash at the end of a line is printed as typed"
                yield Finding(page.file, page.at(line), message, "take it away")


@page_rule("code-in-text", alone=True)
def code_in_text(page: Page, _: Site) -> Iterator[Finding]:
    """A fence stands between empty lines: straight under text, it becomes a part of it."""
    for run in page.parsed.runs:
        listed = list(rows(run))
        for _index, line, row in listed:
            fenced = source_line(page, line).lstrip().startswith(("```", "~~~"))
            if row.strip() == OBJECT and fenced and len(listed) > 1:
                message = "a code fence straight under or above text"
                mend = "leave a line empty above and below it"
                yield Finding(page.file, page.at(line), message, mend)


@page_rule("code-by-spaces", alone=True)
def code_by_spaces(page: Page, _: Site) -> Iterator[Finding]:
    """Code stands between fences; a line that begins with four spaces would be shown as code."""
    parsed = page.parsed
    unseen = {run.element for run in parsed.runs if _UNSEEN_BOX.match(run.bare)}
    for element in parsed.root.iter("pre"):
        if _before(parsed, element) in unseen:
            continue  # the body of a box that was not read as one
        line = parsed.line(element)
        message = f"a line that is shown as code: {shown(source_line(page, line))}"
        mend = "take the spaces before it away; code stands between lines of ```"
        yield Finding(page.file, page.at(line), message, mend)


# ---- HTML


class _Tags(HTMLParser):
    """The elements that begin in a piece of HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.begun: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.begun.append(tag)


@page_rule("html", alone=True)
def no_html(page: Page, _: Site) -> Iterator[Finding]:
    """Pages hold Markdown: no HTML, so none can be left open and no script can come in."""
    begun: list[str] = []
    for raw in page.parsed.raws:
        line = page.at(raw.line)
        if raw.comment:
            continue
        if raw.text.startswith(("<!", "<?")):
            message = f"a declaration that no reader would see: {shown(raw.text)}"
            yield Finding(page.file, line, message, "take it out")
            continue
        tags = _Tags()
        tags.feed(raw.text)
        begun += tags.begun
        closing = re.match(r"</([\w-]+)", raw.text)
        if closing and not tags.begun and closing[1].lower() in begun:
            continue  # told where it begins
        message = f"an HTML element: {shown(raw.text.splitlines()[0])}"
        yield Finding(page.file, line, message, "write it in Markdown, or &lt; for the sign <")
    for run in page.parsed.runs:
        for _index, line, row in rows(run):
            if re.search(r"<[A-Za-z/?][^\s]", row) and not re.search(r"<\s*!\s*[-–—]", row):
                message = f"a < that begins an HTML element: {shown(row)}"
                mend = "write it in Markdown, or &lt; for the sign itself"
                yield Finding(page.file, page.at(line), message, mend)
                break


@page_rule("braces", alone=True)
def no_braces(page: Page, _: Site) -> Iterator[Finding]:
    """Braces set no attribute and no template; only a heading may get an address: { #words }."""
    for element, new in page.parsed.attributes:
        if element.tag in HEADINGS and set(new) == {"id"}:
            continue
        names = ", ".join(new)
        line = page.at(page.parsed.line(element))
        message = f"braces that set {names} and would not be seen"
        yield Finding(page.file, line, message, "pages are plain Markdown; take them out")
    for run in page.parsed.runs:
        for _index, line, row in rows(run):
            match = re.search(r"\{\{|\{%|\{:|\{\s*[.#][\w-]+[^}]*\}", row)
            if match:
                message = f"template or attribute syntax: {match.group()}"
                mend = "pages are plain Markdown; take it out"
                yield Finding(page.file, page.at(line), message, mend)


# ---- boxes

_BOX = re.compile(r"^( *)(!!!|\?\?\?\+?|:::)(.*)$", re.M)
BOXES = ("answer", "brief", "danger", "note", "warning")  # the kinds that have a look here
_UNSEEN_BOX = re.compile(r"\s*(!!!|\?\?\?|:::)")
_BOX_FORM = re.compile(r' ?([a-z-]+)(?: +"([^"]*)")? *')


@page_rule("box", alone=True)
def boxes(page: Page, _: Site) -> Iterator[Finding]:
    """A box is of a kind that is there, and has a body; the site sets the title of `!!! brief`."""
    masked = mask(page.body)
    may_fold = any("details" in name for name in page.renderer.names)
    for match in _BOX.finditer(masked):
        line = page.at(line_at(masked, match.start()))
        indent, mark, rest = match.groups()
        form = _BOX_FORM.fullmatch(rest)
        if not form or (mark != "!!!" and not may_fold):
            message = f"a box that will not be seen: {shown(match.group())}"
            word = re.match(r" ?([a-z-]+)", rest)
            kind = word[1] if word and word[1] in BOXES else "note"
            mend = f'write !!! {kind} "Title"' if kind != "brief" else "write !!! brief"
            yield Finding(page.file, line, message, f"{mend}, and its text below, four spaces in")
            continue
        kind, title = form.groups()
        if kind not in BOXES:
            mend = suggest(kind, BOXES, cutoff=0.7)
            yield Finding(page.file, line, f"a box of the kind '{kind}'", mend)
        elif kind == "brief" and title not in (None, settings.BRIEF_TITLE):
            message = f"the title of this box is '{settings.BRIEF_TITLE}' on every page"
            yield Finding(page.file, line, message, "write !!! brief")
        following = next((t for t in masked[match.end() :].split("\n") if t.strip()), "")
        if not following.startswith(indent + "    "):
            yield Finding(
                page.file, line, "a box without a body", "indent its lines by four spaces"
            )


# ---- signs that are printed as typed


class Habit(NamedTuple):
    """A way of writing that other programs know, what becomes of it here, and the mend."""

    pattern: re.Pattern[str]
    message: str  # {} is what was found
    mend: str
    tags: tuple[str, ...] = ()  # only in these elements


_TEX = r"\$(?=\S)(?:[A-Za-z]|[^$\n]*[\\^_={}][^$\n]*)(?<=\S)\$(?!\w)"
_AS_TYPED = "{} is printed as typed"
HABITS = (
    Habit(re.compile(r"~~[^~\n]+~~"), _AS_TYPED, "delete what no longer holds"),
    Habit(
        re.compile(
            r"(?<![\w~])~[^~\s](?:[^~\n]*[^~\s])?~(?![\w~])|\w~[^~\s]{1,6}~|\^[^\s^]{1,6}\^"
        ),
        _AS_TYPED,
        "write the sign itself (H₂O, 10⁶), or take the marks away",
    ),
    Habit(re.compile(r"==[^=\s][^=\n]*=="), _AS_TYPED, "write **words** for what stands out"),
    Habit(
        re.compile(r"^\s*\*\[[^\]\n]+\]:.*"),
        "the line of an abbreviation is printed as typed: {}",
        f"take it out; a term is explained in {settings.DATA}/glossary.yml",
    ),
    Habit(re.compile(r"^\s*\[!\w+\]"), _AS_TYPED, "write a plain paragraph", ("p",)),
    Habit(re.compile(r"^\s*\[[ xX]?\](?=\s)"), _AS_TYPED, "write a plain list", ("li", "p")),
    Habit(re.compile(r"(?<![\w:/]):[a-z][a-z0-9_+-]*:(?![\w:])"), _AS_TYPED, "write it in words"),
    Habit(
        re.compile(r"^\s*:\s+\S.*"),
        "a list of definitions is printed as typed: {}",
        "write - **Term:** what it means",
    ),
    Habit(
        re.compile(r"[^\W\d_]+ : (?=\S)"),
        "a colon with a space before it: {}",
        "write Term: what it means, with no space before the colon",
    ),
    Habit(
        re.compile(
            rf"\$\$[^$]+\$\$|{_TEX}|(?<![\w:\\])\\(?!bibliography|full_|\w*cite)[A-Za-z]{{2,}}"
        ),
        "a formula is printed as typed: {}",
        "write it in words and signs: E = mc²",
    ),
    Habit(
        re.compile(r"\\(?:[!-/:-?^`|~](?!$)|@(?!\w))"),
        "a backslash is printed as typed: {}",
        "take the backslash away, or write &lt; for <",
    ),
    Habit(re.compile(r"\[\[[^\]\n]+\]\]"), _AS_TYPED, "write [words](page.md)"),
    Habit(re.compile(r"\^\["), "a footnote is printed as typed", "put the sentence in the text"),
    Habit(
        re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)?"),
        "an image that will not be seen: {}",
        "write ![what it shows](assets/name.png), with no space in the name",
    ),
    Habit(
        re.compile(r"\[[^\]\n]*\]\([^)\n]*$"),
        "a link that is not closed: {}",
        "write ) after the address",
    ),
    Habit(
        re.compile(r"\[[^\]\n]+\]\s*\([^)\n]*\)|\([^)\n]+\)\[[^\]\n]*(?:\.md|://)[^\]\n]*\]"),
        "a link that stays text: {}",
        "write [words](address), with no space between the two",
    ),
    Habit(
        re.compile(r"\[[^\]\n]+\]\[[^\]\n]*\]"),
        "a link whose address is not given: {}",
        "write [words](address)",
    ),
    Habit(
        re.compile(r"<\s*!\s*[-–—].*"),
        "a remark whose dashes are not two hyphens: {}",
        "write <!-- before it and --> after it",
    ),
    Habit(
        re.compile(r"\*\*|(?<!\w)__(?=\w)|(?<!\w)\*(?=\w)|(?<!\w)_(?=\w)"),
        "{} is printed as typed",
        r"close it (**words**, *words*), or write \* for the sign itself",
    ),
)


_ANY_SIGN = re.compile(r"[~=$\\^<*_\[]|(^|\s):|:[a-z]")  # most lines hold none of these


@page_rule("list-of-headings", alone=True)
def list_of_headings(page: Page, _: Site) -> Iterator[Finding]:
    """No [TOC] in the text: here it becomes a list of headings, and each page has one beside it."""
    for element in page.parsed.root.iter("div"):
        if element.get("class") == "toc":
            message = "[TOC] becomes a second list of the page's headings"
            lines = mask(page.body).split("\n")
            line = lines.index("[TOC]") + 1 if "[TOC]" in lines else 1
            yield Finding(page.file, page.at(line), message, "take it out")


@page_rule("as-typed", alone=True)
def as_typed(page: Page, _: Site) -> Iterator[Finding]:
    """No sign is left in the words that another program would have read as a mark."""
    for run in page.parsed.runs:
        for _index, line, row in rows(run):
            found = _habit(run, row)
            if found:
                yield Finding(page.file, page.at(line), *found)


def _habit(run: Run, row: str) -> tuple[str, str] | None:
    """The first habit that a line shows: one slip is told once."""
    if not _ANY_SIGN.search(row):
        return None
    for habit in HABITS:
        if habit.tags and run.element.tag not in habit.tags:
            continue
        match = habit.pattern.search(row)
        if match:
            return habit.message.format(shown(match.group())), habit.mend
    return None


# ---- what makes the rest uncertain, and characters

_DOUBTS = {
    "fence": ("a code fence that is never closed", "write {} on a line of its own after the code"),
    "comment": ("a remark that is never closed", "write --> after it"),
    "remark": (
        "a remark that would be printed",
        "begin it on a line of its own, and close it before the next empty line",
    ),
    "merge": (
        "a mark of an unfinished merge",
        "keep one of the two versions and delete the marks",
    ),
}


@rule("left-open", each="page")
def left_open(page: Page, _: Site) -> Iterator[Finding]:
    """What is opened is closed: fences, remarks, merges. Of what follows, nothing is certain."""
    told: list[Doubt] = []
    for one in doubts(page):
        if any(earlier.line <= one.line <= earlier.last for earlier in told):
            continue
        told.append(one)
        message, mend = _DOUBTS[one.kind]
        yield Finding(page.file, page.at(one.line), message, mend.format(one.mark))


@rule("page-characters", each="page")
@kept
def characters(page: Page, _: Site) -> Iterator[Finding]:
    """No character that nobody sees, or that only looks like a letter."""
    # keys of citations have a rule of their own
    text = re.sub(r"\[[^\[\]\n]*@[^\[\]\n]*\]", lambda match: " " * len(match.group()), page.text)
    yield from textfile.garbled(text, page.file)
