"""The last step on a page's tree: sentences addressed, drawings in, sources listed, terms
explained, tables boxed, quotation marks set.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from sitebuild.markup import drawings, folds, sentences, sources, tables
from sitebuild.markup.desk import Desk, Finished
from sitebuild.markup.quotes import Quotes
from sitebuild.markup.terms import Explainer


class Finish(Treeprocessor):
    """Finishes the page on the desk, and leaves its tree there."""

    def __init__(self, md: Markdown, desk: Desk) -> None:
        super().__init__(md)
        self.desk = desk

    def run(self, root: Element) -> None:
        """Changes the tree in place."""
        desk, printer = self.desk, self.desk.printer
        references = printer.home("references", page=desk.page)
        sentences.address(root)  # of the text: what is drawn has addresses of its own
        drawings.fill(root, desk)
        page = desk.site.by_path.get(desk.page)
        has_sources = sources.settle(
            root,
            desk.site.bibliography,
            references,
            named=page is not None and page.kind == "sheet",
        )
        folds.fold(root)
        if not printer.draws("glossary", desk.page):
            glossary = printer.home("glossary", page=desk.page)
            listed = root.find("section[@class='footnote']")
            if listed is not None:
                root.remove(listed)
            Explainer(desk.site.data["glossary.yml"], glossary).explain(root)
            if listed is not None:
                root.append(listed)
        tables.box(root)
        Quotes().set(root)
        anchors = {name for element in root.iter() if (name := element.get("id"))}
        desk.finished[desk.page] = Finished(root, anchors, has_sources)
