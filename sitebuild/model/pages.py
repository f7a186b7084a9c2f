"""What can be wrong in a page of `docs/`: front matter, headings, links, raw HTML, missing citations, house style.

Each rule is a generator of findings, and its docstring is the rule.
"""

from __future__ import annotations

import difflib
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import yaml
from markdown.extensions.toc import slugify

from sitebuild.model import yamlfile
from sitebuild.markup.citations import mask
from sitebuild.model.findings import Finding

REQUIRED = ("title", "description", "reviewed")
OPTIONAL = ("search_terms", "hide")
TITLE_MOST = 60  # what a search engine shows of a title
DESCRIPTION = (50, 170)  # … and of a description
MAY_LINK_OUT = ("external-links.md", "see-also.md", "about/")  # elsewhere a source is cited, not linked
NEEDS_NO_CITATION = ("about/", "references.md", "get-help.md", "external-links.md")
# House style as data: (what is found, what is wrong, what to do)
STYLE = [
    (re.compile(r"(?<![\w.–-])-\d"), "a hyphen as a minus sign", "write − (U+2212)"),
    (re.compile(r"\d\s+%"), "a space before %", "write 67%"),
    (re.compile(r"\b95% CI:? *[\[(]"), "brackets around an interval", "write 95% CI −0.95 to −0.47"),
    (re.compile(r"CI [−\d.,]+ ?[–-] ?[−\d]"), "a dash in an interval", "write it with 'to': 95% CI 1.10 to 1.66"),
    (re.compile(r"(?<=[.,;])\s+\[@"), "a space before a citation", "put the citation straight after the punctuation"),
    (re.compile(r"\b(coming soon|TODO|FIXME|TBD|lorem ipsum)\b", re.I), "a placeholder", "write what belongs there, or leave the place out"),
]
# Numbers that are part of a name and state no quantity.
_NAMES_WITH_NUMBERS = re.compile(r"\b(CAPS-5|CAPS-IV|DSM-5(-TR)?|ICD-1[01]|MAPP[12]|MP-?\d+|phase [1-4]b?|PCL-5|5-HT\w*|CYP\w+|NCT\d+|H1-receptor|95% confidence interval|95% CI(?! \d))\b", re.I)


@dataclass
class Page:
    """A Markdown file of docs/, read once."""

    path: str  # relative to docs/
    text: str
    meta: dict = field(default_factory=dict)
    meta_lines: dict = field(default_factory=dict)
    body_line: int = 1  # the line on which the body begins

    @property
    def file(self) -> str:
        return f"docs/{self.path}"

    @property
    def body(self) -> str:
        return "\n".join(self.text.split("\n")[self.body_line - 1:])


def read(docs: Path) -> tuple[list[Page], list[Finding]]:
    """All pages, and what keeps one from being read."""
    pages, findings = [], []
    for path in sorted(docs.rglob("*.md")):
        name = path.relative_to(docs).as_posix()
        raw = path.read_bytes()
        try:
            text = raw.decode("utf-8").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            findings.append(Finding(f"docs/{name}", raw[: error.start].count(b"\n") + 1, "bytes that are not UTF-8", "save the file as UTF-8"))
            continue
        page = Page(name, text)
        findings += _front_matter(page)
        pages.append(page)
    return pages, findings


def _front_matter(page: Page) -> Iterator[Finding]:
    """A page begins with front matter between two lines of three dashes."""
    match = re.match(r"---\n(.*?)\n---[ \t]*\n", page.text, re.S)
    if not match:
        yield Finding(page.file, 1, "no front matter", "begin the page with ---, title, description, reviewed, ---")
        return
    page.body_line = match.group().count("\n") + 1
    try:
        node = yaml.compose(match.group(1))
        page.meta = yaml.safe_load(match.group(1)) or {}
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        page.meta = {}
        yield Finding(page.file, (mark.line if mark else 0) + 2, "front matter that cannot be read", "put text with a colon in quotation marks")
        return
    if not isinstance(page.meta, dict):
        page.meta = {}
        yield Finding(page.file, 2, "front matter that is not 'name: value'", "write title: …")
        return
    page.meta_lines = {key.value: key.start_mark.line + 2 for key, _ in node.value} if node else {}


def front_matter(page: Page) -> Iterator[Finding]:
    """title, description and reviewed are there, of the right kind and length; nothing else but search_terms and hide."""
    for name in REQUIRED:
        if not page.meta.get(name):
            yield Finding(page.file, 1, f"front matter has no {name}", f"add {name}: " + ("2026-11-23 (the day you checked the page)" if name == "reviewed" else "…"))
    for name in page.meta:
        if name not in REQUIRED + OPTIONAL:
            close = difflib.get_close_matches(str(name), REQUIRED + OPTIONAL, 1)
            yield Finding(page.file, page.meta_lines.get(name, 1), f"unknown field '{name}' in front matter", f"did you mean '{close[0]}'?" if close else "take it out")
    reviewed = page.meta.get("reviewed")
    if reviewed and not isinstance(reviewed, date):
        yield Finding(page.file, page.meta_lines["reviewed"], f"reviewed '{reviewed}' is not a date", "write year-month-day")
    elif reviewed and reviewed > date.today():
        yield Finding(page.file, page.meta_lines["reviewed"], f"reviewed {reviewed} lies in the future", "write the day on which you checked the page")
    title, description = str(page.meta.get("title") or ""), str(page.meta.get("description") or "")
    if len(title) > TITLE_MOST:
        yield Finding(page.file, page.meta_lines["title"], f"the title has {len(title)} characters", f"keep it under {TITLE_MOST + 1}")
    if description and not DESCRIPTION[0] <= len(description) <= DESCRIPTION[1]:
        yield Finding(page.file, page.meta_lines["description"], f"the description has {len(description)} characters", f"write {DESCRIPTION[0]} to {DESCRIPTION[1]}; search engines show it")
    terms = page.meta.get("search_terms", [])
    if not isinstance(terms, list) or not all(isinstance(term, str) for term in terms):
        yield Finding(page.file, page.meta_lines["search_terms"], "search_terms is not a list of words", "write search_terms: [comedown, is it safe]")


def titles_differ(pages: list[Page]) -> Iterator[Finding]:
    """No two pages have one title: a screen reader's list of tabs tells them apart by nothing else."""
    seen: dict[str, str] = {}
    for page in pages:
        title = str(page.meta.get("title") or page.path)
        if title in seen:
            yield Finding(page.file, page.meta_lines.get("title", 1), f"the title '{title}' is also that of docs/{seen[title]}", "make the two differ")
        seen.setdefault(title, page.path)


def headings_of(page: Page) -> list[tuple[int, str, str, int]]:
    """(level, text, anchor, line) of every heading outside code."""
    found = []
    for number, line in enumerate(mask(page.text).split("\n"), 1):
        if number < page.body_line:
            continue
        match = re.match(r"(#{1,6})\s+(.+?)\s*(?:\{\s*#([\w-]+)[^}]*\})?\s*#*\s*$", line)
        if match:
            text = re.sub(r"\[@[^\]]*\]|[*`_]", "", match.group(2))
            text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
            found.append((len(match.group(1)), text, match.group(3) or slugify(text, "-"), number))
    return found


def headings(page: Page) -> Iterator[Finding]:
    """One heading of level 1, the title; no level skipped; no two with one anchor."""
    seen: dict[str, int] = {}
    before = 0
    for level, text, anchor, line in headings_of(page):
        if before == 0 and level != 1:
            yield Finding(page.file, line, "the page does not begin with a heading of level 1", f"write # {page.meta.get('title', 'Title')} after the front matter")
        if level == 1 and before:
            yield Finding(page.file, line, f"a second heading of level 1: {text}", "write ##")
        elif level == 1 and page.path != "index.md" and text != page.meta.get("title"):
            yield Finding(page.file, line, f"the heading '{text}' is not the title '{page.meta.get('title')}'", "make the two alike")
        if level > before + 1 and before:
            yield Finding(page.file, line, f"the heading '{text}' skips a level", f"write {'#' * (before + 1)}")
        if anchor in seen:
            yield Finding(page.file, line, f"the heading '{text}' gives the same address as line {seen[anchor]}", "make the two headings differ")
        seen.setdefault(anchor, line)
        before = level
    if before == 0:
        yield Finding(page.file, page.body_line, "the page has no heading", f"write # {page.meta.get('title', 'Title')} after the front matter")


def links(page: Page, anchors: dict[str, set[str]], published: set[str]) -> Iterator[Finding]:
    """Every link leads to a page, an anchor or a published file; nothing leads out but where a page may."""
    masked = mask(page.text)
    for match in re.finditer(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(\s*<?([^)\s>]*)>?(?:\s+\"[^\"]*\")?\s*\)", masked):
        image, text, target = match.groups()
        line = masked.count("\n", 0, match.start()) + 1
        if image:
            if not text.strip():
                yield Finding(page.file, line, "an image without alternative text", "say in the brackets what it shows: ![Bar chart of …](…)")
            if re.match(r"(https?:)?//", target):
                yield Finding(page.file, line, "an image from outside", "put the file in docs/assets and link to it there; pages load nothing from elsewhere")
                continue
        if not target:
            yield Finding(page.file, line, f"the link '{text}' leads nowhere", "give its address")
            continue
        if not text.strip() and not image:
            yield Finding(page.file, line, "a link without words", "say where it leads")
        scheme = re.match(r"([a-z][a-z0-9+.-]*):|//", target, re.I)
        if scheme:
            name = (scheme.group(1) or "").lower()
            if name == "http" or target.startswith("//"):
                yield Finding(page.file, line, f"an address without https: {target[:60]}", "write https://")
            elif name not in ("https", "mailto", "tel"):
                yield Finding(page.file, line, f"a link of the kind '{name}:'", "link with https:// or to a page of the site")
            elif name == "https" and not page.path.startswith(MAY_LINK_OUT):
                yield Finding(page.file, line, f"a link to another site: {target[:60]}", "add it to references.bib and cite it")
            continue
        yield from _inside(page, line, target, anchors, published)
    for match in re.finditer(r"\[[^\]\n]*\]\([^)\n]*$", masked, re.M):
        yield Finding(page.file, masked.count("\n", 0, match.start()) + 1, "a link that is not closed", "write ) after the address")
    for match in re.finditer(r"(?<![(<\"\w/])(https?://[^\s)>\]]+)", masked):
        yield Finding(page.file, masked.count("\n", 0, match.start()) + 1, f"a bare address: {match.group(1)[:60]}", "write [words](address), or cite the source")
    for match in re.finditer(r"<(https?://[^>]+)>", masked):
        yield Finding(page.file, masked.count("\n", 0, match.start()) + 1, f"a bare address: {match.group(1)[:60]}", "write [words](address), or cite the source")


def _inside(page: Page, line: int, target: str, anchors: dict[str, set[str]], published: set[str]) -> Iterator[Finding]:
    path, _, anchor = target.partition("#")
    if path.startswith("/"):
        yield Finding(page.file, line, f"an address from the root: {target}", "write it relative to this page; the site is also read from disk")
        return
    where = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), unquote(path))) if path else page.path
    if where not in anchors:
        if where in published:
            return
        close = difflib.get_close_matches(where, [*anchors, *published], 1)
        here = posixpath.relpath(close[0], posixpath.dirname(page.path) or ".") if close else ""
        yield Finding(page.file, line, f"the link {target} leads to no page", f"did you mean {here}?" if close else "see the list of pages in mkdocs.yml")
    elif anchor and anchor not in anchors[where]:
        close = difflib.get_close_matches(anchor, anchors[where], 1)
        yield Finding(page.file, line, f"docs/{where} has no heading with the anchor #{anchor}", f"did you mean #{close[0]}?" if close else "use the anchor of a heading there")


def raw_html(page: Page) -> Iterator[Finding]:
    """Pages hold Markdown: no HTML elements, so none can be left open, and no script can come in."""
    masked = mask(page.text)
    for match in re.finditer(r"</?([a-zA-Z][\w-]*)(?=[\s/>])[^>\n]*>?", masked):
        if re.match(r"<(https?|mailto):", match.group()):
            continue
        yield Finding(page.file, masked.count("\n", 0, match.start()) + 1, f"an HTML element: {match.group()[:40]}", "write it in Markdown")
    code_masked = mask(page.text, comments=False)
    opened = code_masked.find("<!--")
    while opened >= 0:
        closed = code_masked.find("-->", opened)
        if closed < 0:
            yield Finding(page.file, code_masked.count("\n", 0, opened) + 1, "a comment that is never closed", "write --> after it")
            break
        opened = code_masked.find("<!--", closed)
    for match in re.finditer(r"(\{\{|\{%|\{:)", masked):
        yield Finding(page.file, masked.count("\n", 0, match.start()) + 1, f"template or attribute syntax: {match.group()}", "pages are plain Markdown; take it out")


def blocks(page: Page) -> Iterator[Finding]:
    """Fences are closed, admonitions have a body, no conflict of a merge is left, no control characters."""
    lines = page.text.split("\n")
    fence, opened = None, 0
    for number, line in enumerate(lines, 1):
        match = re.match(r"[ \t]*(`{3,}|~{3,})", line)
        if match and fence is None:
            fence, opened = match.group(1), number
        elif match and match.group(1)[0] == fence[0] and len(match.group(1)) >= len(fence) and not line.strip().strip(fence[0]):
            fence = None
        if fence:
            continue
        if re.match(r"(<{7}|>{7}|={7})(\s|$)", line):
            yield Finding(page.file, number, "a mark of an unfinished merge", "keep one of the two versions and delete the mark")
        admonition = re.match(r"([ ]*)(!!!|\?\?\?\+?)(.*)$", line)
        if admonition:
            indent, _, rest = admonition.groups()
            if not re.fullmatch(r" [a-z-]+( \"[^\"]*\")?", rest):
                yield Finding(page.file, number, f"an admonition that will not be seen: {line.strip()[:40]}", 'write !!! brief "In brief"')
            following = next((text for text in lines[number:] if text.strip()), "")
            if not following.startswith(indent + "    "):
                yield Finding(page.file, number, "an admonition without a body", "indent its lines by four spaces")
        control = re.search(r"[\x00-\x08\x0b-\x1f\x7f\u200b\u2028\u2029\u202a-\u202e\ufeff\ue000-\ue004]", line)
        if control:
            yield Finding(page.file, number, f"an invisible character (U+{ord(control.group()):04X})", "delete it")
    if fence:
        yield Finding(page.file, opened, "a code fence that is never closed", f"write {fence} after the code")


def figures_cited(page: Page) -> Iterator[Finding]:
    """A paragraph with a figure has a citation."""
    if page.path.startswith(NEEDS_NO_CITATION):
        return
    lines = mask(page.text).split("\n")
    start, block = 0, []
    for number, line in enumerate([*lines, ""], 1):
        if number < page.body_line:
            continue
        if line.strip():
            if not block:
                start = number
            block.append(line)
            continue
        text = " ".join(block)
        block = []
        if not text or re.match(r"\s*(#|\||!!!)", text):
            continue
        words = _NAMES_WITH_NUMBERS.sub("", re.sub(r"\]\([^)]*\)", "]", text))
        if re.search(r"\b[Ww]e (found|looked|searched|could|did)\b|\bsearched (in|to)\b", words):
            words = re.sub(r"\b(19|20)\d\d\b", "", words)  # the year of our own search is no claim of somebody else's
        if re.search(r"\d", words) and not re.search(r"\[@", text):
            yield Finding(page.file, start, f"a paragraph with a figure and no citation: {text.strip()[:50]}…", "cite the source of the figure: [@key]")


def style(page: Page) -> Iterator[Finding]:
    """House style: STYLE above."""
    for number, line in enumerate(mask(page.text).split("\n"), 1):
        if number < page.body_line:
            continue
        bare = re.sub(r"\]\([^)]*\)", "]", line)
        for pattern, message, mend in STYLE:
            match = pattern.search(bare)
            if match:
                yield Finding(page.file, number, f"{message}: {bare[max(0, match.start() - 10): match.end() + 10].strip()}", mend)
