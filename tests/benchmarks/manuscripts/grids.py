"""The tables of a manuscript, from the results of a study and in the style of a voice."""

from itertools import groupby

from manuscripts.facts import Study
from manuscripts.paper import Grid, Piece
from manuscripts.regressions import Row, estimate_cell, notes_of, regression, under_cell
from manuscripts.voice import Voice, stars_of


def grid(study: Study, voice: Voice, table: str, number: int, alone: bool) -> Grid:
    """A table of a study; `alone` adds what only a manuscript without its study may print, as R² that is adjusted."""
    header, body, notes = MAKERS.get(table, regression)(study, voice, table, alone)
    return Grid(table, str(number), study.title(table, voice.language), header, body, notes)


def descriptives(study: Study, voice: Voice, table: str, alone: bool):
    names = ("n", "mean", "sd", "min", "max")
    header = ((Piece(voice.rows["variable"]), *(Piece(voice.rows[name], "header") for name in names)),)
    rows = study.rows("descriptives", table)
    body = []
    groups = [
        (key, list(own)) for key, own in groupby(sorted(rows, key=lambda row: row["by"] or 0), lambda row: row["by"])
    ]
    for at, (by, own) in enumerate(groups):
        if len(groups) > 1:
            said = study.said("With the policy" if by else "Without the policy", voice.language)
            heading = voice.rows["panel"].format(letter="AB"[at], heading=said)
            body.append((Piece(heading), *(Piece("") for _ in names)))
        body += [_described(study, voice, table, row, names, str(by or "")) for row in own]
    return header, tuple(body), ()


def _described(study: Study, voice: Voice, table: str, row: dict, names: tuple, by: str) -> Row:
    cells = [Piece(_moment(voice, name, row), name, table, by, row["variable"], row[name]) for name in names]
    return (Piece(voice.term(study, row["variable"]), "heading"), *cells)


def _moment(voice: Voice, name: str, row: dict) -> str:
    if name == "n":
        return voice.count(row["n"])
    if row["max"] >= 1000:
        return f"{row[name]:,.1f}" if voice.style["thousands"] else f"{row[name]:.1f}"
    whole = voice.style["binary"] == "0" and name in ("min", "max") and (row["min"], row["max"]) == (0, 1)
    return voice.number(row[name], 0 if whole else None)


def cohorts(study: Study, voice: Voice, table: str, alone: bool):
    header = ((Piece(voice.rows["cohort"]), Piece(voice.rows["treated"])),)
    body = [
        (
            Piece(_year(study, voice, row["cohort"])),
            Piece(voice.count(row["units"]), "units", table, str(row["cohort"]), value=row["units"]),
        )
        for row in study.rows("cohorts", table)
    ]
    return header, tuple(body), ()


def _year(study: Study, voice: Voice, cohort: str | float) -> str:
    return study.said("never", voice.language) if cohort == "never" else str(cohort)


def bacon(study: Study, voice: Voice, table: str, alone: bool):
    header = (tuple(Piece(voice.rows[name], "header") for name in ("comparison", "weight", "estimate")),)
    body = []
    for row in study.rows("bacon", table):
        if row["type"] == "Sum":
            whole = row["comparison"] == "All comparisons"
            said = voice.rows["all"] if whole else study.said(row["comparison"], voice.language)
            roles = ("sum", "overall") if whole else ("weight", "estimate_2x2")
            cells = [
                Piece(voice.number(row[name]), role, table, role, row["comparison"], row[name])
                for name, role in zip(("weight", "estimate"), roles, strict=True)
            ]
            body.append((Piece(said, "heading"), *cells))
    return header, tuple(body), ()


def moran(study: Study, voice: Voice, table: str, alone: bool):
    shown = study.settings["tables"][table].get("statistics", ["moran_i", "z", "p_permutation"])
    names = [name for name in shown if name != "p_normal"]
    rows = [row for row in study.rows("moran", table) if row["variable"] == "score"]
    years = study.settings["tables"][table].get("years") or sorted({row["year"] for row in rows})
    matrices = list(dict.fromkeys(row["matrix"] for row in rows))[:2]
    above = [
        Piece(study.label(matrix, voice.language) if at == 0 else "")
        for matrix in matrices
        for at, _ in enumerate(names)
    ]
    words = {"moran_i": "moran_i", "z": "z", "p_permutation": "p"}
    header = (
        (Piece(""), *above),
        (
            Piece("年份" if voice.language == "zh" else "Year"),
            *(Piece(voice.rows[words[name]], "header") for _ in matrices for name in names),
        ),
    )
    body = []
    for year in years:
        found = {row["matrix"]: row for row in rows if row["year"] == year}
        body.append(
            (Piece(str(year)), *(_index(voice, table, found[matrix], name) for matrix in matrices for name in names))
        )
    legend = (Piece(voice.notes["before"]), Piece(voice.notes["legend"], "legend"))
    return header, tuple(body), legend


def _index(voice: Voice, table: str, row: dict, name: str) -> Piece:
    marks = stars_of(row["p_permutation"]) if name == "moran_i" else ""
    decimals = 3 if name == "p_permutation" else None
    return Piece(voice.number(row[name], decimals), name, table, f"{row['matrix']}", str(row["year"]), row[name], marks)


def effects(study: Study, voice: Voice, table: str, alone: bool):
    rows = study.rows("impacts", table)
    columns = list(dict.fromkeys(row["column"] for row in rows))
    terms = list(dict.fromkeys(row["term"] for row in rows))
    found = {(row["column"], row["term"], row["effect"]): row for row in rows}
    labels = [study.column_label(*column.split("."), voice.language) for column in columns]
    kinds = ("direct", "indirect", "total")
    if voice.style["effects"] == "columns":
        columns, labels = columns[:2], labels[:2]
        above = [
            Piece(label if at == 0 else "", "label", table, column)
            for column, label in zip(columns, labels, strict=True)
            for at in range(3)
        ]
        header = (
            (Piece(""), *above),
            (Piece(voice.rows["variable"]), *(Piece(voice.rows[kind], "header") for _ in columns for kind in kinds)),
        )
        places = [
            (voice.term(study, term), [(column, term, kind) for column in columns for kind in kinds]) for term in terms
        ]
        panels = {}
    else:
        numbers = [Piece(f"({at})", "column_number", table, column) for at, column in enumerate(columns, 1)]
        header = (
            (Piece(""), *(Piece(label, "label", table, column) for column, label in zip(columns, labels, strict=True))),
            (Piece(voice.rows["variable"]), *numbers),
        )
        one = len(terms) == 1
        places = [
            (voice.rows[kind] if one else voice.term(study, term), [(column, term, kind) for column in columns])
            for kind in kinds
            for term in terms
        ]
        panels = {} if one else {at * len(terms): voice.rows[kind] for at, kind in enumerate(kinds)}
    body = []
    for at, (heading, own) in enumerate(places):
        if at in panels:
            body.append((Piece(panels[at]), *(Piece("") for _ in own)))
        body += _effect_rows(voice, heading, table, own, found)
    return header, tuple(body), notes_of(voice)


def _effect_rows(voice: Voice, heading: str, table: str, keys: list[tuple], found: dict) -> list[Row]:
    rows = [
        (
            Piece(heading, "heading"),
            *(estimate_cell(voice, table, c, t, found[c, t, kind], kind) for c, t, kind in keys),
        )
    ]
    for at, name in enumerate(voice.style["under"]):
        rows.append(
            (
                Piece(""),
                *(under_cell(voice, name, at, table, f"{c}.{kind}", t, found[c, t, kind]) for c, t, kind in keys),
            )
        )
    return rows


def means(study: Study, voice: Voice, table: str, alone: bool):
    rows = [row for row in study.rows("means", table) if row["variable"] == "score"]
    years = list(dict.fromkeys(row["year"] for row in rows))
    header = ((Piece(voice.rows["group"]), *(Piece(str(year)) for year in years)),)
    groups = list(dict.fromkeys(row["group"] for row in rows))
    found = {(row["group"], row["year"]): row["mean"] for row in rows}
    body = [
        (
            Piece(study.said(group, voice.language)),
            *(
                Piece(voice.number(found[group, year]), "group_mean", table, str(year), group, found[group, year])
                for year in years
            ),
        )
        for group in groups
    ]
    return header, tuple(body), ()


MAKERS = {
    "descriptives": descriptives,
    "cohorts": cohorts,
    "bacon": bacon,
    "moran": moran,
    "effects": effects,
    "means": means,
}
