"""How the balance of matched samples is printed."""

import pytest

from did.balance_table import layout

SUMMARY = {"pseudo_r2": 0.189, "lr_p_value": 0.4186, "rubin_b": 159.36, "rubin_r": 1.613}


@pytest.mark.parametrize(("p_value", "said"), [(0.00001, "<0.001"), (0.0006, "0.001"), (None, "none"), (0.99, "0.990")])
def test_no_p_value_is_printed_as_zero(p_value, said):
    both = {"before": SUMMARY, "after": SUMMARY | {"lr_p_value": p_value}}
    note = layout({"t.c": {"summary": both}})["notes"][-1]
    assert note == (
        f"t.c: pseudo R² 0.189 and 0.189; p of the likelihood ratio 0.419 and {said}; Rubin's B 159.4 and 159.4; "
        "Rubin's R 1.61 and 1.61 (before and after)."
    )
