"""`make trial ID=NCT…`: a record of trials.yml, its harms and its source, as the registry has them.

What the registry gives is written, and named in the record's `drafted` until a person has set it
beside the registry's page: `make check` tells of each such record. What it does not give is left
out. A trial that is there already is told, with its id, and nothing is written.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path
from typing import Any

import yaml

from sitebuild import settings
from sitebuild.model import data, textfile
from sitebuild.model.findings import Finding, many
from sitebuild.model.records import FILES, AdverseEvent, Allocation, Role, Trial
from sitebuild.model.records.slips import slips
from sitebuild.registries import clinicaltrials, compare, web
from sitebuild.registries.clinicaltrials import ArmGroup, Day, Design, Event, Outcomes, Study
from sitebuild.registries.draft import identify, of_study
from sitebuild.registries.source import Library

# Words of the registry's conditions → our condition; the first that fits.
CONDITIONS = {
    r"ptsd|post.?traumatic": "ptsd",
    r"alcohol": "alcohol-use-disorder",
    r"social anxiety|autis": "social-anxiety-autism",
    r"life.threatening|terminal|cancer": "life-threatening-illness",
    r"eating|anorexia|bulimia": "eating-disorders",
    r"healthy": "healthy-volunteers",
}
PHASES = {
    "EARLY_PHASE1": "1",
    "PHASE1": "1",
    "PHASE1/PHASE2": "1/2",
    "PHASE2": "2",
    "PHASE2/PHASE3": "2/3",
    "PHASE3": "3",
    "PHASE4": "4",
}
ALLOCATIONS = {
    "RANDOMIZED": Allocation.RANDOMIZED,
    "NON_RANDOMIZED": Allocation.NON_RANDOMIZED,
    "NA": Allocation.SINGLE_GROUP,
}
# Systems of organs → our kind of event.
ORGANS = {
    "Psychiatric disorders": "psychiatric",
    "Cardiac disorders": "cardiovascular",
    "Vascular disorders": "cardiovascular",
}
COMMON = 10  # in 100 of one arm: the bound that adverse-events.yml names
GIVEN = {"id", "name", "registry", "seen", "cites"}  # nothing of these is to be confirmed
MDMA = re.compile(r"\bMDMA\b|midomafetamine|methylenedioxymethamphetamine", re.I)


def run(root: Path, client: web.Client | None = None) -> int:
    """The command: reads ID, writes three files or none, and says what it did."""
    try:
        asked = re.search(r"\bNCT\d{8}\b", os.environ.get("ID", "").upper())
        if not asked:
            raise web.Trouble("say which trial: make trial ID=NCT01234567 (ClinicalTrials.gov)")
        number = asked.group()
        there, problems, _ = data.read(root)
        if problems:
            raise web.Trouble(f"{problems[0]} (mend this first)")
        if same := next((one for one in there.trials if number in one.registry), None):
            print(f"{number} is there already: the trial '{same.id}' in trials.yml")
            return 0
        client = client or web.Client(root / web.CACHE)
        study = clinicaltrials.by_number(client, number)
        print(_write(root, study, {one.id for one in there.trials}))
        return 0
    except web.Trouble as trouble:
        print(trouble)
        return 1


def _write(root: Path, study: Study, taken: set[str]) -> str:
    library = Library(root)
    key = library.holds(identify(study.number)) or study.number.lower()
    record = drafted(study, key, taken)
    events, remarks = harms(study, record, key)
    for model, rows in ((Trial, [record]), (AdverseEvent, events)):
        for row in rows:
            _, wrong = slips(row, model)
            if wrong:  # told before anything is written
                raise web.Trouble(f"{study.number}: {wrong[0].message}; write the record by hand")
    new = {"trials.yml": [record]} | ({"adverse-events.yml": events} if events else {})
    texts = {name: _with(root, name, rows) for name, rows in new.items()}
    said = [] if library.holds(identify(study.number)) else [library.add(of_study(study))]
    for name, text in texts.items():
        textfile.replace(root / settings.DATA / name, text)
    said.append(
        f"{settings.DATA}/trials.yml: added '{record['id']}' with "
        f"{many(len(record['drafted']), 'field')} to confirm beside {study.address}"
    )
    if events:
        said.append(f"{settings.DATA}/adverse-events.yml: added {many(len(events), 'row')}")
    return "\n".join([*said, *(f"  {remark}" for remark in remarks)])


def _with(root: Path, name: str, rows: list[dict[str, Any]]) -> str:
    """A data file with records at its end, laid out as the others are."""
    text = textfile.read(root / settings.DATA / name, name)
    if isinstance(text, Finding):
        raise web.Trouble(str(text))
    first = re.search(r"^( *)- ", text, re.M)
    indent = first.group(1) if first else ""
    text = re.sub(rf"^({FILES[name][0]}): *\[\] *$", r"\1:", text, flags=re.M)
    added = "\n\n".join(
        re.sub("^(?=.)", indent, block, flags=re.M) for block in map(_written, rows)
    )
    return f"{text.rstrip()}\n\n{added}\n"


def _written(row: dict[str, Any]) -> str:
    """A record whose innermost lists stand on one line."""
    return yaml.safe_dump(
        [row], sort_keys=False, allow_unicode=True, width=10**6, default_flow_style=None
    ).rstrip("\n")


# ---------------------------------------------------------------- the trial


def drafted(study: Study, key: str, taken: set[str]) -> dict[str, Any]:
    """The record of a trial as the registry has it, with `drafted` naming what to confirm."""
    protocol = study.protocol
    named, status, design = (
        protocol.identification_module,
        protocol.status_module,
        protocol.design_module,
    )
    name = named.acronym or study.number
    arms = [_arm(study, arm) for arm in protocol.arms_interventions_module.arm_groups]
    _apart(arms)
    fields: dict[str, Any] = {
        "id": _id(name, study.number, taken),
        "name": name,
        "registry": [study.number],
        **_condition(protocol.conditions_module.conditions),
        "status": _status(status.overall_status),
        "status_as_of": study.updated,
        "countries": _once(one.country for one in protocol.contacts_locations_module.locations),
        "start": _date(status.start_date_struct),
        "end": _date(status.completion_date_struct),
        "phase": PHASES.get("/".join(design.phases), "not-given"),
        "allocation": ALLOCATIONS.get(design.design_info.allocation, Allocation.NOT_GIVEN).value,
        "design": _design(design),
        "population": _population(study),
        "n_planned": _enrolled(design, "ESTIMATED"),
        "n_randomized": _started(study) or _enrolled(design, "ACTUAL"),
        **_outcome(protocol.outcomes_module),
        "arms": [{name: value for name, value in arm.items() if value} for arm in arms],
        "sponsor": _sponsor(study),
        "seen": "primary",
        "cites": [key],
    }
    record = {name: value for name, value in fields.items() if value not in (None, "", [])}
    paths = [name for name in record if name not in {*GIVEN, "arms"}]
    paths += [f"arms.{arm['id']}.{name}" for arm in arms for name in arm if name != "id"]
    seen = record.pop("seen"), record.pop("cites")
    return record | {"drafted": paths, "seen": seen[0], "cites": seen[1]}


def _id(name: str, number: str, taken: set[str]) -> str:
    short = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    return number.lower() if short in taken or not short else short


def _once(texts: Any) -> list[str]:
    return list(dict.fromkeys(text for text in texts if text))


def _status(theirs: str) -> str:
    known = compare.STATUSES.get(theirs)
    return sorted(known)[0].value if known else "unknown"


def _date(day: Day | None) -> str:
    return day.date if day else ""


def _enrolled(design: Design, kind: str) -> int | None:
    """How many people, where the registry says that the count is `kind`."""
    people = design.enrollment_info
    return people.count if people and people.type == kind else None


def _outcome(outcomes: Outcomes) -> dict[str, str]:
    """The first of the primary outcomes: its measure, and when it is taken."""
    for first in outcomes.primary_outcomes:
        return {"measure": _measure(first.measure), "primary_timepoint": first.time_frame}
    return {}


def _condition(conditions: list[str]) -> dict[str, str]:
    said = "; ".join(conditions)
    for words, ours in CONDITIONS.items():
        if re.search(words, said, re.I):
            return {"condition": ours}
    return {"condition": "other", "condition_note": said or "not given"}


def _design(design: Design) -> str:
    """'randomized; parallel groups; not told the arm: participant, investigator'."""
    info = design.design_info
    masked = ", ".join(_small(one) for one in info.masking_info.who_masked)
    open_label = info.masking_info.masking == "NONE"
    told = "everybody knows the arm" if open_label else f"not told the arm: {masked}"
    shape = {"PARALLEL": "parallel groups", "SINGLE_GROUP": "one group", "CROSSOVER": "crossover"}
    model = shape.get(info.intervention_model, _small(info.intervention_model))
    parts = [_small(info.allocation) if info.allocation != "NA" else "", model]
    parts.append(told if open_label or masked else "")
    return "; ".join(filter(None, parts)) or "not given by the registry"


def _small(text: str) -> str:
    return text.lower().replace("_", " ")


def _population(study: Study) -> str:
    """'people of 18 years or more with Post Traumatic Stress Disorder'."""
    who = study.protocol.eligibility_module
    least, most = _small(who.minimum_age), _small(who.maximum_age)
    ages = f" from {least} to {most}" if least and most else f" of {least} or more" if least else ""
    with_what = "; ".join(study.protocol.conditions_module.conditions)
    sexes = {"FEMALE": "women", "MALE": "men"}
    return sexes.get(who.sex, "people") + ages + (f" with {with_what}" if with_what else "")


def _measure(text: str) -> str:
    """The clinician's interview by its name; any other measure as the registry names it."""
    found = re.search(r"CAPS[- ]?(5|IV|4)", text, re.I)
    return {"5": "CAPS-5", "IV": "CAPS-IV", "4": "CAPS-IV"}[found[1].upper()] if found else text


def _sponsor(study: Study) -> str:
    module = study.protocol.sponsor_collaborators_module
    others = ", ".join(one.name for one in module.collaborators)
    return module.lead_sponsor.name + (f", with {others}" if others else "")


# ---------------------------------------------------------------- arms


def _arm(study: Study, arm: ArmGroup) -> dict[str, Any]:
    """An arm; its doses are the numbers of milligrams that its description names."""
    role = _role(study, arm)
    first, second = _doses(arm.description) if role != Role.OTHER_CONTROL else ([], [])
    return {
        "id": role.value,
        "label": arm.label,
        "role": role.value,
        "initial_mg": [0] if role is Role.PLACEBO else first,
        "supplemental_mg": [] if role is Role.PLACEBO else second,
        "n_randomized": _begun(study).get(_plain(arm.label)),
    }


def _role(study: Study, arm: ArmGroup) -> Role:
    said = f"{arm.label} {arm.description} {' '.join(arm.intervention_names)}"
    if arm.type in ("PLACEBO_COMPARATOR", "SHAM_COMPARATOR"):
        return Role.PLACEBO
    if not MDMA.search(said):
        return Role.OTHER_CONTROL
    if re.search(r"\blow(?:er)?[ -]dose\b|active placebo", said, re.I):
        return Role.LOW_DOSE
    masking = study.protocol.design_module.design_info.masking_info.masking
    return Role.OPEN_LABEL if masking == "NONE" else Role.MDMA


def _apart(arms: list[dict[str, Any]]) -> None:
    """Gives each arm an id of its own: mdma, mdma-2."""
    seen: Counter[str] = Counter()
    for arm in arms:
        seen[arm["id"]] += 1
        if seen[arm["id"]] > 1:
            arm["id"] += f"-{seen[arm['id']]}"


def _doses(text: str) -> tuple[list[float], list[float]]:
    """(first, supplemental) doses in mg, each one number or a range.

    >>> _doses("80 mg or 120 mg MDMA, and a supplemental dose of 40 or 60 mg. Therapy.")
    ([80, 120], [40, 60])
    """
    first: list[float] = []
    second: list[float] = []
    for part in re.split(r"(?<=[.;])\s|\b(?=supplement|optional|additional|second dose)", text):
        later = re.match(r"supplement|optional|additional|second dose", part, re.I)
        for numbers in re.findall(
            r"((?:\d+(?:\.\d+)?\s*(?:mg)?\s*(?:-|–|,|/|to|or|and)\s*)*\d+(?:\.\d+)?)\s*mg\b", part
        ):
            found = [float(one) for one in re.findall(r"\d+(?:\.\d+)?", numbers)]
            (second if later else first).extend(found)
    return _range(first), _range(second)


def _range(numbers: list[float]) -> list[float]:
    whole = [int(one) if one == int(one) else one for one in sorted(set(numbers))]
    return whole if len(whole) < 3 else [whole[0], whole[-1]]


def _plain(label: str) -> str:
    return re.sub(r"[\W_]+", " ", label).strip().lower()


def _begun(study: Study) -> dict[str, int]:
    """Label of an arm → people who began in it, by the posted results."""
    flow = study.results.participant_flow_module
    titles = {group.id: _plain(group.title) for group in flow.groups}
    begun: dict[str, int] = {}
    for milestone in flow.periods[0].milestones if flow.periods else []:
        if milestone.type == "STARTED":
            for one in milestone.achievements:
                if one.num_subjects.isdigit() and one.group_id in titles:
                    begun[titles[one.group_id]] = int(one.num_subjects)
    return begun


def _started(study: Study) -> int | None:
    return sum(_begun(study).values()) or None


# ---------------------------------------------------------------- harms


def harms(study: Study, record: dict[str, Any], key: str) -> tuple[list[dict[str, Any]], list[str]]:
    """Rows of adverse-events.yml, and remarks: groups that are no arm of the trial are left out."""
    module = study.results.adverse_events_module
    arms = {_plain(arm["label"]): arm["id"] for arm in record.get("arms", [])}
    groups = {one.id: arms.get(_plain(one.title), "") for one in module.event_groups}
    lost = [one.title for one in module.event_groups if not groups[one.id]]
    remarks = [f"harms of the group '{title}' are left out: no arm is called so" for title in lost]
    over = f" over {_small(module.time_frame)}" if module.time_frame else ""
    rows = []
    for events, basis in ((module.serious_events, "Serious"), (module.other_events, "Other")):
        for event in events:
            kind = "serious" if basis == "Serious" else _kind(event)
            for count in event.stats:
                arm, n, of = groups.get(count.group_id), count.num_affected, count.num_at_risk
                if arm and n is not None and of:
                    rows.append({
                        "trial": record["id"], "arm": arm, "event": event.term.capitalize(),
                        "kind": kind, "n": n, "of": of,
                        "basis": f"{basis} adverse events as posted{over}"[:2000],
                        "locator": "adverse events of the registry's results",
                        "drafted": True, "seen": "primary", "cites": [key],
                    })  # fmt: skip
    return rows, remarks


def _kind(event: Event) -> str:
    if re.search(r"suicid", event.term, re.I):
        return "suicidality"
    if event.organ_system in ORGANS:
        return ORGANS[event.organ_system]
    shares = [100 * (one.num_affected or 0) / one.num_at_risk for one in event.stats
              if one.num_at_risk]  # fmt: skip
    return "common" if shares and max(shares) >= COMMON else "other"
