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


def other_forms(term: str, also: list[str]) -> list[str]:
    """The forms that tell a reader something: neither the term again nor one told before, in
    another case or as its plural.

    >>> other_forms("Adverse event", ["adverse event", "adverse events", "side effect"])
    ['side effect']
    """
    told, kept = {_bare(term)}, []
    for form in also:
        if _bare(form) not in told:
            told.add(_bare(form))
            kept.append(form)
    return kept


def _bare(form: str) -> str:
    return form.casefold().replace("-", " ").removesuffix("s")


def _anchors(site: Site) -> list[str]:
    return [term.id for term in site.data[FILE]]


@drawing("glossary", anchors=_anchors, data=FILE)
def glossary(site: Site) -> dict[str, list[Explained]]:
    """All terms from A to Z, whatever their case."""
    terms: list[Term] = site.data[FILE]
    return {
        "terms": [
            Explained(
                term.id,
                term.term,
                term.short,
                joined(other_forms(term.term, term.also)),
                Keys(term.cites),
            )
            for term in sorted(terms, key=lambda term: term.term.lower())
        ]
    }
