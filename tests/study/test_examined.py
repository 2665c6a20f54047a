"""Grids that examine columns of least squares: each fault has its message, and defaults fit shipped files."""

import pytest

CONLEY = "kind: spatial_inference\n    of: baseline.zone\n"


def table(body):
    return f"  t:\n    title: T\n    {body}\n"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (
            "kind: twfe_weights\n    of: baseline.zoen",
            "there is no column of the table `baseline` `zoen`; did you mean",
        ),
        ("kind: twfe_weights\n    of: plain.rain", "`plain.rain` has no policy among its terms; allowed: `zone`"),
        ("kind: twfe_weights\n    of: plain.years", "`plain.years` is `event_study`, which has no reassignment of its"),
        (CONLEY, "nothing to set beside the column's own errors; give `clusters`, `cutoffs` or `rings`"),
        (CONLEY + "    cutoffs: 100", "`cutoffs` and `rings` need `points`"),
        (CONLEY + "    rings: [50, 100]", "`cutoffs` and `rings` need `points`"),
        (CONLEY + "    rings: [100, 50]\n    points: raw/p.csv", "the edges of `rings` [100.0, 50.0] do not increase"),
        (
            CONLEY + "    cutoffs: [0]\n    points: raw/p.csv",
            "`tables.t.cutoffs.0` is 0: input should be greater than 0",
        ),
        (CONLEY + "    cutoffs: [9, 9]\n    points: raw/p.csv", "`9.0` stands twice"),
        (
            CONLEY + "    cutoffs: 9\n    points: raw/absent.csv",
            "`tables.t.points`: the file raw/absent.csv does not exist",
        ),
        (CONLEY + "    clusters: rian", "`tables.t.clusters`: unknown variable `rian`; did you mean `rain`?"),
        (CONLEY + "    clusters: rain\n    kernel: gauss", "`tables.t.kernel` is 'gauss'"),
        (CONLEY + "    clusters: rain\n    lags: -1", "`tables.t.lags` is -1"),
    ],
)
def test_each_fault_has_its_message(smallest, said, body, words):
    plain = (
        "  plain: {title: P, columns: {rain: score ~ rain | unit + year, "
        "years: {estimator: event_study, formula: score ~ zone | unit + year}}}\n"
    )
    lines = said(smallest(plain, table(body)), absent=("raw/absent.csv",))
    assert any(words in line for line in lines), lines


def test_the_file_of_cities_needs_no_key(planned, smallest):
    grid = planned(smallest(table(CONLEY + "    cutoffs: 100\n    points: resources/cities.csv")))["grids"]
    made = grid["spatial_inference"]["t"]
    assert made["files"]["points"] == ["resources/cities.csv"]
    assert made["settings"]["key"] == "adcode"
    assert made["settings"]["rules"] == {
        "clusters": [], "cutoffs": [100.0], "kernel": "uniform", "lags": None, "rings": [],
    }  # fmt: skip
