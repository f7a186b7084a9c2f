"""How a .bib file is read: each slip once, at its line, and the keys of what could not be read."""

from __future__ import annotations

import pytest

from sitebuild.model.bibtex import foreign_parts, keys_in, parse, plain, verbatim

ENTRY = "@misc{%s,\n  author = {Roe, Jane},\n  title = {A study},\n}\n"


def doubled(broken: str) -> str:
    return ENTRY % "aoe2019" + "\n" + broken + "\n" + ENTRY % "zoe2021"


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("@misc{a, title={A}}", {"title": "A"}),
        ('@misc{a, title="A {B} c"}', {"title": "A {B} c"}),
        ("@MISC(a, TITLE={A})", {"title": "A"}),
        ("@misc{a, year = 2021, month = may}", {"year": "2021", "month": "May"}),
        ('@misc{a, journal = "J. " # {Tests}}', {"journal": "J. Tests"}),
        ("@misc{a, title = {A\n   study}}", {"title": "A study"}),
        ("@misc{a,title={A},}", {"title": "A"}),
        ("  @misc {a ,\n\ttitle\t=\t{A}\n}", {"title": "A"}),
        ("@misc{a, mendeley-groups = {x}}", {"mendeley-groups": "x"}),
        ('@misc{a, title = {He said "yes"}}', {"title": 'He said "yes"'}),
    ],
)
def test_forms_that_are_right(text: str, fields: dict[str, str]) -> None:
    parsed = parse(text, "r.bib")
    assert parsed.findings == []
    assert [entry.fields for entry in parsed.entries] == [fields]


BROKEN = [
    # what is planted, its line in the whole file, what is said, what to do
    ("@misc{roe2020,\n  title = {A}\n  url = {x},\n}", 7, "'title' runs into 'url'", "comma"),
    ("@misc{roe2020,\n  title = {A {b},\n  url = {x},\n}", 7, "braces that do not match", "count"),
    ("@misc{roe2020,\n  title = {A}},\n  url = {x},\n}", 7, "braces that do not match", "count"),
    ("@misc{roe2020,\n  title = {A},", 6, "an entry is never closed", "}"),
    ("@misc{roe2020\n  title = {A},\n}", 6, "no comma after an entry's key", "comma"),
    ("misc{roe2020,\n  title = {A},\n}", 6, "an entry without its @", "write @"),
    ("@comment{roe2020,\n  title = {A},\n}", 6, "inside @comment", "take it out"),
    ("@misc{roe2020,\n  title = A {B}},\n  url = {x},\n}", 7, "without braces", "{A {B}}"),
    ("@misc{roe2020,\n  title {A},\n}", 7, "no '=' after 'title'", "name = {value}"),
    ("@misc{roe2020,\n  title = A report,\n}", 7, "'title' stands without braces", "{"),
    ("@misc{roe2020,\n  journal = natmed,\n}", 7, "without braces", "journal = {natmed}"),
    ("@misc{roe2020,\n  % remark\n  title = {A},\n}", 8, "a field cannot be read", "above"),
    ("@misc{roe2020,\n  title = {A},\n  Title = {B},\n}", 8, "same field twice: title", "keep"),
    ("@misc{roe2020,\n  title = {A \\{ b},\n}", 7, "braces that do not match", "count"),
]


@pytest.mark.parametrize(("broken", "line", "message", "mend"), BROKEN)
def test_one_slip_is_told_once_and_its_key_is_known(
    broken: str, line: int, message: str, mend: str
) -> None:
    parsed = parse(doubled(broken), "r.bib")
    (found,) = parsed.findings
    assert message in found.message
    assert mend in found.mend
    assert found.line == line
    assert parsed.unread == {"roe2020"}
    assert [entry.key for entry in parsed.entries] == ["aoe2019", "zoe2021"]


@pytest.mark.parametrize(
    ("between", "message"),
    [
        ("stray words", "text between entries: 'stray words'"),
        ("}", "a '}' that closes nothing"),
        ("% ask me@example.org", "an @ in a remark"),
        ("@comment{@misc{old2010, title={A}}}", "an @ inside @comment"),
        ('@string{nm = "Nature"}', "@string and @preamble are not used here"),
        ("@misc{AOE2019,\n title={A}\n}", "the key 'AOE2019' stands twice (see line 1)"),
        ("@misc{,\n title={A}\n}", "an entry without a key"),
        ("@misc{\n title={A}\n}", "an entry without a key"),
    ],
)
def test_between_entries(between: str, message: str) -> None:
    (found,) = parse(doubled(between), "r.bib").findings
    assert message in found.message
    assert found.line == 6


@pytest.mark.parametrize(
    "between", ["% a remark", "", "@comment{jabref-meta: x;}", "% Encoding: UTF-8\n\n% another"]
)
def test_remarks_are_no_slips(between: str) -> None:
    assert parse(doubled(between), "r.bib").findings == []


def test_a_macro_is_read_where_it_is_told() -> None:
    parsed = parse('@string{nm = "Nature"}\n@misc{roe2020, journal = nm # { X}}', "r.bib")
    assert len(parsed.findings) == 1
    assert parsed.entries[0].fields == {"journal": "Nature X"}


def test_an_unfinished_merge_is_told_elsewhere() -> None:
    text = ENTRY % "aoe2019" + (
        "@misc{roe2020,\n<<<<<<< HEAD\n  title = {A},\n=======\n  title = {B},\n>>>>>>> x\n}\n"
    )
    parsed = parse(text, "r.bib")
    assert parsed.findings == []
    assert parsed.unread == {"roe2020"}
    assert [entry.key for entry in parsed.entries] == ["aoe2019"]


@pytest.mark.parametrize(
    ("paste", "form"),
    [
        ("TY  - JOUR\nAU  - Roe, J\nTI  - A\nER  - ", "RIS"),
        ("PMID- 123\nTI  - A study of\n      many lines.\nAD  - roe@example.org", "PubMed"),
        ("%0 Journal Article\n%A Roe, Jane\n%T A", "EndNote"),
        ('[\n {"id": "x", "title": "A"}\n]', "CSL-JSON"),
    ],
)
def test_a_paste_of_another_form_is_told_once(paste: str, form: str) -> None:
    parsed = parse(doubled(paste), "r.bib")
    (found,) = parsed.findings
    assert found.line == 6
    assert found.message == f"an export in the form of {form}, which this file does not hold"
    assert len(parsed.entries) == 2
    (part,) = foreign_parts(doubled(paste))
    assert part.text.strip() == paste.strip()


def test_keys_are_told_even_of_a_broken_file() -> None:
    assert keys_in("@a{b2020,\n @c{ d2021 \n@string{x={y}} @e{f2022") == {"b2020", "d2021"}


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        ("{MDMA} in {England and Wales}", "MDMA in England and Wales"),
        (r"50\% of A \& B, \$740m, a\_b, \#1", "50% of A & B, $740m, a_b, #1"),
        ("50% of A & B for $740m and $10M", "50% of A & B for $740m and $10M"),
        ("2012--2016 --- and on", "2012–2016 — and on"),
        ("``Ecstasy''", "“Ecstasy”"),
        ("The `so-called' drug, `it's'", "The ‘so-called’ drug, ‘it's’"),
        ("O`Reilly's", "O`Reilly's"),
        ("Phase~3", "Phase\u00a03"),
        ("{H}$_2${O} and 5-{HT}$_{2A}$", "H₂O and 5-HT2A"),
        ("Drugs &amp; Therapy, it&#39;s", "Drugs & Therapy, it's"),
        ("P &unknown; q", "P &unknown; q"),
        (r"Caf\'e, {\"U}ber, {\O}re, Fa{\c c}ade, {\'\i}", "Café, Über, Øre, Façade, í"),
        (r"G{\'{o}}mez \beta \textit{in vivo} 5%", "Gómez βin vivo 5%"),
        ("straight ' and \"", "straight ' and \""),
        ("a...b", "a...b"),
    ],
)
def test_plain(tex: str, text: str) -> None:
    assert plain(tex) == text


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        ("https://x.org/a--b~c/...?d=1", "https://x.org/a--b~c/...?d=1"),
        (r"https://x.org/a{\_}b\_c\&d=\%20", "https://x.org/a_b_c&d=%20"),
        (r"12:3{\textless}231::X{\textgreater}3", "12:3<231::X>3"),
        (r"12:3\textless{}231", "12:3<231"),
        ("12:3&lt;231::X&gt;3", "12:3<231::X>3"),
        ("https://x.org/?a=1&amp;b=2", "https://x.org/?a=1&b=2"),
        ("https://x.org/?a=1&copy=2", "https://x.org/?a=1&copy=2"),
    ],
)
def test_verbatim(tex: str, text: str) -> None:
    assert verbatim(tex) == text
