"""Of what the score is made: its inputs and outputs, as the panel has them. The standard library alone."""

from core.grids import Cell, grid
from core.summaries import CELLS

ROLES = {"inputs": "Inputs", "desirable": "Desirable outputs", "undesirable": "Undesirable outputs"}
COLUMNS = ["role", "variable", "definition", "unit_of_measurement", "mean", "sd"]


def indicators(specification: dict[str, list[str]], described: list[dict]) -> list[dict]:
    """A row for each input and output of a score, in the order of the study file.

    `described` are the rows of panel/descriptives.csv. What is another name of a variable has its unit of measurement.
    """
    known = {row["variable"]: row for row in described}
    return [
        {
            "role": role,
            **{column: known[name][column] for column in ("variable", "definition", "mean", "sd")},
            "unit_of_measurement": known.get(known[name]["definition"], known[name])["unit_of_measurement"],
        }
        for kind, role in ROLES.items()
        for name in specification[kind]
    ]


def layout(found: list[dict]) -> dict:
    """How they are printed: definitions and units of measurement where any indicator has one."""
    said = [
        Cell(column, heading, "text")
        for column, heading in (("definition", "Definition"), ("unit_of_measurement", "Measured in"))
        if any(row[column] for row in found)
    ]
    return grid("variable", [*said, CELLS["mean"], CELLS["sd"]], "Indicator", group="role")
