"""What an entry of references.bib is, and what the list of them is.

What `make fix` would mend is told in one finding an entry (`source-form`); while it is open, other
rules leave out what follows from it.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

import yaml

from sitebuild import settings
from sitebuild.fixes.entries import mended
from sitebuild.model import textfile
from sitebuild.model.bibtex import plain
from sitebuild.model.citations import keys_in
from sitebuild.model.data import keys_used
from sitebuild.model.findings import Finding, some, suggest
from sitebuild.model.names import Doubt, read_names
from sitebuild.model.site import Site
from sitebuild.model.sources import (
    ALWAYS,
    CHECKED_LEVELS,
    DOI,
    FIELDS,
    KEY_FORM,
    NOT_PRINTED,
    NOTICES,
    REQUIRED,
    UNSEEN,
    VERBATIM,
    Bibliography,
    Entry,
    marks,
    may_be_one,
    names_for,
)
from sitebuild.model.titles import Lexicon, in_capitals, in_title_case, unprotected, whole
from sitebuild.rules import rule

FILE = settings.BIBLIOGRAPHY
_LETTER = re.compile(r"[^\W\d_]")
_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


def _checked_example() -> str:
    return f"checked = {{{settings.today()} abstract}}"


def _entries(site: Site) -> Iterator[Entry]:
    yield from site.bibliography.entries.values()


def _at(entry: Entry, name: str, message: str, mend: str) -> Finding:
    """A finding at a field of an entry."""
    return Finding(FILE, entry.line_of(name), f"{entry.key}: {message}", mend)


# ---------------------------------------------------------------- form


@dataclass(frozen=True)
class _Form:
    """What is to be mended in an entry that is not in this file's form."""

    by_command: list[str]  # what `make fix` does
    by_hand: list[str]  # what is left to be done then


_FORMS: WeakKeyDictionary[Bibliography, dict[str, _Form]] = WeakKeyDictionary()


def _forms(site: Site) -> dict[str, _Form]:
    """The entries that `make fix` would mend, by key."""
    bibliography = site.bibliography
    if bibliography not in _FORMS:
        entries = bibliography.entries
        lexicon = Lexicon.of(entry.fields.get("title", "") for entry in entries.values())
        found = {}
        for entry in entries.values():
            if entry.raw is None:
                continue
            work = mended(entry.raw, lexicon, entries.keys() - {entry.key})
            if work.asked:
                after = Entry(work.key, work.kind, entry.line, work.fields)
                found[entry.key] = _Form(work.asked, list(_left_to_do(after)))
        _FORMS[bibliography] = found
    return _FORMS[bibliography]


def _left_to_do(entry: Entry) -> Iterator[str]:
    """What a new entry needs besides its form."""
    if not entry.fields.get("checked"):
        yield f"add {_checked_example()}"
    if _cannot_be_found(entry):
        yield f"add {_ADDRESS_EXAMPLE}"
    for name in entry.fields.keys() - VERBATIM:
        if re.search(r"[<>]", plain(entry.fields[name])):
            yield f"write < and > in words in {name}"
    for doubt in _open_doubts(entry):
        yield _ASKED[doubt.kind].format(doubt.name)
        break
    title = entry.fields.get("title", "")
    if capitals := unprotected(title):
        yield _capitals_mend(title, capitals)
    elif _braces_hide_capitals(entry):
        yield _AS_A_SENTENCE


@rule("source-form")
def form(site: Site) -> Iterator[Finding]:
    """An entry has the form of this file, not that of the program which exported it.

    Names of fields and authors, DOI, capitals in the title, letters instead of TeX, and no fields
    that say nothing here.
    """
    for key, found in _forms(site).items():
        if next(iter(textfile.garbled(key, FILE)), None):
            continue  # told where its letters are
        entry = site.bibliography[key]
        fixed = "; ".join(found.by_command)
        mend = (
            f"run make fix, or by hand: {fixed}"
            if len(found.by_command) > 1
            else f"{fixed} (make fix does it)"
        )
        if found.by_hand:
            mend += f"; then {', '.join(found.by_hand)}"
        yield Finding(FILE, entry.line, f"{key} has not the form of this file", mend)


@rule("source-order", form=True)
def order(site: Site) -> Iterator[Finding]:
    """Entries stand in the alphabetical order of their keys."""
    moved = _forms(site)
    highest = ""
    for key, entry in site.bibliography.entries.items():
        if key < highest and key not in moved:
            mend = "keep the entries in alphabetical order of their keys (make fix does it)"
            yield Finding(FILE, entry.line, f"{key} stands after {highest}", mend)
        highest = max(highest, key) if key not in moved else highest


# ---------------------------------------------------------------- fields


_ADDRESS = "DOI, PubMed number or address"
_ADDRESS_EXAMPLE = "doi = {…}, pmid = {…} or url = {…} (where it has none: unseen = {doi})"


def _cannot_be_found(entry: Entry) -> bool:
    """Whether an article gives no way to it, and does not say either that no DOI was seen."""
    ways = ("doi", "pmid", "url", "seenat")
    given = any(entry.get(name) for name in ways) or "doi" in entry.unseen
    return entry.kind == "article" and not given


@rule("source-fields")
def required(site: Site) -> Iterator[Finding]:
    """An entry has the fields that its type needs, says how it was checked, and where it is.

    An article has a DOI, a PubMed number or an address, or `unseen` says that none was found.
    """
    forms = _forms(site)
    for entry in _entries(site):
        needed = REQUIRED[entry.kind] | (set() if entry.key in forms else ALWAYS)
        have = set(entry.fields)
        if "editor" in have and entry.kind == "book":
            have.add("author")
        meant = {
            _meant(entry, name) for name in entry.fields if name not in names_for(entry.kind)
        }  # a name misspelt is told as that
        missing = [name for name in FIELDS if name in needed - have - meant]
        examples = {name: f"{name} = {{…}}" for name in missing}
        if "checked" in missing:
            examples["checked"] = (
                f"{_checked_example()}, with fulltext, part, abstract or secondary"
            )
        if entry.key not in forms and _cannot_be_found(entry):
            examples[_ADDRESS] = _ADDRESS_EXAMPLE
        if examples:
            what = f"{entry.key} has no {', no '.join(examples)}"
            yield Finding(FILE, entry.line, what, f"add {' and '.join(examples.values())}")


def _meant(entry: Entry, name: str) -> str:
    """The field that an unknown name was meant to be; '' where that is not plain.

    A near name that is there already, or a loose likeness, would plant false data.
    """
    free = [known for known in FIELDS if known not in entry.fields]
    if name in FIELDS:
        return ""
    turned = [known for known in free if sorted(known) == sorted(name)]  # pmdi
    return next(iter(turned or difflib.get_close_matches(name, free, 1, 0.8)), "")


@rule("source-unknown-field")
def unknown(site: Site) -> Iterator[Finding]:
    """An entry has only fields that this file knows."""
    for entry in _entries(site):
        for name in entry.fields:
            if ours := names_for(entry.kind).get(name):
                what = f"'{name}' and '{ours}' say different things, and only one is printed"
                yield _at(entry, name, what, f"keep the right one, as {ours} = {{…}}")
            elif name not in FIELDS:
                meant = _meant(entry, name)
                otherwise = "take it out, or say it in note = {…}"
                mend = f"did you mean '{meant}'?" if meant else otherwise
                yield _at(entry, name, f"unknown field '{name}'", mend)


@rule("source-unprinted-field")
def unprinted(site: Site) -> Iterator[Finding]:
    """An entry has no field that a source of its type is never printed with."""
    for entry in _entries(site):
        for name in sorted(NOT_PRINTED.get(entry.kind, set()) & set(entry.fields)):
            given = entry.raw.given if entry.raw else {}
            theirs = (
                one for one, ours in names_for(entry.kind).items() if ours == name and one in given
            )
            said = name if name in given else next(theirs, name)
            what = f"'{said}' is printed nowhere in @{entry.kind}"
            yield _at(entry, said, what, "take it out, or correct the entry's type")


# ---------------------------------------------------------------- names and words

# Doubts about a name → what to do; {} is the name.
_ASKED = {
    "signs": "leave only the name in '{}', with no sign or remark beside it",
    "organization": "put an organization into braces of its own: {{{{{}}}}}",
    "given first": "write '{}' with the family name first, as Roe, Jane; an organization in braces",
    "commas": "write Family, Given and Family, Given in place of '{}'",
    "person in braces": "take the braces off '{}'; only an organization has them",
    "capitals": "write '{}' in small letters, with a stop after each initial: Roe, J. O.",
    "one word": "write Family, Given in place of '{}', or put a single name into braces",
}


def _open_doubts(entry: Entry, name: str = "author") -> list[Doubt]:
    """What is doubtful about names, and that `make fix` cannot settle."""
    found = [doubt for doubt in read_names(entry.fields.get(name, "")).doubts if not doubt.sure]
    if name in entry.unseen:  # all the names were not seen: then a name alone is all that is known
        found = [doubt for doubt in found if doubt.kind != "one word"]
    return found


@rule("source-names")
def names(site: Site) -> Iterator[Finding]:
    """Authors and editors are Family, Given, joined by and; organizations stand in braces."""
    forms = _forms(site)
    for entry in _entries(site):
        for name in ("author", "editor"):
            doubts = _open_doubts(entry, name)
            nobody = not read_names(entry.fields.get(name, "")).people
            if name in entry.fields and (nobody or not _LETTER.search(entry.get(name))):
                yield _at(
                    entry, name, f"no name in {name}", "write Family, Given and Family, Given"
                )
            elif doubts and entry.key not in forms:
                said = "'" + "', '".join(plain(doubt.name) for doubt in doubts[:2]) + "'"
                more = f" and {len(doubts) - 2} more" if len(doubts) > 2 else ""
                what = f"cannot tell family name and given name in {name}: {said}{more}"
                if doubts[0].kind == "capitals":
                    what = f"names in capitals in {name}: {said}{more}"
                yield _at(entry, name, what, _ASKED[doubts[0].kind].format(plain(doubts[0].name)))


@rule("source-text")
def text(site: Site) -> Iterator[Finding]:
    """Fields hold plain text: no HTML, no commands of TeX, no formulas."""
    forms = _forms(site)
    for entry in _entries(site):
        for name, value in entry.fields.items():
            if name in VERBATIM:
                continue
            if entry.key in forms:
                continue
            if re.search(r"[<>]", plain(value)):
                yield _at(entry, name, f"'<' or '>' in {name}", "write it in words")
            elif re.search(r"\\(?![&_%$#])", value):
                mend = "write the letter itself (the file is UTF-8)"
                yield _at(entry, name, f"a TeX command in {name}", mend)


_AS_A_SENTENCE = "write the title as a sentence: small letters, and only names in braces"


def _braces_hide_capitals(entry: Entry) -> bool:
    """Whether a new title stands in braces as a whole, with Capitals Like These."""
    return in_title_case(whole(entry.fields.get("title", ""))) and not entry.get("checked")


def _capitals_mend(title: str, words: list[str]) -> str:
    shown = ", ".join(f"{{{word}}}" for word in words[:3])
    if in_title_case(title):
        return f"{_AS_A_SENTENCE} ({shown}?)"
    return f"put a name in braces: {shown}; write any other word small"


@rule("source-capitals")
def capitals(site: Site) -> Iterator[Finding]:
    """Capitals in a title stand in braces, or a bibliography style writes 'england and wales'."""
    forms = _forms(site)
    for entry in _entries(site):
        title = entry.fields.get("title", "")
        words = unprotected(title)
        if words and entry.key not in forms and not _says_retracted(entry):
            what = f"capitals that a style may take away: {some(words)}"
            yield _at(entry, "title", what, _capitals_mend(title, words))
        elif entry.key not in forms and _braces_hide_capitals(entry):
            yield _at(entry, "title", "Capitals Like These behind braces", _AS_A_SENTENCE)


def _says_retracted(entry: Entry) -> bool:
    said = re.match(r"\W*(?:retracted|withdrawn)\b(?: article)?\W*[:\]]", entry.title, re.I)
    return bool(said) and not entry.retracted


@rule("source-title")
def title(site: Site) -> Iterator[Finding]:
    """A title is no row of capitals, and says nothing that belongs into another field."""
    for entry in _entries(site):
        if in_capitals(entry.title):
            mend = "write it as a sentence, with names and abbreviations in braces"
            yield _at(entry, "title", "a title in capitals", mend)
        if _says_retracted(entry):
            mend = "take the word off, and add retracted = {2024-08-10, why}, with its own day"
            yield _at(entry, "title", "the title says 'retracted', and the entry does not", mend)


# ---------------------------------------------------------------- numbers and dates


@rule("source-doi")
def doi(site: Site) -> Iterator[Finding]:
    """A DOI is bare: 10.1038/s41591-021-01336-3."""
    for entry in _entries(site):
        value = entry.get("doi")
        if value and not DOI.fullmatch(value):
            mend = "write it as 10.1038/s41591-021-01336-3, without https://doi.org/"
            yield _at(entry, "doi", f"'{value}' is not a DOI", mend)


@rule("source-pmid")
def pmid(site: Site) -> Iterator[Finding]:
    """A PubMed number has up to nine digits."""
    for entry in _entries(site):
        value = entry.get("pmid")
        if value and not re.fullmatch(r"\d{1,9}", value):
            yield _at(entry, "pmid", f"'{value}' is not a PubMed number", "write digits only")


@rule("source-year")
def year(site: Site) -> Iterator[Finding]:
    """A year has four digits, and has begun somewhere on earth."""
    for entry in _entries(site):
        value = entry.get("year")
        if value and not re.fullmatch(r"(1[5-9]|20)\d\d", value):
            yield _at(entry, "year", f"'{value}' is not a year", "write four digits")
        elif value and int(value) > settings.newest_day().year:
            mend = "write the year in which it appeared, if only online, ahead of its issue"
            yield _at(entry, "year", f"the year {value} lies in the future", mend)


@rule("source-date")
def dates(site: Site) -> Iterator[Finding]:
    """Dates are year-month-day or the beginning of that, and no later than today on earth."""
    newest = settings.newest_day().isoformat()
    for entry in _entries(site):
        for name in ("date", *NOTICES, "checked"):
            value = entry.get(name)
            day = re.split(r"[ ,]", value)[0]
            if value and not _is_day(day):
                yield _at(entry, name, f"'{day}' in {name} is not a date", "write year-month-day")
            elif value and day > newest:
                mend = "write the day on which it happened"
                yield _at(entry, name, f"{name} {day} lies in the future", mend)


def _is_day(text: str) -> bool:
    if not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return True


@rule("source-pages")
def pages(site: Site) -> Iterator[Finding]:
    """Pages run forwards."""
    for entry in _entries(site):
        for first, last in re.findall(r"(?<![\w.])(\d+)–(\d+)(?![\w.])", entry.get("pages")):
            if len(first) == len(last) and last < first:
                what = f"pages {entry.get('pages')} run backwards"
                yield _at(entry, "pages", what, "check the page numbers")


# ---------------------------------------------------------------- how it was checked


_PARTLY = re.compile(r"(?:the )?(?:opening|first (?:part|half|page|paragraph)s?|most of)\b", re.I)


@rule("source-checked")
def checked(site: Site) -> Iterator[Finding]:
    """`checked` says when and how far the source was read; an account of it, whose."""
    for entry in _entries(site):
        day, level = entry.checked
        if not _is_day(day):
            continue  # told of all dates
        if level not in CHECKED_LEVELS:
            mend = f"write the date and one of: {', '.join(CHECKED_LEVELS)}"
            yield _at(entry, "checked", f"checked says '{level or 'nothing'}'", mend)
        elif level == "secondary" and not entry.get("checkednote"):
            what = "seen only in another's account, and it does not say whose"
            yield _at(entry, "checked", what, "add checkednote = {…}")
        elif level == "fulltext" and _PARTLY.match(entry.get("checkednote")):
            what = "read in part, as its note says, and checked says fulltext"
            yield _at(entry, "checked", what, f"write checked = {{{day} part}}")
        elif level == "part" and not entry.get("checkednote"):
            what = "read in part, and it does not say which part"
            yield _at(entry, "checked", what, "add checkednote = {…}")


@rule("source-unseen")
def unseen(site: Site) -> Iterator[Finding]:
    """`unseen` names fields that a reader may be told of, `asprinted` what registries give too."""
    for entry in _entries(site):
        for field, names in (("unseen", entry.unseen), ("asprinted", entry.as_printed)):
            for name in names:
                if name not in UNSEEN:
                    what = f"unknown field '{name}' in {field}"
                    yield _at(entry, field, what, suggest(name, UNSEEN))


@rule("source-retracted")
def retracted(site: Site) -> Iterator[Finding]:
    """A retraction, an expression of concern and a correction give the day and say what it was."""
    for entry in _entries(site):
        for name in NOTICES:
            notice = entry.notice(name)
            is_day = notice and re.fullmatch(r"\d{4}-\d\d-\d\d", notice[0])  # else that is told
            if notice and is_day and not notice[1]:
                mend = "write it as {2024-08-10, the reason that the journal gives}"
                yield _at(entry, name, f"{name} does not say why", mend)


# ---------------------------------------------------------------- where it stands


@rule("source-url")
def url(site: Site) -> Iterator[Finding]:
    """An address is whole, and of the web."""
    for entry in _entries(site):
        for name in ("url", "archived"):
            value = entry.get(name)
            if value and not _is_address(value):
                mend = "write it in full, beginning with https://, with %20 for a space"
                yield _at(entry, name, f"'{value[:50]}' is not a web address", mend)


def _is_address(value: str) -> bool:
    if not re.fullmatch(r"https?://[^\s<>\"]*[^\s<>\",;]", value):
        return False
    try:
        parts = urlsplit(value)
        host = parts.hostname or ""
        _ = parts.port  # asked because it must be a number
    except ValueError:
        return False
    return bool(re.fullmatch(r"(?:[\w-]+\.)+[\w-]{2,}|localhost|[\d.]+|\[[\da-f:]+\]", host, re.I))


@rule("source-host")
def host(site: Site) -> Iterator[Finding]:
    """An address is the source's own: no copy, shortened, borrowed or trial address (hosts.yml)."""
    for entry in _entries(site):
        if why := not_its_own(entry.get("url")):
            what, _, mend = why.partition("; ")
            yield _at(entry, "url", f"{entry.get('url')[:60]} is {what}", mend)


def not_its_own(address: str) -> str:
    """Why an address is refused, and what to do, while the list holds; '' where it may be."""
    enforced, refused = _hosts()
    return refused_host(address, refused) if enforced else ""


def refused_host(address: str, refused: Mapping[str, str]) -> str:
    """Why an address is not a source's own, and what to do; '' where it may be.

    >>> refused_host("https://de.scribd.com/doc/1", {"scribd.com": "a copy; give the publisher's"})
    "a copy; give the publisher's"
    """
    try:
        name = (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""
    for pattern, why in refused.items():
        if _host_pattern(pattern).fullmatch(name):
            return why
    return ""


@cache
def _host_pattern(pattern: str) -> re.Pattern[str]:
    body = re.escape(pattern.lower()).replace(r"\*", r"[^.]*")
    if pattern.endswith(".*"):  # 'dev.*', 'sci-hub.*': whatever follows
        body = body.removesuffix(r"[^.]*") + ".+"
    return re.compile(rf"(?:.+\.)?{body}" if not pattern.endswith(".*") else rf"(?:www\.)?{body}")


@cache
def _hosts() -> tuple[bool, dict[str, str]]:
    """Whether the list holds, and each pattern of a host with its reason."""
    content = yaml.safe_load(Path(__file__).with_name("hosts.yml").read_text(encoding="utf-8"))
    kinds = content["kinds"]
    refused = {host: kinds[kind] for kind, hosts in content["hosts"].items() for host in hosts}
    return bool(content["enforced"]), refused


# ---------------------------------------------------------------- the list


@rule("source-same")
def same(site: Site) -> Iterator[Finding]:
    """No work stands twice: no DOI, no PubMed number, no title with the same year and author."""
    seen: dict[tuple[str, str], Entry] = {}
    for entry in _entries(site):
        for what, value in marks(entry):
            other = seen.setdefault((what, value), entry)
            if other is not entry and may_be_one(entry, other, what):
                message = f"{entry.key} has the same {what} as {other.key}"
                mend = "merge the two entries, and cite the one that stays"
                yield Finding(FILE, entry.line, message, mend)
                break


@rule("source-cited")
def cited(site: Site) -> Iterator[Finding]:
    """Every source is cited.

    Nothing is said while a page or a data file cannot be read, nor of one that nobody has checked:
    that comes first, and is told elsewhere.
    """
    unread = site.unread
    if unread.files or any(unread.ids.values()):
        return
    used = {key for key, _, _ in keys_used(site.data)}
    for page in site.pages:
        used.update(keys_in(page.body))
    if not used <= site.keys:  # a key was renamed, or misspelt: told where it is cited
        return
    for key, entry in site.bibliography.entries.items():
        named = KEY_FORM.fullmatch(key)  # another name comes first
        if key not in used and named and entry.fields.get("checked"):
            mend = f"cite it where it belongs, as [@{key}], or see what became of its sentence"
            yield Finding(FILE, entry.line, f"nothing cites {key}", mend)
