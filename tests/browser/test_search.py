"""A reader's words find the right page among the first three results, in the browser's own
search, published and from disk.
"""

from __future__ import annotations

import hashlib
import json
import re

import pytest
import yaml
from support import DISK, PUBLISHED, TESTS

QUERIES = yaml.safe_load((TESTS / "browser" / "search-queries.yml").read_text(encoding="utf-8"))
WANTED = 0.95
BED = [
    (row["ask"], set(row["right"]))
    for place in yaml.safe_load((TESTS / "browser" / "search-bed.yml").read_text(encoding="utf-8"))
    for row in place["asks"]
]
# The share of each part of the bed with a right section in the first three; never lowered.
FLOORS = {"worked on": 0.93, "held back": 0.9}
NOT_LISTED = "not in our table"  # what a medicine that no table of ours names should bring
ASK = """async queries => {
  const base = document.querySelector(".search-button").dataset.base + "/";
  const root = new URL(base, location.href);
  for (const path of ["vendor/minisearch.min.js", "search-index.js", "search.js"]) {
    await new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = new URL(`assets/${path}`, root);
      script.onload = done; script.onerror = failed; document.head.append(script);
    });
  }
  const search = window.siteSearch();
  return queries.map(query => search(query).hits.slice(0, 3).map(hit => hit.url));
}"""
ASK_ALL = ASK.replace(".hits.slice(0, 3).map(hit => hit.url)", "")


def page_of(address: str) -> str:
    """'society/legality/#australia' and 'society/legality.html#australia' → 'society/legality'."""
    path = address.partition("#")[0].removesuffix(".html").strip("./")
    return (path.removesuffix("/index") if path != "index" else "index") or "index"


def section_of(address: str) -> str:
    """'society/legality.html#australia' → 'society/legality#australia'."""
    anchor = address.partition("#")[2]
    return page_of(address) + (f"#{anchor}" if anchor else "")


def part_of(ask: str) -> str:
    """A third of the bed is held back, whatever stands in it: nobody tunes the search to it."""
    third = int(hashlib.sha256(ask.encode()).hexdigest(), 16) % 3 == 0
    return "held back" if third else "worked on"


def test_there_are_enough_queries():
    assert len(QUERIES) >= 60 and len({row["ask"] for row in QUERIES}) == len(QUERIES)


@pytest.mark.parametrize("where", ["published", "disk"])
def test_the_right_page_is_among_the_first_three(open_page, server, where):
    page = open_page(
        server if where == "published" else (DISK / "index.html").as_uri(), offline=where == "disk"
    )
    answers = page.evaluate(ASK, [row["ask"] for row in QUERIES])
    missed = [
        f"{row['ask']}: {[page_of(one) for one in found]}, wanted {row['pages']}"
        for row, found in zip(QUERIES, answers, strict=True)
        if not {page_of(one) for one in found} & set(row["pages"])
    ]
    share = 1 - len(missed) / len(QUERIES)
    print(f"search, {where}: {100 * share:.1f} % of {len(QUERIES)} queries, in the first three")
    print("\n".join(missed))
    assert share >= WANTED, "\n".join(missed)


def test_the_bed_names_sections_that_exist(pages):
    index = (PUBLISHED / "assets" / "search-index.js").read_text(encoding="utf-8")
    documents = json.loads(index.removeprefix("window.siteIndex=").rstrip(";\n"))["documents"]
    known = {section_of(one["u"]) for one in documents} | {NOT_LISTED}
    gone = {ask: right - known for ask, right in BED if right - known}
    assert not gone, gone
    assert len(BED) >= 300 and len({ask for ask, _ in BED}) == len(BED)


@pytest.mark.parametrize("where", ["published", "disk"])
def test_the_right_section_is_among_the_first_three(open_page, server, where):
    page = open_page(
        server if where == "published" else (DISK / "index.html").as_uri(), offline=where == "disk"
    )
    # the same program on the same index from disk: the third that is held back tells of it
    bed = [row for row in BED if where == "published" or part_of(row[0]) == "held back"]
    answers = page.evaluate(ASK_ALL, [ask for ask, _ in bed])
    found: dict[str, list[bool]] = {part: [] for part in FLOORS}
    missed = []
    for (ask, right), answer in zip(bed, answers, strict=True):
        urls = [section_of(hit["url"]) for hit in answer["hits"][:3]]
        urls += [NOT_LISTED] * bool(answer["strange"])
        part, hit = part_of(ask), bool(set(urls) & right)
        if part in FLOORS:
            found[part].append(hit)
        if part == "worked on" and not hit:
            missed.append(f"{ask}: {urls}, wanted {sorted(right)}")
    shares = {part: sum(hits) / len(hits) for part, hits in found.items() if hits}
    print(f"search, {where}:", {part: f"{100 * share:.1f} %" for part, share in shares.items()})
    assert all(share >= FLOORS[part] for part, share in shares.items()), "\n".join(missed)


DISTRESS = [
    "i want to die",
    "want to die nothing helps",
    "kill myself",
    "i want to end it all",
    "can't go on anymore",
    "self harm",
    "i'm desperate",
    "suicidal",
    "crisis line",
    "i feel suicidal after session",
    "nothing works anymore i give up",
]


def test_words_of_distress_lead_first_to_help(open_page, server):
    """Nobody who types these is to meet a list of deaths before the crisis lines."""
    answers = open_page(server).evaluate(ASK, DISTRESS)
    wrong = {
        ask: [page_of(one) for one in found]
        for ask, found in zip(DISTRESS, answers, strict=True)
        if not found or page_of(found[0]) != "get-help"
    }
    assert not wrong, wrong


def test_excerpts_hold_no_leftovers_of_marks(pages):
    index = (PUBLISHED / "assets" / "search-index.js").read_text(encoding="utf-8")
    assert not re.findall(r"[.,;] , ", index)


def test_a_result_is_called_by_its_own_title(open_page, server):
    """The menu's short name says nothing in a list of results."""
    answer = open_page(server).evaluate(ASK_ALL, ["side effects in trials"])[0]
    titles = [hit["page"] for hit in answer["hits"][:3]]
    assert "Adverse effects in trials" in titles, titles


def test_a_result_begins_with_the_first_sentence_of_its_section(open_page, server, soups):
    answer = open_page(server).evaluate(ASK_ALL, ["is it addictive"])[0]["hits"][0]
    assert answer["url"].endswith("#is-it-addictive"), answer
    heading = soups[page_of(answer["url"]) + "/index.html"].find(id="is-it-addictive")
    first = heading.find_next("p").get_text().split(",")[0]
    assert "".join(part for part, _ in answer["parts"]).startswith(first), answer["parts"]


def test_a_page_about_the_site_never_comes_before_one_about_the_subject(open_page, server, soups):
    """For words of the subject; 'csv' and 'offline' are asked of the site."""
    about = {"about/data", "about/architecture", "about/changes", "about/source-statements"}
    asked = ["trials", "dose", "adverse events", "legal status", "timeline", "glossary", "methods"]
    for ask, urls in zip(asked, open_page(server).evaluate(ASK, asked), strict=True):
        assert page_of(urls[0]) not in about, (ask, urls)


@pytest.mark.parametrize(
    ("typed", "read", "strange"),
    [
        ("seraquel", [["seraquel", "seroquel"]], []),
        ("zolof", [], []),  # it may yet become zoloft
        ("mdam", [["mdam", "mdma"]], []),
        ("neulasta with mdma", [], ["neulasta"]),
        ("zoloft", [], []),
        ("can i get this", [], []),
        ("bessel", [], ["bessel"]),  # a person's name is not another word, or another person
        ("quentin grof", [], ["quentin", "grof"]),
    ],
)
def test_what_was_misspelt_and_what_is_unknown_is_told(open_page, server, typed, read, strange):
    answer = open_page(server).evaluate(ASK_ALL, [typed])[0]
    assert (answer["read"], answer["strange"]) == (read, strange)


@pytest.mark.parametrize(
    ("asked", "right"),
    [
        ("oehen", "evidence/trials#mp2"),  # an author leads to what the pages say of the work
        ("my 15 year old", "questions/taking-part#can-children-or-teenagers-get-it"),
        ("i'm 74", "adverse-effects/conditions#condition-older-people"),
        ("cpt code 0821t", "society/access-and-cost#who-pays"),
        ("cpt", "ptsd"),
    ],
)
def test_names_ages_and_codes_are_understood(open_page, server, asked, right):
    answers = open_page(server).evaluate(ASK, [asked])[0]
    assert right in {section_of(one) for one in answers}, answers


def test_a_source_asked_for_by_author_and_year_comes_first(open_page, server):
    answer = open_page(server).evaluate(ASK, ["vizeli 2017"])[0]
    assert section_of(answer[0]) == "references#ref-vizeli2017", answer


def test_a_medicine_that_the_table_lacks_is_not_thereby_safe(open_page, server):
    """The field keeps what was typed, be it read as another word or as none."""
    page = open_page(server)
    page.click(".search-button")
    for typed, told in (
        ("neulasta", "Not in our table. That does not mean it is safe."),
        ("seraquel", "“seraquel” was read as “seroquel”"),
    ):
        page.fill("#search-input", typed)
        page.locator(".search-status", has_text=told).wait_for()
        assert page.input_value("#search-input") == typed
    page.keyboard.press("Escape")
    page.click(".search-button")
    assert page.input_value("#search-input") == "seraquel"
