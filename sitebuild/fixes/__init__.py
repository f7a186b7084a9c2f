"""What has one right answer, mended by `make fix`: order, form, dashes, white space."""

from __future__ import annotations

from pathlib import Path

from sitebuild.fixes import data, moved, pages, published, renamed, sources


def everything(root: Path) -> list[str]:
    """Mends sources, data and pages; a line for each thing that was done."""
    return [
        *moved.everything(root),
        *renamed.everything(root),
        *sources.everything(root),
        *data.everything(root),
        *pages.everything(root),
        *published.everything(root),
    ]
