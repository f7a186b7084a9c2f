"""A small server on this machine that answers as the registries do, and can be made to fail.

world = World()
world.works["10.1000/x"] = work("10.1000/x", title="A trial")
world.fault(r"/crossref/", times=1, status=429, headers={"Retry-After": "1"})
"""

from __future__ import annotations

import json
import re
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from sitebuild.registries.web import SERVICES, Client

PAGES = ("web", "anzctr", "isrctn", "euctr", "ctis", "jrct")  # answered from `World.pages`
ANSWERS = Path(__file__).parent / "answers"


@dataclass
class Fault:
    """What goes wrong, and how often."""

    path: str
    times: int = 10**6
    status: int = 200
    headers: dict = field(default_factory=dict)
    body: bytes | None = None
    cut: int = 0  # the answer breaks off so many bytes before its end
    wait: float = 0


class World:
    """What the registries know, and what they were asked."""

    def __init__(self):
        self.works, self.papers, self.studies, self.books = {}, {}, {}, {}
        self.alex, self.pmc, self.csl, self.archived = {}, {}, {}, {}
        self.pages: dict[str, tuple] = {}  # path → (status, headers, text)
        self.faults: list[Fault] = []
        self.asked: list[str] = []
        self.agents: set[str] = set()
        world = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_HEAD(self):
                self.do_GET()

            def do_GET(self):
                world.asked.append(self.path)
                world.agents.add(self.headers["User-Agent"])
                fault = next((f for f in world.faults if f.times and re.search(f.path, self.path)),
                             None)  # fmt: skip
                status, headers, body = world.answer(self.path)
                cut = 0
                if fault:
                    fault.times -= 1
                    time.sleep(fault.wait)
                    headers |= fault.headers
                    status = fault.status if fault.status != 200 else status
                    body, cut = body if fault.body is None else fault.body, fault.cut
                with suppress(ConnectionError):
                    self.send_response(status)
                    for name, value in headers.items():
                        self.send_header(name, value)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    if self.command == "GET":
                        self.wfile.write(body[: len(body) - cut])
                if cut:
                    self.close_connection = True

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def client(self, cache=None) -> Client:
        """A client that asks this server alone."""
        bases = {name: f"{self.address}/{name}" for name in SERVICES}
        return Client(cache, bases, backoff=0.01)

    def fault(self, path, **how):
        self.faults.append(Fault(path, **how))

    def count(self, part) -> int:
        return sum(part in path for path in self.asked)

    # ---- what each service answers

    def answer(self, path) -> tuple[int, dict, bytes]:
        parts = urlsplit(path)
        service, _, rest = parts.path.lstrip("/").partition("/")
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if service in PAGES:
            rest += f"?{parts.query}" if parts.query and service != "web" else ""
            status, headers, text = self.pages.get("/" + rest, (404, {}, "gone"))
            return status, {"Content-Type": "text/html; charset=utf-8"} | headers, text.encode()
        found = getattr(self, f"_{service}")(unquote(rest), query)
        if found is None:
            return 404, {"Content-Type": "text/plain"}, b"Resource not found."
        if isinstance(found, str):
            return 200, {"Content-Type": "text/plain; charset=utf-8"}, found.encode()
        return 200, {"Content-Type": "application/json"}, json.dumps(found).encode()

    def _crossref(self, rest, query):
        if rest == "works":
            isbn = query["filter"].removeprefix("isbn:")
            items = [one for one in self.works.values() if isbn in one.get("ISBN", [])]
            return {"status": "ok", "message": {"total-results": len(items), "items": items}}
        item = self.works.get(rest.removeprefix("works/").casefold())
        return item and {"status": "ok", "message-type": "work", "message": item}

    def _doi(self, rest, _):
        return self.csl.get(rest.casefold())

    def _pubmed(self, rest, query):
        if rest == "esearch.fcgi":
            doi = query["term"].removesuffix("[aid]").strip('"').casefold()
            ids = [pmid for pmid, text in self.papers.items() if f"AID - {doi} [doi]" in text]
            return {"header": {"type": "esearch"},
                    "esearchresult": {"count": str(len(ids)), "idlist": ids}}  # fmt: skip
        missing = f"\nid: {query['id']} Error occurred: The following PMID is not available\n"
        return self.papers.get(query["id"], missing)

    def _pmc(self, _, query):
        record = self.pmc.get(query["ids"]) if query.get("idtype") == "pmcid" else None
        lacking = {"requested-id": query["ids"], "status": "error", "errmsg": "not found"}
        return {"status": "ok", "records": [record or lacking]}

    def _clinicaltrials(self, rest, _):
        return self.studies.get(rest.removeprefix("studies/"))

    def _openalex(self, rest, _):
        return self.alex.get(rest.removeprefix("works/doi:").casefold())

    def _openlibrary(self, _, query):
        name = query["bibkeys"]
        return {name: self.books[name]} if name in self.books else {}

    def _wayback(self, _, query):
        closest = self.archived.get(query["url"])
        return {"url": query["url"], "archived_snapshots": {"closest": closest} if closest else {}}


# ---- made-up records in the shapes that the services describe

NAMES = (("Jennifer M.", "Tester"), ("Bessel A.", "van der Probe"), ("José", "Núñez"))


def work(doi, title="A trial of MDMA in adults with insomnia", authors=NAMES, **more):
    """A work of Crossref's."""
    year, month, day = more.pop("issued", (2025, 3, 1))
    return {
        "DOI": doi,
        "type": "journal-article",
        "title": [title],
        "author": [
            {"given": g, "family": f, "sequence": "first", "affiliation": []} for g, f in authors
        ],
        "container-title": ["Journal of Imaginary Medicine"],
        "short-container-title": ["J Imag Med"],
        "issued": {"date-parts": [[year, month, day]]},
        "volume": "12",
        "issue": "3",
        "page": "1025-1033",
        "publisher": "A Publisher",
        "URL": f"https://doi.org/{doi}",
        "funder": [{"name": "A Foundation", "award": ["1"]}],
        "relation": {},
    } | more


def paper(pmid, doi="", title="A trial of MDMA in adults with insomnia.", authors=NAMES, **more):
    """A record of PubMed's; `more` gives tags, each a text or a list."""
    tags = {
        "PMID": pmid,
        "OWN": "NLM",
        "VI": "12",
        "IP": "3",
        "DP": "2025 Mar",
        "TI": title,
        "PG": "1025-1033",
        "AB": "We looked at sleep, insomnia and exposure in adults and nurses after a trial.",
        "FAU": [f"{family}, {given.rstrip('.')}" for given, family in authors],
        "PT": ["Journal Article"],
        "TA": "J Imag Med",
        "JT": "Journal of imaginary medicine",
        "AID": [f"{doi.casefold()} [doi]"] if doi else [],
    } | more
    lines = [f"{tag:<4}- {one}" for tag, value in tags.items()
             for one in (value if isinstance(value, list) else [value])]  # fmt: skip
    return "\n" + "\n".join(lines) + "\n"


def notice(kind, doi="10.1000/notice", day=(2026, 2, 3), source="publisher"):
    """What Crossref says of a work that was updated."""
    updated = {"date-parts": [list(day)], "date-time": "2026-02-03T00:00:00Z"}
    return {"DOI": doi, "type": kind, "label": kind, "source": source, "updated": updated}
