"""Checks of sense: figures, retracted works, numbers, advice, hints. Good and bad, told."""

from __future__ import annotations

from typing import Any

import pytest
from support import harm, trial
from unit.rules.made_up import page

from sitebuild.model import figures
from sitebuild.model.data import Data, DataFile
from sitebuild.model.figures import Figures, OnlyInProse, Tied
from sitebuild.model.records import FILES
from sitebuild.model.site import Site
from sitebuild.model.sources import Bibliography, Entry
from sitebuild.rules import figures as figure_rules
from sitebuild.rules import hints, load, numbers, retracted, run

TRIAL = trial(
    "mapp9",
    n_randomized=90,
    n_note="The register counts 93.",
    arms=[
        {
            "id": "mdma",
            "label": "MDMA",
            "role": "mdma",
            "n_randomized": 46,
            "response": {"n": 37, "of": 42, "percent": 88},
            "change": {"mean": -24.4},
        },
        {"id": "placebo", "label": "Placebo", "role": "placebo", "n_randomized": 44},
    ],
)
HARM = harm(trial="mapp9", n=14)
PEOPLE: dict[str, Any] = {
    "id": "women",
    "group": "mapp9",
    "group_name": "MAPP9",
    "n": 90,
    "measure": "sex-female",
    "label": "Women",
    "value": {"n": 59, "of": 90},
    "seen": "primary",
    "cites": ["roe2020"],
}


def made(body: str, *entries: Entry, listed: Figures | None = None, **records: Any) -> Site:
    """A site of one page, a few sources and some records, none of it on disk."""
    given: dict[str, list[dict[str, Any]]] = {
        "trials.yml": [TRIAL],
        "adverse-events.yml": [HARM],
    } | {f"{name.replace('_', '-')}.yml": rows for name, rows in records.items()}
    data = Data()
    for name, (_, model) in FILES.items():
        items = given.get(name, [])
        rows = [model.model_validate(item) for item in items]
        data.records[name] = rows
        data.files[name] = DataFile(name, rows, items, list(range(len(items))))
    sources = {
        "roe2020": Entry("roe2020", "misc", 1, {"title": "A study", "year": "2020"}),
        "doe2021": Entry("doe2021", "misc", 1, {"title": "A study", "year": "2021"}),
    } | {entry.key: entry for entry in entries}
    site = Site(
        root=figures.Path("nowhere"),
        pages=[page(body)],
        bibliography=Bibliography(list(sources.values())),
        data=data,
        navigation=["page.md"],
    )
    site.figures = listed or Figures()
    return site


def told(site: Site, *rules: str) -> list[str]:
    """What these rules say."""
    assert set(rules) <= set(load())
    return [found.message for found in [*run(site), *hints(site)] if found.rule in rules]


# ---------------------------------------------------------------- figures

FIGURES = (
    "figure-of-trial",
    "figure-percent",
    "figure-listed",
    "registry-number",
    "advice",
    "advice-in-data",
    "retracted-said",
)
GOOD = [
    "In MAPP9, with 90 people, 37 of 42 (88%) responded.[@roe2020]",
    "In MAPP9 the score fell by 24.4 points on CAPS-5 in 2021.[@roe2020]",
    "In MAPP9, on 9 August 2024, 14 of 46 had nausea.[@roe2020]",
    "In MAPP9, by a count of 93 people.[@roe2020]",
    "About 67 in 100 said so.[@roe2020]",
    "Elsewhere 12 of 33 people said so.[@doe2021]",
    "Ten of 12 responded, and 2 of 8 (83% and 25%).[@doe2021]",
    "It was 1 of 3 (33.3%) and 2 of 3 (66.6%).[@doe2021]",
    "House Bill 2489 of 2023 says so.[@doe2021]",
    "Its title names a study of 2002 of 40 people.[@doe2021]",
    "It is NCT03537014, or ACTRN12612000219886.[@doe2021]",
    "A guideline strongly recommends against it.[@doe2021]",
    "It does not show that the drug is safe.[@doe2021]",
    'They called it a "life-changing" day.[@doe2021]',
    "We recommended nothing.[@doe2021]",
    "You must agree in writing.[@doe2021]",
]


@pytest.mark.parametrize(
    ("module", "ident"),
    [
        (figure_rules, "figure-of-trial"),
        (numbers, "registry-number"),
        (retracted, "retracted-said"),
    ],
)
def test_a_rule_stands_in_the_module_named_for_what_it_asks_of(module, ident):
    assert load()[ident].check.__module__ == module.__name__


@pytest.mark.parametrize("body", GOOD)
def test_what_makes_sense_passes(body):
    assert told(made(f"{body}\n"), *FIGURES) == []


BAD = [
    ("In MAPP9, with 140 people, it fell.[@roe2020]", "140 in no record about mapp9"),
    ("In MAPP9 it fell by 42.4 points.[@roe2020]", "42.4 in no record about mapp9"),
    ("In MAPP9 a third of 90 and 47 of 53 said so.[@roe2020]", "47, 53, 47 of 53 in no record"),
    ("In the first trial 73 of 42 responded.[@roe2020]", "73 of 42"),
    ("In the first trial 41 of 42 responded.[@roe2020]", "41 of 42 in no record about mapp9"),
    ("Of them 37 of 42 responded (68%).[@doe2021]", "37 of 42 is 88.1%, not 68%"),
    ("Ten of 12 and 2 of 8 (83% and 52%).[@doe2021]", "2 of 8 is 25.0%, not 52%"),
    ("It was 45 of 90 (50.9%).[@doe2021]", "45 of 90 is 50.0%, not 50.9%"),
    ("It was 151 of 402 people (31 %).[@doe2021]", "151 of 402 is 37.6%, not 31%"),
    ("It was 151 of 402 people (31 percent).[@doe2021]", "151 of 402 is 37.6%, not 31%"),
    ("It was 44 of the 42 people.[@doe2021]", "44 of the 42"),
    ("It is NCT0353701.[@doe2021]", "NCT and 8 digits (here 7)"),
    ("It is ACTRN126120002198866.[@doe2021]", "ACTRN and 14 digits (here 15)"),
    ("You should take MDMA.[@doe2021]", "advice: 'You should take'"),
    ("You must not use it.[@doe2021]", "advice: 'You must not use'"),
    ("People should take MDMA.[@doe2021]", "advice: 'should take MDMA'"),
    ("We strongly recommend it.[@doe2021]", "advice: 'We strongly recommend'"),
    ("It will cure many people.[@doe2021]", "a promise: 'will cure'"),
    ("MDMA-assisted therapy is safe.[@doe2021]", "a promise: 'MDMA-assisted therapy is safe'"),
    ("The treatment will help.[@doe2021]", "a promise: 'The treatment will help'"),
    ("A miracle cure.[@doe2021]", "a promise: 'miracle cure'"),
]


@pytest.mark.parametrize("body, wrong", BAD)
def test_what_makes_no_sense_is_told(body, wrong):
    found = told(made(f"{body}\n"), *FIGURES)
    assert any(wrong in one for one in found), found


LARGE = {"phase": "3", "condition": "ptsd", "allocation": "randomized"}
TWO = {
    "trials": [
        TRIAL | LARGE | {"published": 2021},
        trial("mapp10", n_randomized=104, cites=["poe2023"], published=2023, **LARGE),
    ],
    "adverse_events": [
        HARM | {"cites": ["doe2021"], "of": 46},
        harm(trial="mapp10", event="Headache", n=20, of=53, cites=["poe2023"]),
    ],
}


@pytest.mark.parametrize(
    "body",
    [
        "In the first large trial 14 of 46 had nausea.[@doe2021]",
        "In the first of the two largest trials 30% had nausea (14 of 46).[@doe2021]",
        "In the first large phase 3 trial 1 in 3 and 30 in 100 had nausea (14 of 46).[@doe2021]",
        "In the first large trial 90 took part, and in the second 104.[@doe2021]",
        "Before the second phase 3 trial 3.65 was found.[@doe2021]",
        "It was seen in 12 of 33 people.[@doe2021]",
    ],
)
def test_a_large_trial_is_known_by_what_prose_calls_it(body):
    assert told(made(f"{body}\n", **TWO), *FIGURES) == []


@pytest.mark.parametrize(
    "body, wrong",
    [
        ("In the first large trial 13 of 46 had it.[@roe2020]", "13 of 46 in no record about m"),
        ("In the first of the two largest trials 13 had it.[@noe2020]", "13 in no record about m"),
        (
            "In the second large phase 3 trial 90 took part.[@noe2020]",
            "90 in no record about mapp10",
        ),
        ("In a trial 13 of 46 people felt sick.[@doe2021]", "13 of 46 in no record about mapp9"),
        ("Headache came in 21 of 53 people.[@noe2020]", "21 of 53 in no record about mapp10"),
    ],
)
def test_a_repeated_figure_is_told_where_no_trial_is_named(body, wrong):
    more = [Entry(key, "misc", 1, {"title": "A"}) for key in ("noe2020", "poe2023")]
    found = told(made(f"{body}\n", *more, **TWO), *FIGURES)
    assert any(wrong in one for one in found), found


def test_a_figure_that_no_field_holds_is_listed_with_its_reason():
    body = "In MAPP9, 79 of 90 people had a headache.[@roe2020]\n"
    row = OnlyInProse(
        page="page.md", sentence="79 of 90 people", figures=[79, 90], why="at the start"
    )
    assert told(made(body), *FIGURES)
    assert told(made(body, listed=Figures(only_in_prose=[row])), *FIGURES) == []
    gone = told(made("It was so.[@roe2020]\n", listed=Figures(only_in_prose=[row])), *FIGURES)
    assert gone == ["no cited line of page.md holds '79 of 90 people'"]


TIE = "with 46 and 44 people"
PATHS = ["mapp9.arms.mdma.n_randomized", "mapp9.arms.placebo.n_randomized"]


@pytest.mark.parametrize(
    "text, data, wrong",
    [
        (TIE, PATHS, ""),
        ("fell by 24 points", ["mapp9.arms.mdma.change.mean"], ""),
        ("14 of 46 people", ["adverse-events.mapp9.mdma.Nausea.n"], ""),
        (TIE, PATHS[::-1], "mapp9.arms.mdma.n_randomized is 46, and the page says otherwise"),
        ("fell by 25 points", ["mapp9.arms.mdma.change.mean"], "is -24.4, and the page"),
        (TIE, ["mapp9.arms.other.n"], "is no figure of docs/data"),
        (TIE, ["adverse-events.mapp9.mdma.Rash.n"], "is no figure of docs/data"),
        (TIE, ["mapp9.name"], "is no figure of docs/data"),
    ],
)
def test_a_text_that_is_tied_to_the_data(text, data, wrong):
    listed = Figures(tied=[Tied(page="page.md", text=text, data=data)])
    found = told(made(f"It was {text}.[@doe2021]\n", listed=listed), "figure-listed")
    assert [wrong in one for one in found] == ([True] if wrong else [])
    gone = told(made("It was so.[@doe2021]\n", listed=listed), "figure-listed")
    assert gone == [f"page.md does not hold '{text}'"]


def test_a_record_that_could_not_be_read_is_not_missed():
    data = ["mapp8.arms.mdma.n_randomized", "adverse-events.mapp8.mdma.Nausea.n"]
    listed = Figures(tied=[Tied(page="page.md", text=TIE, data=[path]) for path in data])
    site = made(f"It was {TIE}.[@doe2021]\n", listed=listed)
    assert told(site, "figure-listed") == [
        f"{path} is no figure of docs/data" for path in sorted(data)
    ]
    site.unread.ids["trials.yml"].add("mapp8")
    assert told(site, "figure-listed") == [f"{data[1]} is no figure of docs/data"]
    site.unread.files.add("docs/data/adverse-events.yml")
    assert told(site, "figure-listed") == []


def test_the_list_says_where_it_cannot_be_read(tmp_path):
    file = tmp_path / figures.FILE
    assert figures.read(tmp_path)[0] == Figures()  # a site need not have one
    file.parent.mkdir()
    file.write_text("tied: []\n", "utf-8")
    assert "a list called 'only_in_prose'" in figures.read(tmp_path)[1][0].message
    file.write_text("tied:\n- {page: a.md, text: so}\nonly_in_prose: []\n", "utf-8")
    assert "data" in figures.read(tmp_path)[1][0].message
    file.write_text("tied: [\n", "utf-8")
    assert figures.read(tmp_path)[1]


# ---------------------------------------------------------------- retracted works

RETRACTED = Entry("poe2019", "misc", 1, {"title": "A study", "retracted": "2024-08-10, conduct"})
CONCERN = Entry("moe2019", "misc", 1, {"title": "A study", "concern": "2024-08-10, data"})


@pytest.mark.parametrize(
    "body, wrong",
    [
        ("A paper, retracted since, said so.[@poe2019]", ""),
        ("A paper that its journal withdrew said so.[@doe2021; @poe2019]", ""),
        ("A paper under an expression of concern said so.[@moe2019]", ""),
        ("A paper said so.[@poe2019]", "poe2019 is marked retracted"),
        ("Two papers said so.[@doe2021; @poe2019]", "poe2019 is marked retracted"),
        ("A paper said so.[@poe2019] It was retracted.[@doe2021]", "poe2019 is marked retracted"),
        ("A paper said so.[@moe2019]", "moe2019 is marked concern"),
    ],
)
def test_a_retracted_work_is_cited_as_one(body, wrong):
    found = told(made(f"{body}\n", RETRACTED, CONCERN), "retracted-said")
    assert [wrong in one for one in found] == ([True] if wrong else [])


def test_a_record_that_rests_on_a_retracted_work_says_so():
    silent, aloud = (
        HARM | {"cites": ["poe2019"]},
        HARM | {"note": "Retracted.", "cites": ["poe2019"]},
    )
    assert told(made("", RETRACTED, adverse_events=[silent]), "retracted-said")
    assert told(made("", RETRACTED, adverse_events=[aloud]), "retracted-said") == []


# ---------------------------------------------------------------- numbers and sources


@pytest.mark.parametrize(
    "fields, wrong",
    [
        ({"isbn": "978-0-306-40615-7"}, ""),
        ({"isbn": "080442957X"}, ""),
        ({"isbn": "978-0-306-40617-5"}, "its digits do not add up"),
        ({"isbn": "12345"}, "its digits do not add up"),
        ({"registered": "NCT03537014"}, ""),
        ({"registered": "NCT3537014"}, "NCT and 8 digits (here 7)"),
    ],
)
def test_numbers_of_a_source(fields, wrong):
    entry = Entry("poe2019", "book", 1, {"title": "A book", **fields})
    found = told(made("", entry), "source-isbn", "registry-number")
    assert [wrong in one for one in found] == ([True] if wrong else [])


def test_a_registry_record_stands_once():
    one, other = (
        Entry(key, "registry", 1, {"title": title, "number": "NCT03537014"})
        for key, title in (("roe2018", "A trial"), ("doe2019", "The same trial, by another name"))
    )
    assert told(made("", one, other), "source-same") == [
        "doe2019 has the same registry number as roe2018"
    ]


# ---------------------------------------------------------------- groups


@pytest.mark.parametrize(
    "change, wrong",
    [
        ({}, ""),
        ({"n": 93}, ""),  # n_note tells of them
        ({"n": 94}, "n is 94, and mapp9 has 90 people"),
        ({"n": 59}, "of 90 people, in a group of 59"),
        ({"arm": "mdma", "n": 47, "value": {"n": 3, "of": 46}}, "n is 47, and mapp9 has 46 people"),
        ({"n": None, "value": {"n": 59, "of": 95}}, "value.of is 95, and mapp9 has 90 people"),
    ],
)
def test_a_group_is_no_larger_than_its_trial(change, wrong):
    found = told(made("", participants=[PEOPLE | change]), "data-group-size")
    assert [wrong in one for one in found] == ([True] if wrong else [])


@pytest.mark.parametrize("name", ["prior_mdma_use", "blinding"])
def test_a_share_of_a_trial_is_of_its_people(name):
    share = {"n": 3, "of": 99}
    guess = {"text": "So it was.[@roe2020]", "control_guessed_right": share}
    fields = {"prior_mdma_use": share, "blinding": guess}
    found = told(made("", trials=[TRIAL | {name: fields[name]}]), "data-group-size")
    assert ["is 99, and mapp9 has 90 people" in one for one in found] == [True]


@pytest.mark.parametrize("text, wrong", [("It is said.", False), ("It will cure people.", True)])
def test_a_record_promises_nothing(text, wrong):
    found = told(made("", adverse_events=[HARM | {"note": text}]), "advice-in-data")
    assert bool(found) is wrong


# ---------------------------------------------------------------- hints


@pytest.mark.parametrize(
    "body, told_of",
    [
        ("It is the only trial of its kind.[@doe2021]", True),
        ("No country has allowed it.[@doe2021]", True),
        ("All trials were small.[@doe2021]", True),
        ("It was the only trial that we found.[@doe2021]", False),
        ("By November 2026 no country had allowed it.[@doe2021]", False),
        ("In the first trial it was so.[@doe2021]", False),
        ("The review says that all trials were small.[@doe2021]", False),
    ],
)
def test_a_claim_about_everything_is_asked_for_its_bounds(body, told_of):
    site = made(f"{body}\n")
    assert bool(told(site, "scope")) is told_of
    assert [found for found in run(site) if found.rule == "scope"] == []  # it stops nothing


@pytest.mark.parametrize(
    "published, told_of",
    [("2026-01-03", True), ("2026-02", True), ("2027", True), ("2026", False), ("2026-01", False)],
)
def test_a_page_reviewed_before_its_newest_source_appeared(published, told_of):
    entry = Entry("poe2019", "misc", 1, {"title": "A study", "date": published})
    assert bool(told(made("So it is.[@poe2019]\n", entry), "reviewed-since")) is told_of
