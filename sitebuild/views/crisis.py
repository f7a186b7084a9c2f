"""Crisis services by country."""

from __future__ import annotations

from dataclasses import dataclass

from sitebuild.model.records import CrisisService, Seen
from sitebuild.model.site import Site
from sitebuild.style.numbers import day
from sitebuild.views import drawing
from sitebuild.views.parts import Run, given

FILE = "crisis-help.yml"


@dataclass(frozen=True)
class Service:
    """A row of the table."""

    country: str
    name: str
    for_whom: str
    address: str
    contact: str
    phone: str
    dial: str  # what the telephone gets: '+442071234567'
    hours: Run
    account: str  # whose account was read, where the service's own word was not seen


@dataclass(frozen=True)
class Help:
    """All services, and the day since when all were seen ('' for an empty list)."""

    rows: list[Service]
    seen_since: str


@drawing("crisis-help")
def crisis_help(site: Site) -> Help:
    """All services in the order of the file."""
    services: list[CrisisService] = site.data[FILE]
    rows = [
        Service(
            one.country,
            one.service,
            for_whom=one.for_whom or "",
            address=one.official_url,
            contact=one.contact,
            phone=one.phone or "",
            dial=(one.phone or "").replace(" ", ""),
            hours=given(one.hours),
            account=(one.seen_where or "another’s account") if one.seen is Seen.SECONDARY else "",
        )
        for one in services
    ]
    return Help(rows, day(min(one.as_of for one in services)) if services else "")
