"""A study of six cities and five years in two raw files, to be broken or extended."""

CITIES = ["合肥市", "芜湖市", "苏州市", "宿州市", "济南市", "吉林市"]
CODES = ["340100", "340200", "320500", "341300", "370100", "220200"]
YEARS = range(2015, 2020)
UNIT = {"key": ["城市"]}
CROSSWALK = {
    "crosswalk": "resources/cities.csv",
    "aliases": "resources/city_aliases.csv",
    "changes": "resources/admin_changes.csv",
}
PANEL = {
    "sources": [
        {
            "path": "economy.csv",
            "year": "年份",
            "columns": {
                "gdp": {"header": ["地区生产总值", "GDP"], "unit": "万元", "convert_to": "亿元"},
                "invest": {"header": "投资", "unit": "万元"},
            },
        },
        {"path": "land.csv", "layout": "wide", "columns": {"land": {"unit": "km2"}}},
    ]
}


def economy() -> str:
    """Row 2 is Hefei in 2015, with 10000 and 3000; each city has five rows, each row is a year later."""
    rows = [
        f"{city},{year},{10000 * number + 500 * (year - 2015)},{3000 * number + 70 * (year - 2015)}"
        for number, city in enumerate(CITIES, 1)
        for year in YEARS
    ]
    return "\n".join(["城市,年份,地区生产总值,投资", *rows, ""])


def land() -> str:
    """Row 2 is Hefei, with 51 in 2015 and 55 in 2019."""
    rows = [",".join([city, *(str(50 * n + year - 2014) for year in YEARS)]) for n, city in enumerate(CITIES, 1)]
    return "\n".join([",".join(["城市", *(f"{year}年" for year in YEARS)]), *rows, ""])


def content(panel: dict, unit: dict, policy: dict | None = None, years=(2015, 2019), dea=("invest", "land")) -> dict:
    """The study file."""
    return {
        "title": "A study",
        "description": "To be broken.",
        "unit": unit,
        "years": list(years),
        "panel": panel,
        "efficiency": {"inputs": [dea[0]], "desirable": [dea[1]]},
        "policy": policy,
    }
