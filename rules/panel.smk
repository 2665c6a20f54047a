"""From raw tables to one validated panel."""


rule build_panel:
    input:
        sources=part("files/sources"),
        code=code("panel/build_panel.py"),
    output:
        panel="results/{study}/panel/panel.csv",
        audit="results/{study}/panel/audit.csv",
        descriptives="results/{study}/panel/descriptives.csv",
    log:
        log="logs/{study}/panel/build_panel.log",
        problems="results/{study}/panel/problems.csv",
    conda:
        "../envs/panel.yaml"
    threads: 1
    params:
        id="build_panel {study}",
        unit=part("unit/key"),
        years=part("years"),
        sources=part("panel/sources"),
        variables=part("panel/variables"),
    message:
        "{wildcards.study}: panel from the raw tables"
    script:
        "../scripts/panel/build_panel.py"
