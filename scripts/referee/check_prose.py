"""The referee on sentences, captions and notes against each other."""

import re
from collections.abc import Iterator
from itertools import combinations, pairwise

from papers.document import Text
from papers.numerals import Number, numbers_in
from printed.rounding import size
from prose.phrases import SPAN
from prose.slips import SHIFTED, SWAPPED, agree, slip
from prose.statements import Statement
from referee.findings import Draft, Found, check
from referee.headed import part_before
from referee.matching import same_name
from referee.pointing import place_of, spot_of
from referee.texts import Sentence, sentences

COUNTS = ("units", "years", "treated", "cohorts", "clusters", "n_obs")
OF_TERMS = ("mean", "share", "growth", "change", "estimate")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
PART = re.compile(  # what speaks of less than the whole sample
    r"\b(?:drop|exclud|remov|leav|omit|los[et]|restrict|sub-?sampl|split|group|keep|kept|only|instead|match|alternative|shorten|lag|robust)\w*"
    r"|剔除|删除|去除|排除|仅|只|损失|分样本|子样本|分组|改用|替换|匹配|缩短|滞后|稳健",
    re.IGNORECASE,
)
WHOLE = re.compile(r"\bfinal|\b(?:in|a) total|\bfull sample|最终|总计|合计|共计?\d|全样本", re.IGNORECASE)
DRAWS = re.compile(
    r"(?P<count>\d[\d,，]*)\s*(?:random\s+|placebo\s+|bootstrap\s+)*"
    r"(?:permutations|draws|replications|repetitions|iterations|simulations|resamples|(?:re)?assignments|times)\b"
    r"|(?P<times>\d[\d,，]*)\s*次",
    re.IGNORECASE,
)
PLACEBO = re.compile(r"placebo|permut|random(ly|i[sz])|安慰剂|置换|随机", re.IGNORECASE)
BOOTSTRAP = re.compile(r"bootstrap|自助|自抽样", re.IGNORECASE)
OF_DATA = re.compile(  # years of which may be those of the sample
    rf"{YEAR.pattern}|\bdata|panel|sampl|observation|observed?\b|period|\bstud(?:y|ied)|follow|span|样本|数据|面板|观测|期|跨",
    re.IGNORECASE,
)
SUMMARY = re.compile(r"introduc|conclu|summary|引言|绪论|导论|结论|结语|总结", re.IGNORECASE)
BODY = re.compile(r"data|sample|method|model|design|result|数据|样本|方法|模型|设计|结果", re.IGNORECASE)
BEYOND = re.compile(r"appendi|supplement|acknowledg|declaration|statement|附录|附件|补充|致谢", re.IGNORECASE)
RISES = (
    r"(?:\b(?P<up>rises?|rose|increases?d?|grows?|grew|climbs?)|\b(?:falls?|fell|drops?|dropped|declines?d?|decreases?d?))"
    r"(?: \w+ly)?"
)
CHANGES_TO = re.compile(
    rf"{RISES} to(?: (?:only|about|some))?\s*$"
    r"|(?:(?P<up_zh>上升|提高|增加|增大|增至|升)|(?:下降|降低|减少|减小|缩小|降))(?=[到至为])[到至为]约?\s*$",
    re.IGNORECASE,
)
CHANGES_FROM = re.compile(rf"{RISES} from\s*$", re.IGNORECASE)
AMOUNT = re.compile(
    r"(?:\bby(?: only| about| some)?|(?:减小|减少|下降|降低|缩小|上升|提高|增加|增大)了?约?)\s*$", re.IGNORECASE
)
TO = re.compile(r"\bto\s*$")
ENDS = re.compile(r"[.;]\s|[。；]")
IT = re.compile(
    r"\b(?:it|this|the (?:coefficient|estimate|effect)\b(?! o[fn]| for))\b|[。；，](?:其|该)?(?:系数|估计值|效应)",
    re.IGNORECASE,
)
FEWEST = 4  # sections, of which the first and the last are then taken to introduce and to conclude


@check("E", "", "One of them is wrong, and a reader cannot know which", "Correct the one that is wrong")
def summary_differs(draft: Draft) -> Found:
    """Counts of the abstract, a conclusion or a caption that are not in the body, but near to one of its."""
    summaries = summaries_of(draft)
    counts = [one for one in draft.statements if one.kind in COUNTS and one.number and not _is_of_part(one.sentence)]
    counts = [one for one in counts if one.kind != "years" or OF_DATA.search(one.sentence)]
    body = [one for one in counts if one.block not in summaries]
    printed = [number.value for number in _numbers_of_body(draft, summaries)]
    for one in counts:
        if one.block not in summaries:
            continue
        others = [other for other in body if other.kind == one.kind]
        if not others or one.number.value in printed or any(agree(one.number, other.number) for other in others):
            continue
        values = {other.number.value for other in others}
        near = [other for other in others if len(values) == 1 or slip(one.number, other.number)]
        if near:
            kind, other = one.kind.replace("_", " "), f"and {place_of(draft, near[0])} says {near[0].number.text}"
            yield (
                place_of(draft, one),
                f"It says {one.number.text} {kind}, {other}",
                (spot_of(draft, one), spot_of(draft, near[0])),
            )


def _is_of_part(sentence: str) -> bool:
    return bool(PART.search(sentence)) and not WHOLE.search(sentence)


def summaries_of(draft: Draft) -> set[int]:
    """Blocks of texts that say again what the body says: the abstract, captions, and the sections that introduce and
    conclude, which have such names or are the first and the last."""
    found: set[int] = set()
    sections: list[tuple[str, list[int]]] = []
    for block, text in enumerate(draft.manuscript.blocks):
        if isinstance(text, Text) and text.kind == "heading":
            sections.append((text.text, []))
        elif isinstance(text, Text) and text.kind in ("abstract", "caption"):
            found.add(block)
        elif isinstance(text, Text) and sections:
            sections[-1][1].append(block)
    told = [(name, own) for name, own in sections if own and not BEYOND.search(name)]
    ends = [(name, own) for name, own in (told[0], told[-1]) if not BODY.search(name)] if len(told) >= FEWEST else []
    return found.union(*(own for name, own in told if SUMMARY.search(name)), *(own for _, own in ends))


def _numbers_of_body(draft: Draft, summaries: set[int]) -> Iterator[Number]:
    for block, text in enumerate(draft.manuscript.blocks):
        if isinstance(text, Text) and block not in summaries:
            yield from numbers_in(text.text)


@check("W", "", "One of them is wrong, and a reader cannot know which", "Correct the one that is wrong")
def text_differs(draft: Draft) -> Found:
    """Two numbers for one thing, of which one is a slip of the other."""
    own = [one for one in draft.statements if one.kind in OF_TERMS and one.number]
    summaries = summaries_of(draft)
    for one, other in combinations(own, 2):
        if not _are_of_one_kind(one, other) or agree(one.number, other.number):
            continue
        how = slip(one.number, other.number)
        again = {one.block, other.block} <= summaries and _is_main(one, other, own, how)
        if how and (again or same_name(one.term, other.term)):
            there = f"{other.number.text} in {place_of(draft, other)}: {how}"
            yield (
                place_of(draft, one),
                f"{one.term.strip()} is {one.number.text} here and {there}",
                (spot_of(draft, one), spot_of(draft, other)),
            )


def _are_of_one_kind(one: Statement, other: Statement) -> bool:
    """Whether two statements of different sentences may be about one thing."""
    return (one.block, one.sentence) != (other.block, other.sentence) and _key(one) == _key(other)


def _key(one: Statement) -> tuple:
    years = frozenset(YEAR.findall(SPAN.sub(" ", one.sentence)))
    return one.kind, one.unit, one.number.percent, one.table, one.column, years


def _is_main(one: Statement, other: Statement, own: list[Statement], how: str) -> bool:
    """Whether two numbers of summaries are the main estimate, one of them with a slip that hardly any is of another by
    chance: neither text has the number of the other."""
    mine, theirs = ([each.number for each in own if each.block == of.block] for of in (one, other))
    apart = one.block != other.block and not any(agree(number, its) for number in mine for its in theirs)
    return one.kind == "estimate" and how in (SWAPPED, SHIFTED) and apart


@check("W", "", "The words say the opposite of the numbers", "Correct the verb, or the number that is wrong")
def change_opposite(draft: Draft) -> Found:
    """Estimates that are said to rise or to fall to a number, and are below or above the estimate before it."""
    for earlier, later in pairwise(one for one in draft.statements if one.kind == "estimate" and one.number):
        at_first, at_last = part_before(draft, earlier), part_before(draft, later)
        said = CHANGES_TO.search(at_last) or (TO.search(at_last) and CHANGES_FROM.search(at_first))
        if said and not AMOUNT.search(at_first) and _is_of_one(draft, earlier, later):
            rises = bool(said.lastgroup)
            first, second = (one.number.range for one in (earlier, later)[:: 1 if rises else -1])
            if second[1] < first[0] and size(second)[1] < size(first)[0]:
                what = f"It is {earlier.number.text}, and is said to {'rise' if rises else 'fall'}"
                spots = spot_of(draft, earlier), spot_of(draft, later)
                yield place_of(draft, later), f"{what} to {later.number.text}", spots


def _is_of_one(draft: Draft, earlier: Statement, later: Statement) -> bool:
    """Whether two estimates may be of one thing: of one sentence, or of two of which the second speaks of "it"."""
    text = draft.manuscript.blocks[later.block].text
    if earlier.block != later.block or earlier.unit != later.unit:
        return False
    between = text[earlier.number.end : later.number.start]
    return earlier.sentence == later.sentence or (len(ENDS.findall(between)) == 1 and bool(IT.search(between)))


@check("W", "", "A reader cannot know how many there were", "Correct the one that is wrong")
def draws_differ(draft: Draft) -> Found:
    """Numbers of permutations, or of bootstrap samples, that differ between a caption or an abstract and the text."""
    summaries = summaries_of(draft)
    for topic in (PLACEBO, BOOTSTRAP):
        counted = [(one, count) for one in sentences(draft) if topic.search(one.said) for count in _draws(one)]
        body = {count for one, count in counted if one.block not in summaries}
        for one, count in counted:
            if body and count not in body and one.block in summaries:
                what = f"It has {count:,d} draws, the text {', '.join(f'{other:,d}' for other in sorted(body))}"
                yield one.place, what, (one.spot,)


def _draws(sentence: Sentence) -> Iterator[int]:
    for found in DRAWS.finditer(sentence.said):
        count = int(re.sub("[,，]", "", found["count"] or found["times"]))
        if count >= 100:
            yield count


@check("E", "", "The same star means two things", "Define stars once for all tables")
def star_legend(draft: Draft) -> Found:
    """A mark that stands for different levels in the notes of tables."""
    meant: dict[str, dict[float, list]] = {}
    for printed in draft.tables:
        for mark, level in getattr(printed, "legend", {}).items():
            meant.setdefault(mark, {}).setdefault(level, []).append(printed.table)
    for mark, levels in meant.items():
        if len(levels) > 1:
            told = " and ".join(
                f"{100 * level:g} % ({', '.join(table.place for table in tables)})" for level, tables in levels.items()
            )
            yield "tables", f"{mark} means {told}", ()
