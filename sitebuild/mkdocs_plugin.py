"""Wires the rooms to MkDocs' events. Nothing else of the build code knows MkDocs.

For each page: our `on_page_markdown` puts in the drawings that are Markdown → mkdocs-bibtex turns keys into footnotes →
Python-Markdown, with the extension `sitebuild.markup` → the page. What stands beside the pages is written when all are there.
"""

from __future__ import annotations

import contextlib
import logging
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment
from mkdocs.config.base import Config
from mkdocs.config.config_options import Type
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url
from mkdocs_bibtex.citation import Citation, CitationBlock, InlineReference
from mkdocs_bibtex.registry import ReferenceRegistry

from sitebuild import serving, settings
from sitebuild.markup import desk as desks
from sitebuild.markup.footnotes import compose
from sitebuild.model import citations
from sitebuild.model import site as model
from sitebuild.model.findings import show
from sitebuild.outputs import beside, frame
from sitebuild.outputs.assets import content_security_policy
from sitebuild.rules import run

POLICY = "@@CSP@@"  # stands in the frame until the page's inline scripts are known


class KeyRegistry(ReferenceRegistry):
    """What mkdocs-bibtex asks for: marks and texts. It knows keys alone; texts are set in the tree (markup/sources.py).

    Its own registries read the whole file a second time, with a stricter parser, before any rule could speak.
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


class Options(Config):
    """Options in mkdocs.yml."""

    check = Type(bool, default=True)


class ReferencePlugin(BasePlugin[Options]):
    """See the module's docstring."""

    command: Literal["build", "gh-deploy", "serve"] = "build"

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Its being here keeps the plugin alive between the builds of a server."""
        self.command = command
        self.renders: dict[str, tuple[Any, ...]] = {}

    # ---- before pages

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Reads and rules; stops before anything built earlier is touched."""
        self.root = Path(config.config_file_path).parent
        self.site = model.read(self.root)
        findings = run(self.site)
        if findings:
            if self.command != "serve":
                print(show(findings))
            raise Stopped(findings)
        self.offline = os.environ.get("OFFLINE") == "1"
        config.use_directory_urls = not self.offline
        repository = settings.repository_address(self.root)
        config.repo_url = repository or None
        config.repo_name = "Repository" if repository else None
        config.edit_uri = "edit/main/docs/" if repository else None
        if self.command == "serve":
            # a fresh folder for each build, so that the last good one is there while this one may fail
            config.site_dir = tempfile.mkdtemp(prefix="reference-site-")
        else:
            config.site_url = settings.site_address(repository)
        self._hand_keys_to_bibtex(config)
        return config

    @staticmethod
    def _hand_keys_to_bibtex(config: MkDocsConfig) -> None:
        """Gives mkdocs-bibtex our registry in place of one that it would read from the file."""
        bibtex = config.plugins["bibtex"]
        bibtex.registry = KeyRegistry()  # type: ignore[attr-defined]
        bibtex.last_configured = time.time() + 1  # type: ignore[attr-defined]
        # it would say on each build that the file has not changed
        logging.getLogger("mkdocs.plugins.mkdocs-bibtex").setLevel(logging.WARNING)

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Puts the site on the desk, and adds the files that stand beside pages."""
        self.files = files
        self.desk = desks.Desk(self.site, self._address, composed=True)
        desks.current = self.desk
        self.context = beside.Context(
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

    # ---- each page

    @event_priority(100)
    def on_page_markdown(
        self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """Markdown as mkdocs-bibtex may read it."""
        self.desk.page = page.file.src_uri
        return citations.shield(compose(markdown, self.desk.page, self.desk))

    @event_priority(-100)
    def _keep_render(self, page: Page) -> None:
        """A page whose text and world are as they were is not rendered again."""

    def on_page_content(
        self, html: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """Tells MkDocs of the anchors that drawings brought."""
        finished = self.desk.finished[page.file.src_uri]
        page.present_anchor_ids = (page.present_anchor_ids or set()) | finished.anchors
        return html

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """What every page's frame may show."""
        env.globals["build"] = frame.build(self.context)
        return env

    def on_page_context(
        self, context: dict[str, Any], *, page: Page, config: MkDocsConfig, nav: Any
    ) -> dict[str, Any]:
        """What this page's frame shows."""
        path = page.file.src_uri
        finished = self.desk.finished[path]
        address = page.canonical_url or ""
        return context | frame.page(self.context, self.desk, path, address, finished)

    def on_template_context(
        self, context: dict[str, Any], *, template_name: str, config: MkDocsConfig
    ) -> dict[str, Any]:
        """The same for a page that no Markdown stands behind, and for the feed and robots.txt."""
        return context | frame.template(self.context, self.desk, context["base_url"])

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """What the page may load."""
        return self._with_policy(output)

    def on_post_template(
        self, output_content: str, *, template_name: str, config: MkDocsConfig
    ) -> str:
        """The same for a page that no Markdown stands behind."""
        return self._with_policy(output_content) if template_name.endswith(".html") else output_content

    def _with_policy(self, output: str) -> str:
        policy = content_security_policy(
            frame.INLINE_SCRIPTS, offline=self.offline, serving=self.command == "serve"
        )
        return output.replace(POLICY, policy, 1)

    # ---- after pages

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """What is made from all pages, and what of the theme nothing loads."""
        beside.after(self.context, self.desk, Path(config.site_dir))

    # ---- the server

    def on_serve(
        self,
        server: LiveReloadServer,
        /,
        *,
        config: MkDocsConfig,
        builder: Callable[..., Any],
    ) -> LiveReloadServer:
        """Watches all that a page is made of; keeps the last good pages while a finding stands."""
        for name in serving.WATCHED:
            with contextlib.suppress(FileNotFoundError):
                server.watch(str(self.root / name))
        serving.keep_going(server, self.root, builder, lambda: config_dir(self))
        return server


def config_dir(plugin: ReferencePlugin) -> str:
    """Where the newest good build stands."""
    return plugin.built


class Stopped(Abort):
    """Raised with the findings of a run when nothing can be built."""

    def __init__(self, findings: list[Any]) -> None:
        self.findings = findings
        many = "s" if len(findings) > 1 else ""
        super().__init__(
            f"{len(findings)} finding{many}; nothing was built. "
            "Each line above says where and what to do."
        )
