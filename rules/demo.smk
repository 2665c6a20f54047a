"""Raw tables of the studies that ship with the project."""


rule export_castle:
    input:
        states=shipped(HERE.parent / "resources/castle_states.csv"),
        code=code("demo/export_castle.py"),
    output:
        crime="results/castle/demo/crime.csv",
        economy="results/castle/demo/economy.csv",
        laws="results/castle/demo/laws.csv",
        shapes="results/castle/demo/states.geojson",
    log:
        "logs/castle/demo/export_castle.log",
    conda:
        "../envs/demo.yaml"
    threads: 1
    params:
        id="export_castle",
    message:
        "castle: raw tables from the data set of causaldata"
    script:
        "../scripts/demo/export_castle.py"
