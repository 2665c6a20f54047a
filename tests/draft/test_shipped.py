"""The drafts from the raw files of the simulated studies, beside the study files that were written by hand."""

from pathlib import Path

import pytest

from core.documents import read_document
from panel.account import Account
from panel.layouts import fold
from panel.preparation import Files, prepare
from panel.units import factor
from study.study import Study

ROOT = Path(__file__).parents[2]
UNITS = str(ROOT / "resources" / "units.txt")
COLUMNS = {"aipz": 35, "ncedc": 33, "yreb": 26}  # of the shipped study files
STATED = {"aipz": 20, "ncedc": 20, "yreb": 14}  # of these, whose header or row of units states the unit of measurement
# Units that the shipped file knows from elsewhere, or more of than the header says.
SAID_OTHERWISE = {"per 100 people": "per 100"}
# Lines of the draft that a person takes out of their comments; each stands below one that is marked `decide:`.
DECISIONS = ("  # balanced: drop_units", "      # drop_rows: [昆山市, 义乌市, 晋江市]")

every_study = pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.slow] * (name != "yreb")) for name in COLUMNS]
)


def shipped_study(name: str) -> Study:
    return read_document(ROOT / "config" / "studies" / f"{name}.yaml", Study)


def pairs(demo, name: str) -> list[tuple]:
    """Each source of the shipped study with the one that was drafted from the same file."""
    drafted = {Path(source.path).name: source for source in demo(name).study.panel.sources}
    return [(source, drafted[Path(source.path).name]) for source in shipped_study(name).panel.sources]


def same_columns(demo, name: str) -> list[tuple]:
    """Each shipped column with the drafted one of the same header, None if there is none."""
    found = []
    for shipped, drafted in pairs(demo, name):
        by_header = {column.header[0]: column for column in drafted.columns.values()}
        found += [(column, by_header.get(column.header[0])) for column in shipped.columns.values()]
    return found


@every_study
def test_every_source_is_read_as_the_shipped_file_says(demo, name):
    for shipped, drafted in pairs(demo, name):
        for key in ("level", "layout", "header_row", "first_row", "encoding", "delimiter", "decimal", "value_labels"):
            assert getattr(drafted, key) == getattr(shipped, key), f"{shipped.path}: {key}"
        assert shipped.layout == "wide" or drafted.year == shipped.year
        assert drafted.missing == shipped.missing
        assert drafted.sheet == shipped.sheet


@every_study
def test_the_unit_is_that_of_the_shipped_file(demo, name):
    shipped, drafted = shipped_study(name).unit, demo(name).study.unit
    assert set(drafted.key) == set(shipped.key)
    assert drafted.key[0] == "city_code"
    assert set(drafted.province) <= set(shipped.province)
    for key in ("crosswalk", "aliases", "changes"):
        assert getattr(drafted, key) == getattr(shipped, key)


@every_study
def test_years_and_units_are_those_of_the_shipped_file(demo, name):
    assert demo(name).study.years == shipped_study(name).years
    number = {"aipz": 286, "ncedc": 278, "yreb": 108}[name]
    assert f"# {number} units have a row for every variable in every year" in demo(name).text


@every_study
def test_every_column_of_the_shipped_file_is_found_with_its_header(demo, name):
    columns = same_columns(demo, name)
    assert len(columns) == COLUMNS[name]
    assert [shipped.header for shipped, drafted in columns if drafted is None] == []


@every_study
def test_units_are_those_of_the_shipped_file_where_the_header_states_them(demo, name):
    stated = [(shipped.unit, drafted.unit) for shipped, drafted in same_columns(demo, name) if drafted.unit]
    assert len(stated) == STATED[name]
    for shipped, drafted in stated:
        same = fold(drafted) == fold(SAID_OTHERWISE.get(shipped, shipped))
        assert same or factor(drafted, shipped, UNITS) == 1


@every_study
def test_columns_of_one_variable_in_two_files_are_joined_and_converted(demo, name):
    """A variable of two shipped sources has one name in the draft, too, and there the same unit in both."""
    shipped = {}
    for source, drafted in pairs(demo, name):
        by_header = {column.header[0]: (key, column) for key, column in drafted.columns.items()}
        for key, column in source.columns.items():
            shipped.setdefault(key, []).append(by_header[column.header[0]])
    several = [found for found in shipped.values() if len(found) > 1]
    assert len(several) >= 4
    for (name_1, column_1), (name_2, column_2) in several:
        assert name_1 == name_2
        assert column_1.convert_to == column_2.convert_to


@every_study
def test_totals_are_left_out_and_strange_keys_are_said(demo, name):
    economy = next(source for source in demo(name).study.panel.sources if source.path.endswith("economy.xlsx"))
    assert "全国" in economy.drop_rows
    assert {"*省"} <= set(economy.drop_rows)
    assert "3 keys are no unit of the crosswalk: 昆山市, 义乌市, 晋江市" in demo(name).summary


@every_study
def test_the_panel_stage_takes_it_after_the_decisions_that_are_marked(demo, name, tmp_path):
    text, home = demo(name).text, demo(name).home
    for line in DECISIONS:
        assert f"\n{line}\n" in text
        before, _, after = text.partition(line)
        above = before.rstrip("\n").splitlines()
        marked = next(words for words in reversed(above) if not words.strip().startswith("#   "))
        assert "decide:" in marked
        text = before + line.replace("# ", "", 1) + after
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    study = read_document(tmp_path / "mine.yaml", Study)
    facts = [str(home / path) for path in (study.unit.crosswalk, study.unit.aliases, study.unit.changes)]
    paths = [str(home / source.path) for source in study.panel.sources]
    unit, block = study.unit.model_dump(mode="json"), study.panel.model_dump(mode="json")
    account = Account()
    panel = prepare(
        Files(paths, *facts, [], UNITS), unit, study.years, block, {}, study.efficiency.indicators(), account
    )
    assert account.all_problems()[["file", "expected"]].to_numpy().tolist() == []
    assert panel["unit"].nunique() == {"aipz": 286, "ncedc": 278, "yreb": 108}[name]
    assert len(panel) == panel["unit"].nunique() * (study.years[1] - study.years[0] + 1)
