"""The sources as other programs take them: CSL-JSON, BibTeX and RIS."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from sitebuild.model.sources import Bibliography, Entry

# CSL's type → that of RIS; a field of CSL → its tag
_KINDS = {
    "article-journal": "JOUR",
    "book": "BOOK",
    "chapter": "CHAP",
    "paper-conference": "CPAPER",
    "thesis": "THES",
    "report": "RPRT",
    "legislation": "STAT",
    "legal_case": "CASE",
    "patent": "PAT",
    "webpage": "ELEC",
    "document": "GEN",
}
_TAGS = {
    "title": "TI",
    "container-title": "T2",
    "volume": "VL",
    "issue": "IS",
    "number": "M1",
    "publisher": "PB",
    "edition": "ET",
    "ISBN": "SN",
    "DOI": "DO",
    "PMID": "AN",
    "URL": "UR",
    "note": "N1",
}


def csl_json(bibliography: Bibliography, keys: Iterable[str] | None = None) -> str:
    """Some or all sources as CSL-JSON, sorted as readers see them."""
    chosen = None if keys is None else set(keys)
    entries = (one for one in bibliography.sorted() if chosen is None or one.key in chosen)
    return json.dumps([one.csl() for one in entries], ensure_ascii=False, indent=1) + "\n"


def bibtex(bibliography: Bibliography, keys: Iterable[str]) -> str:
    """Some sources as they stand in references.bib."""
    return "\n".join(bibliography[key].bibtex() for key in sorted(keys))


def ris(bibliography: Bibliography, keys: Iterable[str]) -> str:
    """Some sources as RIS, which EndNote, Zotero and Mendeley take."""
    return "\n".join("\n".join(_ris(bibliography[key])) + "\n" for key in sorted(keys))


def _ris(entry: Entry) -> Iterator[str]:
    item = entry.csl()
    yield f"TY  - {_KINDS[item['type']]}"
    yield f"ID  - {entry.key}"
    for name, tag in (("author", "AU"), ("editor", "ED")):
        for person in item.get(name, []):
            family = person.get("literal") or " ".join(
                filter(None, (person.get("non-dropping-particle"), person.get("family")))
            )
            given = (person.get("given"), person.get("suffix"))
            yield f"{tag}  - {', '.join(filter(None, (family, *given)))}"
    parts = item["issued"]["date-parts"][0] if "issued" in item else []
    if parts:
        yield f"PY  - {parts[0]}"
        day = [f"{part:02}" for part in parts[1:]]
        yield "DA  - " + "/".join([str(parts[0]), *day, *[""] * (3 - len(parts))])
    if "page" in item:
        first, dash, last = item["page"].partition("–")
        yield f"SP  - {first}"
        if dash:
            yield f"EP  - {last}"
    for name, tag in _TAGS.items():
        if item.get(name):
            yield f"{tag}  - {' '.join(str(item[name]).split())}"
    yield "ER  - "
