"""A page of `docs/` as it is written: front matter, body, and what it asks to be drawn.

What its renderer makes of the body stands in `sitebuild/model/parsed.py`, and what can be wrong
with it in `sitebuild/rules/`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, get_args

from sitebuild import settings
from sitebuild.model import textfile, yamlfile
from sitebuild.model.citations import mask
from sitebuild.model.findings import Finding
from sitebuild.model.parsed import Parsed, Renderer, parse, renderer
from sitebuild.model.unread import Unread

# What a page is for. A page that gives no kind is one about the subject.
Kind = Literal["subject", "questions", "sheet", "home", "help", "lookup", "links", "about"]
KINDS: tuple[str, ...] = get_args(Kind)
REQUIRED = ("title", "description", "reviewed")
OPTIONAL = ("kind", "leads", "search_terms", "hide")
SUFFIXES = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")  # what MkDocs takes for a page

# MkDocs reads the same lines as front matter; its closing line may also be three dots.
FRONT = re.compile(r"---[ \t]*\n((?:.*\n)*?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
# Fields of front matter near the top that do not stand between two lines of dashes.
_FIELDS = "|".join((*REQUIRED, *OPTIONAL))
_LIKE_FRONT = re.compile(
    rf"(?:.*\n){{0,3}}?(?:{_FIELDS}):.*(?:\n(?:\w+:|[ \t]+\S|- ).*)*(?:\n---[ \t]*(?=\n|\Z))?"
)
# A directive is a grammar of our own, one comment on a line of its own, so no library reads it.
DIRECTIVE = re.compile(
    r"^<!-- (?P<kind>draw|repeat|source-statement): (?P<names>[A-Za-z0-9 -]+?) -->[ \t]*$", re.M
)
# So is a fold: what follows up to the next heading of the same rank may be closed, and the words
# say what is in it.
FOLD = re.compile(r"^<!-- fold: (?P<words>[^\s<>][^<>\n]*?) -->[ \t]*$", re.M)


@dataclass(frozen=True)
class Directive:
    """What a page asks to be put in its place: `<!-- draw: timeline -->`.

    `draw` makes the page the home of that drawing: its anchors lead there. `repeat` draws the same
    again and owns no anchors. `source-statement` puts a note, of one statement or of several.
    """

    kind: Literal["draw", "repeat", "source-statement"]
    names: tuple[str, ...]  # one name, or the ids of statements
    line: int  # in the file
    start: int  # where in the page's body it begins and ends
    end: int

    @property
    def name(self) -> str:
        """The drawing's name; of a note, the first id."""
        return self.names[0]


@dataclass
class Page:
    """A Markdown file of docs/, read once.

    >>> page = Page.of("a.md", "---\\ntitle: A\\n---\\n\\n# A\\n")
    >>> page.title, page.body_line, page.body
    ('A', 4, '\\n# A\\n')
    """

    path: str  # relative to docs/
    text: str
    meta: dict[str, Any] = field(default_factory=dict)  # front matter, dates as text
    meta_lines: dict[str, int] = field(default_factory=dict)
    meta_read: bool = True  # False: the front matter could not be read, so nothing follows from it
    body_line: int = 1  # the line of the file on which the body begins
    findings: list[Finding] = field(default_factory=list)  # what reading it found
    renderer: Renderer = field(default_factory=Renderer)

    @classmethod
    def of(cls, path: str, text: str, chosen: Renderer | None = None) -> Page:
        """The page that this text is; what cannot be read of it stands in its `findings`."""
        page = cls(path, text, renderer=chosen or Renderer())
        page._read_front_matter()
        return page

    @property
    def file(self) -> str:
        """'docs/topic.md'."""
        return f"{settings.DOCS}/{self.path}"

    @cached_property
    def body(self) -> str:
        """The text below the front matter; its first line is `body_line` of the file."""
        return "\n".join(self.text.split("\n")[self.body_line - 1 :])

    @property
    def title(self) -> str:
        """As the front matter gives it; '' where it gives none."""
        return self._text("title")

    @property
    def description(self) -> str:
        """As the front matter gives it; '' where it gives none."""
        return self._text("description")

    def _text(self, name: str) -> str:
        value = self.meta.get(name)
        return "" if value is None or isinstance(value, list | dict) else str(value).strip()

    @property
    def reviewed(self) -> date | None:
        """The day on which the page was last read whole; None where it is missing or no day."""
        value = str(self.meta.get("reviewed") or "")
        try:
            return date.fromisoformat(value) if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else None
        except ValueError:  # the 30th of February
            return None

    @property
    def kind(self) -> str:
        """One of KINDS; 'subject' where the front matter gives none or another word."""
        kind = self.meta.get("kind")
        return kind if kind in KINDS else "subject"

    @property
    def kind_known(self) -> bool:
        """False where a slip in front matter may hide the kind; then nothing follows from it."""
        fields = set(self.meta) - {*REQUIRED, *OPTIONAL}
        return self.meta_read and not fields and self.meta.get("kind", "subject") in KINDS

    @property
    def search_terms(self) -> list[str]:
        """Words by which readers look for the page, beside those that stand on it."""
        return self._list("search_terms")

    @property
    def leads(self) -> list[str]:
        """The words that lead the points of the box `!!! brief`, one each."""
        return self._list("leads")

    def _list(self, name: str) -> list[str]:
        value = self.meta.get(name)
        return [str(one) for one in value] if isinstance(value, list) else []

    @property
    def parsed(self) -> Parsed:
        """The body as its renderer reads it; its lines count from the body's first (see `at`)."""
        return parse(self.body, self.renderer)

    def at(self, line: int) -> int:
        """The file's line of a line of the body."""
        return line + self.body_line - 1

    def meta_line(self, name: str) -> int:
        """The line of a field of the front matter, or the first."""
        return self.meta_lines.get(name, 1)

    @cached_property
    def directives(self) -> list[Directive]:
        """What the page asks to be drawn, from top to bottom, code left out."""
        found = []
        for match in DIRECTIVE.finditer(mask(self.body, comments=False)):
            names = match["names"]
            kind: Any = match["kind"]
            found.append(
                Directive(
                    kind,
                    tuple(names.split()) if kind == "source-statement" else (names,),
                    self.body.count("\n", 0, match.start()) + self.body_line,
                    match.start(),
                    match.end(),
                )
            )
        return found

    @property
    def folds(self) -> list[int]:
        """The lines at which a part begins that may be closed."""
        found = FOLD.finditer(mask(self.body, comments=False))
        return [self.body.count("\n", 0, match.start()) + self.body_line for match in found]

    @cached_property
    def draws(self) -> list[str]:
        """Names of the drawings whose home this page is."""
        return [one.name for one in self.directives if one.kind == "draw"]

    def _read_front_matter(self) -> None:
        match = FRONT.match(self.text)
        broken = _LIKE_FRONT.match(self.text)
        if not match or (broken and not match[1].strip()):
            self.meta_read = False
            if broken:  # what was meant as front matter is no text of the page
                self.body_line = broken.group().rstrip("\n").count("\n") + 2
            self.findings.append(Finding(self.file, 1, *self._no_front_matter(match, broken)))
            return
        self.body_line = match.group().count("\n") + 1
        content, lines, found = yamlfile.parse(match[1], self.file, 2)
        if not found and content is not None and not isinstance(content, dict):
            message = "front matter that is not 'name: value'"
            found = [Finding(self.file, 2, message, "write title: …")]
        self.findings += found
        if found:
            self.meta_read = False
        elif isinstance(content, dict):
            self.meta = {str(name): value for name, value in content.items()}
            self.meta_lines = {str(path[0]): line for path, line in lines.items() if len(path) == 1}

    def _no_front_matter(
        self, match: re.Match[str] | None, broken: re.Match[str] | None
    ) -> tuple[str, str]:
        """What is wrong, and what to do."""
        if match:
            return "the front matter ends before its first field", "write --- once above it"
        if self.text.startswith("---"):
            mend = "write --- on a line of its own below its last field"
            return "the front matter is never closed", mend
        if broken:
            return "no --- on the first line, above the front matter", "write it there, and no more"
        return "no front matter", "begin the page with ---, title, description, reviewed, ---"


def read(root: Path) -> tuple[list[Page], list[Finding], Unread]:
    """All pages below docs/ that MkDocs would take for pages, and what keeps one from being read.

    Names that begin with a dot are skipped, as MkDocs skips them: editors and systems leave them.
    """
    docs = root / settings.DOCS
    pages: list[Page] = []
    chosen, findings = renderer(root)
    unread = Unread()
    for path in sorted(docs.rglob("*")):
        name = path.relative_to(docs)
        if (
            path.suffix not in SUFFIXES
            or path.is_dir()
            or any(p.startswith(".") for p in name.parts)
        ):
            continue
        file = f"{settings.DOCS}/{name.as_posix()}"
        if path.is_symlink():  # a rule tells of it
            unread.files.add(file)
            continue
        text = textfile.read(path, file)
        if isinstance(text, str) and not text.strip():
            mend = "restore it from the repository's history, or delete it"
            text = Finding(file, 1, "the page is empty", mend)
        if isinstance(text, Finding):
            findings.append(text)
            unread.files.add(file)
            continue
        page = Page.of(name.as_posix(), text, chosen)
        findings += page.findings
        pages.append(page)
    return pages, findings, unread


def homes(pages: Iterable[Page]) -> dict[str, str]:
    """Drawing → the page that draws it, and so owns its anchors.

    {'timeline': 'past/events.md'}. Of two pages that draw the same, the first counts; a rule
    tells of the other.
    """
    found: dict[str, str] = {}
    for page in pages:
        for name in page.draws:
            found.setdefault(name, page.path)
    return found
