"""The clinician's sheet: which records stand on it, and in what words."""

from __future__ import annotations

from unit.views.made_up import site, tree, words

from sitebuild.views import sheet


def lines(found):
    return [(one.label, one.text) for one in found.lines]


def test_conditions_stand_by_group_with_the_sources_of_their_rule():
    rows = [
        {"id": "a", "name": "Angina", "group": "heart-and-vessels", "trials_rule": "excluded",
         "left_out": "It was.[@roe2020]"},
        {"id": "b", "name": "Long QT", "group": "heart-and-vessels", "trials_rule": "excluded",
         "left_out": "So was it.[@doe2021; @roe2020]"},
        {"id": "c", "name": "ADHD", "group": "brain", "trials_rule": "not-stated"},
        {"id": "d", "name": "Gout", "group": "other-organs", "trials_rule": "allowed-with-limits",
         "let_in": "Some.[@doe2021]"},
    ]  # fmt: skip
    assert lines(sheet.left_out(site(conditions=rows))) == [
        ("Heart and blood vessels", "Angina; long QT[@roe2020; @doe2021]."),
        ("Let in with limits", "Gout[@doe2021]."),
    ]


def test_medicines_stand_by_what_was_seen_and_the_unknown_are_counted():
    def row(ident, risk, evidence="human-study"):
        given = {"id": ident, "name": ident.upper(), "risk": risk, "evidence": evidence}
        return given | {"seen": "So.[@roe2020]", "trials_rule": "tapered"}

    rows = [
        row("a", "danger-reported", "case-reports"),
        row("b", "effect-weakened"),
        row("d", "not-known", "none-found"),
        row("e", "not-known", "mechanism"),
        row("f", "no-clear-effect"),
        row("g", "not-known", "case-reports"),
        row("h", "not-known", "mechanism") | {"on_sheet": False},
    ]
    assert lines(sheet.interactions(site(medicines=rows))) == [
        ("Danger reported", "A[@roe2020]."),
        ("Effects weakened", "B[@roe2020]."),
        ("No change seen in what was measured", "F[@roe2020]."),
        ("Not known, only reports of cases", "G[@roe2020]."),
        ("Not known, only how the drugs work, or animals", "E[@roe2020]."),
        ("Not known", "The other 2 of the table's 7 rows. That does not make them safe."),
    ]


def test_routes_to_treatment_come_before_trials():
    rows = [
        {"id": "a", "place": "Aland", "kind": "trials-only", "route": "Studies.[@roe2020]"},
        {"id": "b", "place": "Bland", "kind": "prescribing-scheme", "route": "A way.[@doe2021]"},
        {"id": "c", "place": "Cland", "kind": "trials-only", "route": "More.[@roe2020]"},
    ]
    found = lines(sheet.legal(site(access_by_country=rows)))
    assert [text for _, text in found] == [
        "A way.[@doe2021]",
        "2 countries of the table.",
    ]


def test_results_stand_by_arm_with_the_number_to_treat_and_the_pooled_effect_with_its_certainty():
    def arm(role, n, of):
        found = {"n": n, "of": of}
        return {"id": role, "label": role, "role": role, "n_randomized": of, "remission": found}

    trial = {"id": "one", "phase": "3", "arms": [arm("mdma", 24, 52), arm("placebo", 9, 42)]}
    effect = {"trial": "one", "estimate": -0.7, "ci": [-1.2, -0.2]}
    review = {"k": 6, "n": 242, "trials": [effect]}
    review |= {"certainty": {"rating": "low", "tool": "GRADE", "why": "Few people."}}
    pooled = (
        "Hedges' g −0.70 (95% CI −1.20 to −0.20; 6 trials, 242 people); certainty low[@doe2021]."
        " Few people."
    )
    assert lines(sheet.results(site(trials=[trial], meta_analyses=[review]))) == [
        ("ONE", "remission 24/52 and 9/42 (NNT 4, 2 to 19)[@roe2020]."),
        ("PTSD symptoms, REVIEW 2021", pooled),
    ]
    worse = {"id": "one", "phase": "3", "arms": [arm("mdma", 1, 10), arm("placebo", 2, 10)]}
    (line,) = lines(sheet.results(site(trials=[worse])))
    assert "NNT" not in line[1]


def test_lines_of_the_file_stand_in_their_part():
    made = site(clinicians=[{"id": "a", "part": "unknown"}, {"id": "b"}])
    assert len(sheet.unknown(made).lines) == len(sheet.monitoring(made).lines) == 1
    drawn = tree(made, "sheet-unknown")
    assert words(drawn) == "A lineIt was so."


def test_nothing_is_drawn_from_nothing():
    for one in (
        sheet.left_out,
        sheet.course,
        sheet.results,
        sheet.interactions,
        sheet.legal,
        sheet.crisis,
    ):
        assert one(site()).lines == []


def event(arm, name, n, kind="serious", **more):
    given = {"trial": "one", "arm": arm, "event": name, "n": n, "of": 40, "kind": kind}
    return given | {"basis": "Counted"} | more


def test_suicidality_stands_together_and_any_serious_event_is_told_from_those_by_name():
    def both_arms(name, mdma, placebo, **more):
        return [event("mdma", name, mdma, **more), event("placebo", name, placebo, **more)]

    def arm(role):
        return {"id": role, "label": role, "role": role, "n_randomized": 40}

    group = {"basis": "Group of events; a person may count more than once", "locator": "data file"}
    rows = [
        *both_arms("Suicide attempts", 0, 1),
        *both_arms("Suicidal thoughts in hospital", 0, 1),
        *both_arms("Suicidality", 3, 5, kind="suicidality"),
        *both_arms("Suicidality, a group", 9, 9, kind="suicidality", **group),
        *both_arms("No score", 2, 4, kind="dropout"),
    ]
    whole = [row | {"trial": "two"} for row in both_arms("Any serious event", 0, 0)]
    arms = [arm("mdma"), arm("placebo")]
    trials = [{"id": ident, "phase": "3", "arms": arms} for ident in ("one", "two")]
    found = sheet.events(site(trials=trials, adverse_events=rows + whole)).rows
    assert [row.event for row in found] == [
        "Any serious event",
        "Suicidality",
        "Suicidal thoughts in hospital",
        "Suicide attempts",
        "No score",
    ]
    told = [(one.n, one.of, one.sign) for one in found[0].counts[0]]
    assert told == [(0, 40, "§"), ("1 or 2", 40, "§")]


def test_medicines_say_in_brackets_what_must_not_be_missed():
    row = {"name": "Pindolol", "risk": "effect-weakened", "remark": "pulse, not blood pressure"}
    [line] = sheet.interactions(site(medicines=[row])).lines
    assert line.text.startswith("Pindolol (pulse, not blood pressure)")
