"""The referee on placebo draws in sentences: how many are as extreme, what they exceed, how far they reach."""

import re
from collections import Counter
from collections.abc import Iterator

from papers.numerals import DECIMAL, Number, number_of
from printed.places import WORDS
from printed.rounding import size
from prose.slips import agree, slip
from prose.whole_numbers import COUNT, value_of
from referee.check_prose import DRAWS
from referee.check_prose import PLACEBO as NAMED
from referee.findings import Draft, Found, check
from referee.matching import places
from referee.texts import neighbours

PLACEBO = re.compile(rf"{NAMED.pattern}|\bat random\b|\brandom draw|模拟", WORDS)
OF_DRAWS = (
    "(?:placebo|estimate|coefficient|draw|permutation|replication|reassignment|simulation|effect|of them|of these|time)"
)
FEW = re.compile(
    rf"\b(?P<few>{COUNT}) (?:out )?of (?:the |our |all |these )?(?P<draws>{COUNT})\b"
    rf"|\b(?:yield|give|only|just|merely|find|show|are|in)\w* (?:only |just )?"
    rf"(?P<only>{COUNT})(?= (?:[a-z-]+ )?{OF_DRAWS})"
    rf"|\b(?:only|just|merely) (?P<mere>{COUNT})(?= (?:[a-z-]+ )?{OF_DRAWS})"
    rf"|[有仅只](?P<zh>{COUNT})\s*[次个]",
    WORDS,
)
P = re.compile(
    rf"\bp(?:[- ]?values?|值)?\s*(?:is|was|of|=|equals|[为是＝])\s*(?:about |only |约)?(?P<p>{DECIMAL})"
    rf"|p值[为是]?(?P<zh>{DECIMAL})",
    WORDS,
)
PERCENT = re.compile(
    r"\b(?:share|fraction|proportion) of (?:only |about )?(?P<en>\d[\d.]*) ?(?:%|per ?cent)|占(?P<zh>\d[\d.]*)[%％]"
)
BEYOND = re.compile(
    r"(?:\b(?:below|above|beyond|exceed\w*|(?:larger|smaller|greater|less|lower|higher)"
    r"(?: in (?:absolute value|magnitude|size))? than)"
    rf"|小于|大于|超过|低于|高于)(?: the| our| in absolute value)*\s*(?P<value>{DECIMAL})",
    WORDS,
)
NONE = re.compile(
    r"\b(?:none|no (?:draw|placebo|estimate|coefficient)|never)\b|没有一[次个]|无一[次个]?|均未|都?没有", WORDS
)
REACHES = re.compile(r"reach|exceed|beyond|as (?:large|extreme|negative)|larger|达到|超过|大于", WORDS)
EXTREME = re.compile(
    rf"(?:\bmost (?:negative|extreme|positive)|\b(?:large|small|low|high)e?st|\bm(?:in|ax)imum|最[小大](?:值|的)?)"
    rf"[^\d.;。；]{{0,40}}?(?:is|was|of|[为是])\s*(?P<value>{DECIMAL})",
    WORDS,
)
OFTEN = 3  # times that the main estimate is printed, at least
MANY = 100  # draws, at least


@check("W", "", "One of them is of other draws", "Count again, or say how p is computed")
def placebo_share(draft: Draft) -> Found:
    """A p-value beside the draws that are as extreme, which is neither their share, nor that with the estimate."""
    for before, one in neighbours(draft):
        for few, draws in _counted(before, one.said):
            for p in (number_of(found["p"] or found["zh"]) for found in P.finditer(one.said)):
                shares = (few / draws, (few + 1) / (draws + 1), 2 * few / draws)
                if not any(p.agrees(share) for share in shares):
                    yield one.place, f"{few:,} of {draws:,} draws make p {shares[0]:.4g}, not {p.text}", (one.spot,)
            for percent in (number_of(found["en"] or found["zh"]) for found in PERCENT.finditer(one.said)):
                if not percent.agrees(100 * few / draws):
                    what = f"{few:,} of {draws:,} draws are {100 * few / draws:.4g} %, not {percent.text} %"
                    yield one.place, what, (one.spot,)


def _counted(before: str, sentence: str) -> Iterator[tuple[int, int]]:
    """The one count of draws that are as extreme in a sentence, and of all, which the sentence before may have."""
    found = list(FEW.finditer(sentence))
    if len(found) != 1 or not PLACEBO.search(f"{before} {sentence}"):
        return
    few = value_of(found[0]["few"] or found[0]["only"] or found[0]["mere"] or found[0]["zh"])
    draws = [value_of(found[0]["draws"])] if found[0]["draws"] else _draws(sentence) or _draws(before)
    if len(set(draws)) == 1 and few < draws[0] >= MANY:
        yield few, draws[0]


def _draws(sentence: str) -> list[int]:
    counts = [re.sub("[,，]", "", found["count"] or found["times"]) for found in DRAWS.finditer(sentence)]
    return [int(count) for count in counts if int(count) >= MANY]


@check("W", "", "Draws are compared with the estimate", "Compare the number with the table")
def placebo_threshold(draft: Draft) -> Found:
    """What draws are said to exceed, which is a slip of the estimate that is printed most, and no other one."""
    printed, main = [one.coefficient.estimate.number for one in places(draft)], _main(draft)
    for before, one in neighbours(draft):
        for found in BEYOND.finditer(one.said) if list(_counted(before, one.said)) else ():
            said = number_of(found["value"])
            if main and not any(agree(said, each, by_size=True) for each in printed) and slip(said, main):
                yield one.place, f"Draws are compared with {said.text}, and the estimate is {main.text}", (one.spot,)


@check("W", "", "The text says that no draw does", "Compare the number with the output of the program")
def placebo_extreme(draft: Draft) -> Found:
    """The most extreme draw, beyond the main estimate, which no draw is said to reach."""
    main = _main(draft)
    for before, one in neighbours(draft):
        if not (main and PLACEBO.search(f"{before} {one.said}") and NONE.search(one.said) and REACHES.search(one.said)):
            continue
        for found in EXTREME.finditer(one.said):
            draw = number_of(found["value"])
            if draw.value * main.value > 0 and size(draw.range)[0] > size(main.range)[1]:
                yield one.place, f"A draw is {draw.text}, and the estimate is {main.text}", (one.spot,)


def _main(draft: Draft) -> Number | None:
    """The estimate that tables and sentences have most, if that is often."""
    said = [one.number for one in draft.statements if one.kind in ("estimate", "other") and one.number]
    own = [*(one.coefficient.estimate.number for one in places(draft)), *(one for one in said if one.decimals)]
    texts = Counter(map(_bare, own))
    text, often = (texts.most_common(1) or [("", 0)])[0]
    return next(one for one in own if _bare(one) == text) if often >= OFTEN else None


def _bare(number: Number) -> str:
    return number.text.lstrip("-−–+").rstrip("0%")
