"""What readers type, and words that stand in the pages: `docs/data/search-synonyms.yml`."""

from __future__ import annotations

from pathlib import Path

from sitebuild import settings
from sitebuild.model import yamlfile
from sitebuild.model.findings import Finding
from sitebuild.model.unread import Unread

FILE = settings.SYNONYMS


def read(root: Path) -> tuple[dict[str, list[str]], list[Finding], Unread]:
    """What is typed → what is looked for as well: {'molly': ['mdma', 'recreational']}."""
    content, _, findings = yamlfile.load(root / FILE, FILE)
    if findings:
        return {}, findings, Unread(files={FILE})
    if isinstance(content, dict) and all(
        isinstance(words, list) and all(isinstance(word, str) for word in words)
        for words in content.values()
    ):
        return {str(word): words for word, words in content.items()}, [], Unread()
    found = Finding(
        FILE, 1, "the file is not a list of 'word: [other words]'", "write e.g. molly: [mdma]"
    )
    return {}, [found], Unread(files={FILE})
