"""House style, as data: what is looked for in a page's words, what is wrong with it, the mend."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from sitebuild.model import data
from sitebuild.model.findings import Finding
from sitebuild.model.pages import Page
from sitebuild.model.parsed import HEADINGS, OBJECT, TOKEN
from sitebuild.model.site import Site
from sitebuild.rules import rule
from sitebuild.rules.certain import page_rule
from sitebuild.rules.markdown import misread, rows, shown
from sitebuild.rules.named import file_of

AROUND = 12  # so many characters before and after stand in a message


class Habit(NamedTuple):
    """One entry of the house style."""

    pattern: re.Pattern[str]
    message: str
    mend: str


QUOTED = ("says", "also", "title", "question")  # fields that hold others' words
PLACEHOLDER = re.compile(r"\b(coming soon|TODO|FIXME|TBD|XXX|lorem ipsum)\b", re.I)
STYLE = (
    Habit(re.compile(r"(?<![\w.–-])-\d"), "a hyphen as a minus sign", "write − (U+2212)"),
    Habit(re.compile(r"\d\s+%"), "a space before %", "write 67%"),
    Habit(
        re.compile(r"\b95% CI:? *[\[(]"),
        "brackets around an interval",
        "write 95% CI −0.95 to −0.47",
    ),
    Habit(
        re.compile(r"CI [−\d.,]+ ?[–-] ?[−\d]"),
        "a dash in an interval",
        "write it with 'to': 95% CI 1.10 to 1.66",
    ),
    Habit(
        re.compile(rf"(?<=[.,;:!?)\"'])\s+{TOKEN.pattern}"),
        "a space before a citation",
        "put the citation straight after the punctuation",
    ),
    Habit(
        re.compile(r"[“”„‟‘’‚‛]"),
        "a curly quotation mark or apostrophe",
        "write a straight one; the page sets curly ones (make fix does it)",
    ),
    Habit(re.compile(r"(?<=\w) ?-- ?(?=\w)"), "two hyphens for a dash", "write a comma or –"),
    Habit(PLACEHOLDER, "a placeholder", "write what belongs there, or leave the place out"),
)
_AS_FOUND = "say what was found, by whom and how sure it is; the site recommends nothing"
_DRUG = r"(?:MDMA(?:-assisted \w+)?|ecstasy|(?:the|this) (?:treatment|therapy|drug|medicine))"
# What a site that recommends nothing never says, in a page or in a record.
ADVICE = (
    Habit(
        re.compile(
            r"\bwe (?:strongly )?(?:recommend|advise|urge|encourage)\b"
            r"|\byou (?:should|must|ought to|need to) (?:not )?"
            r"(?:take|try|use|buy|ask for|choose|avoid)\b"
            rf"|(?<!who )\b(?:should|must) (?:not )?(?:take|try|use|avoid) {_DRUG}"
            rf"|\b(?:insist on|make sure (?:that )?you (?:get|ask for)) {_DRUG}",
            re.I,
        ),
        "advice",
        _AS_FOUND,
    ),
    Habit(
        re.compile(
            r"\b(?:will|is sure to|is guaranteed to) (?:cure|heal|fix|save) "
            rf"|\b(?:{_DRUG}|it) will (?:help|work|relieve|end)\b"
            rf"|\b(?:{_DRUG}|it) is (?:(?:completely|entirely|perfectly) )?"
            r"(?:safe|effective|harmless|proven|a cure)\b"
            r"|\b(?:miracle|wonder) (?:cure|drug|pill)|\bgame[- ]chang|\blife[- ]changing\b"
            r"|\b(?:safe and effective|100% (?:safe|effective))\b",
            re.I,
        ),
        "a promise",
        _AS_FOUND,
    ),
)
# A promise that is denied, asked or another's is none of ours.
_NOT_OURS = re.compile(
    r"\b(?:not|no|nor|nobody|none|never|cannot|whether|when|warn\w*|evidence that|sa(?:y|id|ys)"
    r"|calls?|called|claim\w*|promis\w*|told?|tells?|held|holds)\b|[?\"]",
    re.I,
)


@page_rule("style", alone=True)
def style(page: Page, _: Site) -> Iterator[Finding]:
    """The house style: STYLE in sitebuild/rules/style.py."""
    for run in page.parsed.runs:
        for _index, line, row in rows(run):
            for habit in STYLE:
                match = habit.pattern.search(row)
                if match:
                    around = row[max(0, match.start() - AROUND) : match.end() + AROUND]
                    message = f"{habit.message}: {shown(around)}"
                    yield Finding(page.file, page.at(line), message, habit.mend)
    for raw in page.parsed.raws:
        if raw.comment and PLACEHOLDER.search(raw.text):
            message = f"a placeholder in a remark: {shown(raw.text)}"
            mend = "write what belongs there, or take the remark out"
            yield Finding(page.file, page.at(raw.line), message, mend)


def _advises(text: str) -> Iterator[tuple[str, str]]:
    """(what is wrong, what to do) of each advice or promise in a line.

    >>> list(_advises("You should try MDMA."))[0][0]
    "advice: 'You should try'"
    >>> list(_advises("It is safe.")), list(_advises("They do not say that it is safe."))
    ([("a promise: 'It is safe'", 'say what was found, by whom and how sure it is; the site \
recommends nothing')], [])
    """
    for habit in ADVICE:
        match = habit.pattern.search(text)
        if match and (habit.message == "advice" or not _NOT_OURS.search(text)):
            yield f"{habit.message}: '{match.group().strip()}'", habit.mend


@page_rule("advice", alone=True)
def advice(page: Page, _: Site) -> Iterator[Finding]:
    """The site gives no advice and promises nothing, in its pages and their descriptions."""
    for run in page.parsed.runs:
        for _index, line, row in rows(run):
            for what, mend in _advises(TOKEN.sub("", row)):
                yield Finding(page.file, page.at(line), what, mend)
    for what, mend in _advises(page.description):
        yield Finding(page.file, page.meta_line("description"), what, mend)


@rule("advice-in-data")
def advice_in_data(site: Site) -> Iterator[Finding]:
    """Nor in the texts of its records, but where a record quotes what another says."""
    for name, index, path, text in data.strings(site.data):
        if path[-1] not in QUOTED:
            for what, mend in _advises(text):
                yield Finding(file_of(name), site.data.line(name, index, *path), what, mend)


_ENDS = re.compile(rf"[.!?:;…{OBJECT}][\"')\]*_”’]*$")

_CITED = re.compile(r"\[[^\[\]]*@[^\[\]]*\]$")  # a citation with a slip, told elsewhere


@page_rule("sentence-on-one-line", alone=True)
def sentence_on_one_line(page: Page, _: Site) -> Iterator[Finding]:
    """A sentence stands on one line: the record of checks and each change are read by lines."""
    skipped = misread(page)
    for run in page.parsed.runs:
        if run.element.tag in HEADINGS:
            continue
        listed = list(rows(run))
        for _index, line, row in listed[:-1]:
            words = _CITED.sub("", TOKEN.sub("", row)).strip()
            whole = _ENDS.search(words) or words.endswith("\\")
            if words and not whole and not {line, line + 1} & skipped:
                message = f"a sentence broken over two lines: …{words[-40:]}"
                yield Finding(page.file, page.at(line), message, "write it on one line")
                break


LONGEST_SENTENCE = 80  # words; nobody reads on
REPEATED_FROM = 30  # characters: shorter lines may rightly stand twice


@page_rule("sentence-once", alone=True)
def sentence_once(page: Page, _: Site) -> Iterator[Finding]:
    """A sentence stands once on a page, and ends before it is too long to follow."""
    seen: dict[str, int] = {}
    for run in page.parsed.runs:
        if run.element.tag not in ("p", "li"):
            continue
        for _index, line, row in rows(run):
            words = TOKEN.sub("", row).strip()
            many = len(words.split())
            if many > LONGEST_SENTENCE:
                message = f"a line of {many} words: {shown(words)}"
                yield Finding(page.file, page.at(line), message, "make several sentences of it")
            if words in seen:
                message = f"the same sentence as in line {page.at(seen[words])}: {shown(words)}"
                yield Finding(page.file, page.at(line), message, "take one of the two out")
            elif len(words) > REPEATED_FROM:
                seen[words] = line
