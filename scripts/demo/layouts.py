"""Raw files in the layouts, encodings and units in which yearbooks come."""

import datetime
import io
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np
import pandas as pd

from demo.calibration import YEARS
from demo.settings import File
from demo.variables import text

LABEL = "simulated data"
EPOCH = datetime.datetime(2000, 1, 1)  # the date in every file that holds one: equal runs give equal bytes
KEYS = ("code", "city", "year")  # what a table has beside its variables
SHEET = "Sheet1"


def label_text(study: str, seed: int) -> str:
    """The text that lies beside the raw files."""
    return (
        f"SIMULATED DATA. The yearbooks in this folder were drawn for the study `{study}` with the seed {seed}.\n\n"
        "Real: names, codes, coordinates, areas, adjacency, ranks and regions of the cities; years of the pilot zones\n"
        "in resources/. Simulated: every value of every yearbook, grades, telephones, patents, and the cities of a\n"
        "roster that resources/ marks as unknown. Unverified: rows marked so in resources/.\n"
        "No result from these files is a replication of a paper. truth.json says what was planted, defects.json what\n"
        "is wrong with the files on purpose.\n"
    )


def table(file: File, cities: pd.DataFrame, study: np.ndarray, clean: dict[str, np.ndarray]) -> pd.DataFrame:
    """What the file says if nothing goes wrong: `code`, `city`, `year` and the variables as text, sorted by code.

    `cities` has n rows; `study` (n,) bool are those in the file; `clean` holds (n, T) arrays.
    """
    years = [year for year in YEARS if file.years[0] <= year <= file.years[1]]
    if file.level == "province":
        shown = cities[study].drop_duplicates("province_zh")
        names = shown["province_zh"]
    else:
        shown = cities[study]
        names = shown["name_zh"]
    rows = pd.MultiIndex.from_product([shown.index, years]).to_frame(index=False, name=["place", "year"])
    content = pd.DataFrame(
        {
            "code": shown["adcode"].reindex(rows["place"]).to_numpy(dtype=object),
            "city": names.reindex(rows["place"]).to_numpy(dtype=object),
            "year": rows["year"],
        }
    )
    if file.key == "code":
        content["city"] = content["code"]
    at = rows["place"].to_numpy(), rows["year"].to_numpy() - YEARS[0]
    return content.assign(**{name: text(name, clean[name][at], column.unit) for name, column in file.columns.items()})


def raw_file(file: File, content: pd.DataFrame, names: dict[str, str]) -> bytes:
    """`content` in the format of the raw file; `names` are the cities' names by code, for value labels."""
    if file.thousands:
        variables = {name: content[name].map(with_commas) for name in file.columns}
        content = content.assign(**variables)
    shown = wide(file, content) if file.layout == "wide" else long(file, content)
    match Path(file.path).suffix:
        case ".csv":
            return shown.to_csv(index=False, lineterminator="\n").encode(file.encoding)
        case ".tsv":
            return shown.to_csv(index=False, sep="\t", lineterminator="\n").encode(file.encoding)
        case ".xlsx":
            units = ["", "", *(f"({column.unit})" if column.unit else "" for column in file.columns.values())]
            return workbook([[f"城市统计年鉴 ({LABEL})"], list(shown.columns), units, *shown.to_numpy().tolist()])
        case ".dta":
            return stata_file(file, shown, names)
    raise ValueError(f"{file.path}: no yearbook comes in this format")


def with_commas(number: str) -> str:
    whole, point, rest = number.partition(".")
    return f"{int(whole):,}{point}{rest}" if whole.isdigit() else number


def long(file: File, content: pd.DataFrame) -> pd.DataFrame:
    """City, year and the variables under the file's own headers."""
    headers = {"city": file.city, "year": file.year} | {name: column.header for name, column in file.columns.items()}
    return content[list(headers)].rename(columns=headers)


def wide(file: File, content: pd.DataFrame) -> pd.DataFrame:
    """A row for each city and a column for each year and variable, headed as `2015年` or `SO2 2015`."""
    order = content["city"].drop_duplicates()
    parts = []
    for name, column in file.columns.items():
        part = content.pivot(index="city", columns="year", values=name).reindex(order).fillna("")
        parts.append(part.rename(columns=lambda year, column=column: column.header.replace("{year}", str(year))))
    return pd.concat(parts, axis=1).rename_axis(index=file.city, columns=None).reset_index()


def stata_file(file: File, shown: pd.DataFrame, names: dict[str, str]) -> bytes:
    """Stata file with float64 values and the city's code, which has the city's name as value label."""
    numbers = shown.apply(pd.to_numeric).astype({file.city: "int32", file.year: "int16"})
    used = {int(code): names[code] for code in shown[file.city].unique()}
    content = io.BytesIO()
    numbers.to_stata(
        content,
        write_index=False,
        version=118,
        time_stamp=EPOCH,
        data_label=LABEL,
        value_labels={file.city: used},
    )
    return content.getvalue()


# --- a workbook of one sheet: no library writes the same bytes twice --------------------------------------------------

WORKBOOK = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/xl/workbook.xml"'
        ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml"'
        ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"'
        ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
        ' Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
        ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        f'<sheets><sheet name="{SHEET}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"'
        ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"'
        ' Target="worksheets/sheet1.xml"/></Relationships>'
    ),
}


def workbook(rows: list[list]) -> bytes:
    """Workbook with one sheet of `rows`; what reads as a number is a number cell. The first row is a merged title."""
    lines = [
        f'<row r="{number}">{"".join(cell(value, number, place) for place, value in enumerate(row))}</row>'
        for number, row in enumerate(rows, start=1)
    ]
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{''.join(lines)}</sheetData>"
        f'<mergeCells count="1"><mergeCell ref="A1:{letters(len(rows[1]) - 1)}1"/></mergeCells></worksheet>'
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (WORKBOOK | {"xl/worksheets/sheet1.xml": sheet}).items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH.timetuple()[:6]), head + content, zipfile.ZIP_DEFLATED)
    return whole.getvalue()


def cell(value, row: int, place: int) -> str:
    where = f'r="{letters(place)}{row}"'
    if value == "":
        return ""
    try:
        float(value)
    except ValueError:
        return f'<c {where} t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f"<c {where}><v>{value}</v></c>"


def letters(place: int) -> str:
    """Name of the column at `place`, from 0: A, B, ... Z, AA."""
    name = ""
    while place >= 0:
        name = chr(ord("A") + place % 26) + name
        place = place // 26 - 1
    return name
