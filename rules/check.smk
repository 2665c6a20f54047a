"""What can be known of a study before its scores and models are computed."""


rule check_study:
    input:
        panel="results/{study}/panel/panel.csv",
        audit="results/{study}/panel/audit.csv",
        warnings="results/{study}/panel/warnings.csv",
        matrices=part("outlook/matrices"),
    output:
        summary="logs/{study}/check/summary.txt",
    log:
        "logs/{study}/check/check_study.log",
    conda:
        "../envs/check.yaml"
    threads: 1
    params:
        id="check_study {study}",
        code=code("check/check_study.py"),
        study="{study}",
        columns=part("outlook/columns"),
        names=part("outlook/names"),
        leave_out=part("outlook/leave_out"),
        scores=part("outlook/scores"),
        draws=part("outlook/draws"),
    message:
        "{wildcards.study}: what can be known before anything is computed"
    script:
        "../scripts/check/check_study.py"
