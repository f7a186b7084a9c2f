"""`make bench`: how long check, build, test and a served edit take, as ratios; seconds differ
from machine to machine.

Beside version 1.1.0 of this site (its commit, from this repository's history), each command one
after the other in one run; for building, beside Sphinx (MyST, sphinxcontrib-bibtex, Furo) and
Zensical on the same text. What is compared with is installed once, into `.venv/bench/`.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BENCH = ROOT / ".venv" / "bench"
BEFORE = "61c23cf"  # version 1.1.0
OTHERS = {
    "sphinx": ["sphinx", "myst-parser", "sphinxcontrib-bibtex", "furo"],
    "zensical": ["zensical"],
}
QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
CONF = """\
project = "Bench"
extensions = ["myst_parser", "sphinxcontrib.bibtex"]
bibtex_bibfiles = ["references.bib"]
html_theme = "furo"
myst_heading_anchors = 4
suppress_warnings = ["*"]
"""


def run(command: list[str | Path], where: Path) -> None:
    """Runs a command; stops with its output where it fails."""
    done = subprocess.run(
        command, cwd=where, env=os.environ | QUIET, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(
            f"{' '.join(map(str, command))} failed:\n{done.stdout[-3000:]}{done.stderr[-3000:]}"
        )


def timed(action: Callable[[], None]) -> float:
    """Seconds that an action takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def compare(what: str, ours: Callable[[], None], theirs: Callable[[], None], rounds: int) -> None:
    """Prints the median ratio of two actions, one after the other in each round."""
    ratios = [timed(ours) / timed(theirs) for _ in range(rounds)]
    low, high = min(ratios), max(ratios)
    print(f"{what:<44}{statistics.median(ratios):>6.2f}   ({low:.2f} to {high:.2f})", flush=True)


def environment(name: str, packages: list[str]) -> Path | None:
    """Python of an environment of its own with some packages; None where they cannot be had."""
    folder = BENCH / name
    python = folder / "bin" / "python"
    if not (folder / "done").exists():
        print(f"Installing {', '.join(packages)} into {folder.relative_to(ROOT)}", flush=True)
        venv.create(folder, with_pip=True, clear=True)
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        done = subprocess.run([*pip, *packages], check=False, capture_output=True, text=True)
        if done.returncode:
            print(f"{name} cannot be installed here: {done.stderr.strip().splitlines()[-1]}")
            return None
        (folder / "done").touch()
    return python


def before() -> Path:
    """Version 1.1.0, checked out and set up."""
    folder = BENCH / "before"
    if not (folder / ".venv" / ".site").exists():
        print(f"Setting up version 1.1.0 ({BEFORE}) in {folder.relative_to(ROOT)}", flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        run(["git", "clone", "--quiet", str(ROOT), str(folder)], ROOT)
        run(["git", "checkout", "--quiet", BEFORE], folder)
        run(["make", "build"], folder)
    return folder


def text(root: Path) -> int:
    """Bytes of pages, data and sources."""
    docs = [*(root / "docs").rglob("*.md"), *(root / "docs" / "data").glob("*.yml")]
    return sum(path.stat().st_size for path in [*docs, root / "references.bib"])


# ---- the same text for the others


def to_myst(text: str) -> str:
    """A page of ours as MyST: front matter and directives off, '[@a; @b]' as '{cite}`a,b`'."""
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.S)
    text = re.sub(r"^<!-- .*? -->\n", "", text, flags=re.M)

    def cite(match: re.Match[str]) -> str:
        return "{cite}`" + match.group(1).replace("; @", ",") + "`"

    def box(match: re.Match[str]) -> str:
        body = re.sub("^    ", "", match.group(1), flags=re.M)
        return f":::{{admonition}} In brief\n{body}:::\n\n"

    text = re.sub(r"\[@([^\]\n]+)\]", cite, text)
    return re.sub(r"^!!! \w+[^\n]*\n\n?((?: {4}.*\n|\n(?= {4}))+)", box, text, flags=re.M)


def as_sphinx(target: Path) -> None:
    """Our pages as a Sphinx project."""
    for page in (ROOT / "docs").rglob("*.md"):
        out = target / page.relative_to(ROOT / "docs")
        out.parent.mkdir(parents=True, exist_ok=True)
        text = to_myst(page.read_text(encoding="utf-8"))
        if out == target / "index.md":
            text += "\n```{toctree}\n:glob:\n**\n```\n"
        if "draw: references" in page.read_text(encoding="utf-8"):
            text += "\n```{bibliography}\n```\n"
        out.write_text(text, encoding="utf-8")
    (target / "conf.py").write_text(CONF, encoding="utf-8")
    # its style stops at kinds of sources that it does not know
    text = (ROOT / "references.bib").read_text(encoding="utf-8")
    kinds = "legislation|jurisdiction|patent|registry|thesis|online"
    (target / "references.bib").write_text(
        re.sub(rf"^@(?:{kinds})\{{", "@misc{", text, flags=re.M), encoding="utf-8"
    )


def as_zensical(target: Path) -> None:
    """Our pages with Zensical's own settings: it runs no plugin, and here no extension of ours."""
    shutil.copytree(ROOT / "docs", target / "docs")
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    nav = settings[settings.index("\nnav:") :]
    head = "site_name: Bench\ntheme: {name: material, font: false}\n"
    extensions = "markdown_extensions: [admonition, attr_list, tables, footnotes]\n"
    (target / "mkdocs.yml").write_text(head + extensions + nav, encoding="utf-8")


def main() -> None:
    """Prints the ratios; below 1, this site takes less time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--tests", action="store_true", help="also make test, some 15 minutes")
    options = parser.parse_args()
    old, python = before(), Path(sys.executable)
    theirs = old / ".venv" / "bin" / "python"

    print(f"\nthis site has {text(ROOT) / text(old):.1f} times the text of version 1.1.0")
    print("this site / version 1.1.0, each on its own text     ratio")
    for name in ("check", "build", "offline"):
        command = ["-m", "sitebuild", name]
        compare(
            f"make {name}",
            lambda c=command: run([python, *c], ROOT),
            lambda c=command: run([theirs, *c], old),
            options.rounds,
        )
    if options.tests:
        compare(
            "make test", lambda: run(["make", "test"], ROOT), lambda: run(["make", "test"], old), 1
        )

    print("\nthis site / another generator on the same text, whole build")
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        sphinx = environment("sphinx", OTHERS["sphinx"])
        if sphinx:
            (work / "sphinx").mkdir()
            as_sphinx(work / "sphinx")
            build = [sphinx, "-m", "sphinx", "-E", "-a", "-q", "-b", "dirhtml", ".", "../out"]
            compare(
                "Sphinx with MyST, bibtex and Furo",
                lambda: run([python, "-m", "sitebuild", "build"], ROOT),
                lambda: run(build, work / "sphinx"),
                options.rounds,
            )
        zensical = environment("zensical", OTHERS["zensical"])
        if zensical:
            (work / "zensical").mkdir()
            as_zensical(work / "zensical")
            compare(
                "Zensical (no citations, drawings or checks)",
                lambda: run([python, "-m", "sitebuild", "build"], ROOT),
                lambda: run([zensical, "-m", "zensical", "build", "--clean"], work / "zensical"),
                options.rounds,
            )


if __name__ == "__main__":
    main()
