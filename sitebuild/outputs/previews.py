"""What opens over a mark or a term: `assets/sources.js`, loaded when one is first wanted."""

from __future__ import annotations

import json
from collections.abc import Iterable

from markdown.serializers import to_xhtml_string as to_html

from sitebuild.markup.sources import source_line
from sitebuild.model.site import Site


def script(site: Site, keys: Iterable[str]) -> str:
    """Explanations of all terms, and the lines of some sources, as a script.

    It is a script because a page read from disk may load one and may not fetch a file. The address
    in each line is without its page: the script that shows it knows where it is.
    """
    terms = {term.id: term.short for term in site.data["glossary.yml"]}
    wanted = set(keys)
    lines = {
        key: "".join(map(to_html, source_line(entry, site.bibliography, "")))
        for key, entry in site.bibliography.entries.items()
        if key in wanted
    }
    return f"window.siteTerms={_json(terms)};\nwindow.siteSources={_json(lines)};\n"


def _json(value: dict[str, str]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
