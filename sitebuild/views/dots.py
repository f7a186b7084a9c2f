"""People as dots: benefit and harm of the large trials at one scale, one dot a person.

Each arm shows all who were randomized, so that benefit (those with a score) and harm (all who were
treated) are not drawn on different groups unseen.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sitebuild.model.records import (
    AdverseEvent,
    Allocation,
    Arm,
    Condition,
    EventKind,
    Phase,
    Role,
    Share,
    Trial,
)
from sitebuild.model.site import Site
from sitebuild.views import drawing
from sitebuild.views.geometry import Crowd, crowd
from sitebuild.views.harms import Pair, event_pairs
from sitebuild.views.parts import Keys
from sitebuild.views.trials import in_order

COMMONEST = 4  # of each large trial
# field of an arm → what it means in plain words
BENEFITS = {
    "remission": "Remission: few or no symptoms left",
    "response": "Response: symptoms fell by a set amount",
    "loss_of_diagnosis": "No longer met the criteria for PTSD",
}
SEVERE = "At least one severe unwanted event"


@dataclass(frozen=True)
class Side:
    """One arm of one row: its dots, and the same in words."""

    color: str  # mdma, control
    crowd: Crowd
    had: str  # paths
    had_not: str
    share: str  # '24 of 52 (46%)'
    unscored: str  # '1 without a score'; '' where all have one


@dataclass(frozen=True)
class Row:
    """A trial; `sides` is empty where no count of people was seen."""

    trial: str
    trial_id: str
    sides: list[Side]
    account: str


@dataclass(frozen=True)
class Block:
    """One thing that could befall people, in each trial."""

    label: str
    rows: list[Row]
    cites: Keys
    account: str = ""  # where all of it was seen in another's account


@dataclass(frozen=True)
class Group:
    """Benefit, or harm."""

    label: str
    blocks: list[Block]
    cites: Keys  # of all blocks; empty where each has its own


def large(site: Site) -> list[Trial]:
    """Randomized phase 3 trials in PTSD whose two arms are known, the first one first."""
    return [
        trial
        for trial in sorted(in_order(site), key=lambda trial: trial.published or 0)
        if trial.phase is Phase.THREE
        and trial.condition is Condition.PTSD
        and trial.allocation is Allocation.RANDOMIZED
        and len(both(trial)) == 2
    ]


def both(trial: Trial) -> list[Arm]:
    """The arm with MDMA, then its comparison; fewer where they are not known with their sizes."""
    known = [arm for arm in trial.arms if arm.n_randomized]
    mdma = [arm for arm in known if arm.role is Role.MDMA]
    control = [arm for arm in known if arm.role in (Role.PLACEBO, Role.LOW_DOSE)]
    return [*mdma[:1], *control[:1]]


def side(color: str, had: int, scored: int, everybody: int) -> Side:
    """One arm as dots: those who had it, those who had not, those without a score."""
    dots = crowd(had, scored, everybody)
    lost = len(dots.unscored)
    return Side(
        color,
        dots,
        Crowd.path(dots.had),
        Crowd.path(dots.had_not),
        share=f"{had} of {scored} ({round(100 * had / scored)}%)",
        unscored=f"{lost} without a score" if lost else "",
    )


def benefit(trial: Trial, name: str) -> Row:
    """What a trial gives of a benefit; no sides where it does not count people in both arms."""
    sides = []
    for color, arm in zip(("mdma", "control"), both(trial), strict=True):
        share: Share | None = getattr(arm, name)
        if share and share.n is not None and share.of:
            sides.append(side(color, share.n, share.of, arm.n_randomized or 0))
    return Row(trial.name, trial.id, sides if len(sides) == 2 else [], "")


def harm(trial: Trial, pair: Pair | None) -> Row:
    """The same of an event."""
    if pair is None:
        return Row(trial.name, trial.id, [], "")
    sides = [
        side(color, event.n or 0, event.of or 1, arm.n_randomized or 0)
        for color, event, arm in zip(("mdma", "control"), pair.sides, both(trial), strict=True)
    ]
    return Row(trial.name, trial.id, sides, pair.account)


def _event(label: str, trials: list[Trial], found: dict[str, Pair | None]) -> Block:
    """An event in each trial, with the sources of all."""
    keys = (key for pair in found.values() if pair for key in pair.keys)
    rows = [harm(trial, found[trial.id]) for trial in trials]
    accounts = {row.account for row in rows if row.sides}
    account = accounts.pop() if len(accounts) == 1 else ""
    if account:
        rows = [replace(row, account="") for row in rows]
    return Block(label, rows, Keys(dict.fromkeys(keys)), account)


def pairs_of_people(site: Site, trial: Trial) -> list[Pair]:
    """Events of which both arms give a number of people, most often with MDMA first."""

    def counted(event: AdverseEvent) -> bool:
        return event.counts_people and bool(event.of)

    found = [
        pair for pair in event_pairs(site, trial) if counted(pair.mdma) and counted(pair.control)
    ]
    return sorted(found, key=lambda pair: (-pair.mdma.as_percent, pair.event))


def commonest(site: Site, trials: list[Trial]) -> list[str]:
    """The commonest effects with MDMA of each trial, by how many of 100 had them in any."""
    found = []
    for trial in trials:
        pairs = pairs_of_people(site, trial)
        found += [one for one in pairs if one.mdma.kind is EventKind.COMMON][:COMMONEST]
    found.sort(key=lambda pair: (-pair.mdma.as_percent, pair.event))
    return list(dict.fromkeys(pair.event for pair in found))


def _harms(site: Site, trials: list[Trial]) -> list[Block]:
    """Severe events, then the commonest effects of any of the trials."""
    pairs = {trial.id: pairs_of_people(site, trial) for trial in trials}
    severe = {
        ident: next((one for one in found if one.mdma.kind is EventKind.SEVERE), None)
        for ident, found in pairs.items()
    }
    blocks = []
    if any(severe.values()):
        blocks.append(_event(SEVERE, trials, severe))
    for event in commonest(site, trials):
        by_trial = {
            ident: next((one for one in found if one.event == event), None)
            for ident, found in pairs.items()
        }
        blocks.append(_event(event, trials, by_trial))
    return blocks


def _remarks(trials: list[Trial]) -> list[str]:
    """What the data say of a share."""
    return list(
        dict.fromkeys(
            f"{trial.name}, {label[:1].lower()}{label.partition(':')[0][1:]}: {share.note}"
            for trial in trials
            for name, label in BENEFITS.items()
            for arm in both(trial)
            if (share := getattr(arm, name)) and share.note
        )
    )


@drawing("people-as-dots", picture="people-as-dots")
def people_as_dots(site: Site) -> dict[str, object]:
    """Benefit, then harm, each in every large trial."""
    trials = large(site)
    benefits = [
        Block(label, [benefit(trial, name) for trial in trials], Keys())
        for name, label in BENEFITS.items()
    ]
    keys = Keys(dict.fromkeys(key for trial in trials for key in trial.cites))
    groups = [
        Group("Benefit, at the end", [one for one in benefits if _drawn(one)], keys),
        Group("Harm, until the end", _harms(site, trials), Keys()),
    ]
    return {"groups": [one for one in groups if one.blocks], "remarks": _remarks(trials)}


def _drawn(block: Block) -> bool:
    return any(row.sides for row in block.rows)


def _pictures(site: Site, name: str, title: str, newest: int) -> dict[str, object]:
    """A benefit in the newest large trials that give it, so many of them."""
    found = [(row, trial) for trial in large(site) if (row := benefit(trial, name)).sides]
    return {
        "title": title,
        "pictures": [(row, Keys(trial.cites)) for row, trial in found[-newest:]],
    }


@drawing("remission-dots")
def remission_dots(site: Site) -> dict[str, object]:
    """Remission in the newest large trial that gives it."""
    return _pictures(site, "remission", "Few or no symptoms left (remission) at the end of", 1)


@drawing("response-dots", template="remission-dots.html")
def response_dots(site: Site) -> dict[str, object]:
    """Response in both large trials."""
    return _pictures(site, "response", "Responded by the end of", 2)
