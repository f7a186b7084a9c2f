"""The record of checks: what it covers, what it notices, and how the method page tells of it."""

from __future__ import annotations

import re

import pytest
import yaml

from support import ROOT, findings
from sitebuild import checks
from sitebuild.model import statements as integrity

FILE = "checks/statements.yml"
ROW = '- {page: ptsd.md, fingerprint: 0123456789ab, key: mitchell2021, verdict: supported, seen: abstract, date: "2026-11-23"}\n'


def changed(root) -> list[str]:
    """The records that `make check` asks for."""
    site = checks.read_site(root)
    known = {(row.page, row.fingerprint, row.key) for row in site.checked}
    return [f"{page}:{line}:{key}" for page, line, text, key in integrity.pairs(site) if (page, integrity.fingerprint(text), key) not in known]


@pytest.mark.parametrize(
    ("text", "wrong", "mend"),
    [
        (ROW.replace("verdict", "verdikt"), "unknown field 'verdikt'", "did you mean 'verdict'"),
        (ROW.replace("supported", "fine"), "'verdict' cannot be 'fine'", "'supported in part'"),
        (ROW.replace("0123456789ab", "short"), "fingerprint", "of the kind"),
        (ROW.replace("2026-11-23", "2999-01-01"), "lies in the future", "happened"),
        ("- {page: [\n", "broken YAML", "indentation"),
    ],
    ids=["misspelt field", "verdict of another kind", "no fingerprint", "future", "broken YAML"],
)
def test_a_mistake_is_named_with_its_line(copy, text, wrong, mend):
    path = copy / FILE
    before = path.read_text(encoding="utf-8")
    path.write_text(before + text, encoding="utf-8")
    found = [line for line in findings(copy) if line.startswith(FILE) and wrong in line]
    assert found, findings(copy)[:3]
    assert mend in found[0], found[0]
    assert int(found[0].split(":")[1]) > before.count("\n"), found[0]


def test_a_lost_file_is_a_finding(copy):
    (copy / FILE).unlink()
    assert [line for line in findings(copy) if line.startswith(FILE) and "the file is missing — restore it" in line]


def test_a_changed_sentence_asks_to_be_read_again_and_a_record_settles_it(copy):
    before = changed(copy)
    page = copy / "docs" / "ptsd.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nA sentence that nobody has read.[@mitchell2021]\n", encoding="utf-8")
    line = page.read_text(encoding="utf-8").count("\n")
    assert sorted(set(changed(copy)) - set(before)) == [f"ptsd.md:{line}:mitchell2021"]
    mark = integrity.fingerprint("A sentence that nobody has read.[@mitchell2021]")
    with (copy / FILE).open("a", encoding="utf-8") as file:
        file.write(ROW.replace("0123456789ab", mark))
    assert changed(copy) == before


def test_a_changed_figure_of_a_data_file_asks_to_be_read_again(copy):
    def marks() -> set:
        return {integrity.fingerprint(text) for page, _, text, _ in integrity.pairs(checks.read_site(copy)) if page == "data/timeline.yml"}

    before = marks()
    path = copy / "docs" / "data" / "timeline.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("event: Merck's patent is granted.", "event: Merck's patent is refused."), encoding="utf-8")
    assert len(marks() - before) == len(before - marks()) == 1


def test_the_method_page_gives_the_figures_as_they_are(pages):
    """Each verdict's number of pairs stands on the page, and the total is that of the citations on pages and in data."""
    standing = integrity.standing(checks.read_site(ROOT))
    table = re.search(r"<table[^>]*>\s*<caption>[\d,]+ pairs of a statement.*?</table>", pages["about/index.html"], re.S).group()
    rows = {name: (int(first.replace(",", "")), int(now.replace(",", ""))) for name, first, now in re.findall(r'<th scope="?row"?>([^<]+)</th>\s*<td class="?num"?>([\d,]+)</td>\s*<td class="?num"?>([\d,]+)</td>', table)}
    assert sorted(rows.values()) == sorted(pair for pair in standing.values() if any(pair))
    assert sum(now for _, now in rows.values()) == sum(1 for _ in integrity.pairs(checks.read_site(ROOT)))


def test_nothing_stands_that_its_source_does_not_support():
    assert [row for row in integrity.load(ROOT)[0] if row.verdict == "not supported"] == []


def test_the_method_page_tells_of_the_blind_second_reading_as_it_came_out(pages):
    rows = yaml.safe_load((ROOT / "checks" / "sample-2026-11-27.yml").read_text(encoding="utf-8"))["pairs"]
    count = {verdict: sum(row["verdict"] == verdict for row in rows) for verdict in ("supported", "supported in part", "not supported")}
    text = re.sub(r"<[^>]+>", "", pages["about/index.html"])
    assert f"{len({(row['page'], row['fingerprint']) for row in rows})} statements drawn at random" in text
    assert f"{len(rows)} pairs in all" in text
    assert f"{count['supported']} pairs were supported, {count['supported in part']} were supported in part, and none was not supported" in text
    assert count["not supported"] == 0 and not [row for row in rows if row.get("severity") == "major"]
