"""The search index: one document a section, read from the finished pages' trees.

MiniSearch (in the browser) answers from it; readers' own words come from `search_terms` in the
front matter and from `docs/data/search-synonyms.yml`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import NotRequired, TypedDict
from xml.etree.ElementTree import Element

from sitebuild.model.sources import Bibliography

# Nobody looks for these, or they would run into the words around them.
_LEFT_OUT = {"script", "style", "svg", "nav", "sup"}
_LEFT_OUT_CLASSES = {"cite-and", "headerlink", "footnote"}
# What a reader sees on a line or in a cell of its own; elsewhere no space stands between elements.
_APART = set("p li td th tr div h1 h2 h3 h4 h5 h6 dd dt caption br".split())
_NOTE = "#fn:"  # the address of a source in the list at the end of a page, before its key
_HEADINGS = {"h1", "h2", "h3", "h4", "dt"}
# What a page draws → what theme/assets/search.js is to know of it: its kind in the index.
_HELP, _SOURCE, _SITE, _LIST = "help", "source", "site", "list"
_KINDS = {
    "crisis-help": _HELP,
    "references": _SOURCE,
    "source-statements": _SITE,
    "questions": _LIST,
}
_LONG = 3000  # letters of a section; behind them a word is told once
_WORDS = "\n"  # before words that are looked for and never shown: they are no sentences


class Document(TypedDict):
    """A section as MiniSearch gets it; names are short because the index is loaded whole."""

    u: str  # address, from the site's root
    p: str  # the page's title
    t: str  # the section's title
    x: str  # its text; of a long one, behind a line break, the words that the rest has
    s: str  # words by which readers look for it
    k: NotRequired[str]  # 'help' comes first in distress; 'source' and 'site' come late
    c: NotRequired[list[int]]  # of a source: the places in the index of the sections that cite it


class _Section:
    """A heading, and the text up to the next."""

    def __init__(self, anchor: str, top: bool) -> None:
        self.anchor, self.top = anchor, top
        self.heading: list[str] = []
        self.text: list[str] = []
        self.cited: list[str] = []  # keys of sources


def kind_of(drawn: Iterable[str], kind: str = "subject") -> str:
    """A page's kind in the index, by what it draws and what it is for; '' for most.

    >>> kind_of(["crisis-help"]), kind_of(["timeline"]), kind_of([], "about")
    ('help', '', 'site')
    """
    return next(
        (_KINDS[name] for name in drawn if name in _KINDS), _SITE if kind == "about" else ""
    )


def sections(
    title: str,
    url: str,
    tree: Element,
    terms: Mapping[str, Sequence[str]] | None = None,
    kind: str = "",
) -> list[Document]:
    """One document for the page's head and one for each heading with an id, a term's included.

    `tree` is the page's finished article. `terms`: the words by which readers look for a section,
    by its anchor; those of the whole page stand under ''. `kind`: see `kind_of`; of a list of links
    to answers the head alone is told, so that a question leads to its answer.

        [{'u': 'topic/#course', 'p': 'Topic', 't': 'Course', 'x': 'text …', 's': ''}]
    """
    found: list[_Section] = []
    _read(tree, found)
    documents = []
    for one in found[:1] if kind == _LIST else found:
        document = Document(
            u=url if one.top else f"{url}#{one.anchor}",
            p=title,
            t=title if one.top else _line(one.heading),
            x=shortened(_line(one.text)),
            s=" ; ".join((terms or {}).get("" if one.top else one.anchor, ())),
        )
        if kind and (one.top or kind != _HELP):  # to help a reader is led by the page's head
            document["k"] = kind
        documents.append(document)
    return documents


def cited(tree: Element) -> list[list[str]]:
    """The keys that each section cites, each once; the sections in the order of `sections`."""
    found: list[_Section] = []
    _read(tree, found)
    return [list(dict.fromkeys(one.cited)) for one in found]


def by_name(
    title: str,
    url: str,
    rows: Iterable[tuple[str, str, str, str]],
    terms: Mapping[str, Sequence[str]] | None = None,
) -> list[Document]:
    """A document for each row of a table in which one looks things up by name.

    by_name("Medicines", "m/", [("medicine-x", "Sertraline", "We found …", "Zoloft")])
    """
    documents = []
    for anchor, name, text, words in rows:
        led = " ; ".join(filter(None, [words, *(terms or {}).get(anchor, ())]))
        documents.append(Document(u=f"{url}#{anchor}", p=title, t=name, x=text, s=led))
    return documents


def sources(
    title: str,
    url: str,
    bibliography: Bibliography,
    citing: Mapping[str, list[int]] | None = None,
) -> list[Document]:
    """One document for each source: found by author and year, by its title or its numbers.

    `citing`: key → the places in the index of the sections that cite it. Who types an author's
    name or a word of a title is led to what these say of it.
    """
    documents = []
    for entry in bibliography.sorted():
        document = Document(
            u=f"{url}#ref-{entry.key}",
            p=title,
            t=entry.label,
            x=entry.title,
            s=" ; ".join(entry.fields[name] for name in ("doi", "pmid") if name in entry.fields),
            k=_SOURCE,
        )
        if citing and entry.key in citing:
            document["c"] = citing[entry.key]
        documents.append(document)
    return documents


def shortened(text: str, most: int = _LONG) -> str:
    r"""A long text up to a word, and behind a line break each word that was not said before.

    >>> shortened("one two one three two four", 7)
    'one two\nthree four'
    """
    if len(text) <= most:
        return text
    kept = text[: text.rindex(" ", 0, most + 1) if " " in text[: most + 1] else most]
    new = dict.fromkeys(text[len(kept) :].split())
    before = set(kept.split())
    return kept + _WORDS + " ".join(word for word in new if word not in before)


def numbers(tree: Element) -> str:
    """The items of the first list of numbers to call, as the help page has it."""
    for lines in tree.iter("ul"):
        called = [line.find("a") for line in lines]
        if called and all(_is_called(link) for link in called):
            return "".join(_item(line) for line in lines)
    return ""


def _is_called(link: Element | None) -> bool:
    return link is not None and (link.get("href") or "").startswith(("tel:", "sms:"))


def _item(line: Element) -> str:
    link = line.find("a")
    assert link is not None
    said = " ".join("".join(line.itertext()).split())
    words = " ".join("".join(link.itertext()).split())
    rest = said.removeprefix(words)
    return f'<li><a href="{escape(link.get("href") or "")}">{escape(words)}</a>{escape(rest)}</li>'


def as_script(
    documents: Sequence[Document], synonyms: Mapping[str, Sequence[str]], numbers: str = ""
) -> str:
    """The index as a script: a page read from disk may load a script and may not fetch a file."""
    content = {"documents": documents, "synonyms": synonyms, "numbers": numbers}
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return f"window.siteIndex={body};\n"


def _line(parts: list[str]) -> str:
    return " ".join("".join(parts).split())


def _read(element: Element, found: list[_Section], heading: bool = False) -> None:
    """Adds the text of an element to the section that it stands in, or opens one."""
    tag = element.tag if isinstance(element.tag, str) else ""
    classes = set((element.get("class") or "").split())
    if found and "cite" in classes:
        hrefs = [(link.get("href") or "").partition(_NOTE) for link in element.iter("a")]
        found[-1].cited += [key for before, note, key in hrefs if note and not before]
    if not tag or tag in _LEFT_OUT or classes & _LEFT_OUT_CLASSES:
        _say(found, heading, " ")
        return
    anchor = element.get("id")
    opens = tag in _HEADINGS and anchor is not None
    if opens:
        found.append(_Section(anchor or "", tag == "h1"))
    within = opens or heading
    space = " " if tag in _APART else ""
    _say(found, heading and not opens, space)
    _say(found, within, element.text)
    for child in element:
        _read(child, found, within)
        _say(found, within, child.tail)
    _say(found, heading and not opens, space)


def _say(found: list[_Section], heading: bool, text: str | None) -> None:
    if found and text:
        (found[-1].heading if heading else found[-1].text).append(text)
