import numpy as np
import pandas as pd
import pytest
from scipy.stats import spearmanr

from efficiency.sensitivity import comparison, label, rank_correlation


def frame(score, sbm=0.5, status="ok"):
    return pd.DataFrame({"unit": list("abcd"), "year": 2000, "score": score, "sbm": sbm, "status": status})


def test_labels_say_the_keys_that_differ():
    assert label({"returns_to_scale": "vrs", "window": 3}) == "returns_to_scale=vrs, window=3"
    assert label({"undesirable": ["a", "b"]}) == "undesirable=a+b"
    assert label({"undesirable": []}) == "undesirable=none"


def test_comparison_by_hand():
    sbm = [1, 1, 0.5, 0.4]
    other = frame([1.5, np.nan, 0.7, 0.2], sbm, ["policy_one", "infeasible", "ok", "ok"])
    rows = comparison({"score": frame([1.2, 1.1, 0.5, 0.4], sbm), "b": other}, {"score": {}, "b": {"variant": "B"}})
    table = pd.DataFrame(rows)
    assert table[["variable", "override"]].to_numpy().tolist() == [["score", ""], ["b", "variant=B"]]
    assert table["n_efficient"].tolist() == [2, 2]
    assert table["n_infeasible"].tolist() == [0, 2]
    assert table["n_compared"].tolist() == [4, 3]
    assert table["mean"].tolist() == pytest.approx([0.8, 0.8])
    assert table["spearman_with_main"].tolist() == pytest.approx([1, 1])
    assert table["mean_abs_difference"].tolist() == pytest.approx([0, (0.3 + 0.2 + 0.2) / 3])


def test_nothing_in_common_is_blank():
    _, row = comparison({"score": frame(1.0), "b": frame(np.nan, status="infeasible")}, {"score": {}, "b": {}})
    assert np.isnan([row[name] for name in ("mean", "spearman_with_main", "mean_abs_difference")]).all()
    assert row["n_compared"] == 0


def test_rank_correlation_with_ties_is_that_of_scipy():
    random = np.random.default_rng(1)
    first, second = random.integers(0, 6, (2, 50))
    assert rank_correlation(first, second) == pytest.approx(spearmanr(first, second).statistic, rel=1e-12)
