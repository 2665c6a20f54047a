"""A manuscript as a test shows it."""

from papers.document import Table


def grid(table: Table) -> list[str]:
    """The rows of a table, their texts parted by bars; ``<`` stands where a cell to the left covers a place, ``^``
    where one above does."""
    return [
        " | ".join(
            cell.text
            if (cell.row, cell.column) == (at, place)
            else "<"
            if cell.row == at or cell.column < place
            else "^"
            for place, cell in enumerate(row)
        )
        for at, row in enumerate(table.rows)
    ]


def headings(table: Table) -> list[str]:
    return grid(table)[: table.header]


def body(table: Table) -> list[str]:
    return grid(table)[table.header :]
