"""`make fix` for YAML files: form is mended, remarks stay, and the file says what it said."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitebuild.fixes.data import everything, fix
from sitebuild.model import yamlfile

EVENTS = """\
# yaml-language-server: $schema=schema/timeline.schema.json
timeline:

# ---- the beginning

- id: one
  date: '2024-08-09'
  event: Somebody decides – so.  # as printed
  kind: law
  place: Canada
  seen: primary
  cites: [doe2021]

- id: two
  date: '2025-01'
  event: Something else.
  kind: court
  place: Israel
  seen: primary
  cites:
  - doe2021
"""
TERMS = """\
# Terms. Sorted by id.
terms:
  - id: able
    term: Able
    short: "A sentence that explains."
  # a remark on ban
  - id: ban
    term: Ban
    short: "A sentence that explains."
  - id: car
    term: Car
    short: "A sentence that explains."
"""


@pytest.mark.parametrize(("name", "text"), [("timeline.yml", EVENTS), ("glossary.yml", TERMS)])
def test_what_is_right_stays(name: str, text: str) -> None:
    assert fix(name, text) == (text, [])


# what stands in EVENTS, what is planted instead, what is said when it is mended
MENDED = [
    ("  kind: law\n", "\tkind: law\n", "wrote spaces for tabs at the beginning of 1 line"),
    ("  kind: law\n", "\t kind: law\n", "wrote spaces for tabs"),
    ("  - doe2021", "\t- doe2021", "wrote spaces for tabs"),
    ("  kind: law\n", "   kind: law\n", "lined up 1 field with the others of its record"),
    ("  kind: law\n", " kind: law\n", "lined up 1 field"),
    ("  kind: law\n", "  kind: law \t\n", "took spaces from the end of 1 line"),
    ("'2024-08-09'", "2024-08-09", "put 1 value in quotation marks"),
    ("\n", "\r\n", "wrote the ends of lines"),
    ("# yaml", "\ufeff# yaml", "the beginning of the file"),
    ("Canada", "Can\u00adada", "took out characters that nobody sees"),
    ("  - doe2021\n", "  - doe2021\n\n\n", "ended the file with one end of line"),
    ("  - doe2021\n", "  - doe2021", "ended the file with one end of line"),
]


@pytest.mark.parametrize(("right", "wrong", "said"), MENDED)
def test_one_right_answer(right: str, wrong: str, said: str) -> None:
    count = -1 if right == "\n" else 1
    planted = EVENTS.replace(right, wrong, count)
    assert planted != EVENTS
    mended, done = fix("timeline.yml", planted)
    assert mended == EVENTS
    assert len(done) == 1
    assert said in done[0]
    assert fix("timeline.yml", mended) == (mended, [])


REWRITTEN = [
    ("timeline.yml", "timeline:\n- date: 1912\n", "timeline:\n- date: '1912'\n"),
    ("timeline.yml", "timeline:\n- date: “1912”\n", 'timeline:\n- date: "1912"\n'),
    ("trials.yml", "trials:\n- phase: 3\n", "trials:\n- phase: '3'\n"),
    ("trials.yml", "trials:\n- {phase: 3, k: 3}\n", "trials:\n- {phase: '3', k: 3}\n"),
    ("crisis-help.yml", "services:\n- phone: 0800\n", "services:\n- phone: '0800'\n"),
    (
        "meta-analyses.yml",
        "meta_analyses:\n- ci: [−1, –0.5]\n",
        "meta_analyses:\n- ci: [-1, -0.5]\n",
    ),
    (
        "trials.yml",
        "trials:\n- effects:\n  - {value: −1.5, p: 0.04}\n",
        "trials:\n- effects:\n  - {value: -1.5, p: '0.04'}\n",
    ),
]


@pytest.mark.parametrize(("name", "text", "right"), REWRITTEN)
def test_numbers_and_text(name: str, text: str, right: str) -> None:
    assert fix(name, text)[0] == right


UNSURE = [
    "timeline:\n- date: 2024-08\n",  # text to every program
    "timeline:\n- place: true\n",
    "timeline:\n- event: “so” and “no”\n",
    "timeline:\n- event: Merck: its patent\n",
    "timeline:\n- event: bill #4\n",
    "timeline:\n- event: |\n    one  \n    two\n",
    "timeline: [\n",
    "",
]


@pytest.mark.parametrize("text", UNSURE)
def test_what_has_no_one_right_answer_is_left_alone(text: str) -> None:
    assert fix("timeline.yml", text) == (text, [])


def test_values_stay() -> None:
    text = EVENTS.replace("'2024-08-09'", "2024-08-09").replace("law\n", "law  \n")
    mended, done = fix("timeline.yml", text)
    assert len(done) == 2
    assert yamlfile.parse(mended, "").content == yamlfile.parse(text, "").content


# ---- order and place of records


def test_records_are_sorted_with_their_remarks() -> None:
    head, able, rest = TERMS.partition("  - id: able")
    first, remark, others = (able + rest).partition("  # a remark on ban\n")
    second, car, third = (remark + others).partition("  - id: car")
    mended, done = fix("glossary.yml", head + car + third + second + first)
    assert mended == TERMS
    assert done == ["sorted the records by id"]


def test_empty_lines_between_records_stay() -> None:
    text = "# Sorted by id.\nterms:\n\n- id: b\n  term: B\n\n- id: a\n  term: A\n"
    mended, _ = fix("glossary.yml", text)
    assert mended == "# Sorted by id.\nterms:\n\n- id: a\n  term: A\n\n- id: b\n  term: B\n"


def test_a_file_that_does_not_say_so_is_not_sorted() -> None:
    text = "# Terms.\nterms:\n- id: b\n  term: B\n- id: a\n  term: A\n"
    assert fix("glossary.yml", text) == (text, [])


@pytest.mark.parametrize("shift", ["  ", "    "])
def test_a_record_is_moved_to_where_the_others_begin(shift: str) -> None:
    record = (
        "- id: three\n  date: '2026'\n  event: So.\n  kind: law\n  place: Peru\n"
        "  seen: primary\n  cites: [doe2021]\n"
    )
    shifted = "".join(f"{shift}{line}\n" for line in record.splitlines())
    mended, done = fix("timeline.yml", EVENTS + shifted)
    assert mended == EVENTS + record
    assert done == ["moved 1 record to where the others begin"]


def test_a_record_is_moved_deeper_too() -> None:
    new = '- id: dog\n  term: Dog\n  short: "A sentence that explains."\n'
    mended, done = fix("glossary.yml", TERMS + new)
    assert mended == TERMS + "".join(f"  {line}\n" for line in new.splitlines())
    assert done == ["moved 1 record to where the others begin"]


def test_arms_are_no_records_out_of_place() -> None:
    text = "trials:\n- id: one\n  arms:\n  - id: mdma\n    label: MDMA\n    role: mdma\n"
    assert fix("trials.yml", text) == (text, [])


# ---- the files


def test_everything(tmp_path: Path) -> None:
    folder = tmp_path / "docs" / "data"
    folder.mkdir(parents=True)
    (tmp_path / "checks").mkdir()
    (folder / "timeline.yml").write_text(EVENTS.replace("'2024-08-09'", "2024-08-09"), "utf-8")
    (folder / "glossary.yml").write_text(TERMS, "utf-8")
    (folder / "trials.yml").write_bytes(b"caf\xe9 \n")
    (tmp_path / "checks" / "statements.yml").write_text("checks: []  \n", "utf-8")
    assert everything(tmp_path) == [
        "docs/data/timeline.yml: put 1 value in quotation marks",
        "checks/statements.yml: took spaces from the end of 1 line",
    ]
    assert (folder / "timeline.yml").read_text("utf-8") == EVENTS
    assert (folder / "trials.yml").read_bytes() == b"caf\xe9 \n"
    assert everything(tmp_path) == []
