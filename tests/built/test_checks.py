"""What the method page tells of the record of checks is what stands there."""

from __future__ import annotations

from collections import Counter

import yaml
from bs4 import BeautifulSoup
from support import ROOT

from sitebuild.model import site as model
from sitebuild.model import statements

METHOD = "about/index.html"


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


def test_the_blind_second_reading_is_told_as_it_came_out(soups: dict[str, BeautifulSoup]) -> None:
    sample = ROOT / "checks" / "sample-2026-11-27.yml"
    rows = yaml.safe_load(sample.read_text(encoding="utf-8"))["pairs"]
    count = Counter(row["verdict"] for row in rows)
    drawn = len({(row["page"], row["fingerprint"]) for row in rows})
    text = " ".join(soups[METHOD].text.split())
    assert f"{drawn} statements drawn at random" in text
    assert f"{len(rows)} pairs in all" in text
    assert (
        f"{count['supported']} pairs were supported, {count['supported in part']} were supported "
        "in part, and none was not supported"
    ) in text
