"""A new entry for references.bib from an identifier: what the registries say, in our form.

    draft(client, identify("10.1038/s41591-021-01336-3"))

gives the entry before it has its key and its braces, and remarks for the person who checks it.
Nothing is guessed: a field that no registry gives is left out, and `checked` is never written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sitebuild.fixes.exports import escaped, raw_of, raw_of_csl
from sitebuild.model.bibtex import Raw
from sitebuild.model.findings import some
from sitebuild.model.names import read_names
from sitebuild.model.records.trials import REGISTRY
from sitebuild.model.sources import DOI, bare_doi
from sitebuild.registries import (
    clinicaltrials,
    crossref,
    openalex,
    openlibrary,
    pubmed,
    registers,
    web,
    webpage,
)
from sitebuild.registries.notices import Notice, once
from sitebuild.rules.sources import not_its_own

FORMS = (
    "a DOI (10.1000/x), PubMed number (41234567), PMC number (PMC1234567), registry number "
    "(NCT01234567), ISBN or web address (https://…)"
)
# What each kind looks like, alone or in an address; the group is the number itself.
_KINDS = (
    ("pmid", r"https?://(?:pubmed\.ncbi|www\.ncbi)\.nlm\.nih\.gov/(?:pubmed/)?(\d+)/?"),
    ("pmc", r"https?://\S*/(PMC\d+)\b\S*"),
    ("pmc", r"(?:PMC(?:ID)?:?\s*)?(PMC\d+)"),
    ("trial", r"https?://(?:www\.)?clinicaltrials\.gov/\S*?(NCT\d{8})\S*"),
    ("trial", f"({REGISTRY.strip('^$')})"),
    ("pmid", r"(?:PMID:?\s*)?(\d{1,9})"),
    ("web", r"(https?://[^\s<>\"]+)"),
)


class Identifier(NamedTuple):
    """What to look for: `kind` is doi, pmid, pmc, trial, isbn or web."""

    kind: str
    value: str


@dataclass
class Draft:
    """An entry to be: as a registry gives it, who gave it, and what a person should look at."""

    raw: Raw
    by: list[str]
    remarks: list[str] = field(default_factory=list)


# ---------------------------------------------------------------- what is asked for


def identify(text: str) -> Identifier:
    """What an identifier is, however it is written.

    >>> identify("https://doi.org/10.1000/x"), identify("PMID: 41234567").value
    (Identifier(kind='doi', value='10.1000/x'), '41234567')
    """
    text = text.strip().strip("<>\"'").rstrip(".,;")
    if DOI.fullmatch(doi := bare_doi(text)):
        return Identifier("doi", doi)
    digits = re.sub(r"^ISBN(?:-1[03])?:?\s*|[\s-]", "", text, flags=re.I).upper()
    if re.fullmatch(r"\d{9}[\dX]|97[89]\d{10}", digits):
        if not _isbn(digits):
            raise web.Trouble(f"'{text}' is no ISBN: its last digit does not fit the others")
        return Identifier("isbn", digits)
    for kind, form in _KINDS:
        if found := re.fullmatch(form, text, re.I):
            value = found.group(1)
            return Identifier(kind, value.upper() if kind in ("pmc", "trial") else value)
    raise web.Trouble(f"'{text}' is none of what can be looked up: write {FORMS}")


def _isbn(digits: str) -> bool:
    """Whether the last digit is what the others make it."""
    values = [10 if one == "X" else int(one) for one in digits]
    if len(values) == 10:
        return sum(value * (10 - at) for at, value in enumerate(values)) % 11 == 0
    return sum(value * (3 if at % 2 else 1) for at, value in enumerate(values)) % 10 == 0


def draft(client: web.Client, wanted: Identifier) -> Draft:
    """The entry of an identifier."""
    ways: dict[str, Callable[[web.Client, str], Draft]] = {
        "doi": _of_doi,
        "pmid": _of_pmid,
        "pmc": _of_pmc,
        "trial": _of_trial,
        "isbn": _of_isbn,
        "web": _of_address,
    }
    return ways[wanted.kind](client, wanted.value)


# ---------------------------------------------------------------- papers


def _of_doi(client: web.Client, doi: str, paper: pubmed.Paper | None = None) -> Draft:
    try:
        work = crossref.by_doi(client, doi)
    except web.Unknown:
        if paper:
            return _of_paper(paper)
        return _of_another_agency(client, doi)
    remarks: list[str] = []
    paper = paper or _paper_of(client, doi, remarks)
    fields = _fields_of(work, paper, remarks)
    funders = _funders(client, work, paper, fields, remarks)
    registered = [*work.registered, *(paper.registered if paper else [])]
    notices = [*work.notices, *(paper.notices if paper else [])]
    fields |= _also(funders, registered, paper.study if paper else "") | _noticed(notices)
    if work.published_as:
        remarks.append(f"a preprint: it became {work.published_as}, which may be the one to cite")
    if not funders:
        remarks.append("no registry says who paid: add funding = {…} where the paper says it")
    kind = raw_of_csl(work.item).kind
    return Draft(Raw(kind, "", 0, _given(fields)), _names("crossref", paper and "pubmed"), remarks)


def _funders(
    client: web.Client,
    work: crossref.Work,
    paper: pubmed.Paper | None,
    fields: dict[str, str],
    remarks: list[str],
) -> list[str]:
    """Who paid, as Crossref has it, else OpenAlex or PubMed; adds the `pmid` met on the way."""
    if work.funders and (paper or fields.get("pmid")):
        return work.funders
    known = _openalex(client, work.doi, remarks)
    fields.setdefault("pmid", known.pmid)
    return work.funders or known.paid or (paper.funders if paper else [])


def _paper_of(client: web.Client, doi: str, remarks: list[str]) -> pubmed.Paper | None:
    """PubMed's record of a DOI; where there are two, none, and a remark."""
    try:
        numbers = pubmed.numbers_of(client, doi)
        papers = [pubmed.by_pmid(client, number) for number in numbers[:3]]
    except web.Trouble as trouble:
        remarks.append(f"without PubMed: {trouble}")
        return None
    same = [one for one in papers if one.raw.fields.get("doi", doi).casefold() == doi.casefold()]
    if len(same) > 1:
        both = ", ".join(one.raw.fields["pmid"] for one in same)
        remarks.append(f"PubMed has {len(same)} records of this DOI ({both}): add the right pmid")
    return same[0] if len(same) == 1 else None


def _openalex(client: web.Client, doi: str, remarks: list[str]) -> openalex.Work:
    try:
        return openalex.by_doi(client, doi)
    except web.Unknown:
        return openalex.Work()
    except web.Trouble as trouble:
        remarks.append(f"without OpenAlex: {trouble}")
        return openalex.Work()


def _fields_of(
    work: crossref.Work, paper: pubmed.Paper | None, remarks: list[str]
) -> dict[str, str]:
    """What Crossref gives, and PubMed where it has none; PubMed's title, if it says the same."""
    fields = dict(raw_of_csl(work.item | {"title": [work.whole_title]}).fields)
    if work.printed and work.volume:
        fields["year"] = work.printed.text[:4]
    if not paper:
        return fields
    theirs, ours = _said(paper.title), _said(work.whole_title)
    if theirs == ours:  # PubMed writes titles as sentences
        fields["title"] = escaped(paper.title)
    elif theirs:
        remarks.append(f"PubMed gives another title: {paper.title}")
    if fields.get("volume") and paper.raw.fields.get("volume") == fields["volume"]:
        fields["year"] = paper.raw.fields.get("year", "") or fields.get("year", "")
    fields["abstract"] = paper.abstract  # tells which words of the title are names
    return {name: value for name, value in paper.raw.fields.items() if value} | _given(fields)


def _said(text: str) -> str:
    return re.sub(r"[\W_]+", " ", re.sub(r"<[^<>]*>", "", text)).strip().casefold()


def _of_pmid(client: web.Client, pmid: str) -> Draft:
    paper = pubmed.by_pmid(client, pmid)
    doi = paper.raw.fields.get("doi", "")
    return _of_doi(client, doi, paper) if doi else _of_paper(paper)


def _of_paper(paper: pubmed.Paper) -> Draft:
    """A paper that only PubMed has."""
    fields = dict(paper.raw.fields)
    fields["title"], fields["abstract"] = escaped(paper.title), paper.abstract
    fields |= _also(paper.funders, paper.registered, paper.study) | _noticed(paper.notices)
    return Draft(Raw("article", "", 0, _given(fields)), _names("pubmed"))


def _of_pmc(client: web.Client, pmcid: str) -> Draft:
    doi, pmid = pubmed.of_pmc(client, pmcid)
    return _of_pmid(client, pmid) if pmid else _of_doi(client, doi)


def _of_another_agency(client: web.Client, doi: str) -> Draft:
    try:
        return Draft(raw_of_csl(crossref.elsewhere(client, doi)), _names("doi"))
    except web.Unknown:
        raise web.Unknown(
            f"neither Crossref nor doi.org has {doi}: look at it for a slip"
        ) from None


# ---------------------------------------------------------------- other things


def _of_trial(client: web.Client, number: str) -> Draft:
    if not number.startswith("NCT"):
        return _of_entered(registers.by_number(client, number))
    return of_study(clinicaltrials.by_number(client, number))


def of_study(study: clinicaltrials.Study) -> Draft:
    """The entry of a registry's record."""
    title = study.protocol.identification_module.brief_title
    fields = {
        "author": "{ClinicalTrials.gov}",
        "title": f"{title} ({study.number})",
        "number": study.number,
        "date": study.updated,
        "year": study.updated[:4],
        "url": study.address,
    }
    raw = raw_of("registry", fields)
    return Draft(Raw("registry", study.number.lower(), 0, raw.fields), [clinicaltrials.NAME])


def _of_entered(record: registers.Entered) -> Draft:
    """The entry of a record in another register than ClinicalTrials.gov."""
    named = f"{record.title} ({record.number})" if record.title else ""
    fields = {
        "author": f"{{{record.register}}}",
        "title": named or f"Registry record {record.number}",
        "number": record.number,
        "date": record.day,
        "year": record.day[:4],
        "url": record.address,
    }
    raw = raw_of("registry", _given(fields))
    remarks = [] if named else ["its page was found, but not read: write the title that it gives"]
    if not record.day:
        remarks.append("and the day of its last change: date = {…}, year = {…}")
    key = re.sub(r"^(?=\d)|-", lambda m: "" if m.group() else "eu", record.number).lower()
    return Draft(Raw("registry", key, 0, raw.fields), [record.register], remarks)


def _of_isbn(client: web.Client, isbn: str) -> Draft:
    work = crossref.by_isbn(client, isbn)
    if work:
        fields = raw_of_csl(work.item | {"title": [work.whole_title]}).fields
        return Draft(Raw("book", "", 0, fields | {"isbn": isbn}), _names("crossref"))
    fields = openlibrary.by_isbn(client, isbn).fields
    people = fields.pop("author").split(" and ")
    raw = raw_of("book", fields | {"author": _people(people), "isbn": isbn})
    return Draft(raw, _names("openlibrary"))


def _of_address(client: web.Client, address: str) -> Draft:
    if why := not_its_own(address):
        raise web.Trouble(f"{address} is {why}")
    said = webpage.about(client, address)
    if DOI.fullmatch(doi := bare_doi(said.doi)):
        return _of_doi(client, doi)
    remarks = [] if said.day else ["the page does not say its day: add year = {…} if it is shown"]
    people = said.authors or [f"{{{escaped(said.site)}}}"]
    fields = {
        "author": _people(people),
        "title": said.title,
        "publisher": said.site if said.authors else "",
        "year": said.day[:4],
        "date": said.day if len(said.day) > 4 else "",
        "url": said.address,
    }
    return Draft(raw_of("online", fields), ["the page itself"], remarks)


# ---------------------------------------------------------------- parts


def _people(names: Iterable[str]) -> str:
    """Names as this file writes them; one word alone is an organization's."""
    written = []
    for name in names:
        one = (read_names(name).written or ("",))[0]
        written.append(one if "," in one or one.startswith("{") else f"{{{one}}}")
    return " and ".join(one for one in written if one != "{}")


def _also(funders: list[str], registered: list[str], study: str) -> dict[str, str]:
    """Fields that exports do not give: who paid, the trial's number, the type of study."""
    return {
        "funding": escaped(some(funders, 8)),
        "registered": ", ".join(dict.fromkeys(registered)),
        "study": study,
    }


def _noticed(notices: Iterable[Notice]) -> dict[str, str]:
    """Fields that record what became of a work: {'retracted': '2024-08-10, notice 10.1000/y'}."""
    fields: dict[str, str] = {}
    for notice in once(notices):
        where = f"notice {escaped(notice.where)}" if notice.where else f"as {notice.by} says"
        if notice.day:  # one without its day is left to `make verify`, which tells of it
            fields.setdefault(notice.kind, f"{notice.day}, {where}")
    return fields


def _given(fields: dict[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in fields.items() if value}


def _names(*services: str | pubmed.Paper | None) -> list[str]:
    return [web.SERVICES[one].name for one in services if isinstance(one, str)]
