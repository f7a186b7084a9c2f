"""Which trials other files name, and which of them are there."""

from __future__ import annotations

from pathlib import Path

from sitebuild.model.data import Data
from sitebuild.model.records import FILES
from sitebuild.model.site import Site
from sitebuild.model.unread import Unread
from sitebuild.rules.named import knows, together, unknown_trials

HARM = {"trial": "two", "arm": "mdma", "event": "Pain", "kind": "common", "n": 3, "of": 46,
        "basis": "18 weeks", "seen": "primary", "cites": ["roe2020"]}  # fmt: skip


def test_trials_that_are_not_there() -> None:
    harm = FILES["adverse-events.yml"][1].model_validate(HARM)
    site = Site(Path("nowhere"), data=Data(records={"adverse-events.yml": [harm]}))
    assert unknown_trials(site) == {"two": [("docs/data/adverse-events.yml", 1, "")]}
    site.unread = Unread(files={"docs/data/trials.yml"})
    assert knows(site, "trials.yml", "two")
    assert unknown_trials(site) == {}


def test_the_lines_of_one_file_are_told_together() -> None:
    places = [("a", "x.yml", 3), ("a", "x.yml", 9), ("a", "y.yml", 1), ("a", "x.yml", 9)]
    assert [*together(places)] == [
        ("a", "x.yml", 3, " (also in line 9)"),
        ("a", "y.yml", 1, ""),
    ]
