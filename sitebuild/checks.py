"""Everything that can be told without a browser, in one run: `make check`, and the first thing each build does."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sitebuild.model import sources as bibliography

from sitebuild.markup import citations

from sitebuild.model import data

from sitebuild.views import drawings

from sitebuild.model import statements as integrity

from sitebuild.model import pages

from sitebuild.model import yamlfile
from sitebuild.model.findings import Finding
from sitebuild.model.records import FILES

SYNONYMS = "docs/data/search-synonyms.yml"


@dataclass
class Site:
    """All that the repository says, read once."""

    root: Path
    pages: list[pages.Page] = field(default_factory=list)
    bibliography: bibliography.Bibliography = field(default_factory=lambda: bibliography.Bibliography([]))
    data: data.Data = field(default_factory=data.Data)
    synonyms: dict[str, list[str]] = field(default_factory=dict)
    navigation: list[str] = field(default_factory=list)
    checked: list[integrity.Checked] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read_site(root: Path) -> Site:
    """Reads everything; what cannot be read is a finding."""
    site = Site(root)
    site.pages, found = pages.read(root / "docs")
    site.findings += found
    site.bibliography, found = bibliography.load(root / "references.bib")
    site.findings += found
    site.data, found = data.load(root)
    site.findings += found
    site.checked, found = integrity.load(root)
    site.findings += found
    synonyms, lines, found = yamlfile.load(root / SYNONYMS, SYNONYMS)
    site.findings += found
    if not found:
        if isinstance(synonyms, dict) and all(isinstance(words, list) and all(isinstance(word, str) for word in words) for words in synonyms.values()):
            site.synonyms = {str(word): words for word, words in synonyms.items()}
        else:
            site.findings.append(Finding(SYNONYMS, 1, "the file is not a list of 'word: [other words]'", "write e.g. molly: [mdma]"))
    site.navigation, found = _navigation(root)
    site.findings += found
    return site


def _navigation(root: Path) -> tuple[list[str], list[Finding]]:
    content, lines, found = yamlfile.load(root / "mkdocs.yml", "mkdocs.yml")
    if found:
        return [], found
    listed: list[str] = []

    def walk(item, path: tuple) -> Iterator[Finding]:
        if isinstance(item, str):
            listed.append(item)
            if not (root / "docs" / item).is_file():
                yield Finding("mkdocs.yml", yamlfile.line_of(lines, path), f"the navigation names docs/{item}, and there is no such file", "correct the name, or add the page")
        elif isinstance(item, dict):
            for key, inner in item.items():
                yield from walk(inner, (*path, key))
        elif isinstance(item, list):
            for index, inner in enumerate(item):
                yield from walk(inner, (*path, index))

    nav = content.get("nav") if isinstance(content, dict) else None
    if not nav:
        return [], [Finding("mkdocs.yml", 1, "no nav", "list the pages under nav:")]
    return listed, list(walk(nav, ("nav",)))


def run(site: Site) -> list[Finding]:
    """All findings of the site, sorted."""
    known = site.bibliography.entries
    found = list(site.findings)
    anchors = anchors_of(site)
    published = published_files(site)
    drawn = drawings.Drawings(site.root / "theme" / "drawings", site.data, site.bibliography, lambda target, page: target, date.today().isoformat())
    for page in site.pages:
        for rule in (pages.front_matter, pages.headings, pages.raw_html, pages.blocks, pages.figures_cited, pages.style):
            found += rule(page)
        found += pages.links(page, anchors, published)
        found += citations.guard(page.body, page.file, known, page.body_line)
        found += citations.in_print(page.body, page.file, page.body_line)
        found += drawn.guard(page.text, page.file)
        if page.path not in site.navigation:
            found.append(Finding(page.file, 1, "the page is not in the navigation", "add it to nav in mkdocs.yml"))
    found += pages.titles_differ(site.pages)
    found += data.unknown_keys(site.data, set(known))
    for text, file, line in data.cited_texts(site.data):
        found += (Finding(item.file, line, item.message, item.mend) for item in citations.guard(text, file, known))
    found += _uncited(site)
    found += _places(site, anchors)
    found += _schemas(site)
    found += _unmerged(site.root)
    return sorted(set(found))


def anchors_of(site: Site) -> dict[str, set[str]]:
    """page → its anchors: headings, and what drawings give an address."""
    anchors = {page.path: {anchor for _, _, anchor, _ in pages.headings_of(page)} for page in site.pages}
    drawn = {
        "evidence/trials.md": [trial.id for trial in site.data["trials.yml"]],
        "glossary.md": [term.id for term in site.data["glossary.yml"]],
        "references.md": [f"ref-{key}" for key in site.bibliography.entries],
        "society/history.md": [f"event-{event.id}" for event in site.data["timeline.yml"]],
        "about/source-statements.md": [f"statement-{record.id}" for record in site.data["source-statements.yml"]],
        "evidence/meta-analyses.md": [row.id for row in site.data["meta-analyses.yml"]],
        "society/legality.md": [f"place-{row.id}" for row in site.data["legal-status.yml"]],
    }
    for path, names in drawn.items():
        if path in anchors:
            anchors[path].update(names)
    return anchors


def published_files(site: Site) -> set[str]:
    """What docs/ publishes beside pages, and what the build adds."""
    docs = site.root / "docs"
    files = {path.relative_to(docs).as_posix() for path in docs.rglob("*") if path.is_file() and path.suffix != ".md"}
    files |= {f"data/{name.removesuffix('.yml')}.csv" for name in FILES} | {"downloads/references.bib", "downloads/references.json", "feed.xml"}
    return files


def _uncited(site: Site) -> Iterator[Finding]:
    """Every source is cited somewhere."""
    used = {key for key, _, _ in data.keys_used(site.data)}
    for page in site.pages:
        used.update(citations.keys_in(page.body))
    for key, entry in site.bibliography.entries.items():
        if key not in used:
            yield Finding("references.bib", entry.line, f"nothing cites {key}", "cite it, or take the entry out")


def _places(site: Site, anchors: dict[str, set[str]]) -> Iterator[Finding]:
    """`where` and `page` in data lead to a page and an anchor; a corrected statement has its note there."""
    texts = {page.path: page for page in site.pages}
    for name, attribute in (("source-statements.yml", "where"), ("timeline.yml", "page")):
        for index, row in enumerate(site.data[name]):
            where = getattr(row, attribute)
            if not where:
                continue
            path, _, anchor = where.partition("#")
            line = site.data.line(name, index, attribute)
            if path not in anchors:
                yield Finding(f"docs/data/{name}", line, f"{row.id}: {attribute} leads to docs/{path}, which does not exist", "name a page of docs/")
            elif anchor and anchor not in anchors[path]:
                close = difflib.get_close_matches(anchor, anchors[path], 1)
                yield Finding(f"docs/data/{name}", line, f"{row.id}: docs/{path} has no anchor #{anchor}", f"did you mean #{close[0]}?" if close else "use the anchor of a heading there")
            elif name == "source-statements.yml" and row.verdict != "supported":
                noted = re.search(rf"<!-- source-statement: [A-Z0-9 ]*\b{row.id}\b", texts[path].text)
                if not noted:
                    yield Finding(f"docs/data/{name}", line, f"{row.id} is '{row.verdict}', and docs/{path} has no note of it", f"put <!-- source-statement: {row.id} --> on a line of its own there")


def _schemas(site: Site) -> Iterator[Finding]:
    """The JSON Schemas for editors are those of the classes."""
    for name in FILES:
        path = site.root / "docs" / "data" / "schema" / f"{name.removesuffix('.yml')}.schema.json"
        if not path.is_file() or path.read_text(encoding="utf-8") != data.schema(name):
            yield Finding(f"docs/data/schema/{path.name}", 1, "the schema is not that of sitebuild/records.py", "run make schema and commit what it writes")


def _unmerged(root: Path) -> Iterator[Finding]:
    """No mark of an unfinished merge in sources, data or configuration."""
    for path in [root / "references.bib", root / "mkdocs.yml", *sorted((root / "docs" / "data").glob("*.yml"))]:
        if path.is_file():
            for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
                if re.match(rb"(<{7}|>{7}|={7})(\s|$)", line):
                    yield Finding(path.relative_to(root).as_posix(), number, "a mark of an unfinished merge", "keep one of the two versions and delete the mark")
