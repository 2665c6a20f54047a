"""Each verb called as its rule calls it; `draw_yearbook` is called by the fixture `drawn`."""

import numpy as np
import pandas as pd
import pytest
from yearbooks import HOME, shipped, simulated

from core.files import read_json
from core.tables import write_exact
from demo.export_castle import export_castle
from demo.simulation import indicator_panel
from demo.state_truth import state_truth


def test_export_castle(tmp_path):
    files = {"crime": "crime.csv", "economy": "economy.csv", "laws": "laws.csv", "members": "members.csv"}
    export_castle(HOME / "castle_states.csv", **{name: tmp_path / file for name, file in files.items()})
    crime = pd.read_csv(tmp_path / "crime.csv", dtype=str)
    laws = pd.read_csv(tmp_path / "laws.csv")
    states = pd.read_csv(HOME / "castle_states.csv")
    assert crime.shape == (550, 9)
    assert crime.iloc[0][["state", "year", "l_homicide"]].tolist() == ["AK", "2000", "1.4915183"]
    starts = laws[laws["post"] == 1].groupby("state")["year"].min()
    assert starts.to_dict() == states.set_index("abbr")["first_post_year"].dropna().astype(int).to_dict()
    members = pd.read_csv(tmp_path / "members.csv", index_col="state")
    assert members["region"].value_counts().to_dict() == {"south": 16, "west": 13, "midwest": 12, "northeast": 9}
    assert members.loc[["AK", "DE", "MO", "ME"], "region"].tolist() == ["west", "south", "midwest", "northeast"]


def test_draw_yearbook(drawn):
    settings, _ = shipped("yreb")
    other = {"worlds.csv", "roster.csv", "defects.json", "planted.json", "LABEL.txt"}
    assert {file.name for file in drawn("yreb").iterdir()} == other | {file.path for file in settings.files}


def test_state_truth(tmp_path, drawn, world_scores):
    folder = drawn("aipz")
    panel = indicator_panel(simulated("aipz"), shipped("aipz")[0])[["world", "unit", "year"]]
    write_exact(
        tmp_path / "scores.csv",
        panel.assign(
            score=np.concatenate([one.ravel() for one in world_scores]), twice=lambda table: 2 * table["score"]
        ),
    )
    state_truth(folder / "planted.json", folder / "roster.csv", tmp_path / "scores.csv", tmp_path / "truth.json")
    truth = read_json(tmp_path / "truth.json")
    assert truth["data_status"] == "simulated"
    assert truth["policy"]["score_did"] == pytest.approx(0.0638, abs=5e-4)
    assert truth["policy"]["treated_city_years"] == 74
    capitals, others = truth["policy"]["score_att_capitals"], truth["policy"]["score_att_others"]
    mean = (61 * capitals + 13 * others) / 74  # Shenzhen and Huzhou 5 years each, Suzhou 3
    assert mean == pytest.approx(truth["policy"]["score_att"])
    assert capitals > others
    twice = truth["policy"]["further_scores"]["twice"]
    assert twice["score_did"] == pytest.approx(2 * truth["policy"]["score_did"])
    assert truth["mechanisms"]["patents"]["effect"] == 0.1891
