"""What a finished study knows, for manuscripts: its results to all digits, and its words in two languages."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from core.files import read_json, read_rows
from report.fitted import Fitted, fitted_columns, in_order

HERE = Path(__file__).parent
EVENT_TIME = re.compile(r"(.+)::(-?\d+)")
BETWEEN = re.compile(r"rho\.(\w+)\.(\w+)")
LAG = re.compile(r"lag\((\w+)\)")


@dataclass(frozen=True, eq=False)
class Study:
    """settings : its file as it was read; results : the folder of its results"""

    name: str
    settings: dict
    results: Path

    def said(self, text: str | dict, language: str) -> str:
        """A text of the study file in a language; those that are English only have a dictionary."""
        if isinstance(text, dict):
            return text[language]
        return text if language == "en" else _dictionary()[text]

    def label(self, name: str, language: str) -> str:
        return self.said(self.settings["labels"].get(name, name), language)

    def term(self, term: str, language: str) -> str:
        """The heading of a row: products, spatial lags, event times and lags in words."""
        if event := EVENT_TIME.fullmatch(term):
            word = "，第{}年" if language == "zh" else ", year {}"
            return self.label(event[1], language) + word.format(event[2].replace("-", "−"))
        if lag := LAG.fullmatch(term):
            return ("滞后一期" if language == "zh" else "Lagged ") + self.label(lag[1], language)
        if term in ("rho", "lambda"):
            return {"rho": "ρ", "lambda": "λ"}[term]
        if between := BETWEEN.fullmatch(term):
            ends = [self.label(end, language) for end in between.groups()]
            return "ρ，{}对{}".format(*ends) if language == "zh" else "ρ, {} to {}".format(*ends)
        if term.startswith("W:"):
            return f"W × {self.label(term[2:], language)}"
        return " × ".join(self.label(factor, language) for factor in term.split(":"))

    def columns(self, table: str) -> list[Fitted]:
        """The fitted columns of a table, whatever estimators it has."""
        return in_order(_fitted(self.results, table), list(self.settings["tables"][table]["columns"]))

    def column_label(self, table: str, column: str, language: str) -> str:
        entry = self.settings["tables"][table]["columns"][column]
        return self.said(entry["label"], language) if isinstance(entry, dict) and "label" in entry else ""

    def title(self, table: str, language: str) -> str:
        return self.said(self.settings["tables"][table]["title"], language)

    def rows(self, stage: str, table: str) -> list[dict]:
        return _rows(self.results / "estimates" / stage / f"{table}.csv")

    @property
    def main(self) -> dict:
        """The main result of the study."""
        return _json(self.results / "main.json")["result"]

    @property
    def objections(self) -> set[str]:
        """The checks that object to the results themselves, so that a manuscript on them may be asked the same."""
        return {row["check"] for row in read_rows(self.results / "referee.csv")}


@cache
def study(name: str, root: Path = Path()) -> Study:
    path = root / f"config/studies/{name}.yaml"
    return Study(name, yaml.safe_load(path.read_text(encoding="utf-8")), root / "results" / name)


@cache
def _dictionary() -> dict[str, str]:
    return tomllib.loads((HERE / "chinese.toml").read_text(encoding="utf-8"))


@cache
def _fitted(results: Path, table: str) -> list[Fitted]:
    files = sorted((results / "estimates").glob(f"fit_*/{table}.csv"))
    return fitted_columns([(_rows(path), _json(path.with_suffix(".json"))) for path in files])


_rows, _json = cache(read_rows), cache(read_json)
