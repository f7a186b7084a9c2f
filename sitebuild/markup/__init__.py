"""How Markdown becomes a page: a Python-Markdown extension that works on the tree.

    [@key] marks        sources.py     named marks, the list of sources, ways back
    sentences           sentences.py   each that cites has an address of its own
    <!-- draw: x -->    drawings.py    what is drawn from data, spliced in as elements
    <!-- fold: x -->    folds.py       a part that may be closed on phones
    terms               terms.py       explained where they first occur
    tables              tables.py      each in a box that scrolls and has a name
    "straight"          quotes.py      set as “curly” when a page is rendered
    !!! brief           brief.py       its title, and one point a sentence

Under MkDocs, the plugin puts the site on the desk (`desk.py`) and names the page before each is
rendered, and
mkdocs-bibtex has turned keys into footnotes. Under another generator the extension reads the
repository itself, knows a
page by its heading, and turns the keys into footnotes (`footnotes.py`).
"""

from __future__ import annotations

from typing import Any

from markdown import Markdown
from markdown.extensions import Extension

from sitebuild.markup import brief, desk, drawings, footnotes
from sitebuild.markup.finish import Finish


class ReferenceExtension(Extension):
    """See the module's docstring. `root`: the repository, for a generator that puts no site on
    the desk.
    """

    def __init__(self, **options: Any) -> None:
        self.config = {
            "root": [".", "The repository, where no plugin put the site on the desk."],
            "relative_to": [
                "page",
                "'file' where a generator rewrites links from the source file.",
            ],
        }
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:
        """Registers the steps around those of Python-Markdown, whose priorities are named beside
        them.
        """
        here = desk.current or desk.alone(self.getConfig("root"), self.getConfig("relative_to"))
        # after white space is normal (30), before fences are put away (25): code still stands as
        # typed
        md.preprocessors.register(footnotes.Compose(md, here), "reference_compose", 29)
        # after fences are put away (25), before comments are (20)
        md.preprocessors.register(drawings.Places(md), "reference_places", 24)
        # before inline marks are read (20): a sentence a line is still to be seen
        md.treeprocessors.register(brief.Brief(md, here), "reference_brief", 25)
        # last of all, after unescape, table of contents and MkDocs' own steps (0): the tree is
        # whole
        md.treeprocessors.register(Finish(md, here), "reference_finish", -10)


def makeExtension(**options: Any) -> ReferenceExtension:
    """Called by Python-Markdown."""
    return ReferenceExtension(**options)
