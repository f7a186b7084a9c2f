"""A page as it is written: front matter, body, kinds, directives and homes."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from sitebuild.model import pages
from sitebuild.model.pages import Directive, Page, homes

TEXT = """\
---
title: A page
description: "In brief: so"
reviewed: 2026-01-02
kind: lookup
search_terms: [one, two]
---

# A page

<!-- draw: timeline -->
<!-- repeat: forest-plot -->
Text <!-- draw: glossary --> and `<!-- draw: nothing -->`

<!-- source-statement: X1 X2 -->

```
<!-- draw: references -->
```
"""


def written(root: Path, **files: str | bytes) -> Path:
    """A repository whose docs/ hold these files; `__` in a name stands for a folder."""
    for name, text in files.items():
        path = root / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return root


def test_what_a_page_says_of_itself():
    page = Page.of("society/a.md", TEXT)
    assert page.file == "docs/society/a.md"
    assert (page.title, page.description) == ("A page", "In brief: so")
    assert (page.reviewed, page.kind) == (date(2026, 1, 2), "lookup")
    assert page.search_terms == ["one", "two"]
    assert (page.meta_line("title"), page.meta_line("kind"), page.meta_line("x")) == (2, 5, 1)
    assert page.body_line == 8
    assert page.body.startswith("\n# A page\n")
    assert page.at(2) == 9
    assert page.findings == []


def test_a_page_that_gives_no_kind_is_one_about_the_subject():
    assert Page.of("a.md", "---\ntitle: A\n---\n").kind == "subject"
    assert Page.of("a.md", "---\nkind: other\n---\n").kind == "subject"


@pytest.mark.parametrize("value", ["2026-02-30", "2026-1-2", "2026-01-02 10:00:00", "soon", "2026"])
def test_what_is_no_day_is_none(value):
    assert Page.of("a.md", f"---\nreviewed: {value}\n---\n").reviewed is None


@pytest.mark.parametrize("value", ["2026-01-02", '"2026-01-02"', "'2026-01-02'"])
def test_a_day_may_stand_in_quotation_marks(value):
    assert Page.of("a.md", f"---\nreviewed: {value}\n---\n").reviewed == date(2026, 1, 2)


def test_directives_stand_on_lines_of_their_own_outside_code():
    page = Page.of("a.md", TEXT)
    assert [(one.kind, one.names, one.line) for one in page.directives] == [
        ("draw", ("timeline",), 11),
        ("repeat", ("forest-plot",), 12),
        ("source-statement", ("X1", "X2"), 15),
    ]
    one = page.directives[0]
    assert page.body[one.start : one.end] == "<!-- draw: timeline -->"
    assert page.draws == ["timeline"]
    assert Directive("source-statement", ("X1", "X2"), 1, 0, 1).name == "X1"


def test_the_first_page_that_draws_is_the_home_and_one_that_repeats_is_none():
    one = Page.of("a.md", "---\n---\n<!-- draw: timeline -->\n")
    two = Page.of("b.md", "---\n---\n<!-- draw: timeline -->\n<!-- draw: glossary -->\n")
    three = Page.of("c.md", "---\n---\n<!-- repeat: references -->\n")
    assert homes([one, two, three]) == {"timeline": "a.md", "glossary": "b.md"}


def test_empty_front_matter_and_windows_ends_of_lines(tmp_path):
    root = written(
        tmp_path,
        **{
            "empty.md": "---\n---\n# A\n",
            "windows.md": "---\r\ntitle: A\r\n---\r\n\r\n# A\r\n",
            "marked.md": b"\xef\xbb\xbf---\ntitle: A\n---\n\n# A\n",
            "dots.md": "---\ntitle: A\n...\n# A\n",
        },
    )
    read, findings, unread = pages.read(root)
    assert (findings, bool(unread)) == ([], False)
    assert {page.path: (page.title, page.body.strip()) for page in read} == {
        "dots.md": ("A", "# A"),
        "empty.md": ("", "# A"),
        "marked.md": ("A", "# A"),
        "windows.md": ("A", "# A"),
    }


@pytest.mark.parametrize(
    "raw", ["Café".encode("latin-1"), "Café".encode("utf-16"), b"\xff\xfe\xff"]
)
def test_a_page_in_another_encoding_is_one_finding_and_unread(tmp_path, raw):
    read, findings, unread = pages.read(written(tmp_path, **{"a.md": raw, "b.md": TEXT}))
    assert [page.path for page in read] == ["b.md"]
    assert [finding.file for finding in findings] == ["docs/a.md"]
    assert "UTF" in findings[0].message + findings[0].mend
    assert unread.files == {"docs/a.md"}


def test_files_of_editors_and_systems_are_skipped(tmp_path):
    root = written(
        tmp_path,
        **{"a.md": TEXT, ".draft.md": "x", "._a.md": b"\xff", ".hidden/b.md": "x", "c.txt": "x"},
    )
    os.symlink("me@host.123", root / "docs" / ".#a.md")
    (root / "docs" / "folder.md").mkdir()
    read, findings, _ = pages.read(root)
    assert [page.path for page in read] == ["a.md"]
    assert findings == []


def test_what_mkdocs_takes_for_a_page_is_one(tmp_path):
    read, _, _ = pages.read(written(tmp_path, **{"a.markdown": TEXT, "b.mkd": TEXT}))
    assert [page.path for page in read] == ["a.markdown", "b.mkd"]


def test_pages_are_read_by_the_extensions_of_the_configuration(tmp_path):
    root = written(tmp_path, **{"a.md": "---\n---\nTerm\n: what it means\n"})
    (root / "mkdocs.yml").write_text(
        "markdown_extensions:\n  - def_list\n  - toc: {toc_depth: 3}\n"
        "  - sitebuild.markup\n  - nothing.of.that.kind\nplugins: [!ENV [X, y]]\n"
    )
    read, findings, _ = pages.read(root)
    assert read[0].parsed.root.find("dl") is not None
    assert [(one.file, one.line) for one in findings] == [("mkdocs.yml", 5)]
    assert "'nothing.of.that.kind' cannot be loaded" in findings[0].message
