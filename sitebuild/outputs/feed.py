"""The feed of what happened in the field: rows for `theme/feed.xml`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime

from sitebuild.model.site import Site
from sitebuild.style.numbers import day
from sitebuild.views.timeline import newest


@dataclass(frozen=True)
class Item:
    """An event as feed readers get it."""

    id: str
    title: str  # '9 August 2024: The agency declines the application.'
    link: str
    published: str  # as RFC 2822 writes a date


def items(site: Site, link: Callable[[str], str]) -> list[Item]:
    """The newest events, as many as `settings.FEED_LENGTH`, the newest first.

    `link(anchor)` gives the whole address of an event on the page that draws the timeline.
    """
    return [
        Item(
            event.id,
            f"{day(event.date)}: {event.event}",
            link(f"event-{event.id}"),
            published(event.date),
        )
        for event in newest(site)
    ]


def published(when: str) -> str:
    """The first moment of a day, a month or a year.

    >>> published("2024-08")
    'Thu, 01 Aug 2024 00:00:00 +0000'
    """
    first = f"{when}-01-01"[:10]
    return format_datetime(datetime.fromisoformat(first).replace(tzinfo=UTC))
