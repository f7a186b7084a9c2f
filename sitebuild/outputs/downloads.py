"""Each page's sources, for the reference managers of others."""

from __future__ import annotations

FOLDER = "downloads"


def bib_path(page: str) -> str:
    """Where the sources of a page are published.

    >>> bib_path("past/events.md")
    'downloads/past-events.bib'
    """
    return f"{FOLDER}/{page.removesuffix('.md').replace('/', '-')}.bib"
