"""Whole files or none, with the same bytes for the same numbers. The standard library alone; frames: `core.tables`."""

import csv
import errno
import io
import json
import math
import os
import re
import shutil
from collections.abc import Callable, Iterable, Sequence
from numbers import Integral, Real
from pathlib import Path

from core.contract import texts_of
from core.errors import StudyError
from core.spreadsheets import harmless, original

DIGITS = 12  # significant digits of every float that is written
FORM = f".{DIGITS}g"
PANEL = "/panel/panel.csv"
UNFINISHED = re.compile(r"\.\d+\..")  # a temporary name: of which process, and of which file
FLAGS = {"True": True, "False": False}
FURTHER = "scores"  # folder of the further scores of a study, each in a folder of its name
PRODUCTIVITY = "productivity.csv"
LEAST_FREE = 8 * 2**20  # bytes without which Snakemake cannot keep its own account of a small study
ROOM = "Make room on the disk"
REMEDIES = {errno.ENOSPC: ROOM, errno.EDQUOT: ROOM, errno.EFBIG: "Allow larger files (`ulimit -f unlimited`)"}


def write_whole(path: str | Path, write: Callable[[Path], object]) -> None:
    """Call `write` with a temporary name beside `path`, then rename it to `path` in one step.

    Raises StudyError naming `path` where the system does not let it be written, as on a full disk.
    """
    path = Path(path)
    unfinished = path.with_name(f".{os.getpid()}.{path.name}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write(unfinished)
        os.replace(unfinished, path)
    except OSError as error:
        why = error.strerror or str(error)
        remedy = REMEDIES.get(error.errno, "Mend that")
        raise StudyError(
            f"{path} cannot be written: {why}. Nothing is half-written. {remedy}, and run again"
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)


def refuse_files_as_folders(paths: Iterable[str | Path]) -> None:
    """Raise StudyError naming a file that stands where `paths` need a folder."""
    for folder in _folders_above(paths):
        if folder.is_file():
            raise StudyError(f"{folder} is a file, and results need a folder of that name; move the file away")


def refuse_closed_folders(paths: Iterable[str | Path]) -> None:
    """Raise StudyError naming a folder of `paths`, or above them, in which nothing may be written."""
    for folder in _folders_above(paths):
        if folder.is_dir() and not os.access(folder, os.W_OK | os.X_OK):
            raise StudyError(f"the folder {folder} may not be written; change its permissions and run again")


def _folders_above(paths: Iterable[str | Path]) -> list[Path]:
    nearest = {Path(os.path.dirname(path)) for path in paths}
    return sorted({above for folder in nearest for above in (folder, *folder.parents)})


def refuse_full_disk() -> None:
    """Raise StudyError where the disk of the run's folder has no room for what Snakemake itself writes."""
    if (free := shutil.disk_usage(".").free) < LEAST_FREE:
        raise StudyError(
            f"the disk of {Path.cwd()} has {free:,d} bytes free; a run needs {LEAST_FREE:,d} and the size of its "
            f"results. {ROOM}, and run again"
        )


def remove_unfinished(folder: str | Path) -> None:
    """Delete what processes that were killed while they wrote left below `folder` under a temporary name."""
    for left in Path(folder).rglob(".[0-9]*.*"):
        if UNFINISHED.match(left.name):
            left.unlink(missing_ok=True)


def write_text(path: str | Path, text: str) -> None:
    """Write `text` in UTF-8, its line ends as they are on every system."""
    write_whole(path, lambda part: part.write_text(text, encoding="utf-8", newline=""))


def write_bytes(path: str | Path, content: bytes) -> None:
    write_whole(path, lambda part: part.write_bytes(content))


def write_json(path: str | Path, content: dict) -> None:
    """Write `content` with sorted keys, floats to 12 significant digits and null for what is not finite."""
    write_text(path, json.dumps(plain(content), indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False) + "\n")


def read_json(path: str | Path) -> dict:
    return json.loads(Path(path).read_text(encoding="utf-8"))


def write_rows(path: str | Path, rows: Iterable[dict], columns: list[str]) -> None:
    """Write dictionaries as a CSV file with the header `columns`; None and NaN are empty cells."""
    write_cells(path, columns, ([cell_of(row[name]) for name in columns] for row in rows))


def write_cells(path: str | Path, header: Iterable[str], lines: Iterable[Sequence]) -> None:
    """Write lines of cells, as `cell_of` gives them, as a CSV file with a `header`."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(lines)
    write_text(path, text.getvalue())


def read_rows(path: str | Path) -> list[dict]:
    """A result table as dictionaries: texts of the contract as text, other cells as the numbers or flags that they
    spell, an empty cell as None. A column of the panel in which any cell is no number is text in all of them."""
    texts = texts_of(path)
    with open(path, encoding="utf-8", newline="") as file:
        header, *lines = csv.reader(file)
    if Path(path).as_posix().endswith(PANEL):
        texts |= {name for place, name in enumerate(header) if any(_is_word(line[place]) for line in lines)}
    readers = [_text if name in texts else _cell for name in header]
    return [{name: read(cell) for name, read, cell in zip(header, readers, line, strict=True)} for line in lines]


def score_of(path: str | Path) -> str:
    """The variable that a file of scores holds: `score`, or the name of a further score."""
    *_, above, folder, _ = Path(path).parts
    return folder if above == FURTHER else "score"


def is_productivity(path: str | Path) -> bool:
    """Whether a file holds indices of productivity, each a variable of the second of its two years, and not scores."""
    return Path(path).name == PRODUCTIVITY


def read_scored(panel: str | Path, scores: list[str | Path]) -> list[dict]:
    """Rows of the panel, what each file of `scores` holds as further columns; None where a unit-year has none."""
    rows = read_rows(panel)
    for path in scores:
        for name, found in _scored(path).items():
            rows = [row | {name: found.get((row["unit"], row["year"]))} for row in rows]
    return rows


def _scored(path: str | Path) -> dict[str, dict[tuple, float | None]]:
    """The variables of a file of scores or indices, each by unit and year."""
    rows = read_rows(path)
    if not is_productivity(path):
        return {score_of(path): {(row["unit"], row["year"]): row["score"] for row in rows}}
    found: dict[str, dict] = {row["measure"]: {} for row in rows}
    for row in rows:
        found[row["measure"]][row["unit"], row["year_to"]] = row["index"]
    return found


def is_rectangle(path: str | Path) -> bool:
    """Whether the lines of a CSV file all have as many cells as its header, in UTF-8."""
    try:
        with open(path, encoding="utf-8", newline="") as file:
            return len({len(line) for line in csv.reader(file)}) == 1
    except (UnicodeDecodeError, csv.Error):
        return False


def header_of(path: str | Path) -> list[str]:
    """The names of the columns of a CSV file."""
    with open(path, encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


def plain(content):
    """`content` in JSON's own types, with floats rounded to the digits that are written."""
    if isinstance(content, dict):
        return {str(key): plain(value) for key, value in content.items()}
    if isinstance(content, (list, tuple)):
        return [plain(value) for value in content]
    if isinstance(content, bool):
        return content
    if isinstance(content, Integral):
        return int(content)
    if isinstance(content, Real):
        return float(f"{float(content) + 0.0:.{DIGITS}g}") if math.isfinite(content) else None
    return plain(content.tolist()) if hasattr(content, "tolist") else content


def cell_of(value, form: str = FORM):
    """A value as it is written: by default 12 digits, no negative zero, no formula; None where there is none."""
    if isinstance(value, float):
        return None if math.isnan(value) else format(value + 0.0, form)
    return harmless(value) if isinstance(value, str) else value


def no_number(text: str) -> bool:
    """Whether a text holds what is a number to Python alone: other digits than 0 to 9, 1_0, or nan."""
    return "_" in text or not text.isascii() or "nan" in text.lower()


def _is_word(cell: str) -> bool:
    return isinstance(_cell(cell), str)


def _text(cell: str) -> str | None:
    return original(cell) or None


def _cell(cell: str):
    if not cell:
        return None
    if cell in FLAGS:
        return FLAGS[cell]
    if no_number(cell):
        return original(cell)
    if cell.isdecimal():
        return int(cell)
    try:
        number = float(cell)
    except ValueError:
        return original(cell)
    return int(cell) if cell.lstrip("+-").isdecimal() else number
