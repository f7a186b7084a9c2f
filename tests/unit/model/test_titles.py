"""Capitals in titles."""

from __future__ import annotations

import pytest

from sitebuild.model.titles import Lexicon, in_capitals, in_title_case, unprotected


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Deaths in {England} and Wales: A study of MDMA", ["Wales", "MDMA"]),
        ("{Whole Title As Printed}", []),
        ("A study. {MDMA}-Assisted therapy", ["Assisted"]),
        ("{MDMA} Therapy for {PTSD}", ["Therapy"]),
        ("Use of '{Ecstasy}'? The answer", []),
        ("{{MDMA}}: {M}DMA", ["DMA"]),
        ("What? Now! Then: Here", []),
        (r"A \{ Brace", ["Brace"]),
    ],
)
def test_unprotected(title: str, words: list[str]) -> None:
    assert unprotected(title) == words


def test_title_case_and_capitals() -> None:
    assert in_title_case("The Effects of Exposure Therapy on Nurses")
    assert not in_title_case("The effects of exposure in Kenya and Wales")
    assert not in_title_case("{The} effects of {Exposure} {Therapy}")
    assert in_capitals("{MDMA-ASSISTED THERAPY FOR PTSD}")
    assert not in_capitals("MDMA, PTSD, CAPS-5 and LSD")
    assert not in_capitals("{DSM-5} or {ICD-11}?")


LEXICON = Lexicon.of(
    ["{MDMA-assisted} therapy in the {United} {States}", "{Ecstasy} and {Wales}", "More ecstasy"]
)


@pytest.mark.parametrize(
    ("title", "result"),
    [
        ("MDMA-assisted therapy in Wales", "{MDMA-assisted} therapy in {Wales}"),
        ("Ecstasy in Wales, and Ecstasy", "Ecstasy in {Wales}, and Ecstasy"),
        ("Deaths in the United States", "Deaths in the {United} {States}"),
        ("Known: Nothing of Kenya", "Known: Nothing of Kenya"),
    ],
)
def test_names_are_learned(title: str, result: str) -> None:
    assert LEXICON.protected(title) == result


@pytest.mark.parametrize(
    ("title", "result"),
    [
        ("MDMA-Assisted Therapy for Women: A Trial", "{MDMA-assisted} therapy for women: A trial"),
        ("A Study of Women in the United States", "A study of women in the {United} {States}"),
        ("A Study of Women in Kenya", None),  # who knows what Kenya is?
        ("A Trial by the Food and Drug Administration", None),
        ("a study of women in kenya", None),
    ],
)
def test_title_case_only_where_every_word_is_known(title: str, result: str | None) -> None:
    lexicon = Lexicon.of(["{MDMA-assisted}", "the {United} {States}"])
    assert lexicon.as_a_sentence(title) == (result or title)


def test_an_abstract_tells_of_words() -> None:
    title = "The Effects of Zolpidem on Insomnia"
    assert Lexicon().as_a_sentence(title) == title
    known = Lexicon().and_text("We gave zolpidem for insomnia in Kenya.")
    assert known.as_a_sentence(title) == "The effects of zolpidem on insomnia"
    assert known.as_a_sentence("Insomnia of Women in Kenya") == "Insomnia of Women in Kenya"
