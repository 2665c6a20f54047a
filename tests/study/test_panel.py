"""The blocks of raw tables and of the panel: each fault has its message."""

import pytest

from study.matrices import Contiguity
from study.panel import Panel

UNIT = "unit: {key: state, crosswalk: results/castle/demo/members.csv, attributes: {region: region}}"
POVERTY = '{header: poverty, unit: "%"}'


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("path: results/castle/demo/laws.csv", "path: /etc/laws.csv", "is not a path below the folder of the run"),
        ("path: results/castle/demo/laws.csv", "path: C:/laws.csv", "is not a path below the folder of the run"),
        ("path: results/castle/demo/laws.csv", "path: raw/../../laws.csv", "is not a path below the folder"),
        ("path: results/castle/demo/laws.csv", "path: '{x}/laws.csv'", "is not a path below the folder"),
        (UNIT, "unit: {key: state, members: in_286}", "`members` needs `crosswalk`"),
        (UNIT, "unit: {key: state, attributes: {a: b}}", "`attributes` needs `crosswalk`"),
        (UNIT, "unit: {key: state, boundaries: {AC11: split}}", "allowed: 'follow', 'merge' or 'drop'"),
        (UNIT, "unit: {key: state, unknown: drop}", "`unknown` needs `crosswalk`"),
        ("years: [2000, 2010]", "years: [0, 999999999]", "`years`: 0 to 999999999; years are from 1000 to 3000"),
        (
            "years: [2000, 2010]",
            "years: [1700, 2010]",
            "and at most 200 of them",
        ),
        ("years: [2000, 2010]", "years: [true, 2010]", "`years.0`: is true; it must be a number"),
        ("  variables:\n", "  history: 10\n  variables:\n", "`panel.history`: 10 to 2010; years are from 1000"),
        ("path: results/castle/demo/laws.csv", "range: A1:C9\n      path: raw/laws.csv", "are for .xlsx files"),
        (
            "path: results/castle/demo/laws.csv",
            "range: A1\n      path: raw/l.xlsx",
            "must be two corners, as `A1:",
        ),
        ("path: results/castle/demo/laws.csv", "range: A3:C9\n      path: raw/l.xlsx", "`header_row` 1 is not within"),
        ("post: {header: post}", "\n        ".join(f"v{n}: {{}}" for n in range(600)), "a panel has at most 500"),
        ("header: homicide, unit", "header: 'h{year}', unit", "does not fit the layout `long`"),
        ("header: homicide, unit", "header: [a全市, a市辖区], unit", "mix 全市, 市辖区, which are different numbers"),
        (POVERTY, "{header: poverty, convert_to: t}", "`convert_to` needs `unit`"),
        (POVERTY, "{unit: {2000: t, 2005: kt}}", "`convert_to` must say the unit of the panel"),
        (POVERTY, "{heder: poverty}", "unknown key `panel.sources.1.columns.poverty.heder`; did you mean `header`?"),
        ("post: {header: post}", "homicide: {header: post}", "variable `homicide` has different units in its sources"),
        ("post: {header: post}", "class: {header: post}", "`class` is a word of the language in which expressions"),
        ("post: {header: post}", "2post: {header: post}", "must match ^[A-Za-z_]"),
        ("exp(l_police)", "capital_stock(l_police)", "needs the option `base`, as `base=2006`"),
        ("exp(l_police)", "exp(l_police", "expression `exp(l_police` cannot be read"),
        ("exp(l_police)", "l_police == 'many'", "`'many'` is not allowed"),
        ("  variables:\n", "  winsorize: {variables: [poverty], quantiles: [0.9, 0.1]}\n  variables:\n", "must ascend"),
        ("  variables:\n", "  interpolate: {variables: []}\n  variables:\n", "at least 1 item"),
    ],
)
def test_each_fault_has_its_message(castle, said, old, new, words):
    lines = said(castle(old, new))
    assert any(words in line for line in lines), lines
    assert all(line.startswith("study.yaml:") for line in lines)


def test_a_block_may_stand_where_a_list_of_them_is_expected(castle, read):
    study = read(castle("  variables:\n", "  interpolate: {variables: [poverty]}\n  variables:\n"))
    assert [rule.variables for rule in study.panel.interpolate] == [["poverty"]]


def test_columns_are_those_of_all_sources_in_their_order(castle, read):
    columns = read(castle()).panel.columns()
    assert (columns[0], columns[-1], len(columns)) == ("homicide", "post", 14)


def test_integer_keys_are_keys():
    source = {"path": "raw/a.csv", "columns": {"x": {}}, "drop_rows": [999999], "missing": [-999]}
    block = Panel.model_validate({"sources": [source], "interpolate": {"variables": ["x"], "allow": [340100, "x"]}})
    assert block.sources[0].drop_rows == ["999999"]
    assert block.interpolate[0].allow == ["340100", "x"]
    matrix = Contiguity.model_validate({"kind": "contiguity", "shapes": "a.geojson", "key": "k", "leave_out": [460300]})
    assert matrix.leave_out == ["460300"]
