"""Placebo tests: cohorts reassigned to units at random, in parallel chunks of draws, or moved to earlier years."""


rule draw_placebo:
    input:
        panel="results/{study}/panel/panel.csv",
        scores=part("placebo/scores"),
        matrices=part("placebo/matrices"),
    output:
        facts="results/{study}/placebo/chunks/{scatteritem}.json",
        draws="results/{study}/placebo/chunks/{scatteritem}.npy",
    log:
        "logs/{study}/placebo/draw_placebo/{scatteritem}.log",
    cache: CACHED
    conda:
        "../envs/placebo.yaml"
    threads: 1
    params:
        id="draw_placebo {study} {scatteritem}",
        code=code("placebo/draw_placebo.py"),
        models=part("placebo/list"),
        names=part("placebo/names"),
        chunk="{scatteritem}",
        seed=config["seed"],
        software=software("placebo"),
    message:
        "{wildcards.study}: placebo draws, chunk {wildcards.scatteritem}"
    script:
        "../scripts/placebo/draw_placebo.py"


rule gather_placebo:
    input:
        facts=gather.draws("results/{{study}}/placebo/chunks/{scatteritem}.json"),
        chunks=gather.draws("results/{{study}}/placebo/chunks/{scatteritem}.npy"),
    output:
        draws="results/{study}/placebo/{placebo}/{table}.{column}.csv",
        summary="results/{study}/placebo/{placebo}/{table}.{column}.json",
        curve="results/{study}/placebo/{placebo}/{table}.{column}.density.csv",
    log:
        "logs/{study}/placebo/gather_placebo/{placebo}/{table}.{column}.log",
    conda:
        "../envs/placebo.yaml"
    threads: 1
    params:
        id="gather_placebo {study} {placebo} {table} {column}",
        code=code("placebo/gather_placebo.py"),
        placebo="{placebo}",
        column="{table}.{column}",
    message:
        "{wildcards.study}: placebo distribution of {wildcards.table}.{wildcards.column}"
    script:
        "../scripts/placebo/gather_placebo.py"


rule shift_placebo:
    input:
        panel="results/{study}/panel/panel.csv",
        scores=part("placebo/scores"),
    output:
        shifts="results/{study}/placebo/{placebo}/{table}.{column}.shifts.csv",
        facts="results/{study}/placebo/{placebo}/{table}.{column}.shifts.json",
    log:
        "logs/{study}/placebo/shift_placebo/{placebo}/{table}.{column}.log",
    conda:
        "../envs/placebo.yaml"
    threads: 1
    params:
        id="shift_placebo {study} {placebo} {table} {column}",
        code=code("placebo/shift_placebo.py"),
        model=part("placebo/models/{placebo}/{table}.{column}"),
    message:
        "{wildcards.study}: earlier policy in {wildcards.table}.{wildcards.column}"
    script:
        "../scripts/placebo/shift_placebo.py"


rule draw_curve:
    input:
        panel="results/{study}/panel/panel.csv",
        scores=part("curves/{table}/scores"),
        matrices=part("curves/{table}/matrices"),
    output:
        rows="results/{study}/placebo/chunks/{table}/{scatteritem}.json",
        draws="results/{study}/placebo/chunks/{table}/{scatteritem}.npy",
    log:
        "logs/{study}/placebo/draw_curve/{table}/{scatteritem}.log",
    conda:
        "../envs/placebo.yaml"
    threads: 1
    params:
        id="draw_curve {study} {table} {scatteritem}",
        code=code("placebo/draw_curve.py"),
        settings=part("curves/{table}/settings"),
        chunk="{scatteritem}",
        seed=config["seed"],
    message:
        "{wildcards.study}: specifications of {wildcards.table}, chunk {wildcards.scatteritem}"
    script:
        "../scripts/placebo/draw_curve.py"
