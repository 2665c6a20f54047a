"""The referee on what sentences say of whole tables of spatial results: ranges, all years, all matrices."""

import re
from collections.abc import Iterator

from papers.numerals import MINUS, Number, number_of
from printed.printed_tables import Effects, Numbered, Other, Printed, Regressions
from referee.findings import Draft, Found, check
from referee.matching import NUMBERED, column_numbers, same_number
from referee.pointing import spots_in
from referee.texts import Sentence, sentences

NUMBER = rf"[{MINUS}]?\d*\.?\d+"
MORAN = re.compile(r"moran|莫兰", re.IGNORECASE)
RANGE = re.compile(
    rf"(?:between|from|rang\w+(?: from| between)?|within)\s+({NUMBER})\s+(?:and|to)\s+({NUMBER})"
    rf"|[在介于]\s*({NUMBER})\s*[和与到至~～—–-]+\s*({NUMBER})\s*之间",
    re.IGNORECASE,
)
ALL_AT = re.compile(
    r"\b(?:all|every|each|always|throughout)\b[^.;]*\bsignifican\w*[^.;]*?(\d+)\s?(?:%|per ?cent)"
    r"|\bsignifican\w*[^.;]*?(\d+)\s?(?:%|per ?cent)[^.;]*\b(?:all|every|each)\b"
    r"|(?<![平人户地年])[均都](?![值衡匀市])[^。；]*?(\d+)\s?[%％][^。；]*?显著",
    re.IGNORECASE,
)
LIMITS = re.compile(r"\bnot\b|except|but\b|most|除|不|但", re.IGNORECASE)
COUNT = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6}
MATRICES = re.compile(
    r"\b(two|three|four|five|six|[2-6])\s+(?:\w+\s+){0,3}?(?:matrices|weights matrices)"
    r"|([两三四五六2-6])[种个类][^，。；]{0,8}矩阵",
    re.IGNORECASE,
)
SPATIAL = re.compile(r"\bw\b|rho|ρ|spatial|durbin|direct|空间|直接", re.IGNORECASE)


@check("E", "", "The claim is broader than the table", "Name the range of the table, or the rows that are meant")
def moran_range(draft: Draft) -> Found:
    """A range of Moran's I that values of the table leave, by whichever matrix."""
    for sentence, printed in _on_moran(draft):
        found = RANGE.search(sentence.said)
        ends = [number_of(end) for end in found.groups() if end] if found else []
        groups = _groups(printed, "moran_i")
        if len(ends) != 2 or not groups or any(_are_within(group, *ends) for group in groups):
            continue
        values = sorted(groups[0], key=lambda at: at.number.value)
        what = f"The text has Moran's I in {ends[0].text} to {ends[1].text}; "
        what += f"{printed.table.place} has {values[0].number.text} to {values[-1].number.text}"
        beyond = [at for at in values if not _are_within([at], *ends)]
        yield sentence.place, what, (sentence.spot, *spots_in(draft, printed, beyond))


@check("E", "", "The claim is broader than the table", "Name the rows of which it is true")
def moran_level(draft: Draft) -> Found:
    """ "All at the 1 % level" of Moran's I with larger p-values, by whichever matrix."""
    for sentence, printed in _on_moran(draft):
        found = ALL_AT.search(sentence.said)
        groups = _groups(printed, "p_value")
        if not found or LIMITS.search(sentence.said) or not groups:
            continue
        level = int(next(filter(None, found.groups()))) / 100
        if all(any(at.number.range[0] > level for at in group) for group in groups):
            worst = max(groups[0], key=lambda at: at.number.value)
            what = f"The text calls all Moran's I significant at {100 * level:g} %"
            yield (
                sentence.place,
                f"{what}; {printed.table.place} has p = {worst.number.text}",
                (sentence.spot, *spots_in(draft, printed, [worst])),
            )


def _on_moran(draft: Draft) -> Iterator[tuple[Sentence, Other]]:
    """Sentences on Moran's I with the table that they name, or the only one that there is."""
    tables = [
        one for one in draft.tables if isinstance(one, Other) and any(at.meaning == "moran_i" for at in one.numbers)
    ]
    for sentence in sentences(draft):
        if MORAN.search(sentence.said):
            numbers = NUMBERED.findall(sentence.said)
            named = [one for one in tables if any(_is_numbered(one, number) for number in numbers)]
            chosen = tables if not numbers else named
            if len(chosen) == 1:
                yield sentence, chosen[0]


def _is_numbered(printed: Printed, number: str) -> bool:
    found = NUMBERED.search(printed.table.place)
    return bool(found) and same_number(found[1], number)


def _groups(printed: Other, meaning: str) -> list[list[Numbered]]:
    """All numbers of a meaning, and those of each column."""
    own = [at for at in printed.numbers if at.meaning == meaning]
    columns = [[at for at in own if at.column == column] for column in sorted({at.column for at in own})]
    return [own, *columns] if own else []


def _are_within(group: list[Numbered], low: Number, high: Number) -> bool:
    return all(at.number.range[1] >= low.range[0] and at.number.range[0] <= high.range[1] for at in group)


@check("W", "", "The claim is broader than what was estimated", "Print a column for each matrix, or claim less")
def matrices_claimed(draft: Draft) -> Found:
    """More matrices in a sentence than the spatial table that it names has columns."""
    for sentence in sentences(draft):
        found = MATRICES.search(sentence.said)
        numbers = NUMBERED.findall(sentence.said)
        if not found or len(numbers) != 1:
            continue
        named = [
            one for one in draft.tables if isinstance(one, Effects | Regressions) and _is_numbered(one, numbers[0])
        ]
        said = next(filter(None, found.groups())).lower()
        claimed = COUNT.get(said) or int(said)
        columns = sum(len(column_numbers(one)) for one in named)
        if named and columns < claimed and SPATIAL.search(named[0].table.caption):
            what = f"The text speaks of {claimed} matrices, and {named[0].table.place} has {columns} columns"
            yield sentence.place, what, (sentence.spot,)
