"""Whatever is typed into a YAML file: no traceback, findings of one form, each mend harmless."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from support import TIMELINE as PLAIN
from unit.mutations import many, mutated, shown

from sitebuild import settings
from sitebuild.fixes.data import fix
from sitebuild.model import data, navigation, statements, synonyms, yamlfile
from sitebuild.model.findings import Finding
from sitebuild.model.records import FILES
from sitebuild.model.site import Site
from sitebuild.model.sources import Bibliography, Entry
from sitebuild.outputs.tables import as_csv
from sitebuild.rules import RULES
from sitebuild.rules import data as _rules

TIMELINE = PLAIN.replace("Somebody decides.", "'Somebody decides: no.'")
TRIALS = """\
trials:
- id: mapp9
  name: MAPP9
  registry: [NCT04077437]
  condition: ptsd
  status: completed
  phase: "3"
  allocation: randomized
  design: Double-blind
  population: Adults
  n_randomized: 46
  n_analyzed: 40
  measure: CAPS-5
  arms:
  - id: mdma
    label: MDMA
    role: mdma
    initial_mg: [80, 120]
    endpoint: {mean: 19.5, sd: 2, n: 20}
    response: {n: 10, of: 20, percent: 50}
  adds: It adds.[@doe2021]
  seen: primary
  cites: [doe2021]
"""
HARMS = """\
adverse_events:
- {trial: mapp9, arm: mdma, event: Nausea, kind: common, n: 3, of: 46, basis: TEAE,
   seen: primary, cites: [doe2021]}
"""
CHECKS = """\
checks:
- {page: page.md, fingerprint: 0123456789ab, key: doe2021, verdict: supported,
   seen: abstract, date: '2026-11-23'}
"""
NAV = "extra: !ENV [X, y]\nnav:\n  - Home: page.md\n  - More:\n      - Other: https://a.b\n"
SYNONYMS = "molly: [mdma]\nhow much: [cost]\n"
TEXTS = {
    "docs/data/timeline.yml": TIMELINE,
    "docs/data/trials.yml": TRIALS,
    "docs/data/adverse-events.yml": HARMS,
    settings.CHECKS: CHECKS,
    settings.CONFIGURATION: NAV,
    settings.SYNONYMS: SYNONYMS,
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up files, all right."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "docs" / "data").mkdir(parents=True)
    (folder / "checks").mkdir()
    (folder / "docs" / "page.md").touch()
    for name, (top, _) in FILES.items():
        (folder / "docs" / "data" / name).write_text(f"{top}: []\n", "utf-8")
    for name, text in TEXTS.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def read(root: Path) -> tuple[Site, list[Finding]]:
    """What is read, and all that is told of it."""
    site = Site(root)
    site.bibliography = Bibliography(
        [Entry(key, "misc", 1, {"title": "A"}) for key in ("doe2021", "roe2020")]
    )
    findings: list[Finding] = []
    for reader in (data, statements, navigation, synonyms):
        thing, found, unread = reader.read(root)
        findings += found
        site.unread.merge(unread)
        if isinstance(thing, data.Data):
            site.data = thing
    for one in RULES.values():
        if one.check.__module__ == _rules.__name__:
            findings += one.check(site)
    return site, findings


def leaves(value: object, path: tuple[object, ...] = ()) -> Iterator[tuple[object, ...]]:
    """Paths of everything that is no list or mapping."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*path, str(key)))
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            yield from leaves(inner, (*path, index))
    else:
        yield path


def test_the_files_are_right(root: Path) -> None:
    assert read(root)[1] == []


@pytest.mark.parametrize("name", TEXTS)
@many(150)
@given(choice=st.data())
def test_no_slip_ends_in_a_traceback(root: Path, name: str, choice: st.DataObject) -> None:
    """What passes is all there; of what does not, each finding names file, line and mend."""
    text = choice.draw(mutated(TEXTS[name]))
    path = root / name
    path.write_bytes(text.encode("utf-8"))
    try:
        site, findings = read(root)
        lines = shown(findings)
        assert all(
            int(line.split(":")[1]) <= text.count("\n") + 2 for line in lines if name in line
        )
        if findings or name.removeprefix("docs/data/") not in FILES:
            return
        kind = name.removeprefix("docs/data/")
        written = yaml.load(textless(text), Loader=yaml.BaseLoader)[FILES[kind][0]] or []
        assert len(site.data[kind]) == len(written)
        for row, raw in zip(site.data[kind], written, strict=True):
            assert set(leaves(row.model_dump(exclude_unset=True))) == set(leaves(raw))
        named = {key for key, _, _ in data.keys_used(site.data)}
        assert named >= set(re.findall(r"(?<=\[@)[a-z0-9]+", str(written)))
        assert as_csv(site.data[kind]).count("\n") > len(written) - 1
        assert list(statements.pairs(site)) is not None
    finally:
        path.write_text(TEXTS[name], "utf-8")


def textless(text: str) -> str:
    """The text as every YAML reader takes it: without what is told of as garbled."""
    return text.removeprefix("\ufeff")


@many(300)
@example(text="a: [\n")
@example(text="- a\n- 'b\n")
@given(text=mutated("a:\n  b: [1, 'two']\n  c: {d: \"e\", f: g}\nh: |\n  i\n  j\n"))
def test_any_yaml(text: str) -> None:
    """Each path has its line; and both parsers give the same."""
    content, lines, findings = yamlfile.parse(text, "a.yml")
    shown(findings)
    last = text.replace("\r", "\n").count("\n") + 1
    assert all(1 <= line <= last for line in lines.values())
    assert all(1 <= finding.line <= last for finding in findings)
    if content is not None:
        assert all(yamlfile.line_of(lines, path) >= 1 for path in leaves(content))


@pytest.mark.parametrize("name", ["timeline.yml", "trials.yml", "statements.yml"])
@many(150)
@given(choice=st.data())
def test_mending_changes_form_alone(name: str, choice: st.DataObject) -> None:
    """`make fix` is done after once, and a file that could be read says what it said."""
    # which quotation marks and which minus is form; 012 that is text has lost its zero as a number
    signs = re.compile(r"[“”„‘’‚«»'\"−–-]|\b0+(?=[0-9])")
    whole = {"timeline.yml": TIMELINE, "trials.yml": TRIALS, "statements.yml": CHECKS}[name]
    text = choice.draw(mutated(whole))
    mended, done = fix(name, text)
    assert fix(name, mended) == (mended, [])
    assert (mended != text) == bool(done)
    before, after = yamlfile.parse(text, "").content, yamlfile.parse(mended, "").content
    if before is not None:
        assert after is not None
        assert signs.sub("", repr(before)) == signs.sub("", repr(after))


@many(60)
@given(
    name=st.sampled_from(sorted(TEXTS)),
    where=st.floats(0, 1),
    junk=st.binary(min_size=1, max_size=4),
)
def test_any_bytes(root: Path, name: str, where: float, junk: bytes) -> None:
    """Bytes that are no text are told, once."""
    raw = TEXTS[name].encode("utf-8")
    raw = raw[: int(where * len(raw))] + junk + raw[int(where * len(raw)) :]
    (root / name).write_bytes(raw)
    try:
        found = shown(read(root)[1])
    finally:
        (root / name).write_text(TEXTS[name], "utf-8")
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        assert len([line for line in found if line.startswith(name)]) == 1
