"""Fact boxes: which counts they give, of whom, and compared with what."""

from __future__ import annotations

from unit.views.made_up import site, tree, words

from sitebuild.views.facts import facts_of_benefit, facts_of_harm


def trial(ident: str, published: int, had: int | None = None):
    """A large trial of two arms; `had`: people in remission with MDMA, of 8."""
    arms = []
    for name, role in (("mdma", "mdma"), ("placebo", "placebo")):
        arm = {"id": name, "label": name.upper(), "role": role, "n_randomized": 10}
        if had is not None:
            arm["remission"] = {"n": had if role == "mdma" else 1, "of": 8}
        arms.append(arm)
    return {"id": ident, "name": ident.upper(), "published": published, "arms": arms}


def event(arm: str, n: int, kind: str = "severe"):
    return {"trial": "new", "arm": arm, "n": n, "of": 10, "event": "Any", "kind": kind}


def test_benefit_is_of_the_newest_large_trial_and_beside_its_comparison():
    made = site(trials=[trial("old", 2021, 7), trial("new", 2023, 4)])
    (fact,) = facts_of_benefit(made)["facts"]
    assert (fact.trial, fact.number, fact.compared) == ("NEW", "4 of 8 (50%)", "1 of 8 (12%)")
    assert "compared with 1 of 8 (12%) with placebo" in words(tree(made, "facts-of-benefit"))


def test_harm_gives_severe_events_and_what_was_not_counted_has_no_box():
    events = [event("mdma", 2), event("placebo", 1), event("mdma", 3, "common")]
    made = site(trials=[trial("new", 2023)], adverse_events=events)
    (fact,) = facts_of_harm(made)["facts"]
    assert (fact.number, fact.compared) == ("2 of 10 (20%)", "1 of 10 (10%)")
    assert facts_of_benefit(made)["facts"] == facts_of_harm(site())["facts"] == []
