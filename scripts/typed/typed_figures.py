"""Event studies and placebo tests that a manuscript shows as figures: what its captions and sentences say of them."""

import math
import re
from collections.abc import Iterator

from prose.whole_numbers import BELOW_HUNDRED, FIGURES
from referee.findings import Draft
from report.fitted import Fitted
from report.paper import FIT, PLACEBO, ROW
from typed.typed_lists import roster_of
from typed.typed_paper import Paper, models_of
from typed.typed_phrases import (
    AT,
    BASE,
    BASE_TIME,
    BEFORE,
    BINNED,
    CLAUSE,
    DRAWS,
    EVENT,
    EVENT_ROW,
    JOINT,
    P_GIVEN,
    PLACEBO_TEST,
    SHARE_OF_DRAWS,
    SPREAD_OF_DRAWS,
    WINDOW,
)
from typed.typed_texts import figure_named, sentences, where
from typed.typed_words import Words

IN_WORDS = BELOW_HUNDRED | FIGURES


def event_studies(draft: Draft, paper: Paper, words: Words) -> Iterator[Fitted]:
    """An event study whose window and base a caption or a sentence gives; tables of event studies are columns."""
    if any(
        len([one for one in model.coefficients if EVENT_ROW.fullmatch(one.term)]) > 2 for _, model in models_of(draft)
    ):
        return
    about = [(block, sentence) for block, sentence in sentences(draft) if EVENT.search(sentence)]
    windows = [(block, window) for block, sentence in about if (window := window_of(sentence))]
    bases = {base for _, sentence in about if (base := base_of(sentence)) is not None}
    if not windows or len({window for _, window in windows}) > 1 or len(bases) > 1 or not paper.policy:
        return
    block, (first, last) = windows[0]
    place = next((name for _, sentence in about if (name := _figure(sentence))), where(draft, block))
    address = words.address(place, "event study")
    words.places[address] = place
    binned = any(BINNED.search(sentence) for _, sentence in about)
    policy = words.name(paper.policy)
    cohorts = {year: len(units) for year, units in roster_of(draft)[1]}
    facts = FIT | {
        "name": "event study",
        "estimator": "event_study",
        "policy": policy,
        "cohorts": cohorts or None,
        "n_clusters": paper.clusters,
    }
    facts["tests"] = {"leads": {"p_value": 1.0}} if any(JOINT.search(sentence) for _, sentence in about) else None
    rows = [
        ROW
        | {"table": place, "column": "event study", "term": f"{policy}::{k}", "k": k, "base": k in bases}
        | {"binned": binned and k in (first, last), "rows": None if cohorts and paper.years else 1}
        for k in range(first, last + 1)
    ]
    yield Fitted(place, facts, rows)


def _figure(sentence: str) -> str:
    return figure_named(sentence) or next(iter(re.findall(r"Figure\s+\d+|图\s*\d+", sentence)), "")


def window_of(sentence: str) -> tuple[int, int] | None:
    """``(-5, 5)`` of "from -5 to +5" and of "five years before to five years after"."""
    if not (found := WINDOW.search(sentence)):
        return None
    if found["first"]:
        return _time(found["first"]), _time(found["last"])
    before, after = (IN_WORDS.get(found[name] or "", found[name]) for name in ("before", "after"))
    if before is None:
        before, after = (IN_WORDS.get(found[name] or "", found[name]) for name in ("before_zh", "after_zh"))
    return (-int(before), int(after)) if str(before).isdigit() and str(after).isdigit() else None


def base_of(sentence: str) -> int | None:
    """The base period that a sentence names, by its number or in words."""
    if not (base := BASE.search(sentence)):
        return None
    near = CLAUSE.split(sentence[: base.start()])[-1] + base.group() + CLAUSE.split(sentence[base.end() :])[0]
    if found := BASE_TIME.search(near):
        return _time(next(one for one in found.groups() if one))
    if BEFORE.search(near):
        return -1
    return 0 if AT.search(near) else None


def _time(text: str) -> int:
    return int(re.sub(r"\s", "", text).replace("−", "-").replace("–", "-"))


def placebos(draft: Draft, effect: float | None) -> dict[str, dict]:
    """A placebo test with draws; its p-value if a paragraph or caption about it, or the one behind, has one."""
    about = [(block, sentence) for block, sentence in sentences(draft) if PLACEBO_TEST.search(sentence)]
    drawn = [(block, sentence) for block, sentence in about if DRAWS.search(sentence)]
    if not drawn:
        return {}
    near = {at for block, _ in about for at in (block, block + 1)}
    value = _p_said(" ".join(sentence for block, sentence in sentences(draft) if block in near))
    place = next((name for _, sentence in about if (name := _figure(sentence))), where(draft, drawn[0][0]))
    tested = {"observed": {"estimate": effect or 0.0}, "p_coefficient": value, "p_statistic": value}
    return {place: PLACEBO | tested}


def _p_said(text: str) -> float | None:
    """The p-value of a placebo test; not a number where the text has instead the share of draws beyond the estimate, or
    their standard deviation."""
    if given := P_GIVEN.search(text):
        return float(given["p"])
    return math.nan if SHARE_OF_DRAWS.search(text) or SPREAD_OF_DRAWS.search(text) else None
