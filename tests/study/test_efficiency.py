"""The efficiency block: specifications differ, and each fault has its message."""

import pytest


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("frontier: global", "frontiers: global", "unknown key `efficiency.frontiers`; did you mean `frontier`?"),
        ("returns_to_scale: crs", "returns_to_scale: irs", "is 'irs'; allowed: 'crs' or 'vrs'"),
        ("{variant: B}", "{varient: B}", "unknown key `efficiency.scores.variant_b.varient`; did you mean `variant`?"),
        (
            "{variant: B}",
            "{variant: A}",
            "`scores.variant_b` is the same score as `scores.own`; change a key of one, or",
        ),
        (
            "{variant: B}",
            "{reference: not pots}",
            "`efficiency.scores.variant_b.reference`: unknown variable `pots`; did",
        ),
        ("{variant: B}", "{frontier: window}", "`scores.variant_b`: frontier `window` needs `window`"),
        ("  frontier: global", "  frontier: window", "frontier `window` needs `window`"),
        ("  frontier: global", "  productivity: [gml, gml]", "must name at least one, and none twice"),
        (
            "  frontier: global",
            "  sensitivity: [{variant: B}]",
            "scores have names now, and every one can be a variable",
        ),
        ("    variant_b: {variant: B}", "    Vrs: {variant: B}", "`Vrs` and `vrs` are one folder on Windows and macOS"),
        (
            "    variant_b: {variant: B}",
            "    Aux: {variant: B}",
            "`Aux` is a device to Windows, and cannot be the name",
        ),
        ("    variant_b: {variant: B}", "    post: {variant: B}", "the name `post` is taken by `efficiency.scores`"),
        ("{variant: B}", "{measure: ndff}", "`efficiency.scores.variant_b.measure` is 'ndff'; "),
        (
            "{variant: B}",
            "{measure: nddf, orientation: in}",
            "`scores.variant_b`: the measure `nddf` has no `orientation: in`; leave it out",
        ),
        (
            "  frontier: global",
            "  measure: sbm_ddf\n  infeasible_policy: variant_b",
            "`efficiency`: the measure `sbm_ddf` has no `infeasible_policy: variant_b`; it may be `na` or `one`",
        ),
        ("own: {}", "own: {group: post}", "`group` cannot be of the first score, whose productivity"),
        ("{variant: B}", "{group: pots}", "`efficiency.scores.variant_b.group`: unknown variable `pots`; did you mean"),
        ("  frontier: global", "  productivity: []", "must name at least one, and none twice"),
        ("  frontier: global", "  bootstrap: {replications: 5}", "greater than or equal to 20"),
    ],
)
def test_each_fault_has_its_message(castle, said, old, new, words):
    lines = said(castle(old, new))
    assert any(words in line for line in lines), lines


def test_a_specification_leaves_out_what_changes_no_score(castle, read):
    efficiency = read(castle()).efficiency
    assert not {"productivity", "scores", "bootstrap", "disposability"} & set(efficiency.specification())
    assert list(efficiency.indicators()) == ["police", "prisoners", "income", "homicide", "violent", "property"]


def test_scores_have_names_and_the_first_is_the_score(castle, read):
    study = read(castle("{variant: B}", "{variant: B, inputs: [police, poverty]}"))
    assert study.scores() == ["score", "variant_b", "vrs", "own_year", "two_crimes"]
    specifications = study.efficiency.specifications()
    assert specifications["score"] == study.efficiency.specification()
    assert specifications["variant_b"] == specifications["score"] | {"variant": "B", "inputs": ["police", "poverty"]}
    assert list(study.efficiency.indicators())[-1] == "poverty"


def test_zeros_are_allowed_where_every_score_floors_them(castle, read):
    efficiency = read(castle("{variant: B}", "{zero_policy: floor, undesirable: [poverty]}")).efficiency
    assert efficiency.indicators() == dict.fromkeys(efficiency.indicators(), False) | {"poverty": True}


def test_a_score_that_is_no_sbm_inherits_nothing_that_only_sbm_has(castle, read):
    text = castle("{variant: B}", "{measure: nddf}").replace("  frontier: global", "  orientation: in\n  variant: B")
    found = read(text).efficiency.specifications()
    assert (found["score"]["variant"], found["score"]["orientation"]) == ("B", "in")
    assert (found["variant_b"]["variant"], found["variant_b"]["orientation"]) == ("A", "non")
    assert found["variant_b"]["infeasible_policy"] == found["score"]["infeasible_policy"]


def test_a_bootstrap_needs_sbm(smallest, said):
    lines = said(smallest().replace("[grain]}", "[grain], measure: nddf, bootstrap: {replications: 40}}"))
    assert any("`bootstrap` needs a first score of the measure `sbm`: `nddf` has no" in line for line in lines), lines


def test_a_single_name_is_refused(smallest, said):
    lines = said(smallest().replace("[grain]}", "[grain], scores: {own: {}}}"))
    assert any("`scores` names a single score; write its keys under `efficiency`" in line for line in lines), lines
