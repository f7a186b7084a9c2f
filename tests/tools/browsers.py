"""Finds a real Chromium, or installs one: Debian's package where apt is, the browser tool's own
elsewhere.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

# Chromium without its windows: the same engine, which opens a page in a third of the time.
SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
# Without these, Chromium asks for updates in the background, and on a machine without a network
# each request waits.
QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
ADD = ("install", "-y", "-qq", "--no-install-recommends")


def chromium() -> str | None:
    """Path of a Chromium: $CHROMIUM, one on the PATH, or Playwright's own; None where there is
    none.
    """
    if os.environ.get("CHROMIUM"):
        return os.environ["CHROMIUM"]
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found:
        return found
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if os.path.exists(path) else None


def arguments() -> list[str]:
    """Chromium's switches; root has no sandbox."""
    return [*QUIET, *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else [])]


def firefox() -> str | None:
    """Path of a Firefox, or None."""
    return os.environ.get("FIREFOX") or next(
        (path for name in ("firefox-esr", "firefox") if (path := shutil.which(name))), None
    )


def by_apt(*words: str) -> None:
    """Runs apt-get; what it cannot do is told by what is missing afterwards."""
    subprocess.run(
        ["apt-get", *words],
        check=False,
        stdout=subprocess.DEVNULL,
        env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
    )


def install() -> int:
    """Installs what is missing, and says how far it is."""
    apt, root = shutil.which("apt-get"), hasattr(os, "geteuid") and os.geteuid() == 0
    light = os.environ.get("CHROMIUM") or shutil.which(SHELL)
    if apt and root and not (light and firefox()):
        print("Installing the browsers with apt-get (some minutes the first time)", flush=True)
        by_apt("update", "-qq")
        for name in ([] if light else [SHELL]) + ([] if firefox() else ["firefox-esr"]):
            by_apt(*ADD, name)
        if not chromium():  # a system whose apt has no such shell
            by_apt(*ADD, "chromium")
    elif apt and (wanted := ["chromium"] * (not chromium()) + ["firefox-esr"] * (not firefox())):
        print(
            f"The browser tests need {' and '.join(wanted)}. "
            f"Run once: sudo apt-get install -y {' '.join(wanted)}",
            file=sys.stderr,
        )
    if not chromium() and not apt:
        print("Installing Chromium with playwright (some minutes the first time)", flush=True)
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    if not chromium():
        print(
            "No Chromium was found. Install one, or name it: make test CHROMIUM=/path/to/chromium",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(install())
