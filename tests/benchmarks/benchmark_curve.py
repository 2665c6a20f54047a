"""Time and memory of specification curves: ``make bench-curve``.

Writes curve.md beside itself. The panel has 286 units and 9 years, and half of the units adopt. Two processes have half
of the specifications each, as two chunks of the rule `draw_curve` have; then one gathers all. Making the panel,
fitting, drawing and testing are counted, reading and writing of files is not.
"""

import os
import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}  # read when numpy is imported
import numpy as np

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1] / "scripts"), str(HERE.parent / "estimation")]
from samples import planted

from placebo.curve import chunk_of_curve
from placebo.joint import curve

PROCESSES = 2
FORMULA = "{outcome} ~ d + {controls} | {effects}"
KEYS = {"cluster": "unit", "ssc": "reghdfe", "sample": None, "weights": None}
CONTROLS = [f"c{number}" for number in range(5)]
SETS = [[name for at, name in enumerate(CONTROLS) if mask >> at & 1] for mask in range(1, 26)]
SMALL = {
    "outcome": {"level": "y", "log": "log(z)", "other": "y0", "third": "y1", "fourth": "y2"},
    "controls": {"none": None, **{name: name for name in CONTROLS[1:]}},
    "effects": {"plain": "unit + year", "regions": "unit + region^year"},
    "weights": {"equal": None, "weighted": "w"},
    "sample": {"all": None, "late": "year > 2001", **{f"without {k}": f"region != {k}" for k in range(3)}},
}
LARGE = SMALL | {
    "controls": {" and ".join(names): " + ".join(names) for names in SETS},
    "cluster": {"units": "unit", "regions": "region", "both": ["unit", "year"], "none": None},
}
CASES = ((SMALL, 500), (LARGE, 1000))
HEAD = """\
# Time and memory of specification curves

Made by `make bench-curve`; what is computed is described in `benchmark_curve.py`. 286 units, 9 years; {cores} cores,
with a load of {load:.0f} when it began. Where that is more than 2, other work shared the cores, and the seconds by the
clock are longer than those of CPU of a process and of gathering.

| specifications | draws | seconds | of CPU in a process | of CPU in gathering | MiB in a process | MiB in gathering |
|---|---|---|---|---|---|---|
"""


def panel():
    frame = planted(1, 286, 9)
    random = np.random.default_rng(2)
    more = {name: random.normal(size=len(frame)) for name in CONTROLS}
    more |= {f"y{number}": frame["y"] + random.normal(size=len(frame)) for number in range(3)}
    return frame.assign(z=np.exp(frame["y"] / 10), **more)


def chunk(case: int, number: int) -> tuple:
    vary, draws = CASES[case]
    found = chunk_of_curve(panel(), FORMULA, vary, "d", KEYS, draws, f"{number}-of-{PROCESSES}", 1)
    return *found, time.process_time(), peak()


def peak() -> float:
    """The most memory that this process has had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def row(case: int) -> str:
    start, cpu = time.perf_counter(), time.process_time()
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        said, draws, seconds, memory = zip(*pool.map(chunk, [case] * PROCESSES, range(1, PROCESSES + 1)), strict=True)
    rows, facts = curve(said, draws)
    clock, gathering = time.perf_counter() - start, time.process_time() - cpu
    assert facts["specifications"] == len(rows)
    numbers = (len(rows), facts["draws"], clock, max(seconds), gathering, max(memory), peak())
    return f"| {' | '.join(f'{number:,.0f}' for number in numbers)} |\n"


if __name__ == "__main__":
    head = HEAD.format(cores=os.cpu_count(), load=os.getloadavg()[0])
    (HERE / "curve.md").write_text(head + "".join(map(row, range(len(CASES)))), encoding="utf-8")
