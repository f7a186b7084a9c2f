"""`clinicians.yml`: what stands on the clinician's sheet and in no other data file."""

from __future__ import annotations

from sitebuild.model.records.common import CitedText, Id, Key, Record, Text, Value


class SheetPart(Value):
    """A part of the sheet."""

    LEFT_OUT = "left-out", "Who was left out"
    MONITORING = "monitoring", "Vital signs and monitoring"
    UNKNOWN = "unknown", "What is unknown"
    LEGAL = "legal", "Legal routes and guidelines"


class SheetLine(Record):
    """A line of the sheet; each fact in it stands on another page too."""

    id: Id
    part: SheetPart
    label: Text
    text: CitedText
    cites: list[Key]
