"""What the site takes of Material's stylesheet: `theme/assets/base.css`, made by `make base-css`.

Material's file holds more than a thousand rules, most of them for parts that this site does not
have. Those that pages need are picked here by the elements and classes that a page can hold, and
kept in the repository as text that can be read; a test tells when the installed theme would give
others. `theme/assets/site.css` comes after them.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import metadata, resources
from pathlib import Path
from typing import Any

import tinycss2
from tinycss2 import ast

from sitebuild import settings

FILE = "base.css"
PACKAGE = "mkdocs-material"
# What Markdown, the drawings and the frame are made of. What opens and closes is not among it: it
# is left as the browser shows it.
_ELEMENTS = (
    "html body a article aside blockquote br button caption code dd dialog div dl dt em fieldset "
    "figcaption figure footer form h1 h2 h3 h4 header hr img input kbd label legend li main mark "
    "nav ol p pre section span strong sub sup svg table tbody td th thead time tr ul"
)
ELEMENTS = frozenset(_ELEMENTS.split())
CLASSES = {
    "md-typeset",  # the article
    "admonition",
    "admonition-title",
    "headerlink",
    "footnote",
    "footnote-ref",
    "footnote-backref",
}
# Of attributes, those that pages have; [dir] is for right-to-left languages, [role=columnheader]
# for the script that sorts Material's tables, [align] for HTML of another time.
ATTRIBUTES = {"hidden", "type", "title"}
# Rules for what site.css shows in another way; each would bring an icon of some hundred bytes.
NOT_TAKEN = {
    ".md-typeset .admonition-title:before",
    ".md-typeset .footnote-backref:before",
    ".md-typeset kbd",
    # code that scrolls shows it by the browser's own bar
    ".md-typeset pre>code:hover",
    ".md-typeset pre>code::-webkit-scrollbar",
    ".md-typeset pre>code::-webkit-scrollbar-thumb",
    ".md-typeset pre>code::-webkit-scrollbar-thumb:hover",
}
AT_RULES = ("media", "supports")
WIDEST = 100
HEAD = """\
/* Made by `make base-css` from {package} {version}; not written by hand.
   What pages need of that stylesheet: sitebuild/outputs/basecss.py says which rules. */
"""


def installed() -> str:
    """Material's stylesheet, as it is installed."""
    folder = resources.files("material") / "templates" / "assets" / "stylesheets"
    names = sorted(one.name for one in folder.iterdir())
    main = next(one for one in names if one.startswith("main.") and one.endswith(".css"))
    return (folder / main).read_text(encoding="utf-8")


def write(root: Path) -> None:
    """Writes base.css anew."""
    path = root / settings.ASSETS / FILE
    path.write_text(made(), encoding="utf-8")
    print(f"{path.relative_to(root)}: from {PACKAGE} {metadata.version(PACKAGE)}")


def made() -> str:
    """base.css as the installed theme gives it."""
    head = HEAD.format(package=PACKAGE, version=metadata.version(PACKAGE))
    return head + "".join(f"\n{block}" for block in picked(installed()))


def picked(css: str) -> list[str]:
    """The rules of a stylesheet that pages need, a declaration a line."""
    kept = list(_needed(tinycss2.parse_stylesheet(css, True, True)))
    used = _used(kept)
    blocks = [_as_text(rule, used, "") for rule in kept]
    return [block for block in blocks if block]


# ---------------------------------------------------------------- which


Rule = tuple[list[str], Any]  # (selectors, what stands in braces); or (['@media …'], rules)


def _needed(nodes: list[ast.Node]) -> Iterator[Rule]:
    for node in nodes:
        if node.type == "qualified-rule":
            selectors = [one for one in split(node.prelude) if wanted(one)]
            if selectors:
                yield [tinycss2.serialize(one).strip() for one in selectors], node.content
        elif node.type == "at-rule" and node.lower_at_keyword in AT_RULES and node.content:
            inner = list(_needed(tinycss2.parse_rule_list(node.content, True, True)))
            if inner:
                condition = tinycss2.serialize(node.prelude).strip()
                yield [f"@{node.at_keyword} {condition}"], inner


def split(prelude: list[ast.Node]) -> list[list[ast.Node]]:
    """The selectors of a list, at its commas."""
    found: list[list[ast.Node]] = [[]]
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            found.append([])
        else:
            found[-1].append(token)
    return found


def wanted(selector: list[ast.Node]) -> bool:
    """Whether a page can hold what a selector asks for; what stands in :not() does not count."""
    if tinycss2.serialize(selector).strip() in NOT_TAKEN:
        return False
    before = ""
    for token in selector:
        if token.type == "hash":
            return False
        if token.type == "[] block":
            name = next((one.value for one in token.content if one.type == "ident"), "")
            if name not in ATTRIBUTES:
                return False
        if token.type == "ident":
            known = CLASSES if before == "." else ELEMENTS
            if before != ":" and token.value not in known:
                return False
        before = token.value if token.type == "literal" else ""
    return True


def _used(rules: list[Rule]) -> set[str]:
    """Custom properties that some rule uses, or that one of these needs in turn."""
    values: dict[str, set[str]] = {}
    used: set[str] = set()
    for _, content in _flat(rules):
        for one in _declarations(content):
            names = set(_variables(one.value))
            if one.name.startswith("--"):
                values.setdefault(one.name, set()).update(names)
            else:
                used |= names
    while True:
        more = used.union(*(values.get(name, set()) for name in used))
        if more == used:
            return used
        used = more


def _flat(rules: list[Rule]) -> Iterator[Rule]:
    for selectors, content in rules:
        if selectors[0].startswith("@"):
            yield from _flat(content)
        else:
            yield selectors, content


def _declarations(content: list[ast.Node]) -> list[ast.Declaration]:
    nodes = tinycss2.parse_blocks_contents(content, True, True)
    return [node for node in nodes if node.type == "declaration"]


def _variables(tokens: list[ast.Node]) -> Iterator[str]:
    """The names in var(…), at any depth."""
    for token in tokens:
        if token.type == "function":
            if token.lower_name == "var":
                yield next(one.value for one in token.arguments if one.type == "ident")
            yield from _variables(token.arguments)
        elif token.type.endswith("block"):
            yield from _variables(token.content)


# ---------------------------------------------------------------- as text


def _as_text(rule: Rule, used: set[str], indent: str) -> str:
    selectors, content = rule
    if selectors[0].startswith("@"):
        inner = "".join(_as_text(one, used, indent + "  ") for one in content)
        return f"{indent}{selectors[0]} {{\n{inner}{indent}}}\n" if inner else ""
    lines = [
        _line(one, indent + "  ")
        for one in _declarations(content)
        if not one.name.startswith("--") or one.name in used
    ]
    head = f",\n{indent}".join(selectors)
    return f"{indent}{head} {{\n{''.join(lines)}{indent}}}\n" if lines else ""


def _line(declaration: ast.Declaration, indent: str) -> str:
    """'  color: red;'; a list that is too long for a line has a line for each of its parts."""
    parts = [" ".join(tinycss2.serialize(one).split()) for one in split(declaration.value)]
    end = " !important;\n" if declaration.important else ";\n"
    line = f"{indent}{declaration.name}: {', '.join(parts)}{end}"
    if len(line) <= WIDEST:
        return line
    between = f",\n{indent}  "
    return f"{indent}{declaration.name}:\n{indent}  {between.join(parts)}{end}"
