"""What could not be read, so that nothing is concluded from its absence."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from sitebuild.model.findings import some

FEW = 3  # records that are named of a file


@dataclass
class Unread:
    """What could not be read, so that nothing is concluded from its absence.

    A slip is reported once, at its cause: a rule that asks "is it there?" asks here first.
    """

    files: set[str] = field(default_factory=set)  # 'docs/data/trials.yml', 'docs/topic.md'
    keys: set[str] = field(default_factory=set)  # sources whose entry could not be read
    ids: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    # data file ('trials.yml') → ids of its records that could not be read

    def __bool__(self) -> bool:
        return bool(self.files or self.keys or any(self.ids.values()))

    @property
    def names(self) -> list[str]:
        """Files, each with some of what of it could not be read: 'trials.yml (mapp1)'.

        >>> unread = Unread({"docs/data/trials.yml", "docs/topic.md"})
        >>> unread.ids["trials.yml"].add("mapp1")
        >>> unread.names
        ['docs/data/trials.yml (mapp1)', 'docs/topic.md']
        """
        parts = {name: sorted(ids) for name, ids in self.ids.items() if ids}
        parts = {self._whole(name): ids for name, ids in parts.items()}
        if self.keys:
            parts["references.bib"] = sorted(self.keys)
        return [
            f"{name} ({some(parts[name], FEW)})"
            if name in parts and name not in self.files
            else name
            for name in sorted(self.files | parts.keys())
        ]

    def _whole(self, name: str) -> str:
        return next((file for file in self.files if file.endswith(f"/{name}")), name)

    def merge(self, other: Unread) -> None:
        """Takes over what another reader could not read."""
        self.files |= other.files
        self.keys |= other.keys
        for name, ids in other.ids.items():
            self.ids[name] |= ids
