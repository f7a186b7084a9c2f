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
        ("Not known, only reports of single cases", "G[@roe2020]."),
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
        "Aland[@roe2020]; 1 more country.",
    ]


def test_lines_of_the_file_stand_in_their_part():
    made = site(clinicians=[{"id": "a", "part": "unknown"}, {"id": "b"}])
    assert len(sheet.unknown(made).lines) == len(sheet.monitoring(made).lines) == 1
    drawn = tree(made, "sheet-unknown")
    assert words(drawn) == "A lineIt was so."
    assert drawn.find(".//sup/a").attrib["data-name"] == "Roe 2020"  # for the list on paper


def test_nothing_is_drawn_from_nothing():
    for one in (sheet.left_out, sheet.course, sheet.interactions, sheet.legal, sheet.crisis):
        assert one(site()).lines == []
