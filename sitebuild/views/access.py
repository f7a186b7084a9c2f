"""How a patient can be treated, country by country: tiles by kind of access, then a table."""

from __future__ import annotations

from dataclasses import dataclass

from sitebuild.model.records import Access, CountryAccess
from sitebuild.model.site import Site
from sitebuild.style.numbers import day
from sitebuild.views import drawing
from sitebuild.views.parts import Cited, grouped

FILE = "access-by-country.yml"
ORDER = (  # the widest way first
    Access.PRESCRIBING_SCHEME,
    Access.EXCEPTIONAL,
    Access.MIXED,
    Access.TRIALS_ONLY,
    Access.NONE,
    Access.NOT_SEEN,
)


@dataclass(frozen=True)
class Country:
    """A row; texts that were not seen are ''."""

    id: str
    place: str
    kind: str
    route: Cited
    who: Cited
    cost: Cited
    pays: Cited
    treated: Cited
    as_of: str
    year: str  # of that day


def _country(row: CountryAccess) -> Country:
    return Country(
        f"access-{row.id}",
        row.place,
        row.kind.word,
        Cited(row.route),
        who=Cited(row.who_may_prescribe or ""),
        cost=Cited(row.cost or ""),
        pays=Cited(row.who_pays or ""),
        treated=Cited(row.treated or ""),
        as_of=day(row.as_of),
        year=row.as_of[:4],
    )


@drawing(
    "access-by-country",
    anchors=lambda site: [f"access-{row.id}" for row in site.data[FILE]],
    data=FILE,
    picture="access-by-country",
)
def access_by_country(site: Site) -> dict[str, object]:
    """All countries, and the same by kind of access, the widest first."""
    rows = {row.id: (row.kind, _country(row)) for row in site.data[FILE]}
    return {
        "tiles": grouped(rows.values(), ORDER),
        "rows": [one for _, one in rows.values()],
    }
