"""What stands under each table and picture: its files, and where its data are edited."""

from __future__ import annotations

import pytest
from support import DISK, PUBLISHED, REPOSITORY, ROOT

from sitebuild.outputs.pictures import PICTURES


@pytest.mark.parametrize("name", PICTURES)
def test_each_picture_is_published_and_led_to(soups, name):
    for ending in ("svg", "png"):
        path = f"assets/figures/{name}.{ending}"
        assert (PUBLISHED / path).stat().st_size > 1_000
        assert (DISK / path).is_file()
        links = [
            link
            for page in soups.values()
            for link in page.select("figcaption a")
            if link["href"].endswith(path)
        ]
        assert links, path


def test_each_caption_with_data_leads_to_where_they_are_edited(soups):
    seen = 0
    for page in soups.values():
        for note in page.select("figcaption, .data-note"):
            data = [link["href"] for link in note.select("a[href$='.yml'][download]")]
            edits = [link["href"] for link in note.select("a") if "/edit/" in link["href"]]
            assert len(edits) == len(data), note
            for file, edit in zip(data, edits, strict=True):
                name = file.rsplit("/", 1)[-1]
                assert edit == f"{REPOSITORY}/edit/main/docs/data/{name}"
                assert (ROOT / "docs/data" / name).is_file()
                seen += 1
    assert seen > 25
