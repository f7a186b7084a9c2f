"""Rules on records: what one says beside another; what is unread is taken for known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import support
import yaml
from support import harm

from sitebuild import rules, settings
from sitebuild.model import data
from sitebuild.model.pages import Page
from sitebuild.model.records import FILES
from sitebuild.model.site import Site
from sitebuild.model.sources import Bibliography, Entry
from sitebuild.model.statements import FILE as CHECKS
from sitebuild.model.statements import read as read_checks
from sitebuild.model.unread import Unread
from sitebuild.rules import data as rules_of_data
from sitebuild.rules import links

KEYS = ("roe2020", "doe2021")


def trial(ident: str = "one", **fields: Any) -> dict[str, Any]:
    arms = [
        {"id": "mdma", "label": "MDMA", "role": "mdma", "n_randomized": 46},
        {"id": "placebo", "label": "Placebo", "role": "placebo", "n_randomized": 44},
    ]
    return support.trial(ident, **{"n_randomized": 90, "arms": arms} | fields)


def review(**fields: Any) -> dict[str, Any]:
    return {
        "id": "pooled",
        "name": "Pooled",
        "year": 2026,
        "outcome": "PTSD",
        "outcome_kind": "other",
        "compares": "one with another",
        "controlled": True,
        "statistic": "SMD",
        "estimate": -1,
        "favors_mdma_when": "negative",
        "seen": "primary",
        "cites": ["roe2020"],
    } | fields


def event(ident: str = "first", **fields: Any) -> dict[str, Any]:
    return {
        "id": ident,
        "date": "2024-08-09",
        "event": f"Something about {ident}.",
        "kind": "law",
        "place": "Canada",
        "seen": "primary",
        "cites": ["roe2020"],
    } | fields


def line(ident: str = "xx-line", **fields: Any) -> dict[str, Any]:
    return {
        "id": ident,
        "country": "Canada",
        "service": ident,
        "contact": "call 13 11 14",
        "phone": "13 11 14",
        "official_url": "https://example.org/",
        "seen": "primary",
        "as_of": "2026-11-23",
    } | fields


def term(ident: str, **fields: Any) -> dict[str, Any]:
    return {"id": ident, "term": ident, "short": f"What {ident} means, in a sentence."} | fields


def without(record: dict[str, Any], name: str) -> dict[str, Any]:
    return {field: value for field, value in record.items() if field != name}


Make = Callable[..., Site]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """A site with these records; a text in place of a list is the file itself."""

    def made(checks: str = "checks: []\n", **files: Any) -> Site:
        folder = tmp_path / "docs" / "data"
        folder.mkdir(parents=True, exist_ok=True)
        for name, (top, _) in FILES.items():
            given = files.get(name.removesuffix(".yml").replace("-", "_"), [])
            text = (
                given if isinstance(given, str) else yaml.safe_dump({top: given}, sort_keys=False)
            )
            (folder / name).write_text(text, "utf-8")
        (tmp_path / CHECKS).parent.mkdir(exist_ok=True)
        (tmp_path / CHECKS).write_text(checks, "utf-8")
        site = Site(tmp_path, pages=[Page.of("a.md", "---\ntitle: A\n---\n\n# A\n")])
        site.bibliography = Bibliography([Entry(key, "misc", 1, {"title": "A"}) for key in KEYS])
        site.data, findings, unread = data.read(tmp_path)
        site.unread.merge(unread)
        site.checked, more, unread = read_checks(tmp_path)
        site.unread.merge(unread)
        site.findings = [*findings, *more]
        return site

    return made


def told(site: Site) -> list[str]:
    """What the rules on data say, with their ids in place of the files' names."""
    found = []
    for one in rules.RULES.values():
        if one.check.__module__ == rules_of_data.__name__:
            found += [f"{one.id}:{f.line}: {f.message} — {f.mend}" for f in one.check(site)]
    return found


def test_a_site_that_is_right(make: Make) -> None:
    site = make(
        trials=[trial(registry=["NCT04077437"], start="2018-11", end="2020", published=2021)],
        adverse_events=[harm(), harm(arm="placebo", of=44), harm(event="Thirst")],
        meta_analyses=[review(trials=[{"trial": "one", "estimate": 1, "ci": [0, 2]}])],
        timeline=[event(), event("second", date_end="2024-08")],
        crisis_help=[line(), line("b", phone="+41 143", contact="call 143")],
        glossary="# Sorted by id.\nterms: []\n",
        checks="checks:\n- {page: a.md, fingerprint: 0123456789ab, key: roe2020, "
        "verdict: supported, seen: all, date: '2026-11-23'}\n",
    )
    assert site.findings == []
    assert told(site) == []


# what stands in the files, the rule that tells, a part of what is wrong, a part of the mend
WRONG: list[tuple[dict[str, Any], str, str, str]] = [
    (
        {"timeline": [event(), event(date="2025")]},
        "data-ids",
        "'first' is used twice",
        "another id",
    ),
    (
        {"timeline": [event(), event("second", event="Something about first.")]},
        "data-row-twice",
        "says the same as that of line 2",
        "keep one",
    ),
    (
        {"trials": [trial()], "adverse_events": [harm(), harm(n=4)]},
        "data-row-twice",
        "says the same as that of line 2",
        "keep one",
    ),
    (
        {"glossary": "# Sorted by id.\nterms:\n" + yaml.safe_dump([term("b"), term("a")])},
        "data-order",
        "'a' stands after 'b'",
        "make fix",
    ),
    (
        {"trials": [trial(registry=["NCT04077437"]), trial("two", registry=["NCT04077437"])]},
        "data-registry-once",
        "also a registry number of 'one'",
        "look both up",
    ),
    (
        {"trials": [trial(registry=["NCT04077437", "NCT04077437"])]},
        "data-registry-once",
        "also a registry number of this trial",
        "look both up",
    ),
    (
        {"trials": [trial(n_randomized=140)]},
        "data-arms-add-up",
        "n_randomized is 140, and its arms hold 46 + 44 = 90",
        "n_note",
    ),
    ({"trials": [trial(n_randomized=80)]}, "data-arms-add-up", "n_randomized is 80", "n_note"),
    (
        {"trials": [trial(n_randomized=140, n_note="87 had a score at week 18")]},
        "data-arms-add-up",
        "its arms hold 46 + 44 = 90",
        "say in n_note why 90",
    ),
    (
        {"trials": [trial()], "adverse_events": [harm(of=146)]},
        "data-arm-size",
        "'of' is 146, and the arm 'mdma' of one has 46 people",
        "right arm",
    ),
    (
        {"trials": [trial()], "adverse_events": [harm(arm="placebo")]},
        "data-arm-size",
        "'of' is 46, and the arm 'placebo' of one has 44",
        "right arm",
    ),
    (
        {"trials": [trial()], "adverse_events": [without(harm(n=50, percent=10), "of")]},
        "data-arm-size",
        "'n' is 50, and the arm 'mdma' of one has 46 people",
        "right arm",
    ),
    (
        {"trials": [trial(start="2020", end="2019-05")]},
        "data-dates-in-order",
        "one: end 2019-05 lies before start 2020",
        "check both",
    ),
    (
        {"trials": [trial(end="2022-05", published=2021)]},
        "data-dates-in-order",
        "published 2021 lies before end 2022-05",
        "check both",
    ),
    (
        {"trials": [trial(start="2022-05", published=2021)]},
        "data-dates-in-order",
        "published 2021 lies before start",
        "check both",
    ),
    (
        {"timeline": [event(date_end="2024-08-01")]},
        "data-dates-in-order",
        "date_end 2024-08-01 lies before date",
        "check both",
    ),
    (
        {"meta_analyses": [review(searched_to="2027-01")]},
        "data-dates-in-order",
        "year 2026 lies before searched_to",
        "check both",
    ),
    (
        {"trials": [trial(start="2999")]},
        "data-status-and-dates",
        "one is 'completed', and its start 2999",
        "check both",
    ),
    (
        {"trials": [trial(end="2999-05")]},
        "data-status-and-dates",
        "its end 2999-05 lies in the future",
        "check both",
    ),
    (
        {"trials": [trial(status="running", start="2999")]},
        "data-status-and-dates",
        "one is 'running'",
        "check both",
    ),
    (
        {"crisis_help": [line(contact="call 13 11 15; text 0477 13 11 14")]},
        "data-phone",
        "phone 13 11 14 is not in contact",
        "official_url",
    ),
    (
        {"crisis_help": [line(phone="13 11 41")]},
        "data-phone",
        "phone 13 11 41 is not in contact",
        "official_url",
    ),
    (
        {"crisis_help": [line(phone="+61 13 11 15")]},
        "data-phone",
        "phone +61 13 11 15",
        "official_url",
    ),
    (
        {"trials": [trial("mapp1")], "adverse_events": [harm(trial="mappp1")]},
        "data-trials-known",
        "no trial 'mappp1' in trials.yml",
        "did you mean 'mapp1'?",
    ),
    (
        {"trials": [trial()], "adverse_events": [harm(trial="quite-another")]},
        "data-trials-known",
        "no trial 'quite-another'",
        "add the trial",
    ),
    (
        {"trials": [trial()], "adverse_events": [harm(arm="sugar")]},
        "data-trials-known",
        "trial one has no arm 'sugar'",
        "use one of: mdma, placebo",
    ),
    (
        {"trials": [trial(arms=[])], "adverse_events": [harm()]},
        "data-trials-known",
        "trial one has no arm 'mdma'",
        "add the arm",
    ),
    (
        {"meta_analyses": [review(trials=[{"trial": "two", "estimate": 1, "ci": [0, 2]}])]},
        "data-trials-known",
        "no trial 'two'",
        "add the trial",
    ),
    (
        {"timeline": [event(cites=["roee2020"])]},
        "data-keys-known",
        "unknown source 'roee2020'",
        "did you mean 'roe2020'? If not, add it",
    ),
    (
        {"timeline": [event(cites=["roe2021"])]},
        "data-keys-known",
        "unknown source 'roe2021'",
        "add it to references.bib first",
    ),
    (
        {"meta_analyses": [review(rests_on_retracted=["poe2000"])]},
        "data-keys-known",
        "unknown source 'poe2000'",
        "add it",
    ),
    (
        {"meta_analyses": [review(note="So.[@nokey2000]")]},
        "data-citations",
        "'nokey2000'",
        "references.bib",
    ),
    (
        {"meta_analyses": [review(note="So.[@roe2020, @doe2021]")]},
        "data-citations",
        "no semicolon",
        "[@roe2020; @doe2021]",
    ),
]


@pytest.mark.parametrize(("files", "rule", "wrong", "mend"), WRONG)
def test_a_slip_is_told_once(
    make: Make, files: dict[str, Any], rule: str, wrong: str, mend: str
) -> None:
    site = make(**files)
    assert site.findings == []
    (one,) = told(site)
    name, _, said = one.partition(":")
    message, _, mending = said.partition(" — ")
    assert name == rule
    assert wrong in message
    assert mend in mending


def test_a_finding_names_the_field(make: Make) -> None:
    (one,) = told(make(trials=[trial(n_randomized=140)]))
    assert one.startswith("data-arms-add-up:13:")
    site = make(trials=[trial()], adverse_events=[harm(), harm(event="Thirst", of=146)])
    (one,) = told(site)
    assert one.startswith("data-arm-size:17:")


def test_the_same_thing_in_several_places_is_told_once(make: Make) -> None:
    harms = [harm(trial="mapp2", event=str(number)) for number in range(9)]
    (one,) = told(make(trials=[trial("mapp1")], adverse_events=harms))
    assert "(also in line 12, 22, 32, 42, 52 and 3 more)" in one
    (one,) = told(make(timeline=[event(cites=["poe2000"]), event("b", cites=["poe2000"])]))
    assert "unknown source 'poe2000' (also in line" in one


RIGHT: list[dict[str, Any]] = [
    {"trials": [trial(n_randomized=140, n_note="50 more were added later")]},
    {"trials": [without(trial(), "n_randomized")]},
    {"trials": [trial(arms=[{"id": "a", "label": "A", "role": "mdma"}])]},
    {"trials": [trial(start="2020-05", end="2020")]},
    {"trials": [trial(start="2020-05", end="2021", published=2021)]},
    {"trials": [trial(status="planned", start="2999")]},
    {"trials": [trial(status="running", start="2020", end="2999")]},
    {"crisis_help": [line(phone="142", contact="call 142 (free); mail at a.b")]},
    {"crisis_help": [line(phone="142", contact="call the number beside")]},
    {"crisis_help": [line(phone="+61 13 11 14")]},
    {"trials": [trial("a", arms=[]), trial("b", arms=[])]},
    {"glossary": "# By subject.\nterms:\n" + yaml.safe_dump([term("b"), term("a")])},
]


@pytest.mark.parametrize("files", RIGHT)
def test_what_is_right_is_not_told(make: Make, files: dict[str, Any]) -> None:
    assert told(make(**files)) == []


# ---- causes only


def test_a_trial_that_could_not_be_read_is_taken_for_known(make: Make) -> None:
    harms = [harm(event=str(number)) for number in range(9)]
    pooled = [review(trials=[{"trial": "one", "estimate": 1, "ci": [0, 2]}])]
    site = make(trials=[trial(n_analysed=1)], adverse_events=harms, meta_analyses=pooled)
    assert len(site.findings) == 1
    assert told(site) == []


@pytest.mark.parametrize(
    "broken", ["trials:\n\t- id: one\n", "trials:\n- id: one\n   name: x: y\n"]
)
def test_a_file_that_could_not_be_read_has_no_consequence(make: Make, broken: str) -> None:
    site = make(trials=broken, adverse_events=[harm(), harm(event="b")])
    assert len(site.findings) == 1
    assert told(site) == []


def test_a_lost_file_has_no_consequence(make: Make) -> None:
    site = make(trials="", adverse_events=[harm()])
    assert len(site.findings) == 1
    assert told(site) == []


def test_a_trial_that_is_not_there_is_told_beside_one_that_is_unread(make: Make) -> None:
    site = make(trials=[trial(xyzzy=1)], adverse_events=[harm(trial="quite-another")])
    assert [one.split(":")[0] for one in told(site)] == ["data-trials-known"]


def test_sources_that_could_not_be_read_are_taken_for_known(make: Make) -> None:
    site = make(timeline=[event(cites=["poe2000"])])
    site.unread.keys.add("poe2000")
    assert told(site) == []
    site = make(timeline=[event(cites=["poe2000"])])
    site.bibliography = Bibliography([])
    site.unread.files.add(settings.BIBLIOGRAPHY)
    assert told(site) == []


# ---- the weekly look round


def test_what_was_not_seen_for_a_year(make: Make) -> None:
    site = make(
        crisis_help=[line(as_of="2025-11-01"), line("b", as_of="2026-11"), line("c", as_of="2024")],
        trials=[
            trial(status="recruiting", status_as_of="2025-01", arms=[]),
            trial("two", status_as_of="2020", arms=[]),
        ],
    )
    found = list(rules_of_data.stale(site, date(2026, 11, 30)))
    assert [one.message.split(":")[0] for one in found] == ["xx-line", "c", "one"]
    assert told(site) == []  # time alone makes nothing wrong


# ---- the record of checks

ROW = (
    "- {{page: {page}, fingerprint: {mark}, key: {key}, verdict: supported, seen: all, "
    "date: '2026-11-23'}}\n"
)


def rows(*pairs: tuple[str, str, str]) -> str:
    return "checks:\n" + "".join(ROW.format(page=p, mark=m, key=k) for p, m, k in pairs)


def test_rows_of_what_is_gone(make: Make) -> None:
    mark = "0123456789ab"
    checks = rows(
        ("a.md", mark, "roe2020"),
        ("gone.md", mark, "roe2020"),
        ("gone.md", mark, "doe2021"),
        ("data/timeline.yml", mark, "roe2020"),
        ("a.md", mark, "poe2000"),
    )
    page, key = told(make(checks=checks))
    assert page.startswith(
        "checks-of-what-is-there:3: there is no page docs/gone.md (also in line 4)"
    )
    assert key.startswith("checks-of-what-is-there:6: no source has the key 'poe2000'")
    (renamed,) = told(make(checks=rows(("aa.md", mark, "roe2020"))))
    assert "did you mean 'a.md'?" in renamed


def test_rows_of_what_is_unread(make: Make) -> None:
    site = make(checks=rows(("b.md", "0123456789ab", "poe2000")))
    site.unread.merge(Unread(files={"docs/b.md"}, keys={"poe2000"}))
    assert told(site) == []
    site.unread.keys.clear()
    site.unread.files.add(settings.BIBLIOGRAPHY)
    assert told(site) == []


def test_a_row_that_stands_twice(make: Make) -> None:
    row = ("a.md", "0123456789ab", "roe2020")
    (one,) = told(make(checks=rows(row, ("a.md", "0123456789ab", "doe2021"), row)))
    assert one.startswith("checks-once:4: this row is of the same statement and source as line 2")


def test_every_rule_says_what_is_right() -> None:
    for one in rules.RULES.values():
        assert one.says, one.id


def test_a_trial_that_many_files_name_is_told_where_its_id_was_changed(make: Make) -> None:
    content = {
        "trials": [trial("one")],
        "adverse_events": [harm(trial="two"), harm(trial="two", event="Pain")],
        "meta_analyses": [review(trials=[{"trial": "two", "estimate": 1, "ci": [0, 2]}])],
    }
    (found,) = told(make(**content))
    assert "no trial is called 'two' any more" in found
    assert "did you mean" not in found
    text = "---\ntitle: A\n---\n\n# A\n\nSee [it](#two) and [another](#three).\n"
    site = make(**content)
    site.pages = [Page.of("a.md", text)]
    (led,) = links.links(site)
    assert "#three" in led.message  # of #two nothing is said again
