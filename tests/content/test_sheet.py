"""The clinician's sheet, as the data stand."""

from __future__ import annotations

import re

from support import ROOT

from sitebuild.model.site import read
from sitebuild.views import sheet


def test_every_medicine_is_named_or_counted():
    site = read(ROOT)
    lines = [(one.label, one.text) for one in sheet.interactions(site).lines]
    *named, (_, counted) = lines
    names = [row.name for row in site.data["medicines.yml"]]
    said = sum(len(re.findall(r"\[@[^\]]*\]", text)) for _, text in named)
    rest, everything = map(int, re.findall(r"\d+", counted))
    assert said + rest == everything == len(names)
    left_off = [row for row in site.data["medicines.yml"] if not row.on_sheet]
    assert not [row for row in left_off if row.evidence.value != "mechanism"]
    assert any("only how" in label and "Lithium" in text for label, text in named)
