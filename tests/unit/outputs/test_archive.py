"""The zip for reading from disk: the same site gives the same bytes."""

from __future__ import annotations

import os
import zipfile

from sitebuild.outputs.archive import zip_site

EPOCH = 1_795_000_000


def folder(path, order):
    """A small site, its files written in an order."""
    files = {"index.html": "a", "assets/site.css": "b", "404.html": "c", "é.html": "d"}
    for name in order(list(files)):
        target = path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(files[name], encoding="utf-8")
        os.utime(target, (1, 1) if order is reversed else None)
    return path


def test_all_files_stand_in_one_folder_named_as_the_zip(tmp_path):
    target = tmp_path / "dist" / "the-site.zip"
    zip_site(folder(tmp_path / "site", list), target, EPOCH)
    with zipfile.ZipFile(target) as archive:
        names = archive.namelist()
        assert archive.read("the-site/index.html") == b"a"
    assert names == ["the-site/assets/site.css", "the-site/index.html", "the-site/é.html"]


def test_a_page_that_only_a_server_could_answer_with_is_left_out(tmp_path):
    target = tmp_path / "s.zip"
    zip_site(folder(tmp_path / "site", list), target, EPOCH)
    with zipfile.ZipFile(target) as archive:
        assert not [name for name in archive.namelist() if "404" in name]


def test_bytes_do_not_depend_on_times_and_order_of_the_files(tmp_path):
    targets = [tmp_path / "one" / "s.zip", tmp_path / "two" / "s.zip"]
    for target, order in zip(targets, (list, reversed), strict=True):
        zip_site(folder(target.parent / "site", order), target, EPOCH)
    assert targets[0].read_bytes() == targets[1].read_bytes()


def test_a_time_before_zips_could_tell_it_is_their_first(tmp_path):
    target = tmp_path / "s.zip"
    zip_site(folder(tmp_path / "site", list), target, 0)
    with zipfile.ZipFile(target) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
