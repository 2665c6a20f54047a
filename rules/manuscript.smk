"""A draft compared with the results of the studies, as they are: this rule makes none."""


rule manuscript:
    log:
        "logs/manuscript.log",
    localrule: True
    conda:
        "../envs/manuscript.yaml"
    threads: 1
    params:
        id="manuscript",
        code=code("manuscript/manuscript.py"),
        drafts=refereed() if asked_for("manuscript") else [],
    message:
        "the referee reads the manuscript"
    script:
        "../scripts/manuscript/manuscript.py"
