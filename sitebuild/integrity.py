"""The record of checks: each statement beside each source it cites, read by somebody who did not write it.

`checks/statements.yml` holds one record for each pair of a sentence and a key: page, a fingerprint of the sentence, key,
verdict, what was seen, date. A sentence that has changed since has another fingerprint, so `make check` can say so.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from . import yamlfile
from .citations import CITATION_BLOCK, KEY, mask
from .records import Key, PastDate, Record, Text

FILE = "checks/statements.yml"
Verdict = Literal["supported", "supported in part", "not supported", "not reachable"]


class Checked(Record):
    """One statement beside one source."""

    page: Text
    fingerprint: Annotated[str, Field(pattern=r"^[0-9a-f]{12}$")]
    key: Key
    verdict: Verdict
    first: Annotated[Verdict | None, Field(description="The verdict of the first reading, where the sentence or its source was mended since.")] = None
    seen: Text
    date: PastDate


def fingerprint(sentence: str) -> str:
    """Twelve hex digits that stay while the words stay (spaces, marks and citations do not count)."""
    bare = re.sub(r"\[@[^\]]*\]|[*_`\s]+", " ", sentence)
    return hashlib.sha256(re.sub(r"\s+", " ", bare).strip().encode()).hexdigest()[:12]


def pairs(site) -> Iterator[tuple[str, int, str, str]]:
    """(page, line, sentence, key) for every citation in prose; one sentence a line."""
    for page in site.pages:
        raw = page.text.split("\n")
        for number, line in enumerate(mask(page.text).split("\n"), 1):
            if number < page.body_line:
                continue
            for block in CITATION_BLOCK.finditer(line):
                for key in KEY.findall(block.group()):
                    yield page.path, number, raw[number - 1].strip(), key


def records(root: Path) -> list[Checked]:
    """The record of checks."""
    content, _, problems = yamlfile.load(root / FILE, FILE)
    if problems or not isinstance(content, dict):
        return []
    return [Checked.model_validate(row) for row in content["checks"]]


def standing(site) -> dict[str, int]:
    """How the site stands: pairs by verdict, and pairs not checked since they were last changed."""
    found = {(row.page, row.fingerprint, row.key): row.verdict for row in records(site.root)}
    count: dict[str, int] = {}
    for page, _, sentence, key in pairs(site):
        verdict = found.get((page, fingerprint(sentence), key), "changed since")
        count[verdict] = count.get(verdict, 0) + 1
    return count


def report(site) -> str:
    """A line for `make check`."""
    count = standing(site)
    total = sum(count.values())
    return f"Statements beside their sources: {total} pairs; " + ", ".join(f"{number} {verdict}" for verdict, number in sorted(count.items(), key=lambda item: -item[1]))
