"""What lets others quote and reuse a page: citation texts, metadata, downloads, the feed."""

from __future__ import annotations

import html
import json
from datetime import datetime, timezone
from email.utils import format_datetime

from sitebuild.model.sources import Bibliography
from sitebuild.style.numbers import day


def cite_this_page(title: str, site: str, url: str, reviewed: str, version: str, key: str) -> dict[str, str]:
    """The page as a reference: AMA, BibTeX and RIS, with its date and the version of the site."""
    year = reviewed[:4]
    where = url or "(address of the copy you read)"
    return {
        "AMA": f"{title}. {site}. Version {version}. Reviewed {day(reviewed)}. {where}",
        "BibTeX": f"@online{{{key},\n  title = {{{{{title}}}}},\n  organization = {{{{{site}}}}},\n  year = {{{year}}},\n  date = {{{reviewed}}},\n"
                  + (f"  url = {{{url}}},\n" if url else "") + f"  version = {{{version}}}\n}}",
        "RIS": "\n".join(
            ["TY  - ELEC", f"TI  - {title}", f"T2  - {site}", f"PY  - {year}", f"DA  - {reviewed.replace('-', '/')}", f"ET  - {version}"]
            + ([f"UR  - {url}"] if url else []) + ["ER  - "]
        ),
    }


def json_ld(title: str, description: str, site: str, url: str, reviewed: str, keys: list[str], bibliography: Bibliography, licence: str, medical: bool) -> str:
    """schema.org metadata of a page, with what it cites."""
    # Works with a DOI; names, kinds and all other sources stand in the page's own list, and would double its weight here.
    citations = [bibliography[key].address for key in keys if bibliography[key].get("doi")]
    page = {
        "@context": "https://schema.org", "@type": ["MedicalWebPage", "Article"] if medical else ["WebPage", "Article"], "headline": title, "name": title,
        "description": description, "inLanguage": "en", "dateModified": reviewed, "license": licence, "isAccessibleForFree": True,
        "publisher": {"@type": "Organization", "name": site}, "author": {"@type": "Organization", "name": f"Contributors to {site}"},
        "isPartOf": {"@type": "WebSite", "name": site},
    }
    if medical:
        page |= {"lastReviewed": reviewed, "about": {"@type": "MedicalTherapy", "name": "MDMA-assisted psychotherapy"}}
    else:
        page |= {"about": {"@type": "Thing", "name": "MDMA-assisted psychotherapy"}}
    if url:
        page |= {"url": url, "mainEntityOfPage": url}
    if citations:
        page["citation"] = citations
    return json.dumps(page, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def csl_json(bibliography: Bibliography, keys: list[str] | None = None) -> str:
    """The bibliography (or part of it) as CSL-JSON."""
    entries = bibliography.sorted() if keys is None else [bibliography[key] for key in keys]
    return json.dumps([entry.csl() for entry in entries], ensure_ascii=False, indent=1) + "\n"


def bibtex(bibliography: Bibliography, keys: list[str]) -> str:
    """Some entries as .bib."""
    return "\n".join(bibliography[key].bibtex() for key in sorted(keys))


def feed(site: str, site_url: str, events: list, page_url, description: str) -> str:
    """An RSS feed of what happened in the field, newest first."""
    def when(value: str) -> str:
        moment = datetime.fromisoformat((value + "-01-01")[:10]).replace(tzinfo=timezone.utc)
        return format_datetime(moment)

    items = []
    for event in events:
        items.append(
            f"<item><title>{html.escape(f'{day(event.date)}: {event.event}')}</title><link>{html.escape(page_url(event))}</link>"
            f'<guid isPermaLink="false">{html.escape(event.id)}</guid><pubDate>{when(event.date)}</pubDate></item>'
        )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel>'
        f"<title>{html.escape(site)}: changes in the field</title><link>{html.escape(site_url)}</link><description>{html.escape(description)}</description>"
        + "\n".join(items) + "</channel></rss>\n"
    )
