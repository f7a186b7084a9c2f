"""The recipes of CONTRIBUTING, followed to the letter in a copy of the repository: each ends
without a finding and on the site.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys

from support import ROOT

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


def cite_source(copy) -> None:
    """The source of the recipe, and a sentence that cites it."""
    insert_source(copy)
    page = copy / "docs" / "ptsd.md"
    page.write_text(
        page.read_text(encoding="utf-8").rstrip("\n")
        + "\n\nA new sentence of fact stands here.[@surname2025]\n",
        encoding="utf-8",
    )


def add_everything(copy) -> None:
    cite_source(copy)
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


def build(copy) -> subprocess.CompletedProcess[str]:
    """The copy built into its folder out/."""
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--site-dir", "out"],
        cwd=copy,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_recipes_end_without_a_finding_and_on_the_site(copy):
    add_everything(copy)
    (copy / "requirements.txt").write_text(
        (ROOT / "requirements.txt").read_text(encoding="utf-8"), encoding="utf-8"
    )
    done = build(copy)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert "A new sentence of fact stands here." in (
        copy / "out" / "ptsd" / "index.html"
    ).read_text(encoding="utf-8")
    assert 'id="surname2025"' in (copy / "out" / "evidence" / "trials" / "index.html").read_text(
        encoding="utf-8"
    )
    assert "Somebody decides something." in (
        copy / "out" / "society" / "history" / "index.html"
    ).read_text(encoding="utf-8")
    assert "A new law allows it, as a test." in (
        copy / "out" / "society" / "legality" / "index.html"
    ).read_text(encoding="utf-8")
    assert 'id="ref-surname2025"' in (copy / "out" / "references" / "index.html").read_text(
        encoding="utf-8"
    )


def test_a_mistake_stops_the_build_with_the_message_and_no_traceback(small):
    page = small / "docs" / "topic.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n\nOne.[@nokey]\n", encoding="utf-8")
    done = build(small)
    assert done.returncode != 0
    assert re.search(r"^docs/topic\.md:\d+: .*'nokey' — ", done.stdout, re.M)
    assert "Traceback" not in done.stdout + done.stderr
    assert not (small / "out").exists()
