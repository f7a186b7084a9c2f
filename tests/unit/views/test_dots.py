"""People as dots, scores before and after, the summary of findings, the line of trust."""

from __future__ import annotations

import re
from typing import Any

import pytest
from unit.views.made_up import entry, page, record, site, tree, words

from sitebuild.model.records.adverse_events import MORE_THAN_ONCE
from sitebuild.views import before_after, dots, findings_table, forest, geometry
from sitebuild.views.trust import trust

MDMA = {
    "id": "mdma",
    "label": "MDMA",
    "role": "mdma",
    "n_randomized": 23,
    "n_analyzed": 21,
    "remission": {"n": 9, "of": 21, "note": "As printed"},
    "baseline": {"mean": 40},
    "endpoint": {"mean": 20},
    "change": {"mean": -20.0},
    "dropouts": {"n": 2, "of": 23},
}
PLACEBO = {
    "id": "placebo",
    "label": "Placebo",
    "role": "placebo",
    "n_randomized": 22,
    "n_analyzed": 20,
    "remission": {"n": 0, "of": 20},
    "baseline": {"mean": 60},
    "endpoint": {"mean": 64},
    "change": {"mean": 4.0},
    "dropouts": {"n": 4, "of": 22},
}
TRIAL = {"arms": [MDMA, PLACEBO], "measure": "CAPS-5", "published": 2021}
_UNSCORED = {"note": "no score at week 18"}
TRIAL_WITH_NOTE = TRIAL | {
    "arms": [arm | {"dropouts": arm["dropouts"] | _UNSCORED} for arm in (MDMA, PLACEBO)]
}
OTHER = {
    "id": "two",
    "name": "TWO",
    "published": 2023,
    "arms": [MDMA | {"remission": None}, PLACEBO],
}


def events(event: str, mdma: int, control: int, **given: Any) -> list[dict[str, Any]]:
    """An event in both arms."""
    sides = (("mdma", mdma, 23), ("placebo", control, 22))
    return [{"event": event, "arm": arm, "n": n, "of": of} | given for arm, n, of in sides]


# ---- dots


@pytest.mark.parametrize("counts", [(0, 5, 6), (24, 52, 53), (2, 2, 2), (20, 20, 41)])
def test_a_dot_count_is_its_number(counts):
    had, scored, everybody = counts
    crowd = geometry.crowd(*counts)
    assert [len(crowd.had), len(crowd.had_not), len(crowd.unscored)] == [
        had,
        scored - had,
        everybody - scored,
    ]
    spots = [*crowd.had, *crowd.had_not, *crowd.unscored]
    assert len({(spot.x, spot.y) for spot in spots}) == everybody
    assert all(0 < spot.x < crowd.width and 0 < spot.y < crowd.height for spot in spots)
    assert geometry.Crowd.path(spots).count("M") == everybody


def test_every_arm_shows_all_who_were_randomized():
    of = site(trials=[TRIAL])
    (row,) = dots.people_as_dots(of)["groups"][0].blocks[0].rows
    assert [(side.share, side.unscored) for side in row.sides] == [
        ("9 of 21 (43%)", "2 without a score"),
        ("0 of 20 (0%)", "2 without a score"),
    ]
    drawn = tree(of, "people-as-dots")
    pictures = drawn.findall(".//td/svg")
    counted = [
        sum(path.get("d", "").count("M") for path in picture.findall("path"))
        + len(picture.findall("circle"))
        for picture in pictures
    ]
    assert counted == [23, 22]
    assert {picture.get("viewBox", "").split()[2] for picture in pictures} == {"206"}  # one scale
    assert "Remission: few or no symptoms left" in words(drawn)
    assert "ONE, remission: As printed." in words(drawn)


def test_what_a_source_does_not_give_is_neither_zero_nor_drawn():
    of = site(trials=[TRIAL, OTHER], adverse_events=events("Any severe event", 3, 1, kind="severe"))
    benefit, harm = dots.people_as_dots(of)["groups"]
    assert [(row.trial, len(row.sides)) for row in benefit.blocks[0].rows] == [
        ("ONE", 2),
        ("TWO", 0),
    ]
    assert [block.label for block in harm.blocks] == [dots.SEVERE]
    assert [len(row.sides) for row in harm.blocks[0].rows] == [2, 0]
    assert words(tree(of, "people-as-dots")).count("no count of people seen") == 2


def test_a_count_of_events_is_no_count_of_people():
    rows = [
        *events("Pain", 20, 1, basis=f"A group; {MORE_THAN_ONCE}"),
        *events("Nausea", 9, 2),
        *events("Chills", 12, 3, seen="secondary"),
    ]
    harm = dots.people_as_dots(site(trials=[TRIAL], adverse_events=rows))["groups"][1]
    assert [(block.label, bool(block.account)) for block in harm.blocks] == [
        ("Chills", True),
        ("Nausea", False),
    ]
    assert not record("adverse-events.yml", **rows[0]).counts_people


def test_the_small_picture_is_of_the_newest_trial_that_gives_it():
    given = dots.remission_dots(site(trials=[TRIAL, OTHER]))
    assert [row.trial for row, _ in given["pictures"]] == ["ONE"]
    drawn = tree(site(trials=[TRIAL]), "remission-dots")
    assert "Few or no symptoms left (remission) at the end of ONE" in words(drawn)


# ---- before and after


def test_a_mean_stands_at_its_place_on_its_own_scale():
    older = TRIAL | {"id": "old", "name": "OLD", "measure": "CAPS-IV"}
    of = site(trials=[TRIAL, older, {"id": "none", "measure": "CAPS-5"}])
    found = before_after.before_and_after(of)
    assert [(one.name, one.top, len(one.trials)) for one in found["scales"]] == [
        ("CAPS-5", 80, 1),
        ("CAPS-IV", 136, 1),
    ]
    mdma, control = found["scales"][0].trials[0].lines
    assert (mdma.start_at, mdma.end_at, mdma.color) == ("50.00", "25.00", "mdma")
    assert (control.start_at, control.end_at, control.fell) == ("75.00", "80.00", False)
    assert [tick.text for tick in found["scales"][1].ticks] == ["0", "68", "136"]
    said = words(tree(of, "before-and-after"))
    assert "The mean fell in 0 of the 2 comparison groups too" in said
    assert "40.0 → 20.0" in said


# ---- the forest plot


def test_a_square_has_its_weight_for_area_and_a_diamond_its_certainty():
    effects = [
        {"trial": "one", "estimate": -0.7, "ci": [-1.2, -0.2], "weight": 80},
        {"trial": "two", "estimate": -0.7, "ci": [-1.2, -0.2], "weight": 20},
    ]
    review = {"trials": effects, "prediction_interval": [-1.0, 0.0], "certainty": {"rating": "low"}}
    of = site(trials=[TRIAL, OTHER], meta_analyses=[review, {"id": "b"}])
    plot = forest.plot(of, full=True)
    assert [(row.side, row.weight) for row in plot.trials] == [(16.0, "80%"), (8.0, "20%")]
    assert [row.certainty for row in plot.pooled] == [forest.NOT_RATED, "low"]
    assert plot.pooled[0].prediction is None
    expected = plot.pooled[1].prediction
    assert expected
    assert (expected.line.end, expected.interval) == (plot.zero, "−1.00 to 0.00")
    assert "95% prediction interval" in words(tree(of, "forest-plot"))


def test_a_prediction_is_turned_with_its_review():
    review = {
        "estimate": 0.7,
        "ci": [0.2, 1.2],
        "favors_mdma_when": "positive",
        "prediction_interval": [0.1, 1.0],
        "trials": [{"trial": "one", "estimate": -0.7, "ci": [-1.2, -0.2]}],
    }
    (row,) = forest.plot(site(trials=[TRIAL], meta_analyses=[review]), full=False).pooled
    assert row.prediction
    assert row.prediction.interval == "−1.00 to −0.10"


# ---- the summary of findings


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ([("high", [-1.2, -0.2])], "MDMA leads to fewer PTSD symptoms; certainty high"),
        ([("moderate", [-1.2, -0.2])], "MDMA probably leads to fewer PTSD symptoms"),
        (
            [("very low", [-1.2, -0.2]), ("low", [-1.2, -0.2])],
            "MDMA may lead to fewer PTSD symptoms; certainty low or very low",
        ),
        ([("low", [-1.2, 0.1])], "MDMA may lead to fewer PTSD symptoms or to more"),
        ([("", [-1.2, -0.2])], "With MDMA fewer PTSD symptoms in what was pooled"),
    ],
)
def test_a_plain_line_says_how_sure_reviewers_are(given, line):
    rows = [
        record("meta-analyses.yml", ci=ci, **({"certainty": {"rating": rating}} if rating else {}))
        for rating, ci in given
    ]
    kind = rows[0].outcome_kind
    assert findings_table.plain(kind, rows).startswith(line)


@pytest.mark.parametrize(
    ("favors", "estimate", "ci", "found"),
    [
        ("above-1", 2.0, [1.1, 3.0], True),
        ("below-1", 2.0, [1.1, 3.0], False),
        ("below-1", 0.7, [0.3, 1.7], None),
        ("positive", 0.7, [0.2, 1.2], True),
        ("negative", 0.7, None, None),
    ],
)
def test_which_side_an_estimate_favors(favors, estimate, ci, found):
    row = record("meta-analyses.yml", favors_mdma_when=favors, estimate=estimate, ci=ci)
    assert findings_table.favors(row) is found


def test_chance_is_said_where_the_interval_holds_no_difference():
    # Newcombe 1998, table II, method 10: 56 of 70 against 48 of 80
    assert [round(end, 1) for end in findings_table.difference(56, 70, 48, 80)] == [5.2, 33.4]
    rows = [*events("Any severe event", 3, 1, kind="severe"), *events("Nausea", 20, 2)]
    of = site(trials=[TRIAL], adverse_events=rows)
    (harm,) = findings_table.summary_of_findings(of)["halves"]
    assert [(one.outcome, one.plain) for one in harm.findings] == [
        (
            "A severe unwanted event",
            "Seen in more people with MDMA; with so few people this can be chance",
        ),
        ("Nausea", "Seen in more people with MDMA"),
    ]
    assert [(row.with_mdma, row.without, row.people) for row in harm.findings[1].trials] == [
        ("87", "9", "45 people")
    ]


def test_outcomes_stand_with_their_reviews():
    rated = {"certainty": {"rating": "low", "why": "Few people"}, "k": 2, "n": 41}
    rows = [
        {"id": "a"} | rated,
        {"id": "old"},
        {"id": "gone", "rests_on_retracted": ["roe2020"]} | rated,
        {"id": "left", "outcome_kind": "dropout", "statistic": "RR", "favors_mdma_when": "below-1"}
        | {"estimate": 0.7, "ci": [0.3, 1.7]},
    ]
    of = site(trials=[TRIAL], meta_analyses=rows)
    benefit, harm = findings_table.summary_of_findings(of)["halves"]
    (symptoms,) = benefit.findings
    assert [(one.size, one.certainty, one.why) for one in symptoms.reviews] == [
        ("2 trials, 41 people", "low", "Few people")
    ]
    assert [(row.with_mdma, row.without) for row in symptoms.trials] == [("−20.0", "4.0")]
    (left,) = harm.findings
    assert (left.outcome, left.unrated) == ("Leaving the trial", findings_table.UNRATED)
    assert [(row.with_mdma, row.without) for row in left.trials] == [("9", "18")]
    said = words(tree(of, "summary-of-findings"))
    assert "Hedges' g −0.70 (−1.20 to −0.20)" in said
    assert "This site pools nothing itself" in said
    drawn = tree(of, "summary-of-findings")
    units = ["".join(one.itertext()) for one in drawn.findall(".//span[@class='counts wide-only']")]
    assert units == ["Points, end minus start"]  # where the head's "per 100" does not hold


def test_a_row_says_whom_it_pools_and_what_was_counted():
    low = {"certainty": {"rating": "low"}}
    rows = [
        {"id": "a", "outcome": "PTSD on the day"} | low,
        {"id": "b", "outcome": "PTSD a week later"} | low,
        {"id": "c", "name": "OTHER 2022", "cites": ["roe2020"]} | low,
        {"id": "left", "outcome_kind": "dropout", "statistic": "RR", "favors_mdma_when": "below-1"}
        | {"estimate": 0.7, "ci": [0.3, 1.7], "population": "all disorders together"},
    ]
    benefit, harm = findings_table.summary_of_findings(
        site(trials=[TRIAL_WITH_NOTE], meta_analyses=rows)
    )["halves"]
    told = [one.told for one in benefit.findings[0].reviews]
    assert told == ["PTSD on the day", "PTSD a week later", ""]
    (left,) = harm.findings
    assert left.reviews[0].told == "all disorders together"
    assert left.plain.endswith("this is not settled (all disorders together)")
    assert left.trials[0].people == "45 people; no score at week 18"
    said = words(tree(site(trials=[TRIAL_WITH_NOTE], meta_analyses=rows), "summary-of-findings"))
    assert "REVIEW 2021, all disorders together: number not seen" in said
    assert "no score at week 18" in said


# ---- trust


def test_trust_counts_sources_and_those_read_whole():
    whole = entry("roe2020", checked="2026-01-02 fulltext")
    pages = [page("a.md", reviewed="2026-01-02"), page("b.md", reviewed="2026-02-03")]
    found = trust(site(*pages, entries=[whole, entry("doe2021")]))
    assert (found.first, found.last) == ("2 January 2026", "3 February 2026")
    assert (found.sources, found.own, found.in_part) == ("2", "1", "0")
    said = words(tree(site(*pages, entries=[whole, entry("doe2021")]), "trust"))
    assert re.search(r"2 sources, 1 read in the source’s own text and 0 in a part of it", said)
    assert "No clinician has reviewed it." in said
