"""How fast the efficiency engines are, against what a user could pick instead: ``make bench-efficiency``.

Writes efficiency.md beside itself. Times are CPU seconds of one thread, best of 5; all compared scores must agree to
1e-9. The data are made here, from seeds: 4 inputs, 3 desirable and 3 undesirable outputs of cities whose common size
is lognormal (sigma 1), times a lognormal noise (sigma .4) of each indicator.

Other packages need an environment of their own, since their pins are not ours: ``pip install Pyfrontier==1.1.1
dealib==1.0.0 DEAPack==2.0.1 mip==2.0.0`` and ``pip install --no-deps --ignore-requires-python deatool==3.1.2``, whose
interpreter ``OTHERS_PYTHON`` names. Without, the tables say so.

``benchmark_efficiency.py --large N crs|vrs ENGINE`` prints, for N units in one process, CPU seconds of both stages, of
the flags, and of the audit of 25 units, MiB above the imports, the numbers of efficient units and of those that the
batch left to HiGHS, and the largest difference from samples of units that HiGHS solves.
"""

import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from functools import partial
from importlib.metadata import version
from itertools import product
from pathlib import Path

os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}  # read when numpy is imported
import highspy
import numpy as np
from scipy.optimize import linprog

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "scripts"))
from efficiency import batch, highs
from efficiency.data import Indicators
from efficiency.diagnose import flags
from efficiency.reference import by_highs, concrete_model
from efficiency.score import audit, score, two_stage
from efficiency.spec import Specification

EQUAL = 1e-9
REPEATS = 5
LARGE = (57_000, 3, 3, 512), (300_000, 1, 25, 1000)  # units, runs, and targets: seconds of both stages, MiB
SIZES = 4, 3, 3
ENGINES = {"batch": batch.solve, "highs": highs.solve}


def cities(n: int, seed: int) -> np.ndarray:
    """(n, 10) indicators of cities of very different size."""
    random = np.random.default_rng(seed)
    return random.lognormal(0, 1, (n, 1)) * random.lognormal(0, 0.4, (n, sum(SIZES)))


def frontier(n: int, seed: int) -> np.ndarray:
    """(n, 10) indicators of units that no mixture dominates: burdens on hyperbolas, outputs on a sphere."""
    random = np.random.default_rng(seed)
    inputs, outputs, bads = (random.dirichlet(np.full(size, 2.0), n) for size in SIZES)
    return np.hstack([1 / inputs, np.sqrt(outputs), 1 / bads])


def specification(returns_to_scale: str, engine: str = "auto") -> Specification:
    names = [[f"{kind}{k}" for k in range(size)] for kind, size in zip("xyb", SIZES, strict=True)]
    return Specification(*names, returns_to_scale, engine=engine)


def program(data: np.ndarray, unit: int, returns_to_scale: str, stage: str) -> tuple[np.ndarray, ...]:
    """Costs, matrix, right-hand side and loose (<=) rows of a unit's program over all columns t, S, Lam."""
    model = specification(returns_to_scale)
    above, below = model.weights
    sign, p = (1, len(model.sigma)) if stage == "sbm" else (-1, len(model.sigma))
    peers = data if stage == "sbm" else np.delete(data, unit, axis=0)
    rows = [np.concatenate([[1], sign * below, np.zeros(len(peers))])]
    rows += list(np.hstack([-model.sigma[:, None], sign * np.eye(p), model.sigma[:, None] * (peers / data[unit]).T]))
    if model.vrs:
        rows.append(np.concatenate([[-1], np.zeros(p), np.ones(len(peers))]))
    loose = np.zeros(len(rows), dtype=bool)
    loose[1 : p + 1] = stage == "super"
    return (
        np.concatenate([[1], -sign * above, np.zeros(len(peers))]),
        np.array(rows),
        np.eye(len(rows))[0],
        loose,
    )


def by_pass_model(data: np.ndarray, unit: int, returns_to_scale: str = "crs", stage: str = "sbm") -> float:
    """One program over all columns, built and given to HiGHS by passModel; presolve would triple its time."""
    cost, matrix, right, loose = program(data, unit, returns_to_scale, stage)
    lp = highspy.HighsLp()
    lp.num_row_, lp.num_col_ = matrix.shape
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = cost, np.zeros(len(cost)), np.full(len(cost), np.inf)
    lp.row_lower_, lp.row_upper_ = np.where(loose, -np.inf, right), right
    column, row = np.nonzero(matrix.T)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.searchsorted(column, np.arange(lp.num_col_ + 1)).astype(np.int32)
    lp.a_matrix_.index_, lp.a_matrix_.value_ = row.astype(np.int32), matrix.T[column, row]
    model = highspy.Highs()
    model.setOptionValue("output_flag", False)
    model.setOptionValue("threads", 1)
    model.setOptionValue("presolve", "off")
    model.passModel(lp)
    model.run()
    optimal = model.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return model.getObjectiveValue() if optimal else np.nan


def by_warm_model(data: np.ndarray, units: np.ndarray) -> list[float]:
    """One HiGHS model over all columns for all units, each of which changes the coefficients of t and S in place."""
    data = data / np.exp(np.log(data).mean(axis=0))
    program = highs.Program(data, specification("crs"), "sbm", np.arange(len(data)))
    values = []
    for unit in units:
        program._load(data[unit], itself=False)
        program.model.run()
        values.append(program.model.getObjectiveValue() / highs.FINE)
    return values


def by_linprog(data: np.ndarray, unit: int) -> float:
    cost, matrix, right, _ = program(data, unit, "crs", "sbm")
    return linprog(cost, A_eq=matrix, b_eq=right, method="highs").fun


def by_pyomo(data: np.ndarray, unit: int) -> float:
    """A fresh ConcreteModel of all columns for one unit."""
    return by_highs(concrete_model(data / data[unit], specification("crs"), "sbm"), {}).incumbent_objective


def seconds(**calls) -> dict[str, tuple[float, object]]:
    """CPU seconds of each call, best of `REPEATS`, and its last result; in turn, so that all meet the same load."""
    spent, results = dict.fromkeys(calls, np.inf), {}
    for _ in range(REPEATS):
        for name, call in calls.items():
            start = time.process_time()
            results[name] = call()
            spent[name] = min(spent[name], time.process_time() - start)
    return {name: (spent[name], results[name]) for name in calls}


def sbm(engine: str, data: np.ndarray, returns_to_scale: str = "crs"):
    return ENGINES[engine](data, data, np.arange(len(data)), specification(returns_to_scale), "sbm")


def agree(ours: np.ndarray, theirs: np.ndarray) -> float:
    """Largest difference, which must not exceed `EQUAL` (relative, for a score above 1)."""
    gap = np.abs(np.asarray(ours) - theirs) / np.fmax(1.0, theirs)
    gap[np.isnan(ours) & np.isnan(theirs)] = 0.0
    assert np.all(gap <= EQUAL), f"scores differ by {np.nanmax(gap):.1e}"
    return float(gap.max(initial=0.0))


def sample(n: int, size: int) -> np.ndarray:
    return np.random.default_rng(7).choice(n, size, replace=False)


def versus_others(n: int) -> list[str]:
    """Rows of the table: each program over all columns, against the engines."""
    data = cities(n, 1)
    others = {
        "one warm HiGHS model, all columns": (by_warm_model, sample(n, 400), "", ""),
        "`passModel`, all columns": (partial(of_each, by_pass_model), sample(n, 40), " (target 100)", " (target 25)"),
        "Pyomo, a ConcreteModel a unit": (partial(of_each, by_pyomo), sample(n, 4), " (target 1000)", " (target 700)"),
        "`scipy.optimize.linprog`": (partial(of_each, by_linprog), sample(n, 10), "", ""),
    }
    calls = {engine: partial(sbm, engine, data) for engine in ENGINES}
    calls |= {name: partial(solve, data, chosen) for name, (solve, chosen, *_) in others.items()}
    timed = seconds(**calls)
    ours = {engine: timed[engine][1] for engine in ENGINES}
    each = {engine: timed[engine][0] / n for engine in ENGINES}
    difference = agree(ours["batch"].value, ours["highs"].value)
    rows = [
        f"| engine `{engine}`, all {n} units | {1e3 * each[engine]:.4f} | | | {difference:.0e} |" for engine in ENGINES
    ]
    for name, (_, chosen, *targets) in others.items():
        spent, values = timed[name][0] / len(chosen), timed[name][1]
        difference = max(agree(ours[engine].value[chosen], values) for engine in ENGINES)
        ratios = [times(spent / each[engine]) + target for engine, target in zip(ENGINES, targets, strict=True)]
        rows.append(
            f"| {name}, {len(chosen)} of {n} units | {1e3 * spent:.2f} | {' | '.join(ratios)} | {difference:.0e} |"
        )
    return [*rows, "", f"Units that the batch left to HiGHS: {ours['batch'].uncertified}."]


def times(ratio: float) -> str:
    return f"{ratio:,.0f}" if ratio >= 100 else f"{ratio:.1f}"


def of_each(solve, data: np.ndarray, units: np.ndarray) -> list[float]:
    return [solve(data, unit) for unit in units]


def growth(sizes: tuple[int, ...] = (286, 2574, 5838)) -> list[str]:
    """Time of the batch for one program, by number of units."""
    timed = seconds(**{str(n): partial(sbm, "batch", cities(n, 2)) for n in sizes})
    each = {n: timed[str(n)][0] / n for n in sizes}
    rows = [
        f"| {n} | {1e3 * each[n]:.4f} | {len(timed[str(n)][1].pool)} | {timed[str(n)][1].uncertified} |" for n in sizes
    ]
    return [
        *rows,
        "",
        f"Ratio of {sizes[-1]} to {sizes[0]}: {each[sizes[-1]] / each[sizes[0]]:.2f} (target at most 1.5).",
    ]


def both_stages(data: np.ndarray, returns_to_scale: str, engine: str):
    return two_stage(data, data, np.arange(len(data)), specification(returns_to_scale, engine))


def checked(data: np.ndarray, returns_to_scale: str, sbm: np.ndarray, second: np.ndarray, above, size: int) -> float:
    """Largest difference of sampled scores of both stages from programs over all columns; `above` those of `second`."""
    chosen, places = sample(len(data), size), sample(len(second), min(size, len(second)))
    by_first = agree(sbm[chosen], [by_pass_model(data, k, returns_to_scale) for k in chosen])
    others = [by_pass_model(data, k, returns_to_scale, "super") for k in second[places]]
    return max(by_first, agree(above[places], others))


def all_efficient() -> list[str]:
    data, rows = frontier(2574, 3), []
    for returns_to_scale in ("crs", "vrs"):
        ((spent, solved),) = seconds(both=partial(both_stages, data, returns_to_scale, "batch")).values()
        assert len(solved[1]) == len(data)
        left, pool = solved[0].uncertified + solved[2].uncertified, len(solved[2].pool)
        first, second, above = solved
        difference = checked(data, returns_to_scale, first.value, second, above.value, 10)
        rows.append(f"| {returns_to_scale} | {spent:.1f} (target 30) | {pool} | {left} | {difference:.0e} |")
    return rows


def peak() -> float:
    """Most MiB that this process has held; Linux only, where ru_maxrss would begin with that of the parent."""
    return int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024


def large(n: int, returns_to_scale: str, engine: str) -> None:
    """Scores, flags and audit of n units in this process; prints seconds, MiB above the imports and counts."""
    imports = peak()
    data, model = cities(n, 4), specification(returns_to_scale, engine)
    unit = np.array([f"{k:06}" for k in range(n)], dtype=object)
    everyone = np.ones(n, dtype=bool)
    panel = Indicators(unit, np.full(n, 2000), data, everyone, everyone, np.zeros(data.shape, dtype=bool))
    clock = [time.process_time()]
    found = score(panel, model)
    clock.append(time.process_time())
    flags(panel, found, model)
    clock.append(time.process_time())
    audited = audit(panel, found, model, seed=1)
    clock.append(time.process_time())
    assert not audited.undecided
    memory = peak() - imports
    efficient = np.flatnonzero(found.stage == "super")
    left = sum(stage["uncertified"] for stage in found.work.values())
    gap = checked(data, returns_to_scale, found.sbm, efficient, found.super[efficient], 5)
    gap = max(gap, certified(data, returns_to_scale, "sbm", sample(n, 100), found.sbm))
    gap = max(gap, certified(data, returns_to_scale, "super", efficient[sample(len(efficient), 100)], found.super))
    print(*np.diff(clock), memory, len(efficient), left, gap)


def certified(data: np.ndarray, returns_to_scale: str, stage: str, chosen: np.ndarray, ours: np.ndarray) -> float:
    """Largest difference of the scores `ours` (n,) of the units `chosen` from those of HiGHS, priced over all units."""
    theirs = highs.solve(data, data[chosen], chosen, specification(returns_to_scale), stage)
    assert theirs.residual.max() <= EQUAL
    return agree(ours[chosen], theirs.value)


def large_sets() -> list[str]:
    rows = []
    for (n, repeats, seconds_allowed, memory_allowed), returns_to_scale in product(LARGE, ("crs", "vrs")):
        command = [sys.executable, str(HERE / "benchmark_efficiency.py"), "--large", str(n), returns_to_scale, "batch"]
        runs = [
            [float(word) for word in subprocess.run(command, capture_output=True, check=True).stdout.split()]
            for _ in range(repeats)
        ]
        (scored, flagged, audited), memory = min(run[:3] for run in runs), max(run[3] for run in runs)
        *_, efficient, left, difference = runs[0]
        rows.append(
            f"| {n} | {returns_to_scale} | {scored:.1f} (target {seconds_allowed}) | {flagged:.1f} | {audited:.1f} |"
            f" {memory:.0f} (target {memory_allowed}) | {efficient:.0f} | {left:.0f} | {difference:.0e} |"
        )
    return rows


def radial_scores(burdens: np.ndarray, outputs: np.ndarray) -> list[float]:
    """Input-oriented radial scores under constant returns to scale, by linprog."""
    right = np.zeros(burdens.shape[1])
    return [
        linprog(
            np.eye(len(burdens) + 1)[-1],
            A_ub=np.vstack([np.column_stack([burdens.T, -burdens[k]]), np.column_stack([-outputs.T, 0 * outputs[k]])]),
            b_ub=np.concatenate([right, -outputs[k]]),
            method="highs",
        ).fun
        for k in range(len(burdens))
    ]


def radial(n: int) -> list[str]:
    """Rows for the packages with radial models only, on the same data with undesirable outputs as inputs."""
    data = cities(n, 1)[:, [0, 1, 2, 3, 7, 8, 9, 4, 5, 6]]
    ours = seconds(batch=partial(sbm, "batch", cities(n, 1)))["batch"][0]
    correct = np.array(radial_scores(data[:, :7], data[:, 7:]))
    return [
        beside(name, "input-oriented radial", data, (7, 3), "crs", correct, ours) for name in ("Pyfrontier", "dealib")
    ]


def with_undesirable(n: int) -> list[str]:
    """Rows for the packages that have SBM or super-SBM of variant A with undesirable outputs."""
    data, rows = cities(n, 1), []
    for scale in ("crs", "vrs"):
        ours = seconds(both=partial(both_stages, data, scale, "batch"), sbm=partial(sbm, "batch", data, scale))
        first, second, above = ours["both"][1]
        scores = first.value.copy()
        scores[second] = above.value
        rows.append(beside("DEAPack", f"SBM, {scale}", data, SIZES[:2], scale, first.value, ours["sbm"][0]))
        rows.append(beside("deatool", f"both stages, {scale}", data, SIZES[:2], scale, scores, ours["both"][0]))
    return rows


def beside(name: str, what: str, data: np.ndarray, sizes, scale: str, correct: np.ndarray, ours: float) -> str:
    """Row for a package: time, times our CPU seconds `ours`, and how many scores are other than the `correct` ones."""
    found, n = by_package(name, data, sizes, scale), len(data)
    if found is None:
        return f"| {name} | {what} | not installed | | | |"
    scores = np.array(found["scores"], dtype=float)
    gap = np.abs(scores - correct)
    return (
        f"| {name} {found['version']} | {what} | {1e3 * found['seconds'] / n:.1f} | {found['seconds'] / ours:,.0f} |"
        f" {(gap > 1e-5).sum()} of {n}, by up to {np.nanmax(gap):.1g} | {np.isnan(scores).sum()} |"
    )


def by_package(name: str, data: np.ndarray, sizes: tuple[int, int], scale: str) -> dict | None:
    """What other_packages.py prints for data of `sizes` inputs and desirable outputs, or None."""
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "data.csv"
        np.savetxt(table, data, delimiter=",", fmt="%.17g")
        command = [os.environ.get("OTHERS_PYTHON", sys.executable), str(HERE / "other_packages.py"), name, str(table)]
        run = subprocess.run([*command, *map(str, sizes), scale], capture_output=True, text=True)
    return None if run.returncode else json.loads(run.stdout.splitlines()[-1])


def taken_for_efficient() -> str:
    """What deatool makes of a unit whose SBM is .9995: its input is 1.0005 times a peer's, and the rest the same."""
    found = by_package("deatool", np.array([[1, 1, 1], [1.0005, 1, 1], [2, 1, 1]]), (1, 1), "crs")
    return "" if found is None else f"A unit whose SBM is 0.9995 gets {found['scores'][1]:.4f} from deatool."


def machine() -> str:
    names = {"model name": platform.processor() or "unknown"}
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        pairs = (line.split(":", 1) for line in cpuinfo.read_text().splitlines() if ":" in line)
        names |= {key.strip(): value.strip() for key, value in pairs if key.strip() == "model name"}
    versions = ", ".join(f"{name} {version(name)}" for name in ("numpy", "highspy", "pyomo", "scipy"))
    return f"{os.cpu_count()} cores of {names['model name']}, Python {platform.python_version()}, {versions}"


def report() -> str:
    return "\n".join(
        [
            "# Speed of the efficiency engines",
            "",
            "Made by `make bench-efficiency`; what is measured is described in `benchmark_efficiency.py`.",
            f"On {machine()}.",
            "One thread, CPU seconds, best of 5, what is compared in turn.",
            "57,000 units and packages: best of 3; 300,000 units: a single run.",
            "Times depend on what else the machine does; ratios say more.",
            "",
            "## SBM, variant A, CRS: milliseconds a unit, and how many times slower than the engines",
            "",
            "| | ms a unit | over `batch` | over `highs` | largest difference |",
            "|---|---|---|---|---|",
            *versus_others(2574),
            "",
            "## One program of the batch, by number of units",
            "",
            "| units | ms a unit | pool | left to HiGHS |",
            "|---|---|---|---|",
            *growth(),
            "",
            "## Both stages, global frontier: seconds, and of flags and audit",
            "",
            "57,000 units are 2,850 in 20 years. The difference is from HiGHS: 5 units of each stage over all columns,",
            "and 100 of each by column generation, whose prices hold for all units.",
            "",
            "| units | | both stages | flags | audit | MiB over imports | efficient | left to HiGHS | difference |",
            "|---|---|---|---|---|---|---|---|---|",
            *large_sets(),
            "",
            "## Both stages, 2,574 units all of which are efficient",
            "",
            "| | seconds | pool | left to HiGHS | largest difference |",
            "|---|---|---|---|---|",
            *all_efficient(),
            "",
            "## Packages with radial models only, 286 units, CRS, input-oriented",
            "",
            "Their programs are smaller than SBM, which is what the batch solves here.",
            "",
            "| | | ms a unit | over `batch` | scores off by more than 1e-5 | without a score |",
            "|---|---|---|---|---|---|",
            *radial(286),
            "",
            "## Packages with undesirable outputs in SBM or super-SBM, 286 units, variant A",
            "",
            "DEAPack has the first stage; its super-SBM refuses undesirable outputs. deatool has both stages. Under",
            "variable returns its first stage leaves a unit's own weight out of convexity, and efficient units find no",
            "solution or a wrong one. Under both it takes for efficient whoever has an SBM of .999 or more.",
            taken_for_efficient(),
            "",
            "| | | ms a unit | over `batch` | scores off by more than 1e-5 | without a score |",
            "|---|---|---|---|---|---|",
            *with_undesirable(286),
            "",
        ]
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--large"]:
        large(int(sys.argv[2]), sys.argv[3], sys.argv[4])
    else:
        text = report()
        print(text)
        (HERE / "efficiency.md").write_text(text, encoding="utf-8")
