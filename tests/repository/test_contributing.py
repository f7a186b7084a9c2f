"""The recipes of CONTRIBUTING, followed to the letter: in a copy of the repository each ends
without a finding, and on the small site, which is built in a moment, in the pages.
"""

from __future__ import annotations

import re

from support import ROOT, findings, mkdocs_build

TEXT = (ROOT / ".github" / "CONTRIBUTING.md").read_text(encoding="utf-8")


def block(language: str, number: int = 0) -> str:
    """The number-th code block of a language, its list indentation off."""
    found = re.findall(rf"^( *)```{language}\n(.*?)^ *```", TEXT, re.M | re.S)[number]
    return re.sub(rf"^{found[0]}", "", found[1], flags=re.M)


def insert_source(copy) -> None:
    """The example entry at its place in the order of keys."""
    path = copy / "references.bib"
    entries = re.split(r"\n(?=@)", path.read_text(encoding="utf-8").rstrip("\n"))
    key = lambda text: re.search(r"@\w+\{([^,]+),", text).group(1)  # noqa: E731
    entries = sorted([*(one.strip("\n") for one in entries), block("bibtex").strip("\n")], key=key)
    path.write_text("\n\n".join(entries) + "\n", encoding="utf-8")


def append(copy, name: str, text: str) -> None:
    """A record at the end of a data file, indented as the others are."""
    path = copy / "docs" / "data" / name
    before = path.read_text(encoding="utf-8").rstrip("\n") + "\n"
    indent = re.search(r"^( *)- ", before, re.M).group(1)
    path.write_text(before + re.sub("^(?=.)", indent, text, flags=re.M), encoding="utf-8")


def cite_source(copy, page: str) -> None:
    """The source of the recipe, and a sentence that cites it."""
    insert_source(copy)
    page = copy / "docs" / page
    page.write_text(
        page.read_text(encoding="utf-8").rstrip("\n")
        + "\n\nA new sentence of fact stands here.[@surname2025]\n",
        encoding="utf-8",
    )


def add_everything(copy, page: str) -> None:
    cite_source(copy, page)
    append(copy, "trials.yml", block("yaml", 0))
    append(copy, "timeline.yml", block("yaml", 1))
    law = copy / "docs" / "data" / "legal-status.yml"
    text = law.read_text(encoding="utf-8")
    law.write_text(
        re.sub(
            r"(  medical_access: )[^\n]*(\n(?: {4,}[^\n]*\n)*)",
            r"\1A new law allows it, as a test.\n",
            text,
            count=1,
        ),
        encoding="utf-8",
    )


def test_recipes_end_without_a_finding(copy):
    add_everything(copy, "ptsd.md")
    assert findings(copy) == []


def test_recipes_end_on_the_site(small):
    add_everything(small, "topic.md")
    done = mkdocs_build(small)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    for page, said in (
        ("topic", "A new sentence of fact stands here."),
        ("trials", 'id="surname2025"'),
        ("harms-and-law", "Somebody decides something."),
        ("harms-and-law", "A new law allows it, as a test."),
        ("sources", 'id="ref-surname2025"'),
    ):
        assert said in (small / "out" / page / "index.html").read_text(encoding="utf-8"), page


def test_a_mistake_stops_the_build_with_the_message_and_no_traceback(small):
    page = small / "docs" / "topic.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n\nOne.[@nokey]\n", encoding="utf-8")
    done = mkdocs_build(small)
    assert done.returncode != 0
    assert re.search(r"^docs/topic\.md:\d+: .*'nokey' — ", done.stdout, re.M)
    assert "Traceback" not in done.stdout + done.stderr
    assert not (small / "out").exists()
