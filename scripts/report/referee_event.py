"""The referee on event studies and leads."""

from collections import Counter
from collections.abc import Iterator

from report.findings import check
from report.printed import SHIFTED, number_of
from report.reading import Reading, terms_of


@check(
    "E",
    "Its own effect is then hidden in all others, and the leads cannot be tested",
    "Write `base: -1`, the year before the policy",
)
def base_treated(reading: Reading) -> Iterator[tuple]:
    for column in reading.columns:
        for row in column.event_times:
            if row["base"] and row["k"] >= 0:
                yield column.address, f"The base {row['k']} is a treated period"


@check(
    "E",
    "What is printed is then not what is there: a coefficient needs rows, and rows that are left out join the base",
    "Let `window` end where there are rows; both of its ends are binned",
)
def k_unsupported(reading: Reading) -> Iterator[tuple]:
    """An event time printed without rows, or one that exists and is neither shown nor binned.

    What exists is read from the panel, else from cohorts, for columns without a sample filter. Estimators that average
    effects pool nothing at the ends of a window, and leave nothing out of what they show.
    """
    for column in reading.columns:
        if not column.event_times or column.facts["estimator"] != "event_study":
            continue
        existing = _existing(reading, column.facts)
        empty = [row["k"] for row in column.event_times if not row["base"] and _is_empty(row, existing)]
        if empty:
            yield column.address, f"k = {_listed(empty)}: printed without data"
        hidden = sorted(k for k in existing if not _shown(k, column.event_times)) if not column.facts["sample"] else []
        if hidden:
            rows = number_of(sum(existing[k] for k in hidden), "row")
            yield column.address, f"k = {_listed(hidden)}: {rows}, neither shown nor binned"


def _is_empty(row: dict, existing: Counter) -> bool:
    return row["k"] not in existing if row["rows"] is None else not row["rows"]


def _existing(reading: Reading, facts: dict) -> Counter:
    """Unit-years by years since the policy began."""
    if start := reading.starts(facts["policy"]):
        within = [row for row in reading.panel if row["year"] in reading.years and row["unit"] in start]
        return Counter(row["year"] - start[row["unit"]] for row in within)
    found = Counter()
    for first, units in (facts["cohorts"] or {}).items():
        found.update({year - int(first): units for year in reading.years})
    return found


def _listed(times: list[int]) -> str:
    return ", ".join(map(str, times))


def _shown(k: int, event_times: list[dict]) -> bool:
    """Whether an event time has a coefficient, its own or that of an end which pools it."""
    first, last = event_times[0], event_times[-1]
    if k < first["k"]:
        return first["binned"]
    return last["binned"] if k > last["k"] else k in {row["k"] for row in event_times}


@check(
    "W",
    "Leads that are each insignificant may be a trend together, and a trend would be taken for the effect",
    "Print the joint test (`fitstat: [pretrend]`), and what a trend would change (`kind: honest`)",
)
def pretrend_missing(reading: Reading) -> Iterator[tuple]:
    for column in reading.columns:
        leads = [row for row in column.event_times if row["k"] < 0 and not row["base"]]
        if len(leads) > 1 and not any(
            test.get("p_value") is not None for test in (column.facts["tests"] or {}).values()
        ):
            yield column.address, "The leads are not tested jointly"


@check(
    "W",
    "Whether the policy was anticipated is a question to the leads, and not to the policy beside them",
    "Print their rows (`keep`) and their joint test: `test: {Leads: [policy_1, policy_2]}`",
)
def anticipation_leads(reading: Reading) -> Iterator[tuple]:
    earlier = {name for name, policy in reading.policies.items() if (policy.get("shift") or 0) < 0}
    for column in reading.columns:
        leads = [term for term in terms_of(column) if term in earlier or _is_lead(term, reading)]
        printed = {row["term"] for row in column.rows}
        tested = any({*leads} <= {*test.get("terms", ())} for test in (column.facts["tests"] or {}).values())
        if leads and not ({*leads} <= printed and tested):
            what = "are not tested jointly" if {*leads} <= printed else "are not reported"
            yield column.address, f"The leads {', '.join(leads)} {what}"


def _is_lead(term: str, reading: Reading) -> bool:
    shifted = SHIFTED.fullmatch(term)
    return bool(shifted) and shifted[1] in ("f", "lead") and shifted[2] in reading.policies
