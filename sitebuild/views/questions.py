"""Every question that a page answers, as a list that leads to the answers.

A page of questions says so in its front matter (`kind: questions`): each of its headings is a
question. The list repeats a question's anchor, so that an address which names it in the list leads
to it in one tap, whichever page answers it now; an anchor that a topic had on the list before
stands under `moved:` in checks/addresses.yml.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from posixpath import dirname, relpath

from sitebuild.model import published
from sitebuild.model.pages import Page, homes
from sitebuild.model.site import Site
from sitebuild.views import drawing, nothing

NAME = "questions"
KIND = "questions"


@dataclass(frozen=True)
class Question:
    """A question as its heading asks it."""

    text: str
    anchor: str


@dataclass(frozen=True)
class Topic:
    """A page of questions; `page` is its path, seen from the list."""

    id: str
    title: str
    page: str
    lead: str  # to the page itself: 'All 14 answers'
    before: str  # the anchor that the topic had before; '' for most
    questions: list[Question]


def asked_on(page: Page) -> list[Question]:
    """The questions of a page, from top to bottom."""
    return [Question(one.text, one.anchor) for one in page.parsed.headings if one.level > 1]


def _anchors(site: Site) -> list[str]:
    topics = questions(site)["topics"]
    return [
        *(anchor for topic in topics for anchor in (topic.id, topic.before) if anchor),
        *(one.anchor for topic in topics for one in topic.questions),
    ]


@drawing(NAME, template="questions.md", anchors=_anchors, cites=nothing)
def questions(site: Site) -> dict[str, list[Topic]]:
    """The pages of questions in the order of the navigation, each with what is asked there."""
    home = homes(site.pages).get(NAME, "")
    before = {
        new: old.partition("#")[2]
        for old, new in published.read(site.root)[0].moved.items()
        if old.startswith(f"{home}#")
    }
    pages = (site.by_path[path] for path in site.navigation if path in site.by_path)
    return {
        "topics": [
            Topic(
                PurePosixPath(page.path).stem,
                page.title,
                relpath(page.path, dirname(home) or "."),
                f"All {len(asked)} answers" if len(asked) > 1 else "The answer",
                before.get(page.path, ""),
                asked,
            )
            for page in pages
            if page.kind == KIND and (asked := asked_on(page))
        ]
    }
