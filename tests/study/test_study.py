"""A study file as a whole: shipped studies are valid, and faults of its frame have their message and line."""

from pathlib import Path

import pytest
import yaml

from core.documents import read_document
from core.errors import StudyError
from study.study import Study

ROOT = Path(__file__).parents[2]
STUDIES = sorted((ROOT / "config" / "studies").glob("*.yaml"))


@pytest.mark.parametrize("path", STUDIES, ids=lambda path: path.stem)
def test_shipped_studies_are_valid(path, read):
    assert read(path.read_text(encoding="utf-8")).title


def test_a_study_may_have_one_year(smallest, read):
    assert read(smallest().replace("years: [2010, 2019]", "years: [2010, 2010]")).years == (2010, 2010)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("efficiency:", "efficency:", "unknown key `efficency`; did you mean `efficiency`?"),
        ("years: [2000, 2010]", "years: [2010, 2000]", "the first year must not come after the last"),
        ("years: [2000, 2010]", "years: 2000", "`years` is 2000: "),
        ("title: Castle", "title: A\ntitle: Castle", 'study.yaml:2: found duplicate key "title"'),
        (
            "  baseline:\n",
            "  baseline: {title: x, columns: {a: y ~ x}}\n  baseline:\n",
            'found duplicate key "baseline"',
        ),
        ("unit: {key: state,", "unit: {key: {state,", "not valid YAML"),
        ("  baseline:\n", "  ../x:\n", "it must match"),
        ("  baseline:\n", "  Baseline:\n", "it must match"),
        ("data_status: real", "data_status: faked", "`data_status` is 'faked'; allowed: 'real' or 'simulated'"),
        ("  variables:\n", "  winsorize: {variables: [income]}\n  variables:\n", "or set `dea: true`"),
        ("  variables:\n", "  history: 2005\n  variables:\n", "`panel.history` 2005 is after the first"),
        (
            "  sources:\n",
            "  sources:\n    - {path: a.csv, level: province, columns: {x: {}}}\n",
            "needs `unit.crosswalk`",
        ),
        ("policies:\n", "policy: {variable: post}\npolicies:\n", "unknown key `policy`; policies have names now"),
        ("inference:", "ssc: CR1\ninference:", "unknown key `ssc`; write `inference: {ssc: reghdfe}`"),
        (
            "figures:\n",
            "event_study: {window: [-3, 3]}\nfigures:\n",
            "unknown key `event_study`; an event study is a col",
        ),
        ("figures:\n", "spatial: {}\nfigures:\n", "unknown key `spatial`; weights stand under `matrices`, models are"),
        ("figures:\n", "autocorrelation: {}\nfigures:\n", "unknown key `autocorrelation`; Moran's I is a table"),
        ("ssc: reghdfe", "ssc: reghdf", "`inference.ssc` is 'reghdf'; allowed: 'reghdfe', 'regress'"),
        ("tables:\n", "tables: []\nnone:\n", "`tables` is a list; it must be names with their values"),
    ],
)
def test_each_fault_has_its_message(castle, said, old, new, words):
    lines = said(castle(old, new))
    assert any(words in line for line in lines), lines


def test_the_line_of_a_fault_is_that_of_the_file(castle, said):
    text = castle("frontier: global", "fronteer: global")
    line = next(number for number, content in enumerate(text.splitlines(), 1) if "fronteer" in content)
    assert any(one.startswith(f"study.yaml:{line}: unknown key") for one in said(text))


def test_all_faults_of_keys_are_said_at_once(tmp_path):
    study = tmp_path / "study.yaml"
    study.write_text("titel: x\nyears: [a, b]\n")
    with pytest.raises(StudyError) as error:
        read_document(study, Study)
    for words in ("`titel`", "`years.0`", "`panel` is missing"):
        assert words in str(error.value)


def test_variables_stand_in_the_order_in_which_they_arise(castle, read):
    variables = read(castle()).variables()
    assert variables[:2] == ["homicide", "robbery"]
    assert variables[-3:] == ["violent", "property", "post_2"]


@pytest.mark.parametrize(
    "key", [key for key in Study.model_fields if key not in ("title", "description", "data_status", "stars")]
)
@pytest.mark.parametrize("value", ["7", "true", "[[]]", "[7]"])
def test_a_block_of_another_kind_is_refused_with_a_message(smallest, said, key, value):
    blocks = yaml.safe_load(smallest())
    lines = said(yaml.safe_dump(blocks | {key: yaml.safe_load(value)}))
    assert any(f"`{key}" in line for line in lines), lines
