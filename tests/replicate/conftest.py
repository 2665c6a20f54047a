"""A small study with columns of every kind, fitted, for the tests of the stage."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from replicate_study import COLUMNS, DATA, EVENTS, INSTRUMENTS, LEAST_SQUARES, SPATIAL, UNITS, panel_of

from core.arrays import write_columns
from core.tables import write_csv
from did.fit_event_study import fit_event_study
from did.fit_iv import fit_iv
from did.fit_ols import fit_ols
from estimation.weights import from_array, to_table
from replicate.write_replication import write_replication
from spatial.fit_spatial import fit_spatial

STAGE = Path(__file__).parents[2] / "scripts" / "replicate"


def fit_all(home, panel, scores, matrices, names, left_out):
    """The pairs of results of the columns that can be recomputed."""
    none = {"bootstrap": [], "replications": []}
    given = {"matrices": matrices, "names": names, "leave_out": left_out}
    verbs = {fit_ols: (LEAST_SQUARES, none), fit_event_study: (EVENTS, {}), fit_iv: (INSTRUMENTS, {})}
    found = []
    for verb, (columns, more) in (verbs | {fit_spatial: (SPATIAL, given)}).items():
        pair = home / verb.__name__ / "t.csv", home / verb.__name__ / "t.json"
        verb(panel, scores, estimates=pair[0], facts=pair[1], table="t", columns=columns, **more)
        found.append(pair)
    return found


@pytest.fixture(scope="session")
def study(tmp_path_factory):
    """The folder of the study's files for co-authors; `write` writes them into another one, of some columns or all."""
    home = tmp_path_factory.mktemp("study")
    frame = panel_of(3)
    panel, scores = home / "panel.csv", home / "scores.csv"
    write_csv(panel, frame.sample(frac=1, random_state=1))
    write_csv(scores, frame[["unit", "year"]].assign(score=frame["y"] ** 2))
    facts = pd.DataFrame(
        {"variable": ["w", "x1"], "unit_of_measurement": ["km2", None], "definition": [None, "x2 / w"]}
    )
    write_csv(home / "descriptives.csv", facts)
    names, left_out = ["rows", "other"], {"rows": [], "other": ["u000"]}
    matrices = [home / f"{name}.csv" for name in names]
    raw = np.random.default_rng(5).uniform(0.1, 1, (UNITS, UNITS))
    for path, standardize in zip(matrices, ("row", "max_eigenvalue"), strict=True):
        write_columns(path, to_table(from_array(frame["unit"].unique(), raw, path.stem, standardize)))
    fits = fit_all(home, panel, [scores], matrices, names, left_out)
    estimates, facts = zip(*fits, strict=True)

    def write(folder, columns=COLUMNS):
        folder.mkdir(exist_ok=True)
        write_replication(
            panel,
            [scores],
            home / "descriptives.csv",
            matrices,
            estimates,
            facts,
            *(STAGE / f"functions.{ending}" for ending in ("R", "do")),
            **{key: folder / name for key, name in DATA.items()},
            columns=columns,
            names=names,
            leave_out=left_out,
            title="Sixteen fields",
            labels={"x1": "城市 " * 40, "w": "Area"},
            data_status="simulated",
        )
        return folder

    return SimpleNamespace(folder=write(home / "replicate"), write=write, frame=frame)
