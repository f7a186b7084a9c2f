"""Text files in any form that editors save, and the characters in them that nobody sees."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitebuild.model import textfile
from sitebuild.model.findings import Finding


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"one\ntwo\n", "one\ntwo\n"),
        (b"\xef\xbb\xbfone\r\ntwo\r\n", "one\ntwo\n"),
        (b"one\rtwo", "one\ntwo"),
        ("Ö — 漢".encode(), "Ö — 漢"),
        (b"", ""),
    ],
)
def test_read(tmp_path: Path, raw: bytes, text: str) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(raw)
    assert textfile.read(path, "docs/a.md") == text


@pytest.mark.parametrize(
    ("raw", "line", "message"),
    [
        (b"one\r\ncaf\xe9\r\n", 2, "letters that are not saved as UTF-8"),
        (b"one\rtwo\rcaf\xe9", 3, "letters that are not saved as UTF-8"),
        ("ä".encode("utf-16"), 1, "the file is saved as UTF-16"),
    ],
)
def test_told(tmp_path: Path, raw: bytes, line: int, message: str) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(raw)
    found = textfile.read(path, "docs/a.md")
    assert isinstance(found, Finding)
    assert (found.file, found.line, found.message) == ("docs/a.md", line, message)


def test_missing_and_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "no", tmp_path):
        assert isinstance(textfile.read(path, "a"), Finding)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("x\u200by", "of no width (U+200B) in 'x·y'"),
        ("treat\u00adment", "a soft hyphen (U+00AD) in 'treat·ment'"),
        ("Some\u202ething", "turns the direction"),
        ("a\u2066b\u2069", "turns the direction"),
        ("a\u061cb", "turns the direction"),
        ("a\U000e0041", "an invisible tag"),
        ("ﬁve", "melted into one"),
        ("bell\x07", "a control character (U+0007)"),
        ("\ue000", "only one font knows"),
        ("a\u2028b", "an end of line that editors do not show"),
        ("a\ufffdb", "read in the wrong encoding"),
        ("cafÃ© â€“", "letters read in the wrong encoding"),
        ("МDMA", "a Cyrillic letter (U+041C) that looks like a Latin one in 'МDMA'"),
        ("MDΜA", "a Greek letter (U+039C)"),
        ("a\ufeffb", "of no width (U+FEFF)"),
    ],
)
def test_garbled(text: str, part: str) -> None:
    (found,) = textfile.garbled("first\n" + text, "a.md", 10)
    assert found.line == 11
    assert part in found.message


@pytest.mark.parametrize(
    "text",
    [
        "naïve Âge São 5\u202f% no\u00a0break, 6\u2009mg",
        "e\u0301 (an accent of its own)",
        "👨\u200d👩\u200d👧 ❤\ufe0f 1\ufe0f\u20e3",
        "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
        "شركة\u200cها",
        "(עברית\u200e)",
        "5-HT2A α-MT μg κ-opioid β2 ΔF",
        "Москва, Αθήνα",
    ],
)
def test_what_people_rightly_write(text: str) -> None:
    assert list(textfile.garbled(text, "a.md")) == []
    assert textfile.cleaned(text) == text


def test_one_finding_a_kind_with_its_other_lines() -> None:
    (found,) = textfile.garbled("a\u00ad\nb\nc\u00ad\nd\u00ad\n", "a.md")
    assert found.line == 1
    assert found.message.endswith(", also in line 3, 4")


def test_cleaned() -> None:
    assert textfile.cleaned("A treat\u00adment of ﬁve.\u200b \x07") == "A treatment of five. \x07"
