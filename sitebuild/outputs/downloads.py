"""What is published to be taken away, and where: addresses that never change."""

from __future__ import annotations

FOLDER = "downloads"
# Data files that stand as JSON beside their CSV, and tables made of several records.
JSON_FILES = (
    "trials.yml",
    "adverse-events.yml",
    "timeline.yml",
    "legal-status.yml",
    "us-states.yml",
)
TABLES = (
    *("trials-list", "arms", "outcomes", "effects"),
    *("meta-analyses-trials", "bias-by-domain"),
)
PUBLISHED = frozenset(
    {
        *(f"{FOLDER}/references.{ending}" for ending in ("bib", "json", "ris")),
        *(f"data/{name.removesuffix('.yml')}.json" for name in JSON_FILES),
        *(f"data/{name}.csv" for name in TABLES),
        "data/datapackage.json",
    }
)


def bib_path(page: str, ending: str = "bib") -> str:
    """Where the sources of a page are published.

    >>> bib_path("past/events.md"), bib_path("past/events.md", "ris")
    ('downloads/past-events.bib', 'downloads/past-events.ris')
    """
    return f"{FOLDER}/{page.removesuffix('.md').replace('/', '-')}.{ending}"
