"""Numbers of observations, units, periods and clusters."""

import pytest
import written
from small_tables import descriptives, raised, regressions

from referee.check_sample import (
    n_beyond_panel,
    n_beyond_variable,
    n_grows,
    n_of_units,
    n_transposed,
    rows_of_note,
    transposed,
)


def column(n, *terms, **further):
    return {"terms": dict.fromkeys(terms or ("x",), "0.5 (0.1)"), "n_obs": n, **further}


def found(find, *columns, **known):
    return [where for where, _ in raised(find, regressions(columns), **known)]


PANEL = {"said": (("units", "286"), ("years", "9"))}


@pytest.mark.parametrize(
    ("odd", "known", "finds"),
    [
        (column("3,718"), PANEL, True),
        (column("2,500"), PANEL, False),
        (column("5,754"), PANEL, False),
        (column("3,718"), {}, False),
        (column("3,718"), {"text": "286 cities over 2015-2023", "said": (("units", "286"),)}, True),
        (column("3,718"), {"said": (("units", "280"), ("years", "9"))}, False),
        (column("3,718", heading="Stacked"), PANEL, False),
    ],
)
def test_columns_with_more_rows_than_the_panel(odd, known, finds):
    assert found(n_beyond_panel, column("2,574"), column("2,574"), odd, **known) == ["Table 1, column (3)"] * finds


@pytest.mark.parametrize(
    ("words", "n", "finds"),
    [
        ({"notes": ["样本期为2015—2023年，括号内为标准误。"]}, "2,575", True),
        ({"notes": ["样本期为2015—2023年，括号内为标准误。"]}, "2,574", False),
        ({"caption": "基准回归（2015——2023年，286个城市）"}, "2,575", True),
        ({"caption": "Effects, 286 cities in 2015–2023"}, "2,575", True),
        ({"notes": ["286 cities over 9 years."]}, "2,600", True),
        ({"notes": ["Matched cities, 2015–2023."]}, "2,575", False),
        ({"caption": "Effects by quarter, 2015–2023"}, "10,296", False),
        ({}, "2,575", False),
    ],
)
def test_the_years_of_a_caption_or_note_bound_n(words, n, finds):
    table = regressions([column(n), column(n)], **words)
    assert len(raised(n_beyond_panel, table, said=(("units", "286"),))) == 2 * finds


def test_summary_and_text_together_confirm_the_panel_of_few_columns():
    columns = [column(n, heading=n) for n in ("2,574", "2,574", "2,754", "1,200", "900")]
    summary = descriptives(["n", "mean"], {"y": ["2,574", "1"]})
    assert [where for where, _ in raised(n_beyond_panel, regressions(columns), summary, **PANEL)] == [
        "Table 1, column (3)"
    ]
    assert not raised(n_beyond_panel, regressions(columns), **PANEL)


def test_the_n_of_a_note_is_bounded_too():
    note = "Notes: {} observations of 286 cities, 2015—2023."
    tables = [regressions([column("2,574")], notes=[note.format(n)]) for n in ("2,575", "2,574")]
    assert [where for where, _ in raised(n_beyond_panel, *tables)] == ["Table 1"]


def test_summary_statistics_confirm_the_panel():
    summary = descriptives(["n", "mean"], {"y": ["2,574", "1"], "z": ["2,574", "2"], "w": ["3,574", "2"]})
    tables = [regressions([column("2,574"), column("3,718"), column("2,574")]), summary]
    assert [where for where, _ in raised(n_beyond_panel, *tables)] == ["Table 1, column (2)", "Table 1, w, n"]


@pytest.mark.parametrize(
    ("odd", "finds"),
    [
        (column("2,514"), True),
        (column("2,514", "x", "z"), False),
        (column("2,600", "x", "z"), True),
        (column("2,514", heading="Without capitals"), False),
        (column("2,514", marks={"Controls": True}), False),
        (column("2,514", outcome="other"), False),
    ],
)
def test_an_n_that_no_regressor_explains(odd, finds):
    assert found(n_grows, column("2,574"), column("2,574"), odd) == ["Table 1, column (3)"] * finds


def test_an_n_that_its_units_do_not_divide():
    even, fewer = column("2,574", n_units="286"), column("2,412", n_units="268")
    odd = column("2,374", n_units="286", heading="Lagged")
    assert found(n_of_units, even, fewer, odd) == ["Table 1, column (3)"]
    assert not found(n_of_units, even, fewer, column("2,288", n_units="286"))
    assert not found(n_of_units, column("2,511", n_units="286"), fewer, odd)  # an unbalanced panel
    assert not found(n_of_units, even, fewer, column("763", n_units="50", heading="Stacked"))


@pytest.mark.parametrize(
    ("one", "other", "same"), [(2574, 2547, True), (2574, 2754, True), (2574, 2575, False), (2574, 257, False)]
)
def test_digits_that_changed_places(one, other, same):
    assert transposed(one, other) == same
    odd = column(str(other), heading="Other")
    assert found(n_transposed, column(str(one)), column(str(one)), odd) == ["Table 1, column (3)"] * same


def test_a_column_with_more_rows_than_its_regressor():
    summary = descriptives(["n", "mean"], {"Size": ["2,500", "1"], "Score": ["2,574", "1"]})
    tables = [regressions([column("2,574", "size"), column("2,500", "size"), column("2,574", "x")]), summary]
    assert [where for where, _ in raised(n_beyond_variable, *tables)] == ["Table 1, column (1)"]


def test_one_odd_n_is_one_finding():
    """Of a column that is odd in several ways."""
    odd = column("2,547", n_units="286")
    columns = [column("2,574", n_units="286"), column("2,574", n_units="286"), odd]
    assert [len(found(find, *columns)) for find in (n_grows, n_transposed, n_of_units)] == [1, 0, 0]


@pytest.mark.parametrize(
    ("note", "finds"),
    [
        ("96 towns, 34 of them priced, 2009–2017.", False),
        ("96 towns, 34 of them priced, 2008–2017.", True),
        ("91 towns, 2008-2017.", False),
        ("样本为96个城市，2008—2017年。", True),
    ],
)
def test_units_and_years_of_a_note_make_n(note, finds):
    rows = "|Stay|Footfall\nPriced|-23.6***|0.038**\n|(4.9)|(0.017)\nObservations|864|864"
    table = written.table("Table 7", rows, notes=(note,))
    assert bool(list(rows_of_note(written.draft(table)))) == finds
