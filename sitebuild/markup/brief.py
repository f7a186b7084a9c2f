"""The box that opens a page: its title stands in one place, and each of its lines becomes a
point of a list.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from markdown.treeprocessors import Treeprocessor

from sitebuild import settings


class Brief(Treeprocessor):
    """`!!! brief` with one sentence a line → a titled box with one point a sentence: read faster
    than a paragraph.
    """

    def run(self, root: Element) -> None:
        """Changes the tree in place."""
        for box in root.iter("div"):
            if "brief" in (box.get("class") or "").split():
                self.settle(box)

    @staticmethod
    def settle(box: Element) -> None:
        """Titles the box and turns its paragraphs into lists."""
        for child in list(box):
            if "admonition-title" in (child.get("class") or ""):
                child.text = settings.BRIEF_TITLE
            elif child.tag == "p":
                lines = [line for line in (child.text or "").split("\n") if line.strip()]
                child.tag, child.text = "ul", "\n"
                for line in lines:
                    point = SubElement(child, "li")
                    point.text, point.tail = line.strip(), "\n"
