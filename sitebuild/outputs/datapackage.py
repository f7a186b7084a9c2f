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
from typing import Any

from sitebuild.model.records import FILES, Arm, Effect, Record, Share, Trial
from sitebuild.model.records.trials import Mean
from sitebuild.model.site import Site
from sitebuild.outputs.downloads import JSON_FILES
from sitebuild.outputs.tables import BYTE_ORDER_MARK, as_text, flatten, schema

PROFILE = "https://specs.frictionlessdata.io/schemas/data-package.json"
LICENSE = {
    "name": "CC0-1.0",
    "title": "CC0 1.0 Universal",
    "path": "https://creativecommons.org/publicdomain/zero/1.0/",
}
_TYPES = {"integer": "integer", "number": "number", "boolean": "boolean"}
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


def _columns(model: type[Record], *names: str) -> dict[str, dict[str, Any]]:
    return {name: _column(model, name) for name in names}


def _text(**meanings: str) -> dict[str, dict[str, Any]]:
    return {name: {"type": "string", "description": said} for name, said in meanings.items()}


def tables(site: Site) -> list[Table]:
    """All tables of the package."""
    return [_trials(site), _arms(site), _outcomes(site), _effects(site), *_flat(site)]


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
        cites="Keys of the sources, joined by '; '.",
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


_FLAT = {
    "adverse-events.yml": "One row a kind of event in an arm",
    "timeline.yml": "One row an event of the history",
    "legal-status.yml": "One row a place and its law",
    "us-states.yml": "One row a law, bill or task force of a US state",
}


def _flat(site: Site) -> Iterator[Table]:
    """Files whose records are rows as they stand: the CSV of each is there already."""
    for name, title in _FLAT.items():
        model = FILES[name][1]
        rows = [dict(flatten(row.model_dump(exclude_none=True))) for row in site.data[name]]
        given = dict.fromkeys(column for row in rows for column in row)
        yield Table(name.removesuffix(".yml"), title, _columns(model, *given), rows)


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
