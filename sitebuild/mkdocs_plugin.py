"""Wires the rooms to MkDocs' events. Nothing else of the build code knows MkDocs.

For each page: our `on_page_markdown` puts in the drawings that are Markdown → mkdocs-bibtex turns
keys into footnotes →
Python-Markdown, with the extension `sitebuild.markup` → the page. What stands beside the pages is
written when all are there.
"""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

from jinja2 import Environment
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url
from mkdocs.utils.templates import TemplateContext
from mkdocs_bibtex.citation import Citation, CitationBlock, InlineReference
from mkdocs_bibtex.registry import ReferenceRegistry

from sitebuild import serving, settings
from sitebuild.markup import desk as desks
from sitebuild.markup.footnotes import compose
from sitebuild.model import citations
from sitebuild.model import site as model
from sitebuild.model.findings import Finding, show
from sitebuild.outputs import beside, frame
from sitebuild.outputs.assets import content_security_policy, inline_scripts
from sitebuild.rules import in_the_way, run


class KeyRegistry(ReferenceRegistry):
    """What mkdocs-bibtex asks for: marks and texts. It knows keys alone; texts are set in the
    tree (markup/sources.py).

    Its own registries read the whole file a second time, with a stricter parser, before any rule
    could speak.
    """

    def __init__(self) -> None:
        self.footnote_format = "{key}"

    def validate_citation_blocks(self, citation_blocks: list[CitationBlock]) -> None:
        """Nothing: the rules on citations have spoken."""

    def validate_inline_references(
        self, inline_references: list[InlineReference]
    ) -> set[InlineReference]:
        """None: a bare @word stays as it stands."""
        return set()

    def inline_text(self, citation_block: CitationBlock) -> str:
        """'[^roe2020][^doe2021]'."""
        return "".join(f"[^{citation.key}]" for citation in citation_block.citations)

    def reference_text(self, citation: Citation | InlineReference) -> str:
        """The key, as the text of its footnote."""
        return str(citation.key)


class Stopped(Abort):
    """Raised with the findings of a run when nothing can be built."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        many = "s" if len(findings) > 1 else ""
        super().__init__(
            f"{len(findings)} finding{many}; nothing was built. "
            "Each line above says where and what to do."
        )


class NoOptions(Config):
    """mkdocs.yml says nothing to the plugin but its name."""


class ReferencePlugin(BasePlugin[NoOptions]):
    """See the module's docstring."""

    command: Literal["build", "gh-deploy", "serve"] = "build"

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Its being here keeps the plugin alive between the builds of a server."""
        self.command = command
        self.built = self.building = ""  # folders of the last good build and of this one
        self.renders: dict[str, Rendered] = {}

    # ---- before pages

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Reads and rules; stops before anything built earlier is touched."""
        self.root = Path(config.config_file_path).parent
        self.site = model.read(self.root)
        findings = run(self.site)
        stopping = in_the_way(findings) if self.command == "serve" else findings
        if findings and (self.command != "serve" or not stopping):
            print(show(findings))  # the server prints those that stop it itself
        if stopping:
            raise Stopped(stopping)
        self.offline = os.environ.get("OFFLINE") == "1"
        config.use_directory_urls = not self.offline
        repository = settings.repository_address(self.root)
        config.repo_url = repository or None
        config.repo_name = "Repository" if repository else None
        config.edit_uri = "edit/main/docs/" if repository else None
        if self.command == "serve":
            # a fresh folder for each build: the last good one stays while this one may fail
            if self.building != self.built:
                shutil.rmtree(self.building, ignore_errors=True)
            config.site_dir = self.building = tempfile.mkdtemp(prefix="reference-site-")
        else:
            config.site_url = settings.site_address(repository)
        self._hand_keys_to_bibtex(config)
        return config

    @staticmethod
    def _hand_keys_to_bibtex(config: MkDocsConfig) -> None:
        """Gives mkdocs-bibtex our registry in place of one that it would read from the file."""
        bibtex: Any = config.plugins["bibtex"]
        bibtex.registry = KeyRegistry()
        bibtex.last_configured = time.time() + 1
        # it would say on each build that the file has not changed
        logging.getLogger("mkdocs.plugins.mkdocs-bibtex").setLevel(logging.WARNING)

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Puts the site on the desk, and adds the files that stand beside pages."""
        self.files = files
        self.desk = desks.Desk(
            self.site, self._address, composed=True, repository=config.repo_url or ""
        )
        desks.current = self.desk
        self.context = frame.Context(
            root=self.root,
            site=self.site,
            name=config.site_name,
            description=config.site_description or "",
            address=config.site_url or "",
            offline=self.offline,
            url=self._url,
        )
        for path, content in beside.before(self.context).items():
            files.append(File.generated(config, path, content=content))
        return files

    def _address(self, target: str, page: str) -> str:
        here = self.files.get_file_from_path(page)
        return get_relative_url(self._url(target), here.url if here else "")

    def _url(self, path: str) -> str:
        found = self.files.get_file_from_path(path)
        return found.url if found else path

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """While serving, a page whose text and world are as they were is not rendered again."""
        if self.command == "serve":
            world = hash((self.site.world, tuple(file.url for file in files)))
            for file in files.documentation_pages():
                if file.page:
                    keep_render(file.page, self.renders, (world, self._drawn_from_pages(file)))
        return nav

    def _drawn_from_pages(self, file: File) -> object:
        """What a page shows of other pages: the list of sources says where each is cited."""
        page = self.site.by_path[file.src_uri]
        if not DRAWN_FROM_PAGES.intersection(page.draws):
            return None
        return tuple(other.text for other in self.site.pages)

    # ---- each page

    @event_priority(100)
    def on_page_markdown(
        self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """Markdown as mkdocs-bibtex may read it."""
        self.desk.page = page.file.src_uri
        return citations.shield(compose(markdown, self.desk.page, self.desk))

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Tells MkDocs of the anchors that drawings brought."""
        path = page.file.src_uri
        if path in self.desk.finished:
            anchors = self.desk.finished[path].anchors
            page.present_anchor_ids = (page.present_anchor_ids or set()) | anchors
            if path in self.renders:
                self.renders[path].finished = self.desk.finished[path]
        else:  # as it was rendered before
            self.desk.finished[path] = self.renders[path].finished
        return html

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """What every page's frame may show."""
        env.globals["build"] = frame.build(self.context)
        env.globals["policy"] = content_security_policy(
            inline_scripts(self.root), offline=self.offline, serving=self.command == "serve"
        )
        return env

    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """What this page's frame shows."""
        path = page.file.src_uri
        address = page.canonical_url or ""
        finished = self.desk.finished[path]
        ours = frame.page(self.context, self.desk, path, address, finished)
        return cast(TemplateContext, context | ours)

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """The same for a page that no Markdown stands behind, for the feed and robots.txt."""
        ours = frame.template(self.context, self.desk, context["base_url"])
        return cast(TemplateContext, context | ours)

    # ---- after pages

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """What is made from all pages, and what of the theme nothing loads."""
        beside.after(self.context, self.desk, Path(config.site_dir))
        self.built = self.building

    # ---- the server

    def on_serve(
        self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Callable[..., Any]
    ) -> LiveReloadServer:
        """Watches all that a page is made of; keeps the last good pages while a finding stands."""
        for name in serving.WATCHED:
            with contextlib.suppress(FileNotFoundError):
                server.watch(str(self.root / name))
        serving.keep_going(server, builder, lambda: self.built, self._findings)
        return server

    def _findings(self, error: BaseException) -> list[Finding]:
        """What is wrong when a build has failed."""
        if isinstance(error, Stopped):
            return error.findings
        return run(model.read(self.root))  # a configuration that MkDocs could not read

    def on_shutdown(self) -> None:
        """Puts the last build away."""
        for folder in {self.built, self.building} - {""}:
            shutil.rmtree(folder, ignore_errors=True)


# ---- pages that did not change

# Drawings that show other pages, or how their statements were checked.
DRAWN_FROM_PAGES = {"references", "integrity", "questions"}


@dataclass
class Rendered:
    """A page as MkDocs rendered it, under the key of all that it was made of."""

    key: object
    content: str | None
    toc: Any
    title: str | None
    anchors: set[str]
    links: dict[str, dict[str, str]]  # path of the page linked to → anchor → link
    finished: Any = None


def keep_render(page: Page, known: dict[str, Rendered], world: object) -> None:
    """Makes a page render itself only when its Markdown or its world has changed."""
    render = page.render
    path = page.file.src_uri

    def render_or_remember(config: MkDocsConfig, files: Files) -> None:
        key = (page.markdown, world)
        before = known.get(path)
        if before and before.key == key and before.finished:
            page.content, page.toc = before.content, before.toc
            page._title_from_render = before.title
            page.present_anchor_ids = set(before.anchors)
            found = ((files.get_file_from_path(to), links) for to, links in before.links.items())
            page.links_to_anchors = {file: links for file, links in found if file}
            return
        render(config, files)
        known[path] = Rendered(
            key,
            page.content,
            page.toc,
            page._title_from_render,
            page.present_anchor_ids or set(),
            {file.src_uri: links for file, links in (page.links_to_anchors or {}).items()},
        )

    page.render = render_or_remember  # type: ignore[method-assign]
