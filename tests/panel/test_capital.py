"""Capital stocks against values by hand and a closed form."""

import numpy as np
import pytest
from by_hand import BY_HAND, EXACT

from panel.capital import initial_stock, perpetual_inventory


def test_perpetual_inventory_by_hand():
    case = BY_HAND["pim"]
    investment = np.array([case["I"]], dtype=float)
    start = initial_stock(investment, case["delta"], case["g"], None, None)
    assert perpetual_inventory(investment, start, case["delta"])[0] == pytest.approx(case["K"], rel=EXACT)


def test_a_stock_of_steady_investment_grows_faster_at_first():
    """K_1 / K_0 = 1 - d + (1 + g)(g + d) = 1 + g + g (g + d), with I_t = I_0 (1 + g)^t and K_0 = I_0 / (g + d)."""
    g, d = 0.08, 0.096
    investment = 5 * (1 + g) ** np.arange(4)[None, :]
    stock = perpetual_inventory(investment, initial_stock(investment, d, g, None, None), d)
    assert stock[0, 1] / stock[0, 0] == pytest.approx(1 + g + g * (g + d), rel=EXACT)
    assert initial_stock(investment, d, 0, 3, None) == pytest.approx(stock[:, 0], rel=1e-9)
    assert initial_stock(investment, d, g, None, 10) == pytest.approx(10 * investment[:, 0])
