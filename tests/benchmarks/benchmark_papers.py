"""How many errors the referee finds in papers that are written by hand, without results: ``make bench-papers``.

Writes papers.md beside itself. An error counts as found when a finding of severity E or W is new. Once somebody has
mended the referee by these papers they measure nothing: then they belong to tests/manuscript, and new ones here.
"""

import sys
import tempfile
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "scripts"))
from manuscript.review import draft_of, reviewed

PAPERS = HERE / "papers"


def main() -> None:
    errors = tomllib.loads((PAPERS / "errors.toml").read_text(encoding="utf-8"))["errors"]
    clean = {paper.name: findings(paper.read_text(encoding="utf-8")) for paper in sorted(PAPERS.glob("*.md"))}
    lines = [
        "# Errors that the referee finds in papers written by hand",
        "",
        "Made by `make bench-papers`; what is measured is described in `benchmark_papers.py`.",
        "",
        "| paper | errors | found | E in the paper as it is | W |",
        "|---|---|---|---|---|",
    ]
    missed = []
    for name, known in clean.items():
        own = [one for one in errors if one["paper"] == name]
        missed += (lost := [one for one in own if not changed(one) - known])
        grave = [sum(severity == each for severity, _, _ in known) for each in "EW"]
        lines.append(f"| {name} | {len(own)} | {len(own) - len(lost)} | {grave[0]} | {grave[1]} |")
    lines += ["", "Not found:", "", *(f"- {one['paper']}: {one['right']} → {one['wrong']}" for one in missed), ""]
    text = "\n".join(lines)
    (HERE / "papers.md").write_text(text, encoding="utf-8", newline="\n")
    print(text)


def changed(error: dict[str, str]) -> set[tuple[str, str, str]]:
    """What the referee says of a paper with an error."""
    text = (PAPERS / error["paper"]).read_text(encoding="utf-8")
    if error["right"] not in text:
        raise SystemExit(f"papers/errors.toml: {error['paper']} has no {error['right']!r}")
    return findings(text.replace(error["right"], error["wrong"], 1))


def findings(text: str) -> set[tuple[str, str, str]]:
    """Errors and warnings of a paper: severity, check, and what is said."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "paper.md"
        file.write_text(text, encoding="utf-8", newline="\n")
        found = reviewed(draft_of(str(file))).findings
    return {(one.severity, one.check, f"{one.where} {one.message}") for one in found if one.severity in ("E", "W")}


if __name__ == "__main__":
    main()
