"""Figures that prose repeats from `docs/data/`, and what a reader of both should know.

`checks/prose-figures.yml` holds two lists: texts whose figures are tied to the values they repeat,
and figures beside a trial's name that no record has a field for, each with its reason. What of it
does not hold is a rule (`sitebuild/rules/figures.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from pydantic import Field

from sitebuild.model import yamlfile
from sitebuild.model.findings import Finding
from sitebuild.model.records.common import Number, Record, Text
from sitebuild.model.records.slips import slips
from sitebuild.model.unread import Unread

FILE = "checks/prose-figures.yml"


class Tied(Record):
    """A text of a page, and the values that its figures repeat, in the order of the text."""

    page: Text
    text: Text
    data: list[Text] = Field(
        min_length=1, description="An id of a data file, then the path: 'mapp1.arms.mdma.n'."
    )
    _line: int = 0


class OnlyInProse(Record):
    """Figures of a sentence about a trial that stand in no record of it, and why not."""

    page: Text
    sentence: Text = Field(description="A part of the sentence.")
    figures: list[Number]
    why: Text
    _line: int = 0


@dataclass
class Figures:
    """All of it; each row knows its line."""

    tied: list[Tied] = field(default_factory=list)
    only_in_prose: list[OnlyInProse] = field(default_factory=list)


def read(root: Path) -> tuple[Figures, list[Finding], Unread]:
    """The two lists, and what is wrong with their rows; a site need not have the file."""
    if not (root / FILE).is_file():
        return Figures(), [], Unread()
    content, lines, findings = yamlfile.load(root / FILE, FILE)
    found = Figures()
    for name, model in (("tied", Tied), ("only_in_prose", OnlyInProse)):
        rows = content.get(name) if isinstance(content, dict) else None
        if not isinstance(rows, list):
            if not findings:
                what = f"the file must hold a list called '{name}'"
                return found, [Finding(FILE, 1, what, f"write {name}: []")], Unread()
            continue
        for index, item in enumerate(rows):
            row, wrong = slips(item, model)
            if isinstance(row, Tied | OnlyInProse):
                row._line = yamlfile.line_of(lines, (name, index))
                getattr(found, name).append(row)
            findings = [
                *findings,
                *(
                    Finding(
                        FILE,
                        yamlfile.line_of(lines, (name, index, *slip.path)),
                        slip.message,
                        slip.mend,
                    )
                    for slip in wrong
                ),
            ]
    return found, findings, Unread()
