"""From raw tables to one validated panel."""


rule build_panel:
    input:
        sources=part("files/sources"),
        crosswalk=part("files/crosswalk"),
        aliases=part("files/aliases"),
        changes=part("files/changes"),
        rosters=part("files/rosters"),
        units=shipped(HERE.parent / "resources/units.txt"),
    output:
        panel="results/{study}/panel/panel.csv",
        audit="results/{study}/panel/audit.csv",
        descriptives="results/{study}/panel/descriptives.csv",
        warnings="results/{study}/panel/warnings.csv",
    log:
        "logs/{study}/panel/build_panel.log",
    conda:
        "../envs/panel.yaml"
    threads: 1
    params:
        id="build_panel {study}",
        code=code("panel/build_panel.py"),
        unit=part("unit"),
        years=part("years"),
        block=part("panel"),
        policies=part("policies"),
        indicators=part("indicators"),
        problems="results/{study}/panel/problems.csv",  # only there while there are problems
        contents=contents,
        software=software("panel"),
    message:
        "{wildcards.study}: panel from the raw tables"
    script:
        "../scripts/panel/build_panel.py"
