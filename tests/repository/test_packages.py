"""What the package imports is what pyproject.toml asks for, so that an environment made from it
works.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib import metadata

import pytest
from support import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CODE = sorted((ROOT / "sitebuild").rglob("*.py"))
# imported where a maintainer's command needs it, from the packages of the tests
FOR_MAINTAINERS = {"tinycss2"}
LONGEST = 100
SKIPPED = {".venv", "node_modules", "vendor", "site", "dist", ".git"}


def distributions(requirements: list[str]) -> set[str]:
    """'mkdocs==1.6.1' → 'mkdocs'."""
    return {re.match(r"[A-Za-z0-9._-]+", one).group().lower() for one in requirements}


def imported() -> set[tuple[str, str]]:
    """(top name, file) of each import in the package."""
    found = set()
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            for name in names:
                found.add((name.partition(".")[0], path.relative_to(ROOT).as_posix()))
    return found


def test_every_import_is_asked_for():
    """A clean machine, and the weekly build with the newest packages, install nothing else."""
    extras = PROJECT["optional-dependencies"]
    asked = distributions(PROJECT["dependencies"] + extras["check"])
    only_there = distributions(extras["registries"]) | {"urllib3"}  # set up for its commands alone
    of = metadata.packages_distributions()
    missing = {}
    for name, where in imported():
        if name in sys.stdlib_module_names or name == "sitebuild" or name in FOR_MAINTAINERS:
            continue
        known = {one.lower().replace("_", "-") for one in of.get(name, [])}
        # parts of what is asked for: of MkDocs the first three, of pydantic the last
        allowed = asked | (only_there if where.startswith("sitebuild/registries/") else set())
        if not known & (allowed | {"markdown", "jinja2", "markupsafe", "pydantic-core"}):
            missing[name] = where
    assert not missing


def test_every_module_is_imported_by_a_test():
    """A module that no test names is one that nobody would miss."""
    texts = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py"))
    unit = ROOT / "tests" / "unit"
    mirrored = {path.relative_to(unit) for path in unit.rglob("test_*.py")}
    unseen = []
    for path in CODE:
        name = path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".")
        if name.startswith("sitebuild.model.records."):  # tests take the records from the package
            continue
        if path.relative_to(ROOT / "sitebuild").with_name(f"test_{path.name}") in mirrored:
            continue
        parent, _, last = name.removesuffix(".__init__").rpartition(".")
        whole = re.escape(name.removesuffix(".__init__"))
        direct = (
            rf"from {re.escape(parent)} import [^\n]*\b{last}\b" if parent else r"\bsitebuild\b"
        )
        spread = (
            rf"from {re.escape(parent)} import \([^)]*\b{last}\b" if parent else r"\bsitebuild\b"
        )
        if not re.search(rf"(from|import) {whole}\b|{direct}|{spread}|-m\", \"{whole}", texts):
            unseen.append(name)
    assert unseen in ([], ["sitebuild.__main__"])


@pytest.mark.parametrize("suffix", [".py", ".js", ".mjs", ".css"])
def test_no_line_is_too_long(suffix):
    long = []
    for path in sorted(ROOT.rglob(f"*{suffix}")):
        if SKIPPED & set(path.relative_to(ROOT).parts):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if len(line) > LONGEST:
                long.append(f"{path.relative_to(ROOT)}:{number}: {len(line)}")
    assert not long, "\n".join(long)


def test_no_page_is_named_in_code_or_templates():
    """A page may move: what draws something is found by what it draws."""
    docs = ROOT / "docs"
    pages = {path.relative_to(docs).as_posix() for path in docs.rglob("*.md")} - {"index.md"}
    named = re.compile(r"[\"'(/ ](?:" + "|".join(map(re.escape, sorted(pages))) + r")\b")
    hard = []
    for path in [*CODE, *sorted((ROOT / "theme").rglob("*.html")), *(ROOT / "theme").rglob("*.js")]:
        if "vendor" in path.parts:
            continue
        code = path.read_text(encoding="utf-8")
        if path.suffix == ".py":  # docstrings may give a page as an example
            code = re.sub(r'"""(?s:.*?)"""|#[^\n]*', "", code)
        hard += [f"{path.relative_to(ROOT)}: {found}" for found in named.findall(code)]
    assert not hard, "\n".join(hard)
