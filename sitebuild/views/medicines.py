"""Other medicines, and conditions, by name: a table a group, and words to find a row by."""

from __future__ import annotations

from dataclasses import dataclass, field

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
    words: str  # by which a reader finds it: names between bars
    beside: list[tuple[str, str]] = field(default_factory=list)  # anchor and name of rows to see


# titles of the groups whose rows nobody prescribes
NOT_PRESCRIBED = (MedicineGroup.SUPPLEMENT.word, MedicineGroup.ALCOHOL_AND_DRUGS.word)
DO_NOT_STOP = "do not stop or change it without its prescriber"
BEFORE_CHANGE = "before-you-change-anything"  # the heading above the table that says whom to ask
NOBODY = "none"  # what stands in `in_whom` where nothing was found: the evidence says it already


def _words(row: Medicine | HealthCondition, *more: str) -> str:
    """'sertraline|Zoloft|SSRI|Antidepressants', with which the script finds the row."""
    return "|".join([row.name, *more, *row.also, row.group.word])


def verdict(row: Medicine) -> str:
    """What was seen of the mixture, in a few words."""
    return row.verdict or row.risk.word


def is_prescribed(row: Medicine) -> bool:
    """Whether somebody prescribes what the row is about."""
    return row.group.word not in NOT_PRESCRIBED


def _medicine(row: Medicine, names: dict[str, str]) -> Row:
    return Row(
        f"medicine-{row.id}",
        row.name,
        also=joined(row.brands),
        seen=Cited(row.seen),
        in_whom="" if row.in_whom in (None, NOBODY) else row.in_whom,
        evidence=row.evidence.word,
        trials=Cited(row.trials or ""),
        rule=row.trials_rule.word,
        risk=verdict(row),
        alarming=row.risk is MixRisk.DANGER_REPORTED,
        words=_words(row, *row.brands),
        beside=[(f"medicine-{one}", names[one]) for one in row.see if one in names],
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


@drawing(
    "medicines-table",
    anchors=lambda site: [f"medicine-{row.id}" for row in site.data[MEDICINES]],
    data=MEDICINES,
)
def medicines_table(site: Site) -> dict[str, object]:
    """All medicines, group by group."""
    names = {row.id: row.name for row in site.data[MEDICINES]}
    rows = ((row.group, _medicine(row, names)) for row in site.data[MEDICINES])
    return {
        "groups": grouped(rows, MedicineGroup),
        "not_prescribed": NOT_PRESCRIBED,
        "before_change": BEFORE_CHANGE,
    }


@drawing(
    "conditions-table",
    anchors=lambda site: [f"condition-{row.id}" for row in site.data[CONDITIONS]],
    data=CONDITIONS,
)
def conditions_table(site: Site) -> dict[str, list[Group[Row]]]:
    """All conditions, group by group."""
    rows = ((row.group, _condition(row)) for row in site.data[CONDITIONS])
    return {"groups": grouped(rows, ConditionGroup)}
