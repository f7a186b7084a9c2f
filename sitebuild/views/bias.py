"""How sure reviewers are: the risk of bias, trial by review, where they agree and where not."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sitebuild.model.records import BiasReview, Risk
from sitebuild.model.site import Site
from sitebuild.style.numbers import number
from sitebuild.views import drawing
from sitebuild.views.parts import Cited

FILE = "bias-reviews.yml"
DOMAINS = {
    "d1": "Randomization",
    "d2": "Treatment as planned",
    "d3": "Missing data",
    "d4": "Measurement",
    "d5": "Selective reporting",
    "overall": "Overall",
}


@dataclass(frozen=True)
class Cell:
    """A judgment of one trial; the letter is empty where the review gives none."""

    letter: str
    word: str
    level: str  # low, some, high
    opens: str = ""  # the anchor of its domains, where the review gives them


@dataclass(frozen=True)
class Judgment:
    """A review: a cell a trial, or one judgment of all its trials together."""

    name: str
    scope: str
    cells: list[Cell]
    together: Cell | None
    words: str  # beside the letter, where there are no cells
    says: Cited


@dataclass(frozen=True)
class DomainRow:
    """The ratings of each trial in one domain, by one review."""

    name: str
    cells: list[Cell]


@dataclass(frozen=True)
class Ratings:
    """One review's ratings in each domain."""

    name: str
    trials: list[tuple[str, str]]  # anchor and name
    rows: list[DomainRow]


@dataclass(frozen=True)
class Bias:
    """Reviews by trials, then the domains."""

    trials: list[str]
    reviews: list[Judgment]
    ratings: list[Ratings]


def cell(risk: Risk | None) -> Cell:
    """A letter, its word, and its color's name; none of them where nothing was rated."""
    if risk is None:
        return Cell("", "not rated", "none")
    return Cell(risk.letter, risk.word, risk.value.split()[0])


def _name(site: Site, ident: str) -> str:
    trial = site.data.trial(ident)
    return trial.name.partition(" (")[0] if trial else ident


def anchor(row: BiasReview, trial: str) -> str:
    """Where the domains of a review's judgment of a trial stand: 'bias-sypres2026-mapp1'."""
    return f"bias-{row.id}-{trial}"


def _judgment(row: BiasReview, trials: list[str]) -> Judgment:
    by_trial = {
        one.trial: replace(cell(one.overall), opens=anchor(row, one.trial)) for one in row.trials
    }
    words = ""
    if not row.trials:
        words = "no rating of its trials seen"
    if row.majority:
        words = f"most of its trials at {row.majority.word} risk; not seen trial by trial"
    if row.share:
        words = f"{number(row.share.percent)}% of its trials at high risk; not seen one by one"
    return Judgment(
        row.name,
        row.scope,
        cells=[by_trial.get(ident, cell(None)) for ident in trials] if row.trials else [],
        together=cell(row.majority) if row.majority else None,
        words=words,
        says=Cited(row.says),
    )


def _ratings(site: Site, row: BiasReview) -> Ratings:
    return Ratings(
        row.name,
        [(anchor(row, one.trial), _name(site, one.trial)) for one in row.trials],
        [
            DomainRow(name, [cell(getattr(one, domain)) for one in row.trials])
            for domain, name in DOMAINS.items()
        ],
    )


@drawing(
    "how-sure-reviewers-are",
    anchors=lambda site: [anchor(row, one.trial) for row in site.data[FILE] for one in row.trials],
    data=FILE,
    picture="how-sure-reviewers-are",
)
def how_sure_reviewers_are(site: Site) -> Bias:
    """Reviews in the order of the file; the trials that any of them rates one by one."""
    rows: list[BiasReview] = site.data[FILE]
    trials = list(dict.fromkeys(one.trial for row in rows for one in row.trials))
    return Bias(
        [_name(site, ident) for ident in trials],
        [_judgment(row, trials) for row in rows],
        [_ratings(site, row) for row in rows if row.trials],
    )
