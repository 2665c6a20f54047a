"""Scores as tidy tables, whose columns are given by name."""

from dataclasses import asdict
from importlib.metadata import version

import numpy as np

from core.statuses import MISSING, OF_SCORES
from efficiency.data import Indicators
from efficiency.diagnose import by_column, copies_in_sets, proportional_columns
from efficiency.score import Audit, Scores, sets_of
from efficiency.spec import Specification
from efficiency.tolerances import DECIMALS, EFFICIENT

PACKAGES = ("numpy", "highspy", "pyomo")  # whose versions decide the last digits


def score_table(data: Indicators, scores: Scores, marks: dict[str, np.ndarray]) -> dict[str, np.ndarray | list]:
    """One row a unit-year, sorted by unit and year; blank where there is no number."""
    known = scores.status != MISSING
    marked = [";".join(name for name, mark in marks.items() if mark[row]) for row in range(len(data.unit))]
    return {
        "unit": data.unit,
        "year": data.year,
        "score": scores.score.round(DECIMALS),
        "stage": scores.stage,
        "sbm": scores.sbm.round(DECIMALS),
        "super": scores.super.round(DECIMALS),
        "status": scores.status,
        "flags": marked,
        "n_peers": np.where(known, scores.peers.count, None),
        "reference_size": np.where(known, scores.reference_size, None),
        "residual": [float(f"{value:.1e}") for value in scores.residual],
    }


def slack_table(data: Indicators, scores: Scores, specification: Specification) -> dict[str, np.ndarray | list]:
    """One row a scored unit-year and indicator, slack and target in the indicator's own units."""
    scored = np.flatnonzero(~np.isnan(scores.target).any(axis=1))
    columns = specification.columns
    return {
        "unit": np.repeat(data.unit[scored], len(columns)),
        "year": np.repeat(data.year[scored], len(columns)),
        "indicator": np.tile(np.array(columns, dtype=object), len(scored)),
        "slack": scores.slack[scored].ravel(),
        "target": scores.target[scored].ravel(),
    }


def peer_table(data: Indicators, scores: Scores) -> dict[str, np.ndarray | list]:
    """One row a scored unit-year and peer, sorted by the keys of both."""
    row, peer = scores.peers.row, scores.peers.unit
    return {
        "unit": data.unit[row],
        "year": data.year[row],
        "peer_unit": data.unit[peer],
        "peer_year": data.year[peer],
        "weight": scores.peers.weight,
    }


def run_facts(
    data: Indicators,
    scores: Scores,
    marks: dict[str, np.ndarray],
    specification: Specification,
    audit: Audit,
) -> dict:
    """What the run was and what it met: specification, sizes, counts, residuals, versions; no timings."""
    values = data.values[data.complete]
    inputs, desirable, undesirable = specification.sizes
    counts = {name: int(mark.sum()) for name, mark in marks.items()}
    counts |= {status: int((scores.status == status).sum()) for status in OF_SCORES}
    counts["efficient"] = int((scores.sbm >= 1 - EFFICIENT).sum())
    copies = copies_in_sets(data, specification)
    return {
        "specification": specification.content(),
        "sizes": {"n": len(values), "m": inputs, "s1": desirable, "s2": undesirable},
        "reference_sets": {group.label: len(group.reference) for group in sets_of(data, specification)},
        "programs": scores.work,
        "counts": counts,
        "bound": specification.bound,
        "largest_residual": float(np.nanmax(scores.residual, initial=0.0)),
        "columns": by_column(data, specification),
        "proportional_columns": proportional_columns(data, specification),
        "audit": asdict(audit),
        "versions": {name: version(name) for name in PACKAGES},
        "duplicates": [[[data.unit[row], data.year[row]] for row in group] for group in copies],
    }
