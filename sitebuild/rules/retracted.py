"""A sentence that rests on a retracted work says so: the mark on its source is small."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitebuild import settings
from sitebuild.model.findings import Finding
from sitebuild.model.site import Site
from sitebuild.model.statements import pairs
from sitebuild.rules import rule

# the field of an entry → the word that a sentence has, and the mend
SAID = {
    "retracted": (re.compile(r"retract|withdr[ae]w", re.I), "say in it that it was retracted"),
    "concern": (re.compile(r"concern|retract", re.I), "say in it that the journal voiced concern"),
}


@rule("retracted-said")
def said(site: Site) -> Iterator[Finding]:
    """A sentence or record that cites a retracted work, or one under concern, says that it is."""
    for pair in pairs(site):
        entry = site.bibliography.entries.get(pair.key)
        if entry is None:
            continue
        for name, (word, mend) in SAID.items():
            if entry.notice(name) and not word.search(pair.statement.partition("[@")[0]):
                what = f"{pair.key} is marked {name}, and what cites it does not say so"
                otherwise = f"{mend}, or rest it on another source"
                yield Finding(f"{settings.DOCS}/{pair.page}", pair.line, what, otherwise)
                break
