"""The targets of the yearbooks are the moments of the real panels."""

import numpy as np
import pytest
from yearbooks import HOME

from core.files import read_json
from demo.calibration import correlation, extended, matrix, moments


def test_the_correlations_are_those_of_the_tables():
    """Labour and value added: 0.92 between, 0.19 within. The clipping of eigenvalues moves no entry."""
    calibration = read_json(HOME / "calibration.json")
    target = moments(calibration)
    assert np.allclose(target.corr_between, matrix(calibration["corr_between"], target.names), atol=1e-9)
    assert np.allclose(target.corr_within, matrix(calibration["corr_within_twoway"], target.names), atol=1e-9)
    labour, value = target.at("labour_emp23_10k"), target.at("va23_real2000_100m")
    assert target.corr_between[labour, value] == pytest.approx(0.921)
    assert target.corr_within[labour, value] == pytest.approx(0.194)


def test_a_rounded_correlation_matrix_is_repaired():
    """Three correlations that no three variables have; the repaired ones are near them, and definite."""
    impossible = np.array([[1, 0.9, 0.9], [0.9, 1, 0.6], [0.9, 0.6, 1.0]]) - 0.03 * (1 - np.eye(3))
    impossible[1, 2] = impossible[2, 1] = 0.4
    repaired = correlation(impossible)
    assert np.linalg.eigvalsh(impossible).min() < 0 < np.linalg.eigvalsh(repaired).min()
    assert np.allclose(repaired.diagonal(), 1) and np.abs(repaired - impossible).max() < 0.1


def test_year_means_go_on_by_the_growth_of_the_last_three_years():
    means = {str(year): 0.1 * (year - 2003) for year in range(2003, 2017)}
    assert extended("va23_real2000_100m", means) == pytest.approx(0.1 * np.arange(21))
