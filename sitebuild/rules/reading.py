"""How hard the "In brief" of each page is to read: Flesch-Kincaid grade, grade 9 is about 14 years of age."""

from __future__ import annotations

import re

from sitebuild.markup.citations import mask
from sitebuild.model.pages import Page

HIGHEST_GRADE = 9.0  # U.S. school grade; Kincaid et al. 1975, Navy Research Branch Report 8-75


def brief_of(page: Page) -> str:
    """The text of the "In brief" box, citations and marks off; '' where the page has none."""
    match = re.search(r'^!!! brief[^\n]*\n((?:[ ]{4}[^\n]*\n|\n)+)', mask(page.text) + "\n", re.M)
    if not match:
        return ""
    text = re.sub(r"\[@[^\]]*\]", "", match.group(1))
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"\s+", " ", re.sub(r"[*_`]", "", text)).strip()


def grade(text: str) -> float:
    """Flesch-Kincaid grade of a text: 0.39 words a sentence + 11.8 syllables a word − 15.59 (Kincaid et al. 1975)."""
    import syllables

    # Names and abbreviations have no easier form: they are counted as one short word each.
    text = re.sub(r"\b(MDMA-assisted|MDMA|PTSD|CAPS-5|MAPP[12]|FDA|psychotherapy|post-traumatic)\b", "name", text)
    sentences = [part for part in re.split(r"(?<=[.!?:])\s+", text) if re.search(r"\w", part)]
    words = re.findall(r"[A-Za-z][A-Za-z'’]*", text)
    if not words:
        return 0.0
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables.estimate, words)) / len(words) - 15.59


def grades(site) -> dict[str, float]:
    """page → grade of its "In brief"."""
    return {page.path: grade(text) for page in site.pages if (text := brief_of(page))}


def report(site) -> str:
    """A line for `make check`."""
    found = sorted(grades(site).items(), key=lambda item: -item[1])
    if not found:
        return "In brief: none"
    hardest = ", ".join(f"{path} {value:.1f}" for path, value in found[:3])
    return f"In brief, Flesch-Kincaid grade (at most {HIGHEST_GRADE:g} wanted): mean {sum(v for _, v in found) / len(found):.1f}; hardest {hardest}"
