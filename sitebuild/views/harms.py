"""Adverse events: a plot for each trial that gives them for two arms, and a table of all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sitebuild.model.records import AdverseEvent, EventKind, Role
from sitebuild.model.site import Site
from sitebuild.style.numbers import per100, signed
from sitebuild.views import drawing
from sitebuild.views.geometry import Scale
from sitebuild.views.parts import Keys, Run, given
from sitebuild.views.trials import WITH_THERAPY, in_a_sentence, in_order

FILE = "adverse-events.yml"
PLOTTED = (EventKind.COMMON, EventKind.PSYCHIATRIC)  # the rest is too rare to be drawn per 100
SCALE = Scale(0, 100)


@dataclass(frozen=True)
class Pair:
    """An event in both arms of a trial."""

    event: str
    control: AdverseEvent
    mdma: AdverseEvent

    @property
    def difference(self) -> float:
        """More people with MDMA than with the control, per 100."""
        return self.mdma.as_percent - self.control.as_percent

    @property
    def sides(self) -> tuple[AdverseEvent, AdverseEvent]:
        """With MDMA, then with the control."""
        return self.mdma, self.control

    @property
    def keys(self) -> Keys:
        """The sources of both arms."""
        return Keys(dict.fromkeys(key for side in self.sides for key in side.cites))

    @property
    def account(self) -> str:
        """That one of the two was seen in another's account; '' where both were read."""
        return self.mdma.seen.account or self.control.seen.account


@dataclass(frozen=True)
class EventRow:
    """An event in words, and where its two marks lie in percent of the column."""

    event: str
    control: str
    control_counts: str
    mdma: str
    mdma_counts: str
    control_at: str
    mdma_at: str
    difference: str


@dataclass(frozen=True)
class EventPlot:
    """One trial's events, and what its two arms were given, in short and in a sentence."""

    trial: str
    control: str
    mdma: str
    compares: str
    rows: list[EventRow]
    basis: str
    cites: Keys

    @property
    def control_in_text(self) -> str:
        """'placebo' within a sentence."""
        return in_a_sentence(self.control)


def event_pairs(site: Site, trial: Any) -> list[Pair]:
    """Events of a trial seen in two arms, the largest difference first."""
    roles = {arm.id: arm.role for arm in trial.arms}
    found: dict[tuple[str, str], dict[str, AdverseEvent]] = {}
    for row in site.data[FILE]:
        if row.trial == trial.id and row.arm in roles:
            side = "mdma" if roles[row.arm] is Role.MDMA else "control"
            found.setdefault((row.event, row.basis), {}).setdefault(side, row)
    pairs = [
        Pair(event, sides["control"], sides["mdma"])
        for (event, _), sides in found.items()
        if {"mdma", "control"} <= sides.keys()
    ]
    return sorted(pairs, key=lambda pair: (-pair.difference, pair.event))


def _counts(row: AdverseEvent) -> str:
    """'30 of 44'; '' where only a percentage was seen."""
    if row.n is None:
        return ""
    return f"{row.n}" if row.of is None else f"{row.n} of {row.of}"


def _given(trial: Any, rows: list[AdverseEvent]) -> tuple[str, str]:
    """What the arms of these rows were given, in short and in a sentence.

    'Placebo', 'placebo with therapy'; a low dose of MDMA is called by its dose, never a placebo.
    """
    arms = {row.arm for row in rows}
    labels = [arm.label for arm in trial.arms if arm.id in arms]
    short = " or ".join(label.removesuffix(WITH_THERAPY) for label in labels)
    return short, " or ".join(in_a_sentence(label) for label in labels)


def _plot(trial: Any, pairs: list[Pair]) -> EventPlot:
    rows = [
        EventRow(
            pair.event,
            control=per100(pair.control.as_percent),
            control_counts=_counts(pair.control),
            mdma=per100(pair.mdma.as_percent),
            mdma_counts=_counts(pair.mdma),
            control_at=SCALE.at(pair.control.as_percent),
            mdma_at=SCALE.at(pair.mdma.as_percent),
            difference=signed(pair.difference),
        )
        for pair in pairs
    ]
    basis = "; ".join(dict.fromkeys(row.basis for pair in pairs for row in pair.sides))
    keys = Keys(dict.fromkeys(key for pair in pairs for key in pair.keys))
    mdma, with_mdma = _given(trial, [pair.mdma for pair in pairs])
    control, with_control = _given(trial, [pair.control for pair in pairs])
    compares = f"{with_mdma} against {with_control}"
    return EventPlot(trial.name, control, mdma, compares, rows, basis, keys)


@drawing("adverse-events-plot", picture="adverse-events-plot")
def adverse_events_plot(site: Site) -> dict[str, list[EventPlot]]:
    """A plot for each trial whose common events were seen in two arms, in the order of trials."""
    plots = []
    for trial in in_order(site):
        pairs = [pair for pair in event_pairs(site, trial) if pair.mdma.kind in PLOTTED]
        if pairs:
            plots.append(_plot(trial, pairs))
    return {"plots": plots}


@dataclass(frozen=True)
class EventInArms:
    """A row of a table: one event, and how many had it in each arm of the trial."""

    event: str
    cells: list[Run]  # one an arm


@dataclass(frozen=True)
class Counted:
    """Rows that were counted alike and stand in the same source: said once, above them."""

    basis: str
    cites: Keys
    account: str  # where another's account was read
    rows: list[EventInArms]


@dataclass(frozen=True)
class EventTable:
    """One trial's events."""

    trial: str
    trial_id: str
    arms: list[str]
    groups: list[Counted]


def _account(rows: list[AdverseEvent]) -> str:
    """'read second-hand: Table 1, row Roe 2020'; '' where the source itself was read."""
    account = rows[0].seen.account
    places = "; ".join(dict.fromkeys(row.locator for row in rows if row.locator))
    return f"{account}: {places}" if account and places else account


def _cell(row: AdverseEvent | None) -> Run:
    """'30 of 44 (68%)'; only the share where no more was seen, and nothing without a count."""
    if row is None:
        return given("")
    counts, share = _counts(row), f"{per100(row.as_percent)}%"
    return given(f"{counts} ({share})" if counts else share)


def _event_table(trial: Any, found: list[AdverseEvent]) -> EventTable:
    arms = [arm for arm in trial.arms if any(row.arm == arm.id for row in found)]
    alike: dict[tuple[str, ...], list[AdverseEvent]] = {}
    for row in found:
        alike.setdefault((row.basis, row.seen.account, *row.cites), []).append(row)
    groups = []
    for (basis, _seen, *cites), rows in alike.items():
        events: dict[str, dict[str, AdverseEvent]] = {}
        for row in rows:
            events.setdefault(row.event, {})[row.arm] = row
        lines = [
            EventInArms(event, [_cell(by_arm.get(arm.id)) for arm in arms])
            for event, by_arm in events.items()
        ]
        groups.append(Counted(basis, Keys(cites), _account(rows), lines))
    return EventTable(trial.name, trial.id, [arm.label for arm in arms], groups)


@drawing("adverse-events-table", data=FILE)
def adverse_events_table(site: Site) -> dict[str, list[EventTable]]:
    """A table for each trial, its arms side by side; no row where an arm could not be read."""
    tables = []
    for trial in in_order(site):
        known = {arm.id for arm in trial.arms}
        found = [row for row in site.data[FILE] if row.trial == trial.id and row.arm in known]
        if found:
            tables.append(_event_table(trial, found))
    return {"tables": tables}
