"""What the registries of record said of our sources and trials, and what became of web addresses.

`checks/registries.json` is written by `make verify` alone, one record a line, after it has asked:

    {"compared": [
    {"key": "roe2020", "by": "Crossref", "date": "2026-12-01", "fingerprint": "0123456789ab",
     "agrees": ["title", "year"], "differs": {"volume": "13"}, "notices": []}],
     "trials": [], "addresses": []}

It is not there before the first real run. A record holds for its entry only as long as the entry
says what it said then: so long their fingerprints are the same.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError

from sitebuild.model import textfile
from sitebuild.model.findings import Finding
from sitebuild.model.records.common import Id, Key, PastDate, Record, Text
from sitebuild.model.sources import Entry
from sitebuild.model.unread import Unread

FILE = "checks/registries.json"
# Fields of an entry that registries give too, in the order in which they are told.
FIELDS = ("author", "title", "journal", "year", "volume", "number", "pages", "doi", "pmid")
Registry = Literal["Crossref", "PubMed", "ClinicalTrials.gov"]


class Noticed(Record):
    """A notice about a work: the field of references.bib that records it, and where it stands."""

    kind: Literal["retracted", "concern", "corrected"]
    day: str = ""
    where: str = ""
    by: Text


class Compared(Record):
    """An entry of references.bib beside the record of a registry."""

    key: Key
    by: Registry
    date: PastDate
    fingerprint: Text
    agrees: list[Text] = Field(default_factory=list)
    differs: dict[str, Text] = Field(
        default_factory=dict, description="Field → what the registry gives."
    )
    notices: list[Noticed] = Field(default_factory=list)


class ComparedTrial(Record):
    """A record of trials.yml beside that of a registry."""

    id: Id
    number: Text
    date: PastDate
    agrees: list[Text] = Field(default_factory=list)
    differs: dict[str, Text] = Field(default_factory=dict)


class Address(Record):
    """A web address that does not answer where it did."""

    address: Text
    date: PastDate
    answer: Literal["moved", "gone"]
    to: str = Field("", description="Where it moved to, for good.")
    archived: str = Field("", description="A kept copy of what is gone.")


class Comparisons(Record):
    """All of it."""

    compared: list[Compared] = Field(default_factory=list)
    trials: list[ComparedTrial] = Field(default_factory=list)
    addresses: list[Address] = Field(default_factory=list)

    def of(self, entry: Entry) -> list[Compared]:
        """What was compared of an entry as it stands now."""
        now = fingerprint(entry)
        return [one for one in self.compared if one.key == entry.key and one.fingerprint == now]

    @property
    def text(self) -> str:
        """The file: one record a line, sorted, so that a change shows as its lines."""
        lists: dict[str, list[Any]] = {
            "compared": sorted(self.compared, key=lambda one: (one.key, one.by)),
            "trials": sorted(self.trials, key=lambda one: (one.id, one.number)),
            "addresses": sorted(self.addresses, key=lambda one: one.address),
        }
        parts = []
        for name, rows in lists.items():
            lines = [
                json.dumps(row.model_dump(exclude_defaults=True), ensure_ascii=False)
                for row in rows
            ]
            parts.append(f'"{name}": [' + ",".join(f"\n{line}" for line in lines) + "]")
        return "{" + ",\n".join(parts) + "}\n"


def fingerprint(entry: Entry) -> str:
    """Twelve hex digits that stay while what is compared says the same."""
    said = [entry.get(name) for name in FIELDS]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:12]


def read(root: Path) -> tuple[Comparisons, list[Finding], Unread]:
    """What was compared; nothing before the first run."""
    if not (root / FILE).is_file():
        return Comparisons(), [], Unread()
    text = textfile.read(root / FILE, FILE)
    if isinstance(text, Finding):
        return Comparisons(), [text], Unread()
    try:
        return Comparisons.model_validate_json(text), [], Unread()
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the whole file"
        what = f"this is not what make verify writes ({where})"
        mend = "restore it from the repository's history, or delete it and run make verify"
        return Comparisons(), [Finding(FILE, 1, what, mend)], Unread()
