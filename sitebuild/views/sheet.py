"""The clinician's sheet, part by part: short lines with the names of their sources, to be printed
on one leaf.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import mode

from sitebuild.model.citations import keys_in
from sitebuild.model.records import (
    Access,
    AdverseEvent,
    ConditionGroup,
    CountryAccess,
    CrisisService,
    DosingHours,
    EventKind,
    Evidence,
    HealthCondition,
    Medicine,
    MixRisk,
    Share,
    SheetLine,
    SheetPart,
    Trial,
    TrialsRule,
)
from sitebuild.model.site import Site
from sitebuild.style.numbers import day, interval, number
from sitebuild.views import drawing
from sitebuild.views.course import course_of_treatment, when
from sitebuild.views.dots import both, commonest, large, pairs_of_people
from sitebuild.views.findings_table import difference
from sitebuild.views.forest import with_trials
from sitebuild.views.harms import Pair, event_pairs
from sitebuild.views.parts import Cited, Keys
from sitebuild.views.trials import dose

FILE = "clinicians.yml"
LINES = "_sheet.html"
# Rows of the table of events, after the commonest ones; those of suicidality stand together.
RARER = (EventKind.SEVERE, EventKind.SERIOUS)
SUICIDAL = "Suicid"
# Rows between the two, by what the name begins with.
ASKED_FOR = ("Anxiety", "Insomnia", "Palpitations", "Chest discomfort", "Cardiac event")
# How a count of a review draft's data file is marked: its groups, and its single events.
GROUPED, SINGLE = "‡", "†"
# Of a trial without such a row it is told from its serious events by name, and marked.
ANY_SERIOUS, COUNTED = "Any serious event", "§"
KINDS = {
    "Event of special interest": "special interest",
    "Serious adverse event": "serious",
}
WIDEST = (Access.PRESCRIBING_SCHEME, Access.MIXED, Access.EXCEPTIONAL)


@dataclass(frozen=True)
class Line:
    """What it is about, and what is known, with citations in it."""

    label: str
    text: Cited


@dataclass(frozen=True)
class Lines:
    """A part of the sheet, and the data file that it is drawn from."""

    lines: list[Line]
    file: str


def named(name: str, keys: Iterable[str]) -> str:
    """'Moclobemide[@doe2021; @roe2020]', each key once.

    >>> named("It", ["b2020", "a2020", "b2020"])
    'It[@b2020; @a2020]'
    """
    block = "; ".join(f"@{key}" for key in dict.fromkeys(keys))
    return f"{name}[{block}]" if block else name


def _line(label: str, names: Iterable[str]) -> list[Line]:
    """One line, or none where nothing has to be named."""
    text = "; ".join(names)
    return [Line(label, Cited(f"{text}."))] if text else []


def _of(site: Site, part: SheetPart) -> list[Line]:
    rows: list[SheetLine] = site.data[FILE]
    return [Line(row.label, Cited(row.text)) for row in rows if row.part is part]


@drawing("sheet-left-out", template=LINES)
def left_out(site: Site) -> Lines:
    """The conditions that the large trials left out or let in with limits."""
    rows: list[HealthCondition] = site.data["conditions.yml"]

    def ruled(label: str, rule: TrialsRule, group: ConditionGroup | None) -> list[Line]:
        found = [row for row in rows if row.trials_rule is rule and group in (None, row.group)]
        keys = [key for row in found for key in keys_in((row.left_out or "") + (row.let_in or ""))]
        names = "; ".join(row.name if at == 0 else _low(row.name) for at, row in enumerate(found))
        return _line(label, [named(names, keys)] if found else [])

    lines: list[Line] = []
    for group in ConditionGroup:
        lines += ruled(group.word, TrialsRule.EXCLUDED, group)
    lines += ruled("Let in with limits", TrialsRule.ALLOWED_WITH_LIMITS, None)
    return Lines(lines + _of(site, SheetPart.LEFT_OUT), "conditions")


def _low(name: str) -> str:
    """'Heart attack' → 'heart attack', 'ADHD' as it is."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


@drawing("sheet-course", template=LINES)
def course(site: Site) -> Lines:
    """The doses of the large trials, the course, and the hours of one dosing day."""
    lines = []
    for trial in large(site):
        mdma = both(trial)[0]
        note = f" {mdma.dose_note[:1].upper()}{mdma.dose_note[1:]}." if mdma.dose_note else ""
        days = f"; dosing days: {trial.dosing_sessions}" if trial.dosing_sessions else ""
        text = f"{dose(trial, mdma).text} mg{days}"
        lines.append(Line(f"Dose, {trial.name}", Cited(f"{named(text, trial.cites)}.{note}")))
    drawn = course_of_treatment(site)
    keys = [key for row in site.data["course.yml"] if row.sessions for key in row.cites]
    if drawn.sessions:
        text = f"{drawn.sessions} sessions, {drawn.hours} hours; main score in week {drawn.weeks}"
        lines += _line("Course, as planned", [named(text, keys)])
    hours: list[DosingHours] = sorted(site.data["dosing-day.yml"], key=lambda row: row.order)
    timed = [row for row in hours if row.hour_from is not None]
    lines += _line(
        "One dosing day",
        [
            named(f"{_low(row.label)}, {when(row.hour_from, row.hour_to, 'hour').text}", row.cites)
            for row in timed
        ],
    )
    return Lines(lines, "course")


# What was found in people, as the arms' fields call it.
FOUND = {"remission": "remission", "response": "response", "loss_of_diagnosis": "diagnosis lost"}


def treated_for_one(mdma: Share, control: Share) -> int | None:
    """How many have to be treated for one more; None where MDMA did no better.

    >>> treated_for_one(Share(n=24, of=52), Share(n=9, of=42))
    4
    """
    gain = mdma.as_percent - control.as_percent
    return round(100 / gain) if gain > 0 else None


def treated_between(mdma: Share, control: Share) -> str:
    """The 95% interval of the number needed to treat, from that of the difference; '' without
    counts.

    Where the difference may be none it runs over infinity into harm, as Altman writes it.

    >>> treated_between(Share(n=24, of=52), Share(n=9, of=42))
    '2 to 19'
    >>> treated_between(Share(n=12, of=40), Share(n=10, of=40))
    'benefit 4 to ∞ to harm 7'
    """
    if not (mdma.n is not None and mdma.of and control.n is not None and control.of):
        return ""
    low, high = difference(mdma.n, mdma.of, control.n, control.of)
    least = round(100 / high)
    return (
        f"{least} to {round(100 / low)}"
        if low > 0
        else (f"benefit {least} to ∞ to harm {round(100 / -low)}")
    )


def _outcome(name: str, mdma: Share, control: Share) -> str:
    needed, between = treated_for_one(mdma, control), treated_between(mdma, control)
    counts = f"{name} {mdma.n}/{mdma.of} and {control.n}/{control.of}"
    return f"{counts} (NNT {needed}, {between})" if needed else counts


@drawing("sheet-results", template=LINES)
def results(site: Site) -> Lines:
    """People who did well in each large trial by arm, and the effect that a review pooled."""
    lines: list[Line] = []
    for trial in large(site):
        pairs = {
            name: [getattr(arm, field) for arm in both(trial)] for field, name in FOUND.items()
        }
        counted = [
            _outcome(name, *pair)
            for name, pair in pairs.items()
            if all(one and one.n is not None for one in pair)
        ]
        text = f"{named('; '.join(counted), trial.cites)}."
        lines += [Line(trial.name, Cited(text))] if counted else []
    review = with_trials(site)
    if review and review.ci:
        effect = f"{review.statistic.word} {number(review.estimate, 2)}"
        size = f"{review.k} trials, {review.n} people" if review.k and review.n else ""
        inside = "; ".join([f"95% CI {interval(review.ci, 2)}", *([size] if size else [])])
        rated = f"; certainty {review.certainty.rating.word}" if review.certainty else ""
        why = (review.certainty.why or "") if review.certainty else ""
        text = named(f"{effect} ({inside}){rated}", review.cites)
        lines.append(Line(f"PTSD symptoms, {review.name}", Cited(f"{text}. {why}".strip())))
    return Lines(lines, "trials")


# Medicines of which only this is known.
LITTLE = {
    evidence: f"{MixRisk.NOT_KNOWN.word}, only {evidence.word}"
    for evidence in (Evidence.CASE_REPORTS, Evidence.MECHANISM)
}
MIXTURES = (
    MixRisk.DANGER_REPORTED.word,
    MixRisk.EFFECT_STRENGTHENED.word,
    MixRisk.EFFECT_WEAKENED.word,
    MixRisk.NO_CLEAR_EFFECT.word,
    *LITTLE.values(),
)


def _mixture(row: Medicine) -> str:
    """The line that a medicine stands on; '' for one that is only counted."""
    if not row.on_sheet:
        return ""
    little = LITTLE.get(row.evidence) if row.risk is MixRisk.NOT_KNOWN else None
    return little or row.risk.word


def _told(row: Medicine) -> str:
    """The name, and what must not be missed of it: 'Aspirin (one case)'."""
    return f"{row.name} ({row.remark})" if row.remark else row.name


@drawing("sheet-interactions", template=LINES)
def interactions(site: Site) -> Lines:
    """Medicines by what was seen with MDMA; those of which nothing is known are counted."""
    rows: list[Medicine] = site.data["medicines.yml"]
    lines: list[Line] = []
    for label in MIXTURES:
        found = [row for row in rows if _mixture(row) == label]
        lines += _line(label, [named(_told(row), keys_in(row.seen)) for row in found])
    unknown = sum(_mixture(row) not in MIXTURES for row in rows)
    text = f"The other {unknown} of the table's {len(rows)} rows. That does not make them safe"
    lines += _line(MixRisk.NOT_KNOWN.word, [text] if unknown else [])
    return Lines(lines, "medicines")


@drawing("sheet-monitoring", template=LINES, data=FILE)
def monitoring(site: Site) -> Lines:
    """Vital signs, and what was asked for."""
    return Lines(_of(site, SheetPart.MONITORING), "clinicians")


@drawing("sheet-unknown", template=LINES)
def unknown(site: Site) -> Lines:
    """What nobody knows yet."""
    return Lines(_of(site, SheetPart.UNKNOWN), "clinicians")


@drawing("sheet-legal", template=LINES)
def legal(site: Site) -> Lines:
    """Routes that lead to treatment now, the countries that have trials only, and guidelines."""
    rows: list[CountryAccess] = site.data["access-by-country.yml"]
    lines = [
        Line(f"{row.place}, {day(row.as_of)}", Cited(row.route))
        for kind in WIDEST
        for row in rows
        if row.kind is kind
    ]
    trials = [row for row in rows if row.kind is Access.TRIALS_ONLY]
    counted = f"{len(trials)} {'country' if len(trials) == 1 else 'countries'} of the table"
    lines += _line(Access.TRIALS_ONLY.word, [counted] if trials else [])
    return Lines(lines + _of(site, SheetPart.LEGAL), "access-by-country")


@drawing("sheet-crisis", template=LINES)
def crisis(site: Site) -> Lines:
    """The first line of each country that has a number."""
    rows: list[CrisisService] = site.data["crisis-help.yml"]
    first = {row.country: row.phone for row in reversed(rows) if row.phone}
    names = [f"{country} {first[country]}" for country in sorted(first)]
    lines = [Line("Danger of life", Cited("Call the local emergency number."))] if names else []
    return Lines(lines + _line("Crisis lines", names), "crisis-help")


# ---------------------------------------------------------------- events by arm


@dataclass(frozen=True)
class Count:
    """So many of so many; nothing where none was seen. `apart`: not of the whole arm."""

    n: int | str | None = None
    of: int | None = None
    sign: str = ""
    apart: bool = False


@dataclass(frozen=True)
class EventLine:
    """An event; for each trial the counts of both arms."""

    event: str
    counts: list[tuple[Count, Count]]
    cites: Keys


@dataclass(frozen=True)
class OfTrial:
    """A large trial, and how many people its arms had: on paper these stand once."""

    name: str
    of: tuple[int | None, int | None]


@dataclass(frozen=True)
class Events:
    """The large trials and their events."""

    trials: list[OfTrial]
    rows: list[EventLine]


def _sign(row: AdverseEvent) -> str:
    """The mark of a count that rests on a review draft's data file; '' for any other."""
    if "data file" not in (row.locator or ""):
        return ""
    return SINGLE if row.counts_people else GROUPED


def _of_arms(pair: Pair | None, whole: tuple[int | None, int | None]) -> tuple[Count, Count]:
    """29 of 46 and 5 of 44, or two that say nothing."""
    arms = pair.sides if pair else ()
    first, second = [
        Count(arm.n, arm.of, _sign(arm), arm.of != of) for arm, of in zip(arms, whole, strict=False)
    ] or (Count(), Count())
    return first, second


def _whole(pairs: Iterable[Pair]) -> tuple[int | None, int | None]:
    """How many people both arms had, by the number that counts are of most often."""
    first, second = (mode([pair.sides[side].of for pair in pairs] or [None]) for side in (0, 1))
    return first, second


def _all(site: Site, trial: Trial) -> dict[str, Pair]:
    """Events of which both arms give a number, by name; counts of people before other counts."""
    numbered = [
        one for one in event_pairs(site, trial) if all(arm.n is not None for arm in one.sides)
    ]
    found = {one.event: one for one in numbered if all(arm.of for arm in one.sides)}
    return found | {one.event: one for one in pairs_of_people(site, trial)}


def _label(name: str, pairs: list[Pair | None]) -> str:
    """The event, and what kind of event was counted where the source has a name for that."""
    kinds = [KINDS[one.mdma.basis] for one in pairs if one and one.mdma.basis in KINDS]
    return f"{name}: {kinds[0]}" if kinds else name


def _least_to_most(rows: list[AdverseEvent]) -> Count:
    """How many people had any of these events, where nobody says who had two of them."""
    counts = [row.n or 0 for row in rows]
    least, most = max(counts), sum(counts)
    joint = "or" if most == least + 1 else "to"
    return Count(least if least == most else f"{least} {joint} {most}", rows[0].of, COUNTED)


def _any_serious(pairs: Iterable[Pair]) -> tuple[list[Pair], tuple[Count, Count]]:
    """The serious events by name, and how many people of each arm had any."""
    serious = [one for one in pairs if one.mdma.kind is EventKind.SERIOUS]
    if not serious:
        return [], (Count(), Count())
    return serious, (
        _least_to_most([one.mdma for one in serious]),
        _least_to_most([one.control for one in serious]),
    )


def _rarer(pairs: list[Pair]) -> list[str]:
    """Severe and serious events, all of suicidality, drop-outs; no group of a review's own."""
    suicidal = [one for one in pairs if one.event.startswith(SUICIDAL)]
    suicidal = [one for one in suicidal if _sign(one.mdma) != GROUPED]
    suicidal.sort(key=lambda one: one.mdma.kind is EventKind.SERIOUS)
    others = [one for one in pairs if not one.event.startswith(SUICIDAL)]
    names = [one.event for kind in RARER for one in others if one.mdma.kind is kind]
    names += [one.event for one in suicidal]
    return names + [one.event for one in others if one.mdma.kind is EventKind.DROPOUT]


@drawing("sheet-events")
def events(site: Site) -> Events:
    """The commonest events of each trial, then severe and serious ones, suicidality, drop-outs."""
    trials = large(site)
    found = {trial.id: _all(site, trial) for trial in trials}
    seen_at_all = [one for of in found.values() for one in of.values()]
    names = commonest(site, trials)
    names += [
        one.event for start in ASKED_FOR for one in seen_at_all if one.event.startswith(start)
    ]
    names += _rarer(seen_at_all)
    whole = [_whole(list(of.values())) for of in found.values()]
    rows = []
    for name in dict.fromkeys(names):
        seen = [found[trial.id].get(name) for trial in trials]
        counts = [_of_arms(one, arms) for one, arms in zip(seen, whole, strict=True)]
        sources = [one for one in seen if one]
        if name == ANY_SERIOUS:
            for place, (trial, one) in enumerate(zip(trials, seen, strict=True)):
                if one is None:
                    by_name, counts[place] = _any_serious(found[trial.id].values())
                    sources += by_name
        keys = dict.fromkeys(key for one in sources for key in one.keys)
        rows.append(EventLine(_label(name, seen), counts, Keys(keys)))
    of_trials = [OfTrial(trial.name, arms) for trial, arms in zip(trials, whole, strict=True)]
    return Events(of_trials, rows)
