"""The scripts of the placebo stage on a small panel."""

import subprocess
import sys
from pathlib import Path

import pytest

from core.arrays import read_array
from core.contract import FACTS, FILES
from core.errors import StudyError
from core.files import read_json, read_rows
from core.tables import read_csv
from placebo.draw_placebo import draw_placebo
from placebo.gather_placebo import gather_placebo
from placebo.shift_placebo import shift_placebo
from placebo.tabulate_placebo import tabulate_placebo
from placebo.tabulate_power import tabulate_power
from placebo.verdicts import COLUMNS, verdict
from report.grid_table import grid_table
from report.identities import placebo_p

SCRIPTS = Path(__file__).parents[2] / "scripts"
SEED = 4


def draw(files, models, chunks, scores=None, seed=SEED):
    """The files of facts, and of draws, of all chunks."""
    stems = [f"{number}-of-{chunks}" for number in range(1, chunks + 1)]
    facts, draws = ([files / f"{stem}.{ending}" for stem in stems] for ending in ("json", "npy"))
    scores = [files / "scores.csv"] if scores is None else scores
    for *paths, chunk in zip(facts, draws, stems, strict=True):
        draw_placebo(files / "panel.csv", scores, [], *paths, models, [], chunk, seed)
    return facts, draws


def gather(files, chunks, model):
    paths = [files / f"{model['name']}.{ending}" for ending in ("csv", "json", "density.csv")]
    gather_placebo(*chunks, *paths, model["placebo"], model["name"])
    return paths


def test_draw_and_gather_give_the_same_bytes_for_any_number_of_chunks_and_models(files, model):
    other = model("baseline.more", formula="fin ~ reform | unit", draws=80)
    results = []
    for models, chunks in [([model()], 1), ([model()], 2), ([other, model()], 5), ([model(), other], 64)]:
        results.append([path.read_bytes() for path in gather(files, draw(files, models, chunks), model())])
    assert results[0] == results[1] == results[2] == results[3]


def test_what_is_gathered(files, model):
    draws, summary, curve = gather(files, draw(files, [model()], 2), model())
    table = read_csv(draws)
    assert list(table) == list(FILES["placebo"].columns)
    assert list(table["draw"]) == list(range(60))
    assert list(read_csv(curve)) == list(FILES["density"].columns)
    said = read_json(summary)
    assert set(FACTS["placebo/{placebo}/{table}.{column}.json"]) <= set(said)
    assert said["p_coefficient"] == said["p_statistic"] == pytest.approx(1 / 61)
    assert said["cohorts"] == {"2012": 5}


@pytest.mark.parametrize("change", [lambda paths: paths[:1], lambda paths: [*paths, paths[0]]])
def test_missing_and_doubled_draws_are_refused(files, model, change):
    with pytest.raises(StudyError, match="0 to 59 are expected"):
        gather(files, map(change, draw(files, [model()], 2)), model())


def test_draws_by_another_seed_are_refused(files, model):
    (first, _), (own, _) = draw(files, [model()], 2)
    kept = first.rename(files / "first.json"), own.rename(files / "first.npy")
    (_, second), (_, other) = draw(files, [model()], 2, seed=SEED + 1)
    with pytest.raises(StudyError, match="not the same in all 2 chunks: chunks of another run are mixed in"):
        gather(files, ([kept[0], second], [kept[1], other]), model())


def test_a_model_that_is_refused_is_said_once_and_stops_no_other(files, model):
    absorbed = model("baseline.absorbed", formula="score ~ reform | unit^year")
    chunks = draw(files, [absorbed, model()], 2)
    assert all(path.is_file() for path in gather(files, chunks, model()))
    said = "study `fields`, placebo `space`, column `baseline.absorbed`: "
    with pytest.raises(StudyError, match=f"^{said}"):
        gather(files, draw(files, [absorbed], 1), absorbed)


def test_the_observed_effect_keeps_every_digit(files, model):
    """In 16 assignments of one treated unit, one draw is the observed one, to the last digits of a double."""
    panel = read_csv(files / "panel.csv")
    panel["reform"] = ((panel["unit"] == "u3") & (panel["year"] >= 2012)).astype(int)
    panel.to_csv(files / "panel.csv", index=False)
    _, (path,) = draw(files, [model()], 1)
    observed, *drawn = read_array(path)
    assert min(abs(row["estimate"] / observed["estimate"] - 1) for row in drawn) < 1e-13
    assert observed["estimate"] != float(f"{observed['estimate']:.12g}")


def test_draws_without_a_coefficient_are_counted_and_left_out(files, model):
    """A control is the policy of another unit: of 16 assignments of one treated unit, it absorbs one."""
    panel = read_csv(files / "panel.csv")
    late = panel["year"] >= 2012
    panel["reform"] = ((panel["unit"] == "u3") & late).astype(int)
    panel["fin"] = ((panel["unit"] == "u7") & late).astype(int)
    panel.to_csv(files / "panel.csv", index=False)
    one = model(formula="score ~ reform + fin | unit + year")
    draws, summary, curve = gather(files, draw(files, [one], 2), one)
    table, said = read_csv(draws), read_json(summary)
    fitted = table.dropna()
    assert (said["draws"], said["absorbed_draws"], len(table), len(fitted)) == (16, 1, 16, 15)
    for column, name in (("estimate", "p_coefficient"), ("statistic", "p_statistic")):
        extreme = fitted[column].abs() >= abs(said["observed"][column]) * (1 - 1e-9)
        assert said[name] == pytest.approx(extreme.mean())
    assert said["mean"] == pytest.approx(fitted["estimate"].mean())
    assert read_csv(curve)["density"].notna().all()
    assert placebo_p(read_rows(draws), said) == ""
    assert verdict(said)["draws"] == 15


def test_draws_of_variables_of_the_panel_need_no_scores(files, model):
    draw(files, [model(formula="fin ~ reform | unit + year")], 1, scores=[])


def test_all_tests_of_a_study_are_in_one_table(files, model):
    models = [model(), model("baseline.fin", formula="fin ~ reform | unit + year")]
    chunks = draw(files, models, 2)
    summaries = [gather(files, chunks, one)[1] for one in models]
    tabulate_placebo(summaries, [], [], files / "table.csv", files / "layout.json")
    rows = read_rows(files / "table.csv")
    assert list(rows[0]) == COLUMNS
    assert [row["column"] for row in rows] == ["baseline.policy", "baseline.fin"]
    assert rows[0]["p_coefficient"] == read_json(summaries[0])["p_coefficient"]
    assert read_json(files / "layout.json")["kind"] == "grid"


def test_draws_within_strata_and_earlier_starts_are_in_the_same_table(files, model):
    """Of 16 units five adopt in 2012; the rows begin in 2009, so that two years earlier is the earliest."""
    panel = read_csv(files / "panel.csv")
    panel.assign(side=panel["unit"].str[1:].astype(int) % 2).to_csv(files / "panel.csv", index=False)
    one = model(strata="side", placebo="alike")
    _, summary, _ = gather(files, draw(files, [one], 2), one)
    said = read_json(summary)
    assert said["assignments"] == 56 * 28 and said["strata"] == "side"
    earlier = model(placebo="time", design="in_time", shift=[1, 2, 3])
    shifts, facts = files / "shifts.csv", files / "shifts.json"
    shift_placebo(files / "panel.csv", [files / "scores.csv"], shifts, facts, earlier)
    assert list(read_csv(shifts)) == list(FILES["shifts"].columns)
    assert set(FACTS["placebo/{placebo}/{table}.{column}.shifts.json"]) <= set(read_json(facts))
    tabulate_placebo([summary], [shifts], [facts], files / "table.csv", files / "layout.json")
    rows, layout = read_rows(files / "table.csv"), read_json(files / "layout.json")
    assert [row["status"] for row in rows] == ["ok", "ok", "ok", "unsupported"]
    printed = grid_table(rows, layout, {"baseline.policy": "Output", "time": "In time"})
    assert [row[0] for group in printed.groups for row in group.rows if row[0]] == [
        "Output", "Output, 1 year earlier", "Output, 2 years earlier", "Output, 3 years earlier",
    ]  # fmt: skip
    assert [row[-1] for row in printed.groups[1].rows[-2:]] == ["unsupported", ""]
    assert "no row of the cohort 2012 is before 3 years earlier" in " ".join(printed.notes)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda frame: frame["year"], "strata `side`: not the same in all years of u0, u1"),
        (lambda frame: frame["year"].where(frame["unit"] != "u3"), "strata `side`: missing in years of u3"),
        (lambda frame: frame["unit"], "within its strata the policy can be given to no other units"),
    ],
)
def test_strata_that_cannot_be_used_are_refused(files, model, change, words):
    panel = read_csv(files / "panel.csv")
    panel.assign(side=change(panel)).to_csv(files / "panel.csv", index=False)
    one = model(strata="side")
    with pytest.raises(StudyError, match=words):
        gather(files, draw(files, [one], 1), one)


def test_effects_that_could_have_been_found_are_in_one_table(files, model):
    draws, summary, _ = gather(files, draw(files, [model()], 1), model())
    tabulate_power([summary], [draws], files / "table.csv", files / "layout.json")
    (row,) = read_rows(files / "table.csv")
    assert 0 < row["mde_rise"] < 3 and 0 < row["mde_fall"] < 3 and row["status"] == "ok"
    assert read_json(files / "layout.json")["kind"] == "grid"


def test_a_chunk_imports_no_package_that_costs_more_than_its_fits():
    code = "import runpy, sys; runpy.run_path(sys.argv[1]); print(*sys.modules)"
    script = str(SCRIPTS / "placebo" / "draw_placebo.py")
    imported = subprocess.check_output([sys.executable, "-c", code, script], text=True).split()
    assert not {"scipy.stats", "statsmodels", "linearmodels"} & set(imported)
