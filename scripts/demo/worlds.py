"""A world with and a world without the policy: the clean yearbook that every city would report in it."""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from demo.calibration import YEARS
from demo.draws import LOG_1E4, Draws
from demo.variables import VARIABLES, rounded

DEPRECIATION, GROWTH = 0.096, 0.10  # of the perpetual inventory, as in the papers
STEP = 2.0  # investment at most doubles or halves from one year to the next
AGRICULTURE = (0.003, 0.22)  # bounds of its share in GDP
TAILS = (0.01, 0.99)  # quantiles to which the aipz study winsorises its regressors


@dataclass(frozen=True)
class Controls:
    """What the policy does not move, (n, T) each: logs of real GDP per head, of deposits and loans in 10k yuan and of
    foreign investment in million dollars; shares of urban people and of education in GDP; expenditure over revenue."""

    eco: np.ndarray
    finance: np.ndarray
    opening: np.ndarray
    urban: np.ndarray
    education: np.ndarray
    government: np.ndarray


@dataclass(frozen=True)
class Moved:
    """What the policy moves, (n, T) each: shift of log value added of sectors 2 + 3, logs of patents and associates,
    and the index of industrial structure; `structure` is None where the study does not look at it."""

    shift: np.ndarray
    patents: np.ndarray
    associates: np.ndarray
    structure: np.ndarray | None


def controls(draws: Draws, base: int, printed: dict[str, tuple], sample: np.ndarray) -> Controls:
    """The controls; those in `printed` have the mean, deviation and range printed for them over `sample` (n, T) bool.

    `printed` maps a row of the published table of descriptives to (mean, sd, min, max); `base` is the price year.
    """
    series = draws.series
    raw = {
        "ECO": series["pgdp_real_yuan"] + draws.national[base - YEARS[0]],
        "FE": series["fin_loans_deposits_100m"] + LOG_1E4,
        "OP": series["fdi_musd"],
        "UR": expit(series["urban"]),
        "EDU": np.exp(series["education"]),
        "GOV": np.exp(series["gov_exp_over_rev"]),
    }
    fitted = raw | {name: matched(raw[name], sample, *row) for name, row in printed.items()}
    return Controls(*(fitted[name] for name in ("ECO", "FE", "OP", "UR", "EDU", "GOV")))


def matched(values: np.ndarray, sample: np.ndarray, mean: float, sd: float, low: float, high: float) -> np.ndarray:
    """`values` stretched and cut to [low, high] so that over `sample`, winsorised, they have `mean` and `sd`."""
    values = values - values[sample].mean()
    scale, shift = sd / values[sample].std(ddof=1), mean
    for _ in range(200):
        fitted = np.clip(scale * values + shift, low, high)
        inside = np.clip(fitted[sample], *np.quantile(fitted[sample], TAILS))
        shift += mean - inside.mean()
        scale *= sd / inside.std(ddof=1)
        if abs(mean - inside.mean()) + abs(sd - inside.std(ddof=1)) < 1e-9 * sd:
            break
    return fitted


def clean_yearbook(draws: Draws, controls: Controls, moved: Moved, base: int, first: int) -> dict[str, np.ndarray]:
    """Every variable of `VARIABLES` as (n, T), rounded as printed; NaN for investment before the year `first`.

    Identities: value added of sectors 2 + 3 over the deflator is the drawn one; the perpetual inventory of
    investment from `first` is the drawn capital stock; GDP over population is GDP per head.
    """
    series, at = draws.series, base - YEARS[0]
    price = rounded("gdp_deflator", 100 * np.exp(draws.prices - draws.prices[:, [at]])) / 100
    value_added = np.exp(series["va23_real2000_100m"] + draws.national[at] + LOG_1E4 + moved.shift) * price
    agriculture = np.clip(np.exp(series["agriculture"]), *AGRICULTURE)
    services = expit(series["services"])
    if moved.structure is not None:
        services = services_for(moved.structure, agriculture)
    gdp = value_added / (1 - agriculture)
    residents = gdp / price / np.exp(controls.eco)
    employed = np.exp(series["labour_emp23_10k"])
    finance, spent = np.exp(controls.finance), np.exp(series["fiscal_exp_100m"] + LOG_1E4)
    deposits = expit(series["deposits"])
    building = rounded("investment_deflator", 100 * np.exp(relative(draws.investment_prices, first))) / 100
    capital = np.exp(series["capital_real_100m"] + draws.national[at] + LOG_1E4)
    found = {
        "gdp_per_head": np.exp(controls.eco) * price,
        "value_added_1": gdp * agriculture,
        "value_added_2": value_added * (1 - services),
        "value_added_3": value_added * services,
        "gdp_deflator": 100 * price,
        "investment_deflator": 100 * building,
        "investment": invested(capital, first) * building,
        "employees_2": employed * (1 - expit(series["employed_services"])),
        "employees_3": employed * expit(series["employed_services"]),
        "built_up": np.exp(series["land_urban_modis_km2"]),
        "so2": np.exp(series["so2_t"]),
        "co2": np.exp(series["co2_edgar_t"]),
        "residents": residents,
        "registered": residents / np.exp(series["residents"]),
        "deposits": finance * deposits,
        "loans": finance * (1 - deposits),
        "expenditure": spent,
        "revenue": spent / controls.government,
        "education": controls.education * gdp,
        "fdi": 100 * np.exp(controls.opening),
        "urban_share": 100 * controls.urban,
        "urban_population": residents * controls.urban,
        "trade": np.exp(series["trade"]) * gdp,
        "recycling": 100 * expit(series["recycling"]),
        "patents": np.maximum(np.exp(moved.patents), 1.0),
        "associates": np.exp(moved.associates),
    }
    found |= {name: np.exp(series[name]) for name in VARIABLES if name in series and name not in found}
    return {name: rounded(name, values) for name, values in found.items()}


def relative(log_index: np.ndarray, first: int) -> np.ndarray:
    return log_index - log_index[:, [first - YEARS[0]]]


def invested(capital: np.ndarray, first: int) -> np.ndarray:
    """Real investment (n, T) whose perpetual inventory from the year `first` follows `capital`; NaN before.

    I_first = (g + d) K_first and I_t = K_t - (1 - d) k_t-1 with d = 0.096, g = 0.10 and k the inventory so far; where
    that would more than double or halve investment, the inventory is allowed to lag behind.
    """
    at = first - YEARS[0]
    flow = np.full(capital.shape, np.nan)
    flow[:, at] = (GROWTH + DEPRECIATION) * capital[:, at]
    stock = capital[:, at]
    for year in range(at + 1, capital.shape[1]):
        wanted = capital[:, year] - (1 - DEPRECIATION) * stock
        flow[:, year] = np.clip(wanted, flow[:, year - 1] / STEP, flow[:, year - 1] * STEP)
        stock = (1 - DEPRECIATION) * stock + flow[:, year]
    return flow


def capital_stock(investment: np.ndarray, first: int) -> np.ndarray:
    """(n, T) perpetual inventory of real investment from the year `first`: the inverse of `invested`."""
    at = first - YEARS[0]
    stock = np.full(investment.shape, np.nan)
    stock[:, at] = investment[:, at] / (GROWTH + DEPRECIATION)
    for year in range(at + 1, stock.shape[1]):
        stock[:, year] = (1 - DEPRECIATION) * stock[:, year - 1] + investment[:, year]
    return stock


def structure_index(shares: np.ndarray) -> np.ndarray:
    """Index of industrial structure of GDP shares (..., 3): sum of W_j arccos(s_j / |s|) with W = (3, 2, 1)."""
    angles = np.arccos(np.clip(shares / np.linalg.norm(shares, axis=-1, keepdims=True), -1, 1))
    return angles @ np.array([3.0, 2.0, 1.0])


def services_for(index: np.ndarray, agriculture: np.ndarray) -> np.ndarray:
    """Share of services in sectors 2 + 3 at which the structure has the given index, by bisection."""
    low, high = np.full(index.shape, 0.01), np.full(index.shape, 0.99)
    for _ in range(60):
        middle = (low + high) / 2
        above = structure_index(gdp_shares(agriculture, middle)) > index
        low, high = np.where(above, low, middle), np.where(above, middle, high)
    return (low + high) / 2


def gdp_shares(agriculture: np.ndarray, services: np.ndarray) -> np.ndarray:
    return np.stack([agriculture, (1 - agriculture) * (1 - services), (1 - agriculture) * services], axis=-1)


def indicators(clean: dict[str, np.ndarray], first: int) -> dict[str, np.ndarray]:
    """The efficiency indicators of the three studies, (n, T) each, from a clean yearbook.

    Money in 10k yuan at constant prices, employees in 10k persons, emissions and areas in the yearbook's units.
    """
    real = clean["investment"] / clean["investment_deflator"] * 100
    return {
        "land": clean["built_up"],
        "labour": clean["employees_2"] + clean["employees_3"],
        "employees_2": clean["employees_2"],
        "capital": capital_stock(real, first),
        "real_investment": real,
        "electricity": clean["electricity"],
        "energy": clean["energy"],
        "value_added": (clean["value_added_2"] + clean["value_added_3"]) / clean["gdp_deflator"] * 100,
        "income": clean["income"],
        "green": clean["green"],
        "green_area": clean["green_area"],
        "real_social_investment": clean["social_investment"] / clean["investment_deflator"] * 100,
        "so2": clean["so2"],
        "wastewater": clean["wastewater"],
        "soot": clean["soot"],
        "co2": clean["co2"],
    }
