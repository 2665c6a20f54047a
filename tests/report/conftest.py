"""The result files of a small invented study: 6 units, 4 years; a and b adopt in 2002, c in 2003."""

import json
import math
import random
from types import SimpleNamespace

import pytest

from core.contract import FILES
from core.files import write_json, write_rows, write_text
from core.grids import Cell, coefficients, grid

UNITS, YEARS = "abcdef", range(2000, 2004)
STARTS = {"a": 2002, "b": 2002, "c": 2003}
COHORTS = {"2002": 2, "2003": 1}
SQUARES = "abcdez"  # units with a polygon; z is none of the study
EFFECTS = [("direct", 0.05, 0.02, 0.012), ("indirect", 0.01, 0.01, 0.3), ("total", 0.06, 0.03, 0.05)]


def coefficient(table, column, term, estimate, std_error, p_value, **further):
    """A tidy row; without a standard error it is a base."""
    error = std_error or 0.0
    return {
        "table": table,
        "column": column,
        "term": term,
        "estimate": estimate,
        "std_error": std_error,
        "statistic": estimate / std_error if std_error else None,
        "p_value": p_value,
        "conf_low": estimate - 2 * error if std_error else None,
        "conf_high": estimate + 2 * error if std_error else None,
    } | further


def fit(name, outcome="score", **changes):
    return {
        "name": name,
        "estimator": "ols",
        "policy": "policy",
        "formula": f"{outcome} ~ policy | unit + year",
        "outcome": outcome,
        "sample": None,
        "n_obs": 24,
        "n_units": 6,
        "n_periods": 4,
        "n_clusters": 6,
        "cluster": "unit",
        "weights": None,
        "dropped": {},
        "fixed_effects": ["unit", "year"],
        "r2": 0.83,
        "r2_within": 0.034,
        "ssc": {"rule": "reghdfe", "factor": 1.4, "cr0_std_error": {"policy": 0.02}},
        "df": 5,
        "tests": {},
        "lincom": {},
        "fitstat": {},
        "also": {},
        "warnings": [],
        "treated_units": 3,
        "cohorts": COHORTS,
    } | changes


def event_study():
    rows = []
    for k, value, units in ((-3, -0.01, 1), (-2, 0.005, 3), (-1, 0.0, 3), (0, 0.05, 3), (1, 0.08, 2)):
        inference = (None, None) if k == -1 else (0.02, 0.3)
        support = {"k": k, "units": units, "rows": units, "binned": False, "base": k == -1}
        rows.append(coefficient("baseline", "event", f"policy::{k}", value, *inference, **support))
    return [*rows, coefficient("baseline", "event", "fin", 0.3, 0.1, 0.02, k=None, units=None, rows=None,
                               binned=False, base=False)]  # fmt: skip


def unit_years(**further):
    """A row a unit-year; what is a function is called with unit and year."""
    return [
        {"unit": unit, "year": year} | {k: v(unit, year) if callable(v) else v for k, v in further.items()}
        for unit in UNITS
        for year in YEARS
    ]


def panel():
    return unit_years(
        policy=lambda unit, year: int(year >= STARTS.get(unit, 9999)),
        gdp=lambda unit, year: 0.1 * UNITS.index(unit) + year - 2000,
        region=lambda unit, year: "coast" if unit in "ab" else "inland",
    )


def scores():
    return [
        row | {"score": row["super"] or row["sbm"]}
        for row in unit_years(
            sbm=lambda unit, year: 1.0 if unit == "a" else 0.4 + 0.05 * (year - 2000),
            super=lambda unit, year: 1.2 if unit == "a" else None,
            stage=lambda unit, year: "super" if unit == "a" else "sbm",
            status="ok",
            flags=None,
            n_peers=1,
            reference_size=24,
            residual=1e-12,
        )
    ]


def run():
    return {
        "specification": {
            "inputs": ["land", "labour"],
            "desirable": ["gdp"],
            "undesirable": ["so2"],
            "returns_to_scale": "crs",
            "measure": "sbm",
            "variant": "A",
            "orientation": "non",
            "frontier": "global",
            "infeasible_policy": "na",
            "audit": 3,
        },
        "sizes": {"n": 24, "m": 2, "s1": 1, "s2": 1},
        "reference_sets": {"global": 24},
        "programs": {stage: {"units": 24, "solves": 30, "direct": 2, "largest_pool": 9} for stage in ("sbm", "super")},
        "counts": {"efficient": 4, "infeasible": 0, "missing": 0, "ok": 24, "near_switch": 0, "bound_hit": 0}
        | {"policy_one": 0, "policy_variant_b": 0},
        "bound": 2.0,
        "columns": {
            name: {"floored": 0, "floor": None, "ties": 0, "constant": False, "near_zero_share": None}
            for name in ("land", "labour", "gdp", "so2")
        },
        "proportional_columns": [],
        "largest_residual": 1e-12,
        "audit": {"units": 3, "undecided": 0, "largest_difference": 2e-13},
    }


def productivity():
    status = {"ok": 18, "missing": 0, "infeasible": 0, "undefined": 0}
    return {"disposability": "weak", "measures": {"gml": {"pairs": 18, "status": status}}}


def draws():
    chance = random.Random(3)
    estimates = [chance.gauss(0, 0.03) for _ in range(99)]
    return [
        {"draw": number, "estimate": b, "std_error": 0.02, "statistic": b / 0.02, "p_value": math.exp(-abs(b) / 0.02)}
        for number, b in enumerate(estimates)
    ]


def placebo():
    observed = {"estimate": 0.0638, "std_error": 0.02, "statistic": 3.19, "p_value": 0.02}
    extreme = {name: sum(abs(draw[name]) >= observed[name] for draw in draws()) for name in ("estimate", "statistic")}
    return {
        "formula": "score ~ policy | unit + year",
        "observed": observed,
        "p_coefficient": (1 + extreme["estimate"]) / 100,
        "p_statistic": (1 + extreme["statistic"]) / 100,
        "draws": 99,
        "absorbed_draws": 0,
        "design": "cohorts",
        "strata": None,
        "estimand": "the coefficient of the policy",
        "moved": ["policy"],
        "seed": 1,
        "assignments": 60,
        "enumerated": False,
        "distinct_draws": 37,
        "n_treated": 3,
        "cohorts": COHORTS,
        "mean": 0.0,
        "sd": 0.03,
        "quantiles": {"0.5": 0.0},
    }


def moran():
    shared = {"variable": "score", "matrix": "queen", "expected": -0.2, "variance": 0.04, "n_units": 6}
    return [
        shared | {"year": 2000, "moran_i": 0.3, "z": 2.5, "p_normal": 0.012, "p_permutation": 0.008},
        shared | {"year": 2001, "moran_i": 0.1, "z": 1.5, "p_normal": 0.13, "p_permutation": 0.121},
    ]


def impacts():
    return [
        coefficient("", "spatial.sar", "policy", estimate, std_error, p_value, effect=effect)
        | {"simulated_mean": estimate, "simulated_se": std_error, "draws": 1000, "rejected": 2}
        for effect, estimate, std_error, p_value in EFFECTS
    ]


def sensitivity():
    names = "variable override n_efficient mean spearman_with_main mean_abs_difference n_infeasible n_compared"
    rows = [("score", None, 4, 0.55, 1.0, 0.0, 0, 24), ("b", "variant=B", 5, 0.65, 0.94, 0.1, 2, 22)]
    return [dict(zip(names.split(), row, strict=True)) for row in rows]


def voices():
    """Two columns that were heard, one of them with an error that was not, and one of another estimator."""
    heard = [("main", "policy", "estimate", 3e-13), ("main", "policy", "std_error", 2.1e-12)]
    heard += [("late", "policy", "estimate", 0.0)]
    silent = [("late", "policy", "std_error", "too many groups"), ("spatial", None, None, "no such estimator")]
    rows = [(*key, 0.1, 0.1, difference, 1e-8, None) for *key, difference in heard]
    rows += [(*key, None, None, None, None, why) for *key, why in silent]
    return [dict(zip(FILES["voices"].columns, ("baseline", *row), strict=True)) for row in rows]


def all_tables():
    """Every CSV of the study, by its path."""
    described = {"n": 24, "unit_of_measurement": None, "definition": None, "imputed": 0, "converted": 0}
    described |= {"winsorized": 0}
    later = [row for row in unit_years() if row["year"] > 2000]
    density = [{"x": x / 300, "density": math.exp(-((x / 300) ** 2) / 0.0018) / 0.0752} for x in range(-30, 31)]
    return {
        "panel/panel.csv": panel(),
        "panel/audit.csv": [
            {"unit": "b", "year": 2001, "variable": "so2", "before": 9.0, "after": 5.0, "why": "winsorised_1%"},
            {"unit": None, "year": None, "variable": None, "before": None, "after": "gb18030",
             "why": "raw/a.csv: encoding"},
            {"unit": "a", "year": 2001, "variable": "so2", "before": None, "after": 2.0, "why": "interpolated, log"},
        ],
        "panel/warnings.csv": [
            {"file": "raw/a.csv", "variable": "so2", "unit": "b", "year": 2001, "what": "one-year spike <up> & back"},
            {"file": None, "variable": "gdp", "unit": None, "year": None, "what": "missing in 2"},
        ],
        "panel/descriptives.csv": [
            described | {"variable": "policy", "mean": 5 / 24, "sd": 0.4, "min": 0, "p50": 0, "max": 1},
            described | {"variable": "gdp", "mean": 12345.6, "sd": 1e4, "min": 10.0, "p50": 9e3, "max": 123456.7},
        ],
        "efficiency/scores.csv": scores(),
        "efficiency/slacks.csv": unit_years(indicator="land", slack=0.1, target=1.0),
        "efficiency/peers.csv": unit_years(peer_unit="a", peer_year=2000, weight=0.5),
        "efficiency/productivity.csv": [
            {"unit": row["unit"], "year_from": row["year"] - 1, "year_to": row["year"], "measure": "gml", "index": 1.1}
            | {"efficiency_change": 1.0, "technical_change": 1.1, "status": "ok", "cumulative": 1.1}
            for row in later
        ],
        "efficiency/sensitivity.csv": sensitivity(),
        "efficiency/bootstrap.csv": [
            {"unit": row["unit"], "year": row["year"], "score": row["score"], "bias": 0.1}
            | {"corrected": row["score"] - 0.1, "conf_low": 0.1, "conf_high": 0.2, "replications": 20}
            | {"interval_status": "ok", "order_m": 0.9, "order_m_std_error": 0.1, "order_m_low": 0.7}
            | {"order_m_high": 1.1, "order_m_status": "ok"}
            for row in scores()
        ],
        "estimates/fit_ols/baseline.csv": [
            coefficient("baseline", "main", "policy", 0.0638, 0.02, 0.009),
            coefficient("baseline", "main", "fin", -0.3, 0.16, 0.07),
            coefficient("baseline", "late", "policy", 0.04, 0.03, 0.2),
        ],
        "estimates/fit_event_study/baseline.csv": event_study(),
        "estimates/moran/autocorrelation.csv": moran(),
        "estimates/impacts/spillovers.csv": impacts(),
        "audit/did.csv": voices(),
        "audit/spatial.csv": voices(),
        "placebo/space/baseline.main.csv": draws(),
        "placebo/space/baseline.main.density.csv": density,
        "demo/own.csv": [{"anything": 1}],
        "referee.csv": [
            {"check": "few_treated", "severity": "W", "where": "baseline.main, baseline.late",
             "message": "3 treated clusters of 6; `<add>` a permutation p & more"},
        ],
    }  # fmt: skip


def all_documents():
    """Every JSON of the study, by its path."""
    late = fit("late", sample="year >= 2001", n_obs=18, n_periods=3, warnings=["left out: AK, HI"])
    pretrend = {"terms": ["policy::-3", "policy::-2"], "statistic": 1.2, "df1": 2, "df2": 5, "p_value": 0.37}
    event = fit("event", estimator="event_study", tests={"pretrend": pretrend})
    statistics = [
        Cell("moran_i", "Moran's I", stars="p_permutation"),
        Cell("z", "z"),
        Cell("p_permutation", "p", "probability"),
    ]
    effect = Cell("estimate", "", stars="p_value", below="std_error")
    return {
        "efficiency/bootstrap.json": {
            **{"units": 6, "size": 2, "replications": 20, "seed": 1, "level": 0.95, "rate": 0.5, "factor": 1.4},
            **{"intervals": {"ok": 24}, "order_m": {"ok": 24}, "coverage": "", "trusted": True, "warnings": []},
        },
        "estimates/fit_ols/baseline.json": coefficients([fit("main"), late]),
        "estimates/fit_event_study/baseline.json": coefficients([event]),
        "estimates/moran/autocorrelation.json": grid(
            "year", statistics, "Year", "variable", "matrix", ["Expected I: −0.2000."], ["left out: AK"]
        ),
        "estimates/impacts/spillovers.json": grid("term", [effect], "", "effect", "column"),
        "placebo/space/baseline.main.json": placebo(),
        "efficiency/run.json": run(),
        "efficiency/productivity.json": productivity(),
    }


@pytest.fixture
def study():
    """Tables, documents and the makers of single entries; each test gets its own copies."""
    return SimpleNamespace(
        tables=all_tables(), documents=all_documents(), fit=fit, coefficient=coefficient, starts=STARTS
    )


@pytest.fixture
def home(tmp_path, study):
    """The folder with all result files of the study, and squares as shapes."""
    for name, rows in study.tables.items():
        write_rows(tmp_path / name, rows, list(rows[0]))
    for name, content in study.documents.items():
        write_json(tmp_path / name, content)
    features = []
    for place, unit in enumerate(SQUARES):
        x, y = place % 3, place // 3
        ring = [[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1], [x, y]]
        square = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": {"code": unit}, "geometry": square})
    write_text(tmp_path / "shapes.geojson", json.dumps({"type": "FeatureCollection", "features": features}))
    return tmp_path


@pytest.fixture
def twice(home):
    """Call a verb twice and compare the bytes; returns the paths of what it made, by the name of the output.

    Texts and lists among `inputs` are paths below the study's folder; `outputs` are file names.
    """

    def call(verb, inputs, outputs, **params):
        paths = {name: _below(home, path) for name, path in inputs.items()}
        first, second = ({name: home / time / file for name, file in outputs.items()} for time in ("one", "two"))
        for made in (first, second):
            verb(**paths, **made, **params)
        for name in outputs:
            assert first[name].read_bytes() == second[name].read_bytes(), name
        return second

    return call


def _below(folder, path):
    return str(folder / path) if isinstance(path, str) else [str(folder / one) for one in path]
