"""The workflow as a module of another one, which has its own folder, settings and rules."""

from parsed import due
from small_study import digests, snakemake, write_study

WRAPPER = """
configfile: "mine.yaml"


module lge:
    snakefile:
        {snakefile!r}
    config:
        config["lge"]


use rule * from lge as lge_*


rule pick:
    default_target: True
    input:
        "results/fields/estimates/fit_ols/baseline.csv",
    output:
        "picked.csv",
    shell:
        "grep value {{input}} > {{output}}"
"""


def test_another_workflow_uses_the_rules_and_gets_the_same_bytes(finished, tmp_path):
    write_study(tmp_path)
    (tmp_path / "mine.yaml").write_text("lge: {placebo: {chunks: 3}}\n")
    wrapper = tmp_path / "Snakefile"
    wrapper.write_text(WRAPPER.format(snakefile=str(finished.snakefile)), encoding="utf-8")
    run = snakemake("--cores", "2", folder=tmp_path, snakefile=wrapper)
    assert run.returncode == 0, run.stdout
    assert "policy" in (tmp_path / "picked.csv").read_text(encoding="utf-8")
    own = digests(tmp_path)
    assert own and own.items() <= digests(finished.folder).items()
    assert due(tmp_path, wrapper, targets={"lge_all"})["lge_draw_placebo"] == 3
