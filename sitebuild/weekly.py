"""What the world can break: outside addresses, and pages that have grown old. Runs on a clock and never blocks a change."""

from __future__ import annotations

import concurrent.futures
import re
import urllib.error
import urllib.request
from datetime import date, timedelta
from pathlib import Path

from sitebuild import checks

OLD = timedelta(days=365)
# Hosts that answer people and refuse programs, with what they answer. Their addresses are not counted as broken.
REFUSE_PROGRAMS = {
    "doi.org": "redirects to publishers, most of which answer 403",
    "www.nytimes.com": "403",
    "www.wsj.com": "401",
    "www.statnews.com": "403",
    "psychiatryonline.org": "403",
    "journals.sagepub.com": "403",
    "www.tandfonline.com": "403",
    "jamanetwork.com": "403",
}
ATTEMPT = 20  # seconds


def answer(address: str) -> str:
    """'' if the address answers, else what it said."""
    request = urllib.request.Request(address, headers={"User-Agent": "Mozilla/5.0 (link check of a reference site)"})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=ATTEMPT):  # noqa: S310
            return ""
    except urllib.error.HTTPError as error:
        return f"HTTP {error.code}"
    except (OSError, ValueError) as error:
        return str(getattr(error, "reason", error))


def report(root: Path) -> int:
    """Prints Markdown for the workflow's summary; 1 if an address is gone."""
    site = checks.read_site(root)
    print("## Pages not reviewed for a year\n")
    old = [page for page in site.pages if isinstance(page.meta.get("reviewed"), date) and date.today() - page.meta["reviewed"] > OLD]
    print("\n".join(f"- docs/{page.path}: {page.meta['reviewed']}" for page in old) or "None.")
    addresses: dict[str, str] = {}
    for entry in site.bibliography.entries.values():
        if entry.get("url"):
            addresses.setdefault(entry.get("url"), f"references.bib:{entry.line} ({entry.key})")
    for page in site.pages:
        for found in re.findall(r"\]\((https://[^)\s]+)\)", page.text):
            addresses.setdefault(found, page.file)
    for row in site.data["crisis-help.yml"]:
        addresses.setdefault(row.official_url, "docs/data/crisis-help.yml")
    wanted = {address: where for address, where in addresses.items() if re.sub(r"https?://([^/]+).*", r"\1", address) not in REFUSE_PROGRAMS}
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        results = dict(zip(wanted, pool.map(answer, wanted), strict=True))
    gone = {address: said for address, said in results.items() if said}
    print(f"\n## Outside addresses: {len(wanted)} asked, {len(gone)} did not answer\n")
    for address, said in sorted(gone.items()):
        print(f"- {said}: {address} — {wanted[address]}")
    return 1 if any(said in ("HTTP 404", "HTTP 410") for said in gone.values()) else 0
