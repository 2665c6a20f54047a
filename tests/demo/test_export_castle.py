"""The raw tables of the study `castle` are the package's numbers under the states' names."""

import json
import runpy
from pathlib import Path
from types import SimpleNamespace

import pandas as pd

ROOT = Path(__file__).parents[2]


def test_tables_and_shapes(tmp_path):
    files = {"crime": "crime.csv", "economy": "economy.csv", "laws": "laws.csv", "shapes": "states.geojson"}
    names = SimpleNamespace(
        input=SimpleNamespace(states=ROOT / "resources" / "castle_states.csv"),
        output=SimpleNamespace(**{name: tmp_path / file for name, file in files.items()}),
        log=[tmp_path / "log"],
    )
    runpy.run_path(str(ROOT / "scripts" / "demo" / "export_castle.py"), init_globals={"snakemake": names})
    crime = pd.read_csv(tmp_path / "crime.csv", dtype=str)
    laws = pd.read_csv(tmp_path / "laws.csv")
    states = pd.read_csv(ROOT / "resources" / "castle_states.csv")
    assert crime.shape == (550, 9)
    assert crime.iloc[0][["state", "year", "l_homicide"]].tolist() == ["AK", "2000", "1.4915183"]
    starts = laws[laws["post"] == 1].groupby("state")["year"].min()
    assert starts.to_dict() == states.set_index("abbr")["first_post_year"].dropna().astype(int).to_dict()
    shapes = json.loads((tmp_path / "states.geojson").read_text())["features"]
    assert {shape["properties"]["state"] for shape in shapes} == set(crime["state"]) - {"AK", "HI"}
