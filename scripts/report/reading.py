"""What the referee reads: results, the study file, and what a text claims about them."""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path

from core.expressions import PANEL_FUNCTIONS, names_in
from core.files import read_json, read_rows
from core.formulas import LAG, NAME, parse_formula
from report.adoption import starts
from report.claims import Claim
from report.fitted import Fitted
from report.printed import COLON, INDICATORS

GRIDS = ("bacon", "impacts", "mediation", "moran")  # kinds of tables that are read, beside regressions
NO_REGRESSOR = re.compile(r"(?:_?cons|const|constant|intercept|rho|lambda|ρ|λ)\b|常数|截距", re.IGNORECASE)
PRICES = "= 100"  # in the unit of measurement of a price index


@dataclass(frozen=True)
class Grid:
    """A table that is no regression: its rows, and what its JSON file says."""

    table: str
    kind: str
    rows: list[dict]
    facts: dict


@dataclass(frozen=True)
class Links:
    """Weights of a matrix: its units, and of the pairs (unit, neighbour, weight) those with a unit that a policy
    reaches or with itself."""

    units: frozenset[str]
    pairs: list[tuple[str, str, float]]


@dataclass(frozen=True)
class Reading:
    """What is read of a study; of a published text that was typed in, any part may be missing.

    columns : of all regression tables; grids : tables of the kinds in `GRIDS`
    panel, descriptives : rows of these files; peers : those of each score, by the variable that holds it
    run, bootstrap : facts of the efficiency stage; productivity : facts of each measure
    placebos : summaries, by placebo and column; links : weights by matrix
    study : blocks of the study file; claims : what a text says
    """

    columns: Sequence[Fitted] = ()
    grids: Sequence[Grid] = ()
    panel: Sequence[dict] = ()
    descriptives: Sequence[dict] = ()
    peers: Mapping[str, list[dict]] = field(default_factory=dict)
    run: Mapping = field(default_factory=dict)
    bootstrap: Mapping = field(default_factory=dict)
    productivity: Mapping = field(default_factory=dict)
    placebos: Mapping[str, dict] = field(default_factory=dict)
    links: Mapping[str, Links] = field(default_factory=dict)
    study: Mapping = field(default_factory=dict)
    claims: Sequence[Claim] = ()

    def block(self, *keys: str):
        """What stands at `keys` in the study file; an empty mapping for nothing."""
        found = self.study
        for key in keys:
            found = found.get(key) or {}
        return found

    @property
    def policies(self) -> Mapping[str, dict]:
        return self.block("policies")

    @property
    def years(self) -> range:
        """The years of the study, none if it does not say."""
        first, last = self.block("years") or (0, -1)
        return range(first, last + 1)

    @property
    def scores(self) -> list[str]:
        """Variables that hold a score."""
        return ["score", *list(self.block("efficiency", "scores"))[1:]]

    def indicators(self, *kinds: str) -> list[str]:
        """Inputs and outputs of all scores, or those of these `kinds`."""
        blocks = [self.block("efficiency"), *self.block("efficiency", "scores").values()]
        names = [name for block in blocks for kind in kinds or INDICATORS for name in block.get(kind) or []]
        return list(dict.fromkeys(names))

    def series(self, name: str) -> set[str]:
        """The raw series from which a variable is made, but for price indices."""
        expression = self.block("panel", "variables").get(name)
        if expression is None:
            return set() if name in self._prices else {name}
        used = names_in(str(expression), PANEL_FUNCTIONS) - {name, "year"}
        return set().union(*map(self.series, used))

    @property
    def _prices(self) -> set[str]:
        sources = self.block("panel", "sources") or []
        columns = [pair for source in sources for pair in source["columns"].items()]
        return {name for name, column in columns if PRICES in (column.get("unit") or "")}

    def starts(self, policy: str) -> dict[str, int]:
        """First treated year of every unit that the policy reaches, as the panel has them."""
        return starts(self.panel, policy) if self.panel and policy in self.panel[0] else {}

    def claimed(self, kind: str) -> list[Claim]:
        return [claim for claim in self.claims if claim.kind == kind]

    def column(self, address: str) -> Fitted | None:
        return next((column for column in self.columns if column.address == address), None)


def read_grids(paths: list[str]) -> list[Grid]:
    """Tables from their CSV files; the JSON file of each stands beside it."""
    tables = [Path(path) for path in paths if path.endswith(".csv")]
    return [Grid(path.stem, path.parent.name, read_rows(path), read_json(path.with_suffix(".json"))) for path in tables]


def read_links(path: str, reached: set[str]) -> Links:
    """The weights of a matrix; `reached` are the units that a policy reaches."""
    units, pairs = set(), []
    with open(path, encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        cells = itemgetter(*map(next(rows).index, ("unit", "neighbour", "weight")))
        for unit, neighbour, weight in map(cells, rows):
            units.add(unit)
            if neighbour in reached or neighbour == unit:
                pairs.append((unit, neighbour, float(weight)))
    return Links(frozenset(units), pairs)


def terms_of(column: Fitted) -> list[str]:
    """Regressors of the formula, without spatial lags; of a column without a formula its coefficients."""
    formula = column.facts["formula"]
    if not formula:
        return [row["term"] for row in column.rows]
    parsed = parse_formula(formula)
    regressors = [term for term in parsed.regressors if not term.startswith(LAG)]
    return [*regressors, *([parsed.endogenous] if parsed.endogenous else [])]


def factors_of(term: str) -> list[str]:
    """``[ai, infra]`` of ``ai:infra``."""
    return COLON.split(term)


def controls_of(column: Fitted, policies: Mapping) -> list[str]:
    """The terms that are neither a policy nor a product with one, nor a constant or a spatial parameter."""
    treatments = {*policies, column.facts["policy"]}
    terms = [term for term in terms_of(column) if not NO_REGRESSOR.match(term)]
    return [term for term in terms if not treatments & set(NAME.findall(term))]
