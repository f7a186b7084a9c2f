"""Explains a term where it first occurs on a page: a link to the glossary, whose explanation
opens on hover or focus.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from xml.etree.ElementTree import Element

from sitebuild.model.records import Term

# Where a link would be wrong (inside another), noise (headings, labels) or false (code).
SKIPPED = frozenset(
    """
    a h1 h2 h3 h4 h5 h6 code pre
    svg script style button summary thead dt figcaption sup table
    """.split()
)


@lru_cache(maxsize=4)
def _pattern(forms: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(forms, key=len, reverse=True)
    return re.compile(r"(?<![\w-])(" + "|".join(map(re.escape, longest_first)) + r")(?![\w-])")


class Explainer:
    """Links each term once: Explainer(terms, "../glossary/").explain(root)."""

    def __init__(self, terms: Sequence[Term], glossary: str) -> None:
        self.by_form = {form: term for term in terms for form in (term.term, *term.also)}
        self.glossary = glossary
        self.used: set[str] = set()

    def explain(self, root: Element) -> None:
        """Changes the tree in place, in the order in which it is read."""
        if self.by_form:
            self.pattern = _pattern(tuple(self.by_form))
            self._inside(root)

    def _inside(self, element: Element) -> None:
        children = list(element)
        at = 0
        element.text, links = self._cut(element.text)
        for link in links:
            element.insert(at, link)
            at += 1
        for child in children:
            if isinstance(child.tag, str) and child.tag not in SKIPPED:
                self._inside(child)
            at += 1
            child.tail, links = self._cut(child.tail)
            for link in links:
                element.insert(at, link)
                at += 1

    def _cut(self, text: str | None) -> tuple[str | None, list[Element]]:
        """('The CAPS-5 fell.') → ('The ', [<a>CAPS-5</a> with the tail ' fell.'])."""
        if not text or not text.strip():
            return text, []
        links: list[Element] = []
        head, end = "", 0
        for match in self.pattern.finditer(text):
            term = self.by_form[match.group()]
            if term.id in self.used:
                continue
            self.used.add(term.id)
            before = text[end : match.start()]
            if links:
                links[-1].tail = before
            else:
                head = before
            link = Element("a", {"class": "term", "href": f"{self.glossary}#{term.id}"})
            link.text = match.group()
            links.append(link)
            end = match.end()
        if not links:
            return text, []
        links[-1].tail = text[end:]
        return head, links
