"""Every table in a box that scrolls, is reached by keyboard and has a name."""

from __future__ import annotations

from itertools import count
from xml.etree.ElementTree import Element


def words(element: Element) -> str:
    """The text of an element, its children's included."""
    return "".join(element.itertext()).strip()


def box(root: Element) -> None:
    """Puts each table into a named box.

    The name is the table's `data-region`, else its caption, else "Table 1", "Table 2" …; an empty
    corner is no header.
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
            parent[index] = holder
