"""Every table in a box that scrolls, is reached by keyboard and has a name.

What was not seen is a dash in its cells; the table says once what that means.
"""

from __future__ import annotations

from itertools import count
from xml.etree.ElementTree import Element

DASH = "–"  # as theme/drawings/_macros.html prints what was not seen


def words(element: Element) -> str:
    """The text of an element, its children's included."""
    return "".join(element.itertext()).strip()


WIDE = 4  # columns of a table written by hand that a phone has no room for …
LONG = 90  # … or three with so many letters, each column's longest cell taken together
WORD = 30  # letters of a word that large letters would push out of its column


def label(table: Element) -> None:
    """Makes a table by hand that is wide, or holds a long word, one that a phone shows as cards:
    each cell says its column. What is drawn says for itself what it does on a phone.
    """
    heads = [words(head) for head in table.findall("thead/tr/*")]
    columns = zip(*([len(words(cell)) for cell in row] for row in table.iter("tr")), strict=False)
    long = sum(map(max, columns)) > LONG
    wordy = any(len(word) > WORD for word in words(table).split())
    if table.get("class") or not (wordy or len(heads) >= WIDE - long):
        return
    table.set("class", "stack")
    for row in table.findall("tbody/tr"):
        for cell, head in zip(list(row)[1:], heads[1:], strict=False):
            cell.set("data-label", head)


def box(root: Element) -> None:
    """Puts each table into a named box.

    The name is the table's `data-region`, else its caption, else "Table 1", "Table 2" …; an empty
    corner is no header. Below a table with dashes for what was not seen stands what they mean.
    """
    numbers = count(1)
    for parent in list(root.iter()):
        for index, table in enumerate(list(parent)):
            if table.tag != "table":
                continue
            for head in table.iter("th"):
                if not words(head) and not len(head):
                    head.tag = "td"
                    head.attrib.clear()
            label(table)
            caption = table.find("caption")
            named = words(caption) if caption is not None else ""
            name = table.attrib.pop("data-region", "") or named or f"Table {next(numbers)}"
            holder = Element("div")
            holder.attrib |= {
                "class": "table-box",
                "role": "region",
                "tabindex": "0",
                "aria-label": " ".join(name.split()),
            }
            holder.tail, table.tail = table.tail, None
            holder.append(table)
            if any(one.get("class") == "unseen" and one.text == DASH for one in table.iter()):
                note = Element("p", {"class": "data-note"})
                note.text = f"{DASH} or a missing line means: not seen."
                holder.append(note)
            parent[index] = holder
