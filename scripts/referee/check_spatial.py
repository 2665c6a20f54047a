"""The referee on space and channels: direct and indirect effects, spatial parameters, Moran's I."""

import re
from collections.abc import Iterator

from printed.printed_tables import Coefficient, Effects, Model, Numbered, Other
from printed.rounding import Interval, minus, over, overlap, plus, size
from referee.findings import Draft, check
from referee.matching import LAGGED, nearest, words
from referee.pointing import spots_in, where_in
from report.typed import two_sided

RHO = re.compile(
    r"(spatial )?rho\b|ρ|(spatial )?lambda\b|λ|spatial autoregressive( coefficient| parameter)?"
    r"|空间自?(回归|滞后|相关)(项)?系数|W\s?[×*·]?\s?(y|[A-Z]+)\s?\(rho\)",
    re.IGNORECASE,
)
LAMBDA = re.compile(r"lambda|λ", re.IGNORECASE)
SPATIAL = re.compile(r"spatial|durbin|\bs(ar|dm|em|ac|dem|lx)\b|空间|杜宾", re.IGNORECASE)
LAGS = re.compile(r"^\s*(Wx|W\s?[×*]\s?X|spatial(ly)? lag.*|空间滞后.*)\s*$", re.IGNORECASE)
SOME_ERRORS = 1.0  # of the total effect, within which a mean of simulated effects lies around the effect at the means


@check(
    "E", "LeSage and Pace (2009)", "The total effect is the sum of both by definition", "Print the three of one model"
)
def effects_sum(draft: Draft) -> Iterator[tuple]:
    for printed, (variable, column), own in _effects(draft):
        if not {"direct", "indirect", "total"} <= own.keys():
            continue
        parts = [own[name].estimate.number for name in ("direct", "indirect", "total")]
        direct, indirect, total = parts
        summed = plus(direct.range, indirect.range)
        if not overlap(summed, total.range):
            exact = f"{direct.value + indirect.value:.{max(one.decimals for one in parts)}f}"
            said = f"{direct.text} (direct) and {indirect.text} (indirect) sum to {exact}, the total is {total.text}"
            yield where_in(printed, variable, column), said, spots_in(draft, printed, own.values())


def _effects(draft: Draft) -> Iterator[tuple[Effects, tuple[str, int], dict[str, Coefficient]]]:
    for printed in draft.tables:
        if isinstance(printed, Effects):
            for key, own in printed.effects.items():
                yield printed, key, own


@check(
    "W",
    "LeSage and Pace (2009)",
    "By weights whose rows sum to one the total effect is (beta + theta) / (1 - rho), but for what draws add",
    "Print effects and coefficients of one model, and say how weights are standardised",
)
def effects_rho(draft: Draft) -> Iterator[tuple]:
    """Total effects that are more than an error away from those of the only spatial model of their column."""
    for printed, (variable, column), own in _effects(draft):
        total = own.get("total")
        found = _model_of(draft, printed, column)
        implied = found and _total(found, variable)
        if not total or not implied:
            continue
        error = total.beneath.get("std_error")
        slack = (
            SOME_ERRORS * error.number.range[1]
            if error
            else max(size(implied)[1], size(total.estimate.number.range)[1])
        )
        wide = plus(implied, (-slack, slack))
        if not overlap(wide, total.estimate.number.range):
            said = f"The total effect is {total.estimate.number.text}; coefficients and rho imply {_about(implied)}"
            yield where_in(printed, variable, column), said, spots_in(draft, printed, [total])


def _model_of(draft: Draft, effects: Effects, column: int) -> Model | None:
    """The column of a spatial regression that effects are of: the one headed alike, or the only one that there is."""
    models = [
        (printed, model)
        for printed in draft.tables
        for model in getattr(printed, "models", ())
        if any(_is_lag_of_outcome(one.term) for one in model.coefficients)
    ]
    if len(models) == 1 and len({at for _, at in effects.effects}) == 1:
        return models[0][1]
    heads = set(words(" ".join(effects.table.headings(column))))
    alike = [model for _, model in models if heads and heads == set(words(" ".join(model.headings)))]
    return alike[0] if len(alike) == 1 else None


def _is_lag_of_outcome(term: str) -> bool:
    return bool(RHO.fullmatch(term.strip())) and not LAMBDA.search(term)


def _total(model: Model, variable: str) -> Interval | None:
    """(beta + theta) / (1 - rho), None if one of them is not printed for sure."""
    rho = next(one.estimate.number.range for one in model.coefficients if _is_lag_of_outcome(one.term))
    own = {one.term: one for one in model.coefficients if not _is_lag(one)}
    lagged = {LAGGED.sub("", one.term): one for one in model.coefficients if _is_lag(one)}
    beta, theta = _only(own, variable), _only(lagged, variable)
    if beta is None or (lagged and theta is None) or rho[1] >= 1:
        return None
    summed = plus(beta.estimate.number.range, theta.estimate.number.range if theta else (0.0, 0.0))
    return over(summed, minus((1.0, 1.0), rho))


def _is_lag(one: Coefficient) -> bool:
    return bool(LAGGED.match(one.term) or LAGS.match(one.panel)) and not _is_lag_of_outcome(one.term)


def _only(found: dict[str, Coefficient], variable: str) -> Coefficient | None:
    named = nearest(variable, found)
    return found[named.pop()] if len(named) == 1 else None


def _about(interval: Interval) -> str:
    return f"{(interval[0] + interval[1]) / 2:.4f}"


@check(
    "E",
    "Anselin (1988)",
    "A spatial lag of 1 or more explodes",
    "Correct rho, or the weights and their standardisation",
)
def rho_bound(draft: Draft) -> Iterator[tuple]:
    for printed in draft.tables:
        spatial = SPATIAL.search(" ".join([printed.table.caption, *printed.table.notes]))
        for model in getattr(printed, "models", ()):
            for one in model.coefficients:
                known = RHO.fullmatch(one.term.strip()) and (spatial or SPATIAL.search(" ".join(model.headings)))
                if (known or _is_lag_of_outcome(one.term)) and size(one.estimate.number.range)[0] >= 1 - 1e-9:
                    said = f"The spatial parameter {one.term} is {one.estimate.number.text}, not within -1 and 1"
                    yield where_in(printed, one.term, one.column), said, spots_in(draft, printed, [one])


@check("E", "Cliff and Ord (1981)", "By row-standardised weights Moran's I is hardly outside -1 and 1", "Correct it")
def moran_bounds(draft: Draft) -> Iterator[tuple]:
    for printed in _others(draft):
        for at in printed.numbers:
            if at.meaning == "moran_i" and size(at.number.range)[0] > 1:
                row = printed.table.rows[at.row][0].text
                said = f"Moran's I is {at.number.text}"
                yield f"{printed.table.place}, {row}", said, spots_in(draft, printed, [at])


def _others(draft: Draft) -> list[Other]:
    return [printed for printed in draft.tables if isinstance(printed, Other)]


@check("E", "", "One of them is of another test", "Print the z and the p of one test")
def moran_z(draft: Draft) -> Iterator[tuple]:
    """z values of Moran's I whose p-value no test, one- or two-sided, would give."""
    for printed in _others(draft):
        for z, p in _tested(printed):
            likely = two_sided(size(z.number.range)[1], None) / 2, two_sided(size(z.number.range)[0], None)
            wide = likely[0] / 3 - 0.005, 2 * likely[1] + 0.02  # of permutations
            if not overlap(wide, p.number.range):
                row = printed.table.rows[z.row][0].text
                said = f"z = {z.number.text} has p = {likely[1]:.3f}, and {p.number.text} is printed"
                yield f"{printed.table.place}, {row}", said, spots_in(draft, printed, [z, p])


def _tested(printed: Other) -> Iterator[tuple[Numbered, Numbered]]:
    """z and p of each Moran's I, where each has one that follows it in its row."""
    rows: dict[int, list[Numbered]] = {}
    for at in printed.numbers:
        rows.setdefault(at.row, []).append(at)
    for row in rows.values():
        runs: list[list[Numbered]] = []
        for at in sorted(row, key=lambda one: (one.column, one.number.start)):
            if at.meaning == "moran_i":
                runs.append([])
            if runs:
                runs[-1].append(at)
        for run in runs:
            z = [at for at in run if at.meaning == "z"]
            p = [at for at in run if at.meaning == "p_value"]
            if len(z) == len(p) == 1:
                yield z[0], p[0]
