"""The replication package of each study."""


rule archive:
    input:
        environments=environments(),
    log:
        "logs/archive.log",
    localrule: True
    conda:
        "../envs/report.yaml"
    threads: 1
    params:
        id="archive",
        code=code("archive/archive.py"),
        workflow=workflow_files(),
        studies=as_they_are(),
        seed=config["seed"],
        draws=config["placebo"]["draws"],
        settings=archived() if asked_for("archive") else {},
    message:
        "a replication package of every study"
    script:
        "../scripts/archive/archive.py"
