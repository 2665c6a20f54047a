"""A study file is read strictly, and each fault is said with file, line, key and what is allowed."""

import json
from pathlib import Path

import pytest

from core.documents import read_document
from core.errors import StudyError
from small_study import keys
from study.study import Config, Study

ROOT = Path(__file__).parents[2]
CASTLE = ROOT / "config" / "studies" / "castle.yaml"


@pytest.mark.parametrize("path", sorted((ROOT / "config" / "studies").glob("*.yaml")), ids=lambda path: path.stem)
def test_shipped_studies_are_valid(path):
    assert read_document(path, Study).title


def test_shipped_configuration_is_valid():
    assert read_document(ROOT / "config" / "config.yaml", Config).placebo.draws == 500


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("efficiency:", "efficency:", "unknown key `efficency`; did you mean `efficiency`?"),
        ("frontier: global", "frontiers: global", "unknown key `efficiency.frontiers`; did you mean `frontier`?"),
        ("returns_to_scale: crs", "returns_to_scale: irs", "is 'irs'; allowed: 'crs' or 'vrs'"),
        ("{variant: B}", "{varient: B}", "unknown key `efficiency.sensitivity.0.varient`; did you mean `variant`?"),
        ("{variant: B}", "{variant: A}", "`sensitivity.0` is the same specification as one before it"),
        ("{variant: B}", "{}", "`sensitivity.0` names no key"),
        ("{variant: B}", "{frontier: window}", "`sensitivity.0`: frontier `window` needs `window`"),
        ("{variant: B}", "{inputs: [polices]}", "`efficiency.sensitivity.0.inputs`: unknown variable `polices`"),
        ("  frontier: global", "  frontier: window", "frontier `window` needs `window`"),
        ("  frontier: global", "  productivity: [gml, gml]", "must name at least one, and none twice"),
        (
            "exp(l_police)",
            "exp(l_polices)",
            "`panel.variables.police`: unknown variable `l_polices` in `exp(l_polices)`",
        ),
        ("[police, prisoners]", "[polices]", "`efficiency.inputs`: unknown variable `polices`; did you mean `police`?"),
        ("policy: {variable: post}", "policy: {variable: pst}", "unknown variable `pst`; did you mean `post`?"),
        ("l_homicide ~ post |", "l_homicide ~ psot |", "unknown variable `psot`; did you mean `post`?"),
        ("weights: queen}", "weights: rook}", "names the weights `rook`; allowed: `queen`"),
        ("years: [2000, 2010]", "years: [2010, 2000]", "the first year must come before the last"),
        ("  baseline:", "  spatial_x:", "is a table of the workflow's own"),
        ("  baseline:", "  ../x:", "it must match"),
        ("title: Castle", "title: A\ntitle: Castle", '2: found duplicate key "title"'),
        ("post: {header: post", "score: {header: post", "`score` is a name of the workflow"),
        ("path: results/castle/demo/laws.csv", "path: /etc/laws.csv", "is not a path below the folder of the run"),
        ("path: results/castle/demo/laws.csv", "path: raw/../../laws.csv", "is not a path below the folder"),
        ("policy: {variable: post}", "", "`event_study` needs the block `policy`"),
        ("unit: {key: state}", "unit: {key: state", "not valid YAML"),
        ("unit: {key: state}", "unit: {key: state, members: in_286}", "`members` needs `crosswalk`"),
        ("unit: {key: state}", "unit: {key: state, boundaries: {AC11: split}}", "allowed: 'follow', 'merge' or 'drop'"),
        ("header: homicide, unit", "header: 'h{year}', unit", "does not fit the layout `long`"),
        ("header: homicide, unit", "header: [a全市, a市辖区], unit", "mix 全市, 市辖区, which are different numbers"),
        ('{header: poverty, unit: "%"}', "{header: poverty, convert_to: t}", "`convert_to` needs `unit`"),
        ('{header: poverty, unit: "%"}', "{unit: {2000: t, 2005: kt}}", "`convert_to` must say the unit of the panel"),
        ("post: {header: post}", "homicide: {header: post}", "variable `homicide` has different units in its sources"),
        ("  variables:\n", "  winsorize: {variables: [income]}\n  variables:\n", "or set `dea: true`"),
        ("  variables:\n", "  interpolate: {variables: [income]}\n  variables:\n", "unknown variable `income`"),
        ("  variables:\n", "  history: 2005\n  variables:\n", "`panel.history` 2005 is after the first"),
        ("exp(l_police)", "capital_stock(l_police)", "needs the option `base`, as `base=2006`"),
        (
            'l_homicide ~ post | unit + year"}\n      - {name: homicide_c',
            'l_homicide ~ post | unit + year", sample: lag(post)}\n      - {name: homicide_c',
            "unknown function `lag`",
        ),
        ("policy: {variable: post}", "policy: {variable: post, roster: r.csv}", "variable `post` is defined twice"),
    ],
)
def test_each_fault_has_its_message(tmp_path, old, new, said):
    text = CASTLE.read_text(encoding="utf-8")
    assert old in text
    study = tmp_path / "study.yaml"
    study.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(StudyError) as error:
        read_document(study, Study)
    assert said in str(error.value)
    assert str(study) in str(error.value)


def test_the_line_of_a_fault_is_that_of_the_file(tmp_path):
    text = CASTLE.read_text(encoding="utf-8")
    study = tmp_path / "study.yaml"
    study.write_text(text.replace("frontier: global", "fronteer: global"), encoding="utf-8")
    line = next(number for number, content in enumerate(text.splitlines(), 1) if "frontier: global" in content)
    with pytest.raises(StudyError, match=f"study.yaml:{line}: unknown key"):
        read_document(study, Study)


def test_all_faults_are_said_at_once(tmp_path):
    study = tmp_path / "study.yaml"
    study.write_text("titel: x\nyears: [a, b]\n")
    with pytest.raises(StudyError) as error:
        read_document(study, Study)
    for words in ("`titel`", "`years.0`", "`panel` is missing"):
        assert words in str(error.value)


@pytest.mark.parametrize("names", [["../x"], ["a; touch P"], ["Castle"], [""], []])
def test_names_that_are_not_slugs_are_refused(tmp_path, names):
    config = tmp_path / "config.yaml"
    config.write_text(json.dumps({"studies": names, "seed": 1}))
    with pytest.raises(StudyError, match=r"studies"):
        read_document(config, Config)


def test_the_documentation_of_the_keys_is_in_step():
    assert (ROOT / "config" / "README.md").read_text(encoding="utf-8") == keys.readme()
    assert (ROOT / "config" / "schema.json").read_text(encoding="utf-8") == keys.schema()


def test_every_key_is_described():
    def models(model, seen):
        if model not in seen:
            seen.add(model)
            for field in model.model_fields.values():
                for inner in keys.models_in(field.annotation):
                    models(inner, seen)
        return seen

    for model in models(Study, set()) | models(Config, set()):
        assert model.__doc__, model
        for key, field in model.model_fields.items():
            assert field.description, f"{model.__name__}.{key}"
