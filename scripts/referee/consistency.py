"""The referee on a manuscript: every check of a paper against itself, and what they find."""

from dataclasses import replace

import referee.check_arithmetic as arithmetic
import referee.check_beside as beside
import referee.check_claims as claims
import referee.check_comparisons as comparisons
import referee.check_copies as copies
import referee.check_correlations as correlations
import referee.check_counts as counts
import referee.check_decomposition as decomposition
import referee.check_differences as differences
import referee.check_dropped as dropped
import referee.check_estimates as estimates
import referee.check_event as event
import referee.check_fit as fit
import referee.check_groups as groups
import referee.check_instruments as instruments
import referee.check_intervals as intervals
import referee.check_levels as levels
import referee.check_mediation as mediation
import referee.check_moments as moments
import referee.check_outcomes as outcomes
import referee.check_placebos as placebos
import referee.check_prose as prose
import referee.check_ranges as ranges
import referee.check_ratios as ratios
import referee.check_sample as sample
import referee.check_spatial as spatial
import referee.check_stars as stars
import referee.check_sums as sums
import referee.check_text as text
import referee.check_thresholds as thresholds
import referee.check_units as units
import referee.check_waves as waves
from referee.findings import Check, Draft, Finding

FAMILIES = {
    "Stars": stars,
    "Estimates": estimates,
    "Intervals": intervals,
    "Fit": fit,
    "Sample": sample,
    "Outcomes": outcomes,
    "Counts": counts,
    "Groups": groups,
    "Dropped": dropped,
    "Moments": moments,
    "Correlations": correlations,
    "Units": units,
    "Differences": differences,
    "Ranges": ranges,
    "Arithmetic": arithmetic,
    "Sums": sums,
    "Waves": waves,
    "Ratios": ratios,
    "Placebos": placebos,
    "Comparisons": comparisons,
    "Beside": beside,
    "Decomposition": decomposition,
    "Spatial": spatial,
    "Mediation": mediation,
    "Event": event,
    "Instruments": instruments,
    "Thresholds": thresholds,
    "Copies": copies,
    "Claims": claims,
    "Levels": levels,
    "Text": text,
    "Prose": prose,
}


def checks_of(family: str) -> list[Check]:
    """The checks of a family, in their order."""
    return [one for one in vars(FAMILIES[family]).values() if isinstance(one, Check)]


CHECKS = {one.name: one for family in FAMILIES for one in checks_of(family)}


def findings(draft: Draft) -> list[Finding]:
    """What all checks find, each cause once; errors first, then in the order of the manuscript."""
    return once([finding for one in CHECKS.values() for finding in one(draft)])


def once(found: list[Finding]) -> list[Finding]:
    """Findings of one check with one message are one, with all their places."""
    groups: dict[tuple, list[Finding]] = {}
    for one in found:
        groups.setdefault((one.check, one.severity, one.message), []).append(one)
    merged = [_joined(group) for group in groups.values()]
    return sorted(merged, key=lambda one: ("EWN".index(one.severity), _first(one), one.check, one.where))


def _joined(group: list[Finding]) -> Finding:
    where = ", ".join(dict.fromkeys(one.where for one in group))
    return replace(group[0], where=where, spots=tuple(dict.fromkeys(spot for one in group for spot in one.spots)))


def _first(finding: Finding) -> tuple[int, int, int]:
    spot = min(finding.spots, key=lambda one: (one.block, one.row or 0, one.column or 0), default=None)
    return (spot.block, spot.row or 0, spot.column or 0) if spot else (10**9, 0, 0)
