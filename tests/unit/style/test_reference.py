"""A reference of each type of source, as it is printed."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from unit.mutations import many, mutated

from sitebuild.model import sources
from sitebuild.model.bibtex import parse
from sitebuild.model.sources import Bibliography, Entry
from sitebuild.style import reference


def printed(text: str) -> str:
    """The reference of an entry without its tags but those of italics."""
    (raw,) = parse(text, "r.bib").entries
    line = reference.reference(Entry.of(raw))
    ElementTree.fromstring(f"<p>{line}</p>")
    return re.sub(r"</?(?:a|span)\b[^>]*>", "", line)


TYPES = [
    (("@article{a, author={Roe, Jane and Doe, John}, title={A study of {MDMA}}, journal={J Tests},"
     " year=2020, volume=1, number=2, pages={10--19}, doi={10.1000/x}}"),
     "Roe J, Doe J. A study of MDMA. <i>J Tests</i>. 2020;1(2):10–19. doi:10.1000/x"),
    ("@article{a, author={Roe, Jane}, title={A study}, journal={J}, date={2020-05-06}}",
     "Roe J. A study. <i>J</i>. Published online May 6, 2020."),
    ('@article{a, author={Roe, Jane}, title={"Wait."}, journal={J. Am.}, year=2020, volume=3}',
     'Roe J. "Wait." <i>J Am</i>. 2020;3.'),
    ("@book{a, author={Roe, Jane}, title={The {Developing} mind}, publisher={P}, year=1999}",
     "Roe J. <i>The Developing Mind</i>. P; 1999."),
    (("@incollection{a, author={Roe, Jane}, title={A chapter}, editor={Doe, John and Poe, Eve},"
     " booktitle={Drugs and the mind}, edition=2, publisher={P}, year=2020, pages={10--20}}"),
     "Roe J. A chapter. In: Doe J, Poe E, eds. <i>Drugs and the Mind</i>. 2nd ed. P; 2020:10–20."),
    (("@inproceedings{a, author={Roe, Jane}, title={A paper}, booktitle={Proceedings of X},"
     " publisher={P}, year=2019, pages={1--9}}"),
     "Roe J. A paper. In: <i>Proceedings of X</i>. P; 2019:1–9."),
    (("@inproceedings{a, author={Roe, Jane}, title={A talk}, booktitle={Conference on Drugs 2026},"
     " year=2026, date={2026-06-21}}"),
     "Roe J. A talk. Presented at: Conference on Drugs 2026; June 21, 2026."),
    ("@thesis{a, author={Roe, Jane}, title={A history}, institution={A University}, year=2019}",
     "Roe J. <i>A History</i>. Thesis. A University; 2019."),
    ("@mastersthesis{a, author={Roe, Jane}, title={Stoffe und Leute}, school={U}, year=2019}",
     "Roe J. <i>Stoffe und Leute</i>. Master's thesis. U; 2019."),
    (("@techreport{a, author={{NICE}}, title={A guideline}, number={NG116}, year=2018,"
     " url={https://example.org/a}}"),
     "NICE. <i>A Guideline</i>. 2018. NG116. example.org"),
    ("@techreport{a, author={{NICE}}, title={A guideline}, number=12, institution={I}, year=2018}",
     "NICE. <i>A Guideline</i>. I; 2018. Report No. 12."),
    ("@legislation{a, title={Misuse of Drugs Act 1971}, year=1971}",
     "<i>Misuse of Drugs Act 1971</i>."),
    ("@legislation{a, author={{Germany}}, title={Gesetz über den Verkehr}, year=1981}",
     "Germany. <i>Gesetz über den Verkehr</i>. 1981."),
    (("@legislation{a, author={{DEA}}, title={Schedules}, journal={Fed Regist}, year=1986,"
     " volume=51, number=198, pages={3--9}}"),
     "DEA. Schedules. <i>Fed Regist</i>. 1986;51(198):3–9."),
    (("@jurisdiction{a, author={{Federal Court of Australia}}, title={Roe v Minister},"
     " number={[2021] FCA 33}, year=2021}"),
     "<i>Roe v Minister</i>. [2021] FCA 33 (Federal Court of Australia 2021)."),
    (("@jurisdiction{a, author={{1st Cir}}, title={Roe v DEA}, journal={F2d}, volume=828,"
     " pages=881, year=1987}"),
     "<i>Roe v DEA</i>. 828 F2d 881 (1st Cir 1987)."),
    ("@jurisdiction{a, author={{A court}}, title={Roe v DEA, 828 F.2d 881 (1987)}, year=1987}",
     "<i>Roe v DEA, 828 F.2d 881 (1987)</i>."),
    (("@patent{a, author={{E. Merck}}, title={Verfahren}, number={DE 274350}, year=1912,"
     " date={1912-12-24}}"),
     "E. Merck. Verfahren. Patent DE 274350. December 24, 1912."),
    (("@registry{a, author={{ClinicalTrials.gov}}, title={A trial}, number={NCT03537014},"
     " url={https://clinicaltrials.gov/study/NCT03537014}}"),
     "A trial. ClinicalTrials.gov identifier: NCT03537014. clinicaltrials.gov"),
    (("@online{a, author={Lindsay, B}, title={A review}, publisher={CBC News}, date={2022-04-08},"
     " url={https://example.org/a}}"),
     "Lindsay B. A review. CBC News. April 8, 2022. example.org"),
    (("@online{a, author={{NPR}}, title={A review}, publisher={NPR}, year=2022,"
     " url={https://example.org/a}}"),
     "NPR. A review. 2022. example.org"),
    ("@online{a, author={Roe, J}, title={A}, year=2014, pages={23--31}, url={https://x.org}}",
     "Roe J. A. 2014. Pages 23–31. x.org"),
    (("@online{a, author={Roe, J}, title={A}, journal={Bulletin}, year=1994, volume=4, number=2,"
     " url={https://x.org}}"),
     "Roe J. A. <i>Bulletin</i>. 1994;4(2). x.org"),
    ("@misc{a, author={{United Nations}}, title={A convention}, year=1971}",
     "United Nations. A convention. 1971."),
    (("@misc{a, author={Roe, J}, title={A}, journal={medRxiv (preprint)}, date={2023-08-20},"
     " doi={10.1101/1}}"),
     "Roe J. A. <i>medRxiv</i>. Preprint posted online August 20, 2023. doi:10.1101/1"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line"), TYPES, ids=[line[:40] for _, line in TYPES])
def test_each_type(text: str, line: str) -> None:
    assert printed(text) == line


AUTHORS = [
    ("{US Food and Drug Administration}", "US Food and Drug Administration"),
    ("{A, B and C Group} and others", "A, B and C Group, et al"),
    ("{MAPP1 Study and Safety Group} and Roe, Jane", "MAPP1 Study and Safety Group, Roe J"),
    ("Mitchell, JM and van der Kolk, BA", "Mitchell JM, van der Kolk BA"),
    ("Mitchell, JM and others", "Mitchell JM, et al"),
    ("Roe, A and Doe, B and others", "Roe A, Doe B, et al"),
    ("King, Jr., Martin Luther and Roe, Jane", "King ML Jr, Roe J"),
    ("Torsten Passie and Udo Benzenhöfer", "Passie T, Benzenhöfer U"),
    ("Roe, J.-P. and Roe, Jean-Pierre", "Roe JP, Roe JP"),
    ("Kolk, Bessel A. van der", "Kolk BA van der"),
    ("{Lykos Inc.}", "Lykos Inc"),
    ("A, A and B, B and C, C and D, D and E, E and F, F", "A A, B B, C C, D D, E E, F F"),
    ("A, A and B, B and C, C and D, D and E, E and F, F and G, G", "A A, B B, C C, et al"),
    ("{Doe & Roe <x>}", "Doe &amp; Roe &lt;x&gt;"),
]


@pytest.mark.parametrize(("author", "line"), AUTHORS)
def test_authors(author: str, line: str) -> None:
    text = f"@misc{{a, author={{{author}}}, title={{A study}}, year=2020}}"
    assert printed(text) == f"{line}. A study. 2020."


@pytest.mark.parametrize("author", ["", "author={others},"])
def test_without_authors_the_title_stands_once(author: str) -> None:
    assert printed(f"@misc{{a, {author} title={{A study}}, year=2020}}") == "A study. 2020."


TITLES = [
    ("What now?", "What now? 2020."),
    ("Look!", "Look! 2020."),
    ("Wait ... what", "Wait ... what. 2020."),
    ("It was legal...", "It was legal... 2020."),
    ("A page.", "A page. 2020."),
    ("Drugs & Therapy", "Drugs &amp; Therapy. 2020."),
    ("Drugs &amp; Therapy", "Drugs &amp; Therapy. 2020."),
    ("{CDER}, 2012--2016", "CDER, 2012–2016. 2020."),
    ("``{Ecstasy}''", "“Ecstasy”. 2020."),
    ("Is 'ecstasy' \"bad\"", "Is 'ecstasy' \"bad\". 2020."),
    ("{H}$_2${O} < 5", "H₂O &lt; 5. 2020."),
    ("?.. yes", "?.. yes. 2020."),
]


@pytest.mark.parametrize(("title", "line"), TITLES)
def test_titles(title: str, line: str) -> None:
    assert printed(f"@misc{{a, title={{{title}}}, year=2020}}") == line


@pytest.mark.parametrize(
    ("fields", "part"),
    [
        ("pages={95--96, 98--99}", "1(2):95–96, 98–99."),
        ("pages={409.e19--409.e25}", ":409.e19–409.e25."),
        ("pages={ix--xv}", ":ix–xv."),
        ("pages={e1234}", ":e1234."),
        ("number={3--4}", ";1(3–4)."),
        ("volume={12--13}", ";12–13(2)."),
        ("number={Suppl 1}", ";1(Suppl 1)."),
    ],
)
def test_numbers(fields: str, part: str) -> None:
    name = fields.split("=", maxsplit=1)[0]
    rest = "".join(
        f", {other}={value}"
        for other, value in {"volume": "1", "number": "2"}.items()
        if other != name
    )
    text = (
        f"@article{{a, author={{Roe, J}}, title={{A}}, journal={{J}}, year=2020, {fields}{rest}}}"
    )
    assert part in printed(text)


ADDRESSES = [
    ("doi={10.1000/a..b}",
     '<a href="https://doi.org/10.1000/a..b">A</a>. doi:10.1000/a..b'),
    ("doi={10.1000/a---b#c}",
     '<a href="https://doi.org/10.1000/a---b%23c">A</a>. doi:10.1000/a---b#c'),
    ("doi={10.1002/12:3<231::X>3}",
     '<a href="https://doi.org/10.1002/12:3%3C231::X%3E3">A</a>. doi:10.1002/12:3&lt;231::X&gt;3'),
    ("url={https://www.example.org/a..b/?.x=1&y=2}",
     ('<a href="https://www.example.org/a..b/?.x=1&amp;y=2">A</a>. '
     '<span class="host">example.org</span>')),
    (r"url={https://example.org/a\_b}",
     '<a href="https://example.org/a_b">A</a>. <span class="host">example.org</span>'),
    ("pmid={12345678}", '<a href="https://pubmed.ncbi.nlm.nih.gov/12345678/">A</a>.'),
    ("year={2020}", "A. 2020."),
]  # fmt: skip


@pytest.mark.parametrize(("field", "line"), ADDRESSES)
def test_the_title_leads_to_the_work(field: str, line: str) -> None:
    (raw,) = parse(f"@misc{{a, title={{A}}, {field}}}", "r.bib").entries
    assert reference.reference(Entry.of(raw)) == line


def test_a_note_is_printed() -> None:
    text = "@article{a, title={A}, journal={J}, year=2021, volume=1, note={editorial}}"
    assert printed(text) == "A. <i>J</i>. 2021;1. Editorial."


def test_each_is_made_when_asked_for_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    render = reference._renderer()
    reference._reference.cache_clear()
    monkeypatch.setattr(
        reference, "_renderer", lambda: lambda item: made.append("x") or render(item)
    )
    entries = [Entry(f"k{n}", "misc", n, {"title": f"A study {n}"}) for n in range(3)]
    formatted = Bibliography(entries).formatted
    assert made == []
    assert formatted["k1"] == "A study 1."
    assert len(made) == 1
    again = Bibliography([Entry("other", "misc", 9, {"title": "A study 1"}), *entries]).formatted
    assert list(again) == ["other", "k0", "k1", "k2"]
    assert again["other"] == "A study 1."
    assert len(made) == 1
    assert len(list(again.values())) == 4
    assert len(made) == 3


BIB = r"""@article{doe2021,
  author = {Doe, Jane and Ööst, Åke and {A and B Group}},
  title = {A trial of {MDMA}: results},
  journal = {Journal of Trials},
  date = {2021-05-06},
  number = {3--4},
  pages = {12--19},
  doi = {10.1000/xyz_1},
  checked = {2026-01-02 abstract},
}
"""


@many(60)
@given(text=mutated(BIB))
def test_whatever_is_read_is_printed_as_a_tree(text: str) -> None:
    bibliography, _, _ = sources.read_text(text.replace("\r\n", "\n").replace("\r", "\n"))
    for line in bibliography.formatted.values():
        ElementTree.fromstring(f"<p>{line}</p>")
