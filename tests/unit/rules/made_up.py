"""A made-up page in a made-up site, and what the rules about pages say of it."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from pathlib import Path

from sitebuild import rules
from sitebuild.model.findings import Finding
from sitebuild.model.pages import Page
from sitebuild.model.site import Site
from sitebuild.model.sources import Bibliography, Entry
from sitebuild.model.unread import Unread

KEYS = ("roe2020", "doe2021", "roe2020b", "koenen2017", "muller2020")
META = {
    "title": "A page",
    "description": "A page that says a little about a treatment, and no more than that.",
    "reviewed": "2026-01-02",
}
HEAD = "\n# A page\n\n"
MINE = ("pages", "markdown", "links", "citations", "style", "certain")


def text_of(body: str, head: str = HEAD, **meta: str | None) -> str:
    """A whole page with this body; `name=None` leaves a field of the front matter out."""
    fields = META | {name: value for name, value in meta.items() if value is not None}
    front = "".join(
        f"{name}: {value}\n"
        for name, value in fields.items()
        if name not in meta or meta[name] is not None
    )
    return f"---\n{front}---\n{head}{body}"


def page(body: str, path: str = "page.md", head: str = HEAD, **meta: str | None) -> Page:
    """The page of that body."""
    return Page.of(path, text_of(body, head, **meta))


def site(*pages: Page, unread: Unread | None = None, navigation: Iterable[str] = ()) -> Site:
    """A site of these pages and of the sources KEYS."""
    entries = [Entry(key, "misc", 1, {"title": "A study"}) for key in KEYS]
    return Site(
        Path("nowhere"),
        pages=list(pages),
        bibliography=Bibliography(entries),
        navigation=[*navigation] or [one.path for one in pages],
        unread=unread or Unread(),
    )


def told_of(whole: Site, only: str = "") -> list[Finding]:
    """What the rules about pages say of a site, or one of them."""
    found: list[Finding] = [finding for one in whole.pages for finding in one.findings]
    for name in MINE:
        importlib.import_module(f"sitebuild.rules.{name}")
    for one in list(rules.RULES.values()):
        if one.check.__module__.rsplit(".", 1)[-1] not in MINE or only not in ("", one.id):
            continue
        for each in whole.pages if one.each == "page" else [None]:
            found += one.check(each, whole) if each else one.check(whole)
    return sorted(set(found))


def told(
    body: str, path: str = "page.md", head: str = HEAD, **meta: str | None
) -> list[tuple[int, str, str]]:
    """(line of the body, what is wrong, what to do) of a made-up page."""
    one = page(body, path, head, **meta)
    above = text_of("", head, **meta).count("\n")
    return [(f.line - above, f.message, f.mend) for f in told_of(site(one))]
