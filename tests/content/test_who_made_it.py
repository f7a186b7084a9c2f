"""Who made the site stands not only on the front page: a reader of any of these pages learns it."""

from __future__ import annotations

import pytest
from support import ROOT

SAID = ("an AI language model", "no clinician has reviewed")


@pytest.mark.parametrize(
    "name",
    [
        "theme/drawings/trust.html",
        "docs/about/index.md",
        "docs/questions/this-site.md",
        "README.md",
    ],
)
def test_that_software_wrote_and_checked_it_is_said(name):
    text = (ROOT / name).read_text(encoding="utf-8").casefold()
    assert [words for words in SAID if words.casefold() not in text] == []
