"""What is ruled: one generator a rule, each with an id; `run` asks them all.

A rule is a generator function under `@rule("its-id")`. Its docstring says what is right; its
findings say what is wrong and what to do. Rules about one page take `(page, site)`; the others take
`(site)` alone.

    @rule("page-title-length", each="page")
    def title_length(page, site):
        '''A title fits in what a search engine shows.'''
        if len(page.title) > 60:
            yield Finding(page.file, page.line_of("title"), "…", "…")
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from sitebuild.model.findings import Finding, once_a_cause
from sitebuild.model.site import Site

MODULES = (
    "pages",
    "markdown",
    "links",
    "citations",
    "figures",
    "numbers",
    "retracted",
    "hints",
    "style",
    "sources",
    "registries",
    "data",
    "places",
    "repository",
)
Scope = Literal["page", "site"]


@dataclass(frozen=True)
class Rule:
    """One rule: its id, what it looks at, and how."""

    id: str
    each: Scope
    check: Callable[..., Iterator[Finding]]
    form: bool = False  # of form alone, which `make fix` mends: a page can be shown all the same
    hint: bool = False  # told by `make check`, and stops nothing

    @property
    def says(self) -> str:
        """What is right, in one paragraph."""
        return (self.check.__doc__ or "").strip()


RULES: dict[str, Rule] = {}


def rule(
    ident: str, each: Scope = "site", *, form: bool = False, hint: bool = False
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Registers a generator of findings as a rule."""

    def register(check: Callable[..., Any]) -> Callable[..., Any]:
        if ident in RULES:
            raise ValueError(f"two rules are called {ident}")
        RULES[ident] = Rule(ident, each, check, form, hint)
        return check

    return register


def load() -> dict[str, Rule]:
    """All rules, by id."""
    for name in MODULES:
        importlib.import_module(f"sitebuild.rules.{name}")
    return RULES


def run(site: Site) -> list[Finding]:
    """All findings of the site, those of reading included, sorted and each cause once."""
    found = [*site.findings, *_asked(site, hint=False)]
    return once_a_cause(set(found))


def hints(site: Site) -> list[Finding]:
    """What is worth a second look, and stops nothing."""
    return sorted(set(_asked(site, hint=True)))


def _asked(site: Site, *, hint: bool) -> Iterator[Finding]:
    for one in load().values():
        if one.hint != hint:
            continue
        if one.each == "page":
            for page in site.pages:
                yield from (replace(finding, rule=one.id) for finding in one.check(page, site))
        else:
            yield from (replace(finding, rule=one.id) for finding in one.check(site))


def in_the_way(findings: list[Finding]) -> list[Finding]:
    """The findings without those of form: what keeps somebody who edits from seeing the page."""
    return [found for found in findings if not (found.rule and RULES[found.rule].form)]
