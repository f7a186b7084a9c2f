"""Who ran the trials and who paid: a chain of owners, with the trials of each."""

from __future__ import annotations

from dataclasses import dataclass

from sitebuild.model.records import Owner
from sitebuild.model.site import Site
from sitebuild.style.numbers import counted, day
from sitebuild.views import drawing
from sitebuild.views.geometry import Squares, squares
from sitebuild.views.parts import Cited

FILE = "owners.yml"


@dataclass(frozen=True)
class OwnedTrial:
    """A trial by its address and its name."""

    id: str
    name: str


@dataclass(frozen=True)
class Link:
    """An owner, and the trials that hang on it."""

    name: str
    full_name: str  # where it says more than the name
    kind: str
    years: str
    what: Cited
    money: Cited
    trials: list[OwnedTrial]
    many: str
    squares: Squares
    note: str


@dataclass(frozen=True)
class Owners:
    """Those that came one from another, the oldest first; and those that stand outside."""

    chain: list[Link]
    outside: list[Link]


def _link(site: Site, row: Owner) -> Link:
    trials = [trial for ident in row.trials if (trial := site.data.trial(ident))]
    return Link(
        row.name,
        full_name=row.full_name if row.full_name != row.name else "",
        kind=row.kind.word,
        years=f"{day(row.since)} to {day(row.until)}" if row.until else f"since {day(row.since)}",
        what=Cited(row.what),
        money=Cited(row.money),
        trials=[OwnedTrial(trial.id, trial.name) for trial in trials],
        many=counted(len(trials), "trial") if trials else "no trial that we found",
        squares=squares(len(trials)),
        note=row.note or "",
    )


def chain(rows: list[Owner]) -> list[Owner]:
    """From the first owner that another came from, each with the one that came from it."""
    after = {row.parent: row for row in rows if row.parent}
    first = next((row for row in rows if row.id in after and not row.parent), None)
    found: list[Owner] = []
    while first is not None and first not in found:
        found.append(first)
        first = after.get(first.id)
    return found


@drawing("who-ran-and-paid", data=FILE, picture="who-ran-and-paid")
def who_ran_and_paid(site: Site) -> Owners:
    """The chain, then the others in the order of the file."""
    rows: list[Owner] = site.data[FILE]
    linked = chain(rows)
    return Owners(
        [_link(site, row) for row in linked],
        [_link(site, row) for row in rows if row not in linked],
    )
