"""A study's raw files: labelled, and the same bytes from the same seed."""

import os
import subprocess
import sys

import pandas as pd
import pytest
import workbook
from yearbooks import ROOT, shipped

from core.files import read_json


# 278 cities over 21 years take a second; no other fast test draws them
@pytest.mark.parametrize("study", ["aipz", "yreb", pytest.param("ncedc", marks=pytest.mark.slow)])
def test_nothing_simulated_lies_there_without_a_label(study, drawn):
    folder = drawn(study)
    label = (folder / "LABEL.txt").read_text()
    assert label.startswith("SIMULATED DATA") and str(shipped(study)[0].seed) in label
    for name in ("defects.json", "planted.json"):
        assert read_json(folder / name)["data_status"] == "simulated"
    assert "simulated data" in workbook.rows(folder / "economy.xlsx")[0][0]
    with pd.io.stata.StataReader(folder / "employment.dta") as reader:
        assert reader.data_label == "simulated data"


@pytest.mark.slow
def test_the_same_seed_gives_the_same_bytes_with_other_threads(drawn, tmp_path):
    """A second process with two threads of linear algebra, in place of another number of cores."""
    code = "import sys, pathlib; from yearbooks import draw; draw('yreb', pathlib.Path(sys.argv[1]))"
    path = os.pathsep.join(str(ROOT / part) for part in ("scripts", "tests/demo"))
    environment = {**os.environ, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "2", "PYTHONHASHSEED": "7"}
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True, env=environment)
    first = drawn("yreb")
    for file in sorted(first.iterdir()):
        assert file.read_bytes() == (tmp_path / file.name).read_bytes(), file.name
