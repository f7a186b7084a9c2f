"""Live: each kind of edit is seen in an open tab by itself; a finding shows, and goes when it is
mended.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from support import small_site

PATIENCE = 90_000  # ms; a busy machine may need a while, and nothing is timed here


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def served(tmp_path) -> Iterator[tuple[Path, str]]:
    """The small site while it is served: its folder and its address."""
    root, port = small_site(tmp_path / "small"), free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"],
        cwd=root,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    address = f"http://127.0.0.1:{port}/"
    for _ in range(1_200):  # it answers after its first build, which a busy machine draws out
        try:
            urllib.request.urlopen(address, timeout=60)
            break
        except OSError:
            assert process.poll() is None, process.stdout.read()
            time.sleep(0.25)
    yield root, address
    process.terminate()
    process.wait(20)


def edit(path: Path, old: str, new: str) -> None:
    """Changes a file as an editor would."""
    text = path.read_text(encoding="utf-8")
    assert old in text, path
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


# `textContent`: what the older article said stands in a line that opens
SEEN = "text => document.body?.textContent.includes(text)"


def see(page, text: str) -> None:
    page.wait_for_function(SEEN, arg=text, timeout=PATIENCE)


def test_every_kind_of_edit_is_seen_by_itself(open_page, served):
    root, address = served
    page = open_page(address + "topic/")
    edit(root / "docs/topic.md", "Last.", "A zebra at last.")
    see(page, "A zebra at last.")
    edit(root / "docs/data/source-statements.yml", "It is otherwise", "It is a zebra")
    see(page, "It is a zebra")
    edit(root / "references.bib", "{A page on {PTSD}", "{A zebra page on {PTSD}")
    see(page, "A zebra page on PTSD")
    edit(root / "theme/drawings/source-statement.html", "The older article said", "The zebra said")
    see(page, "The zebra said")
    css = root / "theme/assets/site.css"
    css.write_text(css.read_text(encoding="utf-8") + "\nbody { outline: 7px solid #010203; }\n")
    outlined = "() => document.body && getComputedStyle(document.body).outlineWidth === '7px'"
    page.wait_for_function(outlined, timeout=PATIENCE)
    assert not [told for told in page.complaints if "CSP" in told]


def test_a_finding_shows_over_the_last_good_page_and_goes(open_page, served):
    root, address = served
    page = open_page(address + "topic/")
    edit(root / "docs/topic.md", "Last.[@roe2020]", "Cited first.[@bee2025]")
    see(page, "'bee2025'")
    assert "Last." in page.inner_text("body"), "the last good page stays"
    other = open_page(
        address + "trials/"
    )  # asked for while a finding stands: an answer all the same
    assert "bee2025" in other.inner_text("body")
    with (root / "references.bib").open("a", encoding="utf-8") as file:
        file.write(
            "\n@article{bee2025,\n  author = {Bee, Ann},\n  title = {A title},\n"
            "  journal = {Journal of Trials},\n  year = {2025},\n  doi = {10.1000/bee},\n"
            "  checked = {2026-01-02 abstract},\n}\n"
        )
    see(page, "Cited first.")
    assert "'bee2025'" not in page.inner_text("body")


def test_a_broken_configuration_is_told_and_mended(open_page, served):
    root, address = served
    page = open_page(address)
    before = (root / "mkdocs.yml").read_text(encoding="utf-8")
    (root / "mkdocs.yml").write_text(before + "\n  - [\n", encoding="utf-8")
    see(page, "mkdocs.yml:")
    (root / "mkdocs.yml").write_text(before, encoding="utf-8")
    page.wait_for_function("() => !document.getElementById('findings')", timeout=PATIENCE)
