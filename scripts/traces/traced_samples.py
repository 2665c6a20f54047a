"""Sizes of samples in sentences against those of the study: each of them, and those of one sentence together."""

import re
from collections import defaultdict

from prose.phrases import GROUP, SPAN
from prose.statements import Statement
from referee.findings import Draft
from traces.results import Numbers, Result
from traces.traced_forms import is_of
from traces.traced_rosters import called_alike
from traces.verdicts import Said, exact, has

SIZES = ("n_obs", "units", "years", "clusters")  # what a sentence need not name
NAMES = {"n_obs": "n_obs", "units": "n_units", "years": "n_periods"}  # as columns and the panel call them
SHOWN = 4  # sizes that a message names
WHOLE = ("Panel", "Main")  # results of a sentence that names no table and no part of the sample
PART = re.compile(
    rf"{GROUP.pattern}|match|\bstack|\blag|restrict|limit|subset|\bonly\b|\bwithout\b|\bkeep|\bkept|remain"
    r"|left with|differenc|GMM|匹配|堆叠|滞后|保留|仅|差分|缩减|余下",
    re.IGNORECASE,
)
WORDS = {"n_obs": "observations", "units": "units", "years": "years", "clusters": "clusters"}


def size_verdict(statement: Statement, draft: Draft, numbers: Numbers) -> tuple[Said, str, Result | None]:
    """What the study says of the size of a sample: whether it has it, and has it together with the others that the
    sentence says; of a sentence on no table and no part of the sample, whether that is the size of the whole."""
    kind, value = statement.kind, statement.number.value
    everywhere = [one for one in numbers.all if is_of(statement, one)]
    if not everywhere or _of_other_units(statement, draft, {one.value for one in everywhere}):
        return "no result", "", None
    whole = [one for one in everywhere if one.address.partition(".")[0] in WHOLE]
    own = everywhere if statement.table or _is_of_part(statement, draft) else whole or everywhere
    if right := next((one for one in own if one.value == value), None):
        other = _other_ends(statement, numbers) or _apart(statement, draft, numbers)
        return ("without support", other, None) if other else ("supported", has(right), right)
    sizes = sorted({one.value for one in own})
    said = f"the study has {' or '.join(map(exact, sizes[:SHOWN]))} {WORDS[kind]}"
    single = len({one.value for one in everywhere}) == 1
    return "contradicted" if single else "without support", said, None


def _is_of_part(statement: Statement, draft: Draft) -> bool:
    """Whether a sentence speaks of a part of the sample, or counts several of them."""
    alike = [one for one in draft.statements if one.block == statement.block and one.sentence == statement.sentence]
    return bool(PART.search(statement.sentence)) or sum(one.kind == statement.kind for one in alike) > 1


def _of_other_units(statement: Statement, draft: Draft, values: set[float]) -> bool:
    """Whether units are called otherwise than those of the study are elsewhere: 30 provinces, where it has cities."""
    if statement.kind != "units":
        return False
    own = [one for one in draft.statements if one.kind == "units" and one.number and one.number.value in values]
    return not called_alike(statement, own, draft)


def _other_ends(statement: Statement, numbers: Numbers) -> str:
    """What the years of the panel are, if a span has as many of them and other ends."""
    span = SPAN.fullmatch(statement.number.text)
    first, last = (numbers.value_at(f"Panel.{name}") for name in ("first_year", "last_year"))
    if not span or first is None or statement.number.value != last - first + 1 or float(span[1]) == first:
        return ""
    return f"the panel has the years {first:.0f} to {last:.0f}"


def _apart(statement: Statement, draft: Draft, numbers: Numbers) -> str:
    """What the samples of the study have that fit all other sizes of a sentence, if none has this one with them."""
    kind, sizes = statement.kind, _sizes_said(statement, draft)
    others = {name: n for name, n in sizes.items() if name != kind}
    fitting = [one for one in numbers.samples.values() if all(one.get(NAMES[name]) == n for name, n in others.items())]
    found = {one[NAMES[kind]] for one in fitting if kind in NAMES and NAMES[kind] in one}
    if not others or not found or statement.number.value in found:
        return ""
    beside = " and ".join(f"{exact(n)} {WORDS[name]}" for name, n in others.items())
    return f"with {beside} the study has {' or '.join(map(exact, sorted(found)))} {WORDS[kind]}"


def _sizes_said(statement: Statement, draft: Draft) -> dict[str, float]:
    """Observations, units and years of a sentence, those of which it says one number."""
    said: dict[str, set[float]] = defaultdict(set)
    for one in draft.statements:
        if (one.block, one.sentence) == (statement.block, statement.sentence) and one.kind in NAMES and one.number:
            said[one.kind].add(one.number.value)
    single = {kind: values.pop() for kind, values in said.items() if len(values) == 1}
    return single | {statement.kind: statement.number.value}
