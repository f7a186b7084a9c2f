"""`<!-- draw: … -->`, `<!-- repeat: … -->` and `<!-- source-statement: … -->`: a place in the
text, filled in the tree.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from markdown.preprocessors import Preprocessor

from sitebuild.markup.desk import Desk
from sitebuild.model.pages import DIRECTIVE, FOLD

# private-use characters round a place's name, so that no text of a page can look like one (a rule
# forbids them there)
OPEN, CLOSE = "\ue010", "\ue011"


def place(kind: str, name: str) -> str:
    """The paragraph that stands where a drawing will be."""
    return f"{OPEN}{kind}: {name}{CLOSE}"


class Places(Preprocessor):
    """Each directive on a line of its own becomes a place."""

    def run(self, lines: list[str]) -> list[str]:
        """Lines of the page in, lines out."""
        out: list[str] = []
        for line in lines:
            found = DIRECTIVE.fullmatch(line)
            folded = FOLD.fullmatch(line)
            if found:
                out += ["", place(found.group(1), found.group(2)), ""]
            elif folded:
                out += ["", place("fold", folded["words"]), ""]
            else:
                out += [line]
        return out


def fill(root: Element, desk: Desk) -> None:
    """Replaces each place by the elements of its drawing."""
    for parent, index, name in list(_places(root)):
        kind, _, what = name.partition(": ")
        drawn = draw(kind, what, desk)
        parent.remove(parent[index])
        children = list(drawn)
        for offset, child in enumerate(children):
            parent.insert(index + offset, child)


def _places(root: Element) -> Iterator[tuple[Element, int, str]]:
    """(parent, index, name) of each place, the last child first, so that indexes stay true."""
    for parent in root.iter():
        for index in range(len(parent) - 1, -1, -1):
            text = (parent[index].text or "").strip()
            drawn = text.startswith(OPEN) and text.endswith(CLOSE)
            if drawn and not text.startswith(place("fold", "").rstrip(CLOSE)):
                yield parent, index, text[1:-1]


def draw(kind: str, what: str, desk: Desk) -> Element:
    """A drawing as the children of a nameless element."""
    if kind == "source-statement":
        html = desk.printer.note(what.split(), desk.page)
    else:
        html = desk.printer.print(what, desk.page, repeated=kind == "repeat")
    return ElementTree.fromstring(f"<div>{html}</div>")
