"""What of the numbers that a paper quotes is not that of the results."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

from core.errors import nearest
from core.files import read_rows
from report.made_results import Results, study_of
from report.paper_folder import Folder, Quote
from report.staleness import COUNTED, Found, copying, inside

LINE = re.compile(r"^\\StudyNumber\{([^{}]*)\}\{.*\}\{([^{}]*)\}\{[^{}]*\}$", re.MULTILINE)
ADDRESS = re.compile(r"[^\W\d]\w*[\w.:()+-]*")  # what no number of siunitx is
MOST = 8  # numbers that a line names


def number_findings(folder: Folder, root: Path, results: Results, studies: list[str]) -> Iterator[Found]:
    """Old copies of numbers, addresses that no study has, old values to fall back on, old numbers in Word."""
    quotes = [quote for quote in folder.quotes if quote.kind == "number"]
    for path in folder.files:
        if path.name in COUNTED and path.name in results.by_name and not inside(path) and not results.same(path):
            result = results.of(path.name, studies)
            why = _moved(path, list(dict.fromkeys(quote.target for quote in quotes)), results.numbers[study_of(result)])
            yield Found("old", path.relative_to(root).as_posix(), f"{why} ({result})", copying(result, path))
    every = [address for study in studies for address in results.numbers[study]]
    for quote in quotes if every else ():
        yield from _of_quote(quote, results.row(quote.target, studies), every)
    if quotes and not every:
        where = f"results/{studies[0]}/numbers/numbers.csv"
        yield Found("missing", where, f"{len(quotes)} numbers are quoted", f"snakemake --cores 1 {where}")
    for where, own in folder.properties.items():
        yield from _of_word(where, own, [quote for quote in quotes if quote.where == where], root, results, studies)


def _moved(path: Path, quoted: list[str], now: dict[str, dict]) -> str:
    """Which of the quoted numbers a copy has otherwise."""
    then = _values(path)
    pairs = {one: (f"{then[one]:.6g}", f"{now[one]['value']:.6g}") for one in quoted if one in then and one in now}
    moved = [f"{one} was {was}, is {shown}" for one, (was, shown) in pairs.items() if was != shown]
    if moved:
        return f"{len(moved)} of {len(quoted)} quoted numbers moved: {_some(moved)}"
    return f"of another run, or edited; none of the {len(quoted)} quoted numbers moved"


def _values(path: Path) -> dict[str, float]:
    if path.suffix == ".tex":
        text = path.read_text(encoding="utf-8", errors="replace")
        return {address: float(value) for address, value in LINE.findall(text)}
    return {row["address"]: row["value"] for row in read_rows(path)} if path.suffix == ".csv" else {}


def _of_quote(quote: Quote, row: dict | None, every: list[str]) -> Iterator[Found]:
    """An address that no study has, or the old value on which it falls back."""
    if row is None:
        if ADDRESS.fullmatch(quote.target):
            close = said if (said := nearest(quote.target, every)).startswith("did") else "numbers.csv has them all"
            yield Found("unknown", quote.target, f"no number has this address; {close} ({quote.where})")
    elif (instead := _option(quote, "else")) and instead != (shown := as_quoted(quote, row)):
        yield Found("old", quote.target, f"falls back on {instead}, is {shown} ({quote.where})")


def as_quoted(quote: Quote, row: dict) -> str:
    r"""What ``\num[options]{address}`` prints."""
    percent, decimals = _option(quote, "percent") is not None, _option(quote, "decimals")
    if not percent and not decimals:
        return str(row["printed"])
    value, fewer = (row["value"] * 100, 2) if percent else (row["value"], 0)
    return f"{value:.{int(decimals) if decimals else max(0, row['decimals'] - fewer)}f}"


def _option(quote: Quote, name: str) -> str | None:
    """The value of an option, empty if it has none, None if it is not there."""
    options = (part.partition("=") for part in quote.options.split(","))
    return next((value.strip() for key, _, value in options if key.strip() == name), None)


def _of_word(
    where: str, own: dict[str, str], quotes: list[Quote], root: Path, results: Results, studies: list[str]
) -> Iterator[Found]:
    """Numbers among the properties of a Word document that moved, and fields whose numbers it does not hold."""
    rows = {address: row for address in own if (row := results.row(address, studies))}
    moved = [f"{address} was {own[address]}, is {row['printed']}" for address, row in rows.items()
             if own[address] != str(row["printed"])]  # fmt: skip
    quoted = sorted({quote.target for quote in quotes} - own.keys())
    lacking = [address for address in quoted if results.row(address, studies)]
    if moved or lacking:
        why = [f"{len(moved)} numbers moved: {_some(moved)}"] * bool(moved)
        why += [f"its fields lack the numbers {_some(lacking)}"] * bool(lacking)
        numbers, document = f"results/{studies[0]}/numbers/numbers.csv", shlex.quote((root / where).as_posix())
        command = f"PYTHONPATH=scripts python -m report.word_properties {numbers} {document}   and F9 in Word"
        yield Found("old", where, "; ".join(why), command)


def _some(said: list[str]) -> str:
    more = f" and {len(said) - MOST} more" if len(said) > MOST else ""
    return f"{'; '.join(said[:MOST])}{more}"
