"""Other medicines, and conditions, by name: one table for each group."""

from __future__ import annotations

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
from sitebuild.views.parts import Cited, Group, grouped, joined

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


def _medicine(row: Medicine) -> Row:
    return Row(
        f"medicine-{row.id}",
        row.name,
        also=joined(row.brands),
        seen=Cited(row.seen),
        in_whom=row.in_whom or "",
        evidence=row.evidence.word,
        trials=Cited(row.trials or ""),
        rule=row.trials_rule.word,
        risk=row.risk.word,
        alarming=row.risk is MixRisk.DANGER_REPORTED,
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
    )


@drawing(
    "medicines-table",
    anchors=lambda site: [f"medicine-{row.id}" for row in site.data[MEDICINES]],
    data=MEDICINES,
)
def medicines_table(site: Site) -> dict[str, list[Group[Row]]]:
    """All medicines, group by group."""
    rows = ((row.group, _medicine(row)) for row in site.data[MEDICINES])
    return {"groups": grouped(rows, MedicineGroup)}


@drawing(
    "conditions-table",
    anchors=lambda site: [f"condition-{row.id}" for row in site.data[CONDITIONS]],
    data=CONDITIONS,
)
def conditions_table(site: Site) -> dict[str, list[Group[Row]]]:
    """All conditions, group by group."""
    rows = ((row.group, _condition(row)) for row in site.data[CONDITIONS])
    return {"groups": grouped(rows, ConditionGroup)}
