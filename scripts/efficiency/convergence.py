"""How fast a frontier of more units comes near the true one, and what follows for biases.

With p indicators a score of n units differs from the true one by about ``C n^-k``, where k is 2 / p under constant
returns to scale (Park, Jeong and Simar 2010, Journal of Productivity Analysis 34) and 2 / (p + 1) under variable ones
(Kneip, Simar and Wilson 2008, Econometric Theory 24). So a frontier of m of the n units shows what the bias is:

    score of m - score of n  ~  C m^-k - C n^-k  =  ((n / m)^k - 1) C n^-k,

which is the generalised jackknife (Kneip, Simar and Wilson 2015, Econometric Theory 31). The rates are those of radial
scores; that slacks-based ones have them is an assumption.
"""

from efficiency.spec import Specification

SLOW = 2 / 5  # a rate below: intervals are not to be trusted, as tests/benchmarks/coverage.md shows
COVERAGE = (  # what that table says of a nominal 95 %
    "In simulated data the intervals of single scores below 1 cover the true score in 93 to 98 % with 2 and 4"
    " indicators and in 84 to 91 % with 10, those of order-m scores in 86 to 93 %."
)
COVERAGE_OF_MEANS = "In simulated data 84 to 100 % of such intervals cover the true mean, of small groups 79 to 99 %."
MEASURED = 60  # fewest units for which that table says how often intervals cover


def rate(specification: Specification) -> float:
    """The rate k of the radial scores."""
    return 2 / (len(specification.columns) + specification.vrs)


def factor(specification: Specification, ratio: float) -> float:
    """Bias of a score over its change when the frontier has 1 / `ratio` of the units."""
    return 1 / (ratio ** rate(specification) - 1)


def is_slow(specification: Specification) -> bool:
    """Whether the rate is below 2 / 5: more than 5 indicators under CRS, more than 4 under VRS."""
    return rate(specification) < SLOW


def doubts_of_intervals(specification: Specification, units: int) -> list[str]:
    """Why the intervals of single scores of `units` units are not to be trusted."""
    slow = (
        f"With {len(specification.columns)} indicators biases shrink as n^-{rate(specification):.2f}:"
        " intervals of single scores are not to be trusted, and corrected scores are too low (docs/efficiency.md)."
    )
    return [slow] * is_slow(specification) + _few(units)


def _few(units: int) -> list[str]:
    said = (
        f"The frontier is of {units} units; with fewer than {MEASURED} nobody measured how often the intervals cover."
    )
    return [said] * (units < MEASURED)


def doubts_of_means(specification: Specification, units: int) -> list[str]:
    """What a reader of group means has to know, beside their intervals."""
    k = rate(specification)
    slow = (
        f"With {len(specification.columns)} indicators biases shrink as n^-{k:.2f}, and only n^{2 * k:.2f} of n units"
        " count for the width of an interval; those of small groups are not to be trusted (docs/efficiency.md)."
    )
    return [slow] * is_slow(specification) + _few(units)
