"""A source in a few words, for paper."""

from __future__ import annotations

import pytest
from support import named

from sitebuild.model.sources import Entry
from sitebuild.style.short import journal, short

SOURCES = [
    (
        "a journal's article",
        {"author": "Roe, Jane and Doe, Jan", "journal": "The American Journal of Psychiatry"},
        "Roe 2020, Am J Psychiatry",
    ),
    ("three authors", {"author": "Roe, A and Doe, B and Poe, C", "journal": "Addiction"},
     "Roe 2020, Addiction"),
    ("a person's report", {"author": "Roe, Jane", "institution": "A Bureau"}, "Roe 2020, A Bureau"),
    ("a body known by its letters", {"author": "{US Food and Drug Administration}",
     "publisher": "An Office"}, "FDA (US) 2020"),
    ("another body", {"author": "{Bureau and Office}"}, "Bureau and Office 2020"),
]  # fmt: skip
JOURNALS = [
    ("Journal of Clinical Psychopharmacology", "J Clin Psychopharmacol"),
    ("Science (New York)", "Science"),
    ("Australian and New Zealand Journal of Psychiatry", "Aust N Z J Psychiatry"),
]


@pytest.mark.parametrize(("fields", "said"), named(SOURCES))
def test_author_year_and_journal(fields, said):
    assert short(Entry("roe2020", "article", 1, fields | {"year": "2020"})) == said


def test_a_registry_s_number_says_all():
    fields = {"author": "{A sponsor}", "year": "2020", "number": "NCT01234567"}
    assert short(Entry("a2020", "registry", 1, fields)) == "NCT01234567"


def test_what_has_no_year():
    assert short(Entry("roe", "article", 1, {"author": "Roe, Jane"})) == "Roe n.d."


@pytest.mark.parametrize(("name", "said"), JOURNALS)
def test_a_journal_in_short(name, said):
    assert journal(name) == said
