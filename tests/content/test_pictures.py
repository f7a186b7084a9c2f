"""What the pictures show is what the data say: counts of dots and squares, places of marks."""

from __future__ import annotations

import pytest
from support import ROOT

from sitebuild.model import site as model
from sitebuild.model import statements
from sitebuild.views import (
    bias,
    course,
    fda,
    geometry,
    guesses,
    harms,
    lasting,
    load,
    owners,
    people,
    status,
)


@pytest.fixture(scope="module")
def site() -> model.Site:
    return model.read(ROOT)


def test_a_place_is_its_value_and_is_held_inside_the_edges():
    scale = geometry.Scale(0, 18)
    assert [scale.at(value) for value in (0, 9, 18, 20)] == ["0.00", "50.00", "100.00", "100.00"]
    assert len(geometry.dots(9, 11)) == 11
    assert sum(dot.filled for dot in geometry.dots(9, 11)) == 9


def test_one_dot_is_one_adviser(site):
    votes = [vote for step in fda.fda_path(site)["steps"] for vote in step.votes]
    assert [(vote.yes, vote.no) for vote in votes] == [(2, 9), (1, 10)]
    for vote in votes:
        assert len(vote.dots) == vote.yes + vote.no == 11


def test_who_could_tell_draws_only_what_a_source_prints(site):
    found = guesses.who_could_tell(site)
    assert found.printed
    assert found.blank
    for row in found.printed:
        assert 0 <= float(row.at.rstrip("%")) <= 100
    assert float(found.chance) == 50


def test_one_square_is_one_trial(site):
    found = status.trials_by_status(site)
    squares = [square.id for group in found.groups for square in group.rows]
    assert sorted(squares) == sorted(trial.id for trial in site.data["trials.yml"])
    assert found.total == len(squares)


def test_every_judgment_of_bias_has_a_letter_and_a_word(site):
    found = bias.how_sure_reviewers_are(site)
    for review in found.reviews:
        assert len(review.cells) in (0, len(found.trials))
    for rating in found.ratings:
        for row in rating.rows:
            assert len(row.cells) == len(rating.trials)
            assert all(cell.letter and cell.word for cell in row.cells)


def test_the_course_has_its_days_and_talks(site):
    found = course.course_of_treatment(site)
    assert len(found.days) == 3
    assert all(0 <= float(mark.x) <= 100 for mark in [*found.days, *found.scores, *found.ticks])
    day = course.dosing_day(site)
    assert len(day.lanes) == len(site.data["dosing-day.yml"])


def test_the_chain_of_owners_is_whole(site):
    found = owners.who_ran_and_paid(site)
    names = [link.name for link in (*found.chain, *found.outside)]
    assert sorted(names) == sorted(row.name for row in site.data["owners.yml"])
    known = {trial.id for trial in site.data["trials.yml"]}
    assert {trial.id for link in found.chain for trial in link.trials} <= known


def test_who_took_part_leaves_out_nobody_that_the_data_hold(site):
    found = people.who_took_part(site)
    assert found.blocks
    for block in found.blocks:
        assert all(not row.at or 0 <= float(row.at) <= 100 for row in block.rows)


def test_each_follow_up_stands_in_the_list(site):
    found = lasting.does_it_last(site)
    assert len(found.lines) == len(site.data["follow-ups.yml"])


def test_each_list_with_unread_statements_is_counted_where_it_is_drawn(site):
    """The head of a page says how many of its statements are new, drawn ones too."""
    counted = {f"data/{one.data}" for one in load().values() if one.data}
    unread = {pair.page for pair in statements.unread_pairs(site) if pair.page.startswith("data/")}
    assert not unread - counted


def test_no_trial_with_a_low_dose_as_control_is_drawn_against_placebo(site):
    trials = {trial.name: trial for trial in site.data["trials.yml"]}
    plots = harms.adverse_events_plot(site)["plots"]
    assert plots
    for plot in plots:
        told = f"{plot.control} {plot.compares}".casefold()
        if "low dose" in trials[plot.trial].control:
            assert "placebo" not in told and "mg" in plot.control, plot.trial
        else:
            assert plot.control == "Placebo", plot.trial
