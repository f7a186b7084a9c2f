"""Capitals in titles of sources: which of them a bibliography style may take away, which are names.

A title is written as a sentence, with braces around what keeps its capitals: {MDMA}, {England}.
Whether a word is a name is learned from the other titles of the file: a word in braces there is
one, a word in small letters is not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise

from sitebuild.model.bibtex import in_braces

_HELD = "\ue000"  # stands for each character in braces
_WORD = re.compile(rf"(?:^|(?<=[\s(\[“‘\"'/–—{_HELD}-]))([^\W\d_][\w’'-]*)")
_START = re.compile(r"(?:^|[:?!.—]\s+)[“‘„«\"'(\[¿¡]*(?=[^\W\d_])")
_CAPITAL = re.compile(r"[A-Z]")
_INSTITUTION = re.compile(
    r"\b(?:Academy|Administration|Agency|Association|Bureau|College|Commission|Committee|Congress"
    r"|Convention|Council|Court|Department|Foundation|Institutes?|Ministry|Organi[sz]ation"
    r"|Parliament|Senate|Society|University)\b"
)
# Words of research that are no names, for a file whose own titles do not tell.
_COMMON = frozenset(
    re.findall(
        r"\w+",
        """
        a about abuse active acute adolescents adult adults adverse after against aged among an
        analyses analysis and anxiety approach are as assessment assisted associated at based
        before between blind brain but by can care case changes children chronic clinical
        cognitive cohort comparative comparison complex controlled crossover data depression
        design development disorder disorders do dose double drug drugs during effect
        effectiveness effects efficacy emotional epidemiology event events evidence experience
        exposure factors findings following for from functional future guideline guidelines
        health healthy history how human humans impact implications in induced into intervention
        interventions is its label life longitudinal long low management mechanisms memory men
        mental meta methods model models mortality moderate multicenter multi neural new not
        nurses observational of on open or outcome outcomes over participants patients people
        perspective phase pilot placebo population post posttraumatic prevalence prevention
        processing prospective protocol psychological psychotherapy public qualitative quality
        randomised randomized rates recent related report research response results review risk
        role safety sample scale severe severity short single site sites social stress studies
        study substance survey symptoms systematic term the their therapy to toward towards
        training trauma treatment treatments trial trials under update use users using versus
        via vs was were what when which with within women workers years young
        """,
    )
)


@dataclass(frozen=True)
class Word:
    """A word of a title that stands outside braces."""

    text: str
    start: int
    first: bool  # of the title, or of a part of it after a colon or a stop

    @property
    def has_capitals(self) -> bool:
        """Whether a style may take a capital of it away."""
        return bool(_CAPITAL.search(self.text[1:] if self.first else self.text))

    @property
    def is_simple(self) -> bool:
        """A capital at its beginning, and small letters behind it."""
        return self.text[:1].isupper() and self.text[1:].islower()


@lru_cache(maxsize=8192)
def words_of(title: str) -> tuple[Word, ...]:
    """The words outside braces, each with its place."""
    outside = _without_braces(title)
    firsts = {match.end() for match in _START.finditer(outside)}
    return tuple(
        Word(match.group(1), match.start(1), match.start(1) in firsts)
        for match in _WORD.finditer(outside)
    )


def unprotected(title: str) -> list[str]:
    """Words with capitals that a style may take away.

    >>> unprotected("Deaths in {England} and Wales: A study of MDMA")
    ['Wales', 'MDMA']
    """
    return [word.text for word in words_of(title) if word.has_capitals]


def in_title_case(title: str) -> bool:
    """Whether The Title Is Written With Capitals Like This, outside braces.

    >>> in_title_case("The Effects of Exposure on Nurses")
    True
    """
    longer = [word for word in words_of(title) if len(word.text) > 3 and not word.first]
    simple = sum(word.is_simple for word in longer)
    return simple >= 2 and simple >= 0.6 * len(longer)


def in_capitals(title: str) -> bool:
    """Whether the title is written in capitals throughout, braces or not; not a row of short names.

    >>> in_capitals("{MDMA-ASSISTED THERAPY}"), in_capitals("{MDMA}, {CAPS-5} and {LSD}")
    (True, False)
    """
    letters = [one for one in title if one.isalpha()]
    long = [word for word in re.findall(r"[^\W\d_]{6,}", title) if word.isupper()]
    return len(long) >= 2 and sum(map(str.isupper, letters)) > 0.8 * len(letters)


def whole(title: str) -> str:
    """What stands in braces that hold the title as a whole; '' where none do.

    >>> whole("{The {MDMA} trial}"), whole("{MDMA} in {Wales}")
    ('The {MDMA} trial', '')
    """
    return title[1:-1] if in_braces(title) else ""


_INNERMOST = re.compile(r"(?<!\\)\{[^{}]*(?<!\\)\}")


def _without_braces(title: str) -> str:
    """What stands in braces held back, all else at its place."""
    count = 1
    while count:
        title, count = _INNERMOST.subn(lambda match: _HELD * len(match.group()), title)
    return title


@dataclass
class Lexicon:
    """What the titles of a file tell about words."""

    braced: Counter[str] = field(default_factory=Counter)  # 'MDMA', 'England', as in braces
    small: Counter[str] = field(default_factory=Counter)  # 'therapy', as in small letters
    pairs: set[tuple[str, str]] = field(default_factory=set)  # ('United', 'States')
    also: frozenset[str] = frozenset()  # words in small letters of an abstract

    @classmethod
    def of(cls, titles: Iterable[str]) -> Lexicon:
        """Learned from titles as they stand in the file."""
        lexicon = cls()
        for title in titles:
            lexicon.braced.update(_in_braces(title))
            lexicon.pairs.update(re.findall(r"\{([^{}\s]+)\} (?=\{([^{}\s]+)\})", title))
            words = [
                word.text for word in words_of(title) if not word.has_capitals and not word.first
            ]
            for word in words:
                lexicon.small.update(part for part in re.split(r"[-’']", word) if part.islower())
        return lexicon

    def is_name(self, word: str) -> bool:
        """Whether the file puts this word in braces, and writes no part of it small elsewhere."""
        parts = word.split("-")
        small = any(
            part[1:].islower() and part[0].isupper() and self.is_common(part)
            for part in parts
            if part
        )
        return bool(self.braced[word]) and not small

    def is_common(self, word: str) -> bool:
        """Whether the word is known in small letters."""
        small = word.lower()
        return small in _COMMON or small in self.also or bool(self.small[small])

    def and_text(self, text: str) -> Lexicon:
        """The same, and what a text says, as an abstract that came with the title.

        >>> Lexicon().and_text("Sleep and insomnia.").is_common("Insomnia")
        True
        """
        words = re.findall(r"(?<![\w-])[^\W\d_]+(?![\w-])", text)
        return replace(self, also=frozenset(word for word in words if word.islower()))

    def _named(self, words: Sequence[Word]) -> set[int]:
        """The places of words that are names, alone or beside one, as 'States' beside 'United'."""
        named = {word.start for word in words if self.is_name(word.text)}
        anchors = {word.start for word in words if word.is_simple} & named
        for one, two in pairwise(words):
            if (one.text, two.text) in self.pairs and anchors & {one.start, two.start}:
                named |= {one.start, two.start}
        return named

    def protected(self, title: str) -> str:
        """The title with braces around the names that the file knows.

        >>> Lexicon.of(["{MDMA} in {Wales}"]).protected("A trial of MDMA-assisted therapy in Wales")
        'A trial of {MDMA}-assisted therapy in {Wales}'
        """
        words = words_of(title)
        named = self._named(words)
        for word in reversed([word for word in words if word.has_capitals]):
            start, text = word.start, word.text
            head = text.split("-")[0]
            known = text if start in named else head if self.is_name(head) else ""
            rest = text[len(known) :]
            if known and not _CAPITAL.search(rest):
                title = title[:start] + "{" + known + "}" + rest + title[start + len(text) :]
        return title

    def as_a_sentence(self, title: str) -> str:
        """A title in Title Case in small letters, names in braces; as it is where that is not sure.

        >>> lexicon = Lexicon.of(["{Kenya}"])
        >>> lexicon.as_a_sentence("The Effects of Exposure on Women in Kenya")
        'The effects of exposure on women in {Kenya}'
        >>> lexicon.as_a_sentence("The Effects of Exposure on Women in Zuberia")
        'The Effects of Exposure on Women in Zuberia'
        """
        # An organization in the title would lose its capitals one by one.
        if not in_title_case(title) or _INSTITUTION.search(title):
            return title
        small = self.protected(self._small(title))
        return title if unprotected(small) else small

    def _small(self, title: str) -> str:
        words = words_of(title)
        named = self._named(words)
        for word in words:
            if word.start in named:
                continue
            parts = word.text.split("-")
            for at, part in enumerate(parts):
                small = part[1:].islower() and self.is_common(part)
                if (small or part == "A") and not (word.first and at == 0):
                    parts[at] = part.lower()
            end = word.start + len(word.text)
            title = title[: word.start] + "-".join(parts) + title[end:]
        return title


def _in_braces(title: str) -> Iterator[str]:
    """The words of braces that hold one word each; a title in braces as a whole tells nothing."""
    depth, start = 0, 0
    for at, character in enumerate(title):
        if character == "{":
            start = at + 1 if depth == 0 else start
            depth += 1
        elif character == "}":
            depth -= 1
            inner = title[start:at]
            command = title[start - 2 : start - 1].isalpha()  # '\textit{Ecstasy}' is no name
            if depth == 0 and inner and " " not in inner and "{" not in inner and not command:
                yield inner
