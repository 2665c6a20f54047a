"""Tolerances that more than one module needs; those of one module stand there. Each was chosen by measurement."""

TOLERANCE = 1e-9  # feasibility of a program; reduced costs, relative to the sum of their terms' magnitudes
LOW_PRICE = 1e-3  # of a unit's own datum; a price below it counts as it, because near 0 it is all rounding
WEIGHTLESS = 1e-9  # a peer's weight up to this is rounding, and the peer is not listed
CERTIFIED = 1e-8  # largest violation or duality gap of a program whose value is believed
AUDITED = 1e-8  # largest difference between engine and reference model, relative for a score above 1
KNOWN = 1e-6  # relative; a tie that the data break by less is not decided
EFFICIENT = 1e-7  # SBM above 1 minus this is efficient; such units lie within 1e-12 of 1
AT_BOUND = 1e-6  # a super score this close to its bound is set by the bound, not by the data
DECIMALS = 10  # of a score; beyond them the order of the units shows
