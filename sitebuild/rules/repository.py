"""Rules on files as files: what lies in docs/, its size and name, schemas, unfinished merges."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree

from pathspec import GitIgnoreSpec

from sitebuild import settings
from sitebuild.model import yamlfile
from sitebuild.model.findings import Finding, some, suggest
from sitebuild.model.pages import SUFFIXES
from sitebuild.model.records import FILES
from sitebuild.model.site import Site
from sitebuild.model.yamlslips import MERGE_MEND, MERGE_MESSAGE, is_merge_mark
from sitebuild.outputs.tables import schema, schema_file
from sitebuild.rules import rule

# What docs/ may hold, and the largest size of each in kilobytes: one picture of 300 kB makes a page
# as heavy as ten others, and a phone in the country waits for it.
PICTURES = dict.fromkeys((".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif", ".svg", ".ico"), 300)
DATA = dict.fromkeys((".yml", ".yaml", ".json", ".csv", ".txt", ".xml", ".webmanifest"), 1000)
PAGES = dict.fromkeys(SUFFIXES, 400)
LARGEST = {**PAGES, **PICTURES, **DATA}
HOSTS = ("CNAME", "_headers", "_redirects")  # files by which a host is told its address and habits
# What systems and editors leave behind; names that begin with a dot are not published anyway.
LEFT_BEHIND = re.compile(r"thumbs\.db|desktop\.ini|.*~|~\$.*|.*\.(bak|orig|rej|swp|tmp)", re.I)
# Names that Windows keeps for itself, whatever their ending.
WINDOWS = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.I)


# ---------------------------------------------------------------- what lies in docs/


@lru_cache(maxsize=1)  # four rules ask
def _published(site: Site) -> tuple[Path, ...]:
    """The files of docs/ that MkDocs would publish, relative to docs/, in order."""
    docs = site.root / settings.DOCS
    excluded = _excluded(site.root)
    found = []
    for path in sorted(docs.rglob("*")):
        inside = path.relative_to(docs)
        hidden = any(part.startswith(".") for part in inside.parts)
        if (
            path.is_file()
            and not path.is_symlink()
            and not hidden
            and not excluded.match_file(inside.as_posix())
        ):
            found.append(inside)
    return tuple(found)


def _excluded(root: Path) -> GitIgnoreSpec:
    """The patterns of `exclude_docs` in mkdocs.yml."""
    content = yamlfile.load(root / settings.CONFIGURATION, settings.CONFIGURATION, tags=True)[0]
    patterns = content.get("exclude_docs") if isinstance(content, dict) else None
    return GitIgnoreSpec.from_lines(patterns.splitlines() if isinstance(patterns, str) else [])


def _is_known(path: Path) -> bool:
    """MkDocs takes only small letters for a page's ending."""
    ending = path.suffix.lower()
    return ending in LARGEST and (ending not in SUFFIXES or path.suffix == ending)


def _finding(path: Path, message: str, mend: str) -> Finding:
    return Finding(f"{settings.DOCS}/{path.as_posix()}", 0, message, mend)


@rule("files-of-known-kind")
def known_kind(site: Site) -> Iterator[Finding]:
    """docs/ holds pages, pictures and data: any other file would be published as it is."""
    for path in _published(site):
        if LEFT_BEHIND.fullmatch(path.name):
            message = "a file that an editor or the system left behind"
            yield _finding(path, message, "delete it, or it is published")
        elif not _is_known(path) and path.name not in HOSTS:
            message = f"a file of a kind that is not published here ({path.suffix or path.name})"
            mend = (
                "take it out of docs/; a page ends in .md, a picture in .webp, .jpg, .png or .svg"
            )
            yield _finding(path, message, mend)
        elif _is_stray_data(path):
            mend = suggest(path.name, FILES, "write it into one of those that are there", 0.8)
            yield _finding(path, "a data file that nothing reads", mend)


@rule("files-no-links")
def linked(site: Site) -> Iterator[Finding]:
    """No file or folder of docs/ is a link: what lies behind it, anywhere on the machine that
    builds the site, would be published. Editors leave links with a dot before their names.
    """
    docs = site.root / settings.DOCS
    for path in sorted(docs.rglob("*")):
        inside = path.relative_to(docs)
        if path.is_symlink() and not any(part.startswith(".") for part in inside.parts):
            kind = "folder" if path.is_dir() else "file"
            message = f"a link to a {kind} ({path.readlink()})"
            ours = Path(os.path.realpath(path)).is_relative_to(site.root.resolve())
            yield _finding(inside, message, f"delete it, or copy the {kind} here" if ours
                           else "delete it")  # fmt: skip


def _is_stray_data(path: Path) -> bool:
    """Whether a file stands among the data, looks like them, and is none of those that are read."""
    read = (*FILES, Path(settings.SYNONYMS).name)
    data = path.parent.as_posix() == "data" and path.suffix in (".yml", ".yaml")
    return data and path.name not in read


@rule("files-not-too-large")
def not_too_large(site: Site) -> Iterator[Finding]:
    """No file of docs/ is larger than a reader on a phone can be asked to load."""
    for path in _published(site):
        most = LARGEST.get(path.suffix.lower())
        size = (site.root / settings.DOCS / path).stat().st_size / 1000
        if most and size > most and not LEFT_BEHIND.fullmatch(path.name):
            message = f"the file has {size:,.0f} kB, and at most {most:,} are wanted"
            if path.suffix.lower() in PICTURES:
                mend = "save it at most 1,600 pixels wide, as .webp or .jpg"
            else:
                mend = "divide it in two"
            yield _finding(path, message, mend)


_BEGINS = {
    ".png": (b"\x89PNG",),
    ".jpg": (b"\xff\xd8",),
    ".jpeg": (b"\xff\xd8",),
    ".gif": (b"GIF8",),
    ".webp": (b"RIFF",),
}


@rule("files-that-are-pictures")
def pictures(site: Site) -> Iterator[Finding]:
    """A picture is what its ending says, and one in SVG only shows: whoever opens the file itself
    would run what is in it.
    """
    for path in _published(site):
        ending = path.suffix.lower()
        if ending != ".svg" and ending not in _BEGINS:
            continue
        raw = (site.root / settings.DOCS / path).read_bytes()
        if ending == ".svg":
            if found := _active(raw):
                message = f"a picture with {found} in it"
                yield _finding(path, message, "save it as a plain SVG, or as .png")
        elif not raw.startswith(_BEGINS[ending]):
            message = f"a file that is no picture of the kind {ending}"
            yield _finding(path, message, f"save the picture anew as {ending}")


def _active(raw: bytes) -> str:
    """What an SVG does beside showing: a script, an event, something loaded; '' for nothing."""
    if b"<!ENTITY" in raw:
        return "entities"
    try:
        root = ElementTree.fromstring(raw)
    except ElementTree.ParseError:
        return "a slip by which it cannot be read"
    for element in root.iter():
        name = str(element.tag).rpartition("}")[2].lower()
        if name in ("script", "foreignobject", "iframe"):
            return f"the element '{name}'"
        for name, value in element.attrib.items():
            attribute = name.rpartition("}")[2].lower()
            if attribute.startswith("on"):
                return f"the attribute '{attribute}'"
            if attribute in ("href", "src") and not value.startswith(("#", "data:image/")):
                return f"an address ({value})"
    return ""


@rule("file-names")
def names(site: Site) -> Iterator[Finding]:
    """A file's name is an address that works on every system: letters, digits, hyphens, dots."""
    folded: dict[str, str] = {}
    there = _published(site)
    for path in there:
        name = path.as_posix()
        if LEFT_BEHIND.fullmatch(path.name) or not (_is_known(path) or path.name in HOSTS):
            continue
        plain = _plain(name)
        if unicodedata.normalize("NFC", name) != plain:
            odd = ["a space" if one == " " else one for one in sorted(set(name) - set(plain))]
            message = f"a file name with {some(odd) or 'a hyphen too many'}"
            yield _finding(path, message, f"call it {plain}, and correct what leads to it")
        elif path.suffix in SUFFIXES and name != name.lower() and Path(name.lower()) not in there:
            message = "a page's name with capital letters, which some take for small ones"
            yield _finding(path, message, f"call it {name.lower()}, and correct what leads to it")
        elif any(WINDOWS.fullmatch(part) for part in path.parts):
            message = "a name that Windows keeps for itself"
            yield _finding(path, message, "give it a longer name")
        same = folded.setdefault(plain.casefold(), name)
        if same != name:
            message = f"to Windows and macOS this is the same file as {same}"
            yield _finding(path, message, "rename one of the two")


def _plain(name: str) -> str:
    """The name without what an address or a system takes for something else.

    >>> _plain("assets/Bild 1 (neu).png")
    'assets/Bild-1-neu.png'
    """
    plain = re.sub(r"[^\w./-]+", "-", unicodedata.normalize("NFC", name))
    return re.sub(r"-+(?=[./])|(?<=/)-+|^-+|[-.]+$", "", plain)


# ---------------------------------------------------------------- schemas


@rule("schemas-up-to-date")
def schemas(site: Site) -> Iterator[Finding]:
    """The JSON Schemas that editors read are those of the classes."""
    files = {f"{settings.SCHEMAS}/{schema_file(name)}": name for name in FILES}
    stale = [file for file, name in files.items() if not _says(site.root / file, _schema(name))]
    if stale:
        also = f" (and {len(stale) - 1} more)" if len(stale) > 1 else ""
        message = f"the schema is not that of sitebuild/model/records{also}"
        yield Finding(stale[0], 1, message, "run make schema and commit what it writes")


@lru_cache(maxsize=len(FILES))
def _schema(name: str) -> str:
    return schema(name)


def _says(path: Path, text: str) -> bool:
    """Whether a file says the same, whatever its form."""
    try:
        return bool(json.loads(path.read_text(encoding="utf-8-sig")) == json.loads(text))
    except (OSError, ValueError):
        return False


# ---------------------------------------------------------------- merges


@rule("no-unfinished-merge")
def unfinished_merge(site: Site) -> Iterator[Finding]:
    """No mark of an unfinished merge stands in sources, data or configuration.

    Each conflict is told once, where it begins. Those in pages are told with the page.
    """
    folder = site.root / settings.DATA
    data = [f"{settings.DATA}/{path.name}" for path in sorted(folder.glob("*.yml"))]
    for name in (settings.BIBLIOGRAPHY, settings.CONFIGURATION, settings.CHECKS, *data):
        try:
            text = (site.root / name).read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue
        is_open = False
        for number, line in enumerate(text.split("\n"), 1):
            if is_merge_mark(line):
                if line.startswith("<") or not is_open:
                    yield Finding(name, number, MERGE_MESSAGE, MERGE_MEND)
                is_open = not line.startswith(">")
