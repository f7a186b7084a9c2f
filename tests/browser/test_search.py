"""A reader's words find the right page among the first three results, in the browser's own
search, published and from disk.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator

import pytest
import yaml
from support import PUBLISHED, TESTS

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
OPEN = """async () => {
  const base = document.querySelector(".search-button").dataset.base + "/";
  const root = new URL(base, location.href);
  for (const path of ["vendor/minisearch.min.js", "search-index.js", "search.js"]) {
    await new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = new URL(`assets/${path}`, root);
      script.onload = done; script.onerror = failed; document.head.append(script);
    });
  }
  window.search = window.siteSearch();
}"""
ASK = """queries => queries.map(query => {
  const { hits, ...told } = window.search(query);
  return { ...told, hits: hits.slice(0, 3) };
})"""


ASK_ALL = "queries => queries.map(query => window.search(query).hits)"


@pytest.fixture(scope="module")
def ask_all(chromium, server) -> Iterator[Callable]:
    """ask_all(queries) → each query and all that it brings."""
    page = chromium.new_page()
    page.goto(server)
    page.evaluate(OPEN)
    yield lambda queries: dict(zip(queries, page.evaluate(ASK_ALL, queries), strict=True))
    page.close()


@pytest.fixture(scope="module")
def ask(chromium, server, disk) -> Iterator[Callable]:
    """ask(queries, where="published") → the first three hits of each, and what was told of its
    words, from an index that each place opens once.
    """
    pages = {}

    def ask_(queries: list[str], where: str = "published") -> list[dict]:
        if where not in pages:
            pages[where] = chromium.new_page(offline=where == "disk")
            pages[where].goto(server if where == "published" else disk + "index.html")
            pages[where].evaluate(OPEN)
        return pages[where].evaluate(ASK, queries)

    yield ask_
    for page in pages.values():
        page.close()


def page_of(address: str) -> str:
    """'society/legality/#australia' and 'society/legality.html#australia' → 'society/legality'."""
    path = address.partition("#")[0].removesuffix(".html").strip("./")
    return (path.removesuffix("/index") if path != "index" else "index") or "index"


def pages_of(answer: dict) -> list[str]:
    """The pages of the first three hits."""
    return [page_of(hit["url"]) for hit in answer["hits"]]


def sections_of(answer: dict) -> list[str]:
    """The sections of the first three hits."""
    return [section_of(hit["url"]) for hit in answer["hits"]]


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
def test_the_right_page_is_among_the_first_three(ask, where):
    answers = ask([row["ask"] for row in QUERIES], where)
    missed = [
        f"{row['ask']}: {pages}, wanted {row['pages']}"
        for row, answer in zip(QUERIES, answers, strict=True)
        if not set(pages := pages_of(answer)) & set(row["pages"])
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
def test_the_right_section_is_among_the_first_three(ask, where):
    # the same program on the same index from disk: the third that is held back tells of it
    bed = [row for row in BED if where == "published" or part_of(row[0]) == "held back"]
    answers = ask([query for query, _ in bed], where)
    found: dict[str, list[bool]] = {part: [] for part in FLOORS}
    missed = []
    for (query, right), answer in zip(bed, answers, strict=True):
        brought = sections_of(answer) + [NOT_LISTED] * answer["medicine"]
        part, hit = part_of(query), bool(set(brought) & right)
        if part in FLOORS:
            found[part].append(hit)
        if part == "worked on" and not hit:
            missed.append(f"{query}: {brought}, wanted {sorted(right)}")
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
    "my brother killed himself",
    "she killed herself",
    "he shot himself waiting for this",
    "he took his own life",
    "she took her own life",
    "i don't want to live",
    "i do not want to live anymore",
    "i just want it to end",
    "end my life",
    "better off dead",
    "everyone would be better off without me",
    "hurt myself",
    "i can't go on",
    "suicide",
    # of somebody else
    "i am scared he will hurt himself",
    "my son says he wants to kill himself",
    "my wife doesn't want to live anymore",
    "my brother is suicidal",
    "she talks about dying",
    "i was in the trial and now i have suicidal thoughts",
    "how much mdma to kill myself",
    # violence
    "he is threatening me",
    "my husband hits me",
    "he wants to hurt someone",
    "i am afraid of my husband",
    "i'm afraid he will kill me",
    "he has a gun",
    "life isn't worth living",
    "i'm not safe",
]
EMERGENCY = [
    "he took ecstasy and is really hot and shaking",
    "my husband won't wake up",
    "can't wake him",
    "he overdosed",
    "overdose",
    "i took too much",
    "she's not breathing",
    "friend passed out",
    "my wife is having a seizure",
    "he collapsed at the festival",
    "i think i'm dying",
    "too much mdma",
]
NEUTRAL = [
    "suicide rates in veterans",
    "how many veterans die by suicide",
    "40 veterans a day suicide",
    "battle against suicide veterans",
    "did anybody attempt suicide in the trials",
    "is suicidal ideation more common with mdma",
    "suicide tuesday",
    "suicidality",
    "deaths in trials",
    "killing time",
    "can you overdose on molly",
    "mdma overdose treatment benzodiazepines",
    "can you die from mdma",
    "does mdma kill brain cells",
    "did drug companies kill it",
    "why did lykos collapse",
    "seizure disorder",
    "i had a stroke can i join",
    "has anybody had a seizure in trials",
    "suicides in mapp2",
    "end of life anxiety",
    "temperature during session",
    "give up smoking",
    "panic attack",
    "opioid crisis",
    "do people have to give up cannabis before a trial",
    "bill passed out of committee",
    "attack on nova festival",
    "does it hurt people",
]
GRIM = re.compile(
    r"\b(dead|deaths?|died?|dies|killed|fatal|lethal|mortality|doses?|strength)\b", re.I
)


def test_words_of_distress_lead_first_to_help(ask):
    """Nobody who types these is to meet a list of deaths beside the crisis lines."""
    asked = [*DISTRESS, *EMERGENCY]
    answers = dict(zip(asked, ask(asked), strict=True))
    wrong = {
        query: sections_of(answer)
        for query, answer in answers.items()
        if not answer["distress"]
        or sections_of(answer)[:2] != ["get-help", "families#three-cards"]
        or (query in EMERGENCY) != ("questions/on-my-own#" in sections_of(answer)[2])
    }
    assert not wrong, wrong


@pytest.mark.parametrize(
    ("query", "section", "called"),
    [
        ("its 2am and im panicking", "get-help#a-bad-night", True),
        ("nightmare woke me up", "get-help#a-bad-night", True),
        ("panic attack", "get-help#a-bad-night", False),
        ("should i hide his guns", "families#three-cards", True),
        ("my husband is getting worse after mdma therapy", "families#three-cards", False),
        ("he hasnt slept in 3 days", "families#three-cards", False),
        ("does the va pay", "questions/getting-it#does-the-va-pay", False),
    ],
)
def test_a_bad_night_or_somebody_worse_leads_to_what_helps(ask, query, section, called):
    answer = ask([query])[0]
    assert any(one.startswith(section) for one in sections_of(answer)[: 2 if called else 1])
    assert answer["distress"] == called


def test_no_list_of_deaths_stands_beside_the_numbers(ask_all):
    for query, hits in ask_all([*DISTRESS, *EMERGENCY]).items():
        for hit in hits[1:]:
            shown = "".join([hit["title"], " ", *(part for part, _ in hit["parts"])])
            assert hit["url"].endswith("#three-cards") or not GRIM.search(shown), (query, shown)
        assert 3 <= len(hits) <= 10, query


def test_who_counts_or_studies_is_not_taken_for_one_in_distress(ask):
    answers = zip(NEUTRAL, ask(NEUTRAL), strict=True)
    assert not [query for query, answer in answers if answer["distress"]]


@pytest.mark.parametrize("where", ["published", "disk"])
def test_in_distress_the_numbers_stand_first_on_a_phone(open_page, server, disk, soups, where):
    place = server + "evidence/" if where == "published" else disk + "evidence/index.html"
    page = open_page(place, 390, 844, offline=where == "disk")
    page.click(".search-button")
    page.fill("#search-input", "i want to die")
    numbers = page.locator(".search-numbers a:visible")
    numbers.first.wait_for()
    called = [one.get_attribute("href") for one in numbers.all()]
    first = soups["get-help/index.html"].select_one("article li > a[href^='tel:']")
    assert called == [link["href"] for link in first.find_parent("ul").select("a")]
    assert called[:2] == ["tel:911", "tel:988"]
    assert "US veterans then press 1" in page.inner_text(".search-numbers")
    for link in [*numbers.all(), page.locator(".search-help a")]:
        box = link.bounding_box()
        assert box["height"] >= 44 and box["width"] >= 44, box
    assert numbers.first.bounding_box()["y"] < 200
    result = page.locator(".search-results a").first
    last = page.locator(".search-help a").bounding_box()
    assert last["y"] < result.bounding_box()["y"] < 600
    assert "Get help" in result.inner_text()
    page.fill("#search-input", "suicide rates in veterans")
    page.locator(".search-numbers").wait_for(state="hidden")
    assert not page.complaints


HARMED = [
    "therapist touched me",
    "my therapist kissed me",
    "my therapist slept with me",
    "therapist had sex with me",
    "my therapist raped me",
    "assaulted by therapist",
    "he touched me during the session",
    "kissed me",
    "touched me",
]


def test_who_was_harmed_by_a_therapist_is_led_to_help(ask):
    """And not to what is written of touch in the therapy, or of training."""
    wanted = {
        "get-help#after-harm-in-a-treatment-or-a-study",
        "questions/treatment#what-if-a-therapist-crosses-a-line",
    }
    found = dict(zip(HARMED, map(sections_of, ask(HARMED)), strict=True))
    wrong = {query: brought for query, brought in found.items() if not wanted <= set(brought)}
    assert not wrong, wrong


def test_excerpts_hold_no_leftovers_of_marks(pages):
    index = (PUBLISHED / "assets" / "search-index.js").read_text(encoding="utf-8")
    assert not re.findall(r"[.,;] , ", index)


def test_a_result_is_called_by_its_own_title(ask):
    """The menu's short name says nothing in a list of results."""
    (answer,) = ask(["side effects in trials"])
    titles = [hit["page"] for hit in answer["hits"]]
    assert "Adverse effects in trials" in titles, titles


def test_a_result_begins_with_the_first_sentence_of_its_section(ask, soups):
    (answer,) = ask(["is it addictive"])
    hit = answer["hits"][0]
    assert hit["url"].endswith("#is-it-addictive"), hit
    heading = soups[page_of(hit["url"]) + "/index.html"].find(id="is-it-addictive")
    first = heading.find_next("p").get_text().split(",")[0]
    assert "".join(part for part, _ in hit["parts"]).startswith(first), hit["parts"]


def test_a_page_about_the_site_never_comes_before_one_about_the_subject(ask):
    """For words of the subject; 'csv' and 'offline' are asked of the site."""
    about = {"about/data", "about/architecture", "about/changes", "about/source-statements"}
    asked = ["trials", "dose", "adverse events", "legal status", "timeline", "glossary", "methods"]
    for query, answer in zip(asked, ask(asked), strict=True):
        assert pages_of(answer)[0] not in about, (query, answer)


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
        ("watr", [["watr", "water"]], []),
        ("quentin brodsky", [], ["quentin", "brodsky"]),
        # an everyday word that no page has is not another word, or a medicine
        ("proven treatments", [], []),
        ("pending", [], []),
        ("wedding", [], ["wedding"]),
        ("clever county", [], ["clever", "county"]),
        ("bottle neck trumpet", [], ["trumpet"]),
        ("sertaline", [["sertaline", "sertraline"]], []),
        ("anxeity depresion", [["anxeity", "anxiety"], ["depresion", "depression"]], []),
    ],
)
def test_what_was_misspelt_and_what_is_unknown_is_told(ask, typed, read, strange):
    (answer,) = ask([typed])
    assert (answer["read"], answer["strange"]) == (read, strange)


def test_a_word_that_is_no_medicine_is_not_taken_for_one(ask):
    """A person in distress is not told that what they typed is not in our table."""
    medicines = ["neulasta", "zovirax valtrex", "neulasta with mdma", "is neulasta safe"]
    others = [
        "i feel bad tonight",
        "nightmare flashback tonight",
        "tonight",
        "he won't wake up",
        "wont wake",
        "can't go on tonight",
        "my friend xqzzy",
        "xqzzy yqzzx zqzzy",
        "zoloft",
    ]
    asked = [*medicines, *others]
    taken = [one for one, answer in zip(asked, ask(asked), strict=True) if answer["medicine"]]
    assert taken == medicines


def test_where_nothing_is_found_help_in_danger_comes_first(open_page, server):
    page = open_page(server, width=390, height=844)
    page.keyboard.press("Control+K")
    page.fill("#search-input", "xqzzy yqzzx zqzzy")
    said = page.locator(".search-status", has_text="Nothing found")
    said.wait_for()
    assert said.inner_text().startswith("If somebody is in danger, call")
    link = page.locator(".search-help a")
    assert link.bounding_box()["y"] < said.bounding_box()["y"]


def test_excerpts_show_no_words_that_only_find_a_section(ask, pages):
    index = (PUBLISHED / "assets" / "search-index.js").read_text(encoding="utf-8")
    documents = json.loads(index.removeprefix("window.siteIndex=").rstrip(";\n"))["documents"]
    (long,) = (one for one in documents if one["u"] == "society/legality/#states")
    words = long["x"].split("\n")[1]
    only = next(word for word in words.split() if word.isalpha() and len(word) > 8)
    (answer,) = ask([f"{long['t']} {only}"])
    texts = ["".join(part for part, _ in hit["parts"]) for hit in answer["hits"]]
    for text in texts:
        for words_shown in text.removesuffix(" …").split(" … "):
            assert any(words_shown in one["x"].split("\n")[0] for one in documents), words_shown


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
def test_names_ages_and_codes_are_understood(ask, asked, right):
    (answer,) = ask([asked])
    assert right in sections_of(answer), answer


def test_a_source_asked_for_by_author_and_year_comes_first(ask):
    (answer,) = ask(["vizeli 2017"])
    assert sections_of(answer)[0] == "references#ref-vizeli2017", answer


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


def test_a_heading_with_no_words_of_its_own_shows_those_of_its_first_part(ask):
    (answer,) = ask(["misconduct at a vancouver site"])
    hit = answer["hits"][0]
    assert hit["url"].endswith("#misconduct-at-a-vancouver-site"), hit
    assert len("".join(part for part, _ in hit["parts"])) > 40, hit
