"""What the frame shows of a page, and what is published beside the pages."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

import jinja2
import pytest
from support import ROOT
from unit.views import made_up
from unit.views.made_up import entry, page, site

from sitebuild.markup.desk import Desk, Finished
from sitebuild.model.site import Site
from sitebuild.outputs import beside, frame, previews

HELP = page("help.md", "<!-- draw: crisis-help -->", title="Help", kind="help")
HISTORY = page("society/history.md", "<!-- draw: timeline -->", title="History")
SOURCES = page("refs.md", "Of all.[@doe2021]\n\n<!-- draw: references -->", title="Sources")
TOPIC = page(
    "topic.md",
    "One.[@doe2021] Two.[@roe2020]",
    title="A topic",
    description="What it is about.",
    reviewed="2026-01-02",
)


def small(*more: object) -> Site:
    """A site of four pages."""
    entries = [entry("roe2020", doi="10.1000/x"), entry("doe2021", author="Doe, Ann")]
    return site(HELP, HISTORY, SOURCES, TOPIC, entries=entries, timeline=[{"id": "one"}])


def context(of: Site, address: str = "https://example.org/", **given: object) -> frame.Context:
    """What a build knows beside the pages."""
    known = {"root": ROOT, "name": "A site", "description": "A site.", "offline": False}
    return frame.Context(
        site=of, address=address, url=lambda path: path.removesuffix(".md") + "/", **known | given
    )


def desk(of: Site) -> Desk:
    """The desk after all pages were rendered."""
    found = Desk(of, made_up.address)
    for one in of.pages:
        html = f'<div><h1 id="top">{one.title}</h1><p>Text of {one.path}.</p></div>'
        found.finished[one.path] = Finished(ElementTree.fromstring(html), {"top"}, True)
    return found


def shown(path: str, address: str = "", **given: object) -> dict[str, object]:
    """The variables of a page."""
    of = small()
    table = desk(of)
    return frame.page(context(of, **given), table, path, address, table.finished[path])


# ---- one page


def test_a_page_shows_when_it_was_reviewed_and_what_it_cites():
    found = shown("topic.md")
    assert found["reviewed"] == "2026-01-02"
    assert (found["sources"], found["bib"]) == (2, "downloads/topic.bib")
    assert (found["page_kind"], found["has_sources"]) == ("subject", True)


def test_help_is_found_by_what_its_page_draws():
    assert shown("society/history.md")["help_page"] == "../help.md"
    assert shown("help.md")["page_kind"] == "help"


def test_the_list_of_sources_offers_none_of_its_own():
    found = shown("refs.md")
    assert (found["sources"], found["bib"]) == (0, "")


def test_a_page_without_a_date_has_that_of_the_build(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795000000")
    assert shown("society/history.md")["reviewed"] == "2026-11-18"


def test_metadata_name_works_with_a_doi_only():
    data = json.loads(str(shown("topic.md", "https://example.org/topic/")["json_ld"]))
    assert data["citation"] == ["https://doi.org/10.1000/x"]
    assert data["description"] == "What it is about."
    assert data["url"] == "https://example.org/topic/"


def test_the_citation_has_the_page_s_own_facts():
    cite = shown("topic.md", "https://example.org/topic/")["cite"]
    assert (cite.title, cite.site, cite.reviewed) == ("A topic", "A site", date(2026, 1, 2))


# ---- pages that no Markdown stands behind


@pytest.mark.parametrize(
    ("base", "help_page"), [(".", "./help/"), ("/sub/", "/sub/help/"), ("../..", "../../help/")]
)
def test_a_missing_page_leads_to_help_wherever_it_is_missed(base, help_page):
    of = small()
    assert frame.template(context(of), desk(of), base)["help_page"] == help_page


def test_without_a_page_of_help_there_is_no_link_to_it():
    of = site(TOPIC)
    found = frame.template(context(of), desk(of), ".")
    assert found["help_page"] == ""


@pytest.mark.parametrize(
    ("pages", "link"),
    [
        ((HISTORY,), "https://example.org/society/history/#event-one"),
        ((TOPIC,), "https://example.org/"),
    ],
)
def test_the_feed_leads_to_the_page_that_draws_the_timeline(pages, link):
    of = site(*pages, timeline=[{"id": "one"}])
    (item,) = frame.template(context(of), desk(of), ".")["feed_items"]
    assert item.link == link


class Config:
    """What MkDocs gives templates."""

    site_name = "A & site"
    site_url = site_description = repo_url = ""


def link(title: str, url: str = "", *children: SimpleNamespace) -> SimpleNamespace:
    """A line of the navigation."""
    return SimpleNamespace(title=title, url=url, active=False, children=list(children))


NAV = SimpleNamespace(
    homepage=link("Overview", "./"),
    items=[link("Law & society", "law/"), link("More", "", link("A < B", "a/"))],
)


def framed(name: str, **given: object) -> str:
    """A page in its frame, as MkDocs prints it."""
    icons = jinja2.FunctionLoader(lambda path: "<svg/>" if path.endswith(".svg") else None)
    loaders = [jinja2.FileSystemLoader(ROOT / "theme"), icons]
    env = jinja2.Environment(loader=jinja2.ChoiceLoader(loaders))
    env.filters["url"] = lambda path: path
    one = {"content": "<p>Text.</p>", "meta": {"title": "T"}}
    return env.get_template(name).render(config=Config, nav=NAV, page=one, **given)


@pytest.mark.parametrize("name", ["main.html", "404.html"])
def test_the_frame_prints_what_it_is_given(name):
    of = small()
    build = frame.build(context(of))
    given = shown("topic.md") | frame.template(context(of), desk(of), ".") | {"build": build}
    html = framed(name, policy="default-src 'none'", **given)
    assert "Law &amp; society" in html
    assert "A &lt; B" in html
    assert "content=\"default-src 'none'\"" in html
    assert html.count('href="./help/"') >= 3
    assert f"Version {build['version']}" in html


def test_the_page_of_help_does_not_lead_to_itself():
    for kind, times in (("help", 0), ("subject", 1)):
        html = framed("main.html", **shown("topic.md") | {"page_kind": kind})
        assert html.count('class="help-now"') == times


@pytest.mark.parametrize("path", sorted((ROOT / "theme").rglob("*.html")), ids=str)
def test_no_name_of_a_page_stands_in_the_theme(path):
    text = path.read_text(encoding="utf-8")
    assert set(re.findall(r"[\w/-]+\.md\b", text)) <= {"github/CONTRIBUTING.md"}
    assert max(map(len, text.split("\n"))) <= 100


# ---- beside the pages


def test_what_pages_may_link_to_is_known_before_they_are_read():
    files = beside.before(context(small()))
    assert {"data/trials.csv", "downloads/references.bib", "feed.xml"} <= set(files)
    assert json.loads(files["downloads/references.json"])[0]["id"] == "doe2021"


def written(target: Path, **given: object) -> dict[str, str]:
    """Path → content of what is written beside the pages."""
    of = small()
    for name in ("assets/stylesheets/main.css", "assets/base.css", "partials/x.js", "sitemap.xml"):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_text("theirs", encoding="utf-8")
    beside.after(context(of, **given), desk(of), target)
    return {
        path.relative_to(target).as_posix(): path.read_text(encoding="utf-8", errors="replace")
        for path in target.rglob("*")
        if path.is_file()
    }


def test_what_is_written_beside_the_pages(tmp_path):
    files = written(tmp_path)
    assert set(files) == {
        "assets/search-index.js",
        "assets/site.css",
        "assets/site.js",
        "assets/search.js",
        "assets/social.png",
        "assets/sources-d.js",
        "assets/sources-r.js",
        "assets/terms.js",
        "downloads/society-history.bib",
        "downloads/society-history.json",
        "downloads/society-history.ris",
        "downloads/topic.bib",
        "downloads/topic.json",
        "downloads/topic.ris",
        "sitemap.xml",
    }
    assert files["downloads/topic.bib"].index("doe2021") < files["downloads/topic.bib"].index("roe")


@pytest.mark.parametrize(
    "given", [{"address": ""}, {"address": "https://example.org/", "offline": True}]
)
def test_a_copy_that_nobody_can_find_has_no_map_of_addresses(tmp_path, given):
    assert "sitemap.xml" not in written(tmp_path, **given)


def test_the_index_holds_each_page_and_each_source_and_no_list_of_them():
    of = small()
    script = beside.search_index(context(of), desk(of))
    content = json.loads(script.removeprefix("window.siteIndex=").removesuffix(";\n"))
    found = {one["u"]: one for one in content["documents"]}
    assert list(found) == [
        "help/",
        "society/history/",
        "topic/",
        "refs/#ref-doe2021",
        "refs/#ref-roe2020",
    ]
    assert found["help/"]["k"] == "help"
    assert found["refs/#ref-roe2020"]["p"] == "Sources"
    assert found["topic/"]["x"] == "Text of topic.md."


def test_previews_hold_the_sources_that_are_cited_and_all_terms():
    of = site(glossary=[{"id": "scale", "short": "A scale of “80” points, made up."}])
    scripts = dict(previews.scripts(of, ["doe2021"]))
    assert list(scripts) == ["assets/terms.js", "assets/sources-d.js"]
    terms, sources = scripts.values()
    assert json.loads(terms.removeprefix("window.siteTerms=").removesuffix(";\n")) == {
        "scale": "A scale of “80” points, made up."
    }
    lines = json.loads(sources[sources.index(",") + 1 :].removesuffix(");\n"))
    assert list(lines) == ["doe2021"]
    assert "Doe A, Poe B." in lines["doe2021"]
    assert 'href="#ref-doe2021"' in lines["doe2021"]
