"""Direct, indirect and total effects in the shapes in which people print them."""

import pytest
from tables_typed import ERRORS, beneath, table_of

from printed.printed_tables import Effects
from printed.tables import printed

EFFECTS = {
    "by columns": [
        ["", ("SDM", 3)],
        ["", "Direct", "Indirect", "Total"],
        ["AI", "0.08***", "0.15**", "0.23***"],
        ["", "(0.02)", "(0.06)", "(0.07)"],
    ],
    "by columns of xsmle": [
        ["", "(1)", "(2)", "(3)", "(4)"],
        ["", "Spatial", "LR_Direct", "LR_Indirect", "LR_Total"],
        ["AI", "", "0.08***", "0.15**", "0.23***"],
        ["", "", "(0.02)", "(0.06)", "(0.07)"],
        ["rho", "0.5***", "", "", ""],
        ["", "(0.1)", "", "", ""],
        ["Observations", "90", "90", "90", "90"],
    ],
    "by panels": [
        ["", "SDM"],
        ["Panel A: Direct effects", ""],
        ["AI", "0.08***"],
        ["", "(0.02)"],
        ["Panel B: Indirect effects", ""],
        ["AI", "0.15**"],
        ["", "(0.06)"],
        ["Panel C: Total effects", ""],
        ["AI", "0.23***"],
        ["", "(0.07)"],
    ],
    "by rows of a bootstrap": [
        ["效应", "估计值", "Boot标准误", "Boot CI下限", "Boot CI上限"],
        ["AI的总效应", "0.23", "0.07", "0.09", "0.37"],
        ["AI的直接效应", "0.08", "0.02", "0.04", "0.12"],
        ["AI的中介效应", "0.15", "0.06", "0.03", "0.27"],
    ],
    "by rows": [
        ["", "(1)"],
        ["AI的直接效应", "0.08***"],
        ["", "(0.02)"],
        ["AI的间接效应", "0.15**"],
        ["", "(0.06)"],
        ["AI的总效应", "0.23***"],
        ["", "(0.07)"],
    ],
}


@pytest.mark.parametrize("rows", EFFECTS.values(), ids=EFFECTS)
def test_effects_are_read_however_they_are_laid_out(rows):
    table = printed(table_of(rows, header=2 if rows[1][0] == "" and len(rows[1]) > 2 else 1, notes=ERRORS))
    assert isinstance(table, Effects)
    ((name, _), effects), *others = table.effects.items()
    assert name.startswith("AI") and not others
    assert {kind: (one.estimate.number.value, beneath(one)["std_error"]) for kind, one in effects.items()} == {
        "direct": (0.08, 0.02),
        "indirect": (0.15, 0.06),
        "total": (0.23, 0.07),
    }
