"""Every number that a paper prints stands beside ours, or says why it does not."""

import json

import pytest

from core.errors import StudyError
from report.grid_table import grid_table
from report.published import Number, keyed, layout, side_by_side, truths_of
from report.tabulate_published import tabulate_published

FITS = {"kind": "coefficients", "columns": []}
GRID = {"kind": "grid", "rows": "effect", "group": None, "across": "column"}
RESULTS = {
    "first": keyed(
        [
            {"table": "first", "column": "a", "term": "zone", "estimate": 0.5, "std_error": 0.1},
            {"table": "first", "column": "b", "term": "zone", "estimate": 0.7, "std_error": 0.2},
        ],
        FITS,
    ),
    "effects": keyed([{"effect": "direct", "column": "first.b", "estimate": 0.9, "std_error": 0.3, "n": 7}], GRID),
}
MATCH = {
    "T1": {
        "table": "first",
        "heading": "Table 1",
        "columns": {"1": "first.a", "2": "first.b", "3": "first.c"},
        "rows": {"ZONE": "zone"},
    },
    "T2": {"table": "effects", "heading": "T2", "columns": {"": "first.b"}, "rows": {}},
}


def number(identity, value=1.0):
    table, row, column, stat = identity.split(".")
    return Number(id=identity, table=table, column=column, row=row, stat=stat, value=value)


def compared(numbers, statistics=("coef",), **given):
    """The comparison, with the places of those tables that any number is of."""
    match = {name: place for name, place in MATCH.items() if name in {one.table for one in numbers}}
    given = {"match": match, "truths": {}, "departures": {}} | given
    return side_by_side(numbers, RESULTS, statistics=list(statistics), **given)


def test_a_printed_coefficient_stands_beside_ours_and_the_truth_of_the_longest_beginning():
    numbers = [number("T1.ZONE.1.coef", 0.6), number("T1.ZONE.2.coef", 0.8), number("T1.ZONE.2.se", 0.3)]
    one, two = compared(numbers, truths={"T1.ZONE": 0.4, "T1.ZONE.2": 0.45})
    assert (one["table"], one["column"], two["column"]) == ("Table 1", "first.a, zone", "first.b, zone")
    assert [one[name] for name in ("ours", "std_error", "truth", "published", "published_std_error")] == [
        *(0.5, 0.1, 0.4, 0.6, None)
    ]
    assert [two[name] for name in ("ours", "std_error", "truth", "published", "published_std_error")] == [
        *(0.7, 0.2, 0.45, 0.8, 0.3)
    ]


def test_rows_of_grids_are_found_by_their_keys_and_other_statistics_by_their_columns():
    effect, size = compared([number("T2.direct..coef"), number("T2.direct..n")], ["coef", "n"])
    assert (effect["ours"], effect["std_error"], size["ours"], size["std_error"]) == (0.9, 0.3, 7, None)
    assert size["column"] == "first.b, direct, n"


@pytest.mark.parametrize("name", ["first.c", "first", "T1"])
def test_a_number_without_a_result_says_why_from_the_nearest_departure(name):
    (row,) = compared([number("T1.ZONE.3.coef")], departures={name: "It drops.", "effects": "Else."})
    assert (row["ours"], row["published"], row["why"]) == (None, 1.0, "It drops.")
    assert any("No number of ours in Table 1, first.c, zone: It drops." in note for note in layout([row])["notes"])


@pytest.mark.parametrize(
    ("numbers", "keys", "said"),
    [
        (["T1.ZONE.3.coef"], {}, "T1.ZONE.3.coef: nothing in the study is this number; say under `match`"),
        (["T3.ZONE.1.coef"], {}, "T3.ZONE.1.coef: nothing in the study is this number"),
        (["T2.direct..sd"], {"statistics": ["sd"]}, "T2.direct..sd: nothing in the study is this number"),
        (["T1.ZONE..coef"], {}, "`match.T1`: 2 rows of `first` are called zone; say under `columns`"),
        (["T1.ZONE.1.coef"], {"truths": {"T1.ZONE.4": 1.0}}, "`planted.T1.ZONE.4`: no number .* did you mean `T1.ZONE"),
        (
            ["T1.ZONE.1.coef"],
            {"match": MATCH},
            "`match.T2`: no number that the paper prints has this name; allowed: `T1`",
        ),
    ],
    ids=["no column", "no table", "no statistic", "several", "no such truth", "no such table"],
)
def test_what_cannot_be_compared_is_refused(numbers, keys, said):
    with pytest.raises(StudyError, match=said):
        compared([*map(number, numbers)], **keys)


def test_a_statement_is_no_number():
    with pytest.raises(StudyError, match="'positive' is no number; take `coef` out of `statistics`"):
        compared([number("T1.ZONE.1.coef", "positive")])


def test_truths_are_found_by_their_path():
    truth = {"policy": {"effect": 0.25, "level": 3}}
    assert truths_of({"T1": "policy.effect"}, truth) == {"T1": 0.25}
    with pytest.raises(StudyError, match=r"`planted.T1`: `policy.effects` leads to no truth at `effects`; did you"):
        truths_of({"T1": "policy.effects"}, truth)
    with pytest.raises(StudyError, match="leads to no number, but to effect, level; name one of them"):
        truths_of({"T1": "policy"}, truth)


def test_the_table_shows_a_truth_and_errors_only_where_there_are_any():
    bare = layout(compared([number("T2.direct..coef"), number("T2.direct..n")], ["n"]))
    assert [cell["column"] for cell in bare["cells"]] == ["ours", "published"]
    rows = compared([number("T1.ZONE.1.coef"), number("T2.direct..coef")], truths={"T1": 0.4})
    printed = grid_table(rows, layout(rows), {"first.a": "Alone", "first.b": "Both"})
    assert printed.header == (("", "Ours", "", "Truth", "Published"),)
    assert printed.groups[0].rows == (("Alone, zone", "0.5000", "(0.1000)", "0.4000", "1.0000"),)


def test_the_verb_reads_numbers_and_pairs(tmp_path):
    (tmp_path / "paper.yaml").write_text(
        "entries:\n- {id: T1.ZONE.1.coef, table: T1, column: '1', row: ZONE, stat: coef, value: 0.6, stars: '**'}\n",
        encoding="utf-8",
    )
    (tmp_path / "first.csv").write_text("table,column,term,estimate,std_error\nfirst,a,zone,0.5,0.1\n")
    (tmp_path / "first.json").write_text(json.dumps(FITS))
    (tmp_path / "truth.json").write_text('{"policy": {"effect": 0.4}}')
    tabulate_published(
        published=tmp_path / "paper.yaml",
        results=[tmp_path / "first.csv"],
        facts=[tmp_path / "first.json"],
        truth=[tmp_path / "truth.json"],
        table=tmp_path / "table.csv",
        layout=tmp_path / "layout.json",
        match={"T1": MATCH["T1"]},
        statistics=["coef"],
        planted={"T1": "policy.effect"},
        departures={},
    )
    assert (tmp_path / "table.csv").read_text().splitlines()[1] == (
        'T1.ZONE.1.coef,Table 1,"first.a, zone",0.5,0.1,0.4,0.6,,'
    )
