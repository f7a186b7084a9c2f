"""The published stylesheet, and what a page may load."""

from __future__ import annotations

import base64
import hashlib

import jinja2
import pytest
import tinycss2
from support import ROOT

from sitebuild.outputs import assets


@pytest.mark.parametrize(
    ("css", "compact"),
    [
        (".top { color: red; margin: 0 auto; }", ".top{color:red;margin:0 auto}"),
        ("a  b ,\n c > d { x: y }", "a b,c > d{x:y}"),
        ("a :hover{x:y}", "a :hover{x:y}"),
        ("a:hover{x:y}", "a:hover{x:y}"),
        ("/* so */ a { /* or so */ x: y /* and */ }", "a{x:y}"),
        ("a{x:y}/**/b{x:y}", "a{x:y}b{x:y}"),
        ("a { x: calc(1px + 2px) }", "a{x:calc(1px + 2px)}"),
        ("a { x: y !important; }", "a{x:y!important}"),
        ('a::before { content: " ;  } "; }', 'a::before{content:" ;  } "}'),
        ('a { content: "↩" / "" }', 'a{content:"↩" / ""}'),
        ("@media (max-width: 40em) { a { x: y } }", "@media (max-width:40em){a{x:y}}"),
        ("@media print { a { x: y } b { x: y } }", "@media print{a{x:y}b{x:y}}"),
        (":root { --a: ; --b: 1px  2px }", ":root{--a:;--b:1px 2px}"),
        ("a { x: y;; }", "a{x:y}"),
        ("a { background: url('a b.svg') }", 'a{background:url("a b.svg")}'),
        ("a:is(b , c) d { x: y }", "a:is(b,c) d{x:y}"),
        ("", ""),
    ],
)
def test_only_spaces_that_say_nothing_go(css, compact):
    assert assets.compact(css) == compact
    assert assets.compact(compact) == compact


def test_rules_of_our_own_come_after_those_of_the_theme(tmp_path):
    folder = tmp_path / "theme" / "assets"
    folder.mkdir(parents=True)
    (folder / "base.css").write_text("a { x: y }\n", encoding="utf-8")
    (folder / "site.css").write_text("a { x: z }\n", encoding="utf-8")
    assert assets.stylesheet(tmp_path) == "a{x:y}a{x:z}"


def test_the_published_stylesheet_says_what_the_kept_ones_say():
    kept = "\n".join(
        (ROOT / "theme" / "assets" / name).read_text(encoding="utf-8")
        for name in assets.STYLESHEETS
    )
    assert said(assets.stylesheet(ROOT)) == said(kept)


def said(css: str) -> list[object]:
    """What a stylesheet says, white space left out."""
    found: list[object] = []
    for rule in tinycss2.parse_stylesheet(css, True, True):
        head = "".join(tinycss2.serialize(rule.prelude).split())
        if rule.type == "qualified-rule" or rule.at_keyword in ("font-face", "page"):
            found.append((head, declarations(rule.content)))
        elif rule.content is not None:
            found.append((head, said(tinycss2.serialize(rule.content))))
    return found


def declarations(content: list[object]) -> list[tuple[str, str, bool]]:
    """(name, value, important) of each declaration."""
    return [
        (one.name, "".join(tinycss2.serialize(one.value).split()), one.important)
        for one in tinycss2.parse_blocks_contents(content, True, True)
    ]


def test_words_found_by_the_search_are_marked_in_the_site_s_color():
    css = assets.stylesheet(ROOT)
    assert ".search-results mark{background:var(--mark)" in css


# ---- what a page may load


def directives(policy: str) -> dict[str, list[str]]:
    """Name → what it allows."""
    return {part.split()[0]: part.split()[1:] for part in policy.split("; ")}


def test_a_published_page_loads_the_site_s_own_files_and_scripts_known_by_their_hash():
    found = directives(assets.content_security_policy(["x"]))
    digest = base64.b64encode(hashlib.sha256(b"x").digest()).decode()
    assert found["default-src"] == ["'none'"]
    assert found["script-src"] == ["'self'", f"'sha256-{digest}'"]
    assert found["style-src"] == ["'self'"]
    assert "unsafe" not in assets.content_security_policy(["x"])


def test_a_copy_for_disk_names_the_scheme_of_its_files():
    found = directives(assets.content_security_policy(["x"], offline=True))
    for name in ("script-src", "style-src", "img-src", "font-src", "connect-src"):
        assert found[name][:2] == ["'self'", "file:"]


def test_a_server_may_put_its_own_script_into_a_page():
    policy = assets.content_security_policy(["x"], serving=True)
    found = directives(policy)
    assert found["script-src"] == ["'self'", "'unsafe-inline'"]
    assert "sha256" not in policy  # beside a hash, browsers would not heed 'unsafe-inline'


def test_the_hash_is_that_of_the_script_as_it_stands_in_the_page():
    env = jinja2.Environment(loader=jinja2.FileSystemLoader(ROOT / "theme"))
    env.filters["url"] = lambda path: path
    page = env.get_template("partials/head.html").render(
        config={"site_name": "A site"}, title="T", description="D"
    )
    (script,) = assets.inline_scripts(ROOT)
    assert f"<script>{script}</script>" in page


def test_a_published_script_lacks_only_indents_and_lines_of_comment():
    source = "a(); // why\n  // alone\n/* one\n   two */\n/** @type {X} */ (b).c();\n// \u00a0"
    assert assets.uncommented(source) == "a();\n/** @type {X} */ (b).c();"
    assert assets.uncommented('a("b // c");') == 'a("b // c");'


@pytest.mark.parametrize("name", assets.SCRIPTS)
def test_no_text_of_a_script_reaches_over_two_lines(name):
    """Else taking the indent off a line would change the text."""
    lines = (ROOT / "theme" / "assets" / name).read_text(encoding="utf-8").split("\n")
    code = [line for line in lines if not line.strip().startswith(("//", "*", "/*"))]
    assert [line for line in code if line.count("`") % 2 or line.endswith("\\")] == []
