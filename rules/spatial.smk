"""Spatial weights, autocorrelation and spatial panel models."""


rule build_weights:
    input:
        shapes=part("files/shapes/{weights}"),
        code=code("spatial/build_weights.py"),
    output:
        weights="results/{study}/spatial/weights/{weights}.csv",
        summary="results/{study}/spatial/weights/{weights}.json",
    log:
        "logs/{study}/spatial/build_weights/{weights}.log",
    conda:
        "../envs/spatial.yaml"
    threads: 1
    params:
        id="build_weights {study} {weights}",
        kind=part("spatial/weights/{weights}/kind"),
        key=part("spatial/weights/{weights}/key"),
        standardize=part("spatial/weights/{weights}/standardize"),
    message:
        "{wildcards.study}: spatial weights {wildcards.weights}"
    script:
        "../scripts/spatial/build_weights.py"


rule measure_autocorrelation:
    input:
        panel="results/{study}/panel/panel.csv",
        scores="results/{study}/efficiency/scores.csv",
        weights=part("files/weights"),
        code=code("spatial/measure_autocorrelation.py"),
    output:
        autocorrelation="results/{study}/spatial/autocorrelation.csv",
    log:
        "logs/{study}/spatial/measure_autocorrelation.log",
    conda:
        "../envs/spatial.yaml"
    threads: 1
    params:
        id="measure_autocorrelation {study}",
        names=part("names/weights"),
        variables=part("spatial/autocorrelation"),
        leave_out=part("spatial/leave_out"),
        permutations=999,
        seed=config["seed"],
    message:
        "{wildcards.study}: Moran's I by year"
    script:
        "../scripts/spatial/measure_autocorrelation.py"


rule fit_spatial_table:
    input:
        panel="results/{study}/panel/panel.csv",
        scores="results/{study}/efficiency/scores.csv",
        weights=part("files/weights"),
        code=code("spatial/fit_spatial_table.py"),
    output:
        estimates="results/{study}/estimates/{table}.csv",
        fits="results/{study}/estimates/{table}.json",
        impacts="results/{study}/spatial/{table}_impacts.csv",
    log:
        "logs/{study}/spatial/fit_spatial_table/{table}.log",
    wildcard_constraints:
        table=SPATIAL_TABLE,
    conda:
        "../envs/spatial.yaml"
    threads: 1
    params:
        id="fit_spatial_table {study} {table}",
        table="{table}",
        columns=part("spatial/tables/{table}/columns"),
        names=part("names/weights"),
        leave_out=part("spatial/leave_out"),
        draws=1000,
        seed=config["seed"],
    message:
        "{wildcards.study}: spatial table {wildcards.table}"
    script:
        "../scripts/spatial/fit_spatial_table.py"


rule gather_impacts:
    input:
        impacts=part("files/impacts_by_table"),
        code=code("spatial/gather_impacts.py"),
    output:
        impacts="results/{study}/spatial/impacts.csv",
    log:
        "logs/{study}/spatial/gather_impacts.log",
    conda:
        "../envs/spatial.yaml"
    threads: 1
    params:
        id="gather_impacts {study}",
    message:
        "{wildcards.study}: direct, indirect and total effects"
    script:
        "../scripts/spatial/gather_impacts.py"
