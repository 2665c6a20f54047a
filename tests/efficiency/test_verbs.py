"""Each verb called as its rule calls it, on a small panel with a missing cell and rows in no order."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.errors import StudyError
from core.files import read_json, read_rows
from core.grids import keys
from core.tables import read_csv, write_exact
from efficiency.compare_specifications import compare_specifications
from efficiency.draw_bootstrap import draw_bootstrap
from efficiency.gather_bootstrap import gather_bootstrap
from efficiency.index_productivity import index_productivity
from efficiency.score_efficiency import score_efficiency
from efficiency.score_worlds import score_worlds
from efficiency.tabulate_dagum import tabulate_dagum
from efficiency.tabulate_group_means import tabulate_group_means
from efficiency.tabulate_means import tabulate_means
from efficiency.tabulate_productivity import tabulate_productivity
from efficiency.tabulate_ranking import tabulate_ranking
from efficiency.tabulate_scale import tabulate_scale
from efficiency.tabulate_sensitivity import tabulate_sensitivity
from efficiency.tabulate_slacks import tabulate_slacks
from efficiency.tabulate_targets import tabulate_targets
from efficiency.tabulate_technology_gap import tabulate_technology_gap
from efficiency.tabulate_transitions import tabulate_transitions
from report.grid_table import grid_table

SCRIPTS = Path(__file__).parents[2] / "scripts" / "efficiency"
OUTPUTS = ["scores", "slacks", "peers", "facts"]
MEASURES = ["gml", "malmquist", "ml", "gml_ddf"]
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


@pytest.fixture(scope="module")
def panel(tmp_path_factory, cities):
    """Ten units over three years, one cell missing; rows in no order."""
    table = pd.DataFrame(cities(30, 4), columns=["capital", "labour", "gdp", "waste"])
    table.insert(0, "unit", [f"{k // 3:04}" for k in range(30)])
    table.insert(1, "year", 2000 + np.arange(30) % 3)
    table.loc[4, "gdp"] = np.nan
    path = tmp_path_factory.mktemp("panel") / "panel.csv"
    write_exact(path, table.sample(frac=1, random_state=1))
    return path


def scored(folder, panel):
    """The four files of `score_efficiency` in `folder`, by name."""
    paths = {name: folder / name for name in OUTPUTS}
    score_efficiency(panel, **paths, specification=SPECIFICATION, seed=3)
    return paths


@pytest.fixture(scope="module")
def main(tmp_path_factory, panel):
    return scored(tmp_path_factory.mktemp("main"), panel)


def test_score_efficiency(tmp_path, panel, main):
    again = scored(tmp_path, panel)
    for name in OUTPUTS:
        assert main[name].read_bytes() == again[name].read_bytes()
    scores, slacks, peers = (read_csv(main[name]) for name in OUTPUTS[:3])
    facts = read_json(main["facts"])
    expected = "unit,year,score,stage,sbm,super,status,flags,n_peers,reference_size,residual"
    assert ",".join(scores) == expected
    assert list(slacks) == ["unit", "year", "indicator", "slack", "target"]
    assert list(peers) == ["unit", "year", "peer_unit", "peer_year", "weight"]
    assert scores[["unit", "year"]].equals(scores[["unit", "year"]].sort_values(["unit", "year"]))
    assert scores["unit"].iloc[0] == "0000" and len(scores) == 30
    assert scores.loc[scores["status"] == "missing", ["unit", "year"]].values.tolist() == [["0001", 2001]]
    solved = scores[scores["status"] == "ok"]
    assert len(slacks) == 4 * len(solved)
    assert solved["n_peers"].sum() == len(peers)
    assert peers.groupby(["unit", "year"])["weight"].sum().to_numpy() == pytest.approx(1, abs=1e-7)
    assert solved["residual"].max() < 1e-9
    assert facts["counts"]["ok"] == len(solved) and facts["counts"]["missing"] == 1
    assert facts["audit"]["units"] == 5 and facts["audit"]["largest_difference"] < 1e-8
    assert facts["sizes"] == {"n": 29, "m": 2, "s1": 1, "s2": 1}
    assert set(facts["versions"]) == {"numpy", "highspy", "pyomo"}


def indexed(folder, panel):
    paths = {"productivity": folder / "productivity", "counts": folder / "counts"}
    index_productivity(panel, **paths, specification=SPECIFICATION, measures=MEASURES, disposability="weak")
    return paths


@pytest.fixture(scope="module")
def changes(tmp_path_factory, panel):
    """The two files of `index_productivity`."""
    return indexed(tmp_path_factory.mktemp("changes"), panel)


def test_index_productivity(changes):
    table, counts = read_csv(changes["productivity"]), read_json(changes["counts"])["measures"]
    expected = "unit,year_from,year_to,measure,index,efficiency_change,technical_change,status,cumulative"
    assert ",".join(table) == expected
    assert table["measure"].tolist() == [measure for measure in MEASURES for _ in range(20)]
    assert (table["status"] == "missing").sum() == 2 * 4
    for measure, rows in table.groupby("measure"):
        assert counts[measure]["status"] == dict.fromkeys(counts[measure]["status"], 0) | dict(
            rows["status"].value_counts()
        )
        assert rows["cumulative"].notna().any() == (measure in ("gml", "gml_ddf"))
        assert rows["index"].notna().equals(rows["status"] == "ok")


def test_a_zero_stops_the_rule_with_its_place(tmp_path, panel):
    table = read_csv(panel)
    table.loc[(table["unit"] == "0003") & (table["year"] == 2002), "waste"] = 0
    write_exact(tmp_path / "panel.csv", table)
    with pytest.raises(StudyError, match="0003, 2002, waste: 0"):
        indexed(tmp_path, tmp_path / "panel.csv")
    assert not (tmp_path / "productivity").exists()


def test_tabulate_productivity(tmp_path, changes):
    """The printed means are those of pandas over the same rows; the missing unit-year costs two pairs."""
    tabulate_productivity(changes["productivity"], tmp_path / "table.csv", tmp_path / "layout.json", "malmquist")
    rows, layout = read_rows(tmp_path / "table.csv"), read_json(tmp_path / "layout.json")
    table = read_csv(changes["productivity"])
    solved = table[(table["measure"] == "malmquist") & (table["status"] == "ok")]
    assert [row["period"] for row in rows] == ["2000-2001", "2001-2002", "all years"]
    for row, part in zip(rows, [*(part for _, part in solved.groupby("year_from")), solved], strict=True):
        assert row["n"] == len(part)
        assert row["index"] == pytest.approx(np.exp(np.log(part["index"]).mean()), rel=1e-11)
        assert row["index"] == pytest.approx(row["efficiency_change"] * row["technical_change"], rel=1e-11)
    assert (layout["kind"], layout["rows"]) == ("grid", "period")
    assert {cell["column"] for cell in layout["cells"]} < set(rows[0])
    assert layout["notes"][1].startswith(f"{20 - len(solved)} pairs have no index")


def test_compare_specifications_and_tabulate_them(tmp_path, panel, main):
    overrides = {"score": {}, "lately": {"frontier": "window", "window": 2}, "goods": {"undesirable": []}}
    scores = [main["scores"]]
    for name in ("lately", "goods"):
        folder = tmp_path / "scores" / name
        made = {part: folder / f"{part}.csv" for part in ("scores", "slacks", "peers", "facts")}
        score_efficiency(panel, **made, specification=SPECIFICATION | overrides[name], seed=1)
        scores.append(made["scores"])
    compare_specifications(scores, tmp_path / "sensitivity", overrides)
    table = read_csv(tmp_path / "sensitivity")
    expected = "variable,override,n_efficient,mean,spearman_with_main,mean_abs_difference,n_infeasible,n_compared"
    assert ",".join(table) == expected
    assert table["variable"].tolist() == ["score", "lately", "goods"]
    assert table["override"].fillna("").tolist() == ["", "frontier=window, window=2", "undesirable=none"]
    assert table.loc[0, ["spearman_with_main", "mean_abs_difference"]].tolist() == [1, 0]
    assert (table["n_compared"] + table["n_infeasible"] >= 28).all()
    tabulate_sensitivity(tmp_path / "sensitivity", tmp_path / "table.csv", tmp_path / "layout.json")
    assert (tmp_path / "table.csv").read_bytes() == (tmp_path / "sensitivity").read_bytes()
    layout = read_json(tmp_path / "layout.json")
    assert (layout["kind"], layout["rows"]) == ("grid", "variable")
    assert {cell["column"] for cell in layout["cells"]} == set(table) - {"variable"}


def bootstrapped(folder, panel, scores, parts, skipped=0):
    """bootstrap.csv of 20 replications drawn by `parts` jobs, of which the first `skipped` are forgotten."""
    common = {"specification": SPECIFICATION, "total": 20, "size": 6}
    draws = [folder / f"{part}-of-{parts}" for part in range(1, parts + 1)]
    for path in draws:
        draw_bootstrap(panel, path, chunk=path.name, seed=9, **common)
    gather_bootstrap(panel, scores, draws[skipped:], folder / "bootstrap", folder / "facts", seed=9, **common)
    return folder / "bootstrap"


def test_bootstrap_in_chunks(tmp_path, panel, main):
    """The draws of one job and of three give the same intervals, to the last byte."""
    whole = bootstrapped(tmp_path / "in 1", panel, main["scores"], 1)
    chunks = bootstrapped(tmp_path / "in 3", panel, main["scores"], 3)
    assert whole.read_bytes() == chunks.read_bytes()
    table = read_csv(whole)
    assert ",".join(table) == (
        "unit,year,score,bias,corrected,conf_low,conf_high,replications,interval_status,"
        "order_m,order_m_std_error,order_m_low,order_m_high,order_m_status"
    )
    assert len(table) == 30 and table["score"].isna().sum() >= 1
    assert table["replications"].max() == 20 and table["corrected"].notna().any()
    facts, again = (read_json(tmp_path / name / "facts") for name in ("in 1", "in 3"))
    assert facts == again
    assert (facts["units"], facts["size"], facts["replications"], facts["seed"]) == (10, 6, 20, 9)
    assert facts["intervals"] == table["interval_status"].value_counts().to_dict()
    assert facts["order_m"] == table["order_m_status"].value_counts().to_dict()


def test_tabulate_group_means(tmp_path, panel, main):
    """The means are those of the first stage, and the notes say what is left out."""
    frame = read_csv(panel)
    zone = np.where(frame["unit"] < "0005", "east", "west")
    write_exact(tmp_path / "panel.csv", frame.assign(zone=np.where(frame["unit"] == "0009", None, zone)))
    files = tmp_path / "panel.csv", [main["scores"]], tmp_path / "table.csv", tmp_path / "layout.json"
    tabulate_group_means(*files, by="zone", specification=SPECIFICATION, seed=4)
    rows, layout = read_rows(files[2]), read_json(files[3])
    scores = read_csv(main["scores"])
    unit = scores["unit"]
    for row, chosen in zip(rows, [unit < "0005", (unit >= "0005") & (unit < "0009"), unit < "9"], strict=True):
        own = scores[chosen]["sbm"].dropna()
        assert (row["n_unit_years"], row["mean"]) == (len(own), pytest.approx(own.mean(), rel=1e-11))
        assert row["conf_low"] < row["corrected"] < row["conf_high"]
    assert [row["group"] for row in rows] == ["east", "west", "all unit-years"]
    assert (layout["kind"], layout["rows"], layout["heading"]) == ("grid", "group", "zone")
    assert {cell["column"] for cell in layout["cells"]} < set(rows[0])
    assert "seed 4" in layout["notes"][0]
    assert "In simulated data" in layout["notes"][1]
    assert layout["notes"][2:] == [
        "Unit-years left out because an indicator is missing: 1.",
        "Unit-years left out because zone is missing, but for the last row: 3.",
    ]
    tabulate_group_means(*files, by="year", specification=SPECIFICATION, seed=4)
    assert [row["group"] for row in read_rows(files[2])] == ["2000", "2001", "2002", "all unit-years"]


ROWS = {
    tabulate_means: {"of": ["score", "gdp"], "by": "zone", "years": [2000, 2002], "statistics": ["n", "mean"]},
    tabulate_ranking: {"bootstrap": [], "of": "score", "years": None, "top": 3, "names": "zone"},
    tabulate_dagum: {"of": "gdp", "by": "zone", "years": [2000, 2001]},
    tabulate_transitions: {"of": "score", "classes": 3, "moves": True},
}
SLACKS = {
    tabulate_slacks: {"by": "year", "specification": SPECIFICATION},
    tabulate_targets: {"unit": "0003", "years": [2000, 2002], "specification": SPECIFICATION},
}


@pytest.mark.parametrize("verb", [*ROWS, *SLACKS], ids=lambda verb: verb.__name__)
def test_grids_of_unit_years_are_printed_from_their_files(tmp_path, panel, main, verb):
    frame = read_csv(panel)
    path = tmp_path / "panel" / "panel.csv"
    write_exact(path, frame.assign(zone=np.where(frame["unit"] < "0005", "east", "west")))
    made = {"table": tmp_path / "table.csv", "layout": tmp_path / "layout.json"}
    if verb in ROWS:
        verb(path, [main["scores"]], **made, **ROWS[verb])
    else:
        given = {"panel": path} if verb is tabulate_slacks else {}
        verb(**given, scores=main["scores"], slacks=main["slacks"], **made, **SLACKS[verb])
    rows, layout = read_rows(made["table"]), read_json(made["layout"])
    assert {*keys(layout), *(cell["column"] for cell in layout["cells"])} <= set(rows[0])
    printed = grid_table(rows, layout, {})
    assert all(len(line) == len(printed.header[-1]) for group in printed.groups for line in group.rows)
    assert any("0." in cell for group in printed.groups for line in group.rows for cell in line)


def test_verbs_that_need_only_rows_load_no_package():
    scripts = [str(SCRIPTS / f"{verb.__name__}.py") for verb in ROWS]
    code = "import sys, runpy; [runpy.run_path(path) for path in sys.argv[1:]]; print(*sys.modules)"
    loaded = subprocess.check_output([sys.executable, "-c", code, *scripts], text=True).split()
    assert not {"numpy", "pandas", "scipy", "pydantic"} & set(loaded)


def test_tabulate_technology_gap_and_scale(tmp_path, panel):
    """The ratios are those of the two files of scores, whichever stands first."""
    write_exact(tmp_path / "panel.csv", read_csv(panel).assign(zone=lambda frame: (frame["unit"] < "0004").astype(int)))
    crs, scores = SPECIFICATION | {"returns_to_scale": "crs", "measure": "nddf"}, {}
    others = {"score": {}, "own": {"group": "zone"}, "pure": {"returns_to_scale": "vrs"}}
    for name, differing in others.items():
        folder = tmp_path / "efficiency" if name == "score" else tmp_path / "efficiency" / "scores" / name
        made = {part: folder / f"{part}.csv" for part in OUTPUTS}
        score_efficiency(tmp_path / "panel.csv", **made, specification=crs | differing, seed=1)
        scores[name] = made["scores"]
    values = {name: read_csv(path)["score"] for name, path in scores.items()}
    out = {"table": tmp_path / "table.csv", "layout": tmp_path / "layout.json"}
    files = [scores["own"], scores["score"]]
    tabulate_technology_gap(tmp_path / "panel.csv", files, **out, of="own", meta="score", group="zone")
    rows, layout = read_rows(out["table"]), read_json(out["layout"])
    assert (layout["rows"], layout["group"]) == ("period", "group")
    assert (rows[-1]["group"], rows[-1]["period"], rows[-1]["n"]) == ("all unit-years", "all years", 29)
    assert rows[-1]["gap"] == pytest.approx((values["score"] / values["own"]).mean(), rel=1e-11)
    assert {row["group"] for row in rows} == {"0", "1", "all unit-years"} and len(rows) == 3 * 4
    inside = read_csv(scores["own"])["unit"] < "0004"
    (zone,) = [row["gap"] for row in rows if (row["group"], row["period"]) == ("1", "all years")]
    assert zone == pytest.approx((values["score"] / values["own"])[inside].mean(), rel=1e-11)
    tabulate_scale(tmp_path / "panel.csv", [scores["score"], scores["pure"]], **out, vrs="pure", crs="score", by="zone")
    rows, layout = read_rows(out["table"]), read_json(out["layout"])
    assert rows[-1]["scale"] == pytest.approx((values["score"] / values["pure"]).mean(), rel=1e-11)
    assert [row["group"] for row in rows] == ["0", "1", "all unit-years"] and layout["heading"] == "zone"
    assert {cell["column"] for cell in layout["cells"]} < set(rows[0])


def test_chunks_of_another_run_are_refused(tmp_path, panel, main):
    with pytest.raises(StudyError, match="14 bootstrap replications of 30 unit-years, where 20 of 30 are"):
        bootstrapped(tmp_path, panel, main["scores"], 3, skipped=1)


def test_score_worlds(tmp_path, panel, main):
    write_exact(tmp_path / "worlds.csv", read_csv(panel).assign(world=1))
    specifications = {"score": SPECIFICATION, "early": SPECIFICATION | {"reference": "year < 2002"}}
    score_worlds(tmp_path / "worlds.csv", panel, tmp_path / "scores.csv", specifications)
    table, scores = read_csv(tmp_path / "scores.csv"), read_csv(main["scores"])
    assert list(table) == ["world", "unit", "year", "score", "early"]
    assert table[["unit", "year", "score"]].equals(scores[["unit", "year", "score"]])
    higher = (table["early"] - table["score"]).dropna()
    assert (higher > -1e-9).all() and (higher > 0.01).any()


def test_one_year_and_a_constant_input_as_in_tone(tmp_path, caplog):
    """Tone (2003): the input is 1 everywhere; the scores by hand."""
    good, bad = [1, 2, 6, 8, 9, 5, 4, 6, 4], [1, 1, 2, 4, 7, 2, 3, 4, 6]
    table = pd.DataFrame({"unit": list("ABCDEFGHI"), "year": 2000, "x": 1.0, "y": good, "b": bad})
    write_exact(tmp_path / "panel.csv", table)
    specification = {"inputs": ["x"], "desirable": ["y"], "undesirable": ["b"], "returns_to_scale": "crs"}
    paths = {name: tmp_path / name for name in OUTPUTS}
    score_efficiency(tmp_path / "panel.csv", **paths, specification=specification, seed=3)
    expected = [1 / 10, 1 / 4, 12 / 11, 20 / 19, 18 / 17, 3 / 4, 3 / 7, 2 / 3, 24 / 67]
    assert read_csv(paths["scores"])["score"].to_numpy() == pytest.approx(expected, abs=1e-10)
    assert "x is the same for all unit-years" in caplog.text and read_json(paths["facts"])["columns"]["x"]["constant"]
    paths = {"productivity": tmp_path / "productivity", "counts": tmp_path / "counts"}
    index_productivity(
        tmp_path / "panel.csv", **paths, specification=specification, measures=MEASURES, disposability="weak"
    )
    assert read_csv(paths["productivity"]).empty
