"""From raw unit-year tables to scores, estimates, figures and a report, for every study in config/."""

from snakemake.utils import min_version

min_version("9.27")


include: "rules/common.smk"


configfile: "config/config.yaml"  # behind the rules' helpers, which say what is wrong with it


wildcard_constraints:
    study=SLUG,
    table=SLUG,
    column=SLUG,
    matrix=SLUG,
    placebo=SLUG,
    figure=SLUG,


scattergather:
    draws=config["placebo"]["chunks"],
    replications=config["bootstrap"]["chunks"],


include: "rules/demo.smk"
include: "rules/panel.smk"
include: "rules/efficiency.smk"
include: "rules/did.smk"
include: "rules/placebo.smk"
include: "rules/spatial.smk"
include: "rules/report.smk"
include: "rules/tables.smk"


rule all:
    input:
        [STUDIES[study]["files"]["all"] for study in config["studies"]],
    message:
        "every result of every study"


rule check:
    input:
        [f"results/{study}/panel/warnings.csv" for study in config["studies"]],
    message:
        "the panel of every study"
