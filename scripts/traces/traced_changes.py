"""Changes between two years, which no result of a study is but two of its results make."""

from prose.phrases import BY, MOVED
from prose.statements import Statement
from traces.results import Numbers, Result
from traces.traced_forms import says
from typed.typed_phrases import YEAR

CHANGING = ("mean", "estimate", "change", "growth", "other")


def changed(statement: Statement, text: str, numbers: Numbers) -> Result | None:
    """The later of two results, of the first and the last year of a sentence, by whose difference, or by whose relative
    difference in percent, it says that something changed; `text` is that of its block."""
    before = text[: statement.number.start]
    years = sorted(set(YEAR.findall(statement.sentence)))
    if statement.kind not in CHANGING or len(years) < 2 or not (BY.search(before) and MOVED.search(before)):
        return None
    first, last = years[0], years[-1]
    pairs = ((one, numbers.value_at(one.address.replace(last, first))) for one in numbers.all if last in one.address)
    return next((one for one, old in pairs if old and _is_change(statement, old, one.value)), None)


def _is_change(statement: Statement, old: float, new: float) -> bool:
    percent = statement.number.percent or statement.unit == "%"
    change = new / old - 1 if percent else new - old
    return old != new and any(says(statement, one) for one in (change, abs(change)))
