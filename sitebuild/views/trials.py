"""Trials: the table of all, the list of those that take people, and one entry each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sitebuild.model.records import SCALES, Arm, Condition, Effect, Status, Trial
from sitebuild.model.site import Site
from sitebuild.style.numbers import day, interval, number, p_value, signed
from sitebuild.views import drawing, keys_of
from sitebuild.views.parts import (
    BREAK,
    Cited,
    Run,
    Runs,
    cited,
    given,
    joined,
    mean,
    plain,
    share,
    small,
    unseen,
)

FILE = "trials.yml"
OVER = (Status.COMPLETED, Status.STOPPED_EARLY)
NO_COUNTRY = "country not seen"
BETWEEN = "|"  # between the countries of a trial: no country's name holds it
CLINICALTRIALS = "https://clinicaltrials.gov/study/"
WITH_THERAPY = " with therapy"  # ends the label of most arms


def in_order(site: Site) -> list[Trial]:
    """Trials as readers want them.

    PTSD first, those that are over first, then from the last phase to the first, then the newest.
    """
    trials: list[Trial] = site.data[FILE]
    return sorted(
        trials,
        key=lambda trial: (
            trial.condition is not Condition.PTSD,
            trial.condition,
            trial.status not in OVER,
            trial.phase.rank,
            -(trial.published or 0),
            trial.id,
        ),
    )


def trial_anchors(site: Site) -> list[str]:
    """The address of each trial's entry."""
    return [trial.id for trial in site.data[FILE]]


# ---------------------------------------------------------------- the table, the list


@dataclass(frozen=True)
class TrialRow:
    """A row of the table of trials."""

    id: str
    name: str
    registry: Runs
    countries: str
    in_countries: str  # with BETWEEN between them
    sponsor: str
    condition: str
    condition_note: str
    design: str
    people: Run
    people_order: int
    status: str
    when: str


def _registered(site: Site, trial: Trial) -> Runs:
    """Registry numbers; each leads to its record, at the address that a source gives or, on
    ClinicalTrials.gov, that its number makes.
    """
    records = {
        entry.get("number"): entry.get("url")
        for entry in site.bibliography.entries.values()
        if entry.kind == "registry"
    }
    runs: list[Run] = []
    for number_ in trial.registry:
        runs += [plain(", ")] if runs else []
        runs.append(Run(number_, address=records.get(number_) or _record(number_)))
    return tuple(runs)


def _record(number_: str) -> str:
    """The address of a registry's record, where the number alone makes it; else ''."""
    return f"{CLINICALTRIALS}{number_}" if number_.startswith("NCT") else ""


def _people(trial: Trial) -> Run:
    if trial.n_randomized is not None:
        return plain(trial.n_randomized)
    return unseen() if trial.n_planned is None else plain(f"{trial.n_planned} planned")


def _people_order(trial: Trial) -> int:
    known = (count for count in (trial.n_randomized, trial.n_planned) if count is not None)
    return next(known, -1)


def may_have_closed(site: Site, trial: Trial) -> bool:
    """True of a trial that took people when last seen, and whose planned end has passed since.

    The day is that on which a page was last reviewed, so that a build does not change by itself.
    """
    now = max((page.reviewed.isoformat() for page in site.pages if page.reviewed), default="")
    end = trial.end or now
    return trial.status is Status.RECRUITING and end < now[: len(end)]


def _when(site: Site, trial: Trial) -> str:
    if trial.published:
        return f"published {trial.published}"
    seen = f"as of {day(trial.status_as_of)}" if trial.status_as_of else ""
    return f"{seen}; may have closed".lstrip("; ") if may_have_closed(site, trial) else seen


@drawing("trials-table")
def trials_table(site: Site) -> dict[str, object]:
    """All trials in reading order, and what one may choose from."""
    trials = in_order(site)
    return {
        "conditions": list(dict.fromkeys(trial.condition.word for trial in trials)),
        "statuses": list(dict.fromkeys(trial.status.word for trial in trials)),
        "all_countries": sorted({country for trial in trials for country in trial.countries}),
        "rows": [
            TrialRow(
                trial.id,
                trial.name,
                registry=_registered(site, trial),
                countries=joined(trial.countries) or NO_COUNTRY,
                in_countries=BETWEEN.join(trial.countries),
                sponsor=trial.sponsor or "not seen",
                condition=trial.condition.word,
                condition_note=trial.condition_note or "",
                design=f"{trial.phase.word}, {trial.allocation.word}",
                people=_people(trial),
                people_order=_people_order(trial),
                status=trial.status.word,
                when=_when(site, trial),
            )
            for trial in trials
        ],
    }


@dataclass(frozen=True)
class Recruiting:
    """A trial that was last seen as taking people."""

    id: str
    name: str
    countries: str
    title: str
    registry: Runs
    seen: str
    closed: str  # when it was to end, where that day has passed


@drawing("recruiting-trials")
def recruiting_trials(site: Site) -> dict[str, list[Recruiting]]:
    """Trials that take people, PTSD first, those of a country together, the last seen first; those
    whose planned end has passed come last.
    """
    newest = sorted(in_order(site), key=lambda trial: trial.status_as_of or "", reverse=True)
    newest.sort(
        key=lambda trial: (
            may_have_closed(site, trial),
            trial.condition not in (Condition.PTSD, Condition.COUPLES_PTSD),
            not trial.countries,
            trial.countries[:1],
        )
    )
    return {
        "rows": [
            Recruiting(
                trial.id,
                trial.name,
                countries=joined(trial.countries) or NO_COUNTRY,
                title=trial.title or "",
                registry=_registered(site, trial) or (plain("Registry number not seen"),),
                seen=f"recruiting as of {day(trial.status_as_of)}"
                if trial.status_as_of
                else "recruiting in a copy without a date",
                closed=day(trial.end) if trial.end and may_have_closed(site, trial) else "",
            )
            for trial in newest
            if trial.status is Status.RECRUITING
        ]
    }


# ---------------------------------------------------------------- one entry a trial


@dataclass(frozen=True)
class Entry:
    """What stands in Markdown of a trial: headings and texts with citations of their own."""

    id: str
    name: str
    line: str  # what it was: the condition, how many people, when, the scores
    title: str
    adds: Cited
    limits: Cited
    blinding: Cited
    followup: Cited


def _entries_cite(site: Site) -> list[str]:
    """Each entry's facts stand before its texts."""
    found: list[str] = []
    for entry in trial_entries(site)["entries"]:
        found += keys_of(trial_facts(site, entry.id))
        found += keys_of(entry)
    return found


@drawing(
    "trial-entries",
    template="trial-entries.md",
    anchors=trial_anchors,
    cites=_entries_cite,
    data=FILE,
)
def trial_entries(site: Site) -> dict[str, list[Entry]]:
    """An entry for each trial, in reading order."""
    return {
        "entries": [
            Entry(
                trial.id,
                trial.name,
                line=in_a_line(site, trial),
                title=trial.title or "",
                adds=Cited((trial.adds or "").strip()),
                limits=Cited((trial.limits or "").strip()),
                blinding=Cited(trial.blinding.text.strip() if trial.blinding else ""),
                followup=Cited((trial.followup or "").strip()),
            )
            for trial in in_order(site)
        ]
    }


def in_a_line(site: Site, trial: Trial) -> str:
    """'PTSD, 90 people, 2021. CAPS-5: −24.4 with MDMA, −13.9 with placebo'.

    All arms are named or none is, so that no dose is left out; a trial of one arm says so.
    """
    said = f"{joined(_known(site, trial))}. {_scores(trial)}".rstrip(". ")
    return said[:1].upper() + said[1:]


def _known(site: Site, trial: Trial) -> Iterator[str]:
    """The condition, how many people, how far it has come."""
    note = trial.condition_note or ""
    if trial.condition is Condition.PTSD:
        yield f"PTSD {note}".strip()
    else:
        yield note or trial.condition.word
    if trial.n_randomized is not None:
        yield f"{trial.n_randomized} people"
    elif trial.n_planned is not None:
        yield f"{trial.n_planned} people{'' if trial.status is Status.PLANNED else ' planned'}"
    when = _when(site, trial)
    if trial.published and trial.status is Status.COMPLETED:
        yield str(trial.published)
        return
    unknown = "status " if trial.status is Status.UNKNOWN else ""
    yield f"{unknown}{trial.status.word}{', ' if trial.published else ' '}{when}".strip()


def _scores(trial: Trial) -> str:
    """How the score changed in each arm, or from what to what; '' where an arm gives neither."""
    arms = trial.arms
    names = [_in_line(arm) for arm in arms]
    if arms and all(arm.change for arm in arms):
        said = [signed(arm.change.mean, 1) for arm in arms if arm.change]
    elif arms and all(arm.baseline and arm.endpoint for arm in arms):
        said = [
            f"{number(arm.baseline.mean, 1)} to {number(arm.endpoint.mean, 1)}"
            for arm in arms
            if arm.baseline and arm.endpoint
        ]
    else:
        return ""
    each = joined(f"{one} with {name}" for one, name in zip(said, names, strict=True))
    alone = ", no comparison group" if len(arms) == 1 else ""
    return f"{trial.measure}: {each}{alone}"


def in_a_sentence(label: str) -> str:
    """A label as it stands within a sentence.

    >>> in_a_sentence("Placebo with therapy"), in_a_sentence("MDMA 40 mg with therapy")
    ('placebo with therapy', 'MDMA 40 mg with therapy')
    """
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def _in_line(arm: Arm) -> str:
    """'Placebo with therapy' → 'placebo', 'MDMA 125 mg with therapy' → 'MDMA 125 mg'."""
    return in_a_sentence(arm.label.removesuffix(WITH_THERAPY))


@dataclass(frozen=True)
class Fact:
    """A line of the list of facts."""

    name: str
    says: Runs


@dataclass(frozen=True)
class ArmRow:
    """A row of the table by arm: the arm, then a cell for each column."""

    label: str
    dose: Run
    people: Run
    before: Run
    after: Run
    change: Run
    no_longer_diagnosed: Run
    left_early: Run


@dataclass(frozen=True)
class TrialFacts:
    """What is known of a trial, and what of it was not seen."""

    facts: list[Fact]
    caption: str
    arms: list[ArmRow]
    left_early: str
    notes: str


@drawing("trial-facts", takes_arguments=True)
def trial_facts(site: Site, ident: str) -> TrialFacts:
    """The facts of one trial, by its id."""
    trial = site.data.trial(ident)
    if trial is None:
        raise LookupError(f"no trial {ident}")
    facts = [Fact(name, says) for name, says in _facts(site, trial)]
    return TrialFacts(
        facts,
        _caption(trial),
        [_arm(trial, arm) for arm in trial.arms],
        left_early(trial),
        _notes(trial),
    )


def _seen(trial: Trial, path: str, value: object) -> Run:
    """A value, or why it is not there: the report does not give it, or nobody saw it."""
    return given(value, "not reported" if path in trial.not_reported else "not seen")


def _facts(site: Site, trial: Trial) -> Iterator[tuple[str, Runs]]:
    """(name, what is said) of each line, from top to bottom."""
    yield "Who", (plain(trial.population),)
    control = f"; control: {trial.control}" if trial.control else ""
    yield "Design", (plain(f"{trial.design}{control}"),)
    yield "Where, when", _where(site, trial)
    yield "Registry", _registered(site, trial) or (_seen(trial, "registry", None),)
    yield "People", _who(trial)
    therapy = f"; {trial.therapy_sessions}" if trial.therapy_sessions else ""
    sessions = _seen(trial, "dosing_sessions", trial.dosing_sessions)
    yield "Sessions", (plain("With drug: "), sessions, plain(therapy))
    timepoint = f", {trial.primary_timepoint}" if trial.primary_timepoint else ""
    yield "Measured by", (_seen(trial, "measure", trial.measure), plain(timepoint))
    yield "Effect", tuple(_effects(trial)) or (_seen(trial, "effects", None),)
    yield "Risk of bias", tuple(_bias(trial)) or (unseen("no published rating seen"),)
    if trial.sponsor and not trial.funding:  # who answers for a trial need not be who paid
        yield "Sponsor", (plain(trial.sponsor),)
    yield "Paid by", (_seen(trial, "funding", trial.funding),)
    yield "Source", (cited(trial.cites), plain(f" ({trial.seen.word})"))
    for retraction in trial.retractions:
        yield "Retraction", (cited([retraction.key]), plain(f": {retraction.note}"))
    if trial.note:
        yield "Note", (plain(trial.note),)


def _where(site: Site, trial: Trial) -> Runs:
    """'United States; May 2018 to 2020; completed as of 9 August 2024'."""
    now = "now" if trial.status.goes_on else "?"
    if trial.start or trial.end:
        start = day(trial.start) if trial.start else "?"
        when = plain(f"{start} to {day(trial.end) if trial.end else now}")
    else:
        when = unseen("dates not seen")
    seen = f" as of {day(trial.status_as_of)}" if trial.status_as_of else ""
    if may_have_closed(site, trial):
        seen += ", and its planned end has passed, so it may have closed"
    return (
        _seen(trial, "countries", joined(trial.countries)),
        plain("; "),
        when,
        plain(f"; {trial.status.word}{seen}"),
    )


def _who(trial: Trial) -> Runs:
    """'90 randomized, 82 in the primary analysis. Had used MDMA before: 29 of 90 (32%)'."""
    if trial.n_randomized is not None:
        first = plain(f"{trial.n_randomized} {trial.allocation.people}")
    elif trial.n_planned is not None:
        first = plain(f"{trial.n_planned} planned")
    else:
        first = unseen("number not seen")
    more = ""
    if trial.n_analyzed is not None:
        more += f", {trial.n_analyzed} in the primary analysis"
    if trial.n_note:
        more += f". {trial.n_note}"
    if trial.prior_mdma_use:
        more += f". Had used MDMA before: {share(trial.prior_mdma_use)}"
    return first, plain(more)


def _effect(effect: Effect) -> str:
    """'Cohen's d 0.91 (95% CI 0.44 to 1.37), p <0.0001: MDMA against placebo (at 18 weeks)'."""
    text = f"{effect.statistic} {number(effect.value)}"
    if effect.ci:
        text += f" (95% CI {interval(effect.ci)})"
    if effect.p:
        text += f", {p_value(effect.p)}"
    if effect.compares:
        text += f": {effect.compares}"
    return f"{text} ({effect.note})" if effect.note else text


def _effects(trial: Trial) -> Iterator[Run]:
    """A line an effect; effects in a row that share their sources name them after the last."""
    for index, effect in enumerate(trial.effects):
        yield plain(_effect(effect))
        after = trial.effects[index + 1] if index + 1 < len(trial.effects) else None
        if after is None or after.cites != effect.cites:
            yield plain(" ")
            yield small("", effect.cites)
        if after is not None:
            yield BREAK


def _bias(trial: Trial) -> Iterator[Run]:
    for index, risk in enumerate(trial.risk_of_bias):
        yield plain(f"{', ' if index else ''}{risk.rating} ({risk.tool}; ")
        yield cited([risk.by])
        yield plain(")")


def _caption(trial: Trial) -> str:
    most = SCALES.get(trial.measure or "")
    scale = f" ({trial.measure}, 0 to {most}, lower is better)" if most else ""
    return f"{trial.name}, by arm{scale}"


def dose(trial: Trial, arm: Arm) -> Run:
    """'80 to 120 + 40 to 60', in mg."""
    if arm.initial_mg:
        first = " to ".join(map(number, arm.initial_mg))
        second = " to ".join(map(number, arm.supplemental_mg or []))
        return plain(f"{first} + {second}" if second else first)
    if arm.dose_note:
        return plain("see below")
    return _seen(trial, f"arms.{arm.id}.initial_mg", None)


def _arm(trial: Trial, arm: Arm) -> ArmRow:
    def cell(name: str, words: Any) -> Run:
        value = getattr(arm, name)
        return plain(words(value)) if value else _seen(trial, f"arms.{arm.id}.{name}", None)

    people = arm.n_analyzed if arm.n_randomized is None else arm.n_randomized
    return ArmRow(
        arm.label,
        dose(trial, arm),
        _seen(trial, f"arms.{arm.id}.n_randomized", people),
        cell("baseline", mean),
        cell("endpoint", mean),
        cell("change", mean),
        cell("loss_of_diagnosis", share),
        cell("dropouts", share),
    )


def left_early(trial: Trial) -> str:
    """The name of that row. Who has no score has not always left, and the note says which it is."""
    notes = [arm.dropouts.note or "" for arm in trial.arms if arm.dropouts]
    scoreless = bool(notes) and all(note.startswith("no score") for note in notes)
    return "No score at the end" if scoreless else "Left early"


def _notes(trial: Trial) -> str:
    """'Dose: half in the first session; Left early: …', each note once."""
    found = []
    for arm in trial.arms:
        for name, label in (
            ("dose_note", "Dose"),
            ("baseline", "Before"),
            ("endpoint", "After"),
            ("change", "Change"),
            ("loss_of_diagnosis", "No longer diagnosed"),
            ("dropouts", left_early(trial)),
        ):
            value = getattr(arm, name)
            note = value if isinstance(value, str) else getattr(value, "note", None)
            if note:
                found.append(f"{label}: {note}")
    return "; ".join(dict.fromkeys(found))
