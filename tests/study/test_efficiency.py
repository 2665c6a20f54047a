"""The efficiency block: specifications differ, and each fault has its message."""

import pytest


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("frontier: global", "frontiers: global", "unknown key `efficiency.frontiers`; did you mean `frontier`?"),
        ("returns_to_scale: crs", "returns_to_scale: irs", "is 'irs'; allowed: 'crs' or 'vrs'"),
        ("{variant: B}", "{varient: B}", "unknown key `efficiency.sensitivity.0.varient`; did you mean `variant`?"),
        ("{variant: B}", "{variant: A}", "`sensitivity.0` is the same specification as one before it"),
        ("{variant: B}", "{}", "`sensitivity.0` names no key"),
        ("{variant: B}", "{frontier: window}", "`sensitivity.0`: frontier `window` needs `window`"),
        ("  frontier: global", "  frontier: window", "frontier `window` needs `window`"),
        ("  frontier: global", "  productivity: [gml, gml]", "must name at least one, and none twice"),
        ("  frontier: global", "  productivity: []", "must name at least one, and none twice"),
        ("  frontier: global", "  bootstrap: {replications: 5}", "greater than or equal to 20"),
    ],
)
def test_each_fault_has_its_message(castle, said, old, new, words):
    lines = said(castle(old, new))
    assert any(words in line for line in lines), lines


def test_a_specification_leaves_out_what_changes_no_score(castle, read):
    efficiency = read(castle()).efficiency
    assert not {"productivity", "sensitivity", "bootstrap", "disposability"} & set(efficiency.specification())
    assert efficiency.indicators() == ["police", "prisoners", "income", "homicide", "violent", "property"]
