"""The referee on sentences, captions and notes against each other."""

import re
from collections.abc import Iterator
from itertools import combinations

from manuscript.document import Text
from manuscript.findings import Draft, check
from manuscript.matching import words
from manuscript.numerals import numbers_in
from manuscript.pointing import place_of, spot_of
from manuscript.slips import agree, slip
from manuscript.statements import Statement
from manuscript.texts import Sentence, sentences

COUNTS = ("units", "years", "treated", "cohorts", "clusters", "n_obs")
OF_TERMS = ("mean", "share", "growth", "change", "estimate")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
DRAWS = re.compile(
    r"(?P<count>\d[\d,，]*)\s*(?:random\s+|placebo\s+|bootstrap\s+)*"
    r"(?:permutations|draws|replications|repetitions|iterations|simulations|resamples|reassignments|times)\b"
    r"|(?P<times>\d[\d,，]*)\s*次",
    re.IGNORECASE,
)
PLACEBO = re.compile(r"placebo|permut|random(ly|i[sz])|安慰剂|置换|随机", re.IGNORECASE)
BOOTSTRAP = re.compile(r"bootstrap|自助|自抽样", re.IGNORECASE)
SUMMARY = re.compile(r"introduc|conclu|summary|引言|绪论|结论|结语|总结", re.IGNORECASE)

Found = Iterator[tuple]


@check("E", "", "One of them is wrong, and a reader cannot know which", "Correct the one that is wrong")
def summary_differs(draft: Draft) -> Found:
    """Counts of the abstract, a conclusion or a caption that are not in the body, but near to one of its."""
    body = [one for one in draft.statements if one.number and not _is_summary(draft, one.block)]
    printed = [number.value for _, number in _numbers_of_body(draft)]
    for one in draft.statements:
        if one.kind not in COUNTS or not one.number or not _is_summary(draft, one.block):
            continue
        others = [other for other in body if other.kind == one.kind]
        if not others or one.number.value in printed or any(agree(one.number, other.number) for other in others):
            continue
        values = {other.number.value for other in others}
        near = [other for other in others if len(values) == 1 or slip(one.number, other.number)]
        if near:
            kind, other = one.kind.replace("_", " "), f"{place_of(draft, near[0])} {near[0].number.text}"
            yield (
                place_of(draft, one),
                f"It has {one.number.text} {kind}, {other}",
                (spot_of(draft, one), spot_of(draft, near[0])),
            )


def _is_summary(draft: Draft, block: int) -> bool:
    """Whether a text is the abstract, a caption, or in a section that introduces or concludes."""
    text = draft.manuscript.blocks[block]
    if text.kind in ("abstract", "caption"):
        return True
    before = [one for one in draft.manuscript.blocks[:block] if isinstance(one, Text) and one.kind == "heading"]
    return bool(before) and bool(SUMMARY.search(before[-1].text))


def _numbers_of_body(draft: Draft) -> Iterator[tuple[int, object]]:
    for block, text in enumerate(draft.manuscript.blocks):
        if isinstance(text, Text) and not _is_summary(draft, block):
            yield from ((block, number) for number in numbers_in(text.text))


@check("W", "", "One of them is wrong, and a reader cannot know which", "Correct the one that is wrong")
def text_differs(draft: Draft) -> Found:
    """Two numbers for one thing, of which one is a slip of the other."""
    own = [one for one in draft.statements if one.kind in OF_TERMS and one.number and words(one.term)]
    for one, other in combinations(own, 2):
        if (one.block, one.sentence) == (other.block, other.sentence) or _key(one) != _key(other):
            continue
        if not agree(one.number, other.number) and (how := slip(one.number, other.number)):
            there = f"{other.number.text} in {place_of(draft, other)}: {how}"
            yield (
                place_of(draft, one),
                f"{one.term.strip()} is {one.number.text} here and {there}",
                (spot_of(draft, one), spot_of(draft, other)),
            )


def _key(one: Statement) -> tuple:
    """What two statements must share to be about one thing."""
    years = frozenset(YEAR.findall(one.sentence))
    return one.kind, words(one.term), one.unit, one.number.percent, one.table, one.column, years


@check("W", "", "A reader cannot know how many there were", "Correct the one that is wrong")
def draws_differ(draft: Draft) -> Found:
    """Numbers of permutations, or of bootstrap samples, that differ between a caption or an abstract and the text."""
    for topic in (PLACEBO, BOOTSTRAP):
        counted = [(one, count) for one in sentences(draft) if topic.search(one.said) for count in _draws(one)]
        body = {count for one, count in counted if not _is_summary(draft, one.block)}
        for one, count in counted:
            if body and count not in body and _is_summary(draft, one.block):
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
