"""Mediation: the identity of its parts, Sobel's error by hand, and the resamples against refits."""

import numpy as np
import pandas as pd
import pytest
from samples import fit_from, planted

from core.errors import StudyError
from did.mediation import layout, mediation, pair_of, resampled


def column(formula, **more):
    own = {"name": "a", "estimator": "ols", "formula": formula, "policy": "d", "sample": None, "cluster": "unit"}
    return own | {"missing": "drop", "weights": None, "ssc": "reghdfe"} | more


FIRST, SECOND = column("m ~ d + x1 | unit + year"), column("y ~ d + m + x1 | unit + year")


@pytest.fixture(scope="module")
def panel():
    """Half of the effect of d on y goes through m; gaps."""
    frame = planted(21, 40, 7, share=0.9)
    random = np.random.default_rng(4)
    frame["m"] = frame["d"] + random.normal(size=len(frame))
    return frame.assign(y=frame["y"] / 4 + 0.5 * frame["m"])


def test_parts_add_up_and_the_error_is_sobels(panel):
    rows, clusters = mediation(panel, {"through": [FIRST, SECOND]}, 200, 7)
    indirect, direct, total = rows
    assert [row["effect"] for row in rows] == ["indirect", "direct", "total"]
    first = fit_from(panel, FIRST["formula"], clusters=["unit"])
    second = fit_from(panel, SECOND["formula"], clusters=["unit"])
    whole = fit_from(panel, "y ~ d + x1 | unit + year", clusters=["unit"])
    a, b = first.coefficients[0], second.coefficients[1]
    assert indirect["estimate"] == pytest.approx(a * b, rel=1e-12)
    assert indirect["std_error"] == pytest.approx(np.hypot(a * second.std_errors[1], b * first.std_errors[0]))
    assert total["estimate"] == pytest.approx(whole.coefficients[0])
    assert total["estimate"] == pytest.approx(indirect["estimate"] + direct["estimate"], rel=1e-10)
    assert indirect["share"] == pytest.approx(a * b / whole.coefficients[0])
    assert clusters == {"through": 40}
    for row in rows:
        assert row["conf_low"] < row["estimate"] < row["conf_high"]
        assert row["bc_low"] < row["bc_high"]
    assert "200 resamples of 40 clusters" in layout(200, clusters)["notes"][0]


@pytest.mark.parametrize("cluster", ["unit", "region"])
def test_resamples_are_refits_of_clusters_drawn_with_replacement(panel, cluster):
    """A cluster that is drawn twice is two clusters, with effects of its own."""
    panel = panel.assign(region=panel["unit"].str[1:].astype(int) % 9)
    pair = pair_of(panel, "a", FIRST | {"cluster": cluster}, SECOND | {"cluster": cluster})
    found = resampled(pair, 6, 3, "a")
    np.testing.assert_array_equal(found, resampled(pair, 6, 3, "a"))
    from core.seeds import stream

    count = pair.outcome.clusters[0].count
    counts = stream(3, "mediation", "a").multinomial(count, np.full(count, 1 / count), size=6)
    groups = np.unique(panel[cluster])
    for own, drawn in zip(found, counts, strict=True):
        parts = [
            panel[panel[cluster] == group].assign(unit=lambda f, c=copy: f["unit"] + f"_{c}")
            for group, times in zip(groups, drawn, strict=True)
            for copy in range(times)
        ]
        rows = pd.concat(parts)
        a = fit_from(rows, FIRST["formula"]).coefficients[0]
        direct, b = fit_from(rows, SECOND["formula"]).coefficients[:2]
        np.testing.assert_allclose(own, [a * b, direct, direct + a * b], rtol=1e-6)


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ({"policy": "x1"}, {}, "the policies `x1` and `d`"),
        ({}, {"formula": "y ~ d + x1 | unit + year"}, "the channel `m` is no term of the second column"),
        ({}, {"formula": "y ~ d + m + x1 + x2 | unit + year"}, "`x2` stands in one column only"),
        ({}, {"formula": "y ~ d + m + x1 | unit"}, "the same effects"),
        ({"sample": "year > 2001"}, {}, "rows that are not the same"),
        ({"cluster": "none"}, {"cluster": "none"}, "one cluster variable"),
    ],
)
def test_pairs_that_are_no_two_steps_are_refused(panel, first, second, words):
    with pytest.raises(StudyError, match=words):
        mediation(panel, {"a": [FIRST | first, SECOND | second]}, 20, 1)
