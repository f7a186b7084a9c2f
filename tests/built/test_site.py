"""The built site as a whole: links, anchors, sources, front matter, privacy, statements, data,
downloads.
"""

from __future__ import annotations

import csv
import io
import json
import posixpath
import re
import zipfile
from copy import copy
from urllib.parse import unquote, urldefrag, urlsplit
from xml.etree import ElementTree

import pytest
import yaml
from support import ADDRESS, DISK, PUBLISHED, ROOT, file_of

from sitebuild.model import sources
from sitebuild.model.citations import keys_in
from sitebuild.model.records import FILES
from sitebuild.settings import ARCHIVE
from sitebuild.style.reference import STYLE


def test_strict_build_without_a_warning():
    log = (ROOT / "dist" / "build.log").read_text(encoding="utf-8")
    assert log.count("Documentation built") >= 2
    assert "WARNING" not in log and "ERROR" not in log, log
    assert "strict: true" in (ROOT / "mkdocs.yml").read_text(encoding="utf-8")


def test_every_page_of_the_repository_is_published():
    for page in (ROOT / "docs").rglob("*.md"):
        name = page.relative_to(ROOT / "docs").with_suffix("")
        where = (
            PUBLISHED / name.parent / "index.html"
            if name.name == "index"
            else PUBLISHED / name / "index.html"
        )
        assert where.is_file(), name


@pytest.mark.parametrize("site", [PUBLISHED, DISK], ids=["published", "disk"])
def test_every_internal_link_and_anchor(site):
    ids, bad = {}, []
    files = {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.is_file()}
    read = {
        name: path.read_text(encoding="utf-8")
        for name, path in files.items()
        if name.endswith(".html")
    }
    for name, text in read.items():
        found = re.findall(r'\sid="([^"]+)"', text)
        ids[name] = set(found)
        assert len(found) == len(ids[name]), (
            f"{name}: an id stands twice: {sorted({one for one in found if found.count(one) > 1})}"
        )
    for name, text in read.items():
        if name == "404.html":
            continue
        for target in re.findall(r'(?:href|src)="([^"]*)"', text):
            parts = urlsplit(target)
            if parts.scheme or target.startswith("//"):
                continue
            path, anchor = urldefrag(target)
            where = (
                posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(path)))
                if path
                else name
            )
            where = "" if where == "." else where
            if path.endswith("/") or where == "" or (site / where).is_dir():
                where = posixpath.join(where, "index.html")
            if where not in files:
                bad.append(f"{name}: {target}")
            elif anchor and where in ids and unquote(anchor) not in ids[where]:
                bad.append(f"{name}: {target} (no such anchor)")
    assert not bad, "\n".join(bad[:40])


def test_nothing_is_asked_of_a_third_party(soups):
    for path, soup in soups.items():
        for tag in soup.find_all(
            ["script", "img", "iframe", "source", "video", "audio", "embed", "object"]
        ):
            assert not re.match(r"(https?:)?//", tag.get("src") or tag.get("data") or ""), (
                f"{path}: {tag}"
            )
        for tag in soup.find_all("link"):
            if tag.get("rel", [""])[0] in (
                "stylesheet",
                "preload",
                "preconnect",
                "icon",
                "dns-prefetch",
                "modulepreload",
            ):
                assert not re.match(r"(https?:)?//", tag["href"]), f"{path}: {tag}"
    for sheet in PUBLISHED.rglob("*.css"):
        assert not re.search(
            r"url\(\s*[\"']?(https?:)?//|@import", sheet.read_text(encoding="utf-8")
        ), sheet


def test_every_cited_source_is_there_and_every_source_is_cited(soups):
    read, _, _ = sources.read(ROOT)
    cited = set()
    for soup in soups.values():
        for link in soup.select("a.footnote-ref"):
            cited.add(link["href"].removeprefix("#fn:"))
        for link in soup.select("a.cite-link"):
            cited.add(link["data-key"])
    assert cited == set(read.entries)


def test_no_citation_of_a_page_is_lost(soups):
    for page in (ROOT / "docs").rglob("*.md"):
        name = page.relative_to(ROOT / "docs").as_posix()
        built = file_of(name)
        wanted = set(keys_in(page.read_text(encoding="utf-8")))
        shown = {
            link["href"].removeprefix("#fn:") for link in soups[built].select("a.footnote-ref")
        }
        assert wanted <= shown, f"{name}: {wanted - shown}"


def test_retracted_papers_are_marked_wherever_cited(soups):
    read, _, _ = sources.read(ROOT)
    retracted = {key for key, entry in read.entries.items() if entry.retracted}
    assert len(retracted) >= 3
    for path, soup in soups.items():
        for link in soup.select("a.footnote-ref"):
            if link["href"].removeprefix("#fn:") in retracted:
                assert (
                    "retracted" in link["aria-label"] and "cite-retracted" in link.parent["class"]
                ), path


def test_front_matter_reaches_the_reader(soups):
    titles = set()
    for path, soup in soups.items():
        assert soup.find("meta", attrs={"name": "description"})["content"].strip(), path
        assert soup.title.text not in titles, f"{path}: the title is used twice"
        titles.add(soup.title.text)
        assert soup.html["lang"] == "en"
        if path != "404.html":
            assert soup.select_one(".page-end time")["datetime"], path


def test_a_reader_in_crisis_finds_help_on_every_page(soups):
    for path, soup in soups.items():
        own = "get-help" in path  # the page's link to itself is "./"
        assert own or soup.select_one("footer a[href*='get-help']") is not None, path
        assert "not medical advice" in soup.footer.text
        assert soup.select_one("footer a[rel=license]") is not None
    help_page = soups["get-help/index.html"]
    assert "988" in help_page.text and "116 123" in help_page.text and "13 11 14" in help_page.text
    for row in yaml.safe_load((ROOT / "docs/data/crisis-help.yml").read_text(encoding="utf-8"))[
        "services"
    ]:
        assert help_page.find("a", href=row["official_url"]) is not None, row["id"]


def test_edit_button_leads_to_the_file(soups):
    for page in (ROOT / "docs").rglob("*.md"):
        name = page.relative_to(ROOT / "docs").as_posix()
        built = file_of(name)
        assert (
            soups[built].find(
                "a", href=f"https://github.com/example/reference/edit/main/docs/{name}"
            )
            is not None
        ), name


def test_frame_says_what_the_policy_promises(soups):
    for path, soup in soups.items():
        policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
        assert "default-src 'none'" in policy and "unsafe" not in policy, path
        assert not soup.find_all(style=True), f"{path}: an inline style, which the policy forbids"
        for tag in soup.find_all(True):
            assert not any(name.startswith("on") for name in tag.attrs), (
                f"{path}: {tag.name} has an inline handler"
            )


def test_tables_have_captions_or_names_and_headers(soups):
    for path, soup in soups.items():
        for table in soup.find_all("table"):
            assert table.find("th"), path
            box = table.find_parent(class_="table-box")
            assert box is not None and box["tabindex"] == "0" and box["aria-label"].strip(), path


def test_plots_have_text_alternatives(soups):
    plots = 0
    for path, soup in soups.items():
        for picture in soup.select(".content svg"):
            if picture.find_parent("svg") or picture.find_parent("button"):
                continue
            plots += 1
            assert picture.get("aria-hidden") == "true" or (
                picture.get("role") == "img" and picture.get("aria-label")
            ), f"{path}: {str(picture)[:80]}"
    assert plots > 20


# ---------------------------------------------------------------- statements, data


def test_all_57_statements_are_traced(soups):
    text = (ROOT / "docs/data/source-statements.yml").read_text(encoding="utf-8")
    records = yaml.safe_load(text)["statements"]
    wanted = [
        *(f"L{n}" for n in range(1, 5)),
        *(f"P{n}" for n in range(1, 21)),
        *(f"R{n}" for n in range(1, 5)),
        "B1",
        "S1",
        *(f"G{n}" for n in range(1, 8)),
        *(f"C{n}" for n in range(1, 12)),
        "A1",
        "A2",
        "A3",
        *(f"X{n}" for n in range(1, 7)),
    ]
    assert [row["id"] for row in records] == wanted
    assert len(records) == 57
    table = soups["about/source-statements/index.html"]
    for row in records:
        assert row["finding"].strip()
        shown = table.find(id=f"statement-{row['id']}")
        assert shown is not None and shown["data-verdict"] == row["verdict"]
        page, anchor = row["where"].split("#")
        built = file_of(page)
        assert soups[built].find(id=anchor) is not None, row["where"]
        if row["verdict"] != "supported":
            notes = soups[built].select(
                f'.correction a[href$="source-statements/#statement-{row["id"]}"]'
            )
            assert len(notes) == 1, f"{row['id']}: {len(notes)} notes on {page}"


def test_the_known_errors_are_corrected():
    records = {
        row["id"]: row
        for row in yaml.safe_load(
            (ROOT / "docs/data/source-statements.yml").read_text(encoding="utf-8")
        )["statements"]
    }
    for ident in ("P17", "G7", "P5", "C8"):
        assert records[ident]["verdict"] == "corrected", ident


@pytest.mark.parametrize("name", FILES)
def test_data_is_published_as_yaml_csv_and_schema(name):
    import jsonschema

    stem = name.removesuffix(".yml")
    top = FILES[name][0]
    published = yaml.safe_load(
        (PUBLISHED / "data" / name).read_text(encoding="utf-8").replace("\t", " ")
    )
    rows = list(
        csv.DictReader(
            io.StringIO((PUBLISHED / "data" / f"{stem}.csv").read_text(encoding="utf-8"))
        )
    )
    assert len(rows) == len(published[top]) > 0
    schema = json.loads(
        (PUBLISHED / "data" / "schema" / f"{stem}.schema.json").read_text(encoding="utf-8")
    )
    from sitebuild.model import yamlfile

    content, _, problems = yamlfile.load(ROOT / "docs" / "data" / name, name)
    assert not problems
    jsonschema.validate(content, schema)
    first_line = (ROOT / "docs" / "data" / name).read_text(encoding="utf-8").splitlines()[0]
    assert first_line == f"# yaml-language-server: $schema=schema/{stem}.schema.json", (
        "an editor finds the schema by this line"
    )


def test_bibliography_is_published_whole():
    read, _, _ = sources.read(PUBLISHED / "downloads")
    items = json.loads((PUBLISHED / "downloads" / "references.json").read_text(encoding="utf-8"))
    assert {item["id"] for item in items} == set(read.entries)


def test_each_page_offers_its_own_sources(soups):
    for path, soup in soups.items():
        link = soup.select_one(".page-end a[download]")
        if link:
            where = PUBLISHED / posixpath.normpath(
                posixpath.join(posixpath.dirname(path), link["href"])
            )
            read, findings, _ = sources.read_text(where.read_text(encoding="utf-8"))
            assert not findings, findings[:2]
            shown = {
                item["id"].removeprefix("fn:") for item in soup.select("section.footnote > ol > li")
            }
            assert shown <= set(read.entries)


# ---------------------------------------------------------------- quoting, feeds, the zip


def test_pages_can_be_quoted(soups):
    for path, soup in soups.items():
        if path == "404.html":
            continue
        forms = {box.h3.text: box.pre.text for box in soup.select(".cite-form")}
        assert set(forms) == {STYLE, "APA", "BibTeX", "RIS"}, path
        assert (
            ADDRESS in forms[STYLE]
            and forms["BibTeX"].startswith("@online{")
            and forms["RIS"].rstrip().endswith("ER  -")
        )
        assert soup.find("meta", attrs={"name": "citation_title"})["content"]
        assert re.fullmatch(
            r"\d{4}/\d\d/\d\d",
            soup.find("meta", attrs={"name": "citation_publication_date"})["content"],
        )
        data = json.loads(soup.find("script", type="application/ld+json").string)
        assert (
            data["@context"] == "https://schema.org"
            and data["license"].startswith("https://creativecommons.org/")
            and data["dateModified"]
        )
        assert soup.find("meta", property="og:image")["content"] == ADDRESS + "assets/social.png"


def test_json_ld_is_that_of_schema_org(soups):
    allowed = {
        "@context",
        "@type",
        "headline",
        "name",
        "description",
        "inLanguage",
        "dateModified",
        "datePublished",
        "license",
        "isAccessibleForFree",
        "publisher",
        "author",
        "isPartOf",
        "lastReviewed",
        "about",
        "url",
        "mainEntityOfPage",
        "citation",
    }
    for path, soup in soups.items():
        script = soup.find("script", type="application/ld+json")
        if script:
            data = json.loads(script.string)
            assert set(data) <= allowed, path
            assert all(isinstance(item, str) and item for item in data.get("citation", [])), path


def test_sitemap_and_feed(soups):
    sitemap = ElementTree.fromstring((PUBLISHED / "sitemap.xml").read_text(encoding="utf-8"))
    assert len(list(sitemap)) == len(list((ROOT / "docs").rglob("*.md")))
    feed = ElementTree.fromstring((PUBLISHED / "feed.xml").read_text(encoding="utf-8"))
    items = feed.findall("./channel/item")
    assert len(items) >= 30
    for item in items:
        path, anchor = urldefrag(item.findtext("link").removeprefix(ADDRESS))
        assert soups[f"{path}index.html"].find(id=anchor) is not None


def test_offline_zip_is_whole_and_lean():
    archive = ROOT / "dist" / f"{ARCHIVE}.zip"
    with zipfile.ZipFile(archive) as opened:
        names = opened.namelist()
    assert f"{ARCHIVE}/index.html" in names
    assert not [
        name
        for name in names
        if name.endswith((".map", ".gz"))
        or (name.endswith(".woff2") and not name.endswith("/assets/fonts/literata.woff2"))
        or "/javascripts/lunr" in name
        or "/workers/" in name
    ]
    assert archive.stat().st_size < 5_800_000  # pictures as files and lists of sources among it


def test_no_path_of_this_machine_is_published():
    for site in (PUBLISHED, DISK):
        for path in site.rglob("*"):
            if path.is_file() and path.suffix in (
                ".html",
                ".js",
                ".css",
                ".csv",
                ".yml",
                ".json",
                ".xml",
                ".bib",
            ):
                assert str(ROOT) not in path.read_text(encoding="utf-8"), path


def test_the_first_words_name_benefit_harm_doubt_and_law(soups):
    """What the overview says first: benefit and its doubt, lasting, harm and law, by question."""
    article = copy(soups["index.html"].select_one("article"))
    for mark in article.select("sup, .cite-and, .headerlink, .brief > .admonition-title"):
        mark.extract()
    assert article.select_one(".brief").find_previous_sibling("p").get_text().count(".") == 1
    brief = article.select_one(".brief")
    first = f"{article.select_one('h1').get_text()} {brief.get_text()}".split()
    assert len(first) <= 168, len(first)  # under a minute to read
    answers = brief.select(".answer")
    questions = [answer.h2.get_text().strip() for answer in answers]
    assert questions == ["Does it work?", "Does it last?", "Is it safe?", "Can I get it?"]
    for answer in answers:
        said = answer.p.get_text().split()
        assert said[0].strip(",.;:").lower() not in ("yes", "no"), said[:5]
        assert answer.strong.get_text().startswith(("Certainty: ", "Law as last read: "))
        assert answer.select_one("a[href]:not(.footnote-ref):not(.term)") is not None


def test_the_stylesheet_holds_no_spaces_that_only_people_need():
    css = (PUBLISHED / "assets" / "site.css").read_text(encoding="utf-8")
    css = re.sub(r'"[^"]*"', '""', css)  # what it prints may hold spaces
    assert not re.search(r"[;{] |;\}", css), re.findall(r".{30}(?:[;{] |;\}).{10}", css)[:3]


def test_every_trial_seen_as_recruiting_is_in_the_list_for_those_who_look_for_one(soups):
    trials = yaml.safe_load((ROOT / "docs" / "data" / "trials.yml").read_text(encoding="utf-8"))[
        "trials"
    ]
    listed = {
        link["href"].rpartition("#")[2]
        for link in soups["evidence/trials/index.html"].select("ul.recruiting > li > a:first-child")
    }
    assert listed == {trial["id"] for trial in trials if trial["status"] == "recruiting"}


def test_each_point_of_a_summary_is_led_by_its_word(soups):
    led = [page.select(".brief li strong.lead:first-child") for page in soups.values()]
    assert sum(map(bool, led)) > 20
    for page in soups.values():
        points, words = page.select(".brief li"), page.select(".brief li .lead")
        assert not words or len(words) == len(points)


def test_a_retracted_paper_is_called_so_where_it_is_cited(soups):
    marks = [mark for page in soups.values() for mark in page.select("sup.cite-retracted")]
    assert marks
    assert all(mark.get_text().endswith(" retracted") for mark in marks)
