"""The residual from any effects, against regressions on dummies and against alternating projections."""

from dataclasses import replace

import numpy as np
import pytest
from samples import planted, sample_from

from core.errors import StudyError
from estimation.absorber import absorber_of, nested
from estimation.sample import Groups

EFFECTS = [
    "unit + year", "unit", "year", "", "unit + region^year", "unit[year] + year", "unit[year] + region^year + year",
    "region + year", "unit + region", "half^year + unit", "unit[x2] + year[x2]", "unit + year[x2]",
]  # fmt: skip


def sample(effects, seed=1, share=0.7, weighted=False):
    frame = planted(seed, 13, 7, share)
    frame["half"] = frame["unit"] < "u006"
    text = f"y ~ d + x1{' | ' * bool(effects)}{effects}"
    return sample_from(frame, text, weights="w" if weighted else None)


def dummies(found):
    """Constant, dummies, and slopes net of their group means (the same span, better scaled)."""
    columns = [np.ones((len(found.outcome), 1))]
    for effect in found.effects:
        own = np.eye(effect.count)[effect.codes]
        columns.append(own)
        if effect.slope is not None:
            means = np.bincount(effect.codes, effect.slope) / np.bincount(effect.codes)
            columns.append(own * (effect.slope - means[effect.codes])[:, None])
    return np.hstack(columns)


def by_dummies(found, values):
    root = np.ones((len(values), 1)) if found.weights is None else np.sqrt(found.weights)[:, None]
    design = dummies(found)
    return values - design @ np.linalg.lstsq(root * design, root * values, rcond=1e-12)[0]


def by_alternating_projections(found, values):
    """Residual of one effect after the other, until nothing moves."""
    weights = np.ones(len(values)) if found.weights is None else found.weights
    for _ in range(100_000):
        before = values
        for effect in found.effects or [Groups("", np.zeros(len(values), dtype=int), 1)]:
            slope = np.zeros(len(values)) if effect.slope is None else effect.slope
            total = np.bincount(effect.codes, weights)
            centred = slope - (np.bincount(effect.codes, weights * slope) / total)[effect.codes]
            values = values - (np.bincount(effect.codes, weights * values) / total)[effect.codes]
            spread = np.bincount(effect.codes, weights * centred**2)
            slopes = np.bincount(effect.codes, weights * centred * values) / np.where(spread > 1e-18, spread, np.inf)
            values = values - slopes[effect.codes] * centred
        if np.abs(values - before).max() < 1e-14:
            return values
    raise AssertionError("no convergence")


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("share", [1.0, 0.7])
@pytest.mark.parametrize("effects", EFFECTS)
def test_the_residual_and_the_rank_are_those_of_dummies(effects, share, weighted):
    found = sample(effects, share=share, weighted=weighted)
    values = np.random.default_rng(3).normal(5, 1, (len(found.outcome), 3)) * [1, 1e5, 1e-3]
    absorber = absorber_of(found)
    np.testing.assert_allclose(absorber.residual(values) / [1, 1e5, 1e-3], by_dummies(found, values) / [1, 1e5, 1e-3],
                               atol=2e-13)  # fmt: skip
    assert absorber.rank == np.linalg.matrix_rank(dummies(found))


def test_trends_whose_powers_rounding_cannot_tell_apart_are_refused():
    """Cubes of calendar years: least squares on trends about 2005 finds a rank that those about 0 lose."""
    frame, powers = planted(7, 15, 12, 0.8), "y ~ d | unit[t] + unit[t2] + unit[t3] + year"
    found, raw = (
        sample_from(frame.assign(t=t, t2=t**2, t3=t**3), powers) for t in (frame["year"] - 2005.0, frame["year"] * 1.0)
    )
    assert absorber_of(found).rank == np.linalg.matrix_rank(dummies(found))
    with pytest.raises(StudyError, match=r"`unit\[t3\]` are so nearly collinear that rounding hides"):
        absorber_of(raw)


@pytest.mark.parametrize("effects", ["unit + year", "unit + region^year", "unit[year] + year", "unit + year[x2]"])
def test_alternating_projections_agree(effects):
    found = sample(effects, weighted=True)
    values = np.random.default_rng(3).normal(5, 1, len(found.outcome))
    (residual,) = absorber_of(found).residual(values[:, None]).T
    np.testing.assert_allclose(residual, by_alternating_projections(found, values), atol=1e-12)


def test_the_balanced_form_is_that_of_exact_elimination():
    found = sample("unit + year", share=1.0)
    by_elimination = absorber_of(sample_from(planted(1, 13, 7).assign(one=1.0), "y ~ d | unit + year", weights="one"))
    values = np.random.default_rng(3).normal(5, 1, (len(found.outcome), 2))
    assert absorber_of(found).shape == (13, 7) and by_elimination.shape is None
    np.testing.assert_allclose(absorber_of(found).residual(values), by_elimination.residual(values), atol=1e-14)
    assert absorber_of(found).rank == by_elimination.rank == 13 + 7 - 1


def test_each_unconnected_part_of_the_panel_has_a_rank_of_its_own():
    frame = planted(2, 12, 6)
    early = frame["unit"] < "u006"
    found = sample_from(frame[early == (frame["year"] < 2003)], "y ~ d | unit + year")
    assert absorber_of(found).rank == (6 + 3 - 1) + (6 + 3 - 1)


@pytest.mark.parametrize("size", [1e-6, 1e6])
def test_weights_have_no_scale(size):
    found, scaled = (
        sample_from(planted(4, 9, 5, 0.8).eval(f"v = w * {factor}"), "y ~ d | unit + year", weights="v")
        for factor in (1, size)
    )
    values = found.outcome[:, None]
    np.testing.assert_allclose(absorber_of(found).residual(values), absorber_of(scaled).residual(values), atol=1e-13)


def test_more_groups_than_can_be_absorbed_are_refused():
    groups = tuple(Groups(name, np.arange(12_000) // size, 12_000 // size) for name, size in [("a", 2), ("b", 2)])
    found = replace(sample("unit"), outcome=np.zeros(12_000), weights=np.ones(12_000))
    with pytest.raises(StudyError, match="beside `a` the effects have 6,000 groups; 5,000 can be absorbed"):
        absorber_of(found, groups)


def test_what_is_nested_in_what():
    found = sample_from(
        planted(1, 12, 6, 0.8), "y ~ d | unit + year + region^year + unit[year]", clusters=["unit", "year"]
    )
    region = sample_from(planted(1, 12, 6, 0.8), "y ~ d", clusters=["region"]).clusters[0]
    unit, year = found.clusters
    assert [nested(effect, unit) for effect in found.effects] == [True, False, False, True]
    assert [nested(effect, year) for effect in found.effects] == [False, True, True, False]
    assert [nested(effect, region) for effect in found.effects] == [True, False, True, True]
