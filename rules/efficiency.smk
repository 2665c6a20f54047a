"""Super-efficiency scores and their change over time."""


rule score_efficiency:
    input:
        panel="results/{study}/panel/panel.csv",
        code=code("efficiency/score_efficiency.py"),
    output:
        scores="results/{study}/efficiency/scores.csv",
        slacks="results/{study}/efficiency/slacks.csv",
        peers="results/{study}/efficiency/peers.csv",
        run="results/{study}/efficiency/run.json",
    log:
        "logs/{study}/efficiency/score_efficiency.log",
    conda:
        "../envs/efficiency.yaml"
    threads: 1
    params:
        id="score_efficiency {study}",
        specification=part("efficiency"),
        seed=config["seed"],
    message:
        "{wildcards.study}: efficiency scores"
    script:
        "../scripts/efficiency/score_efficiency.py"


rule index_productivity:
    input:
        panel="results/{study}/panel/panel.csv",
        code=code("efficiency/index_productivity.py"),
    output:
        productivity="results/{study}/efficiency/productivity.csv",
    log:
        "logs/{study}/efficiency/index_productivity.log",
    conda:
        "../envs/efficiency.yaml"
    threads: 1
    params:
        id="index_productivity {study}",
        specification=part("efficiency"),
    message:
        "{wildcards.study}: productivity indices"
    script:
        "../scripts/efficiency/index_productivity.py"


rule score_worlds:
    input:
        worlds="results/{study}/demo/worlds.csv",
        code=code("efficiency/score_worlds.py"),
    output:
        scores="results/{study}/efficiency/world_scores.csv",
    log:
        "logs/{study}/efficiency/score_worlds.log",
    conda:
        "../envs/efficiency.yaml"
    threads: 1
    params:
        id="score_worlds {study}",
        specification=part("efficiency"),
    message:
        "{wildcards.study}: efficiency scores with and without the simulated policy"
    script:
        "../scripts/efficiency/score_worlds.py"
