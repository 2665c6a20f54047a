"""Raw tables of the studies that ship with the project."""


rule export_castle:
    input:
        states=shipped(HERE.parent / "resources/castle_states.csv"),
    output:
        crime="results/castle/demo/crime.csv",
        economy="results/castle/demo/economy.csv",
        laws="results/castle/demo/laws.csv",
        members="results/castle/demo/members.csv",
    log:
        "logs/castle/demo/export_castle.log",
    localrule: True
    conda:
        "../envs/demo.yaml"
    threads: 1
    params:
        id="export_castle",
        code=code("demo/export_castle.py"),
        contents=contents,
        software=software("demo"),
    message:
        "castle: raw tables from the data set of causaldata"
    script:
        "../scripts/demo/export_castle.py"


rule draw_yearbook:
    input:
        demo=shipped(HERE.parent / "resources/demo/{study}.yaml"),
        zones=shipped(HERE.parent / "resources/{study}.csv"),
        published=shipped(HERE.parent / "resources/published/{study}.yaml"),
        cities=shipped(HERE.parent / "resources/cities.csv"),
        contiguity=shipped(HERE.parent / "resources/contiguity.csv"),
        calibration=shipped(HERE.parent / "resources/calibration.json"),
    output:
        raw=collect("results/{{study}}/demo/{file}", file=YEARBOOKS),
        worlds="results/{study}/demo/worlds.csv",
        roster="results/{study}/demo/roster.csv",
        defects="results/{study}/demo/defects.json",
        planted="results/{study}/demo/planted.json",
        label="results/{study}/demo/LABEL.txt",
    log:
        "logs/{study}/demo/draw_yearbook.log",
    wildcard_constraints:
        study=DEMOS,
    conda:
        "../envs/demo.yaml"
    threads: 1
    params:
        id="draw_yearbook {study}",
        code=code("demo/draw_yearbook.py"),
        contents=contents,
        software=software("demo"),
    message:
        "{wildcards.study}: simulated yearbooks"
    script:
        "../scripts/demo/draw_yearbook.py"


rule state_truth:
    input:
        planted="results/{study}/demo/planted.json",
        roster="results/{study}/demo/roster.csv",
        scores="results/{study}/efficiency/world_scores.csv",
    output:
        truth="results/{study}/demo/truth.json",
    log:
        "logs/{study}/demo/state_truth.log",
    wildcard_constraints:
        study=DEMOS,
    localrule: True
    conda:
        "../envs/demo.yaml"
    threads: 1
    params:
        id="state_truth {study}",
        code=code("demo/state_truth.py"),
    message:
        "{wildcards.study}: what is planted in the simulated yearbooks"
    script:
        "../scripts/demo/state_truth.py"
