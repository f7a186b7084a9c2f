"""Laws, bills and task forces of US states: a table whose rows readers find by the state's name."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from sitebuild.model.records import StateMeasure
from sitebuild.model.site import Site
from sitebuild.style.numbers import day
from sitebuild.views import drawing
from sitebuild.views.parts import Cited

FILE = "us-states.yml"


@dataclass(frozen=True)
class Measure:
    """A row; `id` is the state's address on its first row and '' on the others."""

    id: str
    state: str
    kind: str
    year: int
    bill: Cited
    does: Cited
    stage: str
    fate: Cited
    money: Cited
    as_of: str


def address(state: str) -> str:
    """The anchor of a state.

    >>> address("New York")
    'state-new-york'
    """
    return f"state-{state.lower().replace(' ', '-')}"


def by_state(site: Site) -> list[tuple[str, list[StateMeasure]]]:
    """State → its records, in the order of the alphabet and, within a state, of the years."""
    rows: list[StateMeasure] = sorted(site.data[FILE], key=lambda row: (row.state, row.year))
    return [(state, list(of)) for state, of in groupby(rows, key=lambda row: row.state)]


def _anchors(site: Site) -> list[str]:
    return [address(state) for state, _ in by_state(site)]


@drawing("us-states-table", anchors=_anchors, data=FILE)
def us_states_table(site: Site) -> dict[str, list[Measure]]:
    """All records, those of a state together."""
    return {
        "rows": [
            Measure(
                "" if place else address(state),
                state,
                kind=row.kind.word,
                year=row.year,
                bill=Cited(row.bill or ""),
                does=Cited(row.does),
                stage=row.stage.word,
                fate=Cited(row.fate or ""),
                money=Cited(row.money or ""),
                as_of=day(row.as_of),
            )
            for state, rows in by_state(site)
            for place, row in enumerate(rows)
        ]
    }
