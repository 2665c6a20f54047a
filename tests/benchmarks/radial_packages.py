"""Time of one radial-only package on a table of indicators; run by the interpreter of an environment that has it.

``python radial_packages.py NAME TABLE INPUTS``: NAME is ``pyfrontier`` or ``dealib``, TABLE a CSV without header whose
first INPUTS columns are inputs, the others outputs. Prints JSON: version, CPU seconds (best of 3) and scores of the
input-oriented model under constant returns to scale.
"""

import json
import sys
import time
from importlib.metadata import version

import numpy as np


def pyfrontier(inputs, outputs):
    from Pyfrontier.frontier_model import EnvelopDEA

    model = EnvelopDEA("CRS", "in")
    model.fit(inputs, outputs)
    return [unit.score for unit in model.result]


def dealib(inputs, outputs):
    import dealib

    return np.ravel(dealib.dea(inputs, outputs, rts=dealib.RTS.crs, orientation=dealib.Orientation.input).eff).tolist()


if __name__ == "__main__":
    name, table, inputs = sys.argv[1:]
    data, best = np.loadtxt(table, delimiter=","), np.inf
    for _ in range(3):
        start = time.process_time()
        scores = {"pyfrontier": pyfrontier, "dealib": dealib}[name](data[:, : int(inputs)], data[:, int(inputs) :])
        best = min(best, time.process_time() - start)
    print(json.dumps({"version": version(name), "seconds": best, "scores": scores}))
