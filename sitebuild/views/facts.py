"""A fact box: a number, of how many, compared with what, from where."""

from __future__ import annotations

from dataclasses import dataclass

from sitebuild.model.site import Site
from sitebuild.views import drawing
from sitebuild.views.dots import BENEFITS, SEVERE, Row, benefit, harm, large, pairs_of_people
from sitebuild.views.parts import Keys

TEMPLATE = "_facts.html"


@dataclass(frozen=True)
class Fact:
    """One box."""

    label: str
    number: str  # '24 of 52 (46%)', with MDMA
    compared: str  # '9 of 42 (21%)', with the comparison
    trial: str
    trial_id: str
    account: str
    cites: Keys


def _fact(label: str, row: Row, cites: Keys) -> Fact:
    mdma, control = row.sides
    return Fact(label, mdma.share, control.share, row.trial, row.trial_id, row.account, cites)


@drawing("facts-of-benefit", template=TEMPLATE)
def facts_of_benefit(site: Site) -> dict[str, list[Fact]]:
    """What the newest large trial counted of benefit."""
    return {
        "facts": [
            _fact(label, row, Keys(trial.cites))
            for trial in large(site)[-1:]
            for name, label in BENEFITS.items()
            if (row := benefit(trial, name)).sides
        ]
    }


@drawing("facts-of-harm", template=TEMPLATE)
def facts_of_harm(site: Site) -> dict[str, list[Fact]]:
    """How many had a severe event, any serious one, and who left, in the newest large trial."""
    wanted = {"severe": SEVERE, "serious": "", "dropout": ""}
    return {
        "facts": [
            _fact(wanted[pair.mdma.kind.value] or pair.event, harm(trial, pair), pair.keys)
            for trial in large(site)[-1:]
            for kind in wanted
            for pair in pairs_of_people(site, trial)
            if pair.mdma.kind.value == kind
        ]
    }
