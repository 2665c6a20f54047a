"""How often the intervals of efficiency cover the truth: ``make bench-coverage``.

Writes coverage.md beside itself. The truth is known because it is made: the technology is the hull of 4,000 points on a
smooth surface, and a unit is one of these points made worse by a common factor, ``exp(.5 |u|)`` with u normal (sigma
.3), so that units are as dense at the frontier as the theorems want. The true score is the SBM score against the 4,000
points, by linear programming, as exact as any other. Burdens are lognormal (sigma .4); outputs lie on a sphere whose
radius is the geometric mean of the burdens, to the power .8 under variable returns.

A sample gives the share of its units whose intervals cover; errors are those of the mean over the samples. What the
order-m score of a unit estimates is its mean score against m new units: of 5 units of each sample, over 100 draws.
"""

import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}  # read when numpy is imported
import numpy as np

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "scripts"))
from efficiency.bootstrap import bootstrap_table, replications, size_of
from efficiency.convergence import rate
from efficiency.data import Indicators
from efficiency.diagnose import flags
from efficiency.group_means import ALL, group_means
from efficiency.score import score, two_stage
from efficiency.spec import Specification
from efficiency.tables import score_table

POINTS, NEW_DRAWS, LOOKED_AT, DRAWS = 4000, 100, 5, 200
POPULATION = 20_000  # units whose mean score is the true mean
ENOUGH = 0.9  # a nominal 95 % that covers less is not to be trusted


@dataclass(frozen=True)
class Setting:
    """Numbers of inputs, desirable and undesirable outputs, units, and samples for intervals and for means."""

    sizes: tuple[int, int, int]
    returns_to_scale: str
    units: int
    samples: int
    samples_of_means: int

    @property
    def specification(self) -> Specification:
        names = [[f"{kind}{k}" for k in range(size)] for kind, size in zip("xyb", self.sizes, strict=True)]
        return Specification(*names, self.returns_to_scale)


SETTINGS = (
    Setting((1, 1, 0), "crs", 60, 40, 200),
    Setting((2, 1, 1), "crs", 60, 40, 200),
    Setting((2, 1, 1), "crs", 240, 24, 100),
    Setting((2, 1, 1), "vrs", 240, 20, 100),
    Setting((4, 3, 3), "crs", 60, 24, 200),
    Setting((4, 3, 3), "crs", 286, 16, 80),
)


class Population:
    """A technology and the units that are drawn from it."""

    def __init__(self, setting: Setting):
        self.specification, self.random = setting.specification, np.random.default_rng(11)
        inputs, desirable, undesirable = setting.sizes
        burdens = self.random.lognormal(0, 0.4, (POINTS, inputs + undesirable))
        radius = np.exp(np.log(burdens).mean(axis=1) * (0.8 if self.specification.vrs else 1.0))
        outputs = np.sqrt(self.random.dirichlet(np.full(desirable, 2.0), POINTS)) * radius[:, None]
        self.frontier = np.hstack([burdens[:, :inputs], outputs, burdens[:, inputs:]])

    def units(self, number: int) -> np.ndarray:
        """(number, p) indicators of new units."""
        worse = np.abs(self.random.normal(0, 0.3, number))
        chosen = self.frontier[self.random.integers(POINTS, size=number)]
        return chosen * np.exp(0.5 * self.specification.sigma * worse[:, None])

    def truth(self, units: np.ndarray) -> np.ndarray:
        return self.against(self.frontier, units, "sbm")

    def against(self, reference: np.ndarray, units: np.ndarray, stage: str = "both") -> np.ndarray:
        """Scores of `units` that are not in `reference`."""
        first, second, above = two_stage(reference, units, np.full(len(units), -1), self.specification)
        scores = first.value.copy()
        if stage == "both":
            scores[second] = above.value
        return scores


def as_data(values: np.ndarray) -> Indicators:
    number = len(values)
    unit = np.array([f"{k:05}" for k in range(number)], dtype=object)
    everyone = np.full(number, True)
    return Indicators(unit, np.full(number, 2000), values, everyone, everyone, np.zeros(values.shape, dtype=bool))


def of_intervals(population: Population, number: int, seed: int) -> list[float]:
    """Of one sample: shares covered and widths of the intervals, bias before and after, shares of the order-m ones."""
    data, specification = as_data(population.units(number)), population.specification
    found = score(data, specification)
    scores = score_table(data, found, flags(data, found, specification))
    size = size_of(data, None)
    columns = replications(data, specification, size, range(DRAWS), seed)
    draws = np.column_stack([columns[f"draw_{draw}"] for draw in range(DRAWS)])
    table = bootstrap_table(data, scores, draws, specification, size, seed)
    below, truth = table["interval_status"] == "ok", population.truth(data.values)
    covered = (table["conf_low"] <= truth) & (truth <= table["conf_high"])
    chosen = population.random.choice(number, LOOKED_AT, replace=False)
    new = [population.against(population.units(size), data.values[chosen]) for _ in range(NEW_DRAWS)]
    order_m, low, high = np.mean(new, axis=0), table["order_m_low"][chosen], table["order_m_high"][chosen]
    return [
        below.mean(),
        covered[below].mean(),
        (table["conf_high"] - table["conf_low"])[below].mean(),
        (table["score"] - truth)[below].mean(),
        (table["corrected"] - truth)[below].mean(),
        ((low <= order_m) & (order_m <= high)).mean(),
    ]


def of_means(population: Population, number: int, truth: float, seed: int) -> list[float]:
    """Of one sample: bias of the mean before and after, whether four intervals cover, half the width of one."""
    data, specification = as_data(population.units(number)), population.specification
    sbm = np.minimum(population_sbm(data, specification), 1.0)
    quarter = np.where(np.arange(number) < number // 4, "quarter", None)
    part, row = group_means(data, sbm, quarter, "part", specification, seed)
    assert (part["group"], row["group"]) == ("quarter", ALL)
    usual = abs(row["mean"] - truth) < 1.96 * sbm.std(ddof=1) / np.sqrt(number)
    return [
        row["mean"] - truth,
        row["corrected"] - truth,
        usual,
        row["conf_low"] <= truth <= row["conf_high"],
        row["sub_low"] <= truth <= row["sub_high"],
        part["conf_low"] <= truth <= part["conf_high"],
        (row["conf_high"] - row["conf_low"]) / 2,
    ]


def population_sbm(data: Indicators, specification: Specification) -> np.ndarray:
    return two_stage(data.values, data.values, np.arange(len(data.unit)), specification)[0].value


def measured(samples: list[list[float]]) -> list[str]:
    """The mean of each measure over the samples, and its standard error."""
    values = np.array(samples, dtype=float)
    errors = values.std(axis=0, ddof=1) / np.sqrt(len(values))
    return [f"{mean:.3f} ({error:.3f})" for mean, error in zip(values.mean(axis=0), errors, strict=True)]


def named(setting: Setting) -> str:
    k = rate(setting.specification)
    return f"{sum(setting.sizes)} | {setting.returns_to_scale} | {k:.2f} | {setting.units}"


def verdict(samples: list[list[float]], *measures: int) -> str:
    """Whether one of these shares of what is covered is too small."""
    return "not to be trusted" if np.mean(samples, axis=0)[list(measures)].min() < ENOUGH else ""


def rows() -> tuple[list[str], list[str]]:
    intervals, means = [], []
    for setting in SETTINGS:
        population, start = Population(setting), time.process_time()
        found = [of_intervals(population, setting.units, seed) for seed in range(setting.samples)]
        line = f"| {named(setting)} | {setting.samples} | {' | '.join(measured(found))} | {verdict(found, 1)} |"
        intervals.append(line)
        print(line, f"{time.process_time() - start:.0f} s", flush=True)
        truth, start = population.truth(population.units(POPULATION)).mean(), time.process_time()
        found = [of_means(population, setting.units, truth, seed) for seed in range(setting.samples_of_means)]
        samples = setting.samples_of_means
        line = f"| {named(setting)} | {samples} | {' | '.join(measured(found))} | {verdict(found, 3, 5)} |"
        means.append(line)
        print(line, f"{time.process_time() - start:.0f} s", flush=True)
    return intervals, means


def report() -> str:
    start = time.process_time()
    intervals, means = rows()
    spent = time.process_time() - start
    return "\n".join(
        [
            "# Coverage of the intervals of efficiency",
            "",
            "Made by `make bench-coverage`; what is simulated is described in `benchmark_coverage.py`.",
            f"Nominal 95 %. In parentheses the Monte-Carlo standard error. {spent:.0f} seconds of CPU.",
            f"Where less than {100 * ENOUGH:.0f} % are covered, the table says that the interval is not to be trusted.",
            "",
            f"## Intervals of single units, m = n / 4, {DRAWS} draws",
            "",
            "Of units below 1; those at the super stage have none. Last, the order-m scores of all units, which",
            "estimate the score against m units.",
            "",
            "| indicators | returns | rate k | units | samples | share below 1 | covered | width | bias of the score"
            " | bias corrected | order-m covered | |",
            "|---|---|---|---|---|---|---|---|---|---|---|---|",
            *intervals,
            "",
            "## Means of all units, and of a quarter of them",
            "",
            "`usual` is the interval that takes no account of the bias, `sub-mean` the one around the mean of n^2k",
            "units, `quarter` that of a group of n / 4 units measured against the frontier of all.",
            "",
            "| indicators | returns | rate k | units | samples | bias of the mean | bias corrected | usual covered"
            " | covered | sub-mean covered | quarter covered | half width | |",
            "|---|---|---|---|---|---|---|---|---|---|---|---|---|",
            *means,
            "",
        ]
    )


if __name__ == "__main__":
    text = report()
    (HERE / "coverage.md").write_text(text, encoding="utf-8")
