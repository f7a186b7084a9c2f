"""The output faults of mkdocs-bibtex, mended: marks, ways back, the texts of sources, the list
of references.
"""

from __future__ import annotations

import html
import re

from support import ROOT

from sitebuild.model import sources


def test_marks_do_not_run_together(pages):
    for path, text in pages.items():
        assert not re.search(r'</sup>\s*<sup class="cite', text), (
            f"{path}: two marks with nothing between"
        )


def test_every_mark_is_named_and_leads_to_its_source(soups, anchors):
    count = 0
    for path, soup in soups.items():
        for mark in soup.select("a.footnote-ref"):
            count += 1
            assert mark["aria-label"].startswith("Source "), path
            target = anchors[path].get(mark["href"][1:])
            assert target is not None and target.name == "li", f"{path}: {mark['href']}"
    assert count > 300


def test_marks_are_numbered_in_reading_order(soups):
    for path, soup in soups.items():
        highest = 0
        for mark in soup.select("a.footnote-ref"):
            number = int(mark.text.split()[0])  # "57 retracted" tells of the source too
            assert number <= highest + 1, f"{path}: {number} after {highest}"
            highest = max(highest, number)


def test_ways_back_resolve_and_are_told_apart(soups, anchors):
    for path, soup in soups.items():
        for item in soup.select("section.footnote > ol > li"):
            backs = item.select("a.footnote-backref")
            assert backs, f"{path}: no way back from {item['id']}"
            names = [back["aria-label"] for back in backs]
            assert len(set(names)) == len(names), f"{path}: {names}"
            for back in backs:
                assert back["href"][1:] in anchors[path], f"{path}: {back['href']}"


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


def test_references_are_one_sorted_list_with_everything(soups):
    soup = soups["references/index.html"]
    items = soup.select("ul.references > li")
    read, _, _ = sources.read(ROOT)
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


def test_each_page_list_leads_to_the_reference(soups, anchors):
    references = anchors["references/index.html"]
    for path, soup in soups.items():
        for item in soup.select("section.footnote > ol > li"):
            link = item.select_one(".ref-meta a")
            assert link["href"].endswith("#ref-" + item["id"].removeprefix("fn:")), path
            assert link["href"].partition("#")[2] in references
