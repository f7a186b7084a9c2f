"""Page weight and build time beside Sphinx (MyST, sphinxcontrib-bibtex, Furo) on the same text, and how build time grows.

`make bench`. Both are built one after the other in one run, and what is printed to be compared are ratios: seconds
differ from machine to machine. Sphinx and its parts are installed once, into `.venv/bench`.
"""

from __future__ import annotations

import gzip
import os
import posixpath
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
OTHER = ROOT / ".venv" / "bench"
PACKAGES = ["sphinx", "myst-parser", "sphinxcontrib-bibtex", "furo"]
SIZES = [(12, 150), (120, 1500), (600, 5000)]  # pages, sources
ROUNDS = 3  # the fastest counts; the largest sizes are built once
CONF = """\
project = "Bench"
extensions = ["myst_parser", "sphinxcontrib.bibtex"]
bibtex_bibfiles = ["references.bib"]
html_theme = "furo"
myst_heading_anchors = 4
suppress_warnings = ["*"]
"""


def sphinx() -> Path:
    """Python of an environment of its own, with Sphinx in it."""
    python = OTHER / "bin" / "python"
    if not (OTHER / "done").exists():
        print(f"Installing {', '.join(PACKAGES)} into {OTHER.relative_to(ROOT)}", flush=True)
        venv.create(OTHER, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES], check=True)
        (OTHER / "done").touch()
    return python


# ---- the same text for the other


def to_myst(text: str) -> str:
    """A page of ours as MyST: front matter and directives off, '[@a; @b]' as '{cite}`a,b`', a box as a directive."""
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.S)
    text = re.sub(r"^<!-- .*? -->\n", "", text, flags=re.M)
    text = re.sub(r"\[@([^\]\n]+)\]", lambda match: "{cite}`" + match.group(1).replace("; @", ",") + "`", text)

    def box(match: re.Match) -> str:
        return f":::{{admonition}} {match.group(1)}\n{re.sub('^    ', '', match.group(2), flags=re.M)}:::\n\n"

    return re.sub(r'^!!! \w+ "([^"\n]*)"\n\n?((?: {4}.*\n|\n(?= {4}))+)', box, text, flags=re.M)


def convert(source: Path, target: Path) -> None:
    """A site of ours as a Sphinx project."""
    for page in (source / "docs").rglob("*.md"):
        out = target / page.relative_to(source / "docs")
        out.parent.mkdir(parents=True, exist_ok=True)
        text = to_myst(page.read_text(encoding="utf-8"))
        if out == target / "index.md":
            text += "\n```{toctree}\n:glob:\n**\n```\n"
        if out == target / "references.md":
            text += "\n```{bibliography}\n```\n"
        out.write_text(text, encoding="utf-8")
    (target / "conf.py").write_text(CONF, encoding="utf-8")
    # the parser of the other stops at fields and names that ours reads
    (target / "references.bib").write_text((source / "references.bib").read_text(encoding="utf-8"), encoding="utf-8")


# ---- a site of any size


def synthetic(target: Path, pages: int, sources: int) -> None:
    """So many pages that cite so many sources, each source at least once."""
    from sitebuild.model.records import FILES

    shutil.copytree(ROOT / "theme", target / "theme")
    shutil.copytree(ROOT / "docs" / "data" / "schema", target / "docs" / "data" / "schema")
    shutil.copy(ROOT / "pyproject.toml", target)
    for name, (top, _) in FILES.items():
        (target / "docs" / "data" / name).write_text(f"{top}: []\n", encoding="utf-8")
    (target / "checks").mkdir()
    (target / "checks" / "statements.yml").write_text("checks: []\n", encoding="utf-8")
    (target / "docs" / "data" / "search-synonyms.yml").write_text("molly: [mdma]\n", encoding="utf-8")
    keys = [f"author{1950 + number % 70}n{number:05}" for number in range(sources)]
    (target / "references.bib").write_text("\n".join(
        f"@article{{{key},\n  author = {{Author, Anna and Other, Ben}},\n  title = {{Study {key} of a treatment}},\n  journal = {{Journal of Studies}},\n"
        f"  year = {{{key[6:10]}}},\n  doi = {{10.1000/{key}}},\n  checked = {{2026-01-02 abstract}},\n}}\n" for key in sorted(keys)), encoding="utf-8")
    each = -(-sources // (pages - 2))
    names = ["index", *(f"page-{number}" for number in range(pages - 2)), "references"]
    for number, name in enumerate(names):
        mine = keys[(number - 1) * each: number * each] if 0 < number < pages - 1 else []
        mine = mine or ([] if name == "references" else keys[:1])
        body = "\n".join(f"In the {place}th study it was so, and the sentence goes on for as long as a sentence usually does.[@{key}]\n" + ("\n" if place % 4 == 0 else "")
                         + (f"\n## Part {place}\n\n" if place % 12 == 0 else "") for place, key in enumerate(mine * max(1, 24 // max(1, len(mine))), 1))
        drawn = "<!-- draw: references -->\n" if name == "references" else ""
        (target / "docs" / f"{name}.md").write_text(
            f"---\ntitle: Title {name}\ndescription: A page of the synthetic site, which is as long as a page of the real one.\nreviewed: 2026-01-02\n---\n\n# Title {name}\n\n{body}\n{drawn}", encoding="utf-8")
    settings = re.sub(r"(?s)\nnav:.*", "\n", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    (target / "mkdocs.yml").write_text(settings + "nav:\n" + "".join(f"  - {name}: {name}.md\n" for name in names), encoding="utf-8")


# ---- measures


def timed(command: list, where: Path, out: Path, rounds: int) -> float:
    """Seconds of the fastest of so many whole builds."""
    seconds = []
    for _ in range(rounds):
        shutil.rmtree(out, ignore_errors=True)
        start = time.perf_counter()
        done = subprocess.run(command, cwd=where, env=os.environ | {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}, capture_output=True, text=True, check=False)
        seconds.append(time.perf_counter() - start)
        if done.returncode:
            sys.exit(f"{' '.join(map(str, command))} failed:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    return min(seconds)


def both(source: Path, work: Path, python: Path, rounds: int) -> tuple[float, float]:
    """Seconds of our build and of the other's, of one text, into work/ours and work/theirs."""
    convert(source, work / "myst")
    ours = timed([sys.executable, "-m", "mkdocs", "build", "--site-dir", work / "ours"], source, work / "ours", rounds)
    theirs = timed([python, "-m", "sphinx", "-E", "-a", "-q", "-b", "dirhtml", work / "myst", work / "theirs"], work, work / "theirs", rounds)
    return ours, theirs


def weight(site: Path, page: Path) -> int:
    """Bytes, compressed, of a first visit: the page and the stylesheets and scripts that it names."""
    html = page.read_text(encoding="utf-8")
    named = re.findall(r'<link(?=[^>]*rel="?(?:stylesheet|preload|modulepreload)\b)[^>]*\bhref="([^"]+)"', html) + re.findall(r'<script[^>]*\bsrc="([^"]+)"', html)
    here = posixpath.dirname(page.relative_to(site).as_posix())
    files = {site / posixpath.normpath(posixpath.join(here, urlsplit(name).path)) for name in named if not urlsplit(name).netloc}
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in (page, *files) if path.is_file())


def main() -> None:
    python = sphinx()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        ours, theirs = both(ROOT, work, python, ROUNDS)
        weights = {}
        for name in ("ours", "theirs"):
            found = {path.relative_to(work / name).as_posix(): weight(work / name, path) for path in (work / name).rglob("index.html")}
            weights[name] = found
        same = sorted(weights["ours"].keys() & weights["theirs"].keys())
        print(f"\nThe same text, {len(same)} pages        this site     Sphinx + Furo   this site / Sphinx")
        for label, pick in (("first visit, home page, KiB", lambda found: found["index.html"]), ("first visit, median page, KiB", lambda found: statistics.median(found[name] for name in same))):
            one, two = pick(weights["ours"]) / 1024, pick(weights["theirs"]) / 1024
            print(f"{label:<32}{one:>8.1f}{two:>17.1f}{one / two:>18.2f}")
        print(f"{'whole build, seconds':<32}{ours:>8.1f}{theirs:>17.1f}{ours / theirs:>18.2f}")

    print(f"\nSynthetic sites: build time as a multiple of the first row\n{'pages':>6}{'sources':>9}{'this site':>12}{'Sphinx':>9}{'this site / Sphinx':>21}")
    first = None
    for pages, sources in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            work = Path(folder)
            synthetic(work / "source", pages, sources)
            ours, theirs = both(work / "source", work, python, ROUNDS if pages < 100 else 1)
            first = first or (ours, theirs)
            print(f"{pages:>6}{sources:>9}{ours / first[0]:>12.1f}{theirs / first[1]:>9.1f}{ours / theirs:>21.2f}", flush=True)


if __name__ == "__main__":
    main()
