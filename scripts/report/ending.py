"""The end of a run on one screen: where each report is, and what each study says."""

from core.files import read_json, read_rows
from report.printed import count, estimate, probability, scaled
from report.voices import agreement, reference_model

FEW = 4  # studies of which more than a line each is said
LINES = 16  # studies of which a line each is said
SEVERITIES = {"E": "to mend", "W": "to answer", "N": "to note"}


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
    """Report, main result, findings of the referee and second voices of a study."""
    home = f"results/{name}"
    heard = [agreement(read_rows(path), path) for path in parts["files"]["voices"]]
    audits = [read_json(path)["audit"] for path in parts["files"]["efficiency"] if path.endswith("/run.json")]
    scored = [reference_model(audits)] if audits else []
    return [f"{home}/report.html", main(f"{home}/main.json"), findings(f"{home}/referee.csv"), *scored, *heard]


def main(path: str) -> str:
    """The main result of a study in a line."""
    result = read_json(path)["result"]
    said = f"{result['address']}: {coefficient(result)}" if result["address"] else mean(result)
    return f"{said}, N {count(result['n_obs'])}"


def coefficient(row: dict) -> str:
    value, error = row["estimate"], row["std_error"]
    if error is None:
        return f"{row['term']} {scaled(value, error)} without a standard error"
    return f"{row['term']} {scaled(value, error)} (SE {scaled(error, error)}), p {probability(row['p_value'])}"


def mean(result: dict) -> str:
    return "no score" if result["estimate"] is None else f"mean score {estimate(result['estimate'])}"


def findings(path: str) -> str:
    """How many findings of each severity the referee has."""
    found = [row["severity"] for row in read_rows(path)]
    return "referee: " + ", ".join(f"{found.count(severity)} {words}" for severity, words in SEVERITIES.items())
