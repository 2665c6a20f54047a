"""One validated panel from the raw tables of a study, and the account of what was changed in them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.logs import log_to
from core.tables import write_csv
from panel.account import Account
from panel.preparation import Paths, prepare
from panel.problems import refuse
from panel.variables import describe


def build_panel(
    paths,
    path_to_panel,
    path_to_audit,
    path_to_descriptives,
    path_to_warnings,
    path_to_problems,
    unit,
    years,
    panel,
    policy,
    indicators,
):
    account = Account()
    built = prepare(paths, unit, years, panel, policy, indicators, account)
    write_csv(path_to_problems, account.all_problems())
    refuse(account.all_problems(), path_to_problems)
    audit = account.audit()
    write_csv(path_to_panel, built)
    write_csv(path_to_audit, audit)
    write_csv(path_to_descriptives, describe(built, panel, audit))
    write_csv(path_to_warnings, account.warnings())


if "snakemake" in globals():
    log_to(snakemake.log.log)
    build_panel(
        paths=Paths(
            sources=list(snakemake.input.sources),
            units=snakemake.input.units,
            crosswalk=snakemake.input.crosswalk or None,
            aliases=snakemake.input.aliases or None,
            changes=snakemake.input.changes or None,
            roster=snakemake.input.roster or None,
        ),
        path_to_panel=snakemake.output.panel,
        path_to_audit=snakemake.output.audit,
        path_to_descriptives=snakemake.output.descriptives,
        path_to_warnings=snakemake.output.warnings,
        path_to_problems=snakemake.log.problems,
        unit=snakemake.params.unit,
        years=snakemake.params.years,
        panel=snakemake.params.panel,
        policy=snakemake.params.policy,
        indicators=snakemake.params.indicators,
    )
