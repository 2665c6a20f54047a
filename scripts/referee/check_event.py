"""The referee on event studies: base, window, leads."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain

from papers.numerals import MINUS
from printed.printed_tables import Coefficient
from prose.phrases import SPAN
from prose.slips import agree
from prose.statements import Statement
from referee.check_waves import JOINED
from referee.event_times import EventStudy, base_said, event_studies, year_said
from referee.findings import Draft, check
from referee.headed import part_before, part_behind
from referee.pointing import place_of, spot_of, spots_in, where_in
from referee.texts import sentences

BEGUN = (
    "launch|implement|introduc|approv|establish|designat|begin|began|start|adopt|took effect|came into force|batch"
    "|since|from"
)
FIRST = re.compile(
    rf"\b(?:{BEGUN}|roll)\w*\b[^.;]{{0,60}}?((?:19|20)\d\d)"
    r"|((?:19|20)\d\d)[^.;。；]{0,25}(?:batch|pilot|cohort|批|试点|启动|实施|设立|批准|推行)",
    re.IGNORECASE,
)
POLICY = re.compile(r"polic|pilot|reform|law|program|zone|treat|adopt|政策|试点|改革|示范", re.IGNORECASE)
TO = (
    r"\s?(?:years?|periods?|年|期)?\s?(?:(?:取|延[伸续展]|推移|一直)?(?:to|through|and|至|到)|[~～—,，])\s?"
    r"(?:year |period |[tk]\s?=\s?|第)?\+?"
)
EVENT_TIME = (
    "event[- ]times?|relative[- ](?:years?|times?|periods?)|event (?:years?|windows?)|\\bwindows?\\b|horizontal axis"
    "|相对(?:年份|时间|期)|事件时间|窗口|横轴"
)
ENDS = rf"[{MINUS}]\s?(?P<low>\d{{1,2}}){TO}(?P<high>\d{{1,2}})(?!\d|\.\d)"
WINDOWS = (
    re.compile(rf"(?<![\d.]){ENDS}\s?(?:years?|periods?|年|期)", re.IGNORECASE),
    re.compile(rf"(?:{EVENT_TIME})[^.;。；\d]{{0,20}}?{ENDS}", re.IGNORECASE),
    re.compile(rf"(?<![\d.]){ENDS}\s(?:of|in) (?:{EVENT_TIME})", re.IGNORECASE),
    re.compile(rf"\byears? (?:since|around|relative to)\b[^.;\d]{{0,30}}?{ENDS}", re.IGNORECASE),
    re.compile(rf"(?:\b[tk]\s?=\s?|\b(?:years|periods) ){ENDS}", re.IGNORECASE),
)
TRENDS = re.compile(r"parallel[- ]trend|pre-?trend|平行趋势", re.IGNORECASE)
HOLD = re.compile(
    r"\bhold|satisf|support|pass(es|ed)?\b|confirm|valid|fulfil|not significant|insignifican|indistinguishable"
    "|满足|通过|成立|符合|不显著|支持",
    re.IGNORECASE,
)
NEVER = re.compile(
    r"\b(not|does not|cannot|fails?|violat\w*)\b (hold|satisf|support|pass|met)|violat|不满足|未通过|不成立"
)


@check(
    "E",
    "Roth, Sant'Anna, Bilinski and Poe (2023)",
    "All effects are then relative to one of the policy, and the leads cannot be tested",
    "Take the year before the policy as base",
)
def base_treated(draft: Draft) -> Iterator[tuple]:
    """An event study without a coefficient of a treated year, or a text that says that its base is one."""
    for study in event_studies(draft):
        if len(study.missing) == 1 and study.missing[0] >= 0:
            what = f"Year {study.missing[0]} alone has no coefficient: it is the base, and the policy is in force"
            yield _where(study), what, spots_in(draft, study.printed, study.times.values())
    for sentence in sentences(draft):
        if base_said(sentence.said) == 0:
            yield sentence.place, "The text takes the year of the policy as base", (sentence.spot,)


def _where(study: EventStudy) -> str:
    return where_in(study.printed, "", study.model.column)


@check("E", "", "A reader takes the effects for relative to another year", "Name in the text the base of the table")
def base_differs(draft: Draft) -> Iterator[tuple]:
    """A base in the text that has a coefficient in every event study."""
    studies = [study for study in event_studies(draft) if study.missing]
    for sentence in sentences(draft) if studies else ():
        base = base_said(sentence.said)
        if all(base in study.times and base not in study.missing for study in studies):
            other = f"{studies[0].printed.table.place} has no coefficient of year {studies[0].missing[0]}"
            yield sentence.place, f"The text takes year {base} as base; {other}", (sentence.spot,)


@check("N", "", "Effects of an event study are relative to its base", "Say in a note which year it is")
def base_unsaid(draft: Draft) -> Iterator[tuple]:
    studies = event_studies(draft)
    said = any(base_said(sentence.said) is not None for sentence in sentences(draft))
    for study in studies if not said else ():
        if not study.missing and not any(base_said(note + " event") is not None for note in study.printed.table.notes):
            yield _where(study), "Every year of the window has a coefficient, and no base is named", ()


@check(
    "W",
    "",
    "There are no observations of such a year: it is of another sample, or bins several years",
    "Print the years that the data have, and say which are binned",
)
def window_beyond_data(draft: Draft) -> Iterator[tuple]:
    """Years since the policy that the years of the data and of the policy in the text do not allow."""
    sample, starts = _years(draft)
    if not sample or not starts:
        return
    earliest, latest = sample[0] - max(starts), sample[1] - min(starts)
    for study in event_studies(draft):
        beyond = [k for k in study.times if not earliest <= k <= latest]
        if beyond:
            listed = ", ".join(map(str, sorted(beyond)))
            said = f"data of {sample[0]}-{sample[1]} and a policy since {min(starts)} reach from {earliest} to {latest}"
            spots = spots_in(draft, study.printed, [study.times[k] for k in beyond])
            yield _where(study), f"k = {listed} is printed; {said}", spots


@check(
    "W", "", "Text and table are then of different event studies", "Print every year of the window, or mend the text"
)
def window_differs(draft: Draft) -> Iterator[tuple]:
    """A window in the text with an end that no event study in a table has."""
    windows = {(min(study.times), max(study.times)) for study in event_studies(draft)}
    for sentence in sentences(draft) if windows else ():
        if not (found := next(filter(None, (one.search(sentence.said) for one in WINDOWS)), None)):
            continue
        low, high = -int(found["low"]), int(found["high"])
        if low not in {low for low, _ in windows} or high not in {high for _, high in windows}:
            printed = " and ".join(f"{low} to {high}" for low, high in sorted(windows))
            yield sentence.place, f"The text has years {low} to {high}, tables have {printed}", (sentence.spot,)


@check("W", "", "A reader takes it for the effect of another year", "Name the year that the table has it of")
def year_differs(draft: Draft) -> Iterator[tuple]:
    """Estimates in the text that event studies have of one year, and that are said of another. The first year may be
    that of the policy, so that 第5年 may be year 4."""
    studies = event_studies(draft)
    for said in draft.statements if studies else ():
        if said.kind != "estimate" or not said.number:
            continue
        before = part_before(draft, said)
        year = year_said(before, part_behind(draft, said))
        own = [(k, study) for study in studies for k, one in study.times.items() if _is(said, one)]
        years = {k for k, _ in own}
        if year is not None and len(years) == 1 and not years & {year, year - ("第" in before)}:
            ((k, study), *_) = own
            what = f"The text has {said.number.text} for year {year}; {_where(study)} has it for year {k}"
            yield place_of(draft, said), what, (spot_of(draft, said), *spots_in(draft, study.printed, [study.times[k]]))


def _is(said: Statement, one: Coefficient) -> bool:
    """Whether a text may quote a coefficient: to as many digits."""
    return said.number.decimals == one.estimate.number.decimals and agree(said.number, one.estimate.number)


def _years(draft: Draft) -> tuple[tuple[int, int] | None, set[int]]:
    """First and last year of the data, as the text has them most, and years that may be the first of a policy."""
    texts = [text.text for text in draft.manuscript.texts]
    spans = Counter((int(a), int(b)) for text in texts for a, b in SPAN.findall(text) if int(a) < int(b))
    if not spans:
        return None, set()
    sample = spans.most_common(1)[0][0]
    policy = [sentence.said for sentence in sentences(draft) if POLICY.search(sentence.said)]
    years = {int(year) for one in policy for year in chain.from_iterable(FIRST.findall(SPAN.sub(" ", one))) if year}
    years |= {int(found["year"] or found["zh_year"] or 0) for one in policy for found in JOINED.finditer(one)}
    return sample, {year for year in years if sample[0] < year <= sample[1]}


@check("W", "", "Leads that differ from zero speak against parallel trends", "Report their joint test")
def leads_significant(draft: Draft) -> Iterator[tuple]:
    """Leads with stars in an event study whose parallel trends the text says to hold."""
    claims = [one for one in sentences(draft) if TRENDS.search(one.said) and HOLD.search(one.said)]
    claims = [one for one in claims if not NEVER.search(one.said)]
    for study in event_studies(draft) if claims else ():
        if starred := [one for one in study.leads if one.stars]:
            printed = ", ".join(f"{one.term} {one.estimate.number.text}{one.stars}" for one in starred)
            what = f"The text says that trends are parallel; {_where(study)} has {printed}"
            yield claims[0].place, what, (claims[0].spot, *spots_in(draft, study.printed, starred))
