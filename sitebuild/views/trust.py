"""Why one may trust the site, and how far: figures drawn from the pages, sources and checks."""

from __future__ import annotations

from dataclasses import dataclass

from sitebuild.model import statements
from sitebuild.model.site import Site
from sitebuild.style.numbers import count, day
from sitebuild.views import drawing, nothing

# In `checked` of a source: the passage relied on was read in its own text, or a part of it was.
OWN_TEXT, IN_PART = "fulltext", "part"


@dataclass(frozen=True)
class Trust:
    """Dates in words and counts with thousands apart; '' where there is nothing to tell."""

    first: str  # the day on which the page read longest ago was read whole
    last: str
    sources: str
    own: str
    in_part: str
    pairs: str
    read: str


@drawing("trust", cites=nothing)
def trust(site: Site) -> Trust:
    """When pages were read, how many sources, how many in full, how many statements checked."""
    days = sorted(page.reviewed.isoformat() for page in site.pages if page.reviewed)
    entries = site.bibliography.entries.values()
    standing = statements.standing(site)
    pairs = sum(now for _, now in standing.values())
    unread = standing.get(statements.CHANGED, (0, 0))[1]
    return Trust(
        day(days[0]) if days else "",
        day(days[-1]) if days and days[-1] != days[0] else "",
        sources=count(len(entries)),
        own=count(sum(entry.checked[1] == OWN_TEXT for entry in entries)),
        in_part=count(sum(entry.checked[1] == IN_PART for entry in entries)),
        pairs=count(pairs) if pairs else "",
        read=count(pairs - unread),
    )
