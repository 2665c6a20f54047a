"""Find the shift of log value added that gives a simulated study its wanted effect on the score.

    PYTHONPATH=scripts python tests/benchmarks/calibrate_demo.py aipz

The secant method on truth (c), the two-way coefficient on the change of the score between the worlds; every step
draws the world with the policy again and solves its efficiency programs. It writes `delta` and the `digest` of what
it was found with into resources/demo/STUDY.yaml. This is no rule: a stage imports no other one, and the workflow takes
delta as given and measures (c) anew.
"""

import re
import sys
from pathlib import Path

import numpy as np

from core.documents import read_document
from demo.planted import digest
from demo.resources import facts
from demo.settings import Demo
from demo.simulation import Facts, Simulation, indicator_panel, simulate
from demo.truth import two_way_coefficient
from efficiency.data import indicators
from efficiency.score import score
from efficiency.spec import Specification
from study.study import Study

ROOT = Path(__file__).parents[2]
CLOSE = 2e-5  # distance from the target at which the search ends


def shipped(study: str) -> tuple[Demo, Facts]:
    """Settings and tables of a study, as the rule `draw_yearbook` gets them."""
    home = ROOT / "resources"
    settings = read_document(home / "demo" / f"{study}.yaml", Demo)
    names = ("cities.csv", "contiguity.csv", "calibration.json", f"published/{study}.yaml", f"{study}.csv")
    return settings, facts(settings, *(home / name for name in names))


def specification(study: str) -> Specification:
    file = ROOT / "config" / "studies" / f"{study}.yaml"
    return Specification.from_study(read_document(file, Study).efficiency.specification())


def scores(simulation: Simulation, settings: Demo, world: int) -> np.ndarray:
    """(n, T) scores of one world, over the cities and years of the study."""
    panel = indicator_panel(simulation, settings)
    chosen = specification(settings.study)
    found = score(indicators(panel[panel["world"] == world], chosen), chosen).score
    return found.reshape(simulation.study.any(axis=1).sum(), -1)


def effect(settings: Demo, tables: Facts, delta: float, without: np.ndarray) -> float:
    """Truth (c) for a shift `delta`."""
    simulation = simulate(settings, tables, delta)
    rows, columns = simulation.study.any(axis=1), simulation.study.any(axis=0)
    change = scores(simulation, settings, 1) - without
    return two_way_coefficient(change, simulation.policy[rows][:, columns])


def secant(settings: Demo, tables: Facts) -> float:
    """The shift at which truth (c) is the target, to 2e-5."""
    without = scores(simulate(settings, tables, 0.0), settings, 0)
    low, high = (0.0, 0.0), (settings.policy.target, effect(settings, tables, settings.policy.target, without))
    while abs(high[1] - settings.policy.target) > CLOSE:
        slope = (high[1] - low[1]) / (high[0] - low[0])
        delta = round(high[0] + (settings.policy.target - high[1]) / slope, 6)
        low, high = high, (delta, effect(settings, tables, delta, without))
        print(f"{settings.study}: delta {delta:.6f} gives {high[1]:.6f}", flush=True)
    return high[0]


def calibrate(study: str) -> None:
    settings, tables = shipped(study)
    delta = secant(settings, tables)
    mark = digest(settings, indicator_panel(simulate(settings, tables), settings))
    path = ROOT / "resources" / "demo" / f"{study}.yaml"
    text = re.sub(r"(\n  delta: ).*", rf"\g<1>{delta}", path.read_text(encoding="utf-8"))
    text = re.sub(r"(\n  digest: ).*", rf"\g<1>{mark}", text)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    for name in sys.argv[1:]:
        calibrate(name)
