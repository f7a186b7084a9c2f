"""Whatever is typed into a page: no traceback, only findings; and what passes is all there."""

from __future__ import annotations

import re

import markdown
from hypothesis import example, given
from mkdocs_bibtex.citation import CitationBlock
from unit.mutations import many, mutated, shown
from unit.rules.made_up import page, site, told_of

from sitebuild.fixes.pages import fix
from sitebuild.model.citations import CITATION_BLOCK, KEY, keys_in, mask, shield
from sitebuild.model.pages import Page
from sitebuild.rules.citations import guard

TEXT = """\
---
title: A page
description: A page that says a little about a treatment, and no more than that.
reviewed: 2026-01-02
search_terms: [one, two]
---

# A page

!!! brief

    In 46 people it was so.[@doe2021]

It was so.[@doe2021; @roe2020]
See [there](other.md#a-heading) and `[@code]`.

- One of 12.[@roe2020]
- Two <!-- [@remark] -->

## A heading

| a | b |
|---|---|
| 1[@doe2021] | 2 |

```
[@code]
```

<!-- draw: timeline -->

Last.[@roe2020]
"""
OTHER = page("## A heading\n\nText.\n", "other.md", title="Other", head="\n# Other\n\n")
KEYS = {"doe2021", "roe2020"}
EXTENSIONS = ["admonition", "attr_list", "tables", "toc", "footnotes", "pymdownx.superfences"]


def findings(text: str) -> list[str]:
    """What all rules about pages say of a page with that text."""
    whole = site(Page.of("page.md", text), OTHER)
    return [line for line in shown(told_of(whole)) if line.startswith("docs/page.md")]


def test_the_page_is_right():
    assert findings(TEXT) == []


@many(400)
@example(text="")
@example(text=TEXT + "\nOne.[)@_roe2020]\n")
@example(text=TEXT + "\nOne [two.[@roe2020]\n")
@example(text=TEXT + "\nA `[` opens.[@roe2020]\n")
@given(text=mutated(TEXT))
def test_a_page_that_passes_the_guard_cites_the_same_to_us_and_to_the_plugin(text):
    body = Page.of("page.md", text).body
    if shown(guard(body, "docs/page.md", KEYS)):
        return
    keys, seen = keys_in(body), mask(body)
    assert set(keys) <= KEYS
    assert len(re.findall(r"\[@\w", seen)) == len(CITATION_BLOCK.findall(seen))
    assert set(re.findall(r"(?<=[\[ ]@)(?:doe2021|roe2020)\b", seen)) <= set(keys)
    stock = CitationBlock.from_markdown(shield(body))
    assert [f"[{block.raw}]" for block in stock] == CITATION_BLOCK.findall(seen)
    assert list(dict.fromkeys(one.key for block in stock for one in block.citations)) == keys


@many(400)
@example(text=TEXT + "\n    One.[@roe2020]\n")
@example(text=TEXT + "\n- One.\n\n        Two.[@roe2020]\n")
@example(text=TEXT + "\nOne` two.[@roe2020]\nThree` four.\n")
@example(text=TEXT + "\nOne.\\[@roe2020]\n")
@given(text=mutated(TEXT))
def test_in_a_page_that_passes_every_citation_becomes_a_mark(text):
    if findings(text):
        return
    body = Page.of("page.md", text).body
    keys = keys_in(body)

    def as_footnotes(match: re.Match[str]) -> str:
        return "".join(f"[^{key}]" for key in KEY.findall(match.group()))

    notes = "".join(f"\n\n[^{key}]: {key}" for key in keys)
    cited = CITATION_BLOCK.sub(as_footnotes, shield(body))
    printed = markdown.markdown(cited + notes, extensions=EXTENSIONS)
    uses = sum(len(KEY.findall(block)) for block in CITATION_BLOCK.findall(mask(body)))
    assert printed.count('class="footnote-ref"') == uses


@many(200)
@given(text=mutated(TEXT))
def test_any_page_can_be_mended_and_once_is_enough(text):
    mended, _ = fix(text)
    assert fix(mended)[0] == mended
