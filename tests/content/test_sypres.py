"""A published result, recomputed: the SYPRES meta-analysis from its trials, and its trials from
their means.
"""

from __future__ import annotations

import numpy as np
import pytest
import yaml
from scipy import optimize, stats
from statsmodels.stats.meta_analysis import combine_effects, effectsize_smd
from support import ROOT


def records(name: str, top: str) -> dict[str, dict]:
    """id → record of a data file."""
    return {
        record["id"]: record
        for record in yaml.safe_load((ROOT / "docs" / "data" / name).read_text(encoding="utf-8"))[
            top
        ]
    }


POOLED = records("meta-analyses.yml", "meta_analyses")
PRIMARY = POOLED["sypres2026-primary"]

# ---- the pooled estimates, from the effect and interval that the review prints for each trial


def reml(effects: np.ndarray, variances: np.ndarray) -> float:
    """τ² by restricted maximum likelihood (Viechtbauer 2005), which statsmodels does not offer."""

    def minus_log_likelihood(tau2: float) -> float:
        weights = 1 / (variances + tau2)
        mean = np.average(effects, weights=weights)
        return (
            np.log(variances + tau2).sum()
            + np.log(weights.sum())
            + (weights * (effects - mean) ** 2).sum()
        )

    found = optimize.minimize_scalar(
        minus_log_likelihood, bounds=(0, 10), method="bounded", options={"xatol": 1e-9}
    ).x
    return found if minus_log_likelihood(found) < minus_log_likelihood(0) else 0.0


def paule_mandel(effects: np.ndarray, variances: np.ndarray) -> float:
    """τ² by Paule and Mandel's estimator."""
    return combine_effects(effects, variances, method_re="iterated").tau2


# record → how the review estimated τ²
ESTIMATORS = {
    "sypres2026-primary": reml,
    "sypres2026-depression": reml,
    "sypres2026-response": paule_mandel,
    "sypres2026-remission": paule_mandel,
}


def test_every_record_with_trials_is_recomputed():
    assert {
        name
        for name, record in POOLED.items()
        if name.startswith("sypres") and record.get("trials")
    } == set(ESTIMATORS)


@pytest.mark.parametrize("name", ESTIMATORS)
def test_pooled_estimate(name):
    """Inverse variance, Hartung-Knapp interval; prediction interval from t with k − 1 degrees of
    freedom.
    """
    record = POOLED[name]
    ratio = record["statistic"] == "RR"  # pooled as a logarithm
    effects = np.array([trial["estimate"] for trial in record["trials"]])
    lower, upper = np.array([trial["ci"] for trial in record["trials"]]).T
    if ratio:
        effects, lower, upper = np.log(effects), np.log(lower), np.log(upper)
    variances = ((upper - lower) / (2 * stats.norm.ppf(0.975))) ** 2
    tau2 = ESTIMATORS[name](effects, variances)
    pooled = combine_effects(
        effects, variances + tau2
    )  # with τ² in each variance, its fixed effect is the random one
    mean, error, knapp = pooled.mean_effect_fe, pooled.sd_eff_w_fe, pooled.sd_eff_w_fe_hksj
    df = len(effects) - 1
    t = stats.t.ppf(0.975, df)
    q = combine_effects(effects, variances).q

    def printed(*values: float) -> list[float]:
        return [float(np.exp(value) if ratio else value) for value in values]

    # what goes in was printed with four decimals, so the fourth decimal of what comes out may be
    # off by one or two;
    # Q is printed with two, I² with one, weights with one
    assert printed(mean) == pytest.approx([record["estimate"]], abs=2e-4)
    assert printed(mean - t * knapp, mean + t * knapp) == pytest.approx(record["ci"], abs=2e-4)
    spread = t * np.sqrt(tau2 + error**2)
    assert printed(mean - spread, mean + spread) == pytest.approx(
        record["prediction_interval"], abs=6e-4
    )
    assert 2 * stats.t.sf(abs(mean / knapp), df) == pytest.approx(float(record["p"]), abs=1e-4)
    told = record["heterogeneity"]
    assert tau2 == pytest.approx(told["tau2"], abs=2e-4)
    assert q == pytest.approx(told["q"], abs=0.006)
    assert df == told["df"]
    assert stats.chi2.sf(q, df) == pytest.approx(float(told["p"]), abs=2e-4)
    assert max(0, (q - df) / q * 100) == pytest.approx(told["i2"], abs=0.06)
    assert 100 * pooled.weights_rel_fe == pytest.approx(
        [trial["weight"] for trial in record["trials"]], abs=0.06
    )


# ---- each trial's effect, from the means, spreads and numbers in trials.yml

# The review's Table 1, people randomized.
RANDOMIZED = {"mp1": 23, "mp2": 14, "mp8": 26, "mp12": 28, "mapp1": 91, "mapp2": 104}
# Where trials.yml says another number than that table: (ours, why).
RANDOMIZED_DIFFERS = {
    "mp1": (
        20,
        "the report's abstract randomizes 12 + 8; the review counts three more, it seems replaced",
    ),
    "mp2": (12, "the report's abstract enrolls 12"),
    "mapp1": (90, "the report's abstract and the sponsor give 46 + 44; only the review has a 91st"),
}
# Where an arm's printed change is not its endpoint minus its baseline: (endpoint − baseline −
# change, why).
CHANGE_DIFFERS = {
    ("mp12", 125): (-2.9, "13 people at baseline, 12 at the endpoint"),
    ("mapp1", None): (-0.4, "44 people at baseline, 37 at the endpoint"),
    ("mapp2", None): (-0.6, "the change is a least-squares mean of all visits"),
}


def trials() -> dict[str, dict]:
    """The trials that the review pools."""
    found = records("trials.yml", "trials")
    return {effect["trial"]: found[effect["trial"]] for effect in PRIMARY["trials"]}


def dose(arm: dict) -> float:
    return max(arm.get("initial_mg") or [0])


def compared(trial: dict) -> tuple[dict, dict]:
    """The two arms that the review compares: the highest dose, and the control."""
    (control,) = (arm for arm in trial["arms"] if arm["role"] in ("placebo", "low-dose"))
    return max((arm for arm in trial["arms"] if arm["role"] == "mdma"), key=dose), control


def people(arm: dict) -> int:
    """People behind an arm's endpoint mean."""
    return arm["endpoint"].get("n") or arm["n_analyzed"]


@pytest.mark.parametrize(
    "effect", PRIMARY["trials"], ids=[effect["trial"] for effect in PRIMARY["trials"]]
)
def test_trial(effect):
    """Hedges' g = d · (1 − 3 / (4 df − 1)) with the pooled SD (Hedges 1981, J Educ Stat 6:107–128).

    Its interval comes from d's variance, (n₁ + n₂) / (n₁ n₂) + d² / (2 (n₁ + n₂)) (Borenstein et
    al. 2009, Introduction to Meta-Analysis, ch. 4).
    """
    mdma, control = compared(trials()[effect["trial"]])
    n1, n2 = people(mdma), people(control)
    g, _ = effectsize_smd(
        mdma["endpoint"]["mean"],
        mdma["endpoint"]["sd"],
        n1,
        control["endpoint"]["mean"],
        control["endpoint"]["sd"],
        n2,
    )
    d = g / (1 - 3 / (4 * (n1 + n2 - 2) - 1))
    half = stats.norm.ppf(0.975) * np.sqrt((n1 + n2) / (n1 * n2) + d**2 / (2 * (n1 + n2)))
    assert g == pytest.approx(effect["estimate"], abs=5e-4)
    assert [g - half, g + half] == pytest.approx(effect["ci"], abs=1e-3)


def test_people_pooled():
    assert (
        sum(people(arm) for trial in trials().values() for arm in compared(trial)) == PRIMARY["n"]
    )
    assert len(trials()) == PRIMARY["k"]


def test_people_randomized():
    """As in the review's table, or different for a reason that is known."""
    assert sum(RANDOMIZED.values()) == 286 and "286 people randomized" in PRIMARY["note"]
    ours = {name: trial["n_randomized"] for name, trial in trials().items()}
    assert ours == RANDOMIZED | {name: number for name, (number, _) in RANDOMIZED_DIFFERS.items()}


def test_changes():
    """An arm's change is its endpoint minus its baseline, or differs for a reason that is known."""
    seen = set()
    for name, trial in trials().items():
        for arm in trial["arms"]:
            if {"baseline", "endpoint", "change"} <= set(arm):
                gap = arm["endpoint"]["mean"] - arm["baseline"]["mean"] - arm["change"]["mean"]
                where = (name, dose(arm) or None)
                expected = CHANGE_DIFFERS.get(where, (0, ""))[0]
                assert gap == pytest.approx(expected, abs=0.11), (where, gap)
                seen.add(where)
    assert set(CHANGE_DIFFERS) <= seen


def test_swiss_low_dose_change_is_left_out():
    """The review's data give −3.2 where its own means rise from 63.4 to 66.5; −3.2 was the
    change one visit earlier.
    """
    _, low = compared(trials()["mp2"])
    assert low["baseline"]["mean"] == 63.4 and low["endpoint"]["mean"] == 66.5
    assert "change" not in low
