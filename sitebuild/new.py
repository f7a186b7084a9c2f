"""`make new`: a page in its place in the navigation, or an empty record with every field explained.

make new PAGE=society/cost.md TITLE="What it costs" UNDER="Law and society"
make new RECORD=timeline
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from sitebuild import settings
from sitebuild.fixes import published
from sitebuild.model import textfile
from sitebuild.model.findings import some
from sitebuild.model.records import FILES
from sitebuild.views.fields import classes

PAGE = """\
---
title: {title}
description: Say in one sentence of 50 to 160 characters what a reader finds on this page.
reviewed: {today}
---

# {title}

!!! brief

    What this page says, in two to four short sentences that anybody can follow.

Each statement of fact stands on a line of its own and ends in its source.
"""


def run(root: Path) -> int:
    """The command; 1 where something must be said first."""
    asked = {
        name: os.environ.get(name, "").strip() for name in ("PAGE", "TITLE", "UNDER", "RECORD")
    }
    if asked["RECORD"]:
        return _record(asked["RECORD"])
    if not asked["PAGE"]:
        print('Say what: make new PAGE=folder/name.md TITLE="…" UNDER="…", or make new RECORD=…')
        print(f"Records: {', '.join(name.removesuffix('.yml') for name in FILES)}")
        return 1
    return _page(root, asked["PAGE"], asked["TITLE"], asked["UNDER"])


def _record(name: str) -> int:
    file = f"{name.removesuffix('.yml')}.yml"
    if file not in FILES:
        print(f"There is no docs/data/{file}; there are {', '.join(FILES)}")
        return 1
    print(template(file), end="")
    return 0


def template(file: str) -> str:
    """An empty record: what must be there stands open, the rest behind a #; each explained.

    >>> template("glossary.yml").splitlines()[1][:7]
    '- id:  '
    """
    lines = [f"# for {settings.DATA}/{file}: leave out what you did not see"]
    for number, one in enumerate(classes(FILES[file][1])):
        if number:
            lines.append(f"# {one.title}")
        for at, part in enumerate(one.fields):
            meaning = " ".join(part.meaning.split())
            said = f"{part.kind}. {meaning}".rstrip(". ")
            row = f"{part.name}:  # {said}"
            if number or part.kind.endswith("optional"):
                row = f"# {row}"
            lead = "- " if not (number or at) else "  "
            lines.append(lead + row)
    return "\n".join(lines) + "\n"


def _page(root: Path, page: str, title: str, under: str) -> int:
    page = page.removeprefix(f"{settings.DOCS}/")
    target = root / settings.DOCS / page
    if not re.fullmatch(r"([a-z0-9-]+/)*[a-z0-9-]+\.md", page):
        print(f"{page} is no name for a page: small letters, digits, hyphens, and .md at its end")
        return 1
    if target.exists():
        print(f"docs/{page} is there already")
        return 1
    configuration = root / settings.CONFIGURATION
    text = configuration.read_text(encoding="utf-8")
    before, head, nav = text.partition("\nnav:")
    sections = re.findall(r"^  - \"?([^\":\n]+)\"?:[ \t]*\n", nav, re.M)
    if under not in sections:
        print(f'Say under which section it stands: UNDER="…", one of {some(sections, 20)}')
        return 1
    title = title or target.stem.replace("-", " ").capitalize()
    shown = f'"{title}"' if ":" in title else title
    section = re.compile(rf'^  - "?{re.escape(under)}"?:[ \t]*\n(?:      .*\n)*', re.M)
    nav = section.sub(lambda found: f"{found.group()}      - {shown}: {page}\n", nav, count=1)
    target.parent.mkdir(parents=True, exist_ok=True)
    today = settings.today().isoformat()
    target.write_text(PAGE.format(title=shown, today=today).replace(f"# {shown}", f"# {title}"),
                      encoding="utf-8")  # fmt: skip
    textfile.replace(configuration, before + head + nav)
    published.everything(root)
    print(f"docs/{page} is there, and in the navigation under {under}. Write it; then make check.")
    return 0
