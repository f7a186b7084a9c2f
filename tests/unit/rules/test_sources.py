"""What an entry of references.bib must be: a table of good and bad, one finding a slip."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from pybtex.database import parse_string
from unit.mutations import many, mutated, shown

from sitebuild import rules, settings
from sitebuild.model import sources
from sitebuild.model.data import Data
from sitebuild.model.findings import Finding
from sitebuild.model.pages import Page
from sitebuild.model.site import Site
from sitebuild.model.unread import Unread
from sitebuild.rules import sources as rule_module

OTHERS = """\
@online{aoe2019,
  author = {Aoe, Ann and Boe, Ben},
  title = {{MDMA} in {England} and {Wales}},
  url = {https://example.org/aoe},
  checked = {2026-01-02 fulltext},
}

"""
FIELDS = {
    "author": "{Roe, Jane and Doe, John}",
    "title": "{A study of a drug and of people}",
    "journal": "{Journal of Tests}",
    "year": "{2020}",
    "volume": "{4}",
    "pages": "{12--19}",
    "doi": "{10.1000/xyz}",
    "checked": "{2026-01-02 abstract}",
}


def entry(kind: str = "article", key: str = "roe2020", **changes: str | None) -> str:
    """An entry that is right but for the changes; None takes a field out."""
    fields = FIELDS | changes
    body = "".join(f"  {name} = {value},\n" for name, value in fields.items() if value is not None)
    return f"@{kind}{{{key},\n{body}}}\n"


def site_of(text: str, *pages: Page, unread: Unread | None = None) -> Site:
    bibliography, findings, missed = sources.read_text(text)
    missed.merge(unread or Unread())
    return Site(Path("nowhere"), [*pages], bibliography, unread=missed, findings=findings)


def told(text: str) -> list[Finding]:
    """All that is said of a file of sources, but for what no page cites."""
    site = site_of(text)
    found = list(site.findings)
    for one in rules.RULES.values():
        if one.check.__module__ == rule_module.__name__ and one.id != "source-cited":
            found += one.check(site)
    shown(found)
    return sorted(set(found))


def said(text: str) -> list[tuple[int, str, str]]:
    """(line, what is wrong, what to do), the lines counted from the entry's own first."""
    first = OTHERS.count("\n")
    return [(one.line - first, one.message, one.mend) for one in told(OTHERS + text)]


RIGHT = {
    "as it is": entry(),
    "an unbraced year": entry(year="2020"),
    "field names in any case": entry().replace("doi", "DOI").replace("author", "Author"),
    "journaltitle": entry(journal=None, journaltitle="{J}"),
    "date without year": entry(year=None, date="{2020-05-03}"),
    "a Wiley DOI from before 2001": entry(
        doi="{10.1002/(SICI)1099-0720(199806)12:3<231::AID-ACP509>3.0.CO;2-X}"
    ),
    "brackets in a DOI": entry(doi="{10.1000/a(b)[c];d_e&f'g}"),
    "an address with an apostrophe": entry(doi=None, url="{https://example.org/l'article}"),
    "an address with brackets": entry(doi=None, url="{https://en.wikipedia.org/wiki/MDMA_(drug)}"),
    "an address with ä": entry(doi=None, url="{https://example.org/ä}"),
    "an organization with and": entry(author="{{US Food and Drug Administration}}"),
    "names of all kinds": entry(author="{O’Brien, Ö. and King, Jr., M. L. and van der Kolk, B}"),
    "money": entry(title=r"{A \$740m study of 50\% \& more, for $10M and $20M}"),
    "a title as printed": entry(title="{{A Study As It Was Printed}}"),
    "a question": entry(title="{What now?}"),
    "an abbreviation at the end": entry(title="{A study by {Lykos} inc.}"),
    "a notice of retraction": entry(title="{Retraction: a study of people}"),
    "no DOI was seen": entry(doi=None, unseen="{doi}"),
    "a copy was read": entry(doi=None, seenat="{an archive}"),
    "a family name alone, where not all was seen": entry(
        author="{Henssler and Schmidt}", unseen="{author}"
    ),
    "retracted": entry(retracted="{2024-08-10, the data were wrong}"),
    "an earlier century": entry(year="{1895}"),
    "an issue's name as number": entry(number="{2, Part A}"),
    "one page": entry(pages="{e1234}"),
    "an archive": entry(archived="{https://web.archive.org/web/2020/https://example.org}"),
    "a title of 1999 alone": entry("book", publisher="{P}", journal=None, doi=None),
    "an edited book": entry("book", author=None, editor="{Roe, Jane}", journal=None),
    "a statute": entry("legislation", author=None, journal=None),
    "the same pages twice": entry(eid="{pp. 12-9}", pages="{12--19}"),
    "an organization with a comma": entry(author="{{University of Kenya, Nairobi}}"),
    "a thesis": entry("phdthesis", journal=None, school="{A University}"),
}


@pytest.mark.parametrize("text", RIGHT.values(), ids=RIGHT)
def test_right(text: str) -> None:
    assert said(text) == []


def test_a_day_in_sydney_is_no_future() -> None:
    today = settings.newest_day()
    assert said(entry(checked=f"{{{today} abstract}}", date=f"{{{today}}}")) == []
    (found,) = said(entry(checked=f"{{{today + timedelta(1)} abstract}}"))
    assert "lies in the future" in found[1]


# what it is, the entry, the line in it, what is wrong, what to do
WRONG = [
    ("no author", entry(author=None), 1, "has no author", "add author = {…}"),
    ("two lacks", entry(author=None, journal=None), 1, "no author, no journal", "and journal"),
    ("no checked", entry(checked=None), 1, "has no checked", f"checked = {{{settings.today()} ab"),
    ("no way to it", entry(doi=None), 1, "no DOI, PubMed number or address", "unseen = {doi}"),
    ("misspelt field", entry(jurnal="{X}", journal=None), 9, "unknown field 'jurnal'",
     "did you mean 'journal'?"),
    ("turned field", entry(pmdi="{1}"), 10, "unknown field 'pmdi'", "did you mean 'pmid'?"),
    ("unknown field", entry(colour="{X}"), 10, "unknown field 'colour'", "take it out"),
    ("near a field that is there", entry(vollume="{X}"), 10, "'vollume'", "take it out"),
    ("unknown type", entry("artcle"), 1, "the type @artcle", "did you mean 'article'?"),
    ("not a DOI", entry(doi="{doi.example/x}"), 8, "'doi.example/x' is not a DOI", "10.1038/"),
    ("malformed PMID", entry(pmid="{PMC123}"), 10, "is not a PubMed number", "digits only"),
    ("no year", entry(year="{soon}"), 5, "'soon' is not a year", "four digits"),
    ("a year to come", entry(year=f"{{{settings.newest_day().year + 1}}}"), 5,
     "lies in the future", "online"),
    ("no day", entry(date="{2021-02-30}"), 10, "'2021-02-30' in date is not a date", "year-month"),
    ("a date in words", entry(date="{May 2021}"), 10, "'May' in date", "year-month-day"),
    ("checked: no date", entry(checked="{yes}"), 9, "'yes' in checked", "year-month-day"),
    ("checked without level", entry(checked="{2026-01-02}"), 9, "says 'nothing'", "fulltext,"),
    ("secondary of whom", entry(checked="{2026-01-02 secondary}"), 9, "whose", "checkednote"),
    ("a part as the whole", entry(checked="{2026-01-02 fulltext}", checkednote="{opening of it}"),
     9, "read in part", "2026-01-02 part"),
    ("which part", entry(checked="{2026-01-02 part}"), 9, "not say which part", "checkednote"),
    ("as printed, misspelt", entry(asprinted="{titel}"), 10, "'titel' in asprinted", "'title'"),
    ("unseen misspelt", entry(unseen="{pagse}"), 10, "'pagse' in unseen", "did you mean 'pages'"),
    ("backwards", entry(pages="{19--12}"), 7, "pages 19–12 run backwards", "page numbers"),
    ("no address", entry(doi=None, url="{javascript:alert(1)}"), 9, "not a web address", "https"),
    ("a space", entry(doi=None, url="{https://x.org/a b}"), 9, "not a web address", "%20"),
    ("half an address", entry(doi=None, url="{https:/example.org}"), 9, "not a web", "https://"),
    ("markup", entry(title="{A <script>x</script> study}"), 3, "'<' or '>' in title", "in words"),
    ("P < .05", entry(title="{A study, {P} < .05}"), 3, "'<' or '>' in title", "in words"),
    ("capitals", entry(title="{A study of Kenya}"), 3, "take away: Kenya", "braces: {Kenya}"),
    ("Title Case", entry(title="{The Zuberia and Kenya Reports of Nurses}"), 3, "take away: Zub",
     "write the title as a sentence"),
    ("all capitals", entry(title="{{A STUDY OF PEOPLE WITHOUT END}}"), 3, "a title in capitals",
     "as a sentence"),
    ("retracted in the title", entry(title="{{RETRACTED}: a study of people}"), 3,
     "says 'retracted'", "retracted = {2024-08-10, why}"),
    ("retracted in brackets", entry(title="{[Retracted] a study of people}"), 3,
     "says 'retracted'", "take the word off"),
    ("retracted: why", entry(retracted="{2024-08-10}"), 10, "does not say why", "{2024-08-10, "),
    ("one name alone", entry(author="{Henssler}"), 2, "'Henssler'", "Family, Given"),
    ("given first", entry(author="{Torsten Passie}"), 2, "'Torsten Passie'", "family name first"),
    ("a comma in it", entry(author="{Department of Health, Australia}"), 2, "'Department",
     "{{Department of Health, Australia}}"),
    ("too many commas", entry(author="{Jane Roe, John Doe, Eve Poe}"), 2, "'Jane Roe, John",
     "Family, Given and Family, Given"),
    ("an editor", entry("book", editor="{Roe, Ann, Doe, Bo}", journal=None), 9, "in editor: 'Roe,",
     "Family, Given"),
    ("no name", entry(author="{123}"), 2, "no name in author", "Family, Given"),
    ("no name but braces", entry(author="{{}}"), 2, "no name in author", "Family, Given"),
    ("only others", entry(author="{others}"), 2, "no name in author", "Family, Given"),
    ("people in braces", entry(author="{{Roe, Jane} and {Doe, John}}"), 2, "'Roe, Jane', 'Doe,",
     "take the braces off 'Roe, Jane'"),
    ("names in capitals", entry(author="{SMITH, JO and Doe, John}"), 2,
     "names in capitals in author: 'SMITH, JO'", "write 'SMITH, JO' in small letters"),
    ("an organization beside another publisher", entry("book", journal=None, publisher="{A}",
     organization="{B}"), 10, "'organization' and 'publisher' say different", "publisher = {…}"),
    ("pages and eid", entry(eid="{e99}"), 10, "'eid' and 'pages' say different", "pages = {…}"),
    ("two journals", entry(journaltitle="{K}"), 10, "'journaltitle' and 'journal'", "journal ="),
    ("an article's school", entry(school="{A University}"), 10, "'school' is printed nowhere in",
     "correct the entry's type"),
    ("an article's ISBN", entry(isbn="{978}"), 10, "'isbn' is printed nowhere in", "take it out"),
    ("a soft hyphen", entry(title="{A treat\u00adment of people}"), 3, "a soft hyphen", "anew"),
    ("no width", entry(doi="{10.1000/x\u200b}"), 8, "of no width", "anew"),
    ("a Cyrillic letter", entry(author="{Rоe, Jane}"), 2, "a Cyrillic letter", "anew"),
    ("out of order", entry(key="aaa2019"), 1, "aaa2019 stands after aoe2019", "make fix"),
    ("no comma", entry().replace("Doe, John},", "Doe, John}"), 2, "'author' runs into 'title'",
     "comma"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "message", "mend"), [row[1:] for row in WRONG],
                         ids=[row[0] for row in WRONG])  # fmt: skip
def test_one_slip_one_finding(text: str, line: int, message: str, mend: str) -> None:
    (found,) = said(text)
    assert found[0] == line
    assert message in found[1]
    assert mend in found[2]


def test_braces_do_not_hide_capitals_in_a_new_title() -> None:
    new = entry(title="{{The Effects of Zuber on Women}}", checked=None)
    assert any(mend.startswith("write the title as a sentence") for _, _, mend in said(new))
    assert said(entry(title="{{The Effects of Zuber on Women}}")) == []


FORM = [  # what `make fix` does: one finding an entry, with what to do by hand
    ("DOI as address", entry(doi="{https://doi.org/10.1000/xyz}"), "write doi = {10.1000/xyz}"),
    ("DOI with a stop", entry(doi="{10.1000/xyz.}"), "write doi = {10.1000/xyz}"),
    ("TeX in a DOI", entry(doi=r"{10.1002/12\textless{}231}"), "write doi = {10.1002/12<231}"),
    ("TeX", entry(author=r"{N{\'u}{\~n}ez, Jos{\'e}}"), "write letters for the TeX in author"),
    ("HTML", entry(title="{A <i>study</i> of people &amp; more}"), "for the HTML in title"),
    ("known names", entry(title="{A study of MDMA in Wales}"), "put {MDMA}, {Wales} in braces"),
    ("a stop", entry(title="{A study of people.}"), "take the stop off the title's end"),
    ("key", entry(key="Roe_2020"), "name it roe2020"),
    ("tracking", entry(url="{https://example.org/a?utm_source=x&id=1}"), "take utm_source out"),
    ("clicks", entry(url="{https://example.org/a?fbclid=x}"), "take fbclid out of the url"),
    ("semicolons", entry(author="{Roe, Jane; Doe, John}"), "write author = {Roe, Jane and Doe"),
    ("ampersand", entry(author=r"{Roe, Jane \& Doe, John}"), "author = {Roe, Jane and Doe, John}"),
    ("degrees", entry(author="{Roe, Jane, PhD}"), "write author = {Roe, Jane}"),
    ("given first", entry(author="{Jane M. Roe and John Doe}"), "author = {Roe, Jane M. and Doe"),
    ("initials", entry(author="{Roe J, Doe JA}"), "write author = {Roe, J and Doe, JA}"),
    ("biblatex's names", entry(author="{family=Boer, given=Ada, prefix=de, useprefix=true}"),
     "write author = {de Boer, Ada}"),
    ("no braces", entry(author="{World Health Organization}"),
     "write author = {{World Health Organization}}"),
    ("authors cut", entry(author="{Roe, Jane and others}"), "add unseen = {author}"),
    ("empty braces", entry(author="{Roe, Jane and {}}"), "write author = {Roe, Jane}"),
    ("n/a", entry(volume="{n/a}"), "take out volume = {n/a}"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "mend"), [row[1:] for row in FORM], ids=[row[0] for row in FORM])
def test_what_make_fix_does(text: str, mend: str) -> None:
    (found,) = said(text)
    assert found[0] == 1
    assert found[1].endswith("has not the form of this file")
    assert mend in found[2]
    assert "make fix" in found[2]


EXPORTED = """\
  issn = {1234-5679}, month = may, urldate = {2026-11-01}, abstract = {x}, keywords = {y},
  file = {z}, langid = {english}, shorttitle = {A}, copyright = {c}, shortjournal = {J},
"""


def test_fields_of_other_programs_are_told_once_and_nothing_is_guessed() -> None:
    text = entry().replace("  checked", EXPORTED + "  checked")
    (found,) = said(text)
    assert found[2] == (
        "take out issn, month, urldate, abstract, keywords, file, langid, shorttitle, copyright, "
        "shortjournal (make fix does it)"
    )
    assert "did you mean" not in found[2]


def test_a_paste_is_told_once_with_all_that_it_needs() -> None:
    text = entry(key="Roe_2020", checked=None, doi="{https://doi.org/10.1000/xyz}",
                 title="{A study of Kenya and MDMA}", issn="{1}")  # fmt: skip
    (found,) = said("\n" + text)
    for part in ("issn", "10.1000/xyz", "{MDMA}", "name it roe2020", "then add checked", "{Kenya}"):
        assert part in found[2]


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({}, "the same DOI as roe2020"),
        ({"doi": "{10.1000/XYZ}"}, "the same DOI as roe2020"),
        ({"doi": "{10.1000/%78yz}"}, None),
        ({"doi": None, "url": "{https://x.org}"}, "the same title, year and first author"),
        ({"doi": None, "url": "{https://x.org}", "title": "{A Study of a drug -- and of people!}"},
         "the same title, year and first author"),
        ({"doi": "{10.1000/other}"}, None),  # a preprint and its paper
        ({"doi": None, "pages": "{30--31}", "url": "{https://x.org}"}, None),  # a series
        ({"doi": None, "author": "{{BBC}}", "url": "{https://x.org}"}, None),  # one headline
        ({"doi": None, "year": "{2021}", "url": "{https://x.org}"}, None),
    ],
)  # fmt: skip
def test_no_work_stands_twice(change: dict[str, str | None], same: str | None) -> None:
    found = [one for one in said(entry() + "\n" + entry(key="roe2020b", **change)) if
             "the same" in one[1]]  # fmt: skip
    if same is None and change != {"doi": "{10.1000/%78yz}"}:
        assert found == []
    else:
        assert len(found) == 1
        assert (same or "the same DOI") in found[0][1]


# ---- the list


def page(body: str) -> Page:
    return Page.of("page.md", f"---\ntitle: A page\n---\n\n{body}\n")


def uncited(*pages: Page, unread: Unread | None = None) -> list[str]:
    site = site_of(OTHERS + entry(), *pages, unread=unread)
    return [str(one) for one in rules.RULES["source-cited"].check(site)]


def test_every_source_is_cited() -> None:
    assert uncited(page("One.[@roe2020; @aoe2019]")) == []
    (found,) = uncited(page("One.[@roe2020] `[@aoe2019]`"))
    assert found.startswith("references.bib:1: nothing cites aoe2019 — cite it where it belongs")
    assert "take" not in found


def test_nothing_is_concluded_from_what_could_not_be_read() -> None:
    assert uncited(page("None."), unread=Unread(files={"docs/ptsd.md"})) == []
    unread = Unread()
    unread.ids["trials.yml"].add("mapp1")
    assert uncited(page("None."), unread=unread) == []
    assert len(uncited(page("None."), unread=Unread(keys={"poe2020"}))) == 2


def test_data_cites_too() -> None:
    site = site_of(OTHERS)
    site.data = Data()
    assert len(list(rules.RULES["source-cited"].check(site))) == 1


# ---- hosts


REFUSED = [
    ("https://www.docslib.org/doc/1", "a site of copied documents"),
    ("https://de.scribd.com/doc/1", "a site of copied documents"),
    ("https://sci-hub.se/10.1/x", "without leave"),
    ("https://bit.ly/x", "a shortened address"),
    ("https://www-nature-com.ezproxy.lib.example.edu/a", ""),
    ("https://ezproxy.example.edu/login?url=x", "a library"),
    ("https://example-org.translate.goog/a", "a library"),
    ("https://stgwww.ranzcp.org/a", "a trial version"),
    ("https://dev.example.org", "a trial version"),
    ("https://my-site.vercel.app", "a trial version"),
]
ALLOWED = [
    "https://www.nature.com/a",
    "https://devices.org",
    "https://test-fda.gov",
    "https://x.co",
]


@pytest.mark.parametrize(("address", "why"), REFUSED)
def test_refused_hosts(address: str, why: str) -> None:
    _, refused = rule_module._hosts()
    found = rule_module.refused_host(address, refused)
    assert (why in found) if why else True


@pytest.mark.parametrize("address", ALLOWED)
def test_allowed_hosts(address: str) -> None:
    assert rule_module.refused_host(address, rule_module._hosts()[1]) == ""


def test_hosts_are_refused_once_the_list_is_enforced(monkeypatch: pytest.MonkeyPatch) -> None:
    text = entry(doi=None, url="{https://docslib.org/doc/1}")
    refused = {"docslib.org": "a copy; give the publisher's"}
    monkeypatch.setattr(rule_module, "_hosts", lambda: (False, refused))
    assert said(text) == []
    monkeypatch.setattr(rule_module, "_hosts", lambda: (True, refused))
    (found,) = said(text)
    assert found[1:] == ("roe2020: https://docslib.org/doc/1 is a copy", "give the publisher's")


# ---- whatever happens


@many(250)
@given(text=mutated(OTHERS + entry()))
def test_what_passes_here_is_read_by_pybtex_as_well(text: str) -> None:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not told(text):
        read = parse_string(text, "bibtex")
        assert set(read.entries) == set(site_of(text).bibliography.entries)


@pytest.mark.parametrize("key", ["roe 2020", "roe–2020", "rоe2020"])
def test_an_odd_key_is_told_once(key: str) -> None:
    site = site_of(OTHERS + entry(key=key), Page.of("a.md", "So.[@aoe2019; @roe2020]\n"))
    found = list(site.findings)
    for one in rules.RULES.values():
        if one.check.__module__ == rule_module.__name__:
            found += one.check(site)
    assert len(found) == 1, found


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"title": "{RETRACTED: a study of people}"}, "the title says 'retracted'"),
        ({"author": "{Roe, Jane*}"}, "cannot tell family name and given name"),
        ({"url": "{https://example.org:port/}"}, "is not a web address"),
        ({"url": "{https://example.org/a,}"}, "is not a web address"),
        ({"doi": "{10.1002/12:3&lt;231::A&gt;3}"}, "has not the form of this file"),
    ],
)
def test_a_slip_has_no_second_finding(changes: dict[str, str], wrong: str) -> None:
    (found,) = said(entry(**changes))
    assert wrong in found[1]
