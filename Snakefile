"""From raw unit-year tables to scores, estimates, figures and a report, for every study in config/."""

from snakemake.utils import min_version

min_version("9.27")


configfile: "config/config.yaml"


include: "rules/common.smk"


wildcard_constraints:
    study=SLUG,
    table=SLUG,
    weights=SLUG,
    model=SLUG,


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


rule all:
    input:
        collect("results/{study}/manifest.json", study=config["studies"]),


rule check:
    input:
        collect("results/{study}/panel/check.csv", study=config["studies"]),
