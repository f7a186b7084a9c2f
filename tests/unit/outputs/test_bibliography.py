"""The sources as other programs take them."""

from __future__ import annotations

import json

from support import SMALL

from sitebuild.model import sources
from sitebuild.outputs import bibliography


def test_csl_and_bibtex():
    read, findings, _ = sources.read(SMALL)
    assert not findings
    items = {item["id"]: item for item in json.loads(bibliography.csl_json(read))}
    assert set(items) == {"doe2021", "moe2019", "roe2020"}
    assert items["doe2021"]["author"][0] == {"family": "Doe", "given": "Jane"}
    assert items["roe2020"]["author"] == [{"literal": "World Health Organization"}]
    text = bibliography.bibtex(read, ["roe2020", "doe2021"])
    again, findings, _ = sources.read_text(text)
    assert not findings
    assert list(again.entries) == ["doe2021", "roe2020"]
