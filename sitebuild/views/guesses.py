"""Who could tell what they had been given, against the half that chance alone would give."""

from __future__ import annotations

from dataclasses import dataclass

from sitebuild.model.records import Guess, GuessGroup
from sitebuild.model.site import Site
from sitebuild.style.numbers import number
from sitebuild.views import drawing
from sitebuild.views.geometry import Scale
from sitebuild.views.parts import Keys

FILE = "guesses.yml"
CHANCE = 50.0  # percent: with two groups, half of those who cannot tell name the right one
SCALE = Scale(0, 100)


@dataclass(frozen=True)
class Row:
    """One group of people; `at` is empty where no source prints a share."""

    who: str
    color: str  # mdma or control
    share: str
    at: str
    read: str  # how much of a trial's report was read; else what kind of account it is
    told_by: str
    note: str
    cites: Keys


@dataclass(frozen=True)
class Guesses:
    """Shares that are printed, then what is told without a figure, of the program and of trials."""

    chance: str
    printed: list[Row]
    blank: list[Row]


def _who(site: Site, row: Guess) -> str:
    """'People given MDMA', 'MAPP1', or who guessed where it is told of a whole program."""
    trial = site.data.trial(row.trial) if row.trial else None
    name = trial.name if trial else row.trial or ""
    if row.group is GuessGroup.BOTH:
        return name or f"{row.guesser.word.capitalize()}, phase 3"
    return f"{row.group.word}{f', {name}' if name else ''}"


def _row(site: Site, row: Guess) -> Row:
    return Row(
        _who(site, row),
        color="mdma" if row.group is GuessGroup.MDMA else "control",
        share="" if row.percent is None else f"{number(row.percent)}%",
        at="" if row.percent is None else SCALE.at(row.percent),
        read=row.level.word if row.level else row.told_by,
        told_by=row.told_by,
        note=row.note,
        cites=Keys(row.cites),
    )


@drawing("who-could-tell", data=FILE, picture="who-could-tell")
def who_could_tell(site: Site) -> Guesses:
    """In the order of the file."""
    rows: list[Guess] = site.data[FILE]
    return Guesses(
        SCALE.at(CHANCE),
        [_row(site, row) for row in rows if row.percent is not None],
        [_row(site, row) for row in rows if row.percent is None],
    )
