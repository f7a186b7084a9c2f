"""`make checked`: the statements that a change touches, each beside its source, and their records.

    make checked                                   lists them; at a terminal, asks of each
    make checked VERDICT=supported SEEN="abstract at PMC" KEY=roe2020
    make checked ALL=1                             every one that nobody has read since it changed

A change touches a statement when it is new or says something else than on the branch it will be
merged into, and when its source was retracted, corrected or put under concern since.
"""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable
from pathlib import Path

from sitebuild import settings
from sitebuild.model import site as model
from sitebuild.model import statements, textfile
from sitebuild.model.findings import many, suggest
from sitebuild.model.site import Site
from sitebuild.model.sources import NOTICES
from sitebuild.model.statements import FILE, Pair, Reading, identity, row_for

COPIED = (settings.DOCS, settings.BIBLIOGRAPHY, settings.CONFIGURATION, settings.CHECKS)
FILL = 'VERDICT="supported" SEEN="…"'
BRANCHES = ("origin/main", "main")


def run(root: Path) -> int:
    """The command; 1 where nothing could be written."""
    site = model.read(root)
    asked = {name: os.environ.get(name, "").strip()
             for name in ("KEY", "PAGE", "ONLY", "VERDICT", "SEEN", "BASE", "ALL")}  # fmt: skip
    found = [pair for pair in _asked_for(site, asked["KEY"], asked["BASE"], bool(asked["ALL"]))
             if asked["PAGE"].removeprefix("docs/") in ("", pair.page)
             and (not asked["ONLY"] or statements.fingerprint(pair.statement)
                  in asked["ONLY"].split(","))]  # fmt: skip
    if not found:
        print("No statement to read: this change touches none.")
        return 0
    if not (asked["VERDICT"] or asked["SEEN"]):
        if sys.stdin.isatty():
            return ask(site, found)
        print(listed(site, found))
        return 0
    verdicts = [one.value for one in Reading]
    if asked["VERDICT"] not in verdicts or not asked["SEEN"]:
        mend = suggest(asked["VERDICT"], verdicts, f"VERDICT is one of {', '.join(verdicts)}")
        print(f'Say both VERDICT="…" and SEEN="what you read, and where": {mend}')
        return 1
    record(root, found, asked["VERDICT"], asked["SEEN"])
    print(f"{many(len(found), 'record')} written to {FILE}.")
    return 0


def _asked_for(site: Site, key: str, base: str, everything: bool) -> list[Pair]:
    if key:
        return [pair for pair in statements.pairs(site) if pair.key == key]
    return statements.unread_pairs(site) if everything else touched(site, base)


def touched(site: Site, base: str = "") -> list[Pair]:
    """The pairs that the change since a commit touches; without git, those that nobody read."""
    old = before(site.root, base)
    if old is None:
        return statements.unread_pairs(site)
    known = set(map(identity, statements.pairs(old)))
    read = set(statements.by_identity(site.checked))
    again = {entry.key for entry in site.bibliography.entries.values() if _noticed(old, entry.key)
             != [entry.get(kind) for kind in NOTICES]}  # fmt: skip
    fresh = set(statements.by_identity(site.checked)) - set(statements.by_identity(old.checked))
    return [
        pair
        for pair in statements.pairs(site)
        if (identity(pair) not in known and identity(pair) not in read)
        or (pair.key in again and identity(pair) in known and identity(pair) not in fresh)
    ]


def _noticed(site: Site, key: str) -> list[str]:
    entry = site.bibliography.entries.get(key)
    return [entry.get(kind) if entry else "" for kind in NOTICES]


def before(root: Path, base: str = "") -> Site | None:
    """The site as it was where this branch began; None where git does not tell."""
    if not base:
        found = (settings.git(root, "merge-base", "HEAD", branch) for branch in BRANCHES)
        base = next((one for one in found if one), "") or settings.git(root, "rev-parse", "HEAD")
    if not base:
        return None
    done = subprocess.run(
        ["git", "-C", str(root), "archive", base, *COPIED], capture_output=True, check=False
    )
    if done.returncode:
        return None
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
            archive.extractall(folder, filter="data")
        return model.read(Path(folder))


def ask(site: Site, found: list[Pair]) -> int:
    """Asks of each pair what was found and what was read; each answer is written at once."""
    verdicts = {str(number): one.value for number, one in enumerate(Reading, 1)}
    choice = ", ".join(f"{number} {verdict}" for number, verdict in verdicts.items())
    print(f"{many(len(found), 'statement')} to read, by somebody who did not write it.")
    print(f"Of each: {choice}; Enter leaves it for later, Ctrl+D ends.")
    written = 0
    with contextlib.suppress(EOFError, KeyboardInterrupt):
        for pair in found:
            print("\n" + "\n".join(_shown(site, pair)))
            verdict = verdicts.get(input("What did you find? ").strip(), "")
            seen = verdict and input("What did you read, and where? ").strip()
            if verdict and seen:
                record(site.root, [pair], verdict, seen)
                written += 1
    print(f"\n{many(written, 'record')} written to {FILE}.")
    return 0


def _shown(site: Site, pair: Pair) -> list[str]:
    entry = site.bibliography.entries.get(pair.key)
    return [
        f"docs/{pair.page}:{pair.line}",
        f"  {pair.statement}",
        f"  source: {pair.key}, {(entry.address if entry else '') or 'no address'}",
    ]


def listed(site: Site, found: list[Pair]) -> str:
    """Each with its sentence, its source's address and the command that records it."""
    head = f"{many(len(found), 'statement')} to read, by somebody who did not write it:"
    lines = [head]
    for pair in found:
        lines += [
            *_shown(site, pair),
            f"  make checked KEY={pair.key} ONLY={statements.fingerprint(pair.statement)} {FILL}",
        ]
    return "\n".join(lines)


def record(root: Path, pairs: Iterable[Pair], verdict: str, seen: str) -> None:
    """Writes a row for each pair, in place of the one that it had."""
    path = root / FILE
    text = path.read_text(encoding="utf-8").rstrip("\n")
    lines = text.removesuffix(" []").split("\n")
    places = {(row.page, row.fingerprint, row.key): row.line for row in statements.read(root)[0]}
    said = "'" + seen.replace("'", "''") + "'"
    for pair in pairs:
        row = row_for(pair, verdict, said)
        if identity(pair) in places:
            lines[places[identity(pair)] - 1] = row
        else:
            lines.append(row)
    textfile.replace(path, "\n".join(lines) + "\n")
