"""The scripts of the stage on a small grid of squares."""

import json

import numpy as np
import pandas as pd
import pytest
import shapely

from core.contract import FACTS, FILES
from core.errors import StudyError
from core.files import read_json
from core.shapes import Shapes
from core.tables import read_csv
from spatial.build_contiguity import build_contiguity
from spatial.find_clusters import find_clusters
from spatial.fit_spatial import fit_spatial
from spatial.fit_spatial_event_study import fit_spatial_event_study
from spatial.tabulate_impacts import tabulate_impacts
from spatial.tabulate_moran import tabulate_moran
from spatial.tabulate_selection import tabulate_selection
from spatial.tabulate_unit_impacts import tabulate_unit_impacts

COLUMN = {
    "estimator": "sar", "matrix": "queen", "sample": None, "policy": None, "cluster": "unit", "se": "cluster",
    "correction": "lee_yu",
}  # fmt: skip
COLUMNS = [
    COLUMN | {"name": "both", "formula": "score ~ x | unit + year"},
    COLUMN | {"name": "late", "formula": "y ~ x + z | unit", "sample": "year >= 2002", "se": "hessian"},
]


def write_map(path, shapes):
    geometries = map(json.loads, shapely.to_geojson(shapes.geometry))
    features = [
        {"type": "Feature", "properties": own, "geometry": geometry}
        for own, geometry in zip(shapes.properties, geometries, strict=True)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))


@pytest.fixture
def files(tmp_path, squares):
    """A 3 x 4 grid over 6 years, and a unit `far` that has no shape."""
    shapes = squares(3, 4)
    write_map(tmp_path / "shapes.geojson", shapes)
    rng = np.random.default_rng(4)
    keys = pd.MultiIndex.from_product([[*shapes.texts("key"), "far"], range(2000, 2006)], names=["unit", "year"])
    panel = pd.DataFrame(rng.normal(size=(len(keys), 3)), columns=["x", "y", "z"], index=keys).reset_index()
    scores = panel[["unit", "year"]].assign(score=panel["x"] + rng.normal(size=len(panel)))
    panel.to_csv(tmp_path / "panel.csv", index=False)
    scores.to_csv(tmp_path / "scores.csv", index=False)
    return tmp_path


def build(files, leave_out=()):
    weights, summary = files / "queen.csv", files / "queen.json"
    build_contiguity(
        [], files / "shapes.geojson", [], [], [], weights, summary, "queen", "key", "row", list(leave_out), "refuse"
    )
    return weights, summary


def fit(files, leave_out=("far",), columns=COLUMNS):
    weights, _ = build(files)
    estimates, facts = files / "spillovers.csv", files / "spillovers.json"
    without = {"queen": list(leave_out)}
    fit_spatial(
        files / "panel.csv",
        [files / "scores.csv"],
        [weights],
        estimates,
        facts,
        "spillovers",
        columns,
        ["queen"],
        without,
    )
    return estimates, facts


def impacts(files, of=("spillovers.late", "spillovers.both"), terms=()):
    weights, _ = build(files)
    _, facts = fit(files)
    table, layout = files / "impacts.csv", files / "impacts.json"
    tabulate_impacts([facts], [weights], table, layout, list(of), ["queen"], list(terms), 200, 5)
    return table, layout


def moran(files, of=("score", "y"), leave_out=("far",), years=None, scores=("scores.csv",)):
    weights, _ = build(files)
    table, layout = files / "moran.csv", files / "moran_layout.json"
    tabulate_moran(
        files / "panel.csv", [files / path for path in scores], [weights], table, layout, list(of), ["queen"],
        {"queen": list(leave_out)}, {"queen": ["y"]}, years, ["moran_i", "z", "p_permutation"], 49, 5,
    )  # fmt: skip
    return table, layout


def test_build_contiguity(files):
    weights, summary = build(files)
    table, said = read_csv(weights), read_json(summary)
    assert list(table.columns) == list(FILES["matrices"].columns)
    assert table[["unit", "neighbour"]].equals(table[["unit", "neighbour"]].sort_values(["unit", "neighbour"]))
    assert table.groupby("unit")["weight"].sum().to_numpy() == pytest.approx(np.ones(12))
    assert (said["n"], said["links"], said["degree"]["max"], said["islands"]) == (12, 58, 8, [])
    assert (said["kind"], said["row_standardised"]) == ("contiguity", True)
    assert said["interval_of_rho"][1] == pytest.approx(1)


def test_island_is_refused_by_name_unless_it_is_left_out(files, squares):
    row = squares(1, 5)
    without = Shapes(np.delete(row.geometry, 3), [own for own in row.properties if own["key"] != "s03"])
    write_map(files / "shapes.geojson", without)
    with pytest.raises(StudyError, match="s04"):
        build(files)
    weights, _ = build(files, leave_out=["s04"])
    assert "s04" not in set(read_csv(weights)["unit"])


def test_tabulate_moran(files):
    table, layout = moran(files)
    rows = read_csv(table)
    assert list(rows["variable"]) == ["score"] * 6 + ["y"] * 6
    assert rows["year"].tolist() == [*range(2000, 2006)] * 2
    assert rows[["year", "matrix", "variable"]].drop_duplicates().shape[0] == 12
    assert (rows["n_units"] == 12).all()
    assert rows["p_permutation"].between(0, 1).all()
    assert [cell["column"] for cell in read_json(layout)["cells"]] == ["moran_i", "z", "p_permutation"]
    (said,) = read_json(layout)["warnings"]
    assert said.startswith("queen: these weights are made of `y` itself")


def test_one_year_is_that_of_all_years(files):
    whole = read_csv(moran(files)[0])
    one = read_csv(moran(files, years=[2003])[0])
    pd.testing.assert_frame_equal(one, whole[whole["year"] == 2003].reset_index(drop=True))


def find(files, variable="score", years=(2001, 2004)):
    weights, _ = build(files)
    clusters, facts = files / f"{variable}.csv", files / f"{variable}.json"
    find_clusters(
        files / "panel.csv", [files / "scores.csv"], weights, clusters, facts, "queen", variable, ["far"], list(years),
        99, 5,
    )  # fmt: skip
    return clusters, facts


def test_find_clusters(files):
    clusters, facts = find(files)
    table, said = read_csv(clusters), read_json(facts)
    assert list(table.columns) == list(FILES["clusters"].columns)
    assert set(FACTS["spatial/clusters/{matrix}/{variable}.json"]) == set(said)
    assert table["year"].drop_duplicates().tolist() == [2001, 2004]
    whole = read_csv(moran(files)[0]).query("variable == 'score' and year == 2004")["moran_i"]
    own = table.query("year == 2004")["local_i"]
    assert said["moran_i"]["2004"] == pytest.approx(whole.item(), rel=1e-10)
    assert own.sum() / len(own) == pytest.approx(whole.item(), rel=1e-10)  # rows sum to one
    assert (said["n_units"], said["left_out"], said["islands"]) == (12, ["far"], [])


def test_clusters_of_one_year_are_those_of_all_years(files):
    whole = read_csv(find(files)[0])
    one = read_csv(find(files, years=[2004])[0])
    pd.testing.assert_frame_equal(one, whole[whole["year"] == 2004].reset_index(drop=True))


def test_a_constant_variable_has_no_clusters(files):
    pd.read_csv(files / "panel.csv").assign(y=1.5).to_csv(files / "panel.csv", index=False)
    with pytest.raises(StudyError, match="local Moran's I of `y` in 2001: the values are the same in all 12 units"):
        find(files, "y")


def test_moran_of_the_panel_needs_no_scores(files):
    assert (read_csv(moran(files, of=["y"], scores=[])[0])["variable"] == "y").all()


def test_fit_spatial(files):
    estimates, facts = fit(files)
    rows, said = read_csv(estimates), read_json(facts)
    assert said["kind"] == "coefficients"
    by_name = {column["name"]: column for column in said["columns"]}
    assert list(rows.columns) == list(FILES["estimates"].columns)
    assert rows["term"].tolist() == ["x", "rho", "x", "z", "rho"]
    assert rows["column"].tolist() == ["both", "both", "late", "late", "late"]
    both, late = by_name["both"], by_name["late"]
    assert set(FACTS["estimates/{rule}/{table}.json, each of its columns"]) <= set(both)
    assert (both["n_obs"], late["n_obs"], late["n_periods"]) == (72, 48, 4)
    assert (both["estimator"], both["matrix"], both["policy"]) == ("sar", "queen", None)
    assert both["warnings"] == ["left out (not in the weights): far, i.e. 1 unit"]
    assert both["effects"] == "two-way"
    assert both["ssc"] == {"rule": "ml_cluster", "factor": pytest.approx(6 / 5)}
    assert late["ssc"] == {"rule": "ml_hessian", "factor": pytest.approx(4 / 3)}
    assert (both["n_clusters"], both["cluster"], late["n_clusters"]) == (12, "unit", None)
    assert late["hessian"]["rho"] == rows["std_error"].iloc[-1]


def test_fit_spatial_event_study(files):
    panel = read_csv(files / "panel.csv")
    start = panel["unit"].map({"s00": 2002, "s02": 2003, "s11": 2003, "s20": 2002, "s13": 2004}).fillna(9999)
    panel.assign(law=1.0 * (panel["year"] >= start)).to_csv(files / "panel.csv", index=False)
    keys = {"estimator": "spatial_event_study", "policy": "law", "model": "slx", "window": [-2, 1], "base": -1}
    near = COLUMNS[0] | keys | {"name": "near", "formula": "score ~ law + x | unit + year", "stream": [5, "t", "near"]}
    paths = [files / "events.csv", files / "events.json"]
    scores, weights = [files / "scores.csv"], [build(files)[0]]
    fit_spatial_event_study(files / "panel.csv", scores, weights, *paths, "t", [near], ["queen"], {"queen": ["far"]})
    rows, said = read_csv(paths[0]), read_json(paths[1])
    assert set(FILES["estimates"].columns) <= set(rows.columns)
    assert rows["effect"].dropna().unique().tolist() == ["direct", "indirect", "total"]
    assert said["columns"][0]["lagged"][0].keys() == {"k", "share", "ratio"}
    assert said["columns"][0]["treated_units"] == 5


def test_effects_between_grades_stand_beside_others(files):
    """The columns of a fit by grades, read back from its files, in a table with a column of one lag."""
    panel = read_csv(files / "panel.csv")
    big = 1.0 * panel["unit"].isin(["s00", "s02", "s11"])
    panel.assign(big=big, small=1 - big).to_csv(files / "panel.csv", index=False)
    graded = COLUMNS[0] | {"name": "graded", "split": ["big", "small"]}
    _, facts = fit(files, columns=[*COLUMNS, graded])
    table, layout = files / "impacts.csv", files / "impacts.json"
    of = ["spillovers.both", "spillovers.graded"]
    tabulate_impacts([facts], [build(files)[0]], table, layout, of, ["queen"], [], 200, 5)
    rows = read_csv(table)
    own = rows[rows["column"] == "spillovers.graded"]
    between = [f"{sender}.{receiver}" for sender in ("big", "small") for receiver in ("big", "small")]
    assert own["effect"].tolist() == ["direct", "indirect", "total", *between]
    assert set(own["term"]) == {"x"}
    tabulate_unit_impacts([facts], [build(files)[0]], table, layout, of, ["queen"], [])
    means = read_csv(table).groupby("column")[["own", "received", "sent"]].mean()
    average = rows.pivot(index="column", columns="effect", values="estimate")
    expected = average[["direct", "total", "total"]].loc[of].to_numpy()
    assert means.loc[of].to_numpy() == pytest.approx(expected, rel=1e-9)


def test_tabulate_impacts(files):
    table, layout = impacts(files)
    rows = read_csv(table)
    assert rows["column"].drop_duplicates().tolist() == ["spillovers.late", "spillovers.both"]
    assert set(rows["effect"]) == {"direct", "indirect", "total"}
    sums = rows.pivot(index=["column", "term"], columns="effect", values="estimate")
    assert (sums["direct"] + sums["indirect"]).to_numpy() == pytest.approx(sums["total"].to_numpy(), abs=1e-11)
    said = read_json(layout)
    assert said["warnings"] == ["left out (not in the weights): far, i.e. 1 unit"]
    assert [note.split(":")[0] for note in said["notes"]] == [
        "Effects are point values, at the estimates.",
        "Standard errors in parentheses, late",
        "Standard errors in parentheses, both",
        "The result file has means and errors of 200 simulated draws in columns that begin with `simulated`; such a "
        "mean is no point value. Draws rejected because rho was outside its interval",
    ]
    few = read_csv(impacts(files, of=["spillovers.late"], terms=["z"])[0])
    whole = rows[(rows["column"] == "spillovers.late") & (rows["term"] == "z")].reset_index(drop=True)
    pd.testing.assert_frame_equal(few, whole)


def test_tabulate_unit_impacts(files):
    weights, _ = build(files)
    table, layout = files / "units.csv", files / "units.json"
    tabulate_unit_impacts([fit(files)[1]], [weights], table, layout, ["spillovers.both"], ["queen"], [])
    rows, total = read_csv(table), read_csv(impacts(files, of=["spillovers.both"])[0]).set_index("effect")["estimate"]
    assert rows["unit"].nunique() == len(rows) == 12
    assert rows[["own", "received", "sent"]].mean().tolist() == pytest.approx([total["direct"], *[total["total"]] * 2])
    assert (read_json(layout)["rows"], read_json(layout)["group"]) == ("unit", "term")


def test_tabulate_selection(files):
    weights, _ = build(files)
    table, layout = files / "selection.csv", files / "selection.json"
    column = COLUMN | {"name": "t.a", "estimator": "ols", "formula": "y ~ x + z | unit + year"}
    tabulate_selection(
        files / "panel.csv", [], [weights], table, layout, column, ["queen"], {"queen": ["far"]},
    )  # fmt: skip
    rows, said = read_csv(table), read_json(layout)
    assert not rows.duplicated(["group", "test", "matrix"]).any() and len(rows) == 15
    assert set(rows["verdict"]) <= {"rejects", "keeps", "not computable"}
    assert said["tests"]["queen"]["model"] in ("none", "sar", "sem", "sdm")
    assert said["warnings"] == ["left out (not in the weights): far, i.e. 1 unit"]


def test_order_of_rows_leaves_the_bytes_unchanged(files):
    def written():
        return [path.read_bytes() for path in (*fit(files), *impacts(files), *moran(files))]

    before = written()
    for name in ("panel.csv", "scores.csv"):
        pd.read_csv(files / name).sample(frac=1, random_state=2).to_csv(files / name, index=False)
    assert written() == before


def test_sample_of_units_rebuilds_the_weights(files):
    column = COLUMNS[0] | {"sample": "x < 100"}
    fact = read_json(fit(files, ["far", "s00"], [column])[1])["columns"][0]
    assert fact["n_units"] == 11
    assert fact["warnings"] == [
        "left out (not in the weights): far, i.e. 1 unit",
        "left out (although in the weights): s00, i.e. 1 unit",
        "weights `queen` rebuilt on 11 of their 12 units; 6 of 58 links lost",
    ]


def gap(panel):
    return panel.assign(x=panel["x"].where(panel.index != 7))


@pytest.mark.parametrize(
    ("change", "leave_out", "message"),
    [
        (None, [], r"weights `queen` lack 1 of 13 units of the panel: far"),
        (None, ["far", "moon"], "`leave_out` names 1 units that are not in the panel: moon"),
        (None, ["far", "s01", "s10", "s11"], "weights `queen`: no neighbour for 1 of 9 units: s00"),
        (
            gap,
            ["far"],
            ".* not balanced, .*: 1 of 72 unit-years are not there: s01 2001; `x` is missing in 1 ",
        ),
        (
            lambda panel: panel.drop(index=7),
            ["far"],
            ".* not balanced, .*: 1 of 72 unit-years are not there: s01 2001.\n  Fill",
        ),
    ],
)
def test_faults_name_table_and_column(files, change, leave_out, message):
    if change:
        change(pd.read_csv(files / "panel.csv")).to_csv(files / "panel.csv", index=False)
    with pytest.raises(StudyError, match=f"^table `spillovers`, column `both`: {message}"):
        fit(files, leave_out)


def test_unknown_weights_are_answered_by_the_nearest(files):
    with pytest.raises(StudyError, match="matrix `quen` is unknown; did you mean `queen`"):
        fit(files, columns=[COLUMNS[0] | {"matrix": "quen"}])
