"""The page of questions: short answers, and a list on top that leads to each part."""

from __future__ import annotations

import re

from support import ROOT

MOST = 4  # sentences, a line each; one that only leads on is not counted
LEADS_ON = re.compile(r"^See |\bsee (also )?\[|stands? under \[|^<!--")
TEXT = (ROOT / "docs" / "questions.md").read_text(encoding="utf-8")


def test_an_answer_is_at_most_four_sentences():
    long = {}
    for question, answer in re.findall(r"(?ms)^### (.*?)\n(.*?)(?=^##|\Z)", TEXT):
        lines = [line for line in answer.split("\n") if line and not LEADS_ON.search(line)]
        if len(lines) > MOST:
            long[question] = len(lines)
    assert not long, long


def test_the_list_on_top_leads_to_every_part():
    top = TEXT.split("## Find your question")[1].split("\n## ")[0]
    parts = re.findall(r"(?m)^## (.*)", TEXT)[1:]
    anchors = {re.sub(r"[^a-z0-9]+", "-", part.lower()).strip("-") for part in parts}
    assert set(re.findall(r"\(#([a-z-]+)\)", top)) == anchors
