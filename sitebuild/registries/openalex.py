"""OpenAlex, where it knows more: who paid, and PubMed's number of a work.

Asked at `/works/doi:{DOI}`, described at https://docs.openalex.org/api-entities/works/work-object:

    {"ids": {"pmid": "https://pubmed.ncbi.nlm.nih.gov/41234567"},
     "funders": [{"display_name": "Wellcome Trust"}],
     "awards": [{"display_name": "A grant", "funder_display_name": "Wellcome Trust"}]}

In older answers `grants` stands for the last two; any may be absent.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from pydantic import BaseModel

from sitebuild.registries import web


class _Funder(BaseModel):
    display_name: str | None = None
    funder_display_name: str | None = None


class Work(BaseModel):
    """What OpenAlex knows of a work."""

    ids: dict[str, str | int | None] = {}
    funders: list[_Funder] | None = None
    awards: list[_Funder] | None = None
    grants: list[_Funder] | None = None

    @property
    def pmid(self) -> str:
        """PubMed's number; '' where it is not known."""
        return "".join(re.findall(r"(\d+)/?$", str(self.ids.get("pmid") or "")))

    @property
    def paid(self) -> list[str]:
        """Who paid, each once."""
        given = [*(self.funders or []), *(self.awards or []), *(self.grants or [])]
        names = (one.funder_display_name or one.display_name or "" for one in given)
        return list(dict.fromkeys(filter(None, names)))


def by_doi(client: web.Client, doi: str) -> Work:
    """What OpenAlex knows of a DOI."""
    return client.read(Work, "openalex", f"/works/doi:{quote(doi, safe='/')}")
