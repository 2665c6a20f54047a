"""Placebo distributions: cohorts reassigned to units at random, in parallel chunks of draws."""


rule draw_placebo:
    input:
        panel="results/{study}/panel/panel.csv",
        scores="results/{study}/efficiency/scores.csv",
        code=code("placebo/draw_placebo.py"),
    output:
        draws="results/{study}/placebo/chunks/{model}/{scatteritem}.csv",
    log:
        "logs/{study}/placebo/draw_placebo/{model}/{scatteritem}.log",
    conda:
        "../envs/did.yaml"  # the did stage needs the same packages
    threads: 1
    params:
        id="draw_placebo {study} {model} {scatteritem}",
        formula=part("placebo/{model}/formula"),
        sample=part("placebo/{model}/sample"),
        policy=part("policy/variable"),
        ssc=part("ssc"),
        chunk="{scatteritem}",
        total=config["placebo"]["draws"],
        seed=config["seed"],
    message:
        "{wildcards.study}: placebo draws of {wildcards.model}, chunk {wildcards.scatteritem}"
    script:
        "../scripts/placebo/draw_placebo.py"


rule gather_placebo:
    input:
        panel="results/{study}/panel/panel.csv",
        scores="results/{study}/efficiency/scores.csv",
        draws=gather.draws("results/{{study}}/placebo/chunks/{{model}}/{scatteritem}.csv"),
        code=code("placebo/gather_placebo.py"),
    output:
        distribution="results/{study}/placebo/{model}.csv",
        summary="results/{study}/placebo/{model}.json",
        density="results/{study}/placebo/{model}_density.csv",
    log:
        "logs/{study}/placebo/gather_placebo/{model}.log",
    conda:
        "../envs/did.yaml"
    threads: 1
    params:
        id="gather_placebo {study} {model}",
        formula=part("placebo/{model}/formula"),
        sample=part("placebo/{model}/sample"),
        policy=part("policy/variable"),
        ssc=part("ssc"),
        total=config["placebo"]["draws"],
        seed=config["seed"],
    message:
        "{wildcards.study}: placebo distribution of {wildcards.model}"
    script:
        "../scripts/placebo/gather_placebo.py"
