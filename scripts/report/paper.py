"""The referee's reading of result files that somebody typed in, as those of a published paper.

Run by hand: `PYTHONPATH=scripts python -m report.paper FOLDER`. Files lie in the folder as below `results/STUDY/`, with
`study.yaml` and `claims.csv` beside them. Any of them may be missing, and any column or fact that no paper prints.
"""

import sys
from pathlib import Path

from core.contract import COEFFICIENT, FACTS
from core.documents import load_yaml
from core.errors import StudyError
from core.files import read_json, read_rows
from report.claims import read_claims
from report.fitted import Fitted, fitted_columns
from report.reading import GRIDS, Grid, Reading
from report.referee import findings

FIT = dict.fromkeys(FACTS["estimates/{rule}/{table}.json, each of its columns"])
ROW = dict.fromkeys([*COEFFICIENT, "k", "units", "rows", "binned", "base"])
PLACEBO = dict.fromkeys(FACTS["placebo/{placebo}/{table}.{column}.json"])


def read_paper(folder: str | Path) -> Reading:
    """What lies in a folder; StudyError if there is nothing that is read."""
    folder = Path(folder)
    run, claims, study = (folder / name for name in ("efficiency/run.json", "claims.csv", "study.yaml"))
    described = folder / "panel/descriptives.csv"
    if not folder.is_dir() or not any(path.exists() for path in (run, claims, described, folder / "estimates")):
        raise StudyError(f"{folder}: nothing to read; expected `estimates/`, `panel/descriptives.csv` or `claims.csv`")
    return Reading(
        columns=[column for path in sorted(folder.glob("estimates/fit_*/*.csv")) for column in _columns(path)],
        grids=[_grid(path) for kind in GRIDS for path in sorted(folder.glob(f"estimates/{kind}/*.csv"))],
        descriptives=read_rows(described) if described.exists() else [],
        run=read_json(run) if run.exists() else {},
        placebos={
            f"{path.parent.name}/{path.stem}": PLACEBO | read_json(path)
            for path in sorted(folder.glob("placebo/*/*.json"))
        },
        study=load_yaml(study) if study.exists() else {},
        claims=read_claims(claims) if claims.exists() else [],
    )


def _columns(path: Path) -> list[Fitted]:
    facts = read_json(path.with_suffix(".json"))
    rows = [ROW | row | {"column": str(row["column"])} for row in read_rows(path)]
    return fitted_columns([(rows, facts | {"columns": [FIT | fit for fit in facts["columns"]]})])


def _grid(path: Path) -> Grid:
    layout = path.with_suffix(".json")
    rows = [dict.fromkeys(COEFFICIENT) | row for row in read_rows(path)]
    return Grid(path.stem, path.parent.name, rows, read_json(layout) if layout.exists() else {"tests": {}})


if __name__ == "__main__":
    try:
        if len(sys.argv) != 2:
            raise StudyError("say the folder, and nothing else: `python -m report.paper FOLDER`")
        for one in findings(read_paper(sys.argv[1])):
            print(f"{one.severity} {one.check} ({one.where}): {one.message}")
    except StudyError as error:
        sys.exit(str(error))
