"""Every outside address of the site: whether it answers, where it moved to, what copy is kept."""

from __future__ import annotations

from urllib.parse import urlsplit

from sitebuild import settings
from sitebuild.fixes.entries import without_tracking
from sitebuild.model.compared import Address
from sitebuild.registries import wayback, web

_GONE = (404, 410)


def look(client: web.Client, address: str) -> Address | None:
    """What became of an address; None where it answers as it did.

    One that answers with anything else (403, 500) may answer a person: that is a `Trouble`.
    """
    found = client.answers(address)
    today = settings.newest_day().isoformat()
    if found.status in _GONE or (found.status == 200 and _to_the_front(address, found.address)):
        kept = wayback.copy_of(client, address)
        return Address(address=address, date=today, answer="gone", archived=kept)
    if found.status != 200:
        raise web.Trouble(f"{address} does not answer a program ({found.status}): look yourself")
    if found.moved and (to := _same_thing(address, found.address)):
        return Address(address=address, date=today, answer="moved", to=to)
    return None


def _to_the_front(address: str, now: str) -> bool:
    """Whether a page inside a site leads to a front page: what many sites do with what is gone."""
    return urlsplit(address).path.strip("/") != "" and urlsplit(now).path.strip("/") == ""


def _same_thing(address: str, now: str) -> str:
    """The new address of what moved for good, without what tells how one came; '' where it is the
    old one, or asks to log in.
    """
    clean, _ = without_tracking(now)
    before, after = urlsplit(address), urlsplit(clean)
    asks = any(word in after.path.lower() for word in ("login", "signin", "consent", "captcha"))
    same = (before.netloc, before.path, before.query) == (after.netloc, after.path, after.query)
    return "" if asks or (same and before.scheme == after.scheme) else clean
