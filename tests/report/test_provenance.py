"""The account of a result: what made it as its job wrote it down, and what would make it otherwise now."""

from copy import deepcopy
from pathlib import Path

import pytest

from core.digests import RECORDS, digest, digests_of, record
from core.files import write_text
from report.provenance import account

PANEL, TABLE = "results/fields/panel/panel.csv", "results/fields/tables/baseline.csv"
MAKERS = {
    TABLE: {
        "job": "render_table fields baseline",
        "script": "report/render_table.py",
        "inputs": [PANEL],
        "code": {"report/render_table.py": "1"},
        "params": {"settings": {"title": "Fields"}},
    },
    PANEL: {
        "job": "build_panel fields",
        "script": "panel/build_panel.py",
        "inputs": ["raw/land.csv"],
        "code": {"panel/build_panel.py": "2"},
        "params": {"years": (2010, 2015)},
    },
}


@pytest.fixture
def made(tmp_path, monkeypatch):
    """A table, a panel and a raw file, as jobs made them."""
    monkeypatch.chdir(tmp_path)
    for path in (TABLE, PANEL, "raw/land.csv"):
        write_text(path, path)
    for path, now in MAKERS.items():
        record([path], now | {"inputs": digests_of(now["inputs"]), "packages": {"python": "3.11.7"}})


def said(makers=MAKERS):
    return account(TABLE, makers, "config/studies/fields.yaml", [(3, "title: Fields")])


def short(path):
    return digest(path)[:12]


def test_an_account_leads_from_the_result_to_the_raw_files(made):
    assert said() == [
        f"{TABLE}  {short(TABLE)}",
        "  rule render_table, script scripts/report/render_table.py",
        "  from:",
        f"    {PANEL}  {short(PANEL)}",
        "  which stand on:",
        f"    {PANEL}  {short(PANEL)}  by build_panel fields",
        "  and on the files:",
        f"    raw/land.csv  {short('raw/land.csv')}",
        "  config/studies/fields.yaml, lines:",
        "       3  title: Fields",
        "  code, of all steps:",
        "    panel/build_panel.py, report/render_table.py",
        "  packages of the last step:",
        "    python 3.11.7",
    ]


def changed(path, *keys, to):
    """MAKERS with another value at the keys of `path`."""
    makers = deepcopy(MAKERS)
    place = makers[path]
    for key in keys[:-1]:
        place = place[key]
    place[keys[-1]] = to
    return makers


def edit(path):
    return lambda: write_text(path, "edited")


def forget(path):
    return lambda: (RECORDS / f"{path}.json").unlink()


@pytest.mark.parametrize(
    ("harm", "makers", "line"),
    [
        (edit(TABLE), MAKERS, f"{TABLE} was changed since its job wrote it"),
        (lambda: Path(TABLE).unlink(), MAKERS, f"{TABLE} is not there"),
        (edit("raw/land.csv"), MAKERS, f"{PANEL}: was made from another raw/land.csv"),
        (
            lambda: None,
            changed(PANEL, "code", "panel/build_panel.py", to="3"),
            f"{PANEL}: was made by another panel/build_panel.py",
        ),
        (
            lambda: None,
            changed(TABLE, "params", "settings", "title", to="Meadows"),
            f"{TABLE}: its job has another `settings` now",
        ),
        (
            lambda: None,
            changed(TABLE, "script", to="report/print.py"),
            f"{TABLE}: now made by render_table fields baseline, report/print.py",
        ),
        (forget(PANEL), MAKERS, f"{PANEL}: no record says what made it; above stands what would make it now"),
    ],
)
def test_what_differs_now_is_said(made, harm, makers, line):
    harm()
    assert said(makers)[-2:] == ["  not as it was:", f"    {line}"]
