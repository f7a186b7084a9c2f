"""An address for each sentence that cites a source, so that it can be linked to and quoted.

In a page's text a sentence is a line, or ends with its marks. Its address is made of the
statement's fingerprint, so it stays when only the form changes; a link names the heading above too,
and `theme/assets/site.js` goes there when the sentence is no longer what it was.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from sitebuild.markup.brief import LEAD
from sitebuild.model.statements import fingerprint

DIGITS = 6  # of the fingerprint: enough to tell the sentences of a page apart
HOLDERS = {"p", "li", "dd"}
BLOCKS = {"p", "ul", "ol", "dl", "table", "div", "pre", "blockquote"}
ENDS = re.compile(r"[.!?][”\"’')]*$")  # before the first mark of a sentence that is over
Part = Element | str


def address(root: Element) -> None:
    """Gives each cited sentence an id: on what holds it alone, else on a span of its own; a row
    of a table is a statement.
    """
    taken: set[str] = set()
    inside_rows = set()
    for row in root.iter("tr"):
        inside_rows |= set(row.iter())
        if _is_cited(row):
            row.set("id", _id(" | ".join(map(_words, row)), taken))
    for holder in list(root.iter()):
        if holder.tag not in HOLDERS or holder in inside_rows:
            continue
        if any(child.tag in BLOCKS for child in holder):
            _settle_head(holder, taken)
        else:
            _settle(holder, taken)


def _settle_head(holder: Element, taken: set[str]) -> None:
    """What stands before a list or paragraph within, as a sentence that leads a list of others."""
    first = next(index for index, child in enumerate(holder) if child.tag in BLOCKS)
    head = Element(holder.tag, {"id": "taken"})  # so that its sentences get elements of their own
    head.text = holder.text
    head.extend(holder[:first])
    _settle(head, taken)
    holder.text = head.text
    holder[:first] = head[:]


def _settle(holder: Element, taken: set[str]) -> None:
    sentences = _sentences(holder)
    if not any(map(_is_cited, holder)):
        return
    if len(sentences) == 1 and not holder.get("id"):
        holder.set("id", _id(_said(sentences[0]), taken))
        return
    for child in list(holder):
        holder.remove(child)
    holder.text = None
    for sentence in sentences:
        if not any(map(_is_cited, sentence)):
            _add(holder, sentence)
            continue
        span = Element("span", {"id": _id(_said(sentence), taken)})
        end = sentence.pop() if sentence[-1] in ("\n", " ") else ""
        _add(span, sentence)
        _add(holder, [span, end])


def _sentences(holder: Element) -> list[list[Part]]:
    """What is inside, cut after each line and after the marks that end a sentence."""
    pieces: list[Part] = []
    for text in [holder.text, *(part for child in holder for part in (child, child.tail))]:
        pieces += [text] if isinstance(text, Element) else re.split(r"(\n)", text or "")
    found: list[list[Part]] = [[]]
    over = False  # the words so far end a sentence, and only marks have come since
    for piece in filter(lambda piece: piece != "", pieces):
        if isinstance(piece, Element):
            over = over and not _words(piece)
        elif over and piece.startswith(" ") and any(map(_is_cited, found[-1])):
            found[-1].append(" ")
            found.append([piece[1:]])
            over = bool(ENDS.search(piece))
            continue
        else:
            over = bool(ENDS.search(piece))
        found[-1].append(piece)
        if piece == "\n":
            found.append([])
    return [sentence for sentence in found if sentence]


def _add(holder: Element, parts: list[Part]) -> None:
    """Puts texts and elements behind what is there."""
    for part in parts:
        if isinstance(part, Element):
            part.tail = None
            holder.append(part)
        elif len(holder):
            holder[-1].tail = (holder[-1].tail or "") + part
        else:
            holder.text = (holder.text or "") + part


def _is_cited(part: Part) -> bool:
    return isinstance(part, Element) and any(
        link.get("class") == "footnote-ref" for link in part.iter("a")
    )


def _said(sentence: list[Part]) -> str:
    return "".join(part if isinstance(part, str) else _words(part) for part in sentence)


def _words(element: Element) -> str:
    """What an element says, without the marks of sources and the commas between them."""
    if element.tag == "sup" or element.get("class") in ("cite-and", LEAD):
        return ""
    inner = (_words(child) + (child.tail or "") for child in element)
    return (element.text or "") + "".join(inner)


def _id(said: str, taken: set[str]) -> str:
    """'s-0123ab'; the same sentence has a number behind it when it stands on a page again."""
    name = base = f"s-{fingerprint(said)[:DIGITS]}"
    number = 1
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    taken.add(name)
    return name
