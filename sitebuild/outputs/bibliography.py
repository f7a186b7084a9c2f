"""The sources as other programs take them: CSL-JSON and BibTeX."""

from __future__ import annotations

import json
from collections.abc import Iterable

from sitebuild.model.sources import Bibliography


def csl_json(bibliography: Bibliography) -> str:
    """All sources as CSL-JSON, sorted as readers see them."""
    items = [entry.csl() for entry in bibliography.sorted()]
    return json.dumps(items, ensure_ascii=False, indent=1) + "\n"


def bibtex(bibliography: Bibliography, keys: Iterable[str]) -> str:
    """Some sources as they stand in references.bib."""
    return "\n".join(bibliography[key].bibtex() for key in sorted(keys))
