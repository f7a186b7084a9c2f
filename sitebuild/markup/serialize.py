"""The tree as HTML. Python-Markdown's own serializer closes elements that HTML leaves open, such as <wbr>."""

from __future__ import annotations

from xml.etree import ElementTree
from xml.etree.ElementTree import Element


def to_html(root: Element) -> str:
    """HTML of a tree: '<div>…</div>'."""
    return ElementTree.tostring(root, encoding="unicode", method="html")
