"""Whatever is typed into a page, a source or a data file: no traceback, only findings; and what passes is all there.

A small site is mutated, a few slips at a time, and read with the functions of the build.
"""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


from sitebuild import checks



from sitebuild.model.records import FILES

FORM = re.compile(r"[^\n:]+:[1-9]\d*: [^\n]+ — [^\n]+")

BIB = """\
@article{doe2021,
  author = {Doe, Jane and Ööst, Åke},
  title = {A trial of {MDMA}: results},
  journal = {Journal of Trials},
  year = {2021},
  pages = {12--19},
  doi = {10.1000/xyz_1},
  checked = {2026-01-02 abstract},
}

% a remark
@online{roe2020,
  author = {{World Health Organization}},
  title = {A page on {PTSD} \\& more},
  url = {https://example.org/a},
  date = {2020-05-06},
  checked = {2026-01-02 secondary},
  checkednote = {as quoted by Doe},
}
"""

PAGE = """\
---
title: A page
description: A page that says a little about a treatment, and no more than that.
reviewed: 2026-01-02
search_terms: [one, two]
---

# A page

!!! brief "In brief"

    In 46 people it was so.[@doe2021]

It was so.[@doe2021; @roe2020]
See [there](other.md#a-heading) and `[@code]`.

- One of 12.[@roe2020]
- Two <!-- [@remark] -->

## A heading

| a | b |
|---|---|
| 1[@doe2021] | 2 |

```
[@code]
```

Last.[@roe2020]
"""
OTHER = PAGE.replace("A page", "Another page").replace("other.md", "page.md")

TIMELINE = """\
timeline:

- id: one
  date: '2024-08-09'
  event: 'Somebody decides: no.'
  kind: law
  place: Canada
  seen: primary
  cites: [doe2021]
- id: two
  date: '2025-01'
  event: >-
    Something else happens,
    and goes on.[@roe2020]
  kind: regulator
  place: United States
  seen: secondary
  cites:
  - doe2021
  - roe2020
"""

TRIALS = """\
trials:
- id: mapp9
  name: MAPP9
  condition: ptsd
  status: completed
  phase: "3"
  allocation: randomized
  design: Double-blind
  population: Adults
  n_randomized: 46
  n_analyzed: 40
  measure: CAPS-5
  arms:
  - id: mdma
    label: MDMA
    role: mdma
    initial_mg: [80, 120]
    endpoint: {mean: 19.5, sd: 2, n: 20}
    response: {n: 10, of: 20, percent: 50}
  adds: It adds.[@doe2021]
  seen: primary
  cites: [doe2021]
"""

CONFIGURATION = "nav:\n  - Home: page.md\n  - More:\n      - Other: other.md\n"

# ---- mutations

PIECES = [
    "[",
    "]",
    "[@",
    "@",
    "[@doe2021]",
    "[@nokey]",
    "; ",
    ";",
    ",",
    "{",
    "}",
    "{{",
    "(",
    ")",
    "](",
    "][",
    '"',
    "'",
    "`",
    "`[`",
    "```\n",
    "~~~\n",
    "<!--",
    "-->",
    "<",
    ">",
    "</",
    "&",
    "*",
    "**",
    "_",
    "#",
    "# ",
    "\\",
    "|",
    ":",
    ": ",
    "- ",
    "-",
    "---\n",
    "\n",
    "\n\n",
    "    ",
    "\t",
    " ",
    "%",
    "=",
    "==",
    "!",
    "![",
    "!!! ",
    "???",
    "[^1]",
    "^",
    "$",
    "~",
    "?",
    "null",
    "~\n",
    "0x1F",
    "1e999",
    "-.inf",
    ".nan",
    "2026-02-30",
    "9999999999999999999999",
    "!!python/object:os.system",
    "&a ",
    "*a",
    "<<: ",
    "|-\n",
    "@article{",
    "@string{a = {b}}",
    "@comment",
    "{% x %}",
    "{{ x }}",
    "http://",
    "https://a.b",
    "\r",
    "\r\n",
    "\x00",
    "\x0b",
    "\x0c",
    "\x1c",
    "\x85",
    "\u2028",
    "\ufeff",
    "\u202e",
    "\u200b",
    "\ue000",
    "\u0301",
    "\U0001f600",
    "\u00df",
    "\u0130",
    "⟪",
    "⟫",
    "−",
    "“",
]
_PIECE = st.sampled_from(PIECES) | st.text(
    st.characters(exclude_categories=["Cs"]), min_size=1, max_size=3
)
_SLIP = st.tuples(
    st.sampled_from(
        [
            "insert",
            "insert",
            "delete",
            "double",
            "swap",
            "delete line",
            "double line",
            "swap lines",
            "cut",
        ]
    ),
    st.floats(0, 1, exclude_max=True),
    st.floats(0, 1, exclude_max=True),
    _PIECE,
)


def slip(text: str, kind: str, where: float, other: float, piece: str) -> str:
    """One slip of the hand or of a merge."""
    if kind == "cut" and where < 0.8:  # losing the rest of the file hides what else could go wrong
        kind = "delete"
    if "line" in kind:
        lines = text.split("\n")
        at, to = int(where * len(lines)), int(other * len(lines))
        if kind == "delete line":
            del lines[at]
        elif kind == "double line":
            lines.insert(at, lines[at])
        else:
            lines[at], lines[to] = lines[to], lines[at]
        return "\n".join(lines)
    at = int(where * len(text))
    size = 1 + int(other * 6)
    return {
        "insert": text[:at] + piece + text[at:],
        "delete": text[:at] + text[at + size :],
        "double": text[:at] + text[at : at + size] + text[at:],
        "swap": text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :],
        "cut": text[:at],
    }[kind]


@st.composite
def mutated(draw, text: str) -> str:
    for step in draw(st.lists(_SLIP, min_size=1, max_size=4)):
        text = slip(text, *step)
    return text


def many(number: int):
    return settings(
        max_examples=number,
        deadline=5000,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


def told(findings) -> list[str]:
    """Findings as a contributor sees them, each of the one form."""
    lines = [str(finding) for finding in findings]
    assert [line for line in lines if not FORM.fullmatch(line)] == []
    return lines


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The small site, with nothing wrong in what is mutated."""
    root = tmp_path_factory.mktemp("site")
    (root / "docs" / "data").mkdir(parents=True)
    (root / "theme" / "drawings").mkdir(parents=True)
    (root / "checks").mkdir()
    for name, (top, _) in FILES.items():
        (root / "docs" / "data" / name).write_text(f"{top}: []\n", encoding="utf-8")
    (root / "docs" / "data" / "search-synonyms.yml").write_text("molly: [mdma]\n", encoding="utf-8")
    for name, text in FILES_OF_SITE.items():
        (root / name).write_text(text, encoding="utf-8")
    return root


CHECKS = "checks:\n- {page: page.md, fingerprint: 0123456789ab, key: mitchell2021, verdict: supported, seen: abstract, date: '2026-11-23'}\n"
FILES_OF_SITE = {
    "references.bib": BIB,
    "docs/page.md": PAGE,
    "docs/other.md": OTHER,
    "docs/data/timeline.yml": TIMELINE,
    "docs/data/trials.yml": TRIALS,
    "mkdocs.yml": CONFIGURATION,
    "checks/statements.yml": CHECKS,
}


def write(root, name: str, text: str) -> None:
    (root / name).write_bytes(
        text.encode("utf-8")
    )  # bytes, or the platform would change the ends of lines


@pytest.fixture
def whole(site):
    yield site
    for name, text in FILES_OF_SITE.items():
        write(site, name, text)


# ---- properties


def test_the_small_site_is_right(whole):
    assert (
        told(
            finding
            for finding in checks.run(checks.read_site(whole))
            if "schema" not in finding.file
        )
        == []
    )


KEYS = {"doe2021", "roe2020"}

@many(120)
@given(name=st.sampled_from([*FILES_OF_SITE, "docs/data/search-synonyms.yml"]), choice=st.data())
def test_whole_site(whole, name, choice):
    """One file mutated, everything checked: findings and no traceback."""
    text = choice.draw(mutated(FILES_OF_SITE.get(name, "molly: [mdma]\n")))
    write(whole, name, text)
    try:
        told(checks.run(checks.read_site(whole)))
    finally:
        write(whole, name, FILES_OF_SITE.get(name, "molly: [mdma]\n"))


@many(60)
@given(
    name=st.sampled_from([*FILES_OF_SITE]),
    where=st.floats(0, 1),
    junk=st.binary(min_size=1, max_size=4),
)
def test_bytes(whole, name, where, junk):
    """Bytes of any kind in a file: findings and no traceback; those that are not UTF-8 are told."""
    raw = FILES_OF_SITE[name].encode("utf-8")
    raw = raw[: int(where * len(raw))] + junk + raw[int(where * len(raw)) :]
    (whole / name).write_bytes(raw)
    try:
        lines = told(checks.run(checks.read_site(whole)))
    finally:
        write(whole, name, FILES_OF_SITE[name])
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        assert any(line.startswith(name) and "not UTF-8" in line for line in lines)
