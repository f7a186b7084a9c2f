"""`make source`: an identifier or an export becomes an entry of references.bib, in its place.

    make source ID=10.1038/s41591-021-01336-3
    make source ID="PMID:34708874 NCT03537014"
    make source BIB=export.ris          or an export on standard input

A work that is there already is told, with its key. What is written passes `make check` but for
`checked`, which says how far a person has read it.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from sitebuild import settings
from sitebuild.fixes.entries import mended
from sitebuild.fixes.exports import raws_from
from sitebuild.model import sources, textfile
from sitebuild.model.bibtex import keys_in, parse
from sitebuild.model.findings import Finding, line_at
from sitebuild.model.sources import Bibliography, Entry, bare_doi, marks, may_be_one
from sitebuild.model.titles import Lexicon, in_title_case, words_of
from sitebuild.registries import web
from sitebuild.registries.draft import Draft, Identifier, draft, identify

USAGE = "say what to add: make source ID=10.1000/x, or BIB=export.bib, or an export on its input"


def run(root: Path, client: web.Client | None = None) -> int:
    """The command: reads ID, BIB or standard input, writes, and says what it did."""
    asked, file = os.environ.get("ID", "").split(), os.environ.get("BIB", "")
    try:
        if asked and not file:
            client = client or web.Client(root / web.CACHE)
            return max([_add_one(root, client, one) for one in asked])
        return _add_all(root, _export(file))
    except web.Trouble as trouble:
        print(trouble)
        return 1


def _export(file: str) -> str:
    """The text of an export: a file, or what is pasted."""
    if not file and sys.stdin.isatty():
        raise web.Trouble(USAGE)
    text = textfile.read(Path(file), file) if file else sys.stdin.read()
    if isinstance(text, Finding):
        raise web.Trouble(f"{text.file}: {text.message}")
    if not text.strip():
        raise web.Trouble(USAGE)
    return text


def _add_one(root: Path, client: web.Client, asked: str) -> int:
    """One identifier; 0 where it was added or is there already."""
    try:
        wanted = identify(asked)
        library = Library(root)
        if key := library.holds(wanted):
            print(f"{asked} is there already: cite it as [@{key}]")
            return 0
        print(library.add(draft(client, wanted)))
        return 0
    except web.Trouble as trouble:
        print(f"{asked}: {trouble}" if asked not in str(trouble) else trouble)
        return 1


def _add_all(root: Path, text: str) -> int:
    """Every entry of an export."""
    raws = raws_from(text)
    if not raws:
        raise web.Trouble(
            "no entry can be read in this: export it as BibTeX, RIS, PubMed, EndNote or CSL-JSON"
        )
    library = Library(root)
    for raw in raws:
        print(library.add(Draft(raw, ["the export"])))
    return 0


class Library:
    """references.bib while it grows; each entry is written whole or not at all."""

    def __init__(self, root: Path):
        self.path = root / settings.BIBLIOGRAPHY
        text = textfile.read(self.path, settings.BIBLIOGRAPHY)
        if isinstance(text, Finding):
            raise web.Trouble(str(text))
        self._take(text)

    def _take(self, text: str) -> None:
        self.text = text
        self.bibliography: Bibliography = sources.read_text(text)[0]

    def holds(self, wanted: Identifier) -> str:
        """The key of the entry that has an identifier; '' where none has."""
        names = {"doi": "doi", "pmid": "pmid", "trial": "number", "isbn": "isbn", "web": "url"}
        name, value = names.get(wanted.kind, ""), wanted.value.casefold()
        found = (
            entry.key
            for entry in self.bibliography.entries.values()
            if name and _plain(entry.get(name)) == _plain(value)
        )
        return next(found, "")

    def twin(self, new: Entry) -> str:
        """The key of an entry that is the same work; '' where there is none."""
        for entry, mark in self._alike(new):
            if may_be_one(new, entry, mark):
                return entry.key
        for entry in self.bibliography.entries.values():
            for name in ("url", "number") if new.kind in ("registry", "online") else ():
                if new.get(name) and _plain(new.get(name)) == _plain(entry.get(name)):
                    return entry.key
        return ""

    def _alike(self, new: Entry) -> list[tuple[Entry, str]]:
        """Entries with a mark of this one, and which: DOI, PMID, or title, year and author."""
        own = set(marks(new))
        found = self.bibliography.entries.values()
        return [(entry, mark) for entry in found for mark, _ in own & set(marks(entry))]

    def add(self, new: Draft) -> str:
        """Writes an entry in its form and place; what was done, in lines for a person."""
        lexicon = Lexicon.of(
            entry.fields.get("title", "") for entry in self.bibliography.entries.values()
        )
        work = mended(new.raw, lexicon, keys_in(self.text))
        entry = Entry(work.key, work.kind, 0, work.fields)
        if not work.fields.get("title") or work.kind not in sources.REQUIRED:
            raise web.Trouble(f"{', '.join(new.by)} gives no title: write the entry by hand")
        if key := self.twin(entry):
            return f"{_short(entry)} is there already: cite it as [@{key}]"
        title = work.fields["title"]
        work.fields["title"] = settled(title, lexicon)
        remarks = list(new.remarks)
        for other, _ in self._alike(entry):
            remarks.append(f"[@{other.key}] has the same title and year: see if both are one work")
        if in_title_case(title):
            remarks.append("the title came With Capitals: look at the words that are small now")
        self._take(placed(self.text, work.key, work.text))
        windows = b"\r\n" in self.path.read_bytes()
        textfile.replace(self.path, self.text.replace("\n", "\r\n") if windows else self.text)
        line = line_at(self.text, self.text.index(work.text))
        checked = f"checked = {{{settings.today()} abstract}}"
        lines = [
            f"{settings.BIBLIOGRAPHY}:{line}: added {_short(entry)}, from {' and '.join(new.by)}",
            f"  cite it as [@{work.key}], and write when and how far you read it: {checked}",
            *(f"  {remark}" for remark in remarks),
        ]
        return "\n".join(lines)


def _plain(value: str) -> str:
    return bare_doi(re.sub(r"^https?://(www\.)?|[-\s]|/$", "", value)).casefold()


def _short(entry: Entry) -> str:
    return f"{entry.label}, '{entry.title[:60]}{'…' if len(entry.title) > 60 else ''}'"


def placed(text: str, key: str, entry: str) -> str:
    """The file with an entry at its place in the order of keys; all else as it was.

    >>> placed("@misc{b2020,\\n}\\n", "a2020", "@misc{a2020,\\n}")
    '@misc{a2020,\\n}\\n\\n@misc{b2020,\\n}\\n'
    """
    for raw in parse(text, settings.BIBLIOGRAPHY).entries:
        if raw.key > key:
            start = text.index(raw.text)
            while above := re.search(r"(?:^|\n)(%[^\n]*\n)$", text[:start]):
                start -= len(above.group(1))  # remarks above an entry belong to it
            return f"{text[:start]}{entry}\n\n{text[start:]}"
    return f"{text.rstrip()}\n\n{entry}\n".lstrip()


def settled(title: str, lexicon: Lexicon) -> str:
    """A title in which every capital stands in braces; one In Title Case in small letters.

    >>> settled("Sleep of MDMA-Naive Adults in Zuberia", Lexicon())
    'Sleep of {MDMA}-naive adults in zuberia'
    >>> settled("Sleep of adults in Zuberia", Lexicon())
    'Sleep of adults in {Zuberia}'
    """
    shouted = in_title_case(title)
    for word in reversed(words_of(title)):
        if not word.has_capitals:
            continue
        parts = re.split(r"([-–/])", word.text)
        first = (at for at, part in enumerate(parts) if part)
        kept = next(first, 0) if word.first else -1
        written = "".join(
            part if at == kept and part[1:].islower() else _part(part, shouted, lexicon)
            for at, part in enumerate(parts)
        )
        title = title[: word.start] + written + title[word.start + len(word.text) :]
    return title


def _part(part: str, shouted: bool, lexicon: Lexicon) -> str:
    """A part of a word: in braces with its capitals, or small."""
    if part == part.lower():
        return part
    simple = part[:1].isupper() and part[1:].islower()
    small = shouted and (simple or part == "A") and not lexicon.is_name(part)
    return part.lower() if small else f"{{{part}}}"
