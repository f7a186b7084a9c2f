"""Names of authors in every form that people and programs write."""

from __future__ import annotations

import pytest

from sitebuild.model.names import like_an_organization, read_names


def short(value: str) -> list[str]:
    """'Roe|Jane' for people, '{WHO}' for organizations, '…' for others."""
    names = read_names(value)
    people = [
        "{" + person.literal + "}"
        if person.literal
        else "|".join(part for part in (person.family, person.suffix, person.given) if part)
        for person in names.people
    ]
    return [*people, *(["…"] if names.more else [])]


SURE = [  # right as it stands: nothing is asked
    ("Roe, Jane", ["Roe|Jane"]),
    ("Roe, Jane and Doe, John", ["Roe|Jane", "Doe|John"]),
    ("Roe, Jane AND Doe, John", ["Roe|Jane", "Doe|John"]),
    ("Roe, Jane\n\tand\u00a0Doe, John", ["Roe|Jane", "Doe|John"]),
    ("{US Food and Drug Administration}", ["{US Food and Drug Administration}"]),
    ("{A, B and C Group} and others", ["{A, B and C Group}", "…"]),
    ("{MAPP1 Study and Safety Group} and Roe, J", ["{MAPP1 Study and Safety Group}", "Roe|J"]),
    ("{Home Office} and {Department of Health and Social Care}",
     ["{Home Office}", "{Department of Health and Social Care}"]),
    ("{Desiati}, {P.}", ["Desiati|P."]),
    ("Mitchell, JM and van der Kolk, BA", ["Mitchell|J. M.", "van der Kolk|B. A."]),
    ("Roe, J.M. and Roe, J.-P. and Roe, Jean-Pierre", ["Roe|J.M.", "Roe|J.-P.", "Roe|Jean-Pierre"]),
    ("Smith, MD", ["Smith|M. D."]),
    ("Roe, JM.", ["Roe|J. M."]),
    ("Иванов, ИИ", ["Иванов|И. И."]),
    ("Suzuki, Kota (鈴木 航太)", ["Suzuki|Kota (鈴木 航太)"]),
    ("King, Jr., Martin Luther and Roe, Jane", ["King|Jr.|Martin Luther", "Roe|Jane"]),
    ("Roe, III, Jane", ["Roe|III|Jane"]),
    ("van~der~Kolk, Bessel", ["van der Kolk|Bessel"]),
    ("Kolk, Bessel A. van der", ["Kolk|Bessel A. van der"]),
    ("{van der Kolk}, Bessel", ["van der Kolk|Bessel"]),
    ("García Márquez, Gabriel José", ["García Márquez|Gabriel José"]),
    ("O’Brien, Ann and O'Brien, Bo", ["O’Brien|Ann", "O'Brien|Bo"]),
    ("Иванов, Иван and 李, 明", ["Иванов|Иван", "李|明"]),
    ("Roe, Jane and others", ["Roe|Jane", "…"]),
    ("Roe, Jane and Others", ["Roe|Jane", "…"]),
    ("others", ["…"]),
    (r"N{\'u}{\~n}ez, Jos{\'e}", ["Núñez|José"]),
    ("", []),
]  # fmt: skip


@pytest.mark.parametrize(("value", "people"), SURE)
def test_right(value: str, people: list[str]) -> None:
    assert short(value) == people
    assert read_names(value).doubts == ()


TOLD = [  # read so, and told; with the one right way to write it where there is one
    ("Torsten Passie and Udo Benzenhöfer", ["Passie|Torsten", "Benzenhöfer|Udo"],
     "Passie, Torsten and Benzenhöfer, Udo"),
    ("Jane M. Roe and Bessel {van der Kolk}", ["Roe|Jane M.", "van der Kolk|Bessel"],
     "Roe, Jane M. and {van der Kolk}, Bessel"),
    ("Rafael de la Torre and Ann M. Roe", ["de la Torre|Rafael", "Roe|Ann M."],
     "de la Torre, Rafael and Roe, Ann M."),
    ("Roe, Jane; Doe, John", ["Roe|Jane", "Doe|John"], "Roe, Jane and Doe, John"),
    (r"Roe, Jane \& Doe, John", ["Roe|Jane", "Doe|John"], "Roe, Jane and Doe, John"),
    ("Roe, Jane & Doe, John", ["Roe|Jane", "Doe|John"], "Roe, Jane and Doe, John"),
    ("Roe J, Doe J, Poe EA", ["Roe|J", "Doe|J", "Poe|E. A."], "Roe, J and Doe, J and Poe, EA"),
    ("Roe J, Doe J", ["Roe|J", "Doe|J"], "Roe, J and Doe, J"),
    ("van der Kolk BA", ["van der Kolk|B. A."], "van der Kolk, BA"),
    ("Roe, JM, van der Kolk, BA, Doe, J", ["Roe|J. M.", "van der Kolk|B. A.", "Doe|J"],
     "Roe, JM and van der Kolk, BA and Doe, J"),
    ("Roe, Jane and ", ["Roe|Jane"], "Roe, Jane"),
    ("Roe, Jane et al.", ["Roe|Jane", "…"], "Roe, Jane and others"),
    ("Roe, Jane PhD", ["Roe|Jane"], "Roe, Jane"),
    ("Roe, Jane, PhD and Doe, A., M.D.", ["Roe|Jane", "Doe|A."], "Roe, Jane and Doe, A."),
    ("Roe, Jr., Jane, MD", ["Roe|Jr.|Jane"], "Roe, Jr., Jane"),
    ("Roe, Jane, Jr.", ["Roe|Jr.|Jane"], "Roe, Jr., Jane"),
    ("family=Boer, given=Ada, prefix=de, useprefix=true", ["de Boer|Ada"], "de Boer, Ada"),
    ("World Health Organization", ["{World Health Organization}"], "{World Health Organization}"),
    ("{Barnes and} Noble Trust", ["{Barnes and Noble Trust}"], "{{Barnes and} Noble Trust}"),
    ("Health Canada", ["{Health Canada}"], "{Health Canada}"),
    (r"Smith \& Sons Ltd", ["{Smith & Sons Ltd}"], r"{Smith \& Sons Ltd}"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "people", "written"), TOLD)
def test_read_right_and_told(value: str, people: list[str], written: str) -> None:
    names = read_names(value)
    assert short(value) == people
    assert names.doubts
    assert all(doubt.sure for doubt in names.doubts)
    assert names.value == written
    assert read_names(written).doubts == ()


ASKED = [  # only a person can tell
    ("Department of Health, Australia", "organization"),
    ("Jane Roe, John Doe, Eve Poe", "commas"),
    ("Roe, Jane, Doe, John", "commas"),
    ("Torsten Passie", "given first"),
    ("Henssler", "one word"),
    ("SMITH, JO", "capitals"),
    ("SMITH, JM", "capitals"),
    ("DUPONT, Jean", "capitals"),
    ("A, B, C, D", "commas"),
]


@pytest.mark.parametrize(("value", "kind"), ASKED[:-1])
def test_asked(value: str, kind: str) -> None:
    (doubt,) = read_names(value).doubts
    assert (doubt.kind, doubt.sure) == (kind, False)


def test_names_in_capitals_are_read_as_they_stand() -> None:
    """What has no vowel is a row of initials; the rest may be a name."""
    assert short("SMITH, JM and SMITH, JO and NG, A") == ["SMITH|J. M.", "SMITH|JO", "NG|A"]
    assert [one.name for one in read_names("NG, A and {WHO} and McDONALD, A").doubts] == []


def test_three_thousand_authors_are_read_at_once() -> None:
    names = read_names(" and ".join(f"Roe{n}, Jane" for n in range(3000)))
    assert len(names.people) == 3000


def test_organizations() -> None:
    assert like_an_organization("Department of Health")
    assert like_an_organization("Phase 3 people")
    assert not like_an_organization("Ada de Boer")
    assert not like_an_organization("Rafael de la Torre")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("King Jr., Martin Luther", "King, Jr., Martin Luther"),
        ("King, M. L. Jr", "King, Jr, M. L."),
        ("Roe, J III", "Roe, III, J"),
        ("Prof. Roe, Jane", "Roe, Jane"),
        ("Roe, J V", "Roe, J V"),
    ],
)
def test_a_suffix_and_a_title_beside_a_name(value: str, written: str) -> None:
    names = read_names(value)
    assert names.value == written
    assert all(doubt.sure for doubt in names.doubts)
    assert bool(names.doubts) == (value != written)


@pytest.mark.parametrize("value", ["Roe, Jane*", "Roe, Jane1", "Roe, Jane (ed.)", "Roe, Jane†"])
def test_a_sign_beside_a_name_is_asked_about(value: str) -> None:
    (doubt,) = read_names(value).doubts
    assert (doubt.kind, doubt.sure) == ("signs", False)


@pytest.mark.parametrize("value", ["Roe, Jane*", "Roe, Jane1", "Roe†, Jane", "Roe, Jane A.²"])
def test_a_sign_beside_a_name_is_asked_about_and_no_part_of_it(value: str) -> None:
    names = read_names(value)
    assert [doubt.kind for doubt in names.doubts] == ["signs"]
    assert names.written == (value,)
    assert (names.people[0].family, names.people[0].given[:4]) == ("Roe", "Jane")
    assert "".join(names.people[0].csl.values()).replace("A.", "").strip().isalpha()


def test_empty_braces_are_nobody() -> None:
    assert short("Roe, Jane and {}") == ["Roe|Jane"]
    assert short("{}") == short("{ }") == []


def test_people_in_braces_are_asked_about() -> None:
    names = read_names("{Roe, Jane} and {van der Doe, J. B.} and {Merck, Inc} and {Group, Study}")
    assert [doubt.name for doubt in names.doubts] == ["{Roe, Jane}", "{van der Doe, J. B.}"]
