"""How far coefficients move when the frontier behind their outcome is drawn anew: the key `also: frontier`."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.errors import StudyError
from estimation.least_squares import Fit, fit_sample
from estimation.sample import sample_of_column

KEYS = ["unit", "year"]
FEWEST = 20  # replications that a standard deviation may rest on


@dataclass(frozen=True)
class Frontiers:
    """Scores against the frontiers of drawn units.

    scores : unit, year and a column for each replication, in which all unit-years have a score against one frontier
    factor : by which a change of a score between a frontier and that of the drawn units exceeds its error
    """

    scores: pd.DataFrame
    factor: float


def frontiers_of(chunks: list[pd.DataFrame], factor: float) -> Frontiers:
    """The replications of all chunks side by side."""
    scores = pd.concat([chunk.set_index(KEYS) for chunk in chunks], axis=1)
    return Frontiers(scores.reset_index(), factor)


def spread(
    panel: pd.DataFrame, settings: dict, fit: Fit, terms: list[str], frontiers: Frontiers
) -> tuple[dict[str, float], dict]:
    """The spread of the coefficients of `terms` over frontiers, and what it rests on.

    Notes
    -----
    The column is fitted again on the scores of each replication, a whole panel against one frontier. A frontier of m of
    n units moves scores further than one of n does: as for an interval of a score, E - true ~ c (E* - E), and a
    coefficient is linear in its outcome. So the spread is c times the standard deviation of the coefficients over the
    replications.

    A replication in which a row of the fit has no score is left out. Raises StudyError if fewer than 20 are left.
    """
    others = panel.drop(columns="score").merge(frontiers.scores, on=KEYS, how="left", validate="1:1")
    names = [name for name in frontiers.scores if name not in KEYS]
    found = []
    for name in names:
        sample = sample_of_column(others.assign(score=others[name]), settings)
        if len(sample.outcome) == len(fit.sample.outcome):
            again = fit_sample(sample, settings["ssc"], wanted=tuple(terms))
            found.append([again.coefficients[again.terms.index(term)] for term in terms])
    if len(found) < FEWEST:
        raise StudyError(
            f"`also: frontier`: in {len(found)} of {len(names)} replications all rows have a score, and {FEWEST} are "
            "needed.\n  Raise `size` under `efficiency.bootstrap`, or leave `frontier` out."
        )
    sd = frontiers.factor * np.std(found, axis=0, ddof=1)
    said = {"replications": len(found), "incomplete": len(names) - len(found), "factor": frontiers.factor}
    return dict(zip(terms, sd, strict=True)), said
