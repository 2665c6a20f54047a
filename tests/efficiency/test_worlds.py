from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from efficiency.data import indicators
from efficiency.score import score
from efficiency.worlds import scores_by_world


def test_each_world_is_scored_on_its_own(specify, cities):
    """A world that is better for all units alike has the same scores, and leaves those of the other as they are."""
    specification = specify(2, 1, 1)
    frame = pd.DataFrame(cities(20, 4), columns=list(specification.columns)).assign(
        unit=[f"u{k:02}" for k in range(20)], year=2000
    )
    better = frame.assign(y0=5 * frame["y0"], b0=frame["b0"] / 5)
    both = pd.concat([better.assign(world=1), frame.assign(world=0)])
    panel = frame[["unit", "year"]].assign(reform=np.arange(20) < 5)
    untouched = replace(specification, reference="not reform")
    table = scores_by_world(both, panel, {"score": specification, "untouched": untouched})
    assert list(table) == ["world", "unit", "year", "score", "untouched"]
    assert table["world"].tolist() == [0] * 20 + [1] * 20
    alone = score(indicators(frame, specification), specification).score.round(10)
    assert table["score"] == pytest.approx(np.tile(alone, 2), rel=0, abs=2e-10)
    alone = score(indicators(frame.assign(reform=panel["reform"]), untouched), untouched).score.round(10)
    assert table["untouched"] == pytest.approx(np.tile(alone, 2), rel=0, abs=2e-10)
