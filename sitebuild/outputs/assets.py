"""The site's stylesheet as it is published, and what a page may load."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import tinycss2
from tinycss2 import ast

from sitebuild import settings

SCRIPTS = ("site.js", "search.js")
STYLESHEETS = ("base.css", "site.css")  # in the order in which they count
PUBLISHED = "site.css"  # the two in one file: one request less before anything is seen
UNSAFE = "'unsafe-inline'"  # on the machine of somebody who edits, never published
INLINE = "theme/partials/first-paint.js"  # the one script that stands in the pages themselves
# Folders of Material's own files, which nothing here loads.
UNUSED = ("assets/stylesheets/", "assets/javascripts/", "assets/images/")
# Around these no space is needed in CSS; before a colon it says something in a selector.
_TIGHT_BEFORE, _TIGHT_AFTER = {",", ";", "!"}, {",", ";", ":"}
_BESIDE = re.compile(r" +// [^'\"`]*$")  # a comment beside code


def stylesheet(root: Path) -> str:
    """What is published as assets/site.css: Material's rules, then ours, without needless space."""
    folder = root / settings.ASSETS
    return compact("\n".join((folder / name).read_text(encoding="utf-8") for name in STYLESHEETS))


@lru_cache(maxsize=4)
def compact(css: str) -> str:
    """A stylesheet without comments and the spaces that only people need.

    >>> compact(".top  a { color: red; margin: 0 auto; } /* so */")
    '.top a{color:red;margin:0 auto}'
    """
    return str(tinycss2.serialize(_tight(tinycss2.parse_component_value_list(css, True))))


def _tight(tokens: list[ast.Node]) -> list[ast.Node]:
    """Tokens without the white space that says nothing; blocks are changed in place."""
    kept: list[ast.Node] = []
    for index, token in enumerate(tokens):
        if token.type == "whitespace":
            after = tokens[index + 1] if index + 1 < len(tokens) else None
            if not kept or after is None or _ends(kept[-1]) or _begins(after):
                continue
            token.value = " "
        elif token.type == "function":
            token.arguments = _tight(token.arguments)
        elif token.type.endswith("block"):
            if token.type == "{} block" and kept and kept[-1].type == "whitespace":
                kept.pop()
            token.content = _tight(token.content)
            _drop_last(token.content)
        kept.append(token)
    return kept


def _ends(token: ast.Node) -> bool:
    """Whether nothing has to stand after a token."""
    return token.type in ("{} block", "whitespace") or (
        token.type == "literal" and token.value in _TIGHT_AFTER
    )


def _begins(token: ast.Node) -> bool:
    """Whether nothing has to stand before a token."""
    return token.type in ("{} block", "whitespace") or (
        token.type == "literal" and token.value in _TIGHT_BEFORE
    )


def _drop_last(tokens: list[ast.Node]) -> None:
    """The semicolon before a closing bracket."""
    while tokens and tokens[-1].type == "literal" and tokens[-1].value == ";":
        tokens.pop()


def script(root: Path, name: str) -> str:
    """One of our scripts as it is published: without the lines that only people read."""
    return uncommented((root / settings.ASSETS / name).read_text(encoding="utf-8"))


def uncommented(source: str) -> str:
    """A script without indents and its lines of comment alone, of which a third are types for tsc.

    No template literal may reach over two lines (a test tells); a comment beside code goes where
    no quotation mark stands in it, and none can be open before it.

    >>> uncommented("/** So.\\n  so */\\n  let a; // b\\n  // c\\n/** @type {X} */ (a).b();")
    'let a;\\n/** @type {X} */ (a).b();'
    """
    kept, within = [], False
    for line in source.split("\n"):
        text = line.strip()
        if within:
            within = not text.endswith("*/")
        elif text.startswith("/*") and "*/" not in text:
            within = True
        elif not text.startswith(("//", "/*")) or text.find("*/") not in (-1, len(text) - 2):
            kept.append(_BESIDE.sub("", text))
    return "\n".join(kept)


def inline_scripts(root: Path) -> list[str]:
    """The scripts that stand in each page, letter by letter as they stand there."""
    return [(root / INLINE).read_text(encoding="utf-8").removesuffix("\n")]


def content_security_policy(
    scripts: Iterable[str], *, offline: bool = False, serving: bool = False
) -> str:
    """What a page may load: the site's own files, and the scripts that stand in it, by their hash.

    Pages read from disk have no origin that 'self' could match, so that copy names the scheme.
    A server that reloads pages puts a script and a box of its own into each.
    """
    own = "'self' file:" if offline else "'self'"
    allowed = [UNSAFE] if serving else [script_hash(text) for text in scripts]
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {' '.join([own, *allowed])}",
            f"style-src {own}{' ' + UNSAFE if serving else ''}",
            f"img-src {own} data:",
            f"font-src {own}",
            f"connect-src {own}",
            "form-action 'none'",
            "base-uri 'none'",
        ]
    )


def script_hash(script: str) -> str:
    """A source of the policy for one inline script."""
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
