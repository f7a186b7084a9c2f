"""`source-statements.yml`: what became of each numbered statement of the older article."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from sitebuild.model.records.common import FORMS, Key, Record, Text, Value, slip

STATEMENT_ID = r"^[LPRBSGCAX]\d{1,2}$"
WHERE = r"^[a-z0-9/-]+\.md#[a-z0-9-]+$"
FORMS[STATEMENT_ID] = ("the number of a statement", "write the section's letter and a number: P17")
FORMS[WHERE] = ("a page and an anchor", "write folder/page.md#a-heading")


class Section(Value):
    """A section of the older article, by the letter that its statements begin with."""

    L = "L", "Lead"
    P = "P", "Post-traumatic stress disorder"
    R = "R", "Rationale"
    B = "B", "Breakthrough therapy designation"
    S = "S", "Society and culture"
    G = "G", "Legality"
    C = "C", "Controversy"
    A = "A", "See also"
    X = "X", "External links"


class Verdict(Value):
    """What became of a statement.

    `.word` names it; `.counted` goes on after a number of statements; `.noted` heads the note on
    the page that deals with it.
    """

    SUPPORTED = "supported", "Supported", "hold as worded", "Confirmed"
    CORRECTED = "corrected", "Corrected", "were wrong or misleading and are corrected"
    UPDATED = "updated", "Updated", "have been overtaken and are updated"
    UNSUPPORTED = "unsupported", "No support found", "have no source that we could find"

    @property
    def counted(self) -> str:
        """'were wrong or misleading and are corrected', after a number of statements."""
        return self.words[1]

    @property
    def noted(self) -> str:
        """'Corrected', 'Confirmed': what heads its note."""
        return self.words[2] if len(self.words) > 2 else self.word


class SourceStatement(Record):
    """One numbered statement of the older article, and what became of it."""

    id: Annotated[str, Field(pattern=STATEMENT_ID)]
    says: Text = Field(description="The statement in our words.")
    verdict: Verdict
    finding: Annotated[str, Field(min_length=20, max_length=900)] = Field(
        description="What is so, and since when."
    )
    cites: list[Key] = Field(default_factory=list)
    where: Annotated[str, Field(pattern=WHERE)] = Field(
        description="Page and anchor that deal with it."
    )

    @model_validator(mode="after")
    def _sourced(self) -> Self:
        if self.verdict is not Verdict.UNSUPPORTED and not self.cites:
            what = f"{self.id} is '{self.verdict}' without a source"
            raise slip(what, "add cites, or make it 'unsupported'", "verdict")
        return self

    @property
    def section(self) -> Section:
        """The section that it stands in."""
        return Section(self.id[0])
