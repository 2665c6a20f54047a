"""Mutants: one constant or sign of the engine is changed in a copy, and the ordinary tests of this stage must fail.

A mutant that survives shows a fault that no test would notice: it wants an ordinary test that kills it.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
REPOSITORY = Path(__file__).parents[2]
COPIED = ["scripts", "tests/efficiency", "tests/benchmarks"]
# No bytecode (-B): two mutants may be of one second and of one length, by which Python tells files apart.
PYTEST = [sys.executable, "-B", "-m", "pytest", "-x", "-q", "-m", "not slow", "-p", "no:cacheprovider", "--tb=short"]
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
FAILED = 1  # of pytest; errors of syntax and of imports at the top have other codes
REFUSED = re.compile(r"^E +(assert|AssertionError|Failed|core\.errors\.StudyError|RuntimeError)\b", re.MULTILINE)

# What goes wrong | module | what stands there, once | what takes its place | file of the tests of which one must fail
TABLE = """
more of an undesirable output is better | spec | [1.0, -1.0, 1.0] | [1.0, -1.0, -1.0] | reference
undesirable outputs elsewhere | spec | {"A": (1, 0, 0), "B": (1, 0, 1)} | {"A": (1, 0, 1), "B": (1, 0, 0)} | reference
the bound counts desirable outputs | spec | undesirable) / undesirable | undesirable) / desirable | spec
variable returns have no convexity | spec | == "vrs" | == "crs" and False | reference
the sign of convexity | batch | -self.sigma, -convexity | -self.sigma, convexity | batch
the sign of convexity | highs | [-1.0] * self.vrs | [1.0] * self.vrs | batch
the sign of convexity | reference | for j in units) - model.t == 0 | for j in units) + model.t == 0 | reference
a super score that counts the unit itself | batch | position if self.super else | position if False else | batch
a super score that counts the unit itself | highs | position if self.sign < 0 else | position if False else | batch
a super score that counts the unit itself | reference | "super" and position >= 0 | "super" and position < 0 | reference
the sign of slacks in targets | score | np.where(super_stage, 1.0, -1.0) | np.where(super_stage, -1.0, 1.0) | tables
the perturbation is kept | batch | np.eye(codes.shape[1])[0] | np.eye(codes.shape[1])[0] + PERTURBATIONS[0] | batch
infeasible with a pool is infeasible | highs | if point is None or point | if point is not None and point | batch
infeasible with a pool is infeasible | directional | pool) or program.directly() | pool) | directional
many are efficient | tolerances | EFFICIENT = 1e-7 | EFFICIENT = 1e-3 | score
wide certificates | tolerances | CERTIFIED = 1e-8 | CERTIFIED = 1e-3 | score
wide feasibility | tolerances | TOLERANCE = 1e-9 | TOLERANCE = 1e-3 | batch
the bound is hit from afar | tolerances | AT_BOUND = 1e-6 | AT_BOUND = 1e-3 | score
an audit that never fails | tolerances | AUDITED = 1e-8 | AUDITED = 1e8 | score
an audit that excuses by any tie | tolerances | KNOWN = 1e-6 | KNOWN = 1e-3 | score
much is near zero | data | NEAR_ZERO = 0.01 | NEAR_ZERO = 0.1 | data
near zero by the mean | data | np.median(undesirable | np.mean(undesirable | data
`reference` is ignored | data | if specification.reference else complete | if False else complete | score
a window of one year more | frontier | year > one - years | year >= one - years | frontier
no super score is near the switch | diagnose | scores.super < SUPER | scores.super < 0 | switch
no SBM score is near the switch | switch | return beta < IMPROVEMENT | return beta < -1 | switch
any multiple is a copy | diagnose | proportional=not specification.vrs | proportional=True | diagnose
weak disposability is strong | directional | 1.0 if weak else -np.inf | -np.inf | directional
all peers abate by one share | directional | if weak and convexity: | if False: | directional
infeasible indices | productivity | grown <= ZERO | grown <= -np.inf | productivity
the jackknife is upside down | convergence | 1 / (ratio ** | 1 * (ratio ** | convergence
order-m variances are not scaled | bootstrap | squares / (1 - share) ** 2 | squares | bootstrap
outsiders are not their own peers | group_means | np.maximum(part.position, 0) | part.position | group_means
a variance without the bias | group_means | shift**2 * (share**2).sum() | 0 | group_means
"""
MUTANTS = [tuple(part.strip() for part in line.split("|")) for line in TABLE.strip().splitlines()]


def run_tests(home: Path, names: list[str]) -> subprocess.CompletedProcess:
    files = [f"tests/efficiency/test_{name}.py" for name in names]
    command = [*PYTEST, *files]
    return subprocess.run(command, cwd=home, env=os.environ | ONE_THREAD, capture_output=True, text=True)


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    home, unwanted = tmp_path_factory.mktemp("copy"), shutil.ignore_patterns("__pycache__", Path(__file__).name)
    for part in COPIED:
        shutil.copytree(REPOSITORY / part, home / part, ignore=unwanted)
    shutil.copy(REPOSITORY / "pyproject.toml", home)
    return home


def test_the_copy_passes_without_a_change(copy):
    found = run_tests(copy, sorted({tests for *_, tests in MUTANTS}))
    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize(("what", "module", "old", "new", "tests"), MUTANTS, ids=[f"{m[0]}, {m[1]}" for m in MUTANTS])
def test_a_mutant_is_killed(what, module, old, new, tests, copy):
    path = copy / "scripts" / "efficiency" / f"{module}.py"
    text = path.read_text(encoding="utf-8")
    times = text.count(old)
    assert times == 1, f"the mutant `{what}` has rotted: {path.name} has `{old}` {times} times; mend the table"
    path.write_text(text.replace(old, new), encoding="utf-8")
    try:
        found = run_tests(copy, [tests])
    finally:
        path.write_text(text, encoding="utf-8")
    assert found.returncode == FAILED, f"the mutant `{what}` of {path.name} survives:\n{found.stdout}"
    assert REFUSED.search(found.stdout), found.stdout
