"""How many errors of a manuscript the referee finds, and how many it invents: ``make bench-manuscripts``.

Writes manuscripts.md beside itself. Clean manuscripts are written from the results of the four studies, in Word, LaTeX
and CSV, in English and Chinese, in the wording `unseen`; another of the files ``wording_*.toml`` as argument is one of
those with which the referee was built. An error is put into each, and counts as found when a finding of severity E or
W, or a number that is contradicted or without support, is in its row, its column or its sentence, and is not said of
the clean one as well. What is said of a clean manuscript is a false alarm, unless the referee says it of the study's
results, too.
"""

import os
import sys
import time
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT / "scripts"), str(HERE)]
from manuscripts.facts import study
from manuscripts.kinds import KINDS
from manuscripts.measure import GRAVE, Outcome, Sheet, draws, outcome, remarks_on, sheets

UNSEEN = "unseen"  # when manuscripts.md was made nobody who built the referee had read it; the next table needs another
NUMBER, SEEDS, CORES = 1000, 4, 2
RECALL, ALARMS, SECONDS = 0.95, 1, 600  # what has to be reached
BY = {"mode": "mode", "format": "form", "language": "language", "study": "study"}


def main(wording: str) -> None:
    os.chdir(ROOT)
    started = time.perf_counter()
    papers, errors = sheets(wording, SEEDS), defaultdict(list)
    for draw in draws(wording, NUMBER):
        errors[draw[1]].append(draw)
    asked = list(dict.fromkeys([*papers, *errors]))
    with ProcessPoolExecutor(CORES) as pool:
        found = dict(zip(asked, pool.map(alarms_and_outcomes, asked, [errors[sheet] for sheet in asked]), strict=True))
    alarms = [found[sheet][0] for sheet in papers]
    outcomes = [one for _, own in found.values() for one in own]
    seconds = time.perf_counter() - started
    text = report(wording, papers, alarms, outcomes, seconds)
    if wording == UNSEEN:
        (HERE / "manuscripts.md").write_text(text, encoding="utf-8")
    print(text)


def alarms_and_outcomes(sheet: Sheet, errors: list[tuple]) -> tuple[list[tuple[str, str]], list[Outcome]]:
    """What is said of a clean manuscript, which is read once, and of each error that is put into it."""
    return alarms_of(sheet), [outcome(*draw) for draw in errors]


def alarms_of(sheet: Sheet) -> list[tuple[str, str]]:
    """The checks that fire on a clean manuscript, each as often as it does, with their severity; but for those that
    object to the results that it prints."""
    known = study(sheet.study).objections
    return [(one.check, one.severity) for one in remarks_on(sheet) if one.severity in GRAVE and one.check not in known]


def report(wording: str, papers: list[Sheet], alarms: list, outcomes: list[Outcome], seconds: float) -> str:
    grave = [sum(severity == "E" for _, severity in one) for one in alarms]
    all_ = [len(one) for one in alarms]
    lines = [
        "# Errors that the referee finds in manuscripts",
        "",
        "Made by `make bench-manuscripts`; what is measured is described in `benchmark_manuscripts.py`.",
        f"Wording `{wording}`, {len(outcomes):,} errors of {len(KINDS)} kinds, {len(papers)} clean manuscripts.",
        "",
        "| | measured | wanted |",
        "|---|---|---|",
        f"| recall | {recall(outcomes):.3f} | at least {RECALL} |",
        f"| findings of severity E in a clean manuscript, mean | {sum(grave) / len(grave):.2f} | at most {ALARMS} |",
        f"| findings of severity E in the worst | {max(grave)} | at most {ALARMS} |",
        f"| the same with severity W and numbers refused, mean | {sum(all_) / len(all_):.2f} | |",
        f"| clean manuscripts without any | {sum(not one for one in all_)} of {len(all_)} | |",
        f"| seconds, {CORES} cores | {seconds:.0f} | at most {SECONDS} |",
        "",
        "| recall by | |",
        "|---|---|",
        *(
            f"| {name} {key} | {recall(own):.3f} of {len(own)} |"
            for name, of in BY.items()
            for key, own in _by(outcomes, of)
        ),
        "",
        "| kind of error | with the study | alone |",
        "|---|---|---|",
        *(_kind_row(name, outcomes) for name in KINDS),
        "",
        "What fires on clean manuscripts:",
        "",
        "| check | severity | times | manuscripts |",
        "|---|---|---|---|",
        *_alarm_rows(alarms),
        "",
    ]
    return "\n".join(lines)


def recall(outcomes: list[Outcome]) -> float:
    return sum(one.found for one in outcomes) / len(outcomes)


def _by(outcomes: list[Outcome], attribute: str) -> list[tuple[str, list[Outcome]]]:
    groups = defaultdict(list)
    for one in outcomes:
        groups[getattr(one.sheet, attribute)].append(one)
    return sorted(groups.items())


def _kind_row(name: str, outcomes: list[Outcome]) -> str:
    own = [one for one in outcomes if one.kind == name]
    cells = []
    for mode in ("study", "alone"):
        of = [one.found for one in own if one.sheet.mode == mode]
        cells.append(f"{sum(of)} of {len(of)}" if of else "")
    return f"| `{name}` | {cells[0]} | {cells[1]} |"


def _alarm_rows(alarms: list) -> list[str]:
    times = Counter(one for own in alarms for one in own)
    papers = Counter(one for own in alarms for one in set(own))
    return [
        f"| `{check}` | {severity} | {n} | {papers[check, severity]} |" for (check, severity), n in times.most_common()
    ]


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else UNSEEN)
