"""The verbs of the stage, run on a study that tests break or extend."""

import runpy
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from raw_study import CROSSWALK, PANEL, UNIT, content, economy, land

from core.tables import read_csv
from study.study import Study

ROOT = Path(__file__).parents[2]


@pytest.fixture
def make(tmp_path):
    """`make(files, panel, unit, policy, years, verb)` runs a verb on a study and gives what it wrote."""
    clean = {"economy.csv": economy(), "land.csv": land()}

    def run(
        files=None, panel=PANEL, unit=UNIT, policy=None, years=(2015, 2019), verb="build_panel", dea=("invest", "land")
    ):
        for name, text in {**clean, **(files or {})}.items():
            (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        study = Study.model_validate(content(panel, unit, policy, years, dea)).model_dump(mode="json")
        facts = {kind: str(ROOT / unit[kind]) if unit.get(kind) else [] for kind in ("crosswalk", "aliases", "changes")}
        out = {kind: tmp_path / f"{kind}.csv" for kind in ("panel", "audit", "descriptives", "warnings")}
        job = SimpleNamespace(
            input=SimpleNamespace(
                sources=[str(tmp_path / source["path"]) for source in study["panel"]["sources"]],
                units=str(ROOT / "resources" / "units.txt"),
                roster=str(tmp_path / policy["roster"]) if policy and policy.get("roster") else [],
                **facts,
            ),
            output=SimpleNamespace(**out),
            log=SimpleNamespace(log=tmp_path / "log", problems=tmp_path / "problems.csv"),
            params=SimpleNamespace(
                unit=study["unit"],
                years=study["years"],
                panel=study["panel"],
                policy=study["policy"],
                indicators=list(dea),
            ),
        )
        runpy.run_path(str(ROOT / "scripts" / "panel" / f"{verb}.py"), init_globals={"snakemake": job})
        return SimpleNamespace(**{kind: read_csv(path) for kind, path in out.items() if path.exists()}, folder=tmp_path)

    run.folder, run.clean, run.panel, run.unit, run.crosswalk = tmp_path, clean, PANEL, UNIT, UNIT | CROSSWALK
    return run


@pytest.fixture
def problems(make):
    """The table of problems of the last run."""
    return lambda: pd.read_csv(make.folder / "problems.csv", keep_default_na=False)
