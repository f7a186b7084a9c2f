"""What the texts under "Cite this page" say; how stands in `theme/partials/cite-this-page.*`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sitebuild.style.numbers import day
from sitebuild.style.reference import STYLE

KEY_PREFIX = "mdmatherapy"  # what the keys of this site's pages begin with
# What TeX would take for its own; curly brackets do not occur in titles.
_TEX = str.maketrans({sign: f"\\{sign}" for sign in "&%$#_"})


def author(site: str) -> str:
    """Whom a page names as its author, wherever a machine or a reader looks for one.

    >>> author("A site")
    'Contributors to A site'
    """
    return f"Contributors to {site}"


@dataclass(frozen=True)
class CitePage:
    """A page as a source of others."""

    title: str
    site: str
    address: str  # '' for a copy that has none
    reviewed: date
    version: str
    key: str  # its key in the .bib of others: 'mdmatherapy2026pastevents'
    style: str = STYLE

    @property
    def year(self) -> int:
        """The year of the last review."""
        return self.reviewed.year

    @property
    def author(self) -> str:
        """Who wrote it, as one name."""
        return author(self.site)

    @property
    def tex_author(self) -> str:
        """The author as it stands in a .bib file."""
        return tex(self.author)

    @property
    def tex_title(self) -> str:
        """The title as it stands in a .bib file."""
        return tex(self.title)

    @property
    def tex_site(self) -> str:
        """The site's name as it stands in a .bib file."""
        return tex(self.site)

    @property
    def when(self) -> str:
        """'9 August 2026'."""
        return day(self.reviewed.isoformat())


def cite_page(
    title: str, site: str, address: str, reviewed: date, version: str, path: str
) -> CitePage:
    """The facts of a page; from `path`, its file below docs/, its key is made.

    >>> cite_page("Events", "A site", "", date(2026, 8, 9), "1.0", "past/events.md").key
    'mdmatherapy2026pastevents'
    """
    name = path.removesuffix(".md").removesuffix("index")
    letters = "".join(sign for sign in name.lower() if sign.isascii() and sign.isalpha())
    key = f"{KEY_PREFIX}{reviewed.year}{letters or 'home'}"
    return CitePage(title, site, address, reviewed, version, key)


def tex(text: str) -> str:
    r"""Text as it stands in a .bib file.

    >>> tex("Access & cost")
    'Access \\& cost'
    """
    return text.translate(_TEX)
