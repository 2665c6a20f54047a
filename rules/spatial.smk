"""Spatial weights and spatial panel models."""


rule build_matrix:
    input:
        unpack(part("matrices/{matrix}/files")),
    output:
        weights="results/{study}/spatial/matrices/{matrix}.csv",
        summary="results/{study}/spatial/matrices/{matrix}.json",
    log:
        "logs/{study}/spatial/build_matrix/{matrix}.log",
    conda:
        "../envs/spatial.yaml"
    threads: 1
    params:
        id="build_matrix {study} {matrix}",
        code=part("matrices/{matrix}/code"),
        script=part("matrices/{matrix}/script"),
        name="{matrix}",
        settings=part("matrices/{matrix}/settings"),
        contents=contents,
        software=software("spatial"),
    message:
        "{wildcards.study}: spatial weights {wildcards.matrix}"
    script:
        "../scripts/{params.script}"


rule fit_spatial:
    input:
        panel="results/{study}/panel/panel.csv",
        scores=part("fits/fit_spatial/{table}/scores"),
        matrices=part("fits/fit_spatial/{table}/matrices"),
    output:
        estimates="results/{study}/estimates/fit_spatial/{table}.csv",
        facts="results/{study}/estimates/fit_spatial/{table}.json",
    log:
        "logs/{study}/spatial/fit_spatial/{table}.log",
    cache: CACHED
    conda:
        "../envs/spatial.yaml"
    threads: 1
    params:
        id="fit_spatial {study} {table}",
        code=code("spatial/fit_spatial.py"),
        table="{table}",
        columns=part("fits/fit_spatial/{table}/columns"),
        names=part("fits/fit_spatial/{table}/names"),
        leave_out=part("fits/fit_spatial/{table}/leave_out"),
        software=software("spatial"),
    message:
        "{wildcards.study}: spatial models of table {wildcards.table}"
    script:
        "../scripts/spatial/fit_spatial.py"


rule fit_spatial_event_study:
    input:
        panel="results/{study}/panel/panel.csv",
        scores=part("fits/fit_spatial_event_study/{table}/scores"),
        matrices=part("fits/fit_spatial_event_study/{table}/matrices"),
    output:
        estimates="results/{study}/estimates/fit_spatial_event_study/{table}.csv",
        facts="results/{study}/estimates/fit_spatial_event_study/{table}.json",
    log:
        "logs/{study}/spatial/fit_spatial_event_study/{table}.log",
    conda:
        "../envs/spatial.yaml"
    threads: 1
    params:
        id="fit_spatial_event_study {study} {table}",
        code=code("spatial/fit_spatial_event_study.py"),
        table="{table}",
        columns=part("fits/fit_spatial_event_study/{table}/columns"),
        names=part("fits/fit_spatial_event_study/{table}/names"),
        leave_out=part("fits/fit_spatial_event_study/{table}/leave_out"),
    message:
        "{wildcards.study}: spatial event studies of table {wildcards.table}"
    script:
        "../scripts/spatial/fit_spatial_event_study.py"


rule find_clusters:
    input:
        panel="results/{study}/panel/panel.csv",
        scores=part("clusters/{matrix}/{variable}/scores"),
        matrix="results/{study}/spatial/matrices/{matrix}.csv",
    output:
        clusters="results/{study}/spatial/clusters/{matrix}/{variable}.csv",
        facts="results/{study}/spatial/clusters/{matrix}/{variable}.json",
    log:
        "logs/{study}/spatial/find_clusters/{matrix}/{variable}.log",
    conda:
        "../envs/spatial.yaml"
    threads: 1
    params:
        id="find_clusters {study} {matrix} {variable}",
        code=code("spatial/find_clusters.py"),
        name="{matrix}",
        variable="{variable}",
        settings=part("clusters/{matrix}/{variable}/settings"),
    message:
        "{wildcards.study}: clusters of {wildcards.variable} by {wildcards.matrix}"
    script:
        "../scripts/spatial/find_clusters.py"
