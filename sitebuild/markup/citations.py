"""`[@key]` in pages.

mkdocs-bibtex turns a key into a footnote. It replaces text without knowing code, comments or links, loses what it does
not understand, and says neither file nor line. So a guard stands in front of it (`guard`, `shield`) and a seam behind it
(`placeholder`, `finish`). Text in, text out.
"""

from __future__ import annotations

import difflib
import html
import re
from collections.abc import Iterator

import markdown

from sitebuild.model.sources import Bibliography, Entry
from sitebuild.model.findings import Finding

from sitebuild.model.citations import CITATION_BLOCK, KEY, mask, keys_in, shield, _UNSHIELD
_ANY_BLOCK = re.compile(r"\[([^\[\]]*@[^\[\]]*)\]")
_EMAIL = re.compile(r"[a-zA-Z0-9._%+-]+@[a-zA-Z0-9.-]+\.[a-zA-Z]{2,}")  # what mkdocs-bibtex takes for one
def guard(text: str, file: str, known: dict[str, Entry] | set[str], first_line: int = 1) -> Iterator[Finding]:
    """Every slip that mkdocs-bibtex lets pass, or answers with a traceback, as a finding.

    `[@a, @b]` → "put a semicolon between two keys", with file and line.
    """
    known = set(known)
    lower = {key.casefold(): key for key in known}
    seen_text = mask(text)

    def line(position: int) -> int:
        return seen_text.count("\n", 0, position) + first_line

    covered: list[tuple[int, int]] = []
    for match in _ANY_BLOCK.finditer(seen_text):
        inside, where = match.group(1), line(match.start())
        if not re.search(r"@[\w-]", inside):
            continue
        if all(_EMAIL.match(part) for part in inside.split(";") if "@" in part):
            continue
        covered.append(match.span())
        after = seen_text[match.end(): match.end() + 1]
        before = seen_text[: match.start()][-1:]
        if after == "(":
            yield Finding(file, where, f"a citation inside a link: [{inside[:40]}](…)", "end the link first, then write the citation after it")
            continue
        if before == "]" and not CITATION_BLOCK.fullmatch(seen_text[seen_text.rfind("[", 0, match.start()): match.start()]):
            yield Finding(file, where, f"a citation straight after a bracket: ][{inside[:30]}]", "take the first brackets away, or put the citation after the full stop")
            continue
        if before == "]":
            yield Finding(file, where, "two citations side by side", "join them in one: [@first; @second]")
            continue
        if "\n" in inside:
            yield Finding(file, where, "a citation broken over two lines", "write the whole of [@…] on one line")
            continue
        line_so_far = re.sub(r"\\[\[\]]", "", seen_text[: match.start()].rsplit("\n", 1)[-1])
        if line_so_far.count("[") > line_so_far.count("]"):
            yield Finding(file, where, f"an open bracket before the citation [{inside[:30]}]", "close the bracket before the citation, or take it away")
            continue
        if CITATION_BLOCK.fullmatch(match.group()):
            keys = KEY.findall(match.group())
            for key in keys:
                if key not in known:
                    close = difflib.get_close_matches(key, known, 1, 0.7)
                    yield Finding(file, where, f"unknown citation key '{key}'", f"did you mean '{close[0]}'?" if close else "add the source to references.bib, or correct the key")
            for key in {key for key in keys if keys.count(key) > 1}:
                yield Finding(file, where, f"'{key}' is cited twice in one place", "write it once")
            continue
        yield _malformed(inside, file, where, known, lower)
    for match in re.finditer(r"\[@[\w.:-]+", seen_text):
        if not any(start <= match.start() < end for start, end in covered):
            yield Finding(file, line(match.start()), f"'{match.group()}' is never closed", "write ] after the last key")
            covered.append(match.span())
    for match in re.finditer(r"(?<![\w/.@])@([\w.:-]*\w)", seen_text):
        if any(start <= match.start() < end for start, end in covered):
            continue
        key = match.group(1)
        if key.casefold() in lower or re.fullmatch(r"[a-z]+\d{4}[a-z]*", key):
            yield Finding(file, line(match.start()), f"'@{key}' without brackets", f"write [@{lower.get(key.casefold(), key)}]")
    for match in re.finditer(r"\[\^([^\]\n]+)\]", seen_text):
        yield Finding(file, line(match.start()), f"a footnote '[^{match.group(1)}]'", "put the sentence in the text; footnotes are kept for sources: [@key]")
    for match in re.finditer(r"(?<!\\)`", seen_text):
        yield Finding(file, line(match.start()), "a backtick without its partner on the same line", "close the code where it ends, or take the backtick away")
        break  # the rest of the page is in doubt until this one is mended
    for match in re.finditer(r"\\(full_)?bibliography", seen_text):
        yield Finding(file, line(match.start()), f"'{match.group()}' is not used here", "take it out; each page gets its list of sources by itself")


def in_print(text: str, file: str, first_line: int = 1) -> Iterator[Finding]:
    """Every citation becomes a mark that a reader sees; none ends up in code, in a comment or in an HTML attribute."""
    places: list[int] = []

    def token(match: re.Match) -> str:
        places.append(text.count("\n", 0, match.start()) + first_line)
        return f"\ue003{len(places) - 1}\ue004"

    seen = mask(text)
    parts, last = [], 0
    for match in CITATION_BLOCK.finditer(seen):
        parts += [text[last: match.start()], token(match)]
        last = match.end()
    shown = markdown.markdown("".join(parts) + text[last:], extensions=["admonition", "attr_list", "tables", "footnotes", "pymdownx.superfences"])
    shown = re.sub(r"(?s)<(pre|code)\b.*?</\1>|<!--.*?-->|<[^>]*>", "", shown)
    for number, line in enumerate(places):
        if f"\ue003{number}\ue004" not in shown:
            yield Finding(file, line, "a citation that no reader would see, in code or inside HTML", "take away the four spaces before the line, the backtick or the HTML around it")


def _malformed(inside: str, file: str, where: int, known: set[str], lower: dict[str, str]) -> Finding:
    """A bracket with @ that is not of the one form we use: which slip is it?"""
    keys = KEY.findall(inside)
    for key in keys:
        if key not in known and key.casefold() in lower:
            return Finding(file, where, f"the key '{key}' is written in another case", f"write '{lower[key.casefold()]}'")
    if re.search(r"@[\w]+\s*,\s*@", inside) or re.search(r"@\w+\s+@\w", inside):
        return Finding(file, where, f"[{inside}] has no semicolon between its keys", f"write [{'; '.join('@' + key for key in keys)}]")
    if re.fullmatch(r"@[a-z0-9]+(\s*;\s*@[a-z0-9]+)*\s*;?\s*", inside):
        return Finding(file, where, f"[{inside}] is not spaced as [@first; @second]", f"write [{'; '.join('@' + key for key in keys)}]")
    if re.search(r"@\w+\s*,?\s+\S", inside):
        return Finding(file, where, f"[{inside}] says more than keys, and the rest would be lost", f"write the page or remark in the sentence, and [{'; '.join('@' + key for key in keys)}] after it")
    if re.search(r"\S+.*@", inside.split("@")[0] + "@") and inside.strip()[0] != "@":
        return Finding(file, where, f"[{inside}] has words before its key, and they would be lost", "write the words in the sentence")
    key = keys[0] if keys else inside
    close = difflib.get_close_matches(key, known, 1)
    return Finding(file, where, f"[{inside}] is not a citation", f"did you mean [@{close[0]}]?" if close else "keys hold small letters and digits only, like mitchell2021")


def placeholder(citation) -> str:
    """What mkdocs-bibtex writes as a footnote's text: '⟪roe2020⟫', which `finish` replaces."""
    return f"⟪{citation.key}⟫"


def source_line(entry: Entry, bibliography: Bibliography, references_url: str) -> str:
    """A source as it stands in a page's list and in its preview: reference, retraction, who paid, how it was checked."""
    parts = [f'<span class="ref-text">{bibliography.formatted[entry.key]}</span>']
    if entry.retracted:
        parts.append(f'<strong class="ref-retracted">Retracted {entry.retracted[0]}</strong>')
    meta = []
    if entry.get("funding"):
        meta.append(f"Funding: {html.escape(entry.get('funding'), quote=False)}")
    meta.append(f"Checked: {CHECKED_SHORT[entry.checked[1]]}")
    parts.append(f'<span class="ref-meta">{" · ".join(meta)} · <a href="{references_url}#ref-{entry.key}">Full entry<span class="visually-hidden"> of {html.escape(entry.label)}</span></a></span>')
    return " ".join(parts)


CHECKED_SHORT = {"fulltext": "full text", "abstract": "abstract", "secondary": "another’s account"}


def finish(page_html: str, bibliography: Bibliography, references_url: str) -> str:
    """The footnotes that Python-Markdown made → a list of sources that can be read aloud.

    Marks are told apart ("1, 2" and not "12"), named for what they open; each way back is named for its place;
    the list has a heading; texts come from the bibliography.
    """
    marks = re.compile(r'<sup id="fnref\d*:([a-z0-9]+)"><a class="footnote-ref" href="#fn:[a-z0-9]+">\d+</a></sup>')
    # Python-Markdown numbers in the order in which it parses, boxes last; a reader counts from the top.
    order = list(dict.fromkeys(marks.findall(page_html)))
    uses: dict[str, int] = {}

    def mark(match: re.Match) -> str:
        key = match.group(1)
        entry, number = bibliography[key], order.index(key) + 1
        uses[key] = uses.get(key, 0) + 1
        label = html.escape(f"Source {number}: {entry.label}" + (", retracted" if entry.retracted else ""))
        flag = " cite-retracted" if entry.retracted else ""
        return f'<sup class="cite{flag}" id="{_place(key, uses[key])}"><a class="footnote-ref" href="#fn:{key}" aria-label="{label}">{number}</a></sup>'

    page_html = marks.sub(mark, page_html)
    page_html = re.sub(r'(</sup>)(?=<sup class="cite)', r'\1<span class="cite-and">,</span>', page_html)

    def back(key: str) -> str:
        out = []
        for index in range(uses[key]):
            letter = _letters(index) if uses[key] > 1 else ""
            # The arrow is drawn by the stylesheet, so that what is seen is part of what is read aloud.
            name = f"{letter}{': b' if letter else 'B'}ack to source {order.index(key) + 1} in the text"
            out.append(f'<a class="footnote-backref" href="#{_place(key, index + 1)}" aria-label="{name}">{letter}</a>')
        return '<span class="ref-back">' + " ".join(out) + "</span>"

    items = dict(re.findall(r'(?s)<li id="fn:([a-z0-9]+)">(.*?)</li>', page_html))
    notes = re.compile(r'(?s)(<div class="footnote">\s*<hr />\s*<ol>).*(</ol>\s*</div>)')
    listed = "\n".join(f'<li id="fn:{key}"><p>⟪{key}⟫{back(key)}</p></li>' for key in order if key in items)
    page_html = notes.sub(lambda match: f'<section class="footnote" aria-labelledby="sources">\n<h2 id="sources">Sources</h2>\n<ol>\n{listed}\n</ol>\n</section>', page_html)
    page_html = re.sub(r"⟪([a-z0-9]+)⟫", lambda m: source_line(bibliography[m.group(1)], bibliography, references_url), page_html)
    return page_html.translate(_UNSHIELD)


def _place(key: str, use: int) -> str:
    """The address of the use-th mark of a source: fnref:roe2020, fnref2:roe2020 …"""
    return f"fnref{use if use > 1 else ''}:{key}"


def _letters(index: int) -> str:
    """0 → a, 25 → z, 26 → aa."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(97 + rest) + name
    return name


def link(entry: Entry, references_url: str) -> str:
    """A source named in a table: 'Mitchell et al. 2021', leading to its entry."""
    flag = ' <strong class="ref-retracted">retracted</strong>' if entry.retracted else ""
    return f'<a class="cite-link" data-key="{entry.key}" href="{references_url}#ref-{entry.key}">{html.escape(entry.label)}</a>{flag}'
