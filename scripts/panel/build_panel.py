"""One validated panel from the raw tables of a study, and the account of what was changed in them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.jobs import run
from core.tables import write_csv
from panel.account import Account
from panel.preparation import Files, prepare
from panel.problems import refuse
from panel.variables import describe


def build_panel(
    sources,
    crosswalk,
    aliases,
    changes,
    rosters,
    units,
    panel,
    audit,
    descriptives,
    warnings,
    problems,
    unit,
    years,
    block,
    policies,
    indicators,
):
    account = Account()
    files = Files(sources, crosswalk, aliases, changes, rosters, units)
    built = prepare(files, unit, years, block, policies, indicators, account)
    refuse(account.all_problems(), problems)
    write_csv(panel, built)
    write_csv(audit, account.audit())
    write_csv(descriptives, describe(built, block, account.audit()))
    write_csv(warnings, account.warnings())


if "snakemake" in globals():
    run(build_panel, snakemake)
