"""Raw files that are damaged or of another kind."""

import re

import pytest
from raw_study import PANEL, Fault, Oddity, all_of, as_it_stands, delimited, sub

from core.errors import StudyError
from panel.facts import PLAIN_TABLE
from panel.reading import read_grid


def damaged(name: str, content: bytes) -> tuple[dict, dict]:
    """The edit that puts `content` into the file `name`, and the key of the source that names the file."""
    return {name: as_it_stands(content)}, {"sources.0": PANEL["sources"][0] | {"path": name}}


FAULTS = [
    Fault(
        5,
        {"economy.csv": lambda text: "sep=;\n" + delimited(";")(text)},
        {},
        ["begins with `sep=;`", "`delimiter: semicolon`"],
    ),
    Fault(48, {"economy.csv": lambda text: text + "x" * 2**21}, {}, ["line 32 has 2,097,152 characters; a line of a"]),
    Fault(48, {"economy.csv": lambda text: "," * 99_999 + text}, {}, ["row 1 has 100,003 cells; at most 16,384"]),
    Fault(48, {"economy.csv": as_it_stands("")}, {}, ["economy.csv: the file is empty"]),
    Fault(48, {"economy.csv": lambda text: text.splitlines()[0] + "\n"}, {}, ["economy.csv: no rows below the header"]),
    Fault(48, {"economy.csv": lambda text: text + '"合肥市,2020,1,2\n'}, {}, ["is not a table", "quotation mark"]),
    Fault(
        48, {"economy.csv": sub("10500,3070", "10,500,3070")}, {}, ["rows 3 have more cells than the 4 headers: 城市"]
    ),
    Fault(
        48,
        {"economy.csv": all_of(sub("年份,地区", "年份,,地区"), lambda text: re.sub(r"(201\d),", r"\1,x,", text))},
        {},
        ["economy.csv: column C holds values and has no header"],
    ),
    Fault(48, *damaged("economy.xlsx", b"PK\x03\x04 cut off"), ["the file is damaged"]),
    Fault(
        48,
        *damaged("economy.xlsx", b"\xd0\xcf\x11\xe0 and more"),
        ["protected by a password, or an old .xls file renamed"],
    ),
    Fault(48, *damaged("economy.xls", b"\xd0\xcf\x11\xe0 and more"), ["is in the old .xls format; save it as .xlsx"]),
    Fault(48, *damaged("economy.dta", b"<stata_dta><header><release>118"), ["the file is damaged"]),
    Fault(48, *damaged("economy.ods", b"x"), ["unknown type `.ods`"]),
]

ODDITIES = [
    Oddity(
        5, {"economy.csv": lambda text: "sep=;\n" + delimited(";")(text)}, {"sources.0.delimiter": "semicolon"}, [], []
    ),
    Oddity(
        5,
        {"economy.csv": all_of(delimited(";"), sub("10500", "10500,0"))},
        {"sources.0.delimiter": "semicolon", "sources.0.decimal": ","},
        [],
        [],
    ),
]


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_faults_are_refused_by_name(refused, fault):
    refused(fault)


@pytest.mark.parametrize("oddity", ODDITIES, ids=str)
def test_what_is_odd_is_accounted_for(accounted, oddity):
    accounted(oddity)


@pytest.mark.parametrize("ending", ["csv", "dta"])
def test_a_file_that_fills_the_memory_is_not_read(tmp_path, ending):
    """A file of 513 MB that takes no place on the disk."""
    path = tmp_path / f"economy.{ending}"
    with path.open("wb") as file:
        file.truncate(513 * 2**20)
    with pytest.raises(StudyError, match="has 537,919,488 bytes; allowed are 536,870,912"):
        read_grid(path, PLAIN_TABLE)
