"""Terms explained, in alphabetical order."""

from __future__ import annotations

from dataclasses import dataclass

from sitebuild.model.records import Term
from sitebuild.model.site import Site
from sitebuild.views import drawing
from sitebuild.views.parts import Keys, joined

FILE = "glossary.yml"


@dataclass(frozen=True)
class Explained:
    """A term, what it means, and its other forms."""

    id: str
    term: str
    short: str
    also: str
    cites: Keys


def _anchors(site: Site) -> list[str]:
    return [term.id for term in site.data[FILE]]


@drawing("glossary", anchors=_anchors)
def glossary(site: Site) -> dict[str, list[Explained]]:
    """All terms from A to Z, whatever their case."""
    terms: list[Term] = site.data[FILE]
    return {
        "terms": [
            Explained(term.id, term.term, term.short, joined(term.also), Keys(term.cites))
            for term in sorted(terms, key=lambda term: term.term.lower())
        ]
    }
