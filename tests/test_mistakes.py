"""Each mistake a contributor can make, planted in a copy of the repository: the message names file, line and mend.

A row: what it is, the file, what stands there, what is planted instead, a part of what is wrong, a part of what to do.
`^` as what stands there plants at the end of the file.
"""

from __future__ import annotations

import re

import pytest

from support import findings

PAGE = "docs/ptsd.md"
BIB = "references.bib"

def entry(**changes) -> str:
    fields = {
        "author": "{{Zzz Institute}}",
        "title": "{A report}",
        "url": "{https://example.org/zzz}",
        "checked": "{2026-01-01 fulltext}",
    } | changes
    return (
        "\n@online{zzz2026,\n"
        + "".join(f"  {name} = {value},\n" for name, value in fields.items() if value)
        + "}\n"
    )


IN_SOURCES = [
    (
        "missing brace",
        "\n@online{zzz2026,\n  title = {A {report},\n}\n",
        "braces that do not match",
        "count { and }",
    ),
    (
        "missing comma",
        "\n@online{zzz2026,\n  title = {A}\n  url = {https://example.org}\n}\n",
        "cannot be read",
        "missing comma",
    ),
    ("text between entries", "\nstray words here\n", "text between entries", "%"),
    (
        "duplicate key",
        "\n@online{mitchell2021,\n  title = {A},\n}\n",
        "the key 'mitchell2021' stands twice",
        "rename",
    ),
    (
        "same DOI twice",
        "\n@article{zzz2026,\n  author = {Zzz, A.},\n  title = {A},\n  journal = {J},\n  year = {2026},\n  doi = {10.1038/S41591-021-01336-3},\n  checked = {2026-01-01 abstract},\n}\n",
        "the same DOI as mitchell2021",
        "merge",
    ),
    (
        "DOI as address",
        entry(doi="{https://doi.org/10.1000/x}"),
        "is not a bare DOI",
        "without https://doi.org/",
    ),
    ("malformed PMID", entry(pmid="{PMC123}"), "is not a PubMed number", "digits only"),
    ("no author", entry(author=None), "zzz2026 has no author", "add author"),
    ("no url", entry(url=None), "zzz2026 has no url", "add url"),
    ("nobody cites it", entry(), "nothing cites zzz2026", "cite it"),
    (
        "no checked",
        entry(checked=None),
        "zzz2026 has no checked",
        "checked = {2026-11-23 abstract}",
    ),
    ("checked malformed", entry(checked="{yes}"), "is not a date", "year-month-day"),
    (
        "checked in the future",
        entry(checked="{2999-01-01 abstract}"),
        "lies in the future",
        "the day",
    ),
    (
        "checked without level",
        entry(checked="{2026-01-01}"),
        "checked says 'nothing'",
        "fulltext, abstract, secondary",
    ),
    (
        "unknown field in unseen",
        entry(unseen="{pagse}"),
        "unknown field 'pagse' in unseen",
        "did you mean 'pages'",
    ),
    (
        "authors cut in silence",
        entry(author="{Roe, Jane and others}"),
        "cut by 'and others'",
        "unseen = {author}",
    ),
    (
        "secondary without account",
        entry(checked="{2026-01-01 secondary}"),
        "does not say whose",
        "checkednote",
    ),
    ("unknown field", entry(jurnal="{X}"), "unknown field 'jurnal'", "did you mean 'journal'"),
    (
        "unknown type",
        "\n@blog{zzz2026,\n  title = {A},\n}\n",
        "the type @blog is not used",
        "@article",
    ),
    ("year no year", entry(year="{soon}"), "is not a year", "four digits"),
    (
        "proper noun unprotected",
        entry(title="{A report from England}"),
        "capitals that a style may take away: England",
        "{England}",
    ),
    (
        "markup in a title",
        entry(title="{A <script>x</script> report}"),
        "'<' or '>' in title",
        "words",
    ),
    ("javascript address", entry(url="{javascript:alert(1)}"), "is not a web address", "https://"),
    ("TeX command", entry(title=r"{Caf\'e}"), "a TeX command", "UTF-8"),
    (
        "key of another form",
        "\n@online{Zzz-2026,\n  author = {{Z}},\n  title = {A},\n  url = {https://example.org/zzz},\n  checked = {2026-01-01 fulltext},\n}\n",
        "has not the form surname + year",
        "mitchell2021",
    ),
    (
        "out of order",
        "\n@online{aaa2026,\n  author = {{Z}},\n  title = {A},\n  url = {https://example.org/zzz},\n  checked = {2026-01-01 fulltext},\n}\n",
        "aaa2026 stands after",
        "alphabetical",
    ),
    (
        "string",
        '\n@string{nm = "Nature Medicine"}\n',
        "@string and @preamble are not used",
        "write the text out",
    ),
    ("merge conflict", "\n>>>>>>> branch\n", "unfinished merge", "keep one"),
]


@pytest.mark.parametrize(
    ("text", "wrong", "mend"), [row[1:] for row in IN_SOURCES], ids=[row[0] for row in IN_SOURCES]
)
def test_in_sources(copy, text, wrong, mend):
    path = copy / BIB
    before = path.read_text(encoding="utf-8")
    path.write_text(before + text, encoding="utf-8")
    found = [line for line in findings(copy) if line.startswith(BIB) and wrong in line]
    assert found, [line for line in findings(copy) if line.startswith(BIB)][:5]
    assert mend in found[0].split(" — ", 1)[1], found[0]
    assert int(found[0].split(":")[1]) > before.count("\n"), found[0]


EVENT = '\n- id: zzz-event\n  date: "2026-01-01"\n  event: Something happens.\n  kind: law\n  place: Nowhere\n  seen: primary\n  cites: [mitchell2021]\n'
TRIAL = '\n- id: zzz\n  name: Zzz\n  condition: ptsd\n  status: completed\n  phase: "2"\n  allocation: randomized\n  design: A design\n  population: Adults\n  seen: primary\n  cites: [mitchell2021]\n'
HARM = "\n- trial: mapp1\n  arm: mdma\n  event: Zzz\n  kind: common\n  n: 3\n  of: 46\n  basis: TEAE\n  seen: primary\n  cites: [mitchell2021]\n"
IN_DATA = [
    (
        "misspelt field",
        "timeline.yml",
        EVENT.replace("  kind:", "  knid:"),
        "unknown field 'knid'",
        "did you mean 'kind'",
    ),
    (
        "missing field",
        "timeline.yml",
        EVENT.replace("  place: Nowhere\n", ""),
        "'place' is missing",
        "add it",
    ),
    (
        "wrong type",
        "timeline.yml",
        EVENT.replace("event: Something happens.", "event: [a, b]"),
        "'event'",
        "of the kind",
    ),
    (
        "not one of the allowed",
        "timeline.yml",
        EVENT.replace("kind: law", "kind: gossip"),
        "cannot be 'gossip'",
        "'law'",
    ),
    (
        "date in the future",
        "timeline.yml",
        EVENT.replace("2026-01-01", "2999-01-01"),
        "lies in the future",
        "happened",
    ),
    (
        "date of no calendar",
        "timeline.yml",
        EVENT.replace("2026-01-01", "2026-02-30"),
        "not a day of the calendar",
        "year-month-day",
    ),
    (
        "unknown key",
        "timeline.yml",
        EVENT.replace("mitchell2021", "mitchel2021"),
        "unknown source 'mitchel2021'",
        "did you mean 'mitchell2021'",
    ),
    (
        "duplicate id",
        "timeline.yml",
        EVENT + EVENT,
        "the id 'zzz-event' is used twice",
        "another id",
    ),
    (
        "field twice",
        "timeline.yml",
        EVENT + "  kind: law\n",
        "stands twice in one record",
        "keep one",
    ),
    (
        "place that leads nowhere",
        "timeline.yml",
        EVENT + "  page: society/nowhere.md#x\n",
        "which does not exist",
        "name a page",
    ),
    (
        "anchor that leads nowhere",
        "timeline.yml",
        EVENT + "  page: ptsd.md#nowhere\n",
        "has no anchor #nowhere",
        "anchor",
    ),
    ("broken YAML", "timeline.yml", "\n- id: [unclosed\n", "broken YAML", "indentation"),
    (
        "anchor and alias",
        "timeline.yml",
        EVENT.replace("event: Something", "event: &a Something"),
        "a YAML anchor or alias",
        "write the value out",
    ),
    (
        "analyzed above randomized",
        "trials.yml",
        TRIAL + "  n_randomized: 10\n  n_analyzed: 12\n",
        "n_analyzed 12 is above n_randomized 10",
        "check both",
    ),
    (
        "score off the scale",
        "trials.yml",
        TRIAL
        + "  measure: CAPS-5\n  arms:\n  - {id: mdma, label: MDMA, role: mdma, baseline: {mean: 92.1}}\n",
        "outside CAPS-5's 0 to 80",
        "of the kind",
    ),
    (
        "interval swapped",
        "trials.yml",
        TRIAL
        + "  effects:\n  - {statistic: d, value: 0.5, ci: [0.9, 0.1], cites: [mitchell2021]}\n",
        "ends of the interval are swapped",
        "[0.1, 0.9]",
    ),
    (
        "value outside its interval",
        "trials.yml",
        TRIAL
        + "  effects:\n  - {statistic: d, value: 1.5, ci: [0.1, 0.9], cites: [mitchell2021]}\n",
        "lies outside its interval",
        "check both",
    ),
    (
        "no registry number",
        "trials.yml",
        TRIAL + "  registry: [NCT12]\n",
        "registry",
        "of the kind",
    ),
    (
        "percentage over 100",
        "adverse-events.yml",
        HARM.replace("  n: 3\n", "  n: 3\n  percent: 130\n"),
        "percent",
        "of the kind",
    ),
    (
        "percentage that is not the share",
        "adverse-events.yml",
        HARM.replace("  n: 3\n", "  n: 3\n  percent: 60\n"),
        "is 6.5%, not 60",
        "of the kind",
    ),
    (
        "more events than people",
        "adverse-events.yml",
        HARM.replace("n: 3", "n: 50"),
        "cannot exceed",
        "cannot exceed",
    ),
    (
        "unknown trial",
        "adverse-events.yml",
        HARM.replace("trial: mapp1", "trial: mapp11"),
        "no trial 'mapp11'",
        "did you mean",
    ),
    (
        "unknown arm",
        "adverse-events.yml",
        HARM.replace("arm: mdma", "arm: sugar"),
        "has no arm 'sugar'",
        "use one of",
    ),
    (
        "citation in a text",
        "trials.yml",
        TRIAL + "  adds: One.[@nokey]\n",
        "'nokey'",
        "references.bib",
    ),
]


@pytest.mark.parametrize(
    ("name", "text", "wrong", "mend"), [row[1:] for row in IN_DATA], ids=[row[0] for row in IN_DATA]
)
def test_in_data(copy, name, text, wrong, mend):
    path = copy / "docs" / "data" / name
    before = path.read_text(encoding="utf-8").rstrip("\n") + "\n"
    indent = re.search(r"^( *)- ", before, re.M).group(1)
    path.write_text(before + text.replace("\n", "\n" + indent).rstrip() + "\n", encoding="utf-8")
    found = [
        line for line in findings(copy) if line.startswith(f"docs/data/{name}") and wrong in line
    ]
    assert found, [line for line in findings(copy) if line.startswith("docs/data")][:5]
    assert mend in found[0], found[0]
    assert int(found[0].split(":")[1]) > before.count("\n"), found[0]


def test_data_that_expands_without_end(copy):
    path = copy / "docs" / "data" / "timeline.yml"
    path.write_text(
        "a: &a [x,x,x,x,x,x,x,x,x]\n"
        + "".join(
            f"{b}: &{b} [{','.join(['*' + a] * 9)}]\n"
            for a, b in zip("abcdefgh", "bcdefghi", strict=True)
        ),
        encoding="utf-8",
    )
    assert any(
        line.startswith("docs/data/timeline.yml:1: a YAML anchor or alias")
        for line in findings(copy)
    )


def test_statement_without_its_note(copy):
    path = next(
        path
        for path in (copy / "docs").rglob("*.md")
        if "<!-- source-statement: P17 -->" in path.read_text(encoding="utf-8")
    )
    path.write_text(
        path.read_text(encoding="utf-8").replace("<!-- source-statement: P17 -->", ""),
        encoding="utf-8",
    )
    assert any(
        "has no note of it" in line and "put <!-- source-statement: P17 -->" in line
        for line in findings(copy)
    )


def test_stale_schema(copy):
    path = copy / "docs" / "data" / "schema" / "trials.schema.json"
    path.write_text(path.read_text(encoding="utf-8").replace("Trial", "Trail", 1), encoding="utf-8")
    assert any("run make schema" in line for line in findings(copy))


def test_navigation_entry_without_a_file(copy):
    path = copy / "mkdocs.yml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("ptsd.md", "ptdsd.md"), encoding="utf-8"
    )
    assert any(
        re.match(r"mkdocs\.yml:\d+: the navigation names docs/ptdsd\.md", line)
        for line in findings(copy)
    )


def test_broken_configuration(copy):
    path = copy / "mkdocs.yml"
    path.write_text(path.read_text(encoding="utf-8") + "\n  - [\n", encoding="utf-8")
    assert any(re.match(r"mkdocs\.yml:\d+: broken YAML", line) for line in findings(copy))


def test_all_findings_of_a_run_at_once_and_as_annotations(copy, monkeypatch):
    from sitebuild import checks
    from sitebuild.model.findings import show

    page = copy / PAGE
    page.write_text(
        page.read_text(encoding="utf-8") + "\n\nOne.[@nokey]\n\nTwo 2.\n", encoding="utf-8"
    )
    (copy / BIB).write_text((copy / BIB).read_text(encoding="utf-8") + entry(), encoding="utf-8")
    found = checks.run(checks.read_site(copy))
    assert len(found) == 3
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    lines = show(found).splitlines()
    assert sum(line.startswith("::error file=") for line in lines) == 3
    assert any(
        re.match(r"::error file=docs/ptsd\.md,line=\d+::unknown citation key 'nokey'", line)
        for line in lines
    )
