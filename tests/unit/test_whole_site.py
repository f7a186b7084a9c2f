"""A whole small site with something wrong in it: findings and no traceback, one slip told once."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import findings, small_site
from unit.mutations import FORM, many, mutated

from sitebuild.model import site as model
from sitebuild.model.findings import show
from sitebuild.rules import in_the_way, run

NAMES = [
    "references.bib",
    "docs/topic.md",
    "docs/index.md",
    "docs/data/timeline.yml",
    "docs/data/trials.yml",
    "docs/data/adverse-events.yml",
    "docs/data/glossary.yml",
    "docs/data/search-synonyms.yml",
    "checks/statements.yml",
    "mkdocs.yml",
]


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> tuple[Path, dict[str, bytes]]:
    """The small site, and how its files were."""
    root = small_site(tmp_path_factory.mktemp("whole") / "site")
    return root, {name: (root / name).read_bytes() for name in NAMES}


def told_with(site: tuple[Path, dict[str, bytes]], name: str, raw: bytes) -> list[str]:
    """The findings while one file holds something else; each is of the one form."""
    root, before = site
    (root / name).write_bytes(raw)
    try:
        lines = findings(root)
    finally:
        (root / name).write_bytes(before[name])
    assert [line for line in lines if not FORM.fullmatch(line)] == []
    return lines


def test_the_small_site_is_right(site):
    assert findings(site[0]) == []


# in two tests, so that two workers share the thousand
@pytest.mark.parametrize("part", [NAMES[::2], NAMES[1::2]], ids=["half", "other half"])
@many(500)
@given(choice=st.data())
def test_no_slip_ends_in_a_traceback(site, part, choice):
    name = choice.draw(st.sampled_from(part))
    text = choice.draw(mutated(site[1][name].decode("utf-8")))
    told_with(site, name, text.encode("utf-8"))


@many(60)
@given(name=st.sampled_from(NAMES), where=st.floats(0, 1), junk=st.binary(min_size=1, max_size=4))
def test_bytes_of_any_kind(site, name, where, junk):
    """Those that are not UTF-8 are told."""
    raw = site[1][name]
    at = int(where * len(raw))
    raw = raw[:at] + junk + raw[at:]
    lines = told_with(site, name, raw)
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        assert any(line.startswith(name) and "UTF-8" in line for line in lines)


# ---- one slip, one finding, at its cause


def swap(old: str, new: str) -> Callable[[str], str]:
    def slip(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return slip


SLIPS = [
    (
        "a misspelt field in a trial that others name",
        "docs/data/trials.yml",
        swap("  population: Adults\n", "  populaton: Adults\n"),
        "unknown field 'populaton'",
    ),
    (
        "ends of an interval swapped",
        "docs/data/meta-analyses.yml",
        swap("  ci: [-1.2, -0.2]\n  certainty", "  ci: [-0.2, -1.2]\n  certainty"),
        "swapped",
    ),
    (
        "a tab in a data file",
        "docs/data/trials.yml",
        swap("  name: TRIAL-1", "\tname: TRIAL-1"),
        "tab",
    ),
    (
        "a wrong indent",
        "docs/data/trials.yml",
        swap("  name: TRIAL-1", "   name: TRIAL-1"),
        "",
    ),
    (
        "a colon without quotation marks",
        "docs/data/timeline.yml",
        swap('event: "Somebody decides: no."', "event: Somebody decides: no."),
        "",
    ),
    (
        "a missing comma in one source",
        "references.bib",
        swap("journal = {Journal of Trials},\n  year = {2021}", "journal = {J}\n  year = {2021}"),
        "comma",
    ),
    (
        "a missing brace in one source",
        "references.bib",
        swap("{A trial of {MDMA}: results}", "{A trial of {MDMA: results}"),
        "brace",
    ),
    ("a tab in the configuration", "mkdocs.yml", swap("  - Evidence:", "\t- Evidence:"), "tab"),
    (
        "an unknown key",
        "docs/topic.md",
        swap("Last.[@roe2020]", "Last.[@new2025]"),
        "'new2025'",
    ),
]
BYTES = [
    ("a page saved as Latin-1", "latin-1"),
    ("a page saved as UTF-16", "utf-16"),
]


@pytest.mark.parametrize(
    ("name", "slip", "says"), [row[1:] for row in SLIPS], ids=[r[0] for r in SLIPS]
)
def test_one_slip_is_told_once_at_its_cause(site, name, slip, says):
    root, before = site
    raw = before[name] if name in before else (root / name).read_bytes()
    before.setdefault(name, raw)
    lines = told_with(site, name, slip(raw.decode("utf-8")).encode("utf-8"))
    assert len(lines) == 1, "\n".join(lines)
    assert lines[0].startswith(f"{name}:"), lines
    assert says in lines[0], lines


def test_a_renamed_key_is_told_once_where_it_is_first_cited(site):
    raw = site[1]["references.bib"]
    (line,) = told_with(site, "references.bib", raw.replace(b"{roe2020,", b"{poe2020,"))
    assert re.match(r"docs/\S+:\d+: .*'roe2020'; also in docs/.* and \d+ more — ", line)


@pytest.mark.parametrize(("coding"), [row[1] for row in BYTES], ids=[row[0] for row in BYTES])
def test_a_page_in_another_coding_is_one_finding(site, coding):
    text = site[1]["docs/topic.md"].decode("utf-8").replace("A point.", "Ein Spaß.")
    lines = told_with(site, "docs/topic.md", text.encode(coding))
    assert len(lines) == 1, "\n".join(lines)
    assert "UTF-8" in lines[0]


MORE = [  # the rest of a cause is told only when it is mended
    ("a byte order mark", lambda raw: b"\xef\xbb\xbf" + raw),
    ("ends of lines as Windows has them", lambda raw: raw.replace(b"\n", b"\r\n")),
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("change", [row[1] for row in MORE], ids=[row[0] for row in MORE])
def test_what_editors_do_is_no_slip(site, name, change):
    assert told_with(site, name, change(site[1][name])) == []


# ---- as a contributor sees them


def test_all_at_once_and_as_annotations(site, monkeypatch):
    root, before = site
    page = root / "docs" / "topic.md"
    page.write_text(
        before["docs/topic.md"].decode("utf-8") + "\nOne.[@nokey2025]\n\nTwo of 3.\n",
        encoding="utf-8",
    )
    try:
        found = run(model.read(root))
    finally:
        page.write_bytes(before["docs/topic.md"])
    assert len(found) == 2, found
    assert all(finding.rule for finding in found), "each finding names its rule"
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    lines = show(found).splitlines()
    assert sum(line.startswith("::error file=docs/topic.md,line=") for line in lines) == 2
    assert any(re.search(r"::.*'nokey2025' — ", line) for line in lines)


def test_form_alone_is_told_and_keeps_nobody_from_seeing_the_page(site):
    root, before = site
    bib = root / "references.bib"
    entries = before["references.bib"].decode("utf-8").rstrip("\n").split("\n\n")
    bib.write_text("\n\n".join(reversed(entries)) + "\n", encoding="utf-8")
    try:
        found = run(model.read(root))
    finally:
        bib.write_bytes(before["references.bib"])
    assert found
    assert {finding.rule for finding in found} == {"source-order"}
    assert in_the_way(found) == []
