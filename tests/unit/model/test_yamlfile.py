"""YAML: values without traps, each slip told once in own words, with and without libyaml alike."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from sitebuild.model import textfile, yamlfile
from sitebuild.model.findings import Finding

LOADERS = [yaml.SafeLoader, *([yaml.CSafeLoader] if yaml.__with_libyaml__ else [])]


@pytest.fixture(params=LOADERS, ids=lambda loader: loader.__name__, autouse=True)
def _loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yamlfile, "_LOADER", request.param)


def told(text: str, **options: bool) -> list[str]:
    return [str(one) for one in yamlfile.parse(text, "a.yml", **options).findings]


VALUES = [
    ("46", 46),
    ("-3", -3),
    ("+5", 5),
    ("0", 0),
    ("1.50", 1.5),
    ("-.5", -0.5),
    ("1.", 1.0),
    ("1.5e3", 1500.0),
    ("1e-4", 0.0001),
    ("true", True),
    ("False", False),
    ("null", None),
    ("~", None),
    ("", None),
    # YAML 1.1 makes something else of each of these
    ("no", "no"),
    ("NO", "NO"),
    ("yes", "yes"),
    ("on", "on"),
    ("Off", "Off"),
    ("2024-08-09", "2024-08-09"),
    ("2024-08", "2024-08"),
    ("2026-11-23 10:00:00", "2026-11-23 10:00:00"),
    ("1:30", "1:30"),
    ("1:30.5", "1:30.5"),
    ("0x3", "0x3"),
    ("0b11", "0b11"),
    ("0o17", "0o17"),
    ("4_6", "4_6"),
    ("1_000.5", "1_000.5"),
    # numbers to people, and text to YAML
    ("1,033", "1,033"),
    ("6,5", "6,5"),
    ("−3", "−3"),
    ("67%", "67%"),
    ("<0.001", "<0.001"),
    ("807e62682429", "807e62682429"),  # a fingerprint
    ("Merck's patent", "Merck's patent"),
    ("=", "="),
    ("'no'", "no"),
    ('"046"', "046"),
]


@pytest.mark.parametrize(("written", "value"), VALUES)
def test_a_value_is_what_it_looks_like(written: str, value: object) -> None:
    content, _, findings = yamlfile.parse(f"a: {written}\nb:\n- {written}\n", "a.yml")
    assert not findings
    assert repr(content) == repr({"a": value, "b": [value]})


def test_lines_of_every_path() -> None:
    text = "# a remark\nlist:\n\n- id: one\n  inner: {a: 1,\n    b: 2}\n- id: two\n"
    content, lines, findings = yamlfile.parse(text, "a.yml")
    assert not findings
    assert content == {"list": [{"id": "one", "inner": {"a": 1, "b": 2}}, {"id": "two"}]}
    assert (
        lines
        == {
            (): 1,
            ("list",): 2,
            ("list", 0): 4,
            ("list", 0, "id"): 4,
            ("list", 0, "inner"): 5,
            ("list", 0, "inner", "a"): 5,
            ("list", 0, "inner", "b"): 6,
            ("list", 1): 7,
            ("list", 1, "id"): 7,
        }
        or lines[()] == 2
    )  # where the document begins is the parser's to say
    assert yamlfile.line_of(lines, ("list", 1, "gone", 3)) == 7


def test_lines_count_from_where_the_text_begins() -> None:
    content, lines, _ = yamlfile.parse("title: A\nreviewed: 2026-01-02\n", "a.md", 2)
    assert content == {"title": "A", "reviewed": "2026-01-02"}
    assert lines["reviewed",] == 3
    (finding,) = yamlfile.parse("title: A\ntitle: B\n", "a.md", 2).findings
    assert (finding.file, finding.line) == ("a.md", 3)


# what is written, the line the finding names, a part of what is wrong, a part of the mend
READ_AND_TOLD = [
    ("event: Hearing on bill #4 is held.", 1, "would be lost: '#4 is held.'", "quotation marks"),
    ("event: Hearing # 4", 1, "would be lost", "quotation marks"),
    ("event: #4 is heard", 1, "would be lost", "quotation marks"),
    ("event: a text\n  that goes on #4", 2, "would be lost", "quotation marks"),
    ("a: [one, two #2\n  , three]", 1, "would be lost", "quotation marks"),
    ("a: {b: no #4\n  , c: 1}", 1, "would be lost", "quotation marks"),
    ("of: 046", 1, "'046' is a number with a leading zero", 'write 46, or "046"'),
    ("of: -010", 1, "'-010' is a number with a leading zero", "write -10"),
    ("a: 089", 1, "leading zero", "write 89"),
    ("mean: 010.5", 1, "'010.5' is a number with a leading zero", 'write 10.5, or "010.5"'),
    ("value: .nan", 1, "'.nan' is not a number", "leave the field out"),
    ("value: -.inf", 1, "'-.inf' is not a number", "leave the field out"),
    ("value: 1e+999", 1, "'1e+999' is not a number", "leave the field out"),
    ("a: 1\nb: 2\na: 3", 3, "the field 'a' stands twice", "keep one"),
    ("date: “2024-08-09”", 1, "curly quotation marks", "straight"),
    ("a: „x“", 1, "curly quotation marks", "straight"),
    ("cites: one\n - two", 2, "a list item that goes on with the text", "after the colon"),
    ("n\u00a0: 46", 1, "a no-break space beside the name of the field 'n'", "plain space"),
]


@pytest.mark.parametrize(("text", "line", "wrong", "mend"), READ_AND_TOLD)
def test_what_yaml_would_do_in_silence(text: str, line: int, wrong: str, mend: str) -> None:
    content, _, (finding,) = yamlfile.parse(text, "a.yml")
    assert content is not None
    assert finding.line == line
    assert wrong in finding.message
    assert mend in finding.mend


FINE = [
    "n: 46 # as printed",
    "status: completed  # a remark",
    "status: completed  #",
    "list:  # a remark\n- one",
    "a: 'bill #4'",
    "a: bill#4",
    "a: |\n  bill #4\n  and 046\n",
    "a: “so” he said, and “no”",
    "phone: 13 11 14",
    "---\na: 1\n",
    "# only a remark\n",
    "",
]


@pytest.mark.parametrize("text", FINE)
def test_what_is_right_is_not_told(text: str) -> None:
    assert told(text) == []


REFUSED = [
    ("a: 1\n\tb: 2", 2, "a tab at the beginning of the line", "write spaces"),
    ("- id: one\n\tname: a", 2, "a tab at the beginning of the line", "write spaces"),
    ("a:\n\t- b", 2, "a tab at the beginning of the line", "write spaces"),
    ("- a: 1\n   b: 2", 2, "wrong indentation: 3 spaces before it, 2 spaces", "record above"),
    ("- a: 1\n b: 2", 2, "wrong indentation: 1 space before it, 2 spaces", "record above"),
    ("t:\n- a: 1\n - b: 2", 3, "wrong indentation: 1 space before it, no spaces", "record above"),
    ("a: 1\n  b: 2", 2, "wrong indentation", "record above"),
    ("t:\n- a: 1\n  b: 2\nc: 3\n  d: 4", 4, "wrong indentation: no spaces", "record above"),
    ("- a: 1\n \u00a0b: 2", 2, "a no-break space at the beginning", "plain spaces"),
    ("a: Merck: its patent", 1, "a colon inside a text", "in quotation marks"),
    ("- a: 1\n  b: at 10: so", 2, "a colon inside a text", "in quotation marks"),
    ("a:1\nb: 2", 1, "no space after the colon of 'a'", "write a space"),
    ("- id:x\n  b: 2", 1, "no space after the colon of 'id'", "write a space"),
    ("a: 1\nfoo\nb: 2", 2, "a line without a colon: 'foo'", "'field: value'"),
    ("- id one\n  b: 2", 1, "a line without a colon: '- id one'", "'field: value'"),
    ("a: 'never closed\nb: 1", 1, "a quotation mark that is never closed", "close it"),
    ("a: 'never closed\nb: 1\nc: 'd'\ne: 1", 1, "a quotation mark that is never", "close it"),
    ('a: "never closed\nb: 1\nc: "d"\ne: 1', 1, "a quotation mark that is never", "close it"),
    ("a: 'Merck's patent'", 1, "text goes on after the closing '", "the whole value"),
    ('a: "Yes" he said', 1, 'text goes on after the closing "', "the whole value"),
    ("a: [Draft] ruling", 1, "text goes on after the closing ]", "the whole value"),
    ("- id: [unclosed\n", 1, "a bracket [ that is never closed", "indentation"),
    ("a: {b: 1\nc: 2", 1, "a bracket { that is never closed", "close it with }"),
    ("a: {b: one: two}", 1, "a comma is missing", "quotation marks"),
    ("a: {b: no #4}\nc: 1", 1, "would be lost", "quotation marks"),
    ("a: no #4\n  is held\nb: 1", 1, "would be lost: '#4'", "quotation marks"),
    ("a: @here", 1, "text that begins with @", "quotation marks"),
    ("a: `code`", 1, "text that begins with `", "quotation marks"),
    ("a: %s", 1, "text that begins with %", "quotation marks"),
    ("a: ]", 1, "text that begins with ]", "quotation marks"),
    ("a: & so on", 1, "text that begins with & or *", "quotation marks"),
    ("a: ? why", 1, "text that begins with ?", "quotation marks"),
    ("a: > 5 of", 1, "text that begins with > or |", "quotation marks"),
    ("p: >0.05", 1, "text that begins with > or |", "quotation marks"),
    ("a: - one", 1, "a list item on the line of its field", "next line"),
    ('a: "C:\\d"', 1, "a backslash inside", "two backslashes"),
    ("a: 1\n...\nb: 2", 2, "a line that ends or begins a document", "take the line out"),
    ("a: |\n   x\n  y\n", 3, "wrong indentation", "record above"),
]


@pytest.mark.parametrize(("text", "line", "wrong", "mend"), REFUSED)
def test_broken_yaml_is_told_once_in_own_words(text: str, line: int, wrong: str, mend: str) -> None:
    content, _, (finding,) = yamlfile.parse(text, "a.yml")
    assert content is None
    assert finding.line == line
    assert f"broken YAML: {wrong}" in finding.message or wrong in finding.message
    assert mend in finding.mend


NOT_TAKEN = [
    ("a: &x one\nb: *x", 1, "a YAML anchor or alias (& or *)", "write the value out"),
    ("- &a [x, x]\n- *a", 1, "a YAML anchor or alias", "write the value out"),
    ("&a b: c", 1, "a YAML anchor or alias", "write the value out"),
    ("a: !x y", 1, "text that begins with !", "quotation marks"),
    ("a: !!python/object:os.system x", 1, "text that begins with !", "quotation marks"),
    ("a: !x [y]", 1, "text that begins with !", "quotation marks"),
    ("a: {{ x }}", 1, "brackets where the name of a field belongs", "quotation marks"),
    ("? [a]\n: b", 1, "brackets where the name of a field belongs", "quotation marks"),
    ("a: 1\n---\nb: 2", 2, "a line of three dashes", "take the line out"),
    ("a: " + "[" * 60 + "]" * 60, 1, "nested too deeply", "at most 40"),
    ("<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> x", 1, "an unfinished merge", "keep one"),
]


@pytest.mark.parametrize(("text", "line", "wrong", "mend"), NOT_TAKEN)
def test_yaml_of_another_kind(text: str, line: int, wrong: str, mend: str) -> None:
    content, _, (finding,) = yamlfile.parse(text, "a.yml")
    assert content is None
    assert finding.line == line
    assert wrong in finding.message
    assert mend in finding.mend


def test_a_small_file_does_not_expand_without_end() -> None:
    rows = ["a: &a [x,x,x,x,x,x,x,x,x]"]
    rows += [
        f"{b}: &{b} [{','.join(['*' + a] * 9)}]" for a, b in zip("abcdefg", "bcdefgh", strict=True)
    ]
    (finding,) = yamlfile.parse("\n".join(rows), "a.yml").findings
    assert "anchor or alias" in finding.message


def test_configuration_is_read_with_its_tags() -> None:
    text = (
        "emoji: !!python/name:material.extensions.emoji.twemoji\n"
        "x: !ENV [X, y]\n"
        "strict: true # a remark\n"
        "nav:\n- Home: index.md\n"
    )
    content, _, findings = yamlfile.parse(text, "mkdocs.yml", tags=True)
    assert not findings
    assert isinstance(content, dict)
    assert content["nav"] == [{"Home": "index.md"}]
    assert content["x"] == ["X", "y"]


# ---- files


@pytest.mark.parametrize(
    "raw",
    [b"a: 1\nb: 2\n", b"\xef\xbb\xbfa: 1\nb: 2\n", b"a: 1\r\nb: 2\r\n", b"a: 1\rb: 2"],
    ids=["plain", "byte order mark", "CRLF", "CR"],
)
def test_files_as_systems_write_them(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "a.yml"
    path.write_bytes(raw)
    content, lines, findings = yamlfile.load(path, "a.yml")
    assert (content, findings) == ({"a": 1, "b": 2}, [])
    assert lines["b",] == 2


@pytest.mark.parametrize(
    ("raw", "line", "wrong"),
    [
        (b"a: 1\nb: caf\xe9\n", 2, "not saved as UTF-8"),
        ("a: 1\n".encode("utf-16"), 1, "UTF-16"),
        (b"a: 1\n# " + b"x" * yamlfile.LARGEST, 0, "bytes"),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, raw: bytes, line: int, wrong: str) -> None:
    path = tmp_path / "a.yml"
    path.write_bytes(raw)
    content, _, (finding,) = yamlfile.load(path, "a.yml")
    assert content is None
    assert (finding.line, finding.file) == (line, "a.yml")
    assert wrong in finding.message


def test_a_lost_file(tmp_path: Path) -> None:
    (finding,) = yamlfile.load(tmp_path / "a.yml", "a.yml").findings
    assert str(finding) == (
        "a.yml:1: the file is missing — restore it from the repository's history"
    )


@pytest.mark.parametrize(
    "hidden", ["\u200b", "\u00ad", "\u202e", "\u2066", "\x07", "\u2028", "\ue000"]
)
@pytest.mark.parametrize(
    "text", ["a: Some{}thing\nb: 1\n", "{}a: 1\n", "a: 1\n  {}\nb: 1\n", "a:{} 1\n"]
)
def test_a_hidden_character_is_told_and_has_no_other_consequence(
    tmp_path: Path, hidden: str, text: str
) -> None:
    path = tmp_path / "a.yml"
    path.write_text(text.format(hidden), encoding="utf-8", newline="")
    content, _, findings = yamlfile.load(path, "a.yml")
    assert findings == list(textfile.garbled(text.format(hidden), "a.yml")) or not findings
    if hidden != "\ue000":
        assert len(findings) == 1
        assert isinstance(content, dict)
        assert set(content) <= {"a", "b"}


def test_findings_are_findings() -> None:
    assert all(isinstance(one, Finding) for one in yamlfile.parse("a: 046", "a.yml").findings)


def test_places_of_values() -> None:
    found = yamlfile.scalars("a: 'one'\nb:\n- two words\n")
    assert [(one.path, one.value, one.style) for one in found] == [
        (("a",), "one", "'"),
        (("b", 0), "two words", ""),
    ]
    assert [(one.line, one.column, one.end_column) for one in found] == [(0, 3, 8), (2, 2, 11)]
    assert yamlfile.scalars("a: [") == []


def test_an_exclamation_mark_is_not_lost() -> None:
    (found,) = told("event: ! now\n")
    assert "text that begins with !" in found
    assert told('event: "! now"\n') == []
