"""The verb of the stage, run on a study that tests break or extend."""

from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from raw_study import CLEAN, PANEL, POLICY, UNIT, changed, edited

from core.errors import StudyError
from core.tables import read_csv
from panel.build_panel import build_panel
from study.panel import Panel, Unit

ROOT = Path(__file__).parents[2]
WRITTEN = ("panel", "audit", "descriptives", "warnings")


def build(folder: Path, files: dict, panel: dict, unit: dict, policies: dict, years) -> SimpleNamespace:
    """What the verb writes for a study whose raw files, and all that is made, lie in `folder`."""
    for name, text in {**CLEAN, **files}.items():
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    block = Panel.model_validate(panel).model_dump(mode="json")
    unit = Unit.model_validate(unit).model_dump(mode="json")
    policies = {name: POLICY | policy for name, policy in policies.items()}
    out = {kind: folder / f"{kind}.csv" for kind in WRITTEN}
    build_panel(
        sources=[str(folder / source["path"]) for source in block["sources"]],
        **{kind: located(folder, unit[kind]) if unit[kind] else [] for kind in ("crosswalk", "aliases", "changes")},
        rosters=[str(folder / policy["roster"]) for policy in policies.values() if policy["roster"]],
        units=str(ROOT / "resources" / "units.txt"),
        **out,
        problems=str(folder / "problems.csv"),
        unit=unit,
        years=list(years),
        block=block,
        policies=policies,
        indicators={"invest": False, "land": False},
    )
    return SimpleNamespace(**{kind: read_csv(path) for kind, path in out.items()})


def located(folder: Path, path: str) -> str:
    """A file of the study, or else one that ships."""
    return str(folder / path if (folder / path).exists() else ROOT / path)


@pytest.fixture
def make(tmp_path):
    """`make(files, panel, unit, policies)` builds the panel of a study and gives what was written."""

    def run(files=None, panel=PANEL, unit=UNIT, policies=None, years=(2015, 2019)):
        return build(tmp_path, files or {}, panel, unit, policies or {}, years)

    return run


@pytest.fixture(scope="session")
def clean(tmp_path_factory):
    """The panel of the clean study."""
    return build(tmp_path_factory.mktemp("clean"), {}, PANEL, UNIT, {}, (2015, 2019)).panel


@pytest.fixture
def problems(tmp_path):
    """The table of problems of the last run."""
    return lambda: pd.read_csv(tmp_path / "problems.csv", keep_default_na=False)


@pytest.fixture
def refused(make, problems, tmp_path):
    """`refused(fault)` asserts that no panel is built, and that the message says all that it must."""

    def run(fault):
        with pytest.raises(StudyError) as error:
            make(edited(fault.edits), changed(PANEL, fault.panel), UNIT | fault.unit, fault.policies)
        for words in fault.said:
            assert words in str(error.value)
        assert len(problems())
        assert not (tmp_path / "panel.csv").exists()

    return run


@pytest.fixture
def accounted(make, tmp_path):
    """`accounted(oddity)` asserts that a panel is built, and that audit and warnings say all that they must."""

    def run(oddity):
        made = make(edited(oddity.edits), changed(PANEL, oddity.panel), UNIT | oddity.unit)
        for name, wanted in (("audit", oddity.audit), ("warnings", oddity.warnings)):
            text = (tmp_path / f"{name}.csv").read_text()
            for words in wanted:
                assert words.format(f"{tmp_path}/") in text
        return made

    return run
