"""Grids: the tables that are no regressions. One rule makes every kind, each by the script of its stage."""


rule tabulate:
    input:
        unpack(part("grids/{kind}/{table}/files")),
    output:
        table="results/{study}/estimates/{kind}/{table}.csv",
        layout="results/{study}/estimates/{kind}/{table}.json",
    log:
        "logs/{study}/tabulate/{kind}/{table}.log",
    wildcard_constraints:
        kind=GRIDS,
    conda:
        part("grids/{kind}/{table}/environment")
    threads: 1
    params:
        id="tabulate {study} {kind} {table}",
        code=part("grids/{kind}/{table}/code"),
        script=part("grids/{kind}/{table}/script"),
        settings=part("grids/{kind}/{table}/settings"),
    message:
        "{wildcards.study}: table {wildcards.table} ({wildcards.kind})"
    script:
        "../scripts/{params.script}"
