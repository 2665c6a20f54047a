from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from core.errors import StudyError
from efficiency.data import indicators
from efficiency.diagnose import flags
from efficiency.reference import ReferenceModel
from efficiency.score import Audit, audit, audited, engine_of, evaluate, score


def panel(values, years=1):
    """Panel of (n, p) `values` named x.., y.., b.. by the specification; units in turn, `years` each."""
    specification, values = values
    frame = pd.DataFrame(values, columns=list(specification.columns))
    row = np.arange(len(frame))
    return frame.assign(unit=[f"u{k // years:03}" for k in row], year=2000 + row % years)


def test_two_stages_join_without_ties_or_losses(specify, cities):
    specification = specify(4, 3, 3)
    data = indicators(panel((specification, cities(120, 10)), years=3), specification)
    scores = score(data, specification)
    second = scores.stage == "super"
    assert np.array_equal(second, scores.sbm > 1 - 1e-7)
    assert np.array_equal(scores.score[second], scores.super[second])
    assert np.array_equal(scores.score[~second], scores.sbm[~second])
    assert np.isnan(scores.super[~second]).all()
    assert np.all(scores.score[second] > 1)
    assert len(np.unique(scores.score)) == 120


@pytest.mark.parametrize("frontier", ["global", "contemporaneous"])
def test_reference_sizes_and_missing_rows(specify, cities, frontier):
    specification = specify(1, 1, 1, frontier=frontier)
    table = panel((specification, cities(12, 3)), years=3)
    table.loc[[1, 4], "b0"] = np.nan  # two of the four units in 2001
    data = indicators(table, specification)
    scores = score(data, specification)
    assert scores.status[[1, 4]].tolist() == ["missing"] * 2
    assert np.isnan(scores.score[[1, 4]]).all()
    sizes = {"global": [10] * 3, "contemporaneous": [4, 2, 4]}[frontier]
    assert scores.reference_size[-3:].tolist() == sizes
    assert not np.isin(scores.peers.unit, [1, 4]).any()


def test_contemporaneous_scores_are_those_of_each_year_alone(specify, cities):
    specification = specify(2, 1, 1, "vrs", frontier="contemporaneous")
    table = panel((specification, cities(60, 4)), years=2)
    scores = score(indicators(table, specification), specification)
    for year in (2000, 2001):
        alone = indicators(table[table["year"] == year], specification)
        together = scores.score[np.arange(60) % 2 == year - 2000]
        assert together == pytest.approx(score(alone, specification).score, rel=1e-12, nan_ok=True)


@pytest.mark.parametrize("factor", [1e-6, 1e-8])
def test_a_near_zero_undesirable_output_hits_the_bound_or_is_infeasible(specify, cities, factor):
    values = cities(40, 5, seed=2)
    crs, vrs = specify(2, 1, 1, audit=6), specify(2, 1, 1, "vrs", audit=6)
    values = values[:, :4]
    best = int(np.argmax(score(indicators(panel((crs, values)), crs), crs).score))
    values[best, -1] *= factor
    for specification in (crs, vrs):
        data = indicators(panel((specification, values)), specification)
        scores = score(data, specification)
        marks = flags(data, scores, specification)
        assert marks["near_zero_bad"][best]
        if specification is crs:
            assert scores.score[best] == pytest.approx(2, abs=1e-5)
            assert marks["bound_hit"][best] == (2 - scores.score[best] < 1e-6)
        else:
            assert scores.status[best] == "infeasible"
            assert np.isnan(scores.score[best]) and scores.peers.count[best] == 0
        found = audit(data, scores, specification, seed=1)
        assert (found.units, found.undecided) == (6, 0) and found.largest_difference < 1e-8


def test_flags_of_duplicates_and_of_a_unit_alone_in_its_year(specify):
    specification = specify(1, 1, 1, frontier="contemporaneous")
    table = pd.DataFrame(
        {
            "unit": [*list("abcd"), "a"],
            "year": [2000] * 4 + [2001],
            "x0": [1.0, 2, 1, 3, 1],
            "y0": [1.0, 2, 2, 1, 1],
            "b0": [1.0, 2, 3, 1, 1],
        }
    )
    data = indicators(table, specification)
    scores = score(data, specification)
    marks = flags(data, scores, specification)
    rows = {unit + str(year): row for row, (unit, year) in enumerate(zip(data.unit, data.year, strict=True))}
    assert {name for name, row in rows.items() if marks["duplicate"][row]} == {"a2000", "b2000"}
    assert {name for name, row in rows.items() if marks["alone_in_year"][row]} == {"a2001"}
    assert scores.score[rows["a2001"]] == pytest.approx(2)
    assert marks["bound_hit"][rows["a2001"]]


def test_targets_are_efficient(specify, cities):
    specification = specify(2, 2, 1)
    data = indicators(panel((specification, cities(30, 5))), specification)
    scores = score(data, specification)
    row = int(np.argmin(scores.score))
    model = ReferenceModel(data.values, specification, "sbm")
    assert model.solve(scores.target[row]) == pytest.approx(1, abs=1e-9)


def test_the_audit_always_has_extremes_and_every_status(specify, cities):
    specification = specify(2, 1, 2, "vrs", audit=5)
    values = cities(80, 5)
    values[7, 3:] *= 1e-8
    data = indicators(panel((specification, values)), specification)
    scores = score(data, specification)
    assert set(scores.status) == {"ok", "infeasible"}
    for seed in range(20):
        rows = audited(scores, 5, seed)
        assert len(rows) == 5
        assert {int(np.nanargmin(scores.score)), int(np.nanargmax(scores.score))} <= set(rows)
        assert set(scores.status[rows]) == {"ok", "infeasible"}
    assert len(audited(scores, 1000, 0)) == 80


@pytest.mark.parametrize(("shortfall", "stage"), [(1e-8, "super"), (1e-6, "sbm"), (5e-4, "sbm")])
def test_the_stages_meet_close_to_one(specify, shortfall, stage):
    """An input 2 `shortfall` above that of a peer who is equal else: SBM is 1 - `shortfall`, to the first order."""
    specification = specify(2, 1, 0, "vrs")
    values = np.array([[1, 1, 1], [1 + 2 * shortfall, 1, 1], [5, 5, 2]])
    assert score(indicators(panel((specification, values)), specification), specification).stage[1] == stage


@pytest.mark.parametrize("wrong", [1e-7, np.nan])
def test_the_audit_refuses_a_wrong_score(specify, cities, wrong):
    specification = specify(2, 1, 1)
    data = indicators(panel((specification, cities(30, 4))), specification)
    scores = score(data, specification)
    sbm = scores.sbm.copy()
    lowest = int(np.argmin(scores.score))
    sbm[lowest] += wrong
    with pytest.raises(RuntimeError, match=f"u{lowest:03} 2000: the sbm score"):
        audit(data, replace(scores, sbm=sbm), specification, seed=1)


@pytest.mark.parametrize("kind", [1e-6, 1e-8, "floor"])
@pytest.mark.parametrize(("scale", "variant"), [("crs", "A"), ("vrs", "A"), ("crs", "B"), ("vrs", "B")])
def test_the_audit_decides_about_small_undesirable_outputs(specify, cities, kind, scale, variant, capfd, caplog):
    """A third of the units has undesirable outputs that are tiny or zero; unscaled balances stay undecided."""
    policy = {"zero_policy": "floor"} if kind == "floor" else {}
    specification, values = specify(2, 1, 2, scale, variant, audit=10, **policy), cities(60, 5, seed=1)
    values[::3, 3:] *= 0 if kind == "floor" else kind
    data = indicators(panel((specification, values)), specification)
    scores = score(data, specification)
    found = audit(data, scores, specification, seed=1)
    assert not np.isnan(scores.sbm).any()
    assert found.undecided == 0 and found.largest_difference < 1e-8
    assert capfd.readouterr() == ("", "") and len(caplog.records) <= 1  # no word of a solver


def test_undecided_programs_are_counted_and_said_and_the_others_compared(specify, cities, monkeypatch, caplog):
    specification = specify(2, 1, 1, audit=8)
    data = indicators(panel((specification, cities(30, 4))), specification)
    scores, optimum = score(data, specification), ReferenceModel.optimum
    lowest = data.values[np.argmin(scores.score)]
    monkeypatch.setattr(
        ReferenceModel,
        "optimum",
        lambda self, own, place: None if np.array_equal(own, lowest) else optimum(self, own, place),
    )
    found = audit(data, scores, specification, seed=1)
    assert (found.units, found.undecided) == (8, 1) and found.largest_difference < 1e-8
    assert [(one.levelname, one.message[:39]) for one in caplog.records] == [
        ("WARNING", "audit of 8 unit-years: 1 undecided, lar")
    ]
    monkeypatch.setattr(ReferenceModel, "optimum", lambda *_: None)
    assert audit(data, scores, specification, seed=1) == Audit(8, 8, None)


@pytest.mark.parametrize(("tie", "undecided"), [(1e-8, True), (1e-3, False)])
def test_only_a_tie_within_the_known_digits_excuses_a_difference(specify, tie, undecided):
    """A unit that the peer (1, 1) dominates but for `tie`: .75 if it does, 1 if not."""
    specification = specify(2, 1, 0)
    data = indicators(panel((specification, np.array([[1, 1, 1], [2, 1 - tie, 1]]))), specification)
    scores = score(data, specification)
    wrong = replace(scores, sbm=np.array([1.0, 0.75]), stage=np.array(["super", "sbm"]), score=np.array([1.0, 0.75]))
    if undecided:
        assert audit(data, wrong, specification, seed=1).undecided == 1
    else:
        with pytest.raises(RuntimeError, match=r"u001 2000: the sbm score, 0.75, differs by 2.5e-01"):
            audit(data, wrong, specification, seed=1)


def test_a_score_above_its_bound_is_a_fault(specify, cities, monkeypatch):
    specification = specify(2, 1, 1)
    data = indicators(panel((specification, cities(10, 4))), specification)
    monkeypatch.setattr(type(specification), "bound", 1.0)
    with pytest.raises(RuntimeError, match="exceeds its bound"):
        score(data, specification)


def test_data_beyond_the_precision_of_the_solver_are_refused(specify):
    specification = specify(3, 2, 3, "vrs")
    values = np.random.default_rng(3).lognormal(0, 4, (300, 8))
    with pytest.raises(StudyError, match=r"cannot be scored to 1e-08(.|\n)*powers of ten"):
        score(indicators(panel((specification, values)), specification), specification)


@pytest.mark.parametrize("stage", ["sbm", "super"])
@pytest.mark.parametrize("residual", [2e-8, np.inf])
def test_neither_stage_is_believed_beyond_its_certificate(specify, cities, stage, residual, monkeypatch):
    specification = specify(2, 1, 1)
    data = indicators(panel((specification, cities(30, 4))), specification)
    everyone, solve = np.arange(30), engine_of(specification)

    def doubtful(*arguments):
        found = solve(*arguments)
        return replace(found, residual=np.full(len(found.value), residual if arguments[4] == stage else 9e-9))

    monkeypatch.setattr("efficiency.score.engine_of", lambda _: doubtful)
    for scored in (lambda: score(data, specification), lambda: evaluate(data, everyone, everyone, specification)):
        with pytest.raises(StudyError, match="cannot be scored to 1e-08"):
            scored()


def test_data_over_six_powers_of_ten_are_certified(specify):
    specification = specify(3, 2, 3, "vrs", audit=6)
    values = np.random.default_rng(3).lognormal(0, 2.5, (150, 8))
    data = indicators(panel((specification, values)), specification)
    scores = score(data, specification)
    assert np.nanmax(scores.residual) < 1e-8
    assert audit(data, scores, specification, seed=1).largest_difference < 1e-8


@pytest.mark.parametrize("frontier", ["sequential", "window"])
def test_frontiers_of_several_years(specify, cities, frontier):
    """In the last year both are the frontier of all four years, restricted to the units of that year."""
    specification = specify(2, 1, 1, frontier=frontier, window=4, audit=6)
    data = indicators(panel((specification, cities(80, 4)), years=4), specification)
    scores, whole = score(data, specification), score(data, replace(specification, frontier="global"))
    last = data.year == 2003
    assert scores.score[last] == pytest.approx(whole.score[last], rel=1e-10)
    assert np.all(scores.sbm >= whole.sbm - 1e-10)
    assert scores.reference_size.reshape(20, 4).tolist() == [[20, 40, 60, 80]] * 20
    earlier = data.year[scores.peers.unit] <= data.year[scores.peers.row]
    assert all(earlier)
    assert audit(data, scores, specification, seed=1).largest_difference < 1e-8


@pytest.mark.parametrize("policy", ["na", "one", "variant_b"])
def test_infeasible_programs_under_each_policy(specify, cities, policy):
    specification = specify(2, 1, 2, "vrs", infeasible_policy=policy, audit=6)
    values = cities(80, 5)
    values[7, 3:] *= 1e-8
    data = indicators(panel((specification, values)), specification)
    plain, scores = score(data, replace(specification, infeasible_policy="na")), score(data, specification)
    lost = plain.status == "infeasible"
    assert lost[7]
    assert np.array_equal(scores.score[~lost], plain.score[~lost])
    assert set(scores.status[lost]) == {"infeasible" if policy == "na" else f"policy_{policy}"}
    assert np.isnan(scores.super[lost]).all() and set(scores.stage[lost]) == {"super"}
    if policy == "variant_b":
        other = replace(specification, variant="B")
        assert scores.score[lost] == pytest.approx(score(data, other).score[lost], rel=1e-12)
        assert np.isfinite(scores.target[lost]).all() and scores.peers.count[lost].all()
    else:
        assert scores.score[lost] == pytest.approx(np.nan if policy == "na" else 1.0, nan_ok=True)
        assert np.isnan(scores.target[lost]).all()
    assert audit(data, scores, specification, seed=1).largest_difference < 1e-8


def test_variant_b_has_no_score_for_a_unit_without_others(specify, cities):
    specification = specify(1, 1, 1, "vrs", frontier="contemporaneous", infeasible_policy="variant_b")
    data = indicators(panel((specification, cities(1, 3))), specification)
    scores = score(data, specification)
    assert scores.status.tolist() == ["infeasible"] and np.isnan(scores.score).all()


@pytest.mark.parametrize("family", [("crs", "A"), ("vrs", "A"), ("crs", "B"), ("vrs", "B")])
def test_scales_from_1e_9_to_1e12_change_nothing(specify, cities, family):
    specification, values = specify(2, 2, 1, *family), cities(40, 5)
    scales = np.array([1e-9, 1e12, 1.0, 1e-9, 1e12])
    plain, scaled = (
        score(indicators(panel((specification, some)), specification), specification)
        for some in (values, values * scales)
    )
    assert np.array_equal(plain.status, scaled.status)
    assert scaled.score == pytest.approx(plain.score, rel=1e-10, nan_ok=True)


@pytest.mark.parametrize("scale", ["crs", "vrs"])
def test_constant_and_duplicate_columns_and_few_units_are_exact(specify, cities, scale):
    """Columns that are constant or the same, and fewer units than indicators: the reference model agrees."""
    specification, values = specify(3, 2, 2, scale), cities(5, 7)
    values[:, 0] = 3.0
    values[:, 6] = 2 * values[:, 5]
    data = indicators(panel((specification, values)), specification)
    scores = score(data, specification)
    assert audit(data, scores, specification, seed=1) == Audit(5, 0, pytest.approx(0, abs=1e-10))


def test_the_score_jumps_at_a_weakly_efficient_point(specify):
    """Chen (2013): beside a unit with inputs (1, 1), the same output with (2, 1) scores .75, with (2, .99) 1.005."""
    specification = specify(2, 1, 0)
    for second, expected in ((1.0, 0.75), (0.99, 1.0050505)):
        values = np.array([[1.0, 1.0, 1.0], [2.0, second, 1.0]])
        scores = score(indicators(panel((specification, values)), specification), specification)
        assert scores.score[1] == pytest.approx(expected, abs=1e-6)


def test_the_printed_ratio_form_has_the_infimum_zero(cities):
    """min [(1/m) sum xbar/x] / [(1/(s1+s2)) (sum ybar/y + sum bbar/b)] with xbar >= x, ybar <= y, bbar >= b and
    xbar >= X lam, ybar <= Y lam, bbar >= B lam over the others. One input, one output of each kind; as a linear program
    in t, xbar, ybar, bbar (in units of the unit's own data, times t) and lam, with the denominator set to 1."""
    data = cities(5, 3)
    for o in range(5):
        others = np.delete(data, o, axis=0) / data[o]
        x, y, b = others.T
        nobody = np.zeros(4)
        below = [
            [1, -1, 0, 0, *nobody],
            [-1, 0, 1, 0, *nobody],
            [1, 0, 0, -1, *nobody],
            [0, -1, 0, 0, *x],
            [0, 0, 1, 0, *-y],
            [0, 0, 0, -1, *b],
        ]
        denominator = [[0, 0, 0.5, 0.5, *nobody]]
        found = linprog([0, 1, 0, 0, *nobody], below, np.zeros(6), denominator, [1])
        assert found.status == 0 and found.fun == pytest.approx(0, abs=1e-12)


def dense(specification, others, own, stage):
    """The program of `own` (p,) against `others` (r, p) over all columns at once; NaN if infeasible."""
    (above, below), sigma, (r, p) = specification.weights, specification.sigma, others.shape
    side = 1.0 if stage == "super" else -1.0
    balance = np.hstack([-sigma[:, None], -side * np.eye(p), sigma[:, None] * (others / own).T])
    norm = np.hstack([1.0, -side * below, np.zeros(r)])[None]
    equal, value = (norm, [1.0]) if stage == "super" else (np.vstack([norm, balance]), [1.0] + [0.0] * p)
    if specification.vrs:
        equal, value = np.vstack([equal, np.hstack([-1.0, np.zeros(p), np.ones(r)])]), [*value, 0.0]
    upper = {"A_ub": balance, "b_ub": np.zeros(p)} if stage == "super" else {}
    found = linprog(np.hstack([1.0, side * above, np.zeros(r)]), A_eq=equal, b_eq=value, **upper)
    return found.fun if found.status == 0 else np.nan


@pytest.mark.parametrize("engine", ["batch", "highs"])
@pytest.mark.parametrize("frontier", ["global", "sequential"])
@pytest.mark.parametrize("returns_to_scale", ["crs", "vrs"])
def test_a_frontier_that_the_policy_cannot_move(specify, cities, engine, frontier, returns_to_scale):
    """Scores against untreated rows are those of the programs with these alone, and treated rows change no other."""
    specification = specify(2, 1, 1, returns_to_scale, frontier=frontier, reference="not reform", engine=engine)
    table = panel((specification, cities(45, 4, seed=3)), years=3)
    table["reform"] = (np.arange(45) < 12) & (table["year"] > 2000)
    table.loc[table["reform"], "y0"] *= 1.6
    found = score(indicators(table, specification), specification).score
    for row in range(45):
        years = table["year"] <= table["year"][row] if frontier == "sequential" else True
        rows = np.flatnonzero(~table["reform"] & years)
        values = table[list(specification.columns)].to_numpy()
        first = dense(specification, values[np.append(rows, row)], values[row], "sbm")
        if first > 1 - 1e-7:
            first = dense(specification, values[rows[rows != row]], values[row], "super")
        assert found[row] == pytest.approx(first, abs=1e-9, nan_ok=True)
    assert (found[table["reform"]] > 1).sum() > (found[~table["reform"]] > 1).sum() / 4 > 0
    table.loc[table["reform"], ["y0", "b0"]] *= [3.0, 0.2]
    others = ~table["reform"].to_numpy()
    again = score(indicators(table, specification), specification).score
    assert again[others] == pytest.approx(found[others], rel=0, abs=1e-12, nan_ok=True)


@pytest.mark.parametrize(
    ("orientation", "engine"), [("non", "batch"), ("non", "highs"), ("in", "auto"), ("out", "auto")]
)
def test_the_audit_knows_rows_outside_the_frontier(specify, cities, orientation, engine):
    specification = specify(
        2, 1, 1, "crs", "B", orientation, reference="not reform", infeasible_policy="one", audit=40, engine=engine
    )
    table = panel((specification, cities(40, 4, seed=5)), years=2).assign(reform=np.arange(40) % 3 == 0)
    data = indicators(table, specification)
    found = audit(data, score(data, specification), specification, seed=1)
    assert found.undecided == 0 and found.largest_difference < 1e-9


def test_a_condition_that_is_missing_or_leaves_nobody_is_refused(specify, cities):
    specification = specify(2, 1, 1, reference="not reform")
    table = panel((specification, cities(6, 4))).assign(reform=1.0)
    with pytest.raises(StudyError, match="`reference` leaves no unit-year to form the frontier `global`"):
        score(indicators(table, specification), specification)
    table.loc[2, "reform"] = np.nan
    with pytest.raises(StudyError, match="`reform` is neither true nor false"):
        indicators(table, specification)
