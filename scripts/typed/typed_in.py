"""A manuscript as the checks of results read one: what it prints and says, typed into their form.

What is not surely read stays unknown, and a check that needs it is silent.
"""

import re
from collections.abc import Iterator

from papers.document import Text
from printed.printed_tables import Regressions
from referee.findings import Draft, Finding, Spot
from report.findings import Check, once
from report.findings import Finding as Found
from report.fitted import Fitted
from report.reading import Reading
from report.referee import CHECKS
from typed.typed_claims import claims_of
from typed.typed_columns import columns_of, descriptives_of, grids_of, summaries
from typed.typed_figures import event_studies, placebos
from typed.typed_leads import with_leads
from typed.typed_lists import adopters_of, declared_of, repeated_units, study_of, tables_of_indicators
from typed.typed_paper import paper_of
from typed.typed_texts import place_of, sentences
from typed.typed_words import Words

KEY = "`"  # in a remedy: a key of a study file, which a manuscript does not have
WINSORISED = re.compile(r"winsori[sz]|缩尾", re.IGNORECASE)
COUNTED = re.compile(r"\d[\d,]*\s+(?:cells|values|observations)|\d+个(?:观测值|值)")
UNKNOWN = ("claims", "panel")  # places of findings that are about files


def reading_of(draft: Draft, words: Words | None = None) -> Reading:
    """What a manuscript prints and claims, with names from `words` for its headings."""
    words = words or Words()
    paper = paper_of(draft)
    columns, leads = with_leads(draft, paper, words, columns_of(draft, paper, words))
    effect = _main_effect(columns)
    outcome = effect.facts["outcome"] if effect else ""
    study = study_of(draft, paper, words, outcome)
    descriptives = descriptives_of(draft, words)
    study.setdefault("policies", {}).update(leads)
    study["panel"] |= _winsorised(draft, descriptives)
    claims = [
        *claims_of(draft, paper, words),
        *adopters_of(draft, paper, words),
        *declared_of(draft, words),
        *repeated_units(draft),
    ]
    study["labels"] = {words.name(said): said for said in words.said}
    return Reading(
        columns=[*columns, *event_studies(draft, paper, words)],
        grids=grids_of(draft, words),
        descriptives=descriptives,
        placebos=placebos(draft, effect.effect["estimate"] if effect else None),
        study=study,
        claims=claims,
    )


def _main_effect(columns: list[Fitted]) -> Fitted | None:
    """The last column of the first table that has the effect of the policy."""
    own = [column for column in columns if column.effect]
    return next((column for column in reversed(own) if column.table == own[0].table), None)


def _winsorised(draft: Draft, descriptives: list[dict]) -> dict:
    """Variables that the text calls winsorised without saying how many values were pulled in."""
    said = [sentence for _, sentence in sentences(draft) if WINSORISED.search(sentence)]
    if not said or any(COUNTED.search(text) for text in said):
        return {}
    continuous = [row["variable"] for row in descriptives if (row["min"], row["max"]) != (0, 1)]
    return {"winsorize": {"variables": continuous}}


def existing_findings(draft: Draft) -> list[Finding]:
    """What the checks of results find in a manuscript, errors first.

    Left out are findings about files that a manuscript does not have, and remedies that name keys of a study file.
    """
    words = Words()
    reading = reading_of(draft, words)
    found = [
        Found(one.check, one.severity, one.where, one.message)
        for check in CHECKS.values()
        for one in _asked(check, reading)
    ]
    return [_placed(draft, words, one) for one in once(found) if one.where not in UNKNOWN]


def _asked(check: Check, reading: Reading) -> Iterator[Found]:
    """The findings of a check, in sentences that a reader of a manuscript understands."""
    for where, what, *own in check.find(reading):
        said = [what, check.matters, *(own or [check.remedy])]
        said = [part for sentence in said for part in re.split(r"[:;]\s(?=[^;]*`)", sentence)[:1]]
        message = " ".join(f"{part}." for part in said if part and KEY not in part)
        yield Found(check.name, check.severity, where, message)


def _placed(draft: Draft, words: Words, one: Found) -> Finding:
    where, message = _place(draft, words.back(one.where)), words.back(one.message)
    return Finding(one.check, one.severity, where, message, tuple(_spots(draft, where)))


def _place(draft: Draft, where: str) -> str:
    """The place of a finding; of one about a file the table that has what would be in it."""
    tables = {"descriptives": summaries(draft), "efficiency": tables_of_indicators(draft)}.get(where)
    return ", ".join(dict.fromkeys(table.place for table in tables)) or where if tables is not None else where


def _spots(draft: Draft, where: str) -> Iterator[Spot]:
    """The texts and tables that a place names; of columns their first coefficients."""
    printed = {one.table.place: one for one in draft.tables if isinstance(one, Regressions)}
    for block, one in enumerate(draft.manuscript.blocks):
        place = place_of(draft, block) if isinstance(one, Text) else one.place
        if not re.search(rf"(?<!\w){re.escape(place)}(?!\w)", where):
            continue
        columns = re.findall(rf"(?<!\w){re.escape(place)}, column \((\w+)\)", where)
        models = printed[place].models if place in printed else ()
        firsts = [model.coefficients[0] for model in models if model.number in columns and model.coefficients]
        yield from [draft.spot_in(one, first.estimate) for first in firsts] or [Spot(block)]
