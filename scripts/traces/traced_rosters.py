"""How many units a policy reaches, and in how many cohorts: counts of sentences against those of the study."""

import re
from collections import defaultdict
from itertools import combinations

from prose.phrases import YEAR
from prose.statements import Statement
from referee.findings import Draft
from traces.results import Numbers, Result, plain
from traces.verdicts import Said, exact, has

KINDS = ("treated", "cohorts")
OF_SAMPLE = ("units", "n_obs")
COHORT = re.compile(r"\.cohorts\.(\d{4})$")
CITED = re.compile(r"\b(19|20)\d\d[a-z]?\s?[)）]|et al\b|等[（(]")
PART = re.compile(
    r"(?:\b(?:first|last|next|other|each|remaining|only|another|than|of the)|[第前后另每余超])\s*$", re.IGNORECASE
)
NOUN = re.compile(
    r"cit(?=y|ies)|prefectur|provinc|count(?=y|ies)|region|district|municipalit|state|firm|enterprise"
    r"|城市|省|县|地区|企业",
    re.IGNORECASE,
)
NEAR = 40  # signs behind a number in which its noun stands


def roster_verdict(statement: Statement, draft: Draft, numbers: Numbers) -> tuple[Said, str, Result | None]:
    """What the study says of a count of treated units or cohorts; nothing of another policy, and of parts of this."""
    counts = _counts(numbers)[statement.kind]
    totals = {value: one for value, one in counts.items() if not COHORT.search(one.address)}
    if statement.kind == "treated" and _is_total(statement, draft):
        counts = totals
    if right := next((one for value, one in counts.items() if value == statement.number.value), None):
        return "supported", has(right) if right.value == statement.number.value else f"sum of {right.address}", right
    if not counts or not _is_of_policy(statement, draft, numbers):
        return "no result", "", None
    told = set(totals if statement.kind == "treated" else counts)
    what = "treated units" if statement.kind == "treated" else "cohorts"
    if len(told) == 1:
        return "contradicted", f"the study has {exact(*told)} {what} everywhere", None
    return "without support", f"the study has {' or '.join(map(exact, sorted(told)))} {what}", None


def _is_total(statement: Statement, draft: Draft) -> bool:
    """Whether a sentence counts all treated units: once, beside their cohorts, and those of no year."""
    own = [one for one in draft.statements if (one.block, one.sentence) == (statement.block, statement.sentence)]
    kinds = [one.kind for one in own]
    return "cohorts" in kinds and kinds.count("treated") == 1 and not YEAR.search(statement.sentence)


def _counts(numbers: Numbers) -> dict[str, dict[float, Result]]:
    """By kind what may be counted, each with a result that says so: all treated units, those of some cohorts."""
    cohorts: dict[str, list[Result]] = defaultdict(list)
    found: dict[str, dict[float, Result]] = {kind: {} for kind in KINDS}
    for one in numbers.all:
        if COHORT.search(one.address):
            cohorts[one.address.rpartition(".cohorts.")[0]].append(one)
        if one.address.endswith((".treated_units", ".n_treated")):
            found["treated"][one.value] = one
    for of in cohorts.values():
        found["cohorts"].setdefault(len(of), of[0])
        ends = combinations(range(len(of) + 1), 2)
        for some in (of[first:last] for first, last in ends):
            found["treated"].setdefault(sum(one.value for one in some), some[0])
    return found


def _is_of_policy(statement: Statement, draft: Draft, numbers: Numbers) -> bool:
    """Whether a sentence counts all of the study's policy: it stands beside the sample or another count of the policy,
    or calls it by name, and has no other years, authors and kinds of units."""
    text = draft.manuscript.blocks[statement.block].text
    if CITED.search(statement.sentence) or PART.search(text[: statement.number.start]):
        return False
    years = {int(found.group()[:4]) for found in YEAR.finditer(statement.sentence)}
    if years - _years(numbers):
        return False
    beside = [one for one in draft.statements if one.block == statement.block and one.number and one is not statement]
    counts = _counts(numbers)
    known = any(one.kind in OF_SAMPLE or one.number.value in counts.get(one.kind, ()) for one in beside)
    return (known or _calls(statement, numbers)) and _same_noun(statement, draft)


def _years(numbers: Numbers) -> set[int]:
    """The years of the panel, and those of cohorts."""
    ends = {
        one.address: int(one.value) for one in numbers.all if one.address in ("Panel.first_year", "Panel.last_year")
    }
    panel = range(ends.get("Panel.first_year", 1), ends.get("Panel.last_year", 0) + 1)
    return {*panel, *(int(found[1]) for one in numbers.all if (found := COHORT.search(one.address)))}


def _calls(statement: Statement, numbers: Numbers) -> bool:
    """Whether a sentence has a name of the study's policy."""
    policy = next((one.term for one in numbers.all if one.address == "Main" and one.term), "")
    sentence = f" {plain(statement.sentence)} "
    return any(f" {name} " in sentence for name in map(plain, numbers.names_of.get(policy, ())) if len(name) > 1)


def _same_noun(statement: Statement, draft: Draft) -> bool:
    """Whether treated units are called as those of the sample, where both have a name."""
    if statement.kind == "cohorts":
        return True
    of_sample = [one for one in draft.statements if one.kind == "units" and one.number]
    return called_alike(statement, of_sample, draft)


def called_alike(statement: Statement, others: list[Statement], draft: Draft) -> bool:
    """Whether units are called as those of other statements are, as cities; true where either have no name."""
    nouns = {_noun(one, draft) for one in others} - {""}
    return not nouns or _noun(statement, draft) in {*nouns, ""}


def _noun(statement: Statement, draft: Draft) -> str:
    text = draft.manuscript.blocks[statement.block].text
    behind = re.split(r"[,，.。;；\d]", text[statement.number.end :][:NEAR])[0]
    found = NOUN.search(behind)
    return found.group().lower() if found else ""
