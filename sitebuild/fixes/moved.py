"""`make fix` for addresses that moved for good, as `make verify` found."""

from __future__ import annotations

import re
from pathlib import Path

from sitebuild import settings
from sitebuild.model import compared, textfile


def everything(root: Path) -> list[str]:
    """Takes new addresses over into sources, pages and data; a line for each file that changed."""
    found, _, _ = compared.read(root)
    moved = {one.address: one.to for one in found.addresses if one.answer == "moved"}
    said = []
    pages = sorted((root / settings.DOCS).rglob("*.md"))
    for path in [
        root / settings.BIBLIOGRAPHY,
        *pages,
        *sorted((root / settings.DATA).glob("*.yml")),
    ]:
        try:
            text = path.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError):
            continue  # a finding tells of it
        new = renewed(text, moved)
        if new != text:
            textfile.replace(path, new)
            said.append(f"{path.relative_to(root).as_posix()}: took over addresses that moved")
    return said


def renewed(text: str, moved: dict[str, str]) -> str:
    """A text with new addresses for old; one that only begins like an old one stays.

    >>> renewed("url = {https://a.org/x}, <https://a.org/xy>", {"https://a.org/x": "https://b.org"})
    'url = {https://b.org}, <https://a.org/xy>'
    """
    if not any(old in text for old in moved):
        return text
    address = re.compile(r"(?<=[{(<\s\"'])https?://[^\s{}<>\"']+?(?=[}>\s\"']|\)(?:[\s.,;:)]|$)|$)")
    return address.sub(lambda match: moved.get(match.group(), match.group()), text)
