"""Rules on the records of `docs/data/`, one beside another, and on the record of checks.

A record that could not be read is taken for one that is there: what follows from that is not told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sitebuild import settings
from sitebuild.model import data as model
from sitebuild.model.findings import Finding, some, suggest
from sitebuild.model.records import FILES, Arm, Share, Status, Trial
from sitebuild.model.records.trials import Mean
from sitebuild.model.site import Site
from sitebuild.model.statements import FILE as CHECKS
from sitebuild.rules import rule
from sitebuild.rules.citations import guard, known_keys, unknown
from sitebuild.rules.named import (
    HARMS,
    REVIEWS,
    TRIALS,
    each,
    file_of,
    knows,
    together,
    unknown_trials,
)

NEAR = 0.8  # how like two ids must be for one to be offered instead of the other
OLD = timedelta(days=365)  # after which a number to call is to be looked at again


# ---------------------------------------------------------------- records of one file


@rule("data-ids")
def ids(site: Site) -> Iterator[Finding]:
    """No two records of a file have one id: it is an address."""
    for name in FILES:
        first: dict[str, int] = {}
        for record, line in each(name, site):
            ident = getattr(record, "id", None)
            if ident is None:
                continue
            if ident in first:
                message = f"the id '{ident}' is used twice (see line {first[ident]})"
                yield Finding(file_of(name), line("id"), message, "give one of the two another id")
            first.setdefault(ident, line("id"))


@rule("data-order", form=True)
def order(site: Site) -> Iterator[Finding]:
    """A file that says it is sorted by id is."""
    for name, found in site.data.files.items():
        if not found.sorted_by_id or not found.whole:
            continue
        before = ""
        for record, line in each(name, site):
            if record.id < before:
                message = f"'{record.id}' stands after '{before}', and the file is sorted by id"
                mend = "put it in its place, or run make fix"
                yield Finding(found.file, line("id"), message, mend)
            before = max(before, record.id)


@rule("data-row-twice")
def row_twice(site: Site) -> Iterator[Finding]:
    """No record says what another of its file says; of an event, an arm has one count of a kind."""
    for name in FILES:
        first: dict[str, int] = {}
        for record, line in each(name, site):
            if name == HARMS:
                said = repr((record.trial, record.arm, record.event.casefold(), record.basis))
            else:
                said = repr(record.model_dump(exclude={"id"}))
            if said in first:
                message = f"this record says the same as that of line {first[said]}"
                yield Finding(file_of(name), line(), message, "keep one of the two")
            first.setdefault(said, line())


@rule("data-registry-once")
def registry_once(site: Site) -> Iterator[Finding]:
    """A registry number belongs to one trial."""
    first: dict[str, str] = {}
    for trial, line in each(TRIALS, site):
        for index, number in enumerate(trial.registry):
            if number in first:
                same = "this trial" if first[number] == trial.id else f"'{first[number]}'"
                message = f"{number} is also a registry number of {same}"
                mend = "look both up in the registry, and correct the one that is wrong"
                yield Finding(file_of(TRIALS), line("registry", index), message, mend)
            first.setdefault(number, trial.id)


# ---------------------------------------------------------------- figures of one trial


def _people(arm: Arm) -> int | None:
    counts = [count for count in (arm.n_randomized, arm.n_analyzed) if count is not None]
    return max(counts, default=None)


def _noted(trial: Trial) -> set[int]:
    """Other counts of a trial's people that its n_note tells of."""
    return {int(one) for one in re.findall(r"\d+", trial.n_note or "")}


def _more(count: int | None, people: int | None) -> bool:
    """Whether more were counted than there are; False where one of the two is not known."""
    return count is not None and people is not None and count > people


@rule("data-arms-add-up")
def arms_add_up(site: Site) -> Iterator[Finding]:
    """The arms of a trial hold its people, or `n_note` says how many more or less, and why."""
    for trial, line in each(TRIALS, site):
        counts = [arm.n_randomized for arm in trial.arms]
        total = trial.n_randomized
        if total is None or not counts:
            continue
        held = sum(count or 0 for count in counts)
        if _noted(trial) & {held, abs(total - held)}:
            continue
        if held > total or (None not in counts and held != total):
            sums = " + ".join(str(count) for count in counts if count is not None)
            message = f"{trial.id}: n_randomized is {total}, and its arms hold {sums} = {held}"
            mend = f"check them; if both are right, say in n_note why {held}, in digits"
            yield Finding(file_of(TRIALS), line("n_randomized"), message, mend)


@rule("data-arm-size")
def arm_size(site: Site) -> Iterator[Finding]:
    """Nothing is counted in more people than its arm has."""
    mend = "check both, and that the row names the right arm"
    for trial, line in each(TRIALS, site):
        for index, arm in enumerate(trial.arms):
            people = _people(arm)
            for name in Arm.model_fields:
                value = getattr(arm, name)
                part = "of" if isinstance(value, Share) else "n" if isinstance(value, Mean) else ""
                count = getattr(value, part) if part else None
                if _more(count, people):
                    message = (
                        f"{trial.id}, {arm.id}: {name} in {count} people, in an arm of {people}"
                    )
                    where = line("arms", index, name, part)
                    yield Finding(file_of(TRIALS), where, message, mend)
    for row, line in each(HARMS, site):
        trial = site.data.trial(row.trial)
        found = trial.arm(row.arm) if trial else None
        people = _people(found) if found else None
        count = row.of if row.of is not None else row.n
        if _more(count, people):
            part = "of" if row.of is not None else "n"
            message = (
                f"'{part}' is {count}, and the arm '{row.arm}' of {row.trial} has {people} people"
            )
            yield Finding(file_of(HARMS), line(part), message, mend)


@rule("data-group-size")
def group_size(site: Site) -> Iterator[Finding]:
    """Nothing is counted in more people than its trial or group has, or than n_note says."""
    mend = "check both, and that the record names the right trial or group"
    for name, part, counts in (
        (TRIALS, "id", ("prior_mdma_use.of", "blinding.mdma_guessed_right.of")),
        (TRIALS, "id", ("blinding.control_guessed_right.of",)),
        ("follow-ups.yml", "trial", ("of", "n")),
        ("participants.yml", "group", ("n", "value.of")),
    ):
        for row, line in each(name, site):
            ident = getattr(row, part)
            people = _randomized(site, ident, getattr(row, "arm", None))
            for path in counts:
                count = _at(row, path)
                trial = site.data.trial(ident)
                if _more(count, people) and not (trial and count in _noted(trial)):
                    where = f"{ident} has {people} people"
                    message = f"{row.id}: {path} is {count}, and {where}"
                    yield Finding(file_of(name), line(*path.split(".")), message, mend)
                    break
    for row, line in each("participants.yml", site):
        if _more(row.value.of, row.n):
            message = f"{row.id}: of {row.value.of} people, in a group of {row.n}"
            yield Finding(file_of("participants.yml"), line("value", "of"), message, mend)


def _randomized(site: Site, ident: str, arm_id: str | None) -> int | None:
    """People of a trial, or of its arm; None where that is not known."""
    trial = site.data.trial(ident)
    if not trial:
        return None
    arm = trial.arm(arm_id) if arm_id is not None else None
    return _people(arm) if arm else trial.n_randomized


def _at(row: object, path: str) -> int | None:
    value: Any = row
    for part in path.split("."):
        value = getattr(value, part, None)
    return value if isinstance(value, int) else None


# ---------------------------------------------------------------- dates


def _before(one: str, other: str) -> bool:
    """Whether a date lies before another, as far as both say: '2024' is not before '2024-08'."""
    length = min(len(one), len(other))
    return one[:length] < other[:length]


# file → (field that comes first, field that comes after it)
IN_ORDER = {
    TRIALS: (("start", "end"), ("start", "published"), ("end", "published")),
    "timeline.yml": (("date", "date_end"),),
    "legal-status.yml": (("since", "as_of"),),
    REVIEWS: (("searched_to", "year"),),
    "fda-path.yml": (("date", "date_end"),),
    "owners.yml": (("since", "until"),),
}


@rule("data-dates-in-order")
def dates_in_order(site: Site) -> Iterator[Finding]:
    """A trial ends after its start and is published after its end; a search precedes its review."""
    for name, pairs in IN_ORDER.items():
        for record, line in each(name, site):
            for early, late in pairs:
                first, then = getattr(record, early), getattr(record, late)
                if first is not None and then is not None and _before(str(then), str(first)):
                    message = f"{record.id}: {late} {then} lies before {early} {first}"
                    yield Finding(file_of(name), line(late), message, "check both")
                    break


@rule("data-status-and-dates")
def status_and_dates(site: Site) -> Iterator[Finding]:
    """A trial that goes on has begun, and one that is completed has ended."""
    today = settings.newest_day().isoformat()
    begun = {Status.COMPLETED, Status.STOPPED_EARLY, Status.RUNNING}
    for trial, line in each(TRIALS, site):
        for name, states in (("start", begun), ("end", {Status.COMPLETED})):
            day = getattr(trial, name)
            if day is not None and trial.status in states and _before(today, day):
                message = f"{trial.id} is '{trial.status}', and its {name} {day} lies in the future"
                yield Finding(file_of(TRIALS), line(name), message, "check both")
                break


# ---------------------------------------------------------------- crisis lines


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())


def _numbers(text: str) -> set[str]:
    """'call 13 11 14; text 0477 13 11 14' → {'131114', '0477131114'}"""
    return {_digits(number) for number in re.findall(r"\d[\d -]*", text)}


@rule("data-phone")
def phone(site: Site) -> Iterator[Finding]:
    """The number that a tap dials is the number that is shown: a wrong digit can cost a life."""
    name = "crisis-help.yml"
    for row, line in each(name, site):
        if not row.phone or not _digits(row.contact):
            continue
        dialled, are_shown = _digits(row.phone), _numbers(row.contact)
        # +41 143 dials 143: the country's code may stand before the number as it is shown
        forms = [dialled]
        if row.phone.startswith("+"):
            forms += [dialled[code:] for code in (1, 2, 3) if len(dialled) - code >= 3]
        if not are_shown.intersection(forms):
            message = f"{row.id}: phone {row.phone} is not in contact '{row.contact}'"
            mend = "look the number up at official_url, and write it in both"
            yield Finding(file_of(name), line("phone"), message, mend)


def stale(site: Site, today: date) -> Iterator[Finding]:
    """For the weekly look round: numbers to call and trials taking people, not seen for a year.

    No rule, since time alone brings it about, and a contribution must not fail for it.
    """
    looked_at = (
        ("crisis-help.yml", "as_of", lambda row: True),
        (TRIALS, "status_as_of", lambda row: row.status.goes_on),
    )
    for name, part, counts in looked_at:
        for row, line in each(name, site):
            seen = getattr(row, part)
            if seen and counts(row) and _before(seen, (today - OLD).isoformat()):
                message = f"{row.id}: last seen {seen}, more than a year ago"
                mend = f"look again, and write the day in {part}"
                yield Finding(file_of(name), line(part), message, mend)


# ---------------------------------------------------------------- what one file says about another


@rule("data-trials-known")
def trials_known(site: Site) -> Iterator[Finding]:
    """A trial and an arm that another file names stand in trials.yml."""
    yield from _no_trial(site)
    for (ident, arm), file, line, also in together(_arms_named(site)):
        trial = site.data.trial(ident)
        if trial and not trial.arm(arm):
            arms = [one.id for one in trial.arms]
            mend = suggest(arm, arms, "", NEAR) if arms else "add the arm to the trial first"
            if also:  # so many rows are right, and the arm's own id is not
                mend = "give the arm that id again, or correct all the rows"
            yield Finding(file, line, f"trial {ident} has no arm '{arm}'{also}", mend)


def _no_trial(site: Site) -> Iterator[Finding]:
    """Names of no trial. One that many rows give was rather changed in trials.yml."""
    for ident, places in unknown_trials(site).items():
        file, line, also = places[0]
        if len(places) > 1:
            where = some([f"{place[0].rsplit('/', 1)[-1]}, line {place[1]}" for place in places], 3)
            message = f"no trial is called '{ident}' any more, and other files name it ({where})"
            mend = "give its record that id again, or correct it in all of them"
            yield Finding(file_of(TRIALS), 1, message, mend)
        elif also:
            mend = "add the trial to trials.yml first, or correct its name in each line"
            yield Finding(file, line, f"no trial '{ident}' in trials.yml{also}", mend)
        else:
            trials = {trial.id for trial in site.data.trials}
            mend = suggest(ident, trials, "add the trial to trials.yml first", NEAR)
            yield Finding(file, line, f"no trial '{ident}' in trials.yml", mend)


def _arms_named(site: Site) -> Iterator[tuple[tuple[str, str], str, int]]:
    for row, line in each(HARMS, site):
        yield (row.trial, row.arm), file_of(HARMS), line("arm")
    for row, line in each("participants.yml", site):
        if row.arm is not None:
            yield (row.group, row.arm), file_of("participants.yml"), line("arm")


@rule("data-owners-known")
def owners_known(site: Site) -> Iterator[Finding]:
    """The owner that another came from stands in owners.yml."""
    name = "owners.yml"
    for row, line in each(name, site):
        if row.parent is not None and not knows(site, name, row.parent):
            others = {one.id for one in site.data[name]}
            mend = suggest(row.parent, others, "add it first, or leave parent out", NEAR)
            yield Finding(file_of(name), line("parent"), f"no owner '{row.parent}'", mend)


@rule("data-keys-known")
def keys_known(site: Site) -> Iterator[Finding]:
    """A source that a record names has its entry in references.bib."""
    if settings.BIBLIOGRAPHY in site.unread.files and not site.keys:
        return
    for key, file, line, also in together(model.keys_named(site.data)):
        if key not in site.keys:
            message, mend = f"unknown source '{key}'{also}", _key_meant(key, site.keys)
            yield Finding(file, line, message, mend, cause=unknown(key))


@rule("data-citations")
def cited(site: Site) -> Iterator[Finding]:
    """A citation in a record's text has the form that it has in a page, and its source is there."""
    for text, file, line in model.cited_texts(site.data):
        for finding in guard(text, file, known_keys(site)):
            yield replace(finding, line=line)


def _key_meant(key: str, known: Iterable[str]) -> str:
    """Only a key of the same year is offered: another may be another paper of the same people."""
    year = _digits(key)[:4]
    alike = [one for one in known if _digits(one)[:4] == year]
    add = "add it to references.bib first"
    meant = suggest(key, alike, "", NEAR) if alike else ""
    return f"{meant} If not, {add}" if meant.startswith("did you mean") else add


# ---------------------------------------------------------------- the record of checks


@rule("checks-of-what-is-there")
def checks_of_what_is_there(site: Site) -> Iterator[Finding]:
    """A row of the record of checks is of a page and a source that are there."""
    pages = set(site.by_path) | {f"data/{name}" for name in FILES}
    pages |= {name.removeprefix(f"{settings.DOCS}/") for name in site.unread.files}
    rows = site.checked
    for page, _, line, also in together((row.page, CHECKS, row.line) for row in rows):
        if page not in pages:
            mend = suggest(page, pages, "", NEAR)
            if not mend.startswith("did you mean"):
                mend = "write the page's new name, or take the rows out if it is gone"
            yield Finding(CHECKS, line, f"there is no page docs/{page}{also}", mend)
    if settings.BIBLIOGRAPHY in site.unread.files:
        return
    for key, _, line, also in together((row.key, CHECKS, row.line) for row in rows):
        if key not in site.keys:
            message = f"no source has the key '{key}'{also}"
            mend = "write the source's new key, or take the rows out if it is gone"
            yield Finding(CHECKS, line, message, mend, cause=unknown(key))


@rule("checks-once")
def checks_once(site: Site) -> Iterator[Finding]:
    """A statement stands beside a source once: of two rows nobody knows which counts."""
    first: dict[tuple[str, str, str], int] = {}
    for row in site.checked:
        pair = (row.page, row.fingerprint, row.key)
        if pair in first:
            message = f"this row is of the same statement and source as line {first[pair]}"
            yield Finding(CHECKS, row.line, message, "keep the later of the two")
        first.setdefault(pair, row.line)
