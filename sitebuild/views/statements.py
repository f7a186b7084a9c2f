"""The older article: its statements one by one, and the notes where each is dealt with."""

from __future__ import annotations

from dataclasses import dataclass

from sitebuild.model.records import Section, SourceStatement, Verdict
from sitebuild.model.site import Site
from sitebuild.views import NOTE, drawing
from sitebuild.views.parts import Group, Keys, grouped

FILE = "source-statements.yml"


@dataclass(frozen=True)
class Statement:
    """What it said, what is so, and where the site deals with it."""

    id: str
    says: str
    verdict: str  # as in the file, for the filter
    word: str
    finding: str
    cites: Keys
    where: str


@dataclass(frozen=True)
class Choice:
    """A verdict, how many statements have it, and how the page says so."""

    verdict: str
    word: str
    number: int
    says: str


@dataclass(frozen=True)
class Statements:
    """All statements by section, and the verdicts that a reader may choose from."""

    number: int
    choices: list[Choice]
    sections: list[Group[Statement]]


def _statement(row: SourceStatement) -> Statement:
    return Statement(
        row.id,
        row.says,
        row.verdict.value,
        row.verdict.word,
        row.finding,
        Keys(row.cites),
        row.where,
    )


def _anchors(site: Site) -> list[str]:
    return [f"statement-{row.id}" for row in site.data[FILE]]


@drawing("source-statements", anchors=_anchors, data=FILE)
def source_statements(site: Site) -> Statements:
    """All statements in the order of the article."""
    rows: list[SourceStatement] = site.data[FILE]
    choices = [
        Choice(
            verdict.value,
            verdict.word.lower(),
            sum(row.verdict is verdict for row in rows),
            verdict.counted,
        )
        for verdict in Verdict
    ]
    sections = grouped(((row.section, _statement(row)) for row in rows), Section)
    return Statements(len(rows), choices, sections)


@dataclass(frozen=True)
class Noted:
    """One statement in a note: verdict, what it said, what is so."""

    id: str
    word: str
    says: str
    finding: str
    cites: Keys


@dataclass(frozen=True)
class Note:
    """A note on one statement or several."""

    ids: str
    first: str
    rows: list[Noted]


def _note_anchors(site: Site, *ids: str) -> list[str]:
    return [f"note-{ids[0]}"]


@drawing(NOTE, anchors=_note_anchors, takes_arguments=True)
def note(site: Site, *ids: str) -> Note:
    """The note on some statements, by their ids; one that could not be read is left out."""
    by_id = {row.id: row for row in site.data[FILE]}
    rows: list[SourceStatement] = [by_id[ident] for ident in ids if ident in by_id]
    noted = [
        Noted(row.id, row.verdict.noted, row.says, row.finding, Keys(row.cites)) for row in rows
    ]
    return Note(", ".join(row.id for row in rows), ids[0], noted)
