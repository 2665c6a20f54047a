"""What the entries of a study file have in common: the names that they use, and where results lie."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, ClassVar, Literal

from pydantic import model_validator

from core.blocks import Block, described, tags_of

ESTIMATE_ALONE = frozenset(
    {"label", "test", "lincom", "also"}
)  # keys of a column that move nothing where it is refitted
Statistics = Literal["n", "mean", "sd", "min", "p50", "max"]


@dataclass(frozen=True)
class Use:
    """A name that an entry uses.

    key : key of the entry in which it stands; name : the name
    kind : what it must be the name of: `variable`, `term`, `policy`, `matrix`, `placebo` or `column` (an address), and
        the others that `study.references` looks up
    needs : of a column, what its estimator must offer (`Column.offers`); of a table, its kind
    """

    key: str
    kind: str
    name: str
    needs: str = ""


class Entry(Block):
    """A named entry: it says which names it uses, so that all are checked at one place."""

    def uses(self) -> Iterator[Use]:
        return iter(())


class Shown(Entry):
    """What tables and figures have: the number that a paper gives them."""

    paper: Annotated[
        str | None, described("what a paper calls it, as `Table 3`; stands behind the title or caption", min_length=1)
    ] = None

    def numbered(self, text: str) -> str:
        """Title or caption, with what the paper calls it before the stop, if there is one."""
        stop = "." if text.endswith(".") else ""
        return f"{text.removesuffix('.')} (the paper's {self.paper}){stop}" if self.paper else text


class Made(Entry):
    """An entry that one script makes: `files` are its inputs by name, `settings` what else the script is given."""

    stage: ClassVar[str] = "report"

    def files(self, places: "Places") -> dict:
        return {}

    def settings(self, places: "Places") -> dict:
        return {}


class Printed(Shown):
    """What every table has."""

    title: Annotated[str, described("title of the table", min_length=1)]
    note: Annotated[str | None, described("first of the notes under the table")] = None


class Grid(Printed, Made):
    """A table that is no regression: a tidy file of its own, made by `tabulate_{kind}` of a stage."""

    @classmethod
    def kinds(cls) -> tuple[str, ...]:
        return tags_of(cls, "kind")


class Figure(Shown, Made):
    """What every figure has."""

    caption: Annotated[str, described("what the page says beneath it", min_length=1)]
    title: Annotated[bool, described("whether a single panel has a heading; those of several panels stay")] = True

    def clusters(self, places: "Places") -> tuple[str, str, list[int]] | None:
        """Matrix, variable and years of the local statistics that the figure shows, if it shows any."""
        return None


class Cuts(Block):
    """Classes between cuts that are given; a value that equals a cut is in the class above it."""

    cuts: Annotated[list[float], described("where one class ends and the next begins, increasing", min_length=1)]
    names: Annotated[list[str], described("what the classes are called, one more than cuts")] = []

    @model_validator(mode="after")
    def _one_name_a_class(self):
        if any(low >= high for low, high in pairwise(self.cuts)):
            raise ValueError(f"`cuts` {self.cuts} do not increase")
        if self.names and len(self.names) != len(self.cuts) + 1:
            raise ValueError(
                f"{len(self.cuts)} `cuts` make {len(self.cuts) + 1} classes, and `names` has {len(self.names)}"
            )
        return self


@dataclass(frozen=True)
class Places:
    """Where the results of a study lie, and what an entry may ask of the rest of the study.

    name : of the study; study : its model; seed, draws, chunks, frontier_chunks : of the configuration
    """

    name: str
    study: object
    seed: int
    draws: int
    chunks: int
    frontier_chunks: int

    @property
    def home(self) -> str:
        return f"results/{self.name}"

    @property
    def panel(self) -> str:
        return f"{self.home}/panel/panel.csv"

    def efficiency(self, score: str) -> str:
        """The folder of a score: that of the stage for `score`, one below it for a further one."""
        return f"{self.home}/efficiency" if score == "score" else f"{self.home}/efficiency/scores/{score}"

    def scores(self, names) -> list[str]:
        """The files of those scores and indices of productivity that are among `names`."""
        scores = [f"{self.efficiency(score)}/scores.csv" for score in self.study.scores() if score in names]
        indexed = {*self.study.efficiency.productivity} & {*names}
        return scores + [f"{self.home}/efficiency/productivity.csv"] * bool(indexed)

    def column(self, address: str):
        """The column at `table.column`."""
        table, column = address.split(".")
        return self.study.tables[table].columns[column]

    def fit(self, address: str, without: frozenset[str] = frozenset({"label"})) -> dict:
        """The column at `table.column` as its rule is given it: its own keys, its name, its policy."""
        column = self.column(address)
        own = column.model_dump(mode="json", exclude=without)
        return {"name": address.split(".")[1], "policy": column.policy(list(self.study.policies)), **own}

    def refitted(self, address: str) -> dict:
        """The settings of the column at an address for another rule that fits it, by its address."""
        return self.fit(address, ESTIMATE_ALONE) | {"name": address}

    def pairs(self, addresses: list[str]) -> tuple[list[str], list[str]]:
        """The CSV and JSON files that hold the fits of `addresses`, each once."""
        stems = dict.fromkeys(
            f"{self.home}/estimates/{self.column(address).rule}/{address.split('.')[0]}" for address in addresses
        )
        return [f"{stem}.csv" for stem in stems], [f"{stem}.json" for stem in stems]

    def stems(self, table: str) -> list[str]:
        """Where the pairs that a table prints lie, without their endings."""
        entry = self.study.tables[table]
        folders = [entry.kind] if isinstance(entry, Grid) else entry.rules()
        return [f"{self.home}/estimates/{folder}/{table}" for folder in folders]

    def grid(self, table: str) -> dict[str, str]:
        """The pair of files of a grid, by name."""
        (stem,) = self.stems(table)
        return {"table": f"{stem}.csv", "layout": f"{stem}.json"}

    def matrices(self, names: list[str]) -> list[str]:
        return [f"{self.home}/spatial/matrices/{name}.csv" for name in names]

    def clusters(self, matrix: str, variable: str) -> dict[str, str]:
        """The pair of files with the local statistics of a variable by a matrix."""
        stem = f"{self.home}/spatial/clusters/{matrix}/{variable}"
        return {"clusters": f"{stem}.csv", "facts": f"{stem}.json"}

    def placebo(self, name: str, ending: str) -> list[str]:
        """The files with this ending of all columns of the placebo `name`."""
        return [f"{self.home}/placebo/{name}/{address}.{ending}" for address in self.study.placebo[name].of]

    def curve(self, table: Grid, ending: str) -> list[str]:
        """The files with this ending of all chunks of a specification curve."""
        name = next(name for name, entry in self.study.tables.items() if entry is table)
        folder = f"{self.home}/placebo/chunks/{name}"
        return [f"{folder}/{number}-of-{self.chunks}.{ending}" for number in range(1, self.chunks + 1)]

    def frontiers(self, wanted: bool) -> dict:
        """Where the bootstrap of the scores lies, none of its files unless `wanted`."""
        folder, last = f"{self.home}/efficiency", self.frontier_chunks
        chunks = [f"{folder}/chunks/{number}-of-{last}.csv" for number in range(1, last + 1)]
        return {"bootstrap": f"{folder}/bootstrap.json" if wanted else [], "replications": chunks if wanted else []}

    def words(self, address: str) -> str:
        """What a column is called: its label, or that of its outcome."""
        column = self.column(address)
        outcome = column.parsed.outcome
        return column.label or self.study.labels.get(outcome, outcome)
