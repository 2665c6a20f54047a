"""Tables of regressions of a manuscript: coefficients, what stands beneath them, and what they rest on."""

from manuscripts.facts import Study
from manuscripts.paper import Piece
from manuscripts.voice import Voice, stars_of

SQUARE = ("p_value", "statistic", "interval")  # in square brackets where they are the second thing beneath
Row = tuple[Piece, ...]


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
    return header, tuple(body + marks + _statistics(voice, table, columns, alone)), notes_of(voice)


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
    rows = [(Piece(heading, "heading"), *(estimate_cell(voice, *cell) for cell in cells))]
    for at, name in enumerate(voice.style["under"]):
        rows.append((Piece(""), *(under_cell(voice, name, at, *cell) for cell in cells)))
    return rows


def estimate_cell(voice: Voice, table: str, column: str, term: str, row: dict | None, role: str = "estimate") -> Piece:
    if row is None:
        return Piece("")
    value = row["estimate"]
    text = "0" if row.get("base") else voice.number(value)
    return Piece(text, "base" if row.get("base") else role, table, column, term, value, stars_of(row["p_value"]))


def under_cell(voice: Voice, name: str, at: int, table: str, column: str, term: str, row: dict | None) -> Piece:
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
    for name in ("ar2", "hansen"):
        found[f"{name}_p"] = [
            (fit["fitstat"].get(name) or {}).get("p_value") if "gmm" in fit else None for fit in facts.values()
        ]
    return [
        (Piece(voice.rows[name]), *(_statistic(voice, table, c, name, v) for c, v in zip(facts, values, strict=True)))
        for name, values in found.items()
        if any(value is not None for value in values)
    ]


def _statistic(voice: Voice, table: str, column: str, name: str, value: float | None) -> Piece:
    if value is None:
        return Piece("")
    counts = name in ("n_obs", "n_units", "instruments")
    text = voice.count(value) if counts else voice.number(value, 3 if name.endswith("_p") else None)
    return Piece(text, name, table, column, value=value)


def _adjusted(fit: dict) -> float:
    """R² adjusted for the coefficients and for effects of units and years."""
    n, terms = fit["n_obs"], fit["formula"].partition("~")[2].partition("|")[0].count("+") + 1
    absorbed = sum(
        fit[f"n_{of}"] for of, name in (("units", "unit"), ("periods", "year")) if name in fit["fixed_effects"]
    )
    return 1 - (1 - fit["r2"]) * (n - 1) / (n - terms - max(absorbed, 1))


def notes_of(voice: Voice) -> tuple[Piece, ...]:
    joint = voice.words["joint"]
    return (
        Piece(voice.notes["before"]),
        Piece(voice.notes[" ".join(voice.style["under"])], "bracket_note"),
        Piece(joint + voice.notes["legend"], "legend"),
    )
