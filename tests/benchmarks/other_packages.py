"""Time and scores of one other package on a table of indicators; run by the interpreter of an environment that has it.

``python other_packages.py NAME TABLE INPUTS DESIRABLE SCALE``: NAME is one of `PACKAGES`, TABLE a CSV without header
whose first INPUTS columns are inputs, the next DESIRABLE desirable outputs, and the others undesirable ones, SCALE is
``crs`` or ``vrs``. Prints JSON: version, CPU seconds (best of 3), and the scores, null where the package gives none.
"""

import json
import sys
import time
from importlib.metadata import distribution, version
from importlib.util import module_from_spec, spec_from_file_location

import numpy as np
import pandas as pd

INFEASIBLE = "INFEASIBLE"


def pyfrontier(inputs, outputs, bads, scale):
    """Input-oriented radial scores."""
    from Pyfrontier.frontier_model import EnvelopDEA

    model = EnvelopDEA(scale.upper(), "in")
    model.fit(inputs, outputs)
    return [unit.score for unit in model.result]


def dealib(inputs, outputs, bads, scale):
    """Input-oriented radial scores."""
    import dealib

    return np.ravel(dealib.dea(inputs, outputs, rts=dealib.RTS[scale], orientation=dealib.Orientation.input).eff)


def deapack(inputs, outputs, bads, scale):
    """SBM with undesirable outputs; its super-SBM refuses them."""
    from deapack.data import DEAData
    from deapack.models.sbm import UndesirableSlacksBasedDEA

    frame, names = named_frame(inputs, outputs, bads)
    data = DEAData.from_frame(frame, dmu="unit", inputs=names[0], outputs=names[1], bad_outputs=names[2])
    found = UndesirableSlacksBasedDEA(returns_to_scale=scale).fit(data).summary_frame
    return found["efficiency"]


def deatool(inputs, outputs, bads, scale):
    """SBM, and super-SBM for those within .001 of 1; its module alone, since the package opens a window."""
    path = distribution("deatool").locate_file("deatool/MMODEL/super_SBM.py")
    specification = spec_from_file_location("super_SBM", path)
    module = module_from_spec(specification)
    specification.loader.exec_module(module)
    frame, names = named_frame(inputs, outputs, bads)
    returns = {"crs": "规模报酬不变CRS", "vrs": "规模报酬可变VRS"}[scale]
    return module.MSSBM(frame, *names, returns).res()["效率"].replace(INFEASIBLE, np.nan)


def named_frame(*blocks):
    """The blocks of indicators as a table with a first column of units, and the names of each block."""
    names = [[f"{kind}{k}" for k in range(block.shape[1])] for kind, block in zip("xyb", blocks, strict=True)]
    frame = pd.DataFrame(np.hstack(blocks), columns=[name for block in names for name in block])
    frame.insert(0, "unit", [f"u{k}" for k in range(len(frame))])
    return frame, names


PACKAGES = {"Pyfrontier": pyfrontier, "dealib": dealib, "DEAPack": deapack, "deatool": deatool}


if __name__ == "__main__":
    name, table, inputs, desirable, scale = sys.argv[1:]
    data, best = np.loadtxt(table, delimiter=","), np.inf
    blocks = np.split(data, np.cumsum([int(inputs), int(desirable)]), axis=1)
    for _ in range(3):
        start = time.process_time()
        scores = PACKAGES[name](*blocks, scale)
        best = min(best, time.process_time() - start)
    scores = [None if np.isnan(one) else one for one in np.asarray(scores, dtype=float).tolist()]
    print(json.dumps({"version": version(name), "seconds": best, "scores": scores}))
