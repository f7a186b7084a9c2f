"""The way out, rehearsed: ProperDocs builds the same site, byte for byte, from the same
repository.
"""

from __future__ import annotations

import os
import subprocess
import sys

from support import ENVIRONMENT, small_site, tree

from sitebuild.markup import desk

QUIET = {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1795000000"}


def test_properdocs_builds_the_same_site(tmp_path):
    root = small_site(tmp_path / "small")
    built = {}
    for generator in ("mkdocs", "properdocs"):
        target = tmp_path / generator
        done = subprocess.run(
            [sys.executable, "-m", generator, "build", "--site-dir", str(target)],
            cwd=root,
            env=os.environ | ENVIRONMENT | QUIET,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
        built[generator] = tree(target)
    assert len(built["mkdocs"]) > 20
    assert built["mkdocs"] == built["properdocs"]


def test_the_extension_runs_with_no_plugin(tmp_path):
    """As a generator without plugins would run it: Markdown in, a whole page out."""
    import markdown

    root = small_site(tmp_path / "small")
    before, desk.current = desk.current, None
    try:
        names = ["admonition", "tables", "footnotes", "toc", "sitebuild.markup"]
        options = {"sitebuild.markup": {"root": str(root)}}
        md = markdown.Markdown(extensions=names, extension_configs=options)
        text = (root / "docs" / "topic.md").read_text(encoding="utf-8")
        html = md.convert(text.split("---\n", 2)[2])
    finally:
        desk.current = before
    assert 'class="footnote-ref"' in html
    assert 'href="../sources/#ref-roe2020"' in html
    assert "It is otherwise, as a trial found." in html
    assert 'class="table-box"' in html
    assert "[@code]" in html, "what stands in code stays as it is"
