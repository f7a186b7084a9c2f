"""The pages of questions: short answers, and a list that leads to each of them."""

from __future__ import annotations

import re

import yaml
from support import ROOT

from sitebuild.model import site as model
from sitebuild.model.pages import homes
from sitebuild.views.questions import KIND, NAME, asked_on, questions

MOST = 4  # sentences, a line each; one that only leads on is not counted
LEADS_ON = re.compile(r"^See |\bsee (also )?\[|stands? under \[|^<!--")
SITE = model.read(ROOT)
PAGES = [page for page in SITE.pages if page.kind == KIND]
LIST = SITE.by_path[homes(SITE.pages)[NAME]]


def test_an_answer_is_at_most_four_sentences():
    long = {}
    for page in PAGES:
        for question, answer in re.findall(r"(?ms)^## (.*?)\n(.*?)(?=^##|\Z)", page.body):
            lines = [line for line in answer.split("\n") if line and not LEADS_ON.search(line)]
            if len(lines) > MOST:
                long[question] = len(lines)
    assert not long, long


def test_every_heading_of_these_pages_is_a_question_and_asked_once():
    asked = [one for page in PAGES for one in asked_on(page)]
    assert not [one.text for one in asked if "?" not in one.text and "." not in one.text]
    anchors = [one.anchor for one in asked]
    assert len(asked) > 100 and len(set(anchors)) == len(anchors)


def test_the_list_on_top_leads_to_every_topic():
    top = LIST.body.split("\n## ")[1]
    topics = {topic.id for topic in questions(SITE)["topics"]}
    assert set(re.findall(r"\(#([a-z-]+)\)", top)) == topics
    assert len(topics) == len(PAGES)


def test_anchors_kept_in_the_list_are_those_of_addresses():
    moved = yaml.safe_load((ROOT / "checks" / "addresses.yml").read_text("utf-8"))["moved"]
    kept = {old.partition("#")[2] for old in moved if old.startswith(f"{LIST.path}#")}
    assert kept == {topic.before for topic in questions(SITE)["topics"]} - {""}
