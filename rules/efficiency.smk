"""Super-efficiency scores and their change over time."""


rule score_efficiency:
    input:
        panel="results/{study}/panel/panel.csv",
    output:
        scores="results/{study}/efficiency/scores.csv",
        slacks="results/{study}/efficiency/slacks.csv",
        peers="results/{study}/efficiency/peers.csv",
        facts="results/{study}/efficiency/run.json",
    log:
        "logs/{study}/efficiency/score_efficiency.log",
    cache: CACHED
    conda:
        "../envs/efficiency.yaml"
    threads: 1
    params:
        id="score_efficiency {study}",
        code=code("efficiency/score_efficiency.py"),
        specification=part("specifications/score"),
        seed=config["seed"],
        software=software("efficiency"),
    message:
        "{wildcards.study}: efficiency scores"
    script:
        "../scripts/efficiency/score_efficiency.py"


use rule score_efficiency as score_further with:
    output:
        scores="results/{study}/efficiency/scores/{score}/scores.csv",
        slacks="results/{study}/efficiency/scores/{score}/slacks.csv",
        peers="results/{study}/efficiency/scores/{score}/peers.csv",
        facts="results/{study}/efficiency/scores/{score}/run.json",
    log:
        "logs/{study}/efficiency/score_further/{score}.log",
    cache: CACHED
    params:
        id="score_further {study} {score}",
        specification=part("specifications/{score}"),
        seed=config["seed"],
        software=software("efficiency"),
    message:
        "{wildcards.study}: the score {wildcards.score}"


rule index_productivity:
    input:
        panel="results/{study}/panel/panel.csv",
    output:
        productivity="results/{study}/efficiency/productivity.csv",
        counts="results/{study}/efficiency/productivity.json",
    log:
        "logs/{study}/efficiency/index_productivity.log",
    cache: CACHED
    conda:
        "../envs/efficiency.yaml"
    threads: 1
    params:
        id="index_productivity {study}",
        code=code("efficiency/index_productivity.py"),
        specification=part("specifications/score"),
        measures=part("efficiency/productivity"),
        disposability=part("efficiency/disposability"),
        software=software("efficiency"),
    message:
        "{wildcards.study}: productivity indices"
    script:
        "../scripts/efficiency/index_productivity.py"


rule compare_specifications:
    input:
        scores=part("files/scores"),
    output:
        sensitivity="results/{study}/efficiency/sensitivity.csv",
    log:
        "logs/{study}/efficiency/compare_specifications.log",
    localrule: True
    conda:
        "../envs/efficiency.yaml"
    threads: 1
    params:
        id="compare_specifications {study}",
        code=code("efficiency/compare_specifications.py"),
        overrides=part("overrides"),
    message:
        "{wildcards.study}: the scores of the study compared"
    script:
        "../scripts/efficiency/compare_specifications.py"


rule draw_bootstrap:
    input:
        panel="results/{study}/panel/panel.csv",
    output:
        draws="results/{study}/efficiency/chunks/{scatteritem}.csv",
    log:
        "logs/{study}/efficiency/draw_bootstrap/{scatteritem}.log",
    cache: CACHED
    conda:
        "../envs/efficiency.yaml"
    threads: 1
    params:
        id="draw_bootstrap {study} {scatteritem}",
        code=code("efficiency/draw_bootstrap.py"),
        specification=part("specifications/score"),
        chunk="{scatteritem}",
        total=part("efficiency/bootstrap/replications"),
        size=part("efficiency/bootstrap/size"),
        seed=config["seed"],
        software=software("efficiency"),
    message:
        "{wildcards.study}: bootstrap of the scores, chunk {wildcards.scatteritem}"
    script:
        "../scripts/efficiency/draw_bootstrap.py"


rule gather_bootstrap:
    input:
        panel="results/{study}/panel/panel.csv",
        scores="results/{study}/efficiency/scores.csv",
        draws=gather.replications("results/{{study}}/efficiency/chunks/{scatteritem}.csv"),
    output:
        bootstrap="results/{study}/efficiency/bootstrap.csv",
        facts="results/{study}/efficiency/bootstrap.json",
    log:
        "logs/{study}/efficiency/gather_bootstrap.log",
    conda:
        "../envs/efficiency.yaml"
    threads: 1
    params:
        id="gather_bootstrap {study}",
        code=code("efficiency/gather_bootstrap.py"),
        specification=part("specifications/score"),
        total=part("efficiency/bootstrap/replications"),
        size=part("efficiency/bootstrap/size"),
        seed=config["seed"],
    message:
        "{wildcards.study}: confidence intervals of the scores"
    script:
        "../scripts/efficiency/gather_bootstrap.py"


rule score_worlds:
    input:
        worlds="results/{study}/demo/worlds.csv",
        panel="results/{study}/panel/panel.csv",
    output:
        scores="results/{study}/efficiency/world_scores.csv",
    log:
        "logs/{study}/efficiency/score_worlds.log",
    wildcard_constraints:
        study=DEMOS,
    cache: CACHED
    conda:
        "../envs/efficiency.yaml"
    threads: 1
    params:
        id="score_worlds {study}",
        code=code("efficiency/score_worlds.py"),
        specifications=part("specifications"),
        software=software("efficiency"),
    message:
        "{wildcards.study}: efficiency scores with and without the simulated policy"
    script:
        "../scripts/efficiency/score_worlds.py"
