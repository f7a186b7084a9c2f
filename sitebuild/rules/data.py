"""Rules on the records of `docs/data/` and what one says about another."""

from __future__ import annotations
