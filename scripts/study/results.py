"""The documentation of every result file, made from the contract and from the models: docs/results.md."""

import re
import textwrap
from inspect import getdoc

from core.contract import FACTS, FILES, KEYS, File
from core.files import write_text
from core.grids import Cell, grid
from study.figures import FIGURES
from study.plan import DEMO, PRINTED
from study.tables import TABLES, Grid

TARGET = "docs/results.md"
HEAD = """# The results of a study

Everything that the workflow makes for a study is below `results/STUDY/`; the paths here begin there. Words in braces
are names: of a rule, or of a table, column, matrix, placebo or figure of the study file. This page is made from
`scripts/core/contract.py` by `PYTHONPATH=scripts python -m study.results`: edit that, not this.

CSV files are UTF-8, with a header and one row for each key; an empty cell is a missing value. Scores have ten decimals,
all other numbers twelve significant digits. A file may get more columns; none changes its meaning. Every run checks its
result files against these lists and fails where they do not hold.
"""
PAIRS = """
A result that can be printed is a pair of files of one name: the CSV file holds the rows, the JSON file says what they
are. The folder says who made them: `estimates/{rule}/` belongs to a rule that fits columns, `estimates/{kind}/` to a
kind of table. The JSON file has a `kind`:

* `coefficients`: a row is a coefficient, and `columns` of the JSON file has an entry for each column of the table;
* `grid`: a row is whatever the table is about, and the JSON file says how the rows become a printed table.
"""
LAYOUT = {  # keys of a grid that its docstring leaves to their names
    "kind": "`grid`",
    "heading": "what stands above the names of the rows; a variable is called by its label",
    "notes": "sentences under the table",
    "warnings": "sentences under the table that qualify its numbers",
    "tests": "joint tests, by name",
}
PRINTED_AS = {
    "tex": "three-line table for LaTeX",
    "docx": "the same for Word",
    "csv": "the printed cells as one rectangle with a header row",
    "html": "the part of the report page",
}
MANIFEST = {
    "results": "SHA-256 of every file below `results/STUDY/`, by its path, but of chunks and of the manifest itself",
    "inputs": "SHA-256 of the study file and of every raw file and fact that it names",
    "code": "SHA-256 of the workflow's own files: scripts, rules, facts that ship, environments",
    "versions": "versions of Python and of the packages",
    "study": "what the study file says, without comments",
    "seed": "seed of all draws",
    "draws": "number of reassignments of the configuration",
}
OTHERS = {
    "panel/problems.csv": "every fault of the raw files, a row each; empty, or not there, while there are none",
    "efficiency/productivity.json": "for each measure the number of pairs of years, and how many have no index and why",
    "spatial/matrices/{matrix}.json": "units, links, degrees, row sums, eigenvalues and the interval of rho",
    "replicate/panel.dta": "`replicate/panel.csv` for Stata, with labels and units of measurement",
    "replicate/replicate.R": "every column of `replicate/expected.csv` computed again and compared; base R",
    "replicate/replicate.do": "the same for Stata; generated, and not run",
    "replicate/README.txt": "how to run them, what they recompute, and why not the other columns",
    "numbers/numbers.tex": "the same numbers for LaTeX, which `numbers/studynumbers.sty` prints: `\\num{address}`",
    "numbers/numbers.docx": "the same for Word: a property and a field each",
    "report.html": "one page with the main result, figures, tables, the referee's findings and what was done",
    "main.json": "what the index and the end of a run say: `title`, `question`, `data_status`, the main result as"
    " `sentences` and as numbers (`result`), the referee's `verdict`, the first `figure` of the page",
}


def page() -> str:
    """The text of docs/results.md."""
    parts = {
        "Files with rows": "\n\n".join(file_section(file) for file in FILES.values()),
        "Files with facts": facts_section(),
        "Pairs": f"{PAIRS}\n{layout_section()}",
        "Kinds of grids": kinds_section(),
        "Printed tables and figures": printed_section(),
        "Other files": listed(("file", "content"), OTHERS),
        "The demo stage": filled(f"Simulated studies have in `demo/`, beside their raw files: {codes(DEMO)}."),
        "The manifest": f"{listed(('key', 'content'), MANIFEST)}\n\nTwo runs are the same if `results` are the same.",
    }
    contents = "\n".join(f"* [{heading}](#{anchor(heading)})" for heading in parts)
    return (
        "\n\n".join([HEAD.rstrip(), contents, *(f"## {name}\n\n{text.strip()}" for name, text in parts.items())]) + "\n"
    )


def file_section(file: File) -> str:
    """Path, row, keys and columns of one file of the contract."""
    keys = f"Keys: {codes(file.keys)}." if file.keys else "No keys."
    empty = " May have no rows." if file.may_be_empty else ""
    more = " Every other column is a variable of the study." if file.columns == KEYS else ""
    about = filled(f"A row is {file.rows}. {keys}{empty}{more}")
    further = filled(f"Of a further score: `{file.further}`.") + "\n\n" if file.further else ""
    return f"### `{file.path}`\n\n{further}{about}\n\n{listed(('column', 'meaning'), file.columns)}"


def facts_section() -> str:
    """The keys of the JSON files, as the contract has them."""
    lines = [filled(f"* {_path_of(place)}: {codes(keys)}", "  ") for place, keys in FACTS.items()]
    return "\n".join(["Each has at least these keys; null where a fit has no such thing.", "", *lines])


def _path_of(place: str) -> str:
    path, comma, rest = place.partition(",")
    return f"`{path}`{comma}{rest}"


def layout_section() -> str:
    """The keys of the JSON file of a grid, and of each of its cells."""
    meanings = {**LAYOUT, **named_in(getdoc(grid))}
    keys = {key: meanings[key] for key in grid(rows="", cells=[])}
    cells = named_in(getdoc(Cell))
    return (
        f"The JSON file of a grid:\n\n{listed(('key', 'meaning'), keys)}\n\n"
        f"Each of its `cells`:\n\n{listed(('key', 'meaning'), cells)}"
    )


def named_in(docstring: str) -> dict[str, str]:
    """The names that a docstring explains as ``name : what it is``, one a line or parted by semicolons."""
    found = re.split(r"(?:^|; )(\w+) : ", re.sub(r"\n +", " ", docstring), flags=re.MULTILINE)[1:]
    return {name: text.split("\n")[0].strip() for name, text in zip(found[::2], found[1::2], strict=True)}


def kinds_section() -> str:
    """The kinds of tables that are grids: which stage makes them, and of what."""
    grids = [table for table in TABLES if issubclass(table, Grid)]
    rows = [(f"`{kind}`", table.stage, first_line(table)) for table in grids for kind in table.kinds()]
    return "\n".join(["`estimates/{kind}/{table}.csv` and `.json`:", "", *table_of(("kind", "stage", "content"), rows)])


def printed_section() -> str:
    """The folders of tables and figures."""
    tables = {f"tables/{{table}}.{ending}": PRINTED_AS[ending] for ending in PRINTED}
    kinds = [(f"`{figure.model_fields['kind'].annotation.__args__[0]}`", first_line(figure)) for figure in FIGURES]
    return "\n".join(
        [
            listed(("file", "content"), tables),
            "",
            "Figures are `figures/{figure}.pdf` and `figures/{figure}.png`, of these kinds:",
            "",
            *table_of(("kind", "content"), kinds),
        ]
    )


def first_line(model: type) -> str:
    return getdoc(model).split("\n")[0]


def listed(head: tuple[str, str], entries: dict[str, str]) -> str:
    return "\n".join(table_of(head, [(f"`{name}`", meaning) for name, meaning in entries.items()]))


def table_of(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    """The lines of a Markdown table."""
    cells = [head, ("---",) * len(head), *rows]
    return [
        f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |".replace("| --- ", "|---") for row in cells
    ]


def filled(text: str, indent: str = "") -> str:
    """`text` in lines of at most 120 characters."""
    return textwrap.fill(text, 120, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def codes(names) -> str:
    return ", ".join(f"`{name}`" for name in names)


def anchor(heading: str) -> str:
    return heading.lower().replace(" ", "-")


if __name__ == "__main__":
    write_text(TARGET, page())
