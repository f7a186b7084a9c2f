"""`make fix` for references.bib: one right answer, said; and nothing else touched."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from pybtex.database import parse_string
from support import named
from unit.mutations import many, mutated

from sitebuild.fixes import sources as fixes
from sitebuild.fixes.entries import without_tracking
from sitebuild.fixes.exports import entries_from
from sitebuild.fixes.sources import fix
from sitebuild.model import sources

RIGHT = r"""% The sources, sorted by key.

@online{aoe2019,
  author = {Aoe, Ann and Boe, Ben},
  title = {{MDMA} in {England} and {Wales}},
  url = {https://example.org/aoe},
  checked = {2026-01-02 fulltext},
}

% its second part was never found
@article{roe2020,
  author = {Roe, Jane},
  title = {A "quoted" \& 'other' study of therapy, 5--10~mg},
  journal = {Journal of Tests},
  year = {2020},
  volume = {4},
  number = {3-4},
  pages = {12--19},
  doi = {10.1000/xyz_1},
  url = {https://doi.org/10.1000/xyz_1},
  seenat = {a copy},
  funding = {nobody},
  checked = {2026-01-02 abstract},
}
"""


def one(text: str) -> str:
    """The one entry of a text, mended."""
    return fix(text)[0].strip()


def test_what_is_right_stays_and_nothing_is_said() -> None:
    assert fix(RIGHT) == (RIGHT, [])
    windows = RIGHT.replace("\n", "\r\n")
    assert fix(windows) == (windows, [])


def test_form_and_order() -> None:
    text = """@ARTICLE{zoe2021, Year=2021, AUTHOR="Zoe, A", title={A
   study},journal = {J},checked={2026-01-02 abstract} , doi={10.1/z}}
% on top of aoe
@misc{aoe2019, title={A}, author={Aoe, A}, checked={2026-01-02 abstract}
}
"""
    new, done = fix(text)
    assert (
        new
        == """% on top of aoe
@misc{aoe2019,
  author = {Aoe, A},
  title = {A},
  checked = {2026-01-02 abstract},
}

@article{zoe2021,
  author = {Zoe, A},
  title = {A study},
  journal = {J},
  year = {2021},
  doi = {10.1/z},
  checked = {2026-01-02 abstract},
}
"""
    )
    assert done == ["put aoe2019 in the order of keys"]
    assert fix("@misc{a2020, title={A}}\n")[1] == [
        "wrote entries one field a line, in the order of this file"
    ]


CHECKED = "checked = {2026-01-02 abstract}"
MENDED = [
    # what, the fields before, a part of the entry after, a part of what is said
    ("fields", "issn={1}, Abstract={x}, language={en}", "", "took out issn, Abstract, language"),
    ("empty fields", "note={}, pages={}", "", ""),
    ("journaltitle", "journaltitle={J}", "journal = {J}", "wrote journal for journaltitle"),
    ("date", "date={2021-05-03}", "year = {2021},\n  date = {2021-05-03}", "year = {2021}"),
    ("a year as date", "date={2021}", "year = {2021}", "year = {2021}"),
    ("DOI", "doi={https://doi.org/10.1/a}", "doi = {10.1/a}", "wrote doi = {10.1/a}"),
    ("Wiley", r"doi={10.1002/1\textless{}2}", "doi = {10.1002/1<2}", "wrote doi"),
    ("pages", "pages={1025–1033}", "pages = {1025--1033}", "wrote pages"),
    ("last page", "pages={1752-7}", "pages = {1752--1757}", "wrote pages = {1752--1757}"),
    ("PubMed", "note={PMID: 123456}", "pmid = {123456}", "wrote pmid = {123456}"),
    ("accents", r"title={{\"U}ber {\'E}tudes of {MDMA} \& 5\%}", r"{Über Études of {MDMA} \& 5\%}",
     "wrote letters for the TeX in title"),
    ("formulas", "title={5-{HT}$_{2A}$ and H$_2$O}", "{5-{HT}2A and H₂O}", "letters for the TeX"),
    ("looks", r"title={Of \textit{Ecstasy} and \emph{{MDMA}}}", "{Of Ecstasy and {MDMA}}", "TeX"),
    ("an unknown command", r"title={Of \foo{x} \'e}", r"{Of \foo{x} é}", "TeX"),
    ("HTML", "title={A <i>study</i> &amp; more}", r"{A study \& more}", "the HTML in title"),
    ("strange HTML", "title={A <script>x</script>}", "{A <script>x</script>}", ""),
    ("stop", "title={A study.}", "title = {A study}", "took the stop off"),
    ("no stop", "title={A study by X Inc.}", "title = {A study by X Inc.}", ""),
    ("known names", "title={MDMA in Wales and Kenya}", "{{MDMA} in {Wales} and Kenya}", "{Wales}"),
    ("Title Case", "title={The Effects of MDMA on Women}", "{The effects of {MDMA} on women}",
     "wrote title = {The effects"),
    ("unsafe Title Case", "title={Effects of Zuber on Women}", "{Effects of Zuber on Women}",
     ""),
    ("letters", "title={{M}{D}{M}{A} and {{PTSD}}}", "{{MDMA} and {PTSD}}", ""),
    ("a checked title", "title={{The Effects of MDMA}}", "{{The Effects of MDMA}}", ""),
    ("turned names", "author={Jane M. Roe and John Doe}", "{Roe, Jane M. and Doe, John}", "author"),
    ("one name, not sure", "author={Torsten Passie}", "author = {Torsten Passie}", ""),
    ("semicolons", "author={Roe, J; Doe, A}", "{Roe, J and Doe, A}", "wrote author"),
    ("organization", "author={World Health Organization}", "{{World Health Organ", "author"),
    ("degrees", "author={Roe, Jane, PhD}", "author = {Roe, Jane}", "wrote author"),
    ("others", "author={Roe, Jane and Others}", "unseen = {author}", "added unseen = {author}"),
    ("tracking", "url={https://x.org/a?id=1&utm_source=b#c}", "{https://x.org/a?id=1#c}",
     "took utm_source out"),
    ("n/a", "volume={n/a}", "", "took out volume = {n/a}"),
    ("soft hyphens", "title={A treat\u00adment}", "{A treatment}", "took out characters"),
    ("quotation marks", "title={Is \"it\" 'so' ``now''?}", "{Is \"it\" 'so' ``now''?}", ""),
    ("unknown fields stay", "foo={x}", "foo = {x}", ""),
]  # fmt: skip


def test_a_new_title_in_braces_as_a_whole_becomes_a_sentence() -> None:
    """Behind braces Capitals Like These pass for names; once checked, the title is left alone."""
    pasted = "\n@misc{doe2022,\n  title = {{The Effects of MDMA on Women}},\n  year = {2022},\n}\n"
    assert "title = {The effects of {MDMA} on women}" in fix(RIGHT + pasted)[0]
    kept = pasted.replace("MDMA on Women", "Zuber on Women")
    assert "{{The Effects of Zuber on Women}}" in fix(RIGHT + kept)[0]


@pytest.mark.parametrize(("fields", "after", "said"), named(MENDED))
def test_mended(fields: str, after: str, said: str) -> None:
    others = RIGHT.replace("roe2020", "poe2020")
    new, done = fix(others + f"\n@misc{{roe2020,\n{fields},\n{CHECKED}\n}}\n")
    assert after in new
    assert said in "\n".join(done)
    assert fix(new) == (new, [])
    for lost in ("issn", "Abstract", "language", "n/a", "pages = {}", "\u00ad", "journaltitle"):
        assert lost not in new


@pytest.mark.parametrize(
    ("theirs", "after"),
    [
        ("phdthesis", "@thesis{roe2020,\n  title = {A},\n  type = {Doctoral thesis},"),
        ("report", "@techreport{roe2020,"),
        ("conference", "@inproceedings{roe2020,"),
        ("inbook", "@incollection{roe2020,"),
        ("electronic", "@online{roe2020,"),
    ],
)
def test_types(theirs: str, after: str) -> None:
    new, done = fix(f"@{theirs}{{roe2020, title={{A}}, {CHECKED}}}")
    assert new.startswith(after)
    assert f"for @{theirs}" in "\n".join(done)


def test_a_month_is_kept_where_the_day_counts() -> None:
    assert "date = {2021-05-03}" in one("@online{a2021, title={A}, year=2021, month=may, day=3}")
    text = one("@article{a2021, title={A}, year=2021, month=may, volume=3}")
    assert "may" not in text.lower()
    assert "date" not in text


def test_what_a_new_entry_says_twice_goes_out_and_what_was_checked_stays() -> None:
    new = (
        "@article{roe2020, title={A}, doi={10.1/a}, url={http://dx.doi.org/10.1/a}, publisher={P}}"
    )
    assert one(new) == "@article{roe2020,\n  title = {A},\n  doi = {10.1/a},\n}"
    old = new.replace("}}", "}, " + CHECKED + "}")
    assert "url = {http://dx.doi.org/10.1/a}" in one(old)
    assert "publisher = {P}" in one(old)


KEYS = [
    ("Roe_2020", "roe2020c"),
    ("", "roe2020c"),
    ("pmid12345678", "roe2020c"),
    ("doi:10.1/x", "roe2020c"),
    ("roe2020letter", "roe2020letter"),
]


@pytest.mark.parametrize(("before", "after"), KEYS)
def test_keys(before: str, after: str) -> None:
    taken = "@misc{roe2020, title={A}}\n@misc{roe2020b, title={B}}\n"
    new, done = fix(f"{taken}@misc{{{before}, author={{Roe, J}}, year=2020, title={{C}}}}")
    assert f"@misc{{{after}," in new
    assert any(f"is {after} now: cite it as [@{after}]" in line for line in done) == (
        before != after
    )


def test_a_byte_order_mark() -> None:
    assert fix("\ufeff" + RIGHT) == (RIGHT, ["took off the byte order mark"])


REPAIRED = [
    ("a comma between fields", "@misc{roe2020,\n  author = {Roe, J}\n  title = {A},\n}"),
    ("a comma after the key", "@misc{roe2020\n  author = {Roe, J},\n  title = {A},\n}"),
    ("the last brace", "@misc{roe2020,\n  author = {Roe, J},\n  title = {A},"),
    ("a brace too many", "@misc{roe2020,\n  author = {Roe, J},\n  title = {A},\n}\n}"),
    ("a field twice", "@misc{roe2020,\n  author = {Roe, J},\n  title = {A},\n  Title = {A},\n}"),
]


@pytest.mark.parametrize("broken", named(REPAIRED))
def test_commas_and_braces_with_one_right_place(broken: str) -> None:
    right = "@misc{roe2020,\n  author = {Roe, J},\n  title = {A},\n}\n"
    after = "\n@misc{zoe2021,\n  title = {Z},\n}\n"
    assert fix(broken + "\n" + after)[0] == right + after


UNTOUCHED = [
    ("a brace too few", "@misc{roe2020,\n  title = {A {b},\n  url = {x},\n}"),
    ("a brace too few at the end", "@misc{roe2020,\n  title = {A,\n  url = {x},\n}"),
    ("a field closed too early", "@misc{roe2020,\n  title = {A}},\n  url = {x},\n}"),
    ("two values", "@misc{roe2020,\n  title = {A},\n  title = {B},\n}"),
    ("no braces", "@misc{roe2020,\n  title = A report,\n}"),
    ("a stray line", "stray words"),
]


@pytest.mark.parametrize("broken", named(UNTOUCHED))
def test_what_is_not_understood_stays_and_nothing_moves(broken: str) -> None:
    before = "@misc{zoe2021,\n  title = {Z},\n}\n\n"
    after = "\n\n@misc{aoe2019,\n  title = {A},\n  issn = {1},\n}\n"
    new, done = fix(before + broken + after)
    assert new == before + broken + after.replace("  issn = {1},\n", "")
    assert done == ["aoe2019 took out issn"]


def test_an_unfinished_merge_is_left_alone() -> None:
    text = "@misc{A,\n<<<<<<< HEAD\n  title = {A},\n=======\n  title = {B},\n>>>>>>> x\n}\n"
    assert fix(text) == (text, [])


def test_macros_are_written_out() -> None:
    new, _ = fix('@string{nm = "Nature"}\n@misc{roe2020, journal = nm # { X}, ' + CHECKED + "}")
    assert "journal = {Nature X}" in new


def test_the_file_is_written_only_where_something_changed(tmp_path: Path) -> None:
    path = tmp_path / "references.bib"
    assert fixes.everything(tmp_path) == []
    path.write_bytes(RIGHT.encode())
    before = path.stat().st_mtime_ns
    assert fixes.everything(tmp_path) == []
    assert path.stat().st_mtime_ns == before
    path.write_bytes(b"@misc{roe2020, title={A}, issn={1}}")
    assert fixes.everything(tmp_path) == ["references.bib: roe2020 took out issn"]
    assert path.read_bytes() == b"@misc{roe2020,\n  title = {A},\n}\n"
    path.write_bytes(b"@misc{roe2020, title={\xff}}")
    assert fixes.everything(tmp_path) == []


def test_tracking() -> None:
    assert without_tracking("https://x.org/a?utm_source=b") == ("https://x.org/a", ["utm_source"])
    for address in ("https://x.org/a?id=1&b=%20c", "https://[x", "", "https://x.org/?a&b"):
        assert without_tracking(address) == (address, [])


# ---- whatever happens

TELLS = r"""@article{Roe_2020,
  author = {Jane M. Roe and {A and B Group}},
  title = {{MDMA}-Assisted Therapy: a Trial \& more},
  journaltitle = {Journal of Trials},
  date = {2021-05-03},
  pages = {12-19},
  doi = {https://doi.org/10.1000/xyz_1},
  issn = {1},
}

% a remark
@online{doe2021,
  author = {{World Health Organization}},
  title = {A page on {PTSD} \& {\'e}},
  url = {https://example.org/a},
  checked = {2026-01-02 secondary},
  checkednote = {an account},
}
"""


def said_of(text: str) -> list[dict[str, str]]:
    """What the entries of a text say to a reader, in any order."""
    bibliography, _, _ = sources.read_text(text.replace("\r\n", "\n").replace("\r", "\n"))
    shown = ("pages", "doi", "year", "date", "checked", "checkednote", "url", "volume", "number")
    entries = [{name: entry.get(name) for name in shown} for entry in bibliography.entries.values()]
    return sorted(entries, key=lambda entry: sorted(entry.items()))


@many(200)
@given(text=mutated(TELLS))
def test_fixed_once_is_fixed_and_says_what_it_said(text: str) -> None:
    new, _ = fix(text)
    assert fix(new) == (new, [])
    before = [entry for entry in said_of(text) if any(entry.values())]
    after = said_of(new)
    if not sources.read_text(text.replace("\r\n", "\n").replace("\r", "\n"))[1]:
        assert before == [entry for entry in after if any(entry.values())]
        parse_string(new, "bibtex")


# ---- exports


def test_names_and_keys_of_the_file_are_known_to_an_export() -> None:
    known = RIGHT
    ris = "TY  - JOUR\nAU  - Roe, Jane\nTI  - MDMA in Wales\nJO  - J\nPY  - 2020\nER  - \n"
    (entry,) = entries_from(ris, known)
    assert entry.startswith("@article{roe2020b,")
    assert "title = {{MDMA} in {Wales}}" in entry


def test_several_records() -> None:
    ris = "TY  - BOOK\nA1  - Roe, J\nT1  - A\nPB  - P\nY1  - 2020///\nSN  - 123\nER  - \n"
    web = "TY  - ELEC\nAU  - WHO\nTI  - B & C 5%\nUR  - https://x.org\nDA  - 2021/05/03\nER  - \n"
    book, page = entries_from(ris + "\n" + web)
    assert book == (
        "@book{roe2020,\n  author = {Roe, J},\n  title = {A},\n  publisher = {P},\n"
        "  year = {2020},\n  isbn = {123},\n}"
    )
    assert page == (
        "@online{who2021,\n  author = {{WHO}},\n  title = {B \\& C 5\\%},\n  year = {2021},\n"
        "  date = {2021-05-03},\n  url = {https://x.org},\n}"
    )


@pytest.mark.parametrize("text", ["", "words", "TY  - JOUR\nER  - ", "{}", "[1]", "@article{"])
def test_nothing_is_made_of_nothing(text: str) -> None:
    assert entries_from(text) == []
