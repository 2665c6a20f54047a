"""The raw tables of a study validated, and nothing else: problems are refused as in the panel, warnings listed."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.logs import log_to
from core.tables import write_csv
from panel.account import Account
from panel.preparation import Paths, prepare
from panel.problems import refuse


def check_panel(paths, path_to_warnings, path_to_problems, unit, years, panel, policy, indicators):
    account = Account()
    prepare(paths, unit, years, panel, policy, indicators, account)
    write_csv(path_to_problems, account.all_problems())
    refuse(account.all_problems(), path_to_problems)
    write_csv(path_to_warnings, account.warnings())


if "snakemake" in globals():
    log_to(snakemake.log.log)
    check_panel(
        paths=Paths(
            sources=list(snakemake.input.sources),
            units=snakemake.input.units,
            crosswalk=snakemake.input.crosswalk or None,
            aliases=snakemake.input.aliases or None,
            changes=snakemake.input.changes or None,
            roster=snakemake.input.roster or None,
        ),
        path_to_warnings=snakemake.output.warnings,
        path_to_problems=snakemake.log.problems,
        unit=snakemake.params.unit,
        years=snakemake.params.years,
        panel=snakemake.params.panel,
        policy=snakemake.params.policy,
        indicators=snakemake.params.indicators,
    )
