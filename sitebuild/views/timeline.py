"""What happened: all of it from the beginning, and the newest events, which the feed tells too."""

from __future__ import annotations

from dataclasses import dataclass

from sitebuild import settings
from sitebuild.model.records import TimelineEvent
from sitebuild.model.site import Site
from sitebuild.style.numbers import cut, day
from sitebuild.views import drawing
from sitebuild.views.parts import Keys

FILE = "timeline.yml"


@dataclass(frozen=True)
class Event:
    """An event in words; `page` is where the site says more."""

    id: str
    date: str  # as in the file, for machines
    when: str
    until: str
    event: str
    about: str  # 'United States, regulator'
    kind: str
    place: str
    cites: Keys
    page: str
    short: str  # its first words, to tell links apart


def _event(row: TimelineEvent) -> Event:
    return Event(
        row.id,
        row.date,
        when=day(row.date),
        until=day(row.date_end) if row.date_end else "",
        event=row.event,
        about=f"{row.place}, {row.kind.word}",
        kind=row.kind.word,
        place=row.place,
        cites=Keys(row.cites),
        page=row.page or "",
        short=cut(row.event, 40),
    )


@dataclass(frozen=True)
class Timeline:
    """All events, and what one may choose from."""

    events: list[Event]
    kinds: list[str]
    places: list[str]


def newest(site: Site) -> list[TimelineEvent]:
    """The newest events, the newest first, as many as the feed holds; of one day as in the file."""
    rows: list[TimelineEvent] = site.data[FILE]
    ordered = sorted(rows, key=lambda row: row.date, reverse=True)
    return ordered[: settings.FEED_LENGTH]


def _anchors(site: Site) -> list[str]:
    return [f"event-{row.id}" for row in site.data[FILE]]


@drawing("timeline", anchors=_anchors, data=FILE)
def timeline(site: Site) -> Timeline:
    """All events, the oldest first."""
    rows: list[TimelineEvent] = site.data[FILE]
    return Timeline(
        [_event(row) for row in sorted(rows, key=lambda row: row.date)],
        sorted({row.kind.word for row in rows}),
        sorted({row.place for row in rows}),
    )


@dataclass(frozen=True)
class Recent:
    """The newest events, and the year in which the whole timeline begins."""

    events: list[Event]
    begins: str


@drawing("recent-changes")
def recent_changes(site: Site) -> Recent:
    """What the feed holds, as a page."""
    begins = min((row.date[:4] for row in site.data[FILE]), default="")
    return Recent([_event(row) for row in newest(site)], begins)
