"""Each mistake a contributor can make, planted in a copy of the repository: the message names file, line and mend.

A row: what it is, the file, what stands there, what is planted instead, a part of what is wrong, a part of what to do.
`^` as what stands there plants at the end of the file.
"""

from __future__ import annotations

import re



PAGE = "docs/ptsd.md"
BIB = "references.bib"


def test_all_findings_of_a_run_at_once_and_as_annotations(copy, monkeypatch):
    from sitebuild import checks
    from sitebuild.model.findings import show

    page = copy / PAGE
    page.write_text(
        page.read_text(encoding="utf-8") + "\n\nOne.[@nokey]\n\nTwo 2.\n", encoding="utf-8"
    )
    (copy / BIB).write_text((copy / BIB).read_text(encoding="utf-8") + entry(), encoding="utf-8")
    found = checks.run(checks.read_site(copy))
    assert len(found) == 3
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    lines = show(found).splitlines()
    assert sum(line.startswith("::error file=") for line in lines) == 3
    assert any(
        re.match(r"::error file=docs/ptsd\.md,line=\d+::unknown citation key 'nokey'", line)
        for line in lines
    )
