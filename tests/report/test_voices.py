"""The line on the second voices."""

import pytest

from report.voices import agreement


def row(column, quantity, difference):
    return {"table": "t", "column": column, "quantity": quantity, "difference": difference}


HEARD, SILENT = row("a", "estimate", 2.6e-12), row("b", None, None)
WITHOUT = " without one, as audit/did.csv says"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([HEARD], "second voices: 1 coefficient of 1 column agree, largest difference 3e-12"),
        (
            [HEARD, HEARD | {"column": "c"}],
            "second voices: 2 coefficients of 2 columns agree, largest difference 3e-12",
        ),
        ([HEARD, SILENT, row("a", "std_error", None)], f"difference 3e-12; 1 column and 1 number{WITHOUT}"),
        ([SILENT, SILENT | {"column": "c"}], f"second voices: none; 2 columns{WITHOUT}"),
        ([row("a", "rows", 0.0), HEARD], "1 coefficient of 1 column agree, largest difference 3e-12"),
    ],
)
def test_agreement(rows, said):
    assert agreement(rows).endswith(said)
