"""All engines against published and exact results, whose files carry their sources and tolerances."""

import json
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import linprog

from efficiency import batch, highs
from efficiency.reference import ReferenceModel

FILES = sorted((Path(__file__).parent / "reference" / "dea").glob("*.json"))
SOLVERS = {"highs": highs.solve, "batch": batch.solve}


def values(engine, data, specification, stage, rows=None):
    """Values of all units or of some `rows`, against all."""
    rows = np.arange(len(data)) if rows is None else rows
    if engine in SOLVERS:
        return SOLVERS[engine](data, data[rows], rows, specification, stage).value
    model = ReferenceModel(data, specification, stage)
    return np.array([model.solve(data[k], k) for k in rows])


def read(path, specify):
    content = json.loads(path.read_text(encoding="utf-8"))
    kinds = [np.array(content[kind], dtype=float) for kind in "XYB"]
    sizes = [kind.shape[1] for kind in kinds]
    return (
        content,
        np.hstack(kinds),
        specify(*sizes, content["rts"], content["variant"], content["orientation"]),
    )


@pytest.mark.parametrize(
    ("engine", "path"),
    [(engine, path) for engine in ("pyomo", *SOLVERS) for path in FILES if engine != "batch" or "_non_" in path.stem],
    ids=lambda value: getattr(value, "stem", value),
)
def test_published_and_exact_results(path, engine, specify):
    content, data, specification = read(path, specify)
    ours = values(engine, data, specification, content["model"])
    assert np.isnan(ours).tolist() == content["infeasible"]
    assert ours == pytest.approx(np.array(content["expected"], float), rel=0, abs=content["tolerance"], nan_ok=True)


def test_every_reference_file_is_here():
    assert len(FILES) == 68


@pytest.mark.parametrize("factor", [1e-1, 1e-2, 1e-4, 1e-6])
@pytest.mark.parametrize(("returns_to_scale", "variant"), [("crs", "A"), ("crs", "B"), ("vrs", "A"), ("vrs", "B")])
def test_engines_agree_on_a_near_zero_undesirable_output(factor, returns_to_scale, variant, specify, cities):
    specification = specify(2, 1, 2, returns_to_scale, variant)
    data = cities(12, 5, seed=4)
    best = int(np.argmax(values("highs", data, specification, "super")))
    data[best, -1] *= factor
    some = np.union1d([best], [0, 3, 6, 9])
    for stage in ("sbm", "super"):
        theirs = values("pyomo", data, specification, stage, some)
        for engine in SOLVERS:
            assert values(engine, data, specification, stage)[some] == pytest.approx(theirs, rel=1e-9, nan_ok=True)


@pytest.mark.parametrize("orientation", ["non", "in", "out"])
@pytest.mark.parametrize("scale", ["crs", "vrs"])
def test_the_few_units_of_the_reference_model_are_enough(specify, cities, scale, orientation):
    """Against scipy over all units; one undesirable output is so small that some programs have no point."""
    specification, data = specify(2, 2, 2, scale, "A", orientation), cities(150, 6, seed=2)
    data[::40, -1] *= 1e-3
    above, below = specification.weights
    for stage, sign in (("sbm", 1), ("super", -1)):
        model = ReferenceModel(data, specification, stage)
        for k in range(0, 150, 10):
            others = (data if sign > 0 else np.delete(data, k, axis=0)) / data[k]
            sigma, count = specification.sigma, len(others)
            balance = np.column_stack([-sigma, sign * np.eye(6), (sigma * others).T])
            equal = [np.r_[1, sign * below, np.zeros(count)]]
            equal += [np.r_[-1, np.zeros(6), np.ones(count)]] if specification.vrs else []
            fixed = [(0, 0 if sign < 0 and a + b == 0 else None) for a, b in zip(above, below, strict=True)]
            rows = {"A_ub": balance, "b_ub": np.zeros(6)} if sign < 0 else {}
            equal += [] if sign < 0 else list(balance)
            found = linprog(
                np.r_[1, -sign * above, np.zeros(count)],
                A_eq=np.array(equal),
                b_eq=np.eye(len(equal))[0],
                bounds=[(0, None), *fixed, *[(0, None)] * count],
                **rows,
            )
            theirs = found.fun if found.status == 0 else np.nan
            assert model.solve(data[k], k) == pytest.approx(theirs, rel=1e-8, nan_ok=True)
