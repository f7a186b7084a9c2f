"""Straight quotation marks and apostrophes, as files keep them, set as curly ones.

Written by hand: Python-Markdown's own `smarty` sees each piece of text alone, so a quotation that
begins or ends at a
link or an emphasis closes where it should open; this one carries the last character across
elements.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

VERBATIM = frozenset(["code", "pre", "script", "style", "kbd", "svg"])
BLOCKS = frozenset(
    """
    p li td th h1 h2 h3 h4
    h5 h6 dt dd caption figcaption div section summary
    """.split()
)
OPENERS = frozenset(" \t\n\u00a0\u2009([{—–/“‘")


class Quotes:
    """Quotes().set(root) changes the tree in place."""

    def __init__(self) -> None:
        self.last = " "
        self.quoting = False

    def set(self, element: Element) -> None:
        """Sets the marks of an element and of all in it."""
        if element.tag in BLOCKS:
            self.last, self.quoting = " ", False
        if element.tag not in VERBATIM:
            element.text = self.curled(element.text)
            for child in element:
                self.set(child)
                if child.tag in BLOCKS:
                    self.last, self.quoting = " ", False
                child.tail = self.curled(child.tail)
        elif words := "".join(element.itertext()):
            self.last = words[-1]

    def curled(self, text: str | None) -> str | None:
        """'"So" it\\'s' → '“So” it’s', going on from what was read last."""
        if not text:
            return text
        if '"' not in text and "'" not in text:
            self.last = text[-1]
            return text
        out = []
        for index, char in enumerate(text):
            rest = text[index + 1 :]
            opens = self.last in OPENERS
            if char == '"':
                self.quoting = (
                    opens and not self.quoting
                )  # of a pair in one block, the second closes
                self.last = "“" if self.quoting else "”"
            elif char == "'":
                # '90s closes; a mark before a letter opens, and one that has its partner: '3'
                paired = "'" in (rest.split(maxsplit=1) or [""])[0] and not rest[:1].isspace()
                self.last = "‘" if opens and (rest[:1].isalpha() or paired) else "’"
            else:
                self.last = char
            out.append(self.last)
        return "".join(out)
