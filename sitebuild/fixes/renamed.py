"""`make fix` for pages that have a new name: links, data and records of reading name the new one.

What `moved:` in checks/addresses.yml tells is taken over; nav in mkdocs.yml stays as it is.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

from sitebuild import settings
from sitebuild.model import published, textfile
from sitebuild.model.citations import mask
from sitebuild.model.findings import many

_LINK = re.compile(r"(\]\(\s*<?|^ {0,3}\[[^\]\n]+\]:[ \t]*<?)([^\s()<>#]+)(#[^\s()<>]*)?", re.M)


def everything(root: Path) -> list[str]:
    """Writes the new names of pages where their old ones stand; a line for each file changed."""
    docs = root / settings.DOCS
    given = published.read(root)[0].moved
    moved = {old: to for old, to in given.items() if gone(docs, old, to)}
    if not moved:
        return []
    before = {to: old for old, to in moved.items() if "#" not in to}
    texts = [
        *sorted(docs.rglob("*.md")),
        *sorted((root / settings.DATA).glob("*.yml")),
        root / settings.CHECKS,
    ]
    said = []
    for path in texts:
        try:
            text = path.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError):
            continue  # a finding tells of it
        if path.suffix == ".md":
            page = path.relative_to(docs).as_posix()
            new, number = linked(text, page, moved, docs, before.get(page, page))
        elif path == root / settings.CHECKS:
            new, number = recorded(text, moved)
        else:
            new, number = named(text, moved)
        if number:
            textfile.replace(path, new)
            name = path.relative_to(root).as_posix()
            said.append(f"{name}: wrote the new name of a page {many(number, 'time')}")
    return said


def gone(docs: Path, old: str, to: str) -> bool:
    """Whether a page has left its address for one that is there."""
    page = to.partition("#")[0]
    return "#" not in old and not (docs / old).is_file() and (docs / page).is_file()


def linked(text: str, page: str, moved: dict[str, str], docs: Path, was: str) -> tuple[str, int]:
    """A page with links to the new addresses, and how many; `was`: its own old address, or its own.

    Where it went to another folder, links that held in the old one are written for the new.
    """
    seen = mask(text)
    number = 0

    def settled(match: re.Match[str]) -> str:
        nonlocal number
        head, path, anchor = match[1], match[2], match[3] or ""
        if seen[match.start() : match.end()] != match.group() or re.match(r"[\w.+-]+:|/", path):
            return match.group()
        here, there = (
            posixpath.normpath(posixpath.join(posixpath.dirname(one), path)) for one in (page, was)
        )
        if (docs / here).is_file():
            return match.group()
        new = next((published.led(one, anchor, moved) for one in (here, there) if one in moved), "")
        if not new and (docs / there).is_file():
            new = there + anchor
        if not new:
            return match.group()
        number += 1
        return head + posixpath.relpath(new, posixpath.dirname(page) or ".")

    return _LINK.sub(settled, text), number


def named(text: str, moved: dict[str, str]) -> tuple[str, int]:
    """A data file with the new addresses, and how many.

    >>> named("page: a.md#b\\nt: '[it](../a.md), ba.md'\\n", {"a.md": "c/d.md"})
    ("page: c/d.md#b\\nt: '[it](../c/d.md), ba.md'\\n", 2)
    """
    names = "|".join(re.escape(old) for old in moved)
    written = re.compile(rf"(?<![\w/.-])((?:(?<=\()(?:\.\./)+)?)({names})(#[\w-]*)?(?![\w/-])")

    def settled(match: re.Match[str]) -> str:
        return match[1] + published.led(match[2], match[3] or "", moved)

    return written.subn(settled, text)


def recorded(text: str, moved: dict[str, str]) -> tuple[str, int]:
    """The records of reading with the new names of pages that were renamed, and how many.

    >>> recorded("- {page: a.md, key: a}\\n", {"a.md": "b.md"})
    ('- {page: b.md, key: a}\\n', 1)
    """
    number = 0
    for old, to in moved.items():
        if "#" not in to:  # else the page was taken apart, and each record needs a look
            text, times = re.subn(rf"(\bpage: ){re.escape(old)}(?=[,\s])", rf"\g<1>{to}", text)
            number += times
    return text, number
