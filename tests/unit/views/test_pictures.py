"""Pictures of course, FDA, guesses, owners, bias, status, people and lasting: rows and marks."""

from __future__ import annotations

from typing import Any

import pytest
from unit.views.made_up import page, record, site, tree, words

from sitebuild.views.bias import how_sure_reviewers_are
from sitebuild.views.course import course_of_treatment, dosing_day
from sitebuild.views.fda import fda_path
from sitebuild.views.guesses import who_could_tell
from sitebuild.views.lasting import does_it_last
from sitebuild.views.owners import who_ran_and_paid
from sitebuild.views.people import who_took_part
from sitebuild.views.status import GROUPS, TITLES, trials_by_status

from sitebuild.model.records import Status  # isort: skip

# ---- the FDA

VOTE = {"question": "Does it?", "short": "Works?", "yes": 2, "no": 9, "cites": ["roe2020"]}


def test_a_vote_has_a_dot_a_voter_and_those_who_said_no_are_filled():
    (step,) = fda_path(site(fda_path=[{"votes": [VOTE]}]))["steps"]
    (ballot,) = step.votes
    assert [dot.filled for dot in ballot.dots] == [True] * 9 + [False] * 2
    drawn = tree(site(fda_path=[{"votes": [VOTE]}]), "fda-path")
    assert len(drawn.findall(".//circle")) == 11
    assert len(drawn.findall(".//circle[@class='filled']")) == 9
    assert "9 no, 2 yes" in words(drawn)
    assert "As put: “Does it?”" in words(drawn)


def test_steps_stand_in_order_and_those_of_the_agency_are_marked():
    rows = [{"id": "b", "date": "2024"}, {"id": "a", "date": "2020-01", "actor": "sponsor"}]
    steps = fda_path(site(fda_path=rows))["steps"]
    assert [(step.id, step.own, step.actor) for step in steps] == [
        ("a", False, "the sponsor"),
        ("b", True, "the FDA"),
    ]


# ---- the course


def course(*rows: dict[str, Any]) -> Any:
    """The course of these steps, in order."""
    given = [{"id": f"s{at}", "order": at} | row for at, row in enumerate(rows, 1)]
    return course_of_treatment(site(course=given))


def test_a_course_adds_up_its_sessions_and_hours():
    found = course(
        {"kind": "assessment", "week_from": 0, "week_to": 0},
        {"kind": "preparation", "week_to": 1, "sessions": 3, "hours": 4.5},
        {"week_from": 1, "week_to": 1, "sessions": 1, "hours": 8},
        {"kind": "integration", "week_from": 1, "sessions": 3, "hours": 4.5},
        {"kind": "assessment", "week_from": 18, "week_to": 18},
    )
    assert (found.sessions, found.hours, found.weeks) == (7, "17", "18")
    assert [len(one.dots) for one in found.talks] == [3, 3]
    before, after = (one.bar for one in found.talks)
    assert before.open
    assert after.open
    assert [mark.text for mark in found.days] == ["8 h"]
    # the scale runs from week -3 to 18.5: the open beginning is drawn four weeks long
    assert found.days[0].x == f"{100 * 4 / 21.5:.2f}"
    assert [line.when.text for line in found.lines][1:4] == [
        "to week 1; its beginning was not seen",
        "week 1",
        "from week 1; its end was not seen",
    ]


def test_an_hour_that_was_not_seen_is_not_drawn():
    rows = [
        {"id": "a", "order": 1, "hour_from": 0, "hour_to": 8},
        {"id": "b", "order": 2},
        {"id": "c", "order": 3, "hour_from": 8, "hour_to": 8},
    ]
    of = site(dosing_day=rows)
    whole, unknown, end = dosing_day(of).lanes
    assert whole.bar
    assert unknown.bar is None
    assert unknown.point == ""
    assert unknown.when.kind == "unseen"
    assert end.point == whole.bar.end
    drawn = tree(of, "dosing-day")
    assert len(drawn.findall(".//tbody//svg/line")) == 1
    assert len(drawn.findall(".//tbody//svg/circle")) == 1


# ---- who could tell


def test_a_share_is_drawn_only_where_it_is_printed():
    rows = [
        {"id": "a", "trial": None, "program": "phase-3", "group": "mdma", "percent": 90},
        {"id": "b", "level": "abstract"},
    ]
    of = site(guesses=rows, trials=[{}])
    found = who_could_tell(of)
    assert found.chance == "50.00"
    assert [(row.who, row.at, row.color) for row in found.printed] == [
        ("People given MDMA", "90.00", "mdma")
    ]
    assert [(row.who, row.at, row.read) for row in found.blank] == [("ONE", "", "abstract read")]
    drawn = tree(of, "who-could-tell")
    assert [mark.get("cx") for mark in drawn.findall(".//circle")] == ["90.00%"]


# ---- owners


def test_owners_stand_in_a_chain_with_their_trials():
    rows = [
        {"id": "b", "name": "B", "full_name": "B", "parent": "a", "trials": ["one", "gone"]},
        {"id": "state", "name": "STATE", "kind": "government"},
        {"id": "a", "name": "A", "full_name": "A Long"},
    ]
    found = who_ran_and_paid(site(owners=rows, trials=[{}]))
    assert [link.name for link in found.chain] == ["A", "B"]
    assert [link.name for link in found.outside] == ["STATE"]
    assert [trial.name for trial in found.chain[1].trials] == ["ONE"]
    assert [link.many for link in found.chain] == ["no trial that we found", "1 trial"]
    assert found.chain[0].full_name == "A Long"
    assert found.chain[1].full_name == ""


def test_owners_that_came_from_each_other_end():
    rows = [{"id": "a", "parent": "b"}, {"id": "b", "parent": "a"}]
    found = who_ran_and_paid(site(owners=rows))
    assert (len(found.chain), len(found.outside)) == (0, 2)


# ---- bias


def test_reviews_disagree_visibly():
    low = {"trial": "one", "d1": "low", "overall": "some concerns"}
    rows = [
        {"id": "a", "name": "A", "per_trial": True, "trials": [low]},
        {"id": "b", "name": "B", "majority": "high"},
        {"id": "c", "name": "C", "majority": "high", "share": {"percent": 83.3}},
        {"id": "d", "name": "D"},
    ]
    of = site(bias_reviews=rows, trials=[{"name": "ONE (a trial)"}])
    found = how_sure_reviewers_are(of)
    assert found.trials == ["ONE"]
    one, most, share, none = found.reviews
    assert [(cell.letter, cell.level) for cell in one.cells] == [("S", "some")]
    assert one.together is None
    assert most.together
    assert most.together.letter == "H"
    assert most.words.startswith("most of its trials at high risk")
    assert share.words.startswith("83.3% of its trials")
    assert none.together is None
    assert none.words == "no rating of its trials seen"
    (rating,) = found.ratings
    assert rating.trials == [("bias-a-one", "ONE")]
    assert [row.cells[0].letter for row in rating.rows] == ["L", "", "", "", "", "S"]
    drawn = tree(of, "how-sure-reviewers-are")
    assert "A Ssome concerns, its domains B H most of its trials" in words(drawn)
    (letter,) = drawn.findall(".//td/a")
    assert letter.get("href") == "#bias-a-one"
    assert [head.text for head in drawn.iter("th") if head.get("id") == "bias-a-one"] == ["ONE"]


# ---- status


def test_every_trial_has_one_square_in_its_group():
    trials = [
        {"id": "a", "registry": ["NCT00000001"], "countries": ["Israel", "Canada"]},
        {"id": "b", "status": "recruiting", "condition": "eating-disorders"},
        {"id": "c", "status": "recruiting", "condition": "couples-ptsd"},
    ]
    of = site(page("trials.md", "<!-- draw: trial-entries -->"), trials=trials)
    found = trials_by_status(of)
    assert found.total == 3
    assert [(group.title, len(group.rows)) for group in found.groups] == [
        ("Took people when last seen", 2),
        ("Completed", 1),
    ]
    assert found.countries == ["Canada", "Israel"]
    assert found.groups[1].rows[0].countries == "Israel|Canada"
    assert sum(square.ptsd for group in found.groups for square in group.rows) == 2
    drawn = tree(of, "trials-by-status")
    links = drawn.findall(".//li/a")
    assert sorted(link.get("href", "") for link in links) == [
        "trials.md#a",
        "trials.md#b",
        "trials.md#c",
    ]
    assert len([link for link in links if "filled" in (link.get("class") or "")]) == 2


def test_every_status_has_its_group():
    assert set(GROUPS) == set(Status) == set(TITLES)


# ---- people


def people(*rows: dict[str, Any]) -> Any:
    """What is drawn of these records, with two large trials."""
    trials = [{"id": "one", "name": "ONE"}, {"id": "two", "name": "TWO", "registry": []}]
    arms = [{"id": "mdma", "label": "MDMA", "role": "mdma"}]
    given = [{"id": f"p{at}"} | row for at, row in enumerate(rows)]
    return who_took_part(
        site(participants=given, trials=[trial | {"arms": arms} for trial in trials])
    )


TWO = {"group": "two", "group_name": "TWO", "value": {"n": 26, "of": 104, "percent": 25.0}}


def test_a_large_trial_of_which_nothing_was_seen_says_so():
    race = {"measure": "race-other-than-white", "label": "Other than White"}
    found = people({}, TWO, TWO | race)
    first, second = found.blocks
    assert [(row.who, row.at) for row in first.rows] == [("ONE", "50.00"), ("TWO", "25.00")]
    assert [(row.who, row.at, row.value.kind) for row in second.rows] == [
        ("ONE", "", "unseen"),
        ("TWO", "25.00", ""),
    ]


def test_people_outside_of_trials_stand_last_and_hollow():
    outside = {"group": "us-adults-ptsd", "group_name": "Adults", "note": "Our sum."}
    (block,) = (found := people(outside, {}, TWO)).blocks
    assert [(row.who, row.kind) for row in block.rows] == [
        ("ONE", "mdma"),
        ("TWO", "mdma"),
        ("Adults", "control"),
    ]
    assert found.notes == ["Women, Adults: Our sum."]
    assert not people(outside).blocks


def test_an_arm_is_shown_for_a_mean_alone():
    mean = {"value": {"mean": 44.0, "sd": 6.01, "unit": "points of 80"}}
    severity = {"measure": "severity", "label": "CAPS-5 at the start", "arm": "mdma"}
    (block,) = people(mean | severity).blocks
    assert not block.share
    assert [row.value.text for row in block.rows] == ["44 points of 80 (SD 6.0)"]
    assert [row.at for row in block.rows] == [""]
    assert len(people({}, {"arm": "mdma", "value": {"percent": 40}}).blocks[0].rows) == 1


# ---- lasting


def lasting(*rows: dict[str, Any]) -> Any:
    """What is drawn of these measurements."""
    given = [{"id": f"f{at}"} | row for at, row in enumerate(rows)]
    return does_it_last(site(follow_ups=given, trials=[{}]))


MAIN = {"main": True, "weeks": 18, "since_dose": 9, "n": 79, "of": 90}
LATER = {"compared": False, "counted_from": "last-session", "weeks": 26, "weeks_to": 104}


def test_the_comparison_ends_where_the_last_compared_score_stands():
    found = lasting({"weeks": 4, "since_dose": 3}, MAIN, LATER)
    (lane,) = found.lanes
    main, later = lane.points
    assert (main.kind, main.x) == ("compared", found.end)
    assert found.end_words == "9 weeks"
    assert later.kind == "alone"
    assert later.bar
    assert later.bar.x == later.x
    assert lane.people == ["79 of 90", "not seen"]
    assert lane.says == "with a comparison at 9 weeks; without a comparison at 26 to 104 weeks"
    assert len(found.lines) == 3  # the score between dosing days too


def test_a_time_that_was_not_seen_is_not_drawn():
    (lane,) = lasting({"compared": False, "counted_from": "last-session", "n": 87}).lanes
    assert lane.points == []
    assert lane.says == "without a comparison at a time not seen"
    assert lane.people == ["87"]


def test_what_was_retracted_is_crossed_out():
    gone = LATER | {"weeks_to": None, "trial": "phase-2-pooled", "retracted": True}
    found = lasting(MAIN, gone)
    lane = found.lanes[1]
    assert (lane.id, lane.retracted, lane.points[0].kind) == ("", True, "retracted")
    of = site(follow_ups=[{"id": "a"} | MAIN, {"id": "b"} | gone], trials=[{}])
    assert "retracted paper" in words(tree(of, "does-it-last"))


# ---- what a record refuses


@pytest.mark.parametrize(
    ("file", "given"),
    [
        ("course.yml", {"week_from": 5, "week_to": 4}),
        ("dosing-day.yml", {"hour_from": 2, "hour_to": 1.5}),
        ("follow-ups.yml", {"weeks": 5, "weeks_to": 4}),
        ("follow-ups.yml", {"n": 5, "of": 4}),
        ("guesses.yml", {"program": "phase-3"}),
        ("guesses.yml", {"trial": None}),
        ("bias-reviews.yml", {"per_trial": True}),
        ("participants.yml", {"value": {"mean": 4.0}}),
        ("participants.yml", {"value": {"n": 4}}),
        ("participants.yml", {"value": {"n": 5, "of": 4}}),
    ],
)
def test_what_cannot_be_is_refused(file, given):
    with pytest.raises(ValueError, match="validation error"):
        record(file, **given)
