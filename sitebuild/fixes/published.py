"""`make fix` for the list of published pages: one that is new is written down."""

from __future__ import annotations

from pathlib import Path

from sitebuild import settings
from sitebuild.model import published, textfile

HEAD = """\
# Every page that was ever published: `make fix` adds new ones, and none is ever taken out.
# A page that is gone stands under moved: too, with the page to which its address leads on.
"""


def everything(root: Path) -> list[str]:
    """Adds the pages that are not listed; a line if there were any."""
    known, wrong = published.read(root)
    if wrong or not (root / published.FILE).is_file():
        return []
    docs = root / settings.DOCS
    pages = {path.relative_to(docs).as_posix() for path in docs.rglob("*.md")}
    new = {page for page in pages if not any(part.startswith(".") for part in page.split("/"))}
    if not new - set(known.pages):
        return []
    lines = [f"- {page}" for page in sorted(new | set(known.pages))]
    moved = [f"  {old}: {to}" for old, to in known.moved.items()]
    parts = [HEAD + "pages:", *lines, *(["moved:", *moved] if moved else [])]
    textfile.replace(root / published.FILE, "\n".join(parts) + "\n")
    return [f"{published.FILE}: added {', '.join(sorted(new - set(known.pages)))}"]
