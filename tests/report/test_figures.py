"""Figures and what they are drawn from."""

import subprocess
import sys
from pathlib import Path

import geopandas
import pytest

from core.errors import StudyError
from report.figures import as_pdf, canvas, event_study_figure, placebo_figure, trend_figure
from report.maps import with_scores
from report.trend import score_trend, starts

SCRIPTS = Path(__file__).parents[2] / "scripts"


def texts(figure):
    return [text.get_text() for text in figure.texts]


def test_only_simulated_data_are_marked():
    assert "simulated data" in texts(canvas(3, "t", "simulated"))
    assert "simulated data" not in texts(canvas(3, "t", "real"))


def test_every_figure_has_the_width_of_the_text():
    assert canvas(3, "t", "real").get_size_inches()[0] == 6.3


def test_event_study_shows_every_k_and_marks_base_and_bins(old_study):
    estimates = old_study.frames["estimates/event_study.csv"]
    binned = estimates.assign(binned=estimates["k"].isin([-3, 1]))
    fits = old_study.documents["estimates/event_study.json"]
    (axes,) = event_study_figure(binned, fits, "t", {"score": "Efficiency"}, "real").axes
    assert [tick.get_text() for tick in axes.get_xticklabels()] == ["≤ −3", "−2", "−1", "0", "≥ 1"]
    assert axes.get_ylabel() == "Effect on Efficiency"
    assert axes.get_title(loc="right") == "leads jointly zero: p = 0.370"
    low, high = axes.get_ylim()
    assert low < -0.05 and high > 0.12, "intervals are whole; the control is not drawn"
    (base,) = [line for line in axes.lines if line.get_markerfacecolor() == "white"]
    assert list(base.get_xdata()) == [-1] and list(base.get_ydata()) == [0]


@pytest.mark.parametrize("models", [1, 2, 3])
def test_placebo_panels_hold_the_observed_coefficient(old_study, models):
    frames, summary = old_study.frames, old_study.documents["placebo/main.json"]
    far = summary | {"observed": summary["observed"] | {"estimate": -0.4}}
    lists = [[content] * models for content in (frames["placebo/main.csv"], frames["placebo/main_density.csv"], far)]
    figure = placebo_figure(*lists, ["a", "b", "c"][:models], "t", "real")
    assert len(figure.axes) == 2 * models
    assert all(axes.get_xlim()[0] < -0.4 for axes in figure.axes)
    assert figure.axes[0].get_ylim()[0] == 0


def test_trend_counts_units_and_unit_years_without_a_score(old_study):
    start = starts(old_study.frames["panel/panel.csv"], "policy")
    assert start.to_dict() == old_study.starts
    scores = old_study.frames["efficiency/scores.csv"]
    scores.loc[scores["unit"] == "f", "score"] = None
    trend = score_trend(scores, set(start.index))
    assert trend.groupby("treated")["units"].max().to_dict() == {True: 3, False: 2}
    figure = trend_figure(trend, {2002: 2, 2003: 1}, "t", {}, "real")
    assert any("4 unit-years without a score are left out" in text.replace("\n", " ") for text in texts(figure))
    with pytest.raises(StudyError, match="did you mean `policy`"):
        starts(old_study.frames["panel/panel.csv"], "polcy")


def test_map_names_what_it_does_not_show(old_study, old_results):
    shapes = geopandas.read_file(old_results / "shapes.geojson")
    scores = old_study.frames["efficiency/scores.csv"]
    drawn, note = with_scores(shapes, "code", scores, 2003)
    assert note == "Without a polygon: f. Hatched, without a score: z."
    assert drawn.set_index("unit")["score"].to_dict() == pytest.approx(
        {"a": 1.2, **dict.fromkeys("bcde", 0.55), "z": float("nan")}, nan_ok=True
    )


@pytest.mark.parametrize(
    ("key", "year", "unit", "said"),
    [
        ("cod", 2003, None, "did you mean `code`"),
        ("code", 1999, None, "no unit has a score in 1999; scores reach from 2000 to 2003"),
        ("code", 2003, "q", "none of 1 units is among the values of `code`"),
    ],
)
def test_a_map_that_cannot_be_drawn_says_why(old_study, old_results, key, year, unit, said):
    shapes = geopandas.read_file(old_results / "shapes.geojson")
    scores = old_study.frames["efficiency/scores.csv"]
    scores = scores if unit is None else scores[scores["unit"] == "a"].assign(unit=unit)
    with pytest.raises(StudyError, match=said):
        with_scores(shapes, key, scores, year)


def test_pdf_bytes_do_not_depend_on_the_process(tmp_path):
    code = (
        "import sys, hashlib; sys.path.insert(0, sys.argv[1]); from report.figures import as_pdf, canvas;"
        "print(hashlib.sha256(as_pdf(canvas(3, 't', 'simulated', 'note'))).hexdigest())"
    )
    worlds = (("1", "UTC"), ("2", "Asia/Tokyo"))
    seeds = [{"PYTHONHASHSEED": seed, "TZ": zone, "MPLCONFIGDIR": str(tmp_path)} for seed, zone in worlds]
    made = {subprocess.check_output([sys.executable, "-c", code, SCRIPTS], env=env, text=True) for env in seeds}
    assert len(made) == 1
    assert b"CreationDate" not in as_pdf(canvas(3, "t", "real"))


@pytest.mark.parametrize("script", ["referee_results", "check_results"])
def test_scripts_without_figures_import_neither_matplotlib_nor_geopandas(script):
    code = (
        "import sys, runpy; runpy.run_path(sys.argv[1]);"
        "print(sorted({'matplotlib', 'geopandas', 'statsmodels', 'spreg', 'scipy'} & set(sys.modules)))"
    )
    assert subprocess.check_output([sys.executable, "-c", code, SCRIPTS / f"report/{script}.py"], text=True) == "[]\n"
