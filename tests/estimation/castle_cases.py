"""The cases of the references on the castle-doctrine panel, any clusters, weights and effects: reference/*.json."""

import json
from pathlib import Path

import numpy as np
from samples import fit_from

REFERENCE = Path(__file__).parent / "reference"
R = json.loads((REFERENCE / "castle_cluster_R.json").read_text())["expected"]
FIXEST = json.loads((REFERENCE / "castle_fixest_rule.json").read_text())["expected"]
CONTROLS = "unemployrt + poverty + l_income + l_police"


def unbalanced(panel):
    return panel[(7 * panel["rank"] + 3 * panel["year"]) % 11 != 0]


def three_treated(panel):
    """The never treated, and the first three of the ever treated."""
    ever = panel.groupby("unit")["post"].transform("max") > 0
    return panel[~ever | panel["unit"].isin(np.unique(panel.loc[ever, "unit"])[:3])]


def one_singleton(panel):
    kept = unbalanced(panel)
    return kept[(kept["rank"] != 5) | (kept["year"] == 2003)]


def whole(panel):
    return panel


# name: rows, terms, effects, weights, clusters
CASES = {
    "balanced_controls": (whole, f"post + {CONTROLS}", "unit + year", None, ["unit"]),
    "weighted_popwt": (whole, "post", "unit + year", "popwt", ["unit"]),
    "unbalanced": (unbalanced, "post", "unit + year", None, ["unit"]),
    "unbalanced_controls": (unbalanced, f"post + {CONTROLS}", "unit + year", None, ["unit"]),
    "unbalanced_weighted": (unbalanced, "post", "unit + year", "popwt", ["unit"]),
    "cluster_group10": (whole, "post", "unit + year", None, ["ten"]),
    "three_treated": (three_treated, "post", "unit + year", None, ["unit"]),
    "region_by_year": (whole, "post", "unit + region^year", None, ["unit"]),
    "region_by_year_weighted": (whole, "post", "unit + region^year", "popwt", ["unit"]),
    "unit_trends": (whole, "post", "unit[year] + year", None, ["unit"]),
    "two_way_cluster": (whole, "post", "unit + year", None, ["unit", "year"]),
    "unbalanced_one_singleton": (one_singleton, "post", "unit + year", None, ["unit"]),
    "unbalanced_one_singleton_dropped": (one_singleton, "post", "unit + year", None, ["unit"]),
}


def fitted(panel, name, rule):
    rows, terms, effects, weights, clusters = CASES[name]
    return fit_from(rows(panel), f"l_homicide ~ {terms} | {effects}", rule, weights=weights, clusters=clusters)
