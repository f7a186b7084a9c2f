"""Medicines, conditions, countries, treatments and times: rows from records, and what is read of
them.
"""

from __future__ import annotations

import pytest
from unit.views.made_up import record, site, tree, words

from sitebuild.views import access, medicines, time_course, treatments


def test_medicines_stand_in_their_groups_in_the_order_of_the_groups():
    of = site(
        medicines=[
            {"id": "aspirin"},
            {"id": "zoloft", "name": "Sertraline", "brands": ["Zoloft"], "group": "antidepressant"},
        ]
    )
    groups = medicines.medicines_table(of)["groups"]
    assert [group.title for group in groups] == ["Antidepressants", "Painkillers"]
    assert groups[0].rows[0].also == "Zoloft"
    drawn = tree(of, "medicines-table")
    assert [row.get("id") for row in drawn.iter("tr") if row.get("id")] == [
        "medicine-zoloft",
        "medicine-aspirin",
    ]
    assert "Nothing was seen. (Roe 2020)" in words(drawn)
    assert "Do not stop or change a medicine without the person who prescribes it" in words(drawn)
    assert "not in the table is not thereby safe" in words(drawn)


def test_a_danger_is_said_in_words_and_marked():
    drawn = tree(site(medicines=[{"risk": "danger-reported"}]), "medicines-table")
    strong = next(drawn.iter("strong"))
    assert (words(strong), strong.get("class")) == ("Danger reported", "alert")


def test_a_condition_says_who_was_left_out_and_who_let_in():
    of = site(
        conditions=[{"left_out": "Left out.[@roe2020]", "let_in": "Mild cases came.[@doe2021]"}]
    )
    row = medicines.conditions_table(of)["groups"][0].rows[0]
    assert row.trials == "Left out.[@roe2020] Mild cases came.[@doe2021]"
    assert "Left out. (Roe 2020) Mild cases came. (Doe and Poe 2021)" in words(
        tree(of, "conditions-table")
    )


def test_tiles_lead_to_their_rows_the_widest_access_first():
    of = site(
        access_by_country=[
            {"id": "us", "place": "United States", "kind": "trials-only"},
            {"id": "ca"},
            {"id": "au", "place": "Australia", "kind": "prescribing-scheme"},
        ]
    )
    found = access.access_by_country(of)
    assert [tile.rows[0].place for tile in found["tiles"]] == [
        "Australia",
        "Canada",
        "United States",
    ]
    drawn = tree(of, "access-by-country")
    targets = {
        link.get("href") for link in drawn.iter("a") if link.get("href", "").startswith("#a")
    }
    assert targets == {"#access-us", "#access-ca", "#access-au"}
    rows = {row.get("id") for row in drawn.iter("tr")}
    assert {"access-us", "access-ca", "access-au"} <= rows
    assert "not seen" in words(drawn), "what no source says is neither none nor left out"


def test_a_bar_is_as_long_as_its_share():
    share = {"n": 11, "of": 25, "percent": 44}
    of = site(treatments=[{"loss_of_diagnosis": share}])
    line = treatments.treatments_side_by_side(of)["kinds"][0].rows[0]
    assert (line.loss_of_diagnosis.percent, line.response) == (44, None)
    drawn = tree(of, "treatments-side-by-side")
    assert next(drawn.iter("rect")).get("width") == "44.0%"
    assert "11 of 25 (44%)" in words(drawn)
    assert "Never compared head to head" in words(drawn)


SPOKEN = [
    ({"typical": 2.5}, "2.5 hours"),
    ({"low": 1, "high": 2}, "1 to 2 hours"),
    ({"low": 6, "high": 10, "typical": 8}, "8 (6 to 10) hours"),
    ({"low": 30, "unit": "minutes"}, "30 minutes"),
]


@pytest.mark.parametrize(("given", "says"), SPOKEN, ids=[says for _, says in SPOKEN])
def test_a_time_as_it_is_said(given, says):
    assert time_course.spoken(record("time-course.yml", **given)) == says


def test_times_stand_in_the_order_in_which_things_happen():
    of = site(
        time_course=[{"id": "gone", "what": "half-life", "typical": 8}, {"id": "on", "typical": 1}]
    )
    titles = [kind.title for kind in time_course.time_course(of)["kinds"]]
    assert titles == ["Effects begin", "Half of it gone from the blood"]
