"""Prose that repeats a figure of a data file cannot drift from it.

Every figure in a sentence that names a trial stands in that trial's records, or in `prose-
figures.yml` with the reason;
and the sentences that readers see first are tied there to the very values they repeat.
"""

from __future__ import annotations

import re

import pytest
import yaml
from support import ROOT, TESTS

DOCS = ROOT / "docs"
LISTED = yaml.safe_load((TESTS / "content" / "prose-figures.yml").read_text(encoding="utf-8"))
TRIALS = {
    trial["id"]: trial
    for trial in yaml.safe_load((DOCS / "data" / "trials.yml").read_text(encoding="utf-8"))[
        "trials"
    ]
}
EVENTS = yaml.safe_load((DOCS / "data" / "adverse-events.yml").read_text(encoding="utf-8"))[
    "adverse_events"
]
POOLED = {
    row["id"]: row
    for row in yaml.safe_load((DOCS / "data" / "meta-analyses.yml").read_text(encoding="utf-8"))[
        "meta_analyses"
    ]
}
NAMED = {
    "MAPP1": "mapp1",
    "MAPP2": "mapp2",
    "MP1": "mp1",
    "MP2": "mp2",
    "MP4": "mp4",
    "MP8": "mp8",
    "MP9": "mp9",
    "MP12": "mp12",
    "MP16": "mp16",
}
# Figures that are part of a name, a citation, a link or a date.
NO_FIGURE = re.compile(
    r"\[@[^\]]*\]|\]\([^)]*\)|\bMAPP[12]\b|\bMP\d+\b|CAPS-5|PCL-5|EAT-26|DSM-5|ICD-11|phase \d"
    r"|\b\d{0,2} ?(?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December)\b|\b(?:19|20)\d\d\b|95% CI"
)


def figures(value) -> set[float]:
    """Every number in a record, sign aside."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return set().union(*map(figures, value))
    if isinstance(value, (int, float)):
        return {abs(value)}
    return {
        float(found) for found in re.findall(r"\d+(?:\.\d+)?", str(value or "").replace(",", ""))
    }


def sentences():
    """(page, sentence, figures, trials) of every cited sentence that names a trial."""
    for path in sorted(DOCS.rglob("*.md")):
        for line in path.read_text(encoding="utf-8").splitlines():
            trials = [trial for name, trial in NAMED.items() if re.search(rf"\b{name}\b", line)]
            if trials and "[@" in line:
                shown = [
                    float(found.replace(",", ""))
                    for found in re.findall(r"\d[\d,]*(?:\.\d+)?", NO_FIGURE.sub(" ", line))
                ]
                yield path.relative_to(DOCS).as_posix(), line.strip(), shown, trials


def listed(page: str, line: str) -> dict | None:
    return next(
        (row for row in LISTED["only_in_prose"] if row["page"] == page and row["sentence"] in line),
        None,
    )


def test_figures_beside_a_trials_name():
    bad = []
    for page, line, shown, trials in sentences():
        known = set().union(
            *(figures(TRIALS[trial]) for trial in trials),
            *(figures(row) for row in EVENTS if row["trial"] in trials),
        )
        row = listed(page, line)
        known |= set(map(abs, row["figures"])) if row else set()
        missing = [number for number in shown if number not in known]
        if missing:
            bad.append(
                f"docs/{page}: {missing} in '{line[:90]}…' stand in no record of "
                f"{', '.join(trials)}: correct them, add them to docs/data, or list them in "
                "tests/content/prose-figures.yml"
            )
    assert not bad, "\n".join(bad)


def test_the_list_holds_nothing_that_has_gone():
    found = [(page, line) for page, line, _, _ in sentences()]
    gone = [
        row
        for row in LISTED["only_in_prose"]
        if not any(page == row["page"] and row["sentence"] in line for page, line in found)
    ]
    assert not gone


def value_at(path: str):
    """'mapp1.arms.mdma.change.mean' → −24.4; 'sypres2026-primary.estimate' → −0.7119."""
    name, *steps = path.split(".")
    value = TRIALS.get(name) or POOLED.get(name)
    for step in steps:
        value = (
            value[int(step)]
            if step.isdigit()
            else next(item for item in value if item["id"] == step)
            if isinstance(value, list)
            else value[step]
        )
    return value


@pytest.mark.parametrize(
    "row", LISTED["tied"], ids=lambda row: f"{row['page']}: {row['text'][:40]}"
)
def test_tied(row):
    """The text stands on the page, and its figures are the data's, rounded as the text rounds."""
    page = (DOCS / row["page"]).read_text(encoding="utf-8")
    assert row["text"] in page
    shown = iter(re.findall(r"−?\d[\d,]*(?:\.\d+)?", row["text"]))
    for path in row["data"]:  # in the order of the text; other figures may stand between
        value = value_at(path)
        assert any(
            round(abs(value), len(text.partition(".")[2]))
            == float(text.strip("−").replace(",", ""))
            for text in shown
        ), (path, value)
