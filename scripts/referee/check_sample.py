"""The referee on samples: whether numbers of observations can be those of one panel, and of one another."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from papers.document import Manuscript, Text
from printed.places import WORDS, column_words, said, whole
from printed.printed_tables import Model, Printed, Regressions
from printed.tables import place
from prose.phrases import UNITS, UNITS_ZH
from prose.sentences import statements
from prose.statements import Statement
from prose.whole_numbers import COUNT, value_of
from referee.columns import bare, n_of, regressions, regressors, variables, where
from referee.findings import Draft, Found, Spot, check

STACKED = re.compile(  # samples that repeat rows, or whose columns have samples of their own
    r"stack|stagger|match|pair|dyad|spell|cohort|event|dynamic|years since|"
    r"堆叠|匹配|配对|队列|交错|渐进|多期|动态|事件|前后|各年|逐年",
    WORDS,
)
SPAN = re.compile(r"((?:19|20)\d\d)\s*年?\s*(?:-|–|—|~|～|to|through|and|至|到|—{1,2})\s*((?:19|20)\d\d)")
UNITS_SAID = re.compile(rf"(?P<count>{COUNT})(?: {UNITS}|\s*[个座家]{UNITS_ZH})", WORDS)
STACKS = 1.6  # times the rows of the panel: a column with more repeats them
LONGEST = 300  # of panels, in years; a larger number is a year
PANEL = "Say which rows the column has that the panel has not, or mend N"


def panel_rows(draft: Draft) -> int | None:
    """The rows of the panel: the N of most columns, if summary statistics or units times years confirm it; that of
    more columns than any other, if both do."""
    counts = Counter(n_of(model) for _, model in regressions(draft))
    counts.pop(None, None)
    if not counts:
        return None
    common = max(counts, key=counts.get)
    summaries = Counter(whole(numbers.get("n")) for *_, numbers in variables(draft))
    most = summaries.most_common(1)
    confirmed = (bool(most) and most[0][0] == common) + (common in products(draft))
    return common if confirmed == 2 or (confirmed and counts[common] * 2 > counts.total()) else None


def products(draft: Draft) -> set[int]:
    """Units times years, of all that sentences name."""
    units, years = _of_text(draft)
    return {unit * year for unit in units for year in years}


def rows_said(draft: Draft, printed: Printed) -> int | None:
    """Units times years of a table whose caption or notes name one of the two; the other may be that of the text."""
    words = (printed.table.caption, *printed.table.notes)
    units, years = _sizes(said_of(printed), words)
    if not (units or years) or STACKED.search(" ".join(words)):
        return None
    all_units, all_years = _of_text(draft)
    return max(units or all_units, default=0) * max(years or all_years, default=0) or None


def said_of(printed: Printed) -> list[Statement]:
    """What the caption and the notes of a table say with numbers."""
    lines = (printed.table.caption, *printed.table.notes)
    return statements(Manuscript("", tuple(Text("note", line, printed.table.place) for line in lines)))


def _of_text(draft: Draft) -> tuple[set[int], set[int]]:
    return _sizes(draft.statements, [text.text for text in draft.manuscript.texts])


def _sizes(said: Iterable[Statement], words: Iterable[str]) -> tuple[set[int], set[int]]:
    """Numbers of units and of years, those from a first year to a last included."""
    units = {int(one.number.value) for one in said if one.kind == "units" and one.number}
    counted = {int(one.number.value) for one in said if one.kind == "years" and one.number}
    spans = {int(last) - int(first) + 1 for text in words for first, last in SPAN.findall(text)}
    return units, spans | {years for years in counted if years < LONGEST}


@check("W", "", "There are no such rows", PANEL)
def n_beyond_panel(draft: Draft) -> Found:
    """Columns, variables, captions and notes with more observations than the panel, or the table's own units and years,
    have rows; stacked and matched samples are others."""
    rows = panel_rows(draft)
    for printed in draft.tables:
        yield from _beyond(draft, printed, rows or rows_said(draft, printed) or 0)
    for printed, variable, numbers in variables(draft) if rows else ():
        at = numbers.get("n")
        if at and (whole(at) or 0) > rows:
            what = f"{variable} has {at.number.text} observations, and the panel has {rows:,} rows"
            yield place(printed, at), what, (draft.spot_in(printed.table, at),)


def _beyond(draft: Draft, printed: Printed, rows: int) -> Found:
    """Columns, and what caption or notes say, with more observations than `rows`, but not so many that they repeat."""
    words = " ".join([printed.table.caption, *printed.table.notes])
    for model in printed.models if isinstance(printed, Regressions) else ():
        if rows < (n_of(model) or 0) < STACKS * rows and not STACKED.search(" ".join([words, *model.headings])):
            at = model.statistics["n_obs"]
            what = f"N is {at.number.text}, and the panel has {rows:,} rows"
            yield where(printed, model), what, (draft.spot_in(printed.table, at),)
    counts = [one.number for one in said_of(printed) if one.kind == "n_obs" and one.number]
    beyond = [n.text for n in counts if rows < n.value < STACKS * rows]
    if beyond and not STACKED.search(words):
        what = f"Its caption or notes have {beyond[0]} observations, and the panel has {rows:,} rows"
        yield printed.table.place, what, (Spot(draft.manuscript.blocks.index(printed.table)),)


def counted(printed: Printed) -> list[Model]:
    """Columns with an N, of tables whose columns are not of samples of their own."""
    if not isinstance(printed, Regressions) or STACKED.search(said(printed)):
        return []
    return [model for model in printed.models if n_of(model) and not STACKED.search(" ".join(model.headings))]


@check(
    "W",
    "",
    "Rows that lack a regressor leave the column, so a column with fewer regressors has at least as many",
    "Say what leaves the sample of each column, or mend N",
)
def n_grows(draft: Draft) -> Found:
    """Columns of one outcome and the same headings whose N is larger with more regressors, or differs with the same."""
    for printed in draft.tables:
        for model, other in grown(printed):
            fewer = "more" if n_of(model) > n_of(other) else "fewer"
            what = f"N is {n_of(model):,}, and {n_of(other):,} in {column_words(printed, other.column)}, "
            what += f"which has no {fewer} regressors"
            yield where(printed, model), what, (draft.spot_in(printed.table, model.statistics["n_obs"]),)


def grown(printed: Printed) -> Iterator[tuple[Model, Model]]:
    """The one column whose N is not that of all others, with one of them that asks its rows for as much."""
    models = counted(printed)
    counts = Counter(map(n_of, models))
    odd = [model for model in models if counts[n_of(model)] == 1]
    if len(counts) == 2 and len(odd) == 1 < len(models) - 1:
        others = (other for other in models if other is not odd[0] and same_sample(odd[0], other))
        yield from [(odd[0], other) for other in others if exceeds(odd[0], other)][:1]


def same_sample(model: Model, other: Model) -> bool:
    """As far as headings, outcome and panel say; a column with a heading of its own may have a sample of its own."""
    return (model.panel, model.outcome, bare(model)) == (other.panel, other.outcome, bare(other))


def exceeds(model: Model, other: Model) -> bool:
    """Whether one of the two has more rows though it asks no less of them."""
    own, others = regressors(model), regressors(other)
    return (n_of(model) > n_of(other) and own >= others) or (n_of(model) < n_of(other) and own <= others)


@check(
    "W",
    "",
    "In such a panel N is units times periods, or fewer periods or fewer units are said",
    "Say which rows the column leaves out, or mend N or the number of units",
)
def n_of_units(draft: Draft) -> Found:
    """An N that its own number of units does not divide, in a table where it divides that of all other columns."""
    for printed in draft.tables:
        models = [model for model in counted(printed) if whole(model.statistics.get("n_units"))]
        uneven = [model for model in models if n_of(model) % whole(model.statistics["n_units"])]
        told = [model for model, _ in (*grown(printed), *reordered(printed))]
        if len(uneven) == 1 and len(models) > 2 and uneven[0] not in told and "instruments" not in uneven[0].statistics:
            at = [uneven[0].statistics[name] for name in ("n_obs", "n_units")]
            what = f"N {at[0].number.text} is no multiple of {at[1].number.text} units, as in all other columns"
            yield where(printed, uneven[0]), what, tuple(draft.spot_in(printed.table, one) for one in at)


@check(
    "W",
    "",
    "Columns of one sample have one N, and two digits that changed places are the likelier reason",
    "Compare N with the output of the program, or say which rows are left out",
)
def n_transposed(draft: Draft) -> Found:
    """An N with the digits of the other columns' N in another order."""
    for printed in draft.tables:
        told = [model for model, _ in grown(printed)]
        for model, other in reordered(printed):
            if model not in told:
                what = f"N is {n_of(model):,}, and {n_of(other):,} in other columns"
                yield where(printed, model), what, (draft.spot_in(printed.table, model.statistics["n_obs"]),)


def reordered(printed: Printed) -> Iterator[tuple[Model, Model]]:
    """Columns whose N has two digits of the N of several others in each other's place, with one of these."""
    models = [model for model in printed.models if n_of(model)] if isinstance(printed, Regressions) else []
    counts = Counter(map(n_of, models))
    for model in models:
        twins = [one for one in models if counts[n_of(one)] > 1 and transposed(n_of(one), n_of(model))]
        if counts[n_of(model)] == 1 and twins:
            yield model, twins[0]


def transposed(one: int, other: int) -> bool:
    """Whether two neighbouring digits have changed places."""
    left, right = str(one), str(other)
    apart = [at for at, pair in enumerate(zip(left, right, strict=False)) if pair[0] != pair[1]]
    swapped = len(apart) == 2 and apart[1] == apart[0] + 1
    return len(left) == len(right) and swapped and sorted(left) == sorted(right)


@check(
    "W",
    "",
    "No column can have rows in which one of its variables is missing",
    "Compare both with the data; say it where missing values were filled",
)
def n_beyond_variable(draft: Draft) -> Found:
    """A column with more observations than the summary statistics have of a regressor, found by its name."""
    rows = {variable.casefold(): whole(numbers.get("n")) or 0 for _, variable, numbers in variables(draft)}
    most = max(rows.values(), default=0)  # a column with more is of other rows than the summary
    for printed, model in regressions(draft):
        names = [one.term.casefold() for one in model.coefficients]
        short = [name for name in names if 0 < rows.get(name, 0) < (n_of(model) or 0) <= most]
        if short:
            at = model.statistics["n_obs"]
            what = f"N is {at.number.text}, and {short[0]} has {rows[short[0]]:,} observations"
            yield where(printed, model), what, (draft.spot_in(printed.table, at),)


@check(
    "W",
    "",
    "A panel has a row for each unit and period",
    "Correct the years or the units of the note, or say which rows lack",
)
def rows_of_note(draft: Draft) -> Found:
    """Units and years of a note, where all columns have whole years of these units, and other ones."""
    for printed in draft.tables:
        words = " ".join([printed.table.caption, *printed.table.notes])
        units, spans = UNITS_SAID.search(words), {int(b) - int(a) + 1 for a, b in SPAN.findall(words)}
        rows = {n_of(model) for model in printed.models} if isinstance(printed, Regressions) else set()
        if not units or len(spans) != 1 or len(rows) != 1 or None in rows or STACKED.search(words):
            continue
        n, count, years = rows.pop(), value_of(units["count"]), spans.pop()
        if n % count == 0 and 1 < n // count != years:
            what = f"Its note has {count:,} units and {years} years; N {n:,} is {n // count} for each unit"
            yield printed.table.place, what, (Spot(draft.manuscript.blocks.index(printed.table)),)
