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
BODY = "\n\nA new sentence.[@mitchell2021]\n"

IN_PAGES = [
    ("unknown key", "\n\nOne.[@mitchel2021]\n", "unknown citation key 'mitchel2021'", "did you mean 'mitchell2021'"),
    ("key in another case", "\n\nOne.[@Mitchell2021]\n", "another case", "mitchell2021"),
    ("comma between keys", "\n\nOne.[@mitchell2021, @mitchell2023]\n", "no semicolon", "[@mitchell2021; @mitchell2023]"),
    ("citation never closed", "\n\nOne.[@mitchell2021\n\nTwo.\n", "never closed", "]"),
    ("footnote", "\n\nOne.[^note]\n", "a footnote", "[@key]"),
    ("broken link", "\n\nSee [there](theraby.md).\n", "leads to no page", "did you mean therapy.md"),
    ("broken anchor", "\n\nSee [there](therapy.md#nowhere-at-all).\n", "no heading with the anchor #nowhere-at-all", "anchor"),
    ("broken anchor here", "\n\nSee [above](#nowhere-at-all).\n", "no heading with the anchor", "anchor"),
    ("link with empty address", "\n\nSee [there]().\n", "leads nowhere", "address"),
    ("image without words", "\n\n![](assets/x.svg)\n", "without alternative text", "say in the brackets"),
    ("image from outside", "\n\n![A picture](https://example.org/a.png)\n", "an image from outside", "docs/assets"),
    ("script", "\n\n<script>alert(1)</script>\n", "an HTML element: <script>", "Markdown"),
    ("handler", '\n\n<img src="x" onerror="alert(1)">\n', "an HTML element", "Markdown"),
    ("element left open", "\n\n<div>text\n", "an HTML element: <div>", "Markdown"),
    ("javascript link", "\n\n[here](javascript:alert(1))\n", "kind 'javascript:'", "https://"),
    ("data link", "\n\n[here](data:text/html,x)\n", "kind 'data:'", "https://"),
    ("http link", "\n\n[here](http://example.org)\n", "without https", "https://"),
    ("link from the root", "\n\n[here](/therapy/)\n", "an address from the root", "relative"),
    ("bare http address", "\n\nSee http://example.org/x for more.\n", "a bare address", "cite the source"),
    ("bare https address", "\n\nSee https://example.org/x for more.\n", "a bare address", "cite the source"),
    ("link to another site", "\n\nSee [there](https://example.org/x).\n", "a link to another site", "references.bib"),
    ("merge conflict", "\n\n<<<<<<< HEAD\n", "unfinished merge", "keep one"),
    ("figure without citation", "\n\nIn that year 46 people were treated.\n", "a figure and no citation", "[@key]"),
    ("skipped level", "\n\n#### Too deep here\n\nText.\n", "skips a level", "###"),
    ("second title", "\n\n# Another title\n\nText.\n", "second heading of level 1", "##"),
    ("equal headings", "\n\n## Same words here\n\nText.\n\n## Same words here\n\nText.\n", "same address", "differ"),
    ("unclosed fence", "\n\n```\ncode\n", "a code fence that is never closed", "```"),
    ("admonition without body", '\n\n!!! brief "In brief"\n\nText.\n', "without a body", "four spaces"),
    ("admonition with unclosed title", '\n\n!!! brief "In brief\n\n    Text.\n', "will not be seen", "In brief"),
    ("unclosed comment", "\n\n<!-- a remark\n", "a comment that is never closed", "-->"),
    ("misspelt directive", "\n\n<!-- draws: forest-plot -->\n", "a directive that will not be seen", "a line of its own"),
    ("directive inside a line", "\n\nText <!-- draw: forest-plot --> text.\n", "a directive that will not be seen", "a line of its own"),
    ("unknown drawing", "\n\n<!-- draw: forrest-plot -->\n", "no drawing is called 'forrest-plot'", "forest-plot"),
    ("unknown statement", "\n\n<!-- source-statement: Z9 -->\n", "no source statement 'Z9'", "P17"),
    ("template syntax", "\n\n{{ page.title }}\n", "template or attribute syntax", "plain Markdown"),
    ("hyphen as minus", "\n\nThe change was -24.4 points.[@mitchell2021]\n", "hyphen as a minus", "−"),
    ("space before percent", "\n\nIt was 67 % of people.[@mitchell2021]\n", "a space before %", "67%"),
    ("space before citation", "\n\nIt was so. [@mitchell2021]\n", "a space before a citation", "straight after"),
    ("placeholder", "\n\nComing soon.\n", "a placeholder", "leave the place out"),
    ("invisible character", "\n\nText\u202e here.\n", "an invisible character (U+202E)", "delete"),
    ("plugin command", "\n\n\\full_bibliography\n", "not used here", "take it out"),
]


@pytest.mark.parametrize(("text", "wrong", "mend"), [row[1:] for row in IN_PAGES], ids=[row[0] for row in IN_PAGES])
def test_in_a_page(copy, text, wrong, mend):
    path = copy / PAGE
    before = path.read_text(encoding="utf-8").rstrip("\n")
    path.write_text(before + text, encoding="utf-8")
    found = [line for line in findings(copy) if wrong in line]
    assert found, findings(copy)
    assert mend in found[0].split(" — ", 1)[1]
    file, line, _ = found[0].split(":", 2)
    assert file == PAGE and int(line) > before.count("\n"), found[0]


FRONT = [
    ("no title", r"^title:.*\n", "", "has no title", "add title"),
    ("no description", r"^description:.*\n", "", "has no description", "add description"),
    ("no reviewed", r"^reviewed:.*\n", "", "has no reviewed", "add reviewed"),
    ("reviewed in the future", r"^reviewed:.*$", "reviewed: 2999-01-01", "lies in the future", "the day on which you checked"),
    ("reviewed no date", r"^reviewed:.*$", "reviewed: soon", "is not a date", "year-month-day"),
    ("unknown field", r"^reviewed:", "reviwed: 2026-11-01\nreviewed:", "unknown field 'reviwed'", "did you mean 'reviewed'"),
    ("broken", r"^title:.*$", "title: a: b: c", "cannot be read", "quotation marks"),
    ("description too short", r"^description:.*$", "description: Short.", "the description has 6 characters", "50 to 170"),
]


@pytest.mark.parametrize(("old", "new", "wrong", "mend"), [row[1:] for row in FRONT], ids=[row[0] for row in FRONT])
def test_in_front_matter(copy, old, new, wrong, mend):
    path = copy / PAGE
    path.write_text(re.sub(old, new, path.read_text(encoding="utf-8"), count=1, flags=re.M), encoding="utf-8")
    found = [line for line in findings(copy) if line.startswith(PAGE) and wrong in line]
    assert found, findings(copy)[:5]
    assert mend in found[0].split(" — ", 1)[1]


def test_page_that_is_not_utf8(copy):
    path = copy / PAGE
    path.write_bytes(path.read_bytes() + b"\nCaf\xe9\n")
    line = path.read_bytes().count(b"\n")
    assert f"{PAGE}:{line}: bytes that are not UTF-8 — save the file as UTF-8" in findings(copy)


def test_page_missing_from_the_navigation(copy):
    (copy / "docs" / "new.md").write_text((copy / PAGE).read_text(encoding="utf-8").replace("title:", "title: New", 1), encoding="utf-8")
    assert any(line.startswith("docs/new.md:1: the page is not in the navigation — add it to nav") for line in findings(copy))


def test_two_pages_with_one_title(copy):
    text = (copy / PAGE).read_text(encoding="utf-8")
    (copy / "docs" / "new.md").write_text(text, encoding="utf-8")
    assert any("is also that of docs/" in line for line in findings(copy))


def test_misspelling(copy):
    from sitebuild.rules import spelling

    path = copy / PAGE
    path.write_text(path.read_text(encoding="utf-8") + "\nThe treatement is described.\n", encoding="utf-8")
    line = path.read_text(encoding="utf-8").count("\n")
    found = [str(one) for one in spelling.findings(copy)]
    assert f"{PAGE}:{line}: misspelt: treatement — write treatment; a name that is right goes into typos.toml" in found


def entry(**changes) -> str:
    fields = {"author": "{{Zzz Institute}}", "title": "{A report}", "url": "{https://example.org/zzz}", "checked": "{2026-01-01 fulltext}"} | changes
    return "\n@online{zzz2026,\n" + "".join(f"  {name} = {value},\n" for name, value in fields.items() if value) + "}\n"


IN_SOURCES = [
    ("missing brace", "\n@online{zzz2026,\n  title = {A {report},\n}\n", "braces that do not match", "count { and }"),
    ("missing comma", "\n@online{zzz2026,\n  title = {A}\n  url = {https://example.org}\n}\n", "cannot be read", "missing comma"),
    ("text between entries", "\nstray words here\n", "text between entries", "%"),
    ("duplicate key", "\n@online{mitchell2021,\n  title = {A},\n}\n", "the key 'mitchell2021' stands twice", "rename"),
    ("same DOI twice", "\n@article{zzz2026,\n  author = {Zzz, A.},\n  title = {A},\n  journal = {J},\n  year = {2026},\n  doi = {10.1038/S41591-021-01336-3},\n  checked = {2026-01-01 abstract},\n}\n", "the same DOI as mitchell2021", "merge"),
    ("DOI as address", entry(doi="{https://doi.org/10.1000/x}"), "is not a bare DOI", "without https://doi.org/"),
    ("malformed PMID", entry(pmid="{PMC123}"), "is not a PubMed number", "digits only"),
    ("no author", entry(author=None), "zzz2026 has no author", "add author"),
    ("no url", entry(url=None), "zzz2026 has no url", "add url"),
    ("nobody cites it", entry(), "nothing cites zzz2026", "cite it"),
    ("no checked", entry(checked=None), "zzz2026 has no checked", "checked = {2026-11-23 abstract}"),
    ("checked malformed", entry(checked="{yes}"), "is not a date", "year-month-day"),
    ("checked in the future", entry(checked="{2999-01-01 abstract}"), "lies in the future", "the day"),
    ("checked without level", entry(checked="{2026-01-01}"), "checked says 'nothing'", "fulltext, abstract, secondary"),
    ("unknown field in unseen", entry(unseen="{pagse}"), "unknown field 'pagse' in unseen", "did you mean 'pages'"),
    ("authors cut in silence", entry(author="{Roe, Jane and others}"), "cut by 'and others'", "unseen = {author}"),
    ("secondary without account", entry(checked="{2026-01-01 secondary}"), "does not say whose", "checkednote"),
    ("unknown field", entry(jurnal="{X}"), "unknown field 'jurnal'", "did you mean 'journal'"),
    ("unknown type", "\n@blog{zzz2026,\n  title = {A},\n}\n", "the type @blog is not used", "@article"),
    ("year no year", entry(year="{soon}"), "is not a year", "four digits"),
    ("proper noun unprotected", entry(title="{A report from England}"), "capitals that a style may take away: England", "{England}"),
    ("markup in a title", entry(title="{A <script>x</script> report}"), "'<' or '>' in title", "words"),
    ("javascript address", entry(url="{javascript:alert(1)}"), "is not a web address", "https://"),
    ("TeX command", entry(title=r"{Caf\'e}"), "a TeX command", "UTF-8"),
    ("key of another form", "\n@online{Zzz-2026,\n  author = {{Z}},\n  title = {A},\n  url = {https://example.org/zzz},\n  checked = {2026-01-01 fulltext},\n}\n", "has not the form surname + year", "mitchell2021"),
    ("out of order", "\n@online{aaa2026,\n  author = {{Z}},\n  title = {A},\n  url = {https://example.org/zzz},\n  checked = {2026-01-01 fulltext},\n}\n", "aaa2026 stands after", "alphabetical"),
    ("string", '\n@string{nm = "Nature Medicine"}\n', "@string and @preamble are not used", "write the text out"),
    ("merge conflict", "\n>>>>>>> branch\n", "unfinished merge", "keep one"),
]


@pytest.mark.parametrize(("text", "wrong", "mend"), [row[1:] for row in IN_SOURCES], ids=[row[0] for row in IN_SOURCES])
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
    ("misspelt field", "timeline.yml", EVENT.replace("  kind:", "  knid:"), "unknown field 'knid'", "did you mean 'kind'"),
    ("missing field", "timeline.yml", EVENT.replace("  place: Nowhere\n", ""), "'place' is missing", "add it"),
    ("wrong type", "timeline.yml", EVENT.replace("event: Something happens.", "event: [a, b]"), "'event'", "of the kind"),
    ("not one of the allowed", "timeline.yml", EVENT.replace("kind: law", "kind: gossip"), "cannot be 'gossip'", "'law'"),
    ("date in the future", "timeline.yml", EVENT.replace("2026-01-01", "2999-01-01"), "lies in the future", "happened"),
    ("date of no calendar", "timeline.yml", EVENT.replace("2026-01-01", "2026-02-30"), "not a day of the calendar", "year-month-day"),
    ("unknown key", "timeline.yml", EVENT.replace("mitchell2021", "mitchel2021"), "unknown source 'mitchel2021'", "did you mean 'mitchell2021'"),
    ("duplicate id", "timeline.yml", EVENT + EVENT, "the id 'zzz-event' is used twice", "another id"),
    ("field twice", "timeline.yml", EVENT + "  kind: law\n", "stands twice in one record", "keep one"),
    ("place that leads nowhere", "timeline.yml", EVENT + "  page: society/nowhere.md#x\n", "which does not exist", "name a page"),
    ("anchor that leads nowhere", "timeline.yml", EVENT + "  page: ptsd.md#nowhere\n", "has no anchor #nowhere", "anchor"),
    ("broken YAML", "timeline.yml", "\n- id: [unclosed\n", "broken YAML", "indentation"),
    ("anchor and alias", "timeline.yml", EVENT.replace("event: Something", "event: &a Something"), "a YAML anchor or alias", "write the value out"),
    ("analyzed above randomized", "trials.yml", TRIAL + "  n_randomized: 10\n  n_analyzed: 12\n", "n_analyzed 12 is above n_randomized 10", "check both"),
    ("score off the scale", "trials.yml", TRIAL + "  measure: CAPS-5\n  arms:\n  - {id: mdma, label: MDMA, role: mdma, baseline: {mean: 92.1}}\n", "outside CAPS-5's 0 to 80", "of the kind"),
    ("interval swapped", "trials.yml", TRIAL + "  effects:\n  - {statistic: d, value: 0.5, ci: [0.9, 0.1], cites: [mitchell2021]}\n", "ends of the interval are swapped", "[0.1, 0.9]"),
    ("value outside its interval", "trials.yml", TRIAL + "  effects:\n  - {statistic: d, value: 1.5, ci: [0.1, 0.9], cites: [mitchell2021]}\n", "lies outside its interval", "check both"),
    ("no registry number", "trials.yml", TRIAL + "  registry: [NCT12]\n", "registry", "of the kind"),
    ("percentage over 100", "adverse-events.yml", HARM.replace("  n: 3\n", "  n: 3\n  percent: 130\n"), "percent", "of the kind"),
    ("percentage that is not the share", "adverse-events.yml", HARM.replace("  n: 3\n", "  n: 3\n  percent: 60\n"), "is 6.5%, not 60", "of the kind"),
    ("more events than people", "adverse-events.yml", HARM.replace("n: 3", "n: 50"), "cannot exceed", "cannot exceed"),
    ("unknown trial", "adverse-events.yml", HARM.replace("trial: mapp1", "trial: mapp11"), "no trial 'mapp11'", "did you mean"),
    ("unknown arm", "adverse-events.yml", HARM.replace("arm: mdma", "arm: sugar"), "has no arm 'sugar'", "use one of"),
    ("citation in a text", "trials.yml", TRIAL + "  adds: One.[@nokey]\n", "'nokey'", "references.bib"),
]


@pytest.mark.parametrize(("name", "text", "wrong", "mend"), [row[1:] for row in IN_DATA], ids=[row[0] for row in IN_DATA])
def test_in_data(copy, name, text, wrong, mend):
    path = copy / "docs" / "data" / name
    before = path.read_text(encoding="utf-8").rstrip("\n") + "\n"
    indent = re.search(r"^( *)- ", before, re.M).group(1)
    path.write_text(before + text.replace("\n", "\n" + indent).rstrip() + "\n", encoding="utf-8")
    found = [line for line in findings(copy) if line.startswith(f"docs/data/{name}") and wrong in line]
    assert found, [line for line in findings(copy) if line.startswith("docs/data")][:5]
    assert mend in found[0], found[0]
    assert int(found[0].split(":")[1]) > before.count("\n"), found[0]


def test_data_that_expands_without_end(copy):
    path = copy / "docs" / "data" / "timeline.yml"
    path.write_text("a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(f"{b}: &{b} [{','.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)), encoding="utf-8")
    assert any(line.startswith("docs/data/timeline.yml:1: a YAML anchor or alias") for line in findings(copy))


def test_statement_without_its_note(copy):
    path = next(path for path in (copy / "docs").rglob("*.md") if "<!-- source-statement: P17 -->" in path.read_text(encoding="utf-8"))
    path.write_text(path.read_text(encoding="utf-8").replace("<!-- source-statement: P17 -->", ""), encoding="utf-8")
    assert any("has no note of it" in line and "put <!-- source-statement: P17 -->" in line for line in findings(copy))


def test_stale_schema(copy):
    path = copy / "docs" / "data" / "schema" / "trials.schema.json"
    path.write_text(path.read_text(encoding="utf-8").replace("Trial", "Trail", 1), encoding="utf-8")
    assert any("run make schema" in line for line in findings(copy))


def test_navigation_entry_without_a_file(copy):
    path = copy / "mkdocs.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("ptsd.md", "ptdsd.md"), encoding="utf-8")
    assert any(re.match(r"mkdocs\.yml:\d+: the navigation names docs/ptdsd\.md", line) for line in findings(copy))


def test_broken_configuration(copy):
    path = copy / "mkdocs.yml"
    path.write_text(path.read_text(encoding="utf-8") + "\n  - [\n", encoding="utf-8")
    assert any(re.match(r"mkdocs\.yml:\d+: broken YAML", line) for line in findings(copy))


def test_all_findings_of_a_run_at_once_and_as_annotations(copy, monkeypatch):
    from sitebuild import checks
    from sitebuild.model.findings import show

    page = copy / PAGE
    page.write_text(page.read_text(encoding="utf-8") + "\n\nOne.[@nokey]\n\nTwo 2.\n", encoding="utf-8")
    (copy / BIB).write_text((copy / BIB).read_text(encoding="utf-8") + entry(), encoding="utf-8")
    found = checks.run(checks.read_site(copy))
    assert len(found) == 3
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    lines = show(found).splitlines()
    assert sum(line.startswith("::error file=") for line in lines) == 3
    assert any(re.match(r"::error file=docs/ptsd\.md,line=\d+::unknown citation key 'nokey'", line) for line in lines)
