"""Adverse events: which are paired, in what order, and what is said of a row half seen."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest
from unit.views.made_up import site, tree, words

from sitebuild.outputs import pictures
from sitebuild.outputs.paper import Paper
from sitebuild.views.harms import adverse_events_plot, adverse_events_table, event_pairs

ARMS = [
    {"id": "mdma", "label": "MDMA with therapy", "role": "mdma"},
    {"id": "placebo", "label": "Placebo with therapy", "role": "placebo"},
]


def event(arm: str, n: int | None = 10, of: int | None = 20, **given: Any) -> dict[str, Any]:
    """An event in an arm."""
    counts = {"n": n, "of": of} if n is not None else {}
    return {"arm": arm} | counts | given


def both(mdma: int, control: int, **given: Any) -> list[dict[str, Any]]:
    """An event in both arms, of 20 people each."""
    return [event("mdma", mdma, **given), event("placebo", control, **given)]


def harms(*events: dict[str, Any], **trial: Any) -> Any:
    """A site with one trial and its events."""
    trials = [{"id": "one", "name": "ONE", "arms": ARMS} | trial]
    return site(trials=trials, adverse_events=list(events))


def test_the_largest_difference_comes_first_and_words_settle_a_tie():
    found = harms(*both(5, 4, event="B"), *both(5, 4, event="A"), *both(9, 1, event="C"))
    pairs = event_pairs(found, found.data.trial("one"))
    assert [(pair.event, round(pair.difference)) for pair in pairs] == [
        ("C", 40),
        ("A", 5),
        ("B", 5),
    ]


def test_only_what_was_counted_alike_in_both_arms_is_paired():
    found = harms(
        event("mdma", event="Alone"),
        event("mdma", event="Two ways", basis="ever"),
        event("placebo", event="Two ways", basis="at rest"),
        *both(3, 2, event="Nausea"),
    )
    assert [pair.event for pair in event_pairs(found, found.data.trial("one"))] == ["Nausea"]


def test_common_events_are_plotted_and_rare_ones_only_listed():
    found = harms(*both(9, 1, event="Nausea"), *both(1, 0, event="Stroke", kind="serious"))
    (plot,) = adverse_events_plot(found)["plots"]
    assert [row.event for row in plot.rows] == ["Nausea"]
    (table,) = adverse_events_table(found)["tables"]
    assert [row.event for group in table.groups for row in group.rows] == ["Nausea", "Stroke"]


def test_every_trial_with_pairs_gets_a_plot_and_no_other():
    trials = [{"id": name, "name": name.upper(), "arms": ARMS} for name in ("b", "a", "c")]
    events = [row | {"trial": name} for name in ("b", "a") for row in both(3, 1)]
    found = site(trials=trials, adverse_events=events)
    assert [plot.trial for plot in adverse_events_plot(found)["plots"]] == ["A", "B"]


def test_a_row_says_its_figures_and_where_its_marks_lie():
    row = adverse_events_plot(harms(*both(12, 5)))["plots"][0].rows[0]
    assert (row.mdma, row.mdma_counts, row.mdma_at) == ("60", "12 of 20", "60.00")
    assert (row.control, row.control_counts, row.control_at) == ("25", "5 of 20", "25.00")
    assert row.difference == "+35"


def test_all_that_rows_rest_on_is_named_once():
    found = harms(
        *both(9, 1, event="A", basis="over 18 weeks", cites=["roe2020"]),
        *both(8, 1, event="B", basis="on the day", cites=["roe2020", "doe2021"]),
    )
    plot = adverse_events_plot(found)["plots"][0]
    assert plot.basis == "over 18 weeks; on the day"
    assert plot.cites == ("roe2020", "doe2021")


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (event("mdma", 10, 20), "10 of 20 (50%)"),
        (event("mdma", None, percent=50.0), "50%"),
        (event("mdma", 0, 20), "0 of 20 (0%)"),
    ],
)
def test_a_count_stands_before_its_share(given, shown):
    (table,) = adverse_events_table(harms(given))["tables"]
    (cell,) = table.groups[0].rows[0].cells
    assert (cell.text, cell.kind) == (shown, "")


def test_arms_stand_side_by_side_and_what_one_lacks_is_not_seen():
    (table,) = adverse_events_table(harms(*both(12, 5, event="A"), event("placebo", 1, event="B")))[
        "tables"
    ]
    assert (table.trial, table.arms) == ("ONE", ["MDMA with therapy", "Placebo with therapy"])
    (group,) = table.groups
    assert [[cell.text for cell in row.cells] for row in group.rows] == [
        ["12 of 20 (60%)", "5 of 20 (25%)"],
        ["not seen", "1 of 20 (5%)"],
    ]
    assert group.rows[1].cells[0].kind == "unseen"


def test_how_and_where_is_said_once_for_all_rows_that_share_it():
    second = {"seen": "secondary"}
    (table,) = adverse_events_table(
        harms(
            event("mdma", event="A", locator="Table 2"),
            event("mdma", event="B", **second),
            event("mdma", event="C", locator="Table 2", **second),
            event("placebo", event="C", locator="Table 3", **second),
        )
    )["tables"]
    account = "read second-hand"
    assert [(group.account, len(group.rows)) for group in table.groups] == [
        ("", 1),
        (f"{account}: Table 2; Table 3", 2),
    ]


def test_an_event_of_a_trial_that_could_not_be_read_is_left_out():
    found = harms(event("mdma"), event("mdma", trial="gone"), event("nowhere"))
    (table,) = adverse_events_table(found)["tables"]
    assert len(table.groups) == 1 and len(table.groups[0].rows) == 1


def test_a_plot_reads_as_a_table():
    drawn = tree(harms(*both(12, 5)), "adverse-events-plot")
    assert words(drawn.find(".//caption")).startswith(
        "ONE: how often each was noted per 100 people"
    )
    assert words(drawn.findall(".//tbody/tr")[0]) == "Headache 25 5 of 20 60 12 of 20 +35"
    said = drawn.find(".//tbody//svg")
    assert said is not None
    assert said.get("aria-label") == "Headache: 25 per 100 with placebo, 60 per 100 with MDMA"


LOW = [
    {"id": "placebo", "label": "MDMA 40 mg with therapy", "role": "low-dose"},
    {"id": "mdma", "label": "MDMA 125 mg with therapy", "role": "mdma"},
]


def test_a_low_dose_is_drawn_under_its_own_name_and_never_as_placebo():
    drawn = tree(harms(*both(12, 5), arms=LOW), "adverse-events-plot")
    assert words(drawn.find(".//caption")) == (
        "ONE: how often each was noted per 100 people, "
        "MDMA 125 mg with therapy against MDMA 40 mg with therapy"
    )
    assert words(drawn.find(".//p")) == "MDMA 40 mg MDMA 125 mg"
    said = drawn.find(".//tbody//svg")
    assert said is not None
    assert said.get("aria-label") == (
        "Headache: 25 per 100 with MDMA 40 mg, 60 per 100 with MDMA 125 mg"
    )
    labels = [cell.get("data-label") for cell in drawn.findall(".//tbody/tr/td")]
    assert labels[:4] == ["40 mg", None, "125 mg", "Difference"]
    everything = "".join(drawn.itertext()) + " ".join(map(str, labels))
    assert "placebo" not in everything.casefold()


def test_the_picture_names_each_trials_own_groups():
    found = adverse_events_plot(harms(*both(12, 5), arms=LOW))
    paper = Paper(defaultdict(lambda: "#000000"))
    pictures.harms(paper, found)
    drawn = paper.svg("Harms")
    assert "MDMA 40 mg" in drawn and "placebo" not in drawn.casefold()
