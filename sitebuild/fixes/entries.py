"""One entry of references.bib in the form that this file has, and what had to be mended for it.

`mended` is asked by `make fix`, which writes what it gives, and by the rule `source-form`, which
tells it: so the two cannot differ. What an entry says stays what it was, but for what is told.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from pylatexenc import latexwalker  # type: ignore[import-untyped]

from sitebuild.model.bibtex import (
    COMMAND,
    ENTITY,
    MATHS,
    Raw,
    formula,
    latex,
    plain,
    written,
)
from sitebuild.model.findings import some
from sitebuild.model.names import read_names
from sitebuild.model.sources import (
    FIELDS,
    KEY_FORM,
    VERBATIM,
    Entry,
    bare_doi,
    is_export_only,
    names_for,
    proposed_key,
    read_fields,
)
from sitebuild.model.titles import Lexicon, in_title_case, unprotected, whole

# Parameters that say only how a reader came to a page.
TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|igshid|mc_[ce]id|_hs(?:enc|mi)"
    r"|mkt_tok|vero_id|oly_(?:enc|anon)_id|ref_src|ref_url|cmpid|ncid|_ga|_gl|trk|sc_campaign",
    re.I,
)
_ABBREVIATED = re.compile(
    r"(?:\.\.|…|(?:^|[\s.({\[-])"
    r"(?:[A-Z]|vs?|inc|ltd|co|corp|etc|al|nos?|jr|sr|st|cf|eds?|pts?|vols?))\.\}*$",
    re.I,
)


@dataclass(frozen=True)
class Mend:
    """One thing to mend: what to do, what was done, and whether `make check` asks for it."""

    do: str
    did: str
    asked: bool = True


@dataclass
class Mended:
    """An entry as this file writes it, and what was mended."""

    key: str
    kind: str
    fields: dict[str, str]
    raw: Raw
    mends: list[Mend] = field(default_factory=list)

    def add(self, do: str, did: str, asked: bool = True) -> None:
        """Notes a mend."""
        self.mends.append(Mend(do, did, asked))

    @property
    def asked(self) -> list[str]:
        """What `make check` asks for, as instructions."""
        return [mend.do for mend in self.mends if mend.asked]

    @property
    def text(self) -> str:
        """The entry, one field a line."""
        return written(self.kind, self.key, self.fields)


def mended(raw: Raw, lexicon: Lexicon, taken: Collection[str] = ()) -> Mended:
    """An entry in this file's form.

    `lexicon` is what the file's titles tell of words, `taken` the keys of the other entries. An
    entry without `checked` was just pasted: there the address that repeats the DOI goes out too.
    """
    kind, fields = read_fields(raw)
    work = Mended(raw.key, kind, fields, raw)
    _left_out(work)
    _understood(work)
    _letters(work)
    _authors(work)
    said = " ".join(raw.fields.get(name, "") for name in ("abstract", "keywords"))
    _title(work, lexicon.and_text(said) if said.strip() else lexicon)
    _address(work)
    _key(work, taken)
    place = {name: at for at, name in enumerate(FIELDS)}
    known = sorted((name for name in fields if name in place), key=place.__getitem__)
    work.fields = {name: fields[name] for name in [*known, *(n for n in fields if n not in place)]}
    return work


# ---------------------------------------------------------------- one entry


def _left_out(work: Mended) -> None:
    """What reading left out, or found wrong in its form."""
    raw, given, fields = work.raw, work.raw.given, work.fields
    exported = [raw.spelled.get(name, name) for name in given if is_export_only(name)]
    if "type" in given and "type" not in fields:
        exported.append(raw.spelled["type"])
    if exported:
        what = ", ".join(exported)
        work.add(f"take out {what}", f"took out {what}")
    for name in ("volume", "number", "pages", "year"):
        if name in given and name not in fields:
            what = f"{name} = {{{given[name]}}}"
            work.add(f"take out {what}, which says nothing", f"took out {what}")
    doi = fields.get("doi", "")
    if doi and given.get("doi", doi) != doi:
        work.add(f"write doi = {{{doi}}}", f"wrote doi = {{{doi}}}")


def _understood(work: Mended) -> None:
    """What reading took for something of ours; `make check` does not ask for it."""
    raw, given, fields = work.raw, work.raw.given, work.fields
    if work.kind != raw.kind:
        work.add("", f"wrote @{work.kind} for @{raw.kind}", asked=False)
    for theirs, ours in names_for(work.kind).items():
        if theirs in given and theirs not in fields:
            work.add("", f"wrote {ours} for {theirs}", asked=False)
    for name in ("pages", "date", "year", "pmid", "note", "url"):
        before, after = given.get(name, ""), fields.get(name, "")
        told = name in ("pages", "year") and not after  # 'n/a', above
        if before != after and not told:
            did = f"wrote {name} = {{{after}}}" if after else f"took out {name} = {{{before}}}"
            work.add("", did, asked=False)


def _letters(work: Mended) -> None:
    """Letters for TeX and HTML."""
    for turn, what in ((_without_tex, "TeX"), (_without_html, "HTML")):
        changed = []
        for name, value in work.fields.items():
            new = value if name in VERBATIM else turn(value)
            if new != value:
                changed.append(name)
                work.fields[name] = new
        if changed:
            names = ", ".join(changed)
            work.add(
                f"write letters for the {what} in {names}",
                f"wrote letters for the {what} in {names}",
            )


_LEFT_AS_IT_IS = ("one word", "capitals")  # doubts beside which the rest of a list can be mended


def _authors(work: Mended) -> None:
    """Names as 'Family, Given', organizations in braces; nothing where one name is not sure."""
    for name in ("author", "editor"):
        value = work.fields.get(name, "")
        names = read_names(value)
        if not names.written or any(
            not doubt.sure and doubt.kind not in _LEFT_AS_IT_IS for doubt in names.doubts
        ):
            continue
        if names.value != value:
            work.fields[name] = names.value
            shown = (
                names.value if len(names.value) < 60 else names.value[:57].rsplit(" ", 1)[0] + " …"
            )
            asked = any(doubt.kind not in _LEFT_AS_IT_IS for doubt in names.doubts)
            work.add(f"write {name} = {{{shown}}}", f"wrote {name} = {{{shown}}}", asked)
        unseen = [part.strip() for part in work.fields.get("unseen", "").split(",") if part.strip()]
        if names.more and name == "author" and "author" not in unseen:
            work.fields["unseen"] = ", ".join(["author", *unseen])
            what = f"unseen = {{{work.fields['unseen']}}}"
            work.add(
                f"add {what}, since authors are left out", f"added {what}: authors are left out"
            )


def _title(work: Mended, lexicon: Lexicon) -> None:
    """A sentence without a stop, names in braces; Title Case only where every word is known."""
    title = work.fields.get("title", "")
    cut = re.sub(r"\s*\.(\}*)$", r"\1", title)
    if cut != title and not _ABBREVIATED.search(title):
        work.add("take the stop off the title's end", "took the stop off the title's end")
        title = cut
    title = _fewer_braces(title, lexicon, new="checked" not in work.fields)
    sentence = lexicon.as_a_sentence(title)
    if sentence != title:
        what = f"title = {{{sentence}}}"
        work.add(f"write {what}", f"wrote {what}")
    else:
        sentence = lexicon.protected(title)
        if sentence != title:
            new = [word for word in re.findall(r"\{[^{}]*\}", sentence) if word not in title]
            what = some(list(dict.fromkeys(new)) or ["names"])
            work.add(f"put {what} in braces in the title", f"put {what} in braces")
    if sentence:
        work.fields["title"] = sentence


def _fewer_braces(title: str, lexicon: Lexicon, new: bool) -> str:
    """'{M}{D}' as '{MD}', '{{PTSD}}' as '{PTSD}'; a new title in braces as a whole, without."""
    letters = re.compile(r"(?:\{[^\W_]\}){2,}")
    title = letters.sub(lambda match: "{" + re.sub(r"[{}]", "", match.group()) + "}", title)
    if inner := whole(title):
        open_title = lexicon.protected(lexicon.as_a_sentence(inner))
        sure = new and not in_title_case(open_title) and not unprotected(open_title)
        return open_title if sure else title
    return re.sub(r"\{\{([^{}]*)\}\}", r"{\1}", title)


def _address(work: Mended) -> None:
    """No parameters that tell how one came there; in a new entry, no address that is the DOI."""
    fields = work.fields
    for name in ("url", "archived"):
        url = fields.get(name, "")
        clean, gone = without_tracking(url)
        if gone:
            fields[name] = clean
            work.add(f"take {some(gone)} out of the {name}", f"took {some(gone)} out of the {name}")
    if "checked" in fields:
        return
    if fields.get("doi") and bare_doi(fields.get("url", "")).casefold() == fields["doi"].casefold():
        work.add("", f"took out url = {{{fields.pop('url')}}}, which is the DOI's", asked=False)
    pubmed = re.fullmatch(
        r"https?://(?:www\.)?(?:pubmed\.ncbi|ncbi)\.nlm\.nih\.gov/(?:pubmed/)?(\d+)/?",
        fields.get("url", ""),
    )
    if pubmed and fields.setdefault("pmid", pubmed.group(1)) == pubmed.group(1):
        work.add("", f"wrote pmid = {{{pubmed.group(1)}}} for {fields.pop('url')}", asked=False)
    if work.kind == "article" and "publisher" in fields:
        work.add(
            "", f"took out publisher = {{{fields.pop('publisher')}}} of an article", asked=False
        )


def without_tracking(url: str) -> tuple[str, list[str]]:
    """An address without parameters that only tell how one came to it, and the names of those.

    >>> without_tracking("https://example.org/a?id=3&utm_source=x#top")
    ('https://example.org/a?id=3#top', ['utm_source'])
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return url, []
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    gone = [name for name, _ in pairs if TRACKING.fullmatch(name)]
    if not gone:
        return url, []
    kept = [piece for piece in parts.query.split("&") if piece.split("=")[0] not in gone]
    return urlunsplit(parts._replace(query="&".join(kept))), gone


def _key(work: Mended, taken: Collection[str]) -> None:
    if KEY_FORM.fullmatch(work.key) and not re.fullmatch(r"pmid\d+", work.key):
        return
    if not (work.fields.get("author") or work.fields.get("title")):
        return
    new = proposed_key(Entry("", work.kind, 0, work.fields), taken)
    did = f"is {new} now: cite it as [@{new}]"
    work.add(f"name it {new}" if work.key else f"give it the key {new}", did)
    work.key = new


# ---------------------------------------------------------------- letters

_KEPT = {
    "emph",
    "textit",
    "textbf",
    "textsc",
    "textrm",
    "textnormal",
    "textsf",
    "textup",
    "mkbibemph",
}
_ASIDE = str.maketrans("%#&$_^", "\ue010\ue011\ue012\ue013\ue014\ue015")
_BACK = str.maketrans("\ue010\ue011\ue012\ue013\ue014\ue015", "%#&$_^")


def _without_tex(value: str) -> str:
    """Accents and signs as letters; braces, and what is not known, as they were.

    >>> _without_tex("{\\\\'E}tude of {MDMA} \\\\& \\\\emph{in vivo} \\\\beta, 5\\\\%")
    'Étude of {MDMA} \\\\& in vivo β, 5\\\\%'
    """
    if not (COMMAND.search(value) or MATHS.search(value)):
        return value
    hidden = MATHS.sub(lambda match: formula(match.group(1)).translate(_ASIDE), value)
    hidden = re.sub(
        r"\\.|[%#&$_^]", lambda m: m[0] if len(m[0]) > 1 else m[0].translate(_ASIDE), hidden
    )
    nodes, _, _ = latexwalker.LatexWalker(hidden, tolerant_parsing=True).get_latex_nodes()
    new = _as_letters(nodes).translate(_BACK)
    balanced = new.count("{") == new.count("}")
    return re.sub(r" {2,}", " ", new).strip(" ") if balanced else value


def _as_letters(nodes: Iterable[Any]) -> str:
    return "".join(map(_node_as_letters, nodes))


def _node_as_letters(node: Any) -> str:
    source: str = node.latex_verbatim()
    if isinstance(node, latexwalker.LatexGroupNode):
        inner = _as_letters(node.nodelist)
        # '{\\'e}' is one letter of TeX's, not a name in braces
        bare = source.startswith("{\\") and len(inner) <= 2 and inner.isalpha()
        return inner if bare else "{" + inner + "}"
    if not isinstance(node, latexwalker.LatexMacroNode) or node.macroname in set("&%$#_{}"):
        return source
    arguments = [one for one in getattr(node.nodeargd, "argnlist", ()) if one is not None]
    if node.macroname in _KEPT and arguments:
        return _as_letters(getattr(arguments[-1], "nodelist", arguments))
    text: str = latex().nodelist_to_text([node])
    known = latex().latex_context.get_macro_spec(node.macroname)
    spec = getattr(known, "macroname", "")
    return text if spec == node.macroname and text and "\\" not in text else source


class _Tags(HTMLParser):
    """The text between tags that only change how a word looks."""

    known = frozenset(
        [
            "i",
            "b",
            "em",
            "strong",
            "sub",
            "sup",
            "u",
            "scp",
            "span",
            "small",
            "p",
            "br",
            "inline-formula",
            "jats:i",
            "jats:sub",
            "jats:sup",
            "jats:italic",
            "jats:bold",
            "jats:p",
        ]
    )

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.text: list[str] = []
        self.strange = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Leaves a known tag out."""
        self.strange |= tag not in self.known

    def handle_endtag(self, tag: str) -> None:
        """Leaves a known tag out."""
        self.strange |= tag not in self.known

    def handle_data(self, data: str) -> None:
        """Keeps text."""
        self.text.append(data)

    def handle_entityref(self, name: str) -> None:
        """Keeps an entity for what comes next."""
        self.text.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        """Keeps an entity for what comes next."""
        self.text.append(f"&#{name};")


def _without_html(value: str) -> str:
    """Tags of looks and entities of HTML gone.

    >>> _without_html("A <i>new</i> drug &amp; caf&eacute;, P < .05")
    'A new drug \\\\& café, P < .05'
    """
    if "<" in value and re.search(r"</?[A-Za-z]", value):
        tags = _Tags()
        tags.feed(value)
        tags.close()
        value = value if tags.strange else "".join(tags.text)

    def letter(match: re.Match[str]) -> str:
        text = plain(match.group())
        return "\\" + text if text in "&%$#_" else text if text not in "{}\\" else match.group()

    return ENTITY.sub(letter, value)
