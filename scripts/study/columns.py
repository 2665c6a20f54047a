"""The columns of regression tables: one model an estimator, told apart by `estimator`."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal, Self

from pydantic import AfterValidator, BeforeValidator, model_validator

from core.blocks import Combination, Condition, FormulaText, Name, Terms, Words, described, each_once, one_or_more
from core.choices import MOST_YEARS
from core.errors import nearest
from core.expressions import SERIES_FUNCTIONS, names_in
from core.fitstat import STATISTICS
from core.formulas import NAME, Formula, combination_of, parse_formula
from core.thresholds import SMALL_SAMPLE_RULES
from study.entries import Entry, Use

KEYS = {"unit", "year"}  # columns of every panel


def _clusters(value):
    """One name, or a list of two; a list of one needs no brackets."""
    names = value if isinstance(value, list) else [value]
    if not all(isinstance(name, str) and NAME.fullmatch(name) for name in names):
        raise ValueError(f"clusters are the name of a variable or a list of two, or `none`, not {value!r}")
    if len(each_once(names)) not in (1, 2):
        raise ValueError(f"clusters are one variable or a list of two, not of {len(names)}")
    if len(names) == 2 and "none" in names:
        raise ValueError("`none` stands alone: it means that there are no clusters")
    return names if len(names) == 2 else names[0]


Cluster = Annotated[str | list[str], BeforeValidator(_clusters)]
LEADS_AND_EFFECTS = "joint covariance of leads and effects with the base -1"
CLUSTER = (
    "standard errors are clustered by `unit`, by any other variable, or by a list of two; `none`: classical errors, "
    "independent and of one variance"
)
ALSO = (
    "further p-values of the policy, its products and its event times: `cr2`, bias-reduced errors with Satterthwaite's "
    "degrees of freedom; `wild`, the wild cluster bootstrap"
)
SmallSampleRule = Literal[tuple(SMALL_SAMPLE_RULES)]
Also = Annotated[list[Literal["cr2", "wild"]], BeforeValidator(one_or_more), AfterValidator(each_once)]
SSC = "small-sample rule of clustered standard errors"


class Column(Entry):
    """What all estimators have.

    rule : the rule that fits the column; offers : what figures and tables may ask of it
    instrumented : whether its formula has a third part; simulates : whether its fit draws parameters
    statistics : of `core.fitstat`, those that a table has under the column unless it says otherwise
    """

    rule: ClassVar[str]
    statistics: ClassVar[tuple[str, ...]] = ("n", "units", "clusters", "r2_within")
    instrumented: ClassVar[bool] = False
    simulates: ClassVar[bool] = False
    offers: ClassVar[frozenset[str]] = frozenset()
    moved: ClassVar[dict[str, str]] = {
        "name": "the name of a column is its key, as in `columns: {policy: {formula: ...}}`",
        "model": "write `estimator`",
    }

    formula: Annotated[
        FormulaText,
        described("`outcome ~ term + ... | effect + ...`; `score` is the efficiency, `..name` a macro, `1` no term"),
    ]
    sample: Annotated[
        Condition | None,
        described("condition that keeps the rows where it is true, as `year > 2005` or `unit not in ['AK', 'HI']`"),
    ] = None
    label: Annotated[Words | None, described("heading of the column; by default the label of its outcome")] = None

    @model_validator(mode="after")
    def _instruments_are_of_iv(self) -> Self:
        if parse_formula(self.formula).endogenous and not self.instrumented:
            raise ValueError(f"`{self.formula}`: a third part is for instruments; write `estimator: iv`")
        return self

    @property
    def parsed(self) -> Formula:
        return parse_formula(self.formula)

    def uses(self) -> Iterator[Use]:
        yield from (Use("formula", "variable", name) for name in self.parsed.variables if name not in KEYS)
        conditions = names_in(self.sample, condition=True) if self.sample else set()
        yield from (Use("sample", "variable", name) for name in sorted(conditions - KEYS))

    def names(self) -> set[str]:
        """Every variable that the column needs."""
        return {use.name for use in self.uses() if use.kind == "variable"}

    def policy(self, policies: list[str]) -> str | None:
        """The first of the `policies` among the terms."""
        return next((term for term in self.parsed.regressors if term in policies), None)

    def matrices(self) -> list[str]:
        """Spatial weights that the column needs."""
        return []


class Clustered(Column):
    """What estimators with clustered standard errors have."""

    cluster: Annotated[Cluster, described(CLUSTER)] = "unit"
    ssc: Annotated[SmallSampleRule, described(SSC)] = "reghdfe"
    missing: Annotated[
        Literal["drop", "refuse"],
        described("rows in which a variable is missing: leave out and count, or refuse"),
    ] = "drop"

    def uses(self) -> Iterator[Use]:
        yield from super().uses()
        clusters = self.cluster if isinstance(self.cluster, list) else [self.cluster]
        yield from (Use("cluster", "variable", name) for name in clusters if name not in KEYS | {"none"})


class Combining(Column):
    """What estimators have whose coefficients are tested jointly and added up."""

    test: Annotated[
        dict[str, Terms],
        described("joint tests that coefficients are zero, as `{Leads: [ai_1, ai_2]}`; printed with F and p"),
    ] = {}
    lincom: Annotated[
        dict[str, Combination],
        described("sums of coefficients, as `{Large cities: ai + ai:large}`, or differences; printed as coefficients"),
    ] = {}

    @property
    def coefficients(self) -> list[str]:
        """The names of its coefficients, as far as its formula tells them."""
        return list(self.parsed.regressors)

    @model_validator(mode="after")
    def _tests_and_sums_are_of_its_terms(self) -> Self:
        for key, named in (
            ("test", self.test),
            ("lincom", {name: list(combination_of(text)) for name, text in self.lincom.items()}),
        ):
            for name, terms in named.items():
                if name in STATISTICS:
                    raise ValueError(f"`{key}`: `{name}` is the name of a statistic of `fitstat`; call it otherwise")
                if not terms:
                    raise ValueError(f"`{key}.{name}` names no term")
                if unknown := next((term for term in terms if not self.estimates(term)), None):
                    raise ValueError(f"`{key}.{name}`: `{unknown}` {self.instead_of(unknown)}")
        return self

    def estimates(self, term: str) -> bool:
        """Whether `term` may be one of the coefficients."""
        return "::" in term or term in self.coefficients

    def instead_of(self, unknown: str) -> str:
        return f"is no term of the formula; {nearest(unknown, self.coefficients)}"


class LeastSquares(Combining, Clustered):
    """What estimators by least squares have."""

    weights: Annotated[
        Name | None, described("variable whose values weight the squared errors, as analytic weights do")
    ] = None
    also: Annotated[Also, described(ALSO)] = []

    @model_validator(mode="after")
    def _clusters_are_of_one_variable(self) -> Self:
        if {"cr2", "wild"} & {*self.also} and (isinstance(self.cluster, list) or self.cluster == "none"):
            clusters = "has none" if self.cluster == "none" else f"is clustered by {' and '.join(self.cluster)}"
            raise ValueError(
                f"`also` needs clusters of one variable, and the column {clusters}; write `also: []` in it"
            )
        return self

    def uses(self) -> Iterator[Use]:
        yield from super().uses()
        if self.weights:
            yield Use("weights", "variable", self.weights)


class Ols(LeastSquares):
    """Least squares after fixed effects."""

    rule: ClassVar[str] = "fit_ols"
    offers: ClassVar[frozenset[str]] = frozenset(
        {
            "reassignment of its policy",
            "draws of its policy",
            "fit with an earlier policy",
            "split of its sample",
            "tests between spatial models",
        }
    )

    estimator: Annotated[Literal["ols"], described("least squares after fixed effects")] = "ols"
    also: Annotated[
        list[Literal["cr2", "wild", "frontier"]],
        BeforeValidator(one_or_more),
        AfterValidator(each_once),
        described(f"{ALSO}; `frontier`, the spread over bootstrapped frontiers of the score that is its outcome"),
    ] = []

    @model_validator(mode="after")
    def _a_frontier_is_behind_the_outcome(self) -> Self:
        if "frontier" in self.also and "score" not in names_in(self.parsed.outcome, SERIES_FUNCTIONS):
            raise ValueError(f"`also: frontier` needs `score` in the outcome, and that is `{self.parsed.outcome}`")
        return self

    def uses(self) -> Iterator[Use]:
        yield from super().uses()
        if "frontier" in self.also:
            yield Use("also", "block", "efficiency.bootstrap")


class OfAPolicy(Column):
    """What estimators have that need a policy among their terms."""

    def uses(self) -> Iterator[Use]:
        yield from super().uses()
        yield Use("formula", "policy among the terms", " ".join(self.parsed.regressors))


class OfEventTimes(OfAPolicy):
    """What estimators have that put event dummies in the place of the policy."""

    window: Annotated[
        tuple[int, int] | None, described("first and last event time, both ends binned; by default chosen by support")
    ] = None
    base: Annotated[
        int,
        described(
            "event time that the others are compared with; that of a treated year earns a warning",
            ge=-MOST_YEARS,
            le=MOST_YEARS,
        ),
    ] = -1

    @model_validator(mode="after")
    def _window_holds_the_base(self) -> Self:
        window, base = self.window, self.base
        if window and not (window[0] <= min(base, -1) and window[1] >= max(base, 0)):
            raise ValueError(f"`window` {list(window)} has to contain the base {base}, -1 and 0")
        if window and max(-window[0], window[1]) > MOST_YEARS:
            raise ValueError(f"`window` {list(window)} reaches further than {MOST_YEARS} years")
        return self


class EventStudy(OfEventTimes, LeastSquares):
    """Effects by years since the policy: event dummies take its place."""

    rule: ClassVar[str] = "fit_event_study"

    estimator: Annotated[Literal["event_study"], described("dummies of event time instead of the policy")]

    @property
    def offers(self) -> frozenset[str]:
        before = ["draws of its policy"] if self.base < 0 else []  # against a treated year no mean of effects
        return frozenset({"event times", *before, *([LEADS_AND_EFFECTS] if self.base == -1 else [])})
