"""Citations: each slip that the renderer would let pass, or answer with a traceback, is told.

mkdocs-bibtex turns `[@key]` into a footnote. It knows nothing of code or links, loses what it does
not understand, and says neither file nor line; `guard` stands in front of it. The guard reads one
small form of our own, so it is written by hand; where citations end up on the page is asked of the
page as it is read.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Collection, Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple
from xml.etree.ElementTree import Element

from sitebuild import settings
from sitebuild.model.citations import CITATION_BLOCK, KEY, mask
from sitebuild.model.findings import Finding, line_at
from sitebuild.model.pages import Page
from sitebuild.model.parsed import HEADINGS, TOKEN, Parsed, Run
from sitebuild.model.site import Site
from sitebuild.rules.certain import page_rule
from sitebuild.rules.links import links_of
from sitebuild.rules.markdown import misread, odd_heading, rows, shown

BRACKET = re.compile(r"\[([^\[\]]*@[^\[\]]*)\]")
EMAIL = re.compile(r"[a-zA-Z0-9._%+-]+@[a-zA-Z0-9.-]+\.[a-zA-Z]{2,}")
_LIKE_KEY = re.compile(r"[a-z]+\d{4}[a-z]*")
NEAR = 0.8  # how like two names must be for one to be offered instead of the other
_KEY_FORM = "keys hold small letters and digits only, like mitchell2021"
# letters of other alphabets that look like Latin ones
_LATIN = str.maketrans(
    "авеіјкмнорстухАВЕІЈКМНОРСТУХαοερΑΒΕΗΙΚΜΝΟΡΤΧ", "abeijkmhopctyxabeijkmhopctyxaoepabehikmhoptx"
)
_SIGNS = {"_": "_", ".": "a stop", ":": "a colon", "-": "a hyphen"}


class Slip(NamedTuple):
    """What is wrong with a citation, and what to do."""

    message: str
    mend: str
    cause: str = ""  # an unknown key, wherever it is cited


class Bracket(NamedTuple):
    """A pair of brackets with an @ in it, and what stands around it."""

    inside: str
    start: int
    end: int
    text: str  # all of the text, code and remarks blanked

    @property
    def before(self) -> str:
        """The line up to the bracket."""
        return self.text[: self.start].rsplit("\n", 1)[-1]

    @property
    def after(self) -> str:
        """The line from the bracket on."""
        return self.text[self.end :].split("\n", 1)[0]

    @property
    def keys(self) -> list[str]:
        """What stands behind each @, up to a space or a comma."""
        return [
            re.sub(r"[\\.:;]+$", "", key) for key in re.findall(r"@ *([^\s,;\]@]*)", self.inside)
        ]


def guard(
    text: str, file: str, known: Collection[str] | None, first_line: int = 1
) -> Iterator[Finding]:
    """Every slip in the citations of a text, with its line and its mend; each told once.

    `known` are the keys that may be cited; None where they could not be read, and then no key is
    called unknown. `[@a, @b]` → "has no semicolon between its keys".
    """
    for line, slip in slips(text, None if known is None else frozenset(known)):
        yield Finding(file, line + first_line - 1, slip.message, slip.mend, cause=slip.cause)


@lru_cache(maxsize=4096)
def slips(text: str, known: frozenset[str] | None) -> list[tuple[int, Slip]]:
    """(line, slip) for every slip in a text; kept, so that a server looks only at what changed."""
    seen = mask(text)
    keys = known or frozenset()
    told: list[tuple[int, int]] = []
    found: list[tuple[int, Slip]] = []
    for match in BRACKET.finditer(seen):
        bracket = Bracket(match[1], *match.span(), seen)
        if _is_citation(bracket):
            told.append(match.span())
            found += ((match.start(), slip) for slip in _slips(bracket, keys, known is not None))
    found += _outside(seen, keys, told)
    return [(line_at(seen, position), slip) for position, slip in found]


def _is_citation(bracket: Bracket) -> bool:
    """False for an address of electronic mail, and for an @ with no word after it."""
    parts = [part for part in bracket.inside.split(";") if "@" in part]
    named = re.search(rf"@\\?[^\W]|@ +{_LIKE_KEY.pattern}", bracket.inside)
    return bool(named) and not all(map(EMAIL.search, parts))


def _slips(bracket: Bracket, keys: frozenset[str], sure: bool) -> Iterator[Slip]:
    """The slip of one bracket: where it stands, else how it is written, else its keys."""
    for check in (_escaped, _in_link, _beside, _broken, _in_brackets):
        slip = check(bracket)
        if slip:
            yield slip
            return
    if not CITATION_BLOCK.fullmatch(f"[{bracket.inside}]"):
        yield _malformed(bracket, keys)
        return
    cited = KEY.findall(bracket.inside)
    for key in dict.fromkeys(cited):
        if sure and key not in keys:
            mend = (
                _near(key, keys) or f"add the source to {settings.BIBLIOGRAPHY}, or correct the key"
            )
            yield Slip(f"unknown citation key '{key}'", mend, cause=unknown(key))
        if cited.count(key) > 1:
            yield Slip(f"'{key}' is cited twice in one place", "write it once")


def unknown(key: str) -> str:
    """What all places that name a key without a source have in common."""
    return f"unknown key {key}"


def near_key(key: str, keys: Collection[str]) -> str:
    """The key that was meant, where only a slip of the hand lies between; else ''.

    A key of another author or year is never offered: it would put another source under a sentence.

    >>> near_key("mitchel2021", ["mitchell2021"]), near_key("mitchell2012", ["mitchell2021"])
    ('mitchell2021', 'mitchell2021')
    >>> near_key("mitchell2022", ["mitchell2021"]), near_key("tester2025", ["listener2025"])
    ('', '')
    """
    name, year, letter = _key_parts(key)
    best, likeness = "", NEAR
    for one in sorted(keys):
        its_name, its_year, its_letter = _key_parts(one)
        if its_year != year and not (its_name == name and sorted(its_year) == sorted(year)):
            continue
        same = SequenceMatcher(None, its_name, name).ratio() - 0.01 * (its_letter != letter)
        if same > likeness:
            best, likeness = one, same
    return best


def _key_parts(key: str) -> tuple[str, str, str]:
    """'roe2020b' → ('roe', '2020', 'b')."""
    match = re.fullmatch(r"(.*?)(\d{4})([a-z]*)", key)
    return (match[1], match[2], match[3]) if match else (key, "", "")


def _near(key: str, keys: Collection[str]) -> str:
    """The question "did you mean 'mitchell2021'?", or '' where none is near."""
    close = near_key(key, keys)
    return f"did you mean '{close}'?" if close else ""


# ---- where a citation stands


def _escaped(bracket: Bracket) -> Slip | None:
    before = bracket.before
    marks = len(before) - len(before.rstrip("\\"))
    if not marks and "\\" not in bracket.inside:
        return None
    keys = "; ".join("@" + key.strip("\\") for key in bracket.keys)
    message = f"a backslash keeps [{shown(bracket.inside)}] from being a citation"
    if marks % 2 == 0 and "\\" not in bracket.inside:
        message = f"a backslash is printed before the citation [{shown(bracket.inside)}]"
    return Slip(message, f"take the backslash away: [{keys}]")


_LINK = Slip("a citation inside a link", "end the link first, then write the citation after it")


def _in_link(bracket: Bracket) -> Slip | None:
    if bracket.after.startswith("("):
        return Slip(f"{_LINK.message}: [{shown(bracket.inside)}](…)", _LINK.mend)
    rest = bracket.after
    if _open(bracket.before) and re.match(r"[^\[\]]*\]\(", rest):
        return Slip(f"{_LINK.message}: […[{shown(bracket.inside)}]…](…)", _LINK.mend)
    return None


def _beside(bracket: Bracket) -> Slip | None:
    if not bracket.text[: bracket.start].endswith("]"):
        return None
    earlier = bracket.text[bracket.text.rfind("[", 0, bracket.start) : bracket.start]
    if CITATION_BLOCK.fullmatch(earlier):
        return Slip("two citations side by side", "join them in one: [@first; @second]")
    message = f"a citation straight after a bracket: ][{shown(bracket.inside)}]"
    return Slip(message, "take the first brackets away, or put the citation after the full stop")


def _broken(bracket: Bracket) -> Slip | None:
    if "\n" not in bracket.inside:
        return None
    return Slip("a citation broken over two lines", "write the whole of [@…] on one line")


def _in_brackets(bracket: Bracket) -> Slip | None:
    if not _open(bracket.before):
        return None
    message = f"an open bracket before the citation [{shown(bracket.inside)}]"
    return Slip(message, "close the bracket before the citation, or take it away")


def _open(line: str) -> int:
    """How many brackets of a line are open at its end, escaped ones left out."""
    depth = 0
    for sign in re.findall(r"(?<!\\)[\[\]]", line):
        depth = depth + 1 if sign == "[" else max(0, depth - 1)
    return depth


# ---- how it is written


def _malformed(bracket: Bracket, keys: frozenset[str]) -> Slip:
    """A bracket with @ that is not of the one form: which slip is it?"""
    inside = bracket.inside
    for key in bracket.keys:
        slip = _odd_key(key, keys)
        if slip:
            return slip
    form = f"[{'; '.join('@' + key for key in bracket.keys)}]"
    if re.search(r"@\w+\s*(,|and|&)?\s*@\w", inside):
        return Slip(f"[{shown(inside)}] has no semicolon between its keys", f"write {form}")
    if re.fullmatch(r"[\s;]*@ *[a-z0-9]+(\s*;+\s*@ *[a-z0-9]+)*[\s;]*", inside):
        odd = " (a space in it is none of the space bar)" if re.search(r"[^\S ]", inside) else ""
        return Slip(f"[{shown(inside)}] is not spaced as [@first; @second]{odd}", f"write {form}")
    if not inside.lstrip().startswith("@"):
        message = f"[{shown(inside)}] has words before its key, and they would be lost"
        return Slip(message, "write the words in the sentence")
    message = f"[{shown(inside)}] says more than keys, and the rest would be lost"
    return Slip(message, f"write the page or remark in the sentence, and {form} after it")


def _odd_key(key: str, keys: frozenset[str]) -> Slip | None:
    """A key with signs that no key has: which, and what was meant.

    `Tester_2025` → "the key 'Tester_2025' holds a capital letter and _"
    """
    if re.fullmatch(r"[a-z0-9]+", key):
        return None
    plain = plain_key(key)
    if key.casefold() in keys and key.isascii():
        return Slip(f"the key '{key}' is written in another case", f"write '{key.casefold()}'")
    signs = [_name(char) for char in dict.fromkeys(key) if not re.match(r"[a-z0-9]", char)]
    held = " and ".join(dict.fromkeys(signs)) or "nothing"
    message = f"'{key}' is not a citation key: it holds {held}"
    if plain in keys:
        return Slip(message, f"write '{plain}'")
    return Slip(message, _near(plain, keys) or _KEY_FORM)


def plain_key(key: str) -> str:
    """The small letters and digits that a key was meant to have.

    >>> plain_key("Müller–2020"), plain_key("kоenen_2017")
    ('muller2020', 'koenen2017')
    """
    plain = unicodedata.normalize("NFKD", key.translate(_LATIN)).casefold()
    return re.sub(r"[^a-z0-9]", "", plain)


def _name(char: str) -> str:
    """'–' → 'an en dash (–)', 'о' → "the Cyrillic letter о"."""
    if char in _SIGNS:
        return _SIGNS[char]
    if char.isascii():
        return "a capital letter" if char.isupper() else char
    name = unicodedata.name(char, f"U+{ord(char):04X}")
    if name.startswith("LATIN"):
        return f"the letter {char}"
    if char.isalpha():
        return f"the {name.split()[0].title()} letter {char}"
    article = "an" if name[0] in "AEIOU" and not name.startswith("U+") else "a"
    seen = f" ({char})" if char.isprintable() else ""
    return f"{article} {name.lower() if not name.startswith('U+') else 'sign ' + name}{seen}"


# ---- what stands outside brackets

_Outside = Iterator[tuple[int, Slip]]


def _outside(seen: str, keys: frozenset[str], told: list[tuple[int, int]]) -> _Outside:
    """Slips outside of the brackets that were looked at."""
    told = list(told)

    def free(position: int) -> bool:
        return not any(start <= position < end for start, end in told)

    for check in (_never_closed, _without_brackets, _key_without_sign, _other_forms):
        for start, end, slip in check(seen, keys):
            if free(start):
                told.append((start, end))
                yield start, slip
    # the rest of the page is in doubt until the first one is mended
    match = re.search(r"(?<!\\)`", seen)
    if match:
        mend = "close the code where it ends, or take the backtick away"
        yield match.start(), Slip("a backtick without its partner on the same line", mend)


_Found = Iterator[tuple[int, int, Slip]]


def _never_closed(seen: str, _: frozenset[str]) -> _Found:
    for match in re.finditer(r"\[@[\w.:-]+", seen):
        yield (
            *match.span(),
            Slip(f"'{match.group()}' is never closed", "write ] after the last key"),
        )


def _without_brackets(seen: str, keys: frozenset[str]) -> _Found:
    lower = {key.casefold() for key in keys}
    for match in re.finditer(r"(?<![\w/.@])@([\w.:-]*\w)", seen):
        key = match[1]
        if key.casefold() in lower or _LIKE_KEY.fullmatch(key):
            yield *match.span(), Slip(f"'@{key}' without brackets", f"write [@{key.casefold()}]")


def _key_without_sign(seen: str, keys: frozenset[str]) -> _Found:
    for match in re.finditer(r"\[([a-z]+\d{4}[a-z]*)\](?![(\[:])", seen):
        if match[1] in keys:
            yield *match.span(), Slip(f"[{match[1]}] without @", f"write [@{match[1]}]")


def _other_forms(seen: str, keys: frozenset[str]) -> _Found:
    for match in re.finditer(r"\[\^([^\]\n]+)\]:?", seen):
        mend = "put the sentence in the text; footnotes are kept for sources: [@key]"
        yield *match.span(), Slip(f"a footnote '[^{match[1]}]'", mend, cause=f"footnote {match[1]}")
    for match in re.finditer(r"\\(?:full_)?bibliography", seen):
        mend = "take it out; each page gets its list of sources by itself"
        yield *match.span(), Slip(f"'{match.group()}' is not used here", mend)
    for match in re.finditer(r"\\[a-zA-Z]*cite[a-z]*\*?(?:\[[^\]]*\])*\{([^}\n]*)\}", seen):
        form = "; ".join("@" + plain_key(key) for key in match[1].split(","))
        yield *match.span(), Slip(f"'{shown(match.group())}' is not used here", f"write [{form}]")


def known_keys(site: Site) -> frozenset[str] | None:
    """Keys that may be cited; None where the bibliography could not be read."""
    return None if settings.BIBLIOGRAPHY in site.unread.files else site.keys


@page_rule("citation-form")
def citation_form(page: Page, site: Site) -> Iterator[Finding]:
    """A citation is [@key] or [@first; @second], on one line, with keys that references.bib has."""
    yield from guard(page.body, page.file, known_keys(site), page.body_line)


# ---- where it ends up


@page_rule("citation-unseen", alone=True)
def citation_unseen(page: Page, _: Site) -> Iterator[Finding]:
    """Every citation becomes a mark that a reader sees."""
    parsed = page.parsed
    for number, citation in enumerate(parsed.citations):
        if number in parsed.seen or number in parsed.told_by_others:
            continue
        message = "a citation that no reader would see, in code or in the words of an image"
        mend = "put it in the text, after the full stop of a sentence"
        yield Finding(page.file, page.at(citation.line), message, mend)
    for run in parsed.runs:
        for _index, line, row in rows(run):
            match = CITATION_BLOCK.search(row)
            if match:
                message = f"{match.group()} would be printed as typed"
                mend = "close the code or remark that begins before it"
                yield Finding(page.file, page.at(line), message, mend)


@page_rule("citation-in-heading", alone=True)
def citation_in_heading(page: Page, _: Site) -> Iterator[Finding]:
    """A heading carries no citation: menu and search show it without its mark."""
    for run in page.parsed.runs:
        if run.element.tag not in HEADINGS or not TOKEN.search(run.text):
            continue
        if not odd_heading(page, run.lines[0]):
            message = f"a citation in a heading: {shown(run.words)}"
            mend = "put it at the end of the sentence below that the source supports"
            yield Finding(page.file, page.at(run.lines[0]), message, mend)


# ---- sources named in other ways

_NAME = r"[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+)?"
_IN_WORDS = re.compile(
    rf"\((?:see |e\.g\.,? |cf\. )?(?P<name>{_NAME})(?: et al\.?|,? (?:and|&) {_NAME})?"
    r",? (?P<year>(?:19|20)\d\d)[a-z]?\b[^()]*\)"
    rf"|(?P<name2>{_NAME}) et al\.? \((?P<year2>(?:19|20)\d\d)[a-z]?\)"
)
_MONTHS = tuple(calendar.month_name[1:])
_NO_NAMES = (*_MONTHS, "Since", "Until", "In", "From", "By", "Summer", "Winter")
_NUMBERED = re.compile(
    r"(?<=[\w.,;)\"])\s?\[\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*\](?![(\[])"
    r"|(?<=[.,;:!?)\"])[¹²³⁰⁴-⁹]+"
)


@page_rule("citation-in-words")
def citation_in_words(page: Page, site: Site) -> Iterator[Finding]:
    """A source is cited by its key, not named as (Name, 2025) or numbered as [1]."""
    for run in page.parsed.runs:
        for _index, line, row in rows(run):
            match = _NUMBERED.search(row)
            if match:
                message = f"a source by number: {match.group().strip()}"
                yield Finding(page.file, page.at(line), message, "write the key instead: [@key]")
            elif not TOKEN.search(row):
                yield from _named(page, site, line, row)


def _in_words(row: str) -> list[re.Match[str]]:
    """Where a line names a source in brackets; months and seasons are no names."""
    return [
        match
        for match in _IN_WORDS.finditer(row)
        if (match["name"] or match["name2"]).split()[0] not in _NO_NAMES
    ]


def _named(page: Page, site: Site, line: int, row: str) -> Iterator[Finding]:
    for match in _in_words(row):
        name, year = match["name"] or match["name2"], match["year"] or match["year2"]
        start = plain_key(name.split()[-1]) + year
        keys = sorted(key for key in site.keys if key.startswith(start))
        mend = (
            f"write [@{keys[0]}]"
            if keys
            else f"add it to {settings.BIBLIOGRAPHY} and cite it: [@key]"
        )
        message = f"a source in words and not cited: {shown(match.group())}"
        yield Finding(page.file, page.at(line), message, mend)


# ---- figures

NEED_NO_SOURCE = (
    "about",
    "help",
    "lookup",
)  # kinds of page that tell of the site, or of what to do
# Numbers that are part of a name and state no quantity.
_NAMES_WITH_NUMBERS = re.compile(
    r"\b(CAPS-5|CAPS-IV|DSM-5(-TR)?|ICD-1[01]|MAPP[12]|MP-?\d+|phase [1-4]b?|PCL-5|5-HT\w*|CYP\w+"
    r"|NCT\d+|H1-receptor|95% confidence interval|95% CI(?! \d))\b",
    re.I,
)
_OWN_SUM = re.compile(r"\b(our|my) (arithmetic|sum|count|subtraction|comparison)\b", re.I)
_OWN_SEARCH = re.compile(
    r"\b[Ww]e (found|looked|searched|could|did|know)\b"
    r"|\bsearch(es|ed)?\b|\b(was|were) (not )?(found|seen)\b|\b[Nn]othing found\b"
)
_FOUND_NOTHING = re.compile(
    r"\b[Ww]e (did not|could not) (see|find)\b|\b[Ww]e found no(ne|thing)?\b|\bfound none\b"
)
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_DATES = re.compile(rf"\b(?:\d{{1,2}} (?:and \d{{1,2}} )?(?:{'|'.join(_MONTHS)}) )?(?:19|20)\d\d\b")
_OF_THE_TABLE = re.compile(
    r"\b(tables?|rows?|columns?|figures?|numbers?|counts?|doses?|shares?)\b", re.I
)
_ITS_SOURCES = re.compile(r"\bsources?\b", re.I)


@page_rule("figure-uncited")
def figure_uncited(page: Page, site: Site) -> Iterator[Finding]:
    """A line with a figure has its own citation; a table's may stand in the line beside it.

    What we counted ourselves needs none, nor the date of our own search, nor the date in a sign to
    another page; nor what a plot beside the line shows, which names its sources.
    """
    if not page.kind_known or page.kind in NEED_NO_SOURCE:
        return
    parsed = page.parsed
    to_sites, to_pages = _linked(page)
    passed_over = _beside_drawings(page) | misread(page)
    passed_over |= {line for line, _ in slips(page.body, known_keys(site))}
    for run in parsed.runs:
        if run.element.tag in (*HEADINGS, "td", "th"):
            continue
        for row, line in zip(run.text.split("\n"), run.lines, strict=True):
            number = page.at(line)
            if number in to_sites or line in passed_over or _cites(row):
                continue
            left = _claimed(row)
            if number in to_pages or _goes_on_cited(parsed, run):
                left = _DATES.sub("", left)
            if re.search(r"\d", left):
                yield _uncited(page, number, row)
    yield from _rows_uncited(page)


def _linked(page: Page) -> tuple[set[int], set[int]]:
    """Lines with a link to another site or a number to call, and those to another page."""
    links = list(links_of(page))
    to_call = {one.line for one in links if one.target.startswith(("tel:", "sms:"))}
    to_sites = to_call | {one.line for one in links if "://" in one.target}
    return to_sites, {one.line for one in links if "://" not in one.target and not one.image}


def _cites(row: str) -> bool:
    """Whether a line has a citation, or a slip in one, which is told above."""
    return bool(TOKEN.search(row) or "@" in row or _NUMBERED.search(row) or _in_words(row))


def _uncited(page: Page, line: int, row: str) -> Finding:
    message = f"a figure and no citation: {shown(row)}"
    return Finding(page.file, line, message, "cite the source of the figure on its line: [@key]")


def _claimed(row: str) -> str:
    """A line without the numbers that claim nothing of others: names, our own sums and searches."""
    row = _NAMES_WITH_NUMBERS.sub("", row)
    if _OWN_SUM.search(row) or _FOUND_NOTHING.search(row):
        return ""
    return _DATES.sub("", row) if _OWN_SEARCH.search(row) else row


def _beside_drawings(page: Page) -> set[int]:
    """Lines of the body that stand straight above or below a drawing."""
    written = page.body.split("\n")
    found: set[int] = set()
    for one in page.directives:
        if one.kind == "source-statement":
            continue
        at = one.line - page.body_line  # counted from 0
        for step in (-1, 1):
            near = at + step
            while 0 <= near < len(written) and not written[near].strip():
                near += step
            found.add(near + 1)
    return found


def _goes_on_cited(parsed: Parsed, run: Run) -> bool:
    """True for an item of a list that has a citation on one of its lines."""
    item = run.element
    while item.tag != "li" and item in parsed.parents:
        item = parsed.parents[item]
    return item.tag == "li" and bool(TOKEN.search(parsed.words(item)))


def _rows_uncited(page: Page) -> Iterator[Finding]:
    """Rows with a figure and no citation, in tables that no line beside them vouches for."""
    parsed = page.parsed
    vouched: dict[Element, bool] = {}
    for row in parsed.cells:
        text = " | ".join(parsed.words(cell) for cell in row)
        if TOKEN.search(text) or not re.search(r"\d", _claimed(text)):
            continue
        table = parsed.parents[parsed.parents[row]]
        if table not in vouched:
            vouched[table] = _vouched(parsed, table)
        if not vouched[table]:
            yield _uncited(page, page.at(parsed.line(row)), text)


def _vouched(parsed: Parsed, table: Element) -> bool:
    """Whether a line beside a table names the sources of the whole.

    That is: a cited line straight above or below that speaks of the table, its rows or figures, or
    says where its sources stand; or one source cited on both sides.
    """
    around = list(parsed.parents.get(table, parsed.root))
    at = around.index(table)
    above = around[at - 1] if at else None
    below = around[at + 1] if at + 1 < len(around) else None
    last = _lines(parsed, above)[-1:]
    following = _lines(parsed, below)
    for line in (*last, *following):
        if _ITS_SOURCES.search(line) or (TOKEN.search(line) and _OF_THE_TABLE.search(line)):
            return True
    return bool(_cited(parsed, last) & _cited(parsed, following[:1]))


def _lines(parsed: Parsed, block: Element | None) -> list[str]:
    if block is None or block.tag != "p":
        return []
    return [line for line in parsed.words(block).split("\n") if line.strip()]


def _cited(parsed: Parsed, lines: list[str]) -> set[str]:
    return {key for line in lines for key in parsed.keys_of(line)}
