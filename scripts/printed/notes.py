"""What the notes of a table say of its stars and of its brackets."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise

MARK = r"\*{1,4}|[†‡]+|\+(?=\s*(?:p\b|:|,|significant|indicates?|denotes?))"
STARRED = r"\s*(?:\(?\*+\)?\s*)?"
LISTED = (
    rf"(?<![\d.])\d{{1,2}}(?={STARRED}(?:,|、|/|and|or|和|或|,\s*and){STARRED}\d{{1,2}}(?:\.\d+)?{STARRED}"
    r"(?:%|per ?cent|,|、|/|and|和))"
)
LEVEL = rf"(?:0?\.\d+|\d+(?:\.\d+)?(?:\s*%|\s*per ?cents?\b|(?={STARRED}per ?cents?\b))|{LISTED})"
TOKEN = re.compile(rf"(?P<mark>{MARK})|(?P<level>{LEVEL})")
LARGEST = 0.2  # a level of a star; 95 % is that of an interval

ROUND = r"parenthes(?:[ei]s|i[sz]ed)|round brackets?|\bround\b(?=,|\s(?:and|or)\b)|(?:圆|小)?括号|括弧|\(\s?\)"
SQUARE = r"square brackets?|(?:中|(?<![上下])方)括号|\[\s?\]"
CURLY = r"(?:curly |curled )?(?:braces?|curly brackets?)|(?:大|花)括号|\{\s?\}"
SAID = re.compile(
    rf"(?P<curly>{CURLY})|(?P<square>{SQUARE})|(?P<round>{ROUND})|(?P<bracket>brackets?)"
    r"|(?P<beneath>(?:below|beneath|under(?:neath)?) (?:the |each |every )?(?:\w+ )?(?:coefficient|estimate)s?"
    r"|(?:系数|估计值)的?下[方面])"
    r"|(?P<sd>standard[ -]deviations?|std\.? ?dev|标准(?:离)?差(?!误))"
    r"|(?P<std_error>standard[ -]?errors?|std\.? ?err(?:ors?|\.)?|(?<![a-z])s\.?e\.?s?(?![a-z])|标准误差?)"
    r"|(?P<interval>confidence[ -]?(?:intervals?|bands?|bounds?|limits?)|(?<![a-z])c\.?i\.?s?(?![a-z])|置信区间"
    r"|95% intervals?)"
    r"|(?P<p_value>(?<![a-z])p[ -]?(?:-?values?|stat\w*)|(?<![a-z])p ?值|伴随概率|显著性概率)"
    r"|(?P<statistic>(?<![a-z])[tz](?:[ -]?(?:statistics?|stats?\.?|values?|ratios?|scores?)|\s?(?:检验|统计)?[值量])"
    r"|\b[tz]\b(?= in | are|$))|(?P<p>\bp\b(?= in ))"
)  # fmt: skip
ABBREVIATED = re.compile(r"\b([Ss]td|err|[Ss]tat|dev|[Ss](?=\.[Ee]\.)|(?<=[Ss]\.)[Ee])\.")
SHAPES = {"round", "square", "curly", "bracket"}
LEVELS = {"ten": "10", "five": "5", "one": "1"}
LEVEL_WORD = re.compile(r"\b(?:ten|five|one)\b(?=.*per ?cent)")
STAR_WORD = r"(?:one|two|three|single|double|triple)"
IN_WORDS = re.compile(
    rf"\b{STAR_WORD}\b(?=(?:[\s,(]+(?:(?:and|or)\s+)?{STAR_WORD}\b)*\)?[ -](?:stars?|asterisks?)\b)"
    r"|[一二两三单双1-3](?=(?:[颗个]?\s*[、,和或及]\s*[一二两三1-3])*\s*[颗个]?星)"
)
STARS = {
    word: "*" * count
    for count, words in enumerate(("one single 一 单 1", "two double 二 两 双 2", "three triple 三 3"), 1)
    for word in words.split()
}
# Errors that a statistic or a p-value is made of are not what stands in brackets.
MADE_OF = re.compile(
    r"((?<![a-z])[tzp][- ]?(?:stat|value|ratio)\w*\W(?:[^.;]*?\W)?)"
    r"(?:based on|using|(?:computed|calculated) (?:from|with|using)|from|with|adjusted for|account\w* for)"
    r" [^.;]*?standard[ -]errors?"
    r"|(?:基于|根据|由|经|采用|利用|使用|按照?)[^,。;]*?标准误差?(?:计算|得到|得出|调整|修正|估计|下)?(?:得到|得出)?的?"
    r"|标准误差?[^,。;]{0,8}的(?=\s*[tzp])"
)
OTHER_P = re.compile(
    r"bootstrap|permut|randomi[sz]|romano|q-values?|westfall|satterthwaite|cr2|placebo|自助|置换|安慰剂"
)
ONE_SIDED = re.compile(r"one[- ](?:sided|tailed)|单(?:侧|尾|边)")


def legend_of(notes: Iterable[str]) -> dict[str, float]:
    """Level by stars, ``{"***": 0.01, "**": 0.05, "*": 0.1}``; empty if no note has a legend, or it is not sure."""
    found: dict[str, float] = {}
    for note in notes:
        for clause in re.split(r"(?<=[a-z)%一-鿿])\s*[.。](?=\s|$|[A-Z一-鿿])", _flat(note)):
            for mark, level in _pairs(list(TOKEN.finditer(clause))):
                found.setdefault(mark, level)
    return found


def _pairs(tokens: list[re.Match]) -> list[tuple[str, float]]:
    """Marks with their levels: one by one in either order, or a list of marks and a list of levels."""
    tokens = [one for one in tokens if one["mark"] or _level(one["level"]) <= LARGEST]
    marks = [one["mark"] for one in tokens if one["mark"]]
    levels = [_level(one["level"]) for one in tokens if one["level"]]
    each = list(dict.fromkeys(marks))  # also of marks in words and again as they are printed
    return list(zip(each, levels, strict=True)) if len(each) == len(levels) else _neighbours(tokens)


def _neighbours(tokens: list[re.Match]) -> list[tuple[str, float]]:
    """Marks directly before their level, where a text speaks of further levels or repeats its legend."""
    pairs = {}
    for one, following in pairwise(tokens):
        if (
            one["mark"]
            and following["level"]
            and pairs.setdefault(one["mark"], _level(following["level"])) != _level(following["level"])
        ):
            return []
    return list(pairs.items())


def _level(text: str) -> float:
    number = float(re.match(r"\d*\.?\d+", text.strip())[0])
    return number if re.match(r"0?\.", text.strip()) else number / 100


def brackets_of(notes: Iterable[str], kinds: set[str]) -> dict[str, str]:
    """What brackets hold by the kind that opens them, ``{"(": "std_error"}``; `kinds` are those of the table's cells.

    Brackets without a word for their shape are the square ones of a table that has some, else the round ones.
    """
    said: dict[str, str] = {}
    shapes = {"round": "(", "square": "[", "curly": "{", "bracket": "[" if "[" in kinds else "("}
    if len(kinds) == 1:
        shapes["beneath"] = next(iter(kinds))
    for note in notes:
        for clause in re.split(r"[.;。](?=\s|$|[A-Z一-鿿])|(?<=[一-鿿])[,]", _flat(ABBREVIATED.sub(r"\1", note))):
            for shape, meaning in _said(MADE_OF.sub(r"\1 ", clause)):
                other = meaning == "p_value" and OTHER_P.search(clause)
                if shape in shapes:
                    said.setdefault(shapes[shape], "other" if other else meaning)
    return said


def _said(clause: str) -> Iterator[tuple[str, str]]:
    """Brackets of a clause and what they hold: what stands before, ``errors in parentheses``, or, where the clause
    begins with the brackets, behind; of several brackets in a row each its own of as many things."""
    said = [found.lastgroup for found in SAID.finditer(clause)]
    placed = bool(SHAPES & {*said})
    tokens = [kind for kind, _ in groupby(said) if not (placed and kind == "beneath")]
    runs = [(of_shapes, list(those)) for of_shapes, those in groupby(tokens, {*SHAPES, "beneath"}.__contains__)]
    if runs and runs[0][0]:
        runs = [(of_shapes, those[::-1]) for of_shapes, those in runs[::-1]]
    pairs = [(two, one) for (_, one), (of_shapes, two) in pairwise(runs) if of_shapes]
    for shapes, meanings in pairs[::-1]:
        yield from zip(shapes, meanings if len(shapes) == len(meanings) else meanings[-1:], strict=False)


def one_sided(notes: Iterable[str]) -> bool:
    return any(ONE_SIDED.search(_flat(note)) for note in notes)


def _flat(note: str) -> str:
    text = unicodedata.normalize("NFKC", note).casefold() if note else ""
    text = re.sub(r"[∗⋆★]", "*", text).replace("\\*", "*").replace("，", ",").replace("≤", "<")
    text = LEVEL_WORD.sub(lambda found: LEVELS[found[0]], IN_WORDS.sub(lambda found: STARS[found[0]], text))
    return re.sub(r"p\s*<\s*=?\s*", "p<", re.sub(r"\s+", " ", text))
