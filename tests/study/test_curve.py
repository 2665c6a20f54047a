"""Specification curves: what a study may vary, what is refused, and what the rule of the draws is given."""

import pytest

from study.config import Config
from study.examples import CURVE
from study.plan import plan

CONFIG = Config(studies=["fields"], seed=7, placebo={"draws": 60, "chunks": 3})
TABLE = CURVE.removeprefix("tables:\n")


def table(formula="score ~ zone + {controls} | unit + year", vary="controls: {none: null, weather: rain}"):
    return f"  t:\n    kind: specifications\n    title: T\n    formula: {formula!r}\n    vary:\n      {vary}\n"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"vary": "control: {none: null}"}, "`vary.control` is no slot of the formula, nor a key; did you mean `cont"),
        ({"vary": "weights: {none: null}"}, "the slot `{controls}` of the formula has no choices; list them under `va"),
        ({"vary": "controls: {}"}, "`vary.controls` has no choice"),
        ({"vary": "controls: {a: [rain, labour]}"}, "`vary.controls`: what a slot holds is text"),
        ({"vary": "controls: {a: rain +* labour}"}, "with controls `a`: formula `score ~ zone + rain +* labour"),
        ({"vary": "controls: {a: rain, b: ..nothing}"}, "there is no macro `..nothing`"),
        ({"vary": "controls: {a: rain}\n      sample: {late: year >}"}, "with controls `a`, sample `late`:"),
        ({"vary": "controls: {a: rain}\n      cluster: {a: [unit, year, rain]}"}, "clusters are one variable or a"),
        ({"vary": "controls: {a: rian}"}, "`tables.t.vary.controls`: unknown variable `rian`; did you mean `rain`?"),
        ({"vary": "controls: {a: rain}\n      weights: {w: lnd}"}, "`tables.t.vary.weights`: unknown variable `lnd`"),
        ({"vary": "controls: {1st: rain}"}, "1st"),
        (
            {"vary": "controls: {a: rain}\n      estimator: {spatial: sar}"},
            "with controls `a`, estimator `spatial`: key `matrix` is missing",
        ),
        (
            {"vary": "controls: {a: rain}\n      estimator: {s: {estimator: sdem, matrix: near}}"},
            "`vary.estimator`: a curve has no `sdem`; did you mean `sdm`?",
        ),
        (
            {"vary": "controls: {a: rain}\n      estimator: {s: {estimator: sdm, matrix: near}}"},
            "there is no matrix `near`",
        ),
        ({"vary": "controls: {a: rain}\n      estimator: {s: imputaton}"}, "did you mean `imputation`?"),
        ({"vary": "controls: {a: rain}\n      estimator: {s: stacked}"}, "estimator `s`: key `window` is missing"),
        (
            {"vary": "controls: {a: rain}\n      estimator: {s: {estimator: imputation, windw: [-1, 1]}}"},
            "with controls `a`, estimator `s`: unknown key `windw`",
        ),
        ({"vary": "controls: {a: {estimator: ols}}"}, "`vary.controls`: what a slot holds is text"),
        ({"formula": "score ~ {controls} | unit"}, "with controls `none`: formula `score ~ 1 | unit`: no term is left"),
        ({"formula": "score ~ {controls} | unit", "vary": "controls: {a: rain}"}, "`tables.t.formula`: no policy is"),
        ({"formula": "{rank} ~ zone", "vary": "rank: {a: score}"}, "`vary.rank` is the name of a column of the resu"),
        (
            {"vary": f"controls: {{{', '.join(f'c{k}: rain' for k in range(150))}}}\n      sample: "
             f"{{{', '.join(f's{k}: year > {k}' for k in range(150))}}}"},
            "`vary` makes 22,500 specifications; at most 20,000",
        ),
    ],
)  # fmt: skip
def test_each_fault_has_its_message(smallest, said, given, words):
    lines = said(smallest(table(**given)))
    assert any(words in line for line in lines), lines


def test_a_curve_is_drawn_in_chunks_and_gathered(smallest, read):
    study = read(smallest(TABLE))
    parts = plan("fields", study, [], CONFIG, str, [])
    made = parts["grids"]["specifications"]["curve"]
    chunks = [f"results/fields/placebo/chunks/curve/{number}-of-3" for number in (1, 2, 3)]
    assert made["files"] == {ending: [f"{stem}.{last}" for stem in chunks] for ending, last in
                             (("rows", "json"), ("draws", "npy"))}  # fmt: skip
    assert (made["stage"], made["settings"]["policy"], made["settings"]["rule"]) == ("placebo", "zone", "reghdfe")
    drawn = parts["curves"]["curve"]
    assert drawn["scores"] == ["results/fields/efficiency/scores.csv"]
    assert drawn["settings"] | {"vary": None} == {
        "formula": "{outcome} ~ zone + {controls} | unit + year", "vary": None, "policy": "zone", "total": 60,
        "keys": {"cluster": "unit", "ssc": "reghdfe", "sample": None, "weights": None, "leave_out": {}}, "names": [],
    }  # fmt: skip
    assert list(drawn["settings"]["vary"]) == ["outcome", "controls", "weights", "sample", "cluster"]


def test_estimators_go_to_the_draws_with_all_their_keys(smallest, planned):
    vary = (
        "controls: {none: null}\n      estimator: {two-way: ols, sun: sun_abraham,"
        " stack: {estimator: stacked, window: [-2, 1]}}\n      outcome: {score: score, growth: log(gml)}"
    )
    drawn = planned(smallest(table("{outcome} ~ zone + {controls} | unit + year", vary)))["curves"]["t"]
    assert drawn["scores"] == [f"results/fields/efficiency/{name}.csv" for name in ("scores", "productivity")]
    whole = {"aggregate": "overall", "window": None}
    assert drawn["settings"]["vary"]["estimator"] == {
        "two-way": {"estimator": "ols"},
        "sun": {"estimator": "sun_abraham", **whole},
        "stack": {"estimator": "stacked", **whole, "window": [-2, 1], "control": "not_yet", "weighted": True},
    }


def test_spatial_models_go_to_the_draws_with_their_weights(smallest, planned):
    matrix = "matrices:\n  near: {kind: distance, points: raw/points.csv, leave_out: [a]}\n"
    vary = "controls: {none: null}\n      estimator: {two-way: ols, durbin: {estimator: sdm, matrix: near}}"
    drawn = planned(smallest(table(vary=vary), matrix))["curves"]["t"]
    assert drawn["matrices"] == ["results/fields/spatial/matrices/near.csv"]
    assert (drawn["settings"]["names"], drawn["settings"]["keys"]["leave_out"]) == (["near"], {"near": ["a"]})
    own = {"estimator": "sdm", "matrix": "near", "se": "cluster", "correction": "lee_yu", "lags": None}
    assert drawn["settings"]["vary"]["estimator"]["durbin"] == own


def test_macros_stand_in_choices(smallest, read):
    study = read(smallest(table(vary="controls: {all: ..both + land}"), "macros: {both: rain + labour}\n"))
    assert study.tables["t"].vary["controls"] == {"all": "rain + labour + land"}


def test_a_figure_is_of_a_curve(smallest, said):
    lines = said(smallest("figures:\n  f: {kind: specification_curve, of: baseline, caption: C}\n"))
    assert any("there is no table of the kind `specifications` `baseline`; there is none" in line for line in lines)
