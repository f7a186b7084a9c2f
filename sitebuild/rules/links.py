"""Every link leads to a page, an anchor or a file that is there; none leads out but where it may.

Links are taken from the tree that the renderer makes, so that each way of writing one counts.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from sitebuild import settings, views
from sitebuild.model import published as listed
from sitebuild.model.findings import Finding, same_numbers
from sitebuild.model.pages import Page, homes
from sitebuild.model.parsed import HEADINGS, Heading, clean
from sitebuild.model.records import FILES
from sitebuild.model.site import Site
from sitebuild.outputs.downloads import PUBLISHED
from sitebuild.rules import rule
from sitebuild.rules.certain import certain, doubts, page_rule
from sitebuild.rules.markdown import rows, shown
from sitebuild.rules.named import unknown_trials
from sitebuild.rules.pages import unseen_directives

MAY_LINK_OUT = ("about", "links")  # kinds of page; on the others a source is cited, not linked
NEAR = 0.75  # how like two names must be for one to be offered instead of the other
SAYS_NOTHING = re.compile(
    r"(an? )?(image|picture|photo(graph)?|screenshot|figure|graphic|img|logo|alt( text)?)( \d+)?"
    r"|[\w-]+\.(png|jpe?g|gif|svg|webp)",
    re.I,
)


@dataclass(frozen=True)
class Link:
    """A link or an image of a page."""

    target: str  # as written: 'treatment.md#doses', 'https://…'
    words: str  # what is read of it: the text of a link, the alternative text of an image
    line: int  # of the file
    image: bool = False


@dataclass
class Anchors:
    """Which addresses there are to link to."""

    pages: dict[str, set[str]] = field(default_factory=dict)  # page → its anchors
    files: set[str] = field(default_factory=set)  # published files, relative to docs/
    unsure: set[str] = field(default_factory=set)  # pages that may have more anchors than we know
    headings: dict[str, set[str]] = field(default_factory=dict)  # page → anchors of its own text
    gone: set[str] = field(default_factory=set)  # trials of which the data tell that they are gone
    kept: dict[str, list[str]] = field(default_factory=dict)  # of which "anchor-lives" tells
    moved: dict[str, str] = field(default_factory=dict)  # page that is gone → where it went

    def has(self, path: str, anchor: str = "") -> bool:
        """Whether a page or file is there, and the anchor in it; True where that is not known."""
        if path not in self.pages:
            return path in self.unsure or (path in self.files and not anchor)
        there = not anchor or anchor in self.pages[path] or path in self.unsure
        return there or anchor in self.gone or anchor in self.kept.get(path, [])

    def lost(self) -> Iterator[tuple[str, str]]:
        """(page, anchor) of headings that were published, and of which nothing is left."""
        for path, names in self.kept.items():
            there = self.pages.get(path)
            if there is not None and path not in self.unsure:
                yield from ((path, name) for name in names if name not in there)

    def nearest(self, path: str, anchor: str) -> str:
        """The heading's anchor that was meant; a record's, however near, is of another record."""
        return nearest(anchor, self.headings.get(path, set()))


def links_of(page: Page) -> Iterator[Link]:
    """All links and images of a page, those whose address braces have set left out."""
    parsed = page.parsed
    by_braces = {element for element, new in parsed.attributes if {"href", "src"} & set(new)}
    for element in parsed.root.iter():
        if element in by_braces or element.get("class") in ("headerlink", "footnote-backref"):
            continue
        line = page.at(parsed.line(element))
        if element.tag == "a" and "href" in element.attrib:
            yield Link(clean(element.get("href") or ""), _words(element), line)
        elif element.tag == "img":
            alternative = clean(element.get("alt") or "")
            yield Link(clean(element.get("src") or ""), alternative, line, image=True)


def _words(element: Element) -> str:
    """What is read of a link: its text, and that of images in it."""
    parts = ["".join(element.itertext()), *(one.get("alt") or "" for one in element.iter("img"))]
    return clean(" ".join(parts)).strip()


def published(site: Site) -> set[str]:
    """What docs/ publishes beside pages, and what the build adds; relative to docs/."""
    docs = site.root / settings.DOCS
    pages = set(site.by_path)
    found = {
        path.relative_to(docs).as_posix()
        for path in docs.rglob("*")
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(docs).parts)
    }
    tables = {f"data/{name.removesuffix('.yml')}.csv" for name in FILES}
    return (found | tables | PUBLISHED | {"feed.xml"}) - pages


@lru_cache(maxsize=1)  # four rules ask
def anchors(site: Site) -> Anchors:
    """Every page and its anchors: those of its text, and those of what it draws.

    Where data could not be read, a page that draws may have more anchors than are known; so may a
    page with lines in doubt.
    """
    unread = site.unread
    data_unread = bool(unread.keys or any(unread.ids.values())) or any(
        name.startswith((settings.DATA, settings.BIBLIOGRAPHY)) for name in unread.files
    )
    found = Anchors(files=published(site), gone=set(unknown_trials(site)))
    addresses = listed.read(site.root)[0]
    found.kept, found.moved = addresses.anchors, addresses.moved
    lost = set(views.names()) - set(homes(site.pages))
    for page in site.pages:
        found.headings[page.path] = page.parsed.anchors
        found.pages[page.path] = page.parsed.anchors | set(views.anchors_on(site, page))
        if doubts(page) or (data_unread and page.draws) or _may_draw(page, site, lost):
            found.unsure.add(page.path)
    folder = f"{settings.DOCS}/"
    found.unsure |= {name.removeprefix(folder) for name in unread.files if name.startswith(folder)}
    return found


def _may_draw(page: Page, site: Site, lost: set[str]) -> bool:
    """Whether a slip keeps the page from drawing, so that its anchors are not there.

    `lost`: drawings that no page draws. A rule on directives tells of the slip.
    """
    if any(one.kind == "draw" and one.name not in views.names() for one in page.directives):
        return True
    if unseen_directives(page, site):
        return True
    return any(re.search(rf"\b{name}\s*[-–—]*>", page.body) for name in lost)


@rule("links")
def links(site: Site) -> Iterator[Finding]:
    """Every link leads to a page, an anchor or a published file; to another site where it may."""
    known = anchors(site)
    for page in site.pages:
        found = (finding for link in links_of(page) for finding in _link(page, link, known))
        yield from certain(page, found)


@rule("anchor-lives")
def anchor_lives(site: Site) -> Iterator[Finding]:
    """The address of a heading that was published is there, whatever the heading now says."""
    known = anchors(site)
    lost: dict[str, list[str]] = {}
    for path, name in known.lost():
        lost.setdefault(path, []).append(name)
    addresses = listed.read(site.root)[0]
    for old, to in addresses.moved.items():
        path, _, name = to.partition("#")
        if path in known.pages and not known.has(path, name):
            close = known.nearest(path, name)
            mend = (
                f"write {path}#{close}" if close else f"write {path}, or a heading's address there"
            )
            message = f"{old} leads on to #{name} of {path}, which is not there"
            yield Finding(listed.FILE, addresses.line(old), message, mend)
    for path, names in lost.items():
        page = site.by_path[path]
        new = {one.anchor: one for one in page.parsed.headings if one.level > 1}
        for name in known.kept[path]:
            new.pop(name, None)
        for name in names:
            only = next(iter(new)) if len(new) == len(names) == 1 else ""
            renamed = new.get(only or nearest(name, set(new)))
            yield Finding(page.file, *_lost(page, name, renamed))


def _lost(page: Page, name: str, renamed: Heading | None) -> tuple[int, str, str]:
    """(line, what is wrong, what to do) about the address of a heading that is no more."""
    if renamed:
        line = page.at(renamed.line)
        written = page.text.split("\n")[line - 1].split("{")[0].strip()
        message = f"this heading had the address #{name}, and links from elsewhere lead there"
        return line, message, f"write {written} {{ #{name} }}"
    line = next((page.at(one.line) for one in page.parsed.headings), 1)
    message = f"no heading has the address #{name} any more, and links from elsewhere lead there"
    mend = f"write {{ #{name} }} behind the heading that has its subject now"
    return line, message, f"{mend}; where none has, take it out of {listed.FILE}"


@rule("search-sections")
def search_sections(site: Site) -> Iterator[Finding]:
    """A section that readers' words lead to is there."""
    known = anchors(site)
    for path, sections in site.led_to.items():
        for anchor in sections:
            if known.has(path, anchor):
                continue
            near = known.nearest(path, anchor)
            mend = f"write {path}#{near}" if near else "write 'page.md#anchor', or take it out"
            if path in known.moved and path not in known.pages:
                to = listed.led(path, f"#{anchor}", known.moved)
                mend = f"{path} has moved: write {to}, or run make fix"
            text = (site.root / settings.SYNONYMS).read_text(encoding="utf-8")
            line = text[: max(0, text.find(f"{path}#{anchor}"))].count("\n") + 1
            yield Finding(settings.SYNONYMS, line, f"no section '{path}#{anchor}'", mend)


def _link(page: Page, link: Link, known: Anchors) -> Iterator[Finding]:
    if not link.target:
        message = f"the link '{shown(link.words)}' leads nowhere"
        yield Finding(page.file, link.line, message, "give its address")
        return
    if not link.words and not link.image:
        yield Finding(page.file, link.line, "a link without words", "say where it leads")
    scheme = re.match(r"([a-z][a-z0-9+.-]*):|//", link.target, re.I)
    if scheme:
        name = (scheme[1] or "").lower()
        found = _another_number(link, name) or _outside(page, link, name)
    else:
        found = _inside(page, link, known)
    if found:
        yield Finding(page.file, link.line, *found)


def _outside(page: Page, link: Link, scheme: str) -> tuple[str, str] | None:
    """(what is wrong, what to do) with an address outside the site."""
    if link.image:
        mend = "put the file in docs/assets and link to it there; pages load nothing from elsewhere"
        return "an image from outside", mend
    if scheme in ("https", "http", "") and _is_address(link.words):
        return _bare(link.target)
    if scheme in ("http", ""):
        return f"an address without https: {shown(link.target)}", "write https://"
    if scheme not in ("https", "mailto", "tel", "sms"):
        return f"a link of the kind '{scheme}:'", "link with https:// or to a page of the site"
    if scheme == "https" and page.kind_known and page.kind not in MAY_LINK_OUT:
        message = f"a link to another site: {shown(link.target)}"
        return message, f"add it to {settings.BIBLIOGRAPHY} and cite it"
    return None


def _another_number(link: Link, scheme: str) -> tuple[str, str] | None:
    """(what is wrong, what to do) where a link's words name a number and it calls another; a
    country's code may stand before."""
    said = "".join(re.findall(r"\d", link.words))
    called = "".join(re.findall(r"\d", link.target.partition("?")[0]))
    same = called.endswith(said) and len(called) - len(said) <= 3
    if scheme not in ("tel", "sms") or not said or same:
        return None
    message = f"the link says '{shown(link.words)}' and calls {shown(link.target)}"
    return message, f"write {scheme}:{said}, or mend the words: look the number up first"


def _inside(page: Page, link: Link, known: Anchors) -> tuple[str, str] | None:
    """(what is wrong, what to do) with an address inside the site."""
    path, _, anchor = link.target.partition("#")
    anchor = unquote(anchor)
    if path.startswith("/"):
        mend = "write it relative to this page; the site is also read from disk"
        return f"an address from the root: {shown(link.target)}", mend
    here = posixpath.dirname(page.path)
    where = posixpath.normpath(posixpath.join(here, unquote(path))) if path else page.path
    if known.has(where, anchor):
        return None
    if where not in known.pages and where not in known.files:
        return _no_target(page, link, where, anchor, known)
    if where in known.files:
        message = f"{settings.DOCS}/{shown(where)} is not a page and has no anchors"
        return message, f"leave #{shown(anchor)} out"
    message = f"{settings.DOCS}/{where} has no heading with the anchor #{shown(anchor)}"
    close = known.nearest(where, anchor)
    return message, f"did you mean #{close}?" if close else "use the anchor of a heading there"


def _no_target(page: Page, link: Link, where: str, anchor: str, known: Anchors) -> tuple[str, str]:
    here = posixpath.dirname(page.path) or "."
    if where in known.moved:
        to = listed.led(where, anchor and f"#{anchor}", known.moved)
        message = f"the link {shown(link.target)} leads to a page that has moved"
        return message, f"write {shown(posixpath.relpath(to, here))}, or run make fix"
    names = [*known.pages, *known.files]
    alike = next((name for name in names if _composed(name) == _composed(where)), "")
    if alike:
        message = f"the link {shown(link.target)} writes its accents otherwise than the file's name"
        mend = (
            f"name the file anew, typing {unicodedata.normalize('NFC', posixpath.basename(alike))}"
        )
        return message, mend
    close = nearest_page(where, names)
    offered = f"did you mean {posixpath.relpath(close, here)}?" if close else ""
    if link.image or (re.search(r"\.[a-z0-9]{2,5}$", where) and not where.endswith(".md")):
        kind = "image" if link.image else "file"
        message = f"the {kind} {shown(link.target)} is not there"
        return message, offered or f"put it at {settings.DOCS}/{shown(where)}"
    message = f"the link {shown(link.target)} leads to no page"
    mend = f"see the list of pages in {settings.CONFIGURATION}, or take the link away"
    return message, offered or mend


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def nearest_page(where: str, names: list[str]) -> str:
    """The page or file that was meant, where one is near: the same name elsewhere, or a like one.

    >>> nearest_page("tretament.md", ["treatment.md", "results/trials.md"])
    'treatment.md'
    >>> nearest_page("trials/", ["treatment.md", "results/trials.md"])
    'results/trials.md'
    """
    stem = re.sub(r"(\.html?|\.md|/)$", "", where)
    for wanted in (f"{stem}.md", f"{stem}/index.md"):
        if wanted in names:
            return wanted
    same = [name for name in names if _stem(name).rsplit("/", 1)[-1] == stem.rsplit("/", 1)[-1]]
    if len(same) == 1:
        return same[0]
    return nearest(stem, names)


def nearest(word: str, names: list[str] | set[str]) -> str:
    """The most like of some names, if it is like enough; endings in .md do not count."""
    alike = [name for name in names if same_numbers(word, name)]
    best = max(sorted(alike), key=lambda name: _likeness(word, name), default="")
    return best if best and _likeness(word, best) >= NEAR else ""


def _likeness(word: str, name: str) -> float:
    return SequenceMatcher(None, word.casefold(), _stem(name).casefold()).ratio()


def _stem(name: str) -> str:
    return name.removesuffix(".md")


# ---- images, bare addresses, addresses that nothing uses


@page_rule("image-words", alone=True)
def image_words(page: Page, _: Site) -> Iterator[Finding]:
    """An image says in words what it shows."""
    for link in links_of(page):
        if link.image and not link.words.strip():
            message = "an image without alternative text"
            mend = "say in the brackets what it shows: ![Bar chart of …](…)"
            yield Finding(page.file, link.line, message, mend)
        elif link.image and SAYS_NOTHING.fullmatch(link.words.strip()):
            message = f"an image whose alternative text says nothing: {shown(link.words)}"
            mend = "say what it shows: ![Bar chart of …](…)"
            yield Finding(page.file, link.line, message, mend)


_ADDRESS = re.compile(r"(?:https?://|www\.[\w-]+\.)[^\s)>\]]+", re.I)


def _is_address(words: str) -> bool:
    return bool(_ADDRESS.fullmatch(words))


def _bare(address: str) -> tuple[str, str]:
    return f"a bare address: {shown(address)}", "write [words](address), or cite the source"


@page_rule("bare-address", alone=True)
def bare_address(page: Page, _: Site) -> Iterator[Finding]:
    """An address stands behind words, or in references.bib."""
    linked = " ".join(link.words for link in links_of(page))
    for run in page.parsed.runs:
        if run.element.tag in HEADINGS and "://" not in run.bare:
            continue
        for _index, line, row in rows(run):
            for match in _ADDRESS.finditer(row):
                address = match.group().rstrip(".,;:!?\"'")
                if address not in linked and "](" not in row:
                    yield Finding(page.file, page.at(line), *_bare(address))


@page_rule("unused-address", alone=True)
def unused_address(page: Page, _: Site) -> Iterator[Finding]:
    """An address that is given apart ([name]: address) is used by a link of the page."""
    used = {link.target for link in links_of(page)}
    lines = page.body.split("\n")
    for name, target in page.parsed.definitions.items():
        if target in used:
            continue
        defined = re.compile(rf" {{0,3}}\[{re.escape(name)}\]:", re.I)
        line = next((n for n, text in enumerate(lines, 1) if defined.match(text)), 1)
        message = f"no link uses the address of [{name}]"
        mend = "write [words](address) where it belongs, or take the line out"
        yield Finding(page.file, page.at(line), message, mend)
