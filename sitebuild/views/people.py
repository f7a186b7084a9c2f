"""Who took part in the large trials, beside people with PTSD where a source counts them."""

from __future__ import annotations

from dataclasses import dataclass

from sitebuild.model.records import NO_TRIALS, Measure, Participants, Phase
from sitebuild.model.site import Site
from sitebuild.style.numbers import number
from sitebuild.views import drawing
from sitebuild.views.geometry import Scale
from sitebuild.views.parts import Keys, Run, given, unseen

FILE = "participants.yml"
OUTSIDE = "us-"  # begins the name of a group of people outside of trials
LIVING = "us-adults-ptsd"  # whom the trials stand for
SHOWN = (
    Measure.SEX,
    Measure.HISPANIC,
    Measure.NOT_WHITE,
    Measure.BLACK,
    Measure.EARLIER_MDMA,
    Measure.TRAUMA,
    Measure.SEVERITY,
    Measure.AGE,
    Measure.YEARS,
)
SCALE = Scale(0, 100)


@dataclass(frozen=True)
class Row:
    """One group; `at` is empty where nothing was seen, or where the value is a mean."""

    who: str
    people: str
    kind: str  # mdma for those in trials, control for others
    value: Run
    at: str
    cites: Keys


@dataclass(frozen=True)
class Block:
    """One thing that was counted, in each group."""

    measure: str
    label: str
    share: bool
    rows: list[Row]


@dataclass(frozen=True)
class WhoTookPart:
    """All blocks, and the remarks on their figures."""

    blocks: list[Block]
    notes: list[str]


def _value(row: Participants) -> str:
    """'28 of 104 (27%)', '65.6%', '41 years (SD 11.9)'."""
    value = row.value
    if value.mean is not None:
        spread = f" (SD {number(value.sd, 1)})" if value.sd is not None else ""
        return f"{number(value.mean, 1).removesuffix('.0')} {value.unit}{spread}"
    if value.n is not None and value.of is not None:
        return f"{value.n} of {value.of} ({round(value.as_percent or 0)}%)"
    return f"{number(value.percent)}%"


def _row(row: Participants) -> Row:
    percent = row.value.as_percent
    return Row(
        row.group_name,
        people=f"n = {row.n}" if row.n else "",
        kind="control" if row.group.startswith(OUTSIDE) else "mdma",
        value=given(_value(row)),
        at="" if percent is None else SCALE.at(percent),
        cites=Keys(row.cites),
    )


def _not_seen(name: str, kind: str) -> Row:
    return Row(name, "", kind, unseen(), "", Keys())


def _large(site: Site) -> dict[str, str]:
    """Id → name of the large trials of which something is known."""
    rows: list[Participants] = site.data[FILE]
    trials = (site.data.trial(row.group) for row in rows)
    return {trial.id: trial.name for trial in trials if trial and trial.phase is Phase.THREE}


def _block(
    label: str, rows: list[Participants], large: dict[str, str], living: str
) -> Block | None:
    """The rows of one label: each large trial, trials together, then people outside."""
    share = rows[0].value.mean is None
    # an arm is shown where the group as a whole was not counted
    whole = {row.group for row in rows if row.arm is None}
    # of a share the whole trial is asked; a mean may be known by arm alone
    known = [
        row
        for row in rows
        if row.arm is None or (row.group not in whole and (row.group in NO_TRIALS or not share))
    ]
    inside: list[Row] = []
    for ident, name in large.items():
        found = [_row(row) for row in known if row.group == ident]
        inside += found or [_not_seen(name, "mdma")]
    together = [row for row in known if row.group == "phase-3"]
    outside = [row for row in known if row.group.startswith(OUTSIDE)]
    if not together and not any(row.group in large for row in known):
        return None
    last = [_row(row) for row in (*together, *outside)]
    if living and LIVING not in {row.group for row in outside}:
        last.append(_not_seen(living, "control"))
    return Block(rows[0].measure.word, label, share, inside + last)


@drawing("who-took-part")
def who_took_part(site: Site) -> WhoTookPart:
    """By measure, in the order in which readers ask; what was not seen is said."""
    rows: list[Participants] = site.data[FILE]
    large = _large(site)
    living = next((row.group_name for row in rows if row.group == LIVING), "")
    blocks: list[Block] = []
    used: list[Participants] = []
    for measure in SHOWN:
        ours = [row for row in rows if row.measure is measure]
        for label in dict.fromkeys(row.label for row in ours):
            alike = [row for row in ours if row.label == label]
            block = _block(label, alike, large, living)
            if block:
                blocks.append(block)
                names = {row.who for row in block.rows}
                used += [row for row in alike if row.group_name in names]
    notes = [f"{row.label}, {row.group_name}: {row.note}" for row in used if row.note]
    return WhoTookPart(blocks, notes)
