"""Places that data name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sitebuild.model.data import Data, DataFile
from sitebuild.model.pages import Page
from sitebuild.model.records import FILES, SourceStatement, TimelineEvent
from sitebuild.model.site import Site
from sitebuild.rules.places import places, places_there, statements_noted

TEXT = """\
---
title: A
---

# A page

## What it is

<!-- source-statement: P1 P2 -->

## Why
"""

DRAWN = "\n<!-- draw: timeline -->\n"


def statement(ident: str = "P1", **fields: Any) -> SourceStatement:
    return SourceStatement.model_validate(
        {
            "id": ident,
            "says": "Something.",
            "verdict": "corrected",
            "finding": "What is so, and since when.",
            "cites": ["roe2020"],
            "where": "a.md#what-it-is",
        }
        | fields
    )


def event(**fields: Any) -> TimelineEvent:
    return TimelineEvent.model_validate(
        {
            "id": "one",
            "date": "2024",
            "event": "So.",
            "kind": "law",
            "place": "Canada",
            "seen": "primary",
            "cites": ["roe2020"],
        }
        | fields
    )


def site(*records: SourceStatement | TimelineEvent, text: str = TEXT) -> Site:
    data = Data()
    for name, (_, model) in FILES.items():
        rows: list[Any] = [one for one in records if isinstance(one, model)]
        data.records[name] = rows
        data.files[name] = DataFile(name, records=rows, places=list(range(len(rows))))
    return Site(Path("nowhere"), pages=[Page.of("a.md", text)], data=data)


def told(whole: Site) -> list[str]:
    return [str(one) for one in (*places_there(whole), *statements_noted(whole))]


def test_places_that_are_there() -> None:
    whole = site(
        statement(),
        statement("P2", verdict="updated"),
        statement("P3", verdict="supported", where="a.md#why"),
        event(page="a.md#why"),
        event(page="a.md"),
        event(),
    )
    assert told(whole) == []
    assert [(one.ident, one.path, one.anchor) for one in places(whole)][-1] == ("one", "a.md", "")


@pytest.mark.parametrize(
    ("record", "wrong", "mend"),
    [
        (statement(where="aa.md#why"), "P1: where leads to docs/aa.md, which", "mean 'a.md'?"),
        (event(page="quite/other.md#x"), "one: page leads to docs/quite/other.md", "name a page"),
        (statement(where="a.md#what-is-it"), "docs/a.md has no anchor #what-is-it", "#what-it-is"),
        (event(page="a.md#whyy"), "one: docs/a.md has no anchor #whyy", "did you mean '#why'?"),
        (event(page="a.md#zz9"), "has no anchor #zz9", "use the anchor of a heading there"),
        (statement("P9"), "P9 is 'corrected', and docs/a.md has no note of it", "-statement: P9"),
        (statement("P9", verdict="unsupported", cites=[]), "P9 is 'unsupported'", "P9 -->"),
    ],
)
def test_a_place_that_is_not(record: Any, wrong: str, mend: str) -> None:
    (one,) = told(site(record))
    assert wrong in one
    assert mend in one.split(" — ")[1]


def test_a_renamed_page_is_told_once() -> None:
    gone = [statement(f"P{number}", where="old.md#x") for number in range(9)]
    assert len(told(site(*gone, event(page="old.md")))) == 2  # a finding a file


def test_what_is_unread_is_taken_for_known() -> None:
    whole = site(statement("P9", where="b.md#x"), event(page="b.md#x"))
    whole.unread.files.add("docs/b.md")
    assert told(whole) == []


def test_a_page_in_doubt_may_have_more_than_is_seen() -> None:
    assert told(site(statement("P9"), text=TEXT + "\n<!-- never closed\n")) == []
    assert told(site(event(page="a.md#zz"), text=TEXT + "\n```\nnever closed\n")) == []


def test_a_record_is_never_offered_for_another() -> None:
    whole = site(
        event(id="first-year"), event(id="second", page="a.md#event-frist-year"), text=TEXT + DRAWN
    )
    (one,) = told(whole)
    assert one.endswith("use the anchor of a heading there")
