import json
import runpy
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from core.errors import StudyError
from core.tables import read_csv

SCRIPTS = Path(__file__).parents[2] / "scripts" / "efficiency"
SPECIFICATION = {
    "inputs": ["capital", "labour"],
    "desirable": ["gdp"],
    "undesirable": ["waste"],
    "returns_to_scale": "vrs",
    "variant": "A",
    "orientation": "non",
    "frontier": "global",
    "infeasible_policy": "na",
    "audit": 5,
}

PRODUCTIVITY = {"specification": SPECIFICATION, "disposability": "weak"}


@pytest.fixture
def panel(tmp_path, cities):
    """Ten units over three years, one cell missing; rows in no order."""
    table = pd.DataFrame(cities(30, 4), columns=["capital", "labour", "gdp", "waste"])
    table.insert(0, "unit", [f"{k // 3:04}" for k in range(30)])
    table.insert(1, "year", 2000 + np.arange(30) % 3)
    table.loc[4, "gdp"] = np.nan
    table.sample(frac=1, random_state=1).to_csv(tmp_path / "panel.csv", index=False)
    return tmp_path / "panel.csv"


def run(verb, folder, panel, outputs, more_inputs=None, **params):
    names = SimpleNamespace(
        input=SimpleNamespace(panel=panel, **(more_inputs or {})),
        output=SimpleNamespace(**{name: folder / name for name in outputs}),
        log=[folder / "log"],
        params=SimpleNamespace(id="main", **params),
    )
    runpy.run_path(str(SCRIPTS / f"{verb}.py"), init_globals={"snakemake": names})


def test_score_efficiency(tmp_path, panel):
    outputs = ["scores", "slacks", "peers", "run"]
    for folder in (tmp_path / "one", tmp_path / "two"):
        folder.mkdir()
        run("score_efficiency", folder, panel, outputs, specification=SPECIFICATION, seed=3)
    for name in outputs:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    scores, slacks, peers = (read_csv(tmp_path / "one" / name) for name in outputs[:3])
    facts = json.loads((tmp_path / "one" / "run").read_text(encoding="utf-8"))
    expected = "unit,year,score,stage,sbm,super,status,flags,n_peers,reference_size,residual"
    assert ",".join(scores) == expected
    assert list(slacks) == ["unit", "year", "indicator", "slack", "target"]
    assert list(peers) == ["unit", "year", "peer_unit", "peer_year", "weight"]
    assert scores[["unit", "year"]].equals(scores[["unit", "year"]].sort_values(["unit", "year"]))
    assert scores["unit"].iloc[0] == "0000" and len(scores) == 30
    assert scores.loc[scores["status"] == "missing", ["unit", "year"]].values.tolist() == [["0001", 2001]]
    scored = scores[scores["status"] == "ok"]
    assert len(slacks) == 4 * len(scored)
    assert scored["n_peers"].sum() == len(peers)
    assert peers.groupby(["unit", "year"])["weight"].sum().to_numpy() == pytest.approx(1, abs=1e-7)
    assert scored["residual"].max() < 1e-9
    assert facts["counts"]["ok"] == len(scored) and facts["counts"]["missing"] == 1
    assert facts["audit"]["units"] == 5 and facts["audit"]["largest_difference"] < 1e-8
    assert facts["sizes"] == {"n": 29, "m": 2, "s1": 1, "s2": 1}


def test_index_productivity(tmp_path, panel):
    measures = ["gml", "malmquist", "ml", "gml_ddf"]
    run("index_productivity", tmp_path, panel, ["productivity", "counts"], measures=measures, **PRODUCTIVITY)
    table = read_csv(tmp_path / "productivity")
    counts = json.loads((tmp_path / "counts").read_text(encoding="utf-8"))["measures"]
    expected = "unit,year_from,year_to,measure,index,efficiency_change,technical_change,status,cumulative"
    assert ",".join(table) == expected
    assert table["measure"].tolist() == [measure for measure in measures for _ in range(20)]
    assert (table["status"] == "missing").sum() == 2 * 4
    for measure, rows in table.groupby("measure"):
        assert counts[measure]["status"] == dict.fromkeys(counts[measure]["status"], 0) | dict(
            rows["status"].value_counts()
        )
        assert rows["cumulative"].notna().any() == (measure in ("gml", "gml_ddf"))
        assert rows["index"].notna().equals(rows["status"] == "ok")


def test_compare_specifications(tmp_path, panel):
    run("score_efficiency", tmp_path, panel, ["scores", "slacks", "peers", "run"], specification=SPECIFICATION, seed=3)
    overrides = [{"variant": "B", "window": None}, {"frontier": "window", "window": 2}, {"undesirable": []}]
    folder = tmp_path / "compared"
    folder.mkdir()
    given = {"specification": SPECIFICATION, "overrides": overrides}
    run("compare_specifications", folder, panel, ["sensitivity", "scores"], {"scores": tmp_path / "scores"}, **given)
    table, scores = read_csv(folder / "sensitivity"), read_csv(folder / "scores")
    names = ["main", "variant=B", "frontier=window, window=2", "undesirable=none"]
    expected = "override,n_efficient,mean,spearman_with_main,mean_abs_difference,n_infeasible,n_compared"
    assert ",".join(table) == expected
    assert table["override"].tolist() == names and scores["override"].drop_duplicates().tolist() == names
    assert len(scores) == 4 * 30 and (scores["status"] == "missing").sum() >= 3
    assert table.loc[0, ["spearman_with_main", "mean_abs_difference"]].tolist() == [1, 0]
    assert (table["n_compared"] + table["n_infeasible"] >= 28).all()


def test_bootstrap_in_chunks(tmp_path, panel):
    """The draws of one job and of three give the same intervals, to the last byte."""
    run("score_efficiency", tmp_path, panel, ["scores", "slacks", "peers", "run"], specification=SPECIFICATION, seed=3)
    made = []
    for parts in (1, 3):
        folder = tmp_path / f"in {parts}"
        folder.mkdir()
        common = {"specification": SPECIFICATION, "total": 20, "size": 6}
        for part in range(1, parts + 1):
            (folder / str(part)).mkdir()
            run("draw_bootstrap", folder / str(part), panel, ["draws"], chunk=f"{part}-of-{parts}", seed=9, **common)
        draws = [folder / str(part) / "draws" for part in range(1, parts + 1)]
        run("gather_bootstrap", folder, panel, ["bootstrap"], {"scores": tmp_path / "scores", "draws": draws}, **common)
        made.append((folder / "bootstrap").read_bytes())
    assert made[0] == made[1]
    with pytest.raises(StudyError, match="14 bootstrap replications of 30 unit-years, where 20 of 30 are"):
        run(
            "gather_bootstrap",
            folder,
            panel,
            ["bootstrap"],
            {"scores": tmp_path / "scores", "draws": draws[1:]},
            **common,
        )
    table = read_csv(folder / "bootstrap")
    assert ",".join(table) == "unit,year,score,bias,corrected,conf_low,conf_high,replications"
    assert len(table) == 30 and table["score"].isna().sum() >= 1
    assert table["replications"].max() == 20 and table["corrected"].notna().any()


def test_a_zero_stops_the_rule_with_its_place(tmp_path, panel):
    table = read_csv(panel)
    table.loc[(table["unit"] == "0003") & (table["year"] == 2002), "waste"] = 0
    table.to_csv(panel, index=False)
    with pytest.raises(StudyError, match="0003, 2002, waste: 0"):
        run("index_productivity", tmp_path, panel, ["productivity", "counts"], measures=["gml"], **PRODUCTIVITY)
    assert not (tmp_path / "productivity").exists()
