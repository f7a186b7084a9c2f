"""Files as files: what may lie in docs/, sizes, names, schemas, unfinished merges."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitebuild import settings
from sitebuild.model import pages
from sitebuild.model.data import read as read_data
from sitebuild.model.records import FILES
from sitebuild.model.site import Site
from sitebuild.outputs.tables import schema, schema_file
from sitebuild.rules.repository import (
    known_kind,
    linked,
    names,
    not_too_large,
    pictures,
    schemas,
    unfinished_merge,
)

RULES = (known_kind, not_too_large, names, linked)


def put(root: Path, name: str, size: int = 1) -> None:
    path = root / "docs" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x" * size)


def told(root: Path) -> list[str]:
    return [str(one) for rule in RULES for one in rule(Site(root))]


@pytest.mark.parametrize(
    "name",
    [
        "a.md",
        "sub/page-two.md",
        "assets/picture_1.webp",
        "assets/Picture.PNG",
        "assets/café.svg",
        "assets/caf\u0065\u0301.jpg",
        "data/trials.yml",
        "data/schema/a.schema.json",
        "CNAME",
        "_redirects",
        # MkDocs publishes nothing whose name begins with a dot
        ".DS_Store",
        "._ptsd.md",
        ".draft/a.docx",
    ],
)
def test_what_may_lie_there(tmp_path: Path, name: str) -> None:
    put(tmp_path, name)
    assert told(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "wrong", "mend"),
    [
        ("notes.docx", "a kind that is not published here (.docx)", "take it out of docs/"),
        ("paper.pdf", "a kind that is not published here (.pdf)", "take it out"),
        ("Makefile", "a kind that is not published here (Makefile)", "take it out"),
        ("page.MD", "a kind that is not published here (.MD)", "a page ends in .md"),
        ("page.html", "(.html)", "a page ends in .md"),
        ("my notes (1).docx", "(.docx)", "take it out"),
        ("ptsd.md~", "an editor or the system left behind", "delete it"),
        ("ptsd.md.orig", "left behind", "delete it"),
        ("sub/Thumbs.db", "left behind", "delete it"),
        ("a page.md", "a file name with a space", "call it a-page.md"),
        ("Bild 1 (neu).png", "a file name with a space, (, )", "call it Bild-1-neu.png"),
        ("50%.png", "a file name with %", "call it 50.png"),
        ("what?.md", "a file name with ?", "call it what.md"),
        ("a#b.md", "a file name with #", "call it a-b.md"),
        ("aux.md", "a name that Windows keeps for itself", "longer name"),
    ],
)
def test_what_may_not(tmp_path: Path, name: str, wrong: str, mend: str) -> None:
    put(tmp_path, name)
    (one,) = told(tmp_path)
    assert one.startswith(f"docs/{name}:1: ")
    assert wrong in one
    assert mend in one


def test_what_the_configuration_leaves_out_may_be_anything(tmp_path: Path) -> None:
    put(tmp_path, "drawing.xcf")
    put(tmp_path, "raw/a b.tiff")
    (tmp_path / "mkdocs.yml").write_text("x: !ENV A\nexclude_docs: |\n  *.xcf\n  /raw/\n", "utf-8")
    assert told(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "size", "mend"),
    [
        ("big.png", 6_000_000, "1,600 pixels"),
        ("big.svg", 301_000, "1,600 pixels"),
        ("big.md", 401_000, "divide it"),
        ("data/trials.yml", 1_001_000, "divide it"),
    ],
)
def test_files_too_large(tmp_path: Path, name: str, size: int, mend: str) -> None:
    put(tmp_path, name, size)
    put(tmp_path, "small.png", 300_000)
    (one,) = told(tmp_path)
    assert f"docs/{name}:1: the file has {size / 1000:,.0f} kB, and at most" in one
    assert mend in one


def test_two_files_that_are_one_elsewhere(tmp_path: Path) -> None:
    put(tmp_path, "a.md")
    put(tmp_path, "A.md")
    found = told(tmp_path)
    if len(list((tmp_path / "docs").iterdir())) == 2:  # this file system tells them apart
        assert len(found) == 1
        assert "to Windows and macOS this is the same file as A.md" in found[0]


def test_a_link_to_a_folder_is_told_once(tmp_path: Path) -> None:
    put(tmp_path, "a.md")
    (tmp_path / "docs" / "loop").symlink_to(".")
    (tmp_path / "mkdocs.yml").write_text("nav: [a.md]\nnot_in_nav: b.md\n", encoding="utf-8")
    (one,) = told(tmp_path)
    assert one.startswith("docs/loop:1: a link to a folder (.)")


@pytest.mark.parametrize("name", ["picture.png", "page.md"])
def test_a_link_to_a_file_of_the_machine_is_told_and_not_read(tmp_path: Path, name: str) -> None:
    """Whoever builds a contribution would else publish a file of their own."""
    put(tmp_path, "a.md")
    secret = tmp_path / "secret"
    secret.write_text("not for anybody", encoding="utf-8")
    root = tmp_path / "repository"
    put(root, "a.md")
    (root / "docs" / name).symlink_to(secret)
    (one,) = told(root)
    assert one == f"docs/{name}:1: a link to a file ({secret}) — delete it"
    assert [page.path for page in pages.read(root)[0]] == ["a.md"]


SVG = '<svg xmlns="http://www.w3.org/2000/svg" {}>{}</svg>'
ACTIVE = [
    (SVG.format("", "<script>1</script>"), "the element 'script'"),
    (SVG.format('onload="x()"', ""), "the attribute 'onload'"),
    (SVG.format("", '<image href="https://example.org/a.png"/>'), "an address (https"),
    (SVG.format("", "<g>"), "a slip by which it cannot be read"),
    ('<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.format("", ""), "entities"),
    (SVG.format("", '<use href="#a"/><path d="M0 0"/>'), ""),
]


@pytest.mark.parametrize(("svg", "wrong"), ACTIVE)
def test_a_picture_only_shows(tmp_path: Path, svg: str, wrong: str) -> None:
    put(tmp_path, "assets/a.svg")
    (tmp_path / "docs" / "assets" / "a.svg").write_text(svg, encoding="utf-8")
    found = [one.message for one in pictures(Site(tmp_path))]
    assert [one[: len(f"a picture with {wrong}")] for one in found] == (
        [f"a picture with {wrong}"] if wrong else []
    )


def test_a_picture_is_what_its_ending_says(tmp_path: Path) -> None:
    put(tmp_path, "a.png")
    (one,) = pictures(Site(tmp_path))
    assert one.message == "a file that is no picture of the kind .png"
    (tmp_path / "docs" / "a.png").write_bytes(b"\x89PNG\r\n")
    assert not list(pictures(Site(tmp_path)))


def test_a_name_with_capital_letters(tmp_path: Path) -> None:
    put(tmp_path, "Mine.md")
    put(tmp_path, "CNAME")
    (one,) = told(tmp_path)
    assert one.endswith("call it mine.md, and correct what leads to it")


# ---- schemas


def with_schemas(root: Path) -> Site:
    folder = root / settings.SCHEMAS
    folder.mkdir(parents=True)
    for name in FILES:
        (folder / schema_file(name)).write_text(schema(name), "utf-8")
    return Site(root)


def test_schemas_of_the_classes(tmp_path: Path) -> None:
    assert list(schemas(with_schemas(tmp_path))) == []


def test_schemas_in_another_form_are_the_same(tmp_path: Path) -> None:
    site = with_schemas(tmp_path)
    path = tmp_path / settings.SCHEMAS / "trials.schema.json"
    path.write_bytes(b"\xef\xbb\xbf" + schema("trials.yml").replace("\n", "\r\n").encode())
    assert list(schemas(site)) == []


@pytest.mark.parametrize("text", [None, "", "{", '{"title": "trials.yml"}'])
def test_a_stale_schema(tmp_path: Path, text: str | None) -> None:
    site = with_schemas(tmp_path)
    path = tmp_path / settings.SCHEMAS / "trials.schema.json"
    if text is None:
        path.unlink()
    else:
        path.write_text(text, "utf-8")
    (one,) = schemas(site)
    assert one.file == "docs/data/schema/trials.schema.json"
    assert "run make schema" in one.mend


def test_stale_schemas_are_told_together(tmp_path: Path) -> None:
    (one,) = schemas(Site(tmp_path))
    assert f"(and {len(FILES) - 1} more)" in one.message


# ---- merges

CONFLICT = "<<<<<<< HEAD\n  kind: law\n=======\n  kind: court\n>>>>>>> branch\n"


@pytest.mark.parametrize(
    "name", ["references.bib", "mkdocs.yml", "docs/data/timeline.yml", "checks/statements.yml"]
)
def test_a_conflict_is_told_once_where_it_begins(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("a: 1\n" + CONFLICT + "b: 2\n" + CONFLICT, "utf-8")
    found = list(unfinished_merge(Site(tmp_path)))
    assert [(one.file, one.line) for one in found] == [(name, 2), (name, 8)]
    assert "keep one of the two versions" in found[0].mend


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (">>>>>>> branch\n", [1]),
        ("=======\n", [1]),
        ("<<<<<<< HEAD\n", [1]),
        ("# ======= a line\n# <<<<<<< too\n========\n<<<<<<<<\n", []),
        ("a: '======='\n", []),
    ],
)
def test_what_is_left_of_a_conflict(tmp_path: Path, text: str, lines: list[int]) -> None:
    (tmp_path / "mkdocs.yml").write_text(text, "utf-8")
    assert [one.line for one in unfinished_merge(Site(tmp_path))] == lines


def test_a_conflict_in_data_is_told_once_in_all(tmp_path: Path) -> None:
    folder = tmp_path / "docs" / "data"
    folder.mkdir(parents=True)
    for name, (top, _) in FILES.items():
        (folder / name).write_text(f"{top}: []\n", "utf-8")
    (folder / "timeline.yml").write_text("timeline:\n- id: one\n" + CONFLICT, "utf-8")
    _, findings, unread = read_data(tmp_path)
    assert {*findings, *unfinished_merge(Site(tmp_path))} == set(findings)
    assert len(findings) == 1
    assert unread.ids["timeline.yml"] == {"one"}


def test_a_data_file_that_nothing_reads(tmp_path: Path) -> None:
    put(tmp_path, "data/trials.yaml")
    (one,) = told(tmp_path)
    assert "a data file that nothing reads" in one
    assert "did you mean 'trials.yml'?" in one
