"""Change of efficiency scores between consecutive years."""

from dataclasses import replace

import numpy as np
import pandas as pd

from efficiency.data import Indicators
from efficiency.score import Scores, score
from efficiency.spec import Specification


def global_malmquist(data: Indicators, specification: Specification) -> pd.DataFrame:
    """Global Malmquist index GML of every unit and every pair of consecutive years that the panel holds.

    GML is the ratio of the two-stage scores against all unit-years, EC the ratio of those against the unit's own
    year, BPC (best-practice change, in the column `technical_change`) GML / EC. `specification.frontier` is not used.

    Returns
    -------
    unit, year_from, year_to, measure (``gml``), index, efficiency_change, technical_change, status (``ok``, or
    ``missing`` or ``infeasible`` where a score is), cumulative (product of the index since the unit's first year,
    where it is 1; blank after a gap or a blank index). Gaps are not bridged: a pair spans one year.

    Notes
    -----
    Pastor and Lovell (2005), Economics Letters 88; Oh (2010), Journal of Productivity Analysis 34.
    """
    everywhere = score(data, replace(specification, frontier="global"))
    in_year = score(data, replace(specification, frontier="contemporaneous"))
    later = np.flatnonzero((data.unit[1:] == data.unit[:-1]) & (data.year[1:] == data.year[:-1] + 1)) + 1
    index = everywhere.score[later] / everywhere.score[later - 1]
    change = in_year.score[later] / in_year.score[later - 1]
    return pd.DataFrame(
        {
            "unit": data.unit[later],
            "year_from": data.year[later - 1],
            "year_to": data.year[later],
            "measure": "gml",
            "index": index,
            "efficiency_change": change,
            "technical_change": index / change,
            "status": _status(later, everywhere, in_year),
            "cumulative": cumulated(data.unit, later, index),
        }
    )


def cumulated(unit: np.ndarray, later: np.ndarray, index: np.ndarray) -> np.ndarray:
    """(k,) level at the end of each pair, the unit's first row being 1; NaN once the chain is broken.

    `unit` (n,) sorted; `later` (k,) row numbers of the pairs' second years, increasing; `index` (k,) float.
    """
    factor = np.full(len(unit), np.nan)
    factor[later] = index
    first = np.append(True, unit[1:] != unit[:-1])
    factor[first] = 1.0
    return pd.Series(factor).groupby(unit, sort=False).cumprod(skipna=False).to_numpy()[later]


def _status(later: np.ndarray, *scores: Scores) -> np.ndarray:
    terms = np.array([one.status[rows] for one in scores for rows in (later, later - 1)])
    infeasible = np.where((terms == "infeasible").any(axis=0), "infeasible", "ok")
    return np.where((terms == "missing").any(axis=0), "missing", infeasible)
