"""What happened to a work after it appeared: retractions, corrections, expressions of concern."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sitebuild.model.sources import NOTICES

# What Crossref calls an update → the field of references.bib that records it. Versions, and
# additions that correct nothing, are not recorded.
KINDS = {
    "retraction": "retracted",
    "withdrawal": "retracted",
    "removal": "retracted",
    "partial_retraction": "retracted",
    "retract": "retracted",
    "expression_of_concern": "concern",
    "concern": "concern",
    "correction": "corrected",
    "corrigendum": "corrected",
    "erratum": "corrected",
}


class Notice(NamedTuple):
    """One notice: the field that records it, its day ('' where not told), where it stands, who
    says so.
    """

    kind: str
    day: str
    where: str
    by: str


def once(notices: Iterable[Notice]) -> list[Notice]:
    """Each notice once, the worst first; of two of one kind and place the one with its day."""
    found: dict[tuple[str, str], Notice] = {}
    for notice in notices:
        key = (notice.kind, notice.where.casefold())
        if key not in found or len(notice.day) > len(found[key].day):
            found[key] = notice
    order = list(NOTICES)
    return sorted(found.values(), key=lambda one: (order.index(one.kind), one.day, one.where))
