"""The data as a Frictionless Data Package: tables with a row for each thing, and what they mean.

`data/datapackage.json` names each CSV with its columns, their types, units and meaning, which are
those of the classes in `sitebuild/model/records/`. Beside it stand the same records as JSON.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, get_args

from sitebuild.model.records import (
    FILES,
    Arm,
    BiasReview,
    Effect,
    MetaAnalysis,
    Record,
    Share,
    Trial,
    TrialEffect,
    TrialRisk,
)
from sitebuild.model.records.trials import Mean
from sitebuild.model.site import Site
from sitebuild.outputs.downloads import JSON_FILES
from sitebuild.outputs.tables import BYTE_ORDER_MARK, as_text, cells, schema

PROFILE = "https://specs.frictionlessdata.io/schemas/data-package.json"
LICENSE = {
    "name": "CC0-1.0",
    "title": "CC0 1.0 Universal",
    "path": "https://creativecommons.org/publicdomain/zero/1.0/",
}
_TYPES = {"integer": "integer", "number": "number", "boolean": "boolean"}
_CITES = "Keys of the sources, joined by '; '."
_ARM = {"trial": "An id of trials.csv.", "arm": "An arm's id, unique inside its trial."}


@dataclass(frozen=True)
class Table:
    """A CSV of the package: what a row is, its columns with their meaning, its rows."""

    name: str
    title: str
    columns: dict[str, dict[str, Any]]
    rows: list[dict[str, object]]
    key: tuple[str, ...] = ()

    @property
    def csv(self) -> str:
        """The table, as Excel opens it."""
        out = io.StringIO()
        writer = csv.DictWriter(out, list(self.columns), lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: as_text(value) for name, value in row.items()} for row in self.rows)
        return BYTE_ORDER_MARK + out.getvalue()


def _column(model: type[Record], name: str) -> dict[str, Any]:
    """Type, meaning and allowed values of a field, from its class."""
    field = model.model_json_schema()["properties"][name]
    parts = [field, *field.get("anyOf", [])]
    kinds = [part["type"] for part in parts if part.get("type") not in (None, "null")]
    column: dict[str, Any] = {"type": _TYPES.get(kinds[0] if kinds else "", "string")}
    said = next((part["description"] for part in parts if part.get("description")), "")
    if said:
        column["description"] = said
    if values := next((part["enum"] for part in parts if part.get("enum")), None):
        column["constraints"] = {"enum": values}
    return column


def _record_in(annotation: Any) -> type[Record] | None:
    """The class of records that a field holds, alone or in a list; None where it holds none."""
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return annotation
    return next((found for one in get_args(annotation) if (found := _record_in(one))), None)


def _column_at(model: type[Record], path: str) -> dict[str, Any]:
    """What `_column` says of a field of a record inside: 'certainty.rating', 'votes.0.yes'."""
    first, _, rest = path.partition(".")
    inner = _record_in(model.model_fields[first].annotation) if rest else None
    if inner is None:
        return _column(model, first)
    which, _, after = rest.partition(".")
    return _column_at(inner, rest if which in inner.model_fields else after)


def _columns(model: type[Record], *names: str) -> dict[str, dict[str, Any]]:
    return {name: _column(model, name) for name in names}


def _text(**meanings: str) -> dict[str, dict[str, Any]]:
    return {name: {"type": "string", "description": said} for name, said in meanings.items()}


def tables(site: Site) -> list[Table]:
    """All tables of the package."""
    made = [
        *(_trials(site), _arms(site), _outcomes(site), _effects(site)),
        *(_pooled_trials(site), _bias(site), *_flat(site)),
    ]
    return [one for one in made if one.columns]


_OF_TRIAL = (
    *("id", "name", "condition", "status", "start", "end", "published", "phase", "allocation"),
    *("n_randomized", "n_analyzed", "measure", "primary_timepoint", "sponsor", "seen"),
)


def _listed(value: object) -> object:
    return "; ".join(map(str, value)) if isinstance(value, list) else value


def _trials(site: Site) -> Table:
    columns = _columns(Trial, *_OF_TRIAL)
    columns |= _text(
        registry="Registry numbers, joined by '; '.",
        countries="Joined by '; '.",
        cites=_CITES,
    )
    rows = [{name: _listed(getattr(trial, name)) for name in columns} for trial in site.data.trials]
    return Table("trials-list", "One row a trial", columns, rows, ("id",))


_OF_ARM = ("label", "role", "n_randomized", "n_analyzed")


def _each_arm(site: Site) -> Iterator[tuple[dict[str, object], Trial, Arm]]:
    for trial in site.data.trials:
        for arm in trial.arms:
            yield {"trial": trial.id, "arm": arm.id}, trial, arm


def _arms(site: Site) -> Table:
    doses = {
        f"{part}_mg_{end}": {
            "type": "number",
            "description": f"{word} dose in each session, mg MDMA: the {end} end where a range.",
        }
        for part, word in (("initial", "First"), ("supplemental", "Second"))
        for end in ("lowest", "highest")
    }
    rows = []
    for row, _, arm in _each_arm(site):
        row |= {name: getattr(arm, name) for name in _OF_ARM}
        for part in ("initial", "supplemental"):
            mg = getattr(arm, f"{part}_mg")
            if mg:
                row |= {f"{part}_mg_lowest": min(mg), f"{part}_mg_highest": max(mg)}
        rows.append(row)
    columns = _text(**_ARM) | _columns(Arm, *_OF_ARM) | doses
    return Table("arms", "One row an arm of a trial", columns, rows, ("trial", "arm"))


_SHARE = ("n", "of", "percent")
_MEAN = ("mean", "sd", "se")


def _outcomes(site: Site) -> Table:
    ends = {
        f"ci_{end}": {"type": "number", "description": f"{end} end of the 95% interval of the mean"}
        for end in ("lower", "upper")
    }
    people = _column(Share, "n") | {"description": "People with the outcome, or behind the mean."}
    columns = _text(
        **_ARM,
        outcome="Which field of the arm: baseline, endpoint, change; response, remission …",
        measure="The scale of a mean; its points are the unit.",
    )
    columns |= {"n": people} | _columns(Share, "of", "percent") | _columns(Mean, *_MEAN) | ends
    columns |= _text(note="How the report defines it.", cites="Keys, joined by '; '.")
    rows = []
    for row, trial, arm in _each_arm(site):
        for name in Arm.model_fields:
            value = getattr(arm, name)
            said = row | {"outcome": name, "cites": _listed(trial.cites)}
            if isinstance(value, Share):
                rows.append(said | {one: getattr(value, one) for one in (*_SHARE, "note")})
            elif isinstance(value, Mean):
                lower, upper = value.ci or (None, None)
                said |= {"measure": trial.measure, "ci_lower": lower, "ci_upper": upper}
                rows.append(said | {one: getattr(value, one) for one in (*_MEAN, "n", "note")})
    title = "One row an outcome of an arm"
    return Table("outcomes", title, columns, rows, ("trial", "arm", "outcome"))


def _effects(site: Site) -> Table:
    names = ("statistic", "value", "p", "compares", "note")
    columns = _text(trial=_ARM["trial"]) | _columns(Effect, *names)
    columns |= {
        f"ci_{end}": {"type": "number", "description": f"{end} end of the 95% interval"}
        for end in ("lower", "upper")
    }
    columns |= _text(cites="Keys, joined by '; '.")
    rows = []
    for trial in site.data.trials:
        for effect in trial.effects:
            lower, upper = effect.ci or (None, None)
            row = {"trial": trial.id, "ci_lower": lower, "ci_upper": upper}
            row |= {name: getattr(effect, name) for name in names}
            rows.append(row | {"cites": _listed(effect.cites)})
    return Table("effects", "One row a difference between arms, as printed", columns, rows)


def _pooled_trials(site: Site) -> Table:
    names = ("trial", "estimate", "weight")
    columns = _text(review="An id of meta-analyses.csv.") | _columns(TrialEffect, *names)
    columns |= {
        f"ci_{end}": {"type": "number", "description": f"{end} end of the 95% interval"}
        for end in ("lower", "upper")
    }
    columns |= _columns(MetaAnalysis, "statistic") | _text(cites=_CITES)
    rows: list[dict[str, object]] = [
        {"review": review.id, "ci_lower": effect.ci[0], "ci_upper": effect.ci[1]}
        | {name: getattr(effect, name) for name in names}
        | {"statistic": review.statistic, "cites": _listed(review.cites)}
        for review in site.data["meta-analyses.yml"]
        for effect in review.trials
    ]
    title = "One row a trial's share in a pooled estimate, as the review prints it"
    return Table("meta-analyses-trials", title, columns, rows, ("review", "trial"))


def _bias(site: Site) -> Table:
    """The domains are those of RoB 2; a review that gives one judgment of its trials together has
    one row, without a trial.
    """
    domains = {
        name: (field.description or "Overall.").rstrip(".")
        for name, field in TrialRisk.model_fields.items()
        if name != "trial"
    }
    names = ("name", "year", "tool", "scope")
    columns = _text(review="The review's id.") | _columns(BiasReview, *names)
    columns |= _text(
        trial="An id of trials.csv; empty where the review says it of most of its trials together.",
        domain="d1 to d5 of RoB 2, or overall.",
        domain_name="The domain in words.",
        rating="low, some concerns or high.",
    )
    columns |= {"percent_high": {"type": "number", "description": "Of its trials, at high risk."}}
    columns |= _text(cites=_CITES)
    rows: list[dict[str, object]] = []
    for review in site.data["bias-reviews.yml"]:
        said = {"review": review.id, "cites": _listed(review.cites)}
        said |= {name: getattr(review, name) for name in names}
        rows += [
            said
            | {"trial": one.trial, "domain": domain, "domain_name": word}
            | {"rating": getattr(one, domain)}
            for one in review.trials
            for domain, word in domains.items()
            if getattr(one, domain)
        ]
        if review.majority:
            percent = review.share.percent if review.share else None
            said |= {"domain": "overall", "domain_name": domains["overall"]}
            rows.append(said | {"rating": review.majority, "percent_high": percent})
    title = "One row a review's judgment of a trial in a domain of the risk of bias"
    return Table("bias-by-domain", title, columns, rows)


# Files whose records have tables of their own above.
_SPLIT = ("trials.yml", "bias-reviews.yml")
_FLAT = {
    "adverse-events.yml": "One row a kind of event in an arm",
    "timeline.yml": "One row an event of the history",
    "legal-status.yml": "One row a place and its law",
    "us-states.yml": "One row a law, bill or task force of a US state",
}


def _flat(site: Site) -> Iterator[Table]:
    """Files whose records are rows as they stand: the CSV of each is there already."""
    for name, (_, model) in FILES.items():
        if name in _SPLIT:
            continue
        title = _FLAT.get(name) or (model.__doc__ or "").partition("\n")[0].rstrip(".")
        rows = [cells(row) for row in site.data[name]]
        given = dict.fromkeys(column for row in rows for column in row)
        columns = {one: _column_at(model, one) for one in given if one != "cites"}
        columns = {one: columns.get(one) or _text(cites=_CITES)["cites"] for one in given}
        yield Table(name.removesuffix(".yml"), title, columns, rows)


def files(site: Site, name: str, title: str, version: str) -> dict[str, str]:
    """Path → content of the package: its description, the tables that are not there, JSON."""
    made = tables(site)
    found = {f"data/{one.name}.csv": one.csv for one in made if f"{one.name}.yml" not in FILES}
    found["data/datapackage.json"] = _json(descriptor(made, name, title, version))
    for file in JSON_FILES:
        top, _ = FILES[file]
        records = [row.model_dump(mode="json", exclude_none=True) for row in site.data[file]]
        where = json.loads(schema(file))["title"]
        said = {"title": where, "version": version, "license": LICENSE["name"], top: records}
        found[f"data/{file.removesuffix('.yml')}.json"] = _json(said)
    return found


def descriptor(made: list[Table], name: str, title: str, version: str) -> dict[str, Any]:
    """`datapackage.json`."""
    return {
        "$schema": PROFILE,
        "profile": "tabular-data-package",
        "name": name,
        "title": title,
        "version": version,
        "licenses": [LICENSE],
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": one.name,
                "title": one.title,
                "path": f"{one.name}.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {
                    "fields": [{"name": field} | said for field, said in one.columns.items()],
                    "missingValues": [""],
                }
                | ({"primaryKey": list(one.key)} if one.key else {}),
            }
            for one in made
        ],
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
