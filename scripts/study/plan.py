"""From a study to its targets: every file that the workflow makes for it, and what each rule is given.

This is the one place that derives them. A rule asks for its part by a path of keys, as ``tables/{table}/facts``.
"""

from collections.abc import Callable

from core.blocks import one_or_more
from study.config import Config
from study.curve import Specifications
from study.efficiency import indicators_of
from study.entries import Made, Places
from study.figures import Figure
from study.study import Study
from study.tables import Grid, Regression

CLUSTER_PERMUTATIONS = 9999  # false discoveries among many units are told by small p-values
EXAMINED = ("bacon", "impacts", "mediation", "moran")  # kinds of grids that the referee reads
PRINTED = ("tex", "docx", "csv", "html")
PANEL = ("panel.csv", "audit.csv", "descriptives.csv", "warnings.csv")
SCORES = ("scores.csv", "slacks.csv", "peers.csv", "run.json")
PRODUCTIVITY = ("productivity.csv", "productivity.json")
REPLICATION = ("panel.csv", "weights.csv", "expected.csv", "panel.dta", "replicate.R", "replicate.do", "README.txt")
NUMBERS = ("numbers.csv", "numbers.tex", "studynumbers.sty", "numbers.docx")
DEMO = ("worlds.csv", "roster.csv", "defects.json", "planted.json", "LABEL.txt", "truth.json")


def plan(
    name: str, study: Study, order: list[str], config: Config, locate: Callable[[str], object], demo: list[str]
) -> dict:
    """The parts of the study `name`, in plain values.

    order : names of the blocks as they stand in the file; locate : a named file as the rules know it
    demo : files that the demo stage makes for this study, none if it is no demo
    """
    places = Places(name, study, config.seed, config.placebo.draws, config.placebo.chunks, config.bootstrap.chunks)
    said = study.model_dump(mode="json")
    parts = {key: said[key] for key in ("language", "title", "description", "question", "data_status", "references")}
    parts |= {key: said[key] for key in ("unit", "years", "panel", "efficiency", "policies")}
    parts["examined"] = {key: said[key] for key in ("years", "policies", "efficiency", "panel", "labels", "matrices")}
    parts["labels"] = study.labels | headings(study)
    parts |= {"home": places.home, "departures": departures(study)}
    parts |= {
        "specifications": study.efficiency.specifications(),
        "overrides": study.efficiency.overrides(),
        "indicators": study.efficiency.indicators(),
        "fits": fits(study, places),
        "grids": grids(study, places, locate),
        "curves": {
            name: table.drawn(places) for name, table in study.tables.items() if isinstance(table, Specifications)
        },
        "tables": tables(study, places),
        "figures": {
            name: made(entry, f"plot_{entry.kind}", places, locate) | {"title": entry.title}
            for name, entry in study.figures.items()
        },
        "matrices": {
            name: made(entry, f"build_{entry.kind}", places, locate) for name, entry in study.matrices.items()
        },
        "clusters": clusters(study, places),
        "placebo": placebo(study, places),
        "outlook": outlook(study, places, config),
        "sections": sections(study, order),
        "captions": {name: figure.caption for name, figure in study.figures.items()},
    }
    parts["headings"] = placed(study, parts["sections"])
    parts["main_figure"] = main_figure(study, parts["sections"])
    parts["main"] = main(study, places, parts["placebo"]["list"])
    return parts | {"files": files(name, study, parts, places, locate, demo)}


def headings(study: Study) -> dict[str, str]:
    """What columns are called by their addresses, for tables and figures that show columns of other tables.

    Their own label, else that of their outcome, with their number where columns of a table share it.
    """
    found = {}
    for name, table in study.tables.items():
        if isinstance(table, Regression):
            said = [column.label or study.labels.get(column.parsed.outcome) for column in table.columns.values()]
            for number, (key, words) in enumerate(zip(table.columns, said, strict=True), start=1):
                if words:
                    shared = said.count(words) > 1 and not table.columns[key].label
                    found[f"{name}.{key}"] = f"{words} ({number})" if shared else words
    return found


def departures(study: Study) -> dict[str, str]:
    """Departures from a paper, by what the paper calls the entry where it has a number, and by its name."""
    shown = {**study.tables, **study.figures}
    numbers = {name: getattr(shown.get(name.partition(".")[0]), "paper", None) for name in study.departures}
    return {f"{name} ({numbers[name]})" if numbers[name] else name: why for name, why in study.departures.items()}


def made(entry: Made, script: str, places: Places, locate: Callable[[str], object]) -> dict:
    """What the script of an entry is given, and which script that is."""
    inputs = {name: _located(value, locate) for name, value in entry.files(places).items()}
    return {
        "kind": entry.kind,
        "stage": entry.stage,
        "script": f"{entry.stage}/{script}.py",
        "environment": f"../envs/{entry.stage}.yaml",
        "files": inputs,
        "settings": entry.settings(places),
    }


def _located(value, locate: Callable[[str], object]):
    return [locate(path) for path in value] if isinstance(value, list) else locate(value)


def fits(study: Study, places: Places) -> dict:
    """By rule and table: the settings of the columns that the rule fits, and the files that they need."""
    found: dict[str, dict] = {}
    for name, table in study.tables.items():
        for rule in table.rules() if isinstance(table, Regression) else []:
            columns = {key: column for key, column in table.columns.items() if column.rule == rule}
            matrices = list(dict.fromkeys(matrix for column in columns.values() for matrix in column.matrices()))
            used = set().union(*(column.names() for column in columns.values()))
            found.setdefault(rule, {})[name] = {
                "columns": [
                    places.fit(f"{name}.{key}") | drawn(column, [places.seed, name, key])
                    for key, column in columns.items()
                ],
                "scores": places.scores(used),
                **places.frontiers(any("frontier" in getattr(column, "also", []) for column in columns.values())),
                "names": matrices,
                "matrices": places.matrices(matrices),
                "leave_out": {matrix: study.matrices[matrix].leave_out for matrix in matrices},
            }
    return found


def drawn(column, stream: list) -> dict:
    """The stream of random numbers of a column, seed, table and name, if it draws any."""
    return {"stream": stream} if "wild" in getattr(column, "also", []) or column.simulates else {}


def grids(study: Study, places: Places, locate: Callable[[str], object]) -> dict:
    """By kind and table: what the script of a grid is given."""
    found: dict[str, dict] = {}
    for name, table in study.tables.items():
        if isinstance(table, Grid):
            found.setdefault(table.kind, {})[name] = made(table, f"tabulate_{table.kind}", places, locate)
    return found


def tables(study: Study, places: Places) -> dict:
    """By table: the pairs that it prints, and how."""
    found = {}
    for name, table in study.tables.items():
        printing = {"title": table.numbered(table.title), "note": table.note, "stars": study.stars}
        printing |= {"columns": [], "keep": [], "indicate": {}, "under": [], "fitstat": []}
        if isinstance(table, Regression):
            columns = [{"name": key, "label": column.label} for key, column in table.columns.items()]
            printing |= {"columns": columns, "keep": table.keep, "indicate": table.indicate}
            printing |= {"under": table.under, "fitstat": table.statistics()}
        found[name] = {
            "estimates": [f"{stem}.csv" for stem in places.stems(name)],
            "facts": [f"{stem}.json" for stem in places.stems(name)],
            "placebos": _placebos(study, places, name),
            "printing": printing,
        }
    return found


def _placebos(study: Study, places: Places, table: str) -> list[str]:
    """The summaries of the columns of a table, each of the first placebo with draws that lists it."""
    first: dict[str, str] = {}
    for name, entry in study.placebo.items():
        for address in entry.of if entry.drawn else []:
            if address.split(".")[0] == table:
                first.setdefault(address, f"{places.home}/placebo/{name}/{address}.json")
    return list(first.values())


def clusters(study: Study, places: Places) -> dict:
    """By matrix and variable: what local statistics are computed of, in all years that some figure shows."""
    found: dict[str, dict] = {}
    for figure in study.figures.values():
        if shown := figure.clusters(places):
            matrix, variable, years = shown
            earlier = found.get(matrix, {}).get(variable, {}).get("settings", {}).get("years", [])
            settings = {
                "years": sorted({*earlier, *years}),
                "leave_out": study.matrices[matrix].leave_out,
                "permutations": CLUSTER_PERMUTATIONS,
                "seed": places.seed,
            }
            found.setdefault(matrix, {})[variable] = {"scores": places.scores({variable}), "settings": settings}
    return found


def placebo(study: Study, places: Places) -> dict:
    """All models whose policy is drawn, in one list for the chunks of draws, and every model by its address."""
    models, listed, used, names = {}, [], set(), []
    for name, entry in study.placebo.items():
        for address in entry.of:
            column = places.column(address)
            draws = entry.draws or places.draws
            where = {"study": places.name, "placebo": name}
            model = places.refitted(address) | where
            model |= {"design": entry.design, "policies": study.moving(column)}
            model |= {"draws": draws, "strata": entry.strata} if entry.drawn else {"shift": entry.shift}
            names += column.matrices()
            model |= {"leave_out": study.matrices[column.matrix].leave_out} if column.matrices() else {}
            models.setdefault(name, {})[address] = model
            listed += [model] * entry.drawn
            used |= column.names() | {entry.strata}
    names = list(dict.fromkeys(names))
    found = {"list": listed, "models": models, "scores": places.scores(used)}
    return found | {"names": names, "matrices": places.matrices(names)}


def outlook(study: Study, places: Places, config: Config) -> dict:
    """Every column, all weights, what scores are made of, and how many draws: what is looked at before anything is
    computed."""
    columns = [
        {"table": name} | places.fit(f"{name}.{key}")
        for name, table in study.tables.items()
        if isinstance(table, Regression)
        for key in table.columns
    ]
    names = list(study.matrices)
    leave_out = {name: matrix.leave_out for name, matrix in study.matrices.items()}
    scores = {name: indicators_of(one) for name, one in study.efficiency.specifications().items()}
    bootstrap = study.efficiency.bootstrap
    draws = {
        "placebo": [[address, each.draws or places.draws] for each in study.placebo.values() for address in each.of],
        "replications": bootstrap.replications if bootstrap else 0,
        "chunks": {"placebo": config.placebo.chunks, "bootstrap": config.bootstrap.chunks},
    }
    matrices = places.matrices(names)
    said = {"columns": columns, "names": names, "matrices": matrices, "leave_out": leave_out, "scores": scores}
    return said | {"draws": draws}


def main(study: Study, places: Places, drawn: list[dict]) -> dict:
    """Which estimate the study is about: the columns that may hold it, the first that does, and their files.

    drawn : the models of placebos with draws; their columns come before the others
    """
    if study.main:
        addresses = [study.main.of]
    else:
        regressions = {name: table for name, table in study.tables.items() if isinstance(table, Regression)}
        every = [f"{name}.{key}" for name, table in regressions.items() for key in table.columns]
        addresses = list(dict.fromkeys([*(model["name"] for model in drawn), *every]))
    estimates, facts = places.pairs(addresses)
    placebos = [
        file
        for table in dict.fromkeys(one.split(".")[0] for one in addresses)
        for file in _placebos(study, places, table)
    ]
    wanted = {"addresses": addresses, "chosen": bool(study.main), "term": study.main.term if study.main else None}
    wanted["policy"] = next(iter(study.policies), None)
    return {"wanted": wanted, "estimates": estimates, "facts": facts, "placebos": placebos}


def sections(study: Study, order: list[str]) -> list:
    """The page: a heading, and under it tables and figures: kind, name, title or caption, alternative text."""
    titles = {name: ["table", name, table.numbered(table.title), ""] for name, table in study.tables.items()}
    captions = {
        name: ["figure", name, figure.numbered(figure.caption), alternative(study, figure)]
        for name, figure in study.figures.items()
    }
    if study.report:
        report = [(study.labels.get(heading, heading), names) for heading, names in study.report.items()]
        return [[heading, [(titles | captions)[name] for name in names]] for heading, names in report]
    blocks = {"tables": titles, "figures": captions}
    return [["", [one for block in order if block in blocks for one in blocks[block].values()]]]


def placed(study: Study, sections: list) -> dict[str, str]:
    """The heading of the page under which each table and figure stands, for Snakemake's own report.

    It has no braces, which Snakemake would take for wildcards.
    """
    under = {name: heading or "Results" for heading, shown in sections for _, name, *_ in shown}
    named = {name: under.get(name, "Not on the page") for name in (*study.tables, *study.figures)}
    return {name: heading.translate(str.maketrans("{}", "()")) for name, heading in named.items()}


def main_figure(study: Study, sections: list) -> dict | None:
    """What the index shows of the study: the figure of its main result, or else the first of the page, or of all."""
    chosen = [study.main.figure] if study.main and study.main.figure else []
    shown = [name for _, entries in sections for kind, name, *_ in entries if kind == "figure"]
    if name := next(iter([*chosen, *shown, *study.figures]), None):
        figure = study.figures[name]
        return {"name": name, "caption": figure.caption, "alternative": alternative(study, figure)}
    return None


def alternative(study: Study, figure: Figure) -> str:
    """What a figure shows, for those who do not see it: its kind, of what, by what, in which years."""
    statistic, by, years = (getattr(figure, key, None) for key in ("statistic", "by", "years"))
    kind = f"{statistic}s by year" if statistic else type(figure).model_fields["kind"].description
    said = _subjects(study, figure) or [figure.caption.rstrip(".")]
    said += [f"by {study.labels.get(by, by)}"] if by else []
    said += [f"in {', '.join(map(str, years))}"] if years else []
    return f"{kind[0].upper()}{kind[1:]}: {', '.join(said)}."


def _subjects(study: Study, figure: Figure) -> list[str]:
    """The variables or columns of a figure, those of the table or placebo that it is of, or else that table's title."""
    names = one_or_more(getattr(figure, "of", []))
    entry = next((block[names[0]] for block in (study.tables, study.placebo) if names and names[0] in block), None)
    of = getattr(entry, "of", None) if entry else names
    if entry and not (of and isinstance(of, str | list)):
        return [entry.title]
    labels = study.labels | headings(study)
    return [labels.get(name, name.rpartition(".")[2]) for name in one_or_more(of)]


def _models(study: Study, places: Places, drawn: bool) -> list[str]:
    """Where the results of every model of a placebo lie, of those with draws or of the others."""
    entries = [(name, entry) for name, entry in study.placebo.items() if entry.drawn == drawn]
    return [f"{places.home}/placebo/{name}/{address}" for name, entry in entries for address in entry.of]


def files(name: str, study: Study, parts: dict, places: Places, locate, demo: list[str]) -> dict:
    """Every file of a study: what it reads, and all that the workflow makes under results/ but chunks."""
    home = places.home
    rosters = [policy.roster for policy in study.policies.values() if policy.roster]
    facts = {key: getattr(study.unit, key) for key in ("crosswalk", "aliases", "changes")}
    fitted = [f"{home}/estimates/{rule}/{table}" for rule, tables in parts["fits"].items() for table in tables]
    tabulated = [f"{home}/estimates/{kind}/{table}" for kind, tables in parts["grids"].items() for table in tables]
    spatial = {
        "estimates": [f"{stem}.csv" for stem in fitted if "/fit_spatial/" in stem],
        "facts": [f"{stem}.json" for stem in fitted if "/fit_spatial/" in stem],
        "morans": [f"{stem}.csv" for stem in tabulated if "/estimates/moran/" in stem],
    }
    audits = {"did": len(fitted) > len(spatial["estimates"]), "spatial": any(spatial.values())}
    models = _models(study, places, drawn=True)
    moved = _models(study, places, drawn=False)
    matrices = [f"{home}/spatial/matrices/{matrix}" for matrix in study.matrices]
    shown = [entry for _, entries in parts["sections"] for entry in entries]
    lagged = {name for tables in parts["fits"].values() for table in tables.values() for name in table["names"]}
    read = {
        "study": f"config/studies/{name}.yaml",
        "sources": [locate(source.path) for source in study.panel.sources],
        "rosters": [locate(path) for path in rosters],
        **{key: locate(path) if path else [] for key, path in (facts | {"claims": study.claims}).items()},
        "places": [
            locate(path)
            for entry in (*study.matrices.values(), *study.tables.values(), *study.figures.values())
            for key in ("shapes", "outline", "lines", "pairs", "bridges", "points", "values")
            if (path := getattr(entry, key, None))
        ],
    }
    scored = [f"{places.efficiency(score)}/{part}" for score in study.scores() for part in SCORES]
    sensitivity = ("sensitivity.csv",) if len(study.scores()) > 1 else ()
    bootstrap = ("bootstrap.csv", "bootstrap.json") if study.efficiency.bootstrap else ()
    worlds = ("world_scores.csv",) if demo else ()
    derived = [f"{home}/efficiency/{part}" for part in (*PRODUCTIVITY, *sensitivity, *bootstrap, *worlds)]
    made = {
        "panel": [f"{home}/panel/{part}" for part in PANEL],
        "efficiency": [*scored, *derived],
        "estimates": [f"{stem}.csv" for stem in fitted],
        "facts": [f"{stem}.json" for stem in fitted],
        "voices": [f"{home}/audit/{stage}.csv" for stage, audited in audits.items() if audited],
        "grids": [f"{stem}.{ending}" for stem in tabulated for ending in ("csv", "json")],
        "draws": [f"{stem}.csv" for stem in models],
        "densities": [f"{stem}.density.csv" for stem in models],
        "summaries": [f"{stem}.json" for stem in models],
        "shifts": [f"{stem}.shifts.{ending}" for stem in moved for ending in ("csv", "json")],
        "matrices": [f"{stem}.{ending}" for stem in matrices for ending in ("csv", "json")],
        "clusters": [
            file
            for matrix, variables in parts["clusters"].items()
            for variable in variables
            for file in places.clusters(matrix, variable).values()
        ],
    }
    printed = [f"{home}/tables/{table}.{ending}" for table in study.tables for ending in PRINTED]
    drawn = [f"{home}/figures/{figure}.{ending}" for figure in study.figures for ending in ("pdf", "png")]
    replication = [f"{home}/replicate/{part}" for part in REPLICATION]
    quoted = [f"{home}/numbers/{part}" for part in NUMBERS]
    end = [f"{home}/{part}" for part in ("referee.csv", "checks.csv", "main.json", "report.html")]
    checked = [*(file for kind in made.values() for file in kind), f"{home}/referee.csv"]
    checked += [file for file in (*replication, *quoted) if file.endswith(".csv")]
    inputs = [file for value in read.values() for file in (value if isinstance(value, list) else [value])]
    own = [file for file in inputs if str(file).startswith(f"{home}/")]
    results = sorted({*checked, *printed, *drawn, *quoted, *end, *replication, *demo, *own})
    return (
        made
        | read
        | {
            "spatial": spatial,
            "bootstrap": [file for file in made["efficiency"] if file.endswith("/bootstrap.json")],
            "figures": [f"{home}/figures/{name}.png" for kind, name, *_ in shown if kind == "figure"],
            "main_figure": [f"{home}/figures/{one['name']}.png" for one in [parts["main_figure"]] if one],
            "scores": places.scores(study.scores()),
            "variables": places.scores({*study.scores(), *study.efficiency.productivity}),
            "examined": [file for file in made["grids"] if file.split("/")[-2] in EXAMINED],
            "tabulated": [
                file for table in parts["tables"].values() for file in (*table["estimates"], *table["facts"])
            ],
            "weights": places.matrices([name for name in study.matrices if name in lagged]),
            "peers": [f"{places.efficiency(score)}/peers.csv" for score in study.scores()],
            "fragments": [f"{home}/tables/{name}.html" for kind, name, *_ in shown if kind == "table"],
            "truth": [file for file in demo if file.endswith("/truth.json")],
            "checked": checked,
            "inputs": [file for file in dict.fromkeys(inputs) if file not in own],
            "results": results,
            "all": [*results, f"{home}/manifest.json"],
        }
    )
