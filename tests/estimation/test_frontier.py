"""The spread over frontiers against least squares with dummies, by its definition."""

import numpy as np
import pandas as pd
import pytest
from samples import COLUMN, planted

from core.errors import StudyError
from core.files import write_json
from core.tables import read_csv, write_csv, write_exact
from did.fit_ols import fit_ols
from did.ols import ols_column
from estimation.frontier import frontiers_of

SETTINGS = COLUMN | {
    "name": "a", "formula": "score ~ d + x1 + d:x2 | unit + year", "policy": "d", "ssc": "reghdfe",
    "also": ["frontier"],
}  # fmt: skip
FACTOR = 0.7


def panel_and_draws(replications=24, gap=None):
    """A panel, and its scores in replications, as two chunks; `gap`: a replication in which a row has none."""
    panel = planted(2).rename(columns={"y": "score"})
    random = np.random.default_rng(4)
    draws = {f"draw_{k}": panel["score"] + random.normal(size=len(panel)) for k in range(replications)}
    draws = pd.DataFrame({"unit": panel["unit"], "year": panel["year"], **draws}).sample(frac=1, random_state=1)
    if gap:
        draws.loc[5, gap] = np.nan
    names = list(draws)
    halves = names[2 : 2 + replications // 2], names[2 + replications // 2 :]
    return panel, [draws[["unit", "year", *half]] for half in halves]


def by_dummies(panel, outcome):
    dummies = pd.get_dummies(panel[["unit", "year"]].astype(str)).to_numpy(dtype=float)
    terms = np.column_stack([panel["d"], panel["x1"], panel["d"] * panel["x2"]])
    return np.linalg.lstsq(np.hstack([terms, dummies]), outcome, rcond=None)[0][[0, 2]]


@pytest.mark.parametrize("gap", [None, "draw_3"])
def test_it_is_the_deviation_of_the_coefficients_over_replications_times_the_factor(gap, tmp_path):
    panel, chunks = panel_and_draws(gap=gap)
    for number, chunk in enumerate(chunks):
        write_exact(tmp_path / f"{number}.csv", chunk)
    write_json(tmp_path / "b.json", {"factor": FACTOR})
    write_csv(tmp_path / "panel.csv", panel)
    paths = [tmp_path / f"{number}.csv" for number in range(2)]
    plain = SETTINGS | {"name": "plain", "also": []}
    outputs = (tmp_path / "t.csv", tmp_path / "t.json", "t")
    fit_ols(tmp_path / "panel.csv", [], tmp_path / "b.json", paths, *outputs, [SETTINGS, plain])
    found = read_csv(tmp_path / "t.csv").set_index(["column", "term"])["se_frontier"]
    scores = panel[["unit", "year"]].merge(
        pd.concat([c.set_index(["unit", "year"]) for c in chunks], axis=1).reset_index()
    )
    used = [name for name in scores if name.startswith("draw") and name != gap]
    expected = FACTOR * np.std([by_dummies(panel, scores[name]) for name in used], axis=0, ddof=1)
    np.testing.assert_allclose(found["a"][["d", "d:x2"]], expected, rtol=1e-8)
    assert np.isnan(found["a"]["x1"]) and found["plain"].isna().all()


def test_replications_without_all_scores_are_counted_and_too_few_refused():
    panel, chunks = panel_and_draws(gap="draw_3")
    _, facts = ols_column(panel, SETTINGS, frontiers_of(chunks, FACTOR))
    assert facts["also"]["frontier"] == {"replications": 23, "incomplete": 1, "factor": FACTOR}
    with pytest.raises(StudyError, match="in 12 of 12 replications all rows have a score, and 20 are needed"):
        ols_column(panel, SETTINGS, frontiers_of(chunks[1:], FACTOR))


def test_frontiers_that_do_not_move_have_no_spread():
    panel, _ = panel_and_draws()
    same = panel[["unit", "year"]].assign(**{f"draw_{k}": panel["score"] for k in range(20)})
    rows, _ = ols_column(panel, SETTINGS, frontiers_of([same], FACTOR))
    assert rows.set_index("term").loc["d", "se_frontier"] == pytest.approx(0, abs=1e-12)
