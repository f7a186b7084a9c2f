"""What a page draws from data: `<!-- draw: forest-plot -->` and `<!-- source-statement: P17 -->`, each on a line of its own.

Templates stand in `theme/drawings/`, one for each name. A template that ends in `.md` yields Markdown, with citations and
headings of its own, and is put into the page before Markdown is read; one that ends in `.html` is put in afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import jinja2
from markupsafe import Markup, escape

from sitebuild.views import charts
from sitebuild.model.sources import Bibliography
from sitebuild.markup.citations import CITATION_BLOCK, KEY, link, mask
from sitebuild.model.data import Data
from sitebuild.model.findings import Finding

DIRECTIVE = re.compile(r"^<!-- (draw|source-statement): ([A-Za-z0-9 -]+?) -->[ \t]*$", re.M)
_ALMOST = re.compile(r"<!--\s*(draw\w*|source[- ]?statements?)\b.*?-->", re.I | re.S)
_PLACE = re.compile(r'<div data-drawing="([^"]+)"></div>')


def brief_as_list(text: str) -> str:
    """The "In brief" box, one sentence a line in the page, as a list: short points are read faster than a paragraph.

    '!!! brief "In brief"\n\n    One.\n    Two.\n' → '!!! brief "In brief"\n\n    - One.\n    - Two.\n'
    """

    def as_list(match: re.Match) -> str:
        return match.group(1) + re.sub(r"^ {4}(?=\S)(?![-*] )", "    - ", match.group(2), flags=re.M)

    return re.sub(r'^(!!! brief[^\n]*\n\n?)((?: {4}[^\n]*\n|\n(?= {4}))+)', as_list, text, flags=re.M)


class Drawings:
    """Draws from the data; knows nothing of MkDocs.

    `address(path, page)` gives the relative address of `docs/` path `path` seen from page `page`.
    """

    def __init__(self, templates: Path, data: Data, bibliography: Bibliography, address: Callable[[str, str], str], today: str):
        self.templates, self.data, self.bibliography, self.address, self.today = templates, data, bibliography, address, today
        self.statements = {record.id: record for record in data["source-statements.yml"]}
        self.env = jinja2.Environment(
            loader=jinja2.FileSystemLoader(templates), autoescape=lambda name: name.endswith(".html"),
            trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined,
        )
        self.env.filters |= {"num": charts.number, "signed": charts.signed, "day": charts.day, "per100": charts.per100, "interval": charts.interval}
        self.env.tests["match_letter"] = lambda value, letter: value.startswith(letter)
        self.env.globals |= {"data": data, "charts": charts, "bibliography": bibliography, "today": today, "root": templates.parent.parent}

    def names(self) -> set[str]:
        return {path.stem for path in self.templates.iterdir() if not path.name.startswith("_")}

    def guard(self, text: str, file: str) -> Iterator[Finding]:
        """Misspelt directives, unknown drawings, unknown statements."""
        masked = mask(text, comments=False)
        exact = {match.start(): match for match in DIRECTIVE.finditer(masked)}
        for match in _ALMOST.finditer(masked):
            line = masked.count("\n", 0, match.start()) + 1
            found = exact.get(match.start())
            if not found:
                yield Finding(file, line, f"a directive that will not be seen: {match.group()[:50]}", "write it on a line of its own, as <!-- draw: forest-plot --> or <!-- source-statement: P17 -->")
            elif found.group(1) == "draw" and found.group(2) not in self.names():
                yield Finding(file, line, f"no drawing is called '{found.group(2)}'", f"use one of: {', '.join(sorted(self.names()))}")
            elif found.group(1) == "source-statement":
                for ident in found.group(2).split():
                    if ident not in self.statements:
                        yield Finding(file, line, f"no source statement '{ident}'", "use an id of docs/data/source-statements.yml, like P17")

    def before(self, text: str, page: str) -> str:
        """Markdown in, Markdown out: directives become Markdown, or a place for HTML."""
        masked = mask(text, comments=False)
        out, end = [], 0
        for match in DIRECTIVE.finditer(masked):
            out.append(text[end: match.start()])
            end = match.end()
            kind, name = match.group(1), match.group(2)
            if kind == "draw" and (self.templates / f"{name}.md").exists():
                out.append(self._render(f"{name}.md", page))
            else:
                out.append(f'\n<div data-drawing="{kind}: {name}"></div>\n')
        return "".join(out) + text[end:]

    def after(self, page_html: str, page: str, **context) -> str:
        """HTML in, HTML out: the places filled."""

        def fill(match: re.Match) -> str:
            kind, name = match.group(1).split(": ", 1)
            if kind == "draw" and ":" in name:  # one piece of a Markdown drawing: '_trial-facts:mapp1'
                template, ident = name.split(":")
                return self._render(f"{template}.html", page, trial=self.data.trial(ident))
            if kind == "draw":
                return self._render(f"{name}.html", page, **context)
            records = [self.statements[ident] for ident in name.split()]
            return self._render("_statement-note.html", page, records=records)

        return _PLACE.sub(fill, page_html)

    def _render(self, template: str, page: str, **context) -> str:
        references = self.address("references.md", page)

        def cite(*keys: str) -> Markup:
            return Markup("; ".join(link(self.bibliography[key], references) for key in keys))

        def cited(text: str) -> Markup:
            """Text of a record as HTML: each [@key] becomes the source's name, leading to its entry."""
            shown = re.sub(r"\s+", " ", str(escape(text.strip())))
            return Markup(CITATION_BLOCK.sub(lambda match: " (" + str(cite(*KEY.findall(match.group()))) + ")", shown))

        def to(path: str) -> str:
            """Relative address of 'society/history.md#anchor' or of a published file."""
            target, _, anchor = path.partition("#")
            return self.address(target, page) + (f"#{anchor}" if anchor else "")

        return self.env.get_template(template).render(cite=cite, cited=cited, to=to, page=page, **context)
