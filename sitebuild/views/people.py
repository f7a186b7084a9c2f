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
TOGETHER = "phase-3"  # the two large trials as one
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


@dataclass(frozen=True)
class Block:
    """One thing that was counted, in each group."""

    label: str
    share: bool
    rows: list[Row]
    cites: Keys


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
    )


def _large(site: Site) -> dict[str, str]:
    """Id → name of the large trials of which something is known."""
    rows: list[Participants] = site.data[FILE]
    trials = (site.data.trial(row.group) for row in rows)
    return {trial.id: trial.name for trial in trials if trial and trial.phase is Phase.THREE}


def alike(rows: list[Participants]) -> list[list[Participants]]:
    """Records that belong side by side: of one label; labels that share no group are one thing."""
    by_label: dict[str, list[Participants]] = {}
    for row in rows:
        by_label.setdefault(row.label, []).append(row)
    groups = [{row.group for row in found} for found in by_label.values()]
    apart = sum(map(len, groups)) == len(set().union(*groups))
    return [rows] if apart and rows else list(by_label.values())


def _shown(rows: list[Participants]) -> list[Participants]:
    """All but arms of a trial: an arm stands for its trial only where a mean is known by arm."""
    whole = {row.group for row in rows if row.arm is None}
    return [
        row
        for row in rows
        if row.arm is None
        or (row.group not in whole and (row.group in NO_TRIALS or row.value.mean is not None))
    ]


def _block(rows: list[Participants], large: dict[str, str]) -> tuple[Block, list[str]] | None:
    """Each large trial, trials together, then people outside; and the remarks on them."""
    known = _shown(rows)
    used: list[Participants] = []
    lines: list[Row] = []
    for ident, name in large.items():
        found = [row for row in known if row.group == ident]
        used += found
        lines += [_row(row) for row in found] or [Row(name, "", "mdma", unseen(), "")]
    last = [row for row in known if row.group == TOGETHER or row.group.startswith(OUTSIDE)]
    used += last
    if not any(row.group in large or row.group == TOGETHER for row in used):
        return None
    keys = dict.fromkeys(key for row in used for key in row.cites)
    block = Block(
        used[0].label,
        any(row.value.mean is None for row in used),
        [*lines, *(_row(row) for row in last)],
        Keys(keys),
    )
    return block, [f"{row.label}, {row.group_name}: {row.note}" for row in used if row.note]


@drawing("who-took-part", data=FILE)
def who_took_part(site: Site) -> WhoTookPart:
    """By measure, in the order in which readers ask; what of a trial was not seen is said."""
    rows: list[Participants] = site.data[FILE]
    large = _large(site)
    found = [
        block
        for measure in SHOWN
        for ours in alike([row for row in rows if row.measure is measure])
        if (block := _block(ours, large))
    ]
    return WhoTookPart(
        [block for block, _ in found], [note for _, notes in found for note in notes]
    )
