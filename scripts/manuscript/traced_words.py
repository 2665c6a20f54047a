"""Results that the words of a sentence tell, whose numbers no table of the manuscript prints: by the estimator, the
comparison, the group, the weights, the year and the time since the policy that both are called by."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from manuscript.matching import words
from manuscript.phrases import WORDS, YEAR
from manuscript.results import Numbers, Result
from manuscript.statements import Statement
from manuscript.traced_forms import is_of, printed_as

COUNT = "|".join([r"\d{1,2}", *WORDS, "one", "一", "first", "second", "third", "fourth", "fifth"])
COUNTS = WORDS | {word: at for at, word in enumerate(("first", "second", "third", "fourth", "fifth"), 1)}
COUNTS |= {"one": 1, "一": 1}
# Of a result and of a sentence; a result of several is told by any of them.
TOPICS = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in {
        "cohorts and periods": r"callaway|sant.?anna|csdid",
        "never treated": r"never[- _]?(?:treated|adopt)|against[- _]never|从未|从不",
        "not yet treated": r"not[- _]yet|尚未(?:被)?处理",
        "interaction weighted": r"abraham|interaction[- ]weighted|cohort dumm|交互加权",
        "imputation": r"imput|borusyak|did2s|插补|填补",
        "stacked": r"stack|堆叠",
        "matching": r"\bmatch|\bPSM\b|匹配",
        "dynamic panel": r"\bgmm\b|dynamic panel|hansen|sargan|\bAR ?\(?[12]|动态面板",
        "instruments": r"instrument|2SLS|two-stage|(?:first|second)[- ]stage|工具变量|两阶段|第[一二]阶段",
        "placebo": r"placebo|permut|re-?assign|random|安慰剂|随机",
        "later against earlier": r"later\b[^,;.]{0,30}\b(?:earlier|already)|forbidden|后处理.{0,8}先处理",
        "earlier against later": r"earlier\b[^,;.]{0,30}\blater|先处理.{0,8}后处理",
        "direct": r"(?<!in)direct|(?<!间)直接",
        "indirect": r"indirect|spill-?over|间接|溢出",
        "total": r"\btotal|总效应",
        "spatial parameter": r"\brho\b|\blambda\b|[ρλ]|spatial(?:ly)? (?:auto|lag|param)|空间自(?:回归|相关)|溢出系数",
        "lagged regressor": r"\bW[ :]|\blag of|spatial(?:ly)? lag|空间滞后",
        "Durbin": r"durbin|\bsdm\b|杜宾",
        "distance": r"distance|距离",
        "nested": r"nested|嵌套",
        "borders": r"border|contigu|queen|邻接",
        "product": r"[×*]|interact|\w:\w|交互|交乘",
        "east": r"\beast|东部",
        "west": r"\bwest|西部",
        "centre": r"\bcent(?:re|er|ral)\b|中部",
        "northeast": r"north-?east|东北",
        "upstream": r"upstream|上游",
        "midstream": r"midstream|middle reach|中游",
        "downstream": r"downstream|下游",
    }.items()
}
SINCE = re.compile(rf"(?<![\d.])(?P<count>{COUNT})(?:st|nd|rd|th)?[- ]?(?:years?\b|periods?\b|年|期)", re.IGNORECASE)
NOW = re.compile(r"\b(?:year|period)s? of\b|\bon impact\b|\bimmediate|当年|当期", re.IGNORECASE)
BEFORE = re.compile(r"before|prior|\bpre|\blead|earlier|ahead|anticip|前", re.IGNORECASE)
AFTER = re.compile(r"after|later|\blag|since|\bpost|first year|后|第", re.IGNORECASE)
TIME = re.compile(r"::(-?\d+)|(\d+)_years?_earlier")
VALUES = {"estimate", "mean", "share", "weight", "other"}
OF_VALUES = ("estimate", "mean", "share", "minimum", "maximum", "change")
RARE = 0.1  # of the results of a study that have a word by which one is told


def told(statement: Statement, numbers: Numbers) -> Result | None:
    """A result that a sentence may print, and whose kind and words it has."""
    return next((one for one in printed_as(statement, numbers) if _is_told(one, statement, numbers)), None)


def _of_kind(statement: Statement, result: Result) -> bool:
    """Whether a sentence may speak of a result; what it calls an estimate or a mean may be any value."""
    if statement.kind in OF_VALUES:
        return result.meaning in VALUES
    return is_of(statement, result) or (statement.kind == "p_value" and result.meaning.endswith("_p"))


def _is_told(result: Result, statement: Statement, numbers: Numbers) -> bool:
    """Whether a sentence has the years of a result, and its time since the policy or some other of its words."""
    sentence, time = statement.sentence, _time(result)
    if not _of_kind(statement, result) or not set(_years(result.address)) <= set(_years(sentence)):
        return False
    if time is not None and not _is_at(time, sentence):
        return False
    return (
        time is not None or bool(_topics(_called(result)) & _topics(sentence)) or _has_word(result, sentence, numbers)
    )


def _called(result: Result) -> str:
    return f"{result.address.replace('_', ' ')} {result.label}"


@lru_cache(4096)
def _topics(text: str) -> frozenset[str]:
    return frozenset(name for name, pattern in TOPICS.items() if pattern.search(text))


def _has_word(result: Result, sentence: str, numbers: Numbers) -> bool:
    rare = {word for word in words(result.label) if _shares(numbers)[word] <= RARE and len(word) > 3}
    return bool(rare & set(words(sentence)))


@lru_cache(8)
def _shares(numbers: Numbers) -> Counter:
    """By word the share of the results of a study whose labels have it."""
    counts = Counter(word for one in numbers.all for word in set(words(one.label)))
    return Counter({word: times / len(numbers.all) for word, times in counts.items()})


def _years(text: str) -> Iterator[int]:
    return (int(found.group()) for found in YEAR.finditer(text.replace(".", " ").replace("_", " ")))


def _time(result: Result) -> int | None:
    """Years since the policy, below zero for those before it."""
    found = TIME.search(result.address)
    return None if not found else int(found[1]) if found[1] else -int(found[2])


def _is_at(time: int, sentence: str) -> bool:
    if time == 0:
        return bool(NOW.search(sentence))
    counts = {COUNTS.get(word := found["count"].lower()) or int(word) for found in SINCE.finditer(sentence)}
    return abs(time) in counts and bool((BEFORE if time < 0 else AFTER).search(sentence))
