"""Results by the words of a sentence: the estimator, comparison, group, matrix, year and time since the policy that
both are called by. What the words nearest to a number mean is what it must be; the others may tell it."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from prose.phrases import CUES_OF, LIST, SPAN, WORDS
from prose.statements import Statement
from referee.findings import Draft
from referee.matching import words
from traces.results import BRACKETS, Numbers, Result
from traces.traced_forms import is_of, misses_percent, printed_as, says
from typed.typed_phrases import YEAR

# By family what results and sentences may both be called; a number is of one of each family.
FAMILIES = {
    "estimator": {
        "cohorts and periods": r"callaway|sant.?anna|csdid",
        "interaction weighted": r"abraham|interaction[- ]weighted|cohort dumm|交互加权",
        "imputation": r"imputed?\b|imputation|borusyak|did2s|插补|填补",
        "stacked": r"stack|堆叠",
        "matching": r"\bmatch|\bPSM\b|匹配",
        "dynamic panel": r"\bgmm\b|dynamic panel|hansen|sargan|\bAR ?\(?[12]|动态面板",
        "instruments": r"instrument|2SLS|two-stage|(?:first|second)[- ]stage|工具变量|两阶段|第[一二]阶段",
    },
    "matching": {"nearest": r"nearest|近邻", "kernel": r"kernel|核匹配", "radius": r"radius|半径"},
    "comparison": {
        "never treated": r"never[- _]?(?:treated|adopt)|against[- _]never|从未|从不",
        "not yet treated": r"not[- _]yet|尚未(?:被)?处理",
        "later against earlier": r"later\b[^,;.]{0,30}\b(?:earlier|already)|forbidden|后处理.{0,8}先处理",
        "earlier against later": r"earlier\b[^,;.]{0,30}\blater|先处理.{0,8}后处理",
    },
    "effect": {
        "direct": r"(?<!in)direct|(?<!间)直接",
        "indirect": r"indirect|间接",
        "total": r"(?<!in )(?<!a )\btotal\b(?! (?:of|number|weight|sample|share))|总效应",
    },
    "matrix": {
        "distance": r"distance|距离(?!经济)",
        "nested": r"nested|嵌套",
        "borders": r"border|contigu|queen|邻接",
        "economic": r"economic (?:distance|weight|matri)|\beconomic\b(?=[ .]|$)|经济(?:距离|矩阵|权重)",
    },
    "model": {"Durbin": r"durbin|\bsdm\b|杜宾", "lag": r"\bsar\b|autoregressive|自回归"},
    "spatial": {
        "parameter": r"\brho\b|\blambda\b|[ρλ]|spatial(?:ly)? (?:auto|param)|空间自(?:回归|相关)系数|溢出系数",
        "regressor": r"\bW[ :]|\blag of|spatial(?:ly)? lag|空间滞后",
    },
    "region": {
        "east": r"\beast|东部",
        "west": r"\bwest|(?<!中)西部",
        "centre": r"\bcent(?:re|er|ral)\b(?! (?:\w+ )?(?:estimate|coefficient|result|finding|effect))|中部",
        "northeast": r"north-?east|东北",
    },
    "reach": {"upper": r"upstream|上游", "middle": r"midstream|中游", "lower": r"downstream|下游"},
    "grade": {"large": r"\blarge (?:cit|area)|大城市", "small": r"\bsmall cit|小城市"},
}
PATTERNS = {
    (family, name): re.compile(pattern, re.IGNORECASE)
    for family, topics in FAMILIES.items()
    for name, pattern in topics.items()
}
ORDINALS = ("first", "second", "third", "fourth", "fifth")
COUNTS = WORDS | {word: at for at, word in enumerate(ORDINALS, 1)} | {"one": 1, "a": 1, "一": 1}
COUNT = rf"(?P<{{}}>\d{{{{1,2}}}}|{'|'.join(COUNTS)})(?:st|nd|rd|th)?"
SINCE = re.compile(
    rf"(?<![\d.A-Za-z]){COUNT.format('first')}[- ](?:years?|periods?)\s+(?:before|after|earlier|later|ahead|prior)"
    rf"|\b(?:before|after|earlier by)\s+{COUNT.format('behind')}\s+(?:years?|periods?)"
    rf"|(?:(?<!滞)[前后]|第|提前){{1,2}}{COUNT.format('zh')}[年期]",
    re.IGNORECASE,
)
NOW = re.compile(
    r"\b(?:year|period) (?:of|in which)(?: the| its)? (?:\w+ ){0,2}?"
    r"(?:adopt|treat|implement|introduc|polic|reform|law|launch)"
    r"|\b(?:on impact|current period|adoption[- ]year)\b|\b[kts] ?= ?0\b|\b(?:time|year|period) (?:0|zero)\b"
    r"|当年|当期|相对时间为0|(?:第|时点)0",
    re.IGNORECASE,
)
BASE = re.compile(  # what effects are relative to
    r"[^,，;；()（）]*(?:\b(?:base|reference|benchmark|omit\w*|normali\w+|relative to)\b|参照|基期|基准[年期])"
    r"[^,，;；()（）]*",
    re.IGNORECASE,
)
LAST = re.compile(r"\bthe (?:year|period) (?:before|prior)|前一[年期]", re.IGNORECASE)
TIME = re.compile(r"::(-?\d+)|(\d+)_years?_earlier")
BEFORE = re.compile(r"before|prior|earlier|ahead|前", re.IGNORECASE)
CITED = re.compile(r"(?<=[A-Za-z.\u4e00-\u9fff])\s?[(（](?:19|20)\d\d[a-z]?[)）]")
# What stands around a number that is of others.
BRACKETED = re.compile(r"[(（][^()（）]*\d\.\d[^()（）]*[)）]")
OTHER = r"\d*\.\d+|\d[\d.]*\s?[%％]|[;；。]|\b(?:while|whereas|but)\b"
BEHIND_OTHER = re.compile(rf"{OTHER}|[,，]|\band\b")
VAGUE = re.compile(  # of another, of none, of each in turn
    r"\b(?:unlike|than|compared|relative|instead|rather|without|no|respectively)\b|相比|相较|不同于|而非|[大小高低]于|不含|分别",
    re.IGNORECASE,
)
VALUES = {"estimate", "mean", "share", "weight"}
ESTIMATED = ("estimate", "mean", "other")  # what a sentence may call an estimate
OPENED = re.compile(r"\s?[%％]?[*∗]*\s?[(（][^()（）\d]*")
OF_VALUES = ("estimate", "mean", "share", "minimum", "maximum", "change")
OF_YEARS = ("mean", "minimum", "maximum", "moran_i")  # kinds that a study has by years
GROUPED = {"comparison", "region", "reach"}  # families that it has by years
ENDS = ("conf_low", "conf_high")
INTERVAL = re.compile(CUES_OF["interval"], re.IGNORECASE)
RARE = 0.1  # of the results of a study that have a word by which one is told


@dataclass(frozen=True)
class Said:
    """topics : by family; times : years since the policy, below zero before it; years : of the calendar"""

    topics: frozenset[tuple[str, str]]
    times: frozenset[int]
    years: frozenset[int]

    @property
    def families(self) -> set[str]:
        return {family for family, _ in self.topics}

    def means(self, other: "Said") -> bool:
        """Whether what another says is one of each family, and of the times and the years, of which this one speaks."""
        shared = {family for family, _ in self.topics & other.topics}
        timed = not self.times or bool(self.times & other.times)
        return shared == self.families and timed and (not self.years or bool(self.years & other.years))


def meant(statement: Statement, text: str, numbers: Numbers) -> list[Result]:
    """The results of which a number of a text must be one, by the words nearest to it; none if these do not say."""
    near = _near(statement, text)
    said = _said(near)
    if statement.kind not in OF_YEARS and not said.families & GROUPED:
        said = Said(said.topics, said.times, frozenset())
    if VAGUE.search(near) or not (said.topics or said.times or said.years):
        return []
    return [one for one in numbers.all if _of_kind(statement, one) and said.means(_of_result(one))]


def paired(statement: Statement, draft: Draft, numbers: Numbers) -> list[Result]:
    """What the study has beside an estimate, in brackets behind which a sentence has an error or a test; none without
    brackets, and where the study has no such estimate."""
    text = draft.manuscript.blocks[statement.block].text
    before = [one for one in draft.statements if one.block == statement.block and one.kind in ESTIMATED and one.number]
    last = max((one for one in before if one.number.end <= statement.number.start), key=_end, default=None)
    if (
        statement.kind not in BRACKETS
        or not last
        or not OPENED.fullmatch(text[last.number.end : statement.number.start])
    ):
        return []
    estimates = [one for one in numbers.all if one.meaning == "estimate" and says(last, one.value)]
    beside = (other for one in estimates for other in numbers.cells[one.place][one.term])
    return [one for one in beside if is_of(statement, one)]


def _end(statement: Statement) -> int:
    return statement.number.end


def told(statement: Statement, numbers: Numbers) -> Result | None:
    """A result that a sentence may print, and whose kind it has and some of its words."""
    said = _said(statement.sentence)
    for one in (one for one in printed_as(statement, numbers) if not misses_percent(statement, one, numbers)):
        if one.meaning in ENDS and INTERVAL.search(statement.sentence):
            return one
        own = _of_result(one)
        known = own.times <= said.times and own.years <= said.years
        tells = own.times or own.topics & said.topics or _has_word(one, statement.sentence, numbers)
        if known and tells and (_of_kind(statement, one) or (one.meaning == "other" and statement.kind in OF_VALUES)):
            return one
    return None


def _of_kind(statement: Statement, result: Result) -> bool:
    """Whether a sentence may speak of a result; what it calls an estimate or a mean may be any value."""
    if statement.kind == "other":
        return result.meaning in VALUES | {"moran_i"} and statement.number.decimals > 0
    if statement.kind in OF_VALUES:
        return result.meaning in VALUES
    return is_of(statement, result) or (statement.kind == "p_value" and result.meaning.endswith("_p"))


def _near(statement: Statement, text: str) -> str:
    """The words of a sentence that are nearest to a number, and to no other."""
    number, sentence = statement.number, statement.sentence
    start = text.find(sentence, max(0, number.start - len(sentence)))
    before = BRACKETED.sub(" ", text[start : number.start])
    behind = BRACKETED.sub(" ", text[number.end : start + len(sentence)])
    *others, own = re.split(OTHER, before)
    if others and LIST.fullmatch(own):
        return ""
    return f"{re.split('[,，]', own)[-1] if others else own} {BEHIND_OTHER.split(behind)[0]}"


@lru_cache(4096)
def _said(text: str) -> Said:
    topics = frozenset(key for key, pattern in PATTERNS.items() if pattern.search(text))
    years = YEAR.findall(SPAN.sub(" ", CITED.sub(" ", text)))
    return Said(topics, frozenset(_times(BASE.sub(" ", text))), frozenset(map(int, years)))


@lru_cache(65536)
def _of_result(result: Result) -> Said:
    address = re.sub(r"[._]", " ", result.address)
    said = _said(f"{address} {result.label}")
    found = TIME.search(result.address)
    times = {int(found[1]) if found[1] else -int(found[2])} if found else said.times
    return Said(said.topics, frozenset(times), said.years)


def _times(text: str) -> Iterator[int]:
    yield from (time for pattern, time in ((NOW, 0), (LAST, -1)) if pattern.search(text))
    for found in SINCE.finditer(text):
        count = next(filter(None, found.groups())).lower()
        value = COUNTS.get(count) or int(count)
        yield from (-value,) if BEFORE.search(found.group()) else (value,)


def _has_word(result: Result, sentence: str, numbers: Numbers) -> bool:
    """Whether a sentence has a word of a result that few others of the study have."""
    rare = {word for word in words(result.label) if _shares(numbers)[word] <= RARE and len(word) > 3}
    return bool(rare & set(words(sentence)))


@lru_cache(8)
def _shares(numbers: Numbers) -> Counter:
    """By word the share of the results of a study whose labels have it."""
    counts = Counter(word for one in numbers.all for word in set(words(one.label)))
    return Counter({word: times / len(numbers.all) for word, times in counts.items()})
