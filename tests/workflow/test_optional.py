"""What a study does not ask for is not made; what it asks for is, in as many chunks as the configuration says."""

import pytest
from small_study import jobs, snakemake, write_study

COMPARED = {"score_further": 2, "compare_specifications": 1}
BOOTSTRAP = {"draw_bootstrap": 3, "gather_bootstrap": 1}


@pytest.mark.slow
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


@pytest.mark.slow
def test_ratios_of_scores_are_printed(tmp_path):
    """A non-radial measure, its group frontiers and its returns to scale, by the real command."""
    write_study(tmp_path)
    path = tmp_path / "config" / "studies" / "fields.yaml"
    scores = (
        "scores: {own: {}, nr: {measure: nddf}, side: {measure: nddf, group: policy}, pure: {returns_to_scale: vrs}}"
    )
    tables = (
        "  gaps: {kind: technology_gap, title: Gaps, of: side, meta: nr}\n  scale: {kind: scale, title: S, vrs: pure}\n"
    )
    text = path.read_text(encoding="utf-8").replace(", audit: 5}", f", audit: 5, {scores}}}")
    path.write_text(text.replace("  growth:", f"{tables}  growth:"), encoding="utf-8")
    printed = [f"results/fields/tables/{name}.csv" for name in ("gaps", "scale")]
    run = snakemake("--cores", "1", *printed, folder=tmp_path)
    assert run.returncode == 0, run.stdout
    gaps, scale = ((tmp_path / name).read_text(encoding="utf-8").splitlines() for name in printed)
    assert gaps[0].endswith("Metafrontier,Group frontier,Gap ratio,Above one,Unit-years")
    assert [line.split(",")[:2] for line in gaps[-2:]] == [["all unit-years", "2015"], ["all unit-years", "all years"]]
    assert gaps[-1].endswith(",0,96") and scale[-1].startswith("all unit-years,") and scale[-1].endswith(",0,96")


@pytest.mark.slow
def test_a_curve_and_the_spread_over_frontiers_come_from_the_real_command(tmp_path):
    write_study(tmp_path)
    path, config = tmp_path / "config" / "studies" / "fields.yaml", tmp_path / "config" / "config.yaml"
    config.write_text(config.read_text() + "bootstrap: {chunks: 2}\n")
    tables = """\
  robust:
    title: Frontiers
    under: [std_error, se_frontier]
    columns:
      own: {formula: log(score) ~ policy | unit + year, also: frontier}
  curve:
    kind: specifications
    title: Curve
    formula: "{outcome} ~ policy + {controls} | unit + year"
    vary:
      outcome: {score: score, log: log(score)}
      controls: {none: null, smoke: smoke}
      sample: {all: null, untreated: policy == 0}
"""
    text = path.read_text(encoding="utf-8").replace(", audit: 5}", ", audit: 5, bootstrap: {replications: 30}}")
    text = text.replace("  growth:", f"{tables}  growth:")
    text = text.replace(
        "figures:\n", "figures:\n  curve_plot: {kind: specification_curve, of: curve, caption: Curve.}\n"
    )
    path.write_text(text, encoding="utf-8")
    printed = [f"results/fields/tables/{name}.csv" for name in ("robust", "curve")]
    run = snakemake("--cores", "1", *printed, "results/fields/figures/curve_plot.png", folder=tmp_path)
    assert run.returncode == 0, run.stdout
    assert jobs(run)["draw_curve"] == 2 and jobs(run)["draw_bootstrap"] == 2
    robust, curve = ((tmp_path / name).read_text(encoding="utf-8").splitlines() for name in printed)
    row, error, frontier = robust[1:4]
    assert row.startswith("Policy,") and error.startswith(",(0.") and frontier.startswith(",(0.") and error != frontier
    assert len(curve) == 9 and curve[2].startswith("2,") and curve[2].endswith("untreated,,,,,")
