"""The end of a run on one screen: where each report is, and what each study says."""

from pathlib import Path

from core.files import read_json, read_rows
from report.printed import count, estimate, probability, scaled
from report.voices import agreement

FEW = 4  # studies of which more than a line each is said
LINES = 16  # studies of which a line each is said
SEVERITIES = {"E": "to mend", "W": "to answer", "N": "to note"}
VOICES = {"run.json": "the reference model"}  # files with a block `audit`, and whose voice it is


def ending(studies: dict[str, dict]) -> str:
    """What is said of `studies`: by name, the tables and files of each, as the plan has them."""
    if len(studies) <= FEW:
        said = (f"\n{name}: " + "\n  ".join(sayings(name, parts)) for name, parts in studies.items())
        return "\n".join(said) + "\n"
    lines = [f"{name}: " + "; ".join(sayings(name, parts)) for name, parts in list(studies.items())[:LINES]]
    further = len(studies) - len(lines)
    lines += [f"and {further} more, each with its results/STUDY/report.html"] if further else []
    return "\n" + "\n".join(lines) + "\n"


def sayings(name: str, parts: dict) -> list[str]:
    """Report, main estimate, findings of the referee and second voices of a study."""
    home = f"results/{name}"
    permuted = [model["name"] for model in parts["placebo"]["list"]]
    main = policy_estimate(parts["tables"], permuted) or mean_score(f"{home}/efficiency/scores.csv")
    heard = [agreement(read_rows(path), path) for path in parts["files"]["voices"]]
    of_scores = voices(parts["files"]["efficiency"])
    return [f"{home}/report.html", main, findings(f"{home}/referee.csv"), *of_scores, *heard]


def policy_estimate(tables: dict[str, dict], permuted: list[str]) -> str | None:
    """The coefficient of the policy in the first column that a placebo lists, or else that has one in a table."""
    every = [f"{table}.{column['name']}" for table in tables for column in tables[table]["printing"]["columns"]]
    for address in [*permuted, *every]:
        table, column = address.split(".")
        fits = {fit["name"]: fit for path in tables[table]["facts"] for fit in read_json(path)["columns"]}
        wanted = column, fits[column]["policy"]
        rows = (row for path in tables[table]["estimates"] for row in read_rows(path))
        if row := next((row for row in rows if (row["column"], row["term"]) == wanted), None):
            return f"{address}: {coefficient(row)}, N {count(fits[column]['n_obs'])}"
    return None


def coefficient(row: dict) -> str:
    value, error = row["estimate"], row["std_error"]
    if error is None:
        return f"{row['term']} {scaled(value, error)} without a standard error"
    return f"{row['term']} {scaled(value, error)} (SE {scaled(error, error)}), p {probability(row['p_value'])}"


def mean_score(path: str) -> str:
    scores = [row["score"] for row in read_rows(path) if row["score"] is not None]
    return f"mean score {estimate(sum(scores) / len(scores))}, N {count(len(scores))}" if scores else "no score"


def findings(path: str) -> str:
    """How many findings of each severity the referee has."""
    found = [row["severity"] for row in read_rows(path)]
    return "referee: " + ", ".join(f"{found.count(severity)} {words}" for severity, words in SEVERITIES.items())


def voices(files: list[str]) -> list[str]:
    """How far each second voice is from the results, over all files of a study."""
    said = []
    for file, voice in VOICES.items():
        if audits := [read_json(path)["audit"] for path in files if Path(path).name == file]:
            units, undecided = (sum(audit[key] for audit in audits) for key in ("units", "undecided"))
            gaps = [gap for audit in audits if (gap := audit["largest_difference"]) is not None]
            agreed = f"agrees within {max(gaps):.1e}" if gaps else "decided nothing"
            said.append(f"second voice: {voice} {agreed} on {units} unit-years, {undecided} undecided")
    return said
