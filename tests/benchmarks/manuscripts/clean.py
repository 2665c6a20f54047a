"""A manuscript without errors, from the results of a study: its tables, and what its text says of them."""

from dataclasses import replace
from random import Random

from core.files import read_json
from manuscripts.facts import Study
from manuscripts.grids import grid
from manuscripts.paper import Grid, Paper, Paragraph, Piece
from manuscripts.speaker import Sentence, Speaker
from manuscripts.voice import voice

STUDIES = ("aipz", "castle", "ncedc", "yreb")
SECTIONS = {
    "data": "descriptives cohorts means",
    "baseline": "baseline plain",
    "dynamics": "dynamics",
    "mechanisms": "mechanisms others",
    "heterogeneity": "heterogeneity grades reaches",
    "robustness": "robustness staggered",
    "concurrent": "concurrent",
    "bacon": "bacon",
    "moran": "moran",
    "spatial": "spillovers spatial effects",
}


def paper(of: Study, wording: str, language: str, seed: int, alone: bool) -> Paper:
    """The manuscript of a study in a language; `alone` says that it is read without the study."""
    rng = Random(f"{of.name} {wording} {language} {seed}")
    return Author(of, voice(wording, language, rng), rng, alone).paper()


class Author(Speaker):
    def paper(self) -> Paper:
        own = self.study.settings["tables"]
        order = [table for tables in SECTIONS.values() for table in tables.split() if table in own]
        self.grids = {
            table: grid(self.study, self.voice, table, number, self.alone) for number, table in enumerate(order, 1)
        }
        blocks = [
            Paragraph((Piece(self.study.said(self._title(), "en")),), "title"),
            Paragraph(self.on_main("abstract"), "abstract", "abstract"),
            *self._section("introduction", [self._paragraph("introduction", self.on_main("introduction"))]),
        ]
        for heading, tables in SECTIONS.items():
            parts = [part for table in tables.split() if table in own for part in self._part(table)]
            blocks += self._section(heading, parts)
        blocks += self._placebo()
        blocks += self._section("conclusion", [self._paragraph("conclusion", self.on_main("conclusion"))])
        blocks += self._appendix(len(order) + 1)
        return Paper(self.voice.language, self.voice.style, tuple(blocks))

    def _title(self) -> str | dict:
        title = self.study.settings["title"]
        return title["en"] if isinstance(title, dict) else title

    def _section(self, heading: str, parts: list) -> list:
        if not parts:
            return []
        return [Paragraph((Piece(self.voice.headings[heading]),), "heading"), *parts]

    def _paragraph(self, about: str, *sentences: Sentence) -> Paragraph:
        joint = (Piece(self.voice.words["joint"]),) if self.voice.words["joint"] else ()
        pieces = [piece for sentence in sentences for piece in (*joint, *sentence, Piece("", "stop"))]
        return Paragraph(tuple(pieces[len(joint) :]), "text", about)

    def _part(self, table: str) -> list:
        """What the text says of a table, and the table."""
        say = getattr(self, f"_{table}", self._results)
        sentences, after = say(self.grids[table])
        return [self._paragraph(table, *sentences), self.grids[table], *after] if sentences else [self.grids[table]]

    def _results(self, table: Grid):
        """Two or three coefficients of a regression table, an effect in percent where the outcome is a log."""
        found = [piece for piece in self.coefficients(table) if piece.term not in ("rho", "lambda")]
        earned = [piece for piece in found if piece.stars]
        chosen = self.rng.sample(earned, min(2, len(earned))) + self.rng.sample(found, 1)
        sentences = [self.on_result(piece) for piece in dict.fromkeys(chosen)]
        if earned:
            piece = self.rng.choice(earned)
            outcome = self.voice.spoken(self.study, self.outcome(piece))
            sentences.append(self.on_result(piece, "direction", outcome=outcome))
        sentences += self.on_percent(table, found)
        sentences += self.on_r2(table)
        return sentences, []

    def _baseline(self, table: Grid):
        sentences, _ = self._results(table)
        main = self.study.main
        outcome = [row for row in self.study.rows("descriptives", "descriptives") if row["variable"] == main["outcome"]]
        if main["address"].startswith("baseline") and len(outcome) == 1:
            sentences.append(self.on_relative(main, outcome[0]))
        return sentences, []

    def _descriptives(self, table: Grid):
        sentences = [self.say("data", **self.span())]
        main = self.study.main
        policy = next((column.facts for column in self.study.columns(main["address"].split(".")[0])), {})
        if main["of_policy"]:
            treated, cohorts = policy["treated_units"], len(policy["cohorts"])
            sentences.append(
                self.say(
                    "treated",
                    treated=Piece(str(treated), "treated", value=treated),
                    cohorts=Piece(str(cohorts), "cohorts", value=cohorts),
                )
            )
        rows = [row for row in table.body if row[0].role == "heading" and not row[1].column]
        if rows:
            sentences += self.on_moments(self.rng.choice(rows))
            sentences += self.on_share(rows)
        return sentences, []

    def _means(self, table: Grid):
        piece = self.rng.choice([piece for row in table.body for piece in row if piece.role == "group_mean"])
        return [
            self.say(
                "groups",
                table=self.table("means"),
                term=self.voice.spoken(self.study, "score"),
                mean=piece,
                group=self.study.said(piece.term, self.voice.language),
                year=Piece(piece.column, "year"),
            )
        ], []

    def _cohorts(self, table: Grid):
        return [], []

    def _dynamics(self, table: Grid):
        rows = [piece for piece in self.coefficients(table) if piece.column == "twfe"]
        times = [int(piece.term.split("::")[1]) for piece in rows if "::" in piece.term]
        impact = next(piece for piece in rows if piece.term.endswith("::0"))
        ends = {
            "low": Piece(self.voice.number(min(times), 0), "low", value=min(times)),
            "high": Piece(str(max(times)), "high", value=max(times)),
        }
        caption = self.say("event_caption", figure=self.figure(), estimate=replace(impact, stars=""), **ends)
        return [self.on_result(impact, "event", **ends)], [Paragraph(caption, "figure", "event_caption")]

    def _bacon(self, table: Grid):
        weight = next(piece for row in table.body for piece in row if piece.role == "weight")
        overall = next(piece for row in table.body for piece in row if piece.role == "overall")
        return [self.say("bacon", table=self.table("bacon"), weight=weight, overall=overall)], []

    def _moran(self, table: Grid):
        piece = self.rng.choice([piece for row in table.body for piece in row if piece.role == "moran_i"])
        row = next(
            row
            for row in self.study.rows("moran", "moran")
            if (row["variable"], row["matrix"], str(row["year"])) == ("score", piece.column, piece.term)
        )
        return [
            self.say(
                "moran",
                table=self.table("moran"),
                year=Piece(piece.term, "year"),
                moran_i=replace(piece, stars=""),
                significance=self.voice.significance(row["p_permutation"]),
            )
        ], []

    def _concurrent(self, table: Grid):
        sentences, _ = self._results(table)
        f = next(piece for row in table.body for piece in row if piece.role == "first_stage_f")
        return [*sentences, self.say("instrument", table=self.table("concurrent"), f=f)], []

    def _robustness(self, table: Grid):
        sentences, _ = self._results(table)
        counts = [piece for row in table.body for piece in row if piece.role == "instruments"]
        if counts:
            column, units = self.column("robustness", counts[0].column), self.span()["units"]
            sentences.append(
                self.say("gmm", table=self.table("robustness"), column=column, instruments=counts[0], units=units)
            )
        return sentences, []

    def _spillovers(self, table: Grid):
        sentences, _ = self._results(table)
        rho = self.rng.choice([piece for piece in self.coefficients(table) if piece.term == "rho"])
        return [*sentences, self.on_result(rho, "rho")], []

    _spatial = _plain = _spillovers

    def _effects(self, table: Grid):
        """The three effects of a term by one column, which the text names by its number where it has one."""
        pieces = [piece for row in table.body for piece in row if piece.role in ("direct", "indirect", "total")]
        chosen = self.rng.choice(pieces)
        own = {
            piece.role: replace(piece, stars="")
            for piece in pieces
            if (piece.column, piece.term) == (chosen.column, chosen.term)
        }
        address = chosen.column
        numbers = [piece for row in table.header for piece in row if piece.role == "column_number"]
        number = next((piece for piece in numbers if piece.column == address), None)
        column = Piece(self.study.column_label(*address.split("."), self.voice.language))
        if number:
            text = self.voice.words["column"].format(number.text.strip("()"))
            column = Piece(text, "column_ref", "effects", address, value=float(number.text.strip("()")))
        term = self.voice.spoken(self.study, chosen.term)
        return [self.say("effects", table=self.table("effects"), column=column, term=term, **own)], []

    def _placebo(self) -> list:
        found = sorted((self.study.results / "placebo").glob(f"*/{self.study.main['address']}.json"))
        if not found:
            return []
        placebo, main = read_json(found[0]), self.study.main
        draws = Piece(str(placebo["draws"]), "draws", value=placebo["draws"])
        table, column = main["address"].split(".")
        estimate = self.value("estimate", main["estimate"], table, column, main["term"])
        text = self.say(
            "placebo",
            draws=draws,
            mean=self.value("placebo_mean", placebo["mean"]),
            p=self.value("p", placebo["p_statistic"], decimals=3),
        )
        caption = self.say("placebo_caption", figure=self.figure(), draws=draws, estimate=estimate)
        return [self._paragraph("placebo", text), Paragraph(caption, "figure", "placebo_caption")]

    def _appendix(self, number: int) -> list:
        """The main table once more: its policy alone, as an appendix repeats it."""
        table = self.study.main["address"].split(".")[0]
        whole = self.grids[table]
        term = self.study.main["term"]
        at = next(at for at, row in enumerate(whole.body) if any(p.term == term and p.role == "estimate" for p in row))
        rest = [row for row in whole.body if row[0].text and not row[0].role]
        body = (*whole.body[at : at + 1 + len(self.voice.style["under"])], *rest)
        again = replace(whole, name=f"{table}_again", number=str(number), body=body)
        ref = Piece(self.voice.words["table"].format(number), "table_ref", again.name)
        return self._section("appendix", [self._paragraph("appendix", self.say("appendix", table=ref)), again])
