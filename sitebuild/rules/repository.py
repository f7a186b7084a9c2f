"""Rules on files as files: names, sizes, schemas, unfinished merges."""

from __future__ import annotations
