"""The referee on waves of treatment: how many joined in each, in some of them, and in all."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from printed.places import WORDS
from prose.phrases import ORDINALS
from prose.whole_numbers import COUNT, FIGURES, OF, UNITS, counts_in, value_of
from prose.whole_numbers import YEAR as AT_YEAR
from referee.check_sums import REST
from referee.findings import Draft, Found, check
from referee.texts import Sentence, sentences

YEAR = AT_YEAR.pattern
FIGURE = "[一二三四五六七八九十]"
JOINED = re.compile(  # "24 in 2010", "2010年24个", "第二批21个(2017年)"
    rf"\b(?P<many>{COUNT})(?: (?!in\b)[a-z-]+){{0,3}} in (?P<year>{YEAR})\b"
    rf"|(?P<zh_year>{YEAR})年[^\d，。；、,]{{0,6}}?(?P<zh>{COUNT})\s*[{OF}]"
    rf"|(?:第{FIGURE}|首)批[^\d，。；、,]{{0,4}}(?P<wave>{COUNT})\s*[{OF}][^，。；、,(（]{{0,6}}(?:[(（](?P<began>{YEAR})年?[)）])?",
    WORDS,
)
WAVES = "(?:wave|batch|cohort|round|phase)(?:e?s)?"
HOW_MANY = "two|three|four|five|six"
ALL = re.compile(  # "74 towns introduced it in three waves", "三批共50个城市"
    rf"\b(?P<many>{COUNT})(?: of (?:the )?{COUNT})?(?:(?! in )[^.;,\d])*,? in (?P<waves>{HOW_MANY}) {WAVES}\b"
    rf"|(?P<zh_waves>[两二三四五六])批[^，,。；\d]{{0,4}}[，,]?[共合总]计?[^\d，,。；]{{0,4}}(?P<zh>{COUNT})\s*[{OF}]",
    WORDS,
)
ORDINAL = "|".join(name for name in ORDINALS if name.isascii())
OF_ONE = re.compile(  # "the 38 counties of 2009", "2018年试点的31个城市"
    rf"\bthe (?P<many>{COUNT}) [a-z]+ (?:of|from) (?P<year>{YEAR})\b(?!,? and|[-–]| to )"
    rf"|(?<![和、及至—–-])(?P<zh_year>{YEAR})年[^\d，。；、,]{{0,4}}的(?P<zh>{COUNT})\s*[{OF}]",
    WORDS,
)
SOME = re.compile(  # "55 towns of 2010 and 2012", "the 32 districts of the first two waves", "第一、二批共54个县"
    rf"\b(?P<many>{COUNT}) (?:[a-z-]+ ){{1,3}}(?:of|from|in) "
    rf"(?:(?P<years>{YEAR}(?:, {YEAR})*,? and {YEAR})\b|the (?P<end>first|last) (?P<waves>{HOW_MANY}) {WAVES}\b"
    rf"|the (?P<order>(?:{ORDINAL})(?:(?:,? and|,) (?:{ORDINAL}))+) {WAVES}\b)"
    rf"|(?:(?P<zh_end>[前后])(?P<zh_waves>[两二三四五])|第(?P<each>{FIGURE}(?:[、和及]第?{FIGURE})+))批[^，,。；\d]{{0,4}}(?P<zh>{COUNT})\s*[{OF}]"
    rf"|(?P<zh_years>{YEAR}(?:、{YEAR})*[和及]{YEAR})年[^，,。；\d]{{0,4}}的(?P<then>{COUNT})\s*[{OF}]",
    WORDS,
)
SURVEYED = re.compile(r"survey|interview|respond|调查|访谈|问卷", WORDS)
LEAST = 2  # waves, and units of each


@dataclass(frozen=True)
class Roster:
    """How many units joined in each wave; years : those of the waves, empty where the text has none."""

    said: Sentence
    counts: tuple[int, ...]
    years: tuple[str, ...]


@check("W", "", "One of the waves, or all of them, are then counted wrongly", "Count the units of each wave again")
def waves_sum(draft: Draft) -> Found:
    """Units of some or of all waves that are not the sum of those that the text has of each wave."""
    roster = _roster(draft)
    if not roster:
        return
    parts = " + ".join(f"{one:,}" for one in roster.counts)
    told = [(one, *pair) for one in sentences(draft) for pair in _told(one.said, roster)]
    for one, said, summed in told:
        if said != summed:
            of_all = summed == sum(roster.counts)
            which = f"{'all' if of_all else 'some'} waves, and {summed:,} by" if summed else "a year that is none of"
            what = f"The text has {said:,} units of {which} {parts} in {roster.said.place}"
            yield one.place, what, (one.spot, roster.said.spot)
    known = {count for text in draft.manuscript.texts for count in counts_in(text.text)}
    rests = [found for one in sentences(draft) for found in REST.finditer(one.said)]
    with_rest = {sum(roster.counts) + value_of(next(filter(None, found.groups()))) for found in rests}
    if not told and sum(roster.counts) not in known and not with_rest & known:
        yield roster.said.place, f"{parts} is {sum(roster.counts):,}, which the text has nowhere", (roster.said.spot,)


def _roster(draft: Draft) -> Roster | None:
    """The first sentence that counts each of as many waves as the manuscript has."""
    waves = {int(one.number.value) for one in draft.statements if one.kind == "cohorts" and one.number}
    for one in sentences(draft):
        found = list(JOINED.finditer(one.said))
        years = tuple(year for each in found if (year := each["year"] or each["zh_year"] or each["began"]))
        counts = tuple(value_of(each["many"] or each["zh"] or each["wave"]) for each in found)
        ordered = list(years) == sorted(set(years)) and len(years) in (0, len(found))
        if SURVEYED.search(one.said):
            continue
        if len(found) >= LEAST and len(found) in waves and ordered and min(counts) >= LEAST:
            return Roster(one, counts, years)
    return None


def _told(sentence: str, roster: Roster) -> Iterator[tuple[int, int]]:
    """What a sentence has of some or of all waves, with the sum of these; 0 of the units of a wave in another year."""
    for found in ALL.finditer(sentence):
        waves = UNITS.get((found["waves"] or "").lower()) or FIGURES.get(found["zh_waves"])
        if waves == len(roster.counts):
            yield value_of(found["many"] or found["zh"]), sum(roster.counts)
    for found in OF_ONE.finditer(sentence):
        year, said = found["year"] or found["zh_year"], value_of(found["many"] or found["zh"])
        if said in roster.counts and roster.years and year not in roster.years:
            yield said, 0
        elif year in roster.years:
            yield said, roster.counts[roster.years.index(year)]
    for found in SOME.finditer(sentence):
        if own := _chosen(found, roster):
            yield value_of(found["many"] or found["zh"] or found["then"]), sum(own)


def _chosen(found: re.Match, roster: Roster) -> list[int]:
    """The counts of the waves that are named, by their years, their order or from one end; none if one is unknown."""
    if years := re.findall(YEAR, found["years"] or found["zh_years"] or ""):
        return [roster.counts[roster.years.index(year)] for year in years] if set(years) <= set(roster.years) else []
    if found["order"]:
        order = [int(ORDINALS[name.lower()]) for name in re.findall(ORDINAL, found["order"], re.IGNORECASE)]
        return [roster.counts[at - 1] for at in order] if max(order) <= len(roster.counts) else []
    if found["each"]:
        each = [FIGURES[figure] for figure in re.findall(FIGURE, found["each"])]
        return [roster.counts[at - 1] for at in each] if max(each) <= len(roster.counts) else []
    waves = UNITS.get((found["waves"] or "").lower()) or FIGURES[found["zh_waves"]]
    first = (found["end"] or found["zh_end"]).lower() in ("first", "前")
    return list(roster.counts[:waves] if first else roster.counts[-waves:])
