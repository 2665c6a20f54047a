"""The referee on the mean of the outcome that regression tables print beneath their columns."""

import re
from collections.abc import Iterator

from printed.places import WORDS, whole
from printed.printed_tables import Model, Numbered, Printed, Regressions
from printed.rounding import overlap
from printed.tables import place
from referee.columns import n_of, regressions, variables
from referee.findings import Draft, Found, check
from referee.matching import same_name

OF_SOME = re.compile(r"control|base|\bpre|untreated|before|对照|基期|政策前", WORDS)
PANEL = re.compile(r"^\s*panel [A-Z]\W*", WORDS)


@check(
    "W",
    "",
    "The mean of one outcome over the same rows is one number",
    "Compare both with the data, or say over which rows the mean is",
)
def outcome_mean(draft: Draft) -> Found:
    """A mean beneath a column other than that of a column, or of summary statistics, with the same outcome and N."""
    means = list(_means(draft))
    for printed, model, at in _beneath(draft):
        same = [
            (other, mean) for other, name, mean, n in means if n == n_of(model) and same_name(name, _outcome(model))
        ]
        for other, mean in [pair for pair in same if not overlap(pair[1].number.range, at.number.range)][:1]:
            what = f"The mean of the outcome is {at.number.text}, and {mean.number.text} in {place(other, mean)}"
            yield place(printed, at), what, (draft.spot_in(printed.table, at), draft.spot_in(other.table, mean))


def _beneath(draft: Draft) -> Iterator[tuple[Regressions, Model, Numbered]]:
    """Columns with a mean of their outcome that is not of some of their rows."""
    for printed, model in regressions(draft):
        at = model.statistics.get("mean")
        if at and n_of(model) and not OF_SOME.search(printed.table.rows[at.row][0].text):
            yield printed, model, at


def _means(draft: Draft) -> Iterator[tuple[Printed, str, Numbered, int | None]]:
    """Means by variable, each with its number of rows."""
    for printed, variable, numbers in variables(draft):
        if "mean" in numbers:
            yield printed, variable, numbers["mean"], whole(numbers.get("n"))
    for printed, model, at in _beneath(draft):
        yield printed, _outcome(model), at, n_of(model)


def _outcome(model: Model) -> str:
    return model.outcome or PANEL.sub("", model.panel)
