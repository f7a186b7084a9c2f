"""PubMed: its own record of a paper, its number for a DOI, what became of it.

Asked through E-utilities, described at https://www.ncbi.nlm.nih.gov/books/NBK25499/: `efetch` with
`rettype=medline` answers in lines of tag and value, which the site reads as a pasted .nbib too;
the tags stand at https://www.nlm.nih.gov/bsd/mms/medlineelements.html:

    PMID- 41234567
    TI  - MDMA-assisted therapy for insomnia in adults with PTSD: a randomized
          controlled trial.
    PT  - Randomized Controlled Trial
    SI  - ClinicalTrials.gov/NCT01234567
    EIN - Nat Med. 2026 Jan;32(1):7. doi: 10.1038/x. PMID: 42222222

`esearch` answers {"esearchresult": {"idlist": ["41234567"]}}. A number of PubMed Central is asked
for at its ID converter: {"records": [{"pmcid": "PMC1", "pmid": 1, "doi": "10.1000/x"}]}.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import NamedTuple

from pydantic import BaseModel, Field

from sitebuild.fixes.exports import Record, nbib_records, raw_of_nbib
from sitebuild.model.bibtex import Raw
from sitebuild.registries import web
from sitebuild.registries.crossref import bare_title
from sitebuild.registries.notices import Notice

NAME = web.SERVICES["pubmed"].name
# Tags that name a notice → the field of references.bib that records it.
_NOTICES = {
    "RIN": "retracted",
    "PRIN": "retracted",
    "ECI": "concern",
    "EIN": "corrected",
    "CRI": "corrected",
}
# PubMed's types of study → ours, the most telling first.
STUDIES = {
    "Meta-Analysis": "meta-analysis",
    "Network Meta-Analysis": "network meta-analysis",
    "Systematic Review": "systematic review",
    "Randomized Controlled Trial": "randomized controlled trial",
    "Clinical Trial, Phase III": "phase 3 trial",
    "Clinical Trial, Phase II": "phase 2 trial",
    "Clinical Trial, Phase I": "phase 1 trial",
    "Clinical Trial": "clinical trial",
    "Observational Study": "observational study",
    "Case Reports": "case report",
    "Practice Guideline": "practice guideline",
    "Review": "review",
    "Editorial": "editorial",
    "Letter": "letter",
    "Comment": "comment",
}
PART = 100  # numbers asked for at once
_TRIAL_NUMBER = re.compile(r"NCT\d{8}|ISRCTN\d{8}|ACTRN\d{14}|\d{4}-\d{6}-\d{2}(?:-\d{2})?")


class Paper(NamedTuple):
    """PubMed's record of a paper: `raw` is the entry that it makes, `record` its tags."""

    raw: Raw
    record: Record

    def _all(self, tag: str) -> list[str]:
        return self.record.get(tag, [])

    @property
    def study(self) -> str:
        """'randomized controlled trial'; '' where PubMed does not say."""
        types = set(self._all("PT"))
        found = [ours for theirs, ours in STUDIES.items() if theirs in types]
        return found[0] if found else ""

    @property
    def title(self) -> str:
        """The title in sentence case, without its stop."""
        text = (self._all("TI") or self._all("BTI") or [""])[0]
        return bare_title(re.sub(r"\.$", "", text.strip()))

    @property
    def titles(self) -> list[str]:
        """Its title in its own language, and a translated one without its brackets."""
        return [re.sub(r"\.$", "", one) for one in self._all("TT")] + [self.title.strip("[]")]

    @property
    def online_years(self) -> list[str]:
        """The year in which it appeared online."""
        return [one[:4] for one in self._all("DEP")]

    @property
    def journals(self) -> list[str]:
        """The journal's names, in full and short."""
        return [*self._all("JT"), *self._all("TA")]

    @property
    def abstract(self) -> str:
        """The abstract."""
        return " ".join(self._all("AB"))

    @property
    def funders(self) -> list[str]:
        """Who gave a grant: 'R01 MH1/MH/NIMH NIH HHS/United States' says 'NIMH NIH HHS'."""
        parts = [grant.split("/") for grant in self._all("GR")]
        return list(dict.fromkeys(part[-2].strip() for part in parts if len(part) > 2))

    @property
    def registered(self) -> list[str]:
        """Numbers in registries of trials."""
        found = (_TRIAL_NUMBER.search(one) for one in self._all("SI"))
        return list(dict.fromkeys(one.group() for one in found if one))

    @property
    def notices(self) -> list[Notice]:
        """What became of it since."""
        found = [_notice(kind, one) for tag, kind in _NOTICES.items() for one in self._all(tag)]
        marked = "Retracted Publication" in self._all("PT")
        if marked and not any(one.kind == "retracted" for one in found):
            found.append(Notice("retracted", "", "", NAME))
        return found


def _notice(kind: str, text: str) -> Notice:
    """'Nat Med. 2026 Jan 3;32(1):7. doi: 10.1038/x. PMID: 42222222' as a notice."""
    doi = re.search(r"doi: (10\.\S+?)\.?(?=\s|$)", text)
    number = re.search(r"PMID: (\d+)", text)
    day = ""
    if when := re.search(r"\b(\d{4})(?: ([A-Z][a-z]{2}))?(?: (\d{1,2}))?\b", text):
        given = " ".join(part for part in when.groups() if part)
        for form, shown in (("%Y %b %d", "%Y-%m-%d"), ("%Y %b", "%Y-%m"), ("%Y", "%Y")):
            try:
                day = datetime.strptime(given, form).strftime(shown)
                break
            except ValueError:
                continue
    where = doi.group(1) if doi else f"PMID {number.group(1)}" if number else text[:60]
    return Notice(kind, day, where, NAME)


def by_pmid(client: web.Client, pmid: str) -> Paper:
    """PubMed's record of a number."""
    text = client.text(
        "pubmed", "/efetch.fcgi", db="pubmed", id=pmid, rettype="medline", retmode="text"
    )
    for record in nbib_records(text):
        if record.get("PMID") == [pmid]:
            if not (record.get("TI") or record.get("BTI")):
                raise web.Trouble(f"{NAME} gave half of its record of {pmid}: run it again")
            return Paper(raw_of_nbib(record), record)
    if re.search(r"^\s*<", text) or "PMID-" in text:
        raise web.Trouble(f"{NAME} answers in another shape than it did: open an issue")
    raise web.Unknown(f"{NAME} has no {pmid}: look at it for a slip")


class _Ids(BaseModel):
    idlist: list[str]
    count: int = 0  # of all, of which `idlist` gives a part


class _Search(BaseModel):
    """What esearch answers."""

    found: _Ids = Field(alias="esearchresult")


def numbers_of(client: web.Client, doi: str) -> list[str]:
    """PubMed's numbers for a DOI: none, one, or (a slip of PubMed's) several."""
    asked = {"db": "pubmed", "term": f'"{doi}"[aid]', "retmode": "json"}
    return client.read(_Search, "pubmed", "/esearch.fcgi", **asked).found.idlist


def entered(client: web.Client, term: str, since: str, until: str) -> list[str]:
    """Numbers of the papers for a term that came into PubMed between two days."""
    days = {"mindate": since.replace("-", "/"), "maxdate": until.replace("-", "/")}
    asked = {"db": "pubmed", "term": term, "retmode": "json", "datetype": "edat", **days}
    numbers: list[str] = []
    while True:
        part = {"retmax": str(PART), "retstart": str(len(numbers))}
        found = client.read(_Search, "pubmed", "/esearch.fcgi", **asked, **part).found
        numbers += found.idlist
        if not found.idlist or len(numbers) >= found.count:
            return numbers


class _Numbers(BaseModel):
    pmid: str | int | None = None
    doi: str | None = None


class _Converted(BaseModel):
    """What the ID converter answers."""

    records: list[_Numbers]


def of_pmc(client: web.Client, pmcid: str) -> tuple[str, str]:
    """(DOI, PubMed's number) of a number of PubMed Central; '' for what it has not."""
    asked = {"ids": pmcid, "idtype": "pmcid", "format": "json"}  # it no longer tells kinds apart
    found = client.read(_Converted, "pmc", "/articles/", **asked).records
    first = found[0] if found else _Numbers()
    if not (first.doi or first.pmid):
        raise web.Unknown(f"PubMed Central has no {pmcid}: look at it for a slip")
    return first.doi or "", str(first.pmid or "")
