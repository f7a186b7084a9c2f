"""Exports of reference managers and publishers, turned into entries of references.bib.

BibTeX of any program is read as the file itself is. The other forms are lines of a tag and a value
(RIS, PubMed's .nbib, EndNote's .enw), for which no library is installed, and CSL-JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from sitebuild import settings
from sitebuild.fixes.entries import mended
from sitebuild.model.bibtex import Raw, foreign_parts, keys_in, parse
from sitebuild.model.titles import Lexicon

# Kinds of record → our types.
_RIS_KINDS = {
    "JOUR": "article", "EJOUR": "article", "MGZN": "article", "BOOK": "book", "EBOOK": "book",
    "EDBOOK": "book", "CHAP": "incollection", "ECHAP": "incollection", "CONF": "inproceedings",
    "CPAPER": "inproceedings", "THES": "thesis", "RPRT": "techreport", "GOVDOC": "techreport",
    "ELEC": "online", "WEB": "online", "BLOG": "online", "NEWS": "online", "ICOMM": "online",
    "PAT": "patent", "CASE": "jurisdiction", "STAT": "legislation", "BILL": "legislation",
    "LAW": "legislation",
}  # fmt: skip
_ENW_KINDS = {
    "Journal Article": "article", "Electronic Article": "article", "Magazine Article": "article",
    "Book": "book", "Edited Book": "book", "Electronic Book": "book",
    "Book Section": "incollection", "Conference Paper": "inproceedings",
    "Conference Proceedings": "inproceedings",
    "Thesis": "thesis", "Report": "techreport", "Government Document": "techreport",
    "Web Page": "online", "Blog": "online", "Newspaper Article": "online", "Patent": "patent",
    "Case": "jurisdiction", "Statute": "legislation", "Bill": "legislation",
}  # fmt: skip
_CSL_KINDS = {
    "article-journal": "article", "article": "misc", "article-magazine": "article",
    "article-newspaper": "online", "book": "book", "chapter": "incollection",
    "paper-conference": "inproceedings", "speech": "inproceedings", "thesis": "thesis",
    "report": "techreport", "webpage": "online", "post": "online", "post-weblog": "online",
    "patent": "patent", "legal_case": "jurisdiction", "legislation": "legislation",
    "bill": "legislation", "journal-article": "article", "book-chapter": "incollection",
    "proceedings-article": "inproceedings", "posted-content": "misc", "monograph": "book",
    "edited-book": "book", "reference-book": "book", "dissertation": "thesis",
}  # fmt: skip
_IN_A_BOOK = {"incollection", "inproceedings"}
# Fields → the tags that hold them, the best first.
_RIS = {
    "title": ("TI", "T1", "CT", "BT"), "container": ("T2", "JF", "JO", "JA", "J2"),
    "year": ("PY", "Y1", "DA"), "date": ("DA", "Y1"), "volume": ("VL",), "number": ("IS",),
    "doi": ("DO",), "url": ("UR", "L2"), "publisher": ("PB",), "edition": ("ET",), "isbn": ("SN",),
    "article": ("C7",), "pmid": ("AN", "PM"),
}  # fmt: skip
_ENW = {
    "title": ("%T",), "container": ("%J", "%B"), "year": ("%D",), "date": ("%8",),
    "volume": ("%V",), "number": ("%N",), "pages": ("%P",), "doi": ("%R",),
    "url": ("%U",), "publisher": ("%I",), "edition": ("%7",), "isbn": ("%@",), "pmid": ("%M",),
}  # fmt: skip

Record = dict[str, list[str]]


def entries_from(text: str, known: str = "") -> list[str]:
    """Every entry that an export holds, as this file writes it; [] where nothing was understood.

    `text` is BibTeX of any program, RIS, PubMed's, EndNote's or CSL-JSON; `known` is the text of
    references.bib, from which names in titles are learned, and whose keys are taken.

    >>> print(*entries_from("TY  - JOUR\\nAU  - Roe, Jane\\nTI  - A\\nJO  - J\\nPY  - 2020"))
    @article{roe2020,
      author = {Roe, Jane},
      title = {A},
      journal = {J},
      year = {2020},
    }
    """
    titles = parse(known, settings.BIBLIOGRAPHY).entries if known else []
    lexicon = Lexicon.of(raw.fields.get("title", "") for raw in titles)
    taken = keys_in(known)
    out = []
    for raw in raws_from(text):
        work = mended(raw, lexicon, taken)
        taken.add(work.key)
        out.append(work.text)
    return out


def raws_from(text: str) -> list[Raw]:
    """Every entry that an export holds, as it was written; what has no title is left out."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    raws: list[Raw] = []
    parts = foreign_parts(text)
    for part in parts:
        read = {"RIS": _from_ris, "PubMed": _from_nbib, "EndNote": _from_enw, "CSL-JSON": _from_csl}
        raws += read[part.form](part.text)
    for part in reversed(parts):
        text = text[: part.start] + text[part.end :]
    raws += [piece for piece in parse(text, "").pieces if isinstance(piece, Raw)]
    return [raw for raw in raws if raw.fields.get("title")]


def escaped(text: str) -> str:
    """Plain text as a value of BibTeX."""
    text = re.sub(r"[{}]", "", text)
    return " ".join(re.sub(r"(?<!\\)([&%$#])", r"\\\1", text).split())


def raw_of(kind: str, fields: Mapping[str, str]) -> Raw:
    verbatim = {"doi", "url", "pmid", "isbn"}
    values = {
        name: value.strip() if name in verbatim or name in ("author", "editor") else escaped(value)
        for name, value in fields.items()
        if value and value.strip()
    }
    return Raw(kind, "", 0, values)


def _authors(names: Iterable[str]) -> str:
    """Names as lists of people: what holds no comma is an organization."""
    return " and ".join(
        name if "," in name else "{" + name + "}" for name in map(escaped, names) if name
    )


def _records(text: str, tag: re.Pattern[str], begins: str) -> list[Record]:
    """The records of a form of lines: tag → values; a line without a tag goes on with the last."""
    records: list[Record] = []
    last: list[str] = []
    for line in text.split("\n"):
        match = tag.match(line)
        if match:
            name, value = match.group(1).strip(), match.group(2).strip()
            if name == begins or not records:
                records.append({})
            last = records[-1].setdefault(name, [])
            last.append(value)
        elif line.strip() and last:
            last[-1] += " " + line.strip()
    return records


def _first(record: Record, tags: Iterable[str]) -> str:
    return next((record[tag][0] for tag in tags if record.get(tag) and record[tag][0]), "")


def _tagged(record: Record, kind: str, table: Mapping[str, tuple[str, ...]], **more: str) -> Raw:
    """An entry from a record, by the table of its form."""
    found = {name: _first(record, tags) for name, tags in table.items()} | more
    container = found.pop("container")
    found["booktitle" if kind in _IN_A_BOOK else "journal"] = container
    if kind in ("book", "thesis", "techreport"):
        found.pop("journal", None)
    if kind == "thesis":
        found["institution"] = found.pop("publisher")
    if kind not in ("book", "incollection"):
        found.pop("isbn")
    date = re.match(r"(\d{4})[/-](\d{1,2})(?:[/-](\d{1,2}))?", found.get("date", ""))
    found["year"] = "".join(re.findall(r"^\d{4}", found["year"]))
    # The day counts where there is no volume: an article ahead of print, a page, a report.
    found["date"] = (
        "-".join(f"{int(p):02}" for p in date.groups() if p) if date and not found["volume"] else ""
    )
    found["pages"] = found.get("pages") or found.pop("article", "")
    found.pop("article", None)
    found["pmid"] = "".join(re.findall(r"^(?:PMID:? ?)?(\d{4,9})$", found["pmid"]))
    return raw_of(kind, found)


def _from_ris(text: str) -> list[Raw]:
    entries = []
    for record in _records(text, re.compile(r"([A-Z][A-Z0-9]) {0,2}-(.*)"), "TY"):
        kind = _RIS_KINDS.get(_first(record, ["TY"]), "misc")
        pages = "--".join(page for page in (_first(record, ["SP"]), _first(record, ["EP"])) if page)
        first, _, last = pages.partition("--")
        editors = [*record.get("ED", []), *record.get("A2", [])]
        entries.append(_tagged(
            record, kind, _RIS,
            author=_authors([*record.get("AU", []), *record.get("A1", [])]),
            editor=_authors(editors if kind in _IN_A_BOOK else []),
            pages=first if first == last else pages,
        ))  # fmt: skip
    return entries


def nbib_records(text: str) -> list[Record]:
    """PubMed's records: tag → values."""
    return _records(text, re.compile(r"([A-Z]{2,4}) *-(.*)"), "PMID")


def _from_nbib(text: str) -> list[Raw]:
    return [raw_of_nbib(record) for record in nbib_records(text)]


def raw_of_nbib(record: Record) -> Raw:
    """The entry that a record of PubMed's makes."""
    ids = [value for tag in ("LID", "AID") for value in record.get(tag, [])]
    doi = next((value.split(" ")[0] for value in ids if value.endswith("[doi]")), "")
    people = record.get("FAU") or [
        re.sub(r" (\S+)$", r", \1", name) for name in record.get("AU", [])
    ]
    date = _first(record, ["DP"])
    pages = re.sub(r"\s*(?:;|, discussion).*", "", _first(record, ["PG"]))
    return raw_of("article", {
        "author": _authors([*people, *record.get("CN", [])]),
        "title": _first(record, ["TI", "BTI"]),
        "journal": _first(record, ["JT", "TA"]),
        "year": "".join(re.findall(r"^\d{4}", date)),
        "volume": _first(record, ["VI"]),
        "number": _first(record, ["IP"]),
        "pages": pages,
        "doi": doi,
        "pmid": _first(record, ["PMID"]),
    })  # fmt: skip


def _from_enw(text: str) -> list[Raw]:
    entries = []
    for record in _records(text, re.compile(r"(%.) ?(.*)"), "%0"):
        kind = _ENW_KINDS.get(_first(record, ["%0"]), "misc")
        people = [name.rstrip(",") for name in record.get("%A", [])]
        editors = [name.rstrip(",") for name in record.get("%E", [])]
        more = {"author": _authors(people), "editor": _authors(editors)}
        entries.append(_tagged(record, kind, _ENW, **more))
    return entries


def _from_csl(text: str) -> list[Raw]:
    value = json.loads(text)
    return [raw_of_csl(item) for item in (value if isinstance(value, list) else [value])]


def raw_of_csl(item: Mapping[str, Any]) -> Raw:
    """The entry that an item of CSL-JSON, or of Crossref's, makes."""

    def said(*names: str) -> str:
        for name in names:
            value = item.get(name)
            value = value[0] if isinstance(value, list) and value else value  # Crossref's own lists
            if isinstance(value, str | int) and value:
                return str(value)
        return ""

    def people(name: str) -> str:
        found = item.get(name)
        return _authors(map(_name_of_csl, found if isinstance(found, list) else []))

    kind = _CSL_KINDS.get(said("type"), "misc")
    issued = item.get("issued")
    parts = (issued.get("date-parts") or [[]])[0] if isinstance(issued, dict) else []
    numbers = [f"{int(part):02}" for part in parts if str(part).isdigit()]
    volume = said("volume")
    fields = {
        "author": people("author"),
        "editor": people("editor") if kind in _IN_A_BOOK else "",
        "title": said("title"),
        "booktitle" if kind in _IN_A_BOOK else "journal": said("container-title"),
        "institution" if kind in ("thesis", "techreport") else "publisher": said("publisher"),
        "edition": said("edition"),
        "year": numbers[0] if numbers else "",
        "date": "-".join(numbers) if len(numbers) > 1 and not volume else "",
        "volume": volume,
        "number": said("issue", "number"),
        "pages": said("page", "article-number"),
        "doi": said("DOI"),
        "pmid": said("PMID"),
        "url": said("URL"),
        "isbn": said("ISBN") if kind in ("book", "incollection") else "",
    }
    return raw_of(kind, fields)


_FAMILY = ("non-dropping-particle", "family")


def _name_of_csl(name: Any) -> str:
    """'van der Kolk, Jr, Bessel A.', or an organization's name."""
    if not isinstance(name, dict):
        return ""
    family = " ".join(str(name[part]) for part in _FAMILY if name.get(part))
    parts = [part for part in (family, name.get("suffix"), name.get("given")) if part]
    return ", ".join(map(str, parts)) or str(name.get("literal") or name.get("name") or "")
