"""The marks of sources in the text and in what is drawn, and the list of sources at a page's end.

Python-Markdown makes footnotes, and a drawing prints marks like theirs; here marks are told apart
("1, 2" and not "12"), numbered as they are read, named for what they open; each way back is named
for its place; the list has a heading, and its texts come from the bibliography.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from functools import lru_cache
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from sitebuild.model.sources import NO_LINK, Bibliography, Entry
from sitebuild.style.short import short

DRAWN = "drawn"  # the class of a mark that a drawing prints
FIRST_PLACES = 5  # of a source's places in the text, before the others are folded away
CHECKED_SHORT = {
    "fulltext": "the passage itself",
    "part": "read in part",
    "abstract": "abstract",
    "secondary": "second-hand",
}
FROM_A_COPY = ", from a copy"  # read at another address than the work's own


def settle(
    root: Element, bibliography: Bibliography, references: str, *, named: bool = False
) -> bool:
    """Marks, list and ways back of a page, in place; True where the page has sources.

    `references` is the address of the page that lists all sources, seen from this one.
    `named`: the list gives each source in short too, for paper.
    """
    places = _mark(root, bibliography)
    if not places:
        return False
    notes = _notes(root)
    if notes is not None:
        root.remove(notes)
    section = SubElement(root, "section", {"class": "footnote", "aria-labelledby": "sources"})
    SubElement(section, "h2", {"id": "sources"}).text = "Sources"
    listed = SubElement(section, "ol")
    for number, (key, uses) in enumerate(places.items(), 1):
        name = {"data-name": short(bibliography[key])} if named else {}
        item = SubElement(listed, "li", {"id": f"fn:{key}"} | name)
        line = SubElement(item, "p")
        line.extend(source_line(bibliography[key], bibliography, references))
        first, more = _ways_back(uses, number)
        line.append(first)
        if more is not None:
            item.append(more)
        item.tail = "\n"
    return True


def _notes(root: Element) -> Element | None:
    """The list that Python-Markdown made."""
    return next((child for child in root if child.get("class") == "footnote"), None)


def _marks(root: Element) -> Iterator[tuple[Element, Element, str, Element | None]]:
    """(parent, mark, key, what follows the mark) of every mark, in the order in which it is
    read.
    """
    for parent in root.iter():
        children = list(parent)
        for mark, after in zip(children, [*children[1:], None], strict=False):
            link = mark.find("a") if mark.tag == "sup" else None
            if link is not None and link.get("class") == "footnote-ref":
                yield parent, mark, str(link.get("href")).removeprefix("#fn:"), after


def _is_mark(element: Element | None) -> bool:
    return element is not None and element.tag == "sup" and element.find("a") is not None


def _mark(root: Element, bibliography: Bibliography) -> dict[str, int]:
    """Names and numbers every mark; key → how often it is cited, in order of first use.

    A table may cite a source in each row: of the marks that are drawn only a source's first is one
    to go back to.
    """
    uses: dict[str, int] = {}
    for parent, mark, key, after in list(_marks(root)):
        entry = bibliography[key]
        is_place = mark.get("class") != DRAWN or key not in uses
        uses[key] = uses.get(key, 0) + is_place
        number = list(uses).index(key) + 1
        retracted = entry.retracted is not None
        label = f"Source {number}{' retracted' if retracted else ''}: {entry.label}"
        mark.set("class", "cite cite-retracted" if retracted else "cite")
        if is_place:
            mark.set("id", _place(number, uses[key]))
        link = mark[0]
        link.attrib = {"class": "footnote-ref", "href": f"#fn:{key}", "aria-label": label}
        link.text = str(number)
        if retracted:
            SubElement(link, "strong").text = " retracted"
        if not (mark.tail or "").strip() and _is_mark(after):
            comma = Element("span", {"class": "cite-and"})
            comma.text, comma.tail, mark.tail = ",", mark.tail, None
            parent.insert(list(parent).index(mark) + 1, comma)
    return uses


def _place(number: int, use: int) -> str:
    """The address of the use-th mark of a source; short, for a long page has hundreds."""
    return f"m{number}-{use}"


def _ways_back(uses: int, number: int) -> tuple[Element, Element | None]:
    """Links from a source to each place that cites it; the stylesheet draws their arrows.

    The first few stand behind the source; where there are many more, those are in a part that
    opens.
    """
    back = Element("span", {"class": "ref-back"})
    shown = FIRST_PLACES if uses > FIRST_PLACES + 2 else uses
    _places(back, range(shown), uses, number)
    if shown == uses:
        return back, None
    more = Element("details", {"class": "ref-back"})
    SubElement(more, "summary").text = f"and {uses - shown} more places"
    _places(SubElement(more, "p"), range(shown, uses), uses, number)
    return back, more


def _places(back: Element, indexes: range, uses: int, number: int) -> None:
    for index in indexes:
        letter = _letters(index) if uses > 1 else ""
        name = f"{letter}{': b' if letter else 'B'}ack to source {number} in the text"
        link = SubElement(
            back,
            "a",
            {
                "class": "footnote-backref",
                "href": f"#{_place(number, index + 1)}",
                "aria-label": name,
            },
        )
        link.text, link.tail = letter, " " if index + 1 < indexes.stop else None


def _letters(index: int) -> str:
    """0 → a, 25 → z, 26 → aa."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(97 + rest) + name
    return name


@lru_cache(maxsize=4096)
def _parsed(formatted: str) -> Element:
    return ElementTree.fromstring(f'<span class="ref-text">{formatted}</span>')


def _how_read(entry: Entry) -> str:
    """'read in part, from a copy'; what was read second-hand was not read in a copy either."""
    level = entry.checked[1]
    copied = entry.get("seenat") and level != "secondary"
    return CHECKED_SHORT[level] + (FROM_A_COPY if copied else "")


def source_line(entry: Entry, bibliography: Bibliography, references: str) -> list[Element]:
    """A source in a page's list and in its preview: reference, retraction, who paid, how
    checked.
    """
    parts = [deepcopy(_parsed(bibliography.formatted[entry.key]))]
    if entry.retracted:
        retracted = Element("strong", {"class": "ref-retracted"})
        retracted.text = f"Retracted {entry.retracted[0]}"
        parts.append(retracted)
    funding = f"Funding: {entry.get('funding')} · " if entry.get("funding") else ""
    meta = Element("span", {"class": "ref-meta"})
    dead = "" if entry.followed else f"{NO_LINK} · "
    meta.text = f"{funding}{dead}Checked: {_how_read(entry)}"
    more = SubElement(meta, "span", {"class": "ref-more"})  # paper has no use for it
    more.text = " · "
    link = SubElement(more, "a", {"href": f"{references}#ref-{entry.key}"})
    link.text = "Full entry"
    parts.append(meta)
    for part in parts[:-1]:
        part.tail = " "
    return parts
