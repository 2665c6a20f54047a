"""The studies, their files, and the import closure of a script: everything that is not a rule."""

import ast
import os
import sys
from functools import cache
from pathlib import Path

HERE = Path(workflow.current_basedir.get_path_or_uri(secret_free=True))
SCRIPTS = HERE.parent / "scripts"
PACKAGES = ["geopandas", "jinja2", "matplotlib", "numpy", "pandas", "python-docx"]
SIMULATED = "aipz|ncedc|yreb"
YEARBOOKS = [
    "economy.xlsx",
    "prices.csv",
    "investment_early.csv",
    "investment_late.csv",
    "employment.dta",
    "land.csv",
    "electricity.tsv",
    "environment_early.csv",
    "environment_late.csv",
    "finance.csv",
    "people.csv",
]
sys.path.insert(0, str(SCRIPTS))

from core.documents import load_yaml, read_document, validate
from core.errors import StudyError, nearest
from core.blocks import SLUG
from core.study import SPATIAL_TABLE, Config, Study


def shipped(path):
    """A file of this repository, as an input that stays the same when the workflow is used as a module."""
    return local(os.path.relpath(path))


@cache
def code(script):
    """Input files of a rule: the project modules that scripts/`script` imports, transitively."""
    todo, found = [SCRIPTS / script], set()
    while todo:
        new = set(imported_files(todo.pop())) - found
        found |= new
        todo += new
    return [shipped(path) for path in sorted(found)]


def imported_files(path):
    """The project's own modules among the imports of one Python file."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    files = (SCRIPTS.joinpath(*name.split(".")).with_suffix(".py") for name in names)
    return [file for file in files if file.is_file()]


def read_config():
    """config/config.yaml with what the command line added, validated and with its defaults filled in."""
    path = "config/config.yaml"
    document = load_yaml(path)
    document.update({key: value for key, value in config.items() if document.get(key) != value})
    return validate(document, Config, path).model_dump(mode="json")


def read_study(name):
    """The study `name` as plain values, with the files that its rules read under `files`."""
    path = f"config/studies/{name}.yaml"
    if not Path(path).is_file():
        known = sorted(file.stem for file in Path("config/studies").glob("*.yaml"))
        raise StudyError(f"config/config.yaml: `studies`: there is no {path}; {nearest(name, known)}")
    model = read_document(path, Study)
    study = model.model_dump(mode="json") | {"specification": model.efficiency.specification()}
    named_files = [source["path"] for source in study["panel"]["sources"]]
    named_files += [weights["shapes"] for weights in weights_of(study).values()]
    for file in [*named_files, *filter(None, facts_of(study).values())]:
        if not file.startswith("results/") and not Path(file).is_file():
            raise StudyError(
                f"{path}: the file {file} does not exist; correct the path, or put the file there"
            )
    return study | {"files": files_of(name, study), "names": names_of(study), "titles": titles_of(study)}


def facts_of(study):
    """Tables of facts that a study names, found in the run's folder or else among those that ship; [] for none."""
    named_in = study["unit"] | (study["policy"] or {})
    return {kind: fact(named_in.get(kind)) for kind in ("crosswalk", "aliases", "changes", "roster")}


def fact(path):
    ours = HERE.parent / path if path else None
    if ours and not Path(path).is_file() and path.startswith("resources/") and ours.is_file():
        return shipped(ours)
    return path or []


def weights_of(study):
    return study["spatial"]["weights"] if study["spatial"] else {}


def spatial_tables_of(study):
    return study["spatial"]["tables"] if study["spatial"] else {}


def names_of(study):
    """Names of the placebo models and of the weights, in the order of their files; the map's key; indicators."""
    weights, efficiency = weights_of(study), study["efficiency"]
    return {
        "indicators": [*efficiency["inputs"], *efficiency["desirable"], *efficiency["undesirable"]],
        "placebo": list(study["placebo"]),
        "weights": list(weights),
        "map_key": next((content["key"] for content in weights.values()), None),
    }


def titles_of(study):
    """Title of every table by its name."""
    models = study["tables"] | spatial_tables_of(study)
    return {name: table["title"] for name, table in models.items()} | {
        "descriptives": "Descriptive statistics",
        "event_study": "Effects by years since the policy",
        "autocorrelation": "Moran's I by year",
        "placebo_density": "Placebo effects of the policy",
        "efficiency_trend": "Efficiency over time",
        "sensitivity": "Efficiency scores under other specifications",
        "map": f"Efficiency scores, {study['years'][1]}",
        "impacts": "Direct, indirect and total effects",
    }


def files_of(name, study):
    """Every file of a study by kind: its sources, and all that the workflow makes under results/."""
    home = f"results/{name}"
    spatial, placebo = spatial_tables_of(study), study["placebo"]
    fitted = [*study["tables"], *(["event_study"] if study["event_study"] else []), *spatial]
    shown = [
        "descriptives",
        *fitted,
        *(["autocorrelation"] if study["spatial"] else []),
        *(["impacts"] if spatial else []),
        *(["sensitivity"] if study["efficiency"]["sensitivity"] else []),
    ]
    compared = ("sensitivity.csv", "sensitivity_scores.csv") if study["efficiency"]["sensitivity"] else ()
    made = {
        "estimates": [f"{home}/estimates/{table}.csv" for table in fitted],
        "fits": [f"{home}/estimates/{table}.json" for table in fitted],
        "distributions": [f"{home}/placebo/{model}.csv" for model in placebo],
        "summaries": [f"{home}/placebo/{model}.json" for model in placebo],
        "densities": [f"{home}/placebo/{model}_density.csv" for model in placebo],
        "weights": [f"{home}/spatial/weights/{weights}.csv" for weights in weights_of(study)],
        "weights_summaries": [f"{home}/spatial/weights/{weights}.json" for weights in weights_of(study)],
        "autocorrelation": [f"{home}/spatial/autocorrelation.csv"] if study["spatial"] else [],
        "impacts_by_table": [f"{home}/spatial/{table}_impacts.csv" for table in spatial],
        "impacts": [f"{home}/spatial/impacts.csv"] if spatial else [],
        "figures": [f"{home}/figures/{figure}.png" for figure in study["figures"]],
        "figures_pdf": [f"{home}/figures/{figure}.pdf" for figure in study["figures"]],
        "tables": [f"{home}/tables/{table}.csv" for table in shown],
        "tables_print": [f"{home}/tables/{table}.{form}" for table in shown for form in ("tex", "docx")],
        "panel": [f"{home}/panel/{part}.csv" for part in ("panel", "audit", "descriptives", "warnings")],
        "efficiency": [
            f"{home}/efficiency/{part}"
            for part in (
                *("scores.csv", "slacks.csv", "peers.csv", "run.json"),
                *("productivity.csv", "productivity.json"),
            )
        ],
        "sensitivity": [f"{home}/efficiency/{part}" for part in compared],
        "bootstrap": [f"{home}/efficiency/bootstrap.csv"] if study["efficiency"]["bootstrap"] else [],
        "demo": [
            f"{home}/demo/{part}"
            for part in ("LABEL.txt", "defects.json", "truth.json", "comparison.csv")
            if name in SIMULATED.split("|")
        ],
        "end": [f"{home}/{part}" for part in ("referee.csv", "checks.csv", "report.html")],
    }
    return (
        made
        | facts_of(study)
        | {
            "study": f"config/studies/{name}.yaml",
            "sources": [source["path"] for source in study["panel"]["sources"]],
            "map": next((content["shapes"] for content in weights_of(study).values()), []),
            "shapes": {weights: content["shapes"] for weights, content in weights_of(study).items()},
            "results": sorted(file for kind in made.values() for file in kind),
        }
    )


try:
    config |= read_config()
    STUDIES = {name: read_study(name) for name in config["studies"]}
except StudyError as error:
    raise SystemExit(f"\nError: {error}\n")


def part(path, default=None):
    """The part of the study at `path`, for the study that the wildcards name."""
    return lookup(dpath=f"{{study}}/{path}", within=STUDIES, default=default)
