"""Names of authors as a .bib file gives them: read right where that is sure, asked about where not.

bibtexparser splits lists at "and" and names into their parts, as BibTeX does. What stands here is
what BibTeX does not know: the forms that people and programs write instead, and organizations whose
braces were forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from bibtexparser.middlewares.names import (
    InvalidNameError,
    parse_single_name_into_parts,
    split_multiple_persons_names,
)

from sitebuild.model.bibtex import in_braces, plain


def _words_in(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words that stand in names of organizations and hardly in names of people.
_ORGANIZATION = _words_in(
    """academy administration agency alliance army association authority board bureau bundestag
    bundesrat cabinet center centre chamber coalition collaboration collaborators college
    collective commission committee community company conference congress consortium
    convention corporation council court department directorate division executive
    federation foundation fund gmbh government group health hospital hospitals inc
    initiative institute institutes institution institutions international investigators
    laboratory laboratories league legislature library limited llc ltd media medicine
    medicines ministry museum national nations network news observatory office organisation
    organization panel parliament partnership party press program programme project registry
    research rights school science sciences secretariat senate service services society
    state states studies study survey team therapeutics trial trust union university clinic
    database drugs foundation institut ministerium universität hochschule klinik
    gesellschaft verein stiftung watch ministère université société hôpital universidad
    instituto ministerio sociedad us usa uk eu un nz uae who fda ema nhs nice bbc cbc abc
    npr maps"""
)
_JOINING = _words_in("of for on and the at in to against & für und de la des et y")
_PARTICLES = _words_in(
    "van von der den de del della di da dos das du la le ter ten zu zur el al bin ibn af av"
)
_SUFFIX = re.compile(r"(?:Jr|Sr|jr|sr)\.?|I{2,3}|IV|VI{0,3}|[23]rd|2nd")
_SUFFIX_APART = re.compile(r"(?:Jr|Sr|jr|sr)\.?|I{2,3}|IV")  # V and VI may be initials
_INITIALS = re.compile(r"[^\W\d_a-z]{1,4}")
_DEGREE = re.compile(
    r"Ph\.?\s?D\.?|D\.?Phil\.?|M\.?Phil\.?|Psy\.?D\.?|Sc\.?D\.?|D\.?Sc\.?|M\.?Sc\.?|B\.?Sc\.?"
    r"|M\.?P\.?H\.?|MBBS|MBChB|M\.?B\.?A\.?|FRCP\w*|MRCP\w*|FRANZCP"
    r"|LCSW|LMFT|Pharm\.?D\.?|Ed\.?D\.?"
    r"|Dr\.?\s?med\.?|Dipl\.?|Prof\.?|Dr\.?"
)
_TITLE = re.compile(r"Prof(?:essor)?\.?|Dr\.?")
# marks of a footnote, a role; what else stands in brackets may be the name in its own letters
_SIGNS = re.compile(r"[*†‡§¶¹²³\[\]|/]|\d(?!nd|rd)|\((?:eds?|editors?)\b", re.I)
# the same beside a name, which is read without them
_BESIDE = re.compile(r"[*†‡§¶¹²³]+|(?<=[a-zà-ÿ.])\d+$")
_CAPITALIZED = r"[^\W\d_a-z][\w.’'-]*"
_PERSON_IN_BRACES = re.compile(
    rf"\{{(?:[a-z]+ ){{0,2}}{_CAPITALIZED}, {_CAPITALIZED}(?: {_CAPITALIZED})?\}}"
)
# These may be initials as well, and are degrees only behind a given name written out.
_DEGREE_OR_INITIALS = re.compile(r"M\.?D\.?|M\.?A\.?|B\.?A\.?|M\.?S\.?|R\.?N\.?|D\.?O\.?|J\.?D\.?")


@dataclass(frozen=True)
class Person:
    """One author: a person with `family`; an organization, or what is not sure, as `literal`."""

    family: str = ""
    given: str = ""
    suffix: str = ""
    literal: str = ""

    @property
    def csl(self) -> dict[str, str]:
        """{'family': 'King', 'given': 'Martin Luther', 'suffix': 'Jr'} or {'literal': 'WHO'}."""
        if self.literal:
            return {"literal": self.literal}
        parts = {"family": self.family, "given": self.given, "suffix": self.suffix}
        return {name: value for name, value in parts.items() if value}


@dataclass(frozen=True)
class Doubt:
    """A form of name that is not ours.

    `kind` is one word for it, `name` the name as written; `sure` says that the reading has no
    rival, so that `make fix` may write it.
    """

    kind: str
    name: str
    sure: bool = False


@dataclass(frozen=True)
class Names:
    """A list of authors as it is read."""

    written: tuple[str, ...]  # each name as this file writes it: 'Roe, Jane' or '{Home Office}'
    more: bool  # 'and others' stood at the end
    doubts: tuple[Doubt, ...] = ()
    people: tuple[Person, ...] = field(default=(), compare=False)

    @property
    def value(self) -> str:
        """The list as this file writes it.

        >>> read_names("Jennifer M. Roe and Bo {van der Doe} and Others").value
        'Roe, Jennifer M. and {van der Doe}, Bo and others'
        """
        return " and ".join([*self.written, *(["others"] if self.more else [])])


@lru_cache(maxsize=16384)
def read_names(value: str) -> Names:
    """The authors of an `author` or `editor` field.

    >>> read_names("{US Food and Drug Administration}").people[0].literal
    'US Food and Drug Administration'
    >>> read_names("King, Jr., Martin Luther").people[0].csl
    {'family': 'King', 'given': 'Martin Luther', 'suffix': 'Jr.'}
    >>> read_names("Mitchell, JM").people[0].given
    'J. M.'
    """
    value = re.sub(r"(?:\s|\u00a0|\u202f|(?<!\\)~)+", " ", value).strip()
    doubts: list[Doubt] = []
    written: list[str] = []
    more = False
    for part in _parts(value, doubts):
        if not plain(part):
            doubts.append(Doubt("empty", part, sure=True))
            continue
        if re.fullmatch(r"others|et\.? al\.?", part, re.I):
            more = True
            if part.lower() != "others":
                doubts.append(Doubt("et al", part, sure=True))
            continue
        cut = re.sub(r"[,;]?\s+et\.? al\.?$", "", part)
        if cut != part:
            more = True
            doubts.append(Doubt("et al", part, sure=True))
        written += _one(cut, doubts)
    doubts = [*_settled(doubts, written), *_capitals(written)]
    return Names(tuple(written), more, tuple(doubts), tuple(_person(name) for name in written))


def _settled(doubts: list[Doubt], written: list[str]) -> list[Doubt]:
    """The doubts, where a list with the given name first throughout is surely one of people."""
    turned = [doubt for doubt in doubts if doubt.kind == "given first"]
    alike = len(turned) == sum(not in_braces(name) for name in written) > 1
    if not alike and not any(doubt.sure for doubt in turned):
        return doubts
    return [replace(one, sure=True) if one.kind == "given first" else one for one in doubts]


def _parts(value: str, doubts: list[Doubt]) -> list[str]:
    """The list split at 'and', and at what people write instead of it."""
    if re.search(r"(?:^|,\s*|\s)family\s*=", value):
        return _extended(value, doubts)
    parts: list[str] = []
    for name in split_multiple_persons_names(value):
        trimmed = re.sub(r"(?:^|\s+)and$|^and\s+", "", name, flags=re.I).strip(" ,;")
        if trimmed != name.strip() and not re.fullmatch(r".*[,;]", name.strip()):
            doubts.append(Doubt("loose and", name, sure=True))
        for mark, kind in ((";", "semicolon"), ("&", "ampersand")):
            pieces = _split(trimmed, mark)
            people = all("," in piece or _like_a_person(piece) for piece in pieces)
            if len(pieces) > 1 and people:
                doubts.append(Doubt(kind, trimmed, sure=True))
                parts += pieces
                break
        else:
            parts += [trimmed] if trimmed else []
    return parts


def _split(text: str, mark: str) -> list[str]:
    """Split at a mark outside braces; '\\&' counts as '&'."""
    pieces, depth = [""], 0
    for character in text:
        depth += {"{": 1, "}": -1}.get(character, 0)
        if character == mark and depth == 0:
            pieces[-1] = pieces[-1].removesuffix("\\")
            pieces.append("")
        else:
            pieces[-1] += character
    return [piece.strip() for piece in pieces if piece.strip()]


def _extended(value: str, doubts: list[Doubt]) -> list[str]:
    """biblatex's form: 'family=Boer, given=Ada, prefix=de, useprefix=true'."""
    parts = []
    for name in split_multiple_persons_names(value):
        pairs = dict(
            (piece.split("=", 1)[0].strip(), piece.split("=", 1)[1].strip(' "'))
            for piece in _split(name, ",")
            if "=" in piece
        )
        if "family" not in pairs:
            parts.append(name)
            continue
        doubts.append(Doubt("extended", name, sure=True))
        family = f"{pairs.get('prefix', '')} {pairs['family']}".strip()
        parts.append(", ".join(p for p in (family, pairs.get("suffix"), pairs.get("given")) if p))
    return parts


def _one(name: str, doubts: list[Doubt]) -> list[str]:
    """One name (or a list that commas were meant to split) as this file writes it."""
    if in_braces(name):
        if _PERSON_IN_BRACES.fullmatch(name) and not like_an_organization(name):
            doubts.append(Doubt("person in braces", name))
        return [name]
    sections = _split(name, ",")
    if not _in_pairs(sections):
        sections = _without_degrees(sections, name, doubts)
    if len(sections) < 2:
        return [one for section in sections for one in _without_comma(section, doubts)]
    organization = len(_words(sections[0])) > 1 and like_an_organization(sections[0])
    if not _is_vancouver(sections) and organization:
        doubts.append(Doubt("organization", name))
        return ["{" + name + "}"]
    kind, names = _by_commas(name, sections)
    if kind:
        doubts.append(Doubt(kind, name, sure=names != ["{" + name + "}"]))
    elif _SIGNS.search(re.sub(r"\{[^{}]*\}", "", name)):
        doubts.append(Doubt("signs", name))
    return names


def _by_commas(name: str, sections: list[str]) -> tuple[str, list[str]]:
    """The names between commas, and the kind of doubt where BibTeX would read them otherwise."""
    if _is_vancouver(sections):
        return "initials list", [_turned(section) for section in sections]
    if len(sections) == 2 and (apart := _suffix_apart(*sections)):
        return "suffix last", [apart]
    if len(sections) == 2 or (len(sections) == 3 and _SUFFIX.fullmatch(sections[1])):
        return "", [", ".join(sections)]
    if len(sections) == 3 and _SUFFIX.fullmatch(sections[2]):
        return "suffix last", [f"{sections[0]}, {sections[2]}, {sections[1]}"]
    if _in_pairs(sections):
        pairs = zip(sections[::2], sections[1::2], strict=True)
        return "commas", [f"{family}, {given}" for family, given in pairs]
    return "commas", ["{" + name + "}"]


def _suffix_apart(family: str, given: str) -> str:
    """'King Jr., Martin' and 'King, Martin Jr.' as 'King, Jr., Martin'; '' without a suffix."""
    for part, other in ((family, given), (given, family)):
        *words, last = _words(part) or [""]
        if words and _SUFFIX_APART.fullmatch(last):
            rest = " ".join(words)
            return f"{rest}, {last}, {other}" if part is family else f"{other}, {last}, {rest}"
    return ""


def _without_comma(name: str, doubts: list[Doubt]) -> list[str]:
    words = _words(name)
    if len(words) == 1:
        doubts.append(Doubt("one word", name))
        return [name]
    if like_an_organization(name) or len(words) > 5 or name.startswith("{"):
        doubts.append(Doubt("organization", name, sure=like_an_organization(name)))
        return ["{" + name + "}"]
    if _is_vancouver([name]):
        doubts.append(Doubt("initials list", name, sure=True))
        return [_turned(name)]
    initial = any(re.fullmatch(r"(?:[^\W\d_]\.-?)+", word) for word in words[:-1])
    doubts.append(Doubt("given first", name, sure=initial))
    try:
        return [parse_single_name_into_parts(name).merge_last_name_first]
    except InvalidNameError:
        return ["{" + name + "}"]


def _without_degrees(sections: list[str], name: str, doubts: list[Doubt]) -> list[str]:
    """'Roe, Jane, PhD' and 'Roe, Jane PhD' without the degree."""
    kept: list[str] = []
    for at, section in enumerate(sections):
        words = section.split()
        ends = at > 1 and not _SUFFIX.fullmatch(sections[at - 1])
        while words and _ends_in_degree(words, given=at > 0, alone=ends):
            words.pop()
        while at == 0 and len(words) > 1 and _TITLE.fullmatch(words[0]):
            words.pop(0)
        if words:
            kept.append(" ".join(words))
    if [" ".join(section.split()) for section in sections] != kept:
        doubts.append(Doubt("degree", name, sure=True))
    return kept


def _ends_in_degree(words: list[str], given: bool, alone: bool) -> bool:
    """Whether the last word is a degree.

    What may be initials as well is one behind a given name written out, or where it stands alone.
    """
    *before, last = words
    if _DEGREE_OR_INITIALS.fullmatch(last):
        behind_a_name = given and re.search(r"[a-zà-ÿ]{2}", " ".join(before))
        return bool(behind_a_name or (alone and not before))
    return bool(_DEGREE.fullmatch(last))


def _in_pairs(sections: list[str]) -> bool:
    """Whether commas part both names and people: 'Roe, JM, Doe, A'."""
    return len(sections) > 2 and len(sections) % 2 == 0 and all(map(_given, sections[1::2]))


def _given(section: str) -> bool:
    """Whether this can only be given names: initials, with or without stops."""
    return bool(re.fullmatch(r"(?:[^\W\d_a-z]{1,3}[. -]*)+", section)) and len(section) <= 10


def _is_vancouver(sections: list[str]) -> bool:
    """Whether each is 'Roe J' or 'van der Kolk BA': a family name and initials without stops."""
    for section in sections:
        *family, initials = section.split()
        if not family or not _INITIALS.fullmatch(initials) or len(initials) > 3:
            return False
        if initials.lower() in _ORGANIZATION or like_an_organization(" ".join(family)):
            return False
        if not all(re.search(r"[a-zà-ÿ]", word) for word in family):
            return False
    return True


def _turned(section: str) -> str:
    *family, initials = section.split()
    return f"{' '.join(family)}, {initials}"


def _words(name: str) -> list[str]:
    """The words of a name; what stands in braces is one word."""
    return re.findall(r"(?:\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|[^\s{}])+", name)


def like_an_organization(name: str) -> bool:
    """Whether a name has a word that organizations have and people have not.

    >>> like_an_organization("Department of Health"), like_an_organization("Ada de Boer")
    (True, False)
    """
    words = [word.strip(".,'’\"()").lower() for word in plain(name).split()]
    if any(word in _ORGANIZATION for word in words) or re.search(r"\d", name):
        return True
    return any(word in _JOINING and word not in _PARTICLES for word in words[1:-1])


def _like_a_person(name: str) -> bool:
    return not like_an_organization(name) and 2 <= len(_words(name)) <= 5


def _capitals(written: list[str]) -> Iterator[Doubt]:
    """People whose family name is all capitals, so that 'JO' may be a name or initials."""
    for name in written:
        family, comma, _ = name.partition(",")
        if comma and family.isupper() and len(family) > 2 and "{" not in family:
            yield Doubt("capitals", name)


def _person(written: str) -> Person:
    if in_braces(written):
        return Person(literal=plain(written))
    try:
        parts = parse_single_name_into_parts(written, strict=False)
    except InvalidNameError:
        return Person(literal=plain(written))
    family = _BESIDE.sub("", plain(" ".join([*parts.von, *parts.last]))).strip()
    given = _with_stops(_BESIDE.sub("", plain(" ".join(parts.first))).strip(), family)
    if not family or not given:
        return Person(literal=family or given)
    return Person(family, given, plain(" ".join(parts.jr)))


def _with_stops(given: str, family: str) -> str:
    """Initials without stops, as PubMed gives them, each on its own: 'JM' becomes 'J. M.'.

    In a name in capitals throughout ("SMITH, JOHN") only what has no vowel is a row of initials.
    """
    capitals = family.isupper()
    return " ".join(_spaced_out(word, capitals) for word in given.split(" "))


def _spaced_out(word: str, capitals: bool) -> str:
    letters = word.removesuffix(".")
    initials = len(letters) > 1 and letters.isupper() and _INITIALS.fullmatch(letters)
    if not initials or (capitals and re.search(r"[AEIOUYÄÖÜ]", letters)):
        return word
    return ". ".join(letters) + "."
