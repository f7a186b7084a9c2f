"""The record of checks, as it stands."""

from __future__ import annotations

import yaml
from support import ROOT

from sitebuild.model import statements


def test_nothing_stands_that_its_source_does_not_support() -> None:
    rows, findings, _ = statements.read(ROOT)
    assert not findings
    assert [row.line for row in rows if row.verdict is statements.Reading.NOT_SUPPORTED] == []


def test_the_blind_second_reading_found_nothing_that_would_mislead() -> None:
    sample = ROOT / "checks" / "sample-2026-11-27.yml"
    rows = yaml.safe_load(sample.read_text(encoding="utf-8"))["pairs"]
    assert not [row for row in rows if row["verdict"] == "not supported"]
    assert not [row for row in rows if row.get("severity") == "major"]
