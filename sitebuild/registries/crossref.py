"""Crossref: what publishers deposit of a work, and, from Retraction Watch, what became of it.

Asked at `/works/{DOI}`, described at https://api.crossref.org/swagger-ui/ (the schema `Work`):

    {"status": "ok", "message": {"DOI": "10.1000/x", "type": "journal-article",
      "title": ["…"], "author": [{"given": "…", "family": "…"}], "container-title": ["…"],
      "issued": {"date-parts": [[2025, 3, 1]]}, "funder": [{"name": "…"}],
      "updated-by": [{"DOI": "…", "type": "retraction", "source": "retraction-watch",
                      "updated": {"date-parts": [[2024, 8, 10]]}}]}}

A DOI of another agency (Zenodo, OSF) is asked for at doi.org, in the same form (CSL-JSON).
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sitebuild.registries import web
from sitebuild.registries.notices import KINDS, Notice

NAME = web.SERVICES["crossref"].name
CSL = "application/vnd.citationstyles.csl+json"


class Day(BaseModel):
    """[[2025, 3, 1]]; [[null]] where it is not known."""

    model_config = ConfigDict(populate_by_name=True)
    parts: list[list[int | None]] = Field(alias="date-parts")

    @property
    def text(self) -> str:
        """'2025-03-01', '2025-03' or '2025'; '' where it is not known."""
        return "-".join(f"{part:02}" for part in (self.parts or [[]])[0] if part)


class Author(BaseModel):
    """A person, or a group by its name."""

    model_config = ConfigDict(extra="allow")
    family: str | None = None
    given: str | None = None
    suffix: str | None = None
    name: str | None = None
    literal: str | None = None


class Update(BaseModel):
    """A notice about a work."""

    type: str
    doi: str = Field("", alias="DOI")
    source: str = "publisher"
    updated: Day | None = None


class Funder(BaseModel):
    """Who paid, as the publisher names it."""

    name: str = ""


class Number(BaseModel):
    """A number in a registry of trials."""

    number: str = Field("", alias="clinical-trial-number")


class Related(BaseModel):
    """Another work that this one belongs to."""

    id: str = ""
    kind: str = Field("", alias="id-type")


class Work(BaseModel):
    """One work; `item` is all that was answered, nearly CSL-JSON."""

    doi: str = Field(alias="DOI")
    type: str = ""
    title: list[str] = []
    subtitle: list[str] = []
    journal: list[str] = Field([], alias="container-title")
    short_journal: list[str] = Field([], alias="short-container-title")
    author: list[Author] = []
    issued: Day | None = None
    printed: Day | None = Field(None, alias="published-print")
    online: Day | None = Field(None, alias="published-online")
    volume: str = ""
    number: str = Field("", alias="issue")
    page: str = ""
    article: str = Field("", alias="article-number")
    funder: list[Funder] = []
    trials: list[Number] = Field([], alias="clinical-trial-number")
    updates: list[Update] = Field([], alias="updated-by")
    relation: dict[str, list[Related]] = {}
    item: dict[str, Any] = {}

    @property
    def whole_title(self) -> str:
        """Title and subtitle, without the word by which a retraction is marked in it."""
        title = " ".join((self.title or [""])[0].split())
        sub = " ".join((self.subtitle or [""])[0].split())
        if sub and sub.casefold() not in title.casefold():
            title = f"{title}: {sub}"
        return bare_title(title)

    @property
    def years(self) -> set[str]:
        """Every year in which it appeared: online, in print, first."""
        days = (self.issued, self.printed, self.online)
        return {day.text[:4] for day in days if day and day.text}

    @property
    def funders(self) -> list[str]:
        """Who paid, each once."""
        return list(dict.fromkeys(one.name.strip() for one in self.funder if one.name.strip()))

    @property
    def registered(self) -> list[str]:
        """Numbers in registries of trials, as those write them."""
        return list(dict.fromkeys(one.number.upper() for one in self.trials if one.number))

    @property
    def notices(self) -> list[Notice]:
        """What became of it since."""
        return [
            Notice(
                KINDS[update.type],
                update.updated.text if update.updated else "",
                update.doi,
                "Retraction Watch" if update.source == "retraction-watch" else NAME,
            )
            for update in self.updates
            if update.type in KINDS
        ]

    @property
    def published_as(self) -> str:
        """Of a preprint, the DOI of the paper that it became."""
        later = self.relation.get("is-preprint-of", [])
        return next((one.id for one in later if one.kind == "doi"), "")


class Message(BaseModel):
    """What stands round a work."""

    message: dict[str, Any]


class Found(BaseModel):
    """What stands round a list of works."""

    items: list[dict[str, Any]]


def bare_title(title: str) -> str:
    """A title without the mark of a retraction that publishers and PubMed put before it.

    >>> bare_title("RETRACTED ARTICLE: Effects of sleep"), bare_title("Withdrawn: [A]")
    ('Effects of sleep', '[A]')
    """
    mark = r"\s*\W?(?:retracted|withdrawn|expression of concern|retraction)\b(?: article)?\W?[:\]]"
    return re.sub(rf"^{mark}\s*", "", title, flags=re.I)


def _work(item: dict[str, Any]) -> Work:
    try:
        work = Work.model_validate(item)
    except ValidationError as error:
        raise web.changed(NAME, error) from None
    work.item = item
    return work


def by_doi(client: web.Client, doi: str) -> Work:
    """The work of a DOI, at Crossref alone."""
    path = f"/works/{quote(doi, safe='')}"
    return _work(client.read(Message, "crossref", path).message)


def by_isbn(client: web.Client, isbn: str) -> Work | None:
    """The book of an ISBN, none of its chapters."""
    message = client.read(Message, "crossref", "/works", filter=f"isbn:{isbn}", rows="20").message
    try:
        found = Found.model_validate(message)
    except ValidationError as error:
        raise web.changed(NAME, error) from None
    books = ("book", "monograph", "edited-book", "reference-book")
    return next((_work(item) for item in found.items if item.get("type") in books), None)


class Elsewhere(BaseModel):
    """CSL-JSON of another agency: fields are texts where Crossref has lists."""

    model_config = ConfigDict(extra="allow")
    title: str | list[str]
    author: list[Author] = []


def elsewhere(client: web.Client, doi: str) -> dict[str, Any]:
    """CSL-JSON of a DOI that is not Crossref's."""
    return client.read(Elsewhere, "doi", f"/{quote(doi)}", accept=CSL).model_dump()
