"""`make watch`: what the world changed since the last run, as one list of things to do.

Sources, trials and addresses are set beside the registries as in `make verify`; beside that the
queries of `checks/watch.yml` are asked for what is new. Markdown is printed, for one issue: each
line says what is so and what to run. Nothing of the site is changed: what was seen is written to
`checks/watch.json` and `checks/registries.json`, which a person takes over by a merge.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from sitebuild import settings, weekly
from sitebuild.model import site as model
from sitebuild.model import statements, textfile, watched
from sitebuild.model.compared import FILE as COMPARED
from sitebuild.model.compared import Comparisons
from sitebuild.model.findings import many, some
from sitebuild.model.site import Site
from sitebuild.model.sources import NOTICES
from sitebuild.model.watched import FILE, Asked, Query, Watch, Watched
from sitebuild.registries import clinicaltrials, listings, verify, web
from sitebuild.registries.clinicaltrials import Day, Enrollment, Study
from sitebuild.registries.listings import Item
from sitebuild.rules import hints
from sitebuild.rules.data import stale
from sitebuild.rules.registries import unrecorded

FIRST = timedelta(days=30)  # so far back the first run looks
OVERLAP = timedelta(days=14)  # an index may get a thing some days after the thing's own date
NAMED = 6  # statements that one line names
BIB = settings.BIBLIOGRAPHY
EVENT = "recipe: Add a trial, an event or a legal change"


class Line(NamedTuple):
    """One thing to do: what is so, and what to run."""

    what: str
    run: str

    def __str__(self) -> str:
        return f"- [ ] {self.what} — {self.run}"


@dataclass
class Seen:
    """What a run saw beside what `make verify` sees."""

    studies: dict[str, Study | None] = field(default_factory=dict)  # None: no such number
    items: dict[str, list[Item]] = field(default_factory=dict)  # by the query's id


def run(root: Path, client: web.Client | None = None) -> int:
    """The command; 1 where nobody answered, and then nothing is written."""
    site = model.read(root)
    asked, slips = watched.queries(root)
    if slips:
        print("\n".join(map(str, slips)))
        return 1
    client, seen = client or web.Client(root / web.CACHE), Seen()
    questions = [
        *_queries(client, asked, site.watched, seen),
        *verify.jobs(site, client),
        *_trials(client, site, seen),
    ]
    outcome = verify.ask(questions)
    if not outcome.asked:
        print("Nobody answered, so nothing was watched: look at the network, run make watch again.")
        return 1
    found = verify.with_what_stands(site, outcome)
    sections = list(_sections(site, asked, seen, found))
    old = os.environ.get("OLD", "")
    ticked = Path(old).read_text(encoding="utf-8") if old and Path(old).is_file() else ""
    print(report(sections, sum(outcome.asked.values()), outcome.troubles, ticked))
    textfile.replace(root / COMPARED, found.text)
    textfile.replace(root / FILE, _now(site.watched, asked, seen).text)
    return 0


def _today() -> date:
    return settings.newest_day()


# ---------------------------------------------------------------- asking


def _queries(client: web.Client, asked: Watch, before: Watched, seen: Seen) -> Iterator[verify.Job]:
    def ask(query: Query) -> Callable[[], None]:
        def one() -> None:
            last = before.queries.get(query.id)
            since = date.fromisoformat(last.date) - OVERLAP if last else _today() - FIRST
            days = since.isoformat(), _today().isoformat()
            seen.items[query.id] = listings.items(client, query, *days)

        return one

    for query in asked.queries:
        yield verify.Job(query.id, query.name, ask(query))


def _trials(client: web.Client, site: Site, seen: Seen) -> Iterator[verify.Job]:
    def ask(number: str) -> Callable[[], None]:
        def one() -> None:
            try:
                seen.studies[number] = clinicaltrials.by_number(client, number)
            except web.Unknown:
                seen.studies[number] = None

        return one

    for number in numbers(site):
        yield verify.Job(number, clinicaltrials.NAME, ask(number))


def numbers(site: Site) -> dict[str, str]:
    """Registry number that can be asked for → the id of its trial."""
    return {
        number: trial.id
        for trial in site.data.trials
        for number in trial.registry
        if number.startswith("NCT")
    }


def _now(before: Watched, asked: Watch, seen: Seen) -> Watched:
    """What is kept of this run; of what did not answer, what stood before."""
    today = _today().isoformat()
    queries = {
        query.id: (
            Asked(date=today, seen=sorted(item.key for item in seen.items[query.id]))
            if query.id in seen.items
            else before.queries.get(query.id)
        )
        for query in asked.queries
    }
    trials = before.trials | {n: snapshot(one) for n, one in seen.studies.items()}
    return Watched(
        date=today, queries={key: one for key, one in queries.items() if one}, trials=trials
    )


def snapshot(study: Study | None) -> dict[str, str]:
    """What is watched of a registry's record, in words; what it does not give is left out."""
    if study is None:
        return {"record": "no such number"}
    protocol = study.protocol
    status, design = protocol.status_module, protocol.design_module
    said = {
        "status": _words(status.overall_status),
        "stopped because": status.why_stopped,
        "start": _dated(status.start_date_struct),
        "end": _dated(status.completion_date_struct),
        "people": _enrolled(design.enrollment_info),
        "results": "posted" if study.has_results else "none",
        "numbers": _steps(study),
        "harms": _harms(study),
        "phase": _words(", ".join(design.phases)),
        "arms": "; ".join(arm.label for arm in protocol.arms_interventions_module.arm_groups),
        "main outcomes": "; ".join(
            one.measure for one in protocol.outcomes_module.primary_outcomes
        ),
        "sponsor": protocol.sponsor_collaborators_module.lead_sponsor.name,
    }
    return {name: " ".join(value.split()) for name, value in said.items() if value.strip()}


def _dated(day: Day | None) -> str:
    return f"{day.date} {_words(day.type)}" if day else ""


def _enrolled(people: Enrollment | None) -> str:
    return f"{people.count} {_words(people.type)}" if people else ""


def _steps(study: Study) -> str:
    """How many people reached each step of the trial, by arm: 'started 12/11; completed 10/9'."""
    return "; ".join(
        f"{step.type.lower()} {'/'.join(one.num_subjects for one in step.achievements)}"
        for period in study.results.participant_flow_module.periods
        for step in period.milestones
    )


def _harms(study: Study) -> str:
    harms = study.results.adverse_events_module
    events = [*harms.serious_events, *harms.other_events]
    counts = [str(sum(one.num_affected or 0 for one in event.stats)) for event in events]
    return f"{len(counts)} kinds, counts {' '.join(counts)}" if counts else ""


def _words(text: str) -> str:
    return text.lower().replace("_", " ")


# ---------------------------------------------------------------- what is to be done


def _sections(
    site: Site, asked: Watch, seen: Seen, found: Comparisons
) -> Iterator[tuple[str, list[Line]]]:
    changed = list(_changes(site, seen))
    yield "Retracted, corrected or under concern, and not said here", list(_notices(site, found))
    yield "A source's details were changed where it is registered", list(_details(site, found))
    yield "Records of our trials that changed", [line for _, line in changed]
    yield "New trials", list(_news(site, asked, seen, "trials"))
    yield "New papers, the most telling first", list(_news(site, asked, seen, "papers"))
    yield "From regulators", list(_news(site, asked, seen, "notices"))
    yield "Addresses", list(_addresses(site, found))
    again = _read_again(site, found, {number for number, _ in changed})
    yield "Statements whose source changed after they were read beside it", list(again)
    yield "Due for review", list(_due(site))


def _notices(site: Site, found: Comparisons) -> Iterator[Line]:
    for entry, one in unrecorded(replace(site, compared=found)):
        where = f"notice {one.where}" if one.where else "the reason that the journal gives"
        yield Line(
            f"`{entry.key}`: {NOTICES[one.kind].lower()} {one.day}".rstrip() + f", by {one.by}",
            f"`{BIB}:{entry.line}`: add `{one.kind} = {{{one.day or 'its day'}, {where}}}`, "
            "then `make check` (recipe: Retract a paper)",
        )


def _details(site: Site, found: Comparisons) -> Iterator[Line]:
    before = {(one.key, one.by): one for one in site.compared.compared}
    for record in sorted(found.compared, key=lambda one: (one.key, one.by)):
        last = before.get((record.key, record.by))
        if last is None or last.fingerprint != record.fingerprint:
            continue  # ours changed, or it was never compared: `make verify` tells of that
        entry = site.bibliography[record.key]
        for name, theirs in record.differs.items():
            was = last.differs.get(name) or entry.get(name)
            if theirs != last.differs.get(name):
                run = f"`{BIB}:{entry.line}`: look at the paper, correct ours if it is wrong"
                yield Line(f"`{record.key}`, {name}: was {was}, is {theirs} ({record.by})", run)


def _changes(site: Site, seen: Seen) -> Iterator[tuple[str, Line]]:
    """(registry number, field, was, is)."""
    trials = numbers(site)
    lines = {row.id: site.data.line("trials.yml", at, "id")
             for at, row in enumerate(site.data.trials)}  # fmt: skip
    for number, study in sorted(seen.studies.items()):
        before, now = site.watched.trials.get(number), snapshot(study)
        if before is None:
            continue
        named = f"[{number}]({study.address})" if study else number
        where = f"`{trials[number]}`, {named}"
        run = f"`{settings.DATA}/trials.yml:{lines[trials[number]]}`, then `make check`"
        for name in dict.fromkeys([*before, *now]):
            was, is_ = before.get(name, "not given"), now.get(name, "not given")
            if was != is_:
                yield number, Line(f"{where}, {name}: was {was}, is {is_}", run)


def _news(site: Site, asked: Watch, seen: Seen, finds: str) -> Iterator[Line]:
    """What queries of a kind gave that was not there before, the most telling first."""
    known = {number: trial.id for trial in site.data.trials for number in trial.registry}
    rows: dict[str, tuple[int, Line]] = {}
    for query in asked.queries:
        if query.finds != finds:
            continue
        for item in _unknown(site, query, seen):
            if item.key not in known:
                same = item.doi.casefold() or item.key  # one paper in two lists is one
                rows.setdefault(same, (points(item, asked, known), _new(query, item, asked, known)))
    ranked = sorted(rows.values(), key=lambda row: (-row[0], row[1].what))
    return (line for _, line in ranked)


def _unknown(site: Site, query: Query, seen: Seen) -> Iterator[Item]:
    """What a query gave that it did not give the last time and that is not cited here."""
    entries = site.bibliography.entries.values()
    dois = {entry.get("doi").casefold() for entry in entries} - {""}
    ours = {entry.get("pmid") for entry in entries} if query.ask == "pubmed" else set()
    last = site.watched.queries.get(query.id)
    before = set(last.seen) if last else set()
    for item in seen.items.get(query.id, []):
        if item.key not in before | ours and item.doi.casefold() not in dois:
            yield item


def points(item: Item, asked: Watch, known: dict[str, str]) -> int:
    """How far up a thing is listed: a result of a trial of ours, then the type of study, then in
    how many ways its title touches what stands here.
    """
    ours = 100 if set(item.registered) & set(known) else 0
    topics = sum(_touches(item, topic.words) for topic in asked.topics)
    return ours + 10 * asked.studies.get(item.study, 0) + topics


def _touches(item: Item, words: Iterable[str]) -> bool:
    return any(word.casefold() in item.title.casefold() for word in words)


def _new(query: Query, item: Item, asked: Watch, known: dict[str, str]) -> Line:
    name = item.title.replace("[", "(").replace("]", ")")
    said = [part for part in (item.study, item.day, query.name) if part]
    what = f"[{name}]({item.link}) ({', '.join(said)})" if item.link else f"{name} ({said[-1]})"
    trials = [f"`{known[number]}`" for number in item.registered if number in known]
    pages = [page for topic in asked.topics if _touches(item, topic.words) for page in topic.pages]
    could = [*trials, *(f"`{page}`" for page in dict.fromkeys(pages))]
    if could:
        what += f"; could change {some(could, 5)}"
    run = {
        "papers": f"`make source ID={item.doi or item.key}`, and cite it where it counts",
        "trials": f"`make trial ID={item.key}`, if it belongs here",
        "notices": f"read it; what counts becomes an event ({EVENT})",
    }
    return Line(what, run[query.finds])


def _addresses(site: Site, found: Comparisons) -> Iterator[Line]:
    entries = site.bibliography.entries.values()
    kept = {entry.get("url") for entry in entries if entry.get("archived")}
    where = weekly.addresses(site)
    for one in sorted(found.addresses, key=lambda one: one.address):
        if one.address not in where:
            continue
        what = f"<{one.address}> (`{where[one.address]}`)"
        if one.answer == "moved":
            yield Line(f"{what} moved to <{one.to}>", "`make fix` takes it over")
        elif one.address not in kept:
            copy = f"add `archived = {{{one.archived}}}`" if one.archived else "find another source"
            yield Line(f"{what} is gone", copy)


def _read_again(site: Site, found: Comparisons, changed: set[str]) -> Iterator[Line]:
    """A line a source: what became of it, and the statements that were read before."""
    news: dict[str, tuple[str, str]] = {}  # key → (day, what)
    for entry in site.bibliography.entries.values():
        for kind, word in NOTICES.items():
            own = entry.notice(kind)
            if own:
                news[entry.key] = max(news.get(entry.key, ("", "")), (own[0], word.lower()))
        if entry.kind == "registry" and entry.get("number") in changed:
            news[entry.key] = (_today().isoformat(), "its record was changed")
    for entry, one in unrecorded(replace(site, compared=found)):
        if one.day:
            told = one.day, NOTICES[one.kind].lower()
            news[entry.key] = max(news.get(entry.key, ("", "")), told)
    rows = statements.by_identity(site.checked)
    again: dict[str, list[str]] = {}
    for pair in statements.pairs(site):
        row = rows.get(statements.identity(pair))
        day = news[pair.key][0] if pair.key in news else ""
        if row and row.date[: len(day)] < day[: len(row.date)]:
            again.setdefault(pair.key, []).append(f"docs/{pair.page}:{pair.line}")
    for key, places in sorted(again.items()):
        day, what = news[key]
        where = some(list(dict.fromkeys(places)), NAMED)
        run = f"read again, then `make checked KEY={key}`"
        yield Line(f"`{key}` ({what} {day}): {many(len(places), 'statement')}, {where}", run)


def _due(site: Site) -> Iterator[Line]:
    for line in weekly.old_pages(site, _today()):
        yield Line(f"`{line}`", "read it whole, and set `reviewed`")
    for finding in [*stale(site, _today()), *hints(site)]:
        yield Line(f"`{finding.file}:{finding.line}`, {finding.message}", finding.mend)


# ---------------------------------------------------------------- telling


def report(
    sections: list[tuple[str, list[Line]]], answers: int, troubles: list[str], old: str = ""
) -> str:
    """The run in Markdown. A line that was ticked in the old list stays ticked."""
    day = _today().isoformat()
    filled = [(title, lines) for title, lines in sections if lines]
    if not filled and not troubles:
        return f"Nothing to do: watched on {day}, {many(answers, 'answer')}."
    ticked = {line[6:] for line in old.splitlines() if line.startswith("- [x] ")}
    parts = [f"# What the world changed, seen on {day}", f"{many(answers, 'answer')} read."]
    for title, lines in filled:
        rows = [str(line) for line in lines]
        rows = [f"- [x] {row[6:]}" if row[6:] in ticked else row for row in rows]
        parts.append(f"## {title}\n\n" + "\n".join(rows))
    if troubles:
        lost = "\n".join(f"- {one}" for one in troubles)
        parts.append(f"## Could not be read: run `make watch` again\n\n{lost}")
    return "\n\n".join(parts)
