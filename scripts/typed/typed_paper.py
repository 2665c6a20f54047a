"""What a manuscript says about all of its estimates: the policy, the sample, how many units are treated, the errors."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from printed.printed_tables import Descriptives, Model, Other, Regressions
from prose.phrases import SPAN
from prose.statements import Statement
from referee.check_waves import JOINED
from referee.findings import Draft
from typed.typed_phrases import CLUSTERED, NO_REGRESSOR, POLICY_WORDS, SHORT_POLICY, UNBALANCED, WITHIN_YEARS
from typed.typed_words import LAGGED, PRODUCT

SURE = 3  # columns that begin with one heading, from which on it is the policy


@dataclass(frozen=True)
class Paper:
    """policy : heading of its row; units, years : of the sample; full : most frequent N;
    all empty or None if not sure; outcomes : what heads columns that say so, and variables of summary statistics.

    clusters : number of units if notes or text say that errors are clustered
    yearly : whether nothing says that a unit has several periods, or several rows, a year
    """

    policy: str = ""
    units: int | None = None
    years: tuple[int, int] | None = None
    treated: int | None = None
    clusters: int | None = None
    full: int | None = None
    balanced: bool = True
    yearly: bool = True
    outcomes: frozenset[str] = frozenset()

    @property
    def periods(self) -> int | None:
        return self.years[1] - self.years[0] + 1 if self.years and self.yearly else None


def paper_of(draft: Draft) -> Paper:
    texts = [text.text for text in draft.manuscript.texts]
    counted = [one for one in draft.statements if one.kind == "units" and one.number and not _joined(one)]
    units = _one(int(one.number.value) for one in counted)
    printed = [model.statistics["n_clusters"] for _, model in models_of(draft) if "n_clusters" in model.statistics]
    numbers = [int(one.number.value) for one in printed]
    clustered = any(
        CLUSTERED.search(text)
        for text in (*texts, *(note for table in draft.manuscript.tables for note in table.notes))
    )
    sizes = Counter(
        int(model.statistics["n_obs"].number.value) for _, model in models_of(draft) if "n_obs" in model.statistics
    )
    return Paper(
        policy=_policy(draft),
        units=units,
        years=_years(draft),
        treated=_one(int(one.number.value) for one in draft.statements if one.kind == "treated" and one.number),
        clusters=max(numbers, default=units if clustered else None),
        full=sizes.most_common(1)[0][0] if sizes else None,
        outcomes=frozenset(_outcomes(draft)),
        balanced=not any(UNBALANCED.search(text) for text in texts),
        yearly=not any(WITHIN_YEARS.search(text) for text in texts),
    )


def _joined(units: Statement) -> bool:
    """Whether units are those that joined in a year."""
    waves = JOINED.finditer(units.sentence)
    return any(units.number.text in (wave["many"], wave["zh"], wave["wave"]) for wave in waves)


def models_of(draft: Draft) -> Iterator[tuple[Regressions, Model]]:
    for printed in draft.tables:
        if isinstance(printed, Regressions):
            yield from ((printed, model) for model in printed.models)


def _outcomes(draft: Draft) -> Iterator[str]:
    yield from (
        printed.table.text(at.row, 0)
        for printed in draft.tables
        if isinstance(printed, Other)
        for at in printed.numbers
        if at.meaning == "mean"
    )
    yield from (model.outcome for _, model in models_of(draft) if model.outcome)
    yield from (name for printed in draft.tables if isinstance(printed, Descriptives) for name in printed.variables)


def _one(values: Iterator[int]) -> int | None:
    """The value that most say, None if two are said as often."""
    found = Counter(values).most_common(2)
    return found[0][0] if found and (len(found) == 1 or found[0][1] > found[1][1]) else None


def _years(draft: Draft) -> tuple[int, int] | None:
    spans = [
        found
        for one in draft.statements
        if one.kind == "years" and one.number
        for found in SPAN.findall(one.number.text)
    ]
    usual = Counter(spans).most_common(1)
    return tuple(map(int, usual[0][0])) if usual else None


def _policy(draft: Draft) -> str:
    """The heading that is a policy by its words or its values, of those that begin columns."""
    first = Counter(
        model.coefficients[0].term
        for _, model in models_of(draft)
        if model.coefficients and _is_plain(model.coefficients[0].term)
    )
    dummies = {
        name
        for printed in draft.tables
        if isinstance(printed, Descriptives)
        for name, row in printed.variables.items()
        if _is_dummy(row)
    }
    text = " ".join(text.text for text in draft.manuscript.texts)
    named = {found["name"] for found in SHORT_POLICY.finditer(text) if POLICY_WORDS.search(found["words"])}
    for sure in (dummies.__contains__, POLICY_WORDS.search, named.__contains__, lambda term: first[term] >= SURE):
        if found := [term for term, _ in first.most_common() if sure(term)]:
            return found[0]
    return ""


def _is_plain(term: str) -> bool:
    return not (PRODUCT.search(term) or LAGGED.match(term) or NO_REGRESSOR.search(term))


def _is_dummy(row: dict) -> bool:
    ends = [row[name].number.value if name in row else None for name in ("min", "max")]
    return ends == [0, 1]
