"""The navigation, and what readers type: each wrong entry told once."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitebuild.model import navigation, synonyms

NAV = """\
nav:
  - Home: index.md
  - More:
      - Topic: sub/topic.md
      - help.md
"""
TAGS = "extra:\n  emoji: !!python/name:material.extensions.emoji.twemoji\ndev_addr: !ENV [X, y]\n"


def read(root: Path, text: str) -> tuple[list[str], list[str], bool]:
    """(pages, what is told, whether the file counts as unread)."""
    for name in ("index.md", "sub/topic.md", "help.md"):
        path = root / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (root / "mkdocs.yml").write_text(text, encoding="utf-8")
    pages, findings, unread = navigation.read(root)
    return pages, [str(one) for one in findings], bool(unread.files)


PAGES = ["index.md", "sub/topic.md", "help.md"]


@pytest.mark.parametrize(
    "text",
    [
        NAV,
        TAGS + NAV,
        NAV + TAGS,
        NAV.replace("\n", "\r\n"),
        "\ufeff" + NAV,
        NAV + "  - Forum: https://example.org/\n  - Mail: mailto:a@b.c\n  - Up: '#top'\n",
        NAV + "  - Other: //example.org/a\n  - Odd: https://a[.b\n",
        "strict: true # a remark\nplugins:\n  - x:\n      a: yes\n" + NAV,
    ],
)
def test_pages_in_their_order(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text) == (PAGES, [], False)


def test_a_link_to_its_own_folder_does_not_go_round(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "loop").symlink_to(".")
    (tmp_path / "docs" / "extra.md").touch()
    assert read(tmp_path, NAV + "not_in_nav: |\n  extra.md\n")[0] == [*PAGES, "extra.md"]


def test_a_page_without_a_file_stays_in_the_list(tmp_path: Path) -> None:
    pages, told, unread = read(tmp_path, NAV.replace("topic.md", "topyc.md"))
    assert pages == ["index.md", "sub/topyc.md", "help.md"]
    (one,) = told
    assert one.startswith("mkdocs.yml:4: the navigation names docs/sub/topyc.md, and there is no")
    assert one.endswith("did you mean 'sub/topic.md'?")
    assert not unread
    mend = read(tmp_path, NAV.replace("help.md", "extra.md"))[1][0].split(" — ")[1]
    assert mend == "correct the name, or add the page"  # and no other page that ends in .md
    assert "correct the name, or add the page" in read(tmp_path, NAV + "  - qqqq.html\n")[1][0]


def test_a_page_that_is_named_twice(tmp_path: Path) -> None:
    pages, (told,), _ = read(tmp_path, NAV + "  - Again: index.md\n")
    assert pages == PAGES
    assert (
        told == "mkdocs.yml:6: the navigation names docs/index.md twice — take one of the two out"
    )


def test_a_setting_that_mkdocs_does_not_have(tmp_path: Path) -> None:
    _, (told,), _ = read(tmp_path, "plugin: []\n" + NAV)
    assert told == "mkdocs.yml:1: MkDocs has no setting 'plugin' — did you mean 'plugins'?"


def test_an_entry_that_leads_nowhere(tmp_path: Path) -> None:
    _, (told,), _ = read(tmp_path, NAV.replace("Home: index.md", "Home:"))
    assert told.startswith("mkdocs.yml:2: 'Home' in the navigation leads to no page")


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("site_name: A\n", "no navigation"),
        ("nav:\n", "no navigation"),
        ("nav: index.md\n", "no navigation"),
        ("", "no navigation"),
        (NAV.replace("  - Home", "\t- Home"), "mkdocs.yml:2: broken YAML: a tab at the beginning"),
        (NAV + "\n  - [\n", "broken YAML: a bracket [ that is never closed"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_once(tmp_path: Path, text: str, wrong: str) -> None:
    pages, (told,), unread = read(tmp_path, text)
    assert pages == []
    assert wrong in told
    assert unread


# ---- what readers type


def typed(root: Path, text: str) -> tuple[dict[str, list[str]], list[str], bool]:
    """(words, what is told, whether the file counts as unread)."""
    path = root / synonyms.FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    found, findings, unread = synonyms.read(root)
    return found, [str(one) for one in findings], bool(unread.files)


def test_words_and_others(tmp_path: Path) -> None:
    text = "molly: [mdma, recreational]\nno: [yes]\nhow much: [cost]\n"
    found = {"molly": ["mdma", "recreational"], "no": ["yes"], "how much": ["cost"]}
    assert typed(tmp_path, text) == (found, [], False)


@pytest.mark.parametrize(
    ("row", "wrong", "mend"),
    [
        ("molly: mdma", "'molly' is not followed by a list of words", "molly: [mdma]"),
        ("molly: []", "'molly' is not followed by a list of words", "molly: [mdma]"),
        ("molly:", "'molly' is not followed by a list of words", "molly: [mdma]"),
        ("molly: [1]", "'molly': 1 is no word", "in quotation marks"),
        ("xtc: [a]\nxtc: [b]", "the field 'xtc' stands twice", "keep one"),
    ],
)
def test_one_wrong_row_leaves_the_others(tmp_path: Path, row: str, wrong: str, mend: str) -> None:
    found, (told,), unread = typed(tmp_path, f"xtc2: [mdma]\n{row}\n")
    assert found["xtc2"] == ["mdma"]
    assert int(told.split(":")[1]) == 2 + row.count("\n")
    assert wrong in told
    assert mend in told
    assert unread


@pytest.mark.parametrize("text", ["- molly\n", "", "molly: [\n"])
def test_a_file_of_another_form(tmp_path: Path, text: str) -> None:
    found, (told,), unread = typed(tmp_path, text)
    assert (found, unread) == ({}, True)
    assert "molly: [mdma]" in told or "broken YAML" in told
