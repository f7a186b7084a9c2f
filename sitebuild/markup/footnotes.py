"""Before Markdown is read: drawings that are Markdown are put in, and keys become footnotes
where nothing did so before.
"""

from __future__ import annotations

from markdown import Markdown
from markdown.preprocessors import Preprocessor

from sitebuild.markup.desk import Desk
from sitebuild.model.citations import CITATION_BLOCK, KEY, keys_in, mask, unshield
from sitebuild.model.pages import DIRECTIVE


def compose(text: str, page: str, desk: Desk) -> str:
    """The text of a page with those of its drawings that are Markdown."""
    seen = mask(text, comments=False)
    out, end = [], 0
    for match in DIRECTIVE.finditer(seen):
        kind, name = match.group(1), match.group(2)
        if kind == "draw" and desk.printer.is_markdown(name):
            out += [text[end : match.start()], desk.printer.print(name, page)]
            end = match.end()
    return "".join(out) + text[end:]


def as_footnotes(text: str) -> str:
    """'So.[@roe2020; @doe2021]' → 'So.[^roe2020][^doe2021]', with an empty footnote for each
    key.
    """
    seen, out, end = mask(text), [], 0
    for match in CITATION_BLOCK.finditer(seen):
        marks = "".join(f"[^{key}]" for key in KEY.findall(match.group()))
        out += [text[end : match.start()], marks]
        end = match.end()
    body = "".join(out) + text[end:]
    return body + "".join(f"\n\n[^{key}]: {key}" for key in keys_in(text))


class Compose(Preprocessor):
    """Brings back what was hidden from mkdocs-bibtex; without it, does its work."""

    def __init__(self, md: Markdown, desk: Desk) -> None:
        super().__init__(md)
        self.desk = desk

    def run(self, lines: list[str]) -> list[str]:
        """Lines of the page in, lines out."""
        text = "\n".join(lines)
        if not self.desk.composed:
            self.desk.page = self.desk.page_of(lines)
            text = as_footnotes(compose(text, self.desk.page, self.desk))
        return unshield(text).split("\n")
