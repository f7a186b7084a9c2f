"""Each recipe of CONTRIBUTING followed to the letter on the small site: it ends without a finding,
the statements that it touches are told, and no address dies.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest
import yaml
from PIL import Image
from repository.test_contributing import TEXT, append, block, insert_source
from support import ROOT, SMALL, findings, mkdocs_build

from sitebuild import checked, fixes, new
from sitebuild.fixes import published as fix
from sitebuild.model import published, statements
from sitebuild.model import site as model
from sitebuild.model.records import FILES
from sitebuild.outputs import redirects

HEADINGS = set(re.findall(r"^##+ (.+)$", TEXT, re.M))
VARIABLES = ("KEY", "PAGE", "ONLY", "VERDICT", "SEEN", "BASE", "TITLE", "UNDER", "RECORD")


@pytest.fixture
def here(small, monkeypatch):
    """The small site as a repository with one commit on main."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    for command in (
        ("init", "-q", "-b", "main"),
        ("add", "."),
        ("-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-qm", "A"),
    ):
        subprocess.run(["git", "-C", str(small), *command], check=True)  # fmt: skip
    return small


def change(path, old: str, now: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, now), encoding="utf-8")


def add_line(here, line: str) -> None:
    page = here / "docs" / "topic.md"
    page.write_text(page.read_text(encoding="utf-8").rstrip("\n") + f"\n\n{line}\n", "utf-8")


def touched(here) -> list[tuple[str, str]]:
    return [(pair.page, pair.key) for pair in checked.touched(model.read(here))]


def run(command, here, monkeypatch, **environment) -> int:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return command.run(here)


# ---- sentences, sources, records


def test_without_a_change_nothing_is_touched(here, capsys):
    assert checked.run(here) == 0
    assert "this change touches none" in capsys.readouterr().out


def test_correct_a_sentence(here, monkeypatch, capsys):
    add_line(here, "A corrected sentence.[@doe2021; @roe2020]")
    assert findings(here) == []
    assert touched(here) == [("topic.md", "doe2021"), ("topic.md", "roe2020")]
    assert checked.run(here) == 0
    said = capsys.readouterr().out
    line = next(line for line in said.splitlines() if "make checked KEY=doe2021" in line)
    given = dict(re.findall(r"(\w+)=(?:\"([^\"]*)\"|\S+)", line))
    only = re.search(r"ONLY=(\w+)", line).group(1)
    assert "A corrected sentence." in said and given["VERDICT"] == "supported"
    # half of what is asked for writes nothing
    assert run(checked, here, monkeypatch, KEY="doe2021", ONLY=only, VERDICT="suported") == 1
    assert "SEEN" in capsys.readouterr().out
    assert run(checked, here, monkeypatch, VERDICT="supported", SEEN="author's copy: p. 3") == 0
    (row,) = model.read(here).checked
    assert (row.key, row.fingerprint, row.seen) == ("doe2021", only, "author's copy: p. 3")
    # read again, the row is replaced
    assert run(checked, here, monkeypatch, VERDICT="not supported") == 0
    assert [row.verdict for row in model.read(here).checked] == ["not supported"]
    assert touched(here) == [("topic.md", "roe2020")]
    assert findings(here) == []


def test_all_that_nobody_has_read_is_listed_on_request(here, monkeypatch, capsys):
    assert run(checked, here, monkeypatch, ALL="1") == 0
    said = capsys.readouterr().out
    unread = statements.unread_pairs(model.read(here))
    assert said.startswith(f"{len(unread)} statements to read") and len(unread) > 2


def test_at_a_terminal_it_asks_and_writes(here, monkeypatch, capsys):
    add_line(here, "A corrected sentence.[@doe2021; @roe2020]")
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    answers = iter(["", "1", "the abstract: at PMC"])  # the first is left for later
    monkeypatch.setattr("builtins.input", lambda _: next(answers))
    assert checked.run(here) == 0
    said = capsys.readouterr().out
    assert "A corrected sentence." in said and "1 record written" in said
    (row,) = model.read(here).checked
    assert (row.key, row.verdict, row.seen) == ("roe2020", "supported", "the abstract: at PMC")

    def stopped(_):
        raise KeyboardInterrupt

    monkeypatch.setattr("builtins.input", stopped)
    assert checked.run(here) == 0
    assert "0 records written" in capsys.readouterr().out
    assert findings(here) == []


def test_correct_a_figure(here):
    """Who corrects a record is led to the sentence that repeats it, and to what ties the two."""
    words = "12 of 23 people on MDMA had a headache"
    add_line(here, f"In TRIAL-1, {words}.[@doe2021]")
    data = "adverse-events.trial-one.mdma.Headache"
    (here / "checks" / "prose-figures.yml").write_text(
        f'tied:\n- {{page: topic.md, text: "{words}", data: [{data}.n, {data}.of]}}\n'
        "only_in_prose: []\n",
        encoding="utf-8",
    )
    assert findings(here) == []
    change(here / "docs" / "data" / "adverse-events.yml", "n: 12, of: 23", "n: 13, of: 23")
    told = findings(here)
    assert told and all(line.startswith("docs/topic.md:") and "12" in line for line in told), told
    change(here / "docs" / "topic.md", "12 of 23 people", "13 of 23 people")
    (line,) = findings(here)
    assert line.startswith("checks/prose-figures.yml:")
    change(here / "checks" / "prose-figures.yml", "12 of 23", "13 of 23")
    assert findings(here) == []


def test_add_a_source_and_cite_it(here):
    insert_source(here)
    add_line(here, "A new sentence of fact stands here.[@surname2025]")
    assert findings(here) == []
    assert touched(here) == [("topic.md", "surname2025")]


def test_add_a_trial(here):
    insert_source(here)
    append(here, "trials.yml", block("yaml", 0))
    assert findings(here) == []
    assert touched(here) == [("data/trials.yml", "surname2025")]


def test_change_a_countrys_law(here):
    law = here / "docs" / "data" / "legal-status.yml"
    text = law.read_text(encoding="utf-8")
    record = text[text.index("- id:") :].split("\n- id:")[0]
    now = re.sub(r"(?m)^(  as_of: ).*$", r"\1'2026-11'", record)
    now = re.sub(r"(?m)^(  medical_access: ).*(\n    .*)*$", r"\1A new law allows it.", now)
    law.write_text(text.replace(record, now), encoding="utf-8")
    assert findings(here) == []
    assert {page for page, _ in touched(here)} == {"data/legal-status.yml"}


def test_retract_a_paper(here):
    line = re.search(r"`(retracted = \{.*?\})`", TEXT).group(1)
    bib = here / "references.bib"
    text = bib.read_text(encoding="utf-8")
    before, entry, after = text.partition("@article{doe2021,")
    bib.write_text(before + entry + after.replace("\n}", f"\n  {line},\n}}", 1), encoding="utf-8")
    pairs = [(pair.page, pair.key) for pair in checked.touched(model.read(here))]
    assert pairs and {key for _, key in pairs} == {"doe2021"}
    told = findings(here)
    assert {line.partition(":")[0] for line in told} > {"docs/index.md", "docs/topic.md"}
    assert all("doe2021 is marked retracted, and what cites it does not" in line for line in told)
    # both mends that are named, followed: the pages say so, the data rest on another source
    for file in (here / "docs").rglob("*.*"):
        if file.suffix == ".md":
            mended = re.sub(
                r"\.?(?=\[@[^\]]*doe2021)", ", a retracted paper said.", file.read_text()
            )
            file.write_text(mended, encoding="utf-8")
        elif file.suffix == ".yml":
            file.write_text(file.read_text().replace("doe2021", "roe2020"), encoding="utf-8")
    assert [line for line in findings(here) if "retracted" in line] == []


def test_add_a_picture(here):
    (here / "docs" / "assets").mkdir()
    Image.new("RGB", (8, 8)).save(here / "docs" / "assets" / "name.png")
    add_line(here, re.search(r"`(!\[What it shows\]\(.*?\))`", TEXT).group(1))
    assert findings(here) == []


# ---- pages


def test_add_a_page(here, monkeypatch, capsys):
    assert run(new, here, monkeypatch, PAGE="cost/what.md", TITLE="Cost: who pays") == 1
    assert 'UNDER="…", one of Evidence, Look up' in capsys.readouterr().out
    assert run(new, here, monkeypatch, UNDER="Look up") == 0
    assert findings(here) == []
    assert model.read(here).navigation[-1] == "cost/what.md"
    assert "cost/what.md" in published.read(here)[0].pages
    assert run(new, here, monkeypatch) == 1  # never over another
    assert run(new, here, monkeypatch, PAGE="Bad name.md") == 1
    done = mkdocs_build(here, CONTACT_EMAIL="reader@example.org")
    assert done.returncode == 0, done.stdout[-1500:] + done.stderr[-1500:]
    html = (here / "out" / "cost" / "what" / "index.html").read_text(encoding="utf-8")
    assert "mailto:reader@example.org?subject=Correction" in html


def test_rename_a_page(here):
    docs = here / "docs"
    (docs / "topic.md").rename(docs / "subject.md")
    change(here / "mkdocs.yml", "topic.md", "subject.md")
    (told,) = [line for line in findings(here) if line.startswith(published.FILE)]
    assert "topic.md was published, and its address would die" in told
    recipe = re.search(r"\(recipe: (.+)\)$", told).group(1)
    assert recipe in HEADINGS
    addresses = here / published.FILE
    addresses.write_text(
        addresses.read_text(encoding="utf-8") + "moved:\n  topic.md: subject.md\n", "utf-8"
    )
    told = "\n".join(findings(here))
    assert "a page that has moved — write subject.md#a-heading, or run make fix" in told
    fixes.everything(here)
    assert findings(here) == []
    done = mkdocs_build(here)
    assert done.returncode == 0, done.stdout[-1500:] + done.stderr[-1500:]
    left = (here / "out" / "topic" / "index.html").read_text(encoding="utf-8")
    assert 'content="0; url=../subject/"' in left and "<script" not in left
    assert "mailto:" not in (here / "out" / "subject" / "index.html").read_text(encoding="utf-8")


def test_remove_a_page(here):
    (here / "docs" / "words.md").unlink()
    change(here / "mkdocs.yml", "      - Words: words.md\n", "")
    assert any("words.md was published" in line for line in findings(here))
    addresses = here / published.FILE
    text = addresses.read_text(encoding="utf-8")
    addresses.write_text(f"{text}moved:\n  words.md: gone.md\n", encoding="utf-8")
    assert any("leads on to gone.md, and there is no such" in line for line in findings(here))
    addresses.write_text(f"{text}moved:\n  words.md: topic.md#a-heading\n", encoding="utf-8")
    assert not [line for line in findings(here) if line.startswith(published.FILE)]
    (html,) = redirects.written(here, "https://example.org/", directories=True).values()
    assert '<link rel="canonical" href="https://example.org/topic/#a-heading">' in html
    files = redirects.written(here, "", directories=False)
    assert 'url=topic.html#a-heading"' in files["words.html"]
    for line, wrong in {
        "../../old.md: topic.md": "'../../old.md' is no page that was here",
        "old.md: topic.md#nothing": "old.md leads on to #nothing of topic.md, which is not there",
    }.items():
        addresses.write_text(f"{text}moved:\n  words.md: topic.md\n  {line}\n", encoding="utf-8")
        (told,) = [one for one in findings(here) if one.startswith(published.FILE)]
        assert wrong in told
    # a page that became the first of its own folder keeps its address; its anchors, if a list does
    addresses.write_text(
        f"{text}moved:\n  words.md: words/index.md\n  words/index.md#a: topic.md\n",
        encoding="utf-8",
    )
    assert redirects.written(here, "", directories=True) == {}
    assert list(redirects.written(here, "", directories=False)) == ["words.html"]


def test_rename_a_heading(here):
    """One finding, its mend as it stands keeps every link, and the new words too."""
    page = here / "docs" / "topic.md"
    assert fix.everything(here) and fix.everything(here) == []
    assert findings(here) == []
    before = page.read_text(encoding="utf-8")
    (old,) = re.findall(r"^## (.+)$", before, re.M)[:1]
    anchor = published.read(here)[0].anchors["topic.md"][0]
    words = here / "docs" / "words.md"
    words.write_text(f"{words.read_text('utf-8')}\nSee [there](topic.md#{anchor}).\n", "utf-8")
    change(page, f"## {old}", "## Quite other words")
    (told,) = findings(here)
    assert f"this heading had the address #{anchor}" in told and told.startswith("docs/topic.md:")
    change(page, "## Quite other words", told.split(" — write ")[1])
    assert "## Quite other words { #" in page.read_text(encoding="utf-8")
    assert findings(here) == []
    assert fix.everything(here) == []
    # taken away, it is told too; and whoever must may give the address up
    change(page, f"## Quite other words {{ #{anchor} }}", "")
    (told,) = findings(here)
    assert f"no heading has the address #{anchor} any more" in told and published.FILE in told
    change(here / published.FILE, f"  - {anchor}\n", "")
    told = findings(here)  # then each link from within is told
    assert any(line.startswith("docs/words.md:") for line in told)
    assert all(f"#{anchor}" in line for line in told)


def test_every_page_of_this_site_is_in_the_list_of_published_addresses():
    """A page that is missing here would die unnoticed: `make fix` writes it down."""
    for root in (ROOT, SMALL):
        pages = {p.relative_to(root / "docs").as_posix() for p in (root / "docs").rglob("*.md")}
        assert pages <= set(published.read(root)[0].pages)


# ---- templates, ways in


@pytest.mark.parametrize("file", FILES)
def test_an_empty_record_has_every_field_explained(file):
    text = new.template(file)
    (record,) = yaml.safe_load(text)
    fields = FILES[file][1].model_fields
    assert set(record) == {name for name, one in fields.items() if one.is_required()}
    for name in fields:
        assert re.search(rf"^(- |  )(# )?{name}:  # \S", text, re.M), name


def test_new_says_what_it_can_make(here, monkeypatch, capsys):
    assert run(new, here, monkeypatch) == 1
    assert "make new PAGE=" in capsys.readouterr().out
    assert run(new, here, monkeypatch, RECORD="no") == 1
    assert run(new, here, monkeypatch, RECORD="timeline") == 0
    assert "docs/data/timeline.yml" in capsys.readouterr().out


def test_the_dev_container_sets_up_what_make_needs():
    container = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text("utf-8"))
    assert container["postCreateCommand"].startswith("make ")


def test_each_recipe_that_is_named_is_in_contributing():
    named = set()
    for path in (ROOT / "sitebuild").rglob("*.py"):
        named |= set(re.findall(r"recipe: ([A-Z][^)\"]+)[)\"]", path.read_text(encoding="utf-8")))
    assert named and named <= HEADINGS
