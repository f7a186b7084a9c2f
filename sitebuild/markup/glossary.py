"""Explains a term where it first occurs on a page: a link to the glossary whose explanation opens on hover, focus or tap."""

from __future__ import annotations

import html
import re

from sitebuild.model.records import Term


def explain(page_html: str, terms: list[Term], glossary_url: str) -> str:
    """The explanations are read from assets/sources.js when one is first wanted.

    '<p>The CAPS-5 fell.</p>' → '<p>The <a class="term" href="…#caps-5">CAPS-5</a> fell.</p>', once a term."""
    if not terms:
        return page_html
    forms = {form: term for term in terms for form in (term.term, *term.also)}
    pattern = re.compile(r"(?<![\w-])(" + "|".join(re.escape(html.escape(form, quote=False)) for form in sorted(forms, key=len, reverse=True)) + r")(?![\w-])")
    body, foot, sources = page_html.partition('<section class="footnote"')
    used: set[str] = set()

    def wrap(match: re.Match) -> str:
        term = forms[html.unescape(match.group())]
        if term.id in used:
            return match.group()
        used.add(term.id)
        return f'<a class="term" href="{glossary_url}#{term.id}">{match.group()}</a>'

    out, end = [], 0
    for kept in re.finditer(r"<(a|h[1-6]|code|pre|svg|script|style|button|summary|thead|dt|figcaption|sup|table)\b[^>]*>.*?</\1>|<[^>]+>", body, re.S):
        out.append(pattern.sub(wrap, body[end: kept.start()]))
        out.append(kept.group())
        end = kept.end()
    out.append(pattern.sub(wrap, body[end:]))
    return "".join(out) + foot + sources
