"""Dagum's decomposition against its definition: double sums, integrals of what a group has more, by numpy."""

from itertools import combinations, product

import numpy as np
import pytest

from core.errors import StudyError
from efficiency.dagum import MOST_GROUPS, PARTS, dagum_of, parts_of

CONTRIBUTIONS = [("Contributions", part) for part in PARTS]


def by_definition(groups):
    """Gini coefficient, its three parts, and the coefficients of groups and pairs (Dagum 1997, equations 2 to 23)."""
    groups = {name: np.array(values) for name, values in groups.items()}
    everybody = np.concatenate(list(groups.values()))
    n, mean = len(everybody), everybody.mean()
    share = {name: len(values) / n for name, values in groups.items()}
    income = {name: len(values) * values.mean() / (n * mean) for name, values in groups.items()}
    gini = np.abs(np.subtract.outer(everybody, everybody)).mean() / (2 * mean)
    between = {
        (a, b): np.abs(np.subtract.outer(groups[a], groups[b])).mean() / (groups[a].mean() + groups[b].mean())
        for a, b in product(groups, groups)
    }
    within = sum(between[a, a] * share[a] * income[a] for a in groups)
    net = overlap = 0.0
    for a, b in combinations(groups, 2):
        rich, poor = (a, b) if groups[a].mean() >= groups[b].mean() else (b, a)
        gaps = np.subtract.outer(groups[rich], groups[poor])
        gross, back = np.maximum(gaps, 0).mean(), np.maximum(-gaps, 0).mean()
        affluence = (gross - back) / (gross + back)
        weight = between[a, b] * (share[a] * income[b] + share[b] * income[a])
        net, overlap = net + weight * affluence, overlap + weight * (1 - affluence)
    return gini, (within, net, overlap), between


@pytest.mark.parametrize("sizes", [(5, 9, 30), (1, 2), (8, 8, 8, 8, 3)])
def test_the_parts_are_those_of_the_definition(sizes):
    random = np.random.default_rng(len(sizes))
    groups = {f"g{k}": (random.lognormal(k / 4, 0.7, size).round(1) + 0.1).tolist() for k, size in enumerate(sizes)}
    found, (gini, parts, between) = parts_of(groups), by_definition(groups)
    assert found["All units", "Gini coefficient"] == pytest.approx(gini, rel=1e-12)
    assert [found[key] for key in CONTRIBUTIONS] == pytest.approx(parts, rel=1e-11, abs=1e-14)
    assert sum(found[key] for key in CONTRIBUTIONS) == pytest.approx(gini, rel=1e-12)
    assert sum(found["Shares", part] for part in PARTS) == pytest.approx(1, rel=1e-12)
    for a in groups:
        assert found["Gini coefficient within", a] == pytest.approx(between[a, a], rel=1e-12, abs=1e-14)
    for a, b in combinations(groups, 2):
        assert found["Gini coefficient between", f"{a}, {b}"] == pytest.approx(between[a, b], rel=1e-12)


def test_groups_apart_do_not_overlap_and_groups_of_one_mean_do_nothing_else():
    apart = parts_of({"a": [1.0, 2.0], "b": [3.0, 7.0]})
    assert [apart[key] for key in CONTRIBUTIONS] == pytest.approx([(1 + 4) / (4 * 13), (10 - 3) * 2 / (4 * 13), 0])
    level = parts_of({"a": [1.0, 3.0], "b": [0.0, 4.0]})
    assert level["Contributions", "Net between groups"] == 0 and level["Contributions", "Transvariation"] > 0


def rows_of(values, region=None):
    regions = region or ["east", "west"] * (len(values) // 2)
    return [
        {"unit": f"u{k}", "year": 2000 + k // 4, "score": value, "region": regions[k]} for k, value in enumerate(values)
    ]


def test_each_year_has_its_parts_and_a_group_without_values_is_blank():
    rows = rows_of([1.0, 2.0, 3.0, 4.0, 5.0, None, 6.0, None, 7.0], ["east", "west"] * 4 + [None])
    found, left_out = dagum_of(rows, "score", "region", [2000, 2001])
    assert left_out == 0 and len({(row["group"], row["part"], row["year"]) for row in found}) == len(found) == 20
    values = {(row["part"], row["year"]): row["value"] for row in found if row["group"].startswith("Gini coefficient")}
    assert values["east, west", 2000] == pytest.approx((1 + 3 + 1 + 1) / 4 / 5) and values["east, west", 2001] is None
    assert values["west", 2001] is None and values["east", 2001] == pytest.approx(1 / 22)
    assert dagum_of([*rows, *rows_of([9.0], [None])], "score", "region", [2000])[1] == 1


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (rows_of([1.0, -2.0]), "`score` is -2 in u1 2000; a Gini coefficient needs values that are not negative"),
        (rows_of([0.0, 0.0]), "no value above zero in 2000"),
        (
            rows_of([1.0, 2.0], ["east"] * 2),
            "`by: region` makes east alone where `score` has values; a decomposition needs two",
        ),
        (rows_of([1.0] * 12, list("abcdefghijkl")), f"has 12 values.*room for {MOST_GROUPS}"),
        (rows_of([None, None]), "`score` has no value in any of 2 unit-years"),
    ],
)
def test_what_has_no_decomposition_is_refused(rows, words):
    with pytest.raises(StudyError, match=words):
        dagum_of(rows, "score", "region", [2000, 2001, 2002])
