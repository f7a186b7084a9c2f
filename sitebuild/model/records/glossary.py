"""`glossary.yml`: terms explained."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sitebuild.model.records.common import Id, Key, Record, Text


class Term(Record):
    """A term explained."""

    id: Id
    term: Text
    also: list[Text] = Field(
        default_factory=list,
        description="Other forms that stand in the prose: plurals, abbreviations.",
    )
    short: Annotated[str, Field(min_length=10, max_length=420)] = Field(
        description="One or two sentences, plain text."
    )
    cites: list[Key] = Field(default_factory=list)
