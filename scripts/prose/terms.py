"""The words of a sentence that name what a number is of."""

import re

from papers.numerals import Number
from prose.phrases import AND, CHANGED, CONTRAST, EFFECTS, IT, LEAD_IN, RISE_OF, SECOND, VERB, WHICH, WITH
from prose.term_phrases import CLAUSE, FEW, FOR, IDLE, IDLE_CHINESE, MANY, NAME, NOTHING, OF, OF_CHINESE, PLACES

MOST = 60  # characters of a name
FAR = 40  # characters before a number in which the kind of an effect may stand


def term_of(sentence: str, number: Number, listed: tuple[int, int] = (0, 1)) -> str:
    """What a number is of: "AI" of "the coefficient on AI is 0.0638".

    listed : which of how many numbers of a list it is; that one of as many terms is its own
    """
    before, behind = sentence[: number.start], sentence[number.end :]
    at, length = listed
    if length > 1 and (found := _last(MANY, _before_list(before))):
        terms = [part.strip() for part in re.split(AND, found) if part.strip()]
        if len(terms) == length:
            return _bare(terms[at])
    kinds = [kind.group().lower() for kind in EFFECTS.finditer(before)]
    if length > 1 and len(kinds) == length:
        return f"{kinds[at]} effect" if kinds[at].isascii() else f"{kinds[at]}效应"
    found = FOR.match(behind) or (WITH.match(behind) if CHANGED.search(before) else None)
    term = found["term"].strip() if found else term_before(before)
    which = list(WHICH.finditer(before[-FAR:]))
    if which and which[-1].group().isascii() and which[-1].group().lower() not in term.lower():
        return f"{which[-1].group().lower()} effect of {term}" if term else f"{which[-1].group().lower()} effect"
    return term


def term_before(before: str) -> str:
    """The same of words that stand before it: those of a noun such as "coefficient on", else the last of the clause."""
    part = _sentence_part(before)
    whole = PLACES.sub(" ", before) if IT.search(part) else ""
    tried = ((SECOND, before), (RISE_OF, part), (OF, part), (OF_CHINESE, part), (OF, whole))
    if found := [one["term"] for pattern, words in tried for one in reversed(list(pattern.finditer(words)))]:
        return next((term for one in found if (term := _bare(one))), "")
    if subject := _subject(PLACES.sub(" ", LEAD_IN.sub("", part_of(before)))):
        return subject
    clauses = [words for clause in CLAUSE.split(PLACES.sub(" ", before)) if (words := _telling(clause))]
    return " ".join(clauses[-1][-FEW:]) if clauses else ""


def part_of(before: str) -> str:
    return CONTRAST.split(before)[-1]


def _subject(clause: str) -> str:
    """What stands before the first verb of effect, with its symbol in brackets: "Pilot zone (AI)"."""
    said = VERB.split(clause, maxsplit=1)
    words = " ".join(said[0].split()).strip(" ,，")
    bare = re.sub(r"^(?:the|being|an?)\s+", "", CLAUSE.split(words)[-1].strip(), flags=re.IGNORECASE)
    if re.search(r"(?:estimate|coefficient|effect)s?$|系数$|估计值?$|效应$", bare, re.IGNORECASE):
        return ""
    return bare if len(said) > 1 and len(_telling(bare)) in range(1, FEW + 1) and len(bare) <= MOST else ""


def _sentence_part(before: str) -> str:
    """The part after the last word of contrast."""
    return PLACES.sub(" ", part_of(before))


def _before_list(before: str) -> str:
    """`before` without the numbers of the list that stand before."""
    return re.sub(r"[-−–]?[\d.]+(?:\s*[%％*]+)?(?:\s*\([^)]*\))?", " = ", before) + " = "


def _last(pattern: re.Pattern, words: str) -> str:
    found = list(pattern.finditer(words))
    return found[-1]["term"] if found else ""


def _bare(term: str) -> str:
    bare = re.sub(
        r"^(?:the|its|our)\s+|\s*\b(?:variable|dummy|of|in)\s*$|^(?:在|中(?!介|国|部|央|心|小|等|西))+"
        r"|^.*(?:列|表|发现|得到|显示|说明|意味着|可知|可见|证实|认为)中?",
        "",
        term.strip(),
        flags=re.IGNORECASE,
    )
    bare = re.sub(r"^[为是]?\s*[-−–]?\d[\d.]*[%％]?[、，]?", "", bare)
    nameless = bare in NOTHING or bare.endswith("其") or not re.search(r"[^\W\d_]", bare)
    return "" if nameless else _balanced(bare.strip(" 的至和、"))


def _balanced(term: str) -> str:
    opened, closed = (sum(term.count(mark) for mark in marks) for marks in ("(（", ")）"))
    return term if opened == closed else term.strip("()（）")


def _telling(part: str) -> list[str]:
    words = [word for word in NAME.findall(part) if word.lower() not in IDLE]
    return [bare for word in words if (bare := IDLE_CHINESE.sub("", word))]
