"""Fixtures. The site is built once, for the tests that look at what was built, and not at all
for the others.
"""

from __future__ import annotations

import contextlib
import functools
import gzip
import http.server
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from filelock import FileLock
from support import DISK, ENVIRONMENT, PUBLISHED, ROOT, TESTS, copy_to, small_site

KINDS = ("unit", "content", "registries", "repository", "built", "browser")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test's folder is its mark."""
    for item in items:
        kind = item.path.relative_to(TESTS).parts[0]
        if kind in KINDS:
            item.add_marker(getattr(pytest.mark, kind))


# ---- what was built


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The published site and the copy for disk, built once for all workers; BUILT=1 takes what
    is there.
    """
    if os.environ.get("BUILT"):
        return
    shared = tmp_path_factory.getbasetemp()
    shared = shared.parent if os.environ.get("PYTEST_XDIST_WORKER") else shared
    with FileLock(shared / "built.lock"):
        told = shared / "built"
        if not told.exists():
            told.write_text(_build(), encoding="utf-8")
        failed = told.read_text(encoding="utf-8")
    if failed:
        pytest.fail(failed, pytrace=False)


BOTH = "from sitebuild import commands; raise SystemExit(commands.build() or commands.offline())"


def _build() -> str:
    """Builds one after the other, so that all is read and ruled once; '' or what went wrong."""
    (ROOT / "dist").mkdir(exist_ok=True)
    with (ROOT / "dist" / "build.log").open("w+", encoding="utf-8") as log:
        done = subprocess.run(
            [sys.executable, "-c", BOTH],
            cwd=ROOT,
            env=ENVIRONMENT,
            stdout=log,
            stderr=subprocess.STDOUT,
            check=False,
        )
        log.seek(0)
        return log.read()[-3000:] if done.returncode else ""


@pytest.fixture(scope="session")
def pages(built: None) -> dict[str, str]:
    """Address below the site → HTML of every published page."""
    paths = sorted(PUBLISHED.rglob("*.html"))
    return {
        path.relative_to(PUBLISHED).as_posix(): path.read_text(encoding="utf-8") for path in paths
    }


class Made(dict[str, Any]):
    """Address → what is made of a page when it is first asked for."""

    def __init__(self, pages: Iterable[str], make: Callable[[str], Any]) -> None:
        super().__init__(dict.fromkeys(pages))
        self.make = make

    def __getitem__(self, path: str) -> Any:
        if super().__getitem__(path) is None:
            self[path] = self.make(path)
        return super().__getitem__(path)

    def values(self) -> Iterator[Any]:
        return (self[path] for path in self)

    def items(self) -> Iterator[tuple[str, Any]]:
        return ((path, self[path]) for path in self)


@pytest.fixture(scope="session")
def soups(pages: dict[str, str]) -> dict[str, BeautifulSoup]:
    """The same, parsed once; a test that changes one changes a copy."""
    return Made(pages, lambda path: BeautifulSoup(pages[path], "lxml"))


@pytest.fixture(scope="session")
def anchors(soups: dict[str, BeautifulSoup]) -> dict[str, dict[str, Tag]]:
    """Address → id → the element of that page; looking for each anew would take minutes."""
    return Made(soups, lambda path: {str(one["id"]): one for one in soups[path].find_all(id=True)})


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of what the repository says, to plant mistakes in."""
    return copy_to(tmp_path / "copy")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The site of made-up pages, to be changed at will."""
    return small_site(tmp_path / "small")


# ---- a browser on it


class _Handler(http.server.SimpleHTTPRequestHandler):
    """The published site as a host would send it: compressed, each file compressed once."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass

    @staticmethod
    @functools.cache
    def compressed(path: Path) -> bytes:
        return gzip.compress(path.read_bytes(), 9)

    def do_GET(self) -> None:
        asked = self.path.split("?")[0]
        path = Path(self.translate_path(asked))
        if path.is_dir() and not asked.endswith("/"):
            super().do_GET()
            return
        path = path / "index.html" if path.is_dir() else path
        code = 200 if path.is_file() else 404
        path = path if code == 200 else PUBLISHED / "404.html"
        kind = self.guess_type(str(path))
        text = kind.startswith("text/") or "javascript" in kind
        self.send_response(code)
        self.send_header("Content-Type", kind + ("; charset=utf-8" if text else ""))
        self.send_header("Cache-Control", "max-age=600")
        if text or "json" in kind or "xml" in kind:
            body = self.compressed(path)
            self.send_header("Content-Encoding", "gzip")
        else:
            body = path.read_bytes()
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with contextlib.suppress(ConnectionError):  # a page that a test leaves early
            self.wfile.write(body)


@pytest.fixture(scope="session")
def server(built: None) -> Iterator[str]:
    """Address of the published site, served from this machine."""
    handler = functools.partial(_Handler, directory=str(PUBLISHED))
    httpd = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    httpd.daemon_threads = True
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{httpd.server_address[1]}/"
    httpd.shutdown()


@pytest.fixture(scope="session")
def disk(built: None) -> str:
    """The copy for disk as a file: address."""
    return DISK.as_uri() + "/"


@pytest.fixture(scope="session")
def chromium():
    """A real Chromium."""
    from playwright.sync_api import sync_playwright
    from tools import browsers

    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(
            executable_path=browsers.chromium(), args=browsers.arguments()
        )
        yield instance
        instance.close()


SAY_WHAT_IS_REFUSED = (
    "addEventListener('securitypolicyviolation', "
    "e => console.error('CSP ' + e.violatedDirective + ' ' + e.blockedURI))"
)


@pytest.fixture
def open_page(chromium) -> Iterator[Callable]:
    """open_page(address, width=1440, scheme='light', **context) → a page; complaints are kept in
    page.complaints.
    """
    contexts = []

    def open_(address: str, width: int = 1440, height: int = 900, scheme: str = "light", **options):
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.complaints, page.requests = [], []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("console", lambda m: m.type == "error" and page.complaints.append(m.text))
        page.on("request", lambda request: page.requests.append(request.url))
        page.add_init_script(SAY_WHAT_IS_REFUSED)
        page.goto(address)
        return page

    yield open_
    for context in contexts:
        context.close()
