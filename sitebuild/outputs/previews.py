"""What opens over a mark or a term, loaded when one is first wanted: `assets/terms.js`, and
`assets/sources-a.js` and so on with the sources whose keys begin with that letter.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby

from markdown.serializers import to_xhtml_string as to_html

from sitebuild.markup.sources import source_line
from sitebuild.model.site import Site


def scripts(site: Site, keys: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(path, script) of the explanations of all terms, and of the lines of some sources.

    They are scripts because a page read from disk may load one and may not fetch a file. The
    address in each line is without its page: the script that shows it knows where it is.
    """
    terms = {term.id: term.short for term in site.data["glossary.yml"]}
    yield "assets/terms.js", f"window.siteTerms={_json(terms)};\n"
    wanted = set(keys)
    entries = [entry for key, entry in sorted(site.bibliography.entries.items()) if key in wanted]
    for letter, group in groupby(entries, lambda entry: entry.key[0]):
        lines = {
            entry.key: "".join(map(to_html, source_line(entry, site.bibliography, "")))
            for entry in group
        }
        script = f"window.siteSources=Object.assign(window.siteSources||{{}},{_json(lines)});\n"
        yield f"assets/sources-{letter}.js", script


def _json(value: dict[str, str]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
