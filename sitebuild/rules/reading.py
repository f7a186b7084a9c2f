"""How hard the box that opens each page is to read.

Measured as a Flesch-Kincaid grade (Kincaid et al. 1975, Navy Research Branch Report 8-75): the U.S.
school grade, of which 8 is about 13 to 14 years of age. It is told at each check; a test holds the
grade, and no rule does, because a build should not stop at a single long name.
"""

from __future__ import annotations

import re
from functools import lru_cache

from sitebuild import settings
from sitebuild.model.pages import Page
from sitebuild.model.parsed import TOKEN
from sitebuild.model.site import Site

HIGHEST_GRADE = 8.0
HARDEST = 3  # so many pages are named
# Names and abbreviations have no easier form: they are counted as one short word each.
_NAMES = re.compile(
    r"\b(MDMA-assisted|MDMA|PTSD|CAPS-5|MAPP[12]|FDA|psychotherapy|post-traumatic)\b"
)


def brief_of(page: Page) -> str:
    """The text of the box `!!! brief`, title, citations and marks off; '' where there is none."""
    boxes = [
        box for box in page.parsed.root.iter("div") if "brief" in (box.get("class") or "").split()
    ]
    lines: list[str] = []
    for box in boxes[:1]:
        for child in box:
            if "admonition-title" not in (child.get("class") or ""):
                lines += page.parsed.words(child).split("\n")
    return re.sub(r"\s+", " ", TOKEN.sub("", " ".join(lines))).strip()


@lru_cache(maxsize=1024)
def grade(text: str) -> float:
    """0.39 words a sentence + 11.8 syllables a word − 15.59; 0 for no words.

    >>> round(grade("We found a cat. It sat."), 1)
    -2.6
    """
    import syllables  # noqa: PLC0415 (only a check needs it, so the site's own packages lack it)

    text = _NAMES.sub("name", text)
    sentences = [part for part in re.split(r"(?<=[.!?:])\s+", text) if re.search(r"\w", part)]
    words = re.findall(r"[A-Za-z][A-Za-z'’]*", text)
    if not words:
        return 0.0
    spoken = sum(map(syllables.estimate, words))
    return 0.39 * len(words) / len(sentences) + 11.8 * spoken / len(words) - 15.59


def grades(site: Site) -> dict[str, float]:
    """Page → grade of the box that opens it; pages without one are left out."""
    return {page.path: grade(text) for page in site.pages if (text := brief_of(page))}


def report(site: Site) -> str:
    """A line for `make check`."""
    found = sorted(grades(site).items(), key=lambda item: -item[1])
    if not found:
        return f"{settings.BRIEF_TITLE}: none"
    hardest = ", ".join(f"{path} {value:.1f}" for path, value in found[:HARDEST])
    mean = sum(value for _, value in found) / len(found)
    return (
        f"{settings.BRIEF_TITLE}, Flesch-Kincaid grade (at most {HIGHEST_GRADE:g} wanted): "
        f"mean {mean:.1f}; hardest {hardest}"
    )
