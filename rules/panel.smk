"""From raw tables to one validated panel."""


rule build_panel:
    input:
        sources=part("files/sources"),
        crosswalk=part("files/crosswalk"),
        aliases=part("files/aliases"),
        changes=part("files/changes"),
        roster=part("files/roster"),
        units=shipped(HERE.parent / "resources/units.txt"),
        code=code("panel/build_panel.py"),
    output:
        panel="results/{study}/panel/panel.csv",
        audit="results/{study}/panel/audit.csv",
        descriptives="results/{study}/panel/descriptives.csv",
        warnings="results/{study}/panel/warnings.csv",
    log:
        log="logs/{study}/panel/build_panel.log",
        problems="results/{study}/panel/problems.csv",
    conda:
        "../envs/panel.yaml"
    threads: 1
    params:
        id="build_panel {study}",
        unit=part("unit"),
        years=part("years"),
        panel=part("panel"),
        policy=part("policy"),
        indicators=part("names/indicators"),
    message:
        "{wildcards.study}: panel from the raw tables"
    script:
        "../scripts/panel/build_panel.py"


rule check_panel:
    input:
        sources=part("files/sources"),
        crosswalk=part("files/crosswalk"),
        aliases=part("files/aliases"),
        changes=part("files/changes"),
        roster=part("files/roster"),
        units=shipped(HERE.parent / "resources/units.txt"),
        code=code("panel/check_panel.py"),
    output:
        warnings="results/{study}/panel/check.csv",
    log:
        log="logs/{study}/panel/check_panel.log",
        problems="results/{study}/panel/problems.csv",
    conda:
        "../envs/panel.yaml"
    threads: 1
    params:
        id="check_panel {study}",
        unit=part("unit"),
        years=part("years"),
        panel=part("panel"),
        policy=part("policy"),
        indicators=part("names/indicators"),
    message:
        "{wildcards.study}: check of the raw tables"
    script:
        "../scripts/panel/check_panel.py"
