"""From raw unit-year tables to scores, estimates, figures and a report, for every study in config/."""

from snakemake.utils import min_version

min_version("9.27")


include: "rules/common.smk"


configfile: "config/config.yaml"  # behind common.smk, which says what is wrong with it


wildcard_constraints:
    study=SLUG,
    table=SLUG,
    column=SLUG,
    matrix=SLUG,
    variable=r"\w+",
    placebo=SLUG,
    figure=SLUG,


scattergather:
    draws=CONFIG.placebo.chunks,
    replications=CONFIG.bootstrap.chunks,


include: "rules/demo.smk"
include: "rules/panel.smk"
include: "rules/efficiency.smk"
include: "rules/did.smk"
include: "rules/placebo.smk"
include: "rules/spatial.smk"
include: "rules/audit.smk"
include: "rules/replicate.smk"
include: "rules/tables.smk"
include: "rules/check.smk"
include: "rules/accounts.smk"
include: "rules/report.smk"
include: "rules/manuscript.smk"
include: "rules/archive.smk"  # these two last: they say of any result which rule made it


onstart:
    before_jobs()
    show_progress(Counter(job.rule.name for job in workflow.dag.needrun_jobs()))


onsuccess:
    show_ending(job.wildcards.study for job in workflow.dag.finished_jobs if job.rule.name == "write_report")


onerror:
    show_failed()


rule all:
    input:
        [asked_of(parts["files"]["all"]) for parts in STUDIES.values()],
        "results/index.html",
    message:
        "every result of every study"


rule check:
    input:
        [f"logs/{study}/check/summary.txt" for study in STUDIES],
    message:
        "what can be known of every study"
