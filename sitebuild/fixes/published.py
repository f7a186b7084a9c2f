"""`make fix` for the list of published addresses: new pages and headings are written down."""

from __future__ import annotations

import json
import re
from pathlib import Path

from sitebuild.model import pages as model
from sitebuild.model import published, textfile
from sitebuild.model.findings import some
from sitebuild.model.pages import Page
from sitebuild.rules.certain import doubts

HEAD = """\
# Every page that was ever published, and the addresses of its headings: `make fix` adds new ones.
# A page that is gone stands under moved: too, with the page to which its address leads on.
"""


def everything(root: Path) -> list[str]:
    """Adds the pages and headings that are not listed; a line if there were any."""
    known, wrong = published.read(root)
    if wrong or not (root / published.FILE).is_file():
        return []
    there = {page.path: page for page in model.read(root)[0]}
    new = sorted(set(there) - set(known.pages))
    anchors = {
        path: sorted({*known.anchors.get(path, []), *_anchors(page)})
        for path, page in sorted(there.items())
    }
    anchors = {path: names for path, names in anchors.items() if names}
    if not new and anchors == known.anchors:
        return []
    lines = [HEAD + "pages:", *(f"- {page}" for page in sorted({*new, *known.pages}))]
    if known.moved:
        lines += ["moved:", *(f"  {old}: {to}" for old, to in known.moved.items())]
    lines += [f"{published.ANCHORS}:"] if anchors else []
    for path, names in anchors.items():
        lines += [f"  {path}:", *(f"  - {_plain(name)}" for name in names)]
    textfile.replace(root / published.FILE, "\n".join(lines) + "\n")
    more = sum(
        len(set(names) - set(known.anchors.get(path, []))) for path, names in anchors.items()
    )
    said = [some(new)] if new else []
    said += [f"{more} addresses of headings"] if more else []
    return [f"{published.FILE}: added {' and '.join(said)}"] if said else []


def _anchors(page: Page) -> set[str]:
    """The addresses of a page's headings; none of a page that cannot be read for certain, nor of
    one about the site itself, to which nobody needs to lead.
    """
    if page.kind == "about" or not page.meta_read or doubts(page):
        return set()
    return {one.anchor for one in page.parsed.headings if one.level > 1} - {""}


def _plain(name: str) -> str:
    """A name as YAML takes it for a text: 'true' and '2020' in quotation marks."""
    plain = re.fullmatch(r"[a-z][a-z0-9-]*[a-z0-9]", name) and name not in ("true", "false", "null")
    return name if plain else json.dumps(name, ensure_ascii=False)
