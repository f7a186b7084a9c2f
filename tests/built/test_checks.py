"""What the method page tells of the record of checks is what stands there."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup
from support import ROOT

from sitebuild.model import site as model
from sitebuild.model import statements

METHOD = "about/index.html"
SAMPLES = sorted((ROOT / "checks").glob("sample-*.yml"))


def test_the_figures_are_those_of_the_record(soups: dict[str, BeautifulSoup]) -> None:
    """Each verdict's pairs stand in the table, and they add up to all citations."""
    site = model.read(ROOT)
    standing = statements.standing(site)
    caption = soups[METHOD].find(
        "caption", string=lambda text: "pairs of a statement" in (text or "")
    )
    assert caption
    table = caption.find_parent("table")
    assert table
    rows = [
        tuple(int(cell.text.replace(",", "")) for cell in row.select("td")[:2])
        for row in table.select("tbody tr")
    ]
    assert sorted(rows) == sorted(pair for pair in standing.values() if any(pair))
    assert sum(now for _, now in rows) == len(list(statements.pairs(site)))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_blind_reading_is_told_as_it_came_out(
    soups: dict[str, BeautifulSoup], sample: Path
) -> None:
    count = Counter(row["verdict"] for row in yaml.safe_load(sample.read_text("utf-8"))["pairs"])
    text = " ".join(soups[METHOD].text.split())
    assert f"{count.total()} pairs" in text
    part = count["supported in part"]
    were = "was" if part == 1 else "were"
    assert f"{count['supported']} pairs were supported, {part} {were} supported in part, " in text
    assert not count["not supported"] or f"{count['not supported']} were not supported" in text
    missed = count["not reachable"]
    rest = "rests" if missed == 1 else "rest"
    assert not missed or f"{missed} {rest} on a source that could not be reached" in text
