"""Other medicines, and conditions, by name: a table a group, and words to find a row by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sitebuild.model.records import (
    ConditionGroup,
    HealthCondition,
    Medicine,
    MedicineGroup,
    MixRisk,
)
from sitebuild.model.site import Site
from sitebuild.views import drawing
from sitebuild.views.parts import Cited, joined

MEDICINES, CONDITIONS = "medicines.yml", "conditions.yml"


@dataclass(frozen=True)
class Row:
    """A medicine or a condition."""

    id: str
    name: str
    also: str  # brands, or other words for it
    seen: Cited
    in_whom: str
    evidence: str
    trials: Cited
    rule: str
    risk: str
    alarming: bool
    words: str  # by which a reader finds it: names between bars


@dataclass(frozen=True)
class Group:
    """A part of the table; `prescribed`: its rows are medicines that somebody prescribes."""

    title: str
    rows: list[Row]
    prescribed: bool = False


NOT_PRESCRIBED = {MedicineGroup.SUPPLEMENT.word, MedicineGroup.ALCOHOL_AND_DRUGS.word}
NOBODY = "none"  # what stands in `in_whom` where nothing was found: the evidence says it already


def _words(row: Medicine | HealthCondition, *more: str) -> str:
    """'sertraline|Zoloft|SSRI|Antidepressants', with which the script finds the row."""
    return "|".join([row.name, *more, *row.also, row.group.word])


def _medicine(row: Medicine) -> Row:
    return Row(
        f"medicine-{row.id}",
        row.name,
        also=joined(row.brands),
        seen=Cited(row.seen),
        in_whom="" if row.in_whom in (None, NOBODY) else row.in_whom,
        evidence=row.evidence.word,
        trials=Cited(row.trials or ""),
        rule=row.trials_rule.word,
        risk=row.risk.word,
        alarming=row.risk is MixRisk.DANGER_REPORTED,
        words=_words(row, *row.brands),
    )


def _condition(row: HealthCondition) -> Row:
    let_in = f" {row.let_in}" if row.let_in else ""
    return Row(
        f"condition-{row.id}",
        row.name,
        also=joined(row.also),
        seen=Cited(row.known or ""),
        in_whom="",
        evidence=row.evidence.word,
        trials=Cited(f"{row.left_out or ''}{let_in}".strip()),
        rule=row.trials_rule.word,
        risk="",
        alarming=False,
        words=_words(row),
    )


def _groups(rows: Iterable[tuple[str, Row]], titles: dict[str, str]) -> list[Group]:
    """Rows under their titles, in the order of the titles; a group without rows is left out."""
    found: dict[str, list[Row]] = {group: [] for group in titles}
    for group, row in rows:
        found[group].append(row)
    return [
        Group(titles[group], listed, titles[group] not in NOT_PRESCRIBED)
        for group, listed in found.items()
        if listed
    ]


@drawing(
    "medicines-table",
    anchors=lambda site: [f"medicine-{row.id}" for row in site.data[MEDICINES]],
    data=MEDICINES,
)
def medicines_table(site: Site) -> dict[str, list[Group]]:
    """All medicines, group by group."""
    rows = [(str(row.group), _medicine(row)) for row in site.data[MEDICINES]]
    return {"groups": _groups(rows, {str(group): group.word for group in MedicineGroup})}


@drawing(
    "conditions-table",
    anchors=lambda site: [f"condition-{row.id}" for row in site.data[CONDITIONS]],
    data=CONDITIONS,
)
def conditions_table(site: Site) -> dict[str, list[Group]]:
    """All conditions, group by group."""
    rows = [(str(row.group), _condition(row)) for row in site.data[CONDITIONS]]
    return {"groups": _groups(rows, {str(group): group.word for group in ConditionGroup})}
