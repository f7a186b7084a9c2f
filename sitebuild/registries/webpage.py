"""A page of the web: what it says of itself, for an entry of its own.

Three ways of saying it are read, the most exact first: `citation_*` (what journals and archives
give to Google Scholar, https://scholar.google.com/intl/en/scholar/inclusion.html#indexing), JSON-LD
(https://schema.org/Article) and Open Graph (https://ogp.me).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup

from sitebuild.registries import web


class About(NamedTuple):
    """What a page says of itself; '' for what it does not say."""

    address: str
    title: str
    authors: list[str]
    site: str
    day: str
    doi: str


def about(client: web.Client, address: str) -> About:
    """What the page at an address says of itself."""
    page = client.page(address)
    if page.status in (404, 410):
        raise web.Unknown(f"{address} is gone ({page.status}): look for its new address")
    if page.status != 200:
        raise web.Trouble(f"{address} cannot be read ({page.status}): write it by hand")
    return read(page.text, page.address)


def read(text: str, address: str) -> About:
    """The same, of a text.

    >>> read("<title>A page</title>", "https://example.org/b").title
    'A page'
    """
    soup = BeautifulSoup(text, "html.parser")
    said = _said(soup)
    data = next(_articles(soup), {})

    def first(*names: str) -> str:
        return next((said[name][0] for name in names if name in said), "")

    title = (
        first("citation_title", "dc.title")
        or _text(data.get("headline"))
        or first("og:title")
        or _heading(soup)
    )
    if not title:
        raise web.Trouble(f"{address} does not say what it is called: write it by hand")
    site = first("og:site_name", "citation_publisher") or _text(data.get("publisher"))
    site = site or (urlsplit(address).hostname or "").removeprefix("www.")
    day = first("citation_publication_date", "citation_date", "article:published_time", "dc.date")
    people = said.get("citation_author") or said.get("dc.creator") or _people(data.get("author"))
    return About(
        address=_own_address(soup, address),
        title=_without_site(title, site),
        authors=people or [one for one in said.get("author", []) if "http" not in one],
        site=site,
        day=_day(day or _text(data.get("datePublished"))),
        doi=first("citation_doi", "dc.identifier.doi"),
    )


def _said(soup: BeautifulSoup) -> dict[str, list[str]]:
    """What each `<meta>` of a page says, by its name in small letters."""
    said: dict[str, list[str]] = {}
    for meta in soup.find_all("meta"):
        name, content = meta.get("name") or meta.get("property"), meta.get("content")
        if isinstance(name, str) and isinstance(content, str) and content.strip():
            said.setdefault(name.lower(), []).append(" ".join(content.split()))
    return said


def _heading(soup: BeautifulSoup) -> str:
    heading = soup.find("title") or soup.find("h1")
    return " ".join(heading.get_text().split()) if heading else ""


def _own_address(soup: BeautifulSoup, address: str) -> str:
    """The address that the page calls its own, where it is of the same host."""
    link = soup.find("link", rel="canonical")
    own = urljoin(address, str(link.get("href") or "")) if link else address
    same = urlsplit(own).hostname == urlsplit(address).hostname
    return own if same and len(urlsplit(own).path) > 1 else address


def _articles(soup: BeautifulSoup) -> Iterator[dict[str, Any]]:
    """What JSON-LD says of the page; what cannot be read is passed over."""
    for script in soup.find_all("script", type="application/ld+json"):
        try:
            content = json.loads(script.get_text())
        except ValueError:
            continue
        graph = content.get("@graph", content) if isinstance(content, dict) else content
        for one in graph if isinstance(graph, list) else [graph]:
            if isinstance(one, dict) and one.get("headline"):
                yield one


def _text(value: Any) -> str:
    """A text, or the name of a thing."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("name", "")
    return " ".join(value.split()) if isinstance(value, str) else ""


def _people(value: Any) -> list[str]:
    people = value if isinstance(value, list) else [value]
    return [name for name in map(_text, people) if name]


def _without_site(title: str, site: str) -> str:
    """'A headline | The Paper' as 'A headline'."""
    ends = rf"\s*[|–—-]\s*{re.escape(site)}\s*$"
    return re.sub(ends, "", title, flags=re.I) or title


def _day(text: str) -> str:
    """'2026-02-09T10:00:00Z' or '2026/2/9' as '2026-02-09'; '' where it is no date."""
    found = re.match(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?", text)
    return "-".join(f"{int(part):02}" for part in found.groups() if part) if found else ""
