"""What happened at the FDA, in order, with the votes of its advisers as dots."""

from __future__ import annotations

from dataclasses import dataclass

from sitebuild.model.records import Actor, FdaStep, Vote
from sitebuild.model.site import Site
from sitebuild.style.numbers import day
from sitebuild.views import drawing
from sitebuild.views.geometry import Dot, dots
from sitebuild.views.parts import Keys

FILE = "fda-path.yml"


@dataclass(frozen=True)
class Ballot:
    """One question and its votes: a dot a voter, those who said no first."""

    question: str
    short: str
    no: int
    yes: int
    dots: list[Dot]
    width: int  # of the picture, in dots
    cites: Keys


@dataclass(frozen=True)
class Step:
    """A step in words; `own` where the FDA itself took it."""

    id: str
    date: str
    when: str
    until: str
    step: str
    text: str
    actor: str
    own: bool
    votes: list[Ballot]
    note: str
    account: str
    cites: Keys


def _ballot(vote: Vote) -> Ballot:
    people = vote.no + vote.yes
    marks = dots(vote.no, people)
    return Ballot(
        vote.question, vote.short, vote.no, vote.yes, marks, people, cites=Keys(vote.cites)
    )


def _step(row: FdaStep) -> Step:
    return Step(
        row.id,
        row.date,
        when=day(row.date),
        until=day(row.date_end) if row.date_end else "",
        step=row.step,
        text=row.text,
        actor=row.actor.word,
        own=row.actor is Actor.FDA,
        votes=[_ballot(vote) for vote in row.votes],
        note=row.note or "",
        account=row.seen.account,
        cites=Keys(row.cites),
    )


def _anchors(site: Site) -> list[str]:
    return [row.id for row in site.data[FILE]]


@drawing("fda-path", anchors=_anchors, data=FILE, picture="fda-path")
def fda_path(site: Site) -> dict[str, list[Step]]:
    """All steps, the oldest first."""
    rows: list[FdaStep] = site.data[FILE]
    return {"steps": [_step(row) for row in sorted(rows, key=lambda row: row.date)]}
