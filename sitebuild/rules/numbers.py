"""Numbers that others gave out have their form: a trial's in a registry, a book's ISBN."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitebuild import settings
from sitebuild.model import data
from sitebuild.model.citations import mask
from sitebuild.model.findings import Finding
from sitebuild.model.records.trials import registry_slip
from sitebuild.model.site import Site
from sitebuild.rules import rule
from sitebuild.rules.certain import certain
from sitebuild.rules.named import file_of

# A number that begins as one of a registry's does, wherever it stands.
_BEGUN = re.compile(r"\b(?:NCT|ACTRN|ISRCTN)[ -]?\d[\dp]*\b")


@rule("registry-number")
def registry_number(site: Site) -> Iterator[Finding]:
    """A trial's number in a page, a record or a source has as many digits as its registry gives."""
    for page in site.pages:
        lines = enumerate(mask(page.body).split("\n"), page.body_line)
        found = [one for line, text in lines for one in _slips(text, page.file, line)]
        yield from certain(page, found)
    for name, index, path, text in data.strings(site.data):
        if path[0] != "registry":  # told by the record itself
            yield from _slips(text, file_of(name), site.data.line(name, index, *path))
    for entry in site.bibliography.entries.values():
        for name in ("number", "registered", "title", "note"):
            yield from _slips(entry.get(name), settings.BIBLIOGRAPHY, entry.line_of(name))


def _slips(text: str, file: str, line: int) -> Iterator[Finding]:
    for number in _BEGUN.findall(text):
        if slip := registry_slip(number):
            yield Finding(file, line, *slip)


@rule("source-isbn")
def isbn(site: Site) -> Iterator[Finding]:
    """An ISBN's last digit is the one that follows from the others."""
    for entry in site.bibliography.entries.values():
        value = entry.get("isbn")
        if value and not _is_isbn(re.sub(r"[\s–-]", "", value)):
            what = f"{entry.key}: '{value}' is not an ISBN: its digits do not add up"
            mend = "copy it from the book's own page"
            yield Finding(settings.BIBLIOGRAPHY, entry.line_of("isbn"), what, mend)


def _is_isbn(digits: str) -> bool:
    """Whether the check digit is right (ISO 2108).

    >>> _is_isbn("9780306406157"), _is_isbn("9780306406175"), _is_isbn("080442957X")
    (True, False, True)
    """
    if re.fullmatch(r"97[89]\d{10}", digits):
        return sum(int(one) * (3 if at % 2 else 1) for at, one in enumerate(digits)) % 10 == 0
    if re.fullmatch(r"\d{9}[\dX]", digits):
        values = [10 if one == "X" else int(one) for one in digits]
        return sum(one * (10 - at) for at, one in enumerate(values)) % 11 == 0
    return False
