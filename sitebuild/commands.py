"""The commands behind the Makefile: `python -m sitebuild check`, `build`, `serve` …"""

from __future__ import annotations

import contextlib
import io
import os
import re
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path

from sitebuild import settings
from sitebuild.model import site as model
from sitebuild.model import statements
from sitebuild.model.findings import Finding, show, some
from sitebuild.model.unread import Unread
from sitebuild.rules import hints, reading, run, spelling

ROOT = Path(__file__).resolve().parent.parent
PORTS = range(1, 65536)


GUIDE = ".github/CONTRIBUTING.md"
# How the file that a finding is in begins → the recipe of `GUIDE` for a change there.
RECIPES = {
    f"{settings.DATA}/": "Add a trial, an event or a legal change",
    f"{settings.DOCS}/": "Correct a sentence",
    settings.BIBLIOGRAPHY: "Add a source and cite it",
    settings.CHECKS: "Read a statement beside its source",
    settings.CONFIGURATION: "Add, rename or remove a page",
}


FIGURE = "Correct a figure"
# What is said of a figure in a record or a page, whatever the file.
_OF_A_FIGURE = re.compile(r"%, not |\bin no record about\b|, and the page says otherwise")


def recipes(findings: list[Finding]) -> list[str]:
    """The recipes that show how the files with findings are changed, each once."""
    found = (
        FIGURE
        if _OF_A_FIGURE.search(finding.message)
        else next((name for start, name in RECIPES.items() if finding.file.startswith(start)), "")
        for finding in findings
    )
    return [name for name in dict.fromkeys(found) if name]


def tell(findings: list[Finding], unread: Unread | None = None) -> None:
    """All findings, where it is shown step by step, and last how many."""
    many = "s" if len(findings) > 1 else ""
    print(show(findings) + "\n")
    if named := recipes(findings):
        print(f"Step by step, in {GUIDE}: {'; '.join(named)}.")
    if unread:
        what = some(unread.names, 5)
        print(f"Not read: {what}; what would follow from that alone was left out.")
    print(f"{len(findings)} finding{many}. Each line says where and what to do.")


def check() -> int:
    """Every finding at once; else what a maintainer wants to see, and last that there is none."""
    start = time.monotonic()
    with spelling.started(ROOT) as misspelt:  # it runs beside the reading
        site = model.read(ROOT)
        findings = sorted([*run(site), *misspelt()])
    if findings:
        tell(findings, site.unread)
        return 1
    print(reading.report(site))
    print(statements.report(site))
    if worth := hints(site):
        print("Worth a second look (this stops nothing):")
        print("\n".join(f"  {hint}" for hint in worth))
    records = sum(map(len, site.data.records.values()))
    print(
        f"No findings: {len(site.pages)} pages, {len(site.bibliography.entries)} sources, "
        f"{records} records in {time.monotonic() - start:.1f} s."
    )
    return 0


def mkdocs(*arguments: str, **environment: str) -> int:
    """Runs MkDocs in this process; its exit code."""
    os.environ.update(
        {
            "NO_MKDOCS_2_WARNING": "1",
            "DISABLE_MKDOCS_2_WARNING": "true",
            "SOURCE_DATE_EPOCH": str(settings.epoch(ROOT)),
        }
        | environment
    )
    site = model.read(ROOT)  # the plugin takes the same, read once
    findings = run(site)
    if findings:
        tell(findings, site.unread)
        return 1
    from mkdocs.__main__ import cli  # noqa: PLC0415 (slow to import, and check does without it)

    os.chdir(ROOT)
    try:
        cli.main(list(arguments), prog_name="mkdocs")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(bool(end.code))
    return 0


def build() -> int:
    """The published site, in site/."""
    return mkdocs("build", "--clean", "--site-dir", "site")


def offline() -> int:
    """The copy for reading from disk, in dist/*.zip."""
    from sitebuild.outputs.archive import zip_site  # noqa: PLC0415 (the same)

    target = ROOT / "dist" / "offline"
    code = mkdocs("build", "--clean", "--site-dir", str(target), OFFLINE="1")
    if code == 0:
        archive = ROOT / "dist" / f"{settings.ARCHIVE}.zip"
        zip_site(target, archive, settings.epoch(ROOT))
        size = archive.stat().st_size / 1024
        where = archive.relative_to(ROOT)
        print(f"{where}: {size:.0f} KiB. Unpack it and double-click index.html.")
    return code


def free_port(wanted: str) -> int:
    """The port wanted, or the next one that nobody uses; 8000 where what is wanted is no port."""
    first = int(wanted) if wanted.isdigit() and int(wanted) in PORTS else 8000
    for port in range(first, PORTS.stop):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    return first


def serve() -> int:
    """The site with live reload, at the usual port or the next free one."""
    port = free_port(os.environ.get("PORT", "8000"))
    print("Building.", flush=True)
    address = f"127.0.0.1:{port}"
    print(f"Then read the site at http://{address}/ (stop with Ctrl+C).", flush=True)
    try:
        return mkdocs("serve", "--dev-addr", address)
    except KeyboardInterrupt:
        return 0


def fix() -> int:
    """Mends what has one right answer, and says what it did."""
    from sitebuild.fixes import everything  # noqa: PLC0415

    done = everything(ROOT)
    print("\n".join(done) if done else "Nothing to mend of form.")
    return 0


def schema() -> int:
    """Writes the JSON Schemas of docs/data."""
    from sitebuild.model.records import FILES  # noqa: PLC0415
    from sitebuild.outputs import tables  # noqa: PLC0415

    folder = ROOT / settings.SCHEMAS
    folder.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        (folder / tables.schema_file(name)).write_text(tables.schema(name), encoding="utf-8")
    print(f"{len(FILES)} schemas written to {settings.SCHEMAS}")
    return 0


def base_css() -> int:
    """Writes theme/assets/base.css from the installed theme."""
    from sitebuild.outputs import basecss  # noqa: PLC0415

    basecss.write(ROOT)
    return 0


def links() -> int:
    """The outside addresses, for the link checker."""
    from sitebuild import weekly  # noqa: PLC0415

    return weekly.write_addresses(ROOT)


def weekly() -> int:
    """What the world changed since the last run, as a list of things to do."""
    from sitebuild.registries import watch  # noqa: PLC0415 (asks the network)

    return watch.run(ROOT)


def source() -> int:
    """Adds a source: ID=10.1000/x, BIB=export.bib, or an export on standard input."""
    from sitebuild.registries import source as command  # noqa: PLC0415 (asks the network)

    return command.run(ROOT)


def new() -> int:
    """A page in its place, or an empty record: PAGE=… TITLE=… UNDER=…, RECORD=…."""
    from sitebuild import new as command  # noqa: PLC0415

    return command.run(ROOT)


def checked() -> int:
    """The statements that a change touches; with VERDICT and SEEN their records are written."""
    from sitebuild import checked as command  # noqa: PLC0415

    return command.run(ROOT)


def verify() -> int:
    """Compares sources, trials and addresses with the registries of record."""
    from sitebuild.registries import verify as command  # noqa: PLC0415 (the same)

    return command.run(ROOT)


def trial() -> int:
    """Drafts a trial from its registry: ID=NCT01234567."""
    from sitebuild.registries import trial as command  # noqa: PLC0415 (the same)

    return command.run(ROOT)


COMMANDS: dict[str, Callable[[], int]] = {
    "check": check,
    "fix": fix,
    "schema": schema,
    "base-css": base_css,
    "build": build,
    "offline": offline,
    "serve": serve,
    "links": links,
    "new": new,
    "checked": checked,
    "weekly": weekly,
    "source": source,
    "verify": verify,
    "trial": trial,
}


def main() -> int:
    """Runs the command named on the command line."""
    for stream in (sys.stdout, sys.stderr):  # a console may lack the letters that a finding holds
        if isinstance(stream, io.TextIOWrapper):
            with contextlib.suppress(io.UnsupportedOperation):
                stream.reconfigure(errors="replace")
    if len(sys.argv) != 2 or sys.argv[1] not in COMMANDS:
        print(f"usage: python -m sitebuild {'|'.join(COMMANDS)}", file=sys.stderr)
        return 2
    return COMMANDS[sys.argv[1]]()
