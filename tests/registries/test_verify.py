"""`make verify`: what differs, what was retracted and what moved is found, all else agrees."""

from __future__ import annotations

import json
import random
import re
from collections import Counter

import pytest
from registries.world import notice, paper, work
from support import findings, mkdocs_build, named

from sitebuild import weekly
from sitebuild.fixes import moved
from sitebuild.model import compared, sources
from sitebuild.model import site as model
from sitebuild.model.records import Status
from sitebuild.registries import addresses, compare, verify, wayback, web
from sitebuild.rules import registries as rules
from sitebuild.views.references import references

ENTRY = """\
@article{tester2025,
  author = {Tester, Jennifer M. and van der Probe, B. and Núñez, José},
  title = {A trial of {MDMA} in adults with insomnia},
  journal = {Journal of Imaginary Medicine},
  year = {2025},
  volume = {12},
  number = {3},
  pages = {1025--1033},
  doi = {10.1000/a},
  pmid = {41234567},
  checked = {2026-01-02 abstract},
}
"""
ALL = ["author", "title", "journal", "year", "volume", "number", "pages", "doi"]


def one(text=ENTRY):
    return next(iter(sources.read_text(text)[0].entries.values()))


def by_crossref(world, entry=None, **more):
    world.works["10.1000/a"] = work("10.1000/a", **more)
    found = verify.crossref.by_doi(world.client(), "10.1000/a")
    return compare.compare(entry or one(), compare.of_crossref(found))


def by_pubmed(world, **more):
    world.papers["41234567"] = paper("41234567", "10.1000/a", **more)
    found = verify.pubmed.by_pmid(world.client(), "41234567")
    return compare.compare(one(), compare.of_pubmed(found))


# ---- fields

HARMLESS = [
    ("the same", {}),
    ("capitals", {"title": "A Trial of MDMA in Adults With Insomnia"}),
    ("tags", {"title": "A <i>trial</i> of MDMA in adults with insomnia"}),
    ("retracted", {"title": "RETRACTED: A trial of MDMA in adults with insomnia"}),
    ("a subtitle", {"title": "A trial of MDMA", "subtitle": ["in adults with insomnia"]}),
    ("short pages", {"page": "1025-33"}),
    ("first page", {"page": "1025"}),
    ("a short journal", {"container-title": ["J Imag Med"]}),
    ("The", {"container-title": ["The Journal of Imaginary Medicine"]}),
    ("initials", {"authors": [("J", "Tester"), ("Bessel", "Probe"), ("J.", "Nunez")]}),
    ("a group", {"authors": [("J", "Tester"), ("Bessel", "Probe"), ("J.", "Nunez")],
                 "extra": {"name": "A Study Group"}}),
    ("a year in print", {"issued": (2024, 12, 1),
                         "published-print": {"date-parts": [[2025, 3]]}}),
    ("DOI in capitals", {"DOI": "10.1000/A"}),
]  # fmt: skip


@pytest.mark.parametrize("more", named(HARMLESS))
def test_another_form_of_the_same_agrees(world, more):
    extra = more.pop("extra", None)
    if extra:
        item = work("10.1000/a", **more)
        world.works["10.1000/a"] = item | {"author": [*item["author"], extra]}
        found = verify.crossref.by_doi(world.client(), "10.1000/a")
        agrees, differs = compare.compare(one(), compare.of_crossref(found))
    else:
        agrees, differs = by_crossref(world, **more)
    assert (agrees, differs) == (ALL, {})


WRONG = [
    ("title", "title", {"title": "A trial of LSD in adults with insomnia"}),
    ("journal", "journal", {"container-title": ["Journal of Real Medicine"],
                            "short-container-title": []}),
    ("year", "year", {"issued": (2024, 3, 1)}),
    ("volume", "volume", {"volume": "13"}),
    ("number", "number", {"issue": "4"}),
    ("first page", "pages", {"page": "1026-1033"}),
    ("last page", "pages", {"page": "1025-1034"}),
    ("doi", "doi", {"DOI": "10.1000/b"}),
    ("an author more", "author", {"authors": [("Jennifer M.", "Tester"), ("Bessel", "Probe"),
                                              ("José", "Núñez"), ("A.", "Fourth")]}),
    ("a name", "author", {"authors": [("J.", "Toaster"), ("B.", "Probe"), ("J.", "Núñez")]}),
    ("an initial", "author", {"authors": [("K.", "Tester"), ("B.", "Probe"), ("J.", "Núñez")]}),
    ("an order", "author", {"authors": [("B.", "Probe"), ("J.", "Tester"), ("J.", "Núñez")]}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "more"), named(WRONG))
def test_another_value_differs(world, name, more):
    agrees, differs = by_crossref(world, **more)
    assert list(differs) == [name]
    assert set(agrees) == set(ALL) - {name}


def test_pubmed_agrees_in_its_own_forms(world):
    agrees, differs = by_pubmed(world, PG="1025-33", DP="2025 Mar-Apr", TI="[A trial of MDMA in "
                                "adults with insomnia].", JT="Journal of imaginary medicine "
                                "(Bethesda, Md.)")  # fmt: skip
    assert (agrees, differs) == ([*ALL, "pmid"], {})
    assert by_pubmed(world, AID=["10.1000/other [doi]"])[1] == {"doi": "10.1000/other"}


def test_what_one_of_both_does_not_give_is_neither(world):
    agrees, differs = by_crossref(world, issue="", page="")
    assert differs == {} and not {"number", "pages"} & set(agrees)


# ---- a hundred planted among all sources of this site


def as_crossref(entry) -> dict:
    """An entry as Crossref would give it, in other forms of the same."""
    people = [{"family": p.family, "given": p.given} if p.family else {"name": p.literal}
              for p in entry.names.people]  # fmt: skip
    more = [{"family": "Left", "given": "Out"}] * entry.more_authors
    year = int(entry.year or 2000)
    return work(
        entry.get("doi"), entry.title.upper(), [], issued=(year, 1, 1),
        volume=entry.get("volume"), issue=entry.get("number"),
        page=entry.get("pages").replace("–", "-"), author=[*people, *more],
        **{"container-title": [entry.get("journal")], "short-container-title": []},
    )  # fmt: skip


def as_pubmed(entry) -> str:
    names = [f"{p.family}, {p.given}" if p.family else "" for p in entry.names.people]
    return paper(
        entry.get("pmid"), entry.get("doi"), entry.title + ".", [],
        FAU=[*filter(None, names), *(["Left, Out"] * entry.more_authors)],
        CN=[p.literal for p in entry.names.people if p.literal],
        VI=entry.get("volume"), IP=entry.get("number"), PG=entry.get("pages").replace("–", "-"),
        JT=entry.get("journal"), TA="", DP=f"{entry.year} Jan",
    )  # fmt: skip


def as_study(number, title, trial=None) -> dict:
    status: dict = {"overallStatus": "COMPLETED"}
    design: dict = {}
    if trial:
        ours = next(theirs for theirs, known in compare.STATUSES.items() if trial.status in known)
        status["overallStatus"] = ours
        for name, day in (("startDateStruct", trial.start), ("completionDateStruct", trial.end)):
            if day:
                status[name] = {"date": day, "type": "ACTUAL"}
        if trial.n_planned is not None:
            design = {"enrollmentInfo": {"count": trial.n_planned, "type": "ESTIMATED"}}
    return {
        "protocolSection": {
            "identificationModule": {"nctId": number, "briefTitle": title},
            "statusModule": status,
            "sponsorCollaboratorsModule": {"leadSponsor": {"name": "A Sponsor"}},
            "designModule": design,
        },
        "hasResults": False,
    }


def fill(world, site) -> None:
    """The world says of every source what references.bib says."""
    for entry in site.bibliography.entries.values():
        if doi := entry.get("doi"):
            world.works[doi.casefold()] = as_crossref(entry)
        if pmid := entry.get("pmid"):
            world.papers[pmid] = as_pubmed(entry)
        number = entry.get("number")
        if entry.kind == "registry" and number.startswith("NCT"):
            world.studies[number] = as_study(number, entry.title)
    for trial in site.data.trials:
        for number in trial.registry:
            known = world.studies.get(number, {}).get("protocolSection", {})
            title = known.get("identificationModule", {}).get("briefTitle", "A title")
            world.studies[number] = as_study(number, title, trial)


KINDS = ["retraction", "expression_of_concern", "correction", "erratum"]


def plant(world, site) -> Counter:
    """A hundred slips, retractions and changes of status: (record, what) → how often told."""
    dice = random.Random(18)
    # what is recorded already is told in another way
    entries = [e for e in site.bibliography.entries.values() if e.get("doi") and e.get("volume")
               and e.get("pages") and e.kind == "article"
               and not sources.NOTICES.keys() & e.fields.keys()]  # fmt: skip
    chosen = dice.sample(entries, 75)
    planted: Counter = Counter()
    for at, entry in enumerate(chosen[:50]):
        item = world.works[entry.get("doi").casefold()]
        name = ("title", "volume", "year", "pages", "author")[at % 5]
        match name:
            case "title":
                item["title"] = [item["title"][0] + " IN MICE"]
            case "volume":
                item["volume"] += "1"
            case "year":
                item["issued"] = {"date-parts": [[1901]]}
            case "pages":
                item["page"] = "7" + item["page"]
            case "author":
                item["author"][0] = {"family": "Nobody", "given": "X."}
        planted[entry.key, name] += 1
    for at, entry in enumerate(chosen[50:75]):
        kind = KINDS[at % 4]
        world.works[entry.get("doi").casefold()]["updated-by"] = [notice(kind, f"10.1000/n{at}")]
        planted[entry.key, verify.crossref.KINDS[kind]] += 1
    single = [t for t in site.data.trials
              if len([n for n in t.registry if n.startswith("NCT")]) == 1]  # fmt: skip
    for trial in dice.sample(single, 25):
        number = next(n for n in trial.registry if n.startswith("NCT"))
        status = world.studies[number]["protocolSection"]["statusModule"]
        new = "WITHDRAWN" if trial.status != Status.WITHDRAWN else "COMPLETED"
        status["overallStatus"] = new
        planted[trial.id, "status"] += 1
    return planted


def told(root) -> Counter:
    """(record, what) of all that the written file tells."""
    found = compared.read(root)[0]
    rows = Counter((r.key, name) for r in found.compared for name in r.differs)
    rows.update((r.key, one.kind) for r in found.compared for one in r.notices)
    rows.update((r.id, name) for r in found.trials for name in r.differs)
    return rows


def test_a_hundred_planted_are_all_found_and_nothing_else(world, copy, monkeypatch, capsys):
    monkeypatch.setattr(weekly, "addresses", lambda site: {})
    site = model.read(copy)
    fill(world, site)
    assert verify.run(copy, world.client()) == 0
    assert told(copy) == Counter()  # nothing planted, nothing told
    before = len(world.asked)
    planted = plant(world, site)
    assert planted.total() == 100
    assert verify.run(copy, world.client()) == 1
    assert told(copy) == planted
    said = capsys.readouterr().out
    assert "## Not recorded here" in said and "| 7" in said
    # what must be recorded stops a release, each once
    unrecorded = [line for line in findings(copy) if " by Crossref — add " in line]
    assert len(unrecorded) == 25
    assert sum("say it in each sentence that cites it" in line for line in unrecorded) == 7
    print(f"{before} questions a run")


# ---- what is kept


@pytest.fixture
def small_world(world, small, monkeypatch):
    """The small site with one paper that the registries know."""
    monkeypatch.setattr(weekly, "addresses", lambda site: {})
    path = small / "references.bib"
    path.write_text(path.read_text(encoding="utf-8") + "\n" + ENTRY, encoding="utf-8")
    topic = small / "docs" / "topic.md"
    topic.write_text(topic.read_text(encoding="utf-8") + "\nMore.[@tester2025]\n", encoding="utf-8")
    world.works["10.1000/xyz_1"] = work("10.1000/xyz_1", "A trial of MDMA: results")
    world.works["10.1000/xyz_2"] = work("10.1000/xyz_2", "A study that was taken back")
    world.works["10.1000/a"] = work("10.1000/a")
    world.papers["41234567"] = paper("41234567", "10.1000/a")
    world.root = small
    return world


def test_before_a_run_nothing_is_said(small):
    assert not (small / compared.FILE).exists()
    assert compared.read(small)[0] == compared.Comparisons()


def test_what_was_compared_holds_while_the_entry_says_the_same(small_world, capsys):
    root = small_world.root
    verify.run(root, small_world.client())
    site = model.read(root)
    entry = site.bibliography["tester2025"]
    assert {(one.by, *one.agrees) for one in site.compared.of(entry)} == {
        ("Crossref", *ALL), ("PubMed", *ALL, "pmid"),
    }  # fmt: skip
    path = root / "references.bib"
    path.write_text(path.read_text("utf-8").replace("{12}", "{13}"), encoding="utf-8")
    site = model.read(root)
    assert site.compared.of(site.bibliography["tester2025"]) == []


def test_the_page_of_references_says_so(small_world):
    root = small_world.root
    path = root / "references.bib"
    unseen = "  unseen = {year},\n  corrected = {2026-02-03, notice 10.1000/n},\n"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace(
            "  checked = {2026-01-02 abstract},\n}\n",
            f"  checked = {{2026-01-02 abstract}},\n{unseen}}}\n",
        ),
        "utf-8",
    )

    def shown():
        return {one.key: one for one in references(model.read(root)).entries}["tester2025"]

    assert (shown().compared, shown().unseen) == ("", "Not compared: the year")
    verify.run(root, small_world.client())
    assert re.fullmatch(r"Compared with Crossref and PubMed, \d{4}-\d\d-\d\d", shown().compared)
    assert shown().unseen == ""
    assert shown().notices == ["Corrected 2026-02-03: notice 10.1000/n"]
    done = mkdocs_build(root)
    assert done.returncode == 0, done.stdout
    page = (root / "out" / "sources" / "index.html").read_text(encoding="utf-8")
    (own,) = re.findall(r'<li [^>]*id="ref-tester2025">(.*?)</li>', page, re.S)
    assert re.search(
        r"abstract or registry record read, 2026-01-02\s*· Compared with Crossref", own
    )
    assert "Corrected 2026-02-03: notice 10.1000/n" in own
    assert page.count("Compared with") == 3  # whatever was asked for, and nothing else
    small_world.works["10.1000/a"]["volume"] = "13"
    verify.run(root, small_world.client())
    assert shown().compared.endswith("; there another volume")


def test_a_service_that_fails_leaves_what_stands_and_a_rerun_goes_on(small_world, capsys):
    root = small_world.root
    assert verify.run(root, small_world.client()) == 0
    whole = (root / compared.FILE).read_text(encoding="utf-8")
    small_world.fault("/pubmed", times=6, status=503)
    assert verify.run(root, small_world.client()) == 1
    assert "PubMed answered with an error (503)" in capsys.readouterr().out
    assert (root / compared.FILE).read_text(encoding="utf-8") == whole


def test_a_stopped_run_asks_only_what_is_open(small_world, tmp_path, capsys):
    cache = tmp_path / "kept.sqlite"
    small_world.fault("/pubmed", status=503)
    verify.run(small_world.root, small_world.client(cache))
    small_world.faults.clear()
    small_world.asked.clear()
    assert verify.run(small_world.root, small_world.client(cache)) == 0
    assert small_world.asked and all("/pubmed/" in path for path in small_world.asked)


def test_a_service_that_is_down_is_left_alone(world, copy, monkeypatch, capsys):
    monkeypatch.setattr(weekly, "addresses", lambda site: {})
    fill(world, model.read(copy))
    world.fault("/crossref", status=500)
    assert verify.run(copy, world.client()) == 1
    said = capsys.readouterr().out
    assert re.search(r"Crossref was left alone after 5 troubles in a row, \d+ questions open", said)
    assert world.count("/crossref/") < 120


def test_numbers_that_nobody_knows_are_told(small_world, capsys):
    small_world.works.clear()
    small_world.papers.clear()
    verify.run(small_world.root, small_world.client())
    assert told(small_world.root) == Counter({
        ("doe2021", "doi"): 1, ("moe2019", "doi"): 1,
        ("tester2025", "doi"): 1, ("tester2025", "pmid"): 1,
    })  # fmt: skip


def test_a_file_that_cannot_be_read_is_one_finding(small):
    (small / compared.FILE).write_text('{"compared": [{"key": 3}]}', encoding="utf-8")
    (line,) = findings(small)
    assert "this is not what make verify writes (compared.0.key)" in line


# ---- notices that are recorded are not told again

RECORDED = [
    ("its day", "retracted = {2026-02-03, why}", "retraction", True),
    ("a later day", "retracted = {2026-03, why}", "retraction", True),
    ("the notice", "corrected = {2026, see 10.1000/Notice}", "erratum", True),
    ("worse", "retracted = {2026-02-03, why}", "correction", True),
    ("another kind", "corrected = {2026-02-03, why}", "retraction", False),
    ("an earlier one", "corrected = {2025-02-03, 10.1000/x}", "correction", False),
    ("nothing", "", "expression_of_concern", False),
]


@pytest.mark.parametrize(("written", "kind", "known"), named(RECORDED))
def test_a_recorded_notice_is_silent(written, kind, known):
    entry = one(ENTRY.replace("  checked", f"  {written},\n  checked" if written else "  checked"))
    what = compared.Noticed(
        kind=verify.crossref.KINDS[kind], day="2026-02-03", where="10.1000/notice", by="Crossref"
    )
    assert rules.recorded(entry, what) is known


def test_one_thing_is_told_once_by_all_who_say_it(small_world, capsys):
    updates = [notice("correction", "10.1000/first", (2025, 5, 1)), notice("correction"),
               notice("retraction", "10.1000/r"),
               notice("retraction", "10.1000/r", source="retraction-watch")]  # fmt: skip
    small_world.works["10.1000/a"]["updated-by"] = updates
    small_world.papers["41234567"] = paper(
        "41234567", "10.1000/a", PT=["Journal Article", "Retracted Publication"],
        RIN="J Imag Med. 2026 Feb 3;1(1):1. doi: 10.1000/r. PMID: 2",
    )  # fmt: skip
    assert verify.run(small_world.root, small_world.client()) == 1
    told = [line.split(": ", 2)[2] for line in findings(small_world.root)]
    mends = {line.split(" — ")[0]: line.split(" — ")[1] for line in told}
    assert len(told) == 2 and list(mends) == [
        "corrected, by Crossref",
        "retracted, by Crossref and PubMed",
    ]
    assert mends["corrected, by Crossref"].endswith("{2026-02-03, notice 10.1000/notice}")
    assert "{2026-02-03, notice 10.1000/r}, and say it in each" in "".join(mends.values())
    path = small_world.root / "references.bib"
    checked = "  checked = {2026-01-02 abstract},\n"
    recorded = f"{checked}  retracted = {{2026-02-03, notice 10.1000/r}},\n}}\n"
    text = path.read_text("utf-8").replace(f"{checked}}}\n", recorded)
    path.write_text(text, encoding="utf-8")
    left = findings(small_world.root)  # what cites it must say so from now on
    assert left and all("and what cites it does not say so" in line for line in left)


# ---- addresses


def test_addresses(world, small, monkeypatch, capsys):
    base = f"{world.address}/web"
    world.pages = {
        "/here": (200, {}, "yes"),
        "/old": (301, {"Location": f"{base}/new?utm_source=x"}, ""),
        "/new": (200, {}, "yes"),
        "/for-now": (302, {"Location": f"{base}/here"}, ""),
        "/members": (301, {"Location": f"{base}/login"}, ""),
        "/login": (200, {}, "who are you?"),
        "/locked": (403, {}, "no"),
    }
    kept = "http://web.archive.org/web/20250101000000/x"
    world.archived[f"{base}/lost"] = {
        "available": True, "url": kept, "status": "200", "timestamp": "20250101000000",
    }  # fmt: skip
    names = ["here", "old", "for-now", "members", "locked", "lost", "lost-too"]
    listed = {f"{base}/{n}": "x" for n in names} | {"https://doi.org/10.1000/a": "x"}  # not asked
    monkeypatch.setattr(weekly, "addresses", lambda s: listed)
    world.works["10.1000/xyz_1"] = work("10.1000/xyz_1", "A trial of MDMA: results")
    verify.run(small, world.client())
    found = {one.address.removeprefix(base): one for one in compared.read(small)[0].addresses}
    assert set(found) == {"/old", "/lost", "/lost-too"}
    assert found["/old"].to == f"{base}/new"
    assert found["/lost"].archived == kept.replace("http:", "https:")
    assert found["/lost-too"].archived == ""
    said = capsys.readouterr().out
    assert "/locked does not answer a program (403)" in said and "doi.org" not in said


def test_a_page_that_leads_to_the_front_page_is_gone(world):
    client = world.client()
    assert addresses._to_the_front("https://a.org/b", "https://a.org/")
    assert not addresses._to_the_front("https://a.org/", "https://www.a.org/")
    assert wayback.copy_of(client, "https://a.org/b") == ""
    with pytest.raises(web.Trouble, match="cannot be reached"):
        addresses.look(client, "http://127.0.0.1:9/b")


def test_fix_takes_over_what_moved(small):
    page, library = small / "docs" / "topic.md", small / "references.bib"
    text = (
        page.read_text(encoding="utf-8") + "\nSee [a page](https://a.org/x) and more.[@doe2021]\n"
    )
    page.write_text(text, encoding="utf-8")
    entry = "@misc{zoe2020,\n  url = {https://a.org/x},\n  archived = {https://a.org/xy},\n}\n"
    library.write_text(library.read_text(encoding="utf-8") + entry, encoding="utf-8")
    help_ = small / "docs" / "data" / "crisis-help.yml"
    lines = "# see https://a.org/x\n# and 'https://a.org/x' (https://a.org/xy)\n"
    help_.write_text(lines + help_.read_text(encoding="utf-8"), encoding="utf-8")
    row = {"address": "https://a.org/x", "date": "2026-01-01", "answer": "moved",
           "to": "https://b.org/y"}  # fmt: skip
    (small / compared.FILE).write_text(json.dumps({"addresses": [row]}), encoding="utf-8")
    assert len(moved.everything(small)) == 3
    after = help_.read_text(encoding="utf-8")
    assert after.startswith("# see https://b.org/y\n# and 'https://b.org/y' (https://a.org/xy)\n")
    assert "[a page](https://b.org/y) and" in page.read_text(encoding="utf-8")
    after = library.read_text(encoding="utf-8")
    assert "{https://b.org/y}" in after and "{https://a.org/xy}" in after
    assert moved.everything(small) == []


def test_a_difference_that_was_judged_is_not_told_again(world, small, monkeypatch, capsys):
    monkeypatch.setattr(weekly, "addresses", lambda site: {})
    bib = small / "references.bib"
    bib.write_text(ENTRY, encoding="utf-8")
    world.works["10.1000/a"] = work("10.1000/a", volume="77")
    verify.run(small, world.client())
    assert "| `tester2025` | volume | 12 | 77 | Crossref |" in capsys.readouterr().out
    bib.write_text(ENTRY.replace("  doi =", "  asprinted = {volume},\n  doi ="), encoding="utf-8")
    verify.run(small, world.client())
    assert "tester2025` | volume" not in capsys.readouterr().out
