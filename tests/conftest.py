"""Builds the site once, as readers get it (published and for disk), and serves it; tests look at what was built."""

from __future__ import annotations

import contextlib
import functools
import gzip
import http.server
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))
PUBLISHED, DISK = ROOT / "site", ROOT / "dist" / "offline"
ADDRESS = "https://example.org/"  # a site address, so that canonical links, the sitemap and the feed are built
ENVIRONMENT = os.environ | {"SITE_URL": ADDRESS, "REPO_URL": "https://github.com/example/reference"}


def pytest_configure(config):
    if hasattr(config, "workerinput") or os.environ.get("NO_BUILD"):
        return
    for command in ("build", "offline"):
        done = subprocess.run([sys.executable, "-m", "sitebuild", command], cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, check=False)
        (ROOT / "dist").mkdir(exist_ok=True)
        (ROOT / "dist" / f"{command}.log").write_text(done.stdout + done.stderr, encoding="utf-8")
        if done.returncode:
            pytest.exit(f"make {command} failed:\n{done.stdout[-6000:]}{done.stderr[-3000:]}", 1)


@pytest.fixture(scope="session")
def pages() -> dict[str, str]:
    """Address below the site → HTML of every published page."""
    return {path.relative_to(PUBLISHED).as_posix(): path.read_text(encoding="utf-8") for path in sorted(PUBLISHED.rglob("*.html"))}


class _Handler(http.server.SimpleHTTPRequestHandler):
    """The published site as a host would send it: compressed."""

    def log_message(self, *_):
        pass

    def do_GET(self):
        path = Path(self.translate_path(self.path.split("?")[0]))
        if path.is_dir() and not self.path.split("?")[0].endswith("/"):
            return super().do_GET()
        path = path / "index.html" if path.is_dir() else path
        code = 200 if path.is_file() else 404
        path = path if code == 200 else PUBLISHED / "404.html"
        body = path.read_bytes()
        kind = self.guess_type(str(path))
        self.send_response(code)
        self.send_header("Content-Type", kind + ("; charset=utf-8" if kind.startswith("text/") or "javascript" in kind else ""))
        self.send_header("Cache-Control", "max-age=600")
        if kind.startswith("text/") or "javascript" in kind or "json" in kind or "xml" in kind:
            body = gzip.compress(body, 9)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with contextlib.suppress(ConnectionError):  # a page that a test leaves early
            self.wfile.write(body)


@pytest.fixture(scope="session")
def server() -> str:
    """Address of the published site, served from this machine."""
    handler = functools.partial(_Handler, directory=str(PUBLISHED))
    httpd = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{httpd.server_address[1]}/"
    httpd.shutdown()


@pytest.fixture(scope="session")
def chromium():
    """A real Chromium."""
    from playwright.sync_api import sync_playwright

    import browser

    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(executable_path=browser.chromium(), args=browser.arguments())
        yield instance
        instance.close()


@pytest.fixture
def open_page(chromium):
    """open_page(address, width=1440, scheme='light', **context) → a Playwright page; complaints are kept in page.complaints."""
    contexts = []

    def open_(address: str, width: int = 1440, height: int = 900, scheme: str = "light", **options):
        context = chromium.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, **options)
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.requests = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("console", lambda message: message.type == "error" and page.complaints.append(message.text))
        page.on("request", lambda request: page.requests.append(request.url))
        page.add_init_script("addEventListener('securitypolicyviolation', e => console.error('CSP ' + e.violatedDirective + ' ' + e.blockedURI))")
        page.goto(address)
        return page

    yield open_
    for context in contexts:
        context.close()


@pytest.fixture
def copy(tmp_path) -> Path:
    """A copy of what the repository says, to plant mistakes in."""
    target = tmp_path / "copy"
    target.mkdir()
    for name in ("docs", "theme", "checks"):
        shutil.copytree(ROOT / name, target / name)
    for name in ("mkdocs.yml", "references.bib", "pyproject.toml", "typos.toml", "requirements.txt"):
        shutil.copy(ROOT / name, target / name)
    return target


def findings(root: Path) -> list[str]:
    """What `make check` says of a copy, a line each."""
    from sitebuild import checks

    return [str(finding) for finding in checks.run(checks.read_site(root))]
