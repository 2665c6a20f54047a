"""Two-way fixed-effects models and event studies."""


rule fit_ols:
    input:
        panel="results/{study}/panel/panel.csv",
        scores=part("fits/fit_ols/{table}/scores"),
        bootstrap=part("fits/fit_ols/{table}/bootstrap"),
        replications=part("fits/fit_ols/{table}/replications"),
    output:
        estimates="results/{study}/estimates/fit_ols/{table}.csv",
        facts="results/{study}/estimates/fit_ols/{table}.json",
    log:
        "logs/{study}/did/fit_ols/{table}.log",
    conda:
        "../envs/did.yaml"
    threads: 1
    params:
        id="fit_ols {study} {table}",
        code=code("did/fit_ols.py"),
        table="{table}",
        columns=part("fits/fit_ols/{table}/columns"),
    message:
        "{wildcards.study}: least squares of table {wildcards.table}"
    script:
        "../scripts/did/fit_ols.py"


rule fit_event_study:
    input:
        panel="results/{study}/panel/panel.csv",
        scores=part("fits/fit_event_study/{table}/scores"),
    output:
        estimates="results/{study}/estimates/fit_event_study/{table}.csv",
        facts="results/{study}/estimates/fit_event_study/{table}.json",
    log:
        "logs/{study}/did/fit_event_study/{table}.log",
    conda:
        "../envs/did.yaml"
    threads: 1
    params:
        id="fit_event_study {study} {table}",
        code=code("did/fit_event_study.py"),
        table="{table}",
        columns=part("fits/fit_event_study/{table}/columns"),
    message:
        "{wildcards.study}: event studies of table {wildcards.table}"
    script:
        "../scripts/did/fit_event_study.py"


rule fit_staggered:
    input:
        panel="results/{study}/panel/panel.csv",
        scores=part("fits/fit_staggered/{table}/scores"),
    output:
        estimates="results/{study}/estimates/fit_staggered/{table}.csv",
        facts="results/{study}/estimates/fit_staggered/{table}.json",
    log:
        "logs/{study}/did/fit_staggered/{table}.log",
    conda:
        "../envs/did.yaml"
    threads: 1
    params:
        id="fit_staggered {study} {table}",
        code=code("did/fit_staggered.py"),
        table="{table}",
        columns=part("fits/fit_staggered/{table}/columns"),
    message:
        "{wildcards.study}: staggered adoption, table {wildcards.table}"
    script:
        "../scripts/did/fit_staggered.py"


rule fit_iv:
    input:
        panel="results/{study}/panel/panel.csv",
        scores=part("fits/fit_iv/{table}/scores"),
    output:
        estimates="results/{study}/estimates/fit_iv/{table}.csv",
        facts="results/{study}/estimates/fit_iv/{table}.json",
    log:
        "logs/{study}/did/fit_iv/{table}.log",
    conda:
        "../envs/did.yaml"
    threads: 1
    params:
        id="fit_iv {study} {table}",
        code=code("did/fit_iv.py"),
        table="{table}",
        columns=part("fits/fit_iv/{table}/columns"),
    message:
        "{wildcards.study}: instruments of table {wildcards.table}"
    script:
        "../scripts/did/fit_iv.py"


rule fit_gmm:
    input:
        panel="results/{study}/panel/panel.csv",
        scores=part("fits/fit_gmm/{table}/scores"),
    output:
        estimates="results/{study}/estimates/fit_gmm/{table}.csv",
        facts="results/{study}/estimates/fit_gmm/{table}.json",
    log:
        "logs/{study}/did/fit_gmm/{table}.log",
    conda:
        "../envs/did.yaml"
    threads: 1
    params:
        id="fit_gmm {study} {table}",
        code=code("did/fit_gmm.py"),
        table="{table}",
        columns=part("fits/fit_gmm/{table}/columns"),
    message:
        "{wildcards.study}: dynamic panels of table {wildcards.table}"
    script:
        "../scripts/did/fit_gmm.py"


rule fit_matching:
    input:
        panel="results/{study}/panel/panel.csv",
        scores=part("fits/fit_matching/{table}/scores"),
    output:
        estimates="results/{study}/estimates/fit_matching/{table}.csv",
        facts="results/{study}/estimates/fit_matching/{table}.json",
    log:
        "logs/{study}/did/fit_matching/{table}.log",
    conda:
        "../envs/did.yaml"
    threads: 1
    params:
        id="fit_matching {study} {table}",
        code=code("did/fit_matching.py"),
        table="{table}",
        columns=part("fits/fit_matching/{table}/columns"),
    message:
        "{wildcards.study}: matched samples of table {wildcards.table}"
    script:
        "../scripts/did/fit_matching.py"
