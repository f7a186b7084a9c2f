"""`<!-- fold: words -->`: what follows, up to the next heading of the same rank, may be closed.

Here it stands open, for paper and for readers without a script; `theme/assets/site.js` closes it
on phones, and everywhere in a long list of such parts, and opens what a link leads to.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from sitebuild.markup.drawings import CLOSE, OPEN

PLACE = f"{OPEN}fold: "
_RANK = {f"h{level}": level for level in range(1, 7)}


def fold(root: Element) -> None:
    """Puts the parts that may be closed into elements that open."""
    # The last first, so that a part within a part is whole before it is moved.
    for index in range(len(root) - 1, -1, -1):
        text = (root[index].text or "").strip()
        if root[index].tag == "p" and text.startswith(PLACE) and text.endswith(CLOSE):
            _fold(root, index, text[len(PLACE) : -1])


def _fold(root: Element, start: int, words: str) -> None:
    above = [_RANK[one.tag] for one in root[:start] if one.tag in _RANK]
    rank = above[-1] if above else 1
    end = start + 1
    while end < len(root) and not _ends(root[end], rank):
        end += 1
    box = Element("details", {"class": "fold", "open": ""})
    SubElement(box, "summary").text = words
    box.extend(root[start + 1 : end])
    box.tail = "\n"
    root[start:end] = [box]


def _ends(element: Element, rank: int) -> bool:
    """A heading of the same rank or a higher one, or the list of sources."""
    return _RANK.get(element.tag, 9) <= rank or element.get("class") == "footnote"
