"""What registries of record say of our sources, and references.bib does not (`make verify`)."""

from __future__ import annotations

from collections.abc import Iterator

from sitebuild import settings
from sitebuild.model import watched
from sitebuild.model.compared import Noticed
from sitebuild.model.findings import Finding, many, some, suggest
from sitebuild.model.site import Site
from sitebuild.model.sources import NOTICES, Entry
from sitebuild.rules import rule


@rule("source-notice")
def notice(site: Site) -> Iterator[Finding]:
    """A retraction, expression of concern or correction that a registry knows is recorded here."""
    for entry, one in unrecorded(site):
        what = f"{entry.key}: {NOTICES[one.kind].lower()}, by {one.by}"
        where = f"notice {one.where}" if one.where else "the reason that the journal gives"
        mend = f"add {one.kind} = {{{one.day or 'its day'}, {where}}}"
        if one.kind == "retracted":
            mend += ", and say it in each sentence that cites it"
        yield Finding(settings.BIBLIOGRAPHY, entry.line, what, mend)


def unrecorded(site: Site) -> Iterator[tuple[Entry, Noticed]]:
    """What is to be recorded, once for each entry and kind: the latest, by all who tell of it."""
    found: dict[tuple[str, str], list[Noticed]] = {}
    for record in site.compared.compared:
        entry = site.bibliography.entries.get(record.key)
        for one in record.notices:
            if entry and not recorded(entry, one):
                found.setdefault((entry.key, one.kind), []).append(one)
    for (key, _), notices in sorted(found.items()):
        last = max(notices, key=lambda one: one.day)
        by = " and ".join(dict.fromkeys(one.by for one in notices))
        yield site.bibliography[key], last.model_copy(update={"by": by})


@rule("trial-drafted")
def drafted(site: Site) -> Iterator[Finding]:
    """What `make trial` took from a registry was set beside its page by a person."""
    address = "https://clinicaltrials.gov/study/"
    for index, trial in enumerate(site.data.trials):
        if trial.drafted:
            what = f"{trial.id}: {many(len(trial.drafted), 'field')} not confirmed yet"
            fields = some(trial.drafted, 3)
            where = f"{address}{trial.registry[0]}" if trial.registry else "the registry's page"
            mend = f"set each beside {where}, and take its name off drafted ({fields})"
            line = site.data.line("trials.yml", index, "drafted")
            yield Finding(f"{settings.DATA}/trials.yml", line, what, mend)
    rows: dict[str, list[int]] = {}
    for index, row in enumerate(site.data["adverse-events.yml"]):
        if row.drafted:
            rows.setdefault(row.trial, []).append(index)
    for trial_id, at in rows.items():
        what = f"{trial_id}: {many(len(at), 'row')} not confirmed yet"
        mend = "set each beside the registry's page, and take out drafted: true"
        line = site.data.line("adverse-events.yml", at[0], "drafted")
        yield Finding(f"{settings.DATA}/adverse-events.yml", line, what, mend)


def recorded(entry: Entry, one: Noticed) -> bool:
    """Whether an entry records a notice, or a later or worse one."""
    own = entry.notice(one.kind)
    if entry.retracted and one.kind != "retracted":
        return True
    if not own:
        return False
    known = one.where and one.where.casefold() in own[1].casefold()
    precision = min(len(own[0]), len(one.day))
    return bool(known) or own[0][:precision] >= one.day[:precision]


@rule("watch-queries")
def watch_queries(site: Site) -> Iterator[Finding]:
    """What `make watch` asks can be asked, and leads to pages that are there."""
    asked, slips = watched.queries(site.root)
    yield from slips
    told = []
    ids = [query.id for query in asked.queries]
    for at, query in enumerate(asked.queries):
        if query.id in ids[:at]:
            told.append((query.id, f"two queries are called '{query.id}'", "give one another id"))
        if query.address and not query.address.startswith("https://"):
            told.append((query.id, "an address without https", "write https://"))
    pages = list(site.by_path)
    for topic in asked.topics:
        told += [
            (page, f"no page '{page}'", suggest(page, pages, "name a page of docs/"))
            for page in topic.pages
            if page not in site.by_path and f"{settings.DOCS}/{page}" not in site.unread.files
        ]
    if told:
        lines = (site.root / watched.QUERIES).read_text("utf-8", "replace").split("\n")
        for name, what, mend in told:
            line = next((n for n, text in enumerate(lines, 1) if name in text), 1)
            yield Finding(watched.QUERIES, line, what, mend)
