"""The site while somebody edits it: a finding shows in the page, over the last good one, and
goes when it is mended.

MkDocs' own server lets every request wait until a failed build is mended, and says nothing in the
browser. Here a failed
build counts as done: the folder of the last good build is served, with the findings on top of
each page.
"""

from __future__ import annotations

import html
import shutil
import sys
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Protocol
from wsgiref.types import StartResponse, WSGIEnvironment

from sitebuild.model.findings import Finding, show

# what a page is made of, beside docs/ and mkdocs.yml, which MkDocs watches itself
WATCHED = ("references.bib", "theme", "checks")
STYLE = (
    "position:fixed;inset:0 0 auto 0;z-index:9999;max-height:60vh;overflow:auto;margin:0;"
    "padding:1rem 1.5rem;background:#7a1f1f;color:#fff;font:16px/1.5 system-ui,sans-serif;"
    "box-shadow:0 2px 12px #0008"
)


class Server(Protocol):
    """What is used of MkDocs' server."""

    root: str
    builder: Callable[..., Any]

    def serve_request(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        """Answers a request."""

    def set_app(self, application: Any) -> None:
        """The WSGI application that answers requests."""


def box(findings: list[Finding], otherwise: str = "") -> str:
    """The findings as they stand over a page."""
    many = f"{len(findings)} finding{'s' if len(findings) != 1 else ''}" if findings else "An error"
    items = [f"<li>{html.escape(str(finding))}</li>" for finding in findings]
    told = "".join(items) or f"<li>{html.escape(otherwise)}</li>"
    return (
        f'<div role="alert" id="findings" style="{STYLE}"><strong>{many}. This page is the last '
        f"good one; it renews itself when the file is mended.</strong><ul>{told}</ul></div>"
    )


class Findings:
    """Puts the box into each page that is served while there is one."""

    def __init__(self, application: Callable[..., Iterable[bytes]]) -> None:
        self.application = application
        self.box = ""

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """A WSGI application."""
        if not self.box:
            return self.application(environ, start)
        kept: list[Any] = []

        def keep(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            kept[:] = [status, headers, *more]
            return lambda _: None

        body = b"".join(self.application(environ, keep))
        status, headers, *more = kept
        if any(name == "Content-Type" and value == "text/html" for name, value in headers):
            # after the end of the document: a browser takes it into the body, and nothing is
            # searched in the page
            body += self.box.encode()
            headers = [pair for pair in headers if pair[0] != "Content-Length"]
            headers.append(("Content-Length", str(len(body))))
        start(status, headers, *more)
        return [body]


def keep_going(
    server: Server,
    builder: Callable[..., Any],
    built: Callable[[], str],
    findings: Callable[[BaseException], list[Finding]],
) -> None:
    """Wraps the server so that a build that fails is told in the page and the last good one stays.

    `built` gives the folder of the build that has just gone well; `findings` what is wrong when
    one has not.
    """
    told = Findings(server.serve_request)
    server.set_app(told)
    server.root = built()

    def build(*arguments: Any, **options: Any) -> None:
        try:
            builder(*arguments, **options)
        except (Exception, SystemExit) as error:
            found = findings(error)
            print(show(found) if found else f"{error}", file=sys.stderr, flush=True)
            if not found and not isinstance(error, SystemExit):
                traceback.print_exc()
            told.box = box(found, str(error))
            return
        old, server.root = Path(server.root), built()
        told.box = ""
        if old != Path(server.root):
            shutil.rmtree(old, ignore_errors=True)

    server.builder = build
