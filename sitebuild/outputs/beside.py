"""What is published beside the pages: data, sources, the search index, styles, a picture."""

from __future__ import annotations

import shutil
from pathlib import Path
from string import ascii_lowercase

from sitebuild import settings
from sitebuild.markup.desk import Desk
from sitebuild.model.citations import CITATION_BLOCK
from sitebuild.model.pages import Page
from sitebuild.model.records import FILES, Medicine, MixRisk
from sitebuild.model.site import Site
from sitebuild.outputs import (
    assets,
    bibliography,
    datapackage,
    pictures,
    previews,
    redirects,
    search,
    social,
    tables,
)
from sitebuild.outputs.downloads import FOLDER, bib_path
from sitebuild.outputs.frame import Context
from sitebuild.views import medicines
from sitebuild.views.states import address, by_state

__all__ = ["Context", "after", "before"]
FEED = "feed.xml"  # written from theme/feed.xml; named here so that pages may link to it
SHOWN_WHOLE = 220  # letters: a first sentence up to this length is shown whole by search.js
# What MkDocs copies from the theme or adds, and nothing loads.
NOT_PUBLISHED = (
    *assets.UNUSED,
    f"assets/{assets.STYLESHEETS[0]}",
    "assets/globals.d.ts",
    "partials",
    "search",
    "sitemap.xml.gz",
)


def before(context: Context) -> dict[str, str]:
    """Path → content of the files that pages may link to; they must be known before pages are."""
    site = context.site
    files = {
        f"data/{name.removesuffix('.yml')}.csv": tables.as_csv(site.data[name]) for name in FILES
    }
    whole = context.root / settings.BIBLIOGRAPHY
    files[f"{FOLDER}/{whole.name}"] = whole.read_text(encoding="utf-8-sig")
    files[f"{FOLDER}/references.json"] = bibliography.csl_json(site.bibliography)
    every = site.bibliography.entries
    files[f"{FOLDER}/references.ris"] = bibliography.ris(site.bibliography, every)
    files |= datapackage.files(site, settings.ARCHIVE, context.name, context.version)
    files[FEED] = ""
    return files


def after(context: Context, desk: Desk, target: Path) -> None:
    """Writes into the folder of the finished site what is made from all pages."""
    site = context.site
    _write(target / "assets" / "search-index.js", search_index(context, desk))
    cited = {key for keys in context.keys.values() for key in keys}
    for path, script in previews.scripts(site, cited):
        _write(target / path, script)
    for page, keys in context.keys.items():
        if keys:
            for ending, written in (
                ("bib", bibliography.bibtex),
                ("ris", bibliography.ris),
                ("json", bibliography.csl_json),
            ):
                _write(target / bib_path(page, ending), written(site.bibliography, keys))
    _write(target / "assets" / assets.PUBLISHED, assets.stylesheet(context.root))
    for name in assets.SCRIPTS:
        _write(target / "assets" / name, assets.script(context.root, name))
    moved = redirects.written(context.root, context.address, directories=not context.offline)
    for path, html in moved.items():
        _write(target / path, html)
    own = context.root / settings.ASSETS / assets.STYLESHEETS[-1]
    colors = social.palette(own.read_text(encoding="utf-8"))
    origin = f"{context.name}, version {context.version} {context.address}".strip()
    for path, content in pictures.written(site, colors, f"{origin} (CC BY 4.0)"):
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        (target / path).write_bytes(content)
    if context.address:
        picture = target / "assets" / "social.png"
        social.draw(picture, context.name, context.description, colors)
    tidy(target, sitemap=bool(context.address) and not context.offline)


def search_index(context: Context, desk: Desk) -> str:
    """A document for each section of each page, and one for each source."""
    documents: list[search.Document] = []
    citing: dict[str, list[int]] = {}
    for page in context.site.pages:
        kind = search.kind_of(page.draws, page.kind)
        if "references" in page.draws:  # a document a source, below
            continue
        tree, url = desk.finished[page.path].root, context.url(page.path)
        if not kind:
            for place, keys in enumerate(search.cited(tree), len(documents)):
                for key in keys:
                    citing.setdefault(key, []).append(place)
        documents += search.sections(page.title, url, tree, terms(context.site, page), kind)
    for drawing, rows in by_name(context.site).items():
        if drawing in desk.printer.homes:
            page = context.site.by_path[desk.printer.homes[drawing]]
            led = terms(context.site, page)
            documents += search.by_name(page.title, context.url(page.path), rows, led)
    home = desk.printer.homes.get("references")
    if home:
        listing = context.site.by_path[home]
        url, bibliography = context.url(home), context.site.bibliography
        documents += search.sources(listing.title, url, bibliography, citing)
    help_page = desk.printer.homes.get("crisis-help")
    numbers = search.numbers(desk.finished[help_page].root) if help_page else ""
    return search.as_script(documents, context.site.synonyms, numbers)


def terms(site: Site, page: Page) -> dict[str, list[str]]:
    """Anchor → words by which readers look for the section; '' stands for the page."""
    found = {"": page.search_terms} | site.led_to.get(page.path, {})
    if "trial-entries" in page.draws:
        for row in site.data["trials.yml"]:
            found[row.id] = [row.name, *row.registry, *found.get(row.id, ())]
    return found


def by_name(site: Site) -> dict[str, list[tuple[str, str, str, str]]]:
    """Drawing → (anchor, name, text, other words) of each row that readers look up by its name."""

    def bare(text: str | None) -> str:
        return CITATION_BLOCK.sub("", text or "")

    def medicine(row: Medicine) -> str:
        """What changed, and not to stop it, in the sentence that a result always shows."""
        told, seen = medicines.verdict(row), bare(row.seen)
        if not medicines.is_prescribed(row):
            return f"{told}. {seen}"
        first, _, rest = seen.partition(". ")
        first = first.rstrip(".")
        word = first[1:2] in (" ", *ascii_lowercase)  # no abbreviation, as 'THC' is
        found = f"{first[:1].lower()}{first[1:]}" if word else first
        joint = ";" if ":" in first else ":"
        opening = f"{told}{joint} {found}; {medicines.DO_NOT_STOP}."
        untested = row.risk is not MixRisk.NOT_KNOWN and first.startswith("We found no")
        if untested or len(opening) > SHOWN_WHOLE:
            return f"{told}; {medicines.DO_NOT_STOP}. {seen}"
        return f"{opening} {rest}".strip()

    return {
        "medicines-table": [
            (f"medicine-{row.id}", row.name, medicine(row), " ; ".join([*row.brands, *row.also]))
            for row in site.data["medicines.yml"]
        ],
        "conditions-table": [
            (f"condition-{row.id}", row.name, bare(row.known), " ; ".join(row.also))
            for row in site.data["conditions.yml"]
        ],
        "access-by-country": [
            (f"access-{row.id}", f"Treatment in {row.place}", bare(row.route), row.place)
            for row in site.data["access-by-country.yml"]
        ],
        "us-states-table": [
            (address(state), f"State law: {state}", bare(" ".join(row.does for row in rows)), state)
            for state, rows in by_state(site)
        ],
    }


def tidy(target: Path, *, sitemap: bool) -> None:
    """Takes away what MkDocs and Material add and nothing here loads."""
    gone = [target / name for name in NOT_PUBLISHED]
    if not sitemap:
        gone.append(target / "sitemap.xml")
    for path in gone:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
