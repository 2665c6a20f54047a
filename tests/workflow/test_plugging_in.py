"""What a newcomer touches: a toy estimator, table, figure and kind of weights in a copy, and the files counted."""

import csv
import filecmp
from pathlib import Path

import pytest
from small_study import REPOSITORY, SHIPPED, check_manifest, copy_workflow, snakemake, write_study

pytestmark = pytest.mark.slow

VERB = '''"""{title}"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
{imports}


def {name}({parameters}):
{body}


if "snakemake" in globals():
    run({name}, snakemake)
'''
ESTIMATOR_RULE = """

rule fit_median:
    input:
        panel="results/{study}/panel/panel.csv",
        scores=part("fits/fit_median/{table}/scores"),
    output:
        estimates="results/{study}/estimates/fit_median/{table}.csv",
        facts="results/{study}/estimates/fit_median/{table}.json",
    log:
        "logs/{study}/did/fit_median/{table}.log",
    conda:
        "../envs/did.yaml"
    threads: 1
    params:
        id="fit_median {study} {table}",
        code=code("did/fit_median.py"),
        table="{table}",
        columns=part("fits/fit_median/{table}/columns"),
    message:
        "{wildcards.study}: toy of table {wildcards.table}"
    script:
        "../scripts/did/fit_median.py"
"""
ADDED = {
    "rules/did.smk": ("end", ESTIMATOR_RULE),
    "scripts/did/median.py": (
        "new",
        '''"""A toy: least squares whose coefficients are halved."""

from did.ols import ols_column


def half_column(panel, settings):
    coefficients, facts = ols_column(panel, settings)
    coefficients[["estimate", "conf_low", "conf_high", "std_error"]] /= 2
    return coefficients, facts
''',
    ),
    "scripts/did/fit_median.py": (
        "new",
        VERB.format(
            title="A toy estimator.",
            imports="from functools import partial\n\nfrom core.files import write_json\nfrom core.jobs import run\n"
            "from core.tables import read_panel, write_csv\nfrom did.median import half_column\n"
            "from estimation.columns import fit_columns",
            name="fit_median",
            parameters="panel, scores, estimates, facts, table, columns",
            body="    found, fits = fit_columns(table, columns, partial(half_column, read_panel(panel, scores)))\n"
            "    write_csv(estimates, found)\n    write_json(facts, fits)",
        ),
    ),
    "scripts/study/estimators.py": (
        "COLUMNS = (Ols, ",
        '''from typing import Annotated, ClassVar, Literal

from core.blocks import described
from study.columns import LeastSquares


class Median(LeastSquares):
    """A toy."""

    rule: ClassVar[str] = "fit_median"

    estimator: Annotated[Literal["median"], described("a toy")]


COLUMNS = (Median, Ols, ''',
    ),
    "scripts/report/tabulate_tallest.py": (
        "new",
        VERB.format(
            title="A toy table: the largest value of a variable.",
            imports="from core.files import read_rows, write_json, write_rows\nfrom core.grids import Cell, grid\n"
            "from core.jobs import run",
            name="tabulate_tallest",
            parameters="panel, table, layout, of",
            body="    top = max(read_rows(panel), key=lambda row: row[of])\n"
            "    row = {'variable': of, 'unit': top['unit'], 'value': top[of]}\n"
            "    write_rows(table, [row], list(row))\n"
            "    cells = [Cell('unit', 'Unit', 'text'), Cell('value', 'Value')]\n"
            "    write_json(layout, grid(rows='variable', cells=cells))",
        ),
    ),
    "scripts/study/tables.py": (
        "TABLES = (",
        '''class Tallest(Grid):
    """A toy."""

    kind: Annotated[Literal["tallest"], described("a toy")]
    of: Annotated[str, described("variable")]

    def files(self, places: Places) -> dict:
        return {"panel": places.panel}

    def settings(self, places: Places) -> dict:
        return {"of": self.of}


TABLES = (Tallest, ''',
    ),
    "scripts/report/plot_dots.py": (
        "new",
        VERB.format(
            title="A toy figure.",
            imports="from core.files import write_bytes\nfrom core.jobs import run",
            name="plot_dots",
            parameters="panel, pdf, png, of, labels, data_status, title",
            body="    write_bytes(pdf, b'%PDF-toy')\n    write_bytes(png, b'\\x89PNG' + of.encode())",
        ),
    ),
    "scripts/study/figures.py": (
        "FIGURES = (",
        '''class Dots(Figure):
    """A toy."""

    kind: Annotated[Literal["dots"], described("a toy")]
    of: Annotated[Name, described("variable")]

    def files(self, places: Places) -> dict:
        return {"panel": places.panel}

    def settings(self, places: Places) -> dict:
        return {"of": self.of}


FIGURES = (Dots, ''',
    ),
    "scripts/spatial/build_chain.py": (
        "new",
        VERB.format(
            title="A toy kind of weights: units in a chain, as the file of shapes has them.",
            imports="from core.files import read_json, write_json\nfrom core.jobs import run\n"
            "from core.arrays import write_columns\nfrom estimation.weights import from_pairs, summary_of, to_table",
            name="build_chain",
            parameters="shapes, weights, summary, name, key, standardize, leave_out",
            body="    units = [feature['properties'][key] for feature in read_json(shapes)['features']]\n"
            "    pairs = list(zip(units, units[1:] + units[:1], strict=True))\n"
            "    pairs += [(other, unit) for unit, other in pairs]\n"
            "    built = from_pairs(*zip(*pairs, strict=True), [1] * len(pairs), name, standardize)\n"
            "    write_columns(weights, to_table(built))\n    write_json(summary, summary_of(built))",
        ),
    ),
    "scripts/study/matrices.py": (
        "MATRICES = (",
        '''class Chain(Matrix):
    """A toy."""

    kind: Annotated[Literal["chain"], described("a toy")]
    shapes: Annotated[FilePath, described("a toy")]
    key: Annotated[str, described("a toy")]

    def files(self, places: Places) -> dict:
        return {"shapes": self.shapes}

    def settings(self, places: Places) -> dict:
        return super().settings(places) | {"key": self.key}


MATRICES = (Chain, ''',
    ),
}
KINDS = {
    "estimator": ["rules/did.smk", "scripts/did/fit_median.py", "scripts/did/median.py", "scripts/study/estimators.py"],
    "table": ["scripts/report/tabulate_tallest.py", "scripts/study/tables.py"],
    "figure": ["scripts/report/plot_dots.py", "scripts/study/figures.py"],
    "weights": ["scripts/spatial/build_chain.py", "scripts/study/matrices.py"],
}
USED = {
    "    title: Policy and value\n    columns:\n": "    title: Policy and value\n    columns:\n"
    "      half: {estimator: median, formula: l_value ~ policy | unit + year}\n",
    "matrices:\n": "matrices:\n  chain: {kind: chain, shapes: raw/fields.geojson, key: field}\n",
    "tables:\n": "tables:\n  tallest: {kind: tallest, title: The tallest, of: value}\n",
    "figures:\n": "figures:\n  dots: {kind: dots, of: value, caption: Dots.}\n",
    "matrices: queen}": "matrices: [queen, chain]}",
}


@pytest.fixture(scope="module")
def extended(tmp_path_factory):
    """A copy of the workflow with one toy of each kind, and a study that uses them all, finished."""
    home = tmp_path_factory.mktemp("extended")
    snakefile = copy_workflow(home / "workflow")
    for name, (where, text) in ADDED.items():
        path = home / "workflow" / name
        old = path.read_text(encoding="utf-8") if path.exists() else ""
        assert where in ("new", "end") or where in old
        path.write_text(old + text if where in ("new", "end") else old.replace(where, text, 1), encoding="utf-8")
    write_study(home / "work")
    study = home / "work" / "config" / "studies" / "fields.yaml"
    content = study.read_text(encoding="utf-8")
    for old, new in USED.items():
        assert old in content
        content = content.replace(old, new, 1)
    study.write_text(content, encoding="utf-8")
    run = snakemake("--cores", "2", folder=home / "work", snakefile=snakefile)
    assert run.returncode == 0, run.stdout
    return home


def changed(copy: Path) -> set[str]:
    """Files of the workflow that the copy has and the repository lacks, or has otherwise."""
    files = [path for name in SHIPPED for path in [copy / name, *(copy / name).rglob("*")] if path.is_file()]
    names = [path.relative_to(copy) for path in files if "__pycache__" not in path.parts]
    return {
        name.as_posix()
        for name in names
        if not (REPOSITORY / name).is_file() or not filecmp.cmp(copy / name, REPOSITORY / name, shallow=False)
    }


def test_the_files_that_were_touched(extended):
    assert changed(extended / "workflow") == {file for files in KINDS.values() for file in files}
    assert {kind: len(files) for kind, files in KINDS.items()} == {
        "estimator": 4,
        "table": 2,
        "figure": 2,
        "weights": 2,
    }


def test_each_toy_has_its_result_and_its_place_in_print(extended):
    results = extended / "work" / "results" / "fields"
    with open(results / "tables" / "baseline.csv", encoding="utf-8", newline="") as file:
        _, first, *_ = csv.reader(file)
    half, whole = (float(cell.strip("*")) for cell in first[-5:-3])
    assert half == pytest.approx(whole / 2, abs=1e-4)
    assert "The tallest" in (results / "tables" / "tallest.tex").read_text(encoding="utf-8")
    assert (results / "figures" / "dots.png").read_bytes() == b"\x89PNGvalue"
    assert "Dots." in (results / "report.html").read_text(encoding="utf-8")
    assert "chain" in (results / "estimates" / "moran" / "moran.csv").read_text(encoding="utf-8")


def test_the_manifest_lists_the_results_of_the_toys(extended):
    check_manifest(extended / "work", "fields")
