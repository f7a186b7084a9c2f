"""How every service is asked: with an address to write to, no faster than it allows, again where
it says when, each answer kept for a day. What goes wrong is a `Trouble` of one line.

Set `MAILTO` to an address at which a service can reach you; Crossref and OpenAlex then answer
sooner. `NCBI_API_KEY` and `OPENALEX_API_KEY` are sent where they are set.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple, TypeVar
from urllib.parse import unquote

import requests
from pydantic import BaseModel, ValidationError
from requests_cache import CachedSession
from requests_ratelimiter import LimiterAdapter
from urllib3.util import Retry

from sitebuild import settings

CACHE = ".cache/registries.sqlite"
KEPT = timedelta(days=1)  # a rerun within a day asks nobody again
PATIENCE = (10, 60)  # seconds to connect, and between two parts of an answer
LONGEST_WAIT = 120  # seconds that a service may ask us to wait before we ask again
AGAIN = (429, 500, 502, 503, 504)


class Service(NamedTuple):
    """A service: its name for people, its address, how often it may be asked in a second."""

    name: str
    address: str
    per_second: float


SERVICES = {
    "crossref": Service("Crossref", "https://api.crossref.org", 5),
    "doi": Service("doi.org", "https://doi.org", 2),
    "pubmed": Service("PubMed", "https://eutils.ncbi.nlm.nih.gov/entrez/eutils", 3),
    "pmc": Service("PubMed Central", "https://pmc.ncbi.nlm.nih.gov/tools/idconv/api/v1", 3),
    "clinicaltrials": Service("ClinicalTrials.gov", "https://clinicaltrials.gov/api/v2", 0.8),
    "anzctr": Service(
        "Australian New Zealand Clinical Trials Registry", "https://www.anzctr.org.au", 1
    ),
    "isrctn": Service("ISRCTN registry", "https://www.isrctn.com", 1),
    "euctr": Service("EU Clinical Trials Register", "https://www.clinicaltrialsregister.eu", 1),
    "ctis": Service("Clinical Trials Information System", "https://euclinicaltrials.eu", 1),
    "jrct": Service("Japan Registry of Clinical Trials", "https://jrct.mhlw.go.jp", 1),
    "openalex": Service("OpenAlex", "https://api.openalex.org", 5),
    "openlibrary": Service("Open Library", "https://openlibrary.org", 1),
    "wayback": Service("the Wayback Machine", "https://archive.org", 1),
}


class Trouble(Exception):
    """What went wrong, and what to do, in one line for the person at the terminal."""


class Unknown(Trouble):
    """The service answered that it has no such thing."""


class Page(NamedTuple):
    """An answer of the web: the address that answered at last, and how it came there."""

    address: str
    status: int
    text: str
    moved: bool  # every step on the way was a permanent one


Shape = TypeVar("Shape", bound=BaseModel)


class Client:
    """Asks services. `bases` gives other addresses by the name in `SERVICES`, for tests alone."""

    def __init__(
        self,
        cache: Path | None = None,
        bases: Mapping[str, str] | None = None,
        backoff: float = 1,
    ):
        self.bases = {name: service.address for name, service in SERVICES.items()}
        self.bases |= bases or {}
        self.session = CachedSession(
            str(cache or "memory"),
            backend="sqlite" if cache else "memory",
            expire_after=KEPT,
            allowable_codes=(200,),
            ignored_parameters=[
                "mailto",
                "email",
                "api_key",
                "User-Agent",
            ],  # nor are they written down
            match_headers=["Accept"],
        )
        retry = Retry(
            total=6, connect=1, read=2, status=5, redirect=False, other=1,
            backoff_factor=backoff, status_forcelist=AGAIN, raise_on_status=False,
            retry_after_max=LONGEST_WAIT,
        )  # fmt: skip
        self.session.headers["User-Agent"] = _called()
        for prefix in ("https://", "http://"):
            self.session.mount(prefix, LimiterAdapter(per_second=2, max_retries=retry))
        for name, service in SERVICES.items():
            rate = service.per_second if not bases else 1000
            adapter = LimiterAdapter(per_second=rate, max_retries=retry)
            self.session.mount(self.bases[name], adapter)

    def text(self, service: str, path: str, accept: str = "*/*", **asked: str) -> str:
        """The answer of a service as text."""
        name = SERVICES[service].name
        found = self._get(name, f"{self.bases[service]}{path}", asked | _who(service), accept)
        if found.status_code in (400, 404, 410):
            raise Unknown(f"{name} has no {_asked(path, asked)}: look at it for a slip")
        if found.status_code != 200:
            raise Trouble(_refused(name, found.status_code))
        return found.text

    def read(
        self, shape: type[Shape], service: str, path: str, accept: str = "*/*", **asked: str
    ) -> Shape:
        """The answer of a service, as what its description says it is."""
        name = SERVICES[service].name
        try:
            return shape.model_validate(json.loads(self.text(service, path, accept, **asked)))
        except json.JSONDecodeError:
            raise Trouble(
                f"{name} broke off in its answer to {_asked(path, asked)}: run the command again"
            ) from None
        except ValidationError as error:
            raise changed(name, error) from None

    def page(self, address: str) -> Page:
        """A page of the web, wherever it has moved to; any status is an answer."""
        return _arrived(self._get(address, address, {}, "*/*"))

    def at(
        self, name: str, address: str, asked: Mapping[str, str], none: int | None = None
    ) -> Page:
        """What an address outside `SERVICES` answers: 200, or the status that means nothing."""
        found = self._get(name, address, asked, "*/*")
        if found.status_code not in (200, none):
            raise Trouble(_refused(name, found.status_code))
        return _arrived(found)

    def answers(self, address: str) -> Page:
        """As `page`, without its text where the server lets itself be asked so."""
        found = self._get(address, address, {}, "*/*", "HEAD")
        if found.status_code in (400, 403, 404, 405, 501):  # some know only whole pages
            return self.page(address)
        return _arrived(found)

    def _get(
        self, name: str, address: str, asked: Mapping[str, str], accept: str, how: str = "GET"
    ) -> requests.Response:
        headers = {"Accept": accept}
        try:
            return self.session.request(
                how, address, params=asked, headers=headers, timeout=PATIENCE, allow_redirects=True
            )
        except requests.Timeout:
            raise Trouble(f"{name} was too slow to answer: run the command again") from None
        except (requests.ConnectionError, requests.exceptions.ChunkedEncodingError) as error:
            if "timed out" in str(error):  # after the second try it comes as this
                raise Trouble(f"{name} was too slow to answer: run the command again") from None
            raise Trouble(f"{name} cannot be reached: look at the network, run it again") from None
        except (requests.RequestException, ValueError) as error:
            raise Trouble(f"{name} cannot be asked: {_line(error)}") from None


def _arrived(found: requests.Response) -> Page:
    steps = [step.status_code for step in found.history]
    moved = bool(steps) and all(status in (301, 308) for status in steps)
    return Page(found.url, found.status_code, found.text, moved)


def changed(name: str, error: ValidationError) -> Trouble:
    """The trouble that a service answers in another shape than its description gives."""
    first = error.errors()[0]
    where = ".".join(map(str, first["loc"])) or "the whole answer"
    return Trouble(f"{name} answers in another shape than it did ({where}): open an issue")


def _refused(name: str, status: int) -> str:
    if status == 429:
        return f"{name} asks for fewer questions (429): run the command again in some minutes"
    return f"{name} answered with an error ({status}): run the command again later"


def _asked(path: str, asked: Mapping[str, str]) -> str:
    """What was asked for, as a person would name it: the identifier."""
    named = [asked[one] for one in ("id", "ids", "term", "filter", "bibkeys") if one in asked]
    return named[0] if named else unquote(path).partition("/")[2].partition("/")[2]


def _line(error: Exception) -> str:
    return re.sub(r"\s+", " ", str(error))[:120]


def _called() -> str:
    root = Path(__file__).resolve().parent.parent.parent
    mail = os.environ.get("MAILTO", "")
    about = "; ".join(filter(None, (settings.repository_address(root), mail and f"mailto:{mail}")))
    return f"mdma-therapy-reference/{settings.version(root)}" + (f" ({about})" if about else "")


def _who(service: str) -> dict[str, str]:
    """Who asks, in the words of each service."""
    mail = os.environ.get("MAILTO", "")
    said = {
        "crossref": {"mailto": mail},
        "openalex": {"mailto": mail, "api_key": os.environ.get("OPENALEX_API_KEY", "")},
        "pubmed": {
            "tool": "mdma-therapy-reference",
            "email": mail,
            "api_key": os.environ.get("NCBI_API_KEY", ""),
        },
        "pmc": {"tool": "mdma-therapy-reference", "email": mail},
    }
    return {name: value for name, value in said.get(service, {}).items() if value}
