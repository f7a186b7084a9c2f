"""Treatments of PTSD side by side, each with what its own trials or reviews print."""

from __future__ import annotations

from dataclasses import dataclass

from sitebuild.model.records import Share, Treatment, TreatmentKind
from sitebuild.model.site import Site
from sitebuild.views import drawing
from sitebuild.views.parts import Cited, Group, Keys, grouped, share

FILE = "treatments.yml"


@dataclass(frozen=True)
class Bar:
    """A share of people: what is said, and how far the bar goes, in percent."""

    text: str
    percent: float
    note: str


@dataclass(frozen=True)
class Line:
    """A treatment; a bar that its sources do not give is None."""

    name: str
    color: str  # the class of its bars
    people: Cited
    compared_with: Cited
    response: Bar | None
    loss_of_diagnosis: Bar | None
    dropout: Bar | None
    note: Cited
    account: str
    cites: Keys


def _bar(value: Share | None) -> Bar | None:
    return Bar(share(value), round(value.as_percent, 2), value.note or "") if value else None


def _line(row: Treatment) -> Line:
    return Line(
        row.name,
        color="mdma" if row.kind is TreatmentKind.DRUG_ASSISTED else "control",
        people=Cited(row.people or ""),
        compared_with=Cited(row.compared_with or ""),
        response=_bar(row.response),
        loss_of_diagnosis=_bar(row.loss_of_diagnosis),
        dropout=_bar(row.dropout),
        note=Cited(row.note or ""),
        account=row.seen.account,
        cites=Keys(row.cites),
    )


@drawing("treatments-side-by-side", data=FILE)
def treatments_side_by_side(site: Site) -> dict[str, list[Group[Line]]]:
    """All treatments in the order of the file, kind by kind."""
    rows: list[Treatment] = site.data[FILE]
    return {"kinds": grouped(((row.kind, _line(row)) for row in rows), TreatmentKind)}
