"""What a printed table says: stars, rounding, notes."""

import math

import pandas as pd
import pytest

from report.other_tables import autocorrelation_table, descriptives_table, impacts_table, sensitivity_table
from report.printed import count, estimate, probability, stars, status_note
from report.regression_table import regression_table


@pytest.mark.parametrize(
    ("p_value", "earned"),
    [(0.0099, "***"), (0.01, "**"), (0.0499, "**"), (0.05, "*"), (0.0999, "*"), (0.1, ""), (math.nan, ""), (None, "")],
)
def test_stars_by_threshold(p_value, earned):
    assert stars(p_value) == earned


@pytest.mark.parametrize(
    ("write", "value", "text"),
    [
        (estimate, -0.00001, "0.0000"),
        (estimate, -0.08125, "-0.0813"),
        (estimate, 1234.5, "1,234.5000"),
        (estimate, math.nan, ""),
        (count, 12345, "12,345"),
        (count, None, ""),
        (probability, 0.0004, "<0.001"),
        (probability, 0.0126, "0.013"),
    ],
)
def test_printed_numbers(write, value, text):
    assert write(value) == text


def test_only_real_and_simulated_are_statuses():
    assert status_note("real") == ()
    with pytest.raises(ValueError, match="neither"):
        status_note("synthetic")


def baseline(study, data_status="real", **labels):
    estimates, fits = study.frames["estimates/baseline.csv"], study.documents["estimates/baseline.json"]
    return regression_table(estimates, fits, "T", labels, data_status)


def test_regression_table_cell_by_cell(study):
    table = baseline(study, policy="试点", score="Efficiency", unit="City")
    assert table.header == (("", "(1)", "(2)"), ("", "main", "late"), ("Outcome", "Efficiency", "Efficiency"))
    assert table.groups[0] == (
        ("试点", "0.0638***", "0.0400"),
        ("", "(0.0200)", "(0.0300)"),
        ("fin", "-0.3000*", ""),
        ("", "(0.1600)", ""),
    )
    assert table.groups[1] == (("City fixed effects", "Yes", "Yes"), ("Year fixed effects", "Yes", "Yes"))
    assert table.groups[2][0] == ("Observations", "24", "18")
    assert table.groups[2][-1] == ("R² within", "0.0340", "0.0340")


def test_regression_notes_say_rule_stars_samples_warnings_and_status(study):
    notes = baseline(study, "simulated").notes
    assert notes[0].startswith("Standard errors in parentheses, clustered by unit, with the factor G/(G − 1) × (N − 1)")
    assert notes[0].endswith("p-values from t(5).")
    assert "*** p < 0.01, ** p < 0.05, * p < 0.1." in notes
    assert "Column (2): sample year >= 2001." in notes and "Column (1): all unit-years." in notes
    assert "Column (2): Left out: AK, HI." in notes
    assert notes[-1] == "Simulated data."
    assert not any("imulated" in note for note in baseline(study).notes)


def test_a_spatial_fit_has_model_weights_and_no_clusters(study):
    ml = {"model": "sar", "weights": "queen", "n_clusters": None, "df": None, "r2_within": None, "r2": None}
    fits = {"columns": [study.fit("sar", ssc={"rule": "ml_hessian", "factor": 1}, **ml)]}
    table = regression_table(study.coefficients("spatial", [("sar", "rho", 0.4, 0.1, 0.0)]), fits, "T", {}, "real")
    rows = {row[0]: row[1] for row in table.rows}
    assert rows["Model"] == "SAR" and rows["Weights"] == "queen" and "Clusters" not in rows and "R² within" not in rows
    assert "Hessian" in table.notes[0] and "normal distribution" in table.notes[0]


def test_a_column_without_a_fit_and_a_coefficient_that_stands_twice_are_refused(study):
    estimates, fits = study.frames["estimates/baseline.csv"], study.documents["estimates/baseline.json"]
    with pytest.raises(ValueError, match="differ"):
        regression_table(estimates, {"columns": fits["columns"][:1]}, "T", {}, "real")
    with pytest.raises(ValueError, match="twice"):
        regression_table(pd.concat([estimates, estimates]), fits, "T", {}, "real")


def test_event_study_terms_are_in_words_and_the_base_has_neither_star_nor_error(study):
    estimates, fits = study.frames["estimates/event_study.csv"], study.documents["estimates/event_study.json"]
    rows = regression_table(estimates, fits, "T", {"policy": "Law"}, "real").rows
    at = rows.index(("Law, year -1", "0.0000"))
    assert rows[at + 1] == ("", "(base)")
    assert rows[at + 3] == ("", "(0.0200)")


def test_descriptives_have_thousands_and_count_the_changed_cells(study):
    frames = study.frames
    described = frames["panel/descriptives.csv"].assign(unit_of_measurement=["", "万元"])
    table = descriptives_table(described, frames["panel/audit.csv"], "T", {"gdp": "产值"}, "real")
    assert table.rows[1] == ("产值 (万元)", "24", "12,345.6", "10,000.0", "10.0", "9,000.0", "123,456.7")
    assert table.notes == ("Changed cells, by reason: interpolated: 1; winsorised_1%: 1.",)


def test_autocorrelation_and_impacts(study):
    moran = autocorrelation_table(study.frames["spatial/autocorrelation.csv"], ["AK"], "T", {"queen": "Queen"}, "real")
    assert moran.header[0] == ("", "Queen", "", "")
    assert moran.rows[1:] == (("2000", "0.3000***", "2.5000", "0.008"), ("2001", "0.1000", "1.5000", "0.121"))
    table = impacts_table(study.frames["spatial/impacts.csv"], ["AK"], "T", {}, "real")
    assert table.rows[0] == ("Direct effect", "")
    assert table.groups[2] == (("Total effect", ""), ("policy", "0.0600*"), ("", "(0.0300)"))
    assert any("1,000 draws, 2 rejected" in note for note in table.notes)
    assert all("Left out (not in the weights): AK." in printed.notes for printed in (moran, table))


def test_sensitivity(study):
    table = sensitivity_table(study.frames["efficiency/sensitivity.csv"], "T", {"main": "Main"}, "real")
    assert table.rows == (
        ("Main", "4", "0", "0.5500", "1.0000", "0.0000", "24"),
        ("variant=B", "5", "2", "0.6500", "0.9400", "0.1000", "22"),
    )
