"""Prints drawings: rows from `sitebuild/views/`, templates from `theme/drawings/`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup, escape

from sitebuild import settings, views
from sitebuild.model.citations import CITATION_BLOCK, KEY
from sitebuild.model.pages import homes
from sitebuild.model.site import Site

Address = Callable[[str, str], str]  # (path below docs/, page that links) → relative address


@dataclass(frozen=True)
class Source:
    """A source as it is named in a table."""

    key: str
    label: str
    address: str
    retracted: bool


@lru_cache(maxsize=4)
def environment(templates: Path) -> jinja2.Environment:
    """Jinja as drawings use it: HTML is escaped, Markdown is not, no name is without a value.

    A server keeps it between builds: a template is compiled again when its file has changed.
    """
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates),
        autoescape=lambda name: name is not None and name.endswith(".html"),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )


class Printer:
    """Draws for the pages of a site.

    `address(path, page)` gives the relative address of a path below docs/, seen from a page. What
    is printed is a fragment of well-formed XML, so that it can be put into a page's tree.
    """

    def __init__(
        self, site: Site, address: Address, templates: Path | None = None, repository: str = ""
    ) -> None:
        self.site, self.address, self.repository = site, address, repository
        self.homes = homes(site.pages)
        self.drawings = views.load()
        self.env = environment(templates or site.root / settings.DRAWINGS)
        self._rows: dict[str, dict[str, Any]] = {}

    def is_markdown(self, name: str) -> bool:
        """True for a drawing that has to be in the page before Markdown is read."""
        one = self.drawings.get(name.split(maxsplit=1)[0])
        return one is not None and one.markdown

    def draws(self, name: str, page: str) -> bool:
        """True where the page holds this drawing, as its home or again."""
        found = self.site.by_path.get(page)
        return found is not None and any(name == one.name for one in found.directives)

    def home(self, name: str, anchor: str = "", *, page: str) -> str:
        """The relative address of the page that draws something, and of a place in it.

        home("timeline", "event-ban", page="home.md") → 'past/events/#event-ban', and on that
        page itself '#event-ban'; '' where no page draws it.
        """
        where = self.homes.get(name)
        if where is None:
            return ""
        place = f"#{anchor}" if anchor else ""
        return place if place and where == page else self.address(where, page) + place

    def to(self, path: str, *, page: str) -> str:
        """The relative address of 'past/events.md#anchor' or of a published file."""
        target, _, anchor = path.partition("#")
        return self.address(target, page) + (f"#{anchor}" if anchor else "")

    def edit(self, stem: str) -> str:
        """Where a data file is edited: edit("trials"), or edit("references.bib") beside them;
        '' where the repository is not known.
        """
        if not self.repository:
            return ""
        path = stem if "." in stem else f"{settings.DATA}/{stem}.yml"
        return f"{self.repository}/edit/main/{path}"

    def sources(self, keys: Iterable[str], page: str) -> list[Source]:
        """Sources as a table names them; a key whose entry could not be read stands for itself."""
        found = []
        for key in keys:
            entry = self.site.bibliography.entries.get(key)
            label, retracted = (entry.label, bool(entry.retracted)) if entry else (key, False)
            found.append(
                Source(key, label, self.home("references", f"ref-{key}", page=page), retracted)
            )
        return found

    def cite(self, keys: Iterable[str], page: str) -> Markup:
        """'Mitchell et al. 2021; Roe 2020', each leading to its entry."""
        sources = self.sources(keys, page)
        if not sources:
            return Markup("")
        return Markup(self.env.get_template("_cite.html").render(sources=sources))

    def mark(self, keys: Iterable[str]) -> Markup:
        """Marks as the text has them, which `sitebuild.markup.sources` numbers; the source then
        stands in the page's list. A key whose entry could not be read stands for itself.
        """
        mark = Markup('<sup class="drawn"><a class="footnote-ref" href="#fn:{0}"/></sup>')
        known = self.site.bibliography.entries
        return Markup("").join(mark.format(key) if key in known else key for key in keys)

    def cited(self, text: str, page: str) -> Markup:
        """Text of a record: each [@key] becomes the source's name in brackets."""
        return _replaced(text, lambda keys: Markup(" (") + self.cite(keys, page) + Markup(")"))

    def marked(self, text: str) -> Markup:
        """Text of a record: each [@key] becomes a mark."""
        return _replaced(text, self.mark)

    def print(self, name: str, page: str, *, repeated: bool = False) -> str:
        """A drawing as it stands on a page, by its name: 'timeline', 'trial-facts mapp1'.

        `repeated`: another page is its home, so what is printed has no ids.
        """
        kind, *arguments = name.split()
        return self._print(kind, arguments, page, repeated)

    def note(self, statements: Iterable[str], page: str) -> str:
        """What the older article said and what is so: note(["P3", "P4"], page)."""
        return self._print(views.NOTE, list(statements), page, False)

    def _print(self, kind: str, arguments: list[str], page: str, repeated: bool) -> str:
        name = " ".join([kind, *arguments])
        one = self.drawings[kind]
        if name not in self._rows:
            self._rows[name] = _variables(one.rows(self.site, *arguments))
        return self.env.get_template(one.template).render(
            self._rows[name],
            repeated=repeated,
            picture=one.picture,
            edit=self.edit,
            cite=lambda *keys: self.cite(keys, page),
            cited=lambda text: self.cited(text, page),
            mark=lambda *keys: self.mark(keys),
            marked=self.marked,
            to=lambda path: self.to(path, page=page),
            home=lambda name, anchor="": self.home(name, anchor, page=page),
        )


def _replaced(text: str, print_keys: Callable[[list[str]], Markup]) -> Markup:
    """Text as HTML, with something in place of each block of keys."""
    out, end = Markup(""), 0
    for match in CITATION_BLOCK.finditer(text):
        out += escape(text[end : match.start()]) + print_keys(KEY.findall(match.group()))
        end = match.end()
    return out + escape(text[end:])


def _variables(rows: object) -> dict[str, Any]:
    """A dataclass's fields, or a mapping, as a template's variables."""
    if is_dataclass(rows):
        return {one.name: getattr(rows, one.name) for one in fields(rows)}
    if isinstance(rows, Mapping):
        return dict(rows)
    raise TypeError(f"rows of the kind {type(rows).__name__}")
