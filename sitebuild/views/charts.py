"""The geometry of the plots, and how figures are written.

A plot is a table whose middle column holds one small SVG a row, positioned in percent of the column. So its text is real
text (selectable, read aloud, as large as the reader wants), rows can hold links, it narrows to a phone without shrinking,
and colors come from the page. A plotting library would give one large picture with none of that.
"""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

from sitebuild.model.records import FILES

MINUS = "−"
MONTHS = "January February March April May June July August September October November December".split()


def number(value: float | None, digits: int | None = None) -> str:
    """−0.71, with a real minus sign; as many digits as given, else as typed.

    >>> number(-0.7, 2), number(24.4), number(12)
    ('−0.70', '24.4', '12')
    """
    if value is None:
        return ""
    text = f"{value:.{digits}f}" if digits is not None else (f"{value:g}" if isinstance(value, float) else str(value))
    if float(text) == 0:
        text = text.lstrip("-")
    return text.replace("-", MINUS)


def signed(value: float, digits: int = 0) -> str:
    """+52, −3, 0."""
    text = number(value, digits)
    return text if text.startswith(MINUS) or float(text) == 0 else f"+{text}"


def interval(pair, digits: int | None = None) -> str:
    """'−0.95 to −0.47'."""
    return f"{number(pair[0], digits)} to {number(pair[1], digits)}"


def per100(value: float) -> str:
    """A share in people per 100, whole; under 1 as '<1'."""
    return "<1" if 0 < value < 0.5 else f"{value:.0f}"


def day(value: str) -> str:
    """'2024-08-09' as '9 August 2024'; '2024-08' as 'August 2024'."""
    parts = value.split("-")
    words = [str(int(parts[2]))] if len(parts) > 2 else []
    if len(parts) > 1:
        words.append(MONTHS[int(parts[1]) - 1])
    return " ".join([*words, parts[0]])


def place(value: float, low: float, high: float) -> str:
    """Where a value lies between two ends, in percent of the width, clipped to the ends.

    >>> place(0, -2, 2), place(-3, -2, 2)
    ('50.00', '0.00')
    """
    return f"{100 * (min(max(value, low), high) - low) / (high - low):.2f}"


def pooled(data) -> list:
    """Pooled estimates between groups of PTSD symptoms in standard units: what may stand under the forest plot."""
    rows = [
        row for row in data["meta-analyses.yml"]
        if row.outcome_kind == "ptsd-symptoms" and row.controlled and row.ci and row.statistic in ("Hedges' g", "SMD", "Cohen's d")
    ]
    return sorted(rows, key=lambda row: (-row.year, row.id))


def oriented(row) -> tuple[float, float, float]:
    """(estimate, low, high) with negative for fewer symptoms with MDMA, whatever sign the review prints."""
    low, high = row.ci
    if row.favors_mdma_when == "positive":
        return -row.estimate, -high, -low
    return row.estimate, low, high


def event_pairs(data, trial: str) -> list[dict]:
    """Adverse events of a trial seen in two arms: per 100 people in each, and the difference.

    [{'event': 'Muscle tightness', 'mdma': AdverseEvent, 'control': AdverseEvent, 'difference': 52.0}], largest first.
    """
    record = data.trial(trial)
    roles = {arm.id: arm.role for arm in record.arms} if record else {}
    by_event: dict[tuple, dict] = {}
    for row in data["adverse-events.yml"]:
        if row.trial == trial:
            side = "mdma" if roles.get(row.arm) == "mdma" else "control"
            by_event.setdefault((row.event, row.basis), {}).setdefault(side, row)
    pairs = [
        {"event": event, **sides, "difference": sides["mdma"].as_percent - sides["control"].as_percent}
        for (event, _), sides in by_event.items() if {"mdma", "control"} <= sides.keys()
    ]
    return sorted(pairs, key=lambda pair: (-pair["difference"], pair["event"]))


def in_order(data) -> list:
    """Trials as readers want them: PTSD first, then by phase from the last to the first, then the newest first."""
    phases = ["3b", "4", "3", "2/3", "2", "1/2", "1", "pilot", "extension", "not-given"]
    running = {"completed": 0, "stopped-early": 0}
    return sorted(
        data["trials.yml"],
        key=lambda trial: (trial.condition != "ptsd", trial.condition, running.get(trial.status, 1), phases.index(trial.phase), -(trial.published or 0), trial.id),
    )


def field_tables() -> list:
    """For the page on the data: (file, list name, [(class, [(field, kind, meaning, required)])], license)."""
    tables = []
    for name, (top, model) in FILES.items():
        schema = model.model_json_schema()
        classes = [("A record", schema), *((f"{title}: {part.get('description', '').splitlines()[0]}", part) for title, part in schema.get("$defs", {}).items())]
        tables.append((name, top, [
            (title, [(field, _kind(spec), spec.get("description", ""), field in part.get("required", [])) for field, spec in part["properties"].items()])
            for title, part in classes
        ], "CC0 1.0"))
    return tables


def _kind(spec: dict) -> str:
    """A JSON Schema type in words: 'number', 'text', 'one of: …', 'list of text'."""
    if "anyOf" in spec:
        return next((_kind(part) for part in spec["anyOf"] if part.get("type") != "null"), "")
    if "$ref" in spec:
        return spec["$ref"].rsplit("/", 1)[-1]
    if "enum" in spec:
        return "one of: " + ", ".join(map(str, spec["enum"]))
    if spec.get("type") == "array":
        inner = spec.get("items") or (spec.get("prefixItems") or [{}])[0]
        return "list of " + _kind(inner)
    return {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false"}.get(spec.get("type", ""), "")


def packages(root: Path) -> list[tuple[str, str, str]]:
    """(name, version, license) of every package in requirements.txt, as its own metadata says."""
    rows = []
    for name, pinned in re.findall(r"^([a-z0-9._-]+)==(\S+)", (root / "requirements.txt").read_text(encoding="utf-8"), re.M):
        try:
            found = metadata.metadata(name)
        except metadata.PackageNotFoundError:  # locked for another system only
            continue
        classes = [line.rsplit(" :: ", 1)[-1] for line in found.get_all("Classifier", []) if line.startswith("License ::")]
        words = (found.get("License") or "").strip().splitlines()
        rows.append((name, pinned, found.get("License-Expression") or ", ".join(classes) or (words[0][:60] if words else "see its files")))
    return rows
