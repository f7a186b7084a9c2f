"""The record of checks: fingerprints that stay while the words stay, pairs, and what is told."""

from __future__ import annotations

import unicodedata
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from sitebuild import settings
from sitebuild.model import data, statements, yamlfile
from sitebuild.model.pages import Page
from sitebuild.model.statements import Pair, Reading, fingerprint, words

STATEMENT = 'It was "so" - Merck\'s café gave 5-10 mg (67%), see there.'

# the same words in another form
SAME = [
    'It was "so" - Merck\'s café gave 5-10 mg (67%), see there.[@roe2020; @doe2021]',
    'It was **"so"** - Merck\'s *café* gave 5-10 mg (67%), see there.',
    'It was __"so"__ - Merck\'s _café_ gave 5-10 mg (67%), see ~~there~~.',
    "It was “so” – Merck’s café gave 5–10 mg (67%), see there.",
    "It was „so“ — Merck's café gave 5−10 mg (67%), see there.",
    "It was 'so' -- Merck's café gave 5‑10 mg (67%), see there.",
    "It was ‘so’—Merck's café gave 5-10 mg (67%), see there.",
    "It was «so» - Merck's café gave 5-10\u00a0mg (67\u202f%), see  there .",
    'It was "so" - Merck\'s café gave 5-10 mg (67%), see [there](a.md).',
    'It was "so" - Merck\'s café gave 5-10 mg (67%), see [there](b.md#c "title").',
    'It was "so" - Merck\'s café gave 5-10 mg (67%), see [there](https://x.y/a_(b)).',
    'It was "so" - Merck\'s café gave 5-10 mg (67%), see `there`. <!-- a remark -->',
    '- It was "so" - Merck\'s café gave 5-10 mg (67%), see there.',
    '1. It was "so" - Merck\'s café gave 5-10 mg (67%), see there.[@roe2020]',
    '> - It was "so" - Merck\'s café gave 5-10 mg (67%), see there.',
    '### It was "so" - Merck\'s café gave 5-10 mg (67%), see there.',
    "It was &quot;so&quot; - Merck's café gave 5-10 mg (67%), see there.",
    unicodedata.normalize("NFD", STATEMENT),
]


@pytest.mark.parametrize("form", SAME)
def test_a_fingerprint_stays_while_the_words_stay(form: str) -> None:
    assert words(form) == words(STATEMENT)
    assert fingerprint(form) == fingerprint(STATEMENT)


OTHER = [
    STATEMENT.replace("was", "is"),
    STATEMENT.replace("67", "76"),
    STATEMENT.replace("5-10", "510"),
    STATEMENT.replace("5-10", "5 10"),
    STATEMENT.replace("Merck's", "Mercks"),
    STATEMENT.replace("café", "cafe"),
    STATEMENT.replace("It", "it"),
    STATEMENT.replace('"so"', "so"),
    STATEMENT.replace(".", "?"),
    STATEMENT.replace("mg", "g"),
]


@pytest.mark.parametrize("other", OTHER)
def test_other_words_have_another_fingerprint(other: str) -> None:
    assert other != STATEMENT
    assert fingerprint(other) != fingerprint(STATEMENT)


def test_cells_of_a_row_are_kept_apart() -> None:
    assert fingerprint("| 1 | 23 |") != fingerprint("| 12 | 3 |")
    assert fingerprint("| 1 | 23[@roe2020] |") == fingerprint("1|23") == fingerprint("| 1 | 23 |")
    assert fingerprint("10² points") != fingerprint("102 points")


def test_a_record_has_a_fingerprint_by_its_fields() -> None:
    record = '{"event": "It \\"was\\" so", "n_randomized": 46, "ci": [-1.5, 2.0]}'
    assert fingerprint(record) == fingerprint(record.replace('\\"was\\"', "“was”"))
    assert fingerprint(record) == fingerprint(record.replace("It ", "*It*  "))
    assert fingerprint(record) != fingerprint(record.replace("46", "64"))
    assert fingerprint(record) != fingerprint(record.replace("-1.5", "1.5"))
    assert fingerprint("{ so it goes") == fingerprint("{ so  it goes")


def test_no_fingerprint_is_a_number_to_yaml() -> None:
    for number in range(3000):
        mark = fingerprint(f"sentence {number}")
        assert len(mark) == 12
        assert yamlfile.plain(mark) == mark


# ---- pairs

PAGE = """\
---
title: A[@front2020]
---

# A page

It was so.[@roe2020; @doe2021]
Not cited, and `[@code2020]`.
<!-- [@remark2020] -->
| a[@roe2020] | b[@roe2020] |
"""
TIMELINE = """\
timeline:
- id: one
  date: '2024'
  event: Somebody decides.
  kind: law
  place: Canada
  seen: primary
  cites: [roe2020, doe2021]
"""
REVIEWS = """\
meta_analyses:
- id: one
  name: One
  year: 2026
  outcome: PTSD
  outcome_kind: other
  compares: one with another
  controlled: true
  statistic: SMD
  estimate: -1
  favors_mdma_when: negative
  note: |
    First.[@roe2020]
    Second [there](a.md).[@doe2021]
  seen: primary
  cites: [roe2020]
"""


def site(root: Path, rows: str = "checks: []\n", page: str = PAGE, timeline: str = TIMELINE) -> Any:
    """A made-up site with one page, and what of it the record of checks needs."""
    folder = root / "docs" / "data"
    folder.mkdir(parents=True, exist_ok=True)
    (root / "checks").mkdir(exist_ok=True)
    (root / statements.FILE).write_text(rows, encoding="utf-8")
    (folder / "timeline.yml").write_text(timeline, encoding="utf-8")
    (folder / "meta-analyses.yml").write_text(REVIEWS, encoding="utf-8")
    entries = {"roe2020": SimpleNamespace(address="https://doi.org/10.1/x")}
    return SimpleNamespace(
        pages=[Page.of("a.md", page)],
        data=data.read(root)[0],
        checked=statements.read(root)[0],
        bibliography=SimpleNamespace(entries=entries),
    )


def test_every_citation_makes_a_pair(tmp_path: Path) -> None:
    found = list(statements.pairs(site(tmp_path)))
    assert found[:4] == [
        Pair("a.md", 7, "It was so.[@roe2020; @doe2021]", "roe2020"),
        Pair("a.md", 7, "It was so.[@roe2020; @doe2021]", "doe2021"),
        Pair("a.md", 10, "| a[@roe2020] | b[@roe2020] |", "roe2020"),
        Pair("a.md", 10, "| a[@roe2020] | b[@roe2020] |", "roe2020"),
    ]
    review, first, second, *events = found[4:]
    assert (review.page, review.line, review.key) == ("data/meta-analyses.yml", 2, "roe2020")
    assert '"estimate": -1.0' in review.statement
    assert "First" not in review.statement  # the note's sentences stand for themselves
    assert [first.statement, second.statement] == [
        "First.[@roe2020]",
        "Second [there](a.md).[@doe2021]",
    ]
    assert [one.key for one in events] == ["roe2020", "doe2021"]
    assert '"event": "Somebody decides."' in events[0].statement
    assert not {"id", "cites", "seen"} & {part.split('"')[1] for part in [events[0].statement]}


def test_the_pairs_of_an_unchanged_file_are_the_same(tmp_path: Path) -> None:
    assert list(statements.pairs(site(tmp_path))) == list(statements.pairs(site(tmp_path)))


# ---- the file

ROW = (
    "- {page: a.md, fingerprint: 0123456789ab, key: roe2020, verdict: supported, "
    "seen: abstract, date: '2026-11-23'}\n"
)


def rows(tmp_path: Path, text: str) -> tuple[list[statements.Checked], list[str], bool]:
    """(rows, what is told, whether the file counts as unread)."""
    (tmp_path / "checks").mkdir(exist_ok=True)
    (tmp_path / statements.FILE).write_text(text, encoding="utf-8")
    found, findings, unread = statements.read(tmp_path)
    return found, [str(one) for one in findings], bool(unread.files)


def test_rows_know_their_line(tmp_path: Path) -> None:
    found, told, unread = rows(tmp_path, "# a remark\nchecks:\n" + ROW + ROW)
    assert [row.line for row in found] == [3, 4]
    assert found[0].verdict is Reading.SUPPORTED
    assert not told
    assert not unread


SLIPS = [
    (ROW.replace("verdict:", "verdikt:"), "unknown field 'verdikt'", "did you mean 'verdict'"),
    (ROW.replace("supported", "fine"), "'verdict' cannot be 'fine'", "'supported in part'"),
    (ROW.replace("verdict: supported", "verdict: "), "'verdict' has no value", "after the colon"),
    (ROW.replace("0123456789ab", "short"), "which is not a fingerprint", "make check prints"),
    (ROW.replace("2026-11-23", "2999-01-01"), "lies in the future", "happened"),
    (ROW.replace("0123456789ab", "012345678901"), "leading zero", '"012345678901"'),
    (ROW.replace("0123456789ab", "123456789012"), "must be text", "quotation marks"),
    ("- {page: [\n", "broken YAML", "indentation"),
    (ROW.replace("abstract,", "abstract, table #2,"), "would be lost", "quotation marks"),
]


@pytest.mark.parametrize(("text", "wrong", "mend"), SLIPS)
def test_a_slip_is_told_with_its_line(tmp_path: Path, text: str, wrong: str, mend: str) -> None:
    found, told, unread = rows(tmp_path, "checks:\n" + ROW + text)
    assert len(told) == 1
    assert told[0].startswith("checks/statements.yml:3: ")
    assert wrong in told[0]
    assert mend in told[0]
    assert unread
    assert len(found) in (0, 1)


@pytest.mark.parametrize("text", ["", "rows: []\n", "checks: x\n", "- a\n"])
def test_a_file_without_its_list(tmp_path: Path, text: str) -> None:
    found, told, unread = rows(tmp_path, text)
    assert (found, unread) == ([], True)
    assert "must hold one list called 'checks'" in told[0]


def test_a_lost_file(tmp_path: Path) -> None:
    _, (finding,), unread = statements.read(tmp_path)
    assert "the file is missing — restore it" in str(finding)
    assert unread.files == {"checks/statements.yml"}


def test_the_file_is_read_again_only_when_it_or_the_day_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = rows(tmp_path, "checks:\n" + ROW)[0]
    assert statements.read(tmp_path)[0] is first
    assert len(rows(tmp_path, "checks:\n" + ROW + ROW)[0]) == 2
    monkeypatch.setattr(settings, "newest_day", lambda: date(2999, 1, 1))
    assert statements.read(tmp_path)[0] is not first


# ---- how the pairs stand


def checked(tmp_path: Path, count: int, **changes: str) -> str:
    """The file with rows for the first pairs of the made-up site."""
    found = list(statements.pairs(site(tmp_path)))[:count]
    text = "".join(statements.row_for(one, "supported", "abstract") + "\n" for one in found)
    for old, new in changes.items():
        text = text.replace(old, new, 1)
    return "checks:\n" + text


def test_a_row_settles_its_pair(tmp_path: Path) -> None:
    before = site(tmp_path)
    assert statements.standing(before)[statements.CHANGED] == (9, 9)
    after = site(tmp_path, checked(tmp_path, 2))
    assert statements.standing(after)["supported"] == (2, 2)
    assert len(statements.unread_pairs(after)) == 7
    assert not set(statements.unread_pairs(after)) & set(list(statements.pairs(after))[:2])


def test_the_first_verdict_is_kept(tmp_path: Path) -> None:
    text = checked(tmp_path, 2, supported="supported, first: not supported")
    found = statements.standing(site(tmp_path, text))
    assert found["supported"] == (1, 2)
    assert found["not supported"] == (1, 0)
    assert list(found) == list(statements.WORDS)


def test_a_changed_sentence_asks_to_be_read_again(tmp_path: Path) -> None:
    text = checked(tmp_path, 9)
    assert statements.unread_pairs(site(tmp_path, text)) == []
    same = PAGE.replace("It was so.", "**It** was [so](b.md).")
    assert statements.unread_pairs(site(tmp_path, text, same)) == []
    other = PAGE.replace("It was so.", "It was not so.")
    changed = statements.unread_pairs(site(tmp_path, text, other))
    assert [(one.line, one.key) for one in changed] == [(7, "roe2020"), (7, "doe2021")]


def test_a_changed_record_asks_to_be_read_again(tmp_path: Path) -> None:
    text = checked(tmp_path, 9)
    moved = TIMELINE.replace("  kind: law\n", "").replace("  seen", "  kind: law\n  seen")
    assert statements.unread_pairs(site(tmp_path, text, timeline=moved)) == []
    other = site(tmp_path, text, timeline=TIMELINE.replace("decides", "refuses"))
    changed = statements.unread_pairs(other)
    assert [(one.page, one.key) for one in changed] == [
        ("data/timeline.yml", "roe2020"),
        ("data/timeline.yml", "doe2021"),
    ]


def test_readings_that_went_by_notes(tmp_path: Path) -> None:
    for seen in ("notes of an earlier reading", "the new wording compared with what was read"):
        text = checked(tmp_path, 2, abstract=seen)
        assert statements.on_notes(site(tmp_path, text)) == 1
    gone = text.replace("a.md", "b.md")
    assert statements.on_notes(site(tmp_path, gone)) == 0


def test_the_report_is_one_line_and_names_what_lists_the_unread(tmp_path: Path) -> None:
    report = statements.report(site(tmp_path, checked(tmp_path, 1)))
    stand = "Statements beside their sources: 9 pairs; 1 supported, 8 changed since"
    assert report == f"{stand} (listed by: make checked ALL=1)"
    whole = statements.report(site(tmp_path, checked(tmp_path, 9)))
    assert whole == "Statements beside their sources: 9 pairs; 9 supported"


def test_a_printed_row_can_be_filled_in_and_read(tmp_path: Path) -> None:
    pair = Pair("a.md", 7, "It was so.", "roe2020")
    _, told, _ = rows(tmp_path, "checks:\n" + statements.row_for(pair) + "\n")
    assert [line.split(": ", 1)[1].split(" — ")[0] for line in told] == [
        "'seen' has no value",
        "'verdict' has no value",
    ]
    found, told, _ = rows(tmp_path, "checks:\n" + statements.row_for(pair, "supported", "all"))
    assert not told
    assert statements.by_identity(found) == {statements.identity(pair): found[0]}
