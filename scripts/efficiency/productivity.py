"""Change of efficiency between consecutive years: global and adjacent Malmquist indices.

Every index is a ratio of efficiencies `E^R(z)` of an observation z against a reference set R: two-stage scores for
``gml`` and ``malmquist``; ``1 / (1 + D)``, D the directional distance, for ``gml_ddf`` and ``ml``.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.arrays import stacked
from core.errors import StudyError, nearest
from core.statuses import INFEASIBLE, MISSING, OF_INDICES, OK, UNDEFINED
from efficiency.data import Indicators
from efficiency.directional import distances
from efficiency.score import evaluate, refuse_uncertified
from efficiency.spec import Specification
from efficiency.tolerances import CERTIFIED

KINDS = {"gml": "score", "malmquist": "score", "ml": "distance", "gml_ddf": "distance"}
GLOBAL = ("gml", "gml_ddf")
ZERO = 1e-9  # 1 + D at or below this is not positive

logger = logging.getLogger(__name__)

# Efficiencies (k,) of rows (k,) of the data against the rows (r,): NaN where infeasible, 0 where 1 + D is not positive
Evaluation = Callable[[np.ndarray, np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Pairs:
    """Rows (k,) of a unit in a year and in the next, increasing; `complete` (k,) bool, True where both are."""

    earlier: np.ndarray
    later: np.ndarray
    complete: np.ndarray


def indices(
    data: Indicators, specification: Specification, measures: list[str], disposability: str
) -> tuple[dict[str, np.ndarray], dict]:
    """Indices of every unit and pair of consecutive years that the panel holds, one block of rows a measure.

    Parameters
    ----------
    measures : of ``gml``, ``malmquist``, ``ml``, ``gml_ddf``; disposability : ``weak`` or ``strong``, of the last two
    specification : its returns to scale hold for all; variant and orientation for the scores only; its frontier and
        its infeasible policy are not used, because a policy's stand-in is no distance

    Returns
    -------
    table : columns unit, year_from, year_to, measure, index, efficiency_change, technical_change (best-practice change
        BPC for the global measures), status, cumulative. Status is ``ok``, or why there is no number: ``missing``
        (data), ``infeasible`` (a program), ``undefined`` (1 + D not positive). `cumulative` is the product of a global
        index since the unit's first year, where it is 1; blank after a gap or a blank index. A pair spans one year.
    counts : for each measure the pairs, their statuses, and the infeasible and undefined evaluations by term

    Raises
    ------
    StudyError : an unknown measure, or a distance that duality does not certify

    Notes
    -----
    With E^s(z_t) the efficiency of a unit's year t against the year s, and G all years:
    GML = E^G(z_t+1) / E^G(z_t), EC = E^t+1(z_t+1) / E^t(z_t), BPC = GML / EC;
    M = sqrt(E^t(z_t+1) / E^t(z_t) * E^t+1(z_t+1) / E^t+1(z_t)), TC = M / EC.
    Pastor and Lovell (2005), Economics Letters 88; Oh (2010), Journal of Productivity Analysis 34; Chung, Fare and
    Grosskopf (1997), Journal of Environmental Management 51.
    """
    if unknown := [name for name in measures if name not in KINDS]:
        raise StudyError(f"`efficiency.productivity` cannot be {unknown[0]!r}; {nearest(unknown[0], list(KINDS))}")
    evaluations = {
        "score": lambda rows, reference: evaluate(data, rows, reference, specification),
        "distance": lambda rows, reference: from_distance(data, rows, reference, specification, disposability),
    }
    pairs = pairs_of(data)
    own = {kind: own_year(data, evaluations[kind]) for kind in sorted({KINDS[name] for name in measures})}
    tables, counts = [], {}
    for measure in measures:
        terms_of = global_terms if measure in GLOBAL else adjacent_terms
        kind = KINDS[measure]
        terms = terms_of(data, pairs, evaluations[kind], own[kind])
        tables.append(_table(data, pairs, measure, terms))
        counts[measure] = _counts(tables[-1], terms, pairs)
        _say(measure, counts[measure])
    return stacked(tables), counts


def pairs_of(data: Indicators) -> Pairs:
    """Every unit's pairs of consecutive years in the panel; gaps are not bridged."""
    later = np.flatnonzero((data.unit[1:] == data.unit[:-1]) & (data.year[1:] == data.year[:-1] + 1)) + 1
    return Pairs(later - 1, later, data.complete[later] & data.complete[later - 1])


def from_distance(
    data: Indicators, rows: np.ndarray, reference: np.ndarray, specification: Specification, disposability: str
) -> np.ndarray:
    """(k,) efficiencies 1 / (1 + D) of `rows` against the rows `reference`: NaN where infeasible, 0 where 1 + D <= 0.

    Raises StudyError for a distance that duality does not certify.
    """
    found = distances(data.values[reference], data.values[rows], specification, disposability == "weak")
    refuse_uncertified(data, rows[np.nan_to_num(found.residual) > CERTIFIED])
    grown = 1 + found.value
    grown[grown <= ZERO] = np.inf
    return 1 / grown


def frontier_of(data: Indicators, year: int) -> np.ndarray:
    """(r,) rows that form the frontier of a year; StudyError where its `reference` leaves none."""
    rows = np.flatnonzero(data.eligible & (data.year == year))
    if not rows.size:
        raise StudyError(
            f"`efficiency.reference` leaves no unit-year to form the frontier of {year}, which `productivity` needs;"
            " take `reference` to a further score, under `scores`"
        )
    return rows


def own_year(data: Indicators, evaluation: Evaluation) -> np.ndarray:
    """(n,) efficiency of every complete row against its own year, NaN for the others."""
    efficiency = np.full(len(data.unit), np.nan)
    for year in np.unique(data.year[data.complete]):
        rows = np.flatnonzero(data.complete & (data.year == year))
        efficiency[rows] = evaluation(rows, frontier_of(data, year))
    return efficiency


def global_terms(data: Indicators, pairs: Pairs, evaluation: Evaluation, own: np.ndarray) -> dict[str, np.ndarray]:
    """(k,) efficiencies of the pairs against their own years and against all years."""
    rows = np.flatnonzero(data.complete)
    everywhere = np.full(len(data.unit), np.nan)
    everywhere[rows] = evaluation(rows, np.flatnonzero(data.eligible))
    return {
        "own_earlier": own[pairs.earlier],
        "own_later": own[pairs.later],
        "global_earlier": everywhere[pairs.earlier],
        "global_later": everywhere[pairs.later],
    }


def adjacent_terms(data: Indicators, pairs: Pairs, evaluation: Evaluation, own: np.ndarray) -> dict[str, np.ndarray]:
    """(k,) efficiencies of the pairs against their own years and of each against the other's year.

    cross_earlier : the earlier observation against the later year; cross_later : the later against the earlier year
    """
    terms = {"own_earlier": own[pairs.earlier], "own_later": own[pairs.later]}
    for name, rows, others in (
        ("cross_earlier", pairs.earlier, pairs.later),
        ("cross_later", pairs.later, pairs.earlier),
    ):
        terms[name] = np.full(len(rows), np.nan)
        for year in np.unique(data.year[others]):
            chosen = pairs.complete & (data.year[others] == year)
            if chosen.any():
                terms[name][chosen] = evaluation(rows[chosen], frontier_of(data, year))
    return terms


def _table(data: Indicators, pairs: Pairs, measure: str, terms: dict[str, np.ndarray]) -> dict:
    positive = {name: np.where(term > 0, term, np.nan) for name, term in terms.items()}
    change = positive["own_later"] / positive["own_earlier"]
    if measure in GLOBAL:
        index = positive["global_later"] / positive["global_earlier"]
    else:
        index = np.sqrt(change * positive["cross_later"] / positive["cross_earlier"])
    return {
        "unit": data.unit[pairs.later],
        "year_from": data.year[pairs.earlier],
        "year_to": data.year[pairs.later],
        "measure": np.full(len(index), measure),
        "index": index,
        "efficiency_change": change,
        "technical_change": index / change,
        "status": _status(pairs, terms),
        "cumulative": cumulated(data.unit, pairs.later, index) if measure in GLOBAL else np.full(len(index), np.nan),
    }


def _status(pairs: Pairs, terms: dict[str, np.ndarray]) -> np.ndarray:
    values = np.array(list(terms.values()))
    solved = np.where((values == 0).any(axis=0), UNDEFINED, OK)
    found = np.where(np.isnan(values).any(axis=0), INFEASIBLE, solved)
    return np.where(pairs.complete, found, MISSING)


def _counts(table: dict, terms: dict[str, np.ndarray], pairs: Pairs) -> dict:
    inside = {name: term[pairs.complete] for name, term in terms.items()}
    return {
        "pairs": len(pairs.later),
        "status": {status: int((table["status"] == status).sum()) for status in OF_INDICES},
        "infeasible_terms": {name: int(np.isnan(term).sum()) for name, term in inside.items()},
        "undefined_terms": {name: int((term == 0).sum()) for name, term in inside.items()},
    }


def _say(measure: str, count: dict) -> None:
    blank = {status: number for status, number in count["status"].items() if number and status != OK}
    logger.log(logging.WARNING if blank else logging.INFO, "%s: %d pairs, blank: %s", measure, count["pairs"], blank)


def cumulated(unit: np.ndarray, later: np.ndarray, index: np.ndarray) -> np.ndarray:
    """(k,) level at the end of each pair, the unit's first row being 1; NaN once the chain is broken.

    `unit` (n,) sorted; `later` (k,) row numbers of the pairs' second years, increasing; `index` (k,) float.
    """
    factor = np.full(len(unit), np.nan)
    factor[later] = index
    first = np.append(True, unit[1:] != unit[:-1])
    factor[first] = 1.0
    return np.concatenate([np.cumprod(own) for own in np.split(factor, np.flatnonzero(first)[1:])])[later]
