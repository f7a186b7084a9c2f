"""Data files: read record by record; what could not be read is known to be unread."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from support import TIMELINE

from sitebuild import settings
from sitebuild.model import data
from sitebuild.model.records import FILES

TRIALS = """\
trials:
- id: mapp9
  name: MAPP9
  condition: ptsd
  status: completed
  phase: "3"
  allocation: randomized
  design: Double-blind
  population: Adults
  arms:
  - {id: mdma, label: MDMA, role: mdma, change: {mean: -20, note: as printed}}
  risk_of_bias:
  - {tool: RoB 2, rating: low, by: poe2022}
  adds: It adds.[@roe2020; @poe2022]
  seen: primary
  cites: [doe2021]
"""
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes data files; those that are not named hold an empty list."""

    def written(**files: str | bytes) -> Path:
        folder = tmp_path / "docs" / "data"
        folder.mkdir(parents=True, exist_ok=True)
        for name, (top, _) in FILES.items():
            text = files.get(name.removesuffix(".yml").replace("-", "_"), f"{top}: []\n")
            raw = text if isinstance(text, bytes) else text.encode("utf-8")
            (folder / name).write_bytes(raw)
        return tmp_path

    return written


def test_records_lines_and_names(write: Write) -> None:
    read, findings, unread = data.read(write(timeline=TIMELINE, trials=TRIALS))
    assert not findings
    assert not unread
    assert [event.id for event in read["timeline.yml"]] == ["one", "two"]
    assert read.trial("mapp9") is read.trials[0]
    assert read.trial("nothing") is None
    assert read.line("timeline.yml", 0, "date") == 5
    assert read.line("timeline.yml", 1, "cites", 1) == 21
    assert read.line("trials.yml", 0, "arms", 0, "change", "mean") == 11
    assert read.line("no-such-file.yml", 0) == 1
    for name in FILES:
        assert read.files[name].whole


def test_a_file_that_is_not_there_has_no_records(write: Write) -> None:
    read, _, _ = data.read(write())
    assert [read[name] for name in FILES] == [[]] * len(FILES)
    assert read.trials == []


def test_sources_that_are_named(write: Write) -> None:
    read, _, _ = data.read(write(timeline=TIMELINE, trials=TRIALS))
    assert list(data.keys_named(read)) == [
        ("poe2022", "docs/data/trials.yml", 13),
        ("doe2021", "docs/data/trials.yml", 16),
        ("doe2021", "docs/data/timeline.yml", 10),
        ("doe2021", "docs/data/timeline.yml", 20),
        ("roe2020", "docs/data/timeline.yml", 21),
    ]
    assert ("roe2020", "docs/data/timeline.yml", 13) in list(data.keys_used(read))
    assert ("poe2022", "docs/data/trials.yml", 14) in list(data.keys_used(read))
    assert ("It adds.[@roe2020; @poe2022]", "docs/data/trials.yml", 14) in list(
        data.cited_texts(read)
    )


# what is planted in timeline.yml, the line the finding names, ids that are known to be unread
ONE_SLIP = [
    ("  kind: law\n", "  knid: law\n", 7, {"one"}),
    ("  kind: law\n", "  kind: gossip\n", 7, {"one"}),
    ("- id: one", "- idd: one", 4, {"one", "canada"}),
    ("- id: one", "- id: One", 4, {"one", "One"}),
    ("- id: one", "- id: one.one", 4, {"one-one", "oneone"}),
    ("  kind: law\n", "\tkind: law\n", 7, {"one", "two"}),
    ("  kind: law\n", "   kind: law\n", 7, {"one", "two"}),
    ("Somebody decides.", "Somebody: decides.", 6, {"one", "two"}),
    ("Somebody decides.", "Somebody decides #4.", 6, {"one"}),
    ("Somebody decides.", "'Somebody's word.'", 6, {"one", "two"}),
    ("  kind: law\n", "  kind: law\n  kind: law\n", 8, {"one"}),
    ("'2024-08-09'", "2024", 5, {"one"}),
    ("- id: one\n", "- one\n- id: one\n", 4, set()),
    ("timeline:\n", "timelines:\n", 1, {"one", "two"}),
    ("  place: United States\n", "place: United States\n", 17, {"one", "two"}),
    ("  place: United States\n", "   place: United States\n", 17, {"one", "two"}),
    ("  place: Canada\n", "  place: Canada\n<<<<<<< HEAD\n", 9, {"one", "two"}),
]


@pytest.mark.parametrize(("old", "new", "line", "ids"), ONE_SLIP)
def test_one_slip_is_one_finding_at_its_cause(
    write: Write, old: str, new: str, line: int, ids: set[str]
) -> None:
    assert old in TIMELINE
    root = write(timeline=TIMELINE.replace(old, new, 1))
    read, findings, unread = data.read(root)
    assert [(one.file, one.line) for one in findings] == [("docs/data/timeline.yml", line)]
    assert unread.files == {"docs/data/timeline.yml"}
    assert ids <= unread.ids["timeline.yml"]
    assert (
        "one" in unread.ids["timeline.yml"]
        or "one" in [row.id for row in read["timeline.yml"]]
        or (new == "- id: one.one")
    )


def test_what_stands_at_the_margin(write: Write) -> None:
    (finding,) = data.read(write(timeline=TIMELINE + "name: x\n"))[1]
    assert "'name' stands at the margin, outside 'timeline'" in finding.message
    assert "indent it" in finding.mend
    assert finding.line == 22


@pytest.mark.parametrize(
    "text", ["", "# a remark\n", "timeline:\n", "- id: one\n", "timeline: x\n"]
)
def test_a_file_without_its_list(write: Write, text: str) -> None:
    _, (finding,), unread = data.read(write(timeline=text))
    assert "must hold one list called 'timeline'" in finding.message
    assert unread.files == {"docs/data/timeline.yml"}


def test_a_lost_file(write: Write) -> None:
    root = write(timeline=TIMELINE)
    (root / "docs/data/timeline.yml").unlink()
    _, (finding,), unread = data.read(root)
    assert "the file is missing" in finding.message
    assert unread.files == {"docs/data/timeline.yml"}


def test_bytes_that_are_no_text(write: Write) -> None:
    root = write(timeline=TIMELINE.replace("Somebody", "Somebödy").encode("latin-1"))
    _, (finding,), unread = data.read(root)
    assert finding.line == 6
    assert {"one", "two"} <= unread.ids["timeline.yml"]


def test_the_other_records_keep_their_lines(write: Write) -> None:
    read, (finding,), _ = data.read(write(timeline=TIMELINE.replace("kind: law", "kind: x")))
    assert [row.id for row in read["timeline.yml"]] == ["two"]
    assert read.line("timeline.yml", 0, "kind") == 16
    assert finding.line == 7


def test_ids_of_a_record_inside_another(write: Write) -> None:
    inner = TIMELINE.partition("\n\n")[2].partition("- id: two")[0].replace("id: one", "id: three")
    shifted = "".join(f"  {line}\n" for line in inner.splitlines())
    _, (finding,), unread = data.read(write(timeline=TIMELINE + shifted))
    assert "a record inside the field 'cites'" in finding.message
    assert finding.line == 22
    assert {"two", "three"} <= unread.ids["timeline.yml"]


def test_records_without_ids_leave_none_behind(write: Write) -> None:
    _, findings, unread = data.read(write(adverse_events="adverse_events:\n- trial: mapp9\n"))
    assert len(findings) == 1
    assert not unread.ids["adverse-events.yml"]


def test_a_file_is_read_again_only_when_it_or_the_day_has_changed(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write(timeline=TIMELINE)
    first = data.read_file(root, "timeline.yml")
    assert data.read_file(root, "timeline.yml") is first
    write(timeline=TIMELINE.replace("law", "court"))
    second = data.read_file(root, "timeline.yml")
    assert second is not first
    assert second.records[0].model_dump()["kind"] == "court"
    monkeypatch.setattr(settings, "newest_day", lambda: date(2999, 1, 1))
    assert data.read_file(root, "timeline.yml") is not second


def test_a_file_says_whether_it_is_sorted(write: Write) -> None:
    read, _, _ = data.read(write(glossary="# Terms. Sorted by\n# id.\nterms: []\n"))
    assert read.files["glossary.yml"].sorted_by_id
    assert not read.files["timeline.yml"].sorted_by_id
    assert not data.says_sorted_by_id("terms: []\n# sorted by id\n")
