"""A source in a few words, for paper: first author, year, journal or agency."""

from __future__ import annotations

import re

from sitebuild.model.sources import Entry

# Words of journals' names as ISO 4 shortens them; those that it leaves out stand for nothing.
_WORDS = {
    "American": "Am",
    "and": "",
    "Annals": "Ann",
    "Archives": "Arch",
    "Association": "Assoc",
    "Australian": "Aust",
    "British": "Br",
    "Clinical": "Clin",
    "Dependence": "Depend",
    "Emergency": "Emerg",
    "European": "Eur",
    "Experimental": "Exp",
    "for": "",
    "Frontiers": "Front",
    "in": "",
    "International": "Int",
    "Journal": "J",
    "Medical": "Med",
    "Medicine": "Med",
    "Nature": "Nat",
    "Network": "Netw",
    "Neurology": "Neurol",
    "Neuropharmacology": "Neuropharmacol",
    "Neuropsychopharmacology": "Neuropsychopharmacol",
    "of": "",
    "on": "",
    "Pharmacology": "Pharmacol",
    "Pharmacists": "Pharm",
    "Psychiatric": "Psychiatr",
    "Psychopharmacology": "Psychopharmacol",
    "Reports": "Rep",
    "Research": "Res",
    "Science": "Sci",
    "Scientific": "Sci",
    "the": "",
    "The": "",
    "Therapeutics": "Ther",
    "Toxicology": "Toxicol",
    "Translational": "Transl",
    "Weekly": "Wkly",
    "&": "",
}
# Organizations that are known by their letters.
_LETTERS = {
    "Medicines and Healthcare products Regulatory Agency": "MHRA (UK)",
    "Multidisciplinary Association for Psychedelic Studies": "MAPS",
    "Therapeutic Goods Administration": "TGA (Australia)",
    "US Food and Drug Administration": "FDA (US)",
}


def short(entry: Entry) -> str:
    """The first author, the year, and the journal in short; an organization by its own name.

    >>> short(Entry("roe2020", "article", 1, {"author": "Roe, Jane and Doe, Jan", "year": "2020",
    ...     "journal": "The American Journal of Psychiatry"}))
    'Roe 2020, Am J Psychiatry'
    """
    if entry.kind == "registry" and entry.get("number"):
        return entry.get("number")
    who, year = entry.label.removesuffix(entry.year).strip(), entry.year or "n.d."
    who = re.sub(r" et al\.$", "", who)
    if len(entry.people) == 2 and not entry.more_authors:
        who = who.partition(" and ")[0] if "family" in entry.people[0] else who
    who = _LETTERS.get(who, who)
    said = next(filter(None, map(entry.get, ("journal", "publisher", "institution"))), "")
    a_person = any("family" in one for one in entry.people)
    outlet = journal(said) if a_person else ""
    return f"{who} {year}" + (f", {outlet}" if outlet else "")


def journal(name: str) -> str:
    """A journal's name in short; a name of one word stays whole.

    >>> journal("Journal of Clinical Psychopharmacology"), journal("Addiction")
    ('J Clin Psychopharmacol', 'Addiction')
    """
    words = re.sub(r"\s*\(.*\)$", "", name).replace("New Zealand", "N Z").split()
    if len(words) < 2:
        return " ".join(words)
    return " ".join(filter(None, (_WORDS.get(word, word) for word in words)))
