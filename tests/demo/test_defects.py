"""The account of the defects is complete: cells that differ are those on record, and no others."""

from collections import Counter

import numpy as np
import pytest
from readers import clean_rows, numbers, read
from yearbooks import shipped, simulated

from core.files import read_json
from demo.defects import damaged
from demo.layouts import table
from demo.settings import Defects

CELLS = {"missing_run", "missing_end", "spike", "level_change", "carried_forward", "provincial_collapse"}
ROWS = {"totals_row", "county_row", "ended_city", "silent_city", "duplicate_row", "short_name", "old_name"}
BREAKS = {"scope_break", "registered_to_resident", "other_unit"}


@pytest.mark.parametrize("study", ["aipz", "yreb"])
def test_cells_that_differ_are_those_on_record(study, drawn):
    folder, (settings, _) = drawn(study), shipped(study)
    simulation = simulated(study)
    records = read_json(folder / "defects.json")["defects"]
    full_name = {(one["file"], one["written"]): one["clean"] for one in records if one["kind"].endswith("_name")}
    codes = dict(zip(simulation.cities["name_zh"], simulation.cities["adcode"], strict=True))
    for file in settings.files:
        found = numbers(file, read(file, folder / file.path)).drop_duplicates()
        found["city"] = [full_name.get((file.path, city), city) for city in found["city"]]
        for name in file.columns:
            both = found.merge(clean_rows(simulation, file, name), on=["city", "year"], validate="1:1")
            differs = both[~np.isclose(both[name], both["clean"], rtol=1e-9, atol=0)]
            cells = {(codes.get(city, city), year) for city, year in zip(differs["city"], differs["year"], strict=True)}
            known = {
                (one["unit"], one["year"])
                for one in records
                if one["kind"] in CELLS and (one["file"], one["variable"]) == (file.path, name)
            }
            assert cells == known, (file.path, name)


def test_every_kind_of_defect_is_there(drawn):
    """Among the two studies that the test above reads anyhow."""
    kinds = Counter()
    for study in ("aipz", "yreb"):
        records = read_json(drawn(study) / "defects.json")["defects"]
        kinds += Counter(one["kind"] for one in records)
    assert set(kinds) == CELLS | ROWS | BREAKS


@pytest.mark.parametrize("kind", ["missing_runs", "spikes", "level_changes", "missing_end", "repeats", "collapse"])
def test_a_defect_is_where_its_record_says(kind):
    """Injected alone: the cells that changed are those on record, with what was there and what is there now."""
    settings, _ = shipped("aipz")
    simulation = simulated("aipz")
    file = next(one for one in settings.files if one.path == "investment_late.csv")
    clean = table(file, simulation.cities, simulation.study.any(axis=1), simulation.worlds[1])
    wanted = {
        "missing_runs": {"investment": {1: 3, 3: 2}},
        "spikes": {"investment": 4},
        "level_changes": {"investment": 2},
        "missing_end": {"investment": {2022: 0.1, 2023: 0.2}},
        "repeats": {"investment": 0.1},
        "collapse": {"21": 2016},
    }[kind]
    content, records = damaged(file, clean.copy(), Defects(**{kind: {file.path: wanted}}), seed=1)
    cells = clean.set_index(["code", "year"])["investment"], content.set_index(["code", "year"])["investment"]
    changed = {(*key, cells[0][key], cells[1][key]) for key in cells[0].index[cells[0] != cells[1]]}
    assert changed == {(one["unit"], one["year"], one["clean"], one["written"]) for one in records}
    assert records
