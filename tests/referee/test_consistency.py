"""All checks of a manuscript against itself."""

from pathlib import Path

import pytest
from small_tables import draft, regressions

from referee.consistency import CHECKS, FAMILIES, checks_of, findings, once
from referee.findings import Finding, Spot

SCRIPTS = Path(__file__).parents[2] / "scripts/referee"


def test_every_module_of_checks_is_a_family_and_every_name_is_of_one_check():
    assert {module.__name__.rpartition(".")[2] for module in FAMILIES.values()} == {
        path.stem for path in SCRIPTS.glob("check_*.py")
    }
    assert len(CHECKS) == sum(len(checks_of(family)) for family in FAMILIES)


@pytest.mark.parametrize("name", CHECKS)
def test_a_check_wants_nothing_that_a_manuscript_may_lack(name):
    empty = regressions([{"terms": {}}], legend={}, brackets=None)
    assert not list(CHECKS[name](draft()))
    assert not list(CHECKS[name](draft(empty)))


@pytest.mark.parametrize("name", CHECKS)
def test_a_check_says_what_to_do(name):
    one = CHECKS[name]
    assert one.severity in "EWN" and one.remedy and not one.remedy.endswith(".") and not one.matters.endswith(".")


def test_errors_come_first_and_then_the_order_of_the_manuscript():
    table = regressions(
        [{"terms": {"x": "0.50*** (0.10)", "z": "0.1076*** (0.0618)"}, "r2": "1.2", "n_obs": "90"}], notes=["p"]
    )
    found = findings(draft(table))
    assert [(one.severity, one.check) for one in found] == [("E", "stars_unearned"), ("E", "r2_bounds")]


def test_one_cause_is_one_finding_with_all_its_places():
    spots = Spot(0, 1, 1), Spot(0, 1, 2)
    pair = [Finding("b", "W", where, "m", (spot,)) for where, spot in zip(("t.1", "t.2"), spots, strict=True)]
    assert once([*pair, pair[0]]) == [Finding("b", "W", "t.1, t.2", "m", spots)]
    assert len(once([Finding("b", "W", "t", "one"), Finding("b", "W", "t", "two")])) == 2
