"""What readers type, and words that stand in the pages: `docs/data/search-synonyms.yml`."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

from sitebuild import settings
from sitebuild.model import yamlfile
from sitebuild.model.findings import Finding
from sitebuild.model.unread import Unread

FILE = settings.SYNONYMS
_FORM = "write it as 'molly: [mdma]'"
_CHOICE = re.compile(r"\((\w[^()]*\|[^()]*)\)")  # "(hurt|harm) himself"


def spelled_out(word: str) -> list[str]:
    """Each phrase that one with choices stands for.

    >>> spelled_out("(hurt|harm) (myself|himself)")
    ['hurt myself', 'hurt himself', 'harm myself', 'harm himself']
    >>> spelled_out("who (name)")
    ['who (name)']
    """
    parts = _CHOICE.split(word)
    choices = [part.split("|") if place % 2 else [part] for place, part in enumerate(parts)]
    return [" ".join("".join(one).split()) for one in product(*choices)]


def parted(
    typed: dict[str, list[str]],
) -> tuple[dict[str, list[str]], dict[str, dict[str, list[str]]]]:
    """The synonyms, and by page and anchor the words that lead to a section.

    >>> parted({"molly": ["mdma"], "topic.md#who": ["how many people"]})
    ({'molly': ['mdma']}, {'topic.md': {'who': ['how many people']}})
    >>> parted({"(cut|cuts) himself": ["crisis line"]})[0]
    {'cut himself': ['crisis line'], 'cuts himself': ['crisis line']}
    """
    words: dict[str, list[str]] = {}
    sections: dict[str, dict[str, list[str]]] = {}
    for word, others in typed.items():
        page, mark, anchor = word.partition(".md#")
        if mark:
            sections.setdefault(f"{page}.md", {})[anchor] = others
        else:
            for one in spelled_out(word):
                words[one] = others
    return words, sections


def read(root: Path) -> tuple[dict[str, list[str]], list[Finding], Unread]:
    """What is typed → what is looked for as well: {'molly': ['mdma', 'recreational']}."""
    content, lines, findings = yamlfile.load(root / FILE, FILE)
    if content is None and findings:
        return {}, findings, Unread(files={FILE})
    if not isinstance(content, dict):
        message = "the file is not a list of 'word: [other words]'"
        findings = [*findings, Finding(FILE, 1, message, _FORM)]
        return {}, findings, Unread(files={FILE})
    found: dict[str, list[str]] = {}
    for word, others in content.items():
        if isinstance(others, list) and others and all(isinstance(one, str) for one in others):
            found[word] = others
            continue
        line = yamlfile.line_of(lines, (word,))
        message, mend = f"'{word}' is not followed by a list of words", _FORM
        if isinstance(others, str):
            mend = f"put them in brackets: {word}: [{others}]"
        elif isinstance(others, list) and others:
            odd = next(one for one in others if not isinstance(one, str))
            message = f"'{word}': {odd} is no word"
            mend = "put each word that is a number, true, false or null in quotation marks"
        message, mend = yamlfile.in_one_line(message), yamlfile.in_one_line(mend)
        findings = [*findings, Finding(FILE, line, message, mend)]
    return found, findings, Unread(files={FILE} if findings else set())
