"""What runs on GitHub and what is installed: least rights, everything pinned, nothing that a
schema or zizmor objects to.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from support import ROOT, TOOLS

GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
LOCKS = ["requirements.txt", "requirements-registries.txt", "requirements-test.txt"]
BIN = Path(sys.executable).parent

# schemas that check-jsonschema brings with it → files
SCHEMAS = [
    ("vendor.github-workflows", WORKFLOWS),
    ("custom.github-workflows-require-timeout", WORKFLOWS),
    ("vendor.dependabot", [GITHUB / "dependabot.yml"]),
    ("vendor.github-issue-config", [GITHUB / "ISSUE_TEMPLATE" / "config.yml"]),
    (
        "vendor.github-issue-forms",
        sorted(
            path for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml"
        ),
    ),
    ("vendor.citation-file-format", [ROOT / "CITATION.cff"]),
]


def run(*command) -> subprocess.CompletedProcess:
    return subprocess.run(
        [BIN / command[0], *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_zizmor_finds_nothing():
    done = run("zizmor", "--offline", "--no-progress", "--format=plain", ".github")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(("schema", "files"), SCHEMAS, ids=[schema for schema, _ in SCHEMAS])
def test_schema(schema, files):
    assert files
    done = run("check-jsonschema", "--builtin-schema", schema, "--default-filetype", "yaml", *files)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_every_action_is_pinned_by_commit_with_its_version_beside_it(path):
    for used in re.findall(r"uses: ([^\n]*)", path.read_text(encoding="utf-8")):
        assert re.fullmatch(r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+(\.\d+)*", used), used


def test_the_least_python_is_the_same_everywhere():
    """.python-version, which make and the workflows read, and pyproject.toml say one version."""
    least = (ROOT / ".python-version").read_text(encoding="utf-8").strip()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["requires-python"] == f">={least}"
    locking = subprocess.run(
        ["make", "--dry-run", "lock"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    asked = re.findall(r"--python-version (\S+)", locking.stdout)
    assert set(asked) == {least} and len(asked) == locking.stdout.count("uv pip compile")
    for path in WORKFLOWS:
        assert f'"{least}"' not in path.read_text(encoding="utf-8"), f"{path.name} repeats it"


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflow(path):
    """Rights are named, at the top and never as "write all"; each job ends in time."""
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    rights = [
        workflow["permissions"],
        *(job["permissions"] for job in workflow["jobs"].values() if "permissions" in job),
    ]
    assert all(isinstance(right, dict) for right in rights)
    assert set(workflow["permissions"].values()) <= {"read"}, (
        "a right to write belongs to the job that needs it"
    )
    assert all(
        step.get("with", {}).get("persist-credentials") is False
        for job in workflow["jobs"].values()
        for step in job["steps"]
        if "checkout@" in step.get("uses", "")
    )


@pytest.mark.parametrize("name", LOCKS)
def test_python_lock(name):
    """Every package has one version and a hash, and none an address: pip asks the index that the
    machine is set to.
    """
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(
        r"://|^\s*(-i|-f|--(extra-)?index-url|--find-links|--trusted-host)\b|\s@\s", text, re.M
    )
    packages = re.sub(r"\s*\\\n\s*", " ", re.sub(r"^\s*#.*\n", "", text, flags=re.M)).splitlines()
    assert len(packages) > 20
    for package in packages:
        assert re.match(
            r"[\w.-]+==[\w.!+]+( ; [^\\]+?)?( --hash=sha256:[0-9a-f]{64})+$", package
        ), package[:80]


def test_npm_lock():
    """Every package has a hash, and none an address."""
    packages = json.loads((TOOLS / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert len(packages) > 20
    for name, package in packages.items():
        assert "resolved" not in package, name
        assert not name or re.match(r"sha512-", package.get("integrity", "")), name


def test_version_is_the_same_everywhere():
    """CITATION.cff, .zenodo.json and pyproject.toml say one version, and call the work the same."""
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    zenodo = json.loads((ROOT / ".zenodo.json").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert citation["version"] == zenodo["version"] == project["version"]
    assert zenodo["title"] == citation["title"]
    assert zenodo["description"] == citation["abstract"]
    assert zenodo["upload_type"] == citation["type"]
    assert zenodo["keywords"] == citation["keywords"]
    assert zenodo["creators"] == [{"name": one["name"]} for one in citation["authors"]]
    assert zenodo["license"].upper() == citation["license"][0]
