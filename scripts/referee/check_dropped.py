"""The referee on rows that leave the sample: how many do, and how many are left."""

import re
from collections.abc import Iterator
from itertools import combinations

from printed.places import WORDS
from printed.printed_tables import Regressions
from prose.whole_numbers import COUNT, YEAR, counts_in, value_of
from referee.columns import regressions, variables
from referee.findings import Draft, Found, check
from referee.matching import words
from referee.texts import neighbours

ROWS = r"(?:observations?\b|obs\b|rows\b|[a-z]+[-–]years?\b)"
ROWS_ZH = r"(?:(?:(?!后)[\u4e00-\u9fff—–-]){0,6}?(?:观测值?|样本|记录|县[-—–]?年))"
LEAVES = r"(?:drop|exclud|remov|deleted?|discard|omit|los[est]|lost|cost|leav\w* out|account)\w*"
LOST = re.compile(
    rf"\b{LEAVES}\b[^.;。；\d]{{0,40}}?(?:\d[\d,]* [a-z]+(?:-years)? and |\d[\d,]* [a-z]+-years?, but only )?"
    rf"(?P<en>{COUNT})(?= (?:[a-z]+ )?(?:{ROWS}|from the regression))"
    rf"|(?:观测值?|样本)(?:数|量)?(?:减少|损失|缺失)了?\s*(?P<behind>{COUNT})\s*[个条]"
    rf"|(?:损失|剔除|减少|删除|去掉|去除|丢失|缺失)[^，,。；\d]{{0,6}}(?:\d+[个座家][\u4e00-\u9fff]{{1,4}}[、和])?(?P<zh>{COUNT})\s*[个条]?{ROWS_ZH}"
    rf"|(?P<missing>{COUNT})\s*[个条]{ROWS_ZH}(?:缺失|被[^，,。；]{{0,14}}剔除)",
    WORDS,
)
LEFT = re.compile(
    rf"\b(?:leav(?:es|ing)(?! out)|left with|remain\w*|keep\w*|use)\b[^.;。；\d]{{0,20}}?"
    rf"(?P<en>{COUNT})(?= (?:[a-z]+ )?{ROWS}|\s*[.;,]|$)"
    rf"|(?:余下?|剩余?下?|剩|保留|得到)\s*(?P<zh>{COUNT})\s*[个条]?(?={ROWS_ZH}|[，,。；]|$)",
    WORDS,
)
ON_THAT = re.compile(r"\s*(?:this|that|these|which|we (?:are|have)|the final|最终|最后|由此|这样)", WORDS)
VARIES = re.compile(
    r"\bwithout\b|\bdropp\w+|\bexclud\w+|\bleav\w+ out\b|\bomit\w+|\bno\b|剔除|去掉|去除|排除|不含", WORDS
)
MATCHES = re.compile("\\bPSM\\b|match|匹配", WORDS)
MOST_OF = 0.7  # of the words of a heading that a sentence has to have
SMALLEST = 20  # observations that leave, fewer may leave for more reasons than one


@check("W", "", "What leaves and what is left are the whole", "Count the rows that leave again, or say what else left")
def rows_lost(draft: Draft) -> Found:
    """Rows that leave the sample and those that are left, in the text or in the row or column that it names, which no
    count of the manuscript is the sum of."""
    known = {*_printed(draft), *_said(draft)}
    for before, one in neighbours(draft):
        for clause in re.split("[;；]", one.said):
            left = _left(clause)
            lost = _lost(clause) or (_lost(before) if left and ON_THAT.match(clause) else [])
            rest = left or _of_variant(draft, clause)
            if not lost or min(lost) < SMALLEST or not rest:
                continue
            some = {sum(each) for size in range(1, len(lost) + 1) for each in combinations(lost, size)}
            if not any(row + each in known for row in rest for each in some):
                what = (
                    f"{lost[-1]:,} rows leave, and {min(rest):,} are left: {lost[-1] + min(rest):,} is no count of it"
                )
                yield one.place, what, (one.spot,)


def _lost(sentence: str) -> list[int]:
    return [value_of(next(filter(None, found.groups()))) for found in LOST.finditer(sentence)]


def _left(sentence: str) -> set[int]:
    found = [one["en"] or one["zh"] for one in LEFT.finditer(sentence)]
    return {value_of(one) for one in found if not YEAR.fullmatch(one)}


def _printed(draft: Draft) -> Iterator[int]:
    """All numbers of observations of tables."""
    held = [model.statistics.get("n_obs") for _, model in regressions(draft)]
    for at in (*held, *(numbers.get("n") for *_, numbers in variables(draft))):
        if at and not at.number.decimals:
            yield int(at.number.value)


def _said(draft: Draft) -> Iterator[int]:
    for text in draft.manuscript.texts:
        yield from (count for count in counts_in(text.text) if count > SMALLEST)


def _of_variant(draft: Draft, sentence: str) -> set[int]:
    """The rows of the one variant of a table that a sentence names, as of a row or a column "Without the capital"."""
    said, matched, found = {*words(sentence)}, MATCHES.search(sentence), {}
    for printed in draft.tables:
        for model in printed.models if isinstance(printed, Regressions) else ():
            at = model.statistics.get("n_obs")
            for heading in (" ".join(model.headings), printed.table.rows[at.row][0].text) if at else ():
                own = {*words(VARIES.sub(" ", heading))}
                shared = len(own & said) / max(1, len(own))
                if (VARIES.search(heading) and shared >= MOST_OF) or (matched and MATCHES.search(heading)):
                    found[int(at.number.value)] = len(own & said)
    best = {rows for rows, shared in found.items() if shared == max(found.values())}
    return best if len(best) == 1 else set()
