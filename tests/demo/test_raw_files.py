"""The raw files say what the clean yearbook says, but for the defects, and the account of the defects is complete."""

import json
import os
import runpy
import subprocess
import sys
from collections import Counter
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
import workbook
from yearbooks import HOME, ROOT, STUDIES, shipped, simulated

from demo.calibration import YEARS
from demo.defects import damaged
from demo.layouts import table, write
from demo.settings import Defects
from demo.variables import POWERS, VARIABLES

CELLS = {"missing_run", "missing_end", "spike", "level_change", "carried_forward", "provincial_collapse"}


def read(file, path):
    """A raw file as text, by a plain reader: columns city, year and the variables."""
    match path.suffix:
        case ".csv":
            raw = pd.read_csv(path, dtype=str, keep_default_na=False, encoding=file.encoding)
        case ".tsv":
            raw = pd.read_csv(path, dtype=str, keep_default_na=False, sep="\t")
        case ".xlsx":
            rows = workbook.rows(path)
            raw = pd.DataFrame(rows[3:], columns=rows[1]).fillna("")
        case ".dta":
            raw = pd.read_stata(path, convert_categoricals=False).map(lambda value: f"{value:.10g}")
    if file.layout == "wide":
        ((name, column),) = file.columns.items()
        before, after = column.header.split("{year}")
        raw = raw.melt(file.city, var_name="year", value_name=name)
        raw["year"] = raw["year"].str.removeprefix(before).str.removesuffix(after)
        return raw.rename(columns={file.city: "city"})
    headers = {file.city: "city", file.year: "year"} | {column.header: name for name, column in file.columns.items()}
    return raw.rename(columns=headers)


def numbers(file, raw):
    """Values in the units of the clean yearbook."""
    found = raw[["city", "year"]].assign(year=raw["year"].astype(float).astype(int))
    for name, column in file.columns.items():
        power = POWERS[column.unit] - POWERS[VARIABLES[name][0]]
        found[name] = pd.to_numeric(raw[name].str.replace(",", "").replace({"": None, "…": None})) * 10.0**power
    return found


def clean_rows(simulation, file, name):
    """The clean values of one variable by city, as it is named in the file, and year."""
    inside = simulation.study.any(axis=1)
    cities = simulation.cities[inside]
    names = cities["adcode"] if file.key == "code" else cities["name_zh"]
    if file.level == "province":
        names = cities["province_zh"]
    values = pd.DataFrame(simulation.worlds[1][name][inside], columns=list(YEARS)).assign(city=names.to_numpy())
    return values.drop_duplicates("city").melt("city", var_name="year", value_name="clean")


@pytest.mark.parametrize("study", ["aipz"])
def test_clean_files_give_back_the_clean_yearbook(study, tmp_path):
    """Every format, encoding, layout and unit, to 1e-9, by readers that know nothing of the generator."""
    settings, facts = shipped(study)
    simulation = simulated(study)
    names = dict(zip(facts.cities["adcode"], facts.cities["name_zh"], strict=True))
    for file in settings.files:
        content = table(file, simulation.cities, simulation.study.any(axis=1), simulation.worlds[1])
        write(tmp_path / file.path, file, content, names)
        found = numbers(file, read(file, tmp_path / file.path))
        for name in file.columns:
            both = found.merge(clean_rows(simulation, file, name), on=["city", "year"], validate="1:1")
            assert len(both) == len(found) > 0
            assert np.allclose(both[name], both["clean"], rtol=1e-9, atol=0), (file.path, name)


@pytest.mark.parametrize("study", ["aipz", "yreb"])
def test_cells_that_differ_are_those_on_record(study, drawn):
    folder, (settings, _) = drawn(study), shipped(study)
    simulation = simulated(study)
    records = json.loads((folder / "defects.json").read_text())["defects"]
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
    kinds = Counter()
    for study in STUDIES:
        records = json.loads((drawn(study) / "defects.json").read_text())["defects"]
        kinds += Counter(one["kind"] for one in records)
    rows = {"totals_row", "county_row", "ended_city", "silent_city", "duplicate_row", "short_name", "old_name"}
    breaks = {"scope_break", "registered_to_resident", "other_unit"}
    assert set(kinds) == CELLS | rows | breaks


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


@pytest.mark.parametrize("study", STUDIES)
def test_nothing_simulated_lies_there_without_a_label(study, drawn):
    folder = drawn(study)
    label = (folder / "LABEL.txt").read_text()
    assert label.startswith("SIMULATED DATA") and str(shipped(study)[0].seed) in label
    for name in ("defects.json", "planted.json"):
        assert json.loads((folder / name).read_text())["data_status"] == "simulated"
    assert "simulated data" in workbook.rows(folder / "economy.xlsx")[0][0]
    with pd.io.stata.StataReader(folder / "employment.dta") as reader:
        assert reader.data_label == "simulated data"


def test_encodings_and_layouts(drawn):
    """One GB18030 file, one with a byte-order mark, a workbook with a title and a row of units, a labelled dta."""
    folder = drawn("aipz")
    with pytest.raises(UnicodeDecodeError):
        (folder / "finance.csv").read_text(encoding="utf-8")
    assert (folder / "finance.csv").read_text(encoding="gb18030").startswith("城市,年度,年末金融机构各项存款余额")
    assert (folder / "land.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    rows = workbook.rows(folder / "economy.xlsx")
    assert rows[1][:3] == ["城市", "年份", "人均地区生产总值"] and rows[2][2] == "(元)"
    labelled = pd.read_stata(folder / "employment.dta")
    assert labelled["city_code"].iloc[0] == "北京市"


def test_the_same_seed_gives_the_same_bytes_with_other_threads(drawn, tmp_path):
    """A second process with two threads of linear algebra, in place of another number of cores."""
    code = "import sys, pathlib; from yearbooks import draw; draw('yreb', pathlib.Path(sys.argv[1]))"
    path = os.pathsep.join(str(ROOT / part) for part in ("scripts", "tests/demo"))
    environment = {**os.environ, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "2", "PYTHONHASHSEED": "7"}
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True, env=environment)
    first = drawn("yreb")
    for file in sorted(first.iterdir()):
        assert file.read_bytes() == (tmp_path / file.name).read_bytes(), file.name


def test_last_block(tmp_path, drawn):
    settings, _ = shipped("yreb")
    names = ("worlds.csv", "roster.csv", "defects.json", "planted.json", "LABEL.txt")
    given = SimpleNamespace(
        input=SimpleNamespace(
            settings=HOME / "demo" / "yreb.yaml",
            cities=HOME / "cities.csv",
            contiguity=HOME / "contiguity.csv",
            calibration=HOME / "calibration.json",
            published=HOME / "published" / "yreb.yaml",
            zones=HOME / "yreb.csv",
        ),
        output=SimpleNamespace(
            raw=[tmp_path / file.path for file in settings.files],
            **{name.partition(".")[0].lower(): tmp_path / name for name in names},
        ),
        log=[tmp_path / "log"],
    )
    runpy.run_path(str(ROOT / "scripts" / "demo" / "draw_yearbook.py"), init_globals={"snakemake": given})
    for file in drawn("yreb").iterdir():
        assert (tmp_path / file.name).read_bytes() == file.read_bytes()
