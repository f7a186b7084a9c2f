"""Registers of trials beside ClinicalTrials.gov: where the record of a number stands.

ISRCTN answers in XML (https://www.isrctn.com/page/faqs, "Can I access the ISRCTN registry via an
API?"), the European Union's newer register in the JSON that its own pages read. The registers of
Australia and New Zealand, of Japan and the EU's older one have a page a record: of that page it
is only asked whether it names the number, so that the title is left to a person.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import NamedTuple

from pydantic import AliasPath, BaseModel, Field

from sitebuild.registries import web


class Register(NamedTuple):
    """`number` is the form of its numbers, `page` the path of a record's page."""

    service: str
    number: str
    page: str


REGISTERS = (
    Register("anzctr", r"ACTRN\d{14}p?", "/{}.aspx"),
    Register("isrctn", r"ISRCTN\d+", "/{}"),
    Register("ctis", r"\d{4}-\d{6}-\d{2}-\d{2}", "/ctis-public/view/{}"),
    Register("euctr", r"\d{4}-\d{6}-\d{2}", "/ctr-search/search?query=eudract_number:{}"),
    Register("jrct", r"JRCT\w+", "/en-latest-detail/{}"),
)


class Entered(NamedTuple):
    """A register's record; '' for a title or a day (ISO 8601) that it does not give."""

    register: str
    number: str
    address: str
    title: str = ""
    day: str = ""


class _Ctis(BaseModel):
    """What is read of `/ctis-public-api/retrieve/…`."""

    number: str = Field(validation_alias="ctNumber")
    title: str = Field(
        validation_alias=AliasPath(
            "authorizedApplication", "authorizedPartI", "trialDetails",
            "clinicalTrialIdentifiers", "fullTitle",
        )
    )  # fmt: skip
    published: str = Field("", validation_alias="publishDate")


def by_number(client: web.Client, number: str) -> Entered:
    """The record of a registry number that is not ClinicalTrials.gov's."""
    found = next((one for one in REGISTERS if re.fullmatch(one.number, number, re.I)), None)
    if found is None:
        raise web.Trouble(
            f"{number}: no register is known here by this form; copy the entry of another "
            "register's record in references.bib"
        )
    name = web.SERVICES[found.service].name
    if found.service == "jrct":
        number = "jRCT" + number[4:].lower()
    entered = Entered(name, number, web.SERVICES[found.service].address + found.page.format(number))
    try:
        if found.service == "isrctn":
            return _isrctn(client, entered)
        if found.service == "ctis":
            record = client.read(_Ctis, "ctis", f"/ctis-public-api/retrieve/{number}")
            return entered._replace(title=record.title, day=record.published[:10])
        if number in client.text(found.service, found.page.format(number)):
            return entered
    except web.Unknown:
        pass
    raise web.Unknown(f"{name} has no {number}: look at it for a slip")


def _isrctn(client: web.Client, entered: Entered) -> Entered:
    text = client.text("isrctn", f"/api/trial/{entered.number}/format/default")
    try:
        trial = ET.fromstring(text).find(".//{*}trial")
    except ET.ParseError:
        raise web.Trouble(
            f"{entered.register} broke off in its answer to {entered.number}: run it again"
        ) from None
    if trial is None:
        raise web.Unknown(entered.number)
    title = trial.findtext(".//{*}trialDescription/{*}title") or ""
    day = trial.get("lastUpdated", "")[:10]
    return entered._replace(title=" ".join(title.split()), day=day)
