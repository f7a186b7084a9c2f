"""The pages in the order of the navigation, from `nav` in mkdocs.yml."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import urlsplit

from pathspec import GitIgnoreSpec

from sitebuild import settings
from sitebuild.model import yamlfile
from sitebuild.model.findings import Finding, suggest
from sitebuild.model.unread import Unread
from sitebuild.model.yamlfile import Place

FILE = settings.CONFIGURATION
# What may stand in it, by MkDocs' user guide.
SETTINGS = frozenset(
    """INHERIT config_file_path copyright dev_addr docs_dir draft_docs edit_uri edit_uri_template
    exclude_docs extra extra_css extra_javascript extra_templates hooks markdown_extensions
    mdx_configs nav not_in_nav plugins remote_branch remote_name repo_name repo_url site_author
    site_description site_dir site_name site_url strict theme use_directory_urls validation
    watch""".split()
)


def read(root: Path) -> tuple[list[str], list[Finding], Unread]:
    """Paths of pages relative to docs/, in their order: ['home.md', 'topic.md', …].

    Behind them those that `not_in_nav` names: MkDocs publishes these and lists them nowhere.

    Links to other sites and anchors stand in no file and are passed over, as are the tags that
    MkDocs and Material document (`!ENV`, `!!python/name:…`). A name without a file stays in the
    list, so that its page is not told of twice.
    """
    content, lines, found = yamlfile.load(root / FILE, FILE, tags=True)
    if content is None and found:
        return [], found, Unread(files={FILE})
    given = content if isinstance(content, dict) else {}
    for name in given:
        if name not in SETTINGS:
            message = yamlfile.in_one_line(f"MkDocs has no setting '{name}'")
            mend = suggest(str(name), SETTINGS, "take it out")
            found.append(Finding(FILE, yamlfile.line_of(lines, (name,)), message, mend))
    nav = given.get("nav")
    if not isinstance(nav, list) or not nav:
        message, mend = "no navigation", "list the pages under nav:, each as '- page.md'"
        line = yamlfile.line_of(lines, ("nav",))
        return [], [*found, Finding(FILE, line, message, mend)], Unread(files={FILE})
    listed: list[str] = []
    for path, item in _leaves(nav, ("nav",)):
        line = yamlfile.line_of(lines, path)
        if not isinstance(item, str):
            title = path[-1] if isinstance(path[-1], str) else "an entry"
            message = f"'{title}' in the navigation leads to no page"
            message = yamlfile.in_one_line(message)
            found.append(Finding(FILE, line, message, "write it as '- page.md'"))
        elif not _elsewhere(item):
            if item in listed:
                message = yamlfile.in_one_line(f"the navigation names docs/{item} twice")
                found.append(Finding(FILE, line, message, "take one of the two out"))
                continue
            listed.append(item)
            if not _is_file(root / settings.DOCS / item):
                found.append(_missing(root, item, line))
    return [*listed, *_unlisted(root, given.get("not_in_nav"))], found, Unread()


def _unlisted(root: Path, patterns: object) -> list[str]:
    """The pages that `not_in_nav` names, with patterns as in .gitignore."""
    if not isinstance(patterns, str):
        return []
    named = GitIgnoreSpec.from_lines(patterns.splitlines())
    docs = root / settings.DOCS  # walked without following links to folders, which may go round
    files = (path.relative_to(docs).as_posix() for path in docs.rglob("*") if path.is_file())
    return sorted(named.match_files(files))


def _leaves(item: object, path: Place) -> Iterator[tuple[Place, object]]:
    if isinstance(item, dict) and item:
        for key, inner in item.items():
            yield from _leaves(inner, (*path, key))
    elif isinstance(item, list) and item:
        for index, inner in enumerate(item):
            yield from _leaves(inner, (*path, index))
    else:
        yield path, item


def _elsewhere(item: str) -> bool:
    """Whether an entry is an address rather than a file: https://…, //…, mailto:, #anchor."""
    try:
        parts = urlsplit(item)
    except ValueError:  # https://[
        return True
    return bool(parts.scheme or parts.netloc or not parts.path)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name that no system takes
        return False


def _missing(root: Path, item: str, line: int) -> Finding:
    docs = root / settings.DOCS
    pages = [path.relative_to(docs).as_posix() for path in docs.rglob("*.md")]
    close = get_close_matches(item.removesuffix(".md"), [one[:-3] for one in pages], 1, 0.75)
    return Finding(
        FILE,
        line,
        yamlfile.in_one_line(f"the navigation names docs/{item}, and there is no such file"),
        suggest(item, [f"{one}.md" for one in close], "correct the name, or add the page"),
    )
