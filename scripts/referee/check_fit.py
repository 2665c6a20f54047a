"""The referee on measures of fit: R² and F of a column, and of columns that nest each other."""

import re

from printed.places import WORDS, column_words, said, whole
from printed.printed_tables import Model, Numbered, Printed
from printed.rounding import Interval, minus, over, overlap, times
from referee.columns import bare, n_of, regressions, regressors, terms_of, where
from referee.findings import Draft, Found, check

KINDS = {"r2": "R²", "r2_within": "within R²", "r2_adjusted": "adjusted R²"}
NOT_LEAST_SQUARES = re.compile(
    r"\b(iv|2sls|tsls|gmm|liml|tobit|probit|logit|poisson|ppml|quantile|random[ -]effects?|re|fgls|gls|sar|sem|sdm|"
    r"sac|spatial|durbin|first[ -]stage|second[ -]stage|matching|psm|weighted)\b|"
    r"工具变量|两阶段|第一阶段|随机效应|空间|匹配|系统",
    WORDS,
)
CONTROLS = re.compile(r"control|covariate|控制变量|其他变量", WORDS)  # rows of marks that are no effects
SPECIFICATION = re.compile(
    r"control|baseline|effect|\bFE\b|trend|\bOLS\b|covariate|控制变量|基准|固定|效应|双向", WORDS
)
OTHER_R2 = re.compile(r"overall|between|pseudo|总体|组间|伪", WORDS)
PSEUDO_R2 = re.compile(r"(?:pseudo|伪)\W*R\W*(?:2|²|squared|方)", WORDS)
ROBUST = re.compile(r"robust|cluster|稳健|聚类", WORDS)


def r2_of(printed: Printed, model: Model, kind: str) -> Numbered | None:
    """The R² of a column that is of this kind by the heading of its row, too."""
    at = model.statistics.get(kind)
    heading = printed.table.rows[at.row][0].text if at else ""
    return None if OTHER_R2.search(heading) else at


def total_of(model: Model) -> Numbered | None:
    """An overall R² above the within R² is that with the effects, as programs that absorb them print it."""
    overall, within = model.statistics.get("r2"), model.statistics.get("r2_within")
    return overall if overall and within and share(overall)[0] > share(within)[1] else None


def share(at: Numbered) -> Interval:
    """As a share, also where it is printed in percent."""
    return times(at.number.range, (0.01, 0.01)) if at.number.percent else at.number.range


@check("E", "", "R² is a share of the variance", "Compare it with the output of the program")
def r2_bounds(draft: Draft) -> Found:
    """Above 1, or below 0 where it is not adjusted; of instrumented columns R² may be negative."""
    for printed, model in regressions(draft):
        pseudo = {name: name for name in model.statistics if PSEUDO_R2.search(name)}
        for kind, words in (KINDS | pseudo).items():
            if at := model.statistics.get(kind):
                low, high = share(at)
                negative = high < 0 and kind != "r2_adjusted" and least_squares(printed, model)
                if low > 1 or negative:
                    yield (
                        where(printed, model, words),
                        f"{words} is {at.number.text}",
                        (draft.spot_in(printed.table, at),),
                    )


@check(
    "E",
    "",
    "What is adjusted or within is never above the R² itself",
    "Compare both with the output of the program, and say which kind each is",
)
def r2_order(draft: Draft) -> Found:
    for printed, model in regressions(draft):
        if whole_r2 := r2_of(printed, model, "r2") or total_of(model):
            for kind in ("r2_adjusted", "r2_within"):
                part = model.statistics.get(kind)
                comparable = kind == "r2_adjusted" or least_squares(printed, model)
                if part and comparable and share(part)[0] > share(whole_r2)[1]:
                    what = f"The {KINDS[kind]} {part.number.text} is above R² {whole_r2.number.text}"
                    spots = tuple(draft.spot_in(printed.table, at) for at in (part, whole_r2))
                    yield where(printed, model), what, spots


def least_squares(printed: Printed, model: Model) -> bool:
    words = " ".join([*model.headings, *(cell.text for cell in column_cells(printed, model))])
    other = {"first_stage_f", "hansen_j", "instruments", "log_likelihood", "ar2_p"} & model.statistics.keys()
    return not other and not NOT_LEAST_SQUARES.search(words)


def column_cells(printed: Printed, model: Model) -> list:
    """Cells beneath the headings that are words, as `2SLS` in a row of models."""
    rows = printed.table.rows[printed.table.header :]
    return [row[model.column] for row in rows if not re.search(r"\d\.\d", row[model.column].text)]


@check(
    "W",
    "",
    "More regressors on the same rows never fit worse by least squares: the columns differ in what is not said",
    "Say what differs: the sample, the outcome, or the kind of R²",
)
def r2_falls(draft: Draft) -> Found:
    """R² that is lower in a column with the same outcome and N and more regressors."""
    for printed, large in regressions(draft):
        for kind in ("r2", "r2_within"):
            more = r2_of(printed, large, kind)
            smaller = [model for model in printed.models if more and nested(printed, model, large)]
            for small in (model for model in smaller if r2_of(printed, model, kind)):
                less = r2_of(printed, small, kind)
                if share(more)[1] < share(less)[0]:
                    what = f"{KINDS[kind]} is {more.number.text}, and {less.number.text} in "
                    what += f"{column_words(printed, small.column)} with fewer regressors and the same N"
                    spots = tuple(draft.spot_in(printed.table, at) for at in (more, less))
                    yield where(printed, large, KINDS[kind]), what, spots
                    break


def nested(printed: Printed, small: Model, large: Model) -> bool:
    """Whether `large` has all regressors of `small`, and more, on the same rows and with the same effects.

    Many programs print the R² within groups as R², which falls where effects are added.
    """
    if n_of(small) is None or n_of(small) != n_of(large) or not same_outcome(small, large):
        return False
    fewer, more = regressors(small), regressors(large)
    plain = all(least_squares(printed, one) and one.coefficients for one in (small, large))
    added = (more - fewer) - terms_of(large)
    return plain and fewer < more and all(CONTROLS.search(mark) for mark in added)


def same_outcome(model: Model, other: Model) -> bool:
    """By the table's row of outcomes, else by headings that are equal, or that say specifications and no outcomes."""
    if model.panel != other.panel or model.outcome or other.outcome:
        return (model.panel, model.outcome) == (other.panel, other.outcome)
    apart = {*bare(model)} ^ {*bare(other)}
    return not apart or any(SPECIFICATION.search(heading) for heading in apart)


@check(
    "E",
    "",
    "R², adjusted R² and N determine the number of regressors",
    "Compare the three with the output of the program",
)
def r2_adjusted(draft: Draft) -> Found:
    """An adjusted R² so close to R² that there are fewer regressors than the column prints."""
    for printed, model in regressions(draft):
        fit, adjusted = r2_of(printed, model, "r2"), r2_of(printed, model, "r2_adjusted")
        rows = whole(model.statistics.get("n_obs"))
        if not (fit and adjusted and rows and least_squares(printed, model)) or share(fit)[1] >= 1:
            continue
        terms = terms_of(model)
        most = (
            rows - 1 - over(times((rows - 1, rows - 1), minus((1, 1), share(fit))), minus((1, 1), share(adjusted)))[0]
        )
        ordered = share(adjusted)[0] <= share(fit)[1]
        if ordered and most < len(terms) - 0.01 and most > -rows:
            what = f"R² {fit.number.text}, adjusted R² {adjusted.number.text} and N {rows:,} allow at most "
            what += f"{max(0, int(most + 0.01))} regressors, and {len(terms)} are printed"
            yield where(printed, model), what, tuple(draft.spot_in(printed.table, at) for at in (adjusted, fit))


@check(
    "E",
    "",
    "F, R² and the degrees of freedom determine each other",
    "Compare them with the output of the program; say it where F is robust",
)
def f_of_r2(draft: Draft) -> Found:
    """The F of all regressors of a column with classical errors, whose residual degrees of freedom are printed."""
    for printed, model in regressions(draft):
        fit, found, rest, count = (model.statistics.get(name) for name in ("r2", "f", "df", "n_obs"))
        df, rows = whole(rest), whole(count)
        if not (fit and found and df and rows) or ROBUST.search(said(printed)) or not least_squares(printed, model):
            continue
        terms = rows - 1 - df
        low, high = share(fit)
        if terms > 0 and low >= 0 and high < 1:
            implied = low / (1 - low) * df / terms, high / (1 - high) * df / terms
            if not overlap(implied, found.number.range):
                what = f"R² {fit.number.text} with {terms} and {df} degrees of freedom is F = {implied[0]:.2f} to "
                what += f"{implied[1]:.2f}, and F is {found.number.text}"
                yield where(printed, model), what, tuple(draft.spot_in(printed.table, at) for at in (fit, found))
