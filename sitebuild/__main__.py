"""The commands behind the Makefile: `python -m sitebuild check|schema|serve|build|offline|weekly`."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

from sitebuild import checks

from sitebuild.model import data

from sitebuild.model import statements as integrity

from sitebuild.rules import reading

from sitebuild.rules import spelling

from sitebuild import weekly as weekly_report
from sitebuild.outputs.assets import zip_site
from sitebuild.model.findings import show
from sitebuild.model.records import FILES

ROOT = Path(__file__).resolve().parent.parent


def check() -> int:
    """Every finding at once, then what a maintainer wants to see at a glance."""
    start = time.monotonic()
    site = checks.read_site(ROOT)
    findings = [*checks.run(site), *spelling.findings(ROOT)]
    if findings:
        print(show(findings))
        print(f"\n{len(findings)} finding{'s' if len(findings) > 1 else ''}. Each line says where and what to do.")
        return 1
    print(reading.report(site))
    print(integrity.report(site))
    print(f"No findings: {len(site.pages)} pages, {len(site.bibliography.entries)} sources, {sum(map(len, site.data.records.values()))} records in {time.monotonic() - start:.1f} s.")
    return 0


def schema() -> int:
    """Writes the JSON Schemas of docs/data."""
    folder = ROOT / "docs" / "data" / "schema"
    folder.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        (folder / f"{name.removesuffix('.yml')}.schema.json").write_text(data.schema(name), encoding="utf-8")
    print(f"{len(FILES)} schemas written to docs/data/schema")
    return 0


def mkdocs(*arguments: str, **environment: str) -> int:
    """MkDocs as a program of its own, so that its exit code is the only word on success."""
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", *arguments], cwd=ROOT, check=False,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true", "SOURCE_DATE_EPOCH": str(epoch())} | environment,
    ).returncode


def epoch() -> int:
    """SOURCE_DATE_EPOCH, else the time of the last commit, else now: the one clock of a build."""
    if os.environ.get("SOURCE_DATE_EPOCH"):
        return int(os.environ["SOURCE_DATE_EPOCH"])
    found = subprocess.run(["git", "-C", str(ROOT), "log", "-1", "--format=%ct"], capture_output=True, text=True, check=False).stdout.strip()
    return int(found) if found.isdigit() else int(time.time())


def build() -> int:
    """The published site, in site/."""
    return mkdocs("build", "--clean", "--site-dir", "site")


def offline() -> int:
    """The copy for reading from disk, in dist/*.zip."""
    target = ROOT / "dist" / "offline"
    shutil.rmtree(target, ignore_errors=True)
    code = mkdocs("build", "--clean", "--site-dir", str(target), OFFLINE="1")
    if code == 0:
        archive = ROOT / "dist" / "mdma-assisted-psychotherapy.zip"
        zip_site(target, archive, epoch())
        print(f"{archive.relative_to(ROOT)}: {archive.stat().st_size / 1024:.0f} KiB. Unpack it and double-click index.html.")
    return code


def serve() -> int:
    """The site with live reload, at the usual port or the next free one."""
    for port in range(int(os.environ.get("PORT", "8000")), 65536):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                break
    print(f"Building. Then read the site at http://127.0.0.1:{port}/ (stop with Ctrl+C).", flush=True)
    try:
        return mkdocs("serve", "--dev-addr", f"127.0.0.1:{port}")
    except KeyboardInterrupt:
        return 0


def weekly() -> int:
    """Outside links and old pages, for the weekly workflow."""
    return weekly_report.report(ROOT)


COMMANDS = {"check": check, "schema": schema, "build": build, "offline": offline, "serve": serve, "weekly": weekly}

if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in COMMANDS:
        sys.exit(f"usage: python -m sitebuild {'|'.join(COMMANDS)}")
    sys.exit(COMMANDS[sys.argv[1]]())
