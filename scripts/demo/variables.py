"""The variables of the yearbooks: units, digits, and the text of a number in a file's own unit."""

import numpy as np

# The unit in which the clean yearbook keeps a variable, and its digits after the point. Money is in current prices.
VARIABLES = {
    "gdp_per_head": ("元", 0),
    "value_added_1": ("万元", 0),
    "value_added_2": ("万元", 0),
    "value_added_3": ("万元", 0),
    "gdp_deflator": ("", 4),  # price year = 100
    "investment_deflator": ("", 4),  # first year = 100
    "investment": ("万元", 0),
    "social_investment": ("万元", 0),
    "employees_2": ("万人", 4),
    "employees_3": ("万人", 4),
    "built_up": ("km2", 2),
    "electricity": ("万千瓦时", 0),
    "energy": ("万吨标准煤", 2),
    "green_area": ("公顷", 0),
    "income": ("元", 0),
    "green": ("平方米", 2),  # per head
    "so2": ("t", 0),
    "soot": ("t", 0),
    "wastewater": ("万吨", 2),
    "co2": ("t", 0),
    "residents": ("万人", 2),
    "registered": ("万人", 2),
    "population": ("万人", 2),  # registered until 2019, resident after
    "urban_population": ("万人", 2),  # in a study with grades that of the first year, stretched to give them
    "deposits": ("万元", 0),
    "loans": ("万元", 0),
    "expenditure": ("万元", 0),
    "revenue": ("万元", 0),
    "education": ("万元", 0),
    "fdi": ("万美元", 0),
    "urban_share": ("%", 2),
    "trade": ("万元", 0),
    "internet": ("", 2),  # users per 100 people
    "telecom": ("元", 2),  # revenue of telecommunication per head
    "recycling": ("%", 2),
    "teachers": ("人", 0),
    "patents": ("件", 0),
    "associates": ("人", 0),
    "private_employees": ("人", 0),  # of private firms in towns, and self-employed
    "telephones_1984": ("", 4),  # per 100 people
}
# Powers of ten of the units of one kind.
POWERS = {
    **{"": 0, "%": 0, "件": 0},
    **{"元": 0, "万元": 4, "百万元": 6, "亿元": 8},
    **{"人": 0, "万人": 4},
    **{"t": 0, "吨": 0, "kt": 3, "万吨": 4},
    **{"万吨标准煤": 4},
    **{"万千瓦时": 4, "亿千瓦时": 8},
    **{"m2": 0, "平方米": 0, "公顷": 4, "km2": 6},
    **{"万美元": 4, "百万美元": 6, "亿美元": 8},
}


def rounded(name: str, values: np.ndarray) -> np.ndarray:
    """`values` to the digits of the variable, and at least one unit of the last digit; NaN stays."""
    digits = VARIABLES[name][1]
    return np.round(np.maximum(values, 10.0**-digits), digits)


def text(name: str, values: np.ndarray, unit: str) -> np.ndarray:
    """The clean `values` in the file's `unit`, as text with all their digits; NaN is the empty text."""
    kept, digits = VARIABLES[name]
    power = POWERS[unit] - POWERS[kept]
    places = max(0, digits + power)
    return np.array(["" if np.isnan(value) else f"{value / 10.0**power:.{places}f}" for value in values], dtype=object)
