"""Numbers of sentences on a placebo against the placebos of a study: p-values, moments of the draws, their number."""

import re

from prose.statements import Statement
from referee.findings import Draft
from referee.matching import names_a_place
from referee.texts import neighbours
from traces.results import SETTING, Numbers, Result
from traces.traced_forms import is_of, says
from traces.verdicts import Said, has
from typed.typed_phrases import PLACEBO_TEST

OF_PLACEBOS = {  # by what is claimed the addresses of results that say it
    "p": re.compile(r"^Placebo\..*\.p_\w+$|\.p_(?:placebo|permutation)$"),
    "mean": re.compile(r"^Placebo\..*\.mean$"),
    "moment": re.compile(r"^Placebo\..*\.(?:mean|sd|quantiles\.[\d.]+)$"),
    "draws": re.compile(r"^Placebo\..*draws$|^Main\.draws$"),
    "share": re.compile(r"^Placebo\..*\.p_coefficient$"),
}
ALONE = ("mean", "share")  # what no other result is
OF_MORAN = re.compile("moran|莫兰", re.IGNORECASE)  # whose permutations are others
MEAN = re.compile(
    r"\b(?:mean|average)\b(?! (?:treatment|effect))|\baverag(?:es|ed|ing)\b|均值|平均(?!处理|效应)", re.IGNORECASE
)
DRAWN = re.compile(
    r"\s*(?:(?!of\b)[A-Za-z-]+\s+){0,3}?(?:draws|permutations|replications|repetitions|simulations|iterations|times"
    r"|rounds|(?:re-?)?assignments|coefficients|estimates|regressions|groups)\b|\s*[次组]",
    re.IGNORECASE,
)
SHARE = re.compile(
    r"\s*(?:%|per ?cent)?\s*of\s+[^.,;\d]*?(?:draws|estimates|coefficients|permutations|simulations|\w*assignments)\b"
    r"|\s*[%％]?\s*的[^，。；\d]{0,12}(?:估计|系数|抽样|模拟|置换|结果)",
    re.IGNORECASE,
)
BEYOND = re.compile(r"exceed|larger|greater|above|beyond|at least as|extreme|大于|超过|高于|不小于|极端", re.IGNORECASE)
ON = re.compile(
    r"\b(?:thus|so) obtained\b|\b(?:these|those|the) (?:draws|coefficients|estimates)\b|该分布|所得|上述", re.IGNORECASE
)
SHOWN = 4  # results that a message names


def placebo_verdict(
    statement: Statement, draft: Draft, printed: set[str], numbers: Numbers
) -> tuple[Said, str, Result | None] | None:
    """What the placebos of the study say of a number of a sentence on one; None if it says nothing that they have.

    printed : addresses of the results that the tables of the manuscript print, which such a sentence may repeat
    """
    on_placebo = _is_on_placebo(statement, draft) and not OF_MORAN.search(statement.sentence)
    claimed = _claimed(statement, draft) if on_placebo else ""
    own = [one for one in numbers.all if claimed and OF_PLACEBOS[claimed].search(one.address)]
    if not own:
        return None
    repeated = [one for one in numbers.all if claimed not in ALONE and _repeats(one, statement, printed)]
    right = next((one for one in [*own, *repeated] if _agrees(statement, one, claimed)), None)
    if right:
        return "supported", has(right), right
    told = dict.fromkeys(has(one) for one in own if is_of(statement, one) or claimed in ALONE)
    return "without support", "; ".join(list(told)[:SHOWN]), None


def _is_on_placebo(statement: Statement, draft: Draft) -> bool:
    """Whether a sentence speaks of a placebo, or the one before it that it goes on from: it names no table itself."""
    if PLACEBO_TEST.search(statement.sentence):
        return True
    goes_on = statement.kind in ("p_value", "mean", "sd") or ON.search(statement.sentence)
    if not goes_on or names_a_place(statement):
        return False
    place = (statement.block, statement.sentence)
    return any(PLACEBO_TEST.search(before) for before, one in neighbours(draft) if (one.block, one.said) == place)


def _claimed(statement: Statement, draft: Draft) -> str:
    """Which result of a placebo a number is said to be; empty for none."""
    number, text = statement.number, draft.manuscript.blocks[statement.block].text
    clause, behind = re.split(r"[,，;；。]", text[: number.start])[-1], text[number.end :]
    if number.percent or statement.unit:
        return "share" if SHARE.match(behind) and BEYOND.search(statement.sentence) else ""
    if statement.kind == "p_value":
        return "p"
    if statement.kind in ("estimate", "mean", "sd") and number.decimals:
        return "mean" if statement.kind != "sd" and MEAN.search(clause) else "moment"
    return "draws" if statement.kind == "other" and DRAWN.match(behind) else ""


def _repeats(result: Result, statement: Statement, printed: set[str]) -> bool:
    """Whether a sentence on a placebo may repeat a result: the actual estimate, a row of a table of placebos, and the
    configured number of draws."""
    known = result.address in printed or re.search(r"^Main\b|placebo", result.address)
    return result.meaning == SETTING if statement.kind == "other" else bool(known) and is_of(statement, result)


def _agrees(statement: Statement, result: Result, claimed: str) -> bool:
    """Whether a number may be a result; a share of draws may be of one side, or of those that are not beyond."""
    if claimed != "share":
        return says(statement, result.value)
    share, half = statement.number.value / 100, statement.number.half / 100
    return min(share, 1 - share) <= result.value + half
