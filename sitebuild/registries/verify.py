"""`make verify`: every source, trial and address beside what the registries say today.

What was compared is written to `checks/registries.json`; a summary in Markdown is printed. A
service that does not answer is said so, and what was compared before stays; a rerun within a day
asks nobody a second time.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from tqdm import tqdm

from sitebuild import settings, weekly
from sitebuild.model import site as model
from sitebuild.model import textfile
from sitebuild.model.compared import (
    FILE,
    Address,
    Compared,
    ComparedTrial,
    Comparisons,
    Noticed,
    Registry,
    fingerprint,
)
from sitebuild.model.findings import many
from sitebuild.model.records import Trial
from sitebuild.model.site import Site
from sitebuild.model.sources import Entry
from sitebuild.registries import addresses, clinicaltrials, compare, crossref, pubmed, web
from sitebuild.registries.compare import Said
from sitebuild.registries.notices import Notice, once
from sitebuild.rules.registries import unrecorded

AT_ONCE = 8  # questions under way, to all services together
ADDRESSES = "web addresses"
DOIS = "https://doi.org/"  # asked for at Crossref; behind it publishers let no program in
GIVE_UP = 5  # troubles in a row with one service, after which it is left alone
Result = Compared | ComparedTrial | Address | None


class Job(NamedTuple):
    """One question: of what it is, whom it asks, and how."""

    what: str
    service: str
    ask: Callable[[], Result]


@dataclass
class Outcome:
    """What a run found."""

    found: Comparisons = field(default_factory=Comparisons)
    asked: Counter[str] = field(default_factory=Counter)
    troubles: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)  # addresses that answer no program
    unanswered: set[tuple[str, str]] = field(default_factory=set)  # (what, service)


def run(root: Path, client: web.Client | None = None) -> int:
    """The command; 1 where something must be recorded, or a service did not answer."""
    site = model.read(root)
    outcome = ask(jobs(site, client or web.Client(root / web.CACHE)))
    kept = with_what_stands(site, outcome)
    textfile.replace(root / FILE, kept.text)
    site = replace(site, compared=kept)
    to_record = [_told(entry, one) for entry, one in unrecorded(site)]
    print(summary(site, outcome, to_record))
    return int(bool(to_record or outcome.troubles))


# ---------------------------------------------------------------- asking


def jobs(site: Site, client: web.Client) -> list[Job]:
    """Every question there is to ask."""
    found = [job for entry in site.bibliography.entries.values() for job in _of(entry, client)]
    for trial in site.data.trials:
        numbers = [number for number in trial.registry if number.startswith("NCT")]
        if len(numbers) == 1:  # of a trial in two registrations neither is the whole
            found.append(
                Job(trial.id, clinicaltrials.NAME, _asking_trial(client, trial, numbers[0]))
            )
    for address in weekly.addresses(site):
        if not address.startswith(DOIS):
            found.append(Job(address, ADDRESSES, _asking_address(client, address)))
    return found


def _of(entry: Entry, client: web.Client) -> Iterator[Job]:
    doi, pmid, number = entry.get("doi"), entry.get("pmid"), entry.get("number")
    if doi:
        yield Job(entry.key, crossref.NAME, lambda: _crossref(client, entry, doi))
    if pmid:
        yield Job(entry.key, pubmed.NAME, lambda: _pubmed(client, entry, pmid))
    if entry.kind == "registry" and re.fullmatch(r"NCT\d{8}", number):
        yield Job(entry.key, clinicaltrials.NAME, lambda: _registry(client, entry, number))


def _asking_trial(client: web.Client, trial: Trial, number: str) -> Callable[[], Result]:
    def ask() -> ComparedTrial:
        try:
            study = clinicaltrials.by_number(client, number)
            agrees, differs = compare.compare_trial(trial, study)
        except web.Unknown:
            agrees, differs = [], {"registry": "no such number"}
        return ComparedTrial(
            id=trial.id, number=number, date=_today(), agrees=agrees, differs=differs
        )

    return ask


def _asking_address(client: web.Client, address: str) -> Callable[[], Result]:
    return lambda: addresses.look(client, address)


def _crossref(client: web.Client, entry: Entry, doi: str) -> Compared | None:
    try:
        work = crossref.by_doi(client, doi)
    except web.Unknown:
        try:
            crossref.elsewhere(client, doi)  # another agency's: there is nothing to compare with
            return None
        except web.Unknown:
            return _compared(entry, "Crossref", Said({"doi": ["no such DOI"]}), [])
    return _compared(entry, "Crossref", compare.of_crossref(work), work.notices)


def _pubmed(client: web.Client, entry: Entry, pmid: str) -> Compared:
    try:
        paper = pubmed.by_pmid(client, pmid)
    except web.Unknown:
        return _compared(entry, "PubMed", Said({"pmid": ["no such number"]}), [])
    return _compared(entry, "PubMed", compare.of_pubmed(paper), paper.notices)


def _registry(client: web.Client, entry: Entry, number: str) -> Compared:
    try:
        study = clinicaltrials.by_number(client, number)
    except web.Unknown:
        return _compared(entry, "ClinicalTrials.gov", Said({"number": ["no such number"]}), [])
    return _compared(entry, "ClinicalTrials.gov", compare.of_registry(study), [])


def _compared(entry: Entry, by: Registry, said: Said, notices: list[Notice]) -> Compared:
    agrees, differs = compare.compare(entry, said)
    return Compared(
        key=entry.key,
        by=by,
        date=_today(),
        fingerprint=fingerprint(entry),
        agrees=agrees,
        differs=differs,
        notices=[Noticed.model_validate(one._asdict()) for one in once(notices)],
    )


def _today() -> str:
    return settings.newest_day().isoformat()


def ask(questions: list[Job]) -> Outcome:
    """Asks all of them, some at once; a service that fails again and again is left alone."""
    outcome = Outcome()
    in_a_row: Counter[str] = Counter()

    def one(job: Job) -> tuple[Job, Result, str]:
        if in_a_row[job.service] >= GIVE_UP:
            return job, None, "not asked"
        try:
            result = job.ask()
        except web.Trouble as trouble:
            in_a_row[job.service] += job.service != ADDRESSES
            return job, None, str(trouble)
        in_a_row[job.service] = 0
        return job, result, ""

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = tqdm(
            pool.map(one, questions), total=len(questions), unit="", desc="asking",
            file=sys.stderr, disable=None,
        )  # fmt: skip
        for job, result, trouble in answers:
            if trouble:
                outcome.unanswered.add((job.what, job.service))
            else:
                outcome.asked[job.service] += 1
            if trouble not in ("", "not asked"):
                said = f"{trouble} ({job.what})" if job.what not in trouble else trouble
                (outcome.silent if job.service == ADDRESSES else outcome.troubles).append(said)
            _take(outcome.found, result)
    for service, number in in_a_row.items():
        left = sum(whom == service for _, whom in outcome.unanswered)
        if number >= GIVE_UP:
            outcome.troubles.append(
                f"{service} was left alone after {GIVE_UP} troubles in a row, {left} questions "
                "open: run make verify again later"
            )
    return outcome


def _take(found: Comparisons, result: Result) -> None:
    if isinstance(result, Compared):
        found.compared.append(result)
    elif isinstance(result, ComparedTrial):
        found.trials.append(result)
    elif isinstance(result, Address):
        found.addresses.append(result)


def with_what_stands(site: Site, outcome: Outcome) -> Comparisons:
    """What was found, and from before what could not be asked this time."""
    before, now = site.compared, outcome.found
    open_still = outcome.unanswered
    return Comparisons(
        compared=[*now.compared, *(r for r in before.compared if (r.key, r.by) in open_still)],
        trials=[
            *now.trials, *(r for r in before.trials if (r.id, clinicaltrials.NAME) in open_still)
        ],
        addresses=[
            *now.addresses,
            *(r for r in before.addresses if (r.address, ADDRESSES) in open_still),
        ],
    )  # fmt: skip


# ---------------------------------------------------------------- telling


def _told(entry: Entry, one: Noticed) -> str:
    """'`roe2020`: retracted 2026-02-03 (10.1000/n), by Crossref and PubMed'."""
    where = f" ({one.where})" if one.where else ""
    return f"`{entry.key}`: {one.kind} {one.day}{where}, by {one.by}"


def summary(site: Site, outcome: Outcome, to_record: list[str]) -> str:
    """The run in Markdown: what must be done first."""
    found = site.compared
    differs = [_row(f"`{key}`", *rest) for key, *rest in _differences(site)]
    moved = [f"<{one.address}> → <{one.to}>" for one in found.addresses if one.answer == "moved"]
    gone = [
        f"<{one.address}>" + (f", kept at <{one.archived}>" if one.archived else ", no copy kept")
        for one in found.addresses
        if one.answer == "gone"
    ]
    asked = ", ".join(f"{number:,} {name}" for name, number in sorted(outcome.asked.items()))
    parts = [
        f"# What the registries say, {_today()}",
        f"Answered: {asked or 'nobody'}. Written to `{FILE}`.",
        _section("Not recorded here: add it, and say it where it is cited", to_record),
        f"## Differs: see which is right\n\n{_table(differs)}",
        _section("Moved for good: `make fix` takes the new address over", moved),
        _section("Gone: give the kept copy as archived = {…}, or another source", gone),
        _section("Answers no program: open it yourself", outcome.silent),
        _section("Could not be asked: run `make verify` again", outcome.troubles),
    ]
    return "\n\n".join(parts)


def _differences(site: Site) -> Iterator[tuple[str, str, str, str, str]]:
    """(record, field, here, there, who says so)."""
    for record in sorted(site.compared.compared, key=lambda one: (one.key, one.by)):
        entry = site.bibliography[record.key]
        for name, theirs in record.differs.items():
            if name in entry.as_printed:
                continue
            here = many(len(entry.people), "name") if name == "author" else entry.get(name)
            yield record.key, name, here, theirs, record.by
    for trial in site.compared.trials:
        ours = site.data.trial(trial.id)
        for name, theirs in trial.differs.items():
            yield (
                f"{trial.id} in trials.yml",
                name,
                str(getattr(ours, name)),
                theirs,
                "the registry",
            )


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _section(title: str, lines: list[str]) -> str:
    return f"## {title}\n\n" + ("\n".join(f"- {line}" for line in lines) or "None.")


def _table(rows: list[str]) -> str:
    head = "| record | field | here | there | by |\n|---|---|---|---|---|\n"
    return head + "\n".join(rows) if rows else "Nothing."
