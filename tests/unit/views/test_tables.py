"""Reviews, places, crisis lines, terms, events, statements, sources, checks, fields, packages."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel, Field
from unit.views.made_up import entry, page, site, tree, words

from sitebuild import settings
from sitebuild.model import statements
from sitebuild.model.records import FILES
from sitebuild.views import checks, fields
from sitebuild.views.crisis import Link, Way, crisis_help, ways
from sitebuild.views.glossary import glossary
from sitebuild.views.law import legal_status_table
from sitebuild.views.packages import license_of, locked
from sitebuild.views.references import cited_by, references
from sitebuild.views.reviews import meta_analyses_table
from sitebuild.views.statements import note, source_statements
from sitebuild.views.timeline import newest, recent_changes, timeline

# ---- reviews


def review(**given: Any) -> Any:
    """The row of one review."""
    return meta_analyses_table(site(meta_analyses=[given]))["rows"][0]


def text(runs: Any) -> str:
    """What is read of runs."""
    return "".join(run.text for run in runs)


def test_reviews_stand_newest_first_and_in_the_order_of_the_file_within_a_year():
    rows = [{"id": "b", "year": 2020}, {"id": "c", "year": 2024}, {"id": "a", "year": 2020}]
    found = meta_analyses_table(site(meta_analyses=rows))["rows"]
    assert [row.id for row in found] == ["c", "b", "a"]


@pytest.mark.parametrize(
    ("given", "estimate"),
    [
        ({}, "Hedges' g −0.7 (−1.2 to −0.2)"),
        ({"p": "0.0006"}, "Hedges' g −0.7 (−1.2 to −0.2); p = 0.0006"),
        ({"p": "<0.001", "model": "random"}, "Hedges' g −0.7 (−1.2 to −0.2); p <0.001 random"),
        ({"ci": None}, "Hedges' g −0.7 interval not seen"),
    ],
)
def test_an_estimate_in_words(given, estimate):
    assert text(review(**given).estimate) == estimate


@pytest.mark.parametrize(
    ("kind", "estimate"),
    [
        ("ptsd-symptoms", "Hedges' g −1.46 (−2.25 to −0.67)"),
        ("depression", "Hedges' g −1.46 (−2.25 to −0.67)"),
        ("other", "Hedges' g 1.46 (0.67 to 2.25)"),
    ],
)
def test_fewer_symptoms_with_mdma_have_the_minus_that_the_page_announces(kind, estimate):
    given = {"estimate": 1.46, "ci": [0.67, 2.25], "favors_mdma_when": "positive"}
    assert text(review(outcome_kind=kind, **given).estimate) == estimate


@pytest.mark.parametrize(
    ("given", "size"),
    [
        ({"k": 6, "n": 286}, "6 trials, n = 286"),
        ({"k": 6}, "6 trials, n not seen"),
        ({}, "trials not seen, n not seen"),
    ],
)
def test_the_size_of_a_review_in_words(given, size):
    assert text(review(**given).size) == size


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"i2": 34.0, "tau2": 0.05, "q": 7.6}, "I² 34%; τ² 0.05; Q 7.6"),
        ({"tau2": 0.0}, "τ² 0"),
        ({"q": 7.6}, "Q 7.6"),
        ({}, "not seen"),
        (None, "not seen"),
    ],
)
def test_heterogeneity_begins_with_no_semicolon(given, said):
    assert review(heterogeneity=given).heterogeneity.text == said


def test_what_a_review_pools_and_rests_on():
    row = review(controlled=False, rests_on_retracted=["roe2020"], certainty={"rating": "very low"})
    assert row.pooled.endswith("MDMA against placebo (before against after, no control)")
    assert row.retracted == ("roe2020",)
    assert row.certainty.text == "very low (GRADE)"
    assert review().certainty.text == "not seen"


# ---- places


def test_a_place_in_words():
    found = site(
        legal_status=[
            {
                "within": "Canada",
                "schedule": "Schedule I",
                "statute": "An act",
                "since": "2022-01",
                "since_means": "change of a rule",
                "seen": "secondary",
            }
        ]
    )
    (row,) = legal_status_table(found)["rows"]
    assert (row.access, row.as_of) == ("Single patients, by permission", "2 January 2026")
    assert (row.since.text, row.since_order) == ("January 2022", "2022-01")
    assert row.account == "read second-hand"
    assert words(tree(found, "legal-status-table").find(".//tbody/tr")) == (
        "Canada Canada Schedule I An act Single patients, by permission. "
        "A doctor may ask for one patient. read second-hand "
        "January 2022 change of a rule 2 January 2026"
    )


def test_what_was_not_seen_of_a_place_stands_without_its_details():
    (row,) = legal_status_table(
        site(legal_status=[{"statute": "An act", "since_means": "a change"}])
    )["rows"]
    assert (row.schedule.text, row.statute) == ("not seen", "")
    assert (row.since.text, row.since_means, row.since_order) == ("not seen", "", "")


# ---- crisis lines


def test_a_line_can_be_dialled_and_says_when_it_was_seen():
    found = crisis_help(
        site(
            crisis_help=[
                {"contact": "call +44 20 71 23", "hours": "always", "as_of": "2026-01-02"},
                {"seen": "secondary", "as_of": "2025-11-30"},
                {"seen": "secondary", "seen_where": "a register", "as_of": "2026-01-02"},
            ]
        )
    )
    assert found.rows[0].ways == [Way([Link("Call +44 20 71 23", "tel:+44207123")], "")]
    assert [row.first for row in found.rows] == [True, False, False]
    assert [row.hours.text for row in found.rows] == ["always", "not seen", "not seen"]
    assert [row.account for row in found.rows] == ["", "another’s account", "a register"]
    assert found.seen_since == "30 November 2025"


@pytest.mark.parametrize(
    ("contact", "links", "rests"),
    [
        (
            "call or text 9-8-8 (free; English and French)",
            ["tel:988", "sms:988"],
            ["(free; English and French)"],
        ),
        ("call 0800 1 or 0800 2 (free)", ["tel:08001", "tel:08002"], ["(free)"]),
        ("dial 988 then press 1; text 838255", ["tel:988", "sms:838255"], ["", ""]),
        ("text SHOUT to 85258 (UK; free)", ["sms:85258?body=SHOUT"], ["(UK; free)"]),
        ("call the number beside", [], ["call the number beside"]),
        ("email jo@a.org; chat at a.org", ["mailto:jo@a.org"], ["", "chat at a.org"]),
    ],
)
def test_each_number_is_told_once_and_can_be_tapped(contact, links, rests):
    found = ways(contact)
    assert [link.href for way in found for link in way.links] == links
    assert [way.rest for way in found] == rests
    words = " ".join(link.words for way in found for link in way.links)
    assert links == [] or words.split()[0] in ("Call", "Dial", "Text", "Email")


def test_an_empty_list_of_lines_says_no_date():
    assert crisis_help(site()).seen_since == ""
    assert "Numbers last seen" not in words(tree(site(), "crisis-help"))


# ---- terms


def test_terms_stand_from_a_to_z_whatever_their_case():
    rows = [{"id": "b", "term": "Beta"}, {"id": "a", "term": "alpha"}, {"id": "c", "term": "CAPS"}]
    found = site(glossary=[rows[0] | {"also": ["betas", "β"]}, *rows[1:]])
    terms = glossary(found)["terms"]
    assert [term.term for term in terms] == ["alpha", "Beta", "CAPS"]
    assert terms[1].also == "β"  # and not its own plural
    assert words(tree(found, "glossary").findall(".//dd")[1]).endswith("Also: β.")


# ---- events


def test_the_timeline_begins_with_the_oldest_and_keeps_the_order_of_one_day():
    rows = [
        {"id": "late", "date": "2024-08-09"},
        {"id": "b", "date": "1985"},
        {"id": "a", "date": "1985"},
    ]
    assert [one.id for one in timeline(site(timeline=rows)).events] == ["b", "a", "late"]


def test_an_event_in_words():
    event = {
        "date": "2024-08-09",
        "date_end": "2024-08-10",
        "event": "A long sentence that says a great deal about what happened there.",
        "page": "a.md#there",
    }
    (one,) = timeline(site(timeline=[event])).events
    assert (one.when, one.until) == ("9 August 2024", "10 August 2024")
    assert one.about == "Canada, law"
    assert one.short == "A long sentence that says a great..."


def test_the_newest_events_are_as_many_as_the_feed_holds(monkeypatch):
    monkeypatch.setattr(settings, "FEED_LENGTH", 2)
    rows = [{"id": f"e{year}", "date": str(year)} for year in (1912, 2001, 1990, 2020)]
    found = site(timeline=rows)
    assert [row.id for row in newest(found)] == ["e2020", "e2001"]
    recent = recent_changes(found)
    assert [one.id for one in recent.events] == ["e2020", "e2001"]
    assert recent.begins == "1912"
    assert "The 2 newest events; the whole timeline begins in 1912" in words(
        tree(found, "recent-changes")
    )


# ---- statements


def test_statements_are_counted_by_verdict_and_stand_by_section():
    rows = [
        {"id": "P1"},
        {"id": "L1", "verdict": "supported"},
        {"id": "P2", "verdict": "unsupported", "cites": []},
    ]
    found = source_statements(site(source_statements=rows))
    assert found.number == 3
    assert [(one.verdict, one.number) for one in found.choices] == [
        ("supported", 1),
        ("corrected", 1),
        ("updated", 0),
        ("unsupported", 1),
    ]
    sections = [(one.title, [row.id for row in one.rows]) for one in found.sections]
    assert sections == [("Lead", ["L1"]), ("Post-traumatic stress disorder", ["P1", "P2"])]


def test_a_note_speaks_of_its_statements_in_the_order_asked_for():
    rows = [{"id": "P3"}, {"id": "P4", "verdict": "supported"}]
    found = note(site(source_statements=rows), "P4", "P3", "P9")
    assert (found.ids, found.first) == ("P4, P3", "P4")
    assert [row.word for row in found.rows] == ["Confirmed", "Corrected"]


def test_a_note_leads_to_the_list_of_statements():
    home = page("about/statements.md", "<!-- draw: source-statements -->")
    drawn = tree(site(home, source_statements=[{}]), "source-statement P1")
    assert drawn[0].get("id") == "note-P1"
    link = drawn.find(".//p[2]/a[last()]")
    assert link is not None
    assert link.get("href") == "about/statements.md#statement-P1"


# ---- sources


def test_the_list_of_sources_says_where_each_is_cited_and_does_not_count_itself():
    found = site(
        page("b.md", "One.[@roe2020]"),
        page("a.md", "One.[@roe2020] Two.[@doe2021]"),
        page("refs.md", "<!-- draw: references -->\n\nOf all.[@doe2021]"),
    )
    pages = {key: [one.path for one in where] for key, where in cited_by(found).items()}
    assert pages == {"roe2020": ["a.md", "b.md"], "doe2021": ["a.md"]}
    rows = references(found).entries
    assert [(row.key, [one.title for one in row.cited_on]) for row in rows] == [
        ("doe2021", ["a.md"]),
        ("roe2020", ["a.md", "b.md"]),
    ]


def test_an_entry_says_all_that_is_known_of_it():
    entries = [
        entry(
            "roe2020",
            retracted="2024-08-10, data taken back",
            pmid="123",
            funding="A & B",
            unseen="volume",
            seenat="a copy of a library",
            archived="https://web.archive.org/x",
        ),
        entry("zoe2001"),
    ]
    found = site(entries=entries)
    assert references(found).unseen == 1
    said = words(tree(found, "references").find(".//li[@id='ref-roe2020']"))
    for part in (
        "Retracted 2024-08-10",
        "Why: data taken back",
        "PubMed 123 · Funding: A & B · Checked: abstract or registry record read, 2026-01-02",
        "Not seen: the volume · A copy was read at: a copy of a library · Archived copy of Roe",
    ):
        assert part in said
    drawn = tree(found, "references")
    bare = words(drawn.find(".//li[@id='ref-zoe2001']"))
    told = "Checked: abstract or registry record read, 2026-01-02 · No link: we have not found"
    assert bare.endswith(f"{told} its own page Cited on:")
    assert "1 entries have none" in words(drawn)


# ---- checks


def test_verdicts_that_occur_are_counted(monkeypatch):
    standing = dict.fromkeys(statements.WORDS, (0, 0))
    standing |= {"supported": (2000, 2100), "not supported": (100, 0)}
    monkeypatch.setattr(statements, "standing", lambda of: standing)
    monkeypatch.setattr(statements, "on_notes", lambda of: 7)
    found = checks.integrity(site())
    assert found.total == "2,100"
    assert [(row.verdict, row.first, row.now, row.per_100) for row in found.rows] == [
        ("Supported", "2,000", "2,100", "100.0"),
        ("Not supported", "100", "0", "0.0"),
    ]
    assert found.on_notes == 7


def test_where_nothing_was_checked_nothing_is_said(monkeypatch):
    monkeypatch.setattr(statements, "standing", lambda of: dict.fromkeys(statements.WORDS, (0, 0)))
    monkeypatch.setattr(statements, "on_notes", lambda of: 0)
    assert words(tree(site(), "integrity")) == ""


# ---- fields of the data


class Part(BaseModel):
    """A part of it.

    More is said here.
    """

    x: float


class Whole(BaseModel):
    """A record."""

    name: str = Field(description="What it is called.")
    parts: list[Part] = []
    pair: tuple[int, int] | None = None
    sure: bool = True


def test_fields_are_told_in_words():
    record, part = fields.classes(Whole)
    told = [(one.name, one.kind, one.meaning) for one in record.fields]
    assert told == [
        ("name", "text", "What it is called."),
        ("parts", "list of Part, optional", ""),
        ("pair", "list of whole number, optional", ""),
        ("sure", "true or false, optional", ""),
    ]
    assert part.title == "Part: A part of it."
    assert [(one.name, one.kind) for one in part.fields] == [("x", "number")]


def test_allowed_values_are_told_where_they_are_used():
    spec = {"$ref": "#/$defs/Colour"}
    parts = {"Colour": {"enum": ["red", "blue"], "type": "string"}}
    assert fields.kind(spec, parts) == "one of: red, blue"


def test_every_file_of_data_is_told():
    found = fields.data_fields(site(timeline=[{}]))["files"]
    assert [one.file for one in found] == list(FILES)
    (events,) = (one for one in found if one.file == "timeline.yml")
    assert (events.records, events.anchor) == ("1 record", "timeline-yml")


# ---- packages

LOCK = """\
# written by a tool
jinja2==3.1.6 \\
    --hash=sha256:00 \\
    --hash=sha256:01
    # via mkdocs
colorama==0.4.6 ; sys_platform == 'win32' \\
    --hash=sha256:02
loose>=1
-r other.txt
"""


def test_only_what_is_pinned_is_listed():
    assert list(locked(LOCK)) == [("jinja2", "3.1.6"), ("colorama", "0.4.6")]


@pytest.mark.parametrize(
    ("expression", "classifiers", "whole", "shown"),
    [
        ("MIT", ["License :: OSI Approved :: BSD License"], "text", "MIT"),
        ("", ["License :: OSI Approved :: BSD License", "Topic :: x"], "text", "BSD License"),
        ("", [], "\nThe MIT License\n\nCopyright", "The MIT License"),
        ("", [], "x" * 80, "x" * 60),
        ("", [], "", "see its files"),
    ],
)
def test_a_license_in_the_package_s_own_words(expression, classifiers, whole, shown):
    assert license_of(expression, classifiers, whole) == shown


def test_what_one_may_choose_from_is_what_occurs():
    rows = [{"id": "a", "place": "Canada", "kind": "law"}, {"id": "b", "place": "Austria"}]
    assert timeline(site(timeline=rows)).places == ["Austria", "Canada"]
    found = references(site(page("a.md", "So.[@roe2020]"), entries=[entry("roe2020")]))
    assert found.kinds == [("misc", "other")]
    assert not found.entries[0].full
