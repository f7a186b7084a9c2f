"""What a check reports."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that is wrong, and what to do about it.

    `file` is relative to the repository, `line` counts from 1 (0: the file as a whole).
    """

    file: str
    line: int
    message: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}:{max(self.line, 1)}: {self.message} — {self.mend}"

    def annotation(self) -> str:
        """The same as a GitHub workflow command, which shows it on the line in a pull request."""

        def escape(text: str, also: str = "") -> str:
            for char in "%\r\n" + also:
                text = text.replace(char, f"%{ord(char):02X}")
            return text

        place = f"file={escape(self.file, ':,')},line={max(self.line, 1)}"
        return f"::error {place}::{escape(self.message)} — {escape(self.mend)}"


class Stop(Exception):
    """Raised with all findings of a run when the build cannot go on."""

    def __init__(self, findings: Iterable[Finding]):
        self.findings = sorted(set(findings))
        super().__init__("\n".join(map(str, self.findings)))


def show(findings: Iterable[Finding]) -> str:
    """All findings, one a line; on GitHub each once more as an annotation."""
    findings = sorted(set(findings))
    lines = [str(finding) for finding in findings]
    if os.environ.get("GITHUB_ACTIONS") == "true":
        lines += [finding.annotation() for finding in findings]
    return "\n".join(lines)
