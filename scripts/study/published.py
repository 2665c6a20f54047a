"""Tables that set results beside the numbers that a paper prints."""

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, model_validator

from core.blocks import Block, FilePath, Slug, described, one_or_more
from study.entries import Grid, Places, Use


def _named_by_text(value):
    """The same names as text: columns and rows of a paper are often numbers."""
    return {str(key): str(name) for key, name in value.items()} if isinstance(value, dict) else value


Names = Annotated[dict[str, str], BeforeValidator(_named_by_text)]


class Match(Block):
    """Where the numbers of a printed table stand in the study."""

    table: Annotated[Slug, described("table of the study")]
    columns: Annotated[
        Names,
        described("printed columns, each with ours or, of a grid, with a key; by default they are called alike"),
    ] = {}
    rows: Annotated[
        Names, described("printed rows, each with our term or, of a grid, with a key; by default they are called alike")
    ] = {}


class Published(Grid):
    """Results beside the numbers that a paper prints, and beside what is true of simulated data."""

    kind: Annotated[Literal["published"], described("results beside the numbers of a paper")]
    values: Annotated[
        FilePath,
        described("YAML file of printed numbers: `entries`, each with `id`, `table`, `column`, `row`, `stat`, `value`"),
    ]
    statistics: Annotated[
        list[str],
        BeforeValidator(one_or_more),
        described(
            "which `stat` are shown: `coef`, with its `se` beneath, or columns of grids, as `mean`", min_length=1
        ),
    ] = ["coef"]
    match: Annotated[dict[str, Match], described("printed tables, each with its place in the study", min_length=1)]
    truth: Annotated[FilePath | None, described("JSON file of what is true of simulated data")] = None
    planted: Annotated[
        dict[str, str],
        described("where a truth stands there, as `policy.effect`, by the `id` of a printed number or its beginning"),
    ] = {}

    @model_validator(mode="after")
    def _truths_have_a_file(self) -> Self:
        if self.planted and not self.truth:
            raise ValueError("`planted` names truths, and there is no `truth`; name the file that holds them")
        return self

    def uses(self) -> Iterator[Use]:
        yield Use("values", "file", self.values)
        if self.truth:
            yield Use("truth", "file", self.truth)
        for name, match in self.match.items():
            yield Use(f"match.{name}.table", "table", match.table)
            for kind, keys in (("column of a table", match.columns), ("term of a table", match.rows)):
                yield from (Use(f"match.{name}", kind, key, match.table) for key in keys.values())

    def files(self, places: Places) -> dict:
        tables = dict.fromkeys(match.table for match in self.match.values())
        stems = [stem for table in tables for stem in places.stems(table)]
        return {
            "published": self.values,
            "results": [f"{stem}.csv" for stem in stems],
            "facts": [f"{stem}.json" for stem in stems],
            "truth": [self.truth] if self.truth else [],
        }

    def settings(self, places: Places) -> dict:
        return {
            "match": {name: _placed(name, match, places) for name, match in self.match.items()},
            "statistics": self.statistics,
            "planted": self.planted,
            "departures": places.study.departures,
        }


def _placed(name: str, match: Match, places: Places) -> dict:
    """The place of a printed table, columns of regressions by their addresses, and what the table is called."""
    table = places.study.tables[match.table]
    before = "" if isinstance(table, Grid) else f"{match.table}."
    columns = {printed: f"{before}{own}" for printed, own in match.columns.items()}
    return match.model_dump() | {"columns": columns, "heading": table.paper or name}
