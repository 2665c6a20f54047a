"""Sentences of a manuscript on results of a study, in a voice."""

from dataclasses import dataclass, field, replace
from random import Random

from manuscripts.facts import Study
from manuscripts.paper import Grid, Piece
from manuscripts.voice import Voice

Sentence = tuple[Piece, ...]


@dataclass
class Speaker:
    """alone : what is said is read without the study; grids : the tables that sentences refer to"""

    study: Study
    voice: Voice
    rng: Random
    alone: bool
    grids: dict[str, Grid] = field(default_factory=dict)
    figures: int = 0

    def say(self, slot: str, **fields: Piece | str) -> Sentence:
        return self.voice.sentence(slot, self.rng, **fields)

    def table(self, table: str) -> Piece:
        number = self.grids[table].number
        return Piece(self.voice.words["table"].format(number), "table_ref", table)

    def column(self, table: str, column: str) -> Piece:
        names = [one.name for one in self.study.columns(table)]
        number = names.index(column) + 1
        return Piece(self.voice.words["column"].format(number), "column_ref", table, column, value=number)

    def value(self, role: str, value: float, table: str = "", column: str = "", term: str = "", decimals=None) -> Piece:
        return Piece(self.voice.number(value, decimals), role, table, column, term, value)

    def span(self) -> dict[str, Piece]:
        first, last = self.study.settings["years"]
        main = self.study.main
        return {
            "first": Piece(str(first), "first", value=first),
            "last": Piece(str(last), "last", value=last),
            "years": Piece(str(last - first + 1), "years", value=last - first + 1),
            "units": Piece(self.voice.count(main["n_units"]), "units", value=main["n_units"]),
            "n_obs": Piece(self.voice.count(main["n_obs"]), "n_obs", value=main["n_obs"]),
        }

    def on_main(self, slot: str) -> Sentence:
        """A sentence on the main result, which the abstract, the introduction and the conclusion repeat."""
        main = self.study.main
        table, column = main["address"].split(".")
        return self.say(
            slot,
            term=self.voice.spoken(self.study, main["term"]),
            estimate=self.value("estimate", main["estimate"], table, column, main["term"]),
            significance=self.voice.significance(main["p_value"]),
            **self.span(),
        )

    def coefficients(self, table: Grid) -> list[Piece]:
        return [piece for row in table.body for piece in row if piece.role == "estimate"]

    def p_value(self, piece: Piece) -> float:
        return next(
            row["p_value"]
            for column in self.study.columns(piece.table)
            if column.name == piece.column
            for row in column.rows
            if row["term"] == piece.term
        )

    def on_result(self, piece: Piece, slot: str = "result", **more) -> Sentence:
        p_value = self.p_value(piece)
        return self.say(
            slot,
            table=self.table(piece.table),
            column=self.column(piece.table, piece.column),
            term=self.voice.spoken(self.study, piece.term),
            estimate=replace(piece, stars=""),
            significance=replace(
                self.voice.significance(p_value), table=piece.table, column=piece.column, term=piece.term
            ),
            direction=self.voice.direction(piece.value),
            **more,
        )

    def outcome(self, piece: Piece) -> str:
        return next(
            column.facts["outcome"] for column in self.study.columns(piece.table) if column.name == piece.column
        )

    def on_percent(self, table: Grid, found: list[Piece]) -> list[Sentence]:
        logs = [piece for piece in found if self._is_log(self.outcome(piece)) and 0.02 < abs(piece.value) < 0.3]
        if not logs:
            return []
        piece = self.rng.choice(logs)
        percent = Piece(
            self.voice.number(100 * piece.value, 1), "percent", piece.table, piece.column, piece.term, 100 * piece.value
        )
        outcome = self.voice.spoken(self.study, self.outcome(piece))
        return [self.on_result(piece, "percent", percent=percent, outcome=outcome)]

    def _is_log(self, name: str) -> bool:
        return self.study.term(name, "en").lower().startswith("log")

    def on_r2(self, table: Grid) -> list[Sentence]:
        found = [piece for row in table.body for piece in row if piece.role == "r2_within"]
        if not found:
            return []
        piece = self.rng.choice(found)
        return [self.say("r2", table=self.table(table.name), column=self.column(table.name, piece.column), r2=piece)]

    def on_relative(self, main: dict, outcome: dict) -> Sentence:
        percent = 100 * main["estimate"] / outcome["mean"]
        table, column = main["address"].split(".")
        return self.say(
            "relative",
            mean=self.value("mean", outcome["mean"], "descriptives", "", main["outcome"]),
            estimate=self.value("estimate", main["estimate"], table, column, main["term"]),
            percent=Piece(self.voice.number(percent, 1), "relative", value=percent),
        )

    def on_moments(self, row: tuple[Piece, ...]) -> list[Sentence]:
        moments = {piece.role: piece for piece in row[1:]}
        term = self.voice.spoken(self.study, row[1].term)
        return [self.say("means", table=self.table("descriptives"), term=term, **moments)]

    def on_share(self, rows: list[tuple[Piece, ...]]) -> list[Sentence]:
        """The mean of a share as a percentage."""
        shares = [piece for row in rows for piece in row if piece.role == "mean" and self._is_share(piece.term)]
        if not shares:
            return []
        piece = self.rng.choice(shares)
        percent = Piece(
            self.voice.number(100 * piece.value, 1), "share", piece.table, "", piece.term, 100 * piece.value
        )
        return [self.say("share", term=self.voice.spoken(self.study, piece.term), percent=percent)]

    def _is_share(self, name: str) -> bool:
        return self.study.label(name, "en").startswith("Share of")

    def figure(self) -> str:
        self.figures += 1
        return f"图{self.figures}" if self.voice.language == "zh" else f"Figure {self.figures}"
