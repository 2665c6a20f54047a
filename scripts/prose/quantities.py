"""The numbers of a sentence, and what the words around each say that it is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from papers.numerals import Number, numbers_in
from prose.cues import clause_before, listed_cues, nearest_cue, opened_before
from prose.phrases import (
    ADOPTED,
    ADOPTED_BEHIND,
    AMOUNTS,
    ANNUAL,
    AVERAGE,
    BEFORE_ERROR,
    BEHIND_COEFFICIENT,
    BEHIND_MOVED,
    BETWEEN_ENDS,
    BRACKET,
    BY,
    CAUSES,
    CHANGED,
    COMPARED,
    COMPUTED,
    CONDITION,
    COUNT_OF,
    COUNTED_IN_TURN,
    COUNTS,
    COUNTS_BEFORE,
    CUES_OF,
    DECIMAL_UNIT,
    DURATION,
    EACH,
    EQUALS,
    EXPLAINED,
    FORMULA,
    FROM_THEN,
    GAINS,
    GROUP,
    IN_PERCENT,
    IN_UNITS,
    IS_MEAN,
    LASTED,
    LEFT_OUT,
    LIST,
    LOG_POINTS,
    MEAN_OF,
    METHOD,
    MORE,
    MOVED,
    MOVED_LEVEL,
    N_AND_T,
    NAMED_BEFORE,
    NAMED_BEHIND,
    NO_RESULTS,
    OF_MEAN,
    OF_OTHERS,
    OF_SAMPLE,
    OF_TEST,
    OF_TREATED,
    OF_WEIGHT,
    OF_WHOLE,
    ON_AVERAGE,
    ONE_PERCENT,
    OPENING,
    OVER_TIME,
    PAIRED,
    PER_CENT,
    PIECES,
    POINTS,
    POLICY,
    RANGES,
    RATIO,
    RISE_IN,
    SAMPLE,
    SHARE_OF,
    SINCE_EVENT,
    SOME_WAVES,
    SPAN,
    TIMES,
    TO_END,
    TO_TIME,
    TREATS,
    TRIMMED,
    UNITS_AHEAD,
    USUAL_PERCENT,
    WORD,
    WORDS,
    YEAR,
)
from prose.statements import Kind

MOST_NUMBERS = 40
NEAR = 40  # signs behind a number in which words say what it is


@dataclass(frozen=True)
class Claim:
    """A number of a sentence, placed in the sentence, with what it is."""

    number: Number
    kind: Kind
    unit: str = ""


def quantities(sentence: str, taken: list[tuple[int, int]]) -> list[Claim]:
    """Numbers of a sentence that may be results; `taken` are places of numbers that say something else.

    None of a formula, and of what has more numbers than a sentence: a series of data that stands in a text.
    """
    if FORMULA.search(sentence) or sum(1 for _ in numbers_in(sentence)) > MOST_NUMBERS:
        return []
    places = [*_hidden(sentence), *taken]
    numbers = [number for number in _numbers_of(sentence) if not _within(number, places)]
    claims = [claim for at in range(len(numbers)) if (claim := _claim_at(sentence, numbers, at))]
    return _alike(sentence, _with_errors(sentence, claims))


def _numbers_of(sentence: str) -> list[Number]:
    """Numbers in digits, spans of years (their number is how many years they are), and words that count."""
    spans = [
        Number(found.group(), int(found[2]) - int(found[1]) + 1, 0, start=found.start(), end=found.end())
        for found in SPAN.finditer(sentence)
        if int(found[1]) < int(found[2])
    ]
    taken = [(one.start, one.end) for one in spans]
    digits = [one for one in numbers_in(sentence) if not _within(one, taken)]
    words = [
        Number(found.group(), WORDS[found.group().lower()], 0, start=found.start(), end=found.end())
        for found in WORD.finditer(sentence)
        if any(pattern.match(sentence, found.end()) for _, pattern in COUNTS)
    ]
    return sorted([*spans, *digits, *words], key=lambda number: number.start)


def _hidden(sentence: str) -> Iterator[tuple[int, int]]:
    """Places of what is certainly no result."""
    for pattern in (*NO_RESULTS, COMPUTED, MOVED_LEVEL):
        yield from (found.span() for found in pattern.finditer(sentence))
    for year in YEAR.finditer(sentence):
        if not _counts(sentence[year.end() :]) and sentence[year.end() : year.end() + 1] not in "–-":
            yield year.span()


def _counts(behind: str) -> bool:
    """Whether a number that looks like a year counts observations or units."""
    return any(pattern.match(behind) for kind, pattern in COUNTS if kind in ("n_obs", "units", "clusters"))


def _within(number: Number, spans: list[tuple[int, int]]) -> bool:
    return not _is_span(number) and any(start <= number.end - 1 - len(number.stars) < end for start, end in spans)


def _is_span(number: Number) -> bool:
    return bool(SPAN.fullmatch(number.text))


def _claim_at(sentence: str, numbers: list[Number], at: int) -> Claim | None:
    """What a number is, by the words around it; None if it is no result."""
    number = numbers[at]
    before, behind = sentence[: number.start], sentence[number.end :]
    if _is_span(number):
        return Claim(number, "years") if _is_sample(sentence, numbers, before, behind) else None
    if YEAR.fullmatch(number.text) and not _counts(behind):
        return None
    if behind[:1].isascii() and behind[:1].isalpha():
        return None  # 3D, 10k
    points = _in_points(number, behind)
    percent = number.percent or bool(PER_CENT.match(behind) or (number.decimals and IN_PERCENT.match(sentence)))
    if not number.decimals and not percent and not points and (kind := _counted(sentence, before, behind)):
        return Claim(number, "other" if _is_of_others(sentence) else kind)
    if TIMES.match(behind) or _is_cause(before, behind, percent or points):
        return None
    if percent and (TRIMMED.search(sentence) or _is_level(number, before, behind)):
        return None
    if percent or points:
        unit = "percentage points" if points else "%"
        return Claim(number, _of_percent(sentence, before, behind), unit)
    unit = DECIMAL_UNIT.match(behind)
    if unit and MOVED.search(before) and BY.search(before):
        return Claim(number, "estimate", unit.group().strip())
    if unit or COMPARED.search(before):
        return Claim(number, "other")
    return Claim(number, _cued(sentence, numbers, at))


def _in_points(number: Number, behind: str) -> bool:
    """Whether a number is in percentage points, or in log points that are hundredths."""
    return bool(POINTS.match(behind) or (abs(number.value) >= 1 and LOG_POINTS.match(behind)))


def _is_cause(before: str, behind: str, relative: bool) -> bool:
    """Whether a number is by how much something else changes: "every 10 %", "a rise by 10 % lowers"."""
    if EACH.search(before):
        return relative or not before.isascii()
    by_one = ONE_PERCENT.search(before) and RISE_IN.match(behind)
    return relative and bool(by_one or (BY.search(before) and (CAUSES.match(behind) or CONDITION.search(before))))


def _is_level(number: Number, before: str, behind: str) -> bool:
    """Whether a percentage is one of those at which is tested, in a clause on a test, and not how much something is."""
    clause = re.split(r"[,;，；。]", before)[-1] + number.text + re.split(r"[,;，；。]", behind)[0]
    amount = AMOUNTS.search(before) or BEHIND_MOVED.match(behind) or POINTS.match(behind)
    return number.value in USUAL_PERCENT and bool(OF_TEST.search(clause)) and not amount


def _is_of_others(sentence: str) -> bool:
    """Whether the samples of a sentence are those of papers that it cites, not for their method."""
    return bool(OF_OTHERS.search(sentence)) and not METHOD.search(sentence)


def _is_sample(sentence: str, numbers: list[Number], before: str, behind: str) -> bool:
    """Whether a span of years is that of the sample."""
    if _is_of_others(sentence) or ADOPTED.search(before) or ADOPTED_BEHIND.match(behind):
        return False
    kinds = {_counted(sentence, sentence[: one.start], sentence[one.end :]) for one in numbers}
    if "treated" in kinds:
        return bool(kinds & {"n_obs", "units"})
    counted = [kind for one in numbers for kind, pattern in COUNTS if pattern.match(sentence, one.end)]
    return "n_obs" in counted or "units" in counted or bool(OF_SAMPLE.search(sentence))


def _counted(sentence: str, before: str, behind: str) -> Kind | None:
    """What a whole number counts; waves of which some are spoken of are no count of the waves."""
    kind = _kind_counted(sentence, before, behind)
    return "other" if kind == "cohorts" and SOME_WAVES.search(before) else kind


def _kind_counted(sentence: str, before: str, behind: str) -> Kind | None:
    for found in N_AND_T.finditer(sentence):
        if kind := next((kind for kind in ("units", "years") if found.start(kind) - len(before) in (0, 1)), None):
            return kind
    if UNITS_AHEAD.search(before) and PIECES.match(behind):
        treated = OF_TREATED.search(clause_before(before)[-NEAR // 2 :])
        return "treated" if treated else "units" if _is_on_sample(sentence) else "other"
    for found in COUNTED_IN_TURN.finditer(sentence):
        for name, place in (("one", "first"), ("other", "second")):
            if found.start(place) == len(before):
                return _kind_counted("", found[name], "") or "other"
    for kind, ahead, follows in COUNTS_BEFORE:
        if ahead.search(before) and follows.match(behind):
            return "other" if kind == "units" and GROUP.search(clause_before(before)) else kind
    for kind, pattern in COUNTS:
        if (found := pattern.match(behind)) and not (kind == "treated" and OF_WHOLE.search(before)):
            if kind == "units" and TREATS.search(before):
                return "treated"
            if kind == "units" and (
                GROUP.search(before[-40:] + found.group() + behind[found.end() :][:40]) or not _is_on_sample(sentence)
            ):
                return "other"
            if kind == "years" and (TO_END.search(before) or FROM_THEN.search(before)):
                return "other"
            if kind in ("n_obs", "treated") and LEFT_OUT.search(before[-40:]):
                return "other"
            return kind
    return "years" if LASTED.search(before) and DURATION.match(behind) else None


def _is_on_sample(sentence: str) -> bool:
    """Whether a sentence speaks of a sample, or of the years of one."""
    years = next(pattern for kind, pattern in COUNTS if kind == "years")
    return bool(
        SAMPLE.search(sentence) or SPAN.search(sentence) or re.search(rf"(?<![\d.])\d{{1,2}}{years.pattern}", sentence)
    )


def _of_percent(sentence: str, before: str, behind: str) -> Kind:
    policy, clause = bool(POLICY.search(sentence)), clause_before(before)
    by = BY.search(before)
    moved = bool(
        (by and (by.group().startswith("by") or MOVED.search(clause) or CHANGED.search(clause)))
        or BEHIND_MOVED.match(behind)
        or MORE.match(behind)
        or POINTS.match(behind)
    )
    if IS_MEAN.search(before):
        return "mean"
    if OF_MEAN.match(behind) or MEAN_OF.search(before):
        return "estimate" if moved else "other"
    if RATIO.search(clause) and re.search(r"\d", clause):
        return "estimate" if moved or nearest_cue(before) == "estimate" else "other"
    cue = nearest_cue(before)
    if not moved and (ON_AVERAGE.match(behind) or (AVERAGE.search(clause) and cue != "estimate")):
        return "mean"
    if SHARE_OF.match(behind) or (not moved and re.search(CUES_OF["share"], before[-40:], re.IGNORECASE)):
        return "share"
    if ANNUAL.search(re.split(r"[,，;]", behind[:25])[0]) or ANNUAL.search(re.split(r"[,，;]", clause)[-1]):
        return "estimate" if policy else "growth"
    timed = SPAN.search(sentence) or OVER_TIME.search(sentence) or len(YEAR.findall(sentence)) > 1
    timed = timed and not OF_SAMPLE.search(sentence)
    if moved:
        return "change" if timed and not policy else "estimate"
    return cue if cue in ("estimate", "mean", "share", "sd") else "other"


def _cued(sentence: str, numbers: list[Number], at: int) -> Kind:
    """What the nearest words before a number say that it is; those behind it if there are none before."""
    number, before, behind = numbers[at], sentence[: numbers[at].start], sentence[numbers[at].end :]
    if end := _end_of_interval(sentence, numbers, at) or _end_of_range(sentence, numbers, at):
        return end
    if kind := _in_turn(sentence, numbers, at):
        return kind
    if (opened := opened_before(before)) is not None:  # in brackets
        if own := nearest_cue(before[opened:]):
            return own
        if at and BRACKET.sub("", before[numbers[at - 1].end :]).strip() == "":
            of_mean = nearest_cue(sentence[: numbers[at - 1].start]) == "mean"
            return "sd" if of_mean else _bracketed(numbers[at - 1], number)
    if OF_WEIGHT.match(behind):
        return "other"
    if kind := _in_brackets_beside(before, behind):
        return kind
    if number.decimals and BEHIND_COEFFICIENT.match(behind):
        return "estimate"
    cue = nearest_cue(before)
    by = BY.search(before) or IN_UNITS.match(behind) or GAINS.search(before)
    moved = (MOVED.search(before) and by) or BEHIND_MOVED.match(behind)
    if number.stars and cue in (None, "other"):
        return "estimate"
    if cue in (None, "other") and moved:
        return "estimate" if number.decimals else "other"
    if cue in (None, "other") and (ON_AVERAGE.match(behind) or ON_AVERAGE.search(clause_before(before))):
        return "mean"
    if cue in (None, "other", "share") and number.decimals and EXPLAINED.search(sentence):
        return "r2"
    whole = not number.decimals and (COUNT_OF.search(before) or TO_TIME.match(behind) or not EQUALS.search(before))
    if cue == "interval" or (cue == "estimate" and whole) or (cue == "statistic" and not number.decimals):
        return "other"
    if not cue and not number.decimals:
        return "other"
    following = numbers[at + 1].start - number.end if at + 1 < len(numbers) else len(behind)
    return cue or _cued_behind(behind[: min(following, NEAR)]) or "other"


def _in_brackets_beside(before: str, behind: str) -> Kind | None:
    """What brackets just behind a number, or before the verb of which it is, say that it is: "its spread (SD) is"."""
    found = NAMED_BEHIND.match(behind) or NAMED_BEFORE.search(before)
    ahead = re.split("[,，]", before[: found.start()])[-1] if found and found.re is NAMED_BEFORE else ""
    return nearest_cue(found[1]) if found and nearest_cue(ahead) != "mean" else None


def _cued_behind(behind: str) -> Kind | None:
    """What the words between a number and the next say that it is; an error or a test in brackets or behind a comma is
    the next number, and this one its estimate."""
    own, _, within = behind.partition(next(iter(OPENING.findall(behind)), "\n"))
    own = re.split(r"[,，;；]|\b(?:and|with)\b", own)[0] if EQUALS.search(own) else own
    kind = nearest_cue(own if own.strip() else within, first=True)
    of_next = not own.strip() or re.match(r"\s*[,，]", own)
    if of_next and kind in ("std_error", "statistic", "p_value"):
        return "estimate"
    return kind if own.strip() else None


def _in_turn(sentence: str, numbers: list[Number], at: int) -> Kind | None:
    """What a number of a list is behind as many kinds: "minimum and maximum are 0 and 1"."""
    between = [LIST.fullmatch(sentence[a.end : b.start]) for a, b in pairwise(numbers)]
    first = next((place for place in range(at, 0, -1) if not between[place - 1]), 0)
    last = next((place for place in range(at, len(between)) if not between[place]), len(between))
    kinds = listed_cues(sentence[: numbers[first].start])
    return kinds[at - first] if len(kinds) == last - first + 1 == len(set(kinds)) > 1 else None


def _bracketed(estimate: Number, number: Number) -> Kind:
    """A number in brackets behind another is its error if it could be nothing else."""
    error = number.value > 0 and number.decimals >= estimate.decimals > 0 and number.value < abs(estimate.value)
    return "std_error" if error and not estimate.percent else "other"


def _end_of_interval(sentence: str, numbers: list[Number], at: int) -> Kind | None:
    """An end of "0.0638 [0.0138, 0.1138]", or of two numbers after words for an interval."""
    for low, high, kind in ((at, at + 1, "conf_low"), (at - 1, at, "conf_high")):
        if low >= 0 and high < len(numbers) and PAIRED.fullmatch(sentence[numbers[low].end : numbers[high].start]):
            before = sentence[: numbers[low].start]
            bare = (
                low
                and re.fullmatch(r"\s*[,;]?\s*[\[(（]\s*", before[numbers[low - 1].end :])
                and numbers[low - 1].decimals
            )
            if bare or nearest_cue(before) == "interval":
                return kind
    return None


def _end_of_range(sentence: str, numbers: list[Number], at: int) -> Kind | None:
    """An end of "between 0.018 and 0.041"."""
    for low, high, kind in ((at, at + 1, "minimum"), (at - 1, at, "maximum")):
        if low >= 0 and high < len(numbers):
            between = sentence[numbers[low].end : numbers[high].start]
            opening = sentence[: numbers[low].start]
            if PAIRED.fullmatch(between) and BETWEEN_ENDS.search(opening) and RANGES.search(sentence):
                whole = numbers[low].decimals == numbers[high].decimals == 0
                return "other" if whole and SINCE_EVENT.search(clause_before(opening)) else kind
    return None


def _with_errors(sentence: str, claims: list[Claim]) -> list[Claim]:
    """Decimal numbers of no known kind with an error in brackets are estimates: "their estimator gives 0.41 (0.15)"."""
    found = list(claims)
    for at, (one, error) in enumerate(pairwise(claims)):
        of_it = error.kind == "std_error" and BEFORE_ERROR.fullmatch(sentence[one.number.end : error.number.start])
        if one.kind == "other" and one.number.decimals and of_it:
            found[at] = replace(one, kind="estimate")
    return found


def _alike(sentence: str, claims: list[Claim]) -> list[Claim]:
    """Numbers of a list are all of the kind that one of them is known to be."""
    found = list(claims)
    for step in (range(1, len(found)), range(len(found) - 2, -1, -1)):
        for at in step:
            other = at - 1 if step.step > 0 else at + 1
            first, second = sorted((found[at].number, found[other].number), key=lambda number: number.start)
            known = found[other].kind in ("estimate", "std_error", "mean", "share", "r2", "f", "moran_i", "statistic")
            if (
                found[at].kind == "other"
                and known
                and found[at].number.decimals
                and LIST.fullmatch(sentence[first.end : second.start])
            ):
                found[at] = replace(found[at], kind=found[other].kind)
    return _in_one_unit(sentence, found)


def _in_one_unit(sentence: str, claims: list[Claim]) -> list[Claim]:
    """The first numbers of "40.3 and 58.2 per cent" are in percent, too."""
    found = list(claims)
    for at in range(len(found) - 2, -1, -1):
        one, other = found[at], found[at + 1]
        alike = one.number.decimals == other.number.decimals > 0 and not one.unit
        if other.unit and alike and LIST.fullmatch(sentence[one.number.end : other.number.start]):
            found[at] = replace(one, kind=other.kind, unit=other.unit)
    return found
