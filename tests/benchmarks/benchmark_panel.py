"""The panel stage on 3,000 units and 30 years: must pass in under 60 s and 2 GiB. Run by `make bench-panel`.

Simulated files: a long CSV of twelve variables in GB18030, keyed by names with and without 市, one column in two units;
a long .xlsx of two; three wide CSV files. Gaps are interpolated, one stock, one index and six expressions made.
"""

import resource
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "scripts"))
from panel.build_panel import build_panel
from study.study import Study

UNITS, YEARS = 3000, range(1994, 2024)
SECONDS, MIB = 60, 2048
LONG = [f"v{number}" for number in range(12)]
WIDE = ["w0", "w1", "w2"]
VARIABLES = {
    **{f"l_{name}": f"log({name})" for name in LONG[:4]},
    "ratio": "v1 / v2",
    "change": "growth(v3)",
    "stock": "capital_stock(v5, base=1994)",
    "index": "entropy_index(v6, v7, -v8)",
}


def write_files(folder: Path) -> None:
    random = np.random.default_rng(1)
    codes = [f"{100000 + unit}" for unit in range(UNITS)]
    names = [f"某{unit:04d}市" for unit in range(UNITS)]
    pd.DataFrame({"code": codes, "name_zh": names}).to_csv(folder / "crosswalk.csv", index=False)
    rows = pd.MultiIndex.from_product([names, YEARS], names=["城市", "年份"]).to_frame(index=False)
    level = np.repeat(random.lognormal(5, 1, UNITS), len(YEARS))
    for name in [*LONG, "x0", "x1"]:
        rows[name] = (level * random.lognormal(0, 0.1, len(rows))).round(3)
    long = rows[["城市", "年份", *LONG]]
    long = long.assign(城市=long["城市"].where(random.random(len(long)) < 0.5, long["城市"].str.removesuffix("市")))
    long["v0"] = long["v0"].where(random.random(len(long)) > 0.02)
    long.to_csv(folder / "long.csv", index=False, encoding="gb18030")
    for name in WIDE:
        wide = pd.DataFrame(
            (level * random.lognormal(0, 0.1, len(rows))).reshape(UNITS, -1).round(3), names, list(YEARS)
        )
        wide.rename_axis("城市").to_csv(folder / f"{name}.csv")
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("总量")
    sheet.append(["城市", "年份", "x0", "x1"])
    for row in rows[["城市", "年份", "x0", "x1"]].itertuples(index=False):
        sheet.append(list(row))
    book.save(folder / "sheet.xlsx")


def study() -> dict:
    money = {"unit": "万元", "convert_to": "亿元"}
    sources = [
        {"path": "long.csv", "year": "年份", "columns": {name: money if name in LONG[:2] else {} for name in LONG}},
        {"path": "sheet.xlsx", "year": "年份", "columns": {"x0": {}, "x1": {}}},
        *({"path": f"{name}.csv", "layout": "wide", "columns": {name: {}}} for name in WIDE),
    ]
    panel = {
        "sources": sources,
        "variables": VARIABLES,
        "interpolate": {"variables": ["v0"], "edges": "hold", "allow": ["v0"]},
        "winsorize": {"variables": ["ratio"]},
        "balanced": "allow",
    }
    unit = {"key": "城市", "crosswalk": "crosswalk.csv"}
    efficiency = {"inputs": ["w0"], "desirable": ["v1"]}
    content = {"title": "t", "description": "d", "unit": unit, "years": [1994, 2023], "panel": panel}
    return Study.model_validate(content | {"efficiency": efficiency}).model_dump(mode="json")


def main() -> int:
    with tempfile.TemporaryDirectory() as home:
        folder, content = Path(home), study()
        write_files(folder)
        made = {kind: folder / f"made_{kind}.csv" for kind in ("panel", "audit", "descriptives", "warnings")}
        began = time.perf_counter()
        build_panel(
            sources=[str(folder / source["path"]) for source in content["panel"]["sources"]],
            crosswalk=str(folder / "crosswalk.csv"),
            aliases=[],
            changes=[],
            rosters=[],
            units=str(ROOT / "resources" / "units.txt"),
            problems=folder / "problems.csv",
            unit=content["unit"],
            years=content["years"],
            block=content["panel"],
            policies=content["policies"],
            indicators=dict.fromkeys(("w0", "v1"), False),
            **made,
        )
        seconds = time.perf_counter() - began
        rows = {kind: path.read_bytes().count(b"\n") - 1 for kind, path in made.items()}
    mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{UNITS} units, {len(YEARS)} years: {seconds:.1f} s, {mib:.0f} MiB; rows {rows}")
    return int(seconds > SECONDS or mib > MIB)


if __name__ == "__main__":
    sys.exit(main())
