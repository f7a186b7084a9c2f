"""One made-up paper as each program exports it: told in one finding, and clean after one fix."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitebuild import rules
from sitebuild.fixes.exports import entries_from
from sitebuild.fixes.sources import fix
from sitebuild.model import sources
from sitebuild.model.findings import Finding
from sitebuild.model.site import Site
from sitebuild.model.sources import Entry
from sitebuild.rules import sources as rule_module

HERE = Path(__file__).parent
EXPORTS = sorted(path for path in HERE.iterdir() if path.suffix in (".bib", ".nbib", ".ris", ".enw",
                                                                    ".json"))  # fmt: skip
OTHERS = """\
@online{aoe2019,
  author = {Aoe, Ann},
  title = {{MDMA-assisted} therapy, {PTSD} and adults},
  url = {https://example.org/aoe},
  checked = {2026-01-02 fulltext},
}

"""
# What the paper is; programs give initials, an abbreviated journal or no DOI instead.
FAMILIES = ["Tester", "van der Probe", "Núñez"]
GIVEN = [{"Jennifer M.", "Jennifer M", "J. M."}, {"Bessel A.", "Bessel A", "B. A."},
         {"José", "J.", "J"}]  # fmt: skip
TITLE = "mdma-assisted therapy for insomnia in adults with ptsd: a randomized controlled trial"
EXACT = {"year": "2025", "volume": "12", "number": "3", "pages": "1025–1033"}


def told(text: str) -> list[Finding]:
    bibliography, found, unread = sources.read_text(text)
    site = Site(Path("nowhere"), bibliography=bibliography, unread=unread)
    for one in rules.RULES.values():
        if one.check.__module__ == rule_module.__name__ and one.id != "source-cited":
            found += one.check(site)
    return found


def is_the_paper(entry: Entry) -> None:
    """Every field of it is right."""
    assert [person["family"] for person in entry.people] == FAMILIES
    for person, allowed in zip(entry.people, GIVEN, strict=True):
        assert person["given"] in allowed
    assert entry.title.casefold() == TITLE
    assert {name: entry.get(name) for name in EXACT} == EXACT
    assert entry.get("doi") in ("10.1000/jim.2025.0123_4", "")
    assert entry.get("pmid") in ("41234567", "")
    assert entry.get("journal").casefold() in ("journal of imaginary medicine", "j imag med")
    assert entry.kind == "article"


@pytest.mark.parametrize("path", EXPORTS, ids=[path.name for path in EXPORTS])
def test_told_once_and_clean_after_one_fix(path: Path) -> None:
    pasted = OTHERS + path.read_text(encoding="utf-8")
    (found,) = told(pasted)
    assert "make fix" in found.mend
    fixed, done = fix(pasted)
    assert done
    bibliography, unreadable, _ = sources.read_text(fixed)
    assert unreadable == []
    (entry,) = (one for one in bibliography.entries.values() if one.key != "aoe2019")
    is_the_paper(entry)
    assert entry.key.startswith("tester2025")
    assert set(entry.fields) <= {"author", "title", "journal", "doi", "pmid", "url", "date", *EXACT}
    # What is left is what only a person can say: how it was checked (and, for one, a way to it).
    (left,) = told(fixed)
    assert left.message.startswith(f"{entry.key} has no checked")
    way = "" if entry.address else "  url = {https://example.org/tester},\n"
    said = "  checked = {2026-01-02 abstract},\n"
    ready = fix(fixed.replace("  volume = {12},\n", "  volume = {12},\n" + way + said))[0]
    assert told(ready) == []


@pytest.mark.parametrize("path", [path for path in EXPORTS if path.suffix == ".bib"],
                         ids=[path.name for path in EXPORTS if path.suffix == ".bib"])  # fmt: skip
def test_read_right_as_it_stands(path: Path) -> None:
    bibliography, _, _ = sources.read_text(path.read_text(encoding="utf-8"))
    (entry,) = bibliography.entries.values()
    is_the_paper(entry)


@pytest.mark.parametrize("path", EXPORTS, ids=[path.name for path in EXPORTS])
def test_made_into_an_entry(path: Path) -> None:
    (entry,) = entries_from(path.read_text(encoding="utf-8"), OTHERS)
    assert entry.startswith("@article{tester2025")
    bibliography, _, _ = sources.read_text(entry)
    is_the_paper(next(iter(bibliography.entries.values())))
    assert entry in fix(OTHERS + entry)[0]
