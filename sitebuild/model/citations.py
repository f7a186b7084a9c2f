"""What `[@key]` is in a text: the one form, its keys, and where code and comments hide it.

Python-Markdown keeps no source positions, so the line of a citation is found by this small lexer of
code spans, fences and comments. Whether it reads a page as the renderer does is itself a rule (see
`sitebuild/rules/markdown.py`).
"""

from __future__ import annotations

import re

KEY = re.compile(r"(?<=@)[\w.:-]*\w")
CITATION_BLOCK = re.compile(r"\[@[a-z0-9]+(?:; @[a-z0-9]+)*\]")
_CODE = (
    r"^(?P<fence>[ \t]*(?P<mark>`{3,}|~{3,}))[^\n]*\n.*?^[ \t]*(?P=mark)[`~]*[ \t]*$"
    r"|(?P<ticks>`+)(?!`)[^\n]+?(?<!`)(?P=ticks)(?!`)"
)
_CODE_ONLY = re.compile(_CODE, re.M | re.S)
_CODE_OR_COMMENT = re.compile(_CODE + r"|<!--.*?-->", re.M | re.S)
# private-use characters that stand for @, [ and ] where mkdocs-bibtex must not look
_SHIELD = str.maketrans("@[]", "\ue000\ue001\ue002")
_UNSHIELD = str.maketrans("\ue000\ue001\ue002", "@[]")


def mask(text: str, comments: bool = True) -> str:
    """The text with code (and comments) blanked out, every other character at its place."""
    pattern = _CODE_OR_COMMENT if comments else _CODE_ONLY
    return pattern.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)


def shield(text: str) -> str:
    """Hides @, [ and ] in code and comments from mkdocs-bibtex; `unshield` brings them back."""
    return _CODE_OR_COMMENT.sub(lambda match: match.group().translate(_SHIELD), text)


def unshield(text: str) -> str:
    """The text as it was before `shield`."""
    return text.translate(_UNSHIELD)


def keys_in(text: str) -> list[str]:
    """Keys cited in a text, in order of first use, outside code and comments.

    >>> keys_in("So.[@roe2020; @doe2021] `[@code]` Again.[@roe2020]")
    ['roe2020', 'doe2021']
    """
    blocks = CITATION_BLOCK.finditer(mask(text))
    found = (key for block in blocks for key in KEY.findall(block.group()))
    return list(dict.fromkeys(found))
