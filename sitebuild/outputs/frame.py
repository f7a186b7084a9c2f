"""What the frame of a page shows (`theme/main.html` and its partials), and what the feed holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from sitebuild import settings
from sitebuild.markup.desk import Desk, Finished
from sitebuild.model import statements
from sitebuild.model.site import Site
from sitebuild.outputs.citepage import cite_page
from sitebuild.outputs.downloads import bib_path
from sitebuild.outputs.feed import Item, items
from sitebuild.outputs.jsonld import is_medical, json_ld
from sitebuild.views import keys_on, load


@dataclass
class Context:
    """What a build knows beside the pages; `url(path)` is a file's address below the site's."""

    root: Path
    site: Site
    name: str
    description: str
    address: str  # of the published site, ending in a slash; '' where nothing tells it
    offline: bool
    url: Callable[[str], str]

    @cached_property
    def version(self) -> str:
        """The site's version."""
        return settings.version(self.root)

    @cached_property
    def today(self) -> date:
        """The day of the build."""
        return settings.build_day(self.root)

    @cached_property
    def keys(self) -> dict[str, list[str]]:
        """Page → the sources that it cites, in the order in which they are read.

        The page that lists all sources cites none of them.
        """
        return {
            page.path: [] if "references" in page.draws else keys_on(self.site, page)
            for page in self.site.pages
        }

    @cached_property
    def pairs(self) -> Counter[str]:
        """Page or data file → how many statements it makes, one for each source."""
        return Counter(pair.page for pair in statements.pairs(self.site))

    @cached_property
    def unread_pairs(self) -> Counter[str]:
        """The same of statements that nobody has read since they were written or changed."""
        return Counter(pair.page for pair in statements.unread_pairs(self.site))


MUCH = 0.2  # of a page's statements: from here on its end says that they are new


def not_read_yet(context: Context, path: str) -> tuple[int, int]:
    """(statements of a page that nobody but their writer has read, all of them), drawn ones too."""
    drawings = load()
    draws = context.site.by_path[path].draws
    drawn = {drawings[name].data for name in draws if name in drawings} - {""}
    mine = [path, *(f"data/{name}" for name in drawn)]
    unread = sum(context.unread_pairs[name] for name in mine)
    return unread, sum(context.pairs[name] for name in mine)


def build(context: Context) -> dict[str, Any]:
    """`build` in every template."""
    return {"version": context.version, "offline": context.offline}


def page(
    context: Context, desk: Desk, path: str, address: str, finished: Finished
) -> dict[str, Any]:
    """The variables of one page, beside those of MkDocs: see the head of theme/main.html."""
    site = context.site
    found = site.by_path[path]
    keys = context.keys[path]
    reviewed = found.reviewed or context.today
    works = (site.bibliography[key] for key in keys)
    unread, all_of_them = not_read_yet(context, path)
    return {
        "page_kind": found.kind,
        "help_page": desk.printer.home("crisis-help", page=path),
        "has_sources": finished.has_sources,
        "unread": unread if all_of_them and unread / all_of_them >= MUCH else 0,
        "statements": all_of_them,
        "checks_page": desk.printer.home("integrity", page=path),
        "reviewed": reviewed.isoformat(),
        "watched": site.watched.date,
        "sources": len(keys),
        "bib": desk.printer.to(bib_path(path), page=path) if keys else "",
        "ris": desk.printer.to(bib_path(path, "ris"), page=path) if keys else "",
        "cite": cite_page(found.title, context.name, address, reviewed, context.version, path),
        "json_ld": json_ld(
            title=found.title,
            description=found.description,
            site=context.name,
            address=address,
            reviewed=reviewed,
            cited=[work.address for work in works if work.get("doi")],
            medical=is_medical(found.kind, found.draws),
        ),
    }


def template(context: Context, desk: Desk, base: str) -> dict[str, Any]:
    """The variables of a page that no Markdown stands behind, of the feed and of robots.txt.

    `base` is the address of the site, seen from that page.
    """
    home = desk.printer.homes
    folder = base.rstrip("/") + "/"

    def to(name: str) -> str:
        return folder + context.url(home[name]) if name in home else ""

    return {
        "page_kind": "",
        "has_sources": False,
        "help_page": to("crisis-help"),
        "checks_page": to("integrity"),
        "feed_items": feed_items(context, home.get("timeline", "")),
    }


def feed_items(context: Context, timeline: str) -> list[Item]:
    """The feed's items; each leads to its event on the page that draws the timeline."""
    where = context.address + (context.url(timeline) if timeline else "")
    return items(context.site, lambda anchor: f"{where}#{anchor}" if timeline else where)
