"""The Wayback Machine: whether a copy of a page is kept there.

Asked at `/wayback/available`, described at https://archive.org/help/wayback_api.php:

    {"url": "example.org/a", "archived_snapshots": {"closest": {"available": true,
      "url": "http://web.archive.org/web/20200905130037/https://example.org/a", "status": "200"}}}
"""

from __future__ import annotations

import re

from pydantic import BaseModel

from sitebuild.registries import web


class _Snapshot(BaseModel):
    url: str
    available: bool = False
    status: str = "200"


class _Answer(BaseModel):
    """What is answered; `archived_snapshots` is {} where no copy is kept."""

    archived_snapshots: dict[str, _Snapshot] = {}


def copy_of(client: web.Client, address: str) -> str:
    """The address of the kept copy; '' where there is none."""
    found = client.read(_Answer, "wayback", "/wayback/available", url=address)
    closest = found.archived_snapshots.get("closest")
    if not closest or not closest.available or closest.status != "200":
        return ""
    return re.sub(r"^http://", "https://", closest.url)
