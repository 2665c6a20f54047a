"""Stars, rounding and names, as readers see them."""

import math

import pytest

from report.printed import (
    address_words,
    count,
    effects_of,
    estimate,
    number_of,
    override_words,
    probability,
    stars,
    status_note,
    term_words,
)


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


@pytest.mark.parametrize(("number", "said"), [(1, "1 unit"), (0, "0 units"), (1200, "1,200 units")])
def test_one_thing_is_singular(number, said):
    assert number_of(number, "unit") == said


def test_only_real_and_simulated_are_statuses():
    assert status_note("real") == ()
    with pytest.raises(ValueError, match="neither"):
        status_note("synthetic")


@pytest.mark.parametrize(
    ("term", "end", "said"),
    [
        ("law", "", "Law"),
        ("rho", "", "rho"),
        ("law:size", "", "Law × Size of the city"),
        ("W:law", "", "W Law"),
        ("W:law:size", "", "W Law × Size of the city"),
        ("law::-5", " or earlier", "Law, year −5 or earlier"),
        ("law::4", "", "Law, year 4"),
        ("W:law::-1", "", "W Law, year −1"),
        ("fin:size", "", "Depth"),
        ("lag(size)", "", "Size of the city, 1 year before"),
        ("law:l(size, 2)", "", "Law × Size of the city, 2 years before"),
        ("f(law,3)", "", "Law, 3 years after"),
        ("lag(log(size))", "", "lag(log(size))"),
        ("indirect:law::-5", " or earlier", "Indirect effect of Law, year −5 or earlier"),
        ("rho.law.size", "", "rho, Law to Size of the city"),
    ],
)
def test_labels_of_composed_terms_are_composed(term, end, said):
    assert term_words(term, {"law": "Law", "size": "Size of the city", "fin:size": "Depth"}, end) == said


@pytest.mark.parametrize(
    ("effect", "said"),
    [
        ("city", ["City fixed effects"]),
        ("other", ["other fixed effects"]),
        ("city^year", ["City × Year fixed effects"]),
        ("city[year]", ["City fixed effects", "Slopes of Year by City"]),
        ("city^year[x]", ["City × Year fixed effects", "Slopes of x by City × Year"]),
    ],
)
def test_effects_are_said_in_words_and_slopes_stand_beside_the_effect_that_they_have(effect, said):
    assert effects_of(effect, {"city": "City", "year": "Year"}) == said


@pytest.mark.parametrize(
    ("override", "said"),
    [
        ("variant=B", "variant = B"),
        ("undesirable=crime+theft, returns_to_scale=vrs", "undesirable = Crime + theft; returns to scale = vrs"),
        ("reference=not crime", "reference = not crime"),
    ],
)
def test_a_specification_names_its_variables_by_their_labels(override, said):
    assert override_words(override, {"crime": "Crime", "vrs": "Other score"}) == said


def test_a_column_has_its_own_label_or_its_name_though_a_variable_has_that_name_too():
    labels = {"baseline.main": "Preferred", "main": "Main"}
    assert [address_words(f"{table}.main", labels) for table in ("baseline", "other")] == ["Preferred", "main"]
