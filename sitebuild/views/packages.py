"""The packages that build the site, with the license that each names itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata

from packaging.requirements import InvalidRequirement, Requirement

from sitebuild.model.site import Site
from sitebuild.views import drawing

FILE = "requirements.txt"
LONGEST = 60  # letters of a license that is given as its whole text


@dataclass(frozen=True)
class Package:
    """A row of the table."""

    name: str
    version: str
    license: str


def locked(text: str) -> Iterator[tuple[str, str]]:
    r"""(name, version) of each package that a lock file pins; its hashes and comments are skipped.

    >>> list(locked("# made by\njinja2==3.1.6 \\\n    --hash=sha256:00\n"))
    [('jinja2', '3.1.6')]
    """
    for line in text.splitlines():
        if not line[:1].isalnum():
            continue
        try:
            wanted = Requirement(line.rstrip("\\ ").partition(" --hash")[0])
        except InvalidRequirement:
            continue
        pinned = [one.version for one in wanted.specifier if one.operator == "=="]
        if pinned:
            yield wanted.name, pinned[0]


def license_of(expression: str, classifiers: list[str], text: str) -> str:
    """A package's license in its own words: the expression, else its classifiers, else its text."""
    classes = [one.rsplit(" :: ", 1)[-1] for one in classifiers if one.startswith("License ::")]
    words = text.strip().splitlines()
    return expression or ", ".join(classes) or (words[0][:LONGEST] if words else "see its files")


def _license(found: metadata.PackageMetadata) -> str:
    def field(name: str) -> str:
        return found[name] if name in found else ""  # noqa: SIM401 (it has no get)

    classifiers = found.get_all("Classifier") or []
    return license_of(field("License-Expression"), classifiers, field("License"))


@drawing("packages")
def packages(site: Site) -> dict[str, list[Package]]:
    """Every package of the lock file that is installed; the rest is for other systems."""
    rows = []
    for name, version in locked((site.root / FILE).read_text(encoding="utf-8")):
        try:
            rows.append(Package(name, version, _license(metadata.metadata(name))))
        except metadata.PackageNotFoundError:
            continue
    return {"rows": rows}
