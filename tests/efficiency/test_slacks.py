"""Shares in the inefficiency and targets: from the files of a run, against another solver and the score itself."""

from functools import cache

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from core.errors import StudyError
from core.files import read_rows
from core.tables import write_exact
from efficiency.groups import ALL
from efficiency.score_efficiency import score_efficiency
from efficiency.slacks import shares_layout, shares_of, targets_layout, targets_of
from efficiency.spec import Specification

SPECIFICATION = {
    "inputs": ["capital", "labour"],
    "desirable": ["gdp"],
    "undesirable": ["waste", "soot"],
    "zero_policy": "floor",
    "audit": 3,
}
NAMES = [*SPECIFICATION["inputs"], *SPECIFICATION["desirable"], *SPECIFICATION["undesirable"]]


@pytest.fixture(scope="module")
def panel(cities):
    """Twelve units over three years in two regions, one without; a zero that is floored, a cell that is missing."""
    table = pd.DataFrame(cities(36, 5, 8), columns=NAMES)
    table.insert(0, "unit", [f"{k // 3:02}" for k in range(36)])
    table.insert(1, "year", 2000 + np.arange(36) % 3)
    table["region"] = np.where(table["unit"] < "06", "east", "west")
    table.loc[table["unit"] == "11", "region"] = None
    table.loc[7, "gdp"] = np.nan
    table.loc[20, "soot"] = 0
    return table


@pytest.fixture(scope="module")
def run(tmp_path_factory, panel):
    """By variant and orientation: the specification, and the rows of the panel, of scores and of slacks."""
    folder = tmp_path_factory.mktemp("run")

    @cache
    def made(variant="A", orientation="non", returns="vrs"):
        choices = {"variant": variant, "orientation": orientation, "returns_to_scale": returns}
        specification = SPECIFICATION | choices
        paths = {name: folder / f"{name}.csv" for name in ("scores", "slacks", "peers", "facts")}
        (folder / "panel").mkdir(exist_ok=True)
        write_exact(folder / "panel" / "panel.csv", panel)
        score_efficiency(folder / "panel" / "panel.csv", **paths, specification=specification, seed=1)
        files = (folder / "panel" / "panel.csv", paths["scores"], paths["slacks"])
        return Specification.from_study(specification), *(read_rows(path) for path in files)

    return made


@pytest.mark.parametrize(("variant", "orientation"), [("A", "non"), ("B", "non"), ("A", "in"), ("A", "out")])
def test_the_parts_of_the_inefficiency_make_the_score(run, variant, orientation):
    """With each unit-year a group of its own, the relative slacks put into the formula of SBM give its score."""
    specification, panel, scores, slacks = run(variant, orientation)
    panel = [row | {"own": f"{row['unit']} {row['year']}"} for row in panel]
    rows, _ = shares_of(panel, scores, slacks, "own", specification)
    found = pd.DataFrame(rows).set_index(["group", "indicator"])
    above, below = specification.weights
    inefficient = [row for row in scores if row["stage"] == "sbm"]
    assert len(inefficient) > 15
    for row in inefficient:
        own = found.loc[f"{row['unit']} {row['year']}"].loc[list(specification.columns)]
        slack = own["relative_slack"].to_numpy(dtype=float)
        assert (1 - above @ slack) / (1 + below @ slack) == pytest.approx(row["score"], abs=1e-9)
        parts = (above + below) * slack
        assert own["share"].to_numpy(dtype=float) == pytest.approx(parts / parts.sum(), abs=1e-12)
    assert rows[-1]["group"] == ALL and rows[-1]["n"] == len(inefficient)


def slacks_by_linprog(values, others, specification):
    """Slacks over own values of one program of SBM in the form of Charnes and Cooper, by scipy."""
    (above, below), sigma, p, n = specification.weights, specification.sigma, len(values), len(others)
    balance = np.hstack([-(sigma * values)[:, None], np.diag(values), sigma[:, None] * others.T])
    equal = np.vstack([balance, np.concatenate([[1.0], below, np.zeros(n)]), [-1.0, *np.zeros(p), *np.ones(n)]])
    found = linprog(np.concatenate([[1.0], -above, np.zeros(n)]), A_eq=equal, b_eq=[*np.zeros(p), 1.0, 0.0])
    return found.x[1 : p + 1] / found.x[0]


def test_shares_by_region_are_those_of_another_solver(run, panel):
    specification, rows, scores, slacks = run()
    table = panel.assign(
        soot=panel["soot"].mask(panel["soot"] == 0, 0.01 * panel["soot"].where(panel["soot"] > 0).min())
    )
    values = table.dropna(subset=NAMES)[NAMES].to_numpy()
    stage = {(row["unit"], row["year"]): row["stage"] for row in scores}
    parts, counts = {}, {}
    for index, row in table.dropna(subset=NAMES).iterrows():
        if stage[row["unit"], row["year"]] == "sbm":
            slack = slacks_by_linprog(table.loc[index, NAMES].to_numpy(dtype=float), values, specification)
            for name in [ALL] + [row["region"]] * isinstance(row["region"], str):
                parts[name] = parts.get(name, 0) + sum(specification.weights) * slack
                counts[name] = counts.get(name, 0) + 1
    found, left_out = shares_of(rows, scores, slacks, "region", specification)
    assert [row["group"] for row in found[::5]] == ["east", "west", ALL]
    for row, place in zip(found, 3 * list(range(5)), strict=True):
        own = parts[row["group"]]
        assert row["share"] == pytest.approx(own[place] / own.sum(), abs=1e-7)  # two solvers, each to 1e-9 of a slack
        assert row["n"] == counts[row["group"]]
    assert left_out == counts[ALL] - counts["east"] - counts["west"] > 0
    notes = shares_layout("region", found, 35, left_out)["notes"]
    assert f"{counts[ALL]} of 35 unit-years are inefficient" in notes[0] and f": {left_out}." in notes[1]


def test_a_group_of_efficient_units_has_no_shares():
    specification = Specification(("x",), ("y",), (), "crs")
    scores = [{"unit": unit, "year": 2000, "stage": stage} for unit, stage in (("a", "super"), ("b", "sbm"))]
    slacks = [
        {"unit": unit, "year": 2000, "indicator": name, "slack": slack, "target": target}
        for unit, name, slack, target in [("a", "x", 1, 2), ("a", "y", 0, 1), ("b", "x", 1, 1), ("b", "y", 0, 1)]
    ]
    panel = [{"unit": "a", "year": 2000, "region": "east"}, {"unit": "b", "year": 2000, "region": "west"}]
    found, _ = shares_of(panel, scores, slacks, "region", specification)
    assert [(row["group"], row["n"], row["relative_slack"], row["share"]) for row in found[:4]] == [
        ("east", 0, None, None), ("east", 0, None, None), ("west", 1, 0.5, 1), ("west", 1, 0, 0),
    ]  # fmt: skip


def test_targets_are_value_and_slack_of_the_files(run, panel):
    """The value is that of the panel, floored where it was; efficient unit-years are ahead of their target."""
    specification, _, scores, slacks = run()
    for stage in ("sbm", "super"):
        unit, year = next((row["unit"], row["year"]) for row in scores if row["stage"] == stage)
        rows, scored = targets_of(scores, slacks, unit, [year], specification)
        own = panel[(panel["unit"] == unit) & (panel["year"] == year)].iloc[0]
        assert [row["value"] for row in rows] == pytest.approx([own[name] for name in NAMES], rel=1e-9)
        better = np.array([1, 1, -1, 1, 1]) * [row["change"] for row in rows]
        assert (better <= 1e-7).all() if stage == "sbm" else (better >= -1e-7).all()
        for row in rows:
            assert row["target"] == pytest.approx(row["value"] * (1 + row["change"] / 100), rel=1e-12)
            assert abs(row["target"] - row["value"]) == pytest.approx(row["slack"], abs=1e-9)
        assert ("is the nearest point that others reach" in targets_layout(scored)["notes"][-1]) == (stage == "super")
    specification, _, scores, slacks = run(returns="crs")
    floored, _ = targets_of(scores, slacks, "06", [2002], specification)
    assert floored[-1]["value"] == pytest.approx(0.01 * panel["soot"][panel["soot"] > 0].min(), rel=1e-9)


@pytest.mark.parametrize(
    ("unit", "years", "words"),
    [
        ("99", [2000], "there is no unit `99`; units are 00, 01, 02, 03, 04, .* Correct `unit`"),
        ("02", [2001], r"unit `02` has no targets in 2001 \(2001: missing\); give other `years`"),
    ],
)
def test_targets_that_do_not_exist_are_refused(run, unit, years, words):
    specification, _, scores, slacks = run()
    with pytest.raises(StudyError, match=words):
        targets_of(scores, slacks, unit, years, specification)
