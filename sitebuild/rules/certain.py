"""What is in doubt on a page: below a fence that is never closed, nothing can be said for certain.

A page rule registered with `page_rule` is silent about lines in doubt, so that one slip is told
once, at its cause.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Literal

from sitebuild.model.citations import mask
from sitebuild.model.findings import Finding
from sitebuild.model.pages import Page
from sitebuild.model.parsed import Renderer, parse
from sitebuild.model.site import Site
from sitebuild.rules import rule

MERGE = re.compile(r"^(<{7}|={7}|>{7})(?:[ \t].*)?$")
_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})")
KEPT = 1000  # pages whose findings are kept, older texts of the same page among them
PageRule = Callable[[Page, Site], Iterator[Finding]]


@dataclass(frozen=True)
class Doubt:
    """Lines of a body, from `line` to `last`, of which nothing is certain, and why."""

    kind: Literal["fence", "comment", "remark", "merge"]
    line: int
    last: int
    mark: str = ""  # what opens it


def page_rule(ident: str, alone: bool = False) -> Callable[[PageRule], PageRule]:
    """Registers a rule about one page, which is silent about lines in doubt.

    `alone`: the page alone tells, not the rest of the site, so that what was found is kept: a
    server asks again only of the page that changed.
    """

    def register(check: PageRule) -> PageRule:
        ask = kept(check) if alone else check

        @wraps(check)
        def certain_only(page: Page, site: Site) -> Iterator[Finding]:
            yield from certain(page, ask(page, site))

        rule(ident, each="page")(certain_only)
        return certain_only

    return register


def kept(check: PageRule) -> PageRule:
    """The same rule, which is asked of a page only once while the page's text stays."""
    found: dict[tuple[str, str, Renderer], tuple[Finding, ...]] = {}

    @wraps(check)
    def once(page: Page, site: Site) -> Iterator[Finding]:
        key = (page.path, page.text, page.renderer)
        if key not in found:
            if len(found) >= KEPT:
                found.clear()
            found[key] = tuple(check(page, site))
        yield from found[key]

    return once


def certain(page: Page, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Those findings that are not about lines in doubt."""
    places = doubts(page)
    for finding in findings:
        line = finding.line - page.body_line + 1
        if not any(one.line <= line <= one.last for one in places):
            yield finding


def doubts(page: Page) -> list[Doubt]:
    """What is in doubt in a page's body, from top to bottom."""
    return _doubts(page.body, page.renderer)


@lru_cache(maxsize=1024)
def _doubts(body: str, renderer: Renderer) -> list[Doubt]:
    found = [*_merges(body)]
    lines = body.split("\n")
    fence = next(_open_fences(body, renderer), None)
    if fence and not any(one.line <= fence.line <= one.last for one in found):
        found.append(fence)
    masked = mask(body)
    opened = masked.find("<!--")
    if opened >= 0:
        line = masked.count("\n", 0, opened) + 1
        if not fence or line < fence.line:
            found.append(Doubt("comment", line, len(lines), "<!--"))
    found += _split_remarks(body, renderer)
    return sorted(found, key=lambda one: one.line)


def _split_remarks(body: str, renderer: Renderer) -> Iterator[Doubt]:
    """Remarks that the renderer took for text: begun in the middle of a line, over empty lines."""
    lines = body.split("\n")
    for run in parse(body, renderer).runs:
        for row, line in zip(run.bare.split("\n"), run.lines, strict=True):
            if "<!--" in row:
                after = (n for n in range(line, len(lines) + 1) if "-->" in lines[n - 1])
                last = next(after, None)
                if last is not None:
                    yield Doubt("remark", line, last, "<!--")


def _open_fences(body: str, renderer: Renderer) -> Iterator[Doubt]:
    """Fences that the renderer took for text."""
    lines = body.split("\n")
    for run in parse(body, renderer).runs:
        for row, line in zip(run.bare.split("\n"), run.lines, strict=True):
            match = _FENCE.match(row)
            if match:
                yield Doubt("fence", line, len(lines), match[1])


def _merges(body: str) -> Iterator[Doubt]:
    """Conflicts of a merge: <<<<<<<, =======, >>>>>>>, each on a line, or what is left of them.

    `=======` alone is one only below an empty line; below a line of text it makes a heading.
    """
    lines = mask(body).split("\n")
    opened = 0
    for number, line in enumerate(lines, 1):
        match = MERGE.match(line)
        if not match:
            continue
        mark = match[1]
        if mark[0] == "<":
            if opened:
                yield Doubt("merge", opened, number - 1, "<<<<<<<")
            opened = number
        elif mark[0] == ">":
            yield Doubt("merge", opened or number, number, "<<<<<<<" if opened else mark)
            opened = 0
        elif not opened and (number == 1 or not lines[number - 2].strip()):
            yield Doubt("merge", number, number, mark)
    if opened:
        yield Doubt("merge", opened, len(lines), "<<<<<<<")
