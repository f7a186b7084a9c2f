"""Wires the modules to MkDocs' events. Nothing else of the build code knows MkDocs.

Order of things, for each page: our `on_page_markdown` draws → mkdocs-bibtex turns keys into footnotes, with a placeholder
of ours for each text → Python-Markdown → `on_page_content` finishes marks, sources, drawings and terms. When all pages are there (`on_env`), the references page and the search index are made from them.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import time
from collections import defaultdict
from datetime import date
from pathlib import Path

from mkdocs.config import Config, config_options
from mkdocs.exceptions import Abort
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File
from mkdocs.utils import get_relative_url

from sitebuild.outputs import assets

from sitebuild import checks

from sitebuild.markup import citations

from sitebuild.views import drawings

from sitebuild.markup import glossary

from sitebuild.model import statements as integrity

from sitebuild.outputs import reuse

from sitebuild.outputs import search

from sitebuild.outputs import social
from sitebuild.model.data import as_csv, schema
from sitebuild.model.findings import show
from sitebuild.model.records import FILES

log = get_plugin_logger("reference")


def repository_address(root: Path) -> str:
    """https://github.com/owner/name from the environment or the git remote; '' where neither tells."""
    if os.environ.get("REPO_URL"):
        return os.environ["REPO_URL"].rstrip("/")
    if os.environ.get("GITHUB_REPOSITORY"):
        return f"{os.environ.get('GITHUB_SERVER_URL', 'https://github.com')}/{os.environ['GITHUB_REPOSITORY']}"
    found = subprocess.run(["git", "-C", str(root), "remote", "get-url", "origin"], capture_output=True, text=True, check=False)
    match = re.fullmatch(r"(?:https://|ssh://git@|git@)([\w.-]+\.[a-z]+)[/:]([\w./-]+?)(?:\.git)?/?", found.stdout.strip())
    return f"https://{match.group(1)}/{match.group(2)}" if match else ""


def site_address(repository: str) -> str:
    """The published address from the environment, or GitHub Pages' for a GitHub repository; '' where neither tells."""
    if os.environ.get("SITE_URL"):
        return os.environ["SITE_URL"].rstrip("/") + "/"
    match = re.fullmatch(r"https://github\.com/([\w.-]+)/([\w.-]+)", repository)
    if not match:
        return ""
    owner, name = match.groups()
    return f"https://{owner.lower()}.github.io/" + ("" if name.lower() == f"{owner.lower()}.github.io" else f"{name}/")


class ReferencePlugin(BasePlugin):
    """See the module's docstring."""

    config_scheme = (("check", config_options.Type(bool, default=True)),)

    def on_startup(self, *, command: str, dirty: bool) -> None:
        self.command = command

    @event_priority(100)
    def on_config(self, config: Config) -> Config:
        self.root = Path(config.config_file_path).parent
        self.offline = os.environ.get("OFFLINE") == "1"
        config.use_directory_urls = not self.offline
        config.repo_url = repository_address(self.root)
        config.repo_name = "Repository" if config.repo_url else None
        config.edit_uri = "edit/main/docs/" if config.repo_url else None
        if self.command != "serve":
            config.site_url = site_address(config.repo_url)
        return config

    def on_files(self, files, *, config):
        site = checks.read_site(self.root)
        findings = checks.run(site)
        if findings:
            print(show(findings))
            raise Abort(f"{len(findings)} finding{'s' if len(findings) > 1 else ''}; nothing was built. Each line above says where and what to do.")
        self.site, self.files = site, files
        self.standing, self.on_notes = integrity.standing(site), integrity.on_notes(site)
        self.cited_by: dict[str, set[str]] = defaultdict(set)
        self.keys_of: dict[str, list[str]] = {}
        # The one place where mkdocs-bibtex is taken over: it asks its registry for a footnote's text, and gets a placeholder.
        config.plugins["bibtex"].registry.reference_text = citations.placeholder
        self.drawings = drawings.Drawings(self.root / "theme" / "drawings", site.data, site.bibliography, self._address, date.today().isoformat())
        for name, (_, model) in FILES.items():
            stem = name.removesuffix(".yml")
            files.append(File.generated(config, f"data/{stem}.csv", content=as_csv(site.data[name])))
        files.append(File.generated(config, "downloads/references.bib", content=(self.root / "references.bib").read_text(encoding="utf-8")))
        files.append(File.generated(config, "downloads/references.json", content=reuse.csl_json(site.bibliography)))
        history = files.get_file_from_path("society/history.md")
        events = sorted(site.data["timeline.yml"], key=lambda event: (event.date, event.id), reverse=True)[:60]
        base = config.site_url or ""
        files.append(File.generated(config, "feed.xml", content=reuse.feed(
            config.site_name, base, events, lambda event: f"{base}{history.url if history else ''}#event-{event.id}", "What happened in the field, newest first")))
        return files

    def _address(self, target: str, page: str) -> str:
        here = self.files.get_file_from_path(page).url
        found = self.files.get_file_from_path(target)
        return get_relative_url(found.url if found else target, here)

    @event_priority(100)
    def on_page_markdown(self, markdown: str, *, page, config, files) -> str:
        markdown = drawings.brief_as_list(markdown)
        markdown = self.drawings.before(markdown, page.file.src_uri)
        return citations.shield(markdown)

    def on_page_content(self, html: str, *, page, config, files) -> str:
        here = page.file.src_uri
        html = citations.finish(html, self.site.bibliography, self._address("references.md", here))
        if here != "references.md":
            html = self.drawings.after(html, here, standing=self.standing, on_notes=self.on_notes)
            keys = list(dict.fromkeys(re.findall(r'(?:href="#fn:|data-key=")([a-z0-9]+)"', html)))
            self.keys_of[here] = keys
            for key in keys:
                self.cited_by[key].add(here)
        if here not in ("glossary.md",):
            html = glossary.explain(html, self.site.data["glossary.yml"], self._address("glossary.md", here))
        return wrap_tables(html)

    def on_env(self, env, *, config, files):
        pages = {file.src_uri: file.page for file in files.documentation_pages() if file.page}
        self.pages = pages
        references = pages.get("references.md")
        if references:
            cited = {key: sorted(where) for key, where in self.cited_by.items()}
            references.content = self.drawings.after(references.content, "references.md", cited_by=cited, pages=pages)
            self.keys_of["references.md"] = []
        documents = []
        for path, page in pages.items():
            if path == "references.md":
                continue
            documents += search.sections(page.meta["title"], page.url, page.content, page.meta.get("search_terms", []))
        for entry in self.site.bibliography.sorted():
            documents.append({"u": f"{references.url}#ref-{entry.key}" if references else "", "p": "References", "t": entry.label, "x": entry.title, "s": ""})
        self.index = search.as_script(documents, self.site.synonyms)
        sources = {
            entry.key: citations.source_line(entry, self.site.bibliography, "") for entry in self.site.bibliography.entries.values() if entry.key in self.cited_by
        }
        terms = {term.id: term.short for term in self.site.data["glossary.yml"]}
        self.sources_script = f"window.siteTerms={json.dumps(terms, ensure_ascii=False, separators=(',', ':'))};\n"
        self.sources_script += "window.siteSources=" + json.dumps(sources, ensure_ascii=False, separators=(",", ":")) + ";\n"
        env.globals["build"] = {"version": version(self.root), "offline": self.offline, "year": date.today().year}
        return env

    def on_page_context(self, context, *, page, config, nav):
        here = page.file.src_uri
        keys = self.keys_of.get(here, [])
        title = page.meta.get("title") or page.title
        reviewed = str(page.meta.get("reviewed") or date.today().isoformat())
        url = page.canonical_url or ""
        context["help_page"] = self._address("get-help.md", here)
        about = here.startswith("about/") or here in ("references.md", "external-links.md", "see-also.md")
        context["reuse"] = {
            "cite": reuse.cite_this_page(title, config.site_name, url, reviewed, version(self.root), "mdmatherapy" + reviewed[:4] + re.sub(r"[^a-z]", "", page.url or "home")),
            "json_ld": reuse.json_ld(title, page.meta.get("description", ""), config.site_name, url, reviewed, keys, self.site.bibliography, "https://creativecommons.org/licenses/by/4.0/", not about),
            "sources": keys, "reviewed": reviewed,
            "bib": get_relative_url(f"downloads/{bib_name(here)}", page.url) if keys else "",
            "fingerprint": self._fingerprint(),
        }
        return context

    def on_template_context(self, context, *, template_name, config):
        found = self.files.get_file_from_path("get-help.md")
        context["help_page"] = (context["base_url"].rstrip("/") + "/" + found.url) if found else ""
        return context

    def _fingerprint(self) -> str:
        return hashlib.sha256(b"".join(path.read_bytes() for path in sorted((self.root / "theme" / "assets").rglob("*")) if path.is_file())).hexdigest()[:8]

    def on_post_page(self, output: str, *, page, config) -> str:
        policy = assets.content_security_policy(output)
        if self.offline:
            policy = policy.replace("'self'", "'self' file:")
        return output.replace("@@CSP@@", policy, 1)

    def on_post_template(self, output_content: str, *, template_name, config) -> str:
        return output_content.replace("@@CSP@@", assets.content_security_policy(output_content), 1)

    def on_post_build(self, *, config) -> None:
        site = Path(config.site_dir)
        (site / "assets" / "search-index.js").write_text(self.index, encoding="utf-8")
        (site / "assets" / "sources.js").write_text(self.sources_script, encoding="utf-8")
        downloads = site / "downloads"
        downloads.mkdir(exist_ok=True)
        for here, keys in self.keys_of.items():
            if keys:
                (downloads / bib_name(here)).write_text(reuse.bibtex(self.site.bibliography, keys), encoding="utf-8")
        base = config.site_url or ""
        if base:
            (site / "robots.txt").write_text(f"User-agent: *\nAllow: /\nSitemap: {base}sitemap.xml\n", encoding="utf-8")
            social.draw(site / "assets" / "social.png", config.site_name, config.site_description)
        self._drop_unused(site)

    def _drop_unused(self, site: Path) -> None:
        """Material's own scripts, source maps, fonts and language packs: nothing here loads them."""
        assets_dir = site / "assets"
        pages = [path.read_text(encoding="utf-8") for path in site.rglob("*.html")]
        scripts = (assets_dir / "site.js").read_text(encoding="utf-8") if (assets_dir / "site.js").exists() else ""
        names = assets.names_in([*pages, scripts])
        names |= {"." + name for name in re.findall(r'["\'` ]([a-z][\w-]+)["\'`]', scripts)}
        own = (assets_dir / "site.css").read_text(encoding="utf-8")
        base = next((assets_dir / "stylesheets").glob("main.*.min.css")).read_text(encoding="utf-8")
        base = re.sub(r"/\*#.*?\*/", "", base)
        merged = assets.compact(assets.prune_properties(assets.prune_css(base, names) + assets.prune_css(own, names)))
        (assets_dir / "site.css").write_text(merged, encoding="utf-8")
        for unused in ("stylesheets", "javascripts", "images"):
            shutil.rmtree(assets_dir / unused, ignore_errors=True)
        for extra in ("search", "sitemap.xml.gz"):
            target = site / extra
            shutil.rmtree(target) if target.is_dir() else target.unlink(missing_ok=True)
        if self.offline or not (site / "sitemap.xml").exists() or "<loc>" not in (site / "sitemap.xml").read_text(encoding="utf-8"):
            (site / "sitemap.xml").unlink(missing_ok=True)


def wrap_tables(html: str) -> str:
    """Every table in a box that scrolls, reachable by keyboard and named by its caption."""

    counter = iter(range(1, 1000))

    def box(match: re.Match) -> str:
        table = re.sub(r"<th[^>]*>\s*</th>", "<td></td>", match.group())  # an empty corner is no header
        caption = re.search(r"<caption[^>]*>(.*?)</caption>", table, re.S)
        label = re.sub(r"<[^>]+>", "", caption.group(1)).strip() if caption else f"Table {next(counter)}"
        return f'<div class="table-box" role="region" tabindex="0" aria-label="{label}">{table}</div>'

    return re.sub(r"<table\b.*?</table>", box, html, flags=re.S)


def bib_name(page: str) -> str:
    """'society/history.md' → 'society-history.bib'."""
    return page.removesuffix(".md").replace("/", "-") + ".bib"


def version(root: Path) -> str:
    """Version in pyproject.toml."""
    match = re.search(r'^version = "([^"]+)"', (root / "pyproject.toml").read_text(encoding="utf-8"), re.M)
    return match.group(1) if match else "0"


def build_epoch(root: Path) -> int:
    """SOURCE_DATE_EPOCH, else the time of the last commit, else now."""
    if os.environ.get("SOURCE_DATE_EPOCH"):
        return int(os.environ["SOURCE_DATE_EPOCH"])
    found = subprocess.run(["git", "-C", str(root), "log", "-1", "--format=%ct"], capture_output=True, text=True, check=False).stdout.strip()
    return int(found) if found else int(time.time())
