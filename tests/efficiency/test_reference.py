"""All engines against published and exact results, whose files carry their sources and tolerances."""

import json
from pathlib import Path

import numpy as np
import pytest

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
