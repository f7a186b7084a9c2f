"""What is worth a second look and stops nothing, since it may well be right.

`make check` prints it below its findings, and the weekly report lists it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitebuild import settings
from sitebuild.model.citations import keys_in
from sitebuild.model.findings import Finding
from sitebuild.model.site import Site
from sitebuild.model.statements import unread_pairs
from sitebuild.rules import rule

_BOUNDLESS = re.compile(
    r"\b(?:is|was|are|were|be) (?:still )?the (?:first|only|sole|largest)\b(?! author)"
    r"|\bthe only (?:trial|study|country|place|drug|treatment|review|agency)\b"
    r"|\bno other (?:trial|study|country|drug|treatment|place|agency)\b"
    r"|\bno (?:trial|study|country|agency) (?:has|have|had|ever)\b"
    r"|\b(?:all|every) (?:trials?|studies|study|countr(?:y|ies)|reviews?) (?:has|have|had|is|are"
    r"|was|were|shows?|found)\b|\bworldwide\b|\bin the world\b|\bnobody (?:has|had) ever\b",
    re.I,
)
_SCOPE = re.compile(
    r"\bwe (?:found|looked|searched|could|saw|did|know|compared)\b|\bas of\b|\bso far\b|\buntil\b"
    r"|\b(?:by|in|of|since|before|after|from|to) (?:\w+ ){0,2}(?:19|20)\d\d\b"
    r"|\b(?:says?|said|calls?|called|counts?|by its|by their|according|of the program)\b",
    re.I,
)


@rule("scope", hint=True)
def scope(site: Site) -> Iterator[Finding]:
    """The first, the only, all: a claim about everything says of what, and as of when.

    Asked only of sentences that nobody has read beside their source yet: the reader of one knows
    better than a pattern.
    """
    told = set()
    for pair in unread_pairs(site):
        words = pair.statement.partition("[@")[0]
        match = _BOUNDLESS.search(words)
        if match and not _SCOPE.search(words) and (pair.page, pair.line) not in told:
            told.add((pair.page, pair.line))
            what = f"'{match.group()}' without its bounds: {words[:70].strip()}…"
            mend = "say among what, and as of when; or 'we found no other'"
            yield Finding(f"{settings.DOCS}/{pair.page}", pair.line, what, mend)


@rule("reviewed-since", hint=True)
def reviewed_since(site: Site) -> Iterator[Finding]:
    """A page was last read whole after its newest source appeared.

    Only a hint: whoever adds one sentence must not be made to date a reading of the whole page.
    """
    for page in site.pages:
        if page.reviewed is None:
            continue
        day = page.reviewed.isoformat()
        entries = [site.bibliography.entries.get(key) for key in keys_in(page.body)]
        dated = [(one.get("date") or one.year, one.key) for one in entries if one]
        newest, key = max(dated, default=("", ""))
        if newest > day[: len(newest)]:
            what = f"reviewed {day}, and {key}, which it cites, is of {newest}"
            mend = "read the whole page again, and set reviewed to that day"
            yield Finding(page.file, page.meta_line("reviewed"), what, mend)
