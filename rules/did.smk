"""Two-way fixed-effects models and event studies."""


rule fit_table:
    input:
        panel="results/{study}/panel/panel.csv",
        scores="results/{study}/efficiency/scores.csv",
        code=code("did/fit_table.py"),
    output:
        estimates="results/{study}/estimates/{table}.csv",
        fits="results/{study}/estimates/{table}.json",
    log:
        "logs/{study}/did/fit_table/{table}.log",
    wildcard_constraints:
        table=rf"(?!event_study\.|spatial){SLUG}",
    conda:
        "../envs/did.yaml"
    threads: 1
    params:
        id="fit_table {study} {table}",
        table="{table}",
        columns=part("tables/{table}/columns"),
        policy=part("policy/variable"),
        ssc=part("ssc"),
    message:
        "{wildcards.study}: table {wildcards.table}"
    script:
        "../scripts/did/fit_table.py"


rule fit_event_study:
    input:
        panel="results/{study}/panel/panel.csv",
        scores="results/{study}/efficiency/scores.csv",
        code=code("did/fit_event_study.py"),
    output:
        estimates="results/{study}/estimates/event_study.csv",
        fits="results/{study}/estimates/event_study.json",
    log:
        "logs/{study}/did/fit_event_study.log",
    conda:
        "../envs/did.yaml"
    threads: 1
    params:
        id="fit_event_study {study}",
        columns=part("event_study/columns"),
        policy=part("policy/variable"),
        window=part("event_study/window"),
        ssc=part("ssc"),
    message:
        "{wildcards.study}: event study"
    script:
        "../scripts/did/fit_event_study.py"
