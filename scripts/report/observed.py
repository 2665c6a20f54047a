"""The values of one variable by unit-year, and by year."""

from core.errors import StudyError, nearest
from core.summaries import refuse_text


def observed(rows: list[dict], of: str, texts: bool = False) -> dict[tuple[str, int], float | str | None]:
    """The variable `of` by unit and year; StudyError for a variable that the rows lack, or is text without `texts`."""
    if of not in rows[0]:
        raise StudyError(f"variable `{of}` is not in the panel; {nearest(of, list(rows[0])[2:])}")
    if not texts:
        refuse_text(rows, [of])
    return {(row["unit"], row["year"]): row[of] for row in rows}


def by_year(values: dict[tuple[str, int], float | None], years: list[int]) -> tuple[dict[int, list[float]], int]:
    """The values of each of `years`, and how many unit-years of these have none."""
    known = {year: [value for (_, at), value in values.items() if at == year and value is not None] for year in years}
    return known, sum(value is None for (_, at), value in values.items() if at in years)
