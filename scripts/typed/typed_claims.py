"""What sentences, notes and headings claim beside coefficients, as the checks of results read claims."""

import re
from collections.abc import Iterator

from printed.printed_tables import Effects, Other, Regressions
from prose.phrases import POLICY, SPAN, WORDS
from referee.findings import Draft
from report.claims import Claim
from typed.typed_columns import address_of, estimator_of, headed
from typed.typed_names import names
from typed.typed_paper import Paper, models_of
from typed.typed_phrases import (
    ALL_AT,
    ANNOUNCED,
    BRACKETED,
    CHANNEL,
    CLASSES,
    ELSEWHERE,
    INDEX,
    INDIRECT,
    ITEM,
    MATRICES,
    MEAN_IN,
    OF_A_PART,
    OPEN_LIST,
    P_BELOW,
    STOCK_YOGO,
    THROUGH,
    WEIGHTED,
    WEIGHTS_GIVEN,
)
from typed.typed_roles import matrices, roles
from typed.typed_texts import sentences, where
from typed.typed_words import Words, listed


def claims_of(draft: Draft, paper: Paper, words: Words) -> Iterator[Claim]:
    yield from _legends(draft)
    yield from _headers(draft, paper, words)
    yield from _cohorts(draft, paper, words)
    yield from _growth(draft, words)
    yield from _ranges(draft)
    yield from _matrices_claimed(draft)
    yield from names(draft)
    yield from mediation(draft)
    yield from roles(draft)
    yield from matrices(draft)
    for block, sentence in sentences(draft):
        place = where(draft, block)
        yield from _classes(place, sentence)
        yield from announced(place, sentence)
        yield from _index(place, sentence)


def _legends(draft: Draft) -> Iterator[Claim]:
    """Legends, if some star has two meanings in them."""
    legends = {
        one.table.place: one.legend for one in draft.tables if isinstance(one, Regressions | Effects) and one.legend
    }
    levels: dict[str, set[float]] = {}
    for legend in legends.values():
        for star, level in legend.items():
            levels.setdefault(star, set()).add(level)
    if any(len(own) > 1 for own in levels.values()):
        for place, legend in legends.items():
            said = ", ".join(f"{star} {100 * level:g}" for star, level in sorted(legend.items()))
            yield Claim(place, "legend", "", f"{said} %", "")


def _headers(draft: Draft, paper: Paper, words: Words) -> Iterator[Claim]:
    """Outcomes that head first stages, and critical values beside first-stage F."""
    for printed, model in models_of(draft):
        address = address_of(words, printed, model)
        if estimator_of(model) == "first_stage" and headed(paper, model) and paper.policy:
            yield Claim(address, "header", "", words.name(headed(paper, model)), "")
        if "critical_value" in model.statistics:
            yield Claim(address, "critical_value", "kp_f", model.statistics["critical_value"].number.text, "")
        elif "first_stage_f" in model.statistics and (found := STOCK_YOGO.search(" ".join(printed.table.notes))):
            yield Claim(address, "critical_value", "kp_f", found["value"] or found["zh"], "")


def _cohorts(draft: Draft, paper: Paper, words: Words) -> Iterator[Claim]:
    for one in draft.statements:
        if one.kind == "cohorts" and one.number and paper.policy:
            yield Claim(where(draft, one.block), "cohorts", words.name(paper.policy), f"{one.number.value:g}", "")


def _growth(draft: Draft, words: Words) -> Iterator[Claim]:
    """Means of two years with the growth that the same sentence, or the next, has of them."""
    last: tuple[str, int, int] | None = None
    for one in draft.statements:
        if one.kind == "mean" and one.number and (pair := means_of_two_years(one.sentence)):
            (first, low), (second, high) = pair
            name = words.name(f"the mean of {one.term}" if one.term else "the mean")
            if last != (name, first, second):
                place = where(draft, one.block)
                yield Claim(place, "mean", f"{name}::{first}", low, "")
                yield Claim(place, "mean", f"{name}::{second}", high, "")
            last = (name, first, second)
        if one.kind in ("growth", "change") and one.number and last:
            name, first, second = last
            yield Claim(
                where(draft, one.block),
                one.kind,
                f"{name}::{first}::{second}",
                re.sub(r"[\s%％]", "", one.number.text),
                "",
            )


def means_of_two_years(sentence: str) -> list[tuple[int, str]]:
    """Years and means of "from 0.27 in 2003 to 0.39 in 2017"; nothing if there are more than two."""
    found = [
        (int(one["year"] or one["year_zh"]), one["value"] or one["value_zh"]) for one in MEAN_IN.finditer(sentence)
    ]
    return (
        found if len(found) == 2 and found[0][0] < found[1][0] and all(float(value) > 0 for _, value in found) else []
    )


def _ranges(draft: Draft) -> Iterator[Claim]:
    """The range of Moran's I, and bounds of its p-values, of the only table that has it."""
    tables = [
        one.table.place
        for one in draft.tables
        if isinstance(one, Other) and any(at.meaning == "moran_i" for at in one.numbers)
    ]
    for block, sentence in sentences(draft) if len(tables) == 1 else ():
        if not re.search("Moran|莫兰", sentence) or OF_A_PART.search(sentence) or SPAN.search(sentence):
            continue
        own = [one for one in draft.statements if one.block == block and one.sentence == sentence and one.number]
        ends = {one.kind: one.number.text for one in own if one.kind in ("minimum", "maximum")}
        if len(ends) == 2:
            yield Claim(tables[0], "range", "moran_i", f"[{ends['minimum']}, {ends['maximum']}]", "")
        bound, level = P_BELOW.search(sentence), ALL_AT.search(sentence)
        if found := bound or level:
            value = float(found[1] or found[2]) / (1 if bound else 100)
            yield Claim(tables[0], "range", "p_normal", f"[0, {value:g})", "")


def _matrices_claimed(draft: Draft) -> Iterator[Claim]:
    """Direct and indirect effects that are claimed for more matrices than the only table of effects has."""
    tables = [one for one in draft.tables if isinstance(one, Effects)]
    for _, sentence in sentences(draft) if len(tables) == 1 else ():
        effect = re.search(r"\b(indirect|direct|total)\b|(间接|直接|总)效应|spillover", sentence, re.IGNORECASE)
        found = MATRICES.search(sentence)
        if found and effect and not ELSEWHERE.search(sentence):
            said = (
                effect[1] or {"间接": "indirect", "直接": "direct", "总": "total"}.get(effect[2] or "", "indirect")
            ).lower()
            number = _counted(found["number"] or found["zh"])
            if len(tables[0].effects) < number:
                yield Claim(tables[0].table.place, "columns", said, str(number), "")


def _counted(word: str) -> int:
    return int(word) if word.isdigit() else WORDS[word.lower()]


def _classes(place: str, sentence: str) -> Iterator[Claim]:
    found = [one for one in BRACKETED.finditer(sentence) if one["low"] or one["high"]]
    if len(found) < 2 or not CLASSES.search(sentence):
        return
    for at, one in enumerate(found):
        high = one["high"] if one["high"] and "∞" not in one["high"] else ""
        opening, closing = ("[" if one["open"] == "[" else "("), ("]" if one["close"] == "]" else ")")
        yield Claim(place, "class", str(at), f"{opening}{one['low'] or ''}, {high}{closing}", "")


def announced(place: str, sentence: str) -> Iterator[Claim]:
    """ "Nine spatial lags: LM, LS, ...": how many are announced, and each that is listed."""
    for found in ANNOUNCED.finditer(sentence):
        items = [
            item.strip()
            for item in re.split(r",(?!\d{3}\b)\s*(?:and\s+)?|\s+and\s+(?=[^,]*$)", found["items"])
            if item.strip()
        ]
        if len(items) < 2 or OPEN_LIST.search(found["items"]) or not all(ITEM.fullmatch(item) for item in items):
            continue
        what = found["what"].strip()
        yield Claim(place, "announced", what, str(_counted(found["number"])), "")
        yield from (Claim(place, "listed", what, item, "") for item in items)


def _index(place: str, sentence: str) -> Iterator[Claim]:
    """An index that is said to be weighted, and not how."""
    found = INDEX.search(sentence)
    if found and WEIGHTED.search(sentence) and not WEIGHTS_GIVEN.search(sentence):
        yield Claim(place, "index", found["en"] or found["zh"], "", "")


def mediation(draft: Draft) -> Iterator[Claim]:
    """Channels through which an effect is said to go, in a manuscript that estimates no indirect effect of one."""
    tables = [
        f"{one.caption} {' '.join(cell.text for row in one.rows for cell in row)}" for one in draft.manuscript.tables
    ]
    if any(
        INDIRECT.search(text) and re.search(r"\bmediat|channel|mechanism|中介|机制|sobel", text, re.IGNORECASE)
        for text in tables
    ):
        return
    for block, sentence in sentences(draft):
        if CHANNEL.search(sentence) and POLICY.search(sentence) and (found := THROUGH.search(sentence)):
            for item in listed(found["items"] or found["zh"]):
                yield Claim(where(draft, block), "mediation", re.sub(r"^(?:the|its)\s+", "", item), "", "")
