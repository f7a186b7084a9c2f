"""The commands behind the Makefile, on the small site."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys

import pytest
from support import ROOT, small_site

from sitebuild import commands, weekly
from sitebuild.model import site as model
from sitebuild.model.findings import Finding
from sitebuild.model.unread import Unread
from sitebuild.registries import watch
from sitebuild.settings import newest_day


@pytest.fixture
def here(tmp_path, monkeypatch):
    """The small site as the repository."""
    root = small_site(tmp_path / "small")
    shutil.copy(ROOT / "typos.toml", root)
    monkeypatch.setattr(commands, "ROOT", root)
    return root


def test_check_of_what_is_right(here, capsys):
    assert commands.check() == 0
    told = capsys.readouterr().out
    assert told.splitlines()[-1].startswith("No findings: 8 pages, 3 sources")


def test_check_of_a_slip(here, capsys):
    page = here / "docs" / "topic.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nOne.[@nokey2025]\n", encoding="utf-8")
    assert commands.check() == 1
    told = capsys.readouterr().out
    assert "'nokey2025'" in told
    assert told.splitlines()[-1] == "1 finding. Each line says where and what to do."


def test_build_says_the_same_and_leaves_what_was_built(here, capsys):
    page = here / "docs" / "topic.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nOne.[@nokey2025]\n", encoding="utf-8")
    assert commands.build() == 1
    assert "'nokey2025'" in capsys.readouterr().out
    assert not (here / "site").exists()


def test_findings_lead_to_the_recipes_of_their_files(capsys):
    files = ["docs/a.md", "docs/data/trials.yml", "docs/b.md", "references.bib", "typos.toml"]
    commands.tell([Finding(file, 1, "x", "y") for file in files])
    assert capsys.readouterr().out.splitlines()[-2] == (
        "Step by step, in .github/CONTRIBUTING.md: Correct a sentence; "
        "Add a trial, an event or a legal change; Add a source and cite it."
    )
    of_a_figure = Finding("docs/data/trials.yml", 1, "5 of 53 is 9.4%, not 11%", "check the three")
    assert commands.recipes([of_a_figure]) == [commands.FIGURE]
    headings = re.findall(r"^## (.+)$", (ROOT / commands.GUIDE).read_text(encoding="utf-8"), re.M)
    assert {*commands.RECIPES.values(), commands.FIGURE} <= set(headings)


def test_what_is_left_out_is_said(capsys):
    unread = Unread({"docs/data/adverse-events.yml"}, {"roe2020"})
    commands.tell([Finding("a.md", 1, "x", "y")], unread)
    assert (
        "Not read: docs/data/adverse-events.yml, references.bib (roe2020); what would follow from "
        "that alone was left out."
    ) in capsys.readouterr().out


def test_a_file_that_cannot_be_read_is_named(here, capsys):
    file = here / "docs" / "data" / "adverse-events.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("n: 12,", "n: many,", 1), encoding="utf-8")
    assert commands.check() == 1
    assert "Not read: docs/data/adverse-events.yml" in capsys.readouterr().out


def test_fix_and_schema(here, capsys):
    page = here / "docs" / "topic.md"
    before = page.read_text(encoding="utf-8")
    page.write_text(before.replace("A point.", "A point.   "), encoding="utf-8")
    assert commands.fix() == 0
    assert page.read_text(encoding="utf-8") == before
    assert "docs/topic.md" in capsys.readouterr().out
    assert commands.fix() == 0
    assert "Nothing to mend of form." in capsys.readouterr().out
    assert commands.schema() == 0
    assert commands.check() == 0


def test_links_writes_the_addresses(here):
    assert commands.links() == 0
    listed = (here / weekly.ADDRESSES).read_text(encoding="utf-8")
    assert "(roe2020): <https://example.org/a>" in listed
    assert "<https://example.org/line>" in listed


def test_old_pages_are_told(here):
    site = model.read(here)
    late = newest_day().replace(year=newest_day().year + 2)
    assert "docs/topic.md: 2026-01-02" in list(weekly.old_pages(site, late))


def test_records_that_nobody_looked_at_again_are_told(here):
    path = here / "docs/data/crisis-help.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub("as_of: .*", "as_of: '2020-01'", text), encoding="utf-8")
    told = [line.what for line in watch._due(model.read(here))]
    assert any("last seen 2020-01, more than a year ago" in line for line in told)


@pytest.mark.parametrize("wanted", ["70000", "x", "-1", ""])
def test_a_port_that_is_none_is_the_usual_one(wanted):
    assert commands.free_port(wanted) >= 8000


def test_a_port_in_use_gives_the_next():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert commands.free_port(str(port)) > port


def test_an_unknown_command_is_told(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["sitebuild", "nonsense"])
    assert commands.main() == 2
    assert "usage: python -m sitebuild check|" in capsys.readouterr().err


@pytest.mark.parametrize("coding", ["ascii", "cp1252", "cp437", "latin-1"])
def test_findings_on_a_console_of_another_coding(coding):
    """A console that lacks a letter shows a question mark in its place, and no traceback."""
    script = (
        "import sys\n"
        "from sitebuild import commands\n"
        "from sitebuild.model.findings import Finding\n"
        "commands.COMMANDS['x'] = lambda: commands.tell([Finding('a.md', 1, 'a − b', 'c')])\n"
        "sys.argv = ['sitebuild', 'x']\n"
        "commands.main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env=os.environ | {"PYTHONIOENCODING": coding},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert b"a.md:1: a " in done.stdout
