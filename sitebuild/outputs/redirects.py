"""A small page at each address that a page has left, which leads on to where it went."""

from __future__ import annotations

from html import escape
from pathlib import Path
from posixpath import relpath

from sitebuild.model import published

PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<meta name="robots" content="noindex">
<title>This page has moved</title>
<link rel="canonical" href="{whole}">
<meta http-equiv="refresh" content="0; url={to}">
</head>
<body>
<main><h1>This page has moved</h1>
<p>It is now at <a href="{to}">{to}</a>.</p></main>
</body>
</html>
"""


def file_of(page: str, *, directories: bool) -> str:
    """'a/b.md' → 'a/b/index.html', or 'a/b.html' where pages are plain files.

    >>> file_of("a/b.md", directories=True), file_of("a/index.md", directories=True)
    ('a/b/index.html', 'a/index.html')
    """
    stem = page.removesuffix(".md")
    if not directories or stem.split("/")[-1] == "index":
        return f"{stem}.html"
    return f"{stem}/index.html"


def written(root: Path, address: str, *, directories: bool) -> dict[str, str]:
    """File → its HTML, for each page that has moved."""
    moved = published.read(root)[0].moved
    files = {}
    for old, new in moved.items():
        page, _, anchor = new.partition("#")
        at, to = (file_of(one, directories=directories) for one in (old, page))
        # an anchor that a list keeps, or a page that became the first of its own folder: a/index.md
        if "#" in old or at == to:
            continue
        way = relpath(to, at.rpartition("/")[0] or ".")
        below = to
        if directories:
            way, below = (one.removesuffix("index.html") or "./" for one in (way, to))
        tail = f"#{anchor}" if anchor else ""
        whole = f"{address}{below.removeprefix('./')}{tail}" if address else f"{way}{tail}"
        files[at] = PAGE.format(to=escape(way + tail), whole=escape(whole))
    return files
