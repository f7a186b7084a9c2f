"""The record of checks, as it stands."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from support import ROOT

from sitebuild.model import statements

SAMPLES = sorted((ROOT / "checks").glob("sample-*.yml"))


def test_nothing_stands_that_its_source_does_not_support() -> None:
    rows, findings, _ = statements.read(ROOT)
    assert not findings
    assert [row.line for row in rows if row.verdict is statements.Reading.NOT_SUPPORTED] == []


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_blind_reading_found_nothing_that_would_mislead(sample: Path) -> None:
    rows = yaml.safe_load(sample.read_text(encoding="utf-8"))["pairs"]
    assert not [row for row in rows if row["verdict"] == "not supported"]
    assert not [row for row in rows if row.get("severity") == "major"]
