"""What a study does not ask for is not made; what it asks for is, in as many chunks as the configuration says."""

import pytest
from small_study import jobs, snakemake, write_study

COMPARED = {"score_further": 2, "compare_specifications": 1}
BOOTSTRAP = {"draw_bootstrap": 3, "gather_bootstrap": 1}


@pytest.mark.parametrize(
    ("keys", "wanted"),
    [
        ("", {}),
        (", scores: {own: {}, b: {variant: B}, c: {reference: not policy}}", COMPARED),
        (", bootstrap: {replications: 30}", BOOTSTRAP),
    ],
)
def test_comparison_and_bootstrap_are_made_when_the_study_asks(tmp_path, keys, wanted):
    write_study(tmp_path)
    study, config = tmp_path / "config" / "studies" / "fields.yaml", tmp_path / "config" / "config.yaml"
    study.write_text(study.read_text(encoding="utf-8").replace(", audit: 5}", f", audit: 5{keys}}}"), encoding="utf-8")
    config.write_text(config.read_text() + "bootstrap: {chunks: 3}\n")
    run = snakemake("--dry-run", folder=tmp_path)
    assert run.returncode == 0, run.stdout
    planned = jobs(run)
    assert {rule: planned[rule] for rule in {**COMPARED, **BOOTSTRAP} if rule in planned} == wanted
