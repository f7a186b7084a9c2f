"""The server: a failed build leaves the last good pages, with what is wrong on top of them."""

from __future__ import annotations

from sitebuild import serving
from sitebuild.model.findings import Finding

FOUND = [Finding("docs/a.md", 3, "<b> & wrong", "mend it")]


class Server:
    """What is used of MkDocs' server."""

    def __init__(self, root):
        self.root = str(root)
        self.builder = None
        self.app = None

    def serve_request(self, environ, start):
        kind = "text/html" if environ["PATH_INFO"].endswith("/") else "text/css"
        start("200 OK", [("Content-Type", kind), ("Content-Length", "4")])
        return [b"page"]

    def set_app(self, app):
        self.app = app

    def get(self, path):
        """(headers, body) of a request."""
        told = {}

        def start(status, headers, *_):
            told.update(headers)

        return told, b"".join(self.app({"PATH_INFO": path}, start))


def test_findings_stand_over_the_last_good_page_and_go(tmp_path, capsys):
    good, better = tmp_path / "one", tmp_path / "two"
    good.mkdir()
    better.mkdir()
    now, wrong = [str(good)], []

    def builder():
        if wrong:
            raise SystemExit(1)

    server = Server("/elsewhere")
    serving.keep_going(server, builder, lambda: now[0], lambda error: wrong)
    assert server.root == str(good)
    assert server.get("/")[1] == b"page"

    wrong += FOUND
    server.builder()
    headers, body = server.get("/")
    assert b"docs/a.md:3: &lt;b&gt; &amp; wrong" in body
    assert body.startswith(b"page")
    assert int(headers["Content-Length"]) == len(body)
    assert server.get("/x.css")[1] == b"page", "only pages carry the box"
    assert server.root == str(good)
    assert "docs/a.md:3" in capsys.readouterr().err

    wrong.clear()
    now[0] = str(better)
    server.builder()
    assert server.get("/")[1] == b"page"
    assert server.root == str(better)
    assert not good.exists(), "an old build is put away"


def test_an_error_that_is_no_finding_is_told_too(tmp_path, capsys):
    server = Server(tmp_path)

    def builder():
        raise ValueError("of another kind")

    serving.keep_going(server, builder, lambda: str(tmp_path), lambda error: [])
    server.builder()
    assert b"of another kind" in server.get("/")[1]
