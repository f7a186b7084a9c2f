"""What the weekly watch asks beside our own sources and trials, and what its last run saw.

`checks/watch.yml` holds the queries, written by people. `checks/watch.json` is written by
`make watch` alone, one trial or query a line, and is not there before the first real run:

    {"date": "2026-12-07",
     "queries": {
    "papers": {"date": "2026-12-07", "seen": ["41234567"]}},
     "trials": {
    "NCT01234567": {"status": "recruiting", "people": "100 (estimated)"}}}
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from sitebuild.model import textfile, yamlfile
from sitebuild.model.findings import Finding
from sitebuild.model.records.common import Id, PastDate, Record, Text
from sitebuild.model.records.slips import slips
from sitebuild.model.unread import Unread

QUERIES = "checks/watch.yml"
FILE = "checks/watch.json"


class Query(Record):
    """One question that is asked each week. `{since}` and `{until}` in it become days."""

    id: Id
    name: Text = Field(description="Whom it asks, for people.")
    finds: Literal["papers", "trials", "notices"] = Field(
        description="papers, trials, or notices of regulators."
    )
    ask: Literal["pubmed", "list", "feed"] = Field(
        description="pubmed: a term; list: JSON at an address; feed: RSS or Atom at an address."
    )
    documented: str = Field("", description="Where the address and its answers are described.")
    term: str = Field("", description="pubmed: what is searched.")
    address: str = ""
    asked: dict[str, str] = Field(
        default_factory=dict, description="list: the parameters of the question."
    )
    items: str = Field("", description="list: where the items stand: 'resultList.result'.")
    key: str = Field("", description="list: what an item is known by.")
    title: str = ""
    day: str = ""
    doi: str = ""
    link: str = Field("", description="list: an item's address for people; {key} is its key.")
    next: str = Field("", description="list: where an answer tells what to ask for its next page.")
    next_as: str = Field(
        "", description="list: the parameter by which that is asked; '' where it is an address."
    )
    none: int | None = Field(None, description="The status that says that there is nothing.")
    words: list[Text] = Field(
        default_factory=list, description="feed: only items in which one of these stands."
    )


class Topic(Record):
    """Words in the title of a new paper, and the pages that it could change."""

    words: list[Text]
    pages: list[Text]


class Watch(Record):
    """All of `checks/watch.yml`."""

    queries: list[Query] = Field(default_factory=list)
    studies: dict[str, int] = Field(
        default_factory=dict, description="Type of study → how far up a paper of it is listed."
    )
    topics: list[Topic] = Field(default_factory=list)


class Asked(Record):
    """When a query was last answered, and what it gave then."""

    date: PastDate
    seen: list[str] = Field(default_factory=list)


class Watched(Record):
    """What the last run saw."""

    date: str = ""
    queries: dict[str, Asked] = Field(default_factory=dict)
    trials: dict[str, dict[str, str]] = Field(
        default_factory=dict, description="Registry number → field → value."
    )

    @property
    def text(self) -> str:
        """The file: one query or trial a line, sorted, so that a change shows as its lines."""
        parts = [f'"date": {json.dumps(self.date)}']
        for name, rows in (
            ("queries", {key: one.model_dump() for key, one in self.queries.items()}),
            ("trials", self.trials),
        ):
            lines = [
                f"\n{json.dumps(key)}: {json.dumps(row, ensure_ascii=False)}"
                for key, row in sorted(rows.items())
            ]
            parts.append(f'"{name}": {{{",".join(lines)}}}')
        return "{" + ",\n ".join(parts) + "}\n"


def queries(root: Path) -> tuple[Watch, list[Finding]]:
    """What is asked; nothing where there is no such file."""
    if not (root / QUERIES).is_file():
        return Watch(), []
    content, lines, findings = yamlfile.load(root / QUERIES, QUERIES)
    if content is None:
        return Watch(), findings
    found, wrong = slips(content, Watch)
    findings = [
        *findings,
        *(Finding(QUERIES, yamlfile.line_of(lines, one.path), one.message, one.mend)
          for one in wrong),
    ]  # fmt: skip
    return (found if isinstance(found, Watch) else Watch()), findings


def read(root: Path) -> tuple[Watched, list[Finding], Unread]:
    """What the last run saw; nothing before the first."""
    if not (root / FILE).is_file():
        return Watched(), [], Unread()
    text = textfile.read(root / FILE, FILE)
    if isinstance(text, Finding):
        return Watched(), [text], Unread()
    try:
        return Watched.model_validate_json(text), [], Unread()
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"])) or "the whole file"
        what = f"this is not what make watch writes ({where})"
        mend = "restore it from the repository's history"
        return Watched(), [Finding(FILE, 1, what, mend)], Unread()
