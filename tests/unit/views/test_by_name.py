"""Medicines, conditions, countries, treatments and times: rows from records, and what is read of
them.
"""

from __future__ import annotations

import pytest
from unit.views.made_up import record, site, tree, words

from sitebuild.views import access, medicines, states, time_course, treatments
from sitebuild.views.geometry import Scale


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
    own = "Do not stop or change a medicine on your own; first ask whoever prescribes it"
    assert own in words(drawn)
    assert "not in the table is not thereby safe" in words(drawn)


def test_a_row_is_found_by_its_brands_its_other_names_and_its_group():
    of = site(
        medicines=[{"brands": ["Bufferin"], "also": ["ASA"]}], conditions=[{"also": ["COPD"]}]
    )
    assert medicines.medicines_table(of)["groups"][0].rows[0].words == (
        "Aspirin|Bufferin|ASA|Painkillers"
    )
    drawn = tree(of, "medicines-table")
    field = next(one for one in drawn.iter("div") if one.get("class") == "filter by-name")
    assert field.get("hidden") is not None, "without script there is no field that does nothing"
    assert field.get("data-missing", "").startswith(
        "Not in our table. That does not mean it is safe."
    )
    row = next(row for row in tree(of, "conditions-table").iter("tr") if row.get("id"))
    assert row.get("data-words") == "Asthma|COPD|Other organs"


def test_what_is_prescribed_is_not_to_be_stopped_and_says_so_in_each_part():
    groups = [{"id": "a", "group": "pain"}, {"id": "b", "group": "alcohol-and-drugs"}]
    captions = [
        words(one) for one in tree(site(medicines=groups), "medicines-table").iter("caption")
    ]
    assert ["Do not stop or change one" in caption for caption in captions] == [True, False]


def test_each_row_of_a_prescribed_medicine_ends_with_the_warning():
    groups = [{"id": "a", "group": "pain"}, {"id": "b", "group": "alcohol-and-drugs"}]
    drawn = tree(site(medicines=groups), "medicines-table")
    rows = {row.get("id"): row for row in drawn.iter("tr") if row.get("id")}
    own = "Ask first: do not stop or change it without its prescriber."
    assert words(rows["medicine-a"]).endswith(own)
    assert own not in words(rows["medicine-b"])
    assert "#before-you-change-anything" in [
        one.get("href") for one in rows["medicine-a"].iter("a")
    ]


def test_in_nobody_is_said_once():
    rows = medicines.medicines_table(site(medicines=[{"in_whom": "none"}]))["groups"][0].rows
    assert (rows[0].evidence, rows[0].in_whom) == ("nothing found", "")


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
    chip = next(link for link in drawn.iter("a") if link.get("href") == "#access-us")
    assert words(chip) == f"United States ({found['tiles'][-1].rows[0].year})", "how old it is"
    rows = {row.get("id") for row in drawn.iter("tr")}
    assert {"access-us", "access-ca", "access-au"} <= rows
    cells = [cell for cell in drawn.iter("td") if cell.get("class") == "blank"]
    assert cells and not any(words(cell) for cell in cells), "what no source says is left blank"
    assert "A blank or a missing line: no source read for this site says it" in words(drawn)


def test_laws_of_a_state_stand_together_and_the_first_bears_its_address():
    of = site(
        us_states=[
            {"id": "utah-later", "year": 2026, "money": "None.[@roe2020]"},
            {"id": "new-york-law", "state": "New York"},
            {"id": "utah-first", "bill": "Bill 1.[@roe2020]"},
        ]
    )
    rows = states.us_states_table(of)["rows"]
    assert [(row.id, row.year) for row in rows] == [
        ("state-new-york", 2024),
        ("state-utah", 2024),
        ("", 2026),
    ]
    drawn = tree(of, "us-states-table")
    said = {row.get("id"): words(row) for row in drawn.iter("tr")}
    assert {"state-new-york", "state-utah"} <= said.keys()
    assert "Pilot program. Some may treat." in said["state-utah"]
    assert "Bill 1." in said["state-utah"]
    assert words(drawn).count("Money: ") == 1, "only where a source names a sum"


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
    titles = [kind.title for kind in time_course.time_course(of).kinds]
    assert titles == ["Effects begin", "Half of it gone from the blood"]


HOURS = Scale(0, 10)
DRAWN = [  # a record, and where its point, its bar and the line of its range lie, in percent
    ({"typical": 2}, ("20.00", None, None)),
    ({"low": 30, "high": 60, "unit": "minutes"}, ("", ("5.00", "10.00"), None)),
    ({"typical": 2, "low": 1, "high": 3}, ("20.00", ("10.00", "30.00"), None)),
    ({"typical": 8, "what": "half-life"}, ("", ("0.00", "80.00"), None)),
    ({"low": 8, "high": 9, "what": "half-life"}, ("", ("0.00", "80.00"), ("80.00", "90.00"))),
    (
        {"typical": 4, "low": 1, "high": 8, "what": "felt-effect-lasts"},
        ("", ("0.00", "40.00"), ("10.00", "80.00")),
    ),
]


@pytest.mark.parametrize(("given", "lies"), DRAWN, ids=str)
def test_a_time_lies_where_it_is_and_a_length_begins_at_the_edge(given, lies):
    row = record("time-course.yml", **given)
    lane = time_course.lane(row, HOURS, time_course.IN_HOURS[row.unit])
    bar, span = ((one.x, one.end) if one else None for one in (lane.bar, lane.span))
    assert (lane.point, bar, span) == lies


def test_a_rise_is_a_bar_from_zero_and_a_reading_a_point():
    pressure = {"what": "blood-pressure-peak", "unit": "mmHg"}
    of = site(
        time_course=[
            pressure | {"id": "rise", "typical": 40, "rise": True},
            pressure | {"id": "reading", "typical": 170},
        ]
    )
    (panel,) = time_course.time_course(of).panels
    rise, reading = panel.lanes
    assert (rise.bar.x, rise.bar.end, rise.point) == ("0.00", "20.00", "")
    assert (reading.bar, reading.point) == (None, "85.00")
    assert [tick.text for tick in panel.ticks] == ["0", "100", "200"]


def test_what_takes_days_is_in_the_table_and_not_on_the_axis():
    of = site(
        time_course=[
            {"id": "on", "typical": 1},
            {"id": "back", "what": "enzyme-recovery", "typical": 10, "unit": "days"},
            {"id": "half", "what": "enzyme-recovery", "typical": 46.6},
        ]
    )
    found = time_course.time_course(of)
    assert [len(panel.lanes) for panel in found.panels] == [1]
    assert "10 days" in words(tree(of, "time-course"))


def test_an_axis_reaches_its_greatest_value():
    of = site(time_course=[{"typical": 24}])
    (panel,) = time_course.time_course(of).panels
    assert panel.lanes[0].point == "100.00"
    assert [tick.text for tick in panel.ticks][-1] == "24"
