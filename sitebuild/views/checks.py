"""How the statements stand beside their sources: the record of checks in figures."""

from __future__ import annotations

from dataclasses import dataclass

from sitebuild.model import statements
from sitebuild.model.site import Site
from sitebuild.style.numbers import count
from sitebuild.views import drawing, nothing


@dataclass(frozen=True)
class Standing:
    """A verdict, and how many pairs had it at the first reading and have it now."""

    verdict: str
    first: str
    now: str
    per_100: str


@dataclass(frozen=True)
class Integrity:
    """The verdicts that occur; `total` is '' where nothing was checked."""

    total: str
    rows: list[Standing]
    on_notes: int


@drawing("integrity", cites=nothing)
def integrity(site: Site) -> Integrity:
    """All pairs of a statement and a source, by verdict."""
    standing = statements.standing(site)
    total = sum(now for _, now in standing.values())
    rows = [
        Standing(
            word[:1].upper() + word[1:].lower(),
            count(standing[verdict][0]),
            count(standing[verdict][1]),
            f"{100 * standing[verdict][1] / total:.1f}",
        )
        for verdict, word in statements.WORDS.items()
        if total and any(standing[verdict])
    ]
    return Integrity(count(total) if total else "", rows, statements.on_notes(site))
