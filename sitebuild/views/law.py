"""Where MDMA stands in law, and whether a patient can be treated with it, by place."""

from __future__ import annotations

from dataclasses import dataclass

from sitebuild.model.records import LegalStatus
from sitebuild.model.site import Site
from sitebuild.style.numbers import day
from sitebuild.views import drawing
from sitebuild.views.parts import Keys, Run, given

FILE = "legal-status.yml"


@dataclass(frozen=True)
class Place:
    """A row of the table; the `…_order` values sort it."""

    id: str
    place: str
    within: str
    schedule: Run
    statute: str
    access: str
    medical_access: str
    since: Run
    since_means: str
    since_order: str
    as_of: str
    as_of_order: str
    cites: Keys
    account: str  # where only another's account was read


def _anchors(site: Site) -> list[str]:
    return [f"place-{row.id}" for row in site.data[FILE]]


@drawing("legal-status-table", anchors=_anchors, data=FILE)
def legal_status_table(site: Site) -> dict[str, list[Place]]:
    """All places in the order of the file."""
    rows: list[LegalStatus] = site.data[FILE]
    return {
        "rows": [
            Place(
                row.id,
                row.place,
                within=row.within or "",
                schedule=given(row.schedule),
                statute=row.statute or "" if row.schedule else "",
                access=row.access.word,
                medical_access=row.medical_access,
                since=given(day(row.since) if row.since else None),
                since_means=row.since_means or "" if row.since else "",
                since_order=row.since or "",
                as_of=day(row.as_of),
                as_of_order=row.as_of,
                cites=Keys(row.cites),
                account=row.seen.account,
            )
            for row in rows
        ]
    }
