"""Whatever a service sends, a command ends in an entry or in one line, and never in a traceback."""

from __future__ import annotations

import copy
import json
import random
from pathlib import Path

import pytest
from registries.test_trial import study
from registries.world import notice, paper, work

from sitebuild.fixes.entries import mended
from sitebuild.model import sources
from sitebuild.model.records import Trial
from sitebuild.model.records.slips import slips
from sitebuild.model.titles import Lexicon
from sitebuild.registries import addresses, compare, crossref, draft, openalex, pubmed, trial, web
from sitebuild.registries.source import settled

TRIES = 400
ODD = [
    None,
    [],
    {},
    "",
    0,
    -1,
    True,
    "x",
    "{\\'e",
    "<i>",
    [None],
    [[None]],
    {"a": 1},
    "9" * 400,
    "\n",
]


class Said(web.Client):
    """A client that is answered at once, with what a test says."""

    def __init__(self, answers):
        self.answers_of = answers

    def text(self, service, path, accept="*/*", **asked):
        if service not in self.answers_of:
            raise web.Unknown(f"{service} has nothing")
        return self.answers_of[service]

    def page(self, address):
        return web.Page(address, 200, self.answers_of["page"], False)


def places(value, path=()):
    """Every path inside what JSON says."""
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(
        value, list) else ()  # fmt: skip
    for key, one in inner:
        yield from places(one, (*path, key))


def bent(value, dice):
    """The same with one or two things in it changed or taken out."""
    value = copy.deepcopy(value)
    for _ in range(dice.choice([1, 1, 2, 4])):
        *way, last = dice.choice([path for path in places(value) if path] or [("ids",)])
        there = value
        for key in way:
            there = there[key]
        if dice.random() < 0.3:
            there.pop(last, None) if isinstance(there, dict) else there.pop(last)
        else:
            there[last] = copy.deepcopy(dice.choice(ODD))
    return value


def made(new: draft.Draft) -> None:
    """What is done with a draft before it is written."""
    done = mended(new.raw, Lexicon(), set())
    if title := done.fields.get("title"):
        done.fields["title"] = settled(title, Lexicon())
    entry = sources.Entry(done.key, done.kind, 0, done.fields)
    assert isinstance(entry.label, str) and list(sources.marks(entry)) is not None
    sources.read_text(done.text)


def tried(act) -> bool:
    """Whether it went through; a `Trouble` is one line."""
    try:
        act()
    except web.Trouble as trouble:
        said = str(trouble)
    else:
        return True
    assert said and "\n" not in said
    return False


WORK = work("10.1000/a", subtitle=["A part"], **{
    "updated-by": [notice("retraction")], "published-print": {"date-parts": [[2025, 4]]},
    "clinical-trial-number": [{"clinical-trial-number": "nct01234567"}],
    "relation": {"is-preprint-of": [{"id": "10.1000/b", "id-type": "doi"}]},
})  # fmt: skip
ENTRY = sources.Entry("tester2025", "article", 1, {
    "author": "Tester, Jennifer M. and {A Group}", "title": "A trial", "journal": "J",
    "year": "2025", "volume": "1", "number": "2", "pages": "1--2", "doi": "10.1000/a",
})  # fmt: skip


def test_crossref():
    dice = random.Random(1)
    through = 0
    for _ in range(TRIES):
        answer = json.dumps(bent({"status": "ok", "message": WORK}, dice))
        client = Said({"crossref": answer, "doi": answer})
        through += tried(lambda: made(draft._of_doi(client, "10.1000/a")))  # noqa: B023
        tried(lambda: compare.compare(ENTRY, compare.of_crossref(
            crossref.by_doi(client, "10.1000/a"))))  # noqa: B023 # fmt: skip
    assert through > TRIES / 4  # what does not matter is passed over


def test_pubmed():
    dice = random.Random(2)
    text = paper("1", "10.1000/a", PT=["Review"], GR=["R01/MH/NIMH/United States"],
                 RIN="J. 2026 Feb 3;1(1):1. doi: 10.1000/n. PMID: 2", CN=["A Group"])  # fmt: skip
    for _ in range(TRIES):
        lines = text.split("\n")
        for _ in range(dice.choice([1, 2, 5])):
            at = dice.randrange(len(lines))
            lines[at] = dice.choice(
                ["", lines[at][:9], "      more", lines[at][:6], "XX  - ", "<a>"]
            )
        client = Said({"pubmed": "\n".join(lines)})
        tried(lambda: made(draft._of_paper(pubmed.by_pmid(client, "1"))))  # noqa: B023
        tried(lambda: compare.compare(ENTRY, compare.of_pubmed(
            pubmed.by_pmid(client, "1"))))  # noqa: B023 # fmt: skip


def test_clinicaltrials():
    dice = random.Random(3)
    through = 0
    for _ in range(TRIES):
        client = Said({"clinicaltrials": json.dumps(bent(study(), dice))})

        def act():
            found = trial.clinicaltrials.by_number(client, "NCT01234567")  # noqa: B023
            record = trial.drafted(found, "nct01234567", set())
            trial.harms(found, record, "nct01234567")
            made(draft.of_study(found))
            model, _ = slips(record, Trial)
            if model:
                compare.compare_trial(model, found)

        through += tried(act)
    assert through > TRIES / 6


@pytest.mark.parametrize("seed", range(4))
def test_pages_and_openalex(seed):
    dice = random.Random(seed)
    text = """<html><head><title>A page | Us</title><link rel="canonical" href="/x">
    <meta property="og:site_name" content="Us"><meta name="citation_author" content="Roe, Jane">
    <meta name="citation_publication_date" content="2025/1/2">
    <script type="application/ld+json">[{"headline": "A", "author": [{"name": "B C"}]}]</script>
    """
    for _ in range(TRIES // 4):
        at, length = dice.randrange(len(text)), dice.randrange(40)
        client = Said({"page": text[:at] + text[at + length :]})
        tried(lambda: made(draft._of_address(client, "https://example.org/a")))  # noqa: B023
        alex = {"ids": {"pmid": "1"}, "funders": [{"display_name": "A"}], "awards": []}
        client = Said({"openalex": json.dumps(bent(alex, dice))})
        tried(lambda: openalex.by_doi(client, "10.1000/a").paid)  # noqa: B023


def test_an_address_may_be_anything():
    for address in ("https://a.org:port/x", "https://[::1/x", "http://", "https://a.org/ü?x=%ff#%"):
        client = web.Client()
        client.session.get_adapter = lambda url: (_ for _ in ()).throw(ValueError("no"))
        tried(lambda: addresses.look(client, address))  # noqa: B023
    assert Path(web.CACHE).parts[0] == ".cache"
