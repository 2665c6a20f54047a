"""The referee on spatial weights and models."""

from collections import defaultdict
from collections.abc import Iterator
from statistics import fmean, pvariance

from report.findings import check
from report.fitted import Fitted
from report.printed import estimate, number_of
from report.reading import Links, Reading

LEAST_LEFT = 0.1  # share of the variance of W x policy that unit and year effects must leave
NOTHING = 1e-12  # variance below which nothing varies

Lag = dict[tuple[str, int], float]  # of the policy, by unit and year


@check(
    "W",
    "No spillover of the policy can be seen in a lag that hardly differs between units, whatever its coefficient",
    "Use weights that differ: borders (`kind: contiguity`), a `cutoff`, a larger `exponent`",
)
def blind_weights(reading: Reading) -> Iterator[tuple]:
    """Weights that link no treated with an untreated unit, or by which a lagged policy is nearly that of all units."""
    for policy in reading.policies:
        start, little, where = reading.starts(policy), [], []
        for matrix, columns in _lagged_by(reading, policy).items() if start else ():
            share = share_left(lag_of(reading.links[matrix], start, reading.years))
            if not _links_others(reading.links[matrix], start):
                yield ", ".join(columns), f"By {matrix} no untreated unit has a neighbour that {policy} treats"
            elif share is not None and share < LEAST_LEFT:
                little.append(f"{100 * share:.0f} % by {matrix}")
                where += columns
        if little:
            said = f"Effects of units and years leave little of the variance of {policy} when it is lagged"
            yield ", ".join(where), f"{said}: {', '.join(little)}"


def _lagged_by(reading: Reading, policy: str) -> dict[str, list[str]]:
    """Addresses of the spatial columns of a policy, by matrix."""
    found: dict[str, list[str]] = {}
    for column in reading.columns:
        if column.facts["policy"] == policy and column.facts.get("matrix") in reading.links:
            found.setdefault(column.facts["matrix"], []).append(column.address)
    return found


def _links_others(links: Links, start: dict[str, int]) -> bool:
    """Whether some unit that the policy never reaches has a neighbour that it reaches."""
    return any(unit not in start and neighbour in start and weight for unit, neighbour, weight in links.pairs)


def lag_of(links: Links, start: dict[str, int], years: range) -> Lag:
    """Weighted sum of the policy of the neighbours, for every unit and year."""
    lag: Lag = {(unit, year): 0.0 for unit in links.units for year in years}
    for unit, neighbour, weight in links.pairs:
        for year in years if neighbour in start else ():
            lag[unit, year] += weight * (year >= start[neighbour])
    return lag


def share_left(lag: Lag) -> float | None:
    """Share of the variance that means of units and years leave; None for what does not vary."""
    whole = pvariance(lag.values())
    if whole < NOTHING:
        return None
    by_unit, by_year = defaultdict(list), defaultdict(list)
    for (unit, year), value in lag.items():
        by_unit[unit].append(value)
        by_year[year].append(value)
    units, years = ({key: fmean(own) for key, own in by.items()} for by in (by_unit, by_year))
    mean = fmean(lag.values())
    return pvariance(value - units[unit] - years[year] + mean for (unit, year), value in lag.items()) / whole


@check(
    "W",
    "Their spatial lag is zero by construction, and Moran's I and rho are of the others",
    "Join them (`islands: bridge`, `islands: nearest`), or leave them out and say so: `leave_out`",
)
def islands(reading: Reading) -> Iterator[tuple]:
    for matrix, links in reading.links.items():
        alone = {unit for unit, neighbour, weight in links.pairs if unit == neighbour and not weight}
        alone -= {*(reading.block("matrices", matrix).get("leave_out") or [])}
        if alone:
            yield (
                f"matrices.{matrix}",
                f"{number_of(len(alone), 'unit')} without neighbours: {', '.join(sorted(alone))}",
            )


@check(
    "W",
    "Estimates with and without the correction for the effects differ by themselves",
    "Write one `correction` for the table",
)
def likelihoods_mixed(reading: Reading) -> Iterator[tuple]:
    tables: dict[str, list[Fitted]] = {}
    for column in reading.columns:
        if column.facts.get("correction"):
            tables.setdefault(column.table, []).append(column)
    for table, own in tables.items():
        corrected = [column.name for column in own if column.facts["correction"] == "lee_yu"]
        others = [column.name for column in own if column.name not in corrected]
        if corrected and others:
            yield table, f"Corrected for the effects are {', '.join(corrected)}, and not {', '.join(others)}"


@check(
    "W",
    "What they describe explodes, so they are no spillovers",
    "Look for a trend that all grades share, and compare `estimator: sar`",
)
def explosive_lags(reading: Reading) -> Iterator[tuple]:
    radii = {column.address: (column.facts["fitstat"] or {}).get("radius") for column in reading.columns}
    explosive = {address: radius for address, radius in radii.items() if radius is not None and radius >= 1}
    if explosive:
        said = ", ".join(map(estimate, explosive.values()))
        yield ", ".join(explosive), f"The spectral radius of the lags is not below 1: {said}"
