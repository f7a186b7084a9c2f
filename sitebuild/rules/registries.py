"""What registries of record say of our sources, and references.bib does not (`make verify`)."""

from __future__ import annotations

from collections.abc import Iterator

from sitebuild import settings
from sitebuild.model.compared import Noticed
from sitebuild.model.findings import Finding
from sitebuild.model.site import Site
from sitebuild.model.sources import NOTICES, Entry
from sitebuild.rules import rule


@rule("source-notice")
def notice(site: Site) -> Iterator[Finding]:
    """A retraction, expression of concern or correction that a registry knows is recorded here."""
    for record in site.compared.compared:
        entry = site.bibliography.entries.get(record.key)
        for one in record.notices:
            if entry and not recorded(entry, one):
                what = f"{entry.key}: {NOTICES[one.kind].lower()}, by {one.by}"
                day = one.day or "its day"
                where = f"notice {one.where}" if one.where else "the reason that the journal gives"
                mend = f"add {one.kind} = {{{day}, {where}}}"
                if one.kind == "retracted":
                    mend += ", and say it in each sentence that cites it"
                yield Finding(settings.BIBLIOGRAPHY, entry.line, what, mend)


def recorded(entry: Entry, one: Noticed) -> bool:
    """Whether an entry records a notice, or a later or worse one."""
    own = entry.notice(one.kind)
    if entry.retracted and one.kind != "retracted":
        return True
    if not own:
        return False
    known = one.where and one.where.casefold() in own[1].casefold()
    precision = min(len(own[0]), len(one.day))
    return bool(known) or own[0][:precision] >= one.day[:precision]
