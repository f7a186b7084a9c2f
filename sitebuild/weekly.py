"""What grows old by itself: pages that nobody has looked at for a year, and outside addresses.

`make watch` tells of both once a week (`registries/watch.py`) and never blocks a change; `make
links` gives the addresses to lychee (`.github/lychee.toml`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from sitebuild import settings
from sitebuild.model import parsed
from sitebuild.model import site as model
from sitebuild.model.site import Site
from sitebuild.rules.data import OLD

ADDRESSES = "dist/addresses.md"


def old_pages(site: Site, today: date) -> Iterator[str]:
    """'docs/topic.md: 2024-01-02' for each page not reviewed for a year."""
    for page in site.pages:
        if page.reviewed and today - page.reviewed > OLD:
            yield f"{page.file}: {page.reviewed}"


def addresses(site: Site) -> dict[str, str]:
    """Outside address → where it stands first."""
    found: dict[str, str] = {}
    for entry in site.bibliography.entries.values():
        where = f"{settings.BIBLIOGRAPHY}:{entry.line} ({entry.key})"
        for address in (entry.get("url"), entry.get("archived")):
            if address:
                found.setdefault(address, where)
    for page in site.pages:
        for link in parsed.parse(page.body).root.iter("a"):
            if link.get("href", "").startswith("https://"):
                found.setdefault(link.get("href", ""), page.file)
    for row in site.data["crisis-help.yml"]:
        found.setdefault(row.official_url, f"{settings.DATA}/crisis-help.yml ({row.id})")
    return found


def write_addresses(root: Path) -> int:
    """Writes the outside addresses as a list of links, for the link checker."""
    found = sorted(addresses(model.read(root)).items())
    target = root / ADDRESSES
    target.parent.mkdir(exist_ok=True)
    # pointed brackets, so that a bracket in an address does not end it
    lines = [f"- {where}: <{address}>" for address, where in found]
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} outside addresses written to {ADDRESSES}")
    return 0
