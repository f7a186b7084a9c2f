"""The box that opens a page: its title stands in one place, and each of its lines becomes a
point of a list.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from sitebuild import settings
from sitebuild.markup.desk import Desk

LEAD = "lead"  # the class of a word that leads a point, and is no part of what the point says


class Brief(Treeprocessor):
    """`!!! brief` with one sentence a line → a titled box with one point a sentence: read faster
    than a paragraph, above all where a word leads each (`leads` in the front matter).
    """

    def __init__(self, md: Markdown, desk: Desk | None = None) -> None:
        super().__init__(md)
        self.desk = desk

    def run(self, root: Element) -> None:
        """Changes the tree in place."""
        page = self.desk.site.by_path.get(self.desk.page) if self.desk else None
        for box in root.iter("div"):
            if "brief" in (box.get("class") or "").split():
                self.settle(box, page.leads if page else [])

    @staticmethod
    def settle(box: Element, leads: list[str]) -> None:
        """Titles the box and turns its paragraphs into lists."""
        words = iter(leads)
        for child in list(box):
            if "admonition-title" in (child.get("class") or ""):
                child.text = settings.BRIEF_TITLE
            elif child.tag == "p":
                lines = [line for line in (child.text or "").split("\n") if line.strip()]
                child.tag, child.text = "ul", "\n"
                for line in lines:
                    point = SubElement(child, "li")
                    point.text, point.tail = line.strip(), "\n"
                    if word := next(words, ""):
                        lead = SubElement(point, "strong", {"class": LEAD})
                        lead.text, lead.tail = f"{word}.", f" {point.text}"
                        point.text = None
