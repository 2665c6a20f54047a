"""Two runs of a study side by side: which numbers of its tables moved."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from core.errors import StudyError
from core.files import read_json
from report.all_numbers import numbers_of_tables
from report.printed import probability
from report.quotable import Quotable, unique

PAIR = ("coefficients", "grid")  # kinds of results that are printed


@dataclass(frozen=True)
class Moved:
    """A number that is not printed as it was, or an estimate whose N, p or stars are not; `there` in the other run."""

    there: Quotable
    here: Quotable
    size: float

    @property
    def address(self) -> str:
        return self.here.address

    def row(self, study: str, causes: list[str]) -> dict:
        pairs = {"": "printed", "value_": "value", "n_": "n", "p_value_": "p_value", "stars_": "stars"}
        values = {
            f"{name}{side}": getattr(one, key)
            for name, key in pairs.items()
            for side, one in (("there", self.there), ("here", self.here))
        }
        return {"study": study, "address": self.address, "meaning": self.here.meaning} | values | {
            "difference": self.here.value - self.there.value,
            "not_the_same": "; ".join(causes),
        }  # fmt: skip


COLUMNS = [
    *("study", "address", "meaning", "there", "here", "value_there", "value_here", "difference", "n_there", "n_here"),
    *("p_value_there", "p_value_here", "stars_there", "stars_here", "not_the_same"),
]


def homes(against: str, studies: list[str]) -> dict[str, Path]:
    """The folders of studies in the results of another run, which may be named itself, or by the folder above it.

    Raises StudyError if it has none of them.
    """
    found = {}
    for study in studies:
        tries = [Path(against) / below for below in (study, f"results/{study}", f"published/{study}", ".")]
        own = [path for path in tries if (path / "estimates").is_dir() and path.resolve().name == study]
        found |= {study: own[0]} if own else {}
    if not found:
        what = "has no estimates of" if Path(against).is_dir() else "is no folder, so it has none of"
        raise StudyError(
            f"{against} {what} {', '.join(studies)}.\n"
            "  Name the folder `results` of another run, or `published` of an unpacked archive: "
            "snakemake --cores 1 --config against=OTHER/results -- compare"
        )
    return found


def numbers_in(home: Path) -> dict[str, Quotable]:
    """The numbers of every table that a run has estimated, by address."""
    try:
        found = numbers_of_tables(home.as_posix(), _tables(home), {})
    except (KeyError, ValueError) as error:
        said = f"{type(error).__name__} {error}"
        raise StudyError(f"{home}: estimates of another version of the workflow, or cut off ({said})") from error
    return {one.address: one for one in unique(found)}


def _tables(home: Path) -> dict:
    """The pairs of files below a folder of results, by the table that they are of."""
    tables: dict[str, dict] = {}
    for layout in sorted(home.glob("estimates/*/*.json")):
        facts = read_json(layout)
        if facts.get("kind") in PAIR and layout.with_suffix(".csv").is_file():
            table = tables.setdefault(layout.stem, {"estimates": [], "facts": [], "placebos": []})
            table["estimates"].append(layout.with_suffix(".csv").as_posix())
            table["facts"].append(layout.as_posix())
            columns = table.setdefault("printing", {"stars": True, "columns": []})["columns"]
            columns += [{"name": fit["name"], "label": None} for fit in facts.get("columns", [])]
    return tables


def moved(there: dict[str, Quotable], here: dict[str, Quotable]) -> list[Moved]:
    """What moved, the largest first: estimates by standard errors, then other numbers by their share."""
    pairs = [(there[address], one) for address, one in here.items() if address in there]
    found = [Moved(then, now, _size(then, now, there)) for then, now in pairs if _shown(then) != _shown(now)]
    return sorted(found, key=lambda one: (one.here.meaning != "estimate", -one.size))


def _shown(one: Quotable) -> tuple:
    """What readers see of a number: of an estimate also N, p and stars."""
    beside = (one.n, probability(one.p_value), one.stars) if one.meaning == "estimate" else ()
    return one.printed, *beside


def _size(then: Quotable, now: Quotable, there: dict[str, Quotable]) -> float:
    error = there.get(f"{then.address}.std_error")
    scale = error.value if then.meaning == "estimate" and error else max(abs(then.value), abs(now.value))
    return abs(now.value - then.value) / scale if scale else 0.0


def unprinted(there: dict[str, Quotable], here: dict[str, Quotable]) -> int:
    """How many numbers are printed alike and differ in further digits."""
    both = [(there[address], one) for address, one in here.items() if address in there]
    return sum(then.value != now.value and _shown(then) == _shown(now) for then, now in both)


def alone(these: dict[str, Quotable], others: dict[str, Quotable]) -> Iterator[str]:
    """Tables, and columns of tables, that only one of the runs has."""
    known = {one.table for one in others.values()}
    columns = {(one.table, one.column) for one in others.values()}
    for table in dict.fromkeys(one.table for one in these.values()):
        if table not in known:
            yield table
        else:
            own = dict.fromkeys(one.column for one in these.values() if one.table == table and one.column)
            yield from (f"{table}.{column}" for column in own if (table, column) not in columns)
