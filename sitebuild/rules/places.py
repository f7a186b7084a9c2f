"""Places that data name, a page and an anchor, are there."""

from __future__ import annotations
