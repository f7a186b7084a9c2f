"""Where YAML is refused, why: in own words, at the place of the slip."""

from __future__ import annotations

import pytest

from sitebuild.model import yamlfile, yamlslips

REFUSED = [
    ("a:\n\tb: 1\n", 2, "tab"),
    ("a: [1, 2\n", 1, ""),
    ('a: "open\n', 1, "quotation"),
    ("- id: x\n  event: Somebody decides: no.\n", 2, ""),
]


@pytest.mark.parametrize(("text", "line", "says"), REFUSED, ids=[row[0][:14] for row in REFUSED])
def test_a_refusal_in_own_words(text, line, says):
    assert yamlslips.__doc__
    content, _, findings = yamlfile.parse(text, "a.yml")
    assert content is None
    assert len(findings) == 1, findings
    assert findings[0].line == line
    assert says in f"{findings[0].message} {findings[0].mend}"
