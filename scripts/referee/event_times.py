"""Years since the policy, as headings and sentences name them."""

import re
from collections import Counter
from dataclasses import dataclass

from papers.numerals import MINUS
from printed.printed_tables import Coefficient, Model, Regressions
from prose.phrases import WORDS
from referee.findings import Draft

HAN = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
COUNT = r"(\d{1,2}|[一二两三四五六七八九十])"
BEFORE = re.compile(
    rf"\b(?:pre|before|lead|f|b)[-_ .]?{COUNT}\b|\b{COUNT}\s*(?:years?|periods?)\s*(?:before|prior)"
    rf"|(?:前第?|前的第?){COUNT}",
    re.IGNORECASE,
)
AFTER = re.compile(
    rf"\b(?:post|after|lag|l|a)[-_ .]?{COUNT}\b|\b{COUNT}\s*(?:years?|periods?)\s*after|(?:后第?){COUNT}", re.IGNORECASE
)
NOW = re.compile(r"\bcurrent\b|\byear of (?:the )?\w+|\bd_?0\b|\bt\s*=?\s*0\b|当年|当期", re.IGNORECASE)
SIGNED = re.compile(
    rf"(?<![\d.A-Za-z])([{MINUS}+]?)\s?(\d{{1,2}})(?![\d.%])|(?<=[tT])\s?([{MINUS}+])\s?(\d{{1,2}})(?!\d)"
)
TIMED = re.compile(r"year|period|time|event|relative|\b[kts]\b|年|期|^\W*\d", re.IGNORECASE)
EVENT = re.compile(
    r"event|parallel|pre-?trend|dynamic|lead|relative|polic|adopt|reform|treatment effects|事件|平行趋势|动态|政策",
    re.IGNORECASE,
)
BASE = re.compile(
    r"\b(base|baseline|reference|omitted|benchmark)\s+(period|year|category|group)"
    r"|\bas the (base|reference|benchmark)\b"
    r"|\b(period|year)[^.;]{0,30}\b(is|was) (omitted|dropped|excluded|normali[sz]ed)|\bbase is\b"
    "|基期|基准(期|年|组)|参照(期|组)",
    re.IGNORECASE,
)
YEAR_BEFORE = re.compile(
    r"(year|period) (immediately )?(before|prior to|preceding)|one (year|period) (before|prior)"
    rf"|last pre-?\w+ (year|period)|(前一|前1|上一)(年|期)|前第?(1|一)期"
    rf"|\b[kts]\s*=\s*[{MINUS}]\s?1\b|(year|period) [{MINUS}]\s?1\b",
    re.IGNORECASE,
)
YEAR_OF = re.compile(
    r"(year|period) (of|in which) (the )?"
    r"(policy|adoption|treatment|reform|implementation|law|launch|event(?! stud)|pilot)"
    r"|\b[kts]\s*=\s*0\b|(year|period) 0\b|(当年|当期)",
    re.IGNORECASE,
)
IMPACT = re.compile(
    rf"{YEAR_OF.pattern}|\b(on|upon|at) (impact|adoption|implementation)\b|第0(年|期)|首年|即期", re.IGNORECASE
)

ENGLISH = {"one": 1, **{word: count for word, count in WORDS.items() if word.isascii()}}
SAID = rf"(?P<{{}}>\d{{{{1,2}}}}|{'|'.join(ENGLISH)}|[{''.join(HAN)}])"
SINCE = re.compile(
    rf"\bafter {SAID.format('after')} (?:years?|periods?)\b|\b(?:year|period) {SAID.format('at')}\b(?![.\d%])"
    rf"|\b{SAID.format('later')} (?:years?|periods?) (?:after|later)\b"
    rf"|(?<!前)(?<!前的)第\s?{SAID.format('th')}\s?[年期]|后\s?{SAID.format('then')}\s?[年期]",
    re.IGNORECASE,
)

END = rf"(?<![\d.])(?:第|(?:years?|periods?) )?\s?[{MINUS}+]?\s?(?:\d{{1,2}}|[{''.join(HAN)}])(?![\d.]\d)\s?[年期]?"
WINDOW = re.compile(rf"{END}\s*(?:至|到|[-–—~～]|\bto\b|\bthrough\b)\s*{END}", re.IGNORECASE)


def year_said(before: str, behind: str) -> int | None:
    """``4`` of "after four years" before a number, or behind it up to the next one; 0 if the year of the policy is said
    later before it; None if neither says a year. The ends of a window are no years of an estimate."""
    before, behind = (WINDOW.sub(" ", part) for part in (before, behind))
    ahead = [*SINCE.finditer(before)][-1:]
    if ahead and YEAR_OF.search(before, ahead[0].end()):
        return 0
    found = [*SINCE.finditer(before)][-1:] or [*SINCE.finditer(re.split(r"\d\.\d|[,;，；。到至]", behind)[0])][:1]
    said = next((count for one in found for count in one.groupdict().values() if count), "")
    return int(said) if said.isdigit() else (ENGLISH | HAN).get(said.lower())


def event_time(heading: str) -> int | None:
    """``-3`` of "year −3", "Pre3", "3 years before", 前3期; None if a heading says no year or more than one."""
    if NOW.search(heading):
        return 0
    for pattern, sign in ((BEFORE, -1), (AFTER, 1)):
        if found := pattern.search(heading):
            count = next(group for group in found.groups() if group)
            return sign * HAN.get(count, 0) if count in HAN else sign * int(count)
    found = list(SIGNED.finditer(heading))
    if len(found) != 1 or not TIMED.search(heading):
        return None
    sign, digits = (found[0][1] or found[0][3] or "", found[0][2] or found[0][4])
    return -int(digits) if sign and sign in MINUS else int(digits)


@dataclass(frozen=True)
class EventStudy:
    """A column of an event study: its coefficients by years since the policy."""

    printed: Regressions
    model: Model
    times: dict[int, Coefficient]

    @property
    def missing(self) -> list[int]:
        """The years within its window without a coefficient, or with one that is set to zero."""
        shown = {k for k, one in self.times.items() if one.beneath or one.estimate.number.value}
        return [k for k in range(min(self.times), max(self.times) + 1) if k not in shown]

    @property
    def leads(self) -> list[Coefficient]:
        return [one for k, one in self.times.items() if k < 0 and k not in self.missing]


def event_studies(draft: Draft) -> list[EventStudy]:
    """Columns of which several coefficients, before the policy and after it, are of years."""
    found = []
    for printed in draft.tables:
        for model in printed.models if isinstance(printed, Regressions) else ():
            times = _times(model)
            if len(times) >= 4 and min(times) < 0 <= max(times):
                found.append(EventStudy(printed, model, times))
    return found


def _times(model: Model) -> dict[int, Coefficient]:
    """Coefficients by year; empty if one year has two, as of two policies."""
    timed = [(k, one) for one in model.coefficients if (k := event_time(one.term)) is not None]
    twice = any(times > 1 for times in Counter(k for k, _ in timed).values())
    return {} if twice else dict(timed)


def base_said(sentence: str) -> int | None:
    """The base that a sentence on an event study names: -1, 0, or None if it names none or several."""
    if not (BASE.search(sentence) and EVENT.search(sentence)):
        return None
    before, of = YEAR_BEFORE.search(sentence), YEAR_OF.search(YEAR_BEFORE.sub(" ", sentence))
    if bool(before) == bool(of):
        return None
    return -1 if before else 0
