"""The output faults of mkdocs-bibtex, mended: marks, ways back, the texts of sources, the list
of references.
"""

from __future__ import annotations

import html
import re

import pytest
from bs4 import BeautifulSoup
from mkdocs_bibtex.registry import SimpleRegistry
from support import PUBLISHED

from sitebuild.model import sources as bibliography

BIB = r"""
@article{aoe2019,
  author = {Aoe, Ann and Boe, Ben and Coe, Cyd and Doe, Dan and Eoe, Eve and Foe, Flo and Goe, Gus},
  title = {Deaths in {England} and {Wales} after {MDMA} \& alcohol},
  journal = {Journal of Tests},
  year = {2019},
  volume = {4},
  number = {2},
  pages = {1025--1033},
  doi = {10.1000/a_b},
  checked = {2026-01-01 abstract},
}

@techreport{who2020,
  author = {{World Health Organization}},
  title = {A report},
  institution = {{WHO}},
  year = {2020},
  url = {https://example.org/a_b?x=1&y=2},
  checked = {2026-01-01 secondary},
  checkednote = {as reported elsewhere},
}
"""


@pytest.fixture
def small(tmp_path):
    path = tmp_path / "references.bib"
    path.write_text(BIB, encoding="utf-8")
    read, findings = bibliography.load(path)
    assert not findings
    return read, path


def test_proper_nouns_keep_their_capitals(small):
    assert "England and Wales after MDMA" in small[0].formatted["aoe2019"]


def test_an_unprotected_proper_noun_is_a_finding(tmp_path):
    path = tmp_path / "references.bib"
    path.write_text(BIB.replace("{England}", "England"), encoding="utf-8")
    stock = SimpleRegistry([str(path)])
    from mkdocs_bibtex.citation import Citation

    assert "england and Wales" in stock.reference_text(Citation(key="aoe2019")), (
        "the plugin alone takes the capital away"
    )
    _, findings = bibliography.load(path)
    assert "England" in str(findings[0]) and "{England}" in findings[0].mend


def test_many_authors_are_cut_as_ama_cuts_them(small):
    assert small[0].formatted["aoe2019"].startswith("Aoe A, Boe B, Coe C, et al. Deaths")


def test_page_range_has_an_en_dash(small):
    assert ":1025–1033." in small[0].formatted["aoe2019"]


def test_ampersand_and_underscore_survive_in_addresses(small):
    text = small[0].formatted["who2020"]
    assert 'href="https://example.org/a_b?x=1&amp;y=2"' in text
    assert "\\" not in text
    assert "MDMA &amp; alcohol" in small[0].formatted["aoe2019"]
    assert 'href="https://doi.org/10.1000/a_b"' in small[0].formatted["aoe2019"]


# ---------------------------------------------------------------- on the built site


def soups(pages):
    return {path: BeautifulSoup(text, "html.parser") for path, text in pages.items()}


def test_marks_do_not_run_together(pages):
    for path, text in pages.items():
        assert not re.search(r'</sup>\s*<sup class="cite', text), (
            f"{path}: two marks with nothing between"
        )


def test_every_mark_is_named_and_leads_to_its_source(pages):
    count = 0
    for path, soup in soups(pages).items():
        for mark in soup.select("a.footnote-ref"):
            count += 1
            assert mark["aria-label"].startswith("Source "), path
            target = soup.find(id=mark["href"][1:])
            assert target is not None and target.name == "li", f"{path}: {mark['href']}"
    assert count > 300


def test_marks_are_numbered_in_reading_order(pages):
    for path, soup in soups(pages).items():
        highest = 0
        for mark in soup.select("a.footnote-ref"):
            number = int(mark.text)
            assert number <= highest + 1, f"{path}: {number} after {highest}"
            highest = max(highest, number)


def test_ways_back_resolve_and_are_told_apart(pages):
    for path, soup in soups(pages).items():
        for item in soup.select("section.footnote > ol > li"):
            backs = item.select("a.footnote-backref")
            assert backs, f"{path}: no way back from {item['id']}"
            names = [back["aria-label"] for back in backs]
            assert len(set(names)) == len(names), f"{path}: {names}"
            for back in backs:
                assert soup.find(id=back["href"][1:]) is not None, f"{path}: {back['href']}"


def test_no_raw_key_or_placeholder_is_left(pages):
    for path, text in pages.items():
        body = re.sub(r"<(code|pre)\b.*?</\1>", "", text, flags=re.S)
        body = re.sub(r"<!--.*?-->", "", body, flags=re.S)
        for bad in (
            r"\[@\w",
            r"\[\^\w",
            "⟪",
            "\ue000",
            r"data-drawing=",
            "@@CSP@@",
            r"\\&",
            r"\\_",
        ):
            assert not re.search(bad, body), f"{path}: {bad}"


def test_references_are_one_sorted_list_with_everything(pages):
    soup = soups(pages)["references/index.html"]
    items = soup.select("ul.references > li")
    read, _ = bibliography.load(PUBLISHED.parent / "references.bib")
    assert [item["id"] for item in items] == [f"ref-{entry.key}" for entry in read.sorted()]
    for item in items:
        entry = read[item["id"].removeprefix("ref-")]
        text = item.get_text(" ")
        assert "Checked:" in text
        assert item.select(".ref-details a[href]") and "Cited on:" in text, entry.key
        if entry.get("doi"):
            assert item.select_one(
                f'a[href="https://doi.org/{html.unescape(entry.get("doi"))}"]'
            ), entry.key
        if entry.get("pmid"):
            assert item.select_one(
                f'a[href="https://pubmed.ncbi.nlm.nih.gov/{entry.get("pmid")}/"]'
            ), entry.key
        if entry.retracted:
            assert "Retracted" in text, entry.key
        if entry.get("funding"):
            assert "Funding:" in text, entry.key


def test_each_page_list_leads_to_the_reference(pages):
    references = soups(pages)["references/index.html"]
    for path, soup in soups(pages).items():
        for item in soup.select("section.footnote > ol > li"):
            link = item.select_one(".ref-meta a")
            assert link["href"].endswith("#ref-" + item["id"].removeprefix("fn:")), path
            assert references.find(id=link["href"].partition("#")[2]) is not None
