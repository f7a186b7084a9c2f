"""Entries as readers see them, whatever program wrote them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from unit.mutations import many, mutated, shown

from sitebuild.model import sources
from sitebuild.model.bibtex import parse
from sitebuild.model.sources import Entry, bare_doi, fold, proposed_key

BIB = r"""@article{doe2021,
  author = {Doe, Jane and Ööst, Åke and {A and B Group}},
  title = {A trial of {MDMA}: results},
  journal = {Journal of Trials},
  year = {2021},
  pages = {12--19},
  doi = {10.1000/xyz_1},
  checked = {2026-01-02 abstract},
  unseen = {volume, pages},
}

% a remark
@online{roe2020,
  author = {{World Health Organization}},
  title = {A page on {PTSD} \& more},
  url = {https://example.org/a},
  seenat = {a copy},
  archived = {https://web.archive.org/web/2020/https://example.org/a},
  checked = {2026-01-02 secondary},
  checkednote = {an account},
  retracted = {2024-08-10, data were wrong},
}
"""


def entry(kind: str = "article", key: str = "roe2020", **fields: str) -> Entry:
    return Entry(key, kind, 1, {"title": "A study"} | fields)


def read(text: str) -> Entry:
    """The one entry of a text, as it is read."""
    (raw,) = parse(text, "r.bib").entries
    return Entry.of(raw)


# ---- what readers see


def test_a_file_is_read() -> None:
    bibliography, findings, unread = sources.read_text(BIB)
    assert findings == []
    assert not unread
    doe, roe = bibliography["doe2021"], bibliography["roe2020"]
    assert doe.label == "Doe et al. 2021"
    assert doe.unseen_text == "Not seen: the volume · Not compared: the pages"
    assert doe.address == "https://doi.org/10.1000/xyz_1"
    assert doe.csl()["page"] == "12–19"
    assert roe.checked_text == "read second-hand only, 2026-01-02 (an account)"
    assert roe.retracted == ("2024-08-10", "data were wrong")
    assert (roe.get("seenat"), roe.get("archived")[:24]) == ("a copy", "https://web.archive.org/")
    assert roe.title == "A page on PTSD & more"
    assert [one.key for one in bibliography.sorted()] == ["doe2021", "roe2020"]
    assert sources.read_text(doe.bibtex() + roe.bibtex())[0].entries == {
        key: Entry(key, one.kind, line, one.fields)
        for line, (key, one) in zip((1, 11), bibliography.entries.items(), strict=True)
    }


def test_windows_and_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "references.bib"
    path.write_bytes(b"\xef\xbb\xbf" + BIB.replace("\n", "\r\n").encode())
    bibliography, findings, _ = sources.read(tmp_path)
    assert findings == []
    assert len(bibliography.entries) == 2


def test_what_cannot_be_read_keeps_its_keys(tmp_path: Path) -> None:
    _, findings, unread = sources.read(tmp_path)
    assert findings[0].message == "the file is missing"
    assert unread.files == {"references.bib"}
    (tmp_path / "references.bib").write_bytes(BIB.encode("latin-1", "replace") + b"\xff")
    _, findings, unread = sources.read(tmp_path)
    assert len(findings) == 1
    assert unread.keys == {"doe2021", "roe2020"}


@pytest.mark.parametrize(
    ("fields", "label"),
    [
        ({"author": "Roe, Jane", "year": "2020"}, "Roe 2020"),
        ({"author": "Roe, Jane and Doe, A", "date": "2020-05-01"}, "Roe and Doe 2020"),
        ({"author": "Roe, Jane and others", "year": "2020"}, "Roe et al. 2020"),
        ({"author": "{Home Office} and {Department of Health and Social Care}", "year": "2025"},
         "Home Office and Department of Health and Social Care 2025"),
        ({"author": "{US Food and Drug Administration}"}, "US Food and Drug Administration"),
        ({"author": "{Therapeutic Goods Administration of all of it (Australia)}"},
         "Therapeutic Goods Administration of all of it"),
        ({"title": "Misuse of {Drugs} {Act} 1971", "year": "1971"}, "Misuse of Drugs Act 1971"),
    ],
)  # fmt: skip
def test_label(fields: dict[str, str], label: str) -> None:
    assert entry(**fields).label == label


def test_label_of_a_registry_record() -> None:
    fields = {"author": "{ClinicalTrials.gov}", "number": "NCT03537014", "year": "2018"}
    assert entry("registry", **fields).label == "ClinicalTrials.gov NCT03537014"


@pytest.mark.parametrize(
    ("fields", "address"),
    [
        ({"doi": "10.1/a", "url": "https://x.org", "pmid": "1"}, "https://doi.org/10.1/a"),
        ({"url": "https://x.org/l'article", "pmid": "1"}, "https://x.org/l'article"),
        ({"pmid": "12"}, "https://pubmed.ncbi.nlm.nih.gov/12/"),
        ({}, ""),
        ({"doi": "10.1002/(SICI)1099(199806)12:3<231::AID-X>3.0.CO;2-X"},
         "https://doi.org/10.1002/(SICI)1099(199806)12:3%3C231::AID-X%3E3.0.CO;2-X"),
        ({"doi": "10.1000/a..b---c#d"}, "https://doi.org/10.1000/a..b---c%23d"),
    ],
)  # fmt: skip
def test_address(fields: dict[str, str], address: str) -> None:
    assert entry(**fields).address == address


def test_sorting() -> None:
    names = ["Zorn", "Østergaard", "Łukasiewicz", "Æsir", "Straße", "Иванов", "Öst", "Åse"]
    order = ["Æsir", "Åse", "Łukasiewicz", "Öst", "Østergaard", "Straße", "Zorn", "Иванов"]
    assert sorted(names, key=fold) == order
    for name, folded in [("ß", "ss"), ("Łódź", "lodz"), ("Þór", "thor"), ("Œuvre", "oeuvre")]:
        assert fold(name) == folded


# ---- what other programs write


READ = [
    ("@Article{a, Author={Roe, J}, DOI={10.1/a}}", {"author": "Roe, J", "doi": "10.1/a"}),
    ("@article{a, journaltitle={J}}", {"journal": "J"}),
    ("@article{a, journal={J}, journaltitle={j}}", {"journal": "J"}),
    ("@article{a, journal={J}, journaltitle={K}}", {"journal": "J", "journaltitle": "K"}),
    ("@article{a, pages={1--9}, eid={1-9}}", {"pages": "1--9"}),
    ("@article{a, pages={1--9}, eid={e9}}", {"pages": "1--9", "eid": "e9"}),
    ("@article{a, date={2021-05-03}}", {"date": "2021-05-03", "year": "2021"}),
    ("@article{a, date={2021}}", {"year": "2021"}),
    ("@article{a, date={2021-05-03T10:00:00Z}, year=2021}", {"date": "2021-05-03", "year": "2021"}),
    ("@article{a, year=2021, month=may, volume=3}", {"year": "2021", "volume": "3"}),
    ("@article{a, year=2021, month=may}", {"year": "2021", "date": "2021-05"}),
    ("@online{a, year=2021, month={5}, day={3}}", {"year": "2021", "date": "2021-05-03"}),
    ("@article{a, issue={3}, eid={e12}}", {"number": "3", "pages": "e12"}),
    ("@article{a, volume={n/a}, number={0}, pages={}, year={0}}", {}),
    ("@article{a, pages={1752-7}}", {"pages": "1752--1757"}),
    ("@article{a, pages={pp. 12 – 19, S1-S3}}", {"pages": "12--19, S1--S3"}),
    ("@article{a, pages={409.e19-409.e25}}", {"pages": "409.e19--409.e25"}),
    ("@article{a, pages={ix-xv}}", {"pages": "ix--xv"}),
    ("@article{a, pages={CD-0123}}", {"pages": "CD-0123"}),
    ("@article{a, doi={https://doi.org/10.1/A}}", {"doi": "10.1/A"}),
    ("@article{a, doi={doi:10.1/A.}}", {"doi": "10.1/A"}),
    (r"@article{a, doi={10.1002/12:3\textless{}231}}", {"doi": "10.1002/12:3<231"}),
    ("@article{a, doi={10.1002/12:3%3C231}}", {"doi": "10.1002/12:3<231"}),
    ("@article{a, url={http://dx.doi.org/10.1/A}}", {"doi": "10.1/A"}),
    ("@misc{a, howpublished={\\url{https://x.org/a}}}", {"url": "https://x.org/a"}),
    (r"@misc{a, url={https://x.org/a{\_}b}}", {"url": "https://x.org/a_b"}),
    ("@article{a, note={PMID: 123456}}", {"pmid": "123456"}),
    ("@article{a, eprint={123456}, eprinttype={pubmed}}", {"pmid": "123456"}),
    ("@article{a, pmid={PMID: 12}}", {"pmid": "12"}),
    ("@article{a, note={Publisher: X}}", {}),
    ("@article{a, note={errata: 2005;162:832}}", {"note": "errata: 2005;162:832"}),
    ("@article{a, type={Journal Article}, issn={1}, abstract={x}, file={y}, bdsk-url-1={z}}", {}),
    ("@online{a, organization={CBC}}", {"publisher": "CBC"}),
    ("@techreport{a, organization={CBC}}", {"institution": "CBC"}),
    ("@book{a, publisher={A}, organization={a}}", {"publisher": "A"}),
    ("@book{a, publisher={A}, organization={B}}", {"publisher": "A", "organization": "B"}),
    ("@article{a, publication_stage={Final}}", {}),
    ("@phdthesis{a, school={U}}", {"institution": "U", "type": "Doctoral thesis"}),
    ("@article{a, jurnal={J}}", {"jurnal": "J"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "fields"), READ)
def test_read_as_what_it_means(text: str, fields: dict[str, str]) -> None:
    assert read(text).fields == fields


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("phdthesis", "thesis"),
        ("report", "techreport"),
        ("inbook", "incollection"),
        ("conference", "inproceedings"),
        ("www", "online"),
        ("Article", "article"),
    ],
)
def test_types_of_other_programs(theirs: str, ours: str) -> None:
    assert read(f"@{theirs}{{a, title={{A}}}}").kind == ours


def test_an_unknown_type_is_told_and_its_key_known() -> None:
    _, (found,), unread = sources.read_text("@blog{roe2020,\n title={A}\n}")
    assert found.message == "the type @blog is not used here"
    assert "use one of: article" in found.mend
    assert unread.keys == {"roe2020"}


def test_a_key_that_will_change_is_known_by_both() -> None:
    text = "@misc{Roe_2020, author={Roe, J}, title={A}, year=2020}"
    bibliography, _, unread = sources.read_text(text)
    assert "Roe_2020" in bibliography
    assert unread.keys == {"roe2020"}


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"author": "de la Röe, Jane", "year": "2020"}, "delaroe2020"),
        ({"author": "O’Brien-Smith, J"}, "obriensmithnd"),
        ({"author": "{World Health Organization}", "year": "2019"}, "who2019"),
        ({"author": "{Drug Science}", "year": "2019"}, "drug2019"),
        ({"author": "Taken, A", "year": "2020"}, "taken2020c"),
        ({"title": "The {MDMA} trial", "year": "2019"}, "mdma2019"),
        ({"author": "Иванов, Иван", "year": "2019"}, "source2019"),
    ],
)
def test_proposed_key(fields: dict[str, str], key: str) -> None:
    assert proposed_key(entry(**fields), {"taken2020", "Taken2020b"}) == key


@pytest.mark.parametrize("wrapped", ["10.1/a", "HTTPS://DOI.org/10.1/a", "doi: 10.1/a", "10.1/a,"])
def test_bare_doi(wrapped: str) -> None:
    assert bare_doi(wrapped) == "10.1/a"


# ---- whatever happens


@many(300)
@given(text=mutated(BIB))
def test_no_slip_ends_in_a_traceback(text: str) -> None:
    bibliography, findings, _ = sources.read_text(text.replace("\r\n", "\n").replace("\r", "\n"))
    shown(findings)
    for one in bibliography.sorted():
        assert one.label
        assert isinstance(one.csl(), dict)
        assert one.bibtex().startswith(f"@{one.kind}{{{one.key},")
        assert isinstance(one.checked_text + one.unseen_text + one.address, str)


def test_an_empty_file_is_one_finding(tmp_path: Path) -> None:
    path = tmp_path / "references.bib"
    path.write_text("\n", encoding="utf-8")
    bibliography, (found,), unread = sources.read_file(path)
    assert "empty" in found.message
    assert not bibliography.entries
    assert unread.files == {"references.bib"}


def test_the_key_that_an_entry_without_one_will_have_is_known() -> None:
    text = "@misc{\n  author = {Roe, Jane},\n  title = {A},\n  year = {2020},\n}\n"
    _, (found,), unread = sources.read_text(text)
    assert found.message == "an entry without a key"
    assert unread.keys == {"roe2020"}
