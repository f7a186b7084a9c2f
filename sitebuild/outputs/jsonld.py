"""What search engines read of a page: schema.org metadata, with what the page cites."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from sitebuild.outputs.citepage import author

LICENSE = "https://creativecommons.org/licenses/by/4.0/"
SUBJECT = "MDMA-assisted psychotherapy"
_NOT_MEDICAL = ("about", "links")  # kinds of pages that are not about the subject


def is_medical(kind: str, drawn: Iterable[str]) -> bool:
    """Whether a page is about the subject; the list of sources is not."""
    return kind not in _NOT_MEDICAL and "references" not in drawn


def json_ld(
    *,
    title: str,
    description: str,
    site: str,
    address: str,
    reviewed: date,
    cited: Iterable[str],
    medical: bool,
) -> str:
    """A page's metadata, to be put into a script element as it is.

    `cited` are the addresses of what it cites; those of works with a DOI are enough: names, kinds
    and all other sources stand in the page's own list, and would double its weight here.
    `address` is '' for a copy that has none.
    """
    day = reviewed.isoformat()
    page: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": ["MedicalWebPage" if medical else "WebPage", "Article"],
        "headline": title,
        "name": title,
        "description": description,
        "inLanguage": "en",
        "dateModified": day,
        "license": LICENSE,
        "isAccessibleForFree": True,
        "publisher": {"@type": "Organization", "name": site},
        "author": {"@type": "Organization", "name": author(site)},
        "isPartOf": {"@type": "WebSite", "name": site},
    }
    if medical:
        page["lastReviewed"] = day
    page["about"] = {"@type": "MedicalTherapy" if medical else "Thing", "name": SUBJECT}
    if address:
        page |= {"url": address, "mainEntityOfPage": address}
    works = list(cited)
    if works:
        page["citation"] = works
    text = json.dumps(page, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")  # nothing in it can end the script element
