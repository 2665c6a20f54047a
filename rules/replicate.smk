"""Data and scripts for co-authors who work in R or Stata."""


rule write_replication:
    input:
        panel="results/{study}/panel/panel.csv",
        scores=part("files/variables"),
        descriptives="results/{study}/panel/descriptives.csv",
        matrices=part("outlook/matrices"),
        estimates=part("files/estimates"),
        facts=part("files/facts"),
        functions=shipped(SCRIPTS / "replicate/functions.R"),
        programs=shipped(SCRIPTS / "replicate/functions.do"),
    output:
        data="results/{study}/replicate/panel.csv",
        dta="results/{study}/replicate/panel.dta",
        weights="results/{study}/replicate/weights.csv",
        expected="results/{study}/replicate/expected.csv",
        in_r="results/{study}/replicate/replicate.R",
        in_stata="results/{study}/replicate/replicate.do",
        about="results/{study}/replicate/README.txt",
    log:
        "logs/{study}/replicate/write_replication.log",
    conda:
        "../envs/did.yaml"
    threads: 1
    params:
        id="write_replication {study}",
        code=code("replicate/write_replication.py"),
        columns=part("outlook/columns"),
        names=part("outlook/names"),
        leave_out=part("outlook/leave_out"),
        title=part("title"),
        labels=part("labels"),
        data_status=part("data_status"),
    message:
        "{wildcards.study}: data and scripts for R and Stata"
    script:
        "../scripts/replicate/write_replication.py"
