"""The referee on the numbers of sentences: against the tables that they are about, and what is named but not there."""

import re
from collections.abc import Iterator
from itertools import pairwise

from printed.printed_tables import Effects, Printed, Regressions
from printed.rounding import over, size
from prose.slips import agree, meet
from prose.statements import Statement
from referee.comparing import is_said_of, is_their_ratio
from referee.disputes import disputes
from referee.findings import Draft, check
from referee.matching import Place, column_numbers, places, policy_of, same_number, tables_named
from referee.pointing import place_of, spot_of

CITED = re.compile(r"\b(19|20)\d\d[a-z]?\s?[)）]|et al\b")
DIFFERENCE = re.compile(r"\bdifference|\bgap\b|差", re.IGNORECASE)
COMPUTED = re.compile(r"\bimpl|\bhence\b|\bgives\b|\bfollows\b|correspond|可知|可得|推算|对应|意味", re.IGNORECASE)
OWN = re.compile(r"^\d+$")  # the number of a table that is not in an appendix


@check("E", "", "Text and table are then of different estimates", "Correct the text, or the table")
def text_number(draft: Draft) -> Iterator[tuple]:
    """Numbers of sentences that the table that they are about does not have."""
    yield from ((one.where, one.what, one.spots) for one in disputes(draft) if one.sure)


@check(
    "W",
    "",
    "A reader looks for it in vain",
    "Correct it, or name the table, the figure or the computation that it is from",
)
def text_number_nowhere(draft: Draft) -> Iterator[tuple]:
    """Numbers of sentences that no table has, but which may be from elsewhere."""
    yield from ((one.where, one.what, one.spots) for one in disputes(draft) if not one.sure)


@check("W", "", "An estimate over its error is its t value", "Compute it again, or correct the estimate or the error")
def text_ratio(draft: Draft) -> Iterator[tuple]:
    """t values of sentences that the table does not give of the estimate that stands before them and its error."""
    tested = [place for place in places(draft) if _is_tested(place, policy_of(places(draft)))]
    for one, other in pairwise(draft.statements):
        if (one.kind, other.kind) != ("estimate", "statistic") or one.sentence != other.sentence:
            continue
        own = [place for place in tested if is_said_of(draft, one, place) and not DIFFERENCE.search(_ahead(one))]
        if own and not any(_is_test_of(other, place) for place in own):
            estimate, beneath = own[0].coefficient.estimate, own[0].coefficient.beneath
            beside = beneath.get("std_error") or beneath["statistic"]
            what = (
                f"The text has t {other.number.text}; {own[0].where} has {estimate.number.text} ({beside.number.text})"
            )
            yield place_of(draft, other), what, (spot_of(draft, other), own[0].spot(draft))


@check("W", "", "An estimate over its t value is its error", "Divide again")
def error_of_t(draft: Draft) -> Iterator[tuple]:
    """An error that a sentence computes from a t value of a table, and that is not the estimate over it."""
    for one, other in pairwise(draft.statements):
        if (one.kind, other.kind) != ("statistic", "std_error") or one.sentence != other.sentence:
            continue
        beneath = [(place, place.coefficient.beneath.get("statistic")) for place in places(draft)]
        own = [(place, at) for place, at in beneath if at and agree(one.number, at.number, by_size=True)]
        errors = [size(over(place.coefficient.estimate.number.range, at.number.range)) for place, at in own]
        if own and COMPUTED.search(one.sentence) and not any(meet(other.number.range, error) for error in errors):
            place, at = own[0]
            what = f"{place.where} has {place.coefficient.estimate.number.text} with t {at.number.text}"
            yield (
                place_of(draft, other),
                f"The text has the error {other.number.text}; {what}",
                (spot_of(draft, other),),
            )


def _ahead(one: Statement) -> str:
    """The clause before a number."""
    return re.split("[,，;；。]", one.sentence.partition(one.number.text)[0])[-1]


def _is_tested(place: Place, policy: str) -> bool:
    """Whether an estimate has its error beneath; of other rows than the policy's a t value may be of another model."""
    beneath = place.coefficient.beneath
    return "std_error" in beneath or ("statistic" in beneath and place.heading == policy)


def _is_test_of(said: Statement, place: Place) -> bool:
    """Whether a t value is printed beneath an estimate, or is its ratio to its error."""
    printed = place.coefficient.beneath.get("statistic")
    return is_their_ratio(said, place) or bool(printed and agree(said.number, printed.number, by_size=True))


@check("E", "", "What the sentence says of it can be compared with nothing", "Name the table that it is about")
def no_such_table(draft: Draft) -> Iterator[tuple]:
    """Tables of the paper itself that the text names and that are not there; not those of an appendix."""
    numbered = [one for one in draft.tables if _has_number(one)]
    if len(numbered) < 2:
        return
    for statement in _naming(draft.statements, "table"):
        if OWN.match(statement.table) and not tables_named(draft, statement.table):
            what = f"The text names Table {statement.table}, and there is none"
            yield place_of(draft, statement), what, (spot_of(draft, statement),)


def _has_number(printed: Printed) -> bool:
    """Whether a table has a number."""
    return bool(re.search(r"\d", printed.table.place)) and not re.match(r"the \d", printed.table.place)


@check("E", "", "What the sentence says of it can be compared with nothing", "Name the column that it is about")
def no_such_column(draft: Draft) -> Iterator[tuple]:
    for statement in _naming(draft.statements, "column"):
        named = tables_named(draft, statement.table) if statement.table else []
        if not named or not all(isinstance(one, Regressions | Effects) for one in named):
            continue
        numbers = [number for one in named for number in column_numbers(one).values() if number]
        if numbers and not any(same_number(number, statement.column) for number in numbers):
            what = (
                f"The text names column ({statement.column}) of Table {statement.table}, which ends with {numbers[-1]}"
            )
            yield place_of(draft, statement), what, (spot_of(draft, statement),)


def _naming(statements: tuple[Statement, ...], what: str) -> Iterator[Statement]:
    """The first statement of each sentence that names such a table or column, but of those of other papers."""
    seen = set()
    for statement in statements:
        key = statement.block, statement.sentence, statement.table, getattr(statement, what)
        if getattr(statement, what) and key not in seen and not CITED.search(statement.sentence):
            seen.add(key)
            yield statement
