"""New things in a list that others keep: JSON page by page, an RSS or Atom feed, PubMed.

    items(client, query, "2026-11-23", "2026-11-30")

What is asked, and where in an answer what stands, is written in `checks/watch.yml`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from xml.etree import ElementTree

from sitebuild.model.watched import Query
from sitebuild.registries import pubmed, web

PAGES = 20  # of one list; more is no week's news but a slip in the query


@dataclass
class Item:
    """One thing in a list."""

    key: str
    title: str
    day: str = ""
    link: str = ""
    doi: str = ""
    study: str = ""
    text: str = ""  # what more is said of it
    registered: list[str] = field(default_factory=list)  # numbers of trials


def items(client: web.Client, query: Query, since: str, until: str) -> list[Item]:
    """What a query gives between two days; a `Trouble` where it cannot be read to its end."""
    how = {"pubmed": _papers, "list": _list, "feed": _feed}[query.ask]
    return list({one.key: one for one in how(client, query, since, until)}.values())


def _papers(client: web.Client, query: Query, since: str, until: str) -> Iterator[Item]:
    for pmid in pubmed.entered(client, query.term, since, until):
        paper = pubmed.by_pmid(client, pmid)
        yield Item(
            pmid,
            paper.title,
            paper.raw.fields.get("year", ""),
            f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/",
            paper.raw.fields.get("doi", ""),
            paper.study,
            paper.abstract,
            paper.registered,
        )


def _list(client: web.Client, query: Query, since: str, until: str) -> Iterator[Item]:
    days = {"{since}": since, "{until}": until}
    asked = {name: _filled(value, days) for name, value in query.asked.items()}
    address, known = query.address, set()
    for _ in range(PAGES):
        answer = _answer(client, query, address, asked)
        rows = at(answer, query.items)
        if not isinstance(rows, list):
            raise _changed(query.name, query.items)
        for row in rows:
            key, title = text_at(row, query.key), text_at(row, query.title)
            if not (key and title):
                raise _changed(query.name, query.title if key else query.key)
            yield Item(
                key,
                " ".join(title.split()),
                text_at(row, query.day),
                text_at(row, query.link) if "://" not in query.link else _at_key(query, key),
                text_at(row, query.doi),
            )
        following = text_at(answer, query.next)
        if not (rows and following) or following in known:
            return
        known.add(following)
        if query.next_as:
            asked[query.next_as] = following
        else:
            address, asked = following, {}
    raise web.Trouble(f"{query.name} gives more than {PAGES} pages: ask for less in the query")


def _at_key(query: Query, key: str) -> str:
    return query.link.replace("{key}", key)


def _filled(value: str, days: dict[str, str]) -> str:
    for name, day in days.items():
        value = value.replace(name, day)
    return value


def _answer(client: web.Client, query: Query, address: str, asked: dict[str, str]) -> Any:
    found = client.at(query.name, address, asked, query.none)
    if found.status == query.none:
        nothing: Any = []
        for part in reversed(query.items.split(".")):
            nothing = {part: nothing}
        return nothing
    try:
        return json.loads(found.text)
    except json.JSONDecodeError:
        raise web.Trouble(f"{query.name} broke off in its answer: run the command again") from None


def at(thing: Any, path: str) -> Any:
    """What stands at 'a.b.0' in an answer; None where nothing does.

    >>> at({"a": {"b": [7]}}, "a.b.0"), at({"a": 1}, "b.c")
    (7, None)
    """
    for part in path.split(".") if path else ():
        if isinstance(thing, list) and part.isdigit() and int(part) < len(thing):
            thing = thing[int(part)]
        elif isinstance(thing, dict):
            thing = thing.get(part)
        else:
            return None
    return thing if path else None


def text_at(thing: Any, path: str) -> str:
    """The same as text; '' where nothing stands."""
    found = at(thing, path)
    return "" if found is None or isinstance(found, dict | list) else str(found)


def _changed(name: str, where: str) -> web.Trouble:
    return web.Trouble(f"{name} answers in another shape than it did ({where}): open an issue")


# ---------------------------------------------------------------- feeds


def _feed(client: web.Client, query: Query, since: str, until: str) -> Iterator[Item]:
    found = client.at(query.name, query.address, {})
    try:
        root = ElementTree.fromstring(found.text.strip())
    except ElementTree.ParseError:
        raise web.Trouble(f"{query.name} sends no whole feed: run the command again") from None
    entries = [one for one in root.iter() if _local(one) in ("item", "entry")]
    if not entries and _local(root) not in ("rss", "feed", "RDF"):
        raise _changed(query.name, _local(root))
    wanted = re.compile("|".join(rf"\b{re.escape(word)}" for word in query.words), re.I)
    for entry in entries:
        item = _entry(entry)
        if wanted.search(item.text) and (not item.day or item.day >= since):
            yield item


def _entry(entry: ElementTree.Element) -> Item:
    """What an entry of RSS, RDF or Atom says of itself."""
    said = {_local(child): "".join(child.itertext()).strip() for child in entry}

    def first(*names: str) -> str:
        return next((said[name] for name in names if said.get(name)), "")

    links = (child.get("href") or child.text for child in entry if _local(child) == "link")
    link = next((one.strip() for one in links if one), "")
    summary = re.sub("<[^<>]*>", " ", first("description", "summary", "content"))
    return Item(
        first("guid", "id") or link,
        " ".join(first("title").split()),
        _day(first("pubDate", "published", "updated")),
        link,
        text=f"{first('title')} {summary}",
    )


def _local(element: ElementTree.Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _day(text: str) -> str:
    """'Mon, 30 Nov 2026 10:00:00 GMT' and '2026-11-30T10:00:00Z' as '2026-11-30'; '' for others."""
    for reader in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            found: date = reader(text)
            return found.strftime("%Y-%m-%d")
        except (ValueError, TypeError):
            continue
    return ""
