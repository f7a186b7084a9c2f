"""`make fix` writes the new name of a page wherever the old one stands, and does it once."""

from __future__ import annotations

from pathlib import Path

from support import findings

from sitebuild import fixes, settings
from sitebuild.fixes import renamed
from sitebuild.model import published


def rename(root: Path, old: str, new: str, to: str = "") -> None:
    """What the recipe asks for: the file, nav and `moved:`."""
    target = root / settings.DOCS / new
    target.parent.mkdir(exist_ok=True)
    (root / settings.DOCS / old).rename(target)
    nav = root / settings.CONFIGURATION
    nav.write_text(nav.read_text("utf-8").replace(f": {old}", f": {new}"), "utf-8")
    with (root / published.FILE).open("a", encoding="utf-8") as addresses:
        addresses.write(f"moved:\n  {old}: {to or new}\n")


def test_a_renamed_page_leaves_no_finding(small):
    typed = small / settings.SYNONYMS
    typed.write_text(typed.read_text("utf-8") + "topic.md#a-heading: [a word of theirs]\n", "utf-8")
    before = findings(small)
    rename(small, "topic.md", "part/subject.md")
    told = "\n".join(findings(small))
    assert "write part/subject.md#a-heading, or run make fix" in told
    assert "topic.md has moved: write part/subject.md#a-heading" in told
    done = fixes.everything(small)
    assert "docs/index.md: wrote the new name of a page 1 time" in done
    assert findings(small) == before
    text = (small / "docs" / "part" / "subject.md").read_text("utf-8")
    assert "See [there](../index.md) and `[@code]`." in text  # it stands in another folder now
    assert "page: part/subject.md#a-heading" in (small / "docs/data/timeline.yml").read_text(
        "utf-8"
    )
    assert "part/subject.md#a-heading: [a word" in typed.read_text("utf-8")
    assert renamed.everything(small) == []


def test_each_form_of_link_and_nothing_else(tmp_path):
    for name in ("a/new.md", "there.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("", "utf-8")
    moved = {"old.md": "a/new.md"}
    for typed, mended in {
        "[it](../old.md#x)": "[it](new.md#x)",
        '[it](<../old.md> "Old")': '[it](<new.md> "Old")',
        "[it]: ../old.md\n": "[it]: new.md\n",
        "`[it](../old.md)` <!-- [it](../old.md) -->": "",
        "old.md, [it](https://example.org/old.md), [it](/old.md), [it](#old.md)": "",
        "[it](../there.md) and [it](../nowhere.md)": "",
    }.items():
        text, number = renamed.linked(typed, "a/page.md", moved, tmp_path, "a/page.md")
        assert text == (mended or typed)
        assert number == bool(mended)


def test_a_page_taken_apart_keeps_its_records():
    kept = "- {page: words.md, fingerprint: 0123456789ab, key: doe2021}\n"
    assert renamed.recorded(kept, {"words.md": "topic.md#a-heading"}) == (kept, 0)
