"""A made-up site for drawings: records with all that they must have, pages, sources, a printer."""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from support import ROOT

from sitebuild import settings
from sitebuild.model.data import Data
from sitebuild.model.pages import Page
from sitebuild.model.records import FILES, Record
from sitebuild.model.site import Site
from sitebuild.model.sources import Bibliography, Entry
from sitebuild.views.printer import Printer

TEMPLATES = ROOT / settings.DRAWINGS
# What a record must have; the tests give what they are about.
NEEDED: dict[str, dict[str, Any]] = {
    "trials.yml": {
        "id": "one",
        "name": "ONE",
        "condition": "ptsd",
        "status": "completed",
        "phase": "3",
        "allocation": "randomized",
        "design": "Double-blind",
        "population": "Adults",
        "seen": "primary",
        "cites": ["roe2020"],
    },
    "meta-analyses.yml": {
        "id": "review",
        "name": "REVIEW 2021",
        "year": 2021,
        "outcome": "PTSD symptoms",
        "outcome_kind": "ptsd-symptoms",
        "compares": "MDMA against placebo",
        "controlled": True,
        "statistic": "Hedges' g",
        "estimate": -0.7,
        "ci": [-1.2, -0.2],
        "favors_mdma_when": "negative",
        "seen": "primary",
        "cites": ["doe2021"],
    },
    "adverse-events.yml": {
        "trial": "one",
        "arm": "mdma",
        "event": "Headache",
        "kind": "common",
        "basis": "over 18 weeks",
        "seen": "primary",
        "cites": ["roe2020"],
    },
    "medicines.yml": {
        "id": "aspirin",
        "name": "Aspirin",
        "group": "pain",
        "seen": "Nothing was seen.[@roe2020]",
        "evidence": "none-found",
        "trials_rule": "not-stated",
        "risk": "not-known",
    },
    "conditions.yml": {
        "id": "asthma",
        "name": "Asthma",
        "group": "other-organs",
        "trials_rule": "excluded",
        "evidence": "none-found",
    },
    "access-by-country.yml": {
        "id": "ca",
        "place": "Canada",
        "kind": "exceptional",
        "route": "A doctor asks for one patient.[@roe2020]",
        "as_of": "2026-01-02",
    },
    "us-states.yml": {
        "id": "utah-pilot",
        "state": "Utah",
        "kind": "pilot",
        "year": 2024,
        "does": "Some may treat.[@roe2020]",
        "stage": "law",
        "as_of": "2026-01-02",
    },
    "treatments.yml": {
        "id": "exposure",
        "name": "Exposure",
        "kind": "psychotherapy",
        "seen": "primary",
        "cites": ["roe2020"],
    },
    "time-course.yml": {
        "id": "onset",
        "what": "onset",
        "label": "Begins",
        "unit": "hours",
        "seen": "primary",
        "cites": ["roe2020"],
    },
    "timeline.yml": {
        "id": "event",
        "date": "2024-08-09",
        "event": "Somebody decides.",
        "kind": "law",
        "place": "Canada",
        "seen": "primary",
        "cites": ["roe2020"],
    },
    "legal-status.yml": {
        "id": "canada",
        "place": "Canada",
        "region": "north-america",
        "access": "exceptional",
        "medical_access": "A doctor may ask for one patient.",
        "as_of": "2026-01-02",
        "seen": "primary",
        "cites": ["roe2020"],
    },
    "crisis-help.yml": {
        "id": "line",
        "country": "Nowhere",
        "service": "A line",
        "contact": "call 12 34",
        "official_url": "https://example.org/line",
        "seen": "primary",
        "as_of": "2026-01-02",
    },
    "source-statements.yml": {
        "id": "P1",
        "says": "It was said so.",
        "verdict": "corrected",
        "finding": "It is otherwise, as a trial found.",
        "cites": ["doe2021"],
        "where": "topic.md#a-heading",
    },
    "glossary.yml": {"id": "scale", "term": "Scale", "short": "A made-up scale of 80 points."},
    "fda-path.yml": {
        "id": "step",
        "date": "2024-06-04",
        "step": "A step",
        "text": "It was taken.",
        "actor": "FDA",
        "seen": "primary",
        "cites": ["roe2020"],
    },
    "owners.yml": {
        "id": "owner",
        "name": "OWNER",
        "full_name": "OWNER",
        "kind": "company",
        "since": "2020",
        "what": "It owned.[@roe2020]",
        "money": "It paid.[@doe2021]",
        "trials": [],
        "seen": "primary",
        "cites": ["roe2020"],
    },
    "participants.yml": {
        "id": "women",
        "group": "one",
        "group_name": "ONE",
        "measure": "sex-female",
        "label": "Women",
        "value": {"percent": 50},
        "seen": "primary",
        "cites": ["roe2020"],
    },
    "follow-ups.yml": {
        "id": "main",
        "trial": "one",
        "timepoint": "At the end",
        "counted_from": "baseline",
        "compared": True,
        "result": "It fell.[@roe2020]",
        "seen": "primary",
        "cites": ["roe2020"],
    },
    "course.yml": {
        "id": "step",
        "order": 1,
        "kind": "dosing",
        "label": "A day",
        "text": "It was so.[@roe2020]",
        "cites": ["roe2020"],
    },
    "clinicians.yml": {
        "id": "line",
        "part": "monitoring",
        "label": "A line",
        "text": "It was so.[@roe2020]",
        "cites": ["roe2020"],
    },
    "dosing-day.yml": {
        "id": "hour",
        "order": 1,
        "label": "An hour",
        "text": "It was so.[@roe2020]",
        "seen": "primary",
        "cites": ["roe2020"],
    },
    "guesses.yml": {
        "id": "guess",
        "trial": "one",
        "group": "both",
        "guesser": "participant",
        "told_by": "The abstract",
        "note": "It gives no count.",
        "seen": "primary",
        "cites": ["roe2020"],
    },
    "bias-reviews.yml": {
        "id": "review",
        "name": "REVIEW 2021",
        "year": 2021,
        "scope": "Two trials",
        "says": "It judged.[@doe2021]",
        "per_trial": False,
        "seen": "primary",
        "cites": ["doe2021"],
    },
}


def record(file: str, **given: Any) -> Record:
    """A record of a file, with what is given and what it must have."""
    return FILES[file][1].model_validate(NEEDED[file] | given)


def entry(key: str, **given: str) -> Entry:
    """A source."""
    fields = {"author": "Roe, Jane", "title": "A study", "year": key[-4:]}
    return Entry(key, "misc", 1, fields | {"checked": "2026-01-02 abstract"} | given)


def page(path: str, body: str = "", **meta: str) -> Page:
    """A page with this body."""
    front = "".join(f"{name}: {value}\n" for name, value in ({"title": path} | meta).items())
    return Page.of(path, f"---\n{front}---\n\n# {path}\n\n{body}\n")


def site(*pages: Page, root: Path = ROOT, entries: list[Entry] | None = None, **files: Any) -> Site:
    """A site: site(page(…), timeline=[{"id": "a"}, {"id": "b"}])."""
    records = {}
    for name, rows in files.items():
        file = f"{name.replace('_', '-')}.yml"
        records[file] = [record(file, **row) for row in rows]
    given = entries or [entry("roe2020"), entry("doe2021", author="Doe, Ann and Poe, Ben")]
    return Site(
        root, pages=list(pages), bibliography=Bibliography(given), data=Data(records=records)
    )


def address(target: str, page_path: str) -> str:
    """A plain relative address, as of files."""
    return posixpath.relpath(target, posixpath.dirname(page_path) or ".")


def printer(of: Site) -> Printer:
    """A printer with the real templates."""
    return Printer(of, address, TEMPLATES)


def tree(of: Site, name: str, where: str = "a.md", **options: Any) -> Element:
    """A drawing as the elements that a page gets."""
    return ElementTree.fromstring(f"<div>{printer(of).print(name, where, **options)}</div>")


def words(element: Element | None) -> str:
    """What is read of an element."""
    assert element is not None
    return " ".join("".join(element.itertext()).split())
