"""Open Library: a book by its ISBN.

Asked at `/api/books`, described at https://openlibrary.org/dev/docs/api/books:

    {"ISBN:9780143127741": {"title": "The body keeps the score", "subtitle": "…",
      "authors": [{"name": "Bessel A. Van der Kolk"}], "publishers": [{"name": "Penguin"}],
      "publish_date": "September 8, 2015"}}
"""

from __future__ import annotations

import re

from pydantic import BaseModel, RootModel

from sitebuild.registries import web


class _Named(BaseModel):
    name: str


class Book(BaseModel):
    """A book."""

    title: str
    subtitle: str = ""
    authors: list[_Named] = []
    publishers: list[_Named] = []
    publish_date: str = ""

    @property
    def fields(self) -> dict[str, str]:
        """The fields of the entry that it makes, values as plain text."""
        return {
            "author": " and ".join(one.name for one in self.authors),
            "title": f"{self.title}: {self.subtitle}" if self.subtitle else self.title,
            "publisher": self.publishers[0].name if self.publishers else "",
            "year": "".join(re.findall(r"\b(?:1[5-9]|20)\d\d\b", self.publish_date)[:1]),
        }


class _Books(RootModel[dict[str, Book]]):
    """What is answered: a book by what was asked for."""


def by_isbn(client: web.Client, isbn: str) -> Book:
    """The book of an ISBN."""
    name = f"ISBN:{isbn}"
    asked = {"bibkeys": name, "format": "json", "jscmd": "data"}
    found = client.read(_Books, "openlibrary", "/api/books", **asked).root
    if name not in found:
        raise web.Unknown(f"Open Library has no {isbn}: look at it for a slip")
    return found[name]
