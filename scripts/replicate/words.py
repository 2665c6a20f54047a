"""What the scripts say of themselves, and the text beside them."""

import textwrap

from replicate.columns import Column

WIDTH = 100
SIMULATED = {"real": "", "simulated": "The data are SIMULATED. "}
WHAT = (
    "Written by the workflow that made the results of this study: the columns of its regression tables, computed again "
    "from the panel and compared with expected.csv."
)
R = "It needs R 4 and no packages. In this folder: Rscript replicate.R"
STATA = (
    "It was generated, and it was NOT RUN where it was generated. It needs Stata 16, and for effects and instruments "
    "commands of others: ssc install ftools, reghdfe, ivreg2, ranktest, ivreghdfe. In this folder: do replicate.do"
)
FILES = {
    "panel.csv": "every variable, score and index of productivity by unit and year; what formulas compute of them, as "
    "`log_x`; `sample_1` and so on, 1 in the rows of a column",
    "panel.dta": "the same for Stata, with labels and units of measurement",
    "weights.csv": "spatial weights as the columns use them: of their units alone, standardised",
    "expected.csv": "estimates and errors of the columns, their rows, the rule of small samples and its factor",
    "replicate.R": f"prints a line for each column, and ends with status 1 if an estimate differs by more than 1e-8 of "
    f"itself or of its error, or an error by more than 1e-8 of itself. {R}",
    "replicate.do": "the same in Stata with a tolerance of 1e-6; of spatial columns the estimates before the "
    f"correction for effects (`uncorrected`), which Stata does not have, and no errors. {STATA}",
}
LEFT_OUT = "Joint tests, sums of coefficients, further p-values and R squared are in the results of the study alone."


def head(title: str, data_status: str, how: str = "") -> str:
    """What a script says of itself; `how` it is run."""
    return "\n".join(filled(text) for text in (title, f"{SIMULATED[data_status]}{WHAT}", how) if text)


def readme(title: str, data_status: str, columns: list[Column], silent: dict[str, str]) -> str:
    """The text beside the scripts; `silent` says by address why a column is not recomputed."""
    files = [filled(f"{name}: {what}", "  ") for name, what in FILES.items()]
    own = filled(f"Recomputed ({len(columns)}): {', '.join(column.address for column in columns)}", "  ")
    others = [filled(f"  {address}: {why}", "    ") for address, why in silent.items()]
    without = [f"Not recomputed ({len(silent)}), and why:", *others] if silent else []
    parts = [[head(title, data_status)], files, [own], without, [filled(LEFT_OUT)]]
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


def filled(text: str, indent: str = "") -> str:
    """`text` in lines of at most 100 characters."""
    return textwrap.fill(text, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
