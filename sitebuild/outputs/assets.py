"""What the theme ships and no page needs, dropped; what a page may load, said; the whole site in one zip."""

from __future__ import annotations

import base64
import hashlib
import re
import zipfile
from pathlib import Path

import tinycss2

# What scripts set, so that no built page holds it.
SET_BY_SCRIPT = {".js", ".no-js", "data-scheme"}


def prune_css(css: str, names: set[str]) -> str:
    """A stylesheet without the rules that need a class, an id or an element that no page has.

    `names` holds what the pages have: '.admonition', '#sources', 'table'.
    """
    out = []
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if rule.type == "qualified-rule":
            kept = [part for part in _split(tinycss2.serialize(rule.prelude)) if _needed(part, names)]
            if kept:
                out.append(",".join(kept) + "{" + tinycss2.serialize(rule.content) + "}")
        elif rule.type == "at-rule" and rule.content is not None and rule.lower_at_keyword in ("media", "supports"):
            inner = prune_css(tinycss2.serialize(rule.content), names)
            if inner:
                out.append(f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inner}}}")
        elif rule.type == "at-rule" and rule.lower_at_keyword not in ("charset",):
            out.append(tinycss2.serialize([rule]))
    return "".join(out)


def prune_properties(css: str) -> str:
    """A stylesheet without the custom properties that nothing in it uses, and without animations that nothing names."""
    while True:
        used = set(re.findall(r"var\(\s*(--[\w-]+)", css))
        shorter = re.sub(
            r"(?<=[{;])\s*(--[\w-]+)\s*:((?:[^;{}\"'()]|\"[^\"]*\"|'[^']*'|\((?:[^()\"']|\"[^\"]*\"|'[^']*'|\([^()]*\))*\))*)(;|(?=\}))",
            lambda match: match.group() if match.group(1) in used else "", css,
        )
        shorter = re.sub(r"(?<=[}])(@media[^{}]*)?:root\{\s*\}", "", shorter)
        shorter = re.sub(r"@keyframes ([\w-]+)\{(?:[^{}]|\{[^{}]*\})*\}", lambda match: match.group() if len(re.findall(rf"\b{match.group(1)}\b", css)) > 1 else "", shorter)
        if shorter == css:
            return css
        css = shorter


def compact(css: str) -> str:
    """A stylesheet without the spaces that only people need.

    >>> compact(".top { color: red; margin: 0 auto; }")
    '.top{color:red;margin:0 auto}'
    """
    css = re.sub(r"\s*([{};,])\s*", r"\1", css).replace(";}", "}")
    return re.sub(r"(?<=[\w-]):\s+", ":", css)


def _split(selector: str) -> list[str]:
    """A selector list at its top-level commas."""
    parts, depth, start = [], 0, 0
    for index, char in enumerate(selector):
        depth += char in "([" 
        depth -= char in ")]"
        if char == "," and not depth:
            parts.append(selector[start:index].strip())
            start = index + 1
    return [*parts, selector[start:].strip()]


def _needed(selector: str, names: set[str]) -> bool:
    bare = re.sub(r":(not|is|where|has)\((?:[^()]|\([^()]*\))*\)", "", selector)
    bare = re.sub(r"\[[^\]]*\]", "", bare)
    for kind, name in re.findall(r"([.#])((?:\\.|[\w-])+)", bare):
        if kind + name.replace("\\", "") not in names:
            return False
    if "[dir=" in selector:  # for right-to-left languages; the frame sets no direction
        return False
    attributes = re.findall(r"\[(data-[\w-]+)", selector)
    if any(attribute not in names for attribute in attributes):
        return False
    elements = re.findall(r"(?:^|[\s>+~])([a-z][a-z0-9-]*)", re.sub(r"[.#:]{1,2}(?:\\.|[\w-])+", "", bare))
    return all(element in names or element in ("html", "body", "from", "to") for element in elements)


def names_in(pages: list[str]) -> set[str]:
    """Classes, ids, elements and data attributes of all pages: '.md-typeset', '#sources', 'table', 'data-md-state'."""
    names = set(SET_BY_SCRIPT)
    for text in pages:
        for found in re.findall(r'\bclass="([^"]*)"', text):
            names.update("." + name for name in found.split())
        names.update("#" + found for found in re.findall(r'\bid="([^"]*)"', text))
        names.update(re.findall(r"<([a-z][a-z0-9-]*)", text))
        names.update(re.findall(r"\s(data-[\w-]+)=", text))
    return names


def script_hash(script: str) -> str:
    """A CSP source for one inline script."""
    return "'sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() + "'"


def content_security_policy(page: str) -> str:
    """What this page may load: the site's own files, and the inline scripts that stand in it, by their hash."""
    inline = re.findall(r"<script>(.*?)</script>", page, re.S)
    scripts = " ".join(["'self'", *(script_hash(text) for text in inline)])
    # file: pages have no origin that 'self' could match, so the copy for disk names the scheme (see plugin.py).
    return f"default-src 'none'; script-src {scripts}; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'"


def zip_site(site: Path, target: Path, epoch: int) -> None:
    """The site as one zip with fixed times and order, so that the same site gives the same bytes."""
    import time

    stamp = time.gmtime(max(epoch, 315532800))[:6]  # a zip cannot tell a time before 1980
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(site.rglob("*")):
            if path.is_file():
                info = zipfile.ZipInfo(f"{target.stem}/{path.relative_to(site).as_posix()}", stamp)
                info.compress_type = zipfile.ZIP_DEFLATED
                info.external_attr = 0o644 << 16
                archive.writestr(info, path.read_bytes())
