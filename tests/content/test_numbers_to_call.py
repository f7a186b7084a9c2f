"""A number to call is in the data of crisis services, or an emergency number of the help page."""

from __future__ import annotations

import re

from support import ROOT

from sitebuild.model import site as model
from sitebuild.views.crisis import ways

SITE = model.read(ROOT)
CALLED = re.compile(r"\]\(((?:tel|sms):[^)]+)\)")


def test_each_number_to_call_is_one_that_was_read():
    known = {
        link.href
        for one in SITE.data["crisis-help.yml"]
        for way in ways(one.contact)
        for link in way.links
    }
    emergency = set(CALLED.findall(SITE.by_path["get-help.md"].body))
    assert {"tel:911", "tel:112"} <= emergency
    for page in SITE.pages:
        assert set(CALLED.findall(page.body)) <= known | emergency, page.path


def test_the_card_that_says_call_now_begins_with_suicide_and_a_number():
    card = SITE.by_path["families.md"].body.partition('!!! danger "Call now"')[2]
    assert card.strip().startswith("**Talk of suicide:**")
    assert card.index("tel:988") < card.index("tel:911") < card.index("Chest pain")
