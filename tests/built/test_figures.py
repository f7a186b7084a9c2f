"""What stands under each table and picture: its files, and where its data are edited."""

from __future__ import annotations

import pytest
from support import DISK, PUBLISHED, REPOSITORY, ROOT

from sitebuild.outputs.pictures import PICTURES


@pytest.fixture(scope="module")
def led_to(soups) -> list[str]:
    """Where the links of all captions lead."""
    return [link["href"] for page in soups.values() for link in page.select("figcaption a")]


@pytest.mark.parametrize("name", PICTURES)
def test_each_picture_is_published_and_led_to(led_to, name):
    for ending in ("svg", "png"):
        path = f"assets/figures/{name}.{ending}"
        assert (PUBLISHED / path).stat().st_size > 1_000
        assert (DISK / path).is_file()
        assert any(address.endswith(path) for address in led_to), path


def test_each_caption_with_data_leads_to_where_they_are_edited(soups):
    seen = 0
    for page in soups.values():
        for note in page.select("figcaption, .data-note:not(.edit)"):
            data = [link["href"] for link in note.select("a[href$='.yml'][download]")]
            edits = [link["href"] for link in note.select("a") if "/edit/" in link["href"]]
            assert len(edits) == len(data), note
            for file, edit in zip(data, edits, strict=True):
                name = file.rsplit("/", 1)[-1]
                assert edit == f"{REPOSITORY}/edit/main/docs/data/{name}"
                assert (ROOT / "docs/data" / name).is_file()
                seen += 1
    assert seen > 25


def test_what_is_drawn_without_a_caption_says_where_it_is_edited(soups):
    for path, files in {
        "clinicians/index.html": {"clinicians", "conditions", "course", "medicines"},
        "glossary/index.html": {"glossary"},
    }.items():
        links = [link["href"] for link in soups[path].select(".edit a")]
        for file in files:
            assert f"{REPOSITORY}/edit/main/docs/data/{file}.yml" in links, path
    assert soups["references/index.html"].select_one(
        f'a[href="{REPOSITORY}/edit/main/references.bib"]'
    )


def test_every_page_says_how_to_report_a_mistake(soups):
    for path, soup in soups.items():
        if soup.select_one("footer.bottom"):
            assert soup.select_one(f'footer a[href^="{REPOSITORY}/issues/new"]'), path
