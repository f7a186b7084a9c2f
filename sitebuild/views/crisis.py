"""Crisis services by country."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sitebuild.model.records import CrisisService, Seen
from sitebuild.model.site import Site
from sitebuild.style.numbers import day
from sitebuild.views import drawing
from sitebuild.views.parts import Run, given

FILE = "crisis-help.yml"


# Time zones of devices that are most likely in that country; "Australia/" stands for all that begin
# so. A country that is not here has its rows where the file has them.
ZONES = {
    "Australia": "Australia/",
    "Austria": "Europe/Vienna",
    "Belgium": "Europe/Brussels",
    "Canada": "America/Toronto America/Montreal America/Vancouver America/Edmonton "
    "America/Winnipeg America/Halifax America/Regina America/St_Johns America/Moncton "
    "America/Whitehorse America/Yellowknife America/Iqaluit America/Glace_Bay America/Goose_Bay "
    "America/Thunder_Bay Canada/",
    "France": "Europe/Paris",
    "Germany": "Europe/Berlin Europe/Busingen",
    "Ireland": "Europe/Dublin",
    "Israel": "Asia/Jerusalem Asia/Tel_Aviv",
    "Italy": "Europe/Rome",
    "Netherlands": "Europe/Amsterdam",
    "New Zealand": "Pacific/Auckland Pacific/Chatham",
    "Spain": "Europe/Madrid Africa/Ceuta Atlantic/Canary",
    "Switzerland (and Liechtenstein)": "Europe/Zurich Europe/Vaduz",
    "United Kingdom": "Europe/London Europe/Belfast",
    "United States": "America/New_York America/Chicago America/Denver America/Los_Angeles "
    "America/Phoenix America/Anchorage America/Detroit America/Boise America/Indiana/ "
    "America/Indianapolis America/Kentucky/ America/Louisville America/North_Dakota/ "
    "America/Menominee America/Juneau America/Sitka America/Nome America/Adak Pacific/Honolulu US/",
}
# "call or text 988 (free)" → what to do, the numbers, the rest
_WAY = re.compile(r"(call or text|call|dial|text|email) (.+?)(?: ?(\(.*\)))?$")
_NUMBER = re.compile(r"\+?\d[\d -]*\d")
_NEXT = re.compile(r"; (?![^(]*\))")  # between two ways, and not within brackets


@dataclass(frozen=True)
class Link:
    """What is tapped."""

    words: str
    href: str


@dataclass(frozen=True)
class Way:
    """One way to reach a service: what is tapped, and what else is said of it."""

    links: list[Link]
    rest: str


def ways(contact: str) -> list[Way]:
    """The ways that the data's one line tells, each number once.

    >>> ways("call 13 11 14; chat at a.org")
    [Way(links=[Link(words='Call 13 11 14', href='tel:131114')], rest=''), Way(links=[], \
rest='chat at a.org')]
    """
    return [_way(part) for part in _NEXT.split(contact)]


def _way(told: str) -> Way:
    found = _WAY.fullmatch(told)
    if not found:
        return Way([], told)
    act, what, rest = found.groups(default="")
    if act == "email":
        return Way([Link(f"Email {what}", f"mailto:{what}")], rest)
    links = list(_links(act, what))
    return Way(links, rest) if links else Way([], told)


def _links(act: str, what: str) -> Iterator[Link]:
    """A link for each number of "0800 111 0 111 or 0800 111 0 222"; a word goes with a text."""
    word, to, number = what.partition(" to ")
    if to and act == "text":
        yield Link(f"Text {what}", f"sms:{_digits(number)}?body={word}")
        return
    for verb, scheme in (("call", "tel"), ("dial", "tel"), ("text", "sms")):
        if verb not in act.split(" or "):
            continue
        for one in what.split(" or "):
            found = _NUMBER.match(one)
            if found:
                yield Link(f"{verb.capitalize()} {one}", f"{scheme}:{_digits(found.group())}")


def _digits(number: str) -> str:
    return "".join(character for character in number if character.isdigit() or character == "+")


@dataclass(frozen=True)
class Service:
    """A row of the table."""

    id: str
    country: str
    first: bool  # of its country
    zones: str  # time zones of its country; "" for all countries
    name: str
    for_whom: str
    address: str
    ways: list[Way]
    hours: Run
    account: str  # whose account was read, where the service's own word was not seen


@dataclass(frozen=True)
class Help:
    """All services, and the day since when all were seen ('' for an empty list)."""

    rows: list[Service]
    seen_since: str


def _anchors(site: Site) -> list[str]:
    return [service.id for service in site.data[FILE]]


@drawing("crisis-help", anchors=_anchors)
def crisis_help(site: Site) -> Help:
    """All services in the order of the file."""
    services: list[CrisisService] = site.data[FILE]
    rows = [
        Service(
            one.id,
            one.country,
            first=all(earlier.country != one.country for earlier in services[:index]),
            zones=ZONES.get(one.country, ""),
            name=one.service,
            for_whom=one.for_whom or "",
            address=one.official_url,
            ways=ways(one.contact),
            hours=given(one.hours),
            account=(one.seen_where or "another’s account") if one.seen is Seen.SECONDARY else "",
        )
        for index, one in enumerate(services)
    ]
    return Help(rows, day(min(one.as_of for one in services)) if services else "")
