"""A page's front matter, title, headings, place in the navigation, and what it asks to be drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher, get_close_matches

from sitebuild import settings, views
from sitebuild.model import published
from sitebuild.model.findings import Finding, suggest
from sitebuild.model.pages import KINDS, OPTIONAL, REQUIRED, Directive, Page, homes
from sitebuild.model.parsed import OBJECT, Raw
from sitebuild.model.site import Site
from sitebuild.rules import rule
from sitebuild.rules.certain import certain, page_rule
from sitebuild.rules.markdown import odd_heading, shown

TITLE_MOST = 60  # what a search engine shows of a title
DESCRIPTION = (50, 170)  # … and of a description
EXAMPLES = {
    "title": "title: …",
    "description": "description: …",
    "reviewed": "reviewed: 2026-11-23 (the day you checked the page)",
}
STATEMENTS = "source-statements.yml"


# ---- front matter


@rule("front-matter-fields", each="page")
def fields(page: Page, _: Site) -> Iterator[Finding]:
    """title, description and reviewed are there; nothing else but kind, search_terms and hide."""
    if not page.meta_read:
        return
    known = REQUIRED + OPTIONAL
    unknown = [name for name in page.meta if name not in known]
    for name in unknown:
        message = f"unknown field '{shown(name)}' in front matter"
        mend = suggest(name, known, otherwise="take it out", cutoff=0.6)
        yield Finding(page.file, page.meta_line(name), message, mend)
    for name in REQUIRED:
        # a misspelt field is told once, where it is misspelt
        misspelt = any(suggest(one, [name], otherwise="no", cutoff=0.6) != "no" for one in unknown)
        if page.meta.get(name) in (None, "") and not misspelt:
            line = page.meta_line(name)
            yield Finding(page.file, line, f"front matter has no {name}", f"add {EXAMPLES[name]}")


@rule("front-matter-kind", each="page")
def kind(page: Page, _: Site) -> Iterator[Finding]:
    """A page's kind is one that is known."""
    value = page.meta.get("kind", "subject")
    if value not in KINDS:
        mend = suggest(str(value), KINDS)
        message = f"no page is of the kind '{shown(str(value))}'"
        yield Finding(page.file, page.meta_line("kind"), message, mend)


@rule("front-matter-words", each="page")
def words(page: Page, _: Site) -> Iterator[Finding]:
    """Title and description are text that a search engine shows whole; search_terms are words."""
    for name in ("title", "description"):
        if isinstance(page.meta.get(name), list | dict | bool):
            message = f"the {name} is not a text"
            mend = f'write it after {name}: in quotation marks, as {name}: "…"'
            yield Finding(page.file, page.meta_line(name), message, mend)
            return
    if len(page.title) > TITLE_MOST:
        message = f"the title has {len(page.title)} characters"
        yield Finding(
            page.file, page.meta_line("title"), message, f"keep it under {TITLE_MOST + 1}"
        )
    least, most = DESCRIPTION
    if page.description and not least <= len(page.description) <= most:
        message = f"the description has {len(page.description)} characters"
        mend = f"write {least} to {most}; search engines show it"
        yield Finding(page.file, page.meta_line("description"), message, mend)
    for name, example in (
        ("leads", "[Benefit, Harm]"),
        ("search_terms", "[comedown, is it safe]"),
        ("hide", "[navigation]"),
    ):
        terms = page.meta.get(name)
        if terms is None:
            continue
        if not isinstance(terms, list):
            message, mend = f"{name} is not a list of words", f"write {name}: {example}"
        elif not all(isinstance(term, str) for term in terms):
            odd = next(term for term in terms if not isinstance(term, str))
            message = f"{name} holds '{shown(str(odd))}', which is read as no word"
            mend = f'put it in quotation marks: "{shown(str(odd))}"'
        else:
            continue
        yield Finding(page.file, page.meta_line(name), message, mend)


@rule("front-matter-leads", each="page")
def leads(page: Page, _: Site) -> Iterator[Finding]:
    """The box that opens a page has as many points as there are words that lead them."""
    boxes = (box for box in page.parsed.root.iter("div") if "brief" in (box.get("class") or ""))
    texts = (text for box in boxes for text in box.iter("p") if not text.get("class"))
    points = sum(len("".join(text.itertext()).strip().split("\n")) for text in texts)
    if page.leads and len(page.leads) != points:
        message = f"leads has {len(page.leads)} words, and !!! brief {points} lines"
        mend = "give each line of the box the word that says what it is about, in their order"
        yield Finding(page.file, page.meta_line("leads"), message, mend)


@rule("front-matter-reviewed", each="page")
def reviewed(page: Page, _: Site) -> Iterator[Finding]:
    """reviewed is a day, and nowhere on earth a day to come."""
    value = page.meta.get("reviewed")
    if value in (None, ""):
        return
    line = page.meta_line("reviewed")
    if page.reviewed is None:
        message = f"reviewed '{shown(str(value))}' is not a date"
        if re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)):
            message = f"reviewed '{shown(str(value))}' is not a day of the calendar"
        mend = "write year-month-day, as 2026-11-23"
        if re.match(r"\d{4}-\d\d-\d\d[T ]", str(value)):
            mend = f"write the day without the time: {str(value)[:10]}"
        yield Finding(page.file, line, message, mend)
    elif page.reviewed > settings.newest_day():
        message = f"reviewed {page.reviewed} lies in the future"
        yield Finding(page.file, line, message, "write the day on which you checked the page")


@rule("titles-differ")
def titles_differ(site: Site) -> Iterator[Finding]:
    """No two pages have one title: a list of open tabs tells them apart by nothing else."""
    seen: dict[str, str] = {}
    for page in site.pages:
        title = page.title.casefold()
        if title in seen:
            message = f"the title '{shown(page.title)}' is also that of {seen[title]}"
            yield Finding(page.file, page.meta_line("title"), message, "make the two differ")
        if title:
            seen.setdefault(title, page.file)


@rule("page-name", each="page")
def name(page: Page, _: Site) -> Iterator[Finding]:
    """A page's name ends in .md, as links to it do."""
    if not page.path.endswith(".md"):
        stem = page.file.rsplit(".", 1)[0]
        yield Finding(page.file, 1, "the page's name does not end in .md", f"call it {stem}.md")


@rule("page-in-navigation")
def in_navigation(site: Site) -> Iterator[Finding]:
    """Every page is in the navigation."""
    if settings.CONFIGURATION in site.unread.files:
        return
    # a name misspelt there is told there
    missing = [name for name in site.navigation if name not in site.by_path]
    for page in site.pages:
        if page.path not in site.navigation and not get_close_matches(page.path, missing, 1):
            message = "the page is not in the navigation"
            yield Finding(page.file, 1, message, f"add it to nav in {settings.CONFIGURATION}")


# The path of a page below docs/, and not out of it; of a list, also the anchor that it had.
_OLD_PAGE = re.compile(r"(?!/)(?!.*(?:^|/)\.\.?/)[^\\:#]+\.md(#\S+)?")
RECIPE = "recipe: Add, rename or remove a page"


@rule("address-lives")
def address_lives(site: Site) -> Iterator[Finding]:
    """A page that was ever published is there, or its address leads on to one that is."""
    listed, slips = published.read(site.root)
    yield from slips
    kept = (site.root / settings.CHECKS).is_file()  # a site that keeps such files
    if kept and not (site.root / published.FILE).is_file():
        mend = "restore it from the repository's history"
        yield Finding(published.FILE, 1, "the file is missing", mend)
    there = {*site.by_path, *(file.removeprefix("docs/") for file in site.unread.files)}
    for page in listed.pages:
        if page not in there and page not in listed.moved:
            message = f"docs/{page} was published, and its address would die"
            mend = f"write '{page}: its-new-place.md' under moved: ({RECIPE})"
            yield Finding(published.FILE, listed.line(page), message, mend)
    for old, new in listed.moved.items():
        page = new.partition("#")[0]
        if old in there:
            message, mend = f"{old} leads on, and is a page", "take it out of moved:"
        elif not _OLD_PAGE.fullmatch(old):
            message = f"'{old}' is no page that was here"
            mend = "write it as under pages:, folder/name.md, or take it out of moved:"
        elif page not in there:
            to = listed.moved.get(page, "")
            message = f"{old} leads on to {new}, and there is no such page"
            near = suggest(page, sorted(there), "name a page that is there", 0.8)
            mend = near if page not in listed.moved else "name a page that is there"
            mend = f"write {to}" if to in there else mend
        else:
            continue
        yield Finding(published.FILE, listed.line(old), message, mend)


# ---- headings


@page_rule("headings", alone=True)
def headings(page: Page, _: Site) -> Iterator[Finding]:
    """One heading of level 1, the title; no level skipped; no two with one address."""
    seen: dict[str, int] = {}
    before = 0
    first = f"write # {shown(page.title) or 'Title'} after the front matter"
    for one in page.parsed.headings:
        level, text, anchor, line = one.level, one.text, one.anchor, page.at(one.line)
        if odd_heading(page, one.line):  # a slip, of which another rule tells
            before = before or level
            continue
        if not text:
            yield Finding(page.file, line, "a heading without words", "write them, or take it out")
            before = before or level
            continue
        if slip := _odd_level(page, level, text, before, first):
            yield Finding(page.file, line, *slip)
        same = _same_address(anchor, text, seen)
        if same:
            message = f"the heading '{shown(text)}' gives the same address as line {same}"
            yield Finding(page.file, line, message, "make the two headings differ")
        seen.setdefault(anchor, line)
        before = level
    if before == 0 and not _draws_headings(page):
        yield Finding(page.file, page.body_line, "the page has no heading", first)


def _odd_level(
    page: Page, level: int, text: str, before: int, first: str
) -> tuple[str, str] | None:
    """What is wrong with a heading's level, or with the words of the first, and what to do."""
    if before == 0 and level != 1:
        return "the page does not begin with a heading of level 1", first
    if before and level == 1:
        return f"a second heading of level 1: {shown(text)}", "write ##"
    if level > before + 1:
        return f"the heading '{shown(text)}' skips a level", f"write {'#' * (before + 1)}"
    titled = level == 1 and page.kind != "home" and page.meta_read and page.title
    if titled and _plain(text) != _plain(page.title):
        message = f"the heading '{shown(text)}' is not the title '{shown(page.title)}'"
        return message, "make the two alike"
    return None


def _plain(text: str) -> str:
    """Straight quotation marks, single spaces: two texts that read alike are alike."""
    text = text.translate(str.maketrans("“”‘’", "\"\"''"))
    return re.sub(r"\s+", " ", text).strip()


def _same_address(anchor: str, text: str, seen: dict[str, int]) -> int:
    """The line of the heading whose address this one would have, were it not numbered; else 0."""
    numbered = re.fullmatch(r"(.+)_(\d+)", anchor)
    if anchor in seen:
        return seen[anchor]
    if numbered and numbered[1] in seen and f"_{numbered[2]}" not in text:
        return seen[numbered[1]]
    return 0


def _draws_headings(page: Page) -> bool:
    return page.body.lstrip().startswith("<!-- draw")


# ---- what is drawn

_LIKE = re.compile(
    r"<!-{1,3}\s*(?P<word>[A-Za-z-]+(?:[ -]statements?)?)\s*(?P<colon>[:=]?)\s*(?P<rest>.*?)\s*-*>",
    re.S,
)
_KINDS = ("draw", "repeat", "source-statement")
_FORM = (
    "write it on a line of its own, as <!-- draw: forest-plot --> or <!-- source-statement: P17 -->"
)


@page_rule("directive-form")
def directive_form(page: Page, site: Site) -> Iterator[Finding]:
    """What is to be drawn is asked for in the one form, on a line of its own."""
    for raw in unseen_directives(page, site):
        message = f"a directive that will not be seen: {shown(raw.text)}"
        yield Finding(page.file, page.at(raw.line), message, _FORM)


def unseen_directives(page: Page, site: Site) -> list[Raw]:
    """Remarks that were meant to draw, and are not of the one form, or are printed as text."""
    read = {*(one.line for one in page.directives), *page.folds}
    remarks = [raw for raw in page.parsed.raws if raw.comment and page.at(raw.line) not in read]
    printed = (  # '&lt;!-- draw: timeline --&gt;'
        Raw(match.group(), run.line(match.start()))
        for run in page.parsed.runs
        for match in _LIKE.finditer(run.text)
        if run.bare[match.start()] == OBJECT
    )
    return [raw for raw in (*remarks, *printed) if _meant(raw.text, site)]


def _meant(comment: str, site: Site) -> bool:
    """Whether a remark was meant to draw: `<!-- Draw: x -->`, and not `<!-- draw on this -->`."""
    match = _LIKE.match(comment)
    if not match:
        return False
    word = match["word"].lower().replace(" ", "-")
    if word in ("fold", "folded"):
        return bool(match["colon"])
    near = any(SequenceMatcher(None, word, one).ratio() > 0.8 for one in _KINDS)
    names = {*views.names(), *site.ids(STATEMENTS)}
    return near and (bool(match["colon"]) or any(one in names for one in match["rest"].split()))


@page_rule("directive-names")
def directive_names(page: Page, site: Site) -> Iterator[Finding]:
    """What is to be drawn is there: a drawing of that name, statements of those ids."""
    for one in page.directives:
        if one.kind != "source-statement":
            if one.name not in views.names():
                message = f"no drawing is called '{one.name}'"
                yield Finding(page.file, one.line, message, suggest(one.name, views.names()))
            continue
        yield from _statements(page, one, site)


def _statements(page: Page, one: Directive, site: Site) -> Iterator[Finding]:
    if f"{settings.DATA}/{STATEMENTS}" in site.unread.files:
        return
    for ident in one.names:
        if ident not in site.ids(STATEMENTS):
            message = f"no source statement '{ident}'"
            mend = f"use an id of {settings.DATA}/{STATEMENTS}, like P17"
            yield Finding(page.file, one.line, message, mend)


@rule("drawn-once")
def drawn_once(site: Site) -> Iterator[Finding]:
    """A drawing has one home, whose anchors links lead to; another page repeats it."""
    home = homes(site.pages)
    for page in site.pages:
        drawn: set[str] = set()
        found = []
        for one in page.directives:
            if one.kind == "draw":
                again = one.name in drawn
                if home[one.name] != page.path or again:
                    where = "this page" if again else f"{settings.DOCS}/{home[one.name]}"
                    message = f"'{one.name}' is drawn on {where} already"
                    mend = f"write <!-- repeat: {one.name} -->, which gives no anchors"
                    found.append(Finding(page.file, one.line, message, mend))
                drawn.add(one.name)
            elif one.kind == "repeat" and one.name not in home and not _pages_unread(site):
                message = f"'{one.name}' is repeated, and no page draws it"
                mend = f"write <!-- draw: {one.name} -->"
                if one.name in views.names():
                    found.append(Finding(page.file, one.line, message, mend))
        yield from certain(page, found)


def _pages_unread(site: Site) -> bool:
    return any(
        name.startswith(f"{settings.DOCS}/") and name.endswith(".md") for name in site.unread.files
    )
