"""The referee on numbers that stand twice: copied columns, and what is printed again with other numbers."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from papers.numerals import Number
from printed.printed_tables import Descriptives, Model, Numbered, Printed, Regressions
from prose.slips import SHIFTED, SWAPPED, agree, slip
from referee.findings import Draft, Found, check
from referee.matching import LAGGED, PRODUCT, Place, nearest, places, same_factor, words
from referee.pointing import spots_in

TELLING = 3  # digits, with fewer two numbers may be the same by chance
TELLING_PAIR = 5  # of an estimate and its error together
ERRORS = ("std_error", "statistic", "p_value", "conf_low", "conf_high")
CHOSEN = (*ERRORS, "r2", "r2_within", "r2_adjusted")  # by the author, for the same estimates
COUNTS = ("n_obs", "n", "n_units", "n_periods", "n_clusters")  # which tables of one sample share


@dataclass(frozen=True)
class Column:
    """A column of a regression table, and its numbers by what they are of: (term, meaning)."""

    printed: Regressions
    model: Model

    @property
    def where(self) -> str:
        return (
            f"{self.printed.table.place}, column ({self.model.number})"
            if self.model.number
            else self.printed.table.place
        )

    @property
    def numbers(self) -> dict[tuple[str, str], Numbered]:
        found = {("", name): at for name, at in self.model.statistics.items()}
        for one in self.model.coefficients:
            found[one.term, "estimate"] = one.estimate
            found |= {(one.term, meaning): at for meaning, at in one.beneath.items()}
        return found


def columns(draft: Draft) -> list[Column]:
    return [Column(one, model) for one in draft.tables if isinstance(one, Regressions) for model in one.models]


def digits(number: Number) -> int:
    """How many digits a number has to be known again by."""
    return len(number.text.lstrip("-−–+0.,").replace(".", "").replace(",", ""))


def is_telling(number: Number) -> bool:
    return digits(number) >= TELLING


def is_copy(one: Place, other: Place) -> bool:
    """Whether two coefficients have the same estimate and the same number beneath it, with telling digits."""
    pairs = [(one.coefficient.estimate.number, other.coefficient.estimate.number)]
    ours, theirs = one.coefficient.beneath, other.coefficient.beneath
    names = [name for name in ("std_error", "statistic") if name in ours and name in theirs]
    pairs += [(ours[name].number, theirs[name].number) for name in names]
    same = all(a.text == b.text for a, b in pairs)
    return same and bool(names) and sum(digits(a) for a, _ in pairs) >= TELLING_PAIR


@check("W", "", "Variables of one sample have its observations", "Compare the two with the output of the program")
def n_swapped(draft: Draft) -> Found:
    """N of one variable with two digits of that swapped that all others of its table have."""
    for printed in draft.tables:
        held = printed.variables.items() if isinstance(printed, Descriptives) else ()
        counts = [(name, own["n"]) for name, own in held if "n" in own]
        usual, often = (Counter(at.number.text for _, at in counts).most_common(1) or [("", 0)])[0]
        odd = [(name, at) for name, at in counts if at.number.text != usual]
        whole = next((at.number for _, at in counts if at.number.text == usual), None)
        if often >= TELLING and len(odd) == 1 and slip(odd[0][1].number, whole) == SWAPPED:
            name, at = odd[0]
            what = f"{name} has {at.number.text} observations, and all others have {usual}"
            yield printed.table.place, what, spots_in(draft, printed, [at])


@check(
    "E",
    "",
    "A product that repeats the effect of the policy itself does not vary otherwise than the policy, or was copied",
    "Estimate both in one column, and test their difference",
)
def interaction_duplicates(draft: Draft) -> Found:
    """Products with the policy that have the estimate and the error of the policy in another column."""
    plain = _by_estimate(place for place in places(draft) if place.model and not PRODUCT.search(place.heading))
    for place in places(draft):
        if not PRODUCT.search(place.heading) or LAGGED.match(place.heading):
            continue
        for other in plain[place.coefficient.estimate.number.text]:
            if is_copy(place, other) and same_factor(other.heading, place.heading):
                number = place.coefficient.estimate.number.text
                what = f"{place.heading} has {number}{_error(place)}, which is that of {other.where}"
                yield place.where, what, (place.spot(draft), other.spot(draft))
                break


def _by_estimate(among: Iterable[Place]) -> dict[str, list[Place]]:
    """Coefficients by what they print: only those of one text may be copies."""
    groups: dict = defaultdict(list)
    for place in among:
        groups[place.coefficient.estimate.number.text].append(place)
    return groups


def _error(place: Place) -> str:
    at = place.coefficient.beneath.get("std_error") or place.coefficient.beneath.get("statistic")
    return f" ({at.number.text})" if at else ""


@check("E", "", "Another sample has other estimates: one of the columns was copied", "Print the column's own numbers")
def column_copied(draft: Draft) -> Found:
    """A coefficient with the same estimate and error in columns whose N differs."""
    for one, other in _copies(draft):
        n, m = (place.model.statistics.get("n_obs") for place in (one, other))
        if n and m and n.number.value != m.number.value:
            number = one.coefficient.estimate.number.text
            what = (
                f"{number}{_error(one)} stands here with N = {n.number.text}, and in {other.where} with {m.number.text}"
            )
            yield one.where, what, (one.spot(draft), other.spot(draft))


@check(
    "W", "", "One of the columns may have been copied", "Print the column's own numbers, or one name for one outcome"
)
def outcome_copied(draft: Draft) -> Found:
    """A coefficient with the same estimate and error in columns of one table whose outcomes differ."""
    for one, other in _copies(draft):
        a, b = one.model.outcome, other.model.outcome
        if a and b and one.printed is other.printed and not nearest(a, [b]):
            number = one.coefficient.estimate.number.text
            what = f"{number}{_error(one)} stands here for {a}, and in {other.where} for {b}"
            yield one.where, what, (one.spot(draft), other.spot(draft))


def _copies(draft: Draft) -> Iterator[tuple[Place, Place]]:
    groups = _by_estimate(place for place in places(draft) if place.model)
    for one, other in (pair for group in groups.values() for pair in combinations(group, 2)):
        if one.model is not other.model and is_copy(one, other) and words(one.heading) == words(other.heading):
            yield one, other


@check(
    "W",
    "",
    "Controls and effects that change nothing in any digit are absorbed, or the column was copied",
    "Print the column's own numbers, or say what absorbs the difference",
)
def columns_identical(draft: Draft) -> Found:
    """Columns of a table that share all coefficients though their marks differ."""
    for printed in draft.tables:
        for one, other in combinations(getattr(printed, "models", ()), 2):
            ours, theirs = Column(printed, one), Column(printed, other)
            differ = [name for name in one.marks if name in other.marks and one.marks[name] != other.marks[name]]
            if differ and _same_coefficients(ours, theirs):
                what = f"It has the coefficients of {theirs.where}, though they differ in {', '.join(differ)}"
                yield ours.where, what, spots_in(draft, printed, [*one.coefficients, *other.coefficients])


def _same_coefficients(one: Column, other: Column) -> bool:
    ours, theirs = ({key: at for key, at in column.numbers.items() if key[0]} for column in (one, other))
    same = ours.keys() == theirs.keys() and all(ours[key].number.text == theirs[key].number.text for key in ours)
    return same and sum(is_telling(at.number) for at in ours.values()) > 1


@check("W", "", "One of both is of another run", "Print both from one run")
def column_differs(draft: Draft) -> Found:
    """A column that is printed again, as a baseline in a table of robustness, with one or two other numbers.

    Errors that all differ are of other clusters, and a fit that differs is of another kind.
    """
    for one, other in combinations(columns(draft), 2):
        if one.printed is other.printed and one.model.column == other.model.column:
            continue
        ours, theirs = one.numbers, other.numbers
        shared = [key for key in ours if key in theirs]
        differ = [key for key in shared if not agree(ours[key].number, theirs[key].number)]
        equal = [key for key in shared if key not in differ and key[0] and is_telling(ours[key].number)]
        if differ and len(differ) <= 2 and len(equal) >= 3 and _is_another_run(ours, theirs, differ):
            told = ", ".join(f"{_of(key)} {theirs[key].number.text} and not {ours[key].number.text}" for key in differ)
            spots = spots_in(draft, one.printed, [ours[key] for key in differ])
            spots += spots_in(draft, other.printed, [theirs[key] for key in differ])
            yield other.where, f"It repeats {one.where}, with {told}", spots


def _of(key: tuple[str, str]) -> str:
    term, meaning = key
    return f"{term} ({meaning.replace('_', ' ')})" if term else meaning.replace("_", " ")


def _is_another_run(ours: dict, theirs: dict, differ: list) -> bool:
    """Whether what differs is no other error, nor another measure of fit; an error that is a slip of another is."""
    if any(meaning in ("estimate", "n_obs") for _, meaning in differ):
        return True
    errors = [key for key in differ if key[1] in ERRORS]
    return any(slip(ours[key].number, theirs[key].number) in (SWAPPED, SHIFTED) for key in errors)


@check("E", "", "A reader cannot know which of them is right", "Print the table once, from one run")
def table_differs(draft: Draft) -> Found:
    """A table that is printed twice, under one caption or with most of its numbers, and has other numbers.

    One of both may have only some of the rows, as where an appendix shows the policy alone.
    """
    tables = [one for one in draft.tables if isinstance(one, Regressions | Descriptives)]
    for one, other in combinations(tables, 2):
        ours, theirs = _by_address(one), _by_address(other)
        shared = [key for key in ours if key in theirs]
        if type(one) is not type(other) or len(shared) < max(4, min(len(ours), len(theirs))):
            continue
        compared = _not_chosen(ours, theirs, shared)
        differ = [key for key in compared if not agree(ours[key].number, theirs[key].number)]
        whole = ours.keys() == theirs.keys() and _title(one.table.caption) == _title(other.table.caption) != ""
        telling = [key for key in compared if is_telling(ours[key].number) and key[-1] not in COUNTS]
        if differ and (whole or 2 * len(differ) < len(telling)):
            pairs = [f"{ours[key].number.text} and {theirs[key].number.text}" for key in differ[:5]]
            spots = spots_in(draft, one, [ours[key] for key in differ])
            spots += spots_in(draft, other, [theirs[key] for key in differ])
            yield f"{one.table.place}, {other.table.place}", f"They are one table with {', '.join(pairs)}", spots


def _not_chosen(ours: dict, theirs: dict, shared: list[tuple]) -> list[tuple]:
    """Addresses without errors of which most differ, as those of other clusters, and without fits of which most do, as
    those of another kind."""
    differ = Counter(key[-1] for key in shared if not agree(ours[key].number, theirs[key].number))
    of_all = Counter(key[-1] for key in shared)
    chosen = {name for name in CHOSEN if 2 * differ[name] > of_all[name] > 1}
    return [key for key in shared if key[-1] not in chosen]


def _by_address(printed: Printed) -> dict[tuple, Numbered]:
    if isinstance(printed, Descriptives):
        return {(name, meaning): at for name, own in printed.variables.items() for meaning, at in own.items()}
    return {
        (position, model.outcome, *key): at
        for position, model in enumerate(printed.models)
        for key, at in Column(printed, model).numbers.items()
    }


def _title(caption: str) -> str:
    """A caption without its number, and without the words that say that it goes on."""
    return " ".join(word for word in words(caption) if not word.isdigit() and word not in ("continued", "续表"))
