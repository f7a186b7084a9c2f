"""The search index: one document a section, read from the finished pages.

MiniSearch (in the browser) answers from it, forgiving misspellings; readers' own words come from `search_terms` in the
front matter and from `docs/data/search-synonyms.yml`.
"""

from __future__ import annotations

import html
import json
import re

_DROP = re.compile(r"<(script|style|svg|nav|sup)\b.*?</\1>|<span class=\"cite-and\">.*?</span>|<section class=\"footnote\".*", re.S)
_SECTION = re.compile(r'<h([1-4])\b[^>]*\bid="([^"]+)"[^>]*>(.*?)</h\1>|<dt\b[^>]*\bid="([^"]+)"[^>]*>(.*?)</dt>', re.S)


def text_of(fragment: str) -> str:
    """HTML to plain text."""
    fragment = _DROP.sub(" ", fragment)
    fragment = re.sub(r"<(/?(p|li|td|th|tr|div|h\d|dd|dt|caption|br))\b[^>]*>", " ", fragment)
    fragment = re.sub(r"<[^>]+>", "", fragment)
    return re.sub(r"\s+", " ", html.unescape(fragment).replace("¶", "")).strip()


def sections(title: str, url: str, page_html: str, terms: list[str]) -> list[dict]:
    """One document for the page's head and one for each heading.

    [{'u': 'ptsd/#course', 'p': 'PTSD', 't': 'Course', 'x': 'text …', 's': 'search terms of the page'}]
    """
    page_html = re.sub(r'<section class="footnote".*', "", page_html, flags=re.S)
    marks = [match for match in _SECTION.finditer(page_html)]
    documents = []
    for index, match in enumerate(marks):
        level, anchor, heading = (match.group(1), match.group(2), match.group(3)) if match.group(1) else ("5", match.group(4), match.group(5))
        end = marks[index + 1].start() if index + 1 < len(marks) else len(page_html)
        heading = text_of(re.sub(r'<a class="headerlink".*?</a>', "", heading))
        body = text_of(page_html[match.end(): end])
        top = level == "1"
        documents.append({"u": url if top else f"{url}#{anchor}", "p": title, "t": title if top else heading, "x": body, "s": " ; ".join(terms) if top else ""})
    return documents


def as_script(documents: list[dict], synonyms: dict[str, list[str]]) -> str:
    """The index as a script, because a page read from disk may load a script and may not fetch a file."""
    body = json.dumps({"documents": documents, "synonyms": synonyms}, ensure_ascii=False, separators=(",", ":"))
    return f"window.siteIndex={body};\n"
