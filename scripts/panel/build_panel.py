"""One validated panel from the raw tables of a study."""

import sys
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import write_csv
from core.logs import log_to
from panel.assemble import join
from panel.raw import PROBLEMS, find_problems, numbers, read_cells, refuse, select
from panel.variables import construct, describe


def build_panel(
    paths_to_sources,
    path_to_panel,
    path_to_audit,
    path_to_descriptives,
    path_to_problems,
    unit,
    years,
    sources,
    variables,
):
    tables, problems = {}, [pd.DataFrame(columns=PROBLEMS)]
    for path, source in zip(paths_to_sources, sources, strict=True):
        headers = {name: column["header"] for name, column in source["columns"].items()}
        cells = select(read_cells(Path(path)), path, unit, source["year"], headers)
        problems.append(find_problems(cells, path, {"unit": unit, "year": source["year"], **headers}))
        tables[path] = cells
    found = pd.concat(problems, ignore_index=True)
    write_csv(path_to_problems, found)
    refuse(found, path_to_problems)
    panel, audit = join({path: numbers(cells) for path, cells in tables.items()}, tuple(years))
    panel = construct(panel, variables)
    write_csv(path_to_panel, panel)
    write_csv(path_to_audit, audit)
    units = {name: column["unit"] for source in sources for name, column in source["columns"].items()}
    write_csv(path_to_descriptives, describe(panel, units))


if "snakemake" in globals():
    log_to(snakemake.log.log)
    build_panel(
        paths_to_sources=snakemake.input.sources,
        path_to_panel=snakemake.output.panel,
        path_to_audit=snakemake.output.audit,
        path_to_descriptives=snakemake.output.descriptives,
        path_to_problems=snakemake.log.problems,
        unit=snakemake.params.unit,
        years=snakemake.params.years,
        sources=snakemake.params.sources,
        variables=snakemake.params.variables,
    )
