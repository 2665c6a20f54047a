"""The tables of a manuscript, from the results of a study and in the style of a voice."""

from itertools import groupby

from manuscripts.facts import Study
from manuscripts.paper import Grid, Piece
from manuscripts.voice import Voice, stars_of

SQUARE = ("p_value", "statistic", "interval")  # in square brackets where they are the second thing beneath
Row = tuple[Piece, ...]


def grid(study: Study, voice: Voice, table: str, number: int, alone: bool) -> Grid:
    """A table of a study; `alone` adds what only a manuscript without its study may print, as R² that is adjusted."""
    header, body, notes = MAKERS.get(table, regression)(study, voice, table, alone)
    return Grid(table, str(number), study.title(table, voice.language), header, body, notes)


def regression(study: Study, voice: Voice, table: str, alone: bool):
    columns = study.columns(table)
    hidden = set() if voice.style["all_rows"] else _controls(study)
    rows = {(column.name, row["term"]): row for column in columns for row in column.rows if row["term"] not in hidden}
    terms = _in_order(list(dict.fromkeys(term for _, term in rows)))
    body = [
        row
        for term in terms
        for row in _estimate_rows(
            voice, voice.term(study, term), [(table, c.name, term, rows.get((c.name, term))) for c in columns]
        )
    ]
    marks = [*_controls_row(study, voice, columns, hidden), *_effects(study, voice, columns)]
    header = _regression_header(study, voice, table, columns)
    return header, tuple(body + marks + _statistics(voice, table, columns, alone)), _notes(voice)


def _controls(study: Study) -> set[str]:
    terms = study.settings["macros"]["controls"].split(" + ")
    return set(terms) | {f"W:{term}" for term in terms} if study.main["of_policy"] else set()


def _in_order(terms: list[str]) -> list[str]:
    """Event times first and by year, spatial parameters last."""
    return sorted(
        terms,
        key=lambda term: (term.split(".")[0] in ("rho", "lambda"), int(term.split("::")[1]) if "::" in term else 9),
    )


def _regression_header(study: Study, voice: Voice, table: str, columns: list) -> tuple[Row, ...]:
    outcomes = [voice.term(study, column.facts["outcome"]) for column in columns]
    labels = [study.column_label(table, column.name, voice.language) for column in columns]
    first = Piece(voice.rows["variable"])
    numbers = (first, *(Piece(f"({at})", "column_number", table, c.name) for at, c in enumerate(columns, 1)))
    header = [numbers]
    if voice.style["outcomes"] == "above" or len(set(outcomes)) > 1:
        once = ["" if at and said == outcomes[at - 1] else said for at, said in enumerate(outcomes)]
        header.insert(0, (Piece(""), *(Piece(o, "outcome", table, c.name) for o, c in zip(once, columns, strict=True))))
    estimators = {column.facts["estimator"] for column in columns}
    if all(labels) and (voice.style["columns"] == "both" or len(estimators) > 1):
        header.append(
            (Piece(""), *(Piece(said, "label", table, c.name) for said, c in zip(labels, columns, strict=True)))
        )
    return tuple(header)


def _estimate_rows(voice: Voice, heading: str, cells: list[tuple]) -> list[Row]:
    """Estimates of one term, and rows of what stands beneath them."""
    rows = [(Piece(heading, "heading"), *(_estimate(voice, *cell) for cell in cells))]
    for at, name in enumerate(voice.style["under"]):
        rows.append((Piece(""), *(_under(voice, name, at, *cell) for cell in cells)))
    return rows


def _estimate(voice: Voice, table: str, column: str, term: str, row: dict | None, role: str = "estimate") -> Piece:
    if row is None:
        return Piece("")
    value = row["estimate"]
    text = "0" if row.get("base") else voice.number(value)
    return Piece(text, "base" if row.get("base") else role, table, column, term, value, stars_of(row["p_value"]))


def _under(voice: Voice, name: str, at: int, table: str, column: str, term: str, row: dict | None) -> Piece:
    if row is None:
        return Piece("")
    if row.get("base"):
        return Piece(voice.rows["base"] if at == 0 else "")
    opening, closing = "[]" if at and name in SQUARE else "()"
    if name == "interval":
        ends = f"{voice.number(row['conf_low'])}, {voice.number(row['conf_high'])}"
        return Piece(f"[{ends}]", "interval", table, column, term)
    decimals = {"statistic": 2 if voice.decimals == 3 else 4, "p_value": 3}.get(name)
    return Piece(f"{opening}{voice.number(row[name], decimals)}{closing}", name, table, column, term, row[name])


def _controls_row(study: Study, voice: Voice, columns: list, hidden: set[str]) -> list[Row]:
    if not hidden:
        return []
    has = [any(row["term"] in hidden for row in column.rows) for column in columns]
    return [_mark_row(voice, voice.rows["controls"], has)] if any(has) else []


def _effects(study: Study, voice: Voice, columns: list) -> list[Row]:
    """Rows of yes and no for effects of units and years, for others and trends where there are any, and for weights."""
    own = [[of for effect in column.facts["fixed_effects"] or [] for of in _parts(effect)] for column in columns]
    names = dict.fromkeys(("unit", "year", *(effect for effects in own for effect in effects)))
    rows = [(_effect_words(study, voice, name), [name in effects for effects in own]) for name in names]
    weighted = [column.facts["weights"] in study.settings["labels"] for column in columns]
    if any(weighted) and not all(weighted):
        rows.append((voice.rows["weights"], weighted))
    return [_mark_row(voice, said, answers) for said, answers in rows]


def _parts(effect: str) -> list[str]:
    """``unit[year]`` are effects of units and trends of their own."""
    return ["unit", "trends"] if effect.endswith("[year]") else [effect]


def _effect_words(study: Study, voice: Voice, name: str) -> str:
    if name in voice.rows:
        return voice.rows[name]
    return voice.rows["effect"].format(" × ".join(study.label(part, voice.language) for part in name.split("^")))


def _mark_row(voice: Voice, said: str, answers: list[bool]) -> Row:
    yes, no = voice.style["marks"]
    return (Piece(said), *(Piece(yes if answer else no, "mark") for answer in answers))


def _statistics(voice: Voice, table: str, columns: list, alone: bool) -> list[Row]:
    """Rows under the columns, of what the study prints; R² that is adjusted where nobody looks it up."""
    facts = {column.name: column.facts for column in columns}
    found = {"n_obs": [fit["n_obs"] for fit in facts.values()], "n_units": [fit["n_units"] for fit in facts.values()]}
    within = [fit.get("r2_within") for fit in facts.values()]
    name = "r2_within" if all(value is not None for value in within) else "r2"
    found[name] = [fit.get(name) for fit in facts.values()]
    if alone and all(fit.get("r2") is not None for fit in facts.values()):
        found["r2"] = [fit["r2"] for fit in facts.values()]
        found["r2_adjusted"] = [_adjusted(fit) for fit in facts.values()]
    found["log_likelihood"] = [fit.get("log_likelihood") for fit in facts.values()]
    found["first_stage_f"] = [fit["fitstat"].get("kp_f") for fit in facts.values()]
    found["instruments"] = [fit["fitstat"].get("instruments") if "gmm" in fit else None for fit in facts.values()]
    return [
        (Piece(voice.rows[name]), *(_statistic(voice, table, c, name, v) for c, v in zip(facts, values, strict=True)))
        for name, values in found.items()
        if any(value is not None for value in values)
    ]


def _statistic(voice: Voice, table: str, column: str, name: str, value: float | None) -> Piece:
    if value is None:
        return Piece("")
    counts = name in ("n_obs", "n_units", "instruments")
    text = voice.count(value) if counts else voice.number(value)
    return Piece(text, name, table, column, value=value)


def _adjusted(fit: dict) -> float:
    """R² adjusted for the coefficients and for effects of units and years."""
    n, terms = fit["n_obs"], fit["formula"].partition("~")[2].partition("|")[0].count("+") + 1
    absorbed = sum(
        fit[f"n_{of}"] for of, name in (("units", "unit"), ("periods", "year")) if name in fit["fixed_effects"]
    )
    return 1 - (1 - fit["r2"]) * (n - 1) / (n - terms - max(absorbed, 1))


def _notes(voice: Voice) -> tuple[Piece, ...]:
    joint = voice.words["joint"]
    return (
        Piece(voice.notes["before"]),
        Piece(voice.notes[" ".join(voice.style["under"])], "bracket_note"),
        Piece(joint + voice.notes["legend"], "legend"),
    )


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
    return header, tuple(body), _notes(voice)


def _effect_rows(voice: Voice, heading: str, table: str, keys: list[tuple], found: dict) -> list[Row]:
    rows = [
        (Piece(heading, "heading"), *(_estimate(voice, table, c, t, found[c, t, kind], kind) for c, t, kind in keys))
    ]
    for at, name in enumerate(voice.style["under"]):
        rows.append(
            (Piece(""), *(_under(voice, name, at, table, f"{c}.{kind}", t, found[c, t, kind]) for c, t, kind in keys))
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
