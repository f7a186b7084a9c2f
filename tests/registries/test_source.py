"""`make source`: from an identifier or an export to a whole entry, and nothing by halves."""

from __future__ import annotations

import io
import json
import re
import sys
import time

import pytest
from registries.world import ANSWERS, World, notice, paper, work
from requests_ratelimiter import LimiterAdapter
from support import TESTS, findings, named

from sitebuild.model import sources
from sitebuild.registries import (
    clinicaltrials,
    crossref,
    draft,
    openalex,
    openlibrary,
    pubmed,
    registers,
    source,
    web,
    webpage,
)
from sitebuild.registries.notices import Notice


@pytest.fixture
def add(world, small, monkeypatch, capsys):
    """add(identifier or **environment) → (exit code, what was said); the file is add.file()."""

    def add_(asked="", **environment):
        monkeypatch.setenv("ID", asked)
        monkeypatch.setenv("BIB", environment.get("BIB", ""))
        code = source.run(small, world.client())
        return code, capsys.readouterr().out.strip()

    add_.root = small
    add_.file = lambda: (small / "references.bib").read_text(encoding="utf-8")
    add_.entry = lambda key: sources.read_text(add_.file())[0][key]
    return add_


def left(root) -> list[str]:
    """What `make check` says, without the place."""
    return [found.split(": ", 1)[1].split(" — ")[0] for found in findings(root)]


# ---- one command, and a clean check but for `checked`


def test_a_doi(world, add):
    world.works["10.1000/Abc.1".casefold()] = work("10.1000/Abc.1")
    world.papers["41234567"] = paper(
        "41234567", "10.1000/abc.1", PT=["Journal Article", "Randomized Controlled Trial"],
        SI=["ClinicalTrials.gov/NCT01234567"],
    )  # fmt: skip
    before = add.file()
    code, said = add("https://doi.org/10.1000/Abc.1")
    assert code == 0
    assert "added Tester et al. 2025" in said and "[@tester2025]" in said
    entry = add.entry("tester2025")
    assert entry.fields == {
        "author": "Tester, Jennifer M. and van der Probe, Bessel A. and Núñez, José",
        "title": "A trial of {MDMA} in adults with insomnia",
        "journal": "Journal of Imaginary Medicine",
        "year": "2025",
        "volume": "12",
        "number": "3",
        "pages": "1025--1033",
        "doi": "10.1000/Abc.1",
        "pmid": "41234567",
        "study": "randomized controlled trial",
        "registered": "NCT01234567",
        "funding": "A Foundation",
    }
    assert left(add.root) == ["tester2025 has no checked"]
    # in its place, and every other line as it was
    keys = re.findall(r"^@\w+\{([^,]+),", add.file(), re.M)
    assert keys == sorted(keys)
    assert add.file().replace(entry.bibtex(), "").rstrip() == before.rstrip()


IDENTIFIERS = [
    ("a PubMed number", "41234567"),
    ("PubMed's address", "https://pubmed.ncbi.nlm.nih.gov/41234567/"),
    ("a PMC number", "PMC7654321"),
    ("a page that names its DOI", "WEB/doi"),
]


@pytest.mark.parametrize("asked", named(IDENTIFIERS))
def test_other_names_of_the_same_paper(world, add, asked):
    world.works["10.1000/a"] = work("10.1000/a")
    world.papers["41234567"] = paper("41234567", "10.1000/a")
    world.pmc["PMC7654321"] = {"pmcid": "PMC7654321", "pmid": 41234567, "doi": "10.1000/a"}
    head = '<title>x</title><meta name="citation_doi" content="doi:10.1000/a">'
    world.pages["/doi"] = (200, {}, head)
    assert add(asked.replace("WEB", world.address + "/web"))[0] == 0
    assert add.entry("tester2025").get("pmid") == "41234567"
    assert left(add.root) == ["tester2025 has no checked"]


def test_titles_in_capitals_of_each_word_become_a_sentence(world, add):
    title = "The Effects of MDMA-Assisted Therapy on Zuberian Nurses With CAPS-5 Scores"
    world.works["10.1000/a"] = work("10.1000/a", title, subtitle=["A Randomized Trial"])
    code, said = add("10.1000/a")
    assert code == 0 and "look at the words that are small now" in said
    assert add.entry("tester2025").fields["title"] == (
        "The effects of {MDMA}-assisted therapy on zuberian nurses with {CAPS}-5 scores: "
        "A randomized trial"
    )
    assert left(add.root) == ["tester2025 has no checked"]


def test_pubmed_tells_which_words_are_names(world, add):
    world.works["10.1000/a"] = work("10.1000/a", "Sleep of Nurses in Zuberia After MDMA")
    world.papers["1"] = paper("1", "10.1000/a", "Sleep of nurses in Zuberia after MDMA.")
    add("10.1000/a")
    title = add.entry("tester2025").fields["title"]
    assert title == "Sleep of nurses in {Zuberia} after {MDMA}"


def test_a_retracted_paper_says_so_from_the_first_day(world, add):
    updates = [notice("retraction", source="retraction-watch"), notice("correction", "10.1000/c")]
    world.works["10.1000/a"] = work(
        "10.1000/a", "RETRACTED ARTICLE: A trial of MDMA in adults with insomnia",
        **{"updated-by": updates},
    )  # fmt: skip
    world.papers["1"] = paper(
        "1", "10.1000/a", PT=["Journal Article", "Retracted Publication"],
        RIN="J Imag Med. 2026 Feb 3;13(1):1. doi: 10.1000/notice. PMID: 42222222",
        ECI="J Imag Med. 2025 Dec;12(9):9. doi: 10.1000/eoc. PMID: 42222221",
    )  # fmt: skip
    add("10.1000/a")
    fields = add.entry("tester2025").fields
    assert fields["retracted"] == "2026-02-03, notice 10.1000/notice"
    assert fields["corrected"] == "2026-02-03, notice 10.1000/c"
    assert fields["concern"] == "2025-12, notice 10.1000/eoc"
    assert fields["title"] == "A trial of {MDMA} in adults with insomnia"


def test_who_paid_comes_from_where_it_is_known(world, add):
    world.works["10.1000/a"] = work("10.1000/a", funder=[])
    world.alex["10.1000/a"] = {
        "ids": {"pmid": "https://pubmed.ncbi.nlm.nih.gov/41234567"},
        "awards": [{"display_name": "A grant", "funder_display_name": "Wellcome & Co"}],
    }
    add("10.1000/a")
    entry = add.entry("tester2025")
    assert (entry.get("funding"), entry.get("pmid")) == ("Wellcome & Co", "41234567")
    world.works["10.1000/b"] = work("10.1000/b", "Another trial of sleep in adults", funder=[])
    _, said = add("10.1000/b")
    assert "no registry says who paid" in said


def test_a_preprint_says_what_it_became(world, add):
    world.works["10.1101/p"] = work(
        "10.1101/p", type="posted-content", volume="", issue="", page="", **{"container-title": []},
        relation={"is-preprint-of": [{"id-type": "doi", "id": "10.1000/a", "asserted-by": "x"}]},
    )  # fmt: skip
    code, said = add("10.1101/p")
    assert code == 0 and "it became 10.1000/a" in said
    assert add.entry("tester2025").kind == "misc"


def test_a_doi_of_another_agency(world, add):
    world.csl["10.5281/zenodo.1"] = {
        "type": "dataset", "title": "Data of a trial", "publisher": "Zenodo",
        "DOI": "10.5281/zenodo.1", "author": [{"family": "Tester", "given": "Jo"}],
        "issued": {"date-parts": [[2025, 5, 6]]},
    }  # fmt: skip
    assert add("10.5281/zenodo.1")[0] == 0
    assert add.entry("tester2025").get("publisher") == "Zenodo"
    assert left(add.root) == ["tester2025 has no checked"]


def study(number="NCT01234567", **status):
    return {
        "protocolSection": {
            "identificationModule": {"nctId": number, "briefTitle": "A Study of MDMA for Sleep"},
            "statusModule": {"overallStatus": "COMPLETED",
                             "lastUpdatePostDateStruct": {"date": "2026-05-06"}} | status,
            "sponsorCollaboratorsModule": {"leadSponsor": {"name": "A Sponsor"}},
        },
        "hasResults": False,
    }  # fmt: skip


def test_a_registry_number(world, add):
    world.studies["NCT01234567"] = study()
    assert add("nct01234567")[0] == 0
    entry = add.entry("nct01234567")
    assert entry.kind == "registry"
    assert entry.get("number") == "NCT01234567"
    assert entry.get("url") == "https://clinicaltrials.gov/study/NCT01234567"
    assert entry.fields["title"] == "A study of {MDMA} for sleep ({NCT01234567})"
    assert left(add.root) == ["nct01234567 has no checked"]


@pytest.mark.parametrize("isbn", ["978-0-14-312774-1", "9780143127741"])
def test_a_book(world, add, isbn):
    world.books["ISBN:9780143127741"] = {
        "title": "Keeping count", "subtitle": "a book of tests",
        "authors": [{"name": "Jane Tester"}, {"name": "Institute of Tests"}],
        "publishers": [{"name": "A Press"}], "publish_date": "September 8, 2015",
    }  # fmt: skip
    assert add(isbn)[0] == 0
    entry = add.entry("tester2015")
    assert entry.fields["author"] == "Tester, Jane and {Institute of Tests}"
    assert entry.title == "Keeping count: a book of tests"
    assert left(add.root) == ["tester2015 has no checked"]


LD = """<script type="application/ld+json">
{"@graph": [{"headline": "A law on MDMA passes", "datePublished": "2026-02-09T10:00:00Z",
 "author": [{"name": "Elise Tester"}], "publisher": {"name": "The Gazette"}}]}</script>"""
GRAPH = """<meta property="og:title" content="A law on MDMA passes | The Gazette">
<meta property="og:site_name" content="The Gazette">
<meta property="article:published_time" content="2026-02-09">"""
PAGES = [
    ("JSON-LD", LD, "Tester, Elise", "2026-02-09"),
    ("Open Graph", GRAPH, "{The Gazette}", "2026-02-09"),
]


@pytest.mark.parametrize(("head", "author", "day"), named(PAGES))
def test_a_page(world, add, head, author, day):
    world.pages["/news/law"] = (200, {}, f"<html><head>{head}</head><body></body></html>")
    assert add(f"{world.address}/web/news/law?utm_source=x")[0] == 0
    entry = next(one for one in sources.read_text(add.file())[0].entries.values()
                 if one.kind == "online" and not one.fields.get("checked"))  # fmt: skip
    assert entry.fields["title"] == "A law on {MDMA} passes"
    assert entry.fields["author"] == author
    assert entry.get("date") == day
    assert "utm_source" not in entry.get("url")
    assert left(add.root) == [f"{entry.key} has no checked"]


def test_a_page_that_says_only_its_title():
    said = webpage.read("<title>A law\n passes</title>", "https://www.example.org/law")
    assert said == ("https://www.example.org/law", "A law passes", [], "example.org", "", "")
    with pytest.raises(web.Trouble, match="does not say what it is called"):
        webpage.read("<p>Nothing.</p>", "https://example.org/law")


WRITTEN = [
    ("https://dx.doi.org/10.1000/A", "doi", "10.1000/A"),
    ("doi:10.1000/a.", "doi", "10.1000/a"),
    ("PMID: 41234567", "pmid", "41234567"),
    ("https://www.ncbi.nlm.nih.gov/pubmed/41234567", "pmid", "41234567"),
    ("https://pmc.ncbi.nlm.nih.gov/articles/PMC123/", "pmc", "PMC123"),
    ("PMCID: pmc123", "pmc", "PMC123"),
    ("https://clinicaltrials.gov/study/NCT01234567?tab=results", "trial", "NCT01234567"),
    ("2019-000265-23", "trial", "2019-000265-23"),
    ("ISBN-13: 978-0-14-312774-1", "isbn", "9780143127741"),
    ("0-14-312774-8", "isbn", "0143127748"),
    ("<https://example.org/a>", "web", "https://example.org/a"),
]


@pytest.mark.parametrize(("text", "kind", "value"), WRITTEN)
def test_what_an_identifier_is(text, kind, value):
    assert draft.identify(text) == (kind, value)


def test_services_may_leave_out_what_they_do_not_know(world):
    world.alex["10.1000/a"] = {}
    world.books["ISBN:1"] = {"title": "A"}
    world.studies["NCT01234567"] = study()
    client = world.client()
    assert (openalex.by_doi(client, "10.1000/a").pmid, openalex.Work().paid) == ("", [])
    assert openlibrary.by_isbn(client, "1").fields["year"] == ""
    record = clinicaltrials.by_number(client, "NCT01234567")
    assert record.protocol.arms_interventions_module.arm_groups == []


# ---- what is there already


def test_a_work_that_is_there_is_told_and_nothing_written(world, add):
    before = add.file()
    assert add("10.1000/XYZ_1")[1] == "10.1000/XYZ_1 is there already: cite it as [@doe2021]"
    assert world.asked == []  # nobody had to be asked
    path = add.root / "export.ris"
    path.write_text(
        "TY  - JOUR\nTI  - A Trial of MDMA: Results\nAU  - Doe, Jane\nJO  - J\nPY  - 2021\nER  - ",
        encoding="utf-8",
    )
    code, said = add(BIB=str(path))
    assert code == 0 and "is there already: cite it as [@doe2021]" in said
    assert add.file() == before


def test_the_same_title_under_another_doi_is_said(world, add):
    world.works["10.1000/other"] = work(
        "10.1000/other", "A Trial of MDMA: Results", [("Jane", "Doe")], issued=(2021, 1, 1)
    )
    code, said = add("10.1000/other")
    assert code == 0 and "[@doe2021] has the same title and year" in said


def test_twice_is_once(world, add):
    world.works["10.1000/a"] = work("10.1000/a")
    add("10.1000/a")
    once = add.file()
    assert "is there already" in add("10.1000/a")[1]
    assert add.file() == once


# ---- exports


EXPORTS = sorted(path for path in (TESTS / "unit" / "exports").iterdir()
                 if path.suffix in (".bib", ".ris", ".nbib", ".enw", ".json"))  # fmt: skip


def test_an_export_of_every_program_is_clean_but_for_checked(add):
    """What Google Scholar and others give no way to is asked for in the same finding."""
    before = add.file()
    for path in EXPORTS:
        code, said = add(BIB=str(path))
        assert code == 0 and "from the export" in said, path.name
        (told,) = left(add.root)
        assert re.fullmatch(r"tester2025\w* has no checked(, no DOI, .*)?", told), path.name
        (add.root / "references.bib").write_text(before, encoding="utf-8")


def test_an_export_of_what_is_there_or_on_standard_input(add, monkeypatch):
    add(BIB=str(EXPORTS[0]))
    for path in EXPORTS[1:4]:
        assert "is there already" in add(BIB=str(path))[1], path.name
    text = (
        "TY  - JOUR\nTI  - Sleep\nAU  - Sandman, Jane\nJO  - J\nPY  - 2020\nDO  - 10.1000/z\nER  - "
    )
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))
    assert add()[0] == 0
    assert add.entry("sandman2020").get("doi") == "10.1000/z"


@pytest.mark.parametrize(("text", "told"), named([
    ("nothing", "", "say what to add"),
    ("no export", "Dear all, see below.", "no entry can be read in this"),
]))  # fmt: skip
def test_an_export_that_is_none(add, monkeypatch, text, told):
    before = add.file()
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))
    code, said = add()
    assert code == 1 and said.startswith(told) and "\n" not in said
    assert add.file() == before
    assert add(BIB="no-such.bib") == (1, "no-such.bib: the file is missing")


ISRCTN = """<allTrials totalCount="1" xmlns="http://www.67bricks.com/isrctn"><fullTrial>
<trial lastUpdated="2026-09-08T10:00:22.861Z" publicIdentifierCanonical="ISRCTN12345678">
<trialDescription><title>Sleep after  MDMA</title></trialDescription></trial>
</fullTrial></allTrials>"""
CTIS = json.dumps({
    "ctNumber": "2024-512345-12-00",
    "publishDate": "2026-09-26T03:42:53.9",
    "authorizedApplication": {"authorizedPartI": {"trialDetails": {
        "clinicalTrialIdentifiers": {"fullTitle": "Sleep after MDMA", "publicTitle": "Sleep"}}}},
})  # fmt: skip
OF_REGISTERS = [
    ("ISRCTN", "isrctn12345678", "/isrctn/api/trial/ISRCTN12345678/format/default", ISRCTN,
     "Sleep after {MDMA} ({ISRCTN12345678})", "2026-09-08",
     "https://www.isrctn.com/ISRCTN12345678"),
    ("CTIS", "2024-512345-12-00", "/ctis/ctis-public-api/retrieve/2024-512345-12-00", CTIS,
     "Sleep after {MDMA} (2024-512345-12-00)", "2026-09-26",
     "https://euclinicaltrials.eu/ctis-public/view/2024-512345-12-00"),
    ("EudraCT", "2019-000265-23",
     "/euctr/ctr-search/search?query=eudract_number:2019-000265-23", "EudraCT 2019-000265-23",
     "Registry record 2019-000265-23", "",
     "https://www.clinicaltrialsregister.eu/ctr-search/search?query=eudract_number:2019-000265-23"),
    ("ANZCTR", "ACTRN12625000219886", "/anzctr/ACTRN12625000219886.aspx", "ACTRN12625000219886",
     "Registry record {ACTRN12625000219886}", "",
     "https://www.anzctr.org.au/ACTRN12625000219886.aspx"),
    ("jRCT", "jRCTs061180028", "/jrct/en-latest-detail/jRCTs061180028", "Number: jRCTs061180028",
     "Registry record {jRCTs061180028}", "",
     "https://jrct.mhlw.go.jp/en-latest-detail/jRCTs061180028"),
]  # fmt: skip


def test_each_register_has_its_case():
    assert len(OF_REGISTERS) == len(registers.REGISTERS)


@pytest.mark.parametrize(("asked", "path", "text", "title", "day", "address"), named(OF_REGISTERS))
def test_other_registers_than_clinicaltrials_gov(
    world, add, asked, path, text, title, day, address
):
    service = "/" + path.split("/")[1]
    world.pages[path.removeprefix(service)] = (200, {}, text)
    code, said = add(asked)
    assert code == 0, said
    plain = asked.lower().replace("-", "")
    entry = add.entry(plain if plain[0].isalpha() else f"eu{plain}")
    assert entry.kind == "registry"
    assert entry.fields["title"] == title
    assert (entry.get("date"), entry.get("url")) == (day, address)
    assert ("write the title that it gives" in said) == (not day)
    assert add(asked)[1].startswith(f"{asked} is there already")


@pytest.mark.parametrize(("text", "told"), [(ISRCTN[:-9], "broke off"), ("<allTrials/>", "has no")])
def test_a_register_that_gives_half_or_nothing(world, add, text, told):
    world.pages["/api/trial/ISRCTN12345678/format/default"] = (200, {}, text)
    code, said = add("ISRCTN12345678")
    assert code == 1 and f"ISRCTN registry {told}" in said and "\n" not in said


# ---- bad weather: one line, nothing written, a rerun goes on

WEATHER = [
    ("unknown", {}, "10.1000/gone", "neither Crossref nor doi.org has 10.1000/gone"),
    ("a slip", {}, "10.1000", "'10.1000' is none of what can be looked up"),
    ("a wrong ISBN", {}, "9780143127742", "'9780143127742' is no ISBN"),
    ("a register's slip", {}, "ACTRN12612000219886",
     "Clinical Trials Registry has no ACTRN12612000219886"),
    ("a register not known", {}, "NTR1234", "no register is known here by this form"),
    ("429 for ever", {"path": "/crossref", "status": 429}, "10.1000/a", "fewer questions (429)"),
    ("500 for ever", {"path": "/crossref", "status": 500}, "10.1000/a", "with an error (500)"),
    ("half", {"path": "/crossref", "cut": 40}, "10.1000/a", "Crossref cannot be reached"),
    ("not JSON", {"path": "/crossref", "body": b'{"mess'}, "10.1000/a", "Crossref broke off"),
    ("shape", {"path": "/crossref", "body": b'{"message": {"DOI": 3}}'}, "10.1000/a",
     "Crossref answers in another shape than it did (DOI)"),
    ("PubMed's shape", {"path": "efetch", "body": b"<html>"}, "41234567", "another shape"),
    ("half of PubMed", {"path": "efetch", "body": b"\nPMID- 41234567\nOWN - NLM\n"}, "41234567",
     "PubMed gave half of its record"),
    ("an unknown number", {}, "99", "PubMed has no 99"),
    ("a copy", {}, "https://www.researchgate.net/x", "https://www.researchgate.net/x is "),
    ("a page gone", {}, "WEB/none", "is gone (404)"),
    ("a locked page", {"path": "/web", "status": 403}, "WEB/none", "cannot be read (403)"),
]  # fmt: skip


@pytest.mark.parametrize(("fault", "asked", "told"), named(WEATHER))
def test_bad_weather(world, add, fault, asked, told):
    world.works["10.1000/a"] = work("10.1000/a")
    if fault:
        world.fault(**fault)
    before = add.file()
    code, said = add(asked.replace("WEB", world.address + "/web"))
    assert code == 1
    assert told in said and "\n" not in said and "Traceback" not in said
    assert add.file() == before
    assert [path.name for path in add.root.glob(".references*")] == []


def test_a_slow_server(world, add, monkeypatch):
    monkeypatch.setattr(web, "PATIENCE", (1, 0.1))
    world.works["10.1000/a"] = work("10.1000/a")
    world.fault("/crossref", wait=0.4)
    code, said = add("10.1000/a")
    assert (code, said) == (1, "10.1000/a: Crossref was too slow to answer: run the command again")


def test_no_network(add, monkeypatch, capsys):
    lost = World()
    client = lost.client()
    lost.close()
    monkeypatch.setenv("ID", "10.1000/a")
    assert source.run(add.root, client) == 1
    assert "Crossref cannot be reached" in capsys.readouterr().out


@pytest.mark.parametrize(("path", "times"), [("/crossref", 2), ("/pubmed", 1)])
def test_a_service_that_asks_for_patience_is_asked_again(world, add, path, times):
    world.works["10.1000/a"] = work("10.1000/a")
    world.papers["41234567"] = paper("41234567", "10.1000/a")
    world.fault(path, times=times, status=429, headers={"Retry-After": "0"})
    assert add("10.1000/a")[0] == 0
    assert add.entry("tester2025").get("pmid") == "41234567"


def test_without_pubmed_the_entry_is_made_and_it_is_said(world, add):
    world.works["10.1000/a"] = work("10.1000/a")
    world.fault("/pubmed", status=503)
    code, said = add("10.1000/a")
    assert code == 0 and "without PubMed: PubMed answered with an error (503)" in said


def test_two_records_of_one_paper(world, add):
    world.works["10.1000/a"] = work("10.1000/a")
    for pmid in ("41234567", "41234568"):
        world.papers[pmid] = paper(pmid, "10.1000/a")
    code, said = add("10.1000/a")
    assert code == 0 and "PubMed has 2 records of this DOI (41234567, 41234568)" in said
    assert not add.entry("tester2025").get("pmid")


def test_several_at_once_each_for_itself(world, add):
    world.works["10.1000/a"] = work("10.1000/a")
    code, said = add("10.1000/gone 10.1000/a")
    assert code == 1 and len(re.findall("added|neither", said)) == 2
    assert add.entry("tester2025")


def test_a_rerun_asks_nobody_again_and_writes_down_no_address(world, tmp_path, monkeypatch):
    monkeypatch.setenv("MAILTO", "us@example.org")
    world.works["10.1000/a"] = work("10.1000/a")
    cache = tmp_path / "kept.sqlite"
    crossref.by_doi(world.client(cache), "10.1000/a")
    crossref.by_doi(world.client(cache), "10.1000/a")
    assert len(world.asked) == 1
    assert "mailto=us%40example.org" in world.asked[0]
    assert any("mailto:us@example.org" in agent for agent in world.agents)
    assert b"us@example.org" not in cache.read_bytes() and b"us%40" not in cache.read_bytes()


def test_the_pace_of_a_service_is_kept(world):
    world.papers = {str(number): paper(str(number)) for number in range(8)}
    client = world.client()
    rate = web.SERVICES["pubmed"].per_second
    client.session.mount(f"{world.address}/pubmed", LimiterAdapter(per_second=rate))
    begun = time.monotonic()
    for number in world.papers:
        pubmed.by_pmid(client, number)
    assert time.monotonic() - begun > 2  # the first three at once, three more each second
    for name, service in web.SERVICES.items():
        adapter = web.Client().session.get_adapter(f"{service.address}/x")
        assert isinstance(adapter, LimiterAdapter), name


# ---- what the services were recorded to send


@pytest.mark.parametrize("path", sorted(ANSWERS.glob("crossref-*.json")), ids=lambda p: p.stem)
def test_recorded_answers_of_crossref(world, add, path):
    item = json.loads(path.read_text(encoding="utf-8"))["message"]
    world.works[item["DOI"].casefold()] = item
    code, _ = add(item["DOI"])
    assert code == 0
    (told,) = left(add.root)
    assert told.endswith(" has no checked")


def test_a_recorded_correction(world):
    path = ANSWERS / "crossref-journal-pone-0033693.json"
    world.works["10.1371/journal.pone.0033693"] = json.loads(path.read_text())["message"]
    found = crossref.by_doi(world.client(), "10.1371/journal.pone.0033693")
    where = "10.1371/annotation/c76da2c1-ccb8-4797-94c1-359d3ceceeda"
    assert found.notices == [Notice("corrected", "2012-05-08", where, "Crossref")]


def test_recorded_answers_of_pubmed(world):
    text = (ANSWERS / "pubmed-biopython.txt").read_text(encoding="utf-8")
    world.papers = dict.fromkeys(("16403221", "16377612", "14871861", "14630660"), text)
    found = pubmed.by_pmid(world.client(), "16377612")
    assert found.raw.fields["doi"] == "10.1093/bioinformatics/btk021"
    assert found.raw.fields["author"].startswith("Pritchard, Leighton and White, Jennifer A")
    assert found.title.endswith("visualization of large-scale genomic data")
