"""Trials: their order, their table, those that take people, and the facts of one."""

from __future__ import annotations

from typing import Any

import pytest
from unit.views.made_up import page, printer, site, tree, words

from sitebuild import views
from sitebuild.model.sources import Entry
from sitebuild.views.trials import (
    in_a_line,
    in_order,
    recruiting_trials,
    trial_entries,
    trial_facts,
    trials_table,
)


def facts(**given: Any) -> dict[str, str]:
    """Name → what is said, of a trial's facts."""
    found = trial_facts(site(trials=[{"id": "one"} | given]), "one")
    return {
        fact.name: "".join(
            "|" if run.kind == "break" else run.text + "; ".join(run.cites) for run in fact.says
        )
        for fact in found.facts
    }


def unseen(name: str, **given: Any) -> list[str]:
    """What of a fact was not seen."""
    found = trial_facts(site(trials=[{"id": "one"} | given]), "one")
    (says,) = (fact.says for fact in found.facts if fact.name == name)
    return [run.text for run in says if run.kind == "unseen"]


def test_readers_find_ptsd_what_is_over_late_phases_and_new_trials_first():
    trials = [
        {"id": "other", "condition": "eating-disorders", "phase": "3"},
        {"id": "running", "phase": "3", "status": "running"},
        {"id": "pilot", "phase": "pilot"},
        {"id": "two-b", "phase": "2", "published": 2018},
        {"id": "two-a", "phase": "2", "published": 2018},
        {"id": "two-new", "phase": "2", "published": 2020},
        {"id": "two-none", "phase": "2"},
        {"id": "stopped", "phase": "3", "status": "stopped-early"},
    ]
    wanted = ["stopped", "two-new", "two-a", "two-b", "two-none", "pilot", "running", "other"]
    assert [trial.id for trial in in_order(site(trials=trials))] == wanted


# ---- the table


def row(**given: Any) -> Any:
    """The row of one trial."""
    return trials_table(site(trials=[given]))["rows"][0]


@pytest.mark.parametrize(
    ("given", "shown", "order"),
    [
        ({"n_randomized": 46, "n_planned": 50}, "46", 46),
        ({"n_planned": 50}, "50 planned", 50),
        ({}, "not seen", -1),
        ({"n_randomized": 0}, "0", 0),
    ],
)
def test_people_are_those_randomized_else_planned(given, shown, order):
    found = row(**given)
    assert (found.people.text, found.people_order) == (shown, order)


@pytest.mark.parametrize(
    ("given", "design"),
    [
        ({"phase": "3"}, "phase 3, randomized"),
        ({"phase": "pilot", "allocation": "single-group"}, "pilot, single group"),
        (
            {"phase": "not-given", "allocation": "not-given"},
            "phase not given, design not given",
        ),
    ],
)
def test_phase_and_design_are_words(given, design):
    assert row(**given).design == design


def test_status_and_condition_are_words_and_the_newest_date_is_given():
    found = row(status="stopped-early", condition="couples-ptsd", published=2019)
    assert (found.status, found.condition) == ("stopped early", "PTSD, in couples")
    assert found.when == "published 2019"
    assert row(status_as_of="2026-01").when == "as of January 2026"
    assert row().when == ""


def test_what_was_not_seen_of_a_trial_is_said_in_its_cell():
    found = row()
    assert (found.registry, found.countries, found.sponsor) == ((), "country not seen", "not seen")


def test_only_trials_that_take_people_are_listed_for_those_who_look_for_one():
    trials = [
        {"id": "a", "status": "recruiting", "status_as_of": "2026-01-02"},
        {"id": "b", "status": "running"},
        {"id": "c", "status": "recruiting", "registry": ["NCT01234567"]},
        {"id": "d", "status": "recruiting", "status_as_of": "2026-03"},
    ]
    found = recruiting_trials(site(trials=trials))["rows"]
    assert [one.id for one in found] == ["d", "a", "c"]
    assert found[1].seen == "recruiting as of 2 January 2026"
    assert found[2].seen == "recruiting in a copy without a date"
    said = [one.registry[0].text for one in found]
    assert said == ["Registry number not seen"] * 2 + ["NCT01234567"]


def test_of_trials_that_take_people_those_in_ptsd_stand_first_and_a_country_s_together():
    trials = [
        {"id": "other", "condition": "other", "countries": ["Canada"]},
        {"id": "us", "countries": ["United States"], "status_as_of": "2026-03"},
        {"id": "ca", "countries": ["Canada"], "status_as_of": "2026-01"},
        {"id": "us2", "countries": ["United States"], "status_as_of": "2026-02"},
        {"id": "nowhere", "status_as_of": "2026-04"},
    ]
    found = recruiting_trials(site(trials=[one | {"status": "recruiting"} for one in trials]))
    assert [one.id for one in found["rows"]] == ["ca", "us", "us2", "nowhere", "other"]


def test_a_trial_whose_planned_end_has_passed_may_have_closed_and_comes_last():
    trials = [
        {"id": "over", "status": "recruiting", "status_as_of": "2026-03", "end": "2026-04"},
        {"id": "on", "status": "recruiting", "status_as_of": "2026-01", "end": "2026-05"},
        {"id": "done", "status": "completed", "end": "2020"},
    ]
    of = site(page("a.md", reviewed="2026-05-02"), trials=trials)
    found = recruiting_trials(of)["rows"]
    assert [(one.id, one.closed) for one in found] == [("on", ""), ("over", "April 2026")]
    assert "It may have closed" in words(tree(of, "recruiting-trials"))
    when = {one.id: one.when for one in trials_table(of)["rows"]}
    assert when["over"] == "as of March 2026; may have closed"
    assert when["on"] == "as of January 2026"
    (where,) = [fact.says for fact in trial_facts(of, "over").facts if fact.name == "Where, when"]
    assert where[-1].text.endswith("its planned end has passed, so it may have closed")


def test_a_registry_number_leads_to_its_record_where_the_address_is_known():
    of = site(trials=[{"registry": ["NCT01234567", "NCT07654321", "ISRCTN12345678"]}])
    address = "https://example.org/NCT01234567"
    fields = {"number": "NCT01234567", "url": address}
    of.bibliography.entries["record"] = Entry("record", "registry", 1, fields)
    links = [(one.text, one.get("href")) for one in tree(of, "trials-table").iter("a")]
    assert ("NCT01234567", address) in links
    assert ("NCT07654321", "https://clinicaltrials.gov/study/NCT07654321") in links
    assert "ISRCTN12345678" in words(tree(of, "trials-table"))
    assert "ISRCTN12345678" not in dict(links)


# ---- the facts of one


def test_a_sponsor_is_not_said_to_have_paid():
    said = facts(sponsor="A University")
    assert (said["Sponsor"], said["Paid by"]) == ("A University", "not seen")
    said = facts(sponsor="A University", funding="A Fund")
    assert said["Paid by"] == "A Fund" and "Sponsor" not in said


def test_a_bare_trial_says_of_each_fact_that_it_was_not_seen():
    said = facts()
    assert said["Where, when"] == "not seen; dates not seen; completed"
    assert said["People"] == "number not seen"
    assert said["Sessions"] == "With drug: not seen"
    assert said["Effect"] == "not seen"
    assert said["Risk of bias"] == "no published rating seen"
    assert said["Paid by"] == "not seen"
    assert said["Source"] == "roe2020 (read in the report, its abstract or the registry)"
    assert "Note" not in said
    assert "Retraction" not in said


def test_what_a_report_does_not_give_is_told_from_what_nobody_saw():
    assert unseen("Measured by", not_reported=["measure"]) == ["not reported"]
    assert unseen("Measured by") == ["not seen"]
    assert unseen("Measured by", measure="CAPS-5") == []


@pytest.mark.parametrize(
    ("given", "when"),
    [
        ({"start": "2018-05", "end": "2020"}, "May 2018 to 2020"),
        ({"start": "2018"}, "2018 to ?"),
        ({"start": "2018", "status": "running"}, "2018 to now"),
        ({"start": "2018", "status": "recruiting"}, "2018 to now"),
        ({"end": "2020"}, "? to 2020"),
    ],
)
def test_a_trial_lasts_from_to(given, when):
    assert facts(**given)["Where, when"].split("; ")[1] == when


@pytest.mark.parametrize(
    ("given", "people"),
    [
        ({"n_randomized": 46}, "46 randomized"),
        ({"n_randomized": 46, "allocation": "single-group"}, "46 enrolled"),
        ({"n_planned": 20}, "20 planned"),
        (
            {
                "n_randomized": 46,
                "n_analyzed": 40,
                "n_note": "Two",
                "prior_mdma_use": {"n": 9, "of": 46},
            },
            "46 randomized, 40 in the primary analysis. Two. Had used MDMA before: 9 of 46 (20%)",
        ),
        ({"n_analyzed": 40}, "number not seen, 40 in the primary analysis"),
    ],
)
def test_people_in_words(given, people):
    assert facts(**given)["People"] == people


def effect(**given: Any) -> dict[str, Any]:
    """An effect as its report prints it."""
    return {"statistic": "Cohen's d", "value": -0.91, "cites": ["roe2020"]} | given


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Cohen's d −0.91 roe2020"),
        ({"ci": [-1.4, -0.4]}, "Cohen's d −0.91 (95% CI −1.4 to −0.4) roe2020"),
        ({"p": "<0.001"}, "Cohen's d −0.91, p <0.001 roe2020"),
        ({"p": "0.03"}, "Cohen's d −0.91, p = 0.03 roe2020"),
        ({"compares": "A and B", "note": "by us"}, "Cohen's d −0.91: A and B (by us) roe2020"),
    ],
)
def test_an_effect_in_words(given, said):
    assert facts(effects=[effect(**given)])["Effect"] == said


def test_effects_that_share_a_source_name_it_once_after_the_last():
    rows = [effect(value=1.0), effect(value=2.0), effect(value=3.0, cites=["doe2021"])]
    said = "Cohen's d 1|Cohen's d 2 roe2020|Cohen's d 3 doe2021"
    assert facts(effects=rows)["Effect"] == said


def test_judgements_of_reviewers_and_retractions_are_named():
    said = facts(
        risk_of_bias=[
            {"tool": "RoB 2", "rating": "high", "by": "doe2021"},
            {"tool": "RoB 2", "rating": "low", "by": "roe2020"},
        ],
        retractions=[{"key": "doe2021", "note": "data taken back"}],
        note="More",
    )
    assert said["Risk of bias"] == "high (RoB 2; doe2021), low (RoB 2; roe2020)"
    assert said["Retraction"] == "doe2021: data taken back"
    assert said["Note"] == "More"


def arm(**given: Any) -> dict[str, Any]:
    """An arm."""
    return {"id": "mdma", "label": "MDMA", "role": "mdma"} | given


def arm_row(not_reported: list[str] | None = None, **given: Any) -> Any:
    """The row of one arm."""
    trial = {"id": "one", "arms": [arm(**given)], "not_reported": not_reported or []}
    return trial_facts(site(trials=[trial]), "one").arms[0]


@pytest.mark.parametrize(
    ("given", "dose"),
    [
        ({"initial_mg": [80, 120]}, "80 to 120"),
        ({"initial_mg": [80.0], "supplemental_mg": [40, 62.5]}, "80 + 40 to 62.5"),
        ({"dose_note": "half of it first"}, "see below"),
        ({}, "not seen"),
    ],
)
def test_a_dose_in_words(given, dose):
    assert arm_row(**given).dose.text == dose


def test_people_of_an_arm_are_those_randomized_else_analyzed():
    assert arm_row(n_randomized=23, n_analyzed=20).people.text == "23"
    assert arm_row(n_analyzed=20).people.text == "20"
    assert arm_row(["arms.mdma.n_randomized"]).people.text == "not reported"


def test_scores_and_shares_of_an_arm_in_words():
    found = arm_row(
        baseline={"mean": 44, "sd": 6.1},
        endpoint={"mean": 19.5, "se": 2, "n": 20},
        change={"mean": -24.4, "ci": [-27, -20]},
        loss_of_diagnosis={"n": 28, "of": 42, "percent": 67},
        dropouts={"percent": 9.5},
    )
    assert found.before.text == "44.0 (SD 6.1)"
    assert found.after.text == "19.5 (SE 2.0), n = 20"
    assert found.change.text == "−24.4 (95% CI −27 to −20)"
    assert found.no_longer_diagnosed.text == "28 of 42 (67%)"
    assert found.left_early.text == "9.5%"


@pytest.mark.parametrize(
    ("measure", "caption"),
    [
        ("CAPS-5", "ONE, by arm (CAPS-5, 0 to 80, lower is better)"),
        ("CAPS-IV", "ONE, by arm (CAPS-IV, 0 to 136, lower is better)"),
        ("BDI", "ONE, by arm"),
        (None, "ONE, by arm"),
    ],
)
def test_the_scale_is_named_where_its_ends_are_known(measure, caption):
    assert trial_facts(site(trials=[{"measure": measure}]), "one").caption == caption


def test_each_note_stands_once_and_says_what_it_is_about():
    arms = [
        arm(dose_note="half first", baseline={"mean": 4, "note": "as printed"}),
        arm(id="placebo", dose_note="half first", dropouts={"percent": 5, "note": "at once"}),
    ]
    found = trial_facts(site(trials=[{"arms": arms}]), "one")
    assert found.notes == "Dose: half first; Before: as printed; Left early: at once"


@pytest.mark.parametrize(
    ("notes", "name"),
    [
        (["no score at week 18", "no score at week 18"], "No score at the end"),
        (["no score at week 18", "did not complete"], "Left early"),
        ([], "Left early"),
    ],
)
def test_people_without_a_score_are_not_said_to_have_left(notes, name):
    arms = [
        {
            "id": str(at),
            "label": "Arm",
            "role": "mdma",
            "dropouts": {"n": 4, "of": 46, "note": note},
        }
        for at, note in enumerate(notes)
    ]
    assert trial_facts(site(trials=[{"id": "one", "arms": arms}]), "one").left_early == name


def test_a_note_may_cite():
    found = site(trials=[{"note": "A talk was given.[@doe2021]", "cites": ["roe2020"]}])
    drawn = tree(found, "trial-facts one")
    assert words(drawn).endswith("NoteA talk was given. (Doe and Poe 2021)")
    assert views.DRAWINGS["trial-facts"].keys(found, "one") == ["roe2020", "doe2021"]


def test_a_trial_that_is_not_there_is_an_error():
    with pytest.raises(LookupError):
        trial_facts(site(), "gone")


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"n_randomized": 9, "published": 2021}, "PTSD, 9 people, 2021"),
        ({"n_planned": 8, "status": "planned"}, "PTSD, 8 people, planned"),
        ({"n_planned": 8, "status": "unknown"}, "PTSD, 8 people planned, status unknown"),
        (
            {"condition": "other", "condition_note": "fibromyalgia", "status": "stopped-early",
             "published": 2021},
            "Fibromyalgia, stopped early, published 2021",
        ),
        (
            {"measure": "CAPS-5", "arms": [
                arm(change={"mean": -24.4}), arm(id="placebo", label="Placebo with therapy",
                                                 role="placebo", change={"mean": -13.9})]},
            "PTSD, completed. CAPS-5: −24.4 with {}, −13.9 with placebo",
        ),
        (
            {"measure": "CAPS-5", "arms": [arm(baseline={"mean": 40}, endpoint={"mean": 20})]},
            "PTSD, completed. CAPS-5: 40.0 to 20.0 with {}, no comparison group",
        ),
        ({"measure": "CAPS-5", "arms": [arm(change={"mean": -24.4}), arm(id="placebo")]},
         "PTSD, completed"),
    ],
)  # fmt: skip
def test_a_trial_in_a_line_names_all_its_arms_or_none(fields, line):
    found = site(trials=[fields])
    name = arm()["label"].removesuffix(" with therapy")
    assert in_a_line(found, found.data.trial("one")) == line.format(name)


# ---- entries in Markdown


def test_an_entry_is_markdown_with_its_facts_drawn_later():
    trials = [{"name": "ONE", "title": "In adults.", "adds": "So.[@doe2021]\n"}]
    text = printer(site(trials=trials)).print("trial-entries", "a.md")
    lines = [line for line in text.split("\n") if line]
    wanted = [
        "### ONE { #one }",
        "<!-- fold: PTSD, completed -->",
        "In adults.",
        "<!-- draw: trial-facts one -->",
        "So.[@doe2021]",
    ]
    assert lines == wanted


def test_texts_of_an_entry_are_not_escaped_and_bring_their_own_keys():
    trials = [{"adds": "A & B < C.[@doe2021]", "blinding": {"text": "Few.[@roe2020]"}}]
    found = site(trials=trials)
    assert trial_entries(found)["entries"][0].adds == "A & B < C.[@doe2021]"
    assert "Blinding: Few.[@roe2020]" in printer(found).print("trial-entries", "a.md")
    assert "A & B < C." in printer(found).print("trial-entries", "a.md")


def test_facts_are_printed_as_a_list_and_a_table():
    trial = {"effects": [effect(), effect(value=2.0)], "arms": [arm(n_randomized=23)]}
    drawn = tree(site(trials=[trial]), "trial-facts one")
    said = {words(dt): words(dd) for dt, dd in zip(drawn[0][::2], drawn[0][1::2], strict=True)}
    assert said["Effect"] == "Cohen's d −0.91Cohen's d 2 Roe 2020"
    assert len(drawn.findall(".//dd/br")) == 1
    rows = [words(row) for row in drawn.findall(".//tbody/tr")]
    assert rows == ["People 23"]  # an arm a column; no row where no arm was seen
    assert "Paid by" not in said  # what nobody saw is left out; the page says so once
