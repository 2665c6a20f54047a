import numpy as np
import pytest

from core.errors import StudyError
from efficiency.spec import Specification

GOOD = {"inputs": ["k", "l"], "desirable": ["y"], "undesirable": ["b"], "returns_to_scale": "crs"}


@pytest.mark.parametrize(
    ("variant", "orientation", "above", "below"),
    [
        ("A", "non", [1 / 2, 1 / 2, 0, 0, 0], [0, 0, 1 / 3, 1 / 3, 1 / 3]),
        ("B", "non", [1 / 3, 1 / 3, 0, 0, 1 / 3], [0, 0, 1 / 2, 1 / 2, 0]),
        ("A", "in", [1 / 2, 1 / 2, 0, 0, 0], [0] * 5),
        ("B", "out", [0] * 5, [0, 0, 1 / 2, 1 / 2, 0]),
    ],
)
def test_weights_are_those_of_the_table(specify, variant, orientation, above, below):
    specification = specify(2, 2, 1, variant=variant, orientation=orientation)
    assert np.allclose(specification.weights, [above, below], rtol=0, atol=1e-15)
    assert specification.sigma.tolist() == [1, 1, -1, -1, 1]


@pytest.mark.parametrize(
    ("sizes", "keys", "bound"),
    [
        ((4, 3, 3), {}, 2),
        ((4, 1, 3), {}, 4 / 3),
        ((4, 3, 3), {"orientation": "out"}, 2),
        ((4, 3, 3), {"orientation": "in"}, np.inf),
        ((4, 3, 3), {"variant": "B"}, np.inf),
        ((4, 3, 3), {"returns_to_scale": "vrs"}, np.inf),
        ((4, 3, 0), {}, np.inf),
    ],
)
def test_bound(specify, sizes, keys, bound):
    assert specify(*sizes, **keys).bound == bound


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"return_to_scale": "crs"}, "did you mean `returns_to_scale`"),
        ({"returns_to_scale": "irs"}, "`efficiency.returns_to_scale` cannot be 'irs'"),
        ({"variant": "C"}, "`efficiency.variant` cannot be 'C'"),
        ({"frontier": "globl"}, "did you mean `global`"),
        ({"inputs": "k"}, "must be a list of column names"),
        ({"inputs": []}, "at least one column"),
        ({"undesirable": ["k"]}, "names an indicator twice: k"),
        ({"audit": 0}, "`efficiency.audit`"),
        ({"frontier": "window"}, "`efficiency.window` must be a number of years, at least 1, not None"),
        ({"frontier": "window", "window": 0}, "at least 1, not 0"),
        ({"zero_policy": "shift"}, "`efficiency.zero_policy` cannot be 'shift'; allowed: `error`, `floor`"),
        ({"floor_factor": 0}, "`efficiency.floor_factor` must be above 0"),
        ({"infeasible_policy": "two"}, "`efficiency.infeasible_policy` cannot be 'two'"),
        ({"engine": "batch", "orientation": "in"}, "`efficiency.engine: batch` has no oriented models"),
    ],
)
def test_a_wrong_specification_is_refused(change, message):
    with pytest.raises(StudyError, match=message):
        Specification.from_study(GOOD | change)


def test_absent_keys_are_named():
    with pytest.raises(StudyError, match="lacks `desirable`, `returns_to_scale`"):
        Specification.from_study({"inputs": ["k"], "undesirable": []})


def test_content_reads_back():
    specification = Specification.from_study(GOOD)
    assert Specification.from_study(specification.content()) == specification
