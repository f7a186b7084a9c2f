"""The weekly question to outside addresses: an odd server or an odd address is that address's own
fault, and the others are asked all the same.
"""

from __future__ import annotations

import json
import socketserver
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from support import ROOT

LYCHEE = Path(sys.executable).parent / "lychee"
CONFIG = ROOT / ".github" / "lychee.toml"
OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n"
ANSWERS = {
    "/fine": f"{OK}\r\nok",
    "/wiki/MDMA_(drug)": f"{OK}\r\nok",
    "/%C3%A9": f"{OK}\r\nok",
    "/garbage": "garbage",
    "/headers": OK + "".join(f"X-{at}: 1\r\n" for at in range(200)) + "\r\nok",
    "/long": f"{OK}X: {'x' * 70_000}\r\n\r\nok",
    "/astray": "HTTP/1.1 302 Found\r\nLocation: http://x:abc/\r\nContent-Length: 0\r\n\r\n",
    "/gone": "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
}


class Odd(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        path = self.rfile.readline().split()[1].decode()
        while self.rfile.readline().strip():
            pass
        self.wfile.write(ANSWERS[path].encode())


@pytest.fixture
def odd() -> Iterator[str]:
    """The address of a server that answers oddly."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Odd) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_odd_answers_are_told_of_their_address_alone(odd, tmp_path):
    asked = [path for path in ANSWERS if path != "/%C3%A9"] + ["/é"]
    listed = tmp_path / "addresses.md"  # as sitebuild/weekly.py writes it
    listed.write_text("".join(f"- x: <{odd}{path}>\n" for path in asked), encoding="utf-8")
    done = subprocess.run(
        [LYCHEE, "--config", CONFIG, "--max-retries", "0", "--format", "json", listed],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    told = json.loads(done.stdout)
    failed = {one["url"].removeprefix(odd) for of in told["error_map"].values() for one in of}
    assert told["total"] == len(asked)
    assert {"/gone", "/garbage", "/astray"} <= failed
    assert not failed & {"/fine", "/wiki/MDMA_(drug)", "/%C3%A9"}
    assert done.returncode == 2, "the weekly job fails where an address is gone"
