"""The sources of references.bib, one `Entry` each.

An entry:

    @article{mitchell2021,
      author = {Mitchell, Jennifer M. and Bogenschutz, Michael},
      title = {{MDMA}-assisted therapy for severe {PTSD}: …},
      journal = {Nature Medicine},
      year = {2021},
      doi = {10.1038/s41591-021-01336-3},
      checked = {2026-11-23 abstract},
    }

What a value may look like is ruled in `sitebuild/rules/sources.py`; how an entry is printed stands
in `sitebuild/style/reference.py`; what other programs write instead is read here as what it means.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from sitebuild import settings
from sitebuild.model import textfile
from sitebuild.model.bibtex import Raw, keys_in, parse, plain, verbatim, written
from sitebuild.model.findings import Finding, suggest
from sitebuild.model.names import Names, read_names
from sitebuild.model.unread import Unread

CHECKED_LEVELS = {
    # what stands in `checked` → what a reader is told
    "fulltext": "read in the source's own text",
    "part": "read in part, in the source's own text",
    "abstract": "abstract or registry record read",
    "secondary": "read second-hand only",
}
NO_LINK = "No link: we have not found its own page"  # said of a source that leads nowhere
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
# Every field, in the order in which an entry gives them.
FIELDS = (
    "author", "editor", "title", "type", "journal", "booktitle", "publisher", "institution",
    "edition", "year", "date", "volume", "number", "pages", "doi", "pmid", "isbn", "url",
    "archived", "seenat", "note", "study", "registered", "funding", "checked", "checkednote",
    "unseen", "asprinted", "retracted", "concern", "corrected",
)  # fmt: skip
# Fields whose value is an address or a number: no TeX in them means anything.
VERBATIM = {"doi", "pmid", "isbn", "url", "archived", "seenat"}
# Fields that record what became of a work, and how a reader is told.
NOTICES = {
    "retracted": "Retracted",
    "concern": "Expression of concern",
    "corrected": "Corrected",
}
# What `unseen` may name, because no page or file was found that shows it, and how a reader is told.
# A field named there and given all the same rests on an earlier note, and was not compared.
UNSEEN = {
    "author": "all the authors",
    "title": "the exact title",
    "journal": "the journal",
    "year": "the year",
    "date": "the day",
    "volume": "the volume",
    "number": "the issue",
    "pages": "the pages",
    "doi": "the DOI",
    "pmid": "the PubMed number",
}
CSL_TYPE = {
    "article": "article-journal",
    "book": "book",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "thesis": "thesis",
    "techreport": "report",
    "legislation": "legislation",
    "jurisdiction": "legal_case",
    "patent": "patent",
    "registry": "webpage",
    "online": "webpage",
    "misc": "document",
}
# What has no place in the reference of a type: printed nowhere, so the type or the field is wrong.
NOT_PRINTED = {
    "article": {"institution", "edition", "isbn"},
    "book": {"journal", "booktitle"},
    "incollection": {"journal"},
    "inproceedings": {"journal"},
    "thesis": {"journal", "booktitle", "isbn"},
}
# Types that other programs write, and ours for each.
KINDS = {
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "report": "techreport",
    "manual": "techreport",
    "inbook": "incollection",
    "conference": "inproceedings",
    "proceedings": "book",
    "collection": "book",
    "electronic": "online",
    "www": "online",
    "webpage": "online",
    "unpublished": "misc",
    "periodical": "misc",
    "newspaper": "online",
}
THESIS = {"phdthesis": "Doctoral thesis", "mastersthesis": "Master's thesis"}
# Fields that other programs write, and ours for each (see `names_for`). Where both are given and
# say different things both stay, each under its own name, for a rule to tell.
NAMES = {
    "journaltitle": "journal",
    "journal-full": "journal",
    "school": "institution",
    "eid": "pages",
    "article-number": "pages",
    "articleno": "pages",
    "issue": "number",
}
# Fields that only other programs use, and that say nothing here. `month` and `day` become `date`
# where the day counts; `eprint` and `note` may hold a PubMed number (see `_pmid`).
EXPORT_ONLY = frozenset(
    re.findall(
        r"\S+",
        """
        __markedentry abbrev_source_title abstract accessdate accessed accession-number
        accession_number address adsnote adsurl affiliation affiliations annotation annote archive
        archive_location archivelocation archiveprefix art_number arxivid author+an author-email
        author_keywords authors_orcid bibsource biburl callnumber category chapter chemicals
        citation-subset citation_identifier coden comment completed contributor copyright
        correspondence_address correspondence_address1 country created creationdate crossref da
        date-added date-modified day dimensions doc-delivery-number document_type earlyaccessdate
        eissn electronicissn entrysubtype eprint eprintclass eprinttype eventdate eventtitle file
        fulltext funding-acknowledgement funding-text funding_details funding_text groups history
        howpublish howpublished ids impactfactor issn issn-linking issn-print issue_date
        journal-abbreviation journal-iso journalabbr journalsubtitle key keyword keywords
        keywords-plus label langid language last-updated lastchecked lccn linkout local-url
        location lr medline-pst mendeley-groups mendeley-tags mid modificationdate month
        nationality nlm nlmid nlmuniqueid number-of-cited-references numberofcitedreferences
        numpages oca openaccess options orcid-numbers origdate origin owner pagetotal
        pii place pmc pmcid pmid_ postal_code primaryclass printed priority pst publication_stage
        publicationtype
        publisherplace pubmedid pubmodel pubstatus pubtype ranking rating read readstatus
        references related repository research-areas researcherid-numbers revised rights search
        section series shortauthor shortjournal shorttitle size source sourceid sponsors status
        subject subjects subtype tags tex.ids times-cited timestamp titleaddon topic unique-id
        url2 urldate usage-count-last-180-days usage-count-since-2013 usera username venue version
        web-of-science-categories web-of-science-index wosid
        """,
    )
)
EXPORT_ONLY_FAMILIES = (
    "bdsk-",
    "mendeley-",
    "citeulike-",
    "jabref",
    "zotero",
    "tex.",
    "ads",
    "xmp",
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
KEY_FORM = re.compile(r"[a-z]+(\d{4}|nd)[a-z0-9]*")
DOI = re.compile(r"10\.\d{4,9}/\S+")
# Letters that Unicode does not take apart into a Latin letter and an accent.
_WHOLE = str.maketrans({
    "Ø": "O", "ø": "o", "Ł": "L", "ł": "l", "Æ": "AE", "æ": "ae", "Œ": "OE", "œ": "oe", "ß": "ss",
    "Đ": "D", "đ": "d", "Ð": "D", "ð": "d", "Þ": "Th", "þ": "th", "ı": "i", "Ħ": "H", "ħ": "h",
    "Ŧ": "T", "ŧ": "t", "ẞ": "SS",
})  # fmt: skip


# ---------------------------------------------------------------- what an entry says


def names_for(kind: str) -> dict[str, str]:
    """Fields that other programs write in an entry of this type, and ours for each."""
    return NAMES | {"organization": "institution" if kind == "techreport" else "publisher"}


def is_export_only(name: str) -> bool:
    """Whether a field comes from another program and says nothing here ('issn', 'bdsk-url-1')."""
    return name in EXPORT_ONLY or name.startswith(EXPORT_ONLY_FAMILIES)


def bare_doi(value: str) -> str:
    """The DOI alone, whatever it came wrapped in.

    >>> bare_doi("https://dx.doi.org/10.1002/%28SICI%291099%3C1::AID-X%3E3.0.CO;2-X.")
    '10.1002/(SICI)1099<1::AID-X>3.0.CO;2-X'
    """
    value = re.sub(
        r"^(?:https?://)?(?:dx\.|www\.)?doi\.org/|^doi:?\s*(?=10\.)", "", value.strip(), flags=re.I
    )
    if re.search(r"%[0-9A-Fa-f]{2}", value):
        value = unquote(value)
    return value.rstrip(" .,;")


def read_fields(raw: Raw) -> tuple[str, dict[str, str]]:
    """Type and fields of an entry as we name them, whatever program wrote it.

    Values keep their TeX. What only other programs use is left out; what nobody knows stays, under
    its own name, for a rule to tell.
    """
    kind = KINDS.get(raw.kind, raw.kind)
    given = raw.given
    fields = {
        name: value
        for name, value in given.items()
        if not is_export_only(name) and name not in names_for(kind)
    }
    for theirs, ours in names_for(kind).items():
        if theirs in given and _differ(ours, fields.setdefault(ours, given[theirs]), given[theirs]):
            fields[theirs] = given[theirs]
    if raw.kind in THESIS:
        fields.setdefault("type", THESIS[raw.kind])
    elif kind != "thesis":
        fields.pop("type", None)  # 'Journal Article'
    _clean_numbers(kind, fields)
    _clean_dates(kind, fields, given)
    _clean_addresses(fields, given)
    return kind, {name: value for name, value in fields.items() if value}


def _differ(name: str, one: str, other: str) -> bool:
    """Whether two values of a field say different things, however they are written."""
    if name == "pages":
        one, other = written_pages(one), written_pages(other)
    return plain(one).casefold() != plain(other).casefold()


def _clean_numbers(kind: str, fields: dict[str, str]) -> None:
    """'n/a' and a volume or year of 0 mean that there is none yet."""
    for name in ("volume", "number", "pages", "year"):
        if fields.get(name, "").strip().lower() in ("n/a", "na", "0", "00", "ahead-of-print", "-"):
            fields.pop(name)
    if "pages" in fields:
        fields["pages"] = written_pages(fields["pages"])


_PAGE = r"(?:[A-Za-z]{0,3}\d+(?:\.[A-Za-z]{0,3}\d+)?|[ivxlcIVXLC]+)"
_RANGE = re.compile(rf"(?<![\w.-])({_PAGE})\s*(?:-{{1,3}}|[\u2010-\u2015])\s*({_PAGE})(?![\w.-])")


def written_pages(value: str) -> str:
    """Ranges with two hyphens, the last page written out.

    >>> written_pages("pp. 1752-7, S1–S3")
    '1752--1757, S1--S3'
    """

    def whole(match: re.Match[str]) -> str:
        first, last = match.groups()
        if first.isdigit() and last.isdigit() and len(last) < len(first):
            last = first[: len(first) - len(last)] + last
        return f"{first}--{last}"

    return _RANGE.sub(whole, re.sub(r"^pp?\.\s*", "", value))


def _clean_dates(kind: str, fields: dict[str, str], given: dict[str, str]) -> None:
    """A year from the date, and a date from year, month and day where the day counts."""
    date = re.sub(r"T[\d:.]+Z?$", "", plain(fields.get("date", "")))
    if date:
        fields["date"] = date
        if re.match(r"\d{4}(?:-|$)", date):
            fields.setdefault("year", date[:4])
        if re.fullmatch(r"\d{4}", date):
            fields.pop("date")
    elif given.get("month") and (
        kind not in ("article", "book", "incollection") or "volume" not in fields
    ):
        month = plain(given["month"]).lower()
        at = (
            _MONTHS.index(month[:3]) + 1
            if month[:3] in _MONTHS
            else int(month)
            if month.isdigit()
            else 0
        )
        year = plain(fields.get("year", ""))
        if 1 <= at <= 12 and re.fullmatch(r"\d{4}", year):
            day = plain(given.get("day", ""))
            fields["date"] = f"{year}-{at:02}" + (f"-{int(day):02}" if day.isdigit() else "")


def _clean_addresses(fields: dict[str, str], given: dict[str, str]) -> None:
    """One DOI, bare; PubMed's number where a program hides it; no address that says it again."""
    for name in ("doi", "pmid", "isbn", "url", "archived"):
        if name in fields:
            fields[name] = verbatim(fields[name])
    if "url" not in fields and (
        found := re.search(r"https?://[^\s{}]+", given.get("howpublished", ""))
    ):
        fields["url"] = found.group()
    if "doi" in fields:
        fields["doi"] = bare_doi(fields["doi"])
    elif re.match(r"https?://(?:dx\.)?doi\.org/10\.", fields.get("url", "")):
        fields["doi"] = bare_doi(fields.pop("url"))
    note = plain(fields.get("note", ""))
    if "pmid" not in fields and (number := _pmid(given, note)):
        fields["pmid"] = number
    if "pmid" in fields:
        fields["pmid"] = re.sub(r"^PMID:?\s*", "", fields["pmid"], flags=re.I)
    if _NOTE_OF_A_PROGRAM.match(note):
        fields.pop("note", None)


# What programs put into a note: Zotero its own fields, Sage the number of PubMed, EndNote an ISSN.
_NOTE_OF_A_PROGRAM = re.compile(
    r"PMID:? ?\d+|(?:Publisher|_eprint|Number|Place|Section|Conference Name|ISBN|Accepted): "
    r"|\[Online; accessed|\d{4}-\d{3}[\dxX]\b|.*\bJournal Article$"
)


def _pmid(given: dict[str, str], note: str) -> str:
    if given.get("eprinttype", "").lower() in ("pubmed", "pmid"):
        return given.get("eprint", "")
    found = re.fullmatch(r"PMID:? ?(\d{1,9})\.?", note)
    return found.group(1) if found else given.get("pubmedid", "")


# ---------------------------------------------------------------- entries


@dataclass(frozen=True)
class Entry:
    """One source.

    `fields` are those of `FIELDS` (and any that nobody knows), as they are written in the file, TeX
    included; the properties are what readers see. `raw` is the entry before it was understood.
    """

    key: str
    kind: str
    line: int
    fields: dict[str, str] = field(hash=False)
    raw: Raw | None = field(default=None, hash=False, compare=False, repr=False)

    @classmethod
    def of(cls, raw: Raw) -> Entry:
        """The entry that a piece of .bib is."""
        kind, fields = read_fields(raw)
        return cls(raw.key, kind, raw.line, fields, raw)

    @cached_property
    def _texts(self) -> dict[str, str]:
        return {}

    def get(self, name: str) -> str:
        """A field as plain text, braces and TeX gone; '' where absent."""
        if name not in self._texts:
            turn = verbatim if name in VERBATIM else plain
            self._texts[name] = turn(self.fields.get(name, ""))
        return self._texts[name]

    def line_of(self, name: str) -> int:
        """The line of a field, or that of the entry where it is absent."""
        return self.raw.lines.get(name, self.line) if self.raw else self.line

    @property
    def content(self) -> tuple[str, tuple[tuple[str, str], ...]]:
        """All that the entry says, without key and place: two of one content are printed alike."""
        return self.kind, tuple(self.fields.items())

    @cached_property
    def names(self) -> Names:
        """The authors, with what is doubtful about them."""
        return read_names(self.fields.get("author", ""))

    @cached_property
    def people(self) -> list[dict[str, str]]:
        """CSL names: [{'family': 'Mitchell', 'given': 'Jennifer M.'}] or [{'literal': 'WHO'}]."""
        return [person.csl for person in self.names.people]

    @property
    def more_authors(self) -> bool:
        """True where the list was cut: not all names were seen."""
        return self.names.more

    @property
    def year(self) -> str:
        """'2021'; '' where it is not known."""
        return self.get("year") or self.get("date")[:4]

    @property
    def label(self) -> str:
        """'Mitchell et al. 2021', for tables and for a screen reader.

        A registry record is named by its number: 'ClinicalTrials.gov NCT03537014'.
        """
        people = self.people
        first = _shown(people[0]) if people else self.title
        if len(first) > 42:  # 'Therapeutic Goods Administration (Australia)' by its name alone
            first = re.sub(r"(?<=\w)\s*\([^()]*\)$", "", first)
        if len(first) > 60:
            first = first[:58].rsplit(" ", 1)[0] + " …"
        if self.kind == "registry" and self.get("number"):
            return f"{first} {self.get('number')}"
        if len(people) == 2 and not self.more_authors:
            first = f"{first} and {_shown(people[1])}"
        elif len(people) > 2 or self.more_authors:
            first += " et al."
        said = not people and self.year and first.endswith(self.year)  # 'Misuse of Drugs Act 1971'
        return first if said else f"{first} {self.year}".strip() or self.key

    @property
    def title(self) -> str:
        """The title in plain text."""
        return self.get("title")

    @property
    def address(self) -> str:
        """The best address: the DOI's, else the one given, else PubMed's; '' without any."""
        if self.get("doi"):
            return "https://doi.org/" + quote(self.get("doi"), safe="/:;().,_-~!$&'*+=@")
        if self.get("url"):
            return self.get("url")
        return f"https://pubmed.ncbi.nlm.nih.gov/{self.get('pmid')}/" if self.get("pmid") else ""

    @property
    def followed(self) -> bool:
        """Whether a reader can go from the entry to the work or to a kept copy of it."""
        return bool(self.address or self.get("archived"))

    @property
    def checked(self) -> tuple[str, str]:
        """('2026-11-23', 'abstract')."""
        day, _, level = self.get("checked").partition(" ")
        return day, level.strip()

    @property
    def checked_text(self) -> str:
        """'abstract or registry record read, 2026-11-23 (by whom it is told)'."""
        day, level = self.checked
        text = f"{CHECKED_LEVELS.get(level, level)}, {day}"
        if self.get("checkednote"):
            text += f" ({self.get('checkednote')})"
        return text

    @property
    def unseen(self) -> list[str]:
        """The names in `unseen = {volume, pages}`: what was not seen, or given and not compared."""
        return self._names("unseen")

    @property
    def as_printed(self) -> list[str]:
        """The names in `asprinted = {title}`: as in the work, whatever registries say."""
        return self._names("asprinted")

    def _names(self, field: str) -> list[str]:
        return [name.strip() for name in self.get(field).split(",") if name.strip()]

    @property
    def unseen_text(self) -> str:
        """'Not seen: the volume · Not compared: the year'; '' where all was seen."""
        return self.unseen_but(())

    def unseen_but(self, seen: Collection[str]) -> str:
        """The same without fields that were compared since."""
        known = [name for name in self.unseen if name in UNSEEN and name not in seen]
        cut = {"author"} if self.more_authors else set()
        given = [name for name in known if self.get(name) and name not in cut]
        lacking = [name for name in known if name not in given]
        parts = {"Not seen": lacking, "Not compared": given}
        return " · ".join(
            f"{word}: {', '.join(UNSEEN[name] for name in names)}"
            for word, names in parts.items()
            if names
        )

    @property
    def retracted(self) -> tuple[str, str] | None:
        """('2024-08-10', 'why') of a retracted paper."""
        return self.notice("retracted")

    def notice(self, name: str) -> tuple[str, str] | None:
        """('2024-08-10', 'why') of a field that records a notice: retracted, concern, corrected."""
        day, _, why = self.get(name).partition(",")
        return (day.strip(), why.strip()) if day else None

    @property
    def sort_key(self) -> str:
        """By what is printed first, year and key; names in other than Latin letters come last."""
        titled = self.kind in ("registry", "jurisdiction")  # printed without an author
        first = self.title if titled or not self.people else _shown(self.people[0])
        return f"{fold(first)} {self.year} {self.key}"

    def csl(self) -> dict[str, Any]:
        """The entry as a CSL-JSON item."""
        item: dict[str, Any] = {"id": self.key, "type": CSL_TYPE[self.kind], "title": self.title}
        if self.people:
            item["author"] = self.people
        if editors := read_names(self.fields.get("editor", "")).people:
            item["editor"] = [person.csl for person in editors]
        if self.kind == "jurisdiction" and self.people:
            item["authority"] = ", ".join(_shown(one) for one in item.pop("author"))
        if parts := _date_parts(self.get("date") or self.get("year")):
            item["issued"] = {"date-parts": [parts]}
        for ours, theirs in _CSL.items():
            if self.get(ours):
                item[theirs] = self.get(ours)
        if self.kind in _NUMBERED and "issue" in item:
            item["number"] = item.pop("issue")
        elif "volume" not in item:
            item.pop("issue", None)  # an issue without its volume prints as ";(6)"
        if self.get("pages"):
            item["page"] = self.get("pages").replace("-", "–")
        return item

    def bibtex(self) -> str:
        """The entry as this file writes it, one field a line."""
        return written(self.kind, self.key, self.fields) + "\n"


_CSL = {
    "type": "genre",
    "journal": "container-title",
    "booktitle": "container-title",
    "volume": "volume",
    "number": "issue",
    "publisher": "publisher",
    "institution": "publisher",
    "doi": "DOI",
    "pmid": "PMID",
    "url": "URL",
    "isbn": "ISBN",
    "edition": "edition",
    "note": "note",
}
# Kinds whose number is their own, and no issue of a journal's.
_NUMBERED = {"patent", "registry", "techreport", "legislation", "jurisdiction"}


def _date_parts(date: str) -> list[int]:
    """'2021-05' → [2021, 5]; [] where there is no year."""
    when = re.match(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?!\d)", date)
    return [int(part) for part in when.groups() if part] if when else []


def _shown(name: Mapping[str, str]) -> str:
    """What a name is called by: the family name, or all of an organization's."""
    return name.get("family") or name.get("literal", "")


def fold(text: str) -> str:
    """For sorting: 'Öst' as 'ost', 'Łukasz' as 'lukasz'; what is not in Latin letters comes last.

    >>> sorted(["Иванов", "Zorn", "Østby"], key=fold)
    ['Østby', 'Zorn', 'Иванов']
    """
    folded = unicodedata.normalize("NFKD", text.translate(_WHOLE))
    latin = folded.encode("ascii", "ignore").decode().casefold()
    return latin if re.search(r"[a-z0-9]", latin) else "~" + folded.casefold()


def marks(entry: Entry) -> Iterator[tuple[str, str]]:
    """What tells a work from all others: (what it is, its value)."""
    if entry.get("doi"):
        yield "DOI", entry.get("doi").casefold()
    if entry.get("pmid"):
        yield "PMID", entry.get("pmid")
    if entry.kind == "registry" and entry.get("number"):
        yield "registry number", entry.get("number").casefold()
    people = entry.people
    first = (people[0].get("family") or people[0].get("literal", "")) if people else ""
    words = re.sub(r"[\W_]+", " ", entry.title).strip().casefold()
    if len(words) > 12:
        yield "title, year and first author", f"{words} {entry.year} {first.casefold()}"


def may_be_one(one: Entry, other: Entry, what: str) -> bool:
    """Equal titles of two works differ in what both give: DOI, date, number, volume, pages."""
    if what in ("DOI", "PMID", "registry number"):
        return True
    differ = ("doi", "date", "number", "volume", "pages", "pmid")
    return not any(one.get(n) and other.get(n) and one.get(n) != other.get(n) for n in differ)


class Bibliography:
    """All entries by key."""

    def __init__(self, entries: list[Entry]):
        self.entries = {entry.key: entry for entry in entries}

    def __contains__(self, key: object) -> bool:
        return key in self.entries

    def __getitem__(self, key: str) -> Entry:
        return self.entries[key]

    def sorted(self) -> list[Entry]:
        """All entries in the order of the list of references."""
        return sorted(self.entries.values(), key=lambda entry: entry.sort_key)

    @cached_property
    def formatted(self) -> Formatted:
        """key → the reference as HTML, made when it is asked for."""
        return Formatted(self.entries)


class Formatted(Mapping[str, str]):
    """Every reference as HTML; each is formatted when it is first asked for, and once."""

    def __init__(self, entries: dict[str, Entry]):
        self._entries = entries

    def __getitem__(self, key: str) -> str:
        # The style reads entries, so it cannot be there before them.
        from sitebuild.style.reference import reference  # noqa: PLC0415

        return reference(self._entries[key])

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)


# ---------------------------------------------------------------- reading


def read(root: Path) -> tuple[Bibliography, list[Finding], Unread]:
    """The bibliography of the repository, what kept parts of it from being read, and their keys."""
    return read_file(root / settings.BIBLIOGRAPHY)


def read_file(
    path: Path, name: str = settings.BIBLIOGRAPHY
) -> tuple[Bibliography, list[Finding], Unread]:
    """As `read`, of one file."""
    text = textfile.read(path, name)
    if isinstance(text, Finding):
        unread = Unread(files={name})
        if path.is_file():  # its keys can be told even where its letters cannot
            unread.keys = keys_in(path.read_bytes().decode("latin-1"))
        return Bibliography([]), [text], unread
    if not text.strip():
        mend = "restore it from the repository's history"
        return Bibliography([]), [Finding(name, 1, "the file is empty", mend)], Unread(files={name})
    return read_text(text, name)


def read_text(
    text: str, name: str = settings.BIBLIOGRAPHY
) -> tuple[Bibliography, list[Finding], Unread]:
    """As `read`, of a text."""
    parsed = parse(text, name)
    findings = [*parsed.findings, *textfile.garbled(text, name)]
    unread = Unread(keys=parsed.unread)
    entries = []
    for entry in (Entry.of(raw) for raw in parsed.entries):
        if entry.kind in CSL_TYPE:
            entries.append(entry)
            continue
        what = f"the type @{entry.kind} is not used here"
        findings.append(Finding(name, entry.line, what, suggest(entry.kind, REQUIRED, cutoff=0.75)))
        unread.keys.add(entry.key)
    # A key that is not in this file's form will be another; until then both are known.
    taken = {entry.key for entry in entries}
    for entry in entries:
        if not KEY_FORM.fullmatch(entry.key):
            unread.keys.add(proposed_key(entry, taken))
    for piece in parsed.pieces:
        if isinstance(piece, Raw) and not piece.key:
            unread.keys.add(proposed_key(Entry.of(piece), taken))
    return Bibliography(entries), findings, unread


def proposed_key(entry: Entry, taken: Collection[str]) -> str:
    """A key of this file's form: the first author's surname, the year, a letter where taken.

    >>> entry = Entry("Roe_2020", "misc", 1, {"author": "de la Röe, Jane", "year": "2020"})
    >>> proposed_key(entry, {"delaroe2020"})
    'delaroe2020b'
    """
    people = entry.people
    first = _shown(people[0]) if people else entry.title
    words = [fold(word).strip("~") for word in re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", first)]
    is_person = people and "family" in people[0]
    name = "".join(words) if is_person else _shortened(first, words)
    name = re.sub(r"[^a-z]", "", name) or "source"
    key = name + (entry.year if re.fullmatch(r"\d{4}", entry.year) else "nd")
    others = {one.casefold() for one in taken}
    letters = iter("bcdefghijklmnopqrstuvwxyz")
    found = key
    while found in others:
        found = key + next(letters, "z" * 3)
    return found


def _shortened(name: str, words: list[str]) -> str:
    """An organization's initials, or the first of its words that says something."""
    large = [word for word in re.findall(r"[^\W\d_]+", name) if word[0].isupper()]
    if len(large) >= 3:
        return "".join(fold(word)[:1] for word in large)
    return next((word for word in words if len(word) > 3), "".join(words[:1]))
