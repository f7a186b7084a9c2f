"""Search and previews in Firefox, on the published site and from disk."""

from __future__ import annotations

import json
import subprocess

import pytest
from support import DISK, TOOLS
from tools import browsers


@pytest.mark.skipif(
    browsers.firefox() is None,
    reason="no Firefox on this machine; `make test` installs one where it may",
)
def test_firefox_searches_and_previews(server):
    addresses = [server + "evidence/", (DISK / "evidence" / "index.html").as_uri()]
    done = subprocess.run(
        ["node", "firefox.mjs", browsers.firefox(), *addresses],
        cwd=TOOLS,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(rows) == 2, done.stderr[-2000:]
    for row in rows:
        assert any("breakthrough-therapy" in address for address in row["found"][:3]), row["found"][
            :3
        ]
        assert "Checked:" in row["preview"]
        assert not row["complaints"]
