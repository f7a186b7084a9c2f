"""`make watch`: what the world changed since the last run is told once, and nothing else."""

from __future__ import annotations

import heapq
import json
import random
import re
from collections import Counter, defaultdict
from urllib.parse import urlencode

import pytest
import requests
import yaml
from registries.test_verify import as_study, fill
from registries.world import World, notice, paper
from support import ROOT, findings, mkdocs_build, named

from sitebuild import settings, weekly
from sitebuild.model import site as model
from sitebuild.model import statements, watched
from sitebuild.registries import listings, verify, watch, web
from sitebuild.rules import registries as rules

TODAY = settings.newest_day()
DAY = TODAY.isoformat()


class Wide(World):
    """The same server with lists, feeds and PubMed's search by day."""

    def __init__(self):
        super().__init__()
        self.entered: dict[str, str] = {}  # PubMed number → the day it came in
        self.lists: dict[str, object] = {}  # name → rows, a feed's text, or a status

    def _pubmed(self, rest, query):
        if "mindate" not in query:
            return super()._pubmed(rest, query)
        first, last = (query[name].replace("/", "-") for name in ("mindate", "maxdate"))
        found = [number for number, day in self.entered.items() if first <= day <= last]
        start, most = int(query["retstart"]), int(query["retmax"])
        return {"esearchresult": {"count": str(len(found)), "idlist": found[start : start + most]}}

    def _list(self, rest, query):
        name, rows = rest, self.lists.get(rest, [])
        if isinstance(rows, str) or rows is None:
            return rows
        start = int(query.get("page", "0"))
        part = [row for row in rows if row["day"] >= query["since"]][start : start + 2]
        more = str(start + 2) if start + 2 < len(rows) else None
        return {"found": {"rows": part}, "next": more, "name": name}


QUERIES = """\
queries:
- {id: pubmed, name: PubMed, finds: papers, ask: pubmed, term: MDMA}
- id: preprints
  name: Preprints
  finds: papers
  ask: list
  address: BASE/list/preprints
  asked: {since: "{since}"}
  items: found.rows
  key: id
  title: title
  day: day
  doi: doi
  link: "https://example.org/{key}"
  next: next
  next_as: page
- id: trials
  name: Registry
  finds: trials
  ask: list
  address: BASE/list/trials
  asked: {since: "{since}"}
  items: found.rows
  key: id
  title: title
  link: address
  next: next
  next_as: page
- id: drugs
  name: Drugs
  finds: notices
  ask: list
  address: BASE/list/drugs
  asked: {since: "{since}"}
  items: found.rows
  key: id
  title: title
  none: 404
- {id: feed, name: Agency, finds: notices, ask: feed, address: BASE/list/feed, words: [MDMA]}
studies: {meta-analysis: 9, randomized controlled trial: 8, case report: 2}
topics:
- {words: [adverse], pages: [topic.md]}
- {words: [trial], pages: [trials.md, topic.md]}
"""
FEED = """\
<?xml version="1.0"?><rss version="2.0"><channel><title>Agency</title>
<item><title>Agency decides on MDMA</title><link>https://example.org/a</link><guid>a1</guid>
<pubDate>{}</pubDate><description>&lt;p&gt;Words&lt;/p&gt;</description></item>
<item><title>Of something else</title><link>https://example.org/b</link><guid>b1</guid></item>
</channel></rss>"""


@pytest.fixture
def world(monkeypatch):
    monkeypatch.setattr(weekly, "addresses", lambda site: {})
    monkeypatch.setattr(weekly, "old_pages", lambda *_: [])
    monkeypatch.setattr(watch, "stale", lambda *_: [])
    world = Wide()
    world.lists["drugs"] = None
    world.lists["feed"] = FEED.format("Mon, 01 Jan 2024 00:00:00 GMT")
    yield world
    world.close()


def ask(world, root) -> None:
    """The queries of these tests, in a copy."""
    text = QUERIES.replace("BASE", world.address)
    (root / watched.QUERIES).write_text(text, encoding="utf-8")


@pytest.fixture
def here(world, small):
    """The small site, watched once, when all was as it is here."""
    ask(world, small)
    trials = small / "docs" / "data" / "trials.yml"
    text = trials.read_text(encoding="utf-8")
    trials.write_text(text.replace("  name:", "  registry: [NCT01234567]\n  name:", 1), "utf-8")
    fill(world, model.read(small))
    assert watch.run(small, world.client()) == 0
    world.root = small
    return world


def lines(capsys) -> list[str]:
    return [line for line in capsys.readouterr().out.splitlines() if line.startswith("- [")]


def again(world, capsys) -> list[str]:
    """What the next run lists."""
    capsys.readouterr()
    assert watch.run(world.root, world.client()) == 0
    return lines(capsys)


# ---- an empty week, and before


def test_an_empty_week_is_one_line(here, capsys):
    capsys.readouterr()
    assert watch.run(here.root, here.client()) == 0
    said = capsys.readouterr().out.strip()
    assert re.fullmatch(rf"Nothing to do: watched on {DAY}, \d+ answers\.", said)


def test_the_first_run_lists_no_change(world, small, capsys):
    ask(world, small)
    fill(world, model.read(small))
    assert not (small / watched.FILE).exists()
    assert model.read(small).watched.date == ""
    assert watch.run(small, world.client()) == 0
    assert lines(capsys) == []
    assert model.read(small).watched.date == DAY


# ---- each kind of change, told once with what to run


def test_a_changed_trial_is_told_field_by_field(here, capsys):
    number, trial = next(iter(watch.numbers(model.read(here.root)).items()))
    study = here.studies[number]
    study["protocolSection"]["statusModule"]["overallStatus"] = "SUSPENDED"
    study["protocolSection"]["statusModule"]["completionDateStruct"] = {"date": "2031-01"}
    study["protocolSection"]["designModule"] = {"enrollmentInfo": {"count": 7, "type": "ACTUAL"}}
    study["hasResults"] = True
    study["resultsSection"] = {"adverseEventsModule": {"otherEvents": [
        {"term": "Nausea", "stats": [{"groupId": "E", "numAffected": 3}]}]}}  # fmt: skip
    told = again(here, capsys)
    assert all(line.startswith(f"- [ ] `{trial}`, [{number}](https://") for line in told)
    assert all("docs/data/trials.yml:" in line for line in told)
    said = "\n".join(told)
    for part in ("is suspended", "is 2031-01", "people: was", "is 7 actual",
                 "results: was none, is posted", "is 1 kinds, counts 3"):  # fmt: skip
        assert part in said
    assert again(here, capsys) == []  # the record of the run was taken over


def test_what_nobody_took_over_is_told_again(here, capsys):
    before = (here.root / watched.FILE).read_text(encoding="utf-8")
    number = next(iter(watch.numbers(model.read(here.root))))
    here.studies[number]["protocolSection"]["statusModule"]["overallStatus"] = "SUSPENDED"
    assert len(again(here, capsys)) == 1
    (here.root / watched.FILE).write_text(before, encoding="utf-8")
    assert len(again(here, capsys)) == 1


def test_new_papers_come_in_the_order_of_what_they_could_change(here, capsys):
    number, trial = next(iter(watch.numbers(model.read(here.root)).items()))
    for pmid, title, more in (
        ("50000001", "A case of adverse events.", {"PT": ["Case Reports"]}),
        ("50000002", "All of them [pooled].", {"PT": ["Meta-Analysis"]}),
        ("50000003", "A trial at last.", {"SI": [f"ClinicalTrials.gov/{number}"]}),
    ):
        here.papers[pmid] = paper(pmid, f"10.1000/{pmid}", title, **more)
        here.entered[pmid] = DAY
    here.lists["preprints"] = [
        {"id": f"PPR{at}", "title": f"Preprint {at}", "day": DAY, "doi": f"10.1/{at}"}
        for at in range(5)
    ]
    here.lists["preprints"][4]["doi"] = "10.1000/50000002"  # the same as a paper: one line
    told = again(here, capsys)
    assert [line.split("[", 2)[2].split("]")[0] for line in told] == [
        "A trial at last", "All of them (pooled)", "A case of adverse events",
        "Preprint 0", "Preprint 1", "Preprint 2", "Preprint 3",
    ]  # fmt: skip
    assert f"could change `{trial}`, `trials.md`, `topic.md`" in told[0]
    assert "`make source ID=10.1000/50000003`" in told[0]
    assert again(here, capsys) == []


def test_what_is_cited_or_known_here_is_not_new(here, capsys):
    site = model.read(here.root)
    number = next(iter(watch.numbers(site)))
    doi = next(entry.get("doi") for entry in site.bibliography.entries.values() if entry.get("doi"))
    here.lists["preprints"] = [{"id": "P", "title": "Ours", "day": DAY, "doi": doi.upper()}]
    here.lists["trials"] = [
        {"id": number, "title": "Ours", "day": DAY},
        {"id": "NCT09999999", "title": "A new one", "day": DAY, "address": "https://example.org/n"},
    ]
    (line,) = again(here, capsys)
    assert line.startswith("- [ ] [A new one](https://example.org/n)")
    assert "`make trial ID=NCT09999999`" in line


def test_regulators(here, capsys):
    here.lists["feed"] = FEED.format(TODAY.strftime("%a, %d %b %Y 00:00:00 GMT"))
    here.lists["drugs"] = [{"id": "NDA1", "title": "Maker", "day": DAY}]
    assert [line.partition(" — ")[0] for line in again(here, capsys)] == [
        "- [ ] Maker (Drugs)",
        f"- [ ] [Agency decides on MDMA](https://example.org/a) ({DAY}, Agency)",
    ]
    assert again(here, capsys) == []


def test_an_atom_feed_is_read_too(world):
    world.lists["atom"] = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>On MDMA</title><id>x</id>'
        f'<link href="https://example.org/x"/><updated>{DAY}T01:00:00Z</updated></entry></feed>'
    )
    query = watched.Query(id="a", name="A", finds="notices", ask="feed", words=["mdma"],
                          address=f"{world.address}/list/atom")  # fmt: skip
    (item,) = listings.items(world.client(), query, DAY, DAY)
    assert (item.key, item.day, item.link) == ("x", DAY, "https://example.org/x")


def test_a_retraction_leads_to_the_entry_and_to_what_was_read_before(here, capsys):
    site = model.read(here.root)
    pair = next(one for one in statements.pairs(site) if one.key == "doe2021")
    row = statements.row_for(pair, "supported", "abstract").rpartition("date:")[0]
    path = here.root / "checks" / "statements.yml"
    path.write_text(f"checks:\n{row}date: '2026-01-02'}}\n", encoding="utf-8")
    doi = site.bibliography[pair.key].get("doi").casefold()
    day = (TODAY.year, TODAY.month, TODAY.day)
    here.works[doi]["updated-by"] = [notice("retraction", "10.1000/n", day)]
    told = again(here, capsys)
    assert f"- [ ] `{pair.key}`: retracted {DAY}, by Crossref" in told[0]
    line = site.bibliography[pair.key].line
    assert f"`references.bib:{line}`: add `retracted = {{{DAY}, notice 10.1000/n}}`" in told[0]
    assert f"docs/{pair.page}:{pair.line}" in told[1] and "`make checked KEY=" in told[1]


def test_a_changed_detail_is_told_with_both_values(here, capsys):
    site = model.read(here.root)
    entry = next(e for e in site.bibliography.entries.values() if e.get("doi") and e.get("volume"))
    here.works[entry.get("doi").casefold()]["volume"] = "99"
    (line,) = again(here, capsys)
    assert f"`{entry.key}`, volume: was {entry.get('volume')}, is 99 (Crossref)" in line


def test_addresses(here, capsys, monkeypatch):
    names = ("gone", "moved", "fine")
    base = f"{here.address}/web"
    monkeypatch.setattr(weekly, "addresses", lambda s: {f"{base}/{n}": "x.md" for n in names})
    here.pages["/fine"] = (200, {}, "ok")
    here.pages["/there"] = (200, {}, "ok")
    here.pages["/moved"] = (301, {"Location": "/web/there"}, "")
    told = again(here, capsys)
    assert [line.partition(" — ")[2] for line in told] == [
        "find another source", "`make fix` takes it over",
    ]  # fmt: skip


def test_what_was_ticked_stays_ticked():
    sections = [("A", [watch.Line("one", "run"), watch.Line("two", "run")])]
    old = watch.report(sections, 3, []).replace("- [ ] one", "- [x] one")
    new = watch.report([("A", [*sections[0][1], watch.Line("three", "run")])], 3, [], old)
    assert [line[:9] for line in new.splitlines() if line.startswith("- [")] == [
        "- [x] one", "- [ ] two", "- [ ] thr",
    ]  # fmt: skip


# ---- bad weather

WEATHER = [
    ("an error", {"status": 500}, "answered with an error (500)"),
    ("too many", {"status": 429}, "asks for fewer questions (429)"),
    ("half an answer", {"cut": 12}, None),
    ("another shape", {"body": b'{"other": 1}'}, "answers in another shape than it did"),
    ("no JSON", {"body": b"<html>"}, "broke off in its answer"),
]


@pytest.mark.parametrize(("how", "said"), named(WEATHER))
def test_bad_weather_is_one_line_and_the_rest_is_told(here, capsys, how, said):
    here.lists["preprints"] = [{"id": "P", "title": "One", "day": DAY}]
    here.lists["trials"] = [{"id": "NCT09999999", "title": "New", "day": DAY}]
    here.fault("/list/preprints", **how)
    capsys.readouterr()
    assert watch.run(here.root, here.client()) == 0
    out = capsys.readouterr().out
    assert len([line for line in out.splitlines() if line.startswith("- [")]) == 1
    troubles = out.partition("## Could not be read")[2].strip().splitlines()[1:]
    told = [line for line in troubles if line]
    assert len(told) == 1 and told[0].startswith("- Preprints ") and (said or "") in told[0]
    here.faults.clear()  # the next run tells what this one could not read
    assert "[One](https://example.org/P)" in "".join(again(here, capsys))


def test_without_a_network_nothing_is_written(here, capsys):
    before = (here.root / watched.FILE).read_bytes()
    here.close()
    assert watch.run(here.root, here.client()) == 1
    assert "Nobody answered, so nothing was watched" in capsys.readouterr().out
    assert (here.root / watched.FILE).read_bytes() == before


def test_a_list_without_end_is_told(world, small, monkeypatch):
    monkeypatch.setattr(listings, "PAGES", 3)
    world.lists["preprints"] = [{"id": f"{at}", "title": "T", "day": DAY} for at in range(99)]
    ask(world, small)
    query = next(q for q in watched.queries(small)[0].queries if q.id == "preprints")
    with pytest.raises(web.Trouble, match="more than 3 pages"):
        listings.items(world.client(), query, DAY, DAY)


# ---- a hundred among all sources and trials of this site, and how long a week takes


def test_a_hundred_planted_are_all_found_and_nothing_else(world, copy, capsys, tmp_path):
    site = model.read(copy)
    fill(world, site)
    for number in watch.numbers(site):
        world.studies.setdefault(number, as_study(number, "A title"))
    ask(world, copy)
    world.root = copy
    watch.run(copy, world.client())
    dice = random.Random(18)
    expected: Counter = Counter()
    chosen = dice.sample(
        [
            e
            for e in site.bibliography.entries.values()
            if e.get("doi")
            and e.get("volume")
            and e.kind == "article"
            and not any(map(e.get, ("retracted", "concern", "corrected")))
        ],
        40,
    )
    for at, entry in enumerate(chosen):
        item = world.works[entry.get("doi").casefold()]
        if at < 25:
            kind = ("retraction", "expression_of_concern", "correction")[at % 3]
            item["updated-by"] = [notice(kind, f"10.1000/n{at}", (2020, 1, 1))]
            expected[f"`{entry.key}`: "] += 1
        else:
            item["volume"] += "7"
            expected[f"`{entry.key}`, volume: was {entry.get('volume')}, is "] += 1
    for number in dice.sample(sorted(watch.numbers(site)), 30):
        status = world.studies[number]["protocolSection"]["statusModule"]
        status["whyStopped"] = "For a test"
        expected[f"[{number}]"] += 1
    for at in range(10):
        pmid = f"6000000{at}"
        world.papers[pmid], world.entered[pmid] = paper(pmid, "", f"New paper {at}."), DAY
        expected[f"[New paper {at}]"] += 1
    world.lists["preprints"] = [
        {"id": f"Q{at}", "title": f"Preprint {at}", "day": DAY} for at in range(10)
    ]
    world.lists["trials"] = [
        {"id": f"NCT0999999{at}", "title": f"Trial {at}", "day": DAY} for at in range(10)
    ]
    expected.update(f"[Preprint {at}]" for at in range(10))
    expected.update(f"Trial {at} (" for at in range(10))
    assert expected.total() == 100
    told = again(world, capsys)
    # beside these, what the record of readings owes, whatever the world does
    changed = [line for line in told if "`make checked" not in line]
    assert len(changed) == 100
    for part, number in expected.items():
        assert sum(part in line for line in changed) == number, part


SERVICE, ADDRESS = 0.5, 1.5  # seconds that a service, a page of the web take to answer


def test_a_week_takes_less_than_ten_minutes_at_polite_rates(copy, monkeypatch):
    """On a fake clock: as many questions at once as there are threads, each service at its pace."""
    world = Wide()
    site = model.read(copy)
    fill(world, site)
    world.lists |= {"drugs": None, "feed": FEED}
    ask(world, copy)
    assert len(weekly.addresses(site)) > 400 and len(site.bibliography.entries) > 700
    clock = Clock(verify.AT_ONCE)

    def answered(self, name, address, asked, *_):
        path = f"{address.removeprefix(world.address)}?{urlencode(asked)}"
        clock.ask(name, path)
        found = requests.Response()
        found.url, found.encoding = address, "utf-8"
        web_page = (200, {}, b"ok")
        found.status_code, _, found._content = (
            web_page if address == name else world.answer(path))  # fmt: skip
        return found

    monkeypatch.setattr(web.Client, "_get", answered)
    client, queries = world.client(), watched.queries(copy)[0]
    for job in [*watch._queries(client, queries, site.watched, watch.Seen()),
                *verify.jobs(site, client),
                *watch._trials(client, site, watch.Seen())]:  # fmt: skip
        clock.begin()
        job.ask()
    world.close()
    minutes = clock.end() / 60
    print(f"{clock.questions} questions, {minutes:.1f} minutes")
    assert clock.questions > 1000
    assert minutes < 10


class Clock:
    """What time it would be: each service at its pace, so many questions under way at once."""

    def __init__(self, threads: int):
        self.threads = [0.0] * threads
        self.now: float | None = None
        self.free: dict[str, float] = defaultdict(float)
        self.known: set[str] = set()
        self.rate = {one.name: 1 / one.per_second for one in web.SERVICES.values()}
        self.questions = 0

    def begin(self) -> None:
        """The next job, on the thread that is free first."""
        if self.now is not None:
            heapq.heappush(self.threads, self.now)
        self.now = heapq.heappop(self.threads)

    def ask(self, name: str, path: str) -> None:
        """One question; what was answered before is kept."""
        if path in self.known:
            return
        self.known.add(path)
        self.questions += 1
        whom = name.split("/")[2] if "://" in name else name
        start = max(self.now, self.free[whom])
        self.free[whom] = start + self.rate.get(name, 0.5)
        self.now = start + (SERVICE if name in self.rate else ADDRESS)

    def end(self) -> float:
        return max([*self.threads, self.now or 0.0])


# ---- the file of queries


def test_the_queries_of_this_site_are_read_without_a_slip():
    found, slips = watched.queries(ROOT)
    assert slips == [] and {query.finds for query in found.queries} == {
        "papers", "trials", "notices"}  # fmt: skip
    assert all(query.documented for query in found.queries)


TWICE = "- {id: a, name: A, finds: papers, ask: pubmed}\n"
PLAIN = "queries:\n- {id: a, name: A, finds: papers, ask: feed, address: 'http://example.org'}\n"
SLIPS = [
    ("a page that is not there", "topics:\n- {words: [a], pages: [no.md]}\n", "no page 'no.md'"),
    ("an address without https", PLAIN, "without https"),
    ("an id twice", f"queries:\n{TWICE}{TWICE}", "two queries"),
    ("a field", "queries:\n- {id: a, nmae: A, finds: papers, ask: pubmed}\n", "nmae'"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), named(SLIPS))
def test_a_slip_in_the_queries_is_told(small, text, said):
    (small / watched.QUERIES).write_text(text, encoding="utf-8")
    found = [str(one) for one in rules.watch_queries(model.read(small))]
    assert len(found) == 1 and said in found[0] and found[0].startswith("checks/watch.yml:")


def test_a_state_that_cannot_be_read_is_one_finding(small):
    (small / watched.FILE).write_text(json.dumps({"date": 3}), encoding="utf-8")
    (line,) = findings(small)
    assert "this is not what make watch writes (date)" in line


# ---- the workflow, and what pages say


def test_the_workflow_changes_nothing_on_main():
    workflow = yaml.safe_load((ROOT / ".github/workflows/weekly.yml").read_text(encoding="utf-8"))
    said = "\n".join(step.get("run", "") for step in workflow["jobs"]["watch"]["steps"])
    assert re.findall(r"git push .* (\S+)$", said, re.M) == ["watch"]
    assert said.count("gh issue create") == 1 and "gh issue edit" in said


def test_pages_say_when_they_were_watched_only_after_a_run(small):
    assert model.read(small).watched.date == ""
    page = small / "out" / "topic" / "index.html"
    (small / watched.FILE).write_text('{"date": "2026-11-30"}', encoding="utf-8")
    assert mkdocs_build(small).returncode == 0
    said = " ".join(page.read_text(encoding="utf-8").split())
    assert 'last watched for corrections on <time datetime="2026-11-30">2026-11-30</time>' in said
