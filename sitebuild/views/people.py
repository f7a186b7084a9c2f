"""Who took part in the large trials, beside people with PTSD where a source counts them."""

from __future__ import annotations

from dataclasses import dataclass

from sitebuild.model.records import NO_TRIALS, Measure, Participants, Phase, Share
from sitebuild.model.site import Site
from sitebuild.style.numbers import number
from sitebuild.views import drawing
from sitebuild.views.geometry import Scale
from sitebuild.views.parts import Keys, Run, given, share, unseen

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
    return share(Share(n=value.n, of=value.of, percent=value.percent))


def _outside(row: Participants) -> bool:
    return row.group.startswith(OUTSIDE)


def _row(row: Participants) -> Row:
    percent = row.value.as_percent
    return Row(
        row.group_name,
        kind="control" if _outside(row) else "mdma",
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


def _chosen(rows: list[Participants], large: dict[str, str]) -> list[Participants]:
    """Each large trial, then trials together and people outside; none of these last alone."""
    order = list(large)
    found = [row for row in rows if row.group in (*order, TOGETHER) or _outside(row)]
    found.sort(key=lambda row: order.index(row.group) if row.group in large else len(order))
    return [] if all(map(_outside, found)) else found


def _block(rows: list[Participants], large: dict[str, str]) -> Block:
    """The rows in their order; a large trial of which nothing was seen says so."""
    lines: list[Row] = []
    for ident, name in large.items():
        found = [_row(row) for row in rows if row.group == ident]
        lines += found or [Row(name, "mdma", unseen(), "")]
    lines += [_row(row) for row in rows if row.group not in large]
    keys = Keys(dict.fromkeys(key for row in rows for key in row.cites))
    return Block(rows[0].label, any(row.value.mean is None for row in rows), lines, keys)


@drawing("who-took-part", data=FILE, picture="who-took-part")
def who_took_part(site: Site) -> WhoTookPart:
    """By measure, in the order in which readers ask; what of a trial was not seen is said."""
    rows: list[Participants] = site.data[FILE]
    large = _large(site)
    found = [
        chosen
        for measure in SHOWN
        for ours in alike([row for row in rows if row.measure is measure])
        if (chosen := _chosen(_shown(ours), large))
    ]
    noted = (row for chosen in found for row in chosen if row.note)
    return WhoTookPart(
        [_block(chosen, large) for chosen in found],
        [f"{row.label}, {row.group_name}: {row.note}" for row in noted],
    )
