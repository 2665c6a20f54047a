"""What the sentences of a manuscript, English or Chinese, claim with numbers: coefficients, samples, means, growth.

A number that is certainly no result (a year, the number of a table, a citation) is left out; one that is a result of a
kind that nobody knows is ``other``.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from papers.document import Manuscript, Text
from papers.numerals import Number
from papers.sentence_ends import sentences_of
from prose.cues import clause_before, joined, labels_in, nearest_cue, speaking
from prose.phrases import (
    AND_THEN,
    BEHIND_MOVED,
    BY,
    CAUSE,
    CHANGED,
    CLAIMS,
    FROM,
    IT,
    IT_IS,
    LEGEND,
    MOVED,
    NEVER,
    NEXT,
    OF_OTHERS,
    OF_THAT,
    OWN_PLACE,
    RAISES,
    RELATIVE,
    SIGNED,
    TO,
)
from prose.quantities import Claim, quantities
from prose.references import Reference, columns_named, meant_behind, nearest, tables_named
from prose.significance import levels_of, with_levels, with_levels_behind
from prose.statements import Statement
from prose.terms import term_before, term_of

OF_ONE = (
    "std_error",
    "statistic",
    "p_value",
    "conf_low",
    "conf_high",
)  # kinds of what stands beside an estimate

CLOSED = re.compile(r"[\s)）\].。]*")
MOMENTS = ("mean", "sd", "minimum", "maximum")
NAMELESS = re.compile(
    r"((?:the )?mean|average|standard deviation|std\.? ?dev\.?|s\.?d\.?|values?|observations?"
    r"|extend|range|reach|span|vary|lie|run|均值|标准差|最[小大低高]值?|取值|[和与及、\s]+)?",
    re.IGNORECASE,
)

OF_SAMPLE = ("mean", "sd", "minimum", "maximum", "share", "units", "years", "treated", "cohorts", "growth", "change")


def statements(manuscript: Manuscript, names: Iterable[str] = ()) -> list[Statement]:
    """All claims of all texts but headings and bibliographies, in their order; `names` are those of variables, whose
    words are no words on numbers."""
    found: list[Statement] = []
    texts = [text.text for text in manuscript.blocks if isinstance(text, Text)]
    symbols = {name.strip() for name in names}
    variables = speaking(symbols.union(*(labels_in(text, symbols) for text in texts)))
    for block, text in enumerate(manuscript.blocks):
        if isinstance(text, Text) and text.is_prose:
            found += _of_text(block, text.text, variables)
    return found


def _of_text(block: int, text: str, variables: re.Pattern | None) -> Iterator[Statement]:
    """Those of a paragraph. A sentence without a table is about the one that was named before it, and one without a
    column about that of the sentence before it, if that one claims nothing itself, as "Column (4) adds controls"."""
    table = column = ""
    said: Statement | None = None
    before: list[Statement] = []
    told = 0
    for start, sentence in sentences_of(text):
        tables, columns = tables_named(sentence), columns_named(sentence)
        if meant := meant_behind(tables, sentence):
            table, column = _single(meant), ""
        if meant := meant_behind(columns, sentence):
            column = _single(meant)
        claims = claims_of(sentence, tables, columns, said, bool(table), variables)
        yield from with_levels_behind(before, sentence)
        if told and OF_THAT.match(sentence):
            claims = [replace(one, sign=one.sign or told) if one.kind == "estimate" else one for one in claims]
        told = 0 if claims or OF_OTHERS.search(sentence) else _told(sentence)
        said = next((one for one in reversed(claims) if one.kind in ("estimate", *MOMENTS)), _announced(sentence))
        before = []
        for one in claims:
            placed = one.number and replace(one.number, start=one.number.start + start, end=one.number.end + start)
            one = replace(one, block=block, number=placed)
            if (not tables or one.kind == "level") and not RELATIVE.search(sentence):
                one = replace(one, table=table)
            if (not columns or one.kind == "level") and one.kind not in OF_SAMPLE and not RELATIVE.search(sentence):
                one = replace(one, column=column)
            before.append(one)
        column = "" if claims else column
    yield from before


def _announced(sentence: str) -> Statement | None:
    """The estimate that a sentence speaks of and leaves to the next to say."""
    return (
        Statement("estimate", 0, sentence, term=term_before(sentence)) if nearest_cue(sentence) == "estimate" else None
    )


def _single(references: list[Reference]) -> str:
    labels = {label for one in references for label in one.labels}
    return labels.pop() if len(labels) == 1 else ""


def claims_of(
    sentence: str,
    tables: list[Reference],
    columns: list[Reference],
    said: Statement | None = None,
    of_table: bool = False,
    variables: re.Pattern | None = None,
) -> list[Statement]:
    """The claims of a sentence; `block` and places in the block are not known yet.

    said : the estimate or the moment of the sentence before, which "it" in this one is about
    of_table : whether a sentence before names a table; variables : names that are no words on numbers
    """
    if LEGEND.search(sentence) or not CLAIMS.search(sentence):
        return []
    levels = levels_of(sentence)
    plain = variables.sub(lambda name: "x" * len(name[0]), sentence) if variables else sentence
    claims = quantities(plain, [span for level in levels for span in level.spans])
    found: list[Statement] = []
    for claim in claims:
        one = _beside(found, _statement(sentence, claim, claims, tables, columns))
        one = replace(one, sign=_sign(plain, claim.number)) if one.kind == "estimate" else one
        found.append(_of_it(one, said) if said else one)
    return with_levels(sentence, found, levels, bool(tables or columns or of_table))


def _statement(
    sentence: str, claim: Claim, claims: list[Claim], tables: list[Reference], columns: list[Reference]
) -> Statement:
    number = claim.number
    starts = [one.number.start for one in claims if one is not claim]
    listed = _listed(sentence, claim, claims)
    return Statement(
        kind=claim.kind,
        block=0,
        sentence=sentence,
        number=number,
        table=_label(tables, sentence, number, starts, listed) or _closing(tables, sentence, claim),
        column="" if _is_of_another_column(sentence, number) else _label(columns, sentence, number, starts, listed),
        term=term_of(sentence, number, listed),
        unit=claim.unit if claim.kind in ("estimate", "other", "share", "growth", "change", "mean") else "",
    )


def _closing(tables: list[Reference], sentence: str, claim: Claim) -> str:
    """The only table that a sentence on moments names, at its end: "... (see Table 1)"."""
    closes = claim.kind in MOMENTS and len(tables) == 1 and CLOSED.fullmatch(sentence[tables[0].end :])
    return _single(tables) if closes else ""


def _is_of_another_column(sentence: str, number: Number) -> bool:
    """Whether a number begins a change, or has a place of its own, as "and 0.0592 in services"."""
    before, behind = sentence[: number.start], sentence[number.end :]
    return bool(FROM.search(before) and TO.match(behind)) or bool(AND_THEN.search(before) and OWN_PLACE.match(behind))


def _beside(earlier: list[Statement], one: Statement) -> Statement:
    """An error, test or interval is of the estimate before it, "its standard deviation" of the variable before it."""
    if one.kind in MOMENTS and earlier and earlier[-1].kind in MOMENTS and NAMELESS.fullmatch(one.term.strip()):
        return replace(one, term=earlier[-1].term)
    estimate = next((other for other in reversed(earlier) if other.kind == "estimate"), None)
    if one.kind not in OF_ONE or not estimate:
        return one
    return replace(one, term=estimate.term, table=estimate.table, column=estimate.column)


def _of_it(one: Statement, said: Statement) -> Statement:
    """A number without a kind of "it is 0.0638" is an estimate of what the sentence before was about, a moment without
    a name of "it ranges from 0 to 1" is of the variable there."""
    spoken_of = IT.search(one.sentence) or not one.sentence.isascii()
    if one.kind in MOMENTS and said.kind in MOMENTS and not one.term.strip() and spoken_of:
        return replace(one, term=said.term)
    if one.kind != "other" or said.kind != "estimate" or one.unit or not one.number.decimals:
        return one
    return replace(one, kind="estimate", term=said.term) if IT_IS.search(one.sentence[: one.number.start]) else one


def _listed(sentence: str, claim: Claim, claims: list[Claim]) -> tuple[int, int]:
    """The place of a number in the list of numbers in which it stands, and how long that list is."""
    own = [one for one in claims if one.kind == claim.kind]
    at = own.index(claim)
    first = last = at
    while first and joined(sentence, own[first - 1].number, own[first].number):
        first -= 1
    while last + 1 < len(own) and joined(sentence, own[last].number, own[last + 1].number):
        last += 1
    return at - first, last - first + 1


def _label(
    references: list[Reference], sentence: str, number: Number, others: list[int], listed: tuple[int, int]
) -> str:
    """The table or column of a number; that at its own place, if as many are named as numbers are listed."""
    at, length = listed
    references = meant_behind(references, sentence, number.end)
    for one in references:
        if length > 1 and len(one.labels) == length:
            return one.labels[at]
    before = [one for one in references if one.end <= number.start]
    each = length > 1 and len(before) == len(references) == length and all(len(one.labels) == 1 for one in before)
    if each and not any(before[0].start < other < before[-1].end for other in others):
        return before[at].labels[0]
    behind = others if length == 1 else [other for other in others if other < number.start]
    found = nearest(references, sentence, number.start, number.end, behind)
    return found.labels[0] if found and len(found.labels) == 1 else ""


def _sign(sentence: str, number: Number) -> int:
    """The direction that the words at a number give it: of a verb with "by", else of "raises", "positive"."""
    before, behind = clause_before(sentence[: number.start]), NEXT.split(sentence[number.end :])[0]
    told = CAUSE.split(before)[-1]
    moved = list(MOVED.finditer(told)) if BY.search(told) else []
    if moved and CHANGED.search(told, moved[-1].end()):
        return 0
    if found := moved[-1] if moved else BEHIND_MOVED.match(behind) and MOVED.search(behind):
        return 0 if NEVER.search(before) else _direction(found)
    signs = {_direction(found) for found in [*SIGNED.finditer(f"{before} {behind}"), *RAISES.finditer(told)]}
    return signs.pop() if len(signs) == 1 and not NEVER.search(before) else 0


def _told(sentence: str) -> int:
    """The only direction that a sentence without numbers speaks of."""
    signs = {_direction(found) for found in [*SIGNED.finditer(sentence), *RAISES.finditer(sentence)]}
    return signs.pop() if len(signs) == 1 and not NEVER.search(sentence) else 0


def _direction(found: re.Match) -> int:
    return 1 if found["up"] or found["up_zh"] else -1
