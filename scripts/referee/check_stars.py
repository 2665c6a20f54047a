"""The referee on stars: whether estimates have those that they earn, by the legend of their table."""

from collections.abc import Iterator
from itertools import pairwise

from printed.places import coefficients_of, p_shown
from printed.tables import place
from referee.check_estimates import spots_of, written
from referee.findings import Draft, Found, Spot, check
from referee.starring import SWAPPED, Starred, Starring, starrings

STATCHECK = "Nuijten et al. (2016), statcheck"
MEND = "Compare estimate and error with the output of the program; mend the stars or the number that is wrong"
BRACKETS = {"std_error": "standard errors", "statistic": "t values"}


def starred(draft: Draft, fault: int) -> Iterator[tuple[Starring, Starred]]:
    """Cells with such a fault, of tables that no other reading explains as a whole."""
    for stated, other in starrings(draft):
        yield from ((stated, cell) for cell in stated.wrong if cell.fault == fault and other is None)


@check("E", STATCHECK, "No rounding and no number of clusters gives these stars", MEND)
def stars_unearned(draft: Draft) -> Found:
    for table, cell in starred(draft, +1):
        one = cell.coefficient
        what = f"{written(one)} has {p_shown(cell.p_values)}, and {one.stars} needs p < {table.legend[one.stars]:g}"
        yield place(table.printed, one), what, spots_of(draft, table.printed, one)


@check("E", STATCHECK, "By the table's own legend it has more stars", MEND)
def stars_missing(draft: Draft) -> Found:
    for table, cell in starred(draft, -1):
        one, bound = cell.coefficient, cell.p_values[1]
        earned = min((stars for stars, level in table.legend.items() if bound < level), key=table.legend.get)
        what = f"{written(one)} has {p_shown(cell.p_values)}, which earns {earned}"
        yield place(table.printed, one), what, spots_of(draft, table.printed, one)


@check(
    "E",
    "",
    "Readers judge every estimate of the table by what its notes say of parentheses",
    "Say in the notes what the parentheses hold",
)
def bracket_kind(draft: Draft) -> Found:
    """Notes that say errors where the numbers are t values, or t values where they are errors."""
    for stated, other in starrings(draft):
        if other and other.taken != stated.taken:
            kind = stated.printed.brackets
            what = f"{len(stated.wrong)} coefficients have other stars than they earn if the parentheses hold "
            what += f"{BRACKETS[kind]}, as the notes say; none has if they hold {BRACKETS[SWAPPED[kind]]}"
            yield stated.printed.table.place, what, wrong_spots(draft, stated)


@check(
    "E",
    "",
    "By the legend that is printed, the table claims other significance than its estimates have",
    "Print the legend that the program used",
)
def legend_untrue(draft: Draft) -> Found:
    for stated, other in starrings(draft):
        if other and other.taken == stated.taken and stated.printed.legend:
            what = f"{len(stated.wrong)} coefficients have other stars than they earn by the legend "
            what += f"{legend_words(stated.legend)}; none has by {legend_words(other.legend)}"
            yield stated.printed.table.place, what, wrong_spots(draft, stated)


def wrong_spots(draft: Draft, stated: Starring) -> tuple:
    return tuple(spot for cell in stated.wrong for spot in spots_of(draft, stated.printed, cell.coefficient))


def legend_words(legend: dict[str, float]) -> str:
    """``* 10, ** 5, *** 1 %``."""
    ordered = sorted(legend.items(), key=lambda pair: (len(pair[0]), pair[0]))
    return ", ".join(f"{stars} {100 * level:g}" for stars, level in ordered) + " %"


@check("E", "", "More stars mean a smaller level everywhere", "Mend the legend")
def legend_order(draft: Draft) -> Found:
    for printed in draft.tables:
        legend = getattr(printed, "legend", {})
        levels = [legend[stars] for stars in sorted(legend, key=len) if set(stars) == {"*"}]
        if any(more >= fewer for fewer, more in pairwise(levels)):
            block = draft.manuscript.blocks.index(printed.table)
            yield printed.table.place, f"The legend is {legend_words(legend)}", (Spot(block),)


@check("W", "", "Nobody can tell what they mean", "Define them in the notes, or take them away")
def stars_undefined(draft: Draft) -> Found:
    """Stars that the legend of their table does not have."""
    for printed in draft.tables:
        legend = getattr(printed, "legend", {})
        strange = [one for one, _ in coefficients_of(printed) if legend and one.stars and one.stars not in legend]
        for stars in dict.fromkeys(one.stars for one in strange):
            own = [one for one in strange if one.stars == stars]
            what = f"{stars} is not in the legend {legend_words(legend)}"
            spots = tuple(draft.spot_in(printed.table, one.estimate) for one in own)
            yield ", ".join(place(printed, one) for one in own), what, spots
