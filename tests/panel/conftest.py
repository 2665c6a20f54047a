"""A study of six cities and five years in two raw files, which tests break or extend before they build its panel."""

import runpy
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from core.files import read_csv
from core.study import Study

ROOT = Path(__file__).parents[2]
CITIES = ["合肥市", "芜湖市", "苏州市", "宿州市", "济南市", "吉林市"]
CODES = ["340100", "340200", "320500", "341300", "370100", "220200"]
YEARS = range(2015, 2020)
UNIT = {"key": ["城市"]}
CROSSWALK = {
    "crosswalk": "resources/cities.csv",
    "aliases": "resources/city_aliases.csv",
    "changes": "resources/admin_changes.csv",
}
PANEL = {
    "sources": [
        {
            "path": "economy.csv",
            "year": "年份",
            "columns": {
                "gdp": {"header": ["地区生产总值", "GDP"], "unit": "万元", "convert_to": "亿元"},
                "invest": {"header": "投资", "unit": "万元"},
            },
        },
        {"path": "land.csv", "layout": "wide", "columns": {"land": {"unit": "km2"}}},
    ]
}


def economy() -> str:
    """Row 2 is Hefei in 2015, with 10000 and 3000; each city has five rows, each row is a year later."""
    rows = [
        f"{city},{year},{10000 * number + 500 * (year - 2015)},{3000 * number + 70 * (year - 2015)}"
        for number, city in enumerate(CITIES, 1)
        for year in YEARS
    ]
    return "\n".join(["城市,年份,地区生产总值,投资", *rows, ""])


def land() -> str:
    """Row 2 is Hefei, with 51 in 2015 and 55 in 2019."""
    rows = [",".join([city, *(str(50 * n + year - 2014) for year in YEARS)]) for n, city in enumerate(CITIES, 1)]
    return "\n".join([",".join(["城市", *(f"{year}年" for year in YEARS)]), *rows, ""])


@pytest.fixture
def make(tmp_path):
    """`make(files, panel, unit, policy, years, verb)` runs a verb on a study and gives what it wrote."""
    clean = {"economy.csv": economy(), "land.csv": land()}

    def run(
        files=None, panel=PANEL, unit=UNIT, policy=None, years=(2015, 2019), verb="build_panel", dea=("invest", "land")
    ):
        for name, content in {**clean, **(files or {})}.items():
            (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        content = {
            "title": "A study",
            "description": "To be broken.",
            "unit": unit,
            "years": list(years),
            "panel": panel,
            "efficiency": {"inputs": [dea[0]], "desirable": [dea[1]]},
            "policy": policy,
        }
        study = Study.model_validate(content).model_dump(mode="json")
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
